/** Waiting for something that can be seen: nothing here sleeps and hopes. */
import { setTimeout as pause } from "node:timers/promises";

const LOOK_EVERY_MS = 80;

/**
 * Looks until `look` gives something, and returns it.
 *
 * An error of `look` counts as «not yet»: a page that is being painted anew loses its elements for a moment. It is
 * told when the time is over.
 */
export async function until(what, look, deadlineMs = 15_000) {
  const started = performance.now();
  let last = "";
  for (;;) {
    try {
      const seen = await look();
      if (seen) return seen;
      last = "";
    } catch (error) {
      if (error.isFinal) throw error;
      last = error.message;
    }
    if (performance.now() - started > deadlineMs) {
      const because = last === "" ? "" : ` (${last})`;
      throw new Error(`not seen within ${deadlineMs / 1000} s: ${what}${because}`);
    }
    await pause(LOOK_EVERY_MS);
  }
}

/** The promise, or an error when it takes longer. */
export async function within(what, promise, deadlineMs) {
  const timer = new AbortController();
  const late = pause(deadlineMs, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`took longer than ${deadlineMs / 1000} s: ${what}`);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    timer.abort();
    late.catch(() => {});
  }
}
