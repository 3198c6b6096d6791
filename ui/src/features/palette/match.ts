/** How well a line answers what was typed: by beginnings of words, with a slip of the finger, in the wrong layout. */

const EN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.";
const RU = "ёйцукенгшщзхъфывапролджэячсмитьбю";
const TO_RU = new Map([...EN].map((letter, index) => [letter, RU[index] ?? letter]));
const TO_EN = new Map([...RU].map((letter, index) => [letter, EN[index] ?? letter]));

/** The same keys in the other layout: «ljrevtyns» is «документы», «гзв» is «upd». */
export function swapped(text: string): string {
  const typed = text.toLowerCase();
  const table = /[а-яё]/.test(typed) ? TO_EN : TO_RU;
  return [...typed].map((letter) => table.get(letter) ?? letter).join("");
}

/** Small letters without marks: what is compared. */
export function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll("ё", "е")
    .replaceAll(/[«»"“”„№()…:;,.!?]/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
}

/** At most one letter is wrong, missing, extra or swapped with its neighbour. */
export function isOneSlip(typed: string, word: string): boolean {
  const [a, b] = typed.length <= word.length ? [typed, word] : [word, typed];
  if (b.length - a.length > 1) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  if (a.length < b.length) return a.slice(at) === b.slice(at + 1);
  const isTurned = a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
  return isTurned || a.slice(at + 1) === b.slice(at + 1);
}

const SLIP_LETTERS = 4;

/** Points of one typed word against the words of a line; 0 is no answer. */
function wordScore(typed: string, words: string[], whole: string): number {
  let best = 0;
  words.forEach((word, index) => {
    // The first words of a name say most.
    const place = index === 0 ? 8 : Math.max(0, 4 - index);
    if (word === typed) best = Math.max(best, 100 + place);
    else if (word.startsWith(typed)) best = Math.max(best, 80 + place);
    else if (typed.length >= SLIP_LETTERS && isOneSlip(typed, word.slice(0, typed.length)))
      best = Math.max(best, 45 + place);
    else if (typed.length >= SLIP_LETTERS && isOneSlip(typed, word)) best = Math.max(best, 44 + place);
  });
  if (best === 0 && typed.length > 1 && whole.includes(typed)) best = 30;
  if (best === 0 && typed.length > 1 && areInitials(typed, words)) best = 25;
  return best;
}

/** «пф» for «печатные формы». */
function areInitials(typed: string, words: string[]): boolean {
  const initials = words.map((word) => word[0] ?? "").join("");
  return initials.includes(typed);
}

function scoreOf(query: string, label: string, extra: string): number {
  const line = plain(label);
  const words = line.split(/[\s-]+/);
  const more = plain(extra).split(" ");
  let sum = 0;
  const asked = query.split(" ");
  for (const typed of asked) {
    const own = wordScore(typed, words, line);
    // What is not on the line helps to find it, but never before a line that says it.
    const points = own > 0 ? own : Math.min(20, extra === "" ? 0 : wordScore(typed, more, ""));
    if (points === 0) return 0;
    sum += points;
  }
  return sum / asked.length;
}

/** 0 when it does not answer; more for a better answer. The layout as typed wins over the other one. */
export function score(typed: string, label: string, extra = ""): number {
  if (typed.trim() === "") return 1;
  const query = plain(typed);
  const asTyped = query === "" ? 0 : scoreOf(query, label, extra);
  const other = plain(swapped(typed));
  return Math.max(asTyped, other === "" ? 0 : scoreOf(other, label, extra) * 0.9);
}

/** Where the label says what was typed, to be marked: from, to. The layout that fits is taken. */
export function marks(typed: string, label: string): [number, number][] {
  const low = label.toLowerCase().replaceAll("ё", "е");
  const found = (query: string) =>
    query
      .split(" ")
      .filter(Boolean)
      .flatMap((word): [number, number][] => {
        const starts = [...low.matchAll(/[\p{L}\p{N}]+/gu)].find(({ 0: one }) => one.startsWith(word))?.index;
        const at = starts ?? (word.length > 1 ? low.indexOf(word) : -1);
        return at < 0 ? [] : [[at, at + word.length]];
      });
  const asTyped = found(plain(typed));
  return merged(asTyped.length > 0 ? asTyped : found(plain(swapped(typed))));
}

function merged(ranges: [number, number][]): [number, number][] {
  const result: [number, number][] = [];
  for (const [from, to] of ranges.sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}
