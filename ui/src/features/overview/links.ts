/** From a figure to the documents behind it. */
import { formatRoute } from "../../shared/router.svelte";

export type Series = "sent" | "signed" | "refused";

const documents = (params: Record<string, string>) =>
  formatRoute("documents", null, new URLSearchParams(params));

/** Documents of these days that stand as the series says. */
export function datedLink(series: Series, { from, to }: { from: string; to: string }): string {
  const kept = {
    sent: { direction: "outbound" },
    signed: { filter: "done" },
    refused: { status: "rejected" },
  };
  return documents({ ...kept[series], from, to });
}

/** Those that wait at least so long: the registry knows no longest time. */
export const waitingLink = (fromDays: number) =>
  documents({ filter: "theirs", ...(fromDays === 0 ? {} : { waiting: String(fromDays) }) });

/** A person on the other side has no place in the address of these figures. */
export const waitingOf = (counterpartyId: number | null) =>
  counterpartyId === null ? null : documents({ filter: "theirs", counterparty: String(counterpartyId) });

export const refusedBy = (counterpartyId: number | null) =>
  counterpartyId === null ? null : documents({ status: "rejected", counterparty: String(counterpartyId) });
