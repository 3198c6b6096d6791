import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { bulk } from "../src/features/bulk/jobs.svelte";
import { wants } from "../src/features/documents/wants.svelte";
import { pins } from "../src/features/signing/pins.svelte";
import { router } from "../src/shared/router.svelte";
import Window from "../src/views/Window.svelte";
import { RIGHT_PIN } from "../dev/fake/signing";
import { openBackend } from "./window";

const HIDDEN = { hidden: true };
const grid = () => screen.getByRole("grid", { name: "Реестр документов" });
const dialog = () => screen.findByRole("dialog", HIDDEN);
const inDialog = async (name: string | RegExp) =>
  within(await dialog()).findByRole("button", { name, hidden: true });
const pinField = () => screen.findByLabelText<HTMLInputElement>("ПИН-код", { selector: "input" });

async function openRegistry() {
  bulk.openedId = null;
  bulk.list.value = null;
  bulk.unask();
  pins.question = null;
  window.location.hash = "";
  router.replace("documents", null, new URLSearchParams("status=prepared"));
  const backend = await openBackend("work");
  const user = userEvent.setup();
  render(Window);
  await waitFor(() => expect(within(grid()).getAllByRole("row").length).toBeGreaterThan(1));
  const calls = (command: string) =>
    backend.calls.filter((call) => call.command === command).map(({ request }) => request);
  return { backend, user, calls };
}

/** One document, looked at and confirmed: the token asks. */
async function begin(user: ReturnType<typeof userEvent.setup>) {
  grid().focus();
  await user.keyboard(" ");
  const bar = await screen.findByRole("toolbar");
  await user.click(within(bar).getByRole("button", { name: "Подписать и отправить" }));
  const go = await inDialog("Подписать и отправить");
  await waitFor(() => expect(go).toBeEnabled());
  go.click();
}

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(752);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1400);
});

describe("«Подписать и отправить»", () => {
  it("shows before the PIN what is signed, by whom and why, and tells the program whom it took", async () => {
    const { user, calls } = await openRegistry();
    grid().focus();
    await user.keyboard(" ");
    const bar = await screen.findByRole("toolbar");
    await user.click(within(bar).getByRole("button", { name: "Подписать и отправить" }));
    const shown = await dialog();
    await waitFor(() => expect(shown).toHaveTextContent(/тот же ИНН, что у организации в сертификате/));
    expect(shown).toHaveTextContent("ООО «Сургучный двор»");
    expect(shown).toHaveTextContent(/₽/);
    expect(calls("bulk.plan")).toHaveLength(0);
    (await inDialog("Подписать и отправить")).click();
    await waitFor(() => expect(calls("bulk.plan")).toHaveLength(1));
    expect(calls("bulk.plan")[0]).toMatchObject({
      action: "sign_and_send",
      params: { certificates: { 1: 1 } },
    });
  });

  it("after a wrong PIN waits for a person, asks anew, and signs with the right one", async () => {
    const { user, calls } = await openRegistry();
    await begin(user);
    const field = await pinField();
    expect(field.type).toBe("password");
    expect(field.autocomplete).toBe("off");
    field.focus();
    await user.keyboard("0000{Enter}");
    expect(field.value).toBe("");
    const [resume] = await screen.findAllByRole("button", { name: "Продолжить", hidden: true });
    expect(await screen.findByText(/ПИН-код не подошёл\. Осталось попыток: 2/)).toBeInTheDocument();
    expect(calls("pin.answer")).toHaveLength(1);
    resume?.click();
    await waitFor(() => expect(screen.getByText("Осталось 2 попытки.")).toBeInTheDocument());
    (await pinField()).focus();
    await user.keyboard(`${RIGHT_PIN}{Enter}`);
    expect(await screen.findByText(/^Подписан и поставлен в очередь 1 документ/)).toBeInTheDocument();
    expect(calls("pin.answer")).toHaveLength(2);
  });

  it("that stopped at a wrong PIN is gone on with from the card too", async () => {
    const { user, calls } = await openRegistry();
    await begin(user);
    (await pinField()).focus();
    await user.keyboard("0000{Enter}");
    await screen.findAllByRole("button", { name: "Продолжить", hidden: true });
    const [id] = (calls("bulk.plan")[0] as { selection: { ids: number[] } }).selection.ids;
    router.replace("documents", id ?? null, new URLSearchParams("status=prepared"));
    const card = await screen.findByRole("region", { name: "Карточка документа" });
    expect(await within(card).findByText("Подписание остановлено")).toBeInTheDocument();
    expect(card).toHaveTextContent(/ПИН-код не подошёл\. Осталось попыток: 2/);
    await user.click(within(card).getByRole("button", { name: "Продолжить" }));
    (await pinField()).focus();
    await user.keyboard(`${RIGHT_PIN}{Enter}`);
    await waitFor(() => expect(card).not.toHaveTextContent("Подписание остановлено"));
    expect(calls("pin.answer")).toHaveLength(2);
  });

  it("takes the last try only after a person agreed to it", async () => {
    const { user, calls } = await openRegistry();
    await begin(user);
    for (const left of [2, 1]) {
      const field = await pinField();
      await waitFor(() => expect(field).toBeEnabled());
      field.focus();
      await user.keyboard("0000{Enter}");
      await screen.findByText(new RegExp(`Осталось попыток: ${left}`));
      screen.getAllByRole("button", { name: "Продолжить", hidden: true })[0]?.click();
      await waitFor(() => expect(pins.question?.tries).toBe(left));
    }
    const field = await pinField();
    expect(field).toBeDisabled();
    expect(await inDialog("Подписать")).toBeDisabled();
    screen.getByLabelText(/^Ввожу в последний раз/).click();
    await waitFor(() => expect(field).toBeEnabled());
    expect(calls("pin.consent_last")).toHaveLength(1);
    await waitFor(() => expect(document.activeElement).toBe(field));
    await user.keyboard(`${RIGHT_PIN}{Enter}`);
    expect(await screen.findByText(/^Подписан и поставлен в очередь 1 документ/)).toBeInTheDocument();
  });

  it("given up at the PIN signs nothing and can be gone on with", async () => {
    const { user, calls } = await openRegistry();
    await begin(user);
    await pinField();
    (await inDialog("Отменить")).click();
    expect(await screen.findByText(/ПИН-код не введён/)).toBeInTheDocument();
    expect(calls("pin.cancel")).toHaveLength(1);
    expect(calls("pin.answer")).toHaveLength(0);
    expect(screen.getAllByRole("button", { name: "Продолжить", hidden: true }).length).toBeGreaterThan(0);
  });
});

