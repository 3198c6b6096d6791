/** Kinds of documents: what an editor needs to know about them. No calls. */
import type { CodedProblem, Firm, Kind, KindField, KindNumbering, Operator } from "../../api/types";
import { t } from "../../text";

/** What a person decides about a kind. */
export type KindBody = Omit<Kind, "id" | "code" | "is_builtin" | "documents" | "problems">;

/** The number with this place in the row: «ЗН-00042». */
export function numberExample({ prefix, digits }: KindNumbering, place: number): string {
  return `${prefix}${String(place).padStart(digits, "0")}`;
}

export function newKind(): KindBody {
  return {
    name: "",
    numbering: { prefix: "", digits: 5, restart: "yearly" },
    firm_role: "Исполнитель",
    other_role: "Заказчик",
    other_side: "any",
    has_lines: true,
    fields: [],
    print_forms: [],
    edo_file: { rule: "print_form" },
    company_operator: null,
    individual_operator: null,
    firm_ids: [],
    is_hidden: false,
  };
}

const DECIDED = [
  "name",
  "numbering",
  "firm_role",
  "other_role",
  "other_side",
  "has_lines",
  "fields",
  "print_forms",
  "edo_file",
  "company_operator",
  "individual_operator",
  "firm_ids",
  "is_hidden",
] as const satisfies (keyof KindBody)[];

/** What a person decides about a kind, without what the program adds to it. */
export function bodyOf(kind: Kind): KindBody {
  const decided = Object.fromEntries(DECIDED.map((name) => [name, kind[name]]));
  return structuredClone(decided) as unknown as KindBody;
}

/** A kind of one's own with the same habits. */
export function copyOf(kind: Kind): KindBody {
  return { ...bodyOf(kind), name: t.kinds.copyName(kind.name), is_hidden: false };
}

const LATIN: Record<string, string> = Object.fromEntries(
  [..."абвгдеёжзийклмнопрстуфхцчшщъыьэюя"].map((letter, at) => [
    letter,
    "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh sch  y  e yu ya".split(" ")[at] ?? "",
  ]),
);

/** A stable name for templates: «Госномер» is `gosnomer`; never one that is taken. */
export function fieldName(label: string, taken: string[]): string {
  const latin = [...label.toLowerCase()].map((sign) => LATIN[sign] ?? sign).join("");
  const base =
    latin
      .replace(/[^a-z0-9]+/g, "_")
      .replace(/^[_\d]+|_+$/g, "")
      .slice(0, 40) || "field";
  if (!taken.includes(base)) return base;
  let number = 2;
  while (taken.includes(`${base}_${number}`)) number += 1;
  return `${base}_${number}`;
}

/** The same list with one element a place higher or lower. */
export function moved<T>(list: T[], at: number, step: -1 | 1): T[] {
  const next = [...list];
  const [one] = next.splice(at, 1);
  const to = at + step;
  if (one === undefined || to < 0 || to > next.length) return list;
  next.splice(to, 0, one);
  return next;
}

/** Fields with names: those of new fields are made of their labels. */
export function named(fields: KindField[]): KindField[] {
  const taken = fields.map(({ name }) => name).filter((name) => name !== "");
  return fields.map((field) => {
    if (field.name !== "") return { ...field, label: field.label.trim() };
    const name = fieldName(field.label, taken);
    taken.push(name);
    return { ...field, label: field.label.trim(), name };
  });
}

/** The firm whose card mends the problem; `null` when the kind itself does. */
export function firmToMend(problem: CodedProblem, firms: Firm[]): number | null {
  if (!problem.code.startsWith("firm_")) return null;
  return firms.find(({ name }) => problem.sentence.includes(name))?.id ?? null;
}

/** «УПД, СЧФДОП». */
export function ruleLabel({ edo_file: { rule, function: asked } }: KindBody): string {
  return rule === "utd" && asked ? `${t.kinds.rules.utd}, ${t.kinds.functions[asked]}` : t.kinds.rules[rule];
}

/** «Контур.Диадок, F.Doc»: who carries documents of the kind, each once. */
export function operatorsLabel(kind: KindBody, operators: Operator[]): string {
  const ids = [kind.company_operator, kind.individual_operator].filter((id) => id !== null);
  const titles = ids.map((id) => operators.find((operator) => operator.kind === id)?.title ?? id);
  return [...new Set(titles)].join(", ");
}
