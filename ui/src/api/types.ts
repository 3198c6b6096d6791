/** The contract with the program: requests and answers of every command, as they travel in JSON. */

export type Severity = "info" | "success" | "warning" | "error";
export type ActionBy = "us" | "them" | "operator" | "program" | "nobody";
export type Direction = "outbound" | "inbound";
export type OutboxState = "queued" | "sending" | "unknown" | "accepted" | "failed" | "cancelled";

/** Money and other decimals are text: «12345.67». */
export type Decimal = string;
/** RFC 3339 instant. */
export type Instant = string;
/** «2026-11-21». */
export type Day = string;

export interface AppStatus {
  version: string;
  data_folder: string;
  firms: number;
  connections: number;
  documents_waiting_for_us: number;
  unread_notices: number;
  /** `training`: the program talks to its own emulators. Absent: work. */
  mode?: "work" | "training";
}

export interface CredentialField {
  id: string;
  label: string;
  hint: string;
  is_secret: boolean;
}

export interface Operator {
  kind: string;
  title: string;
  default_address: string;
  credential_fields: CredentialField[];
  capabilities: { test_signature: boolean; deferred_signature: boolean; max_document_bytes: number };
}

export interface Party {
  name: string;
  inn: string;
  kpp?: string | null;
}

export interface Firm extends Party {
  id: number;
}

export interface EdoBox extends Party {
  box_id: string;
  is_test: boolean;
}

export interface Health {
  code: string;
  text: string;
  last_success_at: Instant | null;
  next_attempt_at: Instant | null;
}

export interface Connection {
  id: number;
  firm_id: number;
  operator: string;
  operator_title: string;
  address: string;
  box: EdoBox;
  health: Health | null;
}

export interface CounterpartyBox {
  connection_id: number;
  box_id: string;
  partnership: string;
  is_roaming: boolean;
  is_test: boolean;
}

export interface Counterparty extends Party {
  id: number;
  boxes?: CounterpartyBox[];
}

export interface Status {
  code: string;
  label: string;
  severity: Severity;
  needs_action_by: ActionBy;
  is_problem: boolean;
}

export interface DocumentRow {
  id: number;
  kind: string;
  kind_label: string;
  direction: Direction;
  title: string;
  number: string;
  issued_on: Day | null;
  total: Decimal | null;
  currency: string;
  firm_name: string | null;
  counterparty_name: string | null;
  counterparty_inn: string | null;
  status: Status;
  status_since: Instant;
  operator_status_text: string;
  created_at: Instant;
}

export interface StatusCount {
  code: string;
  label: string;
  count: number;
}

export interface DocumentLine {
  name: string;
  unit: string;
  quantity: Decimal | null;
  price: Decimal | null;
  vat_rate: string;
  vat_amount: Decimal | null;
  total: Decimal | null;
}

export interface StoredFile {
  name: string;
  size: number;
  blob: string;
}

export interface DocumentBody extends DocumentRow {
  vat_amount: Decimal | null;
  lines: DocumentLine[];
  file: StoredFile;
  firm: Firm | null;
  counterparty: Counterparty | null;
}

export interface SendFailure {
  code: string;
  text: string;
}

export interface Operation {
  id: number;
  state: OutboxState;
  attempts: number;
  failure: SendFailure | null;
  next_attempt_at: Instant | null;
}

export interface Sending {
  id: number;
  operator_title: string;
  to_box: string;
  status: Status;
  facets: Record<string, string | boolean> | null;
  created_at: Instant;
  message_id: string | null;
  entity_id: string | null;
  operation: Operation | null;
}

export interface TimelineEntry {
  at: Instant;
  actor: "us" | "them" | "operator";
  fact: string;
  text: string;
}

export interface Missing {
  code: string;
  sentence: string;
}

export interface DocumentCard {
  document: DocumentBody;
  sendings: Sending[];
  timeline: TimelineEntry[];
  missing: Missing[];
}

export interface CodedError {
  code: string;
  message: string;
}

export interface ImportResult {
  name: string;
  document_id?: number | null;
  already_known: boolean;
  error?: CodedError | null;
}

export interface SendResult {
  id: number;
  sending_id?: number | null;
  operation_id?: number | null;
  error?: CodedError | null;
}

export interface OutboxRow extends Operation {
  document_id: number;
  document_title: string;
  document_number: string;
  counterparty_name: string | null;
  operator_title: string;
  created_at: Instant;
  changed_at: Instant;
}

export interface SyncResult {
  id: number;
  events_new: number;
  sent: number;
  error?: CodedError | null;
}

export interface Notice {
  id: number;
  document_id: number;
  title: string;
  body: string;
  status: string;
  at: Instant;
  read: boolean;
}

export interface SecurityStatus {
  keystore: string;
  kind: "os" | "vault";
  recovery_key_exported_at?: Instant | null;
}

type Credentials = Record<string, string>;
interface Paged {
  after?: string | number;
  limit?: number;
}

/** Every command: what it wants, what it answers. */
export interface Commands {
  "app.status": [Record<string, never>, AppStatus];
  "training.start": [Record<string, never>, Record<string, never>];
  "operators.list": [Record<string, never>, { operators: Operator[] }];
  "firms.list": [Record<string, never>, { firms: Firm[] }];
  "firms.save": [{ id?: number; name: string; inn: string; kpp?: string }, { id: number }];
  "connections.list": [Record<string, never>, { connections: Connection[] }];
  "connections.test": [{ operator: string; address?: string; credentials: Credentials }, { boxes: EdoBox[] }];
  "connections.save": [
    {
      id?: number;
      firm_id?: number;
      operator: string;
      address?: string;
      box_id?: string;
      credentials: Credentials;
    },
    { id: number; firm_id: number },
  ];
  "connections.remove": [{ id: number }, Record<string, never>];
  "counterparties.list": [
    { query?: string } & Paged,
    { counterparties: Counterparty[]; next: string | number | null },
  ];
  "counterparties.sync": [{ connection_id?: number }, { found: number }];
  "documents.list": [
    { query?: string; statuses?: string[]; firm_id?: number; counterparty_id?: number } & Paged,
    { rows: DocumentRow[]; next: string | number | null; counts: StatusCount[] },
  ];
  "documents.get": [{ id: number }, DocumentCard];
  "documents.import": [{ files: { name: string; content_base64: string }[] }, { results: ImportResult[] }];
  "documents.assign": [
    { id: number; firm_id?: number; counterparty_id?: number; counterparty?: Party },
    Record<string, never>,
  ];
  "documents.send": [{ ids: number[]; connection_id?: number; comment?: string }, { results: SendResult[] }];
  "outbox.list": [
    { states?: OutboxState[] } & Paged,
    { operations: OutboxRow[]; next: string | number | null },
  ];
  "outbox.retry": [{ id: number }, Record<string, never>];
  "outbox.cancel": [{ id: number }, Record<string, never>];
  "sync.run": [{ connection_id?: number }, { connections: SyncResult[] }];
  "notices.list": [Paged, { notices: Notice[]; unread: number }];
  "notices.mark_read": [{ id: number }, Record<string, never>];
  "security.status": [Record<string, never>, SecurityStatus];
}

export type Command = keyof Commands;
export type Request<C extends Command> = Commands[C][0];
export type Answer<C extends Command> = Commands[C][1];
