/** «Значимые события» of the stand-in: four presets, one of them at work, with a queue. */
import type { Command, Commands, Rehearsal, Rule, RuleField, RuleTask } from "../../src/api/types";
import type { FakeBackend } from "./fake";
import { failure } from "./refuse";

type Ruled = Extract<Command, `rules.${string}`>;
type RuleHandlers = { [C in Ruled]: (request: Commands[C][0]) => Commands[C][1] };

const DAY_MS = 86_400_000;

const TEXT: RuleField["comparisons"] = [
  "contains",
  "not_contains",
  "equals",
  "not_equals",
  "starts_with",
  "filled",
  "empty",
];
const ORDERED: RuleField["comparisons"] = [
  "equals",
  "not_equals",
  "greater",
  "at_least",
  "less",
  "at_most",
  "filled",
  "empty",
];
const CHOICE: RuleField["comparisons"] = ["equals", "not_equals", "filled", "empty"];

const field = (
  name: string,
  of: RuleField["of"],
  comparisons: RuleField["comparisons"],
  label = "",
): RuleField => ({
  name,
  label,
  of,
  comparisons,
});
const FIELDS: RuleField[] = [
  field("firm", "firm", CHOICE),
  field("other_side", "other_side", CHOICE),
  field("other_name", "text", TEXT),
  field("other_inn", "text", TEXT),
  field("total", "sum", ORDERED),
  field("issued_on", "day", ORDERED),
  field("number", "text", TEXT),
  field("assignee", "employee", CHOICE),
  field("field.plate", "text", TEXT, "Госномер"),
];

function rule(id: number, name: string, kindId: number, kindName: string): Rule {
  return {
    id,
    body: {
      name,
      kind_id: kindId,
      conditions: { matching: "all", conditions: [], groups: [] },
      connection_id: null,
      frequency: "once",
      print_forms: [],
      quiet_s: 300,
    },
    is_active: false,
    kind_name: kindName,
    is_rehearsed: false,
    rehearsed_at: null,
    rehearsed_documents: null,
    problems: [],
    waiting: 0,
    failed: 0,
    sent: 0,
  };
}

function presets(at: (days: number) => string): Rule[] {
  const orders = rule(1, "Отправить «Заказ-наряд» в ЭДО", 1, "Заказ-наряд");
  orders.body.conditions = {
    matching: "all",
    conditions: [
      { field: "total", comparison: "at_least", value: "1000.00" },
      { field: "other_side", comparison: "equals", value: "company" },
    ],
    groups: [
      {
        matching: "any",
        conditions: [
          { field: "field.plate", comparison: "filled", value: "" },
          { field: "other_name", comparison: "contains", value: "гараж" },
        ],
        groups: [],
      },
    ],
  };
  return [
    {
      ...orders,
      is_active: true,
      is_rehearsed: true,
      rehearsed_at: at(-4),
      rehearsed_documents: 37,
      waiting: 1,
      failed: 1,
      sent: 12,
    },
    rule(2, "Отправить «Реализация товаров» в ЭДО", 2, "Реализация товаров"),
    rule(3, "Отправить «Заказ покупателя» в ЭДО", 3, "Заказ покупателя"),
    rule(4, "Отправить «Заявка на ремонт» в ЭДО", 4, "Заявка на ремонт"),
  ];
}

export function ruleHandlers(backend: FakeBackend, now: number): RuleHandlers {
  const at = (days: number) => new Date(now + days * DAY_MS).toISOString();
  let rules = presets(at);
  let tasks: RuleTask[] = [
    task(3, "ЗН-00044", "waiting", null, at(0)),
    task(
      2,
      "ЗН-00043",
      "failed",
      "Контрагент не выбран. Документ сохранён. Выберите контрагента в карточке документа.",
      at(-1),
    ),
    task(1, "ЗН-00042", "done", null, at(-2)),
  ];
  const known = (id: number): Rule => {
    const found = rules.find((one) => one.id === id);
    if (found === undefined) throw failure("rule_not_found", "Такого значимого события в программе нет.");
    return found;
  };
  const change = (id: number, to: Partial<Rule>) => {
    rules = rules.map((one) => (one.id === id ? { ...one, ...to } : one));
    backend.emit("rules");
  };
  return {
    "rules.list": () => ({ rules }),
    "rules.fields": () => ({ fields: FIELDS }),
    "rules.save": ({ id, body }) => {
      const number = id ?? Math.max(0, ...rules.map((one) => one.id)) + 1;
      if (id == null) rules = [...rules, rule(number, body.name, body.kind_id, "Заказ-наряд")];
      const before = known(number);
      const isSame = JSON.stringify({ ...before.body, name: "" }) === JSON.stringify({ ...body, name: "" });
      const isOff = before.is_active && !isSame;
      change(number, {
        body,
        is_rehearsed: isSame && before.is_rehearsed,
        is_active: before.is_active && isSame,
      });
      return { id: number, is_switched_off: isOff };
    },
    "rules.switch": ({ id, is_active }) => {
      if (is_active && !known(id).is_rehearsed)
        throw failure("rule_not_rehearsed", "Правило ещё не проверено на прошлых документах в этом виде.");
      change(id, { is_active });
      return {};
    },
    "rules.remove": ({ id }) => {
      rules = rules.filter((one) => one.id !== id);
      backend.emit("rules");
      return {};
    },
    "rules.rehearse": ({ id }) => {
      change(id, { is_rehearsed: true, rehearsed_at: at(0), rehearsed_documents: 37 });
      return rehearsal(at(0));
    },
    "rules.tasks": ({ states }) => ({
      tasks: tasks.filter((one) => states == null || states.includes(one.state)),
    }),
    "rules.change_task": ({ id, wish }) => {
      const state = wish === "now" ? "waiting" : "dismissed";
      tasks = tasks.map((one) => (one.id === id ? { ...one, state, text: null } : one));
      backend.emit("rules");
      return {};
    },
  };
}

function task(
  id: number,
  number: string,
  state: RuleTask["state"],
  text: string | null,
  at: string,
): RuleTask {
  return {
    id,
    rule_id: 1,
    rule_name: "Отправить «Заказ-наряд» в ЭДО",
    document_id: id,
    document_label: `Заказ-наряд № ${number} от 21.11.2026`,
    revision: 2,
    form_title: "",
    state,
    attempts: 1,
    due_at: at,
    changed_at: at,
    code: text === null ? null : "no_counterparty",
    text,
    sending_status: null,
    fix: text === null ? null : "counterparty",
  };
}

function rehearsal(at: string): Rehearsal {
  const told = Array.from({ length: 37 }, (_, place) => ({
    document_id: place + 1,
    label: `Заказ-наряд № ЗН-${String(137 - place).padStart(5, "0")} от 20.11.2026`,
    other_side: place % 3 === 0 ? "ООО «Кедровая роща»" : "ООО «Тихая гавань»",
    total: `${1000 + place * 731}.00`,
    status: {
      code: "not_in_edo",
      label: "Не отправлялся",
      severity: "info" as const,
      needs_action_by: "us" as const,
      is_problem: false,
    },
  }));
  return { at, examined: 214, is_part: false, documents: 37, already_sent: 3, messages: 37, told };
}
