/** Dates and instants for people: «21.11.2026», today's «сегодня 09:02». */
import { language } from "../../text";

const words =
  language === "en" ? { today: "today", yesterday: "yesterday" } : { today: "сегодня", yesterday: "вчера" };

/** A calendar date without a time; no time zone may shift it. */
export function day(date: string | null): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(date ?? "");
  if (match === null) return "";
  const separator = language === "en" ? "/" : ".";
  return `${match[3]}${separator}${match[2]}${separator}${match[1]}`;
}

/** The calendar date of an instant where the person is: shortly after midnight UTC has another one. */
export function dayOf(at: string): string {
  const moment = new Date(at);
  return Number.isNaN(moment.getTime())
    ? at
    : `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

/** An instant in the person's own time zone. */
export function instant(at: string | null, now = new Date()): string {
  if (at === null) return "";
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return at;
  const time = timeOf(moment);
  const distance = daysBetween(moment, now);
  if (distance === 0) return `${words.today} ${time}`;
  if (distance === 1) return `${words.yesterday} ${time}`;
  return `${day(dayOf(at))} ${time}`;
}

/** «09:02» today, otherwise date and time. */
export function shortInstant(at: string, now = new Date()): string {
  const moment = new Date(at);
  return daysBetween(moment, now) === 0 ? timeOf(moment) : instant(at, now);
}

function timeOf(moment: Date): string {
  return `${two(moment.getHours())}:${two(moment.getMinutes())}`;
}

function two(part: number): string {
  return String(part).padStart(2, "0");
}

function daysBetween(moment: Date, now: Date): number {
  const start = (value: Date) => new Date(value.getFullYear(), value.getMonth(), value.getDate()).getTime();
  return Math.round((start(now) - start(moment)) / 86_400_000);
}
