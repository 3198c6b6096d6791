/**
 * Types of the directories, forms and the intake, written by hand from the contract until they are made from Rust.
 * Whatever appears in `generated/` leaves this file.
 */
import type { CodedError, Counterparty, Empty, FileContent, Id } from "./generated/types";

export interface DocumentRef {
  id: number;
  label: string;
}

export interface KindNumbering {
  prefix: string;
  digits: number;
  restart: "yearly" | "never";
}
export interface KindField {
  name: string;
  label: string;
  input: "line" | "text" | "date";
}
export interface KindEdoFile {
  rule: "print_form" | "utd" | "never";
  function?: "invoice" | "transfer" | "invoice_and_transfer" | null;
}
/** What a person decides about a kind. */
export interface KindBody {
  name: string;
  numbering: KindNumbering;
  firm_role: string;
  other_role: string;
  other_side: "company" | "individual" | "any";
  has_lines: boolean;
  fields: KindField[];
  print_forms: string[];
  edo_file: KindEdoFile;
  company_operator: string | null;
  individual_operator: string | null;
  firm_ids: number[];
  is_hidden: boolean;
}
export interface Kind extends KindBody {
  id: number;
  code: string;
  is_builtin: boolean;
  documents: number;
  problems: CodedProblem[];
}
export interface CodedProblem {
  code: string;
  sentence: string;
}

export interface Individual {
  id: number;
  last_name: string;
  first_name: string;
  middle_name: string;
  full_name: string;
  phone: string | null;
  email: string;
  note: string;
}
export interface PartyChange {
  at: string;
  field: string;
  before: string;
  after: string;
}

export interface Employee {
  id: number;
  last_name: string;
  first_name: string;
  middle_name: string;
  full_name: string;
  short_name: string;
  position: string;
  phone: string | null;
  email: string;
  firm_ids: number[];
  is_former: boolean;
}

export interface Address {
  postcode: string;
  region_code: string;
  region: string;
  district: string;
  city: string;
  settlement: string;
  street: string;
  house: string;
  building: string;
  apartment: string;
  other: string;
}
export interface BankAccount {
  bank: string;
  bic: string;
  account: string;
  correspondent_account: string;
}
export interface Requisites {
  full_name: string;
  ogrn: string;
  okpo: string;
  address: Address;
  phone: string;
  email: string;
  bank: BankAccount;
  head: { position: string; last_name: string; first_name: string; middle_name: string; grounds: string };
  accountant: { last_name: string; first_name: string; middle_name: string };
}

export interface CounterpartyBoxCard {
  operator_title: string;
  box_id: string;
  partnership: string;
  partnership_label: string;
  is_roaming: boolean;
}

export interface Place {
  page: number;
  x: number;
  y: number;
  width: number;
  height: number;
  text: string;
}
export interface Finding {
  code: string;
  severity: "blocker" | "warning" | "note";
  sentence: string;
  place: Place | null;
}

export interface FormRow {
  name: string;
  title: string;
  is_builtin: boolean;
  is_changed: boolean;
  /** Names of the kinds that are printed with it. */
  kinds: string[];
}
export interface TemplateProblem {
  line: number;
  column: number;
  message: string;
  hint: string | null;
}
export interface FormPreview {
  blob: string | null;
  pages: number;
  problems: TemplateProblem[];
  findings: Finding[];
}
export interface PrintCheckRules {
  forbidden: string[];
  wants_stamp_room: boolean;
  wants_simple_signature_words: boolean;
}

export interface StagedRow {
  index: number;
  name: string;
  kind_label: string;
  number: string;
  issued_on: string | null;
  total: string | null;
  counterparty_name: string | null;
  counterparty_inn: string | null;
  firm_name: string | null;
  is_guess: boolean;
  duplicate_of: DocumentRef | null;
  warnings: string[];
  error: CodedError | null;
}
export interface TakenRow {
  index: number;
  name: string;
  document_id?: number;
  already_known: boolean;
  error?: CodedError | null;
}

