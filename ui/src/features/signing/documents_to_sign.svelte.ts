/** The documents of a choice as they are looked at before they are signed: those that were read, and the rest page by page. */
import { ApiError, call } from "../../api/client";
import type { DocumentRow } from "../../api/types";
import type { Choice } from "../bulk/jobs.svelte";

const PAGE = 200;

export class DocumentsToSign {
  rows = $state.raw<DocumentRow[]>([]);
  isLoading = $state(true);
  error = $state.raw<ApiError | null>(null);
  #next = $state.raw<string | null>(null);
  readonly isWhole = $derived(!this.isLoading && this.#next === null);
  #choice: Choice | null = null;
  #isReading = false;

  async read(choice: Choice): Promise<void> {
    this.#choice = choice;
    if (choice.chosen.ids) {
      const ids = new Set(choice.chosen.ids);
      this.rows = (choice.rows ?? []).filter(({ id }) => ids.has(id));
    } else {
      await this.#page(null);
    }
    this.isLoading = false;
  }

  /** Reads on until the row at `until` is there. */
  async more(until: number): Promise<void> {
    while (this.#next !== null && this.rows.length < until && !this.#isReading) await this.#page(this.#next);
  }

  async #page(after: string | null): Promise<void> {
    const { chosen, order } = this.#choice ?? { chosen: {}, order: [] };
    this.#isReading = true;
    try {
      const page = await call("documents.list", {
        filter: chosen.filter ?? {},
        limit: PAGE,
        ...(order.length === 0 ? {} : { sort: order }),
        ...(after === null ? {} : { after }),
      });
      const left = new Set(chosen.except ?? []);
      this.rows = [...this.rows, ...page.rows.filter(({ id }) => !left.has(id))];
      this.#next = page.next;
    } catch (cause) {
      this.error = ApiError.from(cause);
      this.#next = null;
    } finally {
      this.#isReading = false;
    }
  }
}
