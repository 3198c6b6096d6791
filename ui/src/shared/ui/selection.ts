/** What is ticked in a table. Pure: every step gives a new set. */

export interface Selection {
  /** What is ticked; of everything, what is left out. */
  keys: ReadonlySet<number>;
  /** Where a range starts. */
  anchor: number | null;
  /** Everything that answers the question is ticked but for `keys`: the rows need not have been read for that. */
  isAll?: boolean;
}

export const nothingSelected: Selection = { keys: new Set(), anchor: null };

export const everything = (anchor: number | null): Selection => ({ keys: new Set(), anchor, isAll: true });

export const isTicked = ({ keys, isAll }: Selection, key: number): boolean =>
  keys.has(key) !== (isAll === true);

export function toggle(selection: Selection, key: number): Selection {
  const keys = new Set(selection.keys);
  if (!keys.delete(key)) keys.add(key);
  return { ...selection, keys, anchor: key };
}

/** Everything between the anchor and `key`, in the order shown; what was ticked before stays ticked. */
export function extend(selection: Selection, order: number[], key: number): Selection {
  const from = selection.anchor === null ? -1 : order.indexOf(selection.anchor);
  const to = order.indexOf(key);
  if (to < 0) return selection;
  if (from < 0) return isTicked(selection, key) ? { ...selection, anchor: key } : toggle(selection, key);
  const range = order.slice(Math.min(from, to), Math.max(from, to) + 1);
  const keys = new Set(selection.keys);
  for (const one of range) {
    if (selection.isAll === true) keys.delete(one);
    else keys.add(one);
  }
  return { ...selection, keys };
}

/** Everything from the anchor to the last row of all, which needs not have been read; `order` begins with the first row. */
export function extendToEnd(selection: Selection, order: number[]): Selection {
  const from = selection.anchor === null ? -1 : order.indexOf(selection.anchor);
  if (from < 0) return selection;
  const above = order.slice(0, from).filter((key) => !isTicked(selection, key));
  return { keys: new Set(above), anchor: selection.anchor, isAll: true };
}

/** Everything from the first row of all, which needs not have been read, to the anchor; `order` ends with the last row. */
export function extendToStart(selection: Selection, order: number[]): Selection {
  const from = selection.anchor === null ? -1 : order.indexOf(selection.anchor);
  if (from < 0) return selection;
  const below = order.slice(from + 1).filter((key) => !isTicked(selection, key));
  return { keys: new Set(below), anchor: selection.anchor, isAll: true };
}

/** All shown rows, or none of them when all are ticked. */
export function toggleAll(selection: Selection, order: number[]): Selection {
  const areAll = order.length > 0 && order.every((key) => isTicked(selection, key));
  return areAll ? nothingSelected : { keys: new Set(order), anchor: order[0] ?? null };
}
