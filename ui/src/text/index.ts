/** The words of the window in the chosen language. A change of language reloads the window. */
import { en } from "./en";
import { ru, type Text } from "./ru";

export type { Text };
export type Language = "ru" | "en";

const LANGUAGE_KEY = "surguch.language";

function stored(): string | null {
  try {
    return window.localStorage.getItem(LANGUAGE_KEY);
  } catch {
    // A browser may refuse storage; Russian is the first language.
    return null;
  }
}

export const language: Language = stored() === "en" ? "en" : "ru";
export const locale = language === "en" ? "en-GB" : "ru-RU";
export const t: Text = language === "en" ? en : ru;

export function chooseLanguage(chosen: Language): void {
  window.localStorage.setItem(LANGUAGE_KEY, chosen);
  window.location.reload();
}
