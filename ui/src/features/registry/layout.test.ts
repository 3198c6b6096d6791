import { describe, expect, it } from "vitest";

import {
  firstLayout,
  isFirst,
  laidOut,
  layoutOfView,
  moved,
  movedBefore,
  MORE_COLUMNS,
  shownIds,
  toggled,
  viewColumns,
  wholeLayout,
} from "./layout";

const columns = firstLayout.order.map((id) => ({ id, title: id, width: 100, leaves: 3 }));

describe("the columns of the registry", () => {
  it("are made whole whatever was kept: nothing unknown, nothing twice, nothing lost", () => {
    const kept = { order: ["total", "moon", "total", "date"], hidden: ["moon", "kind"], frozen: 99 };
    const layout = wholeLayout(kept);
    expect(layout.order.slice(0, 2)).toEqual(["total", "date"]);
    expect([...layout.order].sort()).toEqual([...firstLayout.order].sort());
    expect(layout.frozen).toBe(3);
    // A column that came with a newer program waits to be asked for.
    expect(layout.hidden.sort()).toEqual(["kind", ...MORE_COLUMNS].sort());
    expect(isFirst(wholeLayout(undefined))).toBe(true);
  });

  it("cannot all be hidden", () => {
    const last = firstLayout.order.reduce((layout, id) => toggled(layout, id), {
      ...firstLayout,
      hidden: [] as string[],
    });
    expect(shownIds(last)).toHaveLength(1);
  });

  it("move to where they are put", () => {
    expect(shownIds(moved(firstLayout, "total", 0))[0]).toBe("total");
    expect(moved(firstLayout, "date", 99).order.at(-1)).toBe("date");
  });

  it("are put before another by the pointer, and the end is behind the last that is seen", () => {
    expect(shownIds(movedBefore(firstLayout, "total", "number")).slice(0, 3)).toEqual([
      "date",
      "total",
      "number",
    ]);
    const last = movedBefore(firstLayout, "date", null);
    expect(shownIds(last).at(-1)).toBe("date");
    expect(last.order.indexOf("date")).toBeLessThan(last.order.indexOf("inn"));
    expect(movedBefore(firstLayout, "date", "date")).toBe(firstLayout);
  });

  it("that were asked for stay where it is narrow, but leave beside an open card", () => {
    const layout = toggled(firstLayout, "inn");
    expect(laidOut(columns, layout, false).every(({ leaves }) => leaves === 0)).toBe(true);
    expect(laidOut(columns, layout, true).every(({ leaves }) => leaves === 3)).toBe(true);
    expect(laidOut(columns, firstLayout, false).every(({ leaves }) => leaves === 3)).toBe(true);
  });

  it("come back from a saved view as they were", () => {
    const layout = toggled(moved(firstLayout, "status", 0), "kind");
    const saved = viewColumns(layout, { total: 180 });
    expect(saved.find(({ id }) => id === "total")?.width).toBe(180);
    const again = layoutOfView(saved, firstLayout);
    expect(again.order).toEqual(layout.order);
    expect(shownIds(again)).toEqual(shownIds(layout));
    expect(layoutOfView(undefined, layout)).toBe(layout);
  });
});
