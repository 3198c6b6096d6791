/** A story: its program, operator and browser, bounded in time, with everything ended when it is over. */
import { after, before, test } from "node:test";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { Browser } from "./browser.js";
import { Clerk } from "./clerk.js";
import { Program } from "./program.js";

const STORY_MS = 120_000;
let browser = null;

/** One browser for all stories of a file. */
export function withBrowser() {
  before(async () => (browser = await Browser.open()));
  after(() => browser?.close());
}

/** The training mode with its example firms, as the clerk finds it after the first start. */
export function trainingStory(name, play, limitMs = STORY_MS) {
  story(name, { training: true }, play, limitMs);
}

/** A program that was never started before. */
export function freshStory(name, play, limitMs = STORY_MS) {
  story(name, { training: false }, play, limitMs);
}

/** An office that has worked for years: so many documents. */
export function fullStory(name, documents, play, limitMs = STORY_MS) {
  story(name, { training: false, documents }, play, limitMs);
}

function story(name, options, play, limitMs) {
  test(name, { timeout: limitMs }, async () => {
    const program = await Program.open(options);
    const seat = await browser.seat();
    try {
      const page = await seat.tab(program.address);
      // A key pressed before the window stands is nobody's.
      await page.locator("main:not([aria-busy])").waitFor();
      const clerk = new Clerk(page);
      await play({ program, seat, page, clerk });
      seat.assertQuiet();
    } catch (cause) {
      await picture(seat, name);
      throw cause;
    } finally {
      await seat.close();
      await program.close();
    }
  });
}

/** What the tabs showed when a story failed, if `SHOTS` names a folder. */
async function picture(seat, name) {
  if (process.env.SHOTS === undefined) return;
  mkdirSync(process.env.SHOTS, { recursive: true });
  for (const [index, page] of seat.context.pages().entries()) {
    const path = join(process.env.SHOTS, `failed-${name.replaceAll(" ", "_").slice(0, 80)}-${index}.png`);
    await page.screenshot({ path }).catch(() => undefined);
  }
}
