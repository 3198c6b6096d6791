/** Where a key leads in the grid of lines. No markup. */

export interface Cell {
  row: number;
  column: number;
}

/** `out`: the key leaves the grid. */
export type Step = Cell | "out" | null;

/** The next typed cell, from left to right and from row to row; the row after the last is there to begin a new line. */
export function onward(from: Cell, columns: number, rows: number): Step {
  if (from.row >= rows && from.column === 0) return "out";
  if (from.column + 1 < columns) return { row: from.row, column: from.column + 1 };
  return { row: Math.min(rows, from.row + 1), column: 0 };
}

export function backward(from: Cell, columns: number): Step {
  if (from.column > 0) return { row: from.row, column: from.column - 1 };
  return from.row === 0 ? "out" : { row: from.row - 1, column: columns - 1 };
}

/** Arrows leave a field only from its edge, or when all of it is selected. */
export function sideways(
  event: KeyboardEvent,
  field: HTMLInputElement | HTMLSelectElement | null,
): -1 | 0 | 1 {
  const step = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
  if (step === 0 || field === null || event.shiftKey) return 0;
  if (field instanceof HTMLSelectElement) return step;
  const start = field.selectionStart ?? 0;
  const end = field.selectionEnd ?? 0;
  const isWhole = start === 0 && end === field.value.length;
  const isAtEdge = start === end && (step < 0 ? start === 0 : end === field.value.length);
  return isWhole || isAtEdge ? step : 0;
}

/** How many rows a key goes up or down; `null` for other keys. */
export function vertical(event: KeyboardEvent, pageRows: number): number | null {
  if (event.altKey) return null;
  if (event.key === "ArrowDown") return 1;
  if (event.key === "ArrowUp") return -1;
  if (event.key === "PageDown") return pageRows;
  if (event.key === "PageUp") return -pageRows;
  if (event.ctrlKey && event.key === "Home") return -Infinity;
  if (event.ctrlKey && event.key === "End") return Infinity;
  return null;
}
