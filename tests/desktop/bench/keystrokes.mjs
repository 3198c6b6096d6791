/** From a key in the search box to the frame with the rows that it asks for. */
import { until } from "../stage/until.mjs";

/** Numbers that the registry has; each is typed key by key. */
const TYPED = ["48137", "90210", "77777", "31416", "65537", "12345", "50029", "86420", "27182", "99971"];

/** Notes when a key went down and when the rows that follow it were painted. The driver adds nothing to it. */
const LISTEN = `
  const grid = document.querySelector("[role='grid']");
  const box = document.querySelector("input[role='searchbox']");
  const seen = (window.benchKeys = { count: 0, tookMs: [], askedMs: [] });
  let down = null;
  let asked = null;
  box.addEventListener("keydown", () => (down = performance.now()), true);
  new MutationObserver(() => {
    if (grid.getAttribute("aria-busy") === "true") asked = performance.now();
    else {
      const [from, sent] = [down, asked];
      requestAnimationFrame(() => setTimeout(() => {
        if (from !== null) {
          seen.tookMs.push(performance.now() - from);
          seen.askedMs.push(sent - from);
        }
        seen.count += 1;
      }));
    }
  }).observe(grid, { attributes: true, attributeFilter: ["aria-busy"] });`;
const CLEAR = `
  const box = document.querySelector("input[role='searchbox']");
  box.value = "";
  box.dispatchEvent(new InputEvent("input", { bubbles: true }))`;
const COUNT = "return window.benchKeys.count";

/** Types all numbers into the search of «Документы»; one time for each key, ms. */
export async function keystrokes(page) {
  await page.run("location.hash = '#/documents'");
  await until("the registry", () =>
    page.run("return document.querySelectorAll(\"[role='grid'] [role='row'][aria-rowindex]\").length > 10"),
  );
  const box = await page.find("input[role='searchbox']");
  await page.run(LISTEN);
  const answered = async (act) => {
    const before = await page.run(COUNT);
    await act();
    await until("the rows", async () => (await page.run(COUNT)) > before);
  };
  for (const number of TYPED) {
    for (const text of number) {
      await answered(() => page.ask("POST", `/element/${box}/value`, { text }));
    }
    // Amounts are searched too, so the number may not be alone.
    const rows = await page.run("return document.querySelector(\"[role='grid']\").innerText");
    if (!rows.includes(`УТ-${number}`)) throw new Error(`«${number}» was typed and is not among the rows`);
    // The clearing is no key: its rows are waited for and not counted.
    await page.run("window.benchKeys.kept = window.benchKeys.tookMs.length");
    await answered(() => page.run(CLEAR));
    await page.run(`
      const seen = window.benchKeys;
      seen.tookMs.length = seen.kept;
      seen.askedMs.length = seen.kept`);
  }
  return await page.run("return window.benchKeys");
}
