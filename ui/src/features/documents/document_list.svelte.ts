/** The rows of the registry: read page by page, read again when they change, kept in order. */
import { ApiError, call } from "../../api/client";
import type { DocumentRow, Request, StatusCount } from "../../api/types";

const PAGE_ROWS = 200;
/** Re-reading keeps at least so many rows in one request. */
const MOST_ROWS = 1000;

export type DocumentFilter = Omit<Request<"documents.list">, "after" | "limit">;

export class DocumentList {
  rows = $state.raw<DocumentRow[]>([]);
  counts = $state.raw<StatusCount[]>([]);
  error = $state.raw<ApiError | null>(null);
  isLoading = $state(true);
  hasMore = $state(false);
  /** Rows read while the whole list is being fetched; `null` when it is not. */
  readingAll = $state<number | null>(null);
  #filter: DocumentFilter = {};
  #next: string | null = null;
  #turn = 0;
  #isReadingMore = false;

  /** Another question: the old rows go. */
  async ask(filter: DocumentFilter): Promise<void> {
    this.#filter = filter;
    this.isLoading = true;
    await this.#read(PAGE_ROWS);
  }

  /** The same question again: the rows stay until the answer is here. */
  async refresh(): Promise<void> {
    await this.#read(Math.max(PAGE_ROWS, this.rows.length));
  }

  async more(): Promise<void> {
    if (this.#next === null || this.#isReadingMore || this.isLoading) return;
    this.#isReadingMore = true;
    const turn = this.#turn;
    try {
      const page = await this.#page(this.#next, PAGE_ROWS);
      if (turn !== this.#turn) return;
      this.rows = [...this.rows, ...page.rows];
      this.#setNext(page.next);
    } catch (cause) {
      if (turn === this.#turn) this.error = ApiError.from(cause);
    } finally {
      this.#isReadingMore = false;
    }
  }

  /** Everything, for an order that only the whole list can have. */
  async all(): Promise<void> {
    const turn = this.#turn;
    this.readingAll = this.rows.length;
    try {
      while (this.#next !== null && turn === this.#turn && this.readingAll !== null) {
        const page = await this.#page(this.#next, MOST_ROWS);
        if (turn !== this.#turn) return;
        this.rows = [...this.rows, ...page.rows];
        this.#setNext(page.next);
        this.readingAll = this.rows.length;
      }
    } catch (cause) {
      if (turn === this.#turn) this.error = ApiError.from(cause);
    } finally {
      this.readingAll = null;
    }
  }

  /** Ends {@link all}; what was read stays. */
  stop(): void {
    this.readingAll = null;
  }

  #setNext(next: string | null): void {
    this.#next = next;
    this.hasMore = next !== null;
  }

  #page(after: string | null, limit: number) {
    return call("documents.list", { ...this.#filter, ...(after === null ? {} : { after }), limit });
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
      } while (next !== null && rows.length < wanted);
      this.rows = rows;
      this.#setNext(next);
      this.error = null;
    } catch (cause) {
      if (turn !== this.#turn) return;
      this.error = ApiError.from(cause);
    }
    this.isLoading = false;
  }
}
