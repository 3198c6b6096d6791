/** Places in a text by line and column, and what Tab does to it. No markup. */

/** Start and end, in characters, of a line (from 1). A line beyond the end is the last one. */
export function lineRange(text: string, line: number): [from: number, to: number] {
  const lines = text.split("\n");
  const at = Math.max(0, Math.min(lines.length, line) - 1);
  const from = lines.slice(0, at).reduce((sum, one) => sum + one.length + 1, 0);
  return [from, from + (lines[at]?.length ?? 0)];
}

/** The place of a line and column (both from 1); never beyond the end of the line. */
export function placeOf(text: string, line: number, column: number): number {
  const [from, to] = lineRange(text, line);
  return Math.min(to, from + Math.max(0, column - 1));
}

export interface Edit {
  text: string;
  from: number;
  to: number;
}

const STEP = "  ";

/** Tab at the caret puts blanks in; over several lines it moves them, with Shift back. */
export function indented(text: string, from: number, to: number, isBack: boolean): Edit {
  const isOneLine = !text.slice(from, to).includes("\n");
  if (isOneLine && !isBack) {
    return {
      text: text.slice(0, from) + STEP + text.slice(to),
      from: from + STEP.length,
      to: from + STEP.length,
    };
  }
  const start = text.lastIndexOf("\n", from - 1) + 1;
  const end = text.indexOf("\n", to);
  const block = text.slice(start, end < 0 ? undefined : end).split("\n");
  const moved = block.map((line) => (isBack ? line.replace(/^ {1,2}/, "") : STEP + line));
  const first = (moved[0]?.length ?? 0) - (block[0]?.length ?? 0);
  const grown = moved.join("\n").length - block.join("\n").length;
  return {
    text: text.slice(0, start) + moved.join("\n") + (end < 0 ? "" : text.slice(end)),
    from: Math.max(start, from + first),
    to: to + grown,
  };
}
