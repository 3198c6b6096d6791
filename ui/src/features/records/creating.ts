/** A new record, empty, copied or on the basis of another: made at once, then written in its form. */
import { ApiError, call } from "../../api/client";
import type { Request } from "../../api/types";
import { router } from "../../shared/router.svelte";
import { toast } from "../../shared/ui/toasts.svelte";
import { t } from "../../text";
import { announce } from "../changes";

const EDIT = "edit";

/** True when the address asks for the form instead of the card. */
export const isEditing = (params: URLSearchParams) => params.get(EDIT) === "1";

export function openForm(id: number, params = new URLSearchParams()): void {
  const next = new URLSearchParams(params);
  next.set(EDIT, "1");
  router.replace("documents", id, next);
}
export function closeForm(id: number, params = new URLSearchParams()): void {
  const next = new URLSearchParams(params);
  next.delete(EDIT);
  router.replace("documents", id, next);
}

export async function create(request: Request<"documents.create">): Promise<void> {
  try {
    const { id } = await call("documents.create", request);
    announce("documents", "status");
    if (router.route.view !== "documents") router.go("documents", id);
    openForm(id, router.route.view === "documents" ? router.route.params : undefined);
  } catch (cause) {
    const error = ApiError.from(cause);
    toast({ tone: "error", text: `${t.records.createFailed}. ${error.message}` });
  }
}

/** Removes at once; the toast brings them back. */
export async function remove(ids: number[]): Promise<boolean> {
  try {
    const { results } = await call("documents.remove", { ids });
    const kept = results.find(({ error }) => error)?.error;
    const trash = results.flatMap(({ trash_id }) => (trash_id == null ? [] : [trash_id]));
    announce("documents", "status");
    if (kept) toast({ tone: "error", text: kept.message });
    if (trash.length === 0) return false;
    toast({
      tone: "info",
      text: t.records.removed(trash.length),
      action: { label: t.records.restore, run: () => void restore(trash) },
    });
    return true;
  } catch (cause) {
    toast({ tone: "error", text: ApiError.from(cause).message });
    return false;
  }
}

async function restore(trash_ids: number[]): Promise<void> {
  try {
    await call("documents.restore", { trash_ids });
    toast({ tone: "info", text: t.records.restored });
  } catch (cause) {
    toast({ tone: "error", text: ApiError.from(cause).message });
  }
  announce("documents", "status");
}
