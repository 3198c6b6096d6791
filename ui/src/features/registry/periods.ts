/** Periods that people name instead of typing two days. */

export const PERIODS = ["today", "week", "month", "lastMonth"] as const;
export type Period = (typeof PERIODS)[number];

export const isPeriod = (name: string | null): name is Period =>
  name !== null && (PERIODS as readonly string[]).includes(name);

const two = (part: number) => String(part).padStart(2, "0");
const text = (day: Date) => `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;

/** First and last day, both within; a week begins on Monday. */
export function daysOf(period: Period, now = new Date()): [from: string, to: string] {
  const [year, month, date] = [now.getFullYear(), now.getMonth(), now.getDate()];
  const at = (y: number, m: number, d: number) => text(new Date(y, m, d));
  if (period === "today") return [text(now), text(now)];
  if (period === "week") {
    const monday = date - ((now.getDay() + 6) % 7);
    return [at(year, month, monday), at(year, month, monday + 6)];
  }
  if (period === "month") return [at(year, month, 1), at(year, month + 1, 0)];
  return [at(year, month - 1, 1), at(year, month, 0)];
}
