import { describe, expect, it } from "vitest";

import { base64, batches, isTable, readFile } from "./files";
import { missingFields } from "./table_intake.svelte";

const sized = (name: string, bytes: number) => {
  const file = new File(["x"], name);
  Object.defineProperty(file, "size", { value: bytes });
  return file;
};
const MIB = 1024 * 1024;

describe("files on their way in", () => {
  it("travel in batches small enough for the memory, in their order", () => {
    const files = [
      sized("1", 5 * MIB),
      sized("2", 2 * MIB),
      sized("3", 2 * MIB),
      sized("4", 40 * MIB),
      sized("5", 1),
    ];
    expect(batches(files).map((batch) => batch.map(({ name }) => name))).toEqual([
      ["1", "2"],
      ["3"],
      ["4"],
      ["5"],
    ]);
    expect(
      batches(Array.from({ length: 45 }, (_, at) => sized(String(at), 10))).map(({ length }) => length),
    ).toEqual([20, 20, 5]);
  });

  it("are told apart from tables by their names", () => {
    expect(["Реестр.CSV", "клиенты.xlsx", "список.tsv", "УПД.xml", "Акт.pdf"].map(isTable)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it("are refused with a sentence when they are too large, without being read", async () => {
    const read = await readFile(sized("архив.pdf", 61 * MIB));
    expect(read).toMatchObject({
      name: "архив.pdf",
      refusal: expect.stringMatching(/больше 60 МБ/) as string,
    });
  });

  it("keep every byte", () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, at) => at % 256);
    expect(Uint8Array.from(atob(base64(bytes)), (sign) => sign.charCodeAt(0))).toEqual(bytes);
  });
});

describe("columns of a table", () => {
  it("are missed by name only where a field needs one", () => {
    const fields = [
      { name: "number", label: "Номер", is_required: true },
      { name: "issued_on", label: "Дата", is_required: true },
      { name: "comment", label: "Комментарий", is_required: false },
    ];
    const table = { token: "t", columns: [], sample: [], rows: 0, encoding: "", mapping: {}, fields };
    expect(missingFields(table, { number: 0, issued_on: null, comment: null })).toEqual(["Дата"]);
    expect(missingFields(table, { number: 0, issued_on: 1 })).toEqual([]);
  });
});
