import { grouped } from "../shared/format/number";

/** «1 документ», «2 документа», «5 документов». */
export function ruCount(count: number, one: string, few: string, many: string): string {
  return `${grouped(count)} ${ruForm(count, one, few, many)}`;
}

/** The form alone: «документа». Rules of CLDR for whole numbers. */
export function ruForm(count: number, one: string, few: string, many: string): string {
  const [ten, hundred] = [count % 10, count % 100];
  if (ten === 1 && hundred !== 11) return one;
  return ten >= 2 && ten <= 4 && (hundred < 12 || hundred > 14) ? few : many;
}

/** “1 document”, “2 documents”. */
export function enCount(count: number, one: string, other: string): string {
  return `${grouped(count)} ${count === 1 ? one : other}`;
}
