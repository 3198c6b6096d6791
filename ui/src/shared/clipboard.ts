/** Text into the clipboard, and tables. */

const blobOf = (text: Promise<string>, type: string) => text.then((words) => new Blob([words], { type }));

/**
 * Some systems let a page write into the clipboard only while a key is being pressed: such a one is given a promise
 * of the text at once.
 */
async function write(text: Promise<string>, html: Promise<string> | null): Promise<void> {
  if (typeof ClipboardItem === "function" && typeof navigator.clipboard.write === "function") {
    const item = new ClipboardItem({
      "text/plain": blobOf(text, "text/plain"),
      ...(html === null ? {} : { "text/html": blobOf(html, "text/html") }),
    });
    try {
      await navigator.clipboard.write([item]);
      return;
    } catch {
      // An older one takes no promises; what failed in the program fails again below, and is told.
    }
  }
  await navigator.clipboard.writeText(await text);
}

export async function copyText(text: Promise<string>): Promise<void> {
  await write(text, null);
}

/**
 * Rows of cells parted by tabs. A table program reads a text that looks like a number as one, and eats its leading
 * zeros: beside the text it is given a table whose cells are told to be texts, but for the columns that are `counted`.
 */
export async function copyTable(text: Promise<string>, counted: ReadonlySet<number>): Promise<void> {
  await write(
    text,
    text.then((lines) => tableOf(lines, counted)),
  );
}

const SIGNS: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => SIGNS[sign] ?? sign);

/** «Text» in the words of the table programs of the office. */
const AS_TEXT = ` style="mso-number-format:'\\@'"`;

export function tableOf(text: string, counted: ReadonlySet<number>): string {
  const cell = (words: string, at: number) => `<td${counted.has(at) ? "" : AS_TEXT}>${escaped(words)}</td>`;
  const rows = text
    .replace(/\r?\n$/, "")
    .split(/\r?\n/)
    .map((line) => `<tr>${line.split("\t").map(cell).join("")}</tr>`);
  return `<meta charset="utf-8"><table>${rows.join("")}</table>`;
}
