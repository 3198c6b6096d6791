/** Files as a person chose them: told apart, read, made ready to travel. */
import type { FileContent } from "../../api/types";
import { t } from "../../text";

/** The largest file worth sending through the window; operators take less. */
const MOST_MIB = 60;
/** A batch ends at either limit, so that a heap of files neither blocks nor fills the memory. */
const BATCH_BYTES = 8 * 1024 * 1024;
const BATCH_FILES = 20;

export function isTable(name: string): boolean {
  return /\.(csv|tsv|xlsx)$/i.test(name);
}

/** Runs of files small enough to travel together, in their order. */
export function batches(files: File[]): File[][] {
  const found: File[][] = [];
  let bytes = 0;
  for (const file of files) {
    const last = found.at(-1);
    if (last === undefined || last.length >= BATCH_FILES || bytes + file.size > BATCH_BYTES) {
      found.push([file]);
      bytes = file.size;
    } else {
      last.push(file);
      bytes += file.size;
    }
  }
  return found;
}

/** The content of a file, or a sentence about why there is none. */
export async function readFile(file: File): Promise<FileContent | { name: string; refusal: string }> {
  if (file.size > MOST_MIB * 1024 * 1024) return { name: file.name, refusal: t.drop.tooLarge(MOST_MIB) };
  try {
    return { name: file.name, content_base64: base64(new Uint8Array(await file.arrayBuffer())) };
  } catch {
    return { name: file.name, refusal: t.drop.unreadable };
  }
}

export function base64(bytes: Uint8Array): string {
  const CHUNK = 0x8000;
  let text = "";
  for (let at = 0; at < bytes.length; at += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  }
  return btoa(text);
}
