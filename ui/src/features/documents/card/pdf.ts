/**
 * pdf.js, read only when a PDF is opened. Scripts and forms of a PDF are never run: only pages are drawn on a canvas,
 * and no font or code is fetched from anywhere.
 */
import type { PDFDocumentProxy, RenderTask } from "pdfjs-dist";

export type { PDFDocumentProxy, RenderTask };

export async function openPdf(bytes: Uint8Array<ArrayBuffer>): Promise<PDFDocumentProxy> {
  const pdfjs = await import("pdfjs-dist");
  if (pdfjs.GlobalWorkerOptions.workerSrc === "") {
    const worker = await import("pdfjs-dist/build/pdf.worker.min.mjs?url");
    pdfjs.GlobalWorkerOptions.workerSrc = worker.default;
  }
  const task = pdfjs.getDocument({
    data: bytes,
    enableXfa: false,
    useWasm: false,
    useWorkerFetch: false,
    useSystemFonts: true,
    isOffscreenCanvasSupported: false,
    stopAtErrors: false,
  });
  return task.promise;
}
