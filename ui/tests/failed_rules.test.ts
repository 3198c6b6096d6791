import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";

import { router } from "../src/shared/router.svelte";
import Window from "../src/views/Window.svelte";
import { openBackend } from "./window";

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(752);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1400);
});

it("what a rule could not send stands among the problems, is tried again, mended or left", async () => {
  window.location.hash = "";
  router.replace("tasks");
  const backend = await openBackend("work");
  const user = userEvent.setup();
  render(Window);
  const row = (await screen.findByText(/Не отправлено значимым событием/)).closest("li") as HTMLElement;
  expect(row.closest("section")?.getAttribute("aria-labelledby")).toBe("group-problems");
  expect(within(row).getByText(/Контрагент не выбран/)).toBeVisible();
  await user.click(within(row).getByText("Повторить"));
  const asked = () => backend.calls.filter(({ command }) => command === "rules.change_task");
  await waitFor(() => expect(asked().map(({ request }) => request)).toEqual([{ id: 2, wish: "now" }]));
  await waitFor(() => expect(screen.queryByText(/Не отправлено значимым событием/)).toBeNull());
});
