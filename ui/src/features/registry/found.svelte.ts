/** Why a row was found, where its columns do not show it: asked for the rows on the screen, after they are painted. */
import { call } from "../../api/client";
import type { DocumentRow, FoundPlace, RowWords } from "../../api/types";
import { markedText } from "../documents/columns";
import { markedPieces } from "./marks";

/** So many rows are asked about at once, and so many answers are kept. */
const MOST_ROWS = 200;
const MOST_KEPT = 2000;

const isShown = (word: string, texts: readonly string[]) =>
  texts.some((text) => markedPieces(text, [word]).some(({ isMarked }) => isMarked));

/** Words that stand in none of these columns of a row. */
export function hiddenWords(
  row: DocumentRow,
  columns: ReadonlySet<string>,
  words: readonly string[],
): string[] {
  const texts = [...columns].map((column) => markedText(row, column));
  return words.filter((word) => !isShown(word, texts));
}

const keyOf = ({ id, words }: RowWords) => `${id} ${words.join(" ")}`;

export class FoundPlaces {
  #places = $state.raw<ReadonlyMap<string, FoundPlace>>(new Map());
  /** A row that was read again may say something else now. */
  #asked = new WeakMap<DocumentRow, string>();
  #waiting: RowWords[] = [];

  /** Where the words stand that this row does not show; nothing until the program has told. */
  of(row: DocumentRow, columns: ReadonlySet<string>, words: readonly string[]): FoundPlace | undefined {
    if (words.length === 0) return undefined;
    const hidden = hiddenWords(row, columns, words);
    if (hidden.length === 0) return undefined;
    const wanted = { id: row.id, words: hidden };
    const key = keyOf(wanted);
    if (this.#asked.get(row) !== key) {
      this.#asked.set(row, key);
      this.#want(wanted);
    }
    return this.#places.get(key);
  }

  #want(wanted: RowWords): void {
    this.#waiting.push(wanted);
    // One question for all rows that are drawn now.
    if (this.#waiting.length === 1) setTimeout(() => void this.#ask());
  }

  async #ask(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (let from = 0; from < waiting.length; from += MOST_ROWS)
      await this.#askAbout(waiting.slice(from, from + MOST_ROWS));
  }

  async #askAbout(rows: RowWords[]): Promise<void> {
    try {
      const { places } = await call("documents.found", { rows });
      const told = new Map(places.map((place) => [place.id, place]));
      const kept = this.#places.size > MOST_KEPT ? [] : this.#places;
      const all = new Map(kept);
      for (const row of rows) {
        const place = told.get(row.id);
        if (place === undefined) all.delete(keyOf(row));
        else all.set(keyOf(row), place);
      }
      this.#places = all;
    } catch {
      // The rows are right without it, and the next search asks anew.
    }
  }
}
