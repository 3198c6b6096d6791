/** Powers of attorney: how they are asked for, and in words. */
import { call } from "../../api/client";
import type { Answer, Certificate, Request } from "../../api/types";
import { day, dayOf } from "../../shared/format/dates";
import { t } from "../../text";

export type Power = Answer<"powers.list">["powers"][number];
export type SavePower = Request<"powers.save">;
export type PowerKind = Power["kind"];
export const POWER_KINDS: readonly PowerKind[] = ["registered", "manual", "paper", "operator_default"];

export const readPowers = async (): Promise<Power[]> => (await call("powers.list", {})).powers;

const dayOrNone = (at: string | null) => (at === null ? "" : day(at.length > 10 ? dayOf(at) : at));

export const periodOf = (power: Pick<Power, "valid_from" | "valid_to">) =>
  t.powers.period(dayOrNone(power.valid_from), dayOrNone(power.valid_to));

export function powerOption(power: Power): { value: string; label: string; note: string } {
  const note = [power.representative_name, periodOf(power), t.powers.states[power.state]];
  return { value: String(power.id), label: power.label, note: note.filter(Boolean).join(" · ") };
}

/** Whether it names nobody else than the owner of this certificate. */
function suits(power: Power, certificate: Certificate): boolean {
  if (power.certificate_id !== null) return power.certificate_id === certificate.id;
  return (power.representative_inn ?? "") === "" || power.representative_inn === certificate.inn;
}

/** Powers of a firm that can go with a certificate, those that hold now first. */
export function powersFor(powers: Power[], firmId: number, certificate: Certificate): Power[] {
  return powers
    .filter((power) => power.firm_id === firmId && suits(power, certificate))
    .sort((a, b) => Number(b.state === "valid") - Number(a.state === "valid"));
}

/** «{5F1C…}» and capitals as people paste them, in the form of the register. */
export const plainNumber = (typed: string) => typed.replaceAll(/[\s{}\u200e\ufeff]/g, "").toLowerCase();
export const isNumber = (number: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(number);

/** Which fields of the dialog a kind has; what is not named is hidden. */
export const fieldsOf = (kind: PowerKind) => ({
  guid: kind === "registered" || kind === "manual",
  words: kind === "manual",
  paper: kind === "paper",
  files: kind === "registered" || kind === "manual",
  who: kind !== "operator_default",
});
