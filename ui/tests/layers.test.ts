import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { tick } from "svelte";
import { describe, expect, it } from "vitest";

import { router } from "../src/shared/router.svelte";
import Window from "../src/views/Window.svelte";
import { openBackend } from "./window";

/** A layer shows itself when it has found its place, and jsdom has no places. */
const HIDDEN = { hidden: true };

async function openTasks() {
  router.replace("tasks");
  await openBackend("work");
  const user = userEvent.setup();
  render(Window);
  const [status] = await screen.findAllByRole("button", { name: /Что это значит$/ });
  return { user, status: status as HTMLElement };
}

describe("what opens over the window", () => {
  it("a status explains itself, and the same press folds it again", async () => {
    const { user, status } = await openTasks();
    expect(status).toHaveAttribute("aria-expanded", "false");
    await user.click(status);
    const layer = await screen.findByRole("dialog", HIDDEN);
    expect(layer).toHaveTextContent("Кто действует");
    expect(status).toHaveAttribute("aria-expanded", "true");
    await user.click(status);
    await waitFor(() => expect(screen.queryByRole("dialog", HIDDEN)).toBeNull());
  });

  it("Escape folds it and gives the focus back to the status", async () => {
    const { user, status } = await openTasks();
    status.focus();
    await user.keyboard("{Enter}");
    const layer = await screen.findByRole("dialog", HIDDEN);
    await waitFor(() => expect(layer.contains(document.activeElement)).toBe(true));
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog", HIDDEN)).toBeNull());
    expect(document.activeElement).toBe(status);
  });

  it("an icon tells its name to the mouse and keeps quiet afterwards", async () => {
    const { user } = await openTasks();
    const bell = screen.getByRole("button", { name: /^Уведомления/ });
    await user.hover(bell);
    const name = await screen.findByRole("tooltip");
    expect(name).toHaveTextContent("Уведомления");
    expect(bell).toHaveAccessibleDescription(/Уведомления/);
    await user.unhover(bell);
    await waitFor(() => expect(screen.queryByRole("tooltip")).toBeNull());
  });

  it("an address that asks for a dialog opens it, and tidying the address up leaves it open", async () => {
    router.replace("settings", null, new URLSearchParams({ tab: "connections", add: "1" }));
    await openBackend("work");
    render(Window);
    const dialog = await screen.findByRole("dialog", HIDDEN);
    expect(window.location.hash).toBe("#/settings?tab=connections");
    router.replace("settings", null, new URLSearchParams({ tab: "connections", seen: "1" }));
    await tick();
    expect(dialog).toBeInTheDocument();
  });
});
