import { describe, expect, it } from "vitest";

import { usePlatform } from "../../api/client";
import type { DocumentRow, Request } from "../../api/types";
import type { Platform } from "../../platform/platform";
import { DocumentList } from "./document_list.svelte";

type Question = Request<"documents.list">;

/** So many documents, numbered in the order of the list. */
function programWith(documents: number) {
  const asked: Question[] = [];
  const held: { question: Question; release: () => void; answer: () => void }[] = [];
  let isHolding = false;
  const answer = ({ after, back, limit: most }: Question) => {
    const limit = most ?? 100;
    const to = back == null ? documents : Number(back.before ?? documents);
    const from = back == null ? Number(after ?? 0) : Math.max(0, to - limit);
    const end = Math.min(to, from + limit);
    return {
      rows: Array.from({ length: end - from }, (_, at) => ({ id: from + at }) as DocumentRow),
      next: back == null && end < documents ? String(end) : null,
      previous: back != null && from > 0 ? String(from) : null,
      counts: [],
      terms: [],
    };
  };
  const rpc = (command: string, request: object) => {
    if (command === "documents.totals")
      return Promise.resolve({ count: Math.min(10_000, documents), is_more: documents > 10_000, sums: [] });
    const question = request as Question;
    asked.push(question);
    // As the program does: a newer question of the same part ends the older one.
    const cancelled = { code: "work_cancelled", message: "Вопрос сменился новым.", retryable: false };
    return new Promise((resolve, reject) => {
      for (const one of held.splice(0)) one.release();
      if (!isHolding) return resolve(answer(question));
      held.push({
        question,
        release: () => reject(cancelled as unknown as Error),
        answer: () => resolve(answer(question)),
      });
    });
  };
  usePlatform({ kind: "desktop", rpc } as unknown as Platform);
  return {
    asked,
    hold: (holds: boolean) => (isHolding = holds),
    answer: () => held.splice(0).forEach((one) => one.answer()),
  };
}

const ids = (list: DocumentList) => list.rows.map(({ id }) => id);

describe("the rows of the registry", () => {
  it("are asked under the name of their part of the window, every time the same", async () => {
    const { asked } = programWith(500);
    const list = new DocumentList();
    await list.ask({ query: "порт" });
    await list.more(400);
    expect(asked.length).toBeGreaterThan(1);
    expect(new Set(asked.map(({ pane }) => pane)).size).toBe(1);
    expect(asked[0]?.pane).toMatch(/^registry-/);
  });

  it("a question that a newer one ended is dropped without a word", async () => {
    const program = programWith(500);
    const list = new DocumentList();
    program.hold(true);
    const older = list.ask({ query: "по" });
    program.hold(false);
    await Promise.all([older, list.ask({ query: "порт" })]);
    expect(program.asked.map(({ filter }) => filter?.query)).toEqual(["по", "порт"]);
    expect(list.error).toBeNull();
    expect(list.isLoading).toBe(false);
    expect(ids(list)).toHaveLength(200);
  });

  it("read again while they change all the time come to an end each time, and once more after the last change", async () => {
    const program = programWith(500);
    const list = new DocumentList();
    await list.ask({});
    program.hold(true);
    const first = list.refresh();
    const later = [list.refresh(), list.refresh(), list.refresh()];
    expect(program.asked).toHaveLength(2);
    program.hold(false);
    program.answer();
    await Promise.all([first, ...later]);
    expect(program.asked).toHaveLength(3);
    expect(list.error).toBeNull();
    await list.refresh();
    expect(program.asked).toHaveLength(4);
  });

  it("far below what is looked at are not read again, and come back when they are", async () => {
    const { asked } = programWith(20_000);
    const list = new DocumentList();
    await list.ask({});
    await list.more(6000);
    expect(ids(list)).toHaveLength(6000);
    const before = asked.length;
    await list.refresh(40);
    expect(asked).toHaveLength(before + 1);
    expect(ids(list)).toHaveLength(1000);
    expect(list.hasMore).toBe(true);
    // The place of the others stays, so that nothing jumps.
    expect(list.count).toBe(10_000);
    await list.more(2500);
    expect(ids(list)).toEqual(Array.from({ length: 2500 }, (_, at) => at));
    await list.refresh(2500);
    expect(ids(list)).toHaveLength(2500);
  });

  it("whoever scrolls while the list is read again does not end that reading", async () => {
    const program = programWith(500);
    const list = new DocumentList();
    await list.ask({});
    const again = list.refresh();
    await Promise.all([list.more(400), again]);
    expect(program.asked).toHaveLength(2);
    expect(list.error).toBeNull();
  });

  it("of a million end with the millionth, and are read backwards from there", async () => {
    const { asked } = programWith(1_000_000);
    const list = new DocumentList();
    await list.ask({ direction: "outbound" });
    await list.toEnd();
    expect(list.isAtEnd).toBe(true);
    expect(list.hasMore).toBe(false);
    expect(ids(list).at(-1)).toBe(999_999);
    expect(asked).toHaveLength(2);
    // Every row that is here is read, and they are not all.
    expect(list.isWhole).toBe(false);
    await list.before();
    expect(ids(list)).toEqual(Array.from({ length: 400 }, (_, at) => 999_600 + at));
    await list.refresh();
    expect(ids(list)).toHaveLength(400);
    expect(ids(list).at(-1)).toBe(999_999);
    await list.toStart();
    expect(list.isAtEnd).toBe(false);
    expect(ids(list)[0]).toBe(0);
    expect(list.count).toBe(10_000);
  });

  it("of a list that can be walked are simply read on", async () => {
    programWith(2300);
    const list = new DocumentList();
    await list.ask({});
    await list.toEnd();
    expect(list.isAtEnd).toBe(false);
    expect(list.isWhole).toBe(true);
    expect(ids(list)).toHaveLength(2300);
  });
});
