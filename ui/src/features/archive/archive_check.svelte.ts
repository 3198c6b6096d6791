/** «Проверить архив…»: a ZIP that the program put together, from wherever it comes back. Nothing is kept of it. */
import { ApiError, call } from "../../api/client";
import type { CheckedArchive } from "../../api/types";
import { t } from "../../text";
import { MOST_MIB, readFile } from "../intake/files";

/** Nothing else that the program takes is a ZIP. */
export const isArchive = (name: string) => /\.zip$/i.test(name);

class ArchiveChecking {
  isOpen = $state(false);
  file = $state.raw<File | null>(null);
  found = $state.raw<CheckedArchive | null>(null);
  refusal = $state("");
  isChecking = $state(false);
  #turn = 0;

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
    this.file = file;
    this.refusal = "";
    this.isChecking = file !== null;
    const { found, refusal } = file === null ? { found: null, refusal: "" } : await checked(file);
    if (turn !== this.#turn) return;
    this.found = found;
    this.refusal = refusal;
    this.isChecking = false;
  }
}

async function checked(file: File): Promise<{ found: CheckedArchive | null; refusal: string }> {
  if (file.size > MOST_MIB * 1024 * 1024) return { found: null, refusal: t.archiveCheck.tooLarge(MOST_MIB) };
  const read = await readFile(file);
  if ("refusal" in read) return { found: null, refusal: read.refusal };
  try {
    return { found: await call("archive.check", { file: read }), refusal: "" };
  } catch (cause) {
    return { found: null, refusal: ApiError.from(cause).message };
  }
}

export const archiveChecking = new ArchiveChecking();
