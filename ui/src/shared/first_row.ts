/** The moment from which the window shows something to work with; `cargo xtask bench window` reads it. */

let isMarked = false;

/** To be called when rows are on the page: marks the frame that paints the first of them. */
export function markFirstRow(): void {
  if (isMarked) return;
  isMarked = true;
  requestAnimationFrame(() => setTimeout(() => performance.mark("first-row")));
}
