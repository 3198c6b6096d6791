/** The conditions that are set, in words, each with what takes it back. */
import { day } from "../../shared/format/dates";
import { money } from "../../shared/format/money";
import { t } from "../../text";
import { session } from "../session.svelte";
import type { Changes } from "./address";
import { exactStatuses, isStep } from "./address";
import { names } from "./names.svelte";
import { periodOf } from "./periods";

export interface SetCondition {
  id: string;
  /** «Контрагент: АО «Северный порт»». */
  words: string;
  /** What takes it out of the address. */
  without: Changes;
}

/** «Период: этот месяц» or its days. */
export function periodWords(params: URLSearchParams): string {
  const named = periodOf(params);
  if (named !== undefined) return t.registry.periods[named];
  const [from, to] = [day(params.get("from")), day(params.get("to"))];
  return from === "" && to === "" ? "" : t.registry.betweenDays(from, to);
}

export function conditionsOf(params: URLSearchParams): SetCondition[] {
  const words = t.registry;
  const found: SetCondition[] = [];
  const add = (id: string, label: string, value: string, without: Changes = { [id]: null }) => {
    if (value !== "") found.push({ id, words: `${label}: ${value}`, without });
  };
  const named = (id: string, label: string, name: (value: string) => string) => {
    const value = params.get(id);
    if (value !== null) add(id, label, name(value) || "…");
  };
  const direction = params.get("direction");
  if (direction === "inbound" || direction === "outbound")
    add("direction", words.direction, words.directions[direction]);
  named("operator", words.operator, (kind) => session.operatorTitle(kind));
  if (session.firmId === null) named("firm", words.firm, (id) => names.firm(id));
  named("kind", words.kind, (id) => names.kind(id));
  named("counterparty", words.counterparty, (id) => names.party("counterparty", id));
  named("individual", words.person, (id) => names.party("individual", id));
  named("assignee", words.assignee, (id) => names.employee(id));
  add("period", words.period, periodWords(params), { period: null, from: null, to: null });
  const [sumFrom, sumTo] = [money(params.get("sumFrom")), money(params.get("sumTo"))];
  if (sumFrom !== "" || sumTo !== "")
    add("sum", words.sum, words.betweenSums(sumFrom, sumTo), { sumFrom: null, sumTo: null });
  const [days, daysTo] = [params.get("waiting"), params.get("waitingTo")];
  if (days !== null || daysTo !== null)
    found.push({
      id: "waiting",
      words:
        daysTo === null
          ? words.waitingFor(Number(days))
          : words.waitingBetween(Number(days ?? 0), Number(daysTo)),
      without: { waiting: null, waitingTo: null },
    });
  const [since, until] = [day(params.get("statusFrom")), day(params.get("statusTo"))];
  if (since !== "" || until !== "")
    add("statusSince", words.statusSince, since === until ? since : words.betweenDays(since, until), {
      statusFrom: null,
      statusTo: null,
    });
  named("mark", words.mark, (code) => words.marks[code] ?? code);
  const step = params.get("step");
  if (isStep(step)) {
    const [first, last] = [day(params.get("stepFrom")), day(params.get("stepTo"))];
    const days = first === last ? first : words.betweenDays(first, last);
    found.push({
      id: "step",
      words: [words.steps[step], days].filter(Boolean).join(": "),
      without: { step: null, stepFrom: null, stepTo: null },
    });
  }
  return found;
}

/** The chip of statuses that were named one by one. */
export function exactLabel(params: URLSearchParams): string {
  const codes = exactStatuses(params);
  return codes.length === 1 ? names.status(codes[0] ?? "") : t.registry.statuses(codes.length);
}
