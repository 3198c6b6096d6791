/**
 * From a key pressed in the search box to the rows painted for it, in a registry of a thousand documents.
 * Prints one line of JSON. The time includes the pause that the search box makes to let a person finish the word.
 */
import { Browser } from "../stage/browser.js";
import { Clerk } from "../stage/clerk.js";
import { BUYERS, transferDocument } from "../stage/papers.js";
import { Program } from "../stage/program.js";

const DOCUMENTS = 1000;
const BATCH = 50;
const WORDS = ["гранит", "ПЗ-1042", "тройка", "бумага", "9644112800", "кедровая", "сказки", "полярная"];

const program = await Program.open({ training: true });
const browser = await Browser.open();
try {
  const buyers = Object.values(BUYERS);
  for (let from = 0; from < DOCUMENTS; from += BATCH) {
    const papers = Array.from({ length: BATCH }, (_, index) => {
      const at = from + index;
      return transferDocument({ number: `ПЗ-${1000 + at}`, buyer: buyers[at % buyers.length] });
    });
    await program.bring(papers);
  }
  const seat = await browser.seat();
  const page = await seat.tab(program.address);
  const clerk = new Clerk(page);
  await clerk.go("Документы");
  await clerk.registry.getByRole("row").nth(5).waitFor();
  await page.evaluate(watch);
  const times = [];
  for (const word of WORDS) {
    for (const letter of word) {
      await clerk.search.focus();
      await page.evaluate(() => void (window.painted = window.nextAnswerPainted()));
      await page.keyboard.type(letter);
      times.push(await page.evaluate(() => window.painted));
    }
    await clerk.search.press("Escape");
    await page.waitForFunction(() => !window.location.hash.includes("q="));
    await page.locator("[aria-busy=true]").waitFor({ state: "detached" });
  }
  times.sort((a, b) => a - b);
  const share = (part) => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * part))]);
  process.stdout.write(
    `${JSON.stringify({ documents: DOCUMENTS, keystrokes: times.length, median_ms: share(0.5), p95_ms: share(0.95) })}\n`,
  );
} finally {
  await browser.close();
  await program.close();
}

/** In the page: from the letter to the frame after the one in which the rows of this query were drawn. */
function watch() {
  window.nextAnswerPainted = () =>
    new Promise((resolve, reject) => {
      const box = document.querySelector("[role=searchbox]");
      const limit = setTimeout(() => reject(new Error(`no rows for «${box.value}»`)), 10_000);
      box.addEventListener(
        "input",
        (event) => {
          const look = () => {
            const asked = new URLSearchParams(window.location.hash.split("?")[1]).get("q");
            const isThere = asked === box.value.trim() && document.querySelector("[role=grid][aria-busy]") === null;
            requestAnimationFrame(isThere ? () => finish(event.timeStamp) : look);
          };
          requestAnimationFrame(look);
        },
        { once: true },
      );
      const finish = (pressedAt) => {
        clearTimeout(limit);
        resolve(performance.now() - pressedAt);
      };
    });
}
