import { describe, expect, it } from "vitest";

import { markedPieces } from "./marks";

const marked = (text: string, ...words: string[]) =>
  markedPieces(text, words)
    .map((piece) => (piece.isMarked ? `[${piece.text}]` : piece.text))
    .join("");

describe("found words", () => {
  it("are marked whatever their case and their ё, and the shortest at the beginning of a word alone", () => {
    expect(marked("АО «Северный порт»", "сев", "порт")).toBe("АО «[Сев]ерный [порт]»");
    expect(marked("Счёт Аэропорта", "счет", "порт")).toBe("[Счёт] Аэро[порт]а");
    expect(marked("Аэропорт порта", "по")).toBe("Аэропорт [по]рта");
    expect(marked("А-0007", "7")).toBe("А-000[7]");
    expect(marked("А-1007", "7")).toBe("А-1007");
  });

  it("do not stretch over two words of the text", () => {
    expect(marked("мясо по рту", "порт")).toBe("мясо по рту");
    expect(marked("Северный порт", "северный порт")).toBe("[Северный порт]");
  });

  it("are found through the marks that a sum and a number are written with", () => {
    expect(marked("12\u00a0345,67\u00a0₽", "12345.67")).toBe("[12\u00a0345,67]\u00a0₽");
    expect(marked("А-206", "а206")).toBe("[А-206]");
  });

  it("stay text: what looks like markup is a word like any other", () => {
    expect(markedPieces("<b>порт</b>", ["порт"])).toEqual([
      { text: "<b>", isMarked: false },
      { text: "порт", isMarked: true },
      { text: "</b>", isMarked: false },
    ]);
    expect(markedPieces("порт", ["", "«»"])).toEqual([{ text: "порт", isMarked: false }]);
  });
});
