/** A firm being edited with its requisites. Drafts outlive the page. */
import { ApiError, call } from "../../api/client";
import type { Firm, Requisites } from "../../api/types";
import { announce } from "../changes";
import { PartyDraft } from "../parties/party_draft.svelte";
import { emptyRequisites, withPlaces } from "../parties/requisites";

export class FirmDraft {
  readonly id: number;
  readonly party = new PartyDraft();
  requisites = $state<Requisites>(emptyRequisites());
  isSaving = $state(false);
  error = $state.raw<ApiError | null>(null);
  #written = $state("");

  constructor(firm: Firm) {
    this.id = firm.id;
    this.start(firm);
  }

  readonly isChanged = $derived.by(() => this.#now() !== this.#written);

  start(firm: Firm): void {
    this.party.start(firm);
    this.requisites = withPlaces(firm.requisites);
    this.error = null;
    this.#written = this.#now();
  }

  #now(): string {
    const { name, inn, kpp } = this.party;
    return JSON.stringify({ name, inn, kpp, requisites: this.requisites });
  }

  /** True when it was saved. */
  async save(): Promise<boolean> {
    const party = this.party.take();
    if (party === null || this.isSaving) return false;
    this.isSaving = true;
    this.error = null;
    try {
      await call("firms.save", { id: this.id, ...party, requisites: $state.snapshot(this.requisites) });
      this.#written = this.#now();
      announce("firms", "documents", "status");
      return true;
    } catch (cause) {
      this.error = ApiError.from(cause);
      return false;
    } finally {
      this.isSaving = false;
    }
  }
}

const drafts = new Map<number, FirmDraft>();

export function firmDraftOf(firm: Firm): FirmDraft {
  const kept = drafts.get(firm.id);
  if (kept?.isChanged) return kept;
  const draft = new FirmDraft(firm);
  drafts.set(firm.id, draft);
  return draft;
}
