/** The columns of the chart in words: what stands for a day, a week or a month is settled by the program. */
import type { GetOverview, OverviewBar } from "../../api/types";
import { day as dayText } from "../../shared/format/dates";
import { t } from "../../text";

export type Days = GetOverview["days"];
export const PERIODS: Days[] = [7, 30, 90, 365];

export type Step = "day" | "week" | "month";
export const stepOf = (days: Days): Step => (days <= 30 ? "day" : days === 90 ? "week" : "month");

export interface Column extends OverviewBar {
  /** «18.11.2026», «16.11–22.11.2026», «01.11–22.11.2026» */
  label: string;
  /** Under the chart; empty where there is no room. */
  mark: string;
}

/** The bars of the answer with their words. */
export function columnsOf(bars: OverviewBar[], days: Days): Column[] {
  const step = stepOf(days);
  return bars.map((bar, index) => ({
    ...bar,
    label: labelOf(bar, step),
    mark: markOf(bar, step, index, days),
  }));
}

const isMonday = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay() === 1;
const short = (day: string) => dayText(day).slice(0, 5);

function labelOf({ from, to }: OverviewBar, step: Step): string {
  if (step === "day") return dayText(from);
  // The first and the last column of a period are often cut: they say what they hold.
  return from === to ? dayText(from) : `${short(from)}–${dayText(to)}`;
}

function markOf({ from }: OverviewBar, step: Step, index: number, days: Days): string {
  if (step === "month") return t.overview.months[Number(from.slice(5, 7)) - 1] ?? "";
  if (step === "week") return index % 2 === 0 ? short(from) : "";
  return days <= 7 || isMonday(from) ? short(from) : "";
}
