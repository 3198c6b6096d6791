import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";

import ConnectionDialog from "../src/features/connections/ConnectionDialog.svelte";
import FirmDialog from "../src/features/firms/FirmDialog.svelte";
import { openBackend } from "./window";

describe("window «Фирма»", () => {
  it("catches a slip in the ИНН while it is typed and saves only a right one", async () => {
    const backend = await openBackend("empty");
    const user = userEvent.setup();
    render(FirmDialog, { open: true });

    await user.type(await screen.findByLabelText("Название"), "ООО «Ромашка»");
    await user.type(screen.getByLabelText("ИНН"), "7707083894");
    expect(screen.getByText("Контрольное число ИНН не сходится. Проверьте цифры.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Записать" }));
    expect(screen.getByText("Введите КПП: у организации он есть всегда.")).toBeVisible();
    expect(backend.firms).toEqual([]);

    await user.clear(screen.getByLabelText("ИНН"));
    await user.type(screen.getByLabelText("ИНН"), "7707083893");
    await user.type(screen.getByLabelText("КПП"), "773601001");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(backend.firms).toHaveLength(1));
    expect(backend.firms[0]).toMatchObject({ inn: "7707083893", kpp: "773601001" });
  });

  it("does not ask a person for a КПП", async () => {
    const backend = await openBackend("empty");
    const user = userEvent.setup();
    render(FirmDialog, { open: true });
    await user.type(await screen.findByLabelText("Название"), "ИП Иванов Иван Иванович");
    await user.type(screen.getByLabelText("ИНН"), "500100732259");
    expect(screen.queryByLabelText("КПП")).toBeNull();
    await user.click(screen.getByRole("button", { name: "Записать" }));
    await waitFor(() => expect(backend.firms).toHaveLength(1));
    expect(backend.calls.at(-1)?.request ?? {}).not.toHaveProperty("kpp");
  });

  it("shows a refusal of the program in the dialog and keeps what was typed", async () => {
    const backend = await openBackend("work");
    const user = userEvent.setup();
    render(FirmDialog, { open: true });
    const inn = backend.firms[0]?.inn ?? "";
    await user.type(await screen.findByLabelText("Название"), "ООО «Сургучный двор»");
    await user.type(screen.getByLabelText("ИНН"), inn);
    await user.type(screen.getByLabelText("КПП"), "770501001");
    await user.click(screen.getByRole("button", { name: "Записать" }));
    expect(await screen.findByText(/Фирма с таким ИНН и КПП уже есть/)).toBeVisible();
    expect(screen.getByLabelText("ИНН")).toHaveValue(inn);
  });
});

