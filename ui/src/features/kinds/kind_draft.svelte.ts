/** A kind being edited. Drafts outlive the page, so that leaving it by mistake loses nothing. */
import { ApiError, call } from "../../api/client";
import type { Kind } from "../../api/types";
import { announce } from "../changes";
import { bodyOf, copyOf, type KindBody, named, newKind } from "./kinds";

export class KindDraft {
  body = $state<KindBody>(newKind());
  isChecked = $state(false);
  isSaving = $state(false);
  error = $state.raw<ApiError | null>(null);
  readonly id: number | null;
  #written: string;

  constructor(id: number | null, start: KindBody) {
    this.id = id;
    this.body = start;
    this.#written = JSON.stringify(start);
  }

  get isChanged(): boolean {
    return JSON.stringify(this.body) !== this.#written;
  }

  discard(): void {
    this.body = JSON.parse(this.#written) as KindBody;
    this.isChecked = false;
    this.error = null;
  }

  /** True when it was saved. */
  async save(): Promise<boolean> {
    this.isChecked = true;
    const body = $state.snapshot(this.body);
    if (this.isSaving || body.name.trim() === "" || body.fields.some(({ label }) => label.trim() === ""))
      return false;
    this.isSaving = true;
    this.error = null;
    try {
      await call("kinds.save", {
        ...(this.id === null ? {} : { id: this.id }),
        ...body,
        name: body.name.trim(),
        fields: named(body.fields),
      });
      announce("kinds", "documents");
      return true;
    } catch (cause) {
      this.error = ApiError.from(cause);
      return false;
    } finally {
      this.isSaving = false;
    }
  }
}

const drafts = new Map<string, KindDraft>();

/** `what`: an id, `new`, or `copy-<id>`. `null` while the kind is not known. */
export function draftOf(what: string, kinds: Kind[]): KindDraft | null {
  const kept = drafts.get(what);
  if (kept?.isChanged) return kept;
  const id = Number(what.replace("copy-", ""));
  const kind = kinds.find((one) => one.id === id);
  if (what !== "new" && kind === undefined) return null;
  const isCopy = what.startsWith("copy-");
  const start = kind === undefined ? newKind() : isCopy ? copyOf(kind) : bodyOf(kind);
  const draft = new KindDraft(kind === undefined || isCopy ? null : kind.id, start);
  drafts.set(what, draft);
  return draft;
}

export function forgetDraft(what: string): void {
  drafts.delete(what);
}
