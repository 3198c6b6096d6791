/** A day as people type it. */

const two = (part: number) => String(part).padStart(2, "0");

function real(year: number, month: number, day: number): string | undefined {
  const moment = new Date(Date.UTC(year, month - 1, day));
  const isReal = moment.getUTCMonth() === month - 1 && moment.getUTCDate() === day && year >= 1900;
  return isReal ? `${year}-${two(month)}-${two(day)}` : undefined;
}

/** «21.11.2026», «21/11/26», «211126», «21.11», «2026-11-21»; `null` for nothing, `undefined` for no such day. */
export function typedDay(text: string, now = new Date()): string | null | undefined {
  const plain = text.trim();
  if (plain === "") return null;
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(plain);
  if (iso !== null) return real(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const parts =
    /^(\d{1,2})[.,/\s-](\d{1,2})(?:[.,/\s-](\d{2}|\d{4}))?[.,]?$/.exec(plain) ??
    /^(\d{2})(\d{2})(\d{2}|\d{4})?$/.exec(plain);
  if (parts === null) return undefined;
  const year = parts[3] === undefined ? now.getFullYear() : Number(parts[3]);
  return real(year < 100 ? 2000 + year : year, Number(parts[2]), Number(parts[1]));
}

/** So many days later. */
export function nextDay(day: string, step: number): string {
  const moment = new Date(`${day}T00:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() + step);
  return Number.isNaN(moment.getTime()) ? day : moment.toISOString().slice(0, 10);
}
