/** What the registry and the card tell of a record. One place knows how the answers of the program are read. */
import type { DocumentCard, DocumentRow, RecordCard, RecordRow } from "../../api/types";
import { t } from "../../text";

export const asRecordRow = (row: DocumentRow) => row as RecordRow;
export const asRecordCard = (card: DocumentCard) => card as RecordCard;

/** The kind by its name in the directory; the format's name for papers that have none. */
export function rowKind(row: DocumentRow | RecordCard["document"]): string {
  const name = (row as RecordRow).kind_name;
  if (name !== undefined && name !== "") return name;
  return t.documents.kinds[row.kind] ?? row.kind_label;
}

/** Who stands on the other side, a company or a person. */
export function otherName(row: DocumentRow | RecordCard["document"]): string | null {
  return row.counterparty_name ?? (row as RecordRow).individual_name ?? null;
}

export const isComposed = (row: { origin?: string }) => row.origin === "composed";
