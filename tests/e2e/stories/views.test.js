/** Every view in both themes and both sizes: nobody is kept out, nothing scrolls sideways, nothing complains. */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { barriers, COLOURS } from "../stage/accessibility.js";
import { LARGE, SMALL } from "../stage/browser.js";
import { Cabinet } from "../stage/cabinet.js";
import { Clerk } from "../stage/clerk.js";
import { busyDay, EMPTY_VIEWS, show, VIEWS } from "../stage/office.js";
import { BUYERS } from "../stage/papers.js";
import { freshStory, trainingStory, withBrowser } from "../stage/story.js";

const SHOTS = process.env.SHOTS;
const LONG_MS = 480_000;
const SIZES = [SMALL, LARGE];
/** The first one is judged by every rule, the other, at one size, by what colours can spoil. */
const THEMES = ["light", "dark"];

withBrowser();

trainingStory("every view with documents is open to everybody in both themes and sizes", async ({ program, page }) => {
  // A tab that is left has shown everything: the first one goes before the day begins, and later what changed stays news.
  await page.goto("about:blank");
  await page.route("**/rpc/visits.mark", (route) => route.fulfill({ json: {} }));
  const day = { ...(await busyDay(program)), address: program.address };
  await examine(page, VIEWS, day);
}, LONG_MS);

freshStory("every view without documents is open to everybody in both themes and sizes", async ({ program, seat, page }) => {
  seat.foresee("documents.list");
  await examine(page, EMPTY_VIEWS, { address: program.address });
}, LONG_MS);

trainingStory("the operator's cabinets are open to everybody in both themes and sizes", async ({ program, seat }) => {
  const { operator } = await busyDay(program);
  const page = await seat.tab(operator.cabinets);
  const found = [];
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await page.goto(operator.cabinets);
    found.push(...(await judgeInBoth(page, "cabinets", size)));
    await page.getByRole("link", { name: `${BUYERS.cedar.name} ИНН` }).click();
    found.push(...(await judgeInBoth(page, "cabinet", size)));
    await new Cabinet(page).page.getByRole("table").getByRole("link", { name: "ПЗ-420" }).click();
    found.push(...(await judgeInBoth(page, "cabinet-document", size)));
  }
  assert.deepEqual(found, []);
});

async function examine(page, views, day) {
  const found = [];
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const view of views.filter(([, , , inSmall]) => size === SMALL || inSmall !== true)) {
      await page.emulateMedia({ colorScheme: THEMES[0], reducedMotion: "reduce" });
      await show(page, view, day);
      found.push(...(await judgeInBoth(page, view[0], size)));
    }
  }
  assert.deepEqual(found, []);
}

/** What is open stays open: a theme is only another dress of the same page. */
async function judgeInBoth(page, name, size) {
  const found = [];
  for (const colorScheme of THEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await isDressed(page, colorScheme);
    found.push(...(await judge(page, name, { colorScheme, size })));
  }
  return found;
}

/** The page has taken the theme, and what fades from one colour to the other has done so. */
async function isDressed(page, theme) {
  await page.waitForFunction((theme) => [theme, undefined].includes(document.documentElement.dataset.theme), theme);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await page.waitForFunction(() => document.getAnimations().every((one) => one.playState !== "running"));
}

async function judge(page, name, { colorScheme, size }) {
  const place = `${name} ${colorScheme} ${size.width}`;
  if (SHOTS !== undefined) {
    mkdirSync(SHOTS, { recursive: true });
    await page.screenshot({ path: join(SHOTS, `${place.replaceAll(" ", "-")}.png`) });
  }
  const isFirst = colorScheme === THEMES[0];
  const isJudged = isFirst || size === SMALL;
  const found = isJudged ? await barriers(page, isFirst ? null : COLOURS) : [];
  const overflow = await new Clerk(page).overflowPx();
  if (overflow > 0) found.push(`scrolls ${overflow} px sideways`);
  return found.map((barrier) => `${place}: ${barrier}`);
}
