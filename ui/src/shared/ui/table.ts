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

/** Pressing a header: ascending, descending, the list's own order. */
export function nextSort(sort: Sort | null, column: string): Sort | null {
  if (sort?.column !== column) return { column, direction: "ascending" };
  return sort.direction === "ascending" ? { column, direction: "descending" } : null;
}

/** A sorted copy; equal rows keep their order. */
export function sorted<Row>(rows: Row[], columns: Column<Row>[], sort: Sort | null): Row[] {
  const compare = columns.find((column) => column.id === sort?.column)?.compare;
  if (sort === null || compare === undefined) return rows;
  const sign = sort.direction === "ascending" ? 1 : -1;
  return [...rows].sort((a, b) => sign * compare(a, b));
}
