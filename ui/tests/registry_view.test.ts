import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import type { SavedView } from "../src/features/registry/contract";
import { rememberAddress } from "../src/features/registry/remembered.svelte";
import { views } from "../src/features/registry/views.svelte";
import { choose } from "../src/shared/preferences.svelte";
import { router } from "../src/shared/router.svelte";
import Window from "../src/views/Window.svelte";
import type { Scenario } from "../dev/fake/fake";
import { openBackend } from "./window";

const grid = () => screen.getByRole("grid", { name: "Реестр документов" });
const head = (name: string) => within(grid()).getByRole("columnheader", { name });
const cells = (column: string) => {
  const at = within(grid())
    .getAllByRole("columnheader")
    .findIndex((header) => header.textContent?.trim() === column);
  return [...grid().querySelectorAll(".body [role='row']")].map(
    (row) => row.querySelectorAll("[role='gridcell']")[at]?.textContent?.trim() ?? "",
  );
};

async function openRegistry(address = "", scenario: Scenario = "work") {
  window.location.hash = "";
  router.replace("documents", null, new URLSearchParams(address));
  const backend = await openBackend(scenario);
  const user = userEvent.setup();
  render(Window);
  await waitFor(() => expect(within(grid()).getAllByRole("row").length).toBeGreaterThan(1));
  const last = (command: string) =>
    backend.calls.filter((call) => call.command === command).at(-1)?.request as Record<string, unknown>;
  return { backend, user, last };
}

beforeEach(() => {
  choose("layouts", {});
  // jsdom has no layout: the table is given a screen of twenty rows.
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(752);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1400);
});

describe("the order of the registry", () => {
  it("is made by the program, stands in the address and goes with the third press", async () => {
    const { user, last } = await openRegistry();
    const press = () => user.click(within(head("Сумма")).getByRole("button"));
    await press();
    expect(router.route.params.get("sort")).toBe("total");
    await press();
    await waitFor(() => expect(head("Сумма")).toHaveAttribute("aria-sort", "descending"));
    await waitFor(() =>
      expect(last("documents.list")).toMatchObject({ sort: [{ by: "total", descending: true }] }),
    );
    const sums = () => cells("Сумма").map((text) => Number(text.replace(/[^\d,]/g, "").replace(",", ".")));
    await waitFor(() => expect(sums()).toEqual([...sums()].sort((a, b) => b - a)));
    await press();
    expect(router.route.params.has("sort")).toBe(false);
  });
});

describe("an order of several columns", () => {
  const headButton = (name: RegExp) =>
    within(within(grid()).getByRole("columnheader", { name })).getByRole("button");

  it("grows by Shift and a press, says the place of each, and is asked of the program", async () => {
    const { user, last } = await openRegistry();
    await user.click(headButton(/^Вид/));
    await user.keyboard("{Shift>}");
    await user.click(headButton(/^Сумма/));
    await user.click(headButton(/^Сумма/));
    await user.keyboard("{/Shift}");
    expect(router.route.params.get("sort")).toBe("kind,-total");
    await waitFor(() =>
      expect(last("documents.list")).toMatchObject({
        sort: [
          { by: "kind", descending: false },
          { by: "total", descending: true },
        ],
      }),
    );
    expect(headButton(/^Сумма/)).toHaveAccessibleName(/порядок 2: по убыванию/);
    expect(within(grid()).getByRole("columnheader", { name: /^Вид/ })).toHaveAttribute(
      "aria-sort",
      "ascending",
    );
  });

  it("is made by the keyboard alone, from the menu of a head too", async () => {
    const { user } = await openRegistry("sort=kind");
    headButton(/^Сумма/).focus();
    await user.keyboard("{Shift>}{Enter}{/Shift}");
    expect(router.route.params.get("sort")).toBe("kind,total");
    await user.keyboard("{Alt>}{ArrowDown}{/Alt}");
    await user.click(await screen.findByText("Добавить к порядку по убыванию"));
    expect(router.route.params.get("sort")).toBe("kind,-total");
    headButton(/^Вид/).focus();
    await user.keyboard("{Alt>}{ArrowDown}{/Alt}");
    await user.click(await screen.findByText("Убрать из порядка"));
    expect(router.route.params.get("sort")).toBe("-total");
  });

  it("lets a column be put elsewhere by the keyboard, and the focus goes along", async () => {
    const { user } = await openRegistry();
    headButton(/^Сумма/).focus();
    await user.keyboard("{Alt>}{Shift>}{ArrowLeft}{/Shift}{/Alt}");
    const titles = () =>
      within(grid())
        .getAllByRole("columnheader")
        .map((header) => header.textContent?.trim());
    const before = titles();
    expect(before.indexOf("Сумма")).toBe(before.indexOf("Статус ЭДО") - 2);
    await waitFor(() => expect(headButton(/^Сумма/)).toHaveFocus());
  });
});

