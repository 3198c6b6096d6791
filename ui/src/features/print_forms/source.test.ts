import { describe, expect, it } from "vitest";

import { indented, lineRange, placeOf } from "./source";

const TEXT = "= Акт\n#lines(paper)\n\n#total";

describe("places in a template", () => {
  it("are found by line and column, both from one", () => {
    expect(TEXT.slice(...lineRange(TEXT, 2))).toBe("#lines(paper)");
    expect(TEXT.slice(placeOf(TEXT, 4, 2))).toBe("total");
  });

  it("never lie beyond the line or the text", () => {
    expect(placeOf(TEXT, 1, 500)).toBe(lineRange(TEXT, 1)[1]);
    expect(TEXT.slice(...lineRange(TEXT, 99))).toBe("#total");
    expect(placeOf(TEXT, 0, 0)).toBe(0);
    expect(placeOf("", 3, 3)).toBe(0);
  });
});

describe("Tab", () => {
  it("puts blanks in at the caret", () => {
    expect(indented("ab", 1, 1, false)).toEqual({ text: "a  b", from: 3, to: 3 });
  });

  it("moves all lines of a selection, and back with Shift", () => {
    const there = indented("а\nб\nв", 0, 3, false);
    expect(there).toEqual({ text: "  а\n  б\nв", from: 2, to: 7 });
    expect(indented(there.text, there.from, there.to, true).text).toBe("а\nб\nв");
  });

  it("back on a line without blanks changes nothing", () => {
    expect(indented("а\nб", 2, 2, true)).toEqual({ text: "а\nб", from: 2, to: 2 });
  });
});
