import { afterEach, describe, expect, it, vi } from "vitest";

import { usePlatform } from "../../api/client";
import type { DocumentTotals, Request } from "../../api/types";
import type { Platform } from "../../platform/platform";
import { SelectionTotals } from "./totals.svelte";

type Question = Request<"documents.totals">;

const MILLION: DocumentTotals = {
  count: 1_000_000,
  is_more: false,
  sums: [{ currency: "643", total: "12345678.90" }],
};

/** A program with a million documents, that takes its time to sum them. */
function bigProgram() {
  const asked: Question[] = [];
  let sum: (whole: DocumentTotals) => void = () => undefined;
  const rpc = (_: string, request: object) => {
    const question = request as Question;
    asked.push(question);
    if (question.selection.ids?.length === 0) return Promise.resolve({ count: 0, is_more: false, sums: [] });
    if (question.whole === true) return new Promise((resolve) => (sum = resolve));
    return Promise.resolve({ count: 10_000, is_more: true, sums: [{ currency: "643", total: "1.00" }] });
  };
  usePlatform({ kind: "desktop", rpc } as unknown as Platform);
  return { asked, answer: () => sum(MILLION) };
}

afterEach(() => void vi.useRealTimers());

describe("what is selected", () => {
  it("is counted at once as far as that goes, and summed as a whole behind the rows", async () => {
    vi.useFakeTimers();
    const program = bigProgram();
    const totals = new SelectionTotals();
    totals.follow({ filter: {} }, []);
    await vi.advanceTimersByTimeAsync(200);
    expect(totals.count).toMatch(/^больше 10.000 документов$/);
    expect(totals.words).toBe("");
    expect(totals.isSumming).toBe(true);
    program.answer();
    await vi.advanceTimersByTimeAsync(0);
    expect(totals.isSumming).toBe(false);
    expect(totals.count).toMatch(/^1.000.000 документов$/);
    expect(totals.words).toMatch(/^12.345.678,90.₽$/);
  });

  it("and left again is summed no further, and a late sum is nobody's", async () => {
    vi.useFakeTimers();
    const program = bigProgram();
    const totals = new SelectionTotals();
    const leave = totals.follow({ filter: {} }, []);
    await vi.advanceTimersByTimeAsync(200);
    leave();
    expect(program.asked.at(-1)).toMatchObject({ selection: { ids: [] }, whole: true });
    expect(new Set(program.asked.slice(1).map(({ pane }) => pane)).size).toBe(1);
    program.answer();
    await vi.advanceTimersByTimeAsync(0);
    expect(totals.isSumming).toBe(false);
    expect(totals.words).toBe("");
  });
});
