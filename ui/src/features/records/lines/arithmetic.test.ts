import { describe, expect, it } from "vitest";

import type { RecordLine } from "../../../api/types";
import { amountsOf, calculated, fromKopecks, totalsOf, typedDecimal } from "./arithmetic";
import { emptyLine } from "./line_fields";

const amounts = (quantity: string, price: string, vat_rate: string, prices: "without_vat" | "with_vat") =>
  amountsOf({ quantity, price, vat_rate }, prices);

describe("the amounts of a line", () => {
  it("VAT on top and VAT inside are exact to the kopeck, as the program counts them", () => {
    expect(amounts("3", "33.335", "22", "without_vat")).toEqual({
      net: "100.01",
      vat_amount: "22.00",
      total: "122.01",
    });
    expect(amounts("1", "122", "22", "with_vat")).toEqual({
      net: "100.00",
      vat_amount: "22.00",
      total: "122.00",
    });
  });

  it("a fraction rate takes the price with VAT inside, whatever the switch says", () => {
    expect(amounts("1", "120", "20/120", "without_vat")).toEqual({
      net: "100.00",
      vat_amount: "20.00",
      total: "120.00",
    });
  });

  it("rates without VAT have none, and a rate of zero has a VAT of zero", () => {
    expect(amounts("2", "5", "no_vat", "with_vat")).toEqual({
      net: "10.00",
      vat_amount: null,
      total: "10.00",
    });
    expect(amounts("2", "5", "tax_agent", "without_vat").vat_amount).toBeNull();
    expect(amounts("2", "5", "0", "without_vat")).toEqual({
      net: "10.00",
      vat_amount: "0.00",
      total: "10.00",
    });
  });

  it("halves of a kopeck go away from zero, corrections downwards too", () => {
    expect(amounts("1", "0.025", "no_vat", "without_vat").total).toBe("0.03");
    expect(amounts("-1", "0.025", "no_vat", "without_vat").total).toBe("-0.03");
  });

  it("eleven digits after the point and large sums lose nothing", () => {
    expect(amounts("0.00000000001", "99999999999.99", "no_vat", "with_vat").total).toBe("1.00");
    expect(amounts("10000000", "999999.99", "22", "without_vat").total).toBe("12199999878000.00");
  });

  it("a half typed line has no sum", () => {
    expect(amountsOf({ quantity: "2", price: null, vat_rate: "22" }, "without_vat").total).toBeNull();
  });

  it("a line whose amounts are right already stays the same object", () => {
    const line: RecordLine = { ...emptyLine("22"), quantity: "1", price: "100" };
    const once = calculated(line, "without_vat");
    expect(once).not.toBe(line);
    expect(calculated(once, "without_vat")).toBe(once);
  });
});

describe("the sums of a record", () => {
  it("are those of its lines, and VAT is absent where no line has any", () => {
    const line = (price: string, rate: string) =>
      calculated({ ...emptyLine(rate), quantity: "1", price }, "without_vat");
    expect(totalsOf([line("100", "22"), line("50.5", "10"), line("7", "no_vat")])).toEqual({
      net: "157.50",
      vat: "27.05",
      total: "184.55",
    });
    expect(totalsOf([line("7", "no_vat")])).toEqual({ net: "7.00", vat: null, total: "7.00" });
    expect(totalsOf([])).toEqual({ net: null, vat: null, total: null });
  });

  it("negative kopecks keep their sign", () => {
    expect(fromKopecks(-5n)).toBe("-0.05");
  });
});

describe("a typed number", () => {
  it.each([
    ["1 234,50", "1234.50"],
    ["1\u00a0234,5 ₽", "1234.5"],
    ["1,234.50", "1234.50"],
    ["1.234.567,8", "1234567.8"],
    ["  12 ", "12"],
    [",5", "0.5"],
    ["007", "7"],
    ["−3", "-3"],
    ["5,", "5"],
    ["1500 руб.", "1500"],
  ])("«%s» is %s", (typed, meant) => expect(typedDecimal(typed)).toBe(meant));

  it.each(["", "две", "1-2", "1,2,3", "12 шт"])("«%s» is none", (typed) =>
    expect(typedDecimal(typed)).toBeNull(),
  );
});
