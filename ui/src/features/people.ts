/** What people type about people, judged at once; the program judges again. */
import { t } from "../text";

export function phoneSentence(phone: string): string {
  const digits = phone.replace(/\D/g, "");
  return phone.trim() === "" || digits.length >= 11 ? "" : t.person.phoneShape;
}

export function emailSentence(email: string): string {
  return email.trim() === "" || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email.trim()) ? "" : t.person.emailShape;
}

/** Fields as the program wants them: blanks cut, empty ones left out. */
export function filled<K extends string>(fields: Record<K, string>): Partial<Record<K, string>> {
  const found: Partial<Record<K, string>> = {};
  for (const key of Object.keys(fields) as K[]) {
    const value = fields[key].trim();
    if (value !== "") found[key] = value;
  }
  return found;
}
