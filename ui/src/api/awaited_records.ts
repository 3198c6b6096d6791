/**
 * Types of records, their files and printing, written by hand from the contract until they are made from Rust.
 * Whatever appears in `generated/` leaves this file.
 */
import type { DocumentRef, Employee, Finding, Individual, Kind } from "./awaited_directories";
import type { CodedError, DocumentCard, DocumentLine, DocumentRow, Id } from "./generated/types";

export interface PaperReference {
  name: string;
  number: string;
  issued_on: string | null;
}
export type PriceKind = "without_vat" | "with_vat";
export interface RecordLine {
  name: string;
  unit: string;
  quantity: string | null;
  price: string | null;
  vat_rate: string;
  vat_amount: string | null;
  net: string | null;
  total: string | null;
  item_code: string;
  product_kind_code: string;
  unit_code: string;
  excise: string | null;
  country_code: string;
  country: string;
  customs_declaration: string;
  is_service: boolean;
  performer: string;
}
export interface RecordDetails {
  shipped_on: string | null;
  prices: PriceKind;
  grounds: PaperReference[];
  payments: PaperReference[];
  shipper: string;
  consignee: string;
  transport: string;
  state_contract: string;
  comment: string;
  fields: { [key in string]: string };
}
/** What a person writes of a document. */
export interface DocumentRecord {
  firm_id: number | null;
  counterparty_id: number | null;
  individual_id: number | null;
  assignee_id: number | null;
  kind_id: number | null;
  number: string;
  issued_on: string | null;
  total: string | null;
  title: string;
  lines: RecordLine[];
  details: RecordDetails;
}
export interface VatRateChoice {
  code: string;
  label: string;
}
export interface RecordTotals {
  net: string | null;
  vat: string | null;
  total: string | null;
}
export interface FieldProblem {
  field: string;
  sentence: string;
}
export type CanEdit = "all" | "facts" | "parties";
export interface EditedRecord {
  id: number;
  revision: number;
  record: DocumentRecord;
  kind: Kind | null;
  rates: VatRateChoice[];
  can_edit: CanEdit;
  sent: { sending_id: number; status: DocumentRow["status"]; at: string } | null;
  file: { revision: number; is_current: boolean } | null;
  based_on: DocumentRef[];
  basis_for: DocumentRef[];
}
export interface EdoFile {
  id: number;
  name: string;
  size: number;
  blob: string;
  format_label: string;
  revision: number;
  made_at: string;
  is_current: boolean;
  is_outdated: boolean;
  sending_ids: number[];
}
export interface PrepareResult {
  id: number;
  file?: EdoFile | null;
  findings: Finding[];
  error?: CodedError | null;
}
export interface PrintResult {
  id: number;
  error?: CodedError | null;
}

/** What the registry tells of a record beyond {@link DocumentRow}. */
export interface RecordRowPart {
  kind_name?: string;
  kind_id?: number | null;
  individual_name?: string | null;
  assignee_name?: string | null;
  has_file?: boolean;
  origin?: string;
}
/** What the card tells of a record beyond {@link DocumentCard}. */
export interface RecordCardPart {
  files?: EdoFile[];
  can_edit?: CanEdit;
  changed_since_sent?: boolean;
  based_on?: DocumentRef[];
  basis_for?: DocumentRef[];
  individual?: Individual | null;
  assignee?: Employee | null;
  kind?: Kind | null;
}
export type RecordRow = DocumentRow & RecordRowPart;
export type RecordCard = Omit<DocumentCard, "document"> &
  RecordCardPart & {
    document: Omit<DocumentCard["document"], "file"> &
      RecordRowPart & { file: DocumentCard["document"]["file"] | null; lines: DocumentLine[] };
  };

declare module "./generated/commands" {
  interface Commands {
    "documents.create": [
      {
        kind_id: number;
        firm_id?: number;
        counterparty_id?: number;
        individual_id?: number;
        based_on_id?: number;
        copy_of_id?: number;
      },
      Id,
    ];
    "documents.edit": [Id, EditedRecord];
    "documents.save": [
      { id: number; revision: number; record: DocumentRecord },
      { revision: number; record: DocumentRecord; totals: RecordTotals; problems: FieldProblem[] },
    ];
    "documents.calculate": [
      { shipped_on?: string; prices: PriceKind; lines: RecordLine[] },
      { lines: RecordLine[]; totals: RecordTotals; rates: VatRateChoice[] },
    ];
    "documents.link": [{ id: number; based_on_id: number }, Record<string, never>];
    "documents.unlink": [{ id: number; based_on_id: number }, Record<string, never>];
    "documents.remove": [
      { ids: number[] },
      { results: { id: number; trash_id?: number | null; error?: CodedError | null }[] },
    ];
    "documents.restore": [{ trash_ids: number[] }, { ids: number[] }];
    "documents.prepare": [
      { ids: number[]; generator?: "auto" | "own" | "operator" },
      { results: PrepareResult[] },
    ];
    "documents.check": [Id, { findings: Finding[] }];
    "documents.print": [
      { ids: number[]; form?: string; copy_for_viewing?: boolean },
      { blob: string; name: string; pages: number; results: PrintResult[] },
    ];
    "work.list": [
      Record<string, never>,
      { works: { id: number; task: string; done: number; total: number }[] },
    ];
    "work.cancel": [Id, Record<string, never>];
    "files.save": [{ blob: string; name: string }, { name: string | null }];
  }
}
