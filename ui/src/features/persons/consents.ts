/** The register of consents as it stands: the last word for each firm, telephone and name. */
import type { Consent, SentToPerson } from "../../api/types";

const keyOf = ({ firm_id, phone, full_name }: Consent) =>
  [firm_id ?? "", phone, full_name.toLowerCase().replaceAll("ё", "е").split(/\s+/).join(" ").trim()].join(
    "|",
  );

/** The program tells every word, newest first. */
export function lastWords(register: readonly Consent[]): Consent[] {
  const known = new Set<string>();
  return register.filter((consent) => {
    const key = keyOf(consent);
    const isNew = !known.has(key);
    known.add(key);
    return isNew;
  });
}

/** By a part of the name, or by digits of the telephone. */
export function fits({ full_name, phone }: Pick<Consent, "full_name" | "phone">, query: string): boolean {
  const typed = query.trim().toLowerCase();
  const digits = typed.replace(/\D/g, "");
  const isPhone = digits.length >= 3 && /^[\d\s()+-]+$/.test(typed);
  return isPhone ? phone.includes(digits.replace(/^8/, "7")) : full_name.toLowerCase().includes(typed);
}

/** The same for what was sent, or by a part of the document's name. */
export const fitsSent = (one: SentToPerson, query: string): boolean =>
  one.label.toLowerCase().includes(query.trim().toLowerCase()) || fits(one.sending, query);
