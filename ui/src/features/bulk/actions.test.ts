import { describe, expect, it } from "vitest";

import type { DocumentRow } from "../../api/types";
import { actionsFor } from "./actions";

const row = (direction: "inbound" | "outbound", code: string) =>
  ({ direction, status: { code } }) as unknown as DocumentRow;
const codes = (...asked: Parameters<typeof actionsFor>) => actionsFor(...asked).map(({ code }) => code);

describe("what a bar offers", () => {
  const done = [row("outbound", "completed"), row("outbound", "not_in_edo")];

  it("of rows that are named one by one is what some of them want", () => {
    const offered = codes({ ids: [1, 2] }, done);
    expect(offered).not.toContain("sign");
    expect(offered).not.toContain("reject");
    expect(codes({ ids: [3] }, [row("inbound", "our_signature_required")])).toEqual(
      expect.arrayContaining(["sign", "reject", "pair"]),
    );
  });

  it("of everything that is found hangs on no row that happens to be read", () => {
    const offered = codes({ filter: { direction: "inbound" }, except: [5] }, done);
    expect(offered).toEqual(expect.arrayContaining(["sign", "reject", "confirm_receipt", "pair", "send"]));
    expect(codes({ filter: {} }, [])).toEqual(offered);
    // No operator of ours takes signatures here.
    expect(offered).not.toContain("sign_and_send");
  });
});
