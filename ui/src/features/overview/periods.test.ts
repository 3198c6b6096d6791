import { describe, expect, it } from "vitest";

import { columnsOf } from "./periods";

const bar = (from: string, to = from) => ({ from, to, sent: 2, signed: 1, refused: 0 });

describe("the columns of the chart", () => {
  it("of a week are all marked, those of a month by their Mondays", () => {
    const days = ["2026-11-15", "2026-11-16", "2026-11-17"].map((day) => bar(day));
    expect(columnsOf(days, 7).map(({ mark }) => mark)).toEqual(["15.11", "16.11", "17.11"]);
    expect(columnsOf(days, 30).map(({ mark }) => mark)).toEqual(["", "16.11", ""]);
    expect(columnsOf(days, 7)[0]?.label).toBe("15.11.2026");
  });

  it("of ninety days are weeks, and a cut one says what it holds", () => {
    const weeks = [bar("2026-11-12", "2026-11-15"), bar("2026-11-16", "2026-11-22")];
    expect(columnsOf(weeks, 90)).toMatchObject([
      { label: "12.11–15.11.2026", mark: "12.11" },
      { label: "16.11–22.11.2026", mark: "", sent: 2, signed: 1 },
    ]);
  });

  it("of a year are months", () => {
    const months = [bar("2026-10-01", "2026-10-31"), bar("2026-11-01", "2026-11-22")];
    expect(columnsOf(months, 365).map(({ mark }) => mark)).toEqual(["окт", "ноя"]);
  });
});
