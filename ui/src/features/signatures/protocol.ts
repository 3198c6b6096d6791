/** The result of a check as lines: for the clipboard and for the printer. */
import type { SignatureCheck } from "../../api/types";
import { t } from "../../text";

/** A file with signatures and what came of it. */
export interface CheckedFile {
  name: string;
  signers: readonly SignatureCheck[];
  /** Why it could not be read; empty when it could. */
  refusal: string;
}

/** Two columns: what was asked, what was found. The first line is the head. */
export function protocolLines(content: string | null, files: readonly CheckedFile[]): string[][] {
  const { rows, columns } = t.signatures;
  return [
    [columns.what, columns.result],
    ...(content === null ? [] : [[rows.content, content]]),
    ...files.flatMap(({ name, signers, refusal }) => [
      [rows.signature, name],
      ...(refusal === "" ? [] : [["", refusal]]),
      ...signers.flatMap(signerLines),
    ]),
  ];
}

function signerLines(check: SignatureCheck): string[][] {
  const { rows } = t.signatures;
  return [
    [rows.signer, check.signer_text],
    [rows.document, check.document_text],
    [rows.mathematics, check.signature_text],
    [rows.chain, check.chain_text],
    [rows.revocation, check.revocation_text],
    [rows.time, check.time.text],
    [rows.kind, check.kind_text],
  ];
}

/** The same as text: «Что: результат», one to a line. */
export function protocolText(title: string, lines: readonly string[][]): string {
  const [, ...found] = lines;
  return [title, "", ...found.map(([what, result]) => (what === "" ? result : `${what}: ${result}`))].join(
    "\n",
  );
}
