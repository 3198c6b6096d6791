/** Periods that people name instead of typing two days: the program settles their days when it is asked. */
import type { NamedPeriod } from "./contract";

export const PERIODS = [
  "today",
  "yesterday",
  "week",
  "month",
  "last_month",
  "quarter",
  "last_quarter",
  "year",
] as const satisfies readonly NamedPeriod[];

/** The period that an address names; those of before wrote one of them otherwise. */
export function periodOf(params: URLSearchParams): NamedPeriod | undefined {
  const name = params.get("period");
  return name === "lastMonth" ? "last_month" : PERIODS.find((period) => period === name);
}

const two = (part: number) => String(part).padStart(2, "0");
const text = (day: Date) => `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;

/** First and last day, both within, to be shown beside the name; a week begins on Monday. */
export function daysOf(period: NamedPeriod, now = new Date()): [from: string, to: string] {
  const [year, month, date] = [now.getFullYear(), now.getMonth(), now.getDate()];
  const at = (y: number, m: number, d: number) => text(new Date(y, m, d));
  const monday = date - ((now.getDay() + 6) % 7);
  const quarter = month - (month % 3);
  const days: Record<NamedPeriod, [string, string]> = {
    today: [text(now), text(now)],
    yesterday: [at(year, month, date - 1), at(year, month, date - 1)],
    week: [at(year, month, monday), at(year, month, monday + 6)],
    month: [at(year, month, 1), at(year, month + 1, 0)],
    last_month: [at(year, month - 1, 1), at(year, month, 0)],
    quarter: [at(year, quarter, 1), at(year, quarter + 3, 0)],
    last_quarter: [at(year, quarter - 3, 1), at(year, quarter, 0)],
    year: [at(year, 0, 1), at(year, 11, 31)],
  };
  return days[period];
}
