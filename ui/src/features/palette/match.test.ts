import { describe, expect, it } from "vitest";

import { isOneSlip, marks, score, swapped } from "./match";

const LINES = [
  "Задачи",
  "Документы",
  "Отправка",
  "Контрагенты",
  "Обзор",
  "Настройки",
  "Печатные формы",
  "Виды документов",
  "Создать: Счёт на оплату",
  "Обменяться с оператором",
];
const best = (typed: string) =>
  LINES.map((line) => ({ line, points: score(typed, line) }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points)
    .map(({ line }) => line);

describe("a command is found", () => {
  it.each([
    ["док", "Документы"],
    ["ljrevtyns", "Документы"],
    ["LJR", "Документы"],
    ["настройка", "Настройки"],
    ["нстройки", "Настройки"],
    ["kontragent", undefined],
    ["rjynhfutyns", "Контрагенты"],
    ["счет", "Создать: Счёт на оплату"],
    ["созд счёт", "Создать: Счёт на оплату"],
    ["оплату счет", "Создать: Счёт на оплату"],
    ["пф", "Печатные формы"],
    ["ga", "Печатные формы"],
    ["опеартором", "Обменяться с оператором"],
    ["яблоко", undefined],
  ])("by «%s»: %s", (typed, line) => expect(best(typed)[0]).toBe(line));

  it("with the beginning of its name before one that has the word further on", () => {
    expect(best("док").slice(0, 2)).toEqual(["Документы", "Виды документов"]);
  });

  it("by words that are not on the line, after those that say them", () => {
    expect(score("импорт", "Загрузить документы", "файлы импорт")).toBeGreaterThan(0);
    expect(score("документы", "Настройки", "документы")).toBeLessThan(score("документы", "Документы"));
  });

  it("not at all when one of the words is missing", () => {
    expect(score("создать яблоко", "Создать: Счёт на оплату")).toBe(0);
  });
});

describe("the other layout", () => {
  it("is that of the same keys", () => {
    expect(swapped("ljrevtyns")).toBe("документы");
    expect(swapped("гзв")).toBe("upd");
    expect(swapped("[fhmrjd")).toBe("харьков");
  });
});

describe("a slip of the finger", () => {
  it.each([
    ["документ", "докумет", true],
    ["докумнет", "документ", true],
    ["дохумент", "документ", true],
    ["документ", "документ", true],
    ["дохумемт", "документ", false],
    ["док", "документ", false],
  ])("«%s» for «%s»: %s", (typed, word, is) => expect(isOneSlip(typed, word)).toBe(is));
});

describe("what was typed is marked", () => {
  const marked = (typed: string, label: string) => marks(typed, label).map(([a, b]) => label.slice(a, b));
  it("at the beginning of a word, in either layout", () => {
    expect(marked("счет", "Создать: Счёт на оплату")).toEqual(["Счёт"]);
    expect(marked("cxtn", "Создать: Счёт на оплату")).toEqual(["Счёт"]);
    expect(marked("созд опл", "Создать: Счёт на оплату")).toEqual(["Созд", "опл"]);
  });
  it("and nothing where only a slip was found", () => {
    expect(marked("докумнет", "Документы")).toEqual([]);
  });
});
