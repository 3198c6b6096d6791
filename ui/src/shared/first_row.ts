/** The moment from which the window shows something to work with; `cargo xtask bench window` reads it. */

let isMarked = false;

/** To be called when rows are on the page: marks the frame in which the first of them can be read. */
export function markFirstRow(): void {
  if (isMarked) return;
  isMarked = true;
  afterPaint(() => {
    // Words stay invisible while their font is being read. A page without a screen has no fonts at all.
    const fonts = (document as Partial<Document>).fonts;
    if (fonts?.status === "loading") void fonts.ready.then(() => afterPaint(mark));
    else mark();
  });
}

function afterPaint(then: () => void): void {
  requestAnimationFrame(() => setTimeout(then));
}

function mark(): void {
  performance.mark("first-row");
}
