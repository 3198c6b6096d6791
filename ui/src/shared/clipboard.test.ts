import { afterEach, describe, expect, it, vi } from "vitest";

import { copyTable, tableOf } from "./clipboard";

const LINES = "Номер\tИНН\tСумма\r\n0042\t016412345678\t12345,67\r\n";

/** Cells as a table program reads them: what stands there, and whether it is told to be a text. */
function cellsOf(html: string) {
  const page = new DOMParser().parseFromString(html, "text/html");
  return [...page.querySelectorAll("tr")].map((row) =>
    [...row.querySelectorAll("td")].map((cell) => ({
      words: cell.textContent,
      isText: cell.getAttribute("style") === "mso-number-format:'\\@'",
    })),
  );
}

afterEach(() => vi.unstubAllGlobals());

describe("a table for the clipboard", () => {
  it("keeps zeros and long numbers as they are written, and lets sums be counted", () => {
    const [, row] = cellsOf(tableOf(LINES, new Set([2])));
    expect(row).toEqual([
      { words: "0042", isText: true },
      { words: "016412345678", isText: true },
      { words: "12345,67", isText: false },
    ]);
    expect(cellsOf(tableOf(LINES, new Set()))).toHaveLength(2);
  });

  it("takes no name for markup", () => {
    const name = `<img src=x onerror="alert(1)"> & «Сыновья»`;
    expect(cellsOf(tableOf(name, new Set()))).toEqual([[{ words: name, isText: true }]]);
    expect(tableOf(name, new Set())).not.toContain("<img");
  });

  it("goes beside the plain text, and alone where a system takes only that", async () => {
    const written: Record<string, Promise<Blob>>[] = [];
    vi.stubGlobal(
      "ClipboardItem",
      class {
        constructor(parts: Record<string, Promise<Blob>>) {
          written.push(parts);
        }
      },
    );
    const writeText = vi.fn(() => Promise.resolve());
    const clipboard = { write: vi.fn(() => Promise.resolve()), writeText };
    vi.stubGlobal("navigator", { clipboard });
    await copyTable(Promise.resolve(LINES), new Set());
    const types = Object.entries(written[0] ?? {}).map(async ([type, blob]) => [type, (await blob).type]);
    expect(await Promise.all(types)).toEqual([
      ["text/plain", "text/plain"],
      ["text/html", "text/html"],
    ]);
    expect(writeText).not.toHaveBeenCalled();
    clipboard.write.mockRejectedValueOnce(new Error("no promises here"));
    await copyTable(Promise.resolve(LINES), new Set());
    expect(writeText).toHaveBeenCalledExactlyOnceWith(LINES);
  });
});
