import { describe, expect, it } from "vitest";

import { enCount, ruCount } from "../../text/plural";
import { day, dayOf, instant, shortInstant } from "./dates";
import { compareDecimals, decimal, money, sum } from "./money";
import { fileSize } from "./size";

const plain = (text: string) => text.replaceAll(/[\u202f\u00a0]/g, " ");

describe("money", () => {
  it("is grouped by three, has kopecks and the sign of the rouble", () => {
    expect(plain(money("12345.67"))).toBe("12 345,67 ₽");
    expect(plain(money("1000000"))).toBe("1 000 000,00 ₽");
    expect(plain(money("0.5"))).toBe("0,50 ₽");
    expect(plain(money("-418250.00"))).toBe("−418 250,00 ₽");
  });

  it("never breaks over two lines", () => {
    expect(money("12345.67")).not.toMatch(/ /);
  });

  it("names a currency without a sign by its code", () => {
    expect(plain(money("10", "398"))).toBe("10,00 398");
  });

  it("of an absent sum is nothing", () => {
    expect(money(null)).toBe("");
  });

  it("keeps more digits than a binary fraction could", () => {
    expect(plain(decimal("9007199254740993.12345678901"))).toBe("9 007 199 254 740 993,12345678901");
  });

  it("adds up exactly where binary fractions would not", () => {
    expect(sum(["0.10", "0.20", null, "1000000000000.70"])).toBe("1000000000001.00");
    expect(sum(["-0.05", "0.02"])).toBe("-0.03");
  });

  it("is ordered by value, absent sums first", () => {
    expect(["10", null, "9.5", "100"].sort(compareDecimals)).toEqual([null, "9.5", "10", "100"]);
  });
});

describe("dates", () => {
  const now = new Date(2026, 10, 21, 15, 30);
  const at = (hours: number) => new Date(2026, 10, 21, hours, 2).toISOString();

  it("of documents are written day, month, year in any time zone", () => {
    expect(day("2026-11-21")).toBe("21.11.2026");
    expect(day(null)).toBe("");
  });

  it("of today and yesterday are said in words", () => {
    expect(instant(at(9), now)).toBe("сегодня 09:02");
    expect(instant(at(-3), now)).toBe("вчера 21:02");
    expect(instant(at(-30), now)).toMatch(/^19\.11\.2026.18:02$/);
  });

  it("of an instant are those of the person's own calendar", () => {
    expect(dayOf(new Date(2026, 10, 22, 0, 14).toISOString())).toBe("2026-11-22");
    expect(dayOf(new Date(2026, 0, 1, 23, 59).toISOString())).toBe("2026-01-01");
  });

  it("beside the light are as short as they can be", () => {
    expect(shortInstant(at(9), now)).toBe("09:02");
  });
});

describe("counted words", () => {
  it("agree in case", () => {
    const documents = (count: number) => plain(ruCount(count, "документ", "документа", "документов"));
    expect([1, 2, 5, 11, 21, 22, 112, 1001].map(documents)).toEqual([
      "1 документ",
      "2 документа",
      "5 документов",
      "11 документов",
      "21 документ",
      "22 документа",
      "112 документов",
      "1 001 документ",
    ]);
    expect([0, 1, 2].map((count) => enCount(count, "document", "documents"))).toEqual([
      "0 documents",
      "1 document",
      "2 documents",
    ]);
  });
});

describe("file sizes", () => {
  it("are short", () => {
    expect([512, 14_582, 184_320, 5_452_595].map((bytes) => plain(fileSize(bytes)))).toEqual([
      "512 Б",
      "14,2 КБ",
      "180 КБ",
      "5,2 МБ",
    ]);
  });
});
