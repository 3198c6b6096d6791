import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { intake } from "../src/features/intake/intake.svelte";
import { tableIntake } from "../src/features/intake/table_intake.svelte";
import { router } from "../src/shared/router.svelte";
import Window from "../src/views/Window.svelte";
import { openBackend } from "./window";

async function openRegistry() {
  window.location.hash = "";
  router.replace("documents");
  const backend = await openBackend("work");
  const user = userEvent.setup();
  render(Window);
  await screen.findByRole("grid", { name: "Реестр документов" });
  const choose = (...names: string[]) =>
    user.upload(
      document.querySelector("input[type=file]") as HTMLInputElement,
      names.map((name) => new File(["<a/>"], name)),
    );
  const taken = () => backend.calls.filter(({ command }) => command === "import.take");
  return { backend, user, choose, taken };
}
const dialog = () => screen.findByRole("dialog", { name: "Загрузка документов" });

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(752);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1400);
  intake.close();
  tableIntake.close();
});

describe("files brought into the registry", () => {
  it("one clean file goes in with Enter alone", async () => {
    const { backend, user, choose, taken } = await openRegistry();
    const before = backend.cards.size;
    await choose("УПД 1.xml");
    await dialog();
    await waitFor(() => expect(screen.getByRole("button", { name: "Добавить 1 документ" })).toHaveFocus());
    expect(taken()).toEqual([]);
    await user.keyboard("{Enter}");
    expect(await screen.findByText(/В реестр добавлено: 1 документ\./)).toBeVisible();
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(backend.cards.size).toBe(before + 1);
  });

  it("shows a duplicate with its likeness unticked, and takes it only when it is ticked", async () => {
    const { user, choose, taken } = await openRegistry();
    await choose("УПД 1.xml", "known УПД 2.xml");
    const preview = await dialog();
    expect(await within(preview).findByText(/Уже есть: УПД № 999/)).toBeVisible();
    const tick = within(preview).getByRole("checkbox", { name: "Добавить «known УПД 2.xml»" });
    expect(tick).not.toBeChecked();
    await user.click(tick);
    await user.click(within(preview).getByRole("button", { name: "Добавить 2 документа" }));
    await waitFor(() => expect(taken()).toHaveLength(1));
    expect(taken()[0]?.request).toMatchObject({ indexes: [0, 1] });
  });

  it("says in the row why a file is not read and why one did not get in", async () => {
    const { user, choose } = await openRegistry();
    await choose("УПД 1.xml", "refuse УПД 2.xml", "broken.xml");
    const preview = await dialog();
    expect(await within(preview).findByText(/файл обрывается на строке 14/)).toBeVisible();
    await user.click(within(preview).getByRole("button", { name: "Добавить 2 документа" }));
    expect(await within(preview).findByText(/На диске нет места\. Файл не загружен/)).toBeVisible();
    expect(within(preview).getByText(/Не загружены 2 файла\./)).toBeVisible();
    expect(within(preview).getByRole("button", { name: "Повторить 1" })).toBeEnabled();
  });

  it("puts nothing into the registry when the preview is closed", async () => {
    const { backend, user, choose, taken } = await openRegistry();
    await choose("УПД 1.xml", "УПД 2.xml");
    await screen.findByRole("button", { name: "Добавить 2 документа" });
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(taken()).toEqual([]);
    await waitFor(() => expect(backend.calls.at(-1)?.command).toBe("import.drop"));
  });
});

describe("a table brought into the registry", () => {
  it("is taken when its required columns are named", async () => {
    const { backend, user, choose } = await openRegistry();
    await choose("Реестр.csv");
    const window = await screen.findByRole("dialog", { name: "Загрузка таблицы" });
    expect(await within(window).findByText("Укажите столбец для полей: Номер.")).toBeVisible();
    expect(within(window).getByRole("button", { name: "Добавить" })).toBeDisabled();
    tableIntake.map("number", 1);
    expect(await within(window).findByText(/С ошибками: 2 строки/)).toBeVisible();
    expect(within(window).getByText(/«сто рублей» — не число/)).toBeVisible();
    await user.click(within(window).getByRole("button", { name: "Добавить 146 строк" }));
    expect(await within(window).findByText(/Добавлено: 145 строк\./)).toBeVisible();
    expect(backend.calls.find(({ command }) => command === "tables.take")?.request).toMatchObject({
      mapping: { number: 1, issued_on: 0 },
    });
  });
});
