/** A certificate in words, and how one is found by what a person types or pastes. */
import type { Certificate } from "../../api/types";
import { day, dayOf } from "../../shared/format/dates";
import type { Tone } from "../../shared/ui/Chip.svelte";
import { t } from "../../text";

const SOON = ["1", "3", "7", "14"];

/** How urgent the end is; `null` while nothing is to be said. */
export function endTone(certificate: Pick<Certificate, "warning">): Tone | null {
  const { warning } = certificate;
  if (warning === null) return null;
  if (warning === "expired" || SOON.slice(0, 2).includes(warning)) return "red";
  return warning === "not_yet" ? "grey" : "amber";
}

/** «осталось 12 дней», «закончился 3 дня назад»; empty while there is time. */
export function endWords({
  warning,
  days_left: left,
  valid_from: from,
}: Pick<Certificate, "warning" | "days_left" | "valid_from">): string {
  if (warning === null) return "";
  if (warning === "expired") return t.certificates.ended(Math.max(0, -left));
  if (warning === "not_yet") return t.certificates.begins(day(dayOf(from)));
  return t.certificates.left(Math.max(0, left));
}

/** Where the key lies and whether it can be used now. */
export function placeWords({ store, store_label, key }: Pick<Certificate, "store" | "store_label" | "key">) {
  // A file that is known is there.
  if (store === "software" && key === "here") return store_label;
  const keys: Record<string, string> = t.certificates.keys;
  return [store_label, keys[key] ?? key].filter(Boolean).join(": ");
}

export const isUsable = ({ key, warning }: Pick<Certificate, "key" | "warning">) =>
  key === "here" && warning !== "expired" && warning !== "not_yet";

/** «Соколова М. В. · ООО «Двор» · до 21.11.2027»: a certificate in a list to choose from. */
export function optionOf(certificate: Certificate): { value: string; label: string; note: string } {
  const { id, owner, organisation, valid_to, store_label } = certificate;
  const own = organisation === owner ? "" : organisation;
  return {
    value: String(id),
    label: owner,
    note: [own, t.certificates.validTo(day(dayOf(valid_to))), store_label].filter(Boolean).join(" · "),
  };
}

/** Groups of four are read without losing the place. */
export const grouping = (hexadecimal: string) => hexadecimal.replaceAll(/(.{4})(?=.)/g, "$1 ");

/** Windows copies a thumbprint with blanks and an invisible mark before it, others part it with colons. */
const packed = (text: string) => text.replaceAll(/[\s\u200e\u200f\ufeff:.-]/g, "").toLowerCase();
/** Shorter ones may be words. */
const SHORTEST_HEX = 6;

/** Certificates that have every typed word somewhere, or the pasted thumbprint, serial or tax number. */
export function found(certificates: Certificate[], query: string): Certificate[] {
  const number = packed(query);
  const words = query.toLowerCase().replaceAll("ё", "е").split(/\s+/).filter(Boolean);
  if (words.length === 0) return certificates;
  const isNumber = number.length >= SHORTEST_HEX && /^[0-9a-f]+$/.test(number);
  return certificates.filter((one) => {
    if (isNumber && numbersOf(one).some((known) => known.includes(number))) return true;
    const text = textOf(one);
    return words.every((word) => text.includes(word));
  });
}

const numbersOf = (one: Certificate) =>
  [one.thumbprint, one.serial, one.inn, one.organisation_inn, one.ogrn].map((known) => known.toLowerCase());

const textOf = (one: Certificate) =>
  [one.owner, one.organisation, one.position, one.issuer, one.store_label, ...numbersOf(one)]
    .join(" ")
    .toLowerCase()
    .replaceAll("ё", "е");
