import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { describe, expect, it } from "vitest";

import { enLaws } from "../../text/en_laws";
import { ruLaws } from "../../text/ru_laws";
import { en } from "../../text/en";
import { ru } from "../../text/ru";
import { LAW_OF, lawOf } from "./laws";
import { ASKED_BY_US, STATUS_CODES } from "./statuses";

/** The statuses as the program itself declares them. */
function declared(): string[] {
  // The tests run in the folder of the window's page.
  const source = readFileSync(resolve(process.cwd(), "../crates/domain/src/status.rs"), "utf8");
  return [...source.matchAll(/^ {4}\w+ = "(\w+)", "[^"]+", \w+, \w+;$/gm)].map(([, code]) => code ?? "");
}

describe("«Что это значит»", () => {
  it("has meaning, button and law for every status that the program declares", () => {
    const codes = declared();
    expect(codes.length).toBeGreaterThan(25);
    expect(STATUS_CODES.slice().sort()).toEqual(codes.slice().sort());
    const told = [...codes, ASKED_BY_US].sort();
    for (const catalogue of [ru.status.explain, en.status.explain, LAW_OF]) {
      expect(Object.keys(catalogue).sort()).toEqual(told);
    }
  });

  it("names a source and how it was checked for every law, in both languages", () => {
    expect(Object.keys(enLaws).sort()).toEqual(Object.keys(ruLaws).sort());
    for (const [code, law] of [...Object.entries(ruLaws), ...Object.entries(enLaws)]) {
      expect(law.says, code).toMatch(/\.$/);
      expect(law.source.length, code).toBeGreaterThan(5);
      expect(law.says, code).not.toMatch(/!|успешн/i);
      expect(ru.status.checked[law.checked], code).not.toBe("");
    }
    for (const code of Object.keys(ruLaws)) {
      expect(enLaws[code]?.checked, code).toBe(ruLaws[code as keyof typeof ruLaws].checked);
    }
  });

  it("has no law that stands behind no status, and none for a status of a newer program", () => {
    expect([...new Set(Object.values(LAW_OF))].sort()).toEqual(Object.keys(ruLaws).sort());
    expect(lawOf("signed_on_the_moon", "ru")).toEqual(ruLaws.none);
    expect(lawOf("receipt_required", "en")).toEqual(enLaws["receipt"]);
  });
});
