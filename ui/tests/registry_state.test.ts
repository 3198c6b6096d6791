/** The registry stands as it was left, whichever way it is come to. */
import { screen, waitFor, within } from "@testing-library/svelte";
import { beforeEach, describe, expect, it } from "vitest";

import { columnLayout } from "../src/features/registry/layout.svelte";
import { views } from "../src/features/registry/views.svelte";
import { choose } from "../src/shared/preferences.svelte";
import { router } from "../src/shared/router.svelte";
import { openAt, sizeWindow } from "./opened";

const grid = () => screen.getByRole("grid", { name: "Реестр документов" });
const isThere = (title: string) => within(grid()).queryByRole("columnheader", { name: title }) !== null;

async function openRegistry(params: Record<string, string>) {
  const opened = await openAt("work", "documents", null, params);
  await waitFor(() => expect(within(grid()).getAllByRole("row").length).toBeGreaterThan(1));
  return opened;
}
const section = (name: RegExp) => screen.getByRole("link", { name });

sizeWindow();

describe("what the registry is asked for", () => {
  it("stays when a document is opened from another section", async () => {
    const { user, backend } = await openRegistry({ direction: "outbound", sort: "-total", q: "порт" });
    const [id = 0] = backend.cards.keys();
    const toTasks = async () => {
      await user.click(section(/^Задачи/));
      await waitFor(() => expect(screen.queryByRole("grid", { name: "Реестр документов" })).toBeNull());
    };
    await toTasks();
    router.go("documents", id);
    await waitFor(() => expect(router.route.id).toBe(id));
    await waitFor(() => expect(router.route.params.get("direction")).toBe("outbound"));
    await toTasks();
    await user.keyboard("{Control>}2{/Control}");
    await waitFor(() => expect(grid()).toBeVisible());
    expect(Object.fromEntries(router.route.params)).toEqual({
      direction: "outbound",
      sort: "-total",
      q: "порт",
    });
    // The start of the next day knows no words out of documents.
    expect(window.localStorage.getItem("surguch.registry.work")).toBe("direction=outbound&sort=-total");
  });

  it("stays when a document is opened over the list by its address alone", async () => {
    const { backend } = await openRegistry({ direction: "outbound" });
    const [id = 0] = backend.cards.keys();
    router.go("documents", id);
    await waitFor(() => expect(router.route.id).toBe(id));
    await waitFor(() => expect(router.route.params.get("direction")).toBe("outbound"));
    expect(window.localStorage.getItem("surguch.registry.work")).toBe("direction=outbound");
  });

  it("is given up by nobody but the person", async () => {
    const { user } = await openRegistry({ direction: "inbound" });
    await user.click(screen.getByRole("button", { name: /^Убрать условие/ }));
    await waitFor(() => expect(router.route.params.size).toBe(0));
    await user.click(section(/^Задачи/));
    await user.click(section(/^Документы/));
    await waitFor(() => expect(grid()).toBeVisible());
    expect(router.route.params.size).toBe(0);
  });
});

describe("one's own columns", () => {
  beforeEach(() => {
    choose("layouts", {});
    choose("widths", {});
  });

  it("come back when a saved view with others is left", async () => {
    const { user, backend } = await openRegistry({});
    await user.click(screen.getByRole("button", { name: "Столбцы" }));
    await user.click(await screen.findByLabelText("Показывать столбец «ИНН»"));
    await user.keyboard("{Escape}");
    backend.rpc("views.save", {
      name: "Только суммы",
      is_pinned: true,
      state: {
        filter: {},
        frozen: 2,
        columns: [
          { id: "number" },
          { id: "total", width: 222 },
          ...["date", "counterparty", "kind", "firm", "status", "inn"].map((id) => ({
            id,
            is_hidden: true,
          })),
        ],
      },
    });
    backend.emit("views");
    const tab = await screen.findByRole("radio", { name: /^Только суммы/ });
    await user.click(tab);
    await waitFor(() => expect(isThere("ИНН")).toBe(false));
    expect(isThere("Дата")).toBe(false);
    expect(grid().style.getPropertyValue("--columns")).toContain("222px");
    expect(columnLayout.layout.frozen).toBe(2);
    expect(views.isChanged).toBe(false);

    // What is changed within the view is the view's.
    await user.click(screen.getByRole("button", { name: "Столбцы" }));
    await user.click(await screen.findByLabelText("Показывать столбец «Дата»"));
    await user.keyboard("{Escape}");
    expect(isThere("Дата")).toBe(true);
    expect(views.isChanged).toBe(true);

    await user.click(screen.getByRole("radio", { name: "Все документы" }));
    await waitFor(() => expect(isThere("ИНН")).toBe(true));
    expect(isThere("Статус ЭДО")).toBe(true);
    expect(grid().style.getPropertyValue("--columns")).not.toContain("222px");
    expect(columnLayout.layout.frozen).toBe(0);
    // Opened again, the view is as it was saved.
    await user.click(tab);
    await waitFor(() => expect(isThere("Дата")).toBe(false));
    expect(views.isChanged).toBe(false);
  });

  it("are kept as a new view without being lost themselves", async () => {
    const { user } = await openRegistry({ direction: "inbound" });
    await user.click(screen.getByRole("button", { name: "Столбцы" }));
    await user.click(await screen.findByLabelText("Показывать столбец «Вид»"));
    await user.keyboard("{Escape}");
    await views.add("Входящие без вида", true);
    await waitFor(() => expect(views.active?.name).toBe("Входящие без вида"));
    expect(isThere("Вид")).toBe(false);
    expect(views.isChanged).toBe(false);
    views.open(null);
    await waitFor(() => expect(router.route.params.size).toBe(0));
    expect(isThere("Вид")).toBe(false);
  });
});
