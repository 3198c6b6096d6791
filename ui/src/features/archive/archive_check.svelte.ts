/**
 * «Проверить архив…»: a ZIP that the program put together, from wherever it comes back. It travels in pieces, because it may
 * be larger than the memory of the page. Nothing is kept of it.
 */
import { ApiError, call } from "../../api/client";
import type { CheckedArchive } from "../../api/types";
import { t } from "../../text";
import { base64 } from "../intake/files";

/** Nothing else that the program takes is a ZIP. */
export const isArchive = (name: string) => /\.zip$/i.test(name);

const PIECE_BYTES = 4 * 1024 * 1024;
/** How often the program is asked how far it got. */
const WATCH_MS = 400;
const TASK = "archive_check";

export interface ArchiveProgress {
  /** What of the archive came over, then documents that are checked. */
  of: "bytes" | "documents";
  done: number;
  /** 0 while it is not known. */
  all: number;
}

class ArchiveChecking {
  isOpen = $state(false);
  file = $state.raw<File | null>(null);
  found = $state.raw<CheckedArchive | null>(null);
  refusal = $state("");
  progress = $state.raw<ArchiveProgress | null>(null);
  #turn = 0;
  #token: string | null = null;
  #workId: number | null = null;

  readonly isChecking = $derived(this.progress !== null);

  open(file: File | null = null): void {
    this.isOpen = true;
    if (file !== null) void this.take(file);
  }
  close(): void {
    this.isOpen = false;
    void this.take(null);
  }

  async take(file: File | null): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.#giveUp();
    this.file = file;
    this.found = null;
    this.refusal = "";
    this.progress = file === null ? null : { of: "bytes", done: 0, all: file.size };
    if (file === null) return;
    const { found, refusal } = await this.#checked(file, turn);
    if (turn !== this.#turn) return;
    this.found = found;
    this.refusal = refusal;
    this.progress = null;
  }

  /** What is under way is of no use any more. */
  #giveUp(): void {
    if (this.#token !== null) void call("archive.forget", { token: this.#token }).catch(() => undefined);
    if (this.#workId !== null) void call("work.cancel", { id: this.#workId }).catch(() => undefined);
    this.#token = null;
    this.#workId = null;
  }

  async #checked(file: File, turn: number): Promise<{ found: CheckedArchive | null; refusal: string }> {
    try {
      const { token } = await call("archive.begin", { size_bytes: file.size });
      if (turn !== this.#turn) {
        await call("archive.forget", { token });
        return { found: null, refusal: "" };
      }
      this.#token = token;
      for (let at = 0; at < file.size && turn === this.#turn; at += PIECE_BYTES) {
        const piece = await file.slice(at, at + PIECE_BYTES).arrayBuffer();
        await call("archive.piece", { token, content_base64: base64(new Uint8Array(piece)) });
        if (turn === this.#turn)
          this.progress = { of: "bytes", done: Math.min(at + PIECE_BYTES, file.size), all: file.size };
      }
      return { found: turn === this.#turn ? await this.#judged(token, turn) : null, refusal: "" };
    } catch (cause) {
      const isOfTheFile = cause instanceof DOMException;
      return { found: null, refusal: isOfTheFile ? t.drop.unreadable : ApiError.from(cause).message };
    }
  }

  async #judged(token: string, turn: number): Promise<CheckedArchive> {
    const watch = setInterval(() => void this.#watch(turn), WATCH_MS);
    try {
      return await call("archive.check", { token });
    } finally {
      clearInterval(watch);
      if (turn === this.#turn) {
        this.#token = null;
        this.#workId = null;
      }
    }
  }

  async #watch(turn: number): Promise<void> {
    const { works } = await call("work.list", {}).catch(() => ({ works: [] }));
    const mine = works.find(({ task }) => task === TASK);
    if (mine === undefined || turn !== this.#turn || this.progress === null) return;
    this.#workId = mine.id;
    this.progress = { of: "documents", done: mine.done, all: mine.total };
  }
}

export const archiveChecking = new ArchiveChecking();
