import { describe, expect, it } from "vitest";

import { countWords, sinceWords } from "./words";

const NOW = new Date(2026, 10, 23, 9, 5);
const at = (day: number, month = 10, year = 2026) => new Date(year, month, day, 18, 40).toISOString();

describe("since when", () => {
  it.each([
    [new Date(2026, 10, 23, 8, 2).toISOString(), "С 08:02"],
    [at(22), "Со вчерашнего дня"],
    [at(20), "С пятницы, 20 ноября"],
    [at(17), "Со вторника, 17 ноября"],
    [at(16), "С 16 ноября"],
    [at(2), "Со 2 ноября"],
    [at(12), "С 12 ноября"],
    [at(30, 11, 2025), "С 30 декабря 2025"],
  ])("%s is «%s»", (moment, words) => expect(sinceWords(moment, NOW)).toBe(words));
});

describe("what happened", () => {
  const count = (code: string, count: number) => ({ code, label: "Ошибка отправки", count });
  it("is told with the largest first, small parts in one number", () => {
    const told = [count("rejected", 1), count("signed_by_them", 12), count("completed", 5), count("sent", 3)];
    expect(countWords(told)).toBe("подписано 12, завершено 5, отправлено 3, отказано 1");
    const more = [...told, count("delivered", 2), count("sending", 4)];
    expect(countWords(more)).toBe("подписано 12, завершено 5, отправляется 4, отказано 1, ещё 5");
  });
  it("keeps the words of the program for a status that this window does not know", () => {
    expect(countWords([count("from_tomorrow", 2)])).toBe("ошибка отправки 2");
  });
});
