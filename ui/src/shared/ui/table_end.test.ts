/** A table whose rows are the end of a list that nobody walked through. */
import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { createRawSnippet } from "svelte";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { everything, isTicked, nothingSelected, type Selection } from "./selection";
import Table from "./Table.svelte";

interface Act {
  id: number;
}
const FIRST: Act[] = [1, 2, 3, 4, 5].map((id) => ({ id }));
const LAST: Act[] = [96, 97, 98, 99, 100].map((id) => ({ id }));

/** What the table has ticked, as its owner would learn of it. */
function openAt(rows: Act[], selection?: Selection) {
  const held = { selection: selection ?? nothingSelected, current: 98 };
  const asked = { all: 0, first: 0 };
  const props = {
    name: "acts",
    label: "Акты",
    rows,
    columns: [{ id: "number", title: "Номер", width: 100 }],
    rowKey: ({ id }: Act) => id,
    cell: createRawSnippet(() => ({ render: () => "<span></span>" })),
    count: rows.length,
    onselectall: () => {
      asked.all += 1;
      held.selection = everything(rows[0]?.id ?? null);
      void shown.rerender(props);
    },
    onfirst: () => {
      asked.first += 1;
      return shown.rerender({ ...props, rows: FIRST, onfirst: undefined });
    },
    get selection() {
      return held.selection;
    },
    set selection(next: Selection) {
      held.selection = next;
    },
    get current() {
      return held.current;
    },
    set current(next: number) {
      held.current = next;
    },
  };
  const shown = render(Table<Act>, props as never);
  screen.getByRole("grid").focus();
  return { held, asked, user: userEvent.setup() };
}
const box = () => screen.getByRole("checkbox", { name: "Выбрать все строки" });

beforeEach(() => {
  // jsdom has no layout.
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(752);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1400);
});

describe("the end of a list whose beginning is not read", () => {
  it("Ctrl+A asks for everything, and not for the rows that are read; a press on the box then clears", async () => {
    const { asked, held, user } = openAt(LAST);
    await user.keyboard("{Control>}a{/Control}");
    expect(asked.all).toBe(1);
    await vi.waitFor(() => expect(box()).toBeChecked());
    await user.click(box());
    expect(asked.all).toBe(1);
    expect(held.selection).toEqual(nothingSelected);
  });

  it("the box is half full while only the rows that are read are ticked, and a press asks for all", async () => {
    const { asked, user } = openAt(LAST, { keys: new Set(LAST.map(({ id }) => id)), anchor: 96 });
    expect(box()).toBePartiallyChecked();
    await user.click(box());
    expect(asked.all).toBe(1);
  });

  it("the box of everything is full, and half full when something is left out that is not read", () => {
    const { held } = openAt(LAST, everything(96));
    expect(box()).toBeChecked();
    expect(held.selection.isAll).toBe(true);
  });

  it("something left out above makes the box half full", () => {
    openAt(LAST, { ...everything(96), keys: new Set([7]) });
    expect(box()).toBePartiallyChecked();
  });

  it("Shift and Home tick everything from the first row of all to the current one", async () => {
    const { held, asked, user } = openAt(LAST);
    await user.keyboard("{Shift>}{Home}{/Shift}");
    expect(asked.first).toBe(1);
    await vi.waitFor(() => expect(held.selection.isAll).toBe(true));
    expect([...held.selection.keys]).toEqual([99, 100]);
    // Rows that were never read are ticked, too.
    expect(isTicked(held.selection, 50)).toBe(true);
    await vi.waitFor(() => expect(held.current).toBe(1));
  });
});
