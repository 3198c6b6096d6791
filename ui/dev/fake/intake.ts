/** Files and tables on their way in, for the stand-in: what a name says decides what happens. */
import type { ReadTable, StagedRow, TableTarget } from "../../src/api/types";
import type { FakeBackend, Handlers } from "./fake";
import { COUNTERPARTIES } from "./people";

const BROKEN =
  "Это не УПД: файл обрывается на строке 14. Он не загружен. Выгрузите его из учётной программы ещё раз.";

function stagedRow(name: string, index: number, today: string): StagedRow {
  const isPdf = /\.pdf$/i.test(name);
  const party = COUNTERPARTIES[index % COUNTERPARTIES.length];
  const isBroken = name.includes("broken");
  const isBare = name.includes("скан");
  return {
    index,
    name,
    kind_label: isBare ? "Документ" : isPdf ? "Акт" : "УПД",
    number: isBare ? "" : isPdf ? `А-${120 + index}` : `ПЗ-${300 + index}`,
    issued_on: isBare ? null : today,
    total: isBare ? null : (12_345.67 * (index + 1)).toFixed(2),
    counterparty_name: isBare ? null : (party?.name ?? null),
    counterparty_inn: isBare ? null : (party?.inn ?? null),
    firm_name: isBare ? null : "ООО «Сургучный двор»",
    is_guess: isPdf && !isBare,
    duplicate_of: name.includes("known") ? { id: 1, label: "УПД № 999 от 21.11.2026, ООО «Ромашка»" } : null,
    warnings: name.includes("warn")
      ? ["Сумма по строкам не сходится с итогом: 12 345,67 и 12 345,00. Проверьте документ."]
      : [],
    error: isBroken ? { code: "malformed", message: BROKEN } : null,
  };
}

const TABLES: Record<TableTarget, Pick<ReadTable, "columns" | "sample" | "fields" | "mapping">> = {
  documents: {
    columns: ["Дата", "№ док.", "Покупатель", "ИНН", "КПП", "Сумма с НДС", "Примечание менеджера"],
    sample: [
      ["21.11.2026", "ЗН-00042", "ООО «Ромашка»", "6670100008", "667001001", "12 345,67", ""],
      ["20.11.2026", "ЗН-00041", "АО «Северный порт»", "6670109132", "667001002", "1 200,00", "срочно"],
      ["", "ЗН-00040", "ООО «Вектор»", "667010", "", "сто рублей", ""],
    ],
    fields: [
      { name: "number", label: "Номер", is_required: true },
      { name: "issued_on", label: "Дата", is_required: true },
      { name: "total", label: "Сумма", is_required: false },
      { name: "counterparty_name", label: "Контрагент", is_required: false },
      { name: "counterparty_inn", label: "ИНН контрагента", is_required: false },
      { name: "counterparty_kpp", label: "КПП контрагента", is_required: false },
      { name: "comment", label: "Комментарий", is_required: false },
    ],
    mapping: {
      number: null,
      issued_on: 0,
      total: 5,
      counterparty_name: 2,
      counterparty_inn: 3,
      counterparty_kpp: 4,
      comment: null,
    },
  },
  counterparties: {
    columns: ["Наименование", "ИНН", "КПП"],
    sample: [
      ["ООО «Ромашка»", "6670100008", "667001001"],
      ["ИП Иванов Иван Иванович", "526011000082", ""],
    ],
    fields: [
      { name: "name", label: "Название", is_required: true },
      { name: "inn", label: "ИНН", is_required: true },
      { name: "kpp", label: "КПП", is_required: false },
    ],
    mapping: { name: 0, inn: 1, kpp: 2 },
  },
  individuals: {
    columns: ["Фамилия", "Имя", "Отчество", "Телефон"],
    sample: [["Соколова", "Мария", "Викторовна", "+7 912 345-67-89"]],
    fields: [
      { name: "last_name", label: "Фамилия", is_required: true },
      { name: "first_name", label: "Имя", is_required: true },
      { name: "middle_name", label: "Отчество", is_required: false },
      { name: "phone", label: "Телефон", is_required: false },
    ],
    mapping: { last_name: 0, first_name: 1, middle_name: 2, phone: 3 },
  },
};

type Commands =
  "import.stage" | "import.take" | "import.drop" | "tables.read" | "tables.preview" | "tables.take";

export function intakeHandlers(backend: FakeBackend): Pick<Handlers, Commands> {
  const staged = new Map<string, StagedRow[]>();
  const today = "2026-11-21";
  let lastToken = 0;
  return {
    "import.stage": ({ files }) => {
      lastToken += 1;
      const rows = files.map(({ name }, index) => stagedRow(name, index, today));
      staged.set(`stage-${lastToken}`, rows);
      return { token: `stage-${lastToken}`, rows };
    },
    "import.take": ({ token, indexes }) => ({
      results: indexes.map((index) => {
        const name = staged.get(token)?.[index]?.name ?? "";
        const { results } = backend.rpc("documents.import", { files: [{ name, content_base64: "" }] }) as {
          results: { document_id?: number; already_known: boolean }[];
        };
        if (name.includes("refuse"))
          return {
            index,
            name,
            already_known: false,
            error: {
              code: "disk",
              message: "На диске нет места. Файл не загружен. Освободите место и повторите.",
            },
          };
        return { index, name, already_known: false, ...results[0] };
      }),
    }),
    "import.drop": ({ token }) => {
      staged.delete(token);
      return {};
    },
    "tables.read": ({ target }) => ({
      token: `table-${target}`,
      rows: 148,
      encoding: "windows-1251",
      ...TABLES[target],
    }),
    "tables.preview": () => ({
      ok: 146,
      bad: 2,
      rows: [
        {
          row: 2,
          label: "ЗН-00042",
          problem: null,
          duplicate_of: { id: 1, label: "Заказ-наряд № ЗН-00042 от 21.11.2026" },
        },
        {
          row: 4,
          label: "ЗН-00040",
          problem: "Дата не указана. Сумма «сто рублей» — не число.",
          duplicate_of: null,
        },
        { row: 97, label: "ЗН-00007", problem: "В ИНН 10 или 12 цифр.", duplicate_of: null },
      ],
    }),
    "tables.take": () => ({
      added: 145,
      skipped: 3,
      results: [
        { row: 4, error: { code: "bad_date", message: "Дата не указана. Строка не загружена." } },
        { row: 97, error: { code: "bad_inn", message: "В ИНН 10 или 12 цифр. Строка не загружена." } },
      ],
    }),
  };
}
