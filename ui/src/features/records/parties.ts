/** Parties of a record for people, and how they are found by typing. */
import { call } from "../../api/client";
import type { Counterparty, DocumentRef, Employee, Firm, Individual } from "../../api/types";
import type { Option } from "../../shared/ui/options";

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
