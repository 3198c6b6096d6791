/** How many documents are selected and what they come to: of rows that were read it is known, else the program is asked. */
import { call } from "../../api/client";
import { paneOf } from "../../api/panes";
import type { DocumentRow } from "../../api/types";
import { money, sum } from "../../shared/format/money";
import { grouped } from "../../shared/format/number";
import { t } from "../../text";
import type { Chosen, Totals } from "./contract";

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

/** Only one bar is ever seen. */
const PANE = paneOf("selection");

export class SelectionTotals {
  #totals = $state.raw<Totals | null>(null);
  /** Named one by one, so that the number is known before any answer. */
  #named = $state<number | null>(null);
  readonly number = $derived(this.#named ?? this.#totals?.count ?? null);
  /** «12 345 документов», «больше 10 000 документов»; `null` while nobody knows. */
  readonly count = $derived(
    this.number === null
      ? null
      : this.#totals?.is_more === true && this.#named === null
        ? t.bulk.moreThan(grouped(this.number))
        : t.bulk.documents(this.number),
  );
  /** A part of the sum would be taken for the whole. */
  readonly words = $derived(this.#totals?.is_more === false ? sumsInWords(this.#totals.sums) : "");
  /** There are more than are counted at once; all of them are being summed behind the rows. */
  isSumming = $state(false);
  #turn = 0;

  /** To be called from an effect; what it returns ends the waiting. */
  follow(selection: Chosen, rows: DocumentRow[]): () => void {
    this.#turn += 1;
    const turn = this.#turn;
    this.#named = selection.ids?.length ?? null;
    this.isSumming = false;
    if (selection.ids?.length === rows.length) {
      this.#totals = { count: rows.length, is_more: false, sums: sumsOf(rows) };
      return () => undefined;
    }
    const timer = setTimeout(() => void this.#read(selection, turn), REST_MS);
    return () => {
      clearTimeout(timer);
      if (turn === this.#turn && this.isSumming) this.#giveUp();
    };
  }

  async #read(selection: Chosen, turn: number): Promise<void> {
    try {
      const totals = await call("documents.totals", { selection });
      if (turn !== this.#turn) return;
      this.#totals = totals;
      if (!totals.is_more) return;
      this.isSumming = true;
      const whole = await call("documents.totals", { selection, whole: true, pane: PANE });
      if (turn === this.#turn) this.#totals = whole;
    } catch {
      // A count without a sum is better than a sum of something else.
      if (turn === this.#turn && !this.isSumming) this.#totals = null;
    }
    if (turn === this.#turn) this.isSumming = false;
  }

  /** A sum of a million documents that nobody waits for any more: a question about nothing takes its place. */
  #giveUp(): void {
    this.#turn += 1;
    this.isSumming = false;
    const nothing = { selection: { ids: [] }, whole: true, pane: PANE };
    call("documents.totals", nothing).catch(() => undefined);
  }
}
