import { describe, expect, it } from "vitest";

import { refusedBy, waitingOf } from "./links";

const nobody = { counterparty_id: null, individual_id: null };

describe("links of the overview", () => {
  it("lead from the other side to what waits for it, and from nobody nowhere", () => {
    const company = waitingOf({ ...nobody, counterparty_id: 7, is_between: false });
    expect(company).toContain("counterparty=7");
    expect(company).toContain("filter=theirs");
    expect(waitingOf({ ...nobody, individual_id: 3, is_between: false })).toContain("individual=3");
    expect(waitingOf({ ...nobody, is_between: false })).toBeNull();
    expect(refusedBy(nobody, "2026-11-01")).toBeNull();
  });

  it("lead from who stands between to what waits for somebody between", () => {
    const between = waitingOf({ ...nobody, is_between: true });
    expect(between).toContain("status=intermediate_pending");
    expect(between).not.toContain("filter=");
  });
});
