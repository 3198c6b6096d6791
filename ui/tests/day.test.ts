import { cleanup, render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Scenario } from "../dev/fake/fake";
import { palette } from "../src/features/palette/commands.svelte";
import { KEY_GROUPS, KEYS } from "../src/features/shell/shortcuts";
import { visits } from "../src/features/visits/visits.svelte";
import { router } from "../src/shared/router.svelte";
import Window from "../src/views/Window.svelte";
import { NOON, openBackend } from "./window";

async function open(view: string, scenario: Scenario = "work", address = "", id: number | null = null) {
  cleanup();
  palette.isOpen = false;
  router.replace(view, id, new URLSearchParams(address));
  visits.begin();
  const backend = await openBackend(scenario);
  const user = userEvent.setup();
  render(Window);
  return { backend, user };
}
const field = () => screen.findByRole("combobox", { name: "Команда, документ, контрагент" });
const current = async () =>
  document.getElementById((await field()).getAttribute("aria-activedescendant") ?? "");
const asked = (backend: { calls: { command: string; request: unknown }[] }, command: string) =>
  backend.calls.filter((one) => one.command === command);

beforeEach(() => {
  // The stand-in lives at this noon; so does the chart, whose last column is today.
  vi.useFakeTimers({ now: NOON, toFake: ["Date"] });
  // jsdom has no layout: tables are given a screen of twenty rows.
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(752);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1400);
});

afterEach(() => void vi.useRealTimers());

describe("the list of commands", () => {
  it("finds a section typed in the wrong layout and goes there by Enter", async () => {
    const { user } = await open("tasks");
    await user.keyboard("{Control>}k{/Control}");
    await waitFor(async () => expect(await field()).toHaveFocus());
    await user.keyboard("ljrevtyns");
    await waitFor(async () => expect(await current()).toHaveTextContent(/^Документы/));
    await user.keyboard("{Enter}");
    await waitFor(() => expect(router.route.view).toBe("documents"));
    await waitFor(() => expect(screen.queryByRole("combobox", { name: /^Команда/ })).toBeNull());
  });

  it("takes the letters that are typed before it stands, and nothing behind it hears them", async () => {
    const { user } = await open("documents");
    const grid = await screen.findByRole("grid", { name: "Реестр документов" });
    grid.focus();
    // All within one turn of the window, as fast fingers do it.
    const press = (key: string, more: KeyboardEventInit = {}) =>
      (document.activeElement ?? document.body).dispatchEvent(
        new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }),
      );
    press("k", { code: "KeyK", ctrlKey: true });
    for (const letter of "контрагx") press(letter);
    press("Backspace");
    await waitFor(async () => expect(await field()).toHaveFocus());
    expect(await field()).toHaveValue("контраг");
    await waitFor(async () => expect(await current()).toHaveTextContent(/^Контрагенты/));
    expect(screen.getByRole("searchbox")).toHaveValue("");
    await user.keyboard("{Escape}");
    await waitFor(() => expect(grid).toHaveFocus());
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    press("k", { code: "KeyK", ctrlKey: true });
    for (const key of [..."контрагенты", "Enter"]) press(key);
    await waitFor(() => expect(router.route.view).toBe("counterparties"));
  });

  it("gives the focus back to where it was when it is left by Escape", async () => {
    const { user } = await open("tasks");
    const link = await screen.findByRole("link", { name: /^Контрагенты/ });
    link.focus();
    await user.keyboard("{Control>}k{/Control}");
    await waitFor(async () => expect(await field()).toHaveFocus());
    await user.keyboard("{Escape}");
    await waitFor(() => expect(link).toHaveFocus());
    expect(router.route.view).toBe("tasks");
  });

  it("is walked by arrows from the last line to the first", async () => {
    const { user } = await open("tasks");
    await user.keyboard("{Control>}k{/Control}");
    await field();
    const options = () => screen.getAllByRole("option");
    expect(await current()).toBe(options()[0]);
    await user.keyboard("{ArrowUp}");
    await waitFor(async () => expect(await current()).toBe(options().at(-1)));
    await user.keyboard("{ArrowDown}{ArrowDown}");
    await waitFor(async () => expect(await current()).toBe(options()[1]));
  });

  it("offers what can be done with the opened document, and does it", async () => {
    const { user, backend } = await open("documents", "work", "", 41);
    await screen.findByRole("region", { name: "Карточка документа" });
    await screen.findAllByText("История");
    await user.keyboard("{Control>}k{/Control}");
    const group = await screen.findByRole("group", { name: "Открытый документ" });
    expect(within(group).getByRole("option", { name: /^Изменить.*F2/ })).toBeInTheDocument();
    expect(within(group).getByRole("option", { name: /^Печать.*Ctrl/ })).toBeInTheDocument();
    await user.keyboard("изменить{Enter}");
    await waitFor(() => expect(router.route.params.get("edit")).toBe("1"));
    expect(asked(backend, "documents.get").length).toBeGreaterThan(0);
  });

  it("offers nothing about a document where none is open", async () => {
    const { user } = await open("tasks");
    await user.keyboard("{Control>}k{/Control}");
    await field();
    expect(screen.queryByRole("group", { name: "Открытый документ" })).toBeNull();
    expect(screen.queryByRole("group", { name: /^Отмечено/ })).toBeNull();
  });

  it("opens what the registry is set up by: the filter, the columns, a view of it", async () => {
    const { user } = await open("documents");
    await screen.findByRole("grid", { name: "Реестр документов" });
    for (const [typed, name] of [
      ["фильтр", /^Фильтр/],
      ["столбцы", /^Столбцы/],
      ["сохранить вид", /^Сохранить вид/],
    ] as const) {
      await user.keyboard("{Control>}k{/Control}");
      await waitFor(async () => expect(await field()).toHaveFocus());
      await user.keyboard(typed);
      await waitFor(async () => expect(await current()).toHaveTextContent(name));
      await user.keyboard("{Enter}");
      await screen.findByRole("dialog", { name });
      await user.keyboard("{Escape}");
      await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    }
  });

  it("creates a document of a kind", async () => {
    const { user, backend } = await open("tasks");
    await user.keyboard("{Control>}k{/Control}");
    await field();
    await screen.findByRole("option", { name: /Создать: Акт$/ });
    await user.keyboard("создать акт");
    await waitFor(async () => expect(await current()).toHaveTextContent("Создать: Акт"));
    await user.keyboard("{Enter}");
    await waitFor(() => expect(asked(backend, "documents.create")).toHaveLength(1));
    expect(asked(backend, "documents.create")[0]?.request).toMatchObject({ kind_id: 4 });
  });

  it("finds documents and counterparties, in the other layout too", async () => {
    const { user, backend } = await open("tasks");
    await user.keyboard("{Control>}k{/Control}");
    await field();
    await user.keyboard("ctdthysq");
    const group = await screen.findByRole("group", { name: "Документы" });
    await waitFor(() => expect(within(group).getAllByRole("option").length).toBeGreaterThan(1));
    expect(screen.getByText(/Набрано в другой раскладке, показано для «северный»/)).toBeInTheDocument();
    expect(
      asked(backend, "documents.list").some(
        ({ request }) => (request as { filter?: { query?: string } }).filter?.query === "северный",
      ),
    ).toBe(true);
    await user.click(within(group).getAllByRole("option")[0] as HTMLElement);
    await waitFor(() => expect(router.route).toMatchObject({ view: "documents", id: expect.any(Number) }));
  });

  it("does not open over a dialog", async () => {
    const { user } = await open("tasks");
    await user.keyboard("{F1}");
    await screen.findByRole("dialog", { name: "Клавиши" });
    await user.keyboard("{Control>}k{/Control}");
    expect(palette.isOpen).toBe(false);
  });
});

