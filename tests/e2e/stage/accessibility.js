/** axe-core in the page as it is: its own policy stays in force. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What another theme can spoil: it changes colours and nothing else of the page. */
export const COLOURS = ["color-contrast"];

/** What keeps somebody from using the page, one line for each element; by these rules, or by all of them. */
export async function barriers(page, rules = null) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(SOURCE);
  const { violations } = await page.evaluate(
    (runOnly) => window.axe.run(document, { resultTypes: ["violations"], ...(runOnly === null ? {} : { runOnly }) }),
    rules,
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.failureSummary}`));
}
