/** Sources being edited. Kept for this window, so that neither leaving the page nor a reload loses them. */

const KEY = "surguch.form.";

export function draftOf(name: string): string | null {
  try {
    return window.sessionStorage.getItem(KEY + name);
  } catch {
    return null;
  }
}

/** `null` forgets it. */
export function keepDraft(name: string, source: string | null): void {
  try {
    if (source === null) window.sessionStorage.removeItem(KEY + name);
    else window.sessionStorage.setItem(KEY + name, source);
  } catch {
    // A browser may refuse storage; then the draft lasts until the page is left.
  }
}
