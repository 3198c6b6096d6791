/** A template being edited beside its live view. A newer text wins over the answer to an older one. */
import { ApiError, call } from "../../api/client";
import type { FormPreview } from "../../api/types";
import { draftOf, keepDraft } from "./drafts";

const QUIET_MS = 350;

export class FormEditor {
  title = $state("");
  source = $state("");
  isBuiltin = $state(false);
  isLoaded = $state(false);
  isSaving = $state(false);
  isDrawing = $state(false);
  /** A draft of an earlier visit stands in the field. */
  isRestored = $state(false);
  preview = $state.raw<FormPreview | null>(null);
  /** The last view without errors stays while there are some. */
  blob = $state<string | null>(null);
  error = $state.raw<ApiError | null>(null);
  documentId = $state<number | null>(null);
  #written = $state({ title: "", source: "" });
  readonly isChanged = $derived(this.source !== this.#written.source || this.title !== this.#written.title);
  readonly problems = $derived(this.preview?.problems ?? []);
  readonly badLines = $derived(new Set(this.problems.map(({ line }) => line)));
  readonly name: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  constructor(name: string) {
    this.name = name;
  }

  async load(): Promise<void> {
    try {
      const form = await call("forms.get", { name: this.name });
      this.#written = { title: form.title, source: form.source };
      this.title = form.title;
      this.isBuiltin = form.is_builtin;
      const draft = draftOf(this.name);
      this.isRestored = draft !== null && draft !== form.source;
      this.source = draft ?? form.source;
      this.isLoaded = true;
      this.error = null;
      await this.draw();
    } catch (cause) {
      this.error = ApiError.from(cause);
    }
  }

  type(source: string): void {
    this.source = source;
    keepDraft(this.name, source === this.#written.source ? null : source);
    this.#drawSoon();
  }

  show(documentId: number | null): void {
    this.documentId = documentId;
    void this.draw();
  }

  discard(): void {
    this.title = this.#written.title;
    this.isRestored = false;
    this.type(this.#written.source);
  }

  #drawSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.draw(), QUIET_MS);
  }

  async draw(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.isDrawing = true;
    try {
      const preview = await call("forms.preview", {
        name: this.name,
        source: this.source,
        ...(this.documentId === null ? {} : { document_id: this.documentId }),
      });
      if (turn !== this.#turn) return;
      this.preview = preview;
      if (preview.blob !== null) this.blob = preview.blob;
      this.error = null;
    } catch (cause) {
      if (turn !== this.#turn) return;
      this.error = ApiError.from(cause);
    }
    this.isDrawing = false;
  }

  /** True when it was saved. */
  async save(): Promise<boolean> {
    if (this.isSaving) return false;
    this.isSaving = true;
    try {
      const { title, source } = this;
      await call("forms.save", { name: this.name, title: title.trim(), source });
      this.#written = { title, source };
      this.isRestored = false;
      keepDraft(this.name, null);
      this.error = null;
      return true;
    } catch (cause) {
      this.error = ApiError.from(cause);
      return false;
    } finally {
      this.isSaving = false;
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
  }
}
