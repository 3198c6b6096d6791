import { expect, test } from "vitest";

import type { DocumentRow, Obligation } from "../../api/types";
import { dueFirst, inOrderOfTerms, isLate } from "./tasks";

const owed = (due_on: string | null, by: Obligation["by"] = "us"): Obligation => ({
  kind: "receipt_notice",
  by,
  since: "2026-11-20T06:00:00Z",
  due_on,
  is_due_firm: false,
});
const row = (id: number) => ({ id }) as DocumentRow;

test("what others owe is not ours to do, and what has a term comes before what has none", () => {
  expect(dueFirst([owed("2026-11-01", "them")])).toBeUndefined();
  expect(dueFirst([owed(null), owed("2026-11-24"), owed("2026-11-23")])?.due_on).toBe("2026-11-23");
});

test("rows stand by their terms, the others behind them as they came", () => {
  const terms = new Map([
    [2, owed("2026-11-24")],
    [3, owed(null)],
    [4, owed("2026-11-23")],
  ]);
  const ordered = inOrderOfTerms([row(1), row(2), row(3), row(4)], terms);
  expect(ordered.map(({ id }) => id)).toEqual([4, 2, 1, 3]);
});

test("a term is over when its last day is", () => {
  expect(isLate(owed("2026-11-22"), "2026-11-23")).toBe(true);
  expect(isLate(owed("2026-11-23"), "2026-11-23")).toBe(false);
  expect(isLate(owed(null), "2026-11-23")).toBe(false);
});
