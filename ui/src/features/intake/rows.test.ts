import { describe, expect, it } from "vitest";

import type { StagedRow } from "../../api/types";
import {
  byToken,
  canTake,
  type IntakeRow,
  reportOf,
  reportText,
  tickedAtFirst,
  twins,
  withResults,
} from "./rows";

const staged = (name: string, changes: Partial<StagedRow> = {}): StagedRow => ({
  index: 0,
  name,
  kind_label: "УПД",
  number: name,
  issued_on: "2026-11-21",
  total: "1200.00",
  counterparty_name: "ООО «Ромашка»",
  counterparty_inn: "7707083893",
  firm_name: "ООО «Сургучный двор»",
  is_guess: false,
  duplicate_of: null,
  warnings: [],
  error: null,
  ...changes,
});
const row = (key: number, one: StagedRow, token: string | null = "a"): IntakeRow => ({
  key,
  token,
  staged: { ...one, index: key },
  outcome: null,
});
const refusal = { code: "malformed", message: "Это не УПД." };

describe("the preview of files", () => {
  const rows = [
    row(1, staged("ПЗ-1")),
    row(2, staged("ПЗ-2", { duplicate_of: { id: 9, label: "УПД № ПЗ-2" } })),
    row(3, staged("ПЗ-3", { error: refusal })),
    row(4, staged("ещё раз ПЗ-1", { number: "ПЗ-1" })),
    row(5, staged("скан.pdf", { number: "", issued_on: null }), "b"),
    row(6, staged("скан ещё.pdf", { number: "", issued_on: null }), "b"),
  ];

  it("ticks what is new, and neither what is known, nor what repeats, nor what cannot be read", () => {
    expect([...tickedAtFirst(rows)]).toEqual([1, 5, 6]);
  });

  it("takes two files for the same paper only when number and date were recognised", () => {
    expect([...twins(rows)]).toEqual([[4, "ПЗ-1"]]);
  });

  it("lets a person tick a duplicate, but never a file that was not read", () => {
    expect(rows.filter(canTake).map(({ key }) => key)).toEqual([1, 2, 4, 5, 6]);
  });

  it("asks for the ticked rows of each batch by their own indexes", () => {
    expect([...byToken(rows, new Set([1, 3, 4, 6]))]).toEqual([
      ["a", [1, 4]],
      ["b", [6]],
    ]);
  });

  it("tells of every row what became of it, and takes nothing twice", () => {
    const after = withResults(rows, "a", [
      { index: 1, name: "ПЗ-1", document_id: 7, already_known: false },
      { index: 2, name: "ПЗ-2", document_id: 9, already_known: true },
      {
        index: 4,
        name: "ПЗ-1",
        already_known: false,
        error: { code: "disk", message: "На диске нет места." },
      },
    ]);
    const report = reportOf(after);
    expect([report.added, report.known]).toEqual([1, 1]);
    expect(report.failed.map(({ message }) => message)).toEqual(["Это не УПД.", "На диске нет места."]);
    expect(after.filter(canTake).map(({ key }) => key)).toEqual([4, 5, 6]);
    const words = { added: "Добавлен", known: "Уже был", duplicate: "Уже есть:" };
    expect(reportText(after, words).split("\n").slice(0, 3)).toEqual([
      "ПЗ-1\tДобавлен",
      "ПЗ-2\tУже был",
      "ПЗ-3\tЭто не УПД.",
    ]);
  });

  it("does not mix up rows of different batches with the same index", () => {
    const both = [row(1, staged("ПЗ-1"), "a"), row(1, staged("ПЗ-2"), "b")];
    const after = withResults(both, "b", [{ index: 1, name: "ПЗ-2", already_known: false }]);
    expect(after.map(({ outcome }) => outcome?.state ?? null)).toEqual([null, "added"]);
  });
});
