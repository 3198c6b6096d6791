/** The registry on the screen: what the address asks for, the rows that answer it, what of them is selected. */
import { router } from "../../shared/router.svelte";
import { everything, isTicked, nothingSelected, type Selection } from "../../shared/ui/selection";
import type { Sort } from "../../shared/ui/table";
import { DocumentList } from "../documents/document_list.svelte";
import { session } from "../session.svelte";
import {
  type Changes,
  filterOf,
  isUnfiltered,
  orderOf,
  orderOfSorts,
  sortsOf,
  withChanges,
  wordsOfOrder,
} from "./address";
import type { Chosen, DocumentFilter, Order } from "./contract";
import { FoundPlaces } from "./found.svelte";

const VIEW = "documents";

export class Registry {
  readonly list = new DocumentList();
  current = $state<number | null>(null);
  selection = $state.raw<Selection>(nothingSelected);

  readonly params = $derived(router.route.params);
  // Texts, so that a change of another detail of the address asks nothing anew.
  readonly filterKey = $derived(JSON.stringify(filterOf(this.params, session.firmId)));
  readonly orderKey = $derived(JSON.stringify(orderOf(this.params)));
  readonly filter = $derived(JSON.parse(this.filterKey) as DocumentFilter);
  readonly order = $derived(JSON.parse(this.orderKey) as Order[]);
  readonly sorts = $derived(sortsOf(this.order));
  readonly isUnfiltered = $derived(isUnfiltered(this.params));
  /** Something is ticked. */
  readonly hasSelection = $derived(this.selection.isAll === true || this.selection.keys.size > 0);
  /** Those of the ticked rows that have been read. */
  readonly selectedRows = $derived(this.list.rows.filter((row) => isTicked(this.selection, row.id)));
  /** What is marked in the rows. */
  readonly words = $derived(
    this.filter.query === undefined ? [] : this.list.terms.flatMap(({ highlight }) => highlight),
  );

  /** What may stand in a document and in none of its columns; days and sums have columns of their own. */
  readonly wordsInside = $derived(
    this.filter.query === undefined
      ? []
      : this.list.terms
          .filter(({ kind }) => kind === "words" || kind === "number" || kind === "inn")
          .flatMap(({ highlight }) => highlight),
  );
  readonly found = new FoundPlaces();

  change(changes: Changes): void {
    router.replace(VIEW, router.route.id, withChanges(this.params, changes));
  }
  changeSorts(sorts: readonly Sort[]): void {
    this.change({ sort: wordsOfOrder(orderOfSorts(sorts)) });
  }

  ask(): Promise<void> {
    return this.list.ask({ ...this.filter, ...(this.order.length === 0 ? {} : { sort: this.order }) });
  }

  /** Rows of the table that have been in view up to here. */
  seen = 0;

  /** Reads again what is seen, stood on or ticked; what is farther down is read when it comes into view. */
  refresh(): Promise<void> {
    const { keys, isAll } = this.selection;
    const isNeeded = (id: number) => id === this.current || (isAll !== true && keys.has(id));
    const last = this.list.rows.findLastIndex(({ id }) => isNeeded(id));
    return this.list.refresh(Math.max(this.seen, last + 1));
  }

  /** The ticked documents one by one in the order of their rows, not of the ticking; never for everything. */
  idsInOrder(): number[] {
    const read = this.selectedRows.map(({ id }) => id);
    const known = new Set(read);
    return [...read, ...[...this.selection.keys].filter((id) => !known.has(id))];
  }

  /** The ticked documents; without any, everything that is found. */
  chosen(): Chosen {
    const { keys, isAll } = this.selection;
    if (isAll === true) return { filter: this.filter, ...(keys.size === 0 ? {} : { except: [...keys] }) };
    return keys.size > 0 ? { ids: this.idsInOrder() } : { filter: this.filter };
  }

  /** Everything that is found, read or not: the program finds it itself when something is done with it. */
  selectAll(): void {
    this.selection = everything(this.list.rows[0]?.id ?? null);
  }
}
