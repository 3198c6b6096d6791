/** What «Задачи» asks for, and in which order its rows stand. */
import type { DocumentRow, Obligation, Request } from "../../api/types";

import { statusesOf } from "./statuses";

const SHOWN = 8;

export const TASK_GROUPS = ["problems", "ours", "toSend"] as const;

export function tasksRequest(
  group: (typeof TASK_GROUPS)[number],
  firmId: number | null,
): Request<"documents.list"> {
  const firm = firmId === null ? {} : { firm_id: firmId };
  const filter = { statuses: statusesOf(group) ?? [], ...firm };
  // What waits for us longest is due first.
  const sort = [{ by: "waiting" as const, descending: true }];
  return group === "ours" ? { filter, sort, limit: SHOWN } : { filter, limit: SHOWN };
}

/** What is owed by us about a document and is due first; of what has no term, the oldest. */
export function dueFirst(owed: readonly Obligation[]): Obligation | undefined {
  return owed.filter(({ by }) => by === "us").sort((one, other) => byTerm(one, other))[0];
}

/** Rows with a term by their term, the others behind them as they came. */
export function inOrderOfTerms(
  rows: readonly DocumentRow[],
  owed: ReadonlyMap<number, Obligation>,
): DocumentRow[] {
  return [...rows].sort((one, other) => byTerm(owed.get(one.id), owed.get(other.id)));
}

function byTerm(one: Obligation | undefined, other: Obligation | undefined): number {
  const [first, second] = [one?.due_on ?? null, other?.due_on ?? null];
  if (first === second) return 0;
  if (first === null) return 1;
  return second === null || first < second ? -1 : 1;
}

/** The last day is over. */
export const isLate = ({ due_on }: Obligation, today: string) => due_on !== null && due_on < today;
