import { describe, expect, it } from "vitest";

import { columnsOf, type Days } from "./periods";

const SUNDAY = "2026-11-22";
const one = (day: string) => ({ day, sent: 2, signed: 1, refused: 0 });
const counts = ["2026-11-22", "2026-11-20", "2026-11-16", "2026-11-15", "2026-10-31"].map(one);

describe("the columns of the chart", () => {
  it("of a week are its days, those without anything too", () => {
    const columns = columnsOf(counts, 7, SUNDAY);
    expect(columns.map(({ from, sent }) => [from, sent])).toEqual([
      ["2026-11-16", 2],
      ["2026-11-17", 0],
      ["2026-11-18", 0],
      ["2026-11-19", 0],
      ["2026-11-20", 2],
      ["2026-11-21", 0],
      ["2026-11-22", 2],
    ]);
  });

  it("of ninety days are weeks from Monday to Sunday", () => {
    const last = columnsOf(counts, 90, SUNDAY).at(-1);
    expect(last).toMatchObject({ from: "2026-11-16", to: SUNDAY, sent: 6, label: "16.11–22.11.2026" });
  });

  it("of a year are months", () => {
    const columns = columnsOf(counts, 365, SUNDAY);
    expect(columns.slice(-2).map(({ mark, sent }) => [mark, sent])).toEqual([
      ["окт", 2],
      ["ноя", 8],
    ]);
  });

  it.each([7, 30, 90, 365] as Days[])("of %i days leave no day out and count none twice", (days) => {
    const every = columnsOf([], days, SUNDAY);
    const all = every.reduce(
      (sum, { from, to }) => sum + (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1,
      0,
    );
    expect(all).toBe(days);
    expect(every.at(-1)?.to).toBe(SUNDAY);
  });
});
