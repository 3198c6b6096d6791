import { describe, expect, it } from "vitest";

import { ASKED_BY_US, STATUS_CODES } from "../features/documents/statuses";
import { ALL_STATUSES } from "../../dev/fake/documents";
import { en } from "./en";
import { ru } from "./ru";

type Leaf = [path: string, value: unknown];

function leaves(value: unknown, path = ""): Leaf[] {
  if (typeof value !== "object" || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, child]) => leaves(child, `${path}.${key}`));
}

/** Tables that only another language than the program's own needs. */
const ONE_SIDED = /^\.(status\.labels|documents\.kinds)\./;
const paths = (catalogue: unknown) =>
  leaves(catalogue)
    .map(([path]) => path)
    .filter((path) => !ONE_SIDED.test(path))
    .sort();

const said = (value: unknown) => (typeof value === "function" ? String(value(2, 3)) : String(value));

describe("the catalogue", () => {
  it("has the same entries in both languages", () => {
    expect(paths(en)).toEqual(paths(ru));
  });

  it("leaves no entry empty", () => {
    for (const [path, value] of [...leaves(ru), ...leaves(en)]) expect(said(value).trim(), path).not.toBe("");
  });

  it("speaks calmly: no exclamation marks, no «успешно», no «ЭЦП»", () => {
    for (const [path, value] of leaves(ru)) expect(said(value), path).not.toMatch(/!|успешн|ЭЦП/i);
  });

  it("explains every status of the program in both languages and names it in English", () => {
    const codes = ALL_STATUSES.map(({ code }) => code).sort();
    expect(STATUS_CODES.slice().sort()).toEqual(codes);
    const told = [...codes, ASKED_BY_US].sort();
    expect(Object.keys(ru.status.explain).sort()).toEqual(told);
    expect(Object.keys(en.status.explain).sort()).toEqual(told);
    expect(Object.keys(en.status.labels).sort()).toEqual(told);
  });

  it("says sentences where it explains", () => {
    for (const [code, { meaning, press }] of Object.entries(ru.status.explain)) {
      expect(meaning, code).toMatch(/\.$/);
      expect(press, code).toMatch(/\.$/);
    }
  });
});
