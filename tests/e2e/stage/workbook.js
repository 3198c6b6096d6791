/** Reads a workbook (XLSX) without the program's own writer: ZIP and the XML inside. */
import assert from "node:assert/strict";
import { inflateRawSync } from "node:zlib";

const END_OF_DIRECTORY = 0x06054b50;
const ENTRY = 0x02014b50;
const DAY_MS = 86_400_000;
/** The day before day one of spreadsheets, with their leap day of 1900 in it. */
const EPOCH_MS = Date.UTC(1899, 11, 30);

/** The files of a ZIP by their names. */
function unzipped(bytes) {
  let end = bytes.length - 22;
  while (end >= 0 && bytes.readUInt32LE(end) !== END_OF_DIRECTORY) end -= 1;
  assert.ok(end >= 0, "a ZIP has a directory");
  const files = new Map();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    assert.equal(bytes.readUInt32LE(at), ENTRY);
    const [name, more, note] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const place = bytes.readUInt32LE(at + 42);
    const from = place + 30 + bytes.readUInt16LE(place + 26) + bytes.readUInt16LE(place + 28);
    const packed = bytes.subarray(from, from + bytes.readUInt32LE(at + 20));
    const isStored = bytes.readUInt16LE(at + 10) === 0;
    files.set(bytes.toString("utf8", at + 46, at + 46 + name), isStored ? packed : inflateRawSync(packed));
    at += 46 + name + more + note;
  }
  return files;
}

const plain = (xml) =>
  xml
    .replaceAll(/<[^>]+>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&amp;", "&");
const parts = (xml, tag) => [...xml.matchAll(new RegExp(`<${tag}(\\s[^>]*?)?(?:/>|>(.*?)</${tag}>)`, "gs"))];
const attribute = (text, name) => new RegExp(`\\b${name}="([^"]*)"`).exec(text ?? "")?.[1];

/** Which styles of cells show a date. */
function datedStyles(styles) {
  const formats = new Map(parts(styles, "numFmt").map(([, head]) => [attribute(head, "numFmtId"), attribute(head, "formatCode")]));
  const isDate = (id) => /[dy]/i.test(formats.get(id) ?? "") || (Number(id) >= 14 && Number(id) <= 22);
  const [, , cells] = parts(styles, "cellXfs")[0];
  return parts(cells, "xf").map(([, head]) => isDate(attribute(head, "numFmtId")));
}

/**
 * The rows of the first sheet, each an array of cells: a number, a text, a `Date` where a number is shown as one, `null`
 * where nothing stands.
 */
export function rowsOf(bytes) {
  const files = unzipped(bytes);
  const text = (name) => files.get(name)?.toString("utf8") ?? "";
  const shared = parts(text("xl/sharedStrings.xml"), "si").map(([, , inside]) => plain(inside ?? ""));
  const dated = datedStyles(text("xl/styles.xml"));
  const cell = ([, head, inside = ""]) => {
    const value = plain(parts(inside, "v")[0]?.[2] ?? "");
    const type = attribute(head, "t") ?? "n";
    if (type === "inlineStr") return plain(inside);
    if (type === "s") return shared[Number(value)];
    if (type === "str" || value === "") return value === "" ? null : value;
    return dated[Number(attribute(head, "s") ?? 0)] ? new Date(EPOCH_MS + Number(value) * DAY_MS) : Number(value);
  };
  const column = (head) => [...attribute(head, "r").replace(/\d/g, "")].reduce((at, letter) => at * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return parts(text("xl/worksheets/sheet1.xml"), "row").map(([, , inside = ""]) => {
    const row = [];
    for (const found of parts(inside, "c")) row[column(found[1])] = cell(found);
    return Array.from(row, (one) => one ?? null);
  });
}
