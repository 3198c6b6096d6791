/** Files into the registry: read one after another, so that a heap of them neither blocks nor fills the memory. */
import { ApiError, call } from "../../api/client";
import type { ImportResult } from "../../api/types";
import { t } from "../../text";
import { announce } from "../changes";

/** The largest file worth sending through the window; operators take less. */
export const MOST_MIB = 60;

export interface ImportReport {
  results: ImportResult[];
  added: number;
  known: number;
  failed: ImportResult[];
  /** Taken in, but a person should know something about it. */
  warned: ImportResult[];
}

class Importing {
  done = $state(0);
  all = $state(0);
  report = $state.raw<ImportReport | null>(null);
  readonly isRunning = $derived(this.all > 0);
  #isCancelled = false;

  async run(files: File[]): Promise<void> {
    if (this.isRunning || files.length === 0) return;
    this.#isCancelled = false;
    this.report = null;
    this.done = 0;
    this.all = files.length;
    const results: ImportResult[] = [];
    for (const file of files) {
      results.push(this.#isCancelled ? refused(file, "cancelled", t.drop.skipped) : await bringIn(file));
      this.done += 1;
    }
    this.all = 0;
    this.report = reportOf(results);
    announce("documents", "counterparties", "status");
  }

  cancel(): void {
    this.#isCancelled = true;
  }
}

function refused(file: File, code: string, message: string): ImportResult {
  return { name: file.name, already_known: false, warnings: [], error: { code, message } };
}

async function bringIn(file: File): Promise<ImportResult> {
  if (file.size > MOST_MIB * 1024 * 1024) return refused(file, "too_large", t.drop.tooLarge(MOST_MIB));
  let content: string;
  try {
    content = base64(new Uint8Array(await file.arrayBuffer()));
  } catch {
    return refused(file, "unreadable", t.drop.unreadable);
  }
  try {
    const { results } = await call("documents.import", {
      files: [{ name: file.name, content_base64: content }],
    });
    return results[0] ?? refused(file, "unexpected", t.errors.unexpected);
  } catch (cause) {
    const error = ApiError.from(cause);
    return refused(file, error.code, error.message);
  }
}

export function reportOf(results: ImportResult[]): ImportReport {
  const failed = results.filter((result) => result.error);
  const known = results.filter((result) => !result.error && result.already_known).length;
  const warned = results.filter((result) => !result.error && result.warnings.length > 0);
  return { results, failed, warned, known, added: results.length - failed.length - known };
}

export function base64(bytes: Uint8Array): string {
  const CHUNK = 0x8000;
  let text = "";
  for (let at = 0; at < bytes.length; at += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  }
  return btoa(text);
}

export const importing = new Importing();
