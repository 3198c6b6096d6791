/** From a figure to the documents behind it. */
import { formatRoute } from "../../shared/router.svelte";

export type Series = "sent" | "signed" | "refused";

const documents = (params: Record<string, string>) =>
  formatRoute("documents", null, new URLSearchParams(params));

/**
 * Documents behind a column. Refused and signed ones are found by the days in which they became so, unless something
 * happened to them since; the registry does not know when a document was sent, so these are found by their own date.
 */
export function datedLink(series: Series, { from, to }: { from: string; to: string }): string {
  if (series === "sent") return documents({ direction: "outbound", from, to });
  const kept: Record<string, string> = series === "signed" ? { filter: "done" } : { status: "rejected" };
  return documents({ ...kept, statusFrom: from, statusTo: to });
}

/** Exactly those of this age, in whole days. */
export const waitingLink = (fromDays: number, toDays: number | null) =>
  documents({
    filter: "theirs",
    ...(fromDays === 0 ? {} : { waiting: String(fromDays) }),
    ...(toDays === null ? {} : { waitingTo: String(toDays) }),
  });

/** A person on the other side has no place in the address of these figures. */
export const waitingOf = (counterpartyId: number | null) =>
  counterpartyId === null ? null : documents({ filter: "theirs", counterparty: String(counterpartyId) });

/** Refusals since the first day of the period. */
export const refusedBy = (counterpartyId: number | null, from: string | undefined) =>
  counterpartyId === null
    ? null
    : documents({
        status: "rejected",
        counterparty: String(counterpartyId),
        ...(from === undefined ? {} : { statusFrom: from }),
      });
