import { describe, expect, it } from "vitest";

import {
  everything,
  extend,
  extendToEnd,
  extendToStart,
  isTicked,
  nothingSelected,
  toggle,
  toggleAll,
} from "./selection";
import { type Column, fittingColumns, gridTemplate, nextSorts, type Sort, sorted, withSort } from "./table";

interface Act {
  id: number;
  sum: number;
}
const columns: Column<Act>[] = [
  { id: "number", title: "Номер", width: 100 },
  { id: "name", title: "Контрагент", width: 200, min: 120, grow: true },
  { id: "kind", title: "Вид", width: 100, leaves: 2 },
  { id: "sum", title: "Сумма", width: 100, leaves: 1, compare: (a, b) => a.sum - b.sum },
];
const ids = (found: Column<Act>[]) => found.map((column) => column.id);

describe("columns", () => {
  it("leave one by one when there is no room, the most dispensable first", () => {
    expect(ids(fittingColumns(columns, {}, 500))).toEqual(["number", "name", "kind", "sum"]);
    expect(ids(fittingColumns(columns, {}, 400))).toEqual(["number", "name", "sum"]);
    expect(ids(fittingColumns(columns, {}, 300))).toEqual(["number", "name"]);
    expect(ids(fittingColumns(columns, {}, 50))).toEqual(["number", "name"]);
  });

  it("keep the width that a person gave them", () => {
    expect(gridTemplate(columns, { name: 333 }, 1000)).toBe(
      "minmax(100px, 100px) 333px minmax(100px, 100px) minmax(100px, 100px)",
    );
    expect(gridTemplate(columns, {}, 1000)).toContain("minmax(200px, 1fr)");
  });

  it("give way to each other down to their least where nothing can leave any more", () => {
    expect(gridTemplate(columns.slice(0, 2), {}, 250)).toBe("100px minmax(120px, 1fr)");
  });
});

describe("sorting", () => {
  const acts = [
    { id: 1, sum: 20 },
    { id: 2, sum: 10 },
    { id: 3, sum: 10 },
  ];
  const byId: Column<Act> = { id: "number", title: "Номер", width: 100, compare: (a, b) => a.id - b.id };
  const both = [...columns.slice(1), byId];
  const words = (sorts: Sort[]) =>
    sorts.map(({ column, direction }) => `${direction === "ascending" ? "" : "-"}${column}`).join(" ");

  it("goes up, down and back to the list's own order", () => {
    const up = nextSorts([], "sum");
    const down = nextSorts(up, "sum");
    expect([words(up), words(down), words(nextSorts(down, "sum"))]).toEqual(["sum", "-sum", ""]);
    expect(sorted(acts, columns, up).map(({ id }) => id)).toEqual([2, 3, 1]);
    expect(sorted(acts, columns, down).map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(sorted(acts, columns, [])).toBe(acts);
  });

  it("takes further columns behind the first, each with a direction of its own", () => {
    const two = nextSorts(nextSorts(nextSorts([], "sum"), "number", true), "number", true);
    expect(words(two)).toBe("sum -number");
    expect(sorted(acts, both, two).map(({ id }) => id)).toEqual([3, 2, 1]);
    // Turning the first one leaves the second in its place; the third press takes it out.
    expect(words(nextSorts(two, "sum", true))).toBe("-sum -number");
    expect(words(nextSorts(two, "number", true))).toBe("sum");
    // A press alone orders by this column only.
    expect(words(nextSorts(two, "name"))).toBe("name");
  });

  it("keeps three columns at most, and the newest comes last", () => {
    const three = ["sum", "number", "name"].reduce<Sort[]>((sorts, id) => nextSorts(sorts, id, true), []);
    expect(words(withSort(three, "kind", "descending"))).toBe("sum number -kind");
    expect(words(withSort(three, "number", "descending"))).toBe("sum -number name");
    expect(words(withSort(three, "sum", null))).toBe("number name");
  });
});

describe("selection", () => {
  const order = [10, 20, 30, 40, 50];

  it("is turned on and off row by row", () => {
    const one = toggle(nothingSelected, 20);
    expect([...one.keys]).toEqual([20]);
    expect([...toggle(one, 20).keys]).toEqual([]);
  });

  it("from the first row of all to a row leaves out only what stands below", () => {
    const start = { keys: new Set([50]), anchor: 30 };
    const range = extendToStart(start, order);
    expect(range.isAll).toBe(true);
    // 50 was ticked before and stays so.
    expect([...range.keys]).toEqual([40]);
    expect(isTicked(range, 7)).toBe(true);
    expect(extendToStart({ ...start, anchor: 7 }, order)).toEqual({ ...start, anchor: 7 });
  });

  it("takes a range in either direction and keeps what was ticked before", () => {
    const start = toggle(toggle(nothingSelected, 50), 30);
    expect([...extend(start, order, 10).keys].sort()).toEqual([10, 20, 30, 50]);
    expect([...extend(start, order, 40).keys].sort()).toEqual([30, 40, 50]);
  });

  it("starts anew where the start of the range is gone from the list", () => {
    const start = toggle(nothingSelected, 99);
    expect([...extend(start, order, 20).keys].sort()).toEqual([20, 99]);
  });

  it("takes all and, pressed again, none", () => {
    const all = toggleAll(nothingSelected, order);
    expect(all.keys.size).toBe(5);
    expect(toggleAll(all, order).keys.size).toBe(0);
  });

  it("to the end of a list that was not read leaves out what stands above the anchor", () => {
    const selection = extendToEnd(toggle(toggle(nothingSelected, 10), 30), [10, 20, 30, 40]);
    expect(selection).toEqual({ keys: new Set([20]), anchor: 30, isAll: true });
    expect([10, 20, 30, 40, 999].map((key) => isTicked(selection, key))).toEqual([
      true,
      false,
      true,
      true,
      true,
    ]);
  });

  it("of everything needs no rows: what is taken out of it is remembered instead", () => {
    const all = everything(10);
    const without = toggle(toggle(all, 20), 40);
    expect(order.filter((key) => isTicked(without, key))).toEqual([10, 30, 50]);
    expect([...without.keys].sort()).toEqual([20, 40]);
    // A row that nobody has read is ticked too.
    expect(isTicked(without, 4711)).toBe(true);
    expect([...extend(without, order, 50).keys]).toEqual([20]);
    expect(toggleAll(all, order)).toBe(nothingSelected);
  });
});
