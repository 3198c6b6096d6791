/** Rows copied from a spreadsheet, put into the lines of a record. */
import type { PriceKind, RecordLine, VatRateChoice } from "../../../api/types";
import { emptyLine, isBlank, isTyped, type LineColumn, type LineField, withField } from "./line_fields";

/** The most lines that a record may get by pasting: a sheet has a million rows, a paper never. */
export const MOST_LINES = 20_000;

/** Cells of a text as spreadsheets copy it: tabs, line ends, quotes around what holds either. */
export function parseCells(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? "";
    if (isQuoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (sign === '"' && cell === "" && closesAsCell(text, at)) isQuoted = true;
    else if (sign === "\t") {
      row.push(cell);
      cell = "";
    } else if (sign === "\n" || sign === "\r") {
      if (sign === "\r" && text[at + 1] === "\n") at += 1;
      rows.push([...row, cell]);
      row = [];
      cell = "";
    } else cell += sign;
  }
  if (cell !== "" || row.length > 0) rows.push([...row, cell]);
  return rows.map((cells) => cells.map((value) => value.replace(/\s*[\r\n]+\s*/g, " ").trim()));
}

/** A quote that ends where a cell ends; otherwise it belongs to the words: `"Ромашка" белая`. */
function closesAsCell(text: string, from: number): boolean {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] !== '"') continue;
    if (text[at + 1] === '"') at += 1;
    else return text[at + 1] === undefined || /[\t\r\n]/.test(text[at + 1] ?? "");
  }
  return false;
}

const HEADINGS: [LineField, RegExp][] = [
  ["name", /^(наименование|название|товар|номенклатура|услуга|работа)/i],
  ["unit_code", /^(код ед|океи)/i],
  ["unit", /^(ед|единица)/i],
  ["quantity", /^(кол|количество)/i],
  ["price", /^цена/i],
  ["vat_rate", /^(ставка|% ?ндс|ндс,? ?%)/i],
  ["item_code", /^(код|артикул)/i],
  ["country", /^страна/i],
  ["customs_declaration", /^(гтд|рнпт|номер декларации|таможенн|регистрационный номер)/i],
  ["performer", /^исполнитель/i],
];

/** Fields by the words of a heading row; `null` when the row is none. */
export function fieldsOfHeading(cells: string[]): (LineField | null)[] | null {
  const fields = cells.map((cell) => HEADINGS.find(([, words]) => words.test(cell))?.[0] ?? null);
  return fields.filter((field) => field !== null).length >= 2 && fields.includes("name") ? fields : null;
}

export interface Pasted {
  lines: RecordLine[];
  /** Rows that were put in. */
  count: number;
  /** Rows left out because a record would get too long. */
  skipped: number;
}

/**
 * Puts cells into the lines from the given place on. A heading row says itself which column is which; without one the
 * cells go into the shown columns in their order. Blank rows are left out.
 */
export function paste(
  lines: readonly RecordLine[],
  cells: string[][],
  from: { row: number; column: number },
  columns: readonly LineColumn[],
  vat: { prices: PriceKind; rates: readonly VatRateChoice[]; rate: string },
): Pasted {
  const heading = fieldsOfHeading(cells[0] ?? []);
  const fields =
    heading ??
    columns
      .slice(from.column)
      .filter(isTyped)
      .map(({ field }) => field);
  const rows = (heading === null ? cells : cells.slice(1)).filter((row) => row.some((cell) => cell !== ""));
  const room = Math.max(0, MOST_LINES - from.row);
  const result = [...lines];
  rows.slice(0, room).forEach((row, offset) => {
    const at = from.row + offset;
    let line = result[at] ?? emptyLine(vat.rate);
    row.forEach((text, index) => {
      const field = fields[index];
      if (field !== undefined && field !== null) line = withField(line, field, text, vat.prices, vat.rates);
    });
    result[at] = line;
  });
  const kept = result.filter((line, index) => index < from.row || !isBlank(line));
  return { lines: kept, count: Math.min(rows.length, room), skipped: Math.max(0, rows.length - room) };
}
