/** What the registry and the card tell of a record, for people. */
import type { DocumentRow } from "../../api/types";
import { t } from "../../text";

/** The kind by its name in the directory; the format's name for papers that have none. */
export function rowKind(row: DocumentRow): string {
  if (row.kind_id !== null && row.kind_label !== "") return row.kind_label;
  return t.documents.kinds[row.kind] ?? row.kind_label;
}

/** Who stands on the other side, a company or a person. */
export function otherName(row: DocumentRow): string | null {
  return row.counterparty_name ?? row.individual_name;
}

export const isComposed = (row: DocumentRow) => row.origin === "composed";
