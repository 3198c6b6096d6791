import { describe, expect, it } from "vitest";

import { nextDay, typedDay } from "./typed_day";

const NOW = new Date(2026, 10, 21);

describe("a typed day", () => {
  it.each([
    ["21.11.2026", "2026-11-21"],
    ["1.2.26", "2026-02-01"],
    ["21/11/2026", "2026-11-21"],
    ["211126", "2026-11-21"],
    ["21112026", "2026-11-21"],
    ["2111", "2026-11-21"],
    ["5.3", "2026-03-05"],
    ["2026-11-21", "2026-11-21"],
  ])("«%s» is %s", (typed, day) => expect(typedDay(typed, NOW)).toBe(day));

  it("there is no thirtieth of February and no thirteenth month", () => {
    expect(typedDay("30.02.2026", NOW)).toBeUndefined();
    expect(typedDay("01.13.2026", NOW)).toBeUndefined();
    expect(typedDay("29.02.2028", NOW)).toBe("2028-02-29");
    expect(typedDay("завтра", NOW)).toBeUndefined();
  });

  it("an emptied field is no day", () => expect(typedDay("  ", NOW)).toBeNull());

  it("a day on or back crosses months and years", () => {
    expect(nextDay("2026-12-31", 1)).toBe("2027-01-01");
    expect(nextDay("2026-03-01", -1)).toBe("2026-02-28");
  });
});
