/** Columns of the lines of a record: which there are, how wide, how they are typed. No markup. */
import type { PriceKind, RecordLine, VatRateChoice } from "../../../api/types";
import { decimal, money } from "../../../shared/format/money";
import { t } from "../../../text";
import { calculated, recounted, typedDecimal } from "./arithmetic";

export type LineField =
  | "name"
  | "unit"
  | "quantity"
  | "price"
  | "net"
  | "vat_rate"
  | "vat_amount"
  | "total"
  | "item_code"
  | "unit_code"
  | "country_code"
  | "country"
  | "customs_declaration"
  | "performer"
  | "is_service";

export interface LineColumn {
  field: LineField;
  title: string;
  width: number;
  input: "text" | "number" | "rate" | "flag" | "none";
  grow?: boolean;
  isExtra?: boolean;
}

const words = t.records.lines.columns;

export const LINE_COLUMNS: readonly LineColumn[] = [
  { field: "name", title: words.name, width: 240, input: "text", grow: true },
  { field: "unit", title: words.unit, width: 64, input: "text" },
  { field: "quantity", title: words.quantity, width: 88, input: "number" },
  { field: "price", title: words.price, width: 112, input: "number" },
  { field: "vat_rate", title: words.vatRate, width: 104, input: "rate" },
  { field: "vat_amount", title: words.vatAmount, width: 108, input: "none" },
  { field: "total", title: words.total, width: 128, input: "none" },
  { field: "item_code", title: words.itemCode, width: 112, input: "text", isExtra: true },
  { field: "unit_code", title: words.unitCode, width: 72, input: "text", isExtra: true },
  { field: "country_code", title: words.countryCode, width: 92, input: "text", isExtra: true },
  { field: "country", title: words.country, width: 120, input: "text", isExtra: true },
  { field: "customs_declaration", title: words.customs, width: 200, input: "text", isExtra: true },
  { field: "performer", title: words.performer, width: 160, input: "text", isExtra: true },
  { field: "is_service", title: words.isService, width: 84, input: "flag", isExtra: true },
];

export const isTyped = (column: LineColumn) => column.input !== "none";

export function emptyLine(vatRate: string): RecordLine {
  return {
    name: "",
    unit: "",
    quantity: null,
    price: null,
    vat_rate: vatRate,
    vat_amount: null,
    net: null,
    total: null,
    item_code: "",
    product_kind_code: "",
    unit_code: "",
    excise: null,
    country_code: "",
    country: "",
    customs_declaration: "",
    is_service: false,
    performer: "",
  };
}

/** Nothing was typed into it yet. */
export function isBlank(line: RecordLine): boolean {
  return (
    line.quantity === null &&
    line.price === null &&
    [line.name, line.unit, line.item_code, line.unit_code, line.country, line.performer].every(
      (text) => text === "",
    )
  );
}

export function labelOfRate(code: string, rates: readonly VatRateChoice[]): string {
  const known = rates.find((rate) => rate.code === code);
  if (known !== undefined) return known.label;
  if (code === "no_vat") return t.records.lines.noVat;
  return /^\d+$/.test(code) ? `${code} %` : code;
}

/** What a cell shows while nobody types in it. */
export function shownIn(line: RecordLine, field: LineField, rates: readonly VatRateChoice[]): string {
  if (field === "vat_rate") return labelOfRate(line.vat_rate, rates);
  if (field === "is_service") return line.is_service ? t.common.yes : "";
  if (field === "quantity") return decimal(line.quantity);
  if (field === "price") return decimal(line.price, 2);
  if (field === "net" || field === "vat_amount" || field === "total")
    return money(line[field]).replace(/\s*₽$/, "");
  return line[field];
}

/** What a cell holds while somebody types in it: a number without groups. */
export function typedIn(line: RecordLine, field: LineField): string {
  if (field === "is_service") return line.is_service ? "1" : "";
  if (field === "quantity" || field === "price")
    return (line[field] ?? "").replace(".", t.records.lines.point);
  return line[field] ?? "";
}

/** The rate that a person means: «20», «20%», «22 / 122», «без НДС». `null` when there is none such. */
export function rateTyped(text: string, rates: readonly VatRateChoice[]): string | null {
  const plain = (value: string) => value.toLowerCase().replace(/[\s\u00a0%]/g, "");
  const wanted = plain(text);
  if (wanted === "") return null;
  const share = /^0?[.,](\d{2})$/.exec(wanted)?.[1];
  const spelled = share === undefined ? wanted : String(Number(share));
  const found =
    rates.find((rate) => plain(rate.code) === spelled || plain(rate.label) === spelled) ??
    rates.find((rate) => plain(rate.label).startsWith(spelled));
  return found?.code ?? null;
}

/** The line with what was typed into one field, and with its amounts. */
export function withField(
  line: RecordLine,
  field: LineField,
  text: string,
  prices: PriceKind,
  rates: readonly VatRateChoice[],
): RecordLine {
  if (field === "vat_rate") {
    return recounted({ ...line, vat_rate: rateTyped(text, rates) ?? line.vat_rate }, prices);
  }
  if (field === "is_service")
    return { ...line, is_service: /^(1|да|yes|true|услуга|работа)$/i.test(text.trim()) };
  if (field === "quantity" || field === "price")
    return calculated({ ...line, [field]: typedDecimal(text) }, prices);
  if (field === "net" || field === "vat_amount" || field === "total") return line;
  return { ...line, [field]: text };
}
