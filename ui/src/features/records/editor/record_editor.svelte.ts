/**
 * A record that is being written: its present state, the steps back, what is wrong with it, and the saving that goes
 * on by itself. What could not be saved stays here and is tried again, also when the form was closed meanwhile.
 */
import { ApiError, call } from "../../../api/client";
import type { DocumentRecord, EditedRecord, FieldProblem, VatRateChoice } from "../../../api/types";
import { announce, onChange } from "../../changes";
import { recounted, totalsOf } from "../lines/arithmetic";
import { withAmounts } from "./answer";
import { History } from "./history";

export type SaveState = "saved" | "changed" | "saving" | "failed" | "conflict";

const QUIET_MS = 600;
/** A long record costs more to send: typing goes on meanwhile. */
const MS_PER_LINE = 0.15;
const RETRY_MS = [2000, 5000, 15_000, 30_000];

export class RecordEditor {
  readonly id: number;
  record = $state.raw<DocumentRecord | null>(null);
  /** Everything about the record but its content. */
  about = $state.raw<EditedRecord | null>(null);
  rates = $state.raw<VatRateChoice[]>([]);
  problems = $state.raw<FieldProblem[]>([]);
  state = $state<SaveState>("saved");
  savedAt = $state<string | null>(null);
  error = $state.raw<ApiError | null>(null);
  canUndo = $state(false);
  canRedo = $state(false);
  readonly totals = $derived(totalsOf(this.record?.lines ?? []));

  #history: History<DocumentRecord> | null = null;
  #revision = 0;
  /** What the program holds, as far as known here. */
  #kept: DocumentRecord | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempts = 0;
  #running: Promise<void> | null = null;
  #isDropped = false;

  constructor(id: number) {
    this.id = id;
  }

  async load(): Promise<void> {
    this.error = null;
    try {
      const edited = await call("documents.edit", { id: this.id });
      if (!this.#isDropped) this.#take(edited, new History(edited.record));
    } catch (cause) {
      this.error = ApiError.from(cause);
    }
  }

  #take(edited: EditedRecord, history: History<DocumentRecord>): void {
    this.about = edited;
    this.rates = edited.rates;
    this.#revision = edited.revision;
    this.#kept = edited.record;
    this.#history = history;
    this.state = "saved";
    this.#show();
  }

