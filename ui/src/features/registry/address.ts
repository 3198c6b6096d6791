/**
 * What the registry shows is told by the address alone: the filter, the order, the status chip. Here it is read from
 * the address and written into it; nothing else keeps a copy.
 */
import { type Filter, FILTERS, markOf, statusesOf } from "../documents/statuses";
import { MOST_SORTS, type Sort } from "../../shared/ui/table";
import type { DocumentFilter, Happened, Order, SortBy, Step } from "./contract";
import { periodOf } from "./periods";

/** The conditions of «Фильтр», by their names in the address. */
export const CONDITIONS = [
  "direction",
  "operator",
  "firm",
  "kind",
  "counterparty",
  "individual",
  "assignee",
  "period",
  "from",
  "to",
  "sumFrom",
  "sumTo",
  "waiting",
  "waitingTo",
  "statusFrom",
  "statusTo",
  "mark",
  "step",
  "stepFrom",
  "stepTo",
] as const;
export type Condition = (typeof CONDITIONS)[number];
export type Changes = Record<string, string | null>;

const idOf = (text: string | null) => (text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined);
const dayOf = (text: string | null) => (text !== null && /^\d{4}-\d\d-\d\d$/.test(text) ? text : undefined);
const sumOf = (text: string | null) =>
  text !== null && /^\d{1,15}(\.\d{1,2})?$/.test(text) ? text : undefined;

/** The chip of statuses that is pressed; `exact` where the statuses are named one by one. */
export function chipOf(params: URLSearchParams): Filter | "exact" {
  if (params.get("status") !== null) return "exact";
  const named = params.get("filter") as Filter | null;
  return named !== null && FILTERS.includes(named) ? named : "all";
}

/** Steps of a sending that documents are found by. */
export const STEPS = ["sent", "signed", "refused"] as const satisfies readonly Step[];

export const isStep = (name: string | null): name is Step =>
  (STEPS as readonly (string | null)[]).includes(name);

function happenedOf(params: URLSearchParams): Happened | undefined {
  const step = params.get("step");
  if (!isStep(step)) return undefined;
  const [from, to] = [dayOf(params.get("stepFrom")), dayOf(params.get("stepTo"))];
  return { step, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

/** Statuses named in the address one by one. */
export const exactStatuses = (params: URLSearchParams) =>
  params.get("status")?.split(",").filter(Boolean) ?? [];

export function filterOf(params: URLSearchParams, firmId: number | null): DocumentFilter {
  const chip = chipOf(params);
  const period = periodOf(params);
  const direction = params.get("direction");
  return compact({
    query: params.get("q") || undefined,
    statuses: chip === "exact" ? exactStatuses(params) : statusesOf(chip),
    firm_id: firmId ?? idOf(params.get("firm")),
    counterparty_id: idOf(params.get("counterparty")),
    individual_id: idOf(params.get("individual")),
    kind_id: idOf(params.get("kind")),
    assignee_id: idOf(params.get("assignee")),
    direction: direction === "inbound" || direction === "outbound" ? direction : undefined,
    operator: params.get("operator") || undefined,
    issued_from: period === undefined ? dayOf(params.get("from")) : undefined,
    issued_to: period === undefined ? dayOf(params.get("to")) : undefined,
    period,
    total_from: sumOf(params.get("sumFrom")),
    total_to: sumOf(params.get("sumTo")),
    waiting_days: idOf(params.get("waiting")),
    waiting_days_to: idOf(params.get("waitingTo")),
    status_since_from: dayOf(params.get("statusFrom")),
    status_since_to: dayOf(params.get("statusTo")),
    mark: params.get("mark") || (chip === "exact" ? undefined : markOf(chip)),
    happened: happenedOf(params),
  });
}

type Loose = { [K in keyof DocumentFilter]: DocumentFilter[K] | undefined };
function compact(filter: Loose): DocumentFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}

/** The address of a saved view. */
export function paramsOf(filter: DocumentFilter, order: Order[]): URLSearchParams {
  const params = new URLSearchParams();
  const put = (name: string, value: string | number | null | undefined) => {
    if (value !== undefined && value !== null && value !== "") params.set(name, String(value));
  };
  put("q", filter.query);
  const isOf = (chip: Filter) =>
    markOf(chip) === undefined
      ? sameWords(statusesOf(chip), filter.statuses)
      : !filter.statuses && markOf(chip) === filter.mark;
  const same = FILTERS.find(isOf);
  if (same !== undefined) put("filter", same);
  else put("status", filter.statuses?.join(","));
  put("firm", filter.firm_id);
  put("counterparty", filter.counterparty_id);
  put("individual", filter.individual_id);
  put("kind", filter.kind_id);
  put("assignee", filter.assignee_id);
  put("direction", filter.direction);
  put("operator", filter.operator);
  put("period", filter.period);
  put("from", filter.issued_from);
  put("to", filter.issued_to);
  put("sumFrom", filter.total_from);
  put("sumTo", filter.total_to);
  put("waiting", filter.waiting_days);
  put("waitingTo", filter.waiting_days_to);
  put("statusFrom", filter.status_since_from);
  put("statusTo", filter.status_since_to);
  if (same === undefined || markOf(same) === undefined) put("mark", filter.mark);
  put("step", filter.happened?.step);
  put("stepFrom", filter.happened?.from);
  put("stepTo", filter.happened?.to);
  put("sort", wordsOfOrder(order));
  return params;
}

const sameWords = (a: string[] | undefined, b: string[] | null | undefined) =>
  a !== undefined && b != null && a.length === b.length && a.every((word) => b.includes(word));

const ORDERS: readonly string[] = [
  "date",
  "number",
  "counterparty",
  "kind",
  "firm",
  "total",
  "status",
  "waiting",
] satisfies SortBy[];

/** «total» and «-total,date», as the address has it; empty for the order of the registry itself. */
export const wordsOfOrder = (order: Order[]) =>
  order.map(({ by, descending }) => `${descending ? "-" : ""}${by}`).join(",");

/** The main one first; nothing unknown, nothing twice. */
export function orderOf(params: URLSearchParams): Order[] {
  const found: Order[] = [];
  for (const word of (params.get("sort") ?? "").split(",")) {
    const by = word.replace(/^-/, "") as SortBy;
    if (ORDERS.includes(by) && found.every((one) => one.by !== by) && found.length < MOST_SORTS)
      found.push({ by, descending: word.startsWith("-") });
  }
  return found;
}

/**
 * The column «Статус с» shows the moment, the program orders by the waiting since then: the earlier the moment, the
 * longer the waiting.
 */
export const sortsOf = (order: Order[]): Sort[] =>
  order.map(({ by, descending }) => {
    const isWaiting = by === "waiting";
    return {
      column: isWaiting ? "since" : by,
      direction: descending === isWaiting ? "ascending" : "descending",
    };
  });

export const orderOfSorts = (sorts: readonly Sort[]): Order[] =>
  sorts.map(({ column, direction }) => {
    const isWaiting = column === "since";
    return {
      by: isWaiting ? "waiting" : (column as SortBy),
      descending: (direction === "descending") !== isWaiting,
    };
  });

/** The same address with other details; empty ones leave it. */
export function withChanges(params: URLSearchParams, changes: Changes): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === "") next.delete(name);
    else next.set(name, value);
  }
  return next;
}

/** Nothing is asked for but «everything». */
export function isUnfiltered(params: URLSearchParams): boolean {
  return chipOf(params) === "all" && ["q", ...CONDITIONS].every((name) => !params.get(name));
}
