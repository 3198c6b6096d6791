/** How much the selected documents come to: of rows that were read it is known, of others the program is asked. */
import { call } from "../../api/client";
import type { DocumentRow } from "../../api/types";
import { money, sum } from "../../shared/format/money";
import type { Totals } from "./contract";

type Sums = Totals["sums"];

/** Sums of each currency, in the order in which they are met; without those that have no sum. */
export function sumsOf(rows: DocumentRow[]): Sums {
  const byCurrency: Record<string, (string | null)[]> = {};
  for (const row of rows) if (row.total !== null) (byCurrency[row.currency] ??= []).push(row.total);
  return Object.entries(byCurrency).map(([currency, totals]) => ({ currency, total: sum(totals) }));
}

/** «12 345,67 ₽, 100,00 $». */
export const sumsInWords = (sums: Sums) =>
  sums.map(({ currency, total }) => money(total, currency)).join(", ");

/** A selection that grows row by row asks once, when it has come to rest. */
const REST_MS = 150;

export class SelectionTotals {
  #sums = $state.raw<Sums>([]);
  readonly words = $derived(sumsInWords(this.#sums));
  #turn = 0;

  /** To be called from an effect; what it returns ends the waiting. */
  follow(ids: number[], rows: DocumentRow[]): () => void {
    this.#turn += 1;
    const turn = this.#turn;
    if (rows.length === ids.length) {
      this.#sums = sumsOf(rows);
      return () => undefined;
    }
    const timer = setTimeout(() => {
      call("documents.totals", { selection: { ids } }).then(
        ({ sums }) => turn === this.#turn && (this.#sums = sums),
        // A count without a sum is better than a sum of something else.
        () => turn === this.#turn && (this.#sums = []),
      );
    }, REST_MS);
    return () => clearTimeout(timer);
  }
}
