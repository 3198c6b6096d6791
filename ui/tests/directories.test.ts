import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { router } from "../src/shared/router.svelte";
import Window from "../src/views/Window.svelte";
import { openBackend } from "./window";

async function open(view: string, id: number | null, params: Record<string, string>) {
  window.location.hash = "";
  router.replace(view, id, new URLSearchParams(params));
  const backend = await openBackend("work");
  const user = userEvent.setup();
  render(Window);
  const asked = (command: string) => backend.calls.filter((call) => call.command === command);
  return { backend, user, asked };
}

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(752);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1400);
});

describe("kinds of documents", () => {
  it("one that has documents is hidden instead of removed, and the number of them is told", async () => {
    const { user, asked } = await open("settings", null, { tab: "kinds" });
    await user.click(await screen.findByRole("button", { name: "Действия с видом «Накладная»" }));
    // Where the menu floats is a matter of layout, which jsdom has none of: it is found by its words.
    await user.click(await screen.findByText("Удалить"));
    const question = await screen.findByRole("dialog", { name: "Вид «Накладная» нельзя удалить" });
    expect(within(question).getByText(/12 документов/)).toBeVisible();
    await user.click(within(question).getByRole("button", { name: "Скрыть" }));
    await waitFor(() => expect(asked("kinds.save")[0]?.request).toMatchObject({ id: 7, is_hidden: true }));
    expect(asked("kinds.remove")).toEqual([]);
  });

  it("a new kind shows its numbers while they are chosen and is saved as it was shown", async () => {
    const { user, asked } = await open("settings", null, { tab: "kinds", kind: "new" });
    await user.type(await screen.findByLabelText("Название"), "Ведомость");
    await user.type(screen.getByLabelText("Перед номером"), "ВД-");
    expect(screen.getByText(/ВД-00042, ВД-00043/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Добавить поле" }));
    await user.type(screen.getByLabelText("Название поля"), "Госномер");
    expect(screen.getByText("В шаблоне: gosnomer")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Записать" }));
    await waitFor(() => expect(asked("kinds.save")).toHaveLength(1));
    expect(asked("kinds.save")[0]?.request).toMatchObject({
      name: "Ведомость",
      numbering: { prefix: "ВД-", digits: 5, restart: "yearly" },
      fields: [{ name: "gosnomer", label: "Госномер", input: "line" }],
    });
    expect(await screen.findByText("Ведомость")).toBeVisible();
  });

  it("a page that was left by mistake keeps what was typed", async () => {
    const { user } = await open("settings", null, { tab: "kinds", kind: "4" });
    await user.type(await screen.findByLabelText("Название"), " выполненных работ");
    await user.click(screen.getByRole("button", { name: "К списку видов" }));
    await screen.findByRole("button", { name: "Новый вид" });
    router.go("settings", null, new URLSearchParams({ tab: "kinds", kind: "4" }));
    expect(await screen.findByLabelText("Название")).toHaveValue("Акт выполненных работ");
    expect(screen.getByText("Есть изменения, которые ещё не записаны.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Отменить изменения" }));
    expect(screen.getByLabelText("Название")).toHaveValue("Акт");
  });
});

describe("a print form", () => {
  it("tells an error at its line, leads there, and keeps the draft", async () => {
    const { user, asked } = await open("settings", null, { tab: "forms", form: "act" });
    const source = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Шаблон" });
    source.focus();
    source.setSelectionRange(source.value.length, source.value.length);
    await user.keyboard("#oops");
    const problem = await screen.findByRole("button", { name: /Строка 14, знак 1/ });
    await user.click(problem);
    expect(source).toHaveFocus();
    expect(source.value.slice(source.selectionStart, source.selectionEnd)).toBe("#oops");
    expect(asked("forms.save")).toEqual([]);
    expect(window.sessionStorage.getItem("surguch.form.act")).toContain("#oops");
    await user.keyboard("{Delete}");
    expect(await screen.findByText("Шаблон без ошибок.")).toBeVisible();
    expect(window.sessionStorage.getItem("surguch.form.act")).toBeNull();
  });

  it("takes Tab for indenting until Esc is pressed", async () => {
    const { user } = await open("settings", null, { tab: "forms", form: "invoice" });
    const source = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Шаблон" });
    source.focus();
    source.setSelectionRange(0, 0);
    await user.keyboard("{Tab}");
    await waitFor(() => expect(source.value.startsWith("  #import")).toBe(true));
    expect(source).toHaveFocus();
    await user.keyboard("{Escape}{Tab}");
    expect(source).not.toHaveFocus();
  });
});

describe("counterparties", () => {
  it("one who is there already is named before anything is saved", async () => {
    const { backend, user, asked } = await open("counterparties", null, {});
    const known = backend.counterparties[0];
    await user.click(await screen.findByRole("button", { name: "Новый контрагент" }));
    await user.type(await screen.findByLabelText("ИНН"), known?.inn ?? "");
    await user.type(screen.getByLabelText("КПП"), known?.kpp ?? "");
    expect(await screen.findByText("Уже есть: ООО «Ромашка».")).toBeVisible();
    expect(screen.getByRole("button", { name: "Записать" })).toBeDisabled();
    await user.click(screen.getByRole("button", { name: "Открыть карточку" }));
    expect(router.route.id).toBe(1);
    expect(asked("counterparties.save")).toEqual([]);
  });

  it("are merged after both were shown side by side, the one that was chosen to stay stays", async () => {
    const { backend, user, asked } = await open("counterparties", 1, {});
    await user.click(await screen.findByRole("button", { name: "Объединить с «ООО «Ромашка» (филиал)»" }));
    const question = await screen.findByRole("dialog", { name: "Объединить карточки" });
    expect(within(question).getByText("Останется").parentElement).toHaveTextContent("ООО «Ромашка»");
    await user.click(within(question).getByRole("button", { name: "Поменять местами" }));
    expect(within(question).getByText("Исчезнет").parentElement).toHaveTextContent(/\d+ документ.*перейдут/);
    await user.click(within(question).getByRole("button", { name: "Объединить" }));
    await waitFor(() =>
      expect(asked("counterparties.merge")[0]?.request).toEqual({ keep_id: 13, drop_id: 1 }),
    );
    expect(backend.counterparties.some(({ id }) => id === 1)).toBe(false);
    await waitFor(() => expect(router.route.id).toBe(13));
  });
});

describe("individuals", () => {
  it("a changed phone is told in the history, and that consent depends on it", async () => {
    const { user, asked } = await open("counterparties", 2, { tab: "people" });
    await user.click(await screen.findByRole("button", { name: "Изменить" }));
    const phone = await screen.findByLabelText("Телефон");
    await user.clear(phone);
    await user.type(phone, "+7 912 000-00-00");
    expect(screen.getAllByText(/Соглашение о простой подписи дано/).length).toBe(2);
    await user.click(screen.getByRole("button", { name: "Записать" }));
    await waitFor(() => expect(asked("individuals.save")).toHaveLength(1));
    expect(await screen.findByText("+7 912 765-43-21 → +7 912 000-00-00")).toBeVisible();
  });

  it("a phone that is too short is said under its field and nothing is saved", async () => {
    const { user, asked } = await open("counterparties", null, { tab: "people" });
    await user.click(await screen.findByRole("button", { name: "Новое физлицо" }));
    await user.type(await screen.findByLabelText("Фамилия"), "Ким");
    await user.type(screen.getByLabelText("Имя"), "Олег");
    await user.type(screen.getByLabelText("Телефон"), "+7 912");
    await user.click(screen.getByRole("button", { name: "Записать" }));
    expect(screen.getByLabelText("Телефон")).toHaveAccessibleDescription(/11 цифр/);
    expect(asked("individuals.save")).toEqual([]);
  });
});
