/** A table on its way in: what it holds, which column means what, what became of each row. */
import { ApiError, call } from "../../api/client";
import type { Answer, FileContent, ReadTable, TablePreviewRow, TableTarget } from "../../api/types";
import { announce } from "../changes";
import { readFile } from "./files";

/** Which column means what; `null`: none. */
export type TableMapping = ReadTable["mapping"];

const QUIET_MS = 200;

export interface TableCheck {
  rows: TablePreviewRow[];
  ok: number;
  bad: number;
}

class TableIntake {
  name = $state("");
  target = $state<TableTarget>("documents");
  table = $state.raw<ReadTable | null>(null);
  mapping = $state.raw<TableMapping>({});
  check = $state.raw<TableCheck | null>(null);
  result = $state.raw<Answer<"tables.take"> | null>(null);
  error = $state.raw<string | null>(null);
  isReading = $state(false);
  isChecking = $state(false);
  isTaking = $state(false);
  waiting = $state.raw<File[]>([]);
  /** For rows that name neither kind nor firm. */
  kindId = $state<number | null>(null);
  firmId = $state<number | null>(null);
  #content: FileContent | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  readonly isOffered = $derived(this.name !== "");
  readonly missing = $derived(missingFields(this.table, this.mapping));

  offer(files: File[]): void {
    this.waiting = [...this.waiting, ...files];
    if (!this.isOffered) void this.#next();
  }

  async #next(): Promise<void> {
    const [file, ...rest] = this.waiting;
    this.waiting = rest;
    this.#forget();
    if (file === undefined) return;
    this.name = file.name;
    const read = await readFile(file);
    if ("refusal" in read) {
      this.error = read.refusal;
      return;
    }
    this.#content = read;
    await this.read(this.target);
  }

  /** The same table as something else: other fields, another guess of what the columns mean. */
  async read(target: TableTarget): Promise<void> {
    this.target = target;
    if (this.#content === null) return;
    this.#turn += 1;
    const turn = this.#turn;
    this.isReading = true;
    this.error = null;
    this.check = null;
    try {
      const table = await call("tables.read", { ...this.#content, target });
      if (turn !== this.#turn) return;
      this.table = table;
      this.mapping = table.mapping;
      void this.#check();
    } catch (cause) {
      if (turn !== this.#turn) return;
      this.table = null;
      this.error = ApiError.from(cause).message;
    }
    this.isReading = false;
  }

  map(field: string, column: number | null): void {
    this.mapping = { ...this.mapping, [field]: column };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#check(), QUIET_MS);
  }

  /** Rows without a kind or a firm of their own take these. */
  choose(kindId: number | null, firmId: number | null): void {
    this.kindId = kindId;
    this.firmId = firmId;
    void this.#check();
  }

  #defaults(): { kind_id?: number; firm_id?: number } {
    if (this.target !== "documents") return {};
    return {
      ...(this.kindId === null ? {} : { kind_id: this.kindId }),
      ...(this.firmId === null ? {} : { firm_id: this.firmId }),
    };
  }

  async #check(): Promise<void> {
    if (this.table === null || this.missing.length > 0) {
      this.check = null;
      return;
    }
    this.#turn += 1;
    const turn = this.#turn;
    this.isChecking = true;
    try {
      const check = await call("tables.preview", {
        token: this.table.token,
        mapping: this.mapping,
        ...this.#defaults(),
      });
      if (turn !== this.#turn) return;
      this.check = check;
      this.error = null;
    } catch (cause) {
      if (turn === this.#turn) this.error = ApiError.from(cause).message;
    }
    this.isChecking = false;
  }

  async take(): Promise<void> {
    if (this.table === null || this.isTaking || this.missing.length > 0) return;
    this.isTaking = true;
    this.error = null;
    try {
      this.result = await call("tables.take", {
        token: this.table.token,
        mapping: this.mapping,
        ...this.#defaults(),
      });
      announce("documents", "counterparties", "individuals", "status");
    } catch (cause) {
      this.error = ApiError.from(cause).message;
    }
    this.isTaking = false;
  }

  close(): void {
    void this.#next();
  }

  #forget(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
    this.name = "";
    this.#content = null;
    this.table = null;
    this.mapping = {};
    this.check = null;
    this.result = null;
    this.error = null;
    this.isReading = false;
    this.isChecking = false;
  }
}

/** Labels of the required fields that no column stands for. */
export function missingFields(table: ReadTable | null, mapping: TableMapping): string[] {
  if (table === null) return [];
  return table.fields
    .filter((field) => field.is_required && (mapping[field.name] ?? null) === null)
    .map(({ label }) => label);
}

/** The rows that did not get in, one a line, to be copied. */
export function resultText(result: Answer<"tables.take">, rowName: (row: number) => string): string {
  return result.results
    .flatMap(({ row, error }) => (error ? [`${rowName(row)}\t${error.message}`] : []))
    .join("\n");
}

export const tableIntake = new TableIntake();
