/**
 * `node tour.mjs --out FOLDER`: plays the story in the real window and leaves a picture of every step, pictures of all
 * views in both themes and three sizes, and `tour.json`. What stands there was seen from outside the program. When
 * anything is not seen, there is no `tour.json` and the tour ends with 1.
 */
import { deepStrictEqual } from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { Clerk } from "./stage/clerk.mjs";
import { Desktop } from "./stage/desktop.mjs";
import { Program } from "./stage/program.mjs";
import { play, SIGNED } from "./stage/story.mjs";
import { until, within } from "./stage/until.mjs";
import { VIEWS } from "./views.mjs";

const LIMIT_MS = 9 * 60_000;
const SIZES = [
  [1024, 700],
  [1280, 820],
  [1920, 1080],
];
const THEMES = { light: "Светлое", dark: "Тёмное" };

const { values } = parseArgs({ options: { out: { type: "string" }, "no-views": { type: "boolean" } } });
if (values.out === undefined) {
  console.error("Укажите папку для снимков: --out ПАПКА");
  process.exit(2);
}
const out = resolve(values.out);

try {
  await within("the tour", tour(), LIMIT_MS);
} catch (error) {
  console.error(`Показ не удался: ${error.message}`);
  process.exit(1);
}

async function tour() {
  const report = join(out, "tour.json");
  rmSync(report, { force: true });
  mkdirSync(out, { recursive: true });
  const desktop = await Desktop.open();
  try {
    const told = await story(desktop);
    if (!values["no-views"]) await views(desktop.path("data"));
    // The very last: whoever finds it knows that all of it was seen.
    writeFileSync(report, `${JSON.stringify(told, null, 2)}\n`);
    console.log(`✓ ${report}`);
  } finally {
    await desktop.close();
  }

  async function views(data) {
    const wide = await Desktop.open({ screen: "1920x1080", beside: desktop });
    try {
      await lookAround(wide, data);
    } finally {
      await wide.close();
    }
  }
}

async function story(desktop) {
  const steps = [];
  let since = performance.now();
  const played = await play({
    desktop,
    data: desktop.path("data"),
    told: async ({ name, status, page }) => {
      const ms = Math.round(performance.now() - since);
      steps.push({ name, status_label: status, ms });
      await page.painted();
      await desktop.picture(join(out, `${String(steps.length).padStart(2, "0")}-${name}.png`));
      console.log(`  ${name}${status === "" ? "" : ` · ${status}`} · ${ms} ms`);
      since = performance.now();
    },
  });
  const { before, after, notification, paper } = played;
  if (notification.title !== SIGNED || !notification.body.includes(paper.number)) {
    throw new Error(`the notification says «${notification.title}: ${notification.body}»`);
  }
  deepStrictEqual(after, before, "after kill -9 something else is shown");
  deepStrictEqual(after.posted.map((one) => one.times), [1], "the document reached the operator once");
  return {
    steps,
    notification: {
      title: notification.title,
      body: notification.body,
      clicked: desktop.clickedNotifications() === 1,
    },
    restart_kept: true,
  };
}

/** All views of the window in all sizes and both themes, into `views/`. */
async function lookAround(desktop, data) {
  const folder = join(out, "views");
  mkdirSync(folder, { recursive: true });
  const program = await Program.open(desktop, data);
  const clerk = new Clerk(program);
  try {
    for (const [theme, words] of Object.entries(THEMES)) {
      await clerk.goTo("Настройки");
      await clerk.press("Вид");
      await clerk.page.click(`//*[self::button or self::label][normalize-space()='${words}']`);
      await until("the theme", () =>
        program.page.run("return document.documentElement.dataset.theme === arguments[0]", theme),
      );
      for (const [width, height] of SIZES) {
        await program.page.resize(width, height);
        for (const [name, show] of Object.entries(VIEWS)) {
          await show(clerk);
          await program.page.painted();
          writeFileSync(join(folder, `${name}-${width}x${height}-${theme}.png`), await program.page.picture());
        }
        console.log(`  views ${width}×${height} ${theme}`);
      }
    }
  } finally {
    await program.close();
  }
}
