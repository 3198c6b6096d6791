/** What the program found wrong, by the place where it is to be shown. */
import type { FieldProblem } from "../../../api/types";

/** `lines[3].price`, `lines.3.price`: rows from 0. */
const IN_LINE = /^lines[.[](\d+)\]?\.?(.*)$/;

/** Sentences by row and field. */
export function problemsByLine(problems: readonly FieldProblem[]): Map<number, Map<string, string>> {
  const found = new Map<number, Map<string, string>>();
  for (const { field, sentence } of problems) {
    const match = IN_LINE.exec(field);
    if (match === null) continue;
    const row = Number(match[1]);
    const fields = found.get(row) ?? new Map<string, string>();
    fields.set(match[2] === "" ? "name" : (match[2] ?? "name"), sentence);
    found.set(row, fields);
  }
  return found;
}

/** The sentence of a field of the record itself; `""` when it is right. */
export function problemOf(problems: readonly FieldProblem[], ...fields: string[]): string {
  return problems.find(({ field }) => fields.includes(plain(field)))?.sentence ?? "";
}

/** Problems that belong to none of the fields that the form shows. */
export function otherProblems(problems: readonly FieldProblem[], shown: string[]): FieldProblem[] {
  return problems.filter(({ field }) => !IN_LINE.test(field) && !shown.includes(plain(field)));
}

/** The form does not care in which part of the record a field is kept. */
function plain(field: string): string {
  return field.replace(/^details\./, "");
}
