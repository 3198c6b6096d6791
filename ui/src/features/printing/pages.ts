/**
 * Pages of a PDF as sheets for the printer: the browser prints pictures of a size, never the PDF itself. A page that
 * lies across is turned, as a printer would turn it: not every web view can print sheets of both directions at once.
 */
import { openPdf } from "../documents/card/pdf";

/** Dots per inch: enough for small type, and a hundred pages still fit the memory as compressed pictures. */
const PRINT_DPI = 200;
const POINTS_PER_INCH = 72;
const QUARTER_TURN = 90;

/** Draws the pages one after another, each an upright picture; `null` when it was given up between two of them. */
export async function drawSheets(
  bytes: Uint8Array<ArrayBuffer>,
  told: { pages: (all: number) => void; done: (page: number) => void; isCancelled: () => boolean },
): Promise<string[] | null> {
  const pdf = await openPdf(bytes);
  try {
    told.pages(pdf.numPages);
    const canvas = document.createElement("canvas");
    const sheets: string[] = [];
    for (let number = 1; number <= pdf.numPages; number += 1) {
      if (told.isCancelled()) return null;
      told.done(number);
      const page = await pdf.getPage(number);
      const scale = PRINT_DPI / POINTS_PER_INCH;
      const asItIs = page.getViewport({ scale });
      const viewport =
        asItIs.width > asItIs.height
          ? page.getViewport({ scale, rotation: page.rotate + QUARTER_TURN })
          : asItIs;
      canvas.width = Math.round(viewport.width);
      canvas.height = Math.round(viewport.height);
      await page.render({ canvas, viewport, annotationMode: 1, intent: "print" }).promise;
      sheets.push(canvas.toDataURL("image/png"));
      page.cleanup();
    }
    canvas.width = 0;
    return sheets;
  } finally {
    await pdf.loadingTask.destroy();
  }
}
