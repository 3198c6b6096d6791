import { describe, expect, it } from "vitest";

import { usePlatform } from "../../api/client";
import type { DocumentRow, Request } from "../../api/types";
import type { Platform } from "../../platform/platform";
import { FoundPlaces, hiddenWords } from "./found.svelte";

const ROW = {
  id: 7,
  number: "А-0012",
  title: "Акт",
  issued_on: "2026-11-16",
  counterparty_name: "ООО «Кедровая роща»",
  counterparty_inn: "9644112800",
  individual_name: null,
  total: "8300.00",
  currency: "643",
} as DocumentRow;
const COLUMNS = new Set(["date", "number", "counterparty", "total"]);

describe("words that a row does not show", () => {
  it("are those that no column marks", () => {
    expect(hiddenWords(ROW, COLUMNS, ["кедр", "сургуч", "12"])).toEqual(["сургуч"]);
    expect(hiddenWords(ROW, COLUMNS, ["9644"])).toEqual(["9644"]);
    expect(hiddenWords(ROW, new Set([...COLUMNS, "inn"]), ["9644"])).toEqual([]);
    expect(hiddenWords(ROW, new Set(["number"]), ["кедр"])).toEqual(["кедр"]);
  });

  it("are asked about once for all rows, and again when a row was read anew", async () => {
    const asked: Request<"documents.found">[] = [];
    const rpc = (_: string, request: object) => {
      asked.push(request as Request<"documents.found">);
      return Promise.resolve({ places: [{ id: 7, part: "line", label: "", text: "Сургуч красный" }] });
    };
    usePlatform({ kind: "desktop", rpc } as unknown as Platform);
    const found = new FoundPlaces();
    const other = { ...ROW, id: 8 };
    const look = (row: DocumentRow) => found.of(row, COLUMNS, ["сургуч"])?.text;
    const told = () => new Promise((resolve) => setTimeout(resolve, 5));

    expect(found.of(ROW, COLUMNS, [])).toBeUndefined();
    expect(found.of(ROW, COLUMNS, ["кедр"])).toBeUndefined();
    expect([look(ROW), look(other), look(ROW)]).toEqual([undefined, undefined, undefined]);
    await told();
    expect(asked).toEqual([
      {
        rows: [
          { id: 7, words: ["сургуч"] },
          { id: 8, words: ["сургуч"] },
        ],
      },
    ]);
    expect([look(ROW), look(other)]).toEqual(["Сургуч красный", undefined]);
    expect(look({ ...ROW })).toBe("Сургуч красный");
    await told();
    expect(asked.length).toBe(2);
    expect(asked[1]?.rows.map(({ id }) => id)).toEqual([7]);
  });
});
