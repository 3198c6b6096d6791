/** A window on the stand-in for the program. */
import { usePlatform } from "../src/api/client";
import { listenTo } from "../src/features/changes";
import { rememberAddress } from "../src/features/registry/remembered.svelte";
import { session } from "../src/features/session.svelte";
import { FakeBackend, type Scenario } from "../dev/fake/fake";

/** Midday, so that «сегодня» and «вчера» do not depend on the hour of the test. */
export const NOON = new Date(2026, 10, 21, 12, 0, 0).getTime();

// What the window reads when it is first wanted is read here: no test has to wait until it is translated.
const lazy = import.meta.glob([
  "../src/views/*.svelte",
  "../src/shared/ui/*Layer.svelte",
  "../src/features/shell/*.svelte",
  "../src/features/documents/StatusMeaning.svelte",
]);
await Promise.all(Object.values(lazy).map((read) => read()));

export async function openBackend(scenario: Scenario): Promise<FakeBackend> {
  const backend = new FakeBackend(scenario, NOON);
  const platform = backend.platform();
  usePlatform(platform);
  listenTo(platform, () => undefined);
  // A window that was just opened has shown no registry yet.
  for (const mode of ["work", "training"] as const) rememberAddress(mode, new URLSearchParams());
  await session.reload();
  return backend;
}
