/** Pages of a PDF as sheets for the printer: the browser prints pictures of a size, never the PDF itself. */
import { openPdf } from "../documents/card/pdf";

/** Dots per inch: enough for small type, and a hundred pages still fit the memory as compressed pictures. */
const PRINT_DPI = 200;
const POINTS_PER_INCH = 72;

export interface Sheet {
  picture: string;
  isLandscape: boolean;
}

/** Draws the pages one after another; `null` when it was given up between two of them. */
export async function drawSheets(
  bytes: Uint8Array<ArrayBuffer>,
  told: { pages: (all: number) => void; done: (page: number) => void; isCancelled: () => boolean },
): Promise<Sheet[] | null> {
  const pdf = await openPdf(bytes);
  try {
    told.pages(pdf.numPages);
    const canvas = document.createElement("canvas");
    const sheets: Sheet[] = [];
    for (let number = 1; number <= pdf.numPages; number += 1) {
      if (told.isCancelled()) return null;
      told.done(number);
      const page = await pdf.getPage(number);
      const viewport = page.getViewport({ scale: PRINT_DPI / POINTS_PER_INCH });
      canvas.width = Math.round(viewport.width);
      canvas.height = Math.round(viewport.height);
      await page.render({ canvas, viewport, annotationMode: 1, intent: "print" }).promise;
      sheets.push({ picture: canvas.toDataURL("image/png"), isLandscape: viewport.width > viewport.height });
      page.cleanup();
    }
    canvas.width = 0;
    return sheets;
  } finally {
    await pdf.loadingTask.destroy();
  }
}
