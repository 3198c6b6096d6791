/** How long the place of a row that is looked at stays empty while somebody scrolls fast. */
import { until } from "../stage/until.mjs";

/** So many flicks of the wheel, each so many frames long and followed by a look of so many more. */
const FLICKS = 20;
const FRAMES = 10;
const LOOK_FRAMES = 12;
const STEP_PX = 900;

/** Frame by frame: which places within sight are empty, and for how long those that are filled now were. */
const SCROLL = `
  const grid = document.querySelector("[role='grid']");
  const seen = (window.benchScroll = { filledMs: [], passed: 0, frames: 0, rows: 0, isOver: false });
  const empty = new Map();
  const inSight = (row) => {
    const [box, frame] = [row.getBoundingClientRect(), grid.getBoundingClientRect()];
    return box.bottom > frame.top && box.top < frame.bottom;
  };
  const places = (rows) => new Set([...grid.querySelectorAll(rows)].filter(inSight).map((row) => row.style.transform));
  let frame = 0;
  const look = () => {
    const now = performance.now();
    const ghosts = places("[role='presentation'][aria-hidden='true']");
    const rows = places("[role='row'][aria-rowindex]");
    for (const place of ghosts) if (!empty.has(place)) empty.set(place, now);
    for (const [place, since] of empty) {
      if (rows.has(place)) seen.filledMs.push(now - since);
      else if (!ghosts.has(place)) seen.passed += 1;
      if (!ghosts.has(place)) empty.delete(place);
    }
    seen.frames += 1;
    if (frame >= ${FLICKS * (FRAMES + LOOK_FRAMES)} && empty.size === 0) {
      seen.rows = Math.round(grid.scrollTop / 36);
      seen.isOver = true;
      return;
    }
    if (frame < ${FLICKS * (FRAMES + LOOK_FRAMES)} && frame % ${FRAMES + LOOK_FRAMES} < ${FRAMES}) grid.scrollTop += ${STEP_PX};
    frame += 1;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);`;

/** Scrolls down «Документы»; how long each empty place was empty, ms. */
export async function scrolled(page) {
  await page.run("location.hash = '#/documents'");
  await until("the registry", () =>
    page.run("return document.querySelectorAll(\"[role='grid'] [role='row'][aria-rowindex]\").length > 10"),
  );
  await page.run(SCROLL);
  await until("the end of scrolling", () => page.run("return window.benchScroll.isOver"), 90_000);
  const seen = await page.run("return window.benchScroll");
  if (seen.rows < FLICKS * FRAMES) throw new Error(`nothing was scrolled: ${JSON.stringify(seen)}`);
  // Rows that were there before they were looked at left nothing empty.
  return { ...seen, filledMs: seen.filledMs.length === 0 ? [0] : seen.filledMs };
}
