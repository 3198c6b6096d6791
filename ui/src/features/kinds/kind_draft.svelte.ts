/** A kind being edited. Drafts outlive the page, so that leaving it by mistake loses nothing. */
import { call } from "../../api/client";
import type { Kind } from "../../api/types";
import { Draft } from "../../shared/draft.svelte";
import { announce } from "../changes";
import { bodyOf, copyOf, type KindBody, named, newKind } from "./kinds";

export class KindDraft extends Draft<KindBody> {
  isChecked = $state(false);
  readonly id: number | null;

  constructor(id: number | null, start: KindBody) {
    super(start);
    this.id = id;
  }

  override discard(): void {
    super.discard();
    this.isChecked = false;
  }

  /** True when it was saved. */
  async save(): Promise<boolean> {
    this.isChecked = true;
    const body = $state.snapshot(this.body);
    if (body.name.trim() === "" || body.fields.some(({ label }) => label.trim() === "")) return false;
    return this.run(async () => {
      await call("kinds.save", {
        ...(this.id === null ? {} : { id: this.id }),
        ...body,
        name: body.name.trim(),
        fields: named(body.fields),
      });
      announce("kinds", "documents");
    });
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
