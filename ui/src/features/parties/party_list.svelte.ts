/** The rows of a directory: found by typing, read page by page, read again when they change. */
import { ApiError } from "../../api/client";

export const PAGE_ROWS = 200;
const MOST_ROWS = 1000;

export interface PartyQuery {
  query?: string;
  after?: number;
  limit: number;
}

export class PartyList<Row> {
  rows = $state.raw<Row[]>([]);
  next = $state.raw<number | null>(null);
  isLoading = $state(true);
  error = $state.raw<ApiError | null>(null);
  #query = "";
  #turn = 0;
  readonly #load: (query: PartyQuery) => Promise<{ rows: Row[]; next: number | null }>;

  constructor(load: (query: PartyQuery) => Promise<{ rows: Row[]; next: number | null }>) {
    this.#load = load;
  }

  async ask(query: string): Promise<void> {
    this.#query = query;
    this.isLoading = true;
    await this.#read(null, PAGE_ROWS);
  }

  async refresh(): Promise<void> {
    await this.#read(null, Math.max(PAGE_ROWS, Math.min(MOST_ROWS, this.rows.length)));
  }

  async more(): Promise<void> {
    if (this.next !== null && !this.isLoading) await this.#read(this.next, PAGE_ROWS);
  }

  async #read(after: number | null, limit: number): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const page = await this.#load({
        ...(this.#query === "" ? {} : { query: this.#query }),
        ...(after === null ? {} : { after }),
        limit,
      });
      if (turn !== this.#turn) return;
      this.rows = after === null ? page.rows : [...this.rows, ...page.rows];
      this.next = page.next;
      this.error = null;
    } catch (cause) {
      if (turn === this.#turn) this.error = ApiError.from(cause);
    }
    this.isLoading = false;
  }
}
