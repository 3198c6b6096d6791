/** Powers of attorney of the stand-in, as the program names them. */
import type { Power } from "../../src/features/certificates/powers";
import { FIRMS, personInn } from "./people";

const DAY_MS = 86_400_000;

type Typed = Partial<{
  number: string;
  issued_on: string | null;
  internal_number: string | null;
  internal_on: string | null;
  system: string | null;
  issued_by: string | null;
  issuer: string | null;
  goes_along: boolean | null;
}>;

const russian = (day: string) => day.split("-").reverse().join(".");

/** What a power is, with what names it. */
export function asPower(kind: Power["kind"], typed: Typed) {
  const number = typed.number ?? "";
  const issued = typed.issued_on == null ? "" : ` от ${russian(typed.issued_on)}`;
  const labels = {
    registered: `№ ${number}`,
    manual: `№ ${number}${issued}`,
    paper: `№ ${number}${issued}, бумажная`,
    operator_default: "основная в кабинете оператора",
  };
  return {
    kind,
    number,
    label: labels[kind],
    issued_on: typed.issued_on ?? null,
    internal_number: typed.internal_number ?? "",
    internal_on: typed.internal_on ?? null,
    system: typed.system ?? "",
    issued_by: typed.issued_by ?? "",
    issuer: typed.issuer ?? "",
    goes_along: typed.goes_along ?? false,
  };
}

/** The power of the employee with a certificate of her own. */
export function examplePower(now: number): Power {
  return {
    id: 1,
    firm_id: 1,
    ...asPower("registered", { number: "5f1c09ab-77e0-4c1b-9a52-0d6f3e21b8c4" }),
    principal_inn: FIRMS[0]?.inn ?? "",
    representative_name: "Иванова Мария Петровна",
    representative_inn: personInn("7701234567"),
    certificate_id: 4,
    valid_from: new Date(now - 90 * DAY_MS).toISOString().slice(0, 10),
    valid_to: new Date(now + 275 * DAY_MS).toISOString().slice(0, 10),
    has_file: true,
    has_signature: true,
    state: "valid",
    problems: [],
  };
}
