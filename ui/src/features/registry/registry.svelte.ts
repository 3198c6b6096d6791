/** The registry on the screen: what the address asks for, the rows that answer it, what of them is selected. */
import { ApiError, call } from "../../api/client";
import { router } from "../../shared/router.svelte";
import { nothingSelected, type Selection, toggleAll } from "../../shared/ui/selection";
import type { Sort } from "../../shared/ui/table";
import { DocumentList } from "../documents/document_list.svelte";
import { session } from "../session.svelte";
import {
  type Changes,
  filterOf,
  isUnfiltered,
  orderOf,
  orderOfSort,
  sortOf,
  withChanges,
  wordOfOrder,
} from "./address";
import type { Chosen, DocumentFilter, Order } from "./contract";

const VIEW = "documents";

export class Registry {
  readonly list = new DocumentList();
  current = $state<number | null>(null);
  /** The whole filter is being selected. */
  isSelecting = $state(false);
  /** More was found than can be selected at once. */
  isOnlyFirst = $state(false);
  error = $state.raw<ApiError | null>(null);
  #selection = $state.raw<Selection>(nothingSelected);
  #turn = 0;

  readonly params = $derived(router.route.params);
  // Texts, so that a change of another detail of the address asks nothing anew.
  readonly filterKey = $derived(JSON.stringify(filterOf(this.params, session.firmId)));
  readonly orderKey = $derived(JSON.stringify(orderOf(this.params)));
  readonly filter = $derived(JSON.parse(this.filterKey) as DocumentFilter);
  readonly order = $derived(JSON.parse(this.orderKey) as Order | null);
  readonly sort = $derived(sortOf(this.order));
  readonly isUnfiltered = $derived(isUnfiltered(this.params));
  readonly ids = $derived([...this.#selection.keys]);
  readonly selectedRows = $derived(this.list.rows.filter((row) => this.#selection.keys.has(row.id)));
  /** What is marked in the rows. */
  readonly words = $derived(
    this.filter.query === undefined ? [] : this.list.terms.flatMap(({ highlight }) => highlight),
  );

  get selection(): Selection {
    return this.#selection;
  }
  set selection(next: Selection) {
    this.#turn += 1;
    this.isSelecting = false;
    this.isOnlyFirst = false;
    this.#selection = next;
  }

  change(changes: Changes): void {
    router.replace(VIEW, router.route.id, withChanges(this.params, changes));
  }
  changeSort(sort: Sort | null): void {
    const order = orderOfSort(sort);
    this.change({ sort: order === null ? null : wordOfOrder(order) });
  }

  ask(): Promise<void> {
    return this.list.ask({ ...this.filter, ...(this.order === null ? {} : { sort: this.order }) });
  }

  /** The selected documents in the order of their rows, not of the ticking. */
  idsInOrder(): number[] {
    const read = this.selectedRows.map(({ id }) => id);
    const known = new Set(read);
    return [...read, ...this.ids.filter((id) => !known.has(id))];
  }

  /** The selected documents; without any, everything that is found. */
  chosen(): Chosen {
    return this.ids.length > 0 ? { ids: this.idsInOrder() } : { filter: this.filter };
  }

  /** The loaded rows at once, those that are not read yet as soon as the program names them. */
  async selectAll(): Promise<void> {
    this.error = null;
    const loaded = this.list.rows.map(({ id }) => id);
    this.selection = toggleAll(nothingSelected, loaded);
    const turn = this.#turn;
    this.isSelecting = true;
    try {
      const { ids, is_more } = await call("documents.select", { selection: { filter: this.filter } });
      if (turn !== this.#turn) return;
      this.#selection = { keys: new Set(ids), anchor: loaded[0] ?? null };
      this.isOnlyFirst = is_more;
    } catch (cause) {
      if (turn === this.#turn) this.error = ApiError.from(cause);
    } finally {
      if (turn === this.#turn) this.isSelecting = false;
    }
  }
}