export type TableTarget = "documents" | "counterparties" | "individuals";
export interface TableField {
  name: string;
  label: string;
  is_required: boolean;
}
export type TableMapping = Record<string, number | null>;
export interface ReadTable {
  token: string;
  columns: string[];
  sample: string[][];
  rows: number;
  encoding: string;
  mapping: TableMapping;
  fields: TableField[];
}
export interface TablePreviewRow {
  row: number;
  label: string;
  problem: string | null;
  duplicate_of: DocumentRef | null;
}
export interface TableResultRow {
  row: number;
  id?: number;
  error?: CodedError | null;
}

export interface WatchedFolder {
  firm_id: number;
  folder_name: string;
  is_on: boolean;
  last_checked_at: string | null;
  taken: number;
  failed: number;
  problem: string | null;
}

declare module "./generated/commands" {
  interface Commands {
    "kinds.list": [Empty, { kinds: Kind[] }];
    "kinds.save": [KindBody & { id?: number }, Id];
    "kinds.remove": [Id, Empty];
    "individuals.list": [
      { query?: string; after?: number; limit?: number },
      { individuals: Individual[]; next: number | null },
    ];
    "individuals.get": [
      Id,
      { individual: Individual; documents: number; history: PartyChange[]; same_phone: Individual[] },
    ];
    "individuals.save": [
      {
        id?: number;
        last_name: string;
        first_name: string;
        middle_name?: string;
        phone?: string;
        email?: string;
        note?: string;
      },
      Id,
    ];
    "individuals.merge": [{ keep_id: number; drop_id: number }, Empty];
    "employees.list": [Empty, { employees: Employee[]; current_id: number | null }];
    "employees.save": [
      {
        id?: number;
        last_name: string;
        first_name: string;
        middle_name?: string;
        position: string;
        phone?: string;
        email?: string;
        firm_ids: number[];
        is_former: boolean;
      },
      Id,
    ];
    "employees.set_current": [{ id: number | null }, Empty];
    "counterparties.get": [
      Id,
      {
        counterparty: Counterparty;
        requisites: Requisites;
        documents: number;
        boxes: CounterpartyBoxCard[];
        history: PartyChange[];
        same_inn: Counterparty[];
      },
    ];
    "counterparties.save": [
      { id?: number; name: string; inn: string; kpp?: string; requisites?: Requisites },
      Id,
    ];
    "counterparties.check": [
      { inn: string; kpp?: string },
      { problem: string | null; existing: Counterparty | null; same_inn: Counterparty[] },
    ];
    "counterparties.merge": [{ keep_id: number; drop_id: number }, Empty];
    "counterparties.duplicates": [Empty, { groups: Counterparty[][] }];
    "forms.list": [Empty, { forms: FormRow[] }];
    "forms.get": [{ name: string }, { name: string; title: string; source: string; is_builtin: boolean }];
    "forms.save": [{ name: string; title?: string; source: string }, Empty];
    "forms.reset": [{ name: string }, Empty];
    "forms.copy": [{ name: string; title: string }, { name: string }];
    "forms.remove": [{ name: string }, Empty];
    "forms.preview": [{ name: string; source?: string; document_id?: number }, FormPreview];
    "print_check.get": [Empty, PrintCheckRules];
    "print_check.set": [PrintCheckRules, Empty];
    "import.stage": [{ files: FileContent[] }, { token: string; rows: StagedRow[] }];
    "import.take": [{ token: string; indexes: number[] }, { results: TakenRow[] }];
    "import.drop": [{ token: string }, Empty];
    "tables.read": [{ name: string; content_base64: string; target: TableTarget }, ReadTable];
    "tables.preview": [
      { token: string; mapping: TableMapping; kind_id?: number; firm_id?: number },
      { rows: TablePreviewRow[]; ok: number; bad: number },
    ];
    "tables.take": [
      { token: string; mapping: TableMapping; kind_id?: number; firm_id?: number },
      { results: TableResultRow[]; added: number; skipped: number },
    ];
    "folders.list": [Empty, { folders: WatchedFolder[] }];
    "folders.choose": [{ firm_id: number }, Empty];
    "folders.stop": [{ firm_id: number }, Empty];
  }
}
