/** Columns of the registry. */
import type { DocumentRow } from "../../api/types";
import { compareDecimals } from "../../shared/format/money";
import type { Column } from "../../shared/ui/table";
import { locale, t } from "../../text";
import { statusLabel } from "./statuses";

const collator = new Intl.Collator(locale, { numeric: true, sensitivity: "base" });
const words = (a: string | null, b: string | null) => collator.compare(a ?? "", b ?? "");

export function documentDay(row: DocumentRow): string {
  return row.issued_on ?? row.created_at.slice(0, 10);
}

export function documentColumns(hasSeveralFirms: boolean): Column<DocumentRow>[] {
  const columns: Column<DocumentRow>[] = [
    {
      id: "date",
      title: t.documents.columns.date,
      width: 92,
      compare: (a, b) => documentDay(a).localeCompare(documentDay(b)),
    },
    {
      id: "number",
      title: t.documents.columns.number,
      width: 128,
      compare: (a, b) => words(a.number || a.title, b.number || b.title),
    },
    {
      id: "counterparty",
      title: t.documents.columns.counterparty,
      width: 168,
      grow: true,
      compare: (a, b) => words(a.counterparty_name, b.counterparty_name),
    },
    {
      id: "kind",
      title: t.documents.columns.kind,
      width: 116,
      leaves: 2,
      compare: (a, b) => words(a.kind_label, b.kind_label),
    },
    {
      id: "firm",
      title: t.documents.columns.firm,
      width: 168,
      leaves: 3,
      compare: (a, b) => words(a.firm_name, b.firm_name),
    },
    {
      id: "total",
      title: t.documents.columns.total,
      width: 132,
      align: "end",
      leaves: 1,
      compare: (a, b) => compareDecimals(a.total, b.total),
    },
    {
      id: "status",
      title: t.documents.columns.status,
      width: 232,
      compare: (a, b) => words(statusLabel(a.status), statusLabel(b.status)),
    },
  ];
  return hasSeveralFirms ? columns : columns.filter((column) => column.id !== "firm");
}
