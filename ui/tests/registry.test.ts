import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { router } from "../src/shared/router.svelte";
import Window from "../src/views/Window.svelte";
import { openBackend } from "./window";

const grid = () => screen.getByRole("grid", { name: "Реестр документов" });
const ticked = () =>
  within(grid())
    .getAllByRole("row")
    .filter((row) => row.getAttribute("aria-selected") === "true");
const currentRow = () => document.getElementById(grid().getAttribute("aria-activedescendant") ?? "");

async function openRegistry(scenario: "work" | "empty" | "broken" = "work", address = "") {
  window.location.hash = "";
  router.replace("documents", null, new URLSearchParams(address));
  const backend = await openBackend(scenario);
  const user = userEvent.setup();
  render(Window);
  if (scenario === "work")
    await waitFor(() => expect(within(grid()).getAllByRole("row").length).toBeGreaterThan(5));
  return { backend, user };
}

beforeEach(() => {
  // jsdom has no layout: the table is given a screen of twenty rows.
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(752);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1400);
});

describe("the registry", () => {
  it("is walked, ticked and opened by the keyboard alone", async () => {
    const { user } = await openRegistry();
    grid().focus();
    await user.keyboard("{ArrowDown}{ArrowDown}");
    expect(currentRow()).toHaveAttribute("aria-rowindex", "4");
    await user.keyboard(" ");
    expect(ticked()).toHaveLength(1);
    await user.keyboard("{Shift>}{ArrowDown}{ArrowDown}{/Shift}");
    expect(ticked()).toHaveLength(3);
    await user.keyboard("{Enter}");
    expect(router.route.id).not.toBeNull();
    await user.keyboard("{Escape}");
    expect(router.route.id).toBeNull();
    expect(grid()).toHaveFocus();
  });

  it("takes a range by Shift and a press, and all by Ctrl+A", async () => {
    const { user, backend } = await openRegistry();
    const ticks = () => grid().querySelectorAll<HTMLElement>("[data-tick]");
    await user.click(ticks()[1] as HTMLElement);
    await user.keyboard("{Shift>}");
    await user.click(ticks()[4] as HTMLElement);
    await user.keyboard("{/Shift}");
    expect(ticked()).toHaveLength(4);
    grid().focus();
    await user.keyboard("{Control>}a{/Control}");
    expect(screen.getByRole("toolbar")).toHaveAccessibleName(
      new RegExp(`^Выбрано ${backend.cards.size} документов`),
    );
  });

  it("goes to the true last row by End, whatever has been read", async () => {
    const { user, backend } = await openRegistry("work", "");
    const card = [...backend.cards.values()][0];
    for (let id = 1000; id < 3100; id += 1)
      backend.cards.set(id, { ...card!, document: { ...card!.document, id, number: `Д-${id}` } });
    backend.emit("documents");
    await waitFor(() => expect(Number(grid().getAttribute("aria-rowcount"))).toBeGreaterThan(2000));
    grid().focus();
    await user.keyboard("{End}");
    // jsdom scrolls nowhere by itself, and tells nobody.
    await waitFor(() => {
      grid().dispatchEvent(new Event("scroll"));
      expect(currentRow()).toHaveAttribute("aria-rowindex", "2261");
    });
  });

  it("keeps the current row when the list is read again and a row comes in above", async () => {
    const { user, backend } = await openRegistry();
    grid().focus();
    await user.keyboard("{ArrowDown}{ArrowDown}{ArrowDown}");
    const before = currentRow();
    const words = before?.textContent;
    backend.rpc("documents.import", { files: [{ name: "УПД 7.xml", content_base64: "" }] });
    backend.emit("documents", 161);
    await waitFor(() => expect(currentRow()).toHaveAttribute("aria-rowindex", "6"));
    expect(currentRow()?.textContent).toBe(words);
  });

  it("goes to the search box when letters are typed", async () => {
    const { user, backend } = await openRegistry();
    grid().focus();
    await user.keyboard("порт");
    expect(screen.getByRole("searchbox")).toHaveValue("порт");
    await waitFor(() =>
      expect(
        backend.calls.filter(({ command }) => command === "documents.list").at(-1)?.request,
      ).toMatchObject({ filter: { query: "порт" } }),
    );
    await waitFor(() => expect(grid().querySelectorAll("mark").length).toBeGreaterThan(0));
    expect(grid().querySelector("mark")).toHaveTextContent("порт");
    expect(grid().querySelector("mark")?.parentElement).toHaveTextContent("АО «Северный порт»");
  });

  it("teaches what to do when it is empty", async () => {
    await openRegistry("empty");
    expect(await screen.findByText("Реестр пока пуст")).toBeVisible();
  });

  it("tells in words what is signed and not sent, and finds it", async () => {
    const { backend } = await openRegistry();
    const signed = [...backend.cards.values()].filter(({ document }) => document.is_signed_unsent);
    expect(signed.length).toBeGreaterThan(0);
    router.replace("documents", null, new URLSearchParams("mark=signed_unsent"));
    expect(await screen.findByText("Состояние обмена: Подписан, не отправлен")).toBeVisible();
    await waitFor(() => expect(grid()).toHaveAttribute("aria-rowcount", String(signed.length + 1)));
    expect(within(grid()).getAllByText("подписан нами").length).toBe(signed.length);
  });

  it("says that it could not be read, and that nothing is lost", async () => {
    await openRegistry("broken");
    expect(await screen.findByText(/На диске нет места. Документы целы/)).toBeVisible();
    expect(screen.queryByText("Реестр пока пуст")).toBeNull();
  });
});
