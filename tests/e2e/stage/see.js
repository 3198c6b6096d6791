/** Asks until the answer fits: the window follows the program by its news, not by the clock. */
import assert from "node:assert/strict";

const LIMIT_MS = 20_000;
const PAUSE_MS = 100;

export async function sees(locator, text, limitMs = LIMIT_MS) {
  await eventually(async () => {
    const shown = await locator.allInnerTexts();
    const words = shown.join("\n").replaceAll(/[\u00a0\u202f]/g, " ");
    assert.ok(typeof text === "string" ? words.includes(text) : text.test(words), `«${text}» in «${words.slice(0, 400)}»`);
  }, limitMs);
}

/** Until `check` holds; its last failure is told. */
export async function eventually(check, limitMs = LIMIT_MS) {
  const end = performance.now() + limitMs;
  for (;;) {
    try {
      return await check();
    } catch (cause) {
      if (performance.now() > end) throw cause;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
