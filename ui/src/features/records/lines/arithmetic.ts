/**
 * Amounts of a line at once, while the program has not answered yet. The rules are the program's own (`domain::vat`):
 * exact decimals, each amount rounded to kopecks half away from zero. What the program saves is the truth.
 */
import type { PriceKind, RecordLine, RecordTotals } from "../../../api/types";

/** A decimal: `units` of ten to the minus `scale`. */
interface Decimal {
  units: bigint;
  scale: number;
}

interface Rate {
  percent: bigint;
  /** VAT is inside the price whatever the switch says. */
  isInside: boolean;
}

const DECIMAL = /^(-?)(\d+)(?:\.(\d*))?$/;

function decimal(text: string | null): Decimal | null {
  const match = DECIMAL.exec(text ?? "");
  if (match === null) return null;
  const [, minus = "", whole = "0", part = ""] = match;
  const units = BigInt(whole + part);
  return { units: minus === "-" ? -units : units, scale: part.length };
}

/** `value / divisor`, half away from zero. */
function divided(value: bigint, divisor: bigint): bigint {
  const negative = value < 0n;
  const absolute = negative ? -value : value;
  const rounded = (absolute * 2n + divisor) / (divisor * 2n);
  return negative ? -rounded : rounded;
}

function kopecks(value: Decimal): bigint {
  if (value.scale <= 2) return value.units * 10n ** BigInt(2 - value.scale);
  return divided(value.units, 10n ** BigInt(value.scale - 2));
}

/** «12.30» of 1230. */
export function fromKopecks(value: bigint): string {
  const absolute = value < 0n ? -value : value;
  return `${value < 0n ? "-" : ""}${absolute / 100n}.${String(absolute % 100n).padStart(2, "0")}`;
}

/** `null` for a rate without VAT. */
export function rateOf(code: string): Rate | null {
  const fraction = /^(\d+)\/\d+$/.exec(code);
  if (fraction !== null) return { percent: BigInt(fraction[1] ?? 0), isInside: true };
  return /^\d+$/.test(code) ? { percent: BigInt(code), isInside: false } : null;
}

type Amounts = Pick<RecordLine, "net" | "vat_amount" | "total">;

/** The amounts of a line; all absent while quantity or price are. */
export function amountsOf(
  line: Pick<RecordLine, "quantity" | "price" | "vat_rate">,
  prices: PriceKind,
): Amounts {
  const quantity = decimal(line.quantity);
  const price = decimal(line.price);
  if (quantity === null || price === null) return { net: null, vat_amount: null, total: null };
  const sum = kopecks({ units: quantity.units * price.units, scale: quantity.scale + price.scale });
  const rate = rateOf(line.vat_rate);
  if (rate === null) return { net: fromKopecks(sum), vat_amount: null, total: fromKopecks(sum) };
  if (rate.isInside || prices === "with_vat") {
    const vat = divided(sum * rate.percent, 100n + rate.percent);
    return { net: fromKopecks(sum - vat), vat_amount: fromKopecks(vat), total: fromKopecks(sum) };
  }
  const vat = divided(sum * rate.percent, 100n);
  return { net: fromKopecks(sum), vat_amount: fromKopecks(vat), total: fromKopecks(sum + vat) };
}

/** The same line with its amounts; the very same object when nothing changes. */
export function calculated(line: RecordLine, prices: PriceKind): RecordLine {
  const amounts = amountsOf(line, prices);
  const isSame =
    amounts.net === line.net && amounts.vat_amount === line.vat_amount && amounts.total === line.total;
  return isSame ? line : { ...line, ...amounts };
}

/** The same after a change that is not of quantity or price: a sum that was given without them stays. */
export function recounted(line: RecordLine, prices: PriceKind): RecordLine {
  return line.quantity === null || line.price === null ? line : calculated(line, prices);
}

/** Sums over the lines; lines that tell nothing yet are left out, so that the sum grows while they are typed. */
export function totalsOf(lines: readonly RecordLine[]): RecordTotals {
  let net = 0n;
  let vat = 0n;
  let total = 0n;
  let hasVat = false;
  let hasTotal = false;
  for (const line of lines) {
    const lineTotal = decimal(line.total);
    if (lineTotal === null) continue;
    hasTotal = true;
    const lineVat = decimal(line.vat_amount);
    hasVat ||= lineVat !== null;
    const vatKopecks = lineVat === null ? 0n : kopecks(lineVat);
    const totalKopecks = kopecks(lineTotal);
    vat += vatKopecks;
    total += totalKopecks;
    net += totalKopecks - vatKopecks;
  }
  return {
    net: hasTotal ? fromKopecks(net) : null,
    vat: hasVat ? fromKopecks(vat) : null,
    total: hasTotal ? fromKopecks(total) : null,
  };
}

/** What a person typed as a number: «1 234,50», «1234.5», «1,234.50». `null` when it is none. */
export function typedDecimal(text: string): string | null {
  let plain = text.replace(/[\s\u00a0\u202f'₽]|руб\.?|р\.$/gi, "").replace("−", "-");
  const comma = plain.lastIndexOf(",");
  const point = plain.lastIndexOf(".");
  // Where both stand, the last one is the decimal sign: other programs group thousands with the first.
  if (comma >= 0 && point >= 0) plain = plain.replaceAll(comma > point ? "." : ",", "");
  plain = plain.replace(",", ".");
  const match = /^(-?)(\d*)(?:\.(\d*))?$/.exec(plain);
  if (match === null || !/\d/.test(plain)) return null;
  const [, minus = "", whole = "", part = ""] = match;
  const head = whole.replace(/^0+(?=\d)/, "") || "0";
  return `${minus}${head}${part === "" ? "" : `.${part}`}`;
}
