import { expect, test } from "vitest";

import type { DocumentRow, Obligation } from "../../api/types";
import { statusesOf } from "./statuses";
import { countOfGroup, dueFirst, inOrderOfTerms, isLate, TASK_GROUPS, tasksRequest } from "./tasks";

const owed = (due_on: string | null, by: Obligation["by"] = "us"): Obligation => ({
  kind: "receipt_notice",
  by,
  since: "2026-11-20T06:00:00Z",
  due_on,
  is_due_firm: false,
});
const row = (id: number) => ({ id }) as DocumentRow;

test("what others owe is not ours to do, and what has a term comes before what has none", () => {
  expect(dueFirst([owed("2026-11-01", "them")])).toBeUndefined();
  expect(dueFirst([owed(null), owed("2026-11-24"), owed("2026-11-23")])?.due_on).toBe("2026-11-23");
});

test("rows stand by their terms, the others behind them as they came", () => {
  const terms = new Map([
    [2, owed("2026-11-24")],
    [3, owed(null)],
    [4, owed("2026-11-23")],
  ]);
  const ordered = inOrderOfTerms([row(1), row(2), row(3), row(4)], terms);
  expect(ordered.map(({ id }) => id)).toEqual([4, 2, 1, 3]);
});

test("a term is over when its last day is", () => {
  expect(isLate(owed("2026-11-22"), "2026-11-23")).toBe(true);
  expect(isLate(owed("2026-11-23"), "2026-11-23")).toBe(false);
  expect(isLate(owed(null), "2026-11-23")).toBe(false);
});

const count = (code: string, count: number) => ({ code, label: code, count });

test("what is owed by us is counted apart from how many documents stand in a status", () => {
  const told = {
    counts: [
      count("rejected", 2),
      count("revocation_requested_by_them", 3),
      count("receipt_required", 9),
      count("queued", 4),
      count("not_in_edo", 5),
      count("draft", 1),
    ],
    // A refused paper with a receipt still owed stands among the problems; an answer on its way is done with.
    owed: [
      count("rejected", 1),
      count("revocation_requested_by_them", 3),
      count("receipt_required", 8),
      count("queued", 4),
    ],
  };
  expect(TASK_GROUPS.map((group) => countOfGroup(group, told))).toEqual([2, 11, 6]);
});

test("the groups hold no document twice, and a request of theirs is something that is owed", () => {
  const [problems, ours, toSend] = TASK_GROUPS.map((group) => tasksRequest(group, 7).filter);
  expect(ours).toMatchObject({ mark: "owed_by_us", firm_id: 7 });
  expect(ours?.statuses).toContain("revocation_requested_by_them");
  expect(problems?.statuses).not.toContain("amendment_requested");
  for (const code of problems?.statuses ?? []) expect(ours?.statuses).not.toContain(code);
  for (const code of statusesOf("toSend") ?? []) expect(toSend?.statuses).toContain(code);
});