describe("the list of keys", () => {
  it("names every key of the window once in its group, and every section", async () => {
    const { user } = await open("tasks");
    await user.keyboard("{F1}");
    const dialog = await screen.findByRole("dialog", { name: "Клавиши" });
    for (const name of ["Задачи", "Документы", "Отправка", "Контрагенты", "Обзор", "Настройки"])
      expect(within(dialog).getByText(name)).toBeInTheDocument();
    const listed = Object.values(KEY_GROUPS).flat();
    expect([...new Set([...listed, "done"])].sort()).toEqual(Object.keys(KEYS).sort());
  });

  it("tells the truth about sections", async () => {
    const { user } = await open("tasks");
    await screen.findByRole("link", { name: /^Задачи/ });
    for (const [index, view] of [
      "tasks",
      "documents",
      "outbox",
      "counterparties",
      "overview",
      "settings",
    ].entries()) {
      await user.keyboard(`{Control>}${index + 1}{/Control}`);
      await waitFor(() => expect(router.route.view).toBe(view));
    }
  });
});

describe("the queue of a stopped exchange", () => {
  it("says why its rows wait, and leads to where it goes on", async () => {
    const { backend, user } = await open("outbox", "work", "filter=open");
    await screen.findAllByText("В очереди");
    expect(screen.queryByText("Обмен приостановлен")).toBeNull();
    backend.connections = backend.connections.map((one) => ({
      ...one,
      stopped_at: new Date(NOON).toISOString(),
    }));
    await user.click(screen.getByRole("radio", { name: /Все/ }));
    const [why] = await screen.findAllByRole("button", { name: "Обмен приостановлен" });
    if (why === undefined) throw new Error("no reason is shown");
    expect(why.title).toMatch(/не потерян.*«Продолжить»/);
    await user.click(why);
    expect(router.route.params.get("tab")).toBe("schedule");
  });
});

