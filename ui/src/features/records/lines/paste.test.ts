import { describe, expect, it } from "vitest";

import { emptyLine, LINE_COLUMNS } from "./line_fields";
import { MOST_LINES, parseCells, paste } from "./paste";

const RATES = [
  { code: "22", label: "22 %" },
  { code: "10", label: "10 %" },
  { code: "no_vat", label: "без НДС" },
];
const COLUMNS = LINE_COLUMNS.filter((column) => column.isExtra !== true);
const VAT = { prices: "without_vat" as const, rates: RATES, rate: "22" };
const START = { row: 0, column: 0 };
const into = (text: string, lines = [] as ReturnType<typeof emptyLine>[], from = START) =>
  paste(lines, parseCells(text), from, COLUMNS, VAT);

describe("cells of a copied range", () => {
  it("are parted by tabs and line ends, whichever the system uses", () => {
    expect(parseCells("а\tб\r\nв\tг\n")).toEqual([
      ["а", "б"],
      ["в", "г"],
    ]);
  });

  it("quotes hold tabs, line ends and quotes of their own", () => {
    expect(parseCells('"Труба ""ДУ-20""\nоцинкованная"\tм')).toEqual([['Труба "ДУ-20" оцинкованная', "м"]]);
  });

  it("quotes that belong to the words stay", () => {
    expect(parseCells('"Ромашка" белая\tшт')).toEqual([['"Ромашка" белая', "шт"]]);
  });

  it("an empty cell keeps its place", () => {
    expect(parseCells("а\t\tв")).toEqual([["а", "", "в"]]);
  });
});

describe("rows from a spreadsheet", () => {
  it("become lines with their sums", () => {
    const { lines, count } = into("Болт М8\tшт\t1 000\t12,50\t22%\nГайка М8\tшт\t500\t3,10\tбез НДС");
    expect(count).toBe(2);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatchObject({
      name: "Болт М8",
      unit: "шт",
      quantity: "1000",
      price: "12.50",
      total: "15250.00",
    });
    expect(lines[1]).toMatchObject({ vat_rate: "no_vat", vat_amount: null, total: "1550.00" });
  });

  it("go by their heading when they have one, in any order", () => {
    const { lines, count } = into("Цена\tНаименование\tКол-во\n100\tКраска\t2");
    expect(count).toBe(1);
    expect(lines[0]).toMatchObject({ name: "Краска", price: "100", quantity: "2", total: "244.00" });
  });

  it("begin where the person stands and write over what is there", () => {
    const before = [
      { ...emptyLine("22"), name: "Первая" },
      { ...emptyLine("22"), name: "Вторая" },
    ];
    const { lines } = into("5\t10\n6\t20", before, { row: 1, column: 2 });
    expect(lines.map(({ name, quantity, price }) => [name, quantity, price])).toEqual([
      ["Первая", null, null],
      ["Вторая", "5", "10"],
      ["", "6", "20"],
    ]);
  });

  it("columns that are counted are not pasted into", () => {
    const rate = COLUMNS.findIndex(({ field }) => field === "vat_rate");
    const { lines } = into(
      "10%\t999\t999",
      [{ ...emptyLine("22"), name: "Хлеб", quantity: "1", price: "10" }],
      {
        row: 0,
        column: rate,
      },
    );
    expect(lines[0]).toMatchObject({ vat_rate: "10", total: "11.00" });
  });

  it("a rate that the day does not have leaves the line its own", () => {
    expect(into("Болт\tшт\t1\t1\t18%").lines[0]?.vat_rate).toBe("22");
  });

  it("empty rows are left out, and a record stops growing at its limit", () => {
    expect(into("Болт\n\t\t\n\nГайка").lines).toHaveLength(2);
    const many = Array.from({ length: MOST_LINES + 7 }, (_, index) => `Деталь ${index}\tшт`).join("\n");
    const result = into(many);
    expect(result.lines).toHaveLength(MOST_LINES);
    expect(result.skipped).toBe(7);
  });
});
