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
const WORDS = ["гранит", "ПЗ-1042", "тройка", "бумага", "9644112800", "кедровая", "сказки"];

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
      const painted = page.evaluate(() => window.nextAnswerPainted());
      await page.keyboard.type(letter);
      times.push(await painted);
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

/** In the page: from the key to the frame after the list of this key was answered and drawn. */
function watch() {
  const ask = window.fetch;
  let answered = () => {};
  window.fetch = async (...question) => {
    const answer = await ask(...question);
    if (String(question[0]).includes("rpc/documents.list")) {
      const read = answer.json.bind(answer);
      answer.json = async () => {
        const body = await read();
        queueMicrotask(() => answered());
        return body;
      };
    }
    return answer;
  };
  window.nextAnswerPainted = () =>
    new Promise((resolve) => {
      let pressedAt = 0;
      window.addEventListener("keydown", (event) => (pressedAt = event.timeStamp), { capture: true, once: true });
      answered = () => {
        if (pressedAt === 0) return;
        answered = () => {};
        // The first frame draws the rows, the second begins when they are on the screen.
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - pressedAt)));
      };
    });
}