describe("what changed since the last visit", () => {
  const line = () => screen.findByRole("group", { name: "Что изменилось" });

  it("is asked after the rows and told in one line", async () => {
    const { backend } = await open("tasks");
    expect(await line()).toHaveTextContent(/^С(о)? .*завершено \d+/);
    const commands = backend.calls.map(({ command }) => command);
    expect(commands.indexOf("visits.since")).toBeGreaterThan(commands.lastIndexOf("documents.list"));
  });

  it("unfolds into documents that open, each with what it was and what it became", async () => {
    const { user } = await open("tasks");
    await user.click(within(await line()).getByRole("button", { expanded: false }));
    const list = await screen.findByRole("region", { name: "Что изменилось" });
    const links = within(list).getAllByRole("link");
    expect(links.length).toBeGreaterThan(5);
    expect(links[1]).toHaveTextContent(/было\s*Ожидается подпись контрагента.*стало\s*Отказано в подписи/);
    expect(links[1]?.getAttribute("href")).toMatch(/^#\/documents\/\d+$/);
  });

  it("goes away by «Понятно» and is marked once", async () => {
    const { user, backend } = await open("tasks");
    await user.click(within(await line()).getByRole("button", { name: "Понятно" }));
    await waitFor(() => expect(screen.queryByRole("group", { name: "Что изменилось" })).toBeNull());
    expect(asked(backend, "visits.mark")).toHaveLength(1);
  });

  it("is nothing at the first visit, from which changes are noted on", async () => {
    const { backend } = await open("tasks", "empty");
    await waitFor(() => expect(asked(backend, "visits.mark")).toHaveLength(1));
    expect(screen.queryByRole("group", { name: "Что изменилось" })).toBeNull();
  });
});

describe("the overview", () => {
  const chart = () => screen.findByRole("group", { name: /^Отправка и ответы/ });

  it("is walked by arrows, one stop for Tab, and each bar leads to its days", async () => {
    const { user } = await open("overview", "work", "days=7");
    const bars = () => screen.getAllByRole("link", { name: /: (отправлено|подписано|отказано) \d+$/ });
    await chart();
    expect(bars()).toHaveLength(21);
    expect(bars().filter((bar) => bar.tabIndex === 0)).toHaveLength(1);
    bars()[6]?.focus();
    await user.keyboard("{ArrowLeft}{ArrowDown}");
    expect(bars()[12]).toHaveFocus();
    expect(bars()[12]).toHaveAttribute(
      "href",
      "#/documents?step=signed&stepFrom=2026-11-20&stepTo=2026-11-20",
    );
  });

  it("is also a table that says the same", async () => {
    await open("overview", "work", "days=7");
    const table = await screen.findByRole("table", { name: /^Отправка и ответы, по дням/ });
    const rows = within(table).getAllByRole("row").slice(1);
    expect(rows).toHaveLength(7);
    const sent = rows.reduce((sum, row) => sum + Number(within(row).getAllByRole("cell")[0]?.textContent), 0);
    expect(sent).toBeGreaterThan(20);
    expect(within(await chart()).getByText(String(sent))).toBeInTheDocument();
  });

  it("leads from those who do not answer to what waits for them", async () => {
    await open("overview");
    const table = await screen.findByRole("table", { name: "Кто дольше не отвечает" });
    const [first] = within(table).getAllByRole("link");
    expect(first?.getAttribute("href")).toMatch(/^#\/documents\?filter=theirs&counterparty=\d+$/);
    const ages = screen.getByRole("table", { name: "Ждём контрагентов" });
    expect(within(ages).getAllByRole("row")).toHaveLength(6);
    expect(within(ages).getByRole("link", { name: "3–6 дней" })).toHaveAttribute(
      "href",
      "#/documents?filter=theirs&waiting=3&waitingTo=6",
    );
  });

  it("asks for the chosen period and keeps it in the address", async () => {
    const { user, backend } = await open("overview");
    await chart();
    await user.click(screen.getByRole("radio", { name: "90 дней" }));
    await waitFor(() => expect(asked(backend, "overview.get").at(-1)?.request).toEqual({ days: 90 }));
    expect(router.route.params.get("days")).toBe("90");
    expect(await screen.findByText("по неделям")).toBeVisible();
  });

  it("says that there is nothing yet, and offers a longer time first", async () => {
    const { user } = await open("overview", "empty");
    await user.click(await screen.findByRole("button", { name: "Показать за год" }));
    expect(await screen.findByText("Показывать пока нечего")).toBeVisible();
  });
});
