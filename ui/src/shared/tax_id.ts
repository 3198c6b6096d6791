/** ИНН and КПП as a person types them. The program checks again; this is to answer at once. */

export type InnProblem = "missing" | "shape" | "checksum";
export type KppProblem = "missing" | "shape" | "not_for_person";

const TEN = [2, 4, 10, 3, 5, 9, 4, 6, 8];
const ELEVENTH = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
const TWELFTH = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];

/** Checksum rules: приказ ФНС России ЕД-7-14/559@. `null` when the number is right. */
export function innProblem(text: string): InnProblem | null {
  const inn = text.trim();
  if (inn === "") return "missing";
  if (!/^(\d{10}|\d{12})$/.test(inn)) return "shape";
  const digits = [...inn].map(Number);
  const check = (weights: number[]) =>
    (weights.reduce((sum, weight, index) => sum + weight * (digits[index] ?? 0), 0) % 11) % 10;
  const fits =
    inn.length === 10
      ? check(TEN) === digits[9]
      : check(ELEVENTH) === digits[10] && check(TWELFTH) === digits[11];
  return fits && !/^0+$/.test(inn) ? null : "checksum";
}

/** Twelve digits belong to a person or entrepreneur. */
export function isPersonal(inn: string): boolean {
  return inn.trim().length === 12;
}

/** `null` when the number fits the ИНН it stands beside. */
export function kppProblem(text: string, inn: string): KppProblem | null {
  const kpp = text.trim();
  if (isPersonal(inn)) return kpp === "" ? null : "not_for_person";
  if (kpp === "") return "missing";
  return /^\d{4}[\dA-Z]{2}\d{3}$/.test(kpp) ? null : "shape";
}