describe("dialog of a connection", () => {
  const type = async (user: ReturnType<typeof userEvent.setup>, password: string) => {
    await user.type(await screen.findByLabelText("Ключ ЭДО"), "  API-1111  ");
    await user.type(screen.getByLabelText("Логин"), "one");
    await user.type(screen.getByLabelText("Пароль"), password);
  };

  it("says what the operator refused and nothing is saved", async () => {
    const backend = await openBackend("empty");
    const user = userEvent.setup();
    render(ConnectionDialog, { open: true, connection: null });
    await type(user, "wrong");
    await user.click(screen.getByRole("button", { name: "Тест подключения" }));
    expect(await screen.findByText(/Диадок не принял логин или пароль/)).toBeVisible();
    expect(backend.calls.some(({ command }) => command === "connections.save")).toBe(false);
  });

  it("hands secrets over once, without the blanks of copying, and wipes them", async () => {
    const backend = await openBackend("empty");
    const user = userEvent.setup();
    const { rerender } = render(ConnectionDialog, { open: true, connection: null });
    await type(user, "right");
    await user.click(screen.getByRole("button", { name: "Записать" }));
    await waitFor(() =>
      expect(backend.calls.find(({ command }) => command === "connections.save")?.request).toMatchObject({
        box_id: "box-1",
        credentials: { api_key: "API-1111", login: "one", password: "right" },
      }),
    );
    await waitFor(() => expect(screen.queryByLabelText("Пароль")).toBeNull());
    await rerender({ open: true });
    expect(await screen.findByLabelText("Пароль")).toHaveValue("");
    expect(document.body.innerHTML).not.toContain("right");
  });

  it("names the fields that are empty, under the fields", async () => {
    await openBackend("empty");
    const user = userEvent.setup();
    render(ConnectionDialog, { open: true, connection: null });
    await user.click(await screen.findByRole("button", { name: "Записать" }));
    expect(screen.getByText("Заполните поле «Ключ ЭДО».")).toBeVisible();
    expect(screen.getByLabelText("Пароль")).toHaveAccessibleDescription("Заполните поле «Пароль».");
  });

  it("of a connection that exists keeps what is not typed again", async () => {
    const backend = await openBackend("work");
    const user = userEvent.setup();
    render(ConnectionDialog, { open: true, connection: backend.connections[0] ?? null });
    await user.click(await screen.findByRole("button", { name: "Записать" }));
    await waitFor(() =>
      expect(backend.calls.find(({ command }) => command === "connections.save")?.request).toMatchObject({
        id: 1,
        credentials: {},
      }),
    );
    expect(backend.calls.some(({ command }) => command === "connections.test")).toBe(false);
  });

  const application = async (user: ReturnType<typeof userEvent.setup>, id: string) => {
    await user.click(await screen.findByLabelText("Через браузер"));
    await user.type(screen.getByLabelText("Имя приложения (client_id)"), id);
    await user.type(screen.getByLabelText("Ключ приложения (client_secret)"), "s3cret");
  };

  it("logs in through the browser and saves what the log-in opened", async () => {
    const backend = await openBackend("empty");
    const user = userEvent.setup();
    render(ConnectionDialog, { open: true, connection: null });
    await application(user, "romashka");
    expect(screen.getByText("http://127.0.0.1:47321/edo/login")).toBeVisible();
    await user.clear(screen.getByLabelText("Порт для возврата из браузера"));
    await user.type(screen.getByLabelText("Порт для возврата из браузера"), "50001");
    expect(screen.getByText("http://127.0.0.1:50001/edo/logout")).toBeVisible();
    backend.logIns.patience = 2;
    await user.click(screen.getByRole("button", { name: "Войти" }));
    expect(await screen.findByText("Ждём вход в браузере…")).toBeVisible();
    await screen.findByText(/Связь есть/, {}, { timeout: 5_000 });
    expect(backend.calls.find(({ command }) => command === "log_in.begin")?.request).toMatchObject({
      log_in: "browser",
      redirect_port: 50_001,
      credentials: { client_id: "romashka", client_secret: "s3cret" },
    });
    await user.click(screen.getByRole("button", { name: "Записать" }));
    expect(screen.getByText("Выберите ящик, от которого будут уходить документы.")).toBeVisible();
  });

  it("shows a code when the port is taken, and lets it be given up", async () => {
    const backend = await openBackend("empty");
    const user = userEvent.setup();
    render(ConnectionDialog, { open: true, connection: null });
    await application(user, "busy-port");
    await user.click(screen.getByRole("button", { name: "Войти" }));
    expect(await screen.findByText("BDWPHQPK")).toBeVisible();
    expect(screen.getByText(/Порт для возврата из браузера занят/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Отменить вход" }));
    await waitFor(() => expect(screen.queryByText("BDWPHQPK")).toBeNull());
    expect(backend.calls.some(({ command }) => command === "log_in.cancel")).toBe(true);
  });

  it("says what the operator has against the application, to be copied", async () => {
    await openBackend("empty");
    const user = userEvent.setup();
    render(ConnectionDialog, { open: true, connection: null });
    await application(user, "unknown");
    await user.click(screen.getByRole("button", { name: "Войти" }));
    expect(await screen.findByText(/Unknown client or client not enabled/)).toBeVisible();
    expect(screen.getByRole("button", { name: "Скопировать для поддержки" })).toBeVisible();
  });

  it("does not begin a log-in with a port that is none", async () => {
    const backend = await openBackend("empty");
    const user = userEvent.setup();
    render(ConnectionDialog, { open: true, connection: null });
    await application(user, "romashka");
    await user.clear(screen.getByLabelText("Порт для возврата из браузера"));
    await user.type(screen.getByLabelText("Порт для возврата из браузера"), "80");
    await user.click(screen.getByRole("button", { name: "Войти" }));
    expect(screen.getByText("Порт — число от 1024 до 65535.")).toBeVisible();
    expect(backend.calls.some(({ command }) => command === "log_in.begin")).toBe(false);
  });
});
