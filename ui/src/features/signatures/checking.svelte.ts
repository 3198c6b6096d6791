/** «Проверить подпись…»: a document and its signatures as files. Each choice is checked at once, nothing is kept. */
import { ApiError, call } from "../../api/client";
import type { FileContent, SignatureCheck } from "../../api/types";
import { readFile } from "../intake/files";
import { asPair, isSignature } from "./files";
import type { CheckedFile } from "./protocol";

export interface Found extends CheckedFile {
  signers: readonly SignatureCheck[];
  isAttached: boolean;
  /** Name of the refusal; empty when there is none. */
  code: string;
}

class SignatureChecking {
  isOpen = $state(false);
  content = $state.raw<File | null>(null);
  signatures = $state.raw<File[]>([]);
  found = $state.raw<Found[]>([]);
  isChecking = $state(false);
  #turn = 0;

  readonly areSwapped = $derived(this.found.some(({ code }) => code === "files_swapped"));

  /** Opens with these files in their places. False: they are no document with its signatures. */
  offer(files: readonly File[]): boolean {
    const pair = asPair(files);
    if (pair === null) return false;
    this.isOpen = true;
    void this.#take(pair.content ?? this.content, pair.signatures);
    return true;
  }
  open(): void {
    this.isOpen = true;
  }

  /** A document was chosen; a signature among the files goes to its own place. */
  bringContent(files: File[]): void {
    const pair = files.some(({ name }) => isSignature(name)) && files.length > 1 ? asPair(files) : null;
    if (pair) void this.#take(pair.content ?? this.content, pair.signatures);
    else void this.#take(files[0] ?? null, this.signatures);
  }
  bringSignatures(files: File[]): void {
    const pair = asPair(files);
    if (pair) void this.#take(pair.content ?? this.content, pair.signatures);
    else void this.#take(this.content, files);
  }
  removeContent(): void {
    void this.#take(null, this.signatures);
  }
  removeSignature(file: File): void {
    void this.#take(
      this.content,
      this.signatures.filter((one) => one !== file),
    );
  }
  swap(): void {
    const [first] = this.signatures;
    void this.#take(first ?? null, this.content === null ? [] : [this.content]);
  }

  close(): void {
    this.isOpen = false;
    void this.#take(null, []);
  }

  async #take(content: File | null, signatures: File[]): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.content = content;
    this.signatures = signatures;
    this.isChecking = signatures.length > 0;
    if (signatures.length === 0) {
      this.found = [];
      return;
    }
    const document = content === null ? null : await readFile(content);
    const found: Found[] = [];
    for (const file of signatures) found.push(await checked(file, document));
    if (turn !== this.#turn) return;
    this.found = found;
    this.isChecking = false;
  }
}

type Read = FileContent | { name: string; refusal: string };

async function checked(file: File, document: Read | null): Promise<Found> {
  const refused = (refusal: string, code: string): Found => ({
    name: file.name,
    signers: [],
    isAttached: false,
    refusal,
    code,
  });
  const signature = await readFile(file);
  for (const read of [document, signature])
    if (read !== null && "refusal" in read) return refused(read.refusal, "unread");
  try {
    const answer = await call("signatures.check", {
      ...(document === null ? {} : { content: document as FileContent }),
      signature: signature as FileContent,
    });
    return {
      name: file.name,
      signers: answer.signers,
      isAttached: answer.is_attached,
      refusal: "",
      code: "",
    };
  } catch (cause) {
    const { code, message } = ApiError.from(cause);
    return refused(message, code);
  }
}

export const checking = new SignatureChecking();
