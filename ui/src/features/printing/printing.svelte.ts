/** «Печать» and «Сохранить PDF»: the program makes one file of all documents, the page prints or keeps it. */
import { tick } from "svelte";

import { ApiError, call, currentPlatform } from "../../api/client";
import type { CodedError, Request } from "../../api/types";
import { toast } from "../../shared/ui/toasts.svelte";
import { t } from "../../text";
import { drawSheets } from "./pages";

export type PrintRequest = Request<"documents.print">;

/** How often the program is asked how far it got. */
const WATCH_MS = 400;
const PRINT_TASK = "print";

export interface PrintProgress {
  /** Documents while the program makes the file, then pages that are drawn. */
  of: "documents" | "pages";
  done: number;
  /** 0 while it is not known. */
  all: number;
}

class Printing {
  progress = $state.raw<PrintProgress | null>(null);
  /** Filled from the moment when the dialog of the printer opens until it is closed. */
  sheets = $state.raw<string[]>([]);
  /** A table that goes to the printer instead: its title, then its lines, the head first. */
  table = $state.raw<{ title: string; lines: string[][] } | null>(null);
  error = $state.raw<CodedError | null>(null);
  /** Documents that did not get into the last print. */
  refused = $state.raw<{ id: number; error: CodedError }[]>([]);
  #isCancelled = false;
  #workId: number | null = null;

  readonly isRunning = $derived(this.progress !== null);

  cancel(): void {
    this.#isCancelled = true;
    if (this.#workId !== null) void call("work.cancel", { id: this.#workId }).catch(() => undefined);
    if (this.progress?.of === "documents") this.progress = null;
  }
  forget(): void {
    this.error = null;
    this.refused = [];
  }

  async print(request: PrintRequest): Promise<void> {
    await this.#run(request, ({ blob }) => this.#draw(blob));
  }

  /** Prints a file that the program has made already. */
  async printFile(blob: string): Promise<void> {
    if (this.isRunning) return;
    this.#isCancelled = false;
    this.forget();
    this.progress = { of: "pages", done: 0, all: 0 };
    try {
      await this.#draw(blob);
    } catch (cause) {
      this.error = ApiError.from(cause);
    } finally {
      this.progress = null;
    }
  }

  async printTable(title: string, lines: string[][]): Promise<void> {
    this.sheets = [];
    this.table = { title, lines };
    await tick();
    window.addEventListener("afterprint", () => (this.table = null), { once: true });
    window.print();
  }

  async #draw(blob: string): Promise<void> {
    const bytes = await currentPlatform().content(blob);
    const sheets = await drawSheets(bytes, {
      pages: (all) => (this.progress = { of: "pages", done: 0, all }),
      done: (done) => (this.progress = { of: "pages", done, all: this.progress?.all ?? done }),
      isCancelled: () => this.#isCancelled,
    });
    if (sheets === null) return;
    this.sheets = sheets;
    this.progress = null;
    await tick();
    await everyPictureIsRead();
    // Where the dialog stays open after the call, the sheets are needed until it is closed.
    window.addEventListener("afterprint", () => (this.sheets = []), { once: true });
    window.print();
  }

  async savePdf(request: PrintRequest): Promise<void> {
    await this.#run(request, async ({ blob, name }) => {
      const saved = await currentPlatform().saveFile(blob, name);
      if (saved !== null) toast({ tone: "success", text: t.printing.saved(saved) });
    });
  }

  async #run(
    request: PrintRequest,
    use: (answer: { blob: string; name: string }) => Promise<void>,
  ): Promise<void> {
    if (this.isRunning || request.ids.length === 0) return;
    this.#isCancelled = false;
    this.forget();
    this.sheets = [];
    this.progress = { of: "documents", done: 0, all: 0 };
    const watch = setInterval(() => void this.#watch(), WATCH_MS);
    try {
      const answer = await call("documents.print", request).finally(() => clearInterval(watch));
      this.refused = answer.results.flatMap(({ id, error }) => (error ? [{ id, error }] : []));
      if (!this.#isCancelled && answer.pages > 0) await use(answer);
    } catch (cause) {
      // Who gave it up is not told that it was given up.
      if (!this.#isCancelled) this.error = ApiError.from(cause);
    } finally {
      this.progress = null;
      this.#workId = null;
    }
  }

  async #watch(): Promise<void> {
    const { works } = await call("work.list", {}).catch(() => ({ works: [] }));
    const mine = works.find(({ task }) => task === PRINT_TASK);
    if (mine === undefined || this.progress?.of !== "documents") return;
    this.#workId = mine.id;
    this.progress = { of: "documents", done: mine.done, all: mine.total };
  }
}

async function everyPictureIsRead(): Promise<void> {
  const pictures = [...document.querySelectorAll<HTMLImageElement>(".print-sheets img")];
  await Promise.all(pictures.map((picture) => picture.decode().catch(() => undefined)));
}

export const printing = new Printing();
