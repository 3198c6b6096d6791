/** Kinds, forms, employees and folders of the stand-in. */
import type { Employee, FormRow, Kind, PrintCheckRules, WatchedFolder } from "../../src/api/types";
import type { FakeBackend, Handlers } from "./fake";
import { failure } from "./refuse";

const kind = (id: number, code: string, name: string, prefix: string, changes: Partial<Kind> = {}): Kind => ({
  id,
  code,
  name,
  is_builtin: true,
  numbering: { prefix, digits: prefix === "" ? 1 : 5, restart: "yearly" },
  firm_role: "Исполнитель",
  other_role: "Заказчик",
  other_side: "any",
  has_lines: true,
  fields: [],
  print_forms: [code],
  edo_file: { rule: "print_form" },
  company_operator: "diadoc",
  individual_operator: null,
  firm_ids: [],
  is_hidden: false,
  documents: (id * 37) % 140,
  problems: [],
  ...changes,
});

const KINDS: Kind[] = [
  kind(1, "work_order", "Заказ-наряд", "ЗН-", {
    fields: [
      { name: "vehicle", label: "Автомобиль", input: "line" },
      { name: "plate", label: "Госномер", input: "line" },
      { name: "reason", label: "Причина обращения", input: "text" },
    ],
    print_forms: ["work_order", "work_order_short"],
  }),
  kind(2, "utd", "УПД", "", {
    firm_role: "Продавец",
    other_role: "Покупатель",
    other_side: "company",
    edo_file: { rule: "utd", function: "invoice_and_transfer" },
    problems: [
      {
        code: "firm_kpp",
        sentence:
          "У фирмы ООО «Сургучный двор» не заполнен адрес. Без него УПД не принимает ни один оператор. Откройте фирму и заполните адрес.",
      },
    ],
  }),
  kind(3, "invoice", "Счёт на оплату", "СЧ-", { edo_file: { rule: "never" }, company_operator: null }),
  kind(4, "act", "Акт", "А-", { documents: 12 }),
  kind(5, "", "Договор аренды специальной строительной и дорожной техники с экипажем", "АР-", {
    is_builtin: false,
    documents: 0,
    print_forms: [],
    problems: [
      {
        code: "no_form",
        sentence: "Печатная форма не выбрана: файл для подписи не из чего сделать. Добавьте форму.",
      },
    ],
  }),
  kind(7, "", "Накладная", "НК-", { is_builtin: false, documents: 12 }),
  kind(6, "repair_request", "Заявка на ремонт", "ЗР-", { is_hidden: true }),
];

const FORMS: FormRow[] = [
  { name: "work_order", title: "Заказ-наряд", is_builtin: true, is_changed: true, kinds: ["Заказ-наряд"] },
  {
    name: "work_order_short",
    title: "Заказ-наряд, короткий",
    is_builtin: false,
    is_changed: false,
    kinds: ["Заказ-наряд"],
  },
  {
    name: "invoice",
    title: "Счёт на оплату",
    is_builtin: true,
    is_changed: false,
    kinds: ["Счёт на оплату"],
  },
  { name: "act", title: "Акт", is_builtin: true, is_changed: false, kinds: ["Акт"] },
  { name: "utd", title: "УПД", is_builtin: true, is_changed: false, kinds: ["УПД"] },
];

const SOURCE = `#import "surguch.typ": *

#show: page-of(paper)

= Заказ-наряд № #paper.number от #date(paper.issued_on)

#parties(paper)

#lines-table(paper.lines, columns: ("name", "unit", "quantity", "price", "total"))

Всего: #words(paper.total)

#stamp-room(height: 32mm)
`;

const person = (last: string, first: string, middle: string) => ({
  last_name: last,
  first_name: first,
  middle_name: middle,
  full_name: [last, first, middle].filter(Boolean).join(" "),
  short_name: `${last} ${first[0] ?? ""}. ${middle === "" ? "" : `${middle[0]}.`}`.trim(),
});

