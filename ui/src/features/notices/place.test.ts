import { describe, expect, it } from "vitest";

import { addressOf } from "./place.svelte";

describe("a pressed notification", () => {
  it("of one document opens its card, of several the registry with their statuses", () => {
    expect(addressOf({ what: "document", id: 7 })).toBe("#/documents/7");
    expect(
      addressOf({ what: "documents", statuses: ["signed_by_them", "completed"], since: "2026-11-21" }),
    ).toBe("#/documents?status=signed_by_them%2Ccompleted&statusFrom=2026-11-21");
  });

  it("of the program opens where it is dealt with, and else the list", () => {
    expect(addressOf({ what: "place", kind: "ending" })).toBe("#/settings?tab=certificates");
    expect(addressOf({ what: "place", kind: "invitation" })).toBe("#/counterparties");
    expect(addressOf({ what: "place", kind: "something_new" })).toBeNull();
    expect(addressOf({ what: "list" })).toBeNull();
  });
});
