/** Columns of the registry. */
import type { DocumentRow } from "../../api/types";
import { dayOf } from "../../shared/format/dates";
import { compareDecimals } from "../../shared/format/money";
import type { Column } from "../../shared/ui/table";
import { locale, t } from "../../text";
import { otherName, rowKind } from "../records/row";
import { statusLabel } from "./statuses";

const collator = new Intl.Collator(locale, { numeric: true, sensitivity: "base" });
const words = (a: string | null, b: string | null) => collator.compare(a ?? "", b ?? "");

export function documentDay(row: DocumentRow): string {
  return row.issued_on ?? dayOf(row.created_at);
}

export function documentColumns(hasSeveralFirms: boolean): Column<DocumentRow>[] {
  const columns: Column<DocumentRow>[] = [
    {
      id: "date",
      title: t.documents.columns.date,
      width: 100,
      min: 92,
      leaves: 2,
      compare: (a, b) => documentDay(a).localeCompare(documentDay(b)),
    },
    {
      id: "number",
      title: t.documents.columns.number,
      width: 168,
      min: 104,
      tight: 84,
      compare: (a, b) => words(a.number || a.title, b.number || b.title),
    },
    {
      id: "counterparty",
      title: t.documents.columns.counterparty,
      width: 240,
      min: 120,
      grow: true,
      compare: (a, b) => words(otherName(a), otherName(b)),
    },
    {
      id: "kind",
      title: t.documents.columns.kind,
      width: 196,
      min: 96,
      leaves: 4,
      compare: (a, b) => words(rowKind(a), rowKind(b)),
    },
    {
      id: "firm",
      title: t.documents.columns.firm,
      width: 220,
      min: 140,
      leaves: 5,
      compare: (a, b) => words(a.firm_name, b.firm_name),
    },
    {
      id: "total",
      title: t.documents.columns.total,
      width: 140,
      min: 124,
      align: "end",
      leaves: 1,
      compare: (a, b) => compareDecimals(a.total, b.total),
    },
    {
      id: "status",
      title: t.documents.columns.status,
      width: 272,
      min: 216,
      tight: 204,
      compare: (a, b) => words(statusLabel(a.status), statusLabel(b.status)),
    },
  ];
  return hasSeveralFirms ? columns : columns.filter((column) => column.id !== "firm");
}
