/** The shape of a table: which columns fit, how wide they are. No markup. */

export interface Column<Row> {
  id: string;
  title: string;
  /** Width in px at the start. */
  width: number;
  /** Smallest width in px when there is no room; `width` when absent. */
  min?: number;
  /** Still smaller, once no column can leave any more; `min` when absent. */
  tight?: number;
  /** Takes what is left over; one column at least should. */
  grow?: boolean;
  align?: "start" | "end";
  /** Columns with the highest number leave first when there is no room; 0 never leaves. */
  leaves?: number;
  /** Order of two rows, for a list that is sorted here. */
  compare?: (a: Row, b: Row) => number;
  /** The header sorts, and the owner's list brings the order. */
  sorts?: boolean;
}

export interface Sort {
  column: string;
  direction: "ascending" | "descending";
}

export const MIN_COLUMN_PX = 56;

type Widths = Record<string, number>;

/** What a column needs to be of use: the growing one all it asks for, the others their least. */
function wanted<Row>(column: Column<Row>, widths: Widths): number {
  return widths[column.id] ?? (column.grow === true ? column.width : (column.min ?? column.width));
}

const widthOfAll = <Row>(columns: Column<Row>[], widths: Widths) =>
  columns.reduce((sum, column) => sum + wanted(column, widths), 0);

/** The columns that fit into the width. */
export function fittingColumns<Row>(
  columns: Column<Row>[],
  widths: Widths,
  available: number,
): Column<Row>[] {
  const shown = [...columns];
  while (available > 0 && widthOfAll(shown, widths) > available) {
    const candidates = shown.filter((column) => (column.leaves ?? 0) > 0);
    const first = candidates.reduce<Column<Row> | null>(
      (found, column) => (found === null || (column.leaves ?? 0) > (found.leaves ?? 0) ? column : found),
      null,
    );
    if (first === null) break;
    shown.splice(shown.indexOf(first), 1);
  }
  return shown;
}

/** Width of a column that stands still: it must be known before anything is laid out. */
const stillWidth = <Row>(column: Column<Row>, widths: Widths) => widths[column.id] ?? column.width;

/** How far from the left edge each of the first columns stands still, in px. */
export function stillOffsets<Row>(
  columns: Column<Row>[],
  widths: Widths,
  frozen: number,
  start: number,
): number[] {
  let left = start;
  return columns.slice(0, frozen).map((column) => {
    const here = left;
    left += stillWidth(column, widths);
    return here;
  });
}

/** Value of `grid-template-columns`. The first `frozen` columns have a width of their own. */
export function gridTemplate<Row>(
  columns: Column<Row>[],
  widths: Widths,
  available: number,
  frozen = 0,
): string {
  const isTight = available > 0 && widthOfAll(columns, widths) > available;
  return columns
    .map((column, at) => {
      const width = widths[column.id];
      if (width !== undefined) return `${width}px`;
      if (at < frozen) return `${stillWidth(column, widths)}px`;
      const least = (isTight ? column.tight : undefined) ?? column.min ?? column.width;
      if (column.grow === true) return `minmax(${isTight ? least : column.width}px, 1fr)`;
      return isTight ? `${least}px` : `minmax(${least}px, ${column.width}px)`;
    })
    .join(" ");
}

/** Further columns than these order nothing that a person still sees. */
export const MOST_SORTS = 3;

const turned = (sort: Sort | undefined, column: string): Sort | null => {
  if (sort === undefined) return { column, direction: "ascending" };
  return sort.direction === "ascending" ? { column, direction: "descending" } : null;
};

/**
 * Pressing a header: ascending, descending, the list's own order. A press alone orders by this column only; one that
 * adds leaves the others as they are and puts a new column behind them.
 */
export function nextSorts(sorts: readonly Sort[], column: string, adds = false): Sort[] {
  const next = turned(
    sorts.find((sort) => sort.column === column),
    column,
  );
  return adds ? withSort(sorts, column, next?.direction ?? null) : next === null ? [] : [next];
}

/** One column of the order in this direction, or out of it; the places of the others stay. */
export function withSort(
  sorts: readonly Sort[],
  column: string,
  direction: Sort["direction"] | null,
): Sort[] {
  if (direction === null) return sorts.filter((sort) => sort.column !== column);
  const isIn = sorts.some((sort) => sort.column === column);
  if (isIn) return sorts.map((sort) => (sort.column === column ? { column, direction } : sort));
  return [...sorts.slice(0, MOST_SORTS - 1), { column, direction }];
}

/** A sorted copy; equal rows keep their order. */
export function sorted<Row>(rows: Row[], columns: Column<Row>[], sorts: readonly Sort[]): Row[] {
  const steps = sorts.flatMap(({ column, direction }) => {
    const compare = columns.find(({ id }) => id === column)?.compare;
    return compare === undefined ? [] : [{ compare, sign: direction === "ascending" ? 1 : -1 }];
  });
  if (steps.length === 0) return rows;
  return [...rows].sort((a, b) => {
    for (const { compare, sign } of steps) {
      const by = compare(a, b);
      if (by !== 0) return sign * by;
    }
    return 0;
  });
}
