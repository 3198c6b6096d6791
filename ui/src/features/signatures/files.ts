/** Files of signatures, told from documents by their names. */

const SIGNATURE = /\.(sig|p7s|sgn|p7m)$/i;

/** What is offered first where a signature is chosen. */
export const SIGNATURE_ACCEPT = ".sig,.p7s,.sgn,.p7m";

export const isSignature = (name: string) => SIGNATURE.test(name);

export interface Pair {
  content: File | null;
  signatures: File[];
}

/**
 * A document with its signatures, or signatures alone, is brought to be checked. Anything else (several documents, no
 * signature) is not: `null`.
 */
export function asPair(files: readonly File[]): Pair | null {
  const signatures = files.filter(({ name }) => isSignature(name));
  const others = files.filter(({ name }) => !isSignature(name));
  if (signatures.length === 0 || others.length > 1) return null;
  return { content: others[0] ?? null, signatures };
}