const EMPLOYEES: Employee[] = [
  {
    id: 1,
    ...person("Соколова", "Мария", "Викторовна"),
    position: "Бухгалтер",
    phone: "+79123456789",
    email: "sokolova@dvor.example",
    firm_ids: [1, 2],
    is_former: false,
  },
  {
    id: 2,
    ...person("Ким", "Олег", ""),
    position: "Мастер-приёмщик",
    phone: null,
    email: "",
    firm_ids: [1],
    is_former: false,
  },
  {
    id: 3,
    ...person("Шереметьева-Константинопольская", "Александра", "Вениаминовна"),
    position: "Заместитель генерального директора по экономике и финансам",
    phone: null,
    email: "",
    firm_ids: [],
    is_former: true,
  },
];

type Commands =
  | "kinds.list"
  | "kinds.save"
  | "kinds.remove"
  | "forms.list"
  | "forms.get"
  | "forms.save"
  | "forms.reset"
  | "forms.copy"
  | "forms.remove"
  | "forms.preview"
  | "print_check.get"
  | "print_check.set"
  | "employees.list"
  | "employees.save"
  | "employees.set_current"
  | "folders.list"
  | "folders.choose"
  | "folders.stop";

export function directoryHandlers(backend: FakeBackend): Pick<Handlers, Commands> {
  const isEmpty = backend.scenario === "empty";
  let kinds = structuredClone(KINDS);
  let forms = structuredClone(FORMS);
  const sources = new Map(FORMS.map(({ name }) => [name, SOURCE]));
  let employees = isEmpty ? [] : structuredClone(EMPLOYEES);
  let currentId: number | null = isEmpty ? null : 1;
  let rules: PrintCheckRules = {
    forbidden: ["Подписано собственноручно", "в двух экземплярах", "М. П."],
    wants_stamp_room: true,
    wants_simple_signature_words: false,
  };
  let folders: WatchedFolder[] = isEmpty
    ? []
    : [
        {
          firm_id: 1,
          folder_name: "Выгрузка из 1С",
          is_on: true,
          last_checked_at: new Date(Date.now() - 90_000).toISOString(),
          taken: 418,
          failed: 3,
          problem: null,
        },
        {
          firm_id: 2,
          folder_name: "Сканы",
          is_on: true,
          last_checked_at: null,
          taken: 0,
          failed: 0,
          problem:
            "Папки «Сканы» больше нет. Файлы не загружаются. Верните папку на место или выберите другую.",
        },
        {
          firm_id: 3,
          folder_name: "",
          is_on: false,
          last_checked_at: null,
          taken: 0,
          failed: 0,
          problem: null,
        },
      ];
  const formOf = (name: string) => {
    const found = forms.find((form) => form.name === name);
    if (found === undefined) throw failure("not_found", "Такой печатной формы нет.");
    return found;
  };
  return {
    "kinds.list": () => ({ kinds }),
    "kinds.save": ({ id, ...body }) => {
      const old = kinds.find((one) => one.id === id);
      const problems =
        body.edo_file.rule === "print_form" && body.print_forms.length === 0
          ? [
              {
                code: "no_form",
                sentence: "Печатная форма не выбрана: файл для подписи не из чего сделать. Добавьте форму.",
              },
            ]
          : [];
      const saved: Kind = {
        ...body,
        id: id ?? kinds.length + 1,
        company_operator: body.company_operator ?? null,
        individual_operator: body.individual_operator ?? null,
        code: old?.code ?? "",
        is_builtin: old?.is_builtin ?? false,
        documents: old?.documents ?? 0,
        problems,
      };
      kinds = old ? kinds.map((one) => (one.id === saved.id ? saved : one)) : [...kinds, saved];
      return { id: saved.id };
    },
    "kinds.remove": ({ id }) => {
      const found = kinds.find((one) => one.id === id);
      if (found !== undefined && found.documents > 0) {
        throw failure(
          "kind_in_use",
          `В реестре есть документы этого вида: ${found.documents}. Вид не удалён. Его можно скрыть.`,
        );
      }
      kinds = kinds.filter((one) => one.id !== id);
      return {};
    },
    "forms.list": () => ({ forms }),
    "forms.get": ({ name }) => ({
      name,
      title: formOf(name).title,
      source: sources.get(name) ?? SOURCE,
      is_builtin: formOf(name).is_builtin,
    }),
    "forms.save": ({ name, title, source }) => {
      sources.set(name, source);
      forms = forms.map((form) =>
        form.name === name ? { ...form, title: title ?? form.title, is_changed: form.is_builtin } : form,
      );
      return {};
    },
    "forms.reset": ({ name }) => {
      sources.set(name, SOURCE);
      forms = forms.map((form) => (form.name === name ? { ...form, is_changed: false } : form));
      return {};
    },
    "forms.copy": ({ name, title }) => {
      const copy = {
        ...formOf(name),
        name: `own_${forms.length + 1}`,
        title,
        is_builtin: false,
        is_changed: false,
        kinds: [],
      };
      forms = [...forms, copy];
      sources.set(copy.name, sources.get(name) ?? SOURCE);
      return { name: copy.name };
    },
    "forms.remove": ({ name }) => {
      if (formOf(name).kinds.length > 0)
        throw failure(
          "form_in_use",
          `Формой печатаются документы вида «${formOf(name).kinds[0]}». Она не удалена. Выберите для этого вида другую форму.`,
        );
      forms = forms.filter((form) => form.name !== name);
      return {};
    },
    "forms.preview": ({ source }) => {
      const lines = (source ?? SOURCE).split("\n");
      const bad = lines.findIndex((line) => line.includes("#oops"));
      if (bad >= 0) {
        const column = (lines[bad]?.indexOf("#oops") ?? 0) + 1;
        return {
          blob: null,
          pages: 0,
          findings: [],
          problems: [
            {
              line: bad + 1,
              column,
              message: "Неизвестное имя oops.",
              hint: "Проверьте, как называется поле: список полей — в surguch.typ.",
            },
          ],
        };
      }
      return {
        blob: "pdf",
        pages: 2,
        problems: [],
        findings: lines.some((line) => line.includes("двух экземплярах"))
          ? [
              {
                code: "wet_signature",
                severity: "blocker" as const,
                sentence:
                  "В тексте есть «в двух экземплярах»: у электронного документа экземпляров нет. Уберите фразу.",
                place: { page: 1, x: 72, y: 600, width: 120, height: 12, text: "в двух экземплярах" },
              },
            ]
          : [
              {
                code: "stamp_room",
                severity: "note" as const,
                sentence: "Место для штампа есть на странице 2.",
                place: null,
              },
            ],
      };
    },
    "print_check.get": () => rules,
    "print_check.set": (next) => {
      rules = next;
      return {};
    },
    "employees.list": () => ({ employees, current_id: currentId }),
    "employees.save": ({ id, middle_name, phone, email, ...body }) => {
      const saved: Employee = {
        ...body,
        ...person(body.last_name, body.first_name, middle_name ?? ""),
        id: id ?? employees.length + 1,
        phone: phone ?? null,
        email: email ?? "",
      };
      employees = [...employees.filter((one) => one.id !== saved.id), saved].sort((a, b) => a.id - b.id);
      return { id: saved.id };
    },
    "employees.set_current": ({ id }) => {
      currentId = id ?? null;
      return {};
    },
    "folders.list": () => ({ folders }),
    "folders.choose": () => {
      throw failure(
        "desktop_only",
        "Папку можно выбрать только в окне программы, не в браузере. Ничего не изменено. Откройте Сургуч на этом компьютере.",
      );
    },
    "folders.stop": ({ firm_id }) => {
      folders = folders.map((one) =>
        one.firm_id === firm_id ? { ...one, is_on: false, problem: null } : one,
      );
      return {};
    },
  };
}
