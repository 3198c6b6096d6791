/** What «Задачи» asks for, and in which order its rows stand. */
import type { DocumentRow, Obligation, Request } from "../../api/types";

import { type Counts, type Filter, markOf, STATUS_CODES, statusesOf } from "./statuses";

const SHOWN = 8;
export const DRAFT = "draft";

export const TASK_GROUPS = ["problems", "ours", "toSend"] as const satisfies readonly Filter[];
type Group = (typeof TASK_GROUPS)[number];

/** A request of theirs is owed an answer, and no trouble of its own. */
const REQUESTS = ["amendment_requested", "revocation_requested_by_them"];
/** An answer of ours is on its way. */
const LEAVING = ["queued", "sending"];

function statusesOfGroup(group: Group): string[] {
  const problems = (statusesOf("problems") ?? []).filter((code) => !REQUESTS.includes(code));
  if (group === "problems") return problems;
  if (group === "toSend") return statusesOf("toSend") ?? [];
  return STATUS_CODES.filter((code) => !problems.includes(code) && !LEAVING.includes(code));
}

/** How many documents of the whole registry stand in a group: what is owed by us is counted apart. */
export function countOfGroup(group: Group, { counts, owed }: Counts): number {
  const codes = statusesOfGroup(group);
  return (group === "ours" ? owed : counts)
    .filter(({ code }) => codes.includes(code))
    .reduce((sum, { count }) => sum + count, 0);
}

export function tasksRequest(group: Group, firmId: number | null): Request<"documents.list"> {
  const firm = firmId === null ? {} : { firm_id: firmId };
  const mark = markOf(group);
  const filter = { statuses: statusesOfGroup(group), ...(mark === undefined ? {} : { mark }), ...firm };
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

/** A paper that wants nothing of us but its receipt confirmed, or that of what answered it. */
export const wantsReceipt = ({ status }: Pick<DocumentRow, "status">) => status.code === "receipt_required";

/** The last day is over. */
export const isLate = ({ due_on }: Obligation, today: string) => due_on !== null && due_on < today;
