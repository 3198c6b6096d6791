/** Columns of the registry. The program orders; here is only what stands where. */
import type { DocumentRow } from "../../api/types";
import { day, dayOf } from "../../shared/format/dates";
import { money } from "../../shared/format/money";
import type { Column } from "../../shared/ui/table";
import { t } from "../../text";
import { otherName } from "../records/row";

export function documentDay(row: DocumentRow): string {
  return row.issued_on ?? dayOf(row.created_at);
}

/** The words of a cell, in which what was searched for is marked; empty for columns that the search does not know. */
export function markedText(row: DocumentRow, column: string): string {
  switch (column) {
    case "date":
      return day(documentDay(row));
    case "number":
      return row.number || row.title;
    case "counterparty":
      return otherName(row) ?? "";
    case "total":
      return money(row.total, row.currency);
    case "inn":
      return row.counterparty_inn ?? "";
    default:
      return "";
  }
}

type Shape = Omit<Column<DocumentRow>, "title"> & { id: keyof typeof t.documents.columns };

const SHAPES: Shape[] = [
  { id: "date", width: 100, min: 92, leaves: 2, sorts: true },
  { id: "number", width: 168, min: 104, tight: 84, sorts: true },
  { id: "counterparty", width: 240, min: 120, grow: true, sorts: true },
  { id: "kind", width: 196, min: 96, leaves: 4, sorts: true },
  { id: "firm", width: 220, min: 140, leaves: 5, sorts: true },
  { id: "total", width: 140, min: 124, align: "end", leaves: 1, sorts: true },
  { id: "status", width: 272, min: 216, tight: 188, sorts: true },
  { id: "inn", width: 124, min: 116, leaves: 6 },
  { id: "direction", width: 116, min: 104, leaves: 7 },
  { id: "assignee", width: 160, min: 120, leaves: 8 },
  { id: "since", width: 156, min: 148, leaves: 9, sorts: true },
  { id: "operator_text", width: 260, min: 160, leaves: 10 },
];

/** The column of firms says nothing where there is one firm, or one is chosen. */
export function documentColumns(hasSeveralFirms: boolean): Column<DocumentRow>[] {
  return SHAPES.filter(({ id }) => hasSeveralFirms || id !== "firm").map((shape) => ({
    ...shape,
    title: t.documents.columns[shape.id],
  }));
}