describe("«Сертификаты»", () => {
  it("are found by a pasted thumbprint, opened, and hidden ones come back", async () => {
    router.replace("settings", null, new URLSearchParams({ tab: "certificates" }));
    const backend = await openBackend("work");
    const user = userEvent.setup();
    render(Window);
    const [wanted] = backend.keys.certificates.slice(1);
    const box = await screen.findByRole("searchbox", { name: "Поиск сертификата" });
    await user.click(box);
    await user.paste(`\u200e${wanted?.thumbprint.toLowerCase().replaceAll(/(..)/g, "$1 ")}`);
    await waitFor(() => expect(screen.getAllByRole("button", { name: "Подробнее" })).toHaveLength(1));
    await user.click(screen.getByRole("button", { name: "Подробнее" }));
    expect(await dialog()).toHaveTextContent("1027700132195");
    (await inDialog("Кто подписывает…")).click();
    expect(await screen.findByText(/Каким сертификатом подписываются документы/)).toBeInTheDocument();
    router.replace("settings", null, new URLSearchParams({ tab: "certificates" }));
    await user.click(await screen.findByRole("button", { name: "Показать скрытые: 1" }));
    await user.click(await screen.findByRole("button", { name: "Вернуть в список" }));
    await waitFor(() => expect(backend.keys.certificates.some(({ is_hidden }) => is_hidden)).toBe(false));
  });

  it("are looked for anew, and a store that did not answer is named with what to do", async () => {
    router.replace("settings", null, new URLSearchParams({ tab: "certificates" }));
    await openBackend("many");
    const user = userEvent.setup();
    render(Window);
    await user.click(await screen.findByRole("button", { name: "Обновить" }));
    expect(await screen.findByText(/Введите новую лицензию в КриптоПро CSP/)).toBeInTheDocument();
  });
});

describe("«Драйверы токенов»", () => {
  it("are named by a person, asked at once, refused with a reason, and let go", async () => {
    router.replace("settings", null, new URLSearchParams({ tab: "certificates" }));
    const backend = await openBackend("work");
    const user = userEvent.setup();
    render(Window);
    const calls = (command: string) => backend.calls.filter((call) => call.command === command);
    const part = await screen.findByRole("region", { name: "Драйверы токенов" });
    const choose = within(part).getByRole("button", { name: "Указать драйвер" });
    await user.click(choose);
    expect(await within(part).findByText("librtpkcs11ecp.so")).toBeInTheDocument();
    await waitFor(() => expect(calls("certificates.refresh")).toHaveLength(1));
    for (const count of [2, 3]) {
      await waitFor(() => expect(choose).toBeEnabled());
      await user.click(choose);
      await waitFor(() => expect(within(part).getAllByRole("listitem")).toHaveLength(count));
    }
    expect(part).toHaveTextContent("файла на этом месте больше нет");
    await waitFor(() => expect(choose).toBeEnabled());
    await user.click(choose);
    expect(await within(part).findByText(/не загружается как библиотека PKCS#11/)).toBeInTheDocument();
    await user.click(
      within(part).getByRole("button", { name: "Больше не спрашивать драйвер librtpkcs11ecp.so" }),
    );
    await waitFor(() => expect(within(part).getAllByRole("listitem")).toHaveLength(2));
    expect(calls("tokens.forget").map(({ request }) => request)).toEqual([{ place: 0 }]);
  });
});

describe("what is told by a universal message alone", () => {
  it("asks for no certificate and says why, from «Задачи» too, and is planned without one", async () => {
    bulk.openedId = null;
    bulk.unask();
    wants.isBulkWanted = false;
    window.location.hash = "";
    router.replace("tasks");
    const backend = await openBackend("many");
    render(Window);
    const calls = (command: string) =>
      backend.calls.filter((call) => call.command === command).map(({ request }) => request);
    const [confirm] = await screen.findAllByRole("button", { name: "Подтвердить" });
    confirm?.click();
    const go = await inDialog("Подтвердить получение");
    await waitFor(() => expect(go).toBeEnabled());
    const shown = await dialog();
    expect(shown).toHaveTextContent(/Подпись не нужна/);
    expect(shown).not.toHaveTextContent(/ПИН-код/);
    expect(within(shown).queryByRole("combobox", HIDDEN)).toBeNull();
    expect(calls("signing.choice")[0]).toMatchObject({ action: "confirm_receipt" });
    go.click();
    await waitFor(() => expect(calls("bulk.plan")).toHaveLength(1));
    expect(calls("bulk.plan")[0]).toMatchObject({
      action: "confirm_receipt",
      params: { certificates: {} },
    });
  });
});
