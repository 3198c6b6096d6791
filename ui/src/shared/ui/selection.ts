/** What is ticked in a table. Pure: every step gives a new set. */

export interface Selection {
  keys: ReadonlySet<number>;
  /** Where a range starts. */
  anchor: number | null;
}

export const nothingSelected: Selection = { keys: new Set(), anchor: null };

export function toggle(selection: Selection, key: number): Selection {
  const keys = new Set(selection.keys);
  if (!keys.delete(key)) keys.add(key);
  return { keys, anchor: key };
}

/** Everything between the anchor and `key`, in the order shown; what was ticked before stays ticked. */
export function extend(selection: Selection, order: number[], key: number): Selection {
  const from = selection.anchor === null ? -1 : order.indexOf(selection.anchor);
  const to = order.indexOf(key);
  if (to < 0) return selection;
  if (from < 0) return toggle({ keys: selection.keys, anchor: null }, key);
  const range = order.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { keys: new Set([...selection.keys, ...range]), anchor: selection.anchor };
}

/** All shown rows, or none of them when all are ticked. */
export function toggleAll(selection: Selection, order: number[]): Selection {
  const areAll = order.length > 0 && order.every((key) => selection.keys.has(key));
  return areAll ? nothingSelected : { keys: new Set(order), anchor: order[0] ?? null };
}
