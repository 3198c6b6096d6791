/** «Значимые события»: what a rule says, in words, and the pieces from which it is built. */
import type { Employee, Firm, Rule, RuleBody, RuleCondition, RuleField, RuleGroup } from "../../api/types";
import { day } from "../../shared/format/dates";
import { money } from "../../shared/format/money";
import { t } from "../../text";

export type Comparison = RuleCondition["comparison"];

/** Groups inside groups go no deeper; the program says the same. */
export const DEEPEST_GROUP = 3;
/** How long a document may rest before it goes, seconds. */
export const QUIETS_S = [0, 60, 300, 900, 1800, 3600, 14_400, 86_400];
const USUAL_QUIET_S = 300;

export const emptyGroup = (): RuleGroup => ({ matching: "all", conditions: [], groups: [] });

export function newRule(kindId: number, kindName: string): RuleBody {
  return {
    name: t.rules.newName(kindName),
    kind_id: kindId,
    conditions: emptyGroup(),
    connection_id: null,
    frequency: "once",
    print_forms: [],
    quiet_s: USUAL_QUIET_S,
  };
}

export const fieldLabel = (field: RuleField): string =>
  field.label === "" ? (t.rules.fields[field.name] ?? field.name) : field.label;

export const wantsValue = (comparison: Comparison): boolean =>
  comparison !== "filled" && comparison !== "empty";

/** A comparison in words that fit what is compared: «больше» of a sum is «позже» of a day. */
export function comparisonLabel(comparison: Comparison, of: RuleField["of"]): string {
  const ofDays = t.rules.comparisonsOfDays[comparison];
  return of === "day" && ofDays !== undefined ? ofDays : t.rules.comparisons[comparison];
}

/** A condition about this field, ready to be filled in. */
export function conditionOf(field: RuleField): RuleCondition {
  const comparison = field.comparisons[0] ?? "filled";
  return { field: field.name, comparison, value: field.of === "other_side" ? "individual" : "" };
}

export function count(group: RuleGroup): number {
  return group.conditions.length + group.groups.reduce((sum, inside) => sum + count(inside), 0);
}

/** «12500,00» as people type it becomes «12500.00» as the program reads it. */
export const typedSum = (text: string): string => text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");

interface Known {
  fields: RuleField[];
  firms: Firm[];
  employees: Employee[];
}

/** «Сумма больше или равно 1 000,00 ₽». */
export function conditionWords(condition: RuleCondition, known: Known): string {
  const field = known.fields.find(({ name }) => name === condition.field);
  if (field === undefined) return condition.field;
  const words = `${fieldLabel(field)} ${comparisonLabel(condition.comparison, field.of)}`;
  return wantsValue(condition.comparison)
    ? `${words} ${valueWords(condition.value, field.of, known)}`
    : words;
}

function valueWords(value: string, of: RuleField["of"], { firms, employees }: Known): string {
  const row = Number(value);
  if (of === "sum") return money(value);
  if (of === "day") return day(value);
  if (of === "other_side") return t.rules.sides[value as "company" | "individual"] ?? value;
  if (of === "firm") return firms.find(({ id }) => id === row)?.name ?? value;
  if (of === "employee") {
    const employee = employees.find(({ id }) => id === row);
    return employee === undefined ? value : `${employee.last_name} ${employee.first_name}`.trim();
  }
  return `«${value}»`;
}

/** The second line of a rule: of what, how often, after how long. */
export function summary(rule: Rule): string {
  return [
    rule.kind_name ?? t.rules.kindGone,
    t.rules.conditionsOf(count(rule.body.conditions)),
    t.rules.frequencies[rule.body.frequency],
    t.rules.quietOf(rule.body.quiet_s),
  ].join(" · ");
}

/** Whether it is on, and what it did. */
export function stateLine(rule: Rule): string {
  const state = rule.is_active ? t.rules.on : rule.is_rehearsed ? t.rules.offReady : t.rules.offNew;
  const { sent, waiting, failed } = rule;
  return sent + waiting + failed === 0 ? state : `${state} · ${t.rules.counts(sent, waiting, failed)}`;
}
