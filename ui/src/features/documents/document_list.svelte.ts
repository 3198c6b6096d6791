/** The rows of the registry: read page by page, read again when they change, kept in order. */
import { ApiError, call } from "../../api/client";
import { isGivenUp, paneOf } from "../../api/panes";
import type { DocumentRow, Request, StatusCount } from "../../api/types";
import type { DocumentFilter, Order, SearchTerm } from "../registry/contract";

const PAGE_ROWS = 200;
/** Re-reading keeps at least so many rows in one request. */
const MOST_ROWS = 1000;

/** Counting costs the program more than a page does, and nobody reads more rows than that one by one. */
const COUNTED_ROWS = 10_000;

/** So many rows are read on for the End key. A longer list is read back from its end instead. */
const MOST_TO_END = 5000;
const WAIT_MS = 20;

export type ListQuestion = DocumentFilter & { sort?: Order[] };

export class DocumentList {
  rows = $state.raw<DocumentRow[]>([]);
  counts = $state.raw<StatusCount[]>([]);
  /** Of how many documents of each status something is owed by us. */
  owed = $state.raw<StatusCount[]>([]);
  error = $state.raw<ApiError | null>(null);
  isLoading = $state(true);
  hasMore = $state(false);
  /** The rows are the end of a list that was not walked through: others stand above them. */
  isAtEnd = $state(false);
  /** Every row that answers the question has been read. */
  isWhole = $derived.by(() => !this.hasMore && !this.isAtEnd);
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
  /** Where the rows above those of the end are. */
  #previous: string | null = null;
  #turn = 0;
  #isReadingMore = false;
  /** A page of the first rows is under way: another question now would end it. */
  #isReading = false;
  #refreshing: Promise<void> | null = null;
  /** The rows are to be read again, so many at least. */
  #wish: number | null = null;
  readonly #pane: string;

  /** `part` names the part of the window that shows the rows: a newer question ends an older one of the same part. */
  constructor(part = "registry") {
    this.#pane = paneOf(part);
  }

  /** Another question: the old rows go. */
  async ask(question: ListQuestion): Promise<void> {
    this.#question = question;
    this.#until = 0;
    this.isLoading = true;
    this.isAtEnd = false;
    await this.#read(PAGE_ROWS);
  }

  /** From the end of the list back to its beginning. */
  async toStart(): Promise<void> {
    if (this.isAtEnd) await this.ask(this.#question);
  }

  /**
   * The same question again: the rows stay until the answer is here. Rows below the first `keep`, and below what one
   * request brings, go; they are read when they are looked at. A wish that comes meanwhile waits for the answer, and
   * does not put an end to it: changes that never rest would let no answer through.
   */
  async refresh(keep = Infinity): Promise<void> {
    if (this.#refreshing !== null) {
      this.#wish = Math.max(keep, this.#wish ?? 0);
      return this.#refreshing;
    }
    this.#wish = keep;
    this.#refreshing = this.#refreshWhileWished();
    await this.#refreshing;
  }

  async #refreshWhileWished(): Promise<void> {
    while (this.#wish !== null) {
      const keep = Math.max(this.#wish, MOST_ROWS);
      this.#wish = null;
      this.#until = Math.min(this.#until, keep);
      if (this.isAtEnd) await this.#readEnd(Math.min(MOST_ROWS, Math.max(PAGE_ROWS, this.rows.length)));
      else await this.#read(Math.max(PAGE_ROWS, Math.min(keep, this.rows.length)));
    }
    this.#refreshing = null;
  }

  /** Reads on until the row at `until` is there: whoever scrolls fast has not to scroll again. */
  async more(until = 0): Promise<void> {
    this.#until = Math.max(this.#until, until);
    if (this.#next === null || this.#isReadingMore || this.#isReading) return;
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
      if (turn === this.#turn && !isGivenUp(cause)) this.error = ApiError.from(cause);
    } finally {
      this.#isReadingMore = false;
    }
  }

  /** Rows above those of the end. */
  async before(): Promise<void> {
    const place = this.#previous;
    if (!this.isAtEnd || place === null || this.#isReadingMore || this.#isReading) return;
    this.#isReadingMore = true;
    const turn = this.#turn;
    try {
      const page = await this.#pageBack(place, PAGE_ROWS);
      if (turn !== this.#turn) return;
      this.rows = [...page.rows, ...this.rows];
      this.#previous = page.previous;
      this.isAtEnd = page.previous !== null;
    } catch (cause) {
      if (turn === this.#turn && !isGivenUp(cause)) this.error = ApiError.from(cause);
    } finally {
      this.#isReadingMore = false;
    }
  }

  /** To the last row of a list of any length. */
  async toEnd(): Promise<void> {
    // Where so many rows are left that nobody walks through them, not a single one is read on the way.
    if (this.count - this.rows.length <= MOST_TO_END) await this.#walkOn();
    if (this.hasMore && this.error === null) await this.#readEnd(PAGE_ROWS);
  }

  async #walkOn(): Promise<void> {
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
    return this.#list({ ...(after === null ? {} : { after }), limit });
  }

  #pageBack(before: string | null, limit: number) {
    return this.#list({ back: before === null ? {} : { before }, limit });
  }

  #list(place: Pick<Request<"documents.list">, "after" | "back" | "limit">) {
    const { sort, ...filter } = this.#question;
    return call("documents.list", {
      filter,
      ...(sort === undefined ? {} : { sort }),
      ...place,
      pane: this.#pane,
    });
  }

  /** The last rows in the place of those that were read. */
  async #readEnd(limit: number): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.#isReading = true;
    try {
      const page = await this.#pageBack(null, limit);
      if (turn !== this.#turn) return;
      this.rows = page.rows;
      this.#previous = page.previous;
      this.#setNext(null);
      this.isAtEnd = page.previous !== null;
      this.counts = page.counts;
      this.owed = page.owed;
      this.error = null;
    } catch (cause) {
      if (turn !== this.#turn) return;
      if (!isGivenUp(cause)) this.error = ApiError.from(cause);
    }
    this.#isReading = false;
  }

  async #read(wanted: number): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.#isReading = true;
    try {
      const rows: DocumentRow[] = [];
      let next: string | null = null;
      do {
        const page = await this.#page(next, Math.min(MOST_ROWS, wanted - rows.length));
        if (turn !== this.#turn) return;
        rows.push(...page.rows);
        next = page.next;
        this.counts = page.counts;
        this.owed = page.owed;
        this.terms = page.terms ?? [];
      } while (next !== null && rows.length < wanted);
      this.rows = rows;
      this.#setNext(next);
      this.error = null;
      if (next === null) this.#counted = null;
      else void this.#count(turn);
    } catch (cause) {
      if (turn !== this.#turn) return;
      if (!isGivenUp(cause)) this.error = ApiError.from(cause);
    }
    this.#isReading = false;
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
