/**
 * The words of the window in the chosen language. A change of language reloads the window. English words are read
 * only where they are wanted, so whatever the first view imports may use `t` in functions alone.
 */
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
export let t: Text = ru;

/** To be called before the first word is shown. */
export async function readLanguage(): Promise<void> {
  if (language === "en") t = (await import("./en")).en;
}

export function chooseLanguage(chosen: Language): void {
  window.localStorage.setItem(LANGUAGE_KEY, chosen);
  window.location.reload();
}
