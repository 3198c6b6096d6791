import { describe, expect, it } from "vitest";

import { emptyRequisites } from "../parties/requisites";
import { fieldName, firmToMend, moved, named, newKind, numberExample, ruleLabel } from "./kinds";

describe("numbers of a kind", () => {
  it("are filled with zeros and never cut", () => {
    const numbering = { prefix: "ЗН-", digits: 5, restart: "yearly" as const };
    expect(numberExample(numbering, 42)).toBe("ЗН-00042");
    expect(numberExample(numbering, 1_234_567)).toBe("ЗН-1234567");
    expect(numberExample({ ...numbering, prefix: "", digits: 1 }, 7)).toBe("7");
  });
});

describe("fields of a kind", () => {
  it("get names that templates can use, each its own", () => {
    expect(fieldName("Госномер", [])).toBe("gosnomer");
    expect(fieldName("Пробег, км", [])).toBe("probeg_km");
    expect(fieldName("Щётка ёлочная", [])).toBe("schetka_elochnaya");
    expect(fieldName("Госномер", ["gosnomer", "gosnomer_2"])).toBe("gosnomer_3");
    expect(fieldName("№ 42 😀", [])).toBe("field");
    expect(fieldName("2-й этаж", [])).toBe("i_etazh");
  });

  it("keep the names that documents already know", () => {
    const fields = named([
      { name: "plate", label: " Номер машины ", input: "line" },
      { name: "", label: "Plate", input: "line" },
      { name: "", label: "Plate", input: "date" },
    ]);
    expect(fields.map(({ name }) => name)).toEqual(["plate", "plate_2", "plate_3"]);
    expect(fields[0]?.label).toBe("Номер машины");
  });

  it("change places within the list and not beyond it", () => {
    expect(moved(["а", "б", "в"], 1, -1)).toEqual(["б", "а", "в"]);
    expect(moved(["а", "б", "в"], 2, 1)).toEqual(["а", "б", "в"]);
    expect(moved(["а", "б", "в"], 0, -1)).toEqual(["а", "б", "в"]);
  });
});

describe("the rule of a kind", () => {
  it("is told with the function of the УПД", () => {
    expect(ruleLabel(newKind())).toBe("Печатная форма");
    expect(ruleLabel({ ...newKind(), edo_file: { rule: "utd", function: "transfer" } })).toBe("УПД, ДОП");
  });
});

describe("a problem of a kind", () => {
  it("is mended in the card of the firm that it names, else in the kind", () => {
    const firms = [
      { id: 1, name: "ООО «Ромашка»", inn: "7707083893", kpp: null, requisites: emptyRequisites() },
      { id: 2, name: "ИП Ким", inn: "500100732259", kpp: null, requisites: emptyRequisites() },
    ];
    const sentence = "Фирма ИП Ким: не указан адрес. Для УПД это обязательно.";
    expect(firmToMend({ code: "firm_without_address", sentence }, firms)).toBe(2);
    expect(firmToMend({ code: "no_print_form", sentence }, firms)).toBeNull();
  });
});
