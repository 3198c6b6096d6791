/**
 * What the registry shows is told by the address alone: the filter, the order, the status chip. Here it is read from
 * the address and written into it; nothing else keeps a copy.
 */
import { type Filter, FILTERS, statusesOf } from "../documents/statuses";
import type { Sort } from "../../shared/ui/table";
import type { DocumentFilter, Order, SortBy } from "./contract";
import { daysOf, isPeriod } from "./periods";

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

/** Statuses named in the address one by one. */
export const exactStatuses = (params: URLSearchParams) =>
  params.get("status")?.split(",").filter(Boolean) ?? [];

export function filterOf(params: URLSearchParams, firmId: number | null, now = new Date()): DocumentFilter {
  const chip = chipOf(params);
  const named = params.get("period");
  const [from, to] = isPeriod(named)
    ? daysOf(named, now)
    : [dayOf(params.get("from")), dayOf(params.get("to"))];
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
    issued_from: from,
    issued_to: to,
    total_from: sumOf(params.get("sumFrom")),
    total_to: sumOf(params.get("sumTo")),
    waiting_days: idOf(params.get("waiting")),
  });
}

type Loose = { [K in keyof DocumentFilter]: DocumentFilter[K] | undefined };
function compact(filter: Loose): DocumentFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}

/** The address of a saved view. */
export function paramsOf(filter: DocumentFilter, order: Order | null): URLSearchParams {
  const params = new URLSearchParams();
  const put = (name: string, value: string | number | null | undefined) => {
    if (value !== undefined && value !== null && value !== "") params.set(name, String(value));
  };
  put("q", filter.query);
  if (filter.statuses) {
    const same = FILTERS.find((chip) => sameWords(statusesOf(chip), filter.statuses));
    if (same === undefined) put("status", filter.statuses.join(","));
    else put("filter", same);
  }
  put("firm", filter.firm_id);
  put("counterparty", filter.counterparty_id);
  put("individual", filter.individual_id);
  put("kind", filter.kind_id);
  put("assignee", filter.assignee_id);
  put("direction", filter.direction);
  put("operator", filter.operator);
  put("from", filter.issued_from);
  put("to", filter.issued_to);
  put("sumFrom", filter.total_from);
  put("sumTo", filter.total_to);
  put("waiting", filter.waiting_days);
  if (order !== null) put("sort", wordOfOrder(order));
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

/** «total» and «-total», as the address has it. */
export const wordOfOrder = (order: Order) => `${order.descending ? "-" : ""}${order.by}`;

export function orderOf(params: URLSearchParams): Order | null {
  const word = params.get("sort") ?? "";
  const by = word.replace(/^-/, "");
  return ORDERS.includes(by) ? { by: by as SortBy, descending: word.startsWith("-") } : null;
}

/**
 * The column «Статус с» shows the moment, the program orders by the waiting since then: the earlier the moment, the
 * longer the waiting.
 */
export function sortOf(order: Order | null): Sort | null {
  if (order === null) return null;
  const isWaiting = order.by === "waiting";
  return {
    column: isWaiting ? "since" : order.by,
    direction: order.descending === isWaiting ? "ascending" : "descending",
  };
}

export function orderOfSort(sort: Sort | null): Order | null {
  if (sort === null) return null;
  const isWaiting = sort.column === "since";
  const isDown = sort.direction === "descending";
  return { by: isWaiting ? "waiting" : (sort.column as SortBy), descending: isDown !== isWaiting };
}

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
