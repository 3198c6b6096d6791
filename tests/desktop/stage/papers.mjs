/** Real documents: the project's own examples with another number, so that the registry does not know them yet. */
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

const EXAMPLES = resolve(import.meta.dirname, "../../../crates/formats/fixtures");
const EXAMPLE_ID = "3f6d2a90-5b1e-4c7a-9d43-8e21b7a40c11";
const EXAMPLE_NUMBER = "\xcf\xc7-318"; // «ПЗ-318» in windows-1251

/**
 * A УПД of ООО «Полярная звезда» to ООО «Кедровая роща». The bytes stay in windows-1251; `digits` are the digits of
 * the number «ПЗ-…».
 */
export function transferDocument(digits) {
  const id = randomUUID();
  const text = readFileSync(resolve(EXAMPLES, "utd_schfdop_503.xml"), "latin1")
    .replaceAll(EXAMPLE_ID, id)
    .replaceAll(EXAMPLE_NUMBER, `\xcf\xc7-${digits}`);
  const name = /ON_NSCHFDOPPR_[^"]+/.exec(text)?.[0];
  if (name === undefined || !text.includes(id)) throw new Error("the example document has changed");
  return { name: `${name}.xml`, bytes: Buffer.from(text, "latin1"), type: "text/xml", number: `ПЗ-${digits}` };
}
