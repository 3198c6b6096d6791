/** The rows of the registry: read page by page, read again when they change, kept in order. */
import { ApiError, call } from "../../api/client";
import type { DocumentRow, StatusCount } from "../../api/types";
import type { DocumentFilter, Order, SearchTerm } from "../registry/contract";

const PAGE_ROWS = 200;
/** Re-reading keeps at least so many rows in one request. */
const MOST_ROWS = 1000;

/** Counting costs the program more than a page does, and nobody reads more rows than that one by one. */
const COUNTED_ROWS = 10_000;

/** So many rows are read for the End key: more would fill the memory of the page. */
const MOST_TO_END = 20_000;
const WAIT_MS = 20;

export type ListQuestion = DocumentFilter & { sort?: Order[] };

export class DocumentList {
  rows = $state.raw<DocumentRow[]>([]);
  counts = $state.raw<StatusCount[]>([]);
  error = $state.raw<ApiError | null>(null);
  isLoading = $state(true);
  hasMore = $state(false);
  /** How the search was understood. */
  terms = $state.raw<SearchTerm[]>([]);
  /** Rows that answer the question, with those that are not read yet; more than these may follow. */
  count = $derived.by(() => {
    if (!this.hasMore) return this.rows.length;
    const known = this.#counted ?? 0;
    return Math.max(known, this.rows.length + PAGE_ROWS);
  });
  #counted = $state<number | null>(null);
  #question: ListQuestion = {};
  #until = 0;
  #next: string | null = null;
  #turn = 0;
  #isReadingMore = false;

  /** Another question: the old rows go. */
  async ask(question: ListQuestion): Promise<void> {
    this.#question = question;
    this.#until = 0;
    this.isLoading = true;
    await this.#read(PAGE_ROWS);
  }

  /** The same question again: the rows stay until the answer is here. */
  async refresh(): Promise<void> {
    await this.#read(Math.max(PAGE_ROWS, this.rows.length));
  }

  /** Reads on until the row at `until` is there: whoever scrolls fast has not to scroll again. */
  async more(until = 0): Promise<void> {
    this.#until = Math.max(this.#until, until);
    if (this.#next === null || this.#isReadingMore || this.isLoading) return;
    this.#isReadingMore = true;
    const turn = this.#turn;
    try {
      do {
        const wanted = Math.max(PAGE_ROWS, Math.min(MOST_ROWS, this.#until - this.rows.length));
        const page = await this.#page(this.#next, wanted);
        if (turn !== this.#turn) return;
        this.rows = [...this.rows, ...page.rows];
        this.#setNext(page.next);
      } while (this.#next !== null && this.rows.length < this.#until);
    } catch (cause) {
      if (turn === this.#turn) this.error = ApiError.from(cause);
    } finally {
      this.#isReadingMore = false;
    }
  }

  /** Reads on to the last row, of a very long list as far as anybody walks: whoever wants the other end orders by it. */
  async toEnd(): Promise<void> {
    const turn = this.#turn;
    while (this.hasMore && this.rows.length < MOST_TO_END && turn === this.#turn) {
      const before = this.rows.length;
      await this.more(before + MOST_ROWS);
      // A failed reading is told above the rows; another one may be under way and ends by itself.
      if (this.rows.length === before && this.error !== null) return;
      if (this.rows.length === before) await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
    }
  }

  #setNext(next: string | null): void {
    this.#next = next;
    this.hasMore = next !== null;
  }

  #page(after: string | null, limit: number) {
    const { sort, ...filter } = this.#question;
    return call("documents.list", {
      filter,
      ...(sort === undefined ? {} : { sort }),
      ...(after === null ? {} : { after }),
      limit,
    });
  }

  async #read(wanted: number): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const rows: DocumentRow[] = [];
      let next: string | null = null;
      do {
        const page = await this.#page(next, Math.min(MOST_ROWS, wanted - rows.length));
        if (turn !== this.#turn) return;
        rows.push(...page.rows);
        next = page.next;
        this.counts = page.counts;
        this.terms = page.terms ?? [];
      } while (next !== null && rows.length < wanted);
      this.rows = rows;
      this.#setNext(next);
      this.error = null;
      if (next === null) this.#counted = null;
      else void this.#count(turn);
    } catch (cause) {
      if (turn !== this.#turn) return;
      this.error = ApiError.from(cause);
    }
    this.isLoading = false;
  }

  /** The rows are there already; a failed count only leaves the end of the list open. */
  async #count(turn: number): Promise<void> {
    const filter = { ...this.#question };
    delete filter.sort;
    try {
      const { count } = await call("documents.totals", { selection: { filter } });
      if (turn === this.#turn) this.#counted = Math.min(count, COUNTED_ROWS);
    } catch {
      if (turn === this.#turn) this.#counted = null;
    }
  }
}
