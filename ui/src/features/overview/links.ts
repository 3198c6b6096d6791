/** From a figure to the documents behind it: the same number stands in both. */
import { formatRoute } from "../../shared/router.svelte";
import type { Step } from "../registry/contract";

export type Series = Step;

const documents = (params: Record<string, string>) =>
  formatRoute("documents", null, new URLSearchParams(params));

/** Documents with which this happened in these days, whatever became of them later. */
export const happenedLink = (step: Step, { from, to }: { from: string; to: string }) =>
  documents({ step, stepFrom: from, stepTo: to });

/** Exactly those of this age, in whole days. */
export const waitingLink = (fromDays: number, toDays: number | null) =>
  documents({
    filter: "theirs",
    ...(fromDays === 0 ? {} : { waiting: String(fromDays) }),
    ...(toDays === null ? {} : { waitingTo: String(toDays) }),
  });

interface OtherSide {
  counterparty_id: number | null;
  individual_id: number | null;
}

/** The company or the person, as the address names them; nothing where nobody stands there. */
function sideOf({ counterparty_id, individual_id }: OtherSide): Record<string, string> | null {
  if (counterparty_id !== null) return { counterparty: String(counterparty_id) };
  return individual_id === null ? null : { individual: String(individual_id) };
}

/** Who stands between is no counterparty of its documents: the status alone finds them. */
export function waitingOf(side: OtherSide & { is_between: boolean }): string | null {
  if (side.is_between) return documents({ status: "intermediate_pending" });
  const named = sideOf(side);
  return named === null ? null : documents({ filter: "theirs", ...named });
}

/** Refusals since the first day of the period. */
export function refusedBy(side: OtherSide, from: string | undefined): string | null {
  const named = sideOf(side);
  return named === null
    ? null
    : documents({ ...named, step: "refused", ...(from === undefined ? {} : { stepFrom: from }) });
}
