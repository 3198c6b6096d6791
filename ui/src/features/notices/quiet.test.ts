import { describe, expect, it } from "vitest";

import { endOf, typedTime } from "./quiet";

describe("quiet hours", () => {
  it("are read as people type them", () => {
    const typed = ["22:00", "22.30", "2215", "8", " 08:05 ", "0"].map(typedTime);
    expect(typed).toEqual(["22:00", "22:30", "22:15", "08:00", "08:05", "00:00"]);
    expect(["", "24:00", "12:60", "полночь", "123"].map(typedTime)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      "01:23",
    ]);
  });

  it("may end the next day", () => {
    expect([endOf("22:00", "08:00"), endOf("12:00", "13:00"), endOf("00:00", "00:00")]).toEqual([
      "next",
      "same",
      "whole",
    ]);
  });
});
