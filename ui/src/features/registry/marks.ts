/** Where the found words stand in a text: pieces of plain text, never markup. */

export interface Piece {
  text: string;
  isMarked: boolean;
}

const IS_WORDLIKE = /[\p{L}\p{N}]/u;
const plain = (letter: string) => letter.toLowerCase().replace("ё", "е");

/** Letters and digits alone, and where each of them stood: «12 345,67 ₽» is found by «12345.67». */
function bare(text: string): { letters: string[]; places: number[] } {
  const letters: string[] = [];
  const places: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (!IS_WORDLIKE.test(letter)) continue;
    letters.push(plain(letter));
    places.push(at);
  }
  return { letters, places };
}

/** Shorter pieces the search finds at the beginning of a word alone. */
const ANYWHERE_FROM = 3;
/** Zeros in front of a number are no part of it. */
const begins = (text: string, at: number) =>
  at === 0 || !IS_WORDLIKE.test(text.charAt(at - 1)) || /(^|[^\p{L}\p{N}])0+$/u.test(text.slice(0, at));

/** One word does not stretch over two of the text; the groups of a sum are one number. */
const isOneWord = (word: string, found: string) =>
  /\s/.test(word) || !/\s/.test(found) || /^[\d.,\s]+$/.test(found);

export function markedPieces(text: string, words: readonly string[]): Piece[] {
  const { letters, places } = bare(text);
  const haystack = letters.join("");
  const marks = new Array<boolean>(text.length).fill(false);
  for (const word of words) {
    const needle = bare(word).letters.join("");
    if (needle === "") continue;
    for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, at + 1)) {
      const from = places[at] ?? 0;
      const to = places[at + needle.length - 1] ?? from;
      const isFound = needle.length >= ANYWHERE_FROM || begins(text, from);
      if (isFound && isOneWord(word, text.slice(from, to + 1))) marks.fill(true, from, to + 1);
    }
  }
  const pieces: Piece[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const isMarked = marks[at] === true;
    const last = pieces.at(-1);
    if (last?.isMarked === isMarked) last.text += text.charAt(at);
    else pieces.push({ text: text.charAt(at), isMarked });
  }
  return pieces;
}
