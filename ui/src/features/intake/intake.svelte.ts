/** Files on their way into the registry: read, shown, taken. Nothing gets in before a person has seen it. */
import { ApiError, call } from "../../api/client";
import type { StagedRow } from "../../api/types";
import { announce } from "../changes";
import { batches, isTable, readFile } from "./files";
import {
  byToken,
  canTake,
  type IntakeReport,
  type IntakeRow,
  reportOf,
  tickedAtFirst,
  withResults,
} from "./rows";
import { tableIntake } from "./table_intake.svelte";

type Step = "idle" | "reading" | "preview" | "taking" | "taken";

class Intake {
  step = $state<Step>("idle");
  rows = $state.raw<IntakeRow[]>([]);
  ticked = $state.raw<ReadonlySet<number>>(new Set());
  /** Files or rows done, of all, while something runs. */
  done = $state(0);
  all = $state(0);
  /** What became of the last files; shown over the registry. */
  report = $state.raw<IntakeReport | null>(null);
  readonly isOpen = $derived(this.step !== "idle");
  readonly takeable = $derived(this.rows.filter(canTake));
  readonly chosen = $derived(this.takeable.filter(({ key }) => this.ticked.has(key)));
  #turn = 0;
  #lastKey = 0;
  #queue: File[] = [];

  /** Files that were dropped or chosen: tables and documents part here. */
  async bring(files: File[]): Promise<void> {
    const tables = files.filter(({ name }) => isTable(name));
    if (tables.length > 0) tableIntake.offer(tables);
    const documents = files.filter(({ name }) => !isTable(name));
    if (documents.length === 0 || this.step === "taking") return;
    this.#queue.push(...documents);
    this.all += documents.length;
    if (this.step !== "reading") await this.#read();
  }

  async #read(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    if (this.step === "taken") this.rows = [];
    this.report = null;
    this.step = "reading";
    const before = new Set(this.rows.map(({ key }) => key));
    while (this.#queue.length > 0) {
      const [batch = []] = batches(this.#queue);
      this.#queue = this.#queue.slice(batch.length);
      const rows = await this.#stage(batch);
      if (turn !== this.#turn) return void drop(tokensOf(rows));
      this.rows = [...this.rows, ...rows];
      this.done += batch.length;
    }
    const fresh = [...tickedAtFirst(this.rows)].filter((key) => !before.has(key));
    this.ticked = new Set([...this.ticked, ...fresh]);
    this.#rest("preview");
  }

  async #stage(batch: File[]): Promise<IntakeRow[]> {
    const read = await Promise.all(batch.map(readFile));
    const contents = read.filter((one) => "content_base64" in one);
    const refused = read.flatMap((one) =>
      "refusal" in one ? [this.#refused(one.name, "unread", one.refusal)] : [],
    );
    if (contents.length === 0) return refused;
    try {
      const { token, rows } = await call("import.stage", { files: contents });
      return [...rows.map((staged) => this.#row(token, staged)), ...refused];
    } catch (cause) {
      const { code, message } = ApiError.from(cause);
      return [...contents.map(({ name }) => this.#refused(name, code, message)), ...refused];
    }
  }

  /** Puts what is ticked into the registry. */
  async take(): Promise<void> {
    if (this.step === "taking" || this.chosen.length === 0) return;
    const wanted = byToken(this.rows, this.ticked);
    this.step = "taking";
    this.all = this.chosen.length;
    for (const [token, indexes] of wanted) {
      try {
        const { results } = await call("import.take", { token, indexes });
        this.rows = withResults(this.rows, token, results);
      } catch (cause) {
        const { message } = ApiError.from(cause);
        const state = { state: "failed" as const, message };
        this.rows = this.rows.map((row) =>
          row.token === token && indexes.includes(row.staged.index) ? { ...row, outcome: state } : row,
        );
      }
      this.done += indexes.length;
    }
    this.#rest("taken");
    announce("documents", "counterparties", "individuals", "status");
    if (reportOf(this.rows).failed.length === 0) this.close();
  }

  tick(key: number): void {
    const ticked = new Set(this.ticked);
    if (!ticked.delete(key)) ticked.add(key);
    this.ticked = ticked;
  }

  tickAll(): void {
    const areAll = this.chosen.length === this.takeable.length;
    this.ticked = areAll ? new Set() : new Set(this.takeable.map(({ key }) => key));
  }

  /** Ends the preview; what was not taken is forgotten by the program. The files stay where they are. */
  close(): void {
    if (this.step === "taking") return;
    this.#turn += 1;
    this.#queue = [];
    const report = reportOf(this.rows);
    this.report = this.step === "taken" ? report : null;
    drop(tokensOf(this.rows));
    this.rows = [];
    this.ticked = new Set();
    this.#rest("idle");
  }

  #rest(step: Step): void {
    this.step = step;
    this.done = 0;
    this.all = 0;
  }

  #row(token: string | null, staged: StagedRow): IntakeRow {
    this.#lastKey += 1;
    return { key: this.#lastKey, token, staged, outcome: null };
  }

  #refused(name: string, code: string, message: string): IntakeRow {
    const nothing = { kind_label: "", number: "", issued_on: null, total: null, firm_name: null };
    const nobody = { counterparty_name: null, counterparty_inn: null, duplicate_of: null };
    const error = { code, message };
    return this.#row(null, { index: 0, name, ...nothing, ...nobody, is_guess: false, warnings: [], error });
  }
}

/** What the program still keeps for us: files that were read and not taken. */
const tokensOf = (rows: IntakeRow[]) =>
  new Set(rows.flatMap(({ token, outcome }) => (token === null || outcome !== null ? [] : [token])));

/** Best effort: what is forgotten neither way goes when the program is closed. */
function drop(tokens: Iterable<string>): void {
  for (const token of tokens) void call("import.drop", { token }).catch(() => undefined);
}

export const intake = new Intake();
