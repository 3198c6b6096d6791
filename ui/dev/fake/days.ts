/** What changed since the last visit and the figures of the overview, made from the documents of the stand-in. */
import type { Away, AwayDocument, GetOverview, Overview } from "../../src/api/types";
import type { Step } from "../../src/features/registry/contract";
import { dayOf } from "../../src/shared/format/dates";
import { nextDay } from "../../src/shared/format/typed_day";
import { status } from "./documents";
import type { FakeBackend, Handlers } from "./fake";
import { stepOf } from "./registry";

const DAY_MS = 86_400_000;
/** Two days and a half ago: from the office hours of an evening to the morning after the next but one. */
const AWAY_MS = 2.6 * DAY_MS;
const WAITING = [
  "revocation_requested_by_us",
  "consent_pending",
  "their_signature_pending",
  "receipt_pending",
];
const AGES: [number, number | null][] = [
  [0, 2],
  [3, 6],
  [7, 13],
  [14, 29],
  [30, null],
];
/** What stood before, as life usually goes. */
const BEFORE: Record<string, string> = {
  completed: "their_signature_pending",
  signed_by_them: "their_signature_pending",
  rejected: "their_signature_pending",
  their_signature_pending: "sent",
  delivered: "sent",
  send_failed: "queued",
};

function groupBy<T, K>(all: T[], keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

const nameOf = (kind: string, number: string, issuedOn: string | null) =>
  [kind, number && `№ ${number}`, issuedOn && `от ${issuedOn.split("-").reverse().join(".")}`]
    .filter(Boolean)
    .join(" ");

/** Days, weeks from Monday, or months, as many days as the period has; `last` is today. */
function stretches(days: number, last: string): { from: string; to: string }[] {
  const keyOf = (day: string) => {
    const behind = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
    return days <= 30 ? day : days === 90 ? nextDay(day, -behind) : day.slice(0, 7);
  };
  const all = Array.from({ length: days }, (_, back) => nextDay(last, back - days + 1));
  return [...groupBy(all, keyOf).values()].map((one) => ({ from: one[0] ?? "", to: one.at(-1) ?? "" }));
}

type DayHandlers = Pick<Handlers, "visits.since" | "visits.mark" | "overview.get">;

export function dayHandlers(backend: FakeBackend, now: number): DayHandlers {
  let leftAt: number | null = ["empty", "locked"].includes(backend.scenario) ? null : now - AWAY_MS;
  const cards = () => [...backend.cards.values()].map((card) => card.document);

  function since(): Away {
    const left = leftAt;
    if (left === null) return { since: null, changes: [], is_more: false, counts: [] };
    const changes = cards()
      .filter(({ status_since, status: now }) => Date.parse(status_since) > left && now.code in BEFORE)
      .map((document): AwayDocument => ({
        document_id: document.id,
        title: nameOf(document.kind_label, document.number, document.issued_on),
        number: document.number,
        other_side: document.counterparty_name,
        from: status(BEFORE[document.status.code] ?? "sent"),
        to: document.status,
        at: document.status_since,
      }));
    const codes = [...new Set(changes.map(({ to }) => to.code))];
    return {
      since: new Date(left).toISOString(),
      changes: changes.slice(0, 200),
      is_more: changes.length > 200,
      counts: codes.map((code) => ({
        code,
        label: status(code).label,
        count: changes.filter(({ to }) => to.code === code).length,
      })),
    };
  }

  function overview({ firm_id, days }: GetOverview): Overview {
    const documents = cards().filter(({ firm }) => !firm_id || firm?.id === firm_id);
    const ageOf = (at: string) => Math.floor((now - Date.parse(at)) / DAY_MS);
    const recent = documents.filter(({ status_since }) => ageOf(status_since) < days);
    const waiting = documents.filter(({ status: { code } }) => WAITING.includes(code));
    const rows = (found: typeof documents) =>
      [...groupBy(found, (one) => one.counterparty?.id ?? null)]
        .map(([counterparty_id, all]) => ({
          is_between: false,
          counterparty_id,
          individual_id: null,
          name: all[0]?.counterparty_name ?? "",
          count: all.length,
          oldest_days: Math.max(...all.map(({ status_since }) => ageOf(status_since))),
        }))
        .sort((a, b) => b.count - a.count)
        .slice(0, 10);
    return {
      bars: stretches(days, dayOf(new Date(now).toISOString())).map(({ from, to }) => {
        const within = documents.filter(({ status_since: at }) => dayOf(at) >= from && dayOf(at) <= to);
        const count = (step: Step) => within.filter((document) => stepOf(document) === step).length;
        return { from, to, sent: count("sent"), signed: count("signed"), refused: count("refused") };
      }),
      waiting: AGES.map(([from_days, to_days]) => ({
        from_days,
        to_days,
        count: waiting.filter(({ status_since }) => {
          const age = ageOf(status_since);
          return age >= from_days && age <= (to_days ?? Infinity);
        }).length,
      })),
      refusals: rows(recent.filter(({ status: { code } }) => code === "rejected")),
      waiting_by_counterparty: rows(waiting),
    };
  }

  return {
    "visits.since": since,
    "visits.mark": () => {
      leftAt = now;
      return {};
    },
    "overview.get": overview,
  };
}