describe("the conditions", () => {
  it("stand as chips, and each is taken back by itself", async () => {
    const { user, last } = await openRegistry("direction=inbound&sumFrom=1000&waiting=1");
    await waitFor(() =>
      expect(last("documents.list")).toMatchObject({
        filter: { direction: "inbound", total_from: "1000", waiting_days: 1 },
      }),
    );
    await user.click(screen.getByRole("button", { name: "Убрать условие: Направление: Входящие" }));
    expect(router.route.params.has("direction")).toBe(false);
    expect(router.route.params.get("sumFrom")).toBe("1000");
    // The focus stays among the chips.
    await waitFor(() => expect(screen.getByRole("button", { name: /^Убрать условие: Сумма/ })).toHaveFocus());
    await user.click(screen.getByRole("button", { name: "Сбросить" }));
    await waitFor(() => expect(last("documents.list")).not.toHaveProperty("filter.total_from"));
  });

  it("names the counterparty that the address knows by number", async () => {
    await openRegistry("counterparty=1");
    expect(await screen.findByRole("button", { name: /^Убрать условие: Контрагент: \S/ })).toBeVisible();
  });

  it("count at once in the panel, and a sum that is none is not asked for", async () => {
    const { user, last } = await openRegistry();
    await user.click(screen.getByRole("button", { name: "Фильтр" }));
    await user.click(await screen.findByLabelText("Исходящие"));
    await waitFor(() => expect(last("documents.list")).toMatchObject({ filter: { direction: "outbound" } }));
    const field = screen.getByLabelText("Сумма от");
    await user.type(field, "много");
    await user.tab();
    expect(await screen.findByText(/Введите сумму цифрами/)).toBeInTheDocument();
    expect(router.route.params.has("sumFrom")).toBe(false);
    await user.clear(field);
    await user.type(field, "1 000,50");
    await user.tab();
    await waitFor(() => expect(router.route.params.get("sumFrom")).toBe("1000.50"));
  });

  it("come back with the next start, but not what was searched for", async () => {
    rememberAddress("work", new URLSearchParams("q=порт&direction=inbound&sort=-date"));
    const kept = window.localStorage.getItem("surguch.registry.work");
    expect(kept).toBe("direction=inbound&sort=-date");
  });
});

describe("a selection", () => {
  it("of everything that is found names no document: it is a filter, and what was taken out of it", async () => {
    const { user, backend, last } = await openRegistry("direction=outbound", "many");
    expect(backend.cards.size).toBe(20_000);
    grid().focus();
    await user.keyboard("{Control>}a{/Control}");
    await waitFor(() =>
      expect(screen.getByRole("toolbar")).toHaveAccessibleName(/^Выбрано больше 10\s000 документов/),
    );
    await user.keyboard("{ArrowDown} ");
    await waitFor(() =>
      expect(last("documents.totals")).toMatchObject({
        selection: { filter: { direction: "outbound" }, except: [expect.any(Number)] },
      }),
    );
    expect(backend.calls.some(({ command }) => command === "documents.select")).toBe(false);
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("toolbar")).toBeNull());
  });

  it("goes to the clipboard as a table with the columns that are seen", async () => {
    const { user, last } = await openRegistry();
    const copied = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
    grid().focus();
    await user.keyboard(" {Shift>}{ArrowDown}{/Shift}");
    await user.keyboard("{Control>}c{/Control}");
    expect(await screen.findByText(/^Скопированы 2 строки/)).toBeVisible();
    expect(last("documents.export")).toMatchObject({
      format: "text",
      columns: expect.arrayContaining(["number"]),
    });
    expect(copied.mock.lastCall?.[0].split("\n")).toHaveLength(2);
  });

  it("is kept as a file of the chosen kind", async () => {
    const { user, last, backend } = await openRegistry("filter=problems");
    grid().focus();
    await user.keyboard(" ");
    await user.click(within(screen.getByRole("toolbar")).getByRole("button", { name: "Экспорт" }));
    await user.click(await screen.findByLabelText(/Windows-1251/));
    await user.click(screen.getByRole("button", { name: "Сохранить файл…", hidden: true }));
    await waitFor(() => expect(backend.saved).toEqual(["Реестр документов.csv"]));
    const request = last("bulk.plan");
    expect(request).toMatchObject({
      action: "export",
      params: { format: "csv", encoding: "windows-1251", columns: expect.arrayContaining(["number"]) },
    });
    expect((request["selection"] as { ids: number[] }).ids).toHaveLength(1);
  });
});

