/** Money for people. Decimals travel as text and are never turned into binary fractions. */
import { locale } from "../../text";
import { grouped, THIN } from "./number";

const SIGNS: Record<string, string> = { "643": "₽", "840": "$", "978": "€", "156": "¥" };
const decimalPoint = locale.startsWith("ru") ? "," : ".";

/** «12 345,67 ₽»; kopecks always shown. */
export function money(amount: string | null, currency = "643"): string {
  if (amount === null) return "";
  const sign = SIGNS[currency] ?? currency;
  return `${decimal(amount, 2)}${THIN}${sign}`;
}

/** A decimal with groups of three and at least `fraction` digits after the point. */
export function decimal(value: string | null, fraction = 0): string {
  if (value === null) return "";
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value);
  if (match === null) return value;
  const [, minus = "", whole = "0", part = ""] = match;
  const digits = part.replace(/0+$/, "").padEnd(fraction, "0");
  return `${minus === "-" ? "−" : ""}${grouped(whole)}${digits === "" ? "" : decimalPoint + digits}`;
}

/** Exact sum of decimals with up to two digits after the point; others are left out. */
export function sum(amounts: (string | null)[]): string {
  let kopecks = 0n;
  for (const amount of amounts) {
    const match = /^(-?)(\d+)(?:\.(\d{1,2})0*)?$/.exec(amount ?? "");
    if (match === null) continue;
    const [, minus = "", whole = "0", part = ""] = match;
    const value = BigInt(whole) * 100n + BigInt(part.padEnd(2, "0"));
    kopecks += minus === "-" ? -value : value;
  }
  const absolute = kopecks < 0n ? -kopecks : kopecks;
  const text = `${absolute / 100n}.${String(absolute % 100n).padStart(2, "0")}`;
  return kopecks < 0n ? `-${text}` : text;
}

/** Order of two decimals; absent ones come first. */
export function compareDecimals(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  const difference = Number(a) - Number(b);
  return difference === 0 ? a.localeCompare(b) : difference;
}
