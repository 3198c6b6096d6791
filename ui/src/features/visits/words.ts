/** «С пятницы, 20 ноября: подписано 12, отказано 1». */
import type { Away } from "../../api/types";
import { dayOf, shortInstant } from "../../shared/format/dates";
import { grouped } from "../../shared/format/number";
import { language, t } from "../../text";
import { isLoud } from "../documents/statuses";

const SHOWN = 4;
const DAY_MS = 86_400_000;

/** Since when, as people say it. */
export function sinceWords(at: string, now = new Date()): string {
  const moment = new Date(at);
  const midnight = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  const days = Math.round((midnight(now) - midnight(moment)) / DAY_MS);
  if (days <= 0) return t.visits.today(shortInstant(at, now));
  if (days === 1) return t.visits.yesterday;
  if (days < 7) return `${t.visits.weekdays[moment.getDay()]}, ${dayWords(moment, now)}`;
  return t.visits.since(dayWords(moment, now));
}

/** «20 ноября», of another year with the year. */
function dayWords(moment: Date, now: Date): string {
  const month = t.visits.months[moment.getMonth()] ?? "";
  const year =
    moment.getFullYear() === now.getFullYear() ? "" : ` ${dayOf(moment.toISOString()).slice(0, 4)}`;
  return `${moment.getDate()} ${month}${year}`;
}

/** The largest counts, but never without what needs a person; the rest in one number. */
export function countWords(counts: Away["counts"]): string {
  const bySize = [...counts].sort((a, b) => b.count - a.count);
  const urgent = [...bySize].sort((a, b) => Number(isLoud(b)) - Number(isLoud(a))).slice(0, SHOWN);
  const sorted = [
    ...bySize.filter((one) => urgent.includes(one)),
    ...bySize.filter((one) => !urgent.includes(one)),
  ];
  const told = sorted.slice(0, SHOWN).map(({ code, label, count }) => {
    const did = t.visits.did[code] ?? label.toLowerCase();
    return language === "en" ? `${grouped(count)} ${did}` : `${did} ${grouped(count)}`;
  });
  const rest = sorted.slice(SHOWN).reduce((sum, { count }) => sum + count, 0);
  return [...told, ...(rest === 0 ? [] : [t.visits.others(rest)])].join(", ");
}