  #show(): void {
    const history = this.#history;
    if (history === null) return;
    this.record = history.present;
    this.canUndo = history.canUndo;
    this.canRedo = history.canRedo;
  }

  /** What a person changed; `tag` names the place, so that typing there is one step. */
  change(next: DocumentRecord, tag: string): void {
    if (this.#history === null || next === this.record) return;
    const ratesChanged = ratesDay(next) !== ratesDay(this.record);
    const pricesChanged = next.details.prices !== this.record?.details.prices;
    const priced = pricesChanged
      ? { ...next, lines: next.lines.map((line) => recounted(line, next.details.prices)) }
      : next;
    this.#history.commit(priced, tag, performance.now());
    this.#show();
    this.#changed();
    if (ratesChanged) void this.#askRates(priced);
  }

  undo(): void {
    this.#step(() => this.#history?.undo() === true);
  }
  redo(): void {
    this.#step(() => this.#history?.redo() === true);
  }
  #step(go: () => boolean): void {
    const day = ratesDay(this.record);
    if (!go()) return;
    this.#show();
    this.#changed();
    if (this.record !== null && ratesDay(this.record) !== day) void this.#askRates(this.record);
  }

  async #askRates(record: DocumentRecord): Promise<void> {
    const day = ratesDay(record);
    try {
      const { rates } = await call("documents.calculate", {
        ...(day === "" ? {} : { shipped_on: day }),
        prices: record.details.prices,
        lines: [],
      });
      if (ratesDay(this.record) === day) this.rates = rates;
    } catch {
      // The rates of the day before stay; saving names a rate that the day does not allow.
    }
  }

  #changed(): void {
    if (this.state === "conflict") return;
    if (this.state !== "saving") this.state = "changed";
    this.#schedule(QUIET_MS + (this.record?.lines.length ?? 0) * MS_PER_LINE);
  }

  #schedule(afterMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save(), afterMs);
  }

  get isKept(): boolean {
    return this.record === this.#kept;
  }

  /** Saves what is not saved; answers once nothing is under way. */
  async save(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#running !== null) {
      await this.#running;
      if (this.isKept || this.state === "conflict" || this.state === "failed") return;
    }
    if (this.isKept || this.record === null || this.state === "conflict") {
      if (this.isKept && this.state !== "conflict") {
        this.state = "saved";
        this.error = null;
      }
      return;
    }
    this.#running = this.#send(this.record);
    await this.#running;
    this.#running = null;
  }

  async #send(sent: DocumentRecord): Promise<void> {
    this.state = "saving";
    try {
      const answer = await call("documents.save", {
        id: this.id,
        revision: this.#revision,
        record: sent,
      });
      if (this.#isDropped) return;
      this.#revision = answer.revision;
      this.problems = answer.problems;
      this.#attempts = 0;
      this.error = null;
      this.savedAt = new Date().toISOString();
      const isStill = this.record === sent;
      const counted = withAmounts(sent, answer.record);
      this.#kept = isStill ? counted : sent;
      if (isStill) {
        this.#history?.refine(counted);
        this.#show();
        this.state = "saved";
      } else {
        this.state = "changed";
        this.#schedule(QUIET_MS);
      }
      announce("documents");
    } catch (cause) {
      this.#failed(ApiError.from(cause));
    }
  }

  #failed(error: ApiError): void {
    if (this.#isDropped) return;
    this.error = error;
    this.state = error.code === "record_changed" ? "conflict" : "failed";
    if (!error.retryable || this.state === "conflict") return;
    const pause = RETRY_MS[Math.min(this.#attempts, RETRY_MS.length - 1)] ?? 30_000;
    this.#attempts += 1;
    this.#schedule(pause);
  }

  /** «Загрузить новое»: what the program holds is shown; one step back brings what was typed here. */
  async takeTheirs(): Promise<void> {
    await this.#meet((theirs) => theirs);
  }

  /** «Оставить моё»: what was typed here is saved over what the program holds. */
  async keepMine(): Promise<void> {
    await this.#meet((_, mine) => mine);
    if (this.state !== "conflict") await this.save();
  }

  async #meet(choose: (theirs: DocumentRecord, mine: DocumentRecord) => DocumentRecord): Promise<void> {
    const mine = this.record;
    const history = this.#history;
    if (mine === null || history === null) return;
    try {
      const edited = await call("documents.edit", { id: this.id });
      history.commit(choose(edited.record, mine), "", performance.now());
      this.error = null;
      this.#take(edited, history);
      if (!this.isKept) this.state = "changed";
    } catch (cause) {
      this.error = ApiError.from(cause);
    }
  }

  /** Reads again what is not content: links, whether it was sent. */
  async refreshAbout(): Promise<void> {
    try {
      const edited = await call("documents.edit", { id: this.id });
      if (this.about !== null) this.about = { ...this.about, ...edited };
    } catch {
      // What is shown stays; the next change asks again.
    }
  }

  drop(): void {
    this.#isDropped = true;
    clearTimeout(this.#timer);
  }
}

/** The day that says which VAT rates there are. */
export function ratesDay(record: DocumentRecord | null): string {
  return record?.details.shipped_on ?? record?.issued_on ?? "";
}

/** Forms that were closed before everything was saved. */
const unsaved = new Map<number, RecordEditor>();
let isListening = false;

/** The record to write in: the one with unsaved changes, if it was left so. */
export function openEditor(id: number): RecordEditor {
  if (!isListening) {
    isListening = true;
    // Another world has other records under the same numbers.
    onChange([], () => {
      unsaved.forEach((editor) => editor.drop());
      unsaved.clear();
    });
    window.addEventListener("beforeunload", (event) => {
      if ([...unsaved.values()].some((editor) => !editor.isKept)) event.preventDefault();
    });
  }
  const left = unsaved.get(id);
  if (left !== undefined && !left.isKept) return left;
  const editor = new RecordEditor(id);
  unsaved.set(id, editor);
  void editor.load();
  return editor;
}

/** The form is closed: what is not saved yet goes on being saved. */
export function closeEditor(editor: RecordEditor): void {
  void editor.save().then(() => {
    if (editor.isKept && unsaved.get(editor.id) === editor) unsaved.delete(editor.id);
  });
}
