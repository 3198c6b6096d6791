import { describe, expect, it } from "vitest";

import { ALL_STATUSES } from "../../../dev/fake/documents";
import {
  ASKED_BY_US,
  countOf,
  FILTERS,
  isLoud,
  lookOf,
  lookOfStatus,
  markOf,
  statusesOf,
  wordsCode,
} from "./statuses";

describe("filters of the registry", () => {
  it("put every problem of the program under «Проблемные», and nothing else there", () => {
    const problems = ALL_STATUSES.filter((status) => status.is_problem).map(({ code }) => code);
    expect(statusesOf("problems")?.sort()).toEqual(problems.sort());
  });

  it("never hold a status twice", () => {
    // What waits for us is told by what is owed, whatever the status.
    const byStatus = FILTERS.filter((filter) => filter !== "all" && markOf(filter) === undefined);
    const all = byStatus.flatMap((filter) => statusesOf(filter) ?? []);
    expect(new Set(all).size).toBe(all.length);
  });

  it("count what they show", () => {
    const counts = [
      { code: "rejected", label: "Отказано в подписи", count: 2 },
      { code: "completed", label: "Завершён", count: 5 },
      { code: "revoked", label: "Аннулирован", count: 1 },
    ];
    const owed = [{ code: "revoked", label: "Аннулирован", count: 1 }];
    expect(countOf("problems", { counts, owed })).toBe(2);
    expect(countOf("all", { counts, owed })).toBe(8);
    expect(countOf("ours", { counts, owed })).toBe(1);
  });

  it("show a status from a newer program as unknown and among the problems", () => {
    expect(lookOf("signed_on_the_moon")).toEqual(lookOf("unknown"));
    expect(isLoud({ code: "signed_on_the_moon" })).toBe(true);
  });
});

describe("a correction that was asked for", () => {
  it("is told by who asked: theirs waits for us, ours for them", () => {
    expect(wordsCode({ code: "amendment_requested", needs_action_by: "us" })).toBe("amendment_requested");
    expect(wordsCode({ code: "amendment_requested", needs_action_by: "them" })).toBe(ASKED_BY_US);
    expect(wordsCode({ code: "amendment_requested" })).toBe("amendment_requested");
    expect(isLoud({ code: "amendment_requested", needs_action_by: "them" })).toBe(false);
    expect(lookOfStatus({ code: "amendment_requested", needs_action_by: "us" })).toEqual(
      lookOf("amendment_requested"),
    );
  });
});
