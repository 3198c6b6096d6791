const russian = new Intl.PluralRules("ru");
const english = new Intl.PluralRules("en");
const russianNumber = new Intl.NumberFormat("ru");
const englishNumber = new Intl.NumberFormat("en");

/** «1 документ», «2 документа», «5 документов». */
export function ruCount(count: number, one: string, few: string, many: string): string {
  return `${russianNumber.format(count)} ${ruForm(count, one, few, many)}`;
}

/** The form alone: «документа». */
export function ruForm(count: number, one: string, few: string, many: string): string {
  const rule = russian.select(count);
  return rule === "one" ? one : rule === "few" ? few : many;
}

/** “1 document”, “2 documents”. */
export function enCount(count: number, one: string, other: string): string {
  return `${englishNumber.format(count)} ${english.select(count) === "one" ? one : other}`;
}
