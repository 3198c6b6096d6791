/** Papers to bring in: the project's own examples with other numbers and parties. The bytes stay in windows-1251. */
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

const EXAMPLES = resolve(import.meta.dirname, "../../../crates/formats/fixtures");

export const BUYERS = {
  cedar: { name: "ООО «Кедровая роща»", inn: "9644112800", kpp: "964401001", file: "202401152411718929" },
  granite: { name: "АО «Гранит-Север»", inn: "9670558319", kpp: "967001001", file: "202401152411718930" },
  post: { name: "ООО «Почтовая тройка»", inn: "9699004521", kpp: "969901001", file: "202401152411718933" },
};

/** Companies of the operator that nobody has told us about: the first accepts invitations, the other one refuses. */
export const QUIET_HARBOUR = { name: "ООО «Тихая гавань»", inn: "9631027748", kpp: "963101001" };
export const SWIFT = { name: "ИП Стрижов М. Л.", inn: "967033221120" };

export function example(name) {
  return readFileSync(resolve(EXAMPLES, name));
}

const TABLE = new Map(
  [...new TextDecoder("windows-1251").decode(Uint8Array.from({ length: 256 }, (_, byte) => byte))].map((sign, byte) => [
    sign,
    byte,
  ]),
);

function windows1251(text) {
  return Buffer.from(
    [...text].map((sign) => {
      const byte = TABLE.get(sign);
      if (byte === undefined) throw new Error(`windows-1251 has no «${sign}»`);
      return byte;
    }),
  );
}

const attribute = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
const decoded = new TextDecoder("windows-1251").decode(example("utd_schfdop_503.xml"));

/** A УПД of ООО «Полярная звезда». `buyerName` replaces the buyer's name only. */
export function transferDocument({ number, buyer = BUYERS.cedar, buyerName = buyer.name }) {
  const text = decoded
    .replaceAll("3f6d2a90-5b1e-4c7a-9d43-8e21b7a40c11", randomUUID())
    .replaceAll("ПЗ-318", attribute(number))
    .replaceAll(
      `2BM-${BUYERS.cedar.inn}-${BUYERS.cedar.kpp}-${BUYERS.cedar.file}`,
      `2BM-${buyer.inn}-${buyer.kpp}-${buyer.file}`,
    )
    .replaceAll(BUYERS.cedar.inn, buyer.inn)
    .replaceAll(BUYERS.cedar.kpp, buyer.kpp)
    .replaceAll(BUYERS.cedar.name, attribute(buyerName));
  const id = /ИдФайл="([^"]+)"/.exec(text)?.[1];
  if (id === undefined || !text.includes(attribute(number))) throw new Error("the example document has changed");
  return { name: `${id}.xml`, bytes: windows1251(text), type: "text/xml" };
}

/** A printed form under this name; each is a file of its own. */
export function printedForm(name) {
  const bytes = Buffer.concat([example("print_form.pdf"), Buffer.from(`\n% ${randomUUID()}\n`)]);
  return { name, bytes, type: "application/pdf" };
}
