/** The whole window at an address. */
import { render } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, vi } from "vitest";

import type { Scenario } from "../dev/fake/fake";
import { router } from "../src/shared/router.svelte";
import Window from "../src/views/Window.svelte";
import { openBackend } from "./window";

/** Every test of the file has a window of a usual size: there is no layout to measure. */
export function sizeWindow(): void {
  beforeEach(() => {
    vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(752);
    vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1400);
  });
}

/** `asked`: the requests with which the window called a command of the program, in their order. */
export async function openAt(
  scenario: Scenario,
  view: string,
  id: number | null,
  params: Record<string, string>,
) {
  window.location.hash = "";
  router.replace(view, id, new URLSearchParams(params));
  const backend = await openBackend(scenario);
  const user = userEvent.setup();
  render(Window);
  const asked = (command: string) =>
    backend.calls.filter((call) => call.command === command).map(({ request }) => request);
  return { backend, user, asked };
}
