/** How this person likes the window: theme, density, widths. Kept on this computer; holds nothing about documents. */

export type Theme = "system" | "light" | "dark";
export type Density = "comfortable" | "compact";

interface Preferences {
  theme: Theme;
  density: Density;
  widths: Record<string, Record<string, number>>;
  cardPx: number;
  /** Order of columns, hidden and frozen ones by table; whoever shows the table makes them whole. */
  layouts: Record<string, object>;
}

const KEY = "surguch.view";
const initial: Preferences = {
  theme: "system",
  density: "comfortable",
  widths: {},
  cardPx: 520,
  layouts: {},
};

function read(): Preferences {
  try {
    const stored: unknown = JSON.parse(window.localStorage.getItem(KEY) ?? "{}");
    return { ...initial, ...(typeof stored === "object" ? stored : {}) };
  } catch {
    return { ...initial };
  }
}

export const preferences = $state<Preferences>(read());

function keep() {
  try {
    window.localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // A browser may refuse storage; then the choice lasts until the window is closed.
  }
}

export function choose<K extends keyof Preferences>(name: K, value: Preferences[K]): void {
  preferences[name] = value;
  keep();
  applyPreferences();
}

export function widthsOf(table: string): Record<string, number> {
  return preferences.widths[table] ?? {};
}

/** `null` gives the column its own width back. */
export function rememberWidth(table: string, column: string, px: number | null): void {
  const widths = { ...widthsOf(table) };
  if (px === null) delete widths[column];
  else widths[column] = Math.round(px);
  preferences.widths = { ...preferences.widths, [table]: widths };
  keep();
}

/** The whole look of a table at once; `null` forgets it. */
export function replaceLayout(table: string, layout: object | null, widths: Record<string, number>): void {
  const [layouts, others] = [{ ...preferences.layouts }, { ...preferences.widths }];
  delete layouts[table];
  delete others[table];
  preferences.layouts = layout === null ? layouts : { ...layouts, [table]: layout };
  preferences.widths = layout === null ? others : { ...others, [table]: widths };
  keep();
}

const dark =
  typeof window.matchMedia === "function" ? window.matchMedia("(prefers-color-scheme: dark)") : null;

/** Puts theme and density on the page; follows the system while the theme is `system`. */
export function applyPreferences(): void {
  const isDark = preferences.theme === "dark" || (preferences.theme === "system" && dark?.matches === true);
  document.documentElement.dataset.theme = isDark ? "dark" : "light";
  document.documentElement.dataset.density = preferences.density;
}

dark?.addEventListener("change", applyPreferences);