describe("saved views", () => {
  it("keep conditions, order and columns, tell when they are left, and come back after removal", async () => {
    const { user, last } = await openRegistry("direction=inbound&sort=-total");
    screen.getByRole("button", { name: "Виды реестра" }).focus();
    await user.keyboard("{Enter}");
    await user.click(await screen.findByText("Сохранить вид…"));
    const name = await screen.findByRole("textbox", { name: "Название" });
    await user.clear(name);
    await user.type(name, "Крупные входящие{Enter}");
    const tab = await screen.findByRole("radio", { name: /^Крупные входящие/ });
    expect(tab).toBeChecked();
    expect(last("views.save")).toMatchObject({
      is_pinned: true,
      state: { filter: { direction: "inbound" }, sort: [{ by: "total", descending: true }] },
    });
    await user.click(within(head("Номер")).getByRole("button"));
    await waitFor(() => expect(tab).toHaveAccessibleName(/изменён$/));
    await user.click(screen.getByRole("radio", { name: "Все документы" }));
    expect(router.route.params.size).toBe(0);
    await user.click(tab);
    expect(router.route.params.get("sort")).toBe("-total");
    await views.remove(views.all[0] as SavedView);
    await waitFor(() =>
      expect(screen.queryByRole("radio", { name: /^Крупные входящие/, hidden: true })).toBeNull(),
    );
    await user.click(await screen.findByRole("button", { name: "Вернуть", hidden: true }));
    expect(await screen.findByRole("radio", { name: /^Крупные входящие/, hidden: true })).toBeInTheDocument();
  });
});

describe("columns", () => {
  it("are shown, hidden and put first from the panel, and stay so", async () => {
    const { user } = await openRegistry();
    await user.click(screen.getByRole("button", { name: "Столбцы" }));
    await user.click(await screen.findByLabelText("Показывать столбец «ИНН»"));
    expect(head("ИНН")).toBeVisible();
    await user.click(screen.getByLabelText("Показывать столбец «Вид»"));
    expect(within(grid()).queryByRole("columnheader", { name: "Вид" })).toBeNull();
    // Without the column the kind stands beside the number.
    expect(cells("Номер")[0]).toMatch(/УПД|Документ/);
    await user.click(screen.getByLabelText("Раньше: «Номер»"));
    const titles = within(grid())
      .getAllByRole("columnheader")
      .map((header) => header.textContent?.trim());
    expect(titles.slice(1, 3)).toEqual(["Номер", "Дата"]);
    expect(window.localStorage.getItem("surguch.view")).toContain("inn");
  });
});

describe("what was searched for", () => {
  it("is told in the row where no column shows it", async () => {
    const { backend } = await openRegistry("q=картридж");
    const under = () => grid().querySelector(".body .found");
    await waitFor(() => expect(under()?.textContent).toMatch(/^Товар: Картридж совместимый/));
    expect(under()?.querySelector("mark")?.textContent?.toLowerCase()).toBe("картридж");
    expect(backend.calls.filter(({ command }) => command === "documents.found").length).toBe(1);
  });
});
