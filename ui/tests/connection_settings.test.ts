import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { router } from "../src/shared/router.svelte";
import Window from "../src/views/Window.svelte";
import { openBackend } from "./window";

async function open(view: string, params: Record<string, string>) {
  window.location.hash = "";
  router.replace(view, null, new URLSearchParams(params));
  const backend = await openBackend("persons");
  const user = userEvent.setup();
  render(Window);
  const asked = (command: string) =>
    backend.calls.filter((call) => call.command === command).map(({ request }) => request);
  return { backend, user, asked };
}

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(752);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1400);
});

describe("the settings of a connection", () => {
  it("are kept as they are pressed, and the log is read and cleared", async () => {
    const { user, asked } = await open("settings", {
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
    const { user, asked } = await open("settings", { tab: "connections", part: "statuses-fdoc" });
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
});
