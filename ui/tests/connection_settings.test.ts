import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";

import { openAt, sizeWindow } from "./opened";

const open = (params: Record<string, string>) => openAt("persons", "settings", null, params);
sizeWindow();

describe("the settings of a connection", () => {
  it("are kept as they are pressed, and the log is read and cleared", async () => {
    const { user, asked } = await open({
      tab: "connections",
      part: "settings",
      connection: "7",
    });
    await user.click(await screen.findByLabelText(/^Отправлять сразу/));
    await waitFor(() => expect(asked("connections.set")).toEqual([{ id: 7, sends_at_once: false }]));
    await user.click(await screen.findByLabelText(/^Записывать служебные данные/));
    await waitFor(() => expect(asked("connections.set")[1]).toEqual({ id: 7, keeps_exchange_log: true }));
    expect(await screen.findByText("POST /gw/v1/documents")).toBeVisible();
    await user.click(screen.getByText("Очистить"));
    await waitFor(() => expect(screen.queryByText("POST /gw/v1/documents")).toBeNull());
  });
});

describe("names of statuses", () => {
  it("that were met are given a meaning, and what stands under them is asked about", async () => {
    const { user, asked } = await open({ tab: "connections", part: "statuses-fdoc" });
    expect(await screen.findByText("Ждём клиента")).toBeVisible();
    screen.getByLabelText(/^Что значит: Ждём клиента/).focus();
    await user.keyboard("{Enter}");
    await user.keyboard("{ArrowDown}{Enter}");
    const row = screen.getByText("Ждём клиента").closest("li") as HTMLElement;
    await user.click(within(row).getByRole("button", { name: "Записать" }));
    await waitFor(() => expect(asked("status_names.fill")).toEqual([{ operator: "fdoc" }]));
    expect(asked("status_names.save")).toHaveLength(1);
    expect(await screen.findByText("Неизвестных названий не встречалось.")).toBeVisible();
  });

  it("that were taught stay taught when the operator cannot be asked", async () => {
    const { backend, user, asked } = await open({ tab: "connections", part: "statuses-fdoc" });
    const told = backend.rpc.bind(backend);
    vi.spyOn(backend, "rpc").mockImplementation((command, request) => {
      if (command === "status_names.fill")
        throw { code: "offline", message: "Нет связи с оператором.", retryable: true };
      return told(command, request);
    });
    (await screen.findByLabelText(/^Что значит: Ждём клиента/)).focus();
    await user.keyboard("{Enter}");
    await user.keyboard("{ArrowDown}{Enter}");
    const row = screen.getByText("Ждём клиента").closest("li") as HTMLElement;
    await user.click(within(row).getByRole("button", { name: "Записать" }));
    expect(await screen.findByText("Статусы не заполнены")).toBeVisible();
    expect(screen.queryByText("Соответствия не изменены")).toBeNull();
    expect(asked("status_names.save")).toHaveLength(1);
  });
});
