/** Days gathered into the columns of a chart: a year of single days would be thinner than the pointer. */
import type { DayFigures, GetOverview } from "../../api/types";
import { day as dayText } from "../../shared/format/dates";
import { nextDay } from "../../shared/format/typed_day";
import { t } from "../../text";

export type Days = GetOverview["days"];
export const PERIODS: Days[] = [7, 30, 90, 365];

export type Step = "day" | "week" | "month";
export const stepOf = (days: Days): Step => (days <= 30 ? "day" : days === 90 ? "week" : "month");

export interface Column {
  /** First and last day. */
  from: string;
  to: string;
  /** «18.11.2026», «16.11–22.11.2026», «ноя 2026» */
  label: string;
  /** Under the chart; empty where there is no room. */
  mark: string;
  sent: number;
  signed: number;
  refused: number;
}

/** Monday of the week. */
function monday(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return nextDay(day, -((weekday + 6) % 7));
}

const keyOf = (day: string, step: Step) =>
  step === "day" ? day : step === "week" ? monday(day) : day.slice(0, 7);

/** Days without anything may be absent from the answer; the chart has them. `last` is today. */
export function columnsOf(counts: DayFigures[], days: Days, last: string): Column[] {
  const step = stepOf(days);
  const known = new Map(counts.map((one) => [one.day, one]));
  const columns = new Map<string, Column>();
  for (let back = days - 1; back >= 0; back -= 1) {
    const day = nextDay(last, -back);
    const key = keyOf(day, step);
    const column = columns.get(key) ?? {
      from: day,
      to: day,
      label: "",
      mark: "",
      sent: 0,
      signed: 0,
      refused: 0,
    };
    const found = known.get(day);
    column.to = day;
    column.sent += found?.sent ?? 0;
    column.signed += found?.signed ?? 0;
    column.refused += found?.refused ?? 0;
    columns.set(key, column);
  }
  return [...columns.values()].map((column, index) => ({
    ...column,
    label: labelOf(column, step),
    mark: markOf(column, step, index, days),
  }));
}

const short = (day: string) => dayText(day).slice(0, 5);

function labelOf({ from, to }: Column, step: Step): string {
  if (step === "day") return dayText(from);
  // The first and the last column of a period are often cut: they say what they hold.
  return from === to ? dayText(from) : `${short(from)}–${dayText(to)}`;
}

function markOf({ from }: Column, step: Step, index: number, days: Days): string {
  if (step === "month") return t.overview.months[Number(from.slice(5, 7)) - 1] ?? "";
  if (step === "week") return index % 2 === 0 ? short(from) : "";
  return days <= 7 || from === monday(from) ? short(from) : "";
}
