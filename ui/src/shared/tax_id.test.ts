import { describe, expect, it } from "vitest";

import { innProblem, kppProblem } from "./tax_id";

describe("ИНН", () => {
  it("of companies and people passes with right check digits", () => {
    for (const inn of ["7707083893", "500100732259", " 7830002293 "]) expect(innProblem(inn)).toBeNull();
  });

  it("with one wrong digit is caught, whichever digit it is", () => {
    const right = "7707083893";
    for (let at = 0; at < right.length; at += 1) {
      const wrong = right.slice(0, at) + ((Number(right[at]) + 1) % 10) + right.slice(at + 1);
      expect(innProblem(wrong), wrong).toBe("checksum");
    }
  });

  it("of another length, with letters or empty is told apart", () => {
    expect(innProblem("77070838")).toBe("shape");
    expect(innProblem("77070838AB")).toBe("shape");
    expect(innProblem("  ")).toBe("missing");
    expect(innProblem("0000000000")).toBe("checksum");
  });
});

describe("КПП", () => {
  it("is needed by a company and forbidden to a person", () => {
    expect(kppProblem("", "7707083893")).toBe("missing");
    expect(kppProblem("773601001", "7707083893")).toBeNull();
    expect(kppProblem("7736AB001", "7707083893")).toBeNull();
    expect(kppProblem("7736аб001", "7707083893")).toBe("shape");
    expect(kppProblem("", "500100732259")).toBeNull();
    expect(kppProblem("773601001", "500100732259")).toBe("not_for_person");
  });
});
