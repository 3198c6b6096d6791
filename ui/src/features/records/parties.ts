/** Parties of a record for people, and how they are found by typing. */
import { call } from "../../api/client";
import type { Counterparty, DocumentRef, Employee, Firm, Individual } from "../../api/types";
import type { Option } from "../../shared/ui/options";
import { t } from "../../text";

const LIMIT = 30;

const numbersOf = ({ inn, kpp }: { inn: string; kpp: string | null }) => `${inn}${kpp ? ` / ${kpp}` : ""}`;

export const firmOption = (firm: Firm): Option => ({
  value: String(firm.id),
  label: firm.name,
  note: numbersOf(firm),
});
export const companyOption = (party: Counterparty): Option => ({
  value: String(party.id),
  label: party.name,
  note: numbersOf(party),
});
export const personOption = (person: Individual): Option => ({
  value: String(person.id),
  label: person.full_name,
  ...(person.phone ? { note: person.phone } : {}),
});
export const employeeOption = (employee: Employee): Option => ({
  value: String(employee.id),
  label: employee.full_name,
  ...(employee.position ? { note: employee.position } : {}),
});
export const documentOption = (ref: DocumentRef): Option => ({ value: String(ref.id), label: ref.label });

export const fitting = (options: Option[], text: string) =>
  options.filter(({ label, note }) =>
    `${label} ${note ?? ""}`.toLowerCase().includes(text.trim().toLowerCase()),
  );

export async function findCompanies(query: string): Promise<Option[]> {
  const { counterparties } = await call("counterparties.list", { query: query.trim(), limit: LIMIT });
  return counterparties.map(companyOption);
}
export async function findPeople(query: string): Promise<Option[]> {
  const { individuals } = await call("individuals.list", { query: query.trim(), limit: LIMIT });
  return individuals.map(personOption);
}

const SIDES = ["counterparty", "individual"] as const;
type SideKind = (typeof SIDES)[number];

/** Companies and people by one typing: who stands on the other side may be either. */
export async function findOtherSides(query: string): Promise<Option[]> {
  const [companies, people] = await Promise.all([findCompanies(query), findPeople(query)]);
  const of = (what: SideKind, options: Option[]) =>
    options.map((option) => ({ ...option, value: `${what}:${option.value}` }));
  return [
    ...of("counterparty", companies),
    ...of("individual", people).map((person) => ({ note: t.registry.person, ...person })),
  ];
}

/** Who was meant by a choice of these. */
export function otherSideOf({ value, label }: Option): { what: SideKind; id: string; name: string } | null {
  const [kind, id] = value.split(":");
  const what = SIDES.find((side) => side === kind);
  return what === undefined || id === undefined ? null : { what, id, name: label };
}
