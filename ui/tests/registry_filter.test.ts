import { screen, waitFor, within } from "@testing-library/svelte";
import { afterEach, describe, expect, it } from "vitest";

import { session } from "../src/features/session.svelte";
import { router } from "../src/shared/router.svelte";
import { openAt, sizeWindow } from "./opened";

sizeWindow();
afterEach(() => (session.firmId = null));

const grid = () => screen.getByRole("grid", { name: "Реестр документов" });

async function openRegistry(params: Record<string, string> = {}) {
  const opened = await openAt("work", "documents", null, params);
  await waitFor(() => expect(within(grid()).getAllByRole("row").length).toBeGreaterThan(1));
  const last = (command: string) => opened.asked(command).at(-1);
  return { ...opened, last };
}

describe("the panel of the filter", () => {
  it("takes several statuses beside those of a group, and gives them back", async () => {
    const { user, last } = await openRegistry({ filter: "toSend" });
    await user.click(screen.getByRole("button", { name: "Фильтр" }));
    const field = await screen.findByLabelText("Статус");
    await waitFor(() => expect(field).toHaveTextContent("3 статуса"));
    const group = (last("documents.list") as { filter: { statuses: string[] } }).filter.statuses;
    field.focus();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(field).toHaveAttribute("aria-expanded", "true"));
    await user.keyboard("завер{Enter}");
    await waitFor(() => expect(field).toHaveTextContent("4 статуса"));
    const chosen = router.route.params.get("status")?.split(",") ?? [];
    expect(chosen.toSorted()).toEqual([...group, "completed"].toSorted());
    expect(router.route.params.has("filter")).toBe(false);
    await waitFor(() => expect(last("documents.list")).toMatchObject({ filter: { statuses: chosen } }));
    await user.keyboard("{Enter}");
    await waitFor(() => expect(router.route.params.get("status")?.split(",")).toHaveLength(group.length));
    await user.keyboard("{Escape}");
    await user.click(await screen.findByText("Сбросить"));
    expect(router.route.params.has("status")).toBe(false);
  });

  it("finds companies and people on the other side by one typing", async () => {
    const { user, last } = await openRegistry({ counterparty: "1" });
    await user.click(screen.getByRole("button", { name: /^Фильтр/ }));
    const field = await screen.findByPlaceholderText("Название, ИНН или имя физлица");
    await user.clear(field);
    await user.type(field, "Петр");
    await user.click(await screen.findByText(/^Петров/));
    await waitFor(() =>
      expect(last("documents.list")).toMatchObject({ filter: { individual_id: expect.any(Number) } }),
    );
    expect(router.route.params.has("counterparty")).toBe(false);
    expect(field).toHaveValue("Петров Пётр Петрович");
  });
});

describe("a saved view", () => {
  it("of a named period keeps the name and says so before", async () => {
    const { user, last } = await openRegistry({ period: "year" });
    expect(last("documents.list")).toMatchObject({ filter: { period: "year" } });
    screen.getByRole("button", { name: "Виды реестра" }).focus();
    await user.keyboard("{Enter}");
    await user.click(await screen.findByText("Сохранить вид…"));
    const name = await screen.findByRole("textbox", { name: "Название" });
    expect(screen.getByText(/Период «этот год» считается от текущего дня/)).toBeVisible();
    await user.clear(name);
    await user.type(name, "За год{Enter}");
    expect(await screen.findByRole("radio", { name: /^За год/ })).toBeChecked();
    expect(last("views.save")).toMatchObject({ state: { filter: { period: "year" } } });
    expect(last("views.save")).not.toHaveProperty("state.filter.issued_from");
  });

  it("is counted for the firm that is chosen for the window", async () => {
    const { last, asked } = await openRegistry();
    await waitFor(() => expect(asked("views.list")).toHaveLength(1));
    expect(last("views.list")).toEqual({});
    session.firmId = 1;
    await waitFor(() => expect(last("views.list")).toEqual({ firm_id: 1 }));
    await waitFor(() => expect(last("documents.list")).toMatchObject({ filter: { firm_id: 1 } }));
  });
});
