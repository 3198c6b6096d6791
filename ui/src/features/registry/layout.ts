/** Which columns a person wants, in which order, and which of them stand still. No markup, no storage. */
import type { Column } from "../../shared/ui/table";
import type { ViewColumn } from "./contract";

export interface Layout {
  /** Ids of all columns in the person's order; ones that came with a newer program are put where they belong. */
  order: string[];
  hidden: string[];
  /** How many of the first columns stay while the others are scrolled. */
  frozen: number;
  density: "compact" | "roomy" | null;
}

/** Columns that are there from the beginning; others wait to be asked for. */
export const FIRST_COLUMNS = ["date", "number", "counterparty", "kind", "firm", "total", "status"];
export const MORE_COLUMNS = ["inn", "direction", "assignee", "since", "operator_text"];
const ALL = [...FIRST_COLUMNS, ...MORE_COLUMNS];
export const MOST_FROZEN = 3;

export const firstLayout: Layout = { order: ALL, hidden: MORE_COLUMNS, frozen: 0, density: null };

/** Whatever was kept, made whole: nothing unknown, nothing twice, nothing lost. */
export function wholeLayout(kept: Partial<Layout> | undefined): Layout {
  const order = [...new Set(kept?.order ?? [])].filter((id) => ALL.includes(id));
  const hidden = (kept?.hidden ?? MORE_COLUMNS).filter((id) => ALL.includes(id));
  const newer = ALL.filter((id) => !order.includes(id));
  if (kept?.order !== undefined) hidden.push(...newer.filter((id) => MORE_COLUMNS.includes(id)));
  const frozen = Math.max(0, Math.min(MOST_FROZEN, Math.trunc(kept?.frozen ?? 0)));
  const density = kept?.density === "compact" || kept?.density === "roomy" ? kept.density : null;
  return { order: [...order, ...newer], hidden: [...new Set(hidden)], frozen, density };
}

export function isFirst(layout: Layout): boolean {
  return (
    layout.frozen === 0 &&
    layout.order.every((id, at) => id === ALL[at]) &&
    ALL.every((id) => layout.hidden.includes(id) === MORE_COLUMNS.includes(id))
  );
}

/** One column stays at least: a table without any has nothing to bring them back by. */
export function toggled(layout: Layout, id: string): Layout {
  const isHidden = layout.hidden.includes(id);
  if (!isHidden && layout.hidden.length >= layout.order.length - 1) return layout;
  const hidden = isHidden ? layout.hidden.filter((one) => one !== id) : [...layout.hidden, id];
  return { ...layout, hidden };
}

export function moved(layout: Layout, id: string, to: number): Layout {
  const order = layout.order.filter((one) => one !== id);
  order.splice(Math.max(0, Math.min(order.length, to)), 0, id);
  return { ...layout, order };
}

/** Before another column, or behind the last one that is shown. */
export function movedBefore(layout: Layout, id: string, before: string | null): Layout {
  const order = layout.order.filter((one) => one !== id);
  const last = order.findLastIndex((one) => !layout.hidden.includes(one));
  const at = before === null ? last + 1 : order.indexOf(before);
  if (id === before || at < 0) return layout;
  order.splice(at, 0, id);
  return { ...layout, order };
}

export function shownIds(layout: Layout): string[] {
  return layout.order.filter((id) => !layout.hidden.includes(id));
}

/**
 * The columns as the person wants them. Columns that were asked for do not leave when it gets narrow, the table is
 * scrolled instead; beside an open card there is no room for that, and all leave as they can.
 */
export function laidOut<Row>(columns: Column<Row>[], layout: Layout, isBesideCard: boolean): Column<Row>[] {
  const shown = shownIds(layout).flatMap((id) => columns.find((column) => column.id === id) ?? []);
  if (isBesideCard || isFirst(layout)) return shown;
  return shown.map((column) => ({ ...column, leaves: 0 }));
}

export function viewColumns(layout: Layout, widths: Record<string, number>): ViewColumn[] {
  return layout.order.map((id) => ({
    id,
    ...(widths[id] === undefined ? {} : { width: widths[id] }),
    ...(layout.hidden.includes(id) ? { is_hidden: true } : {}),
  }));
}

export function layoutOfView(columns: ViewColumn[] | undefined, now: Layout): Layout {
  if (!columns || columns.length === 0) return now;
  const hidden = columns.filter((column) => column.is_hidden === true).map(({ id }) => id);
  return wholeLayout({ ...now, order: columns.map(({ id }) => id), hidden });
}
