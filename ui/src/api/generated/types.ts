// Made from the Rust types of crates/api. Do not edit; renew with: UPDATE_TYPES=1 cargo test -p api

/**
 * Who has to act next.
 */
export type ActionBy = "us" | "them" | "operator" | "program" | "nobody";

/**
 * Why a command was refused.
 */
export type ApiError = { 
/**
 * Stable name: decisions are made by it.
 */
code: string, 
/**
 * What happened, what was not lost, what to do.
 */
message: string, 
/**
 * The same command may succeed later without a person changing anything.
 */
retryable: boolean, 
/**
 * The number under which the log tells more.
 */
trace_id: string, };

/**
 * How the program stands.
 */
export type AppStatus = { 
/**
 * Version of the program.
 */
version: string, 
/**
 * Where the documents lie.
 */
data_folder: string, 
/**
 * Our firms.
 */
firms: number, 
/**
 * Connections to operators.
 */
connections: number, 
/**
 * Documents on which we have to act.
 */
documents_waiting_for_us: number, 
/**
 * Notices that nobody has seen.
 */
unread_notices: number, };

/**
 * Starting with the computer.
 */
export type AskAutostart = { 
/**
 * Switches it on or off; only asked when absent.
 */
enabled?: boolean | null, };

/**
 * Who takes part in a document; what is absent stays as it is.
 */
export type AssignParties = { id: number, firm_id?: number | null, 
/**
 * A counterparty that is known.
 */
counterparty_id?: number | null, 
/**
 * A counterparty by its numbers; made when new. Counts before `counterparty_id`.
 */
counterparty?: Party | null, };

/**
 * Whether the program starts with the computer.
 */
export type Autostart = { 
/**
 * It does; absent where nothing can start it (in a browser).
 */
enabled: boolean | null, };

/**
 * The boxes that the credentials open.
 */
export type Boxes = { boxes: Array<EdoBox>, };

/**
 * What an operator can do.
 */
export type Capabilities = { 
/**
 * Its test signature may stand in for a real one in test boxes.
 */
test_signature: boolean, 
/**
 * A document may be left to be signed in its cabinet.
 */
deferred_signature: boolean, 
/**
 * The largest file of one document, bytes.
 */
max_document_bytes: number, };

/**
 * Something changed; the reader asks again for what it shows.
 */
export type ChangeEvent = { 
/**
 * Which list.
 */
topic: Topic, 
/**
 * Which rows; empty when any of them may have changed.
 */
ids: Array<number>, };

/**
 * Why a single row of a bulk command was refused.
 */
export type CodedError = { 
/**
 * Stable name.
 */
code: string, 
/**
 * What happened, what was not lost, what to do.
 */
message: string, };

/**
 * A firm's access to an operator.
 */
export type Connection = { id: number, firm_id: number, 
/**
 * Stable name of the operator.
 */
operator: string, 
/**
 * Name of the operator for people.
 */
operator_title: string, address: string, box: EdoBox, 
/**
 * How it fares; `null` before the first attempt.
 */
health: Health | null, };

/**
 * Every connection.
 */
export type Connections = { connections: Array<Connection>, };

/**
 * A page of counterparties.
 */
export type Counterparties = { counterparties: Array<ListedCounterparty>, 
/**
 * Where to go on; `null` at the end.
 */
next: number | null, };

/**
 * Another company or entrepreneur.
 */
export type Counterparty = { id: number, name: string, inn: string, kpp: string | null, };

/**
 * A box of a counterparty, as one of our connections sees it.
 */
export type CounterpartyBox = { connection_id: number, 
/**
 * State of the relation: `established`, `incoming`, …; the operator's spelling for one that is new.
 */
partnership: string, is_roaming: boolean, is_test: boolean, };

/**
 * One field of the dialog in which a connection is set up.
 */
export type CredentialField = { 
/**
 * Key in `credentials`.
 */
id: string, 
/**
 * Russian label.
 */
label: string, 
/**
 * Where a person finds it.
 */
hint: string, 
/**
 * Must not be shown again after it was typed.
 */
is_secret: boolean, };

/**
 * Which way a document goes.
 */
export type Direction = "outbound" | "inbound";

/**
 * The document itself.
 */
export type DocumentBody = { 
/**
 * VAT in the sum, decimal text.
 */
vat_amount: string | null, lines: Array<DocumentLine>, file: StoredFile, firm: Firm | null, counterparty: Counterparty | null, id: number, 
/**
 * Stable name of the kind of paper.
 */
kind: string, kind_label: string, direction: Direction, 
/**
 * Title for people when there is no number.
 */
title: string, 
/**
 * Empty when unknown.
 */
number: string, 
/**
 * `YYYY-MM-DD`.
 */
issued_on: string | null, 
/**
 * Sum with VAT, decimal text.
 */
total: string | null, 
/**
 * Three digits of ОКВ.
 */
currency: string, firm_name: string | null, counterparty_name: string | null, counterparty_inn: string | null, status: Status, 
/**
 * RFC 3339.
 */
status_since: string, 
/**
 * The operator's own words.
 */
operator_status_text: string, 
/**
 * RFC 3339.
 */
created_at: string, };

/**
 * The card of a document.
 */
export type DocumentCard = { document: DocumentBody, 
/**
 * Newest first.
 */
sendings: Array<Sending>, 
/**
 * Oldest first.
 */
timeline: Array<TimelineEntry>, 
/**
 * What keeps it from being sent; empty when nothing does.
 */
missing: Array<Missing>, };

/**
 * One product or service.
 */
export type DocumentLine = { name: string, unit: string, quantity: string | null, price: string | null, 
/**
 * For people: «22 %», «без НДС».
 */
vat_rate: string, vat_amount: string | null, total: string | null, };

/**
 * A line of the registry.
 */
export type DocumentRow = { id: number, 
/**
 * Stable name of the kind of paper.
 */
kind: string, kind_label: string, direction: Direction, 
/**
 * Title for people when there is no number.
 */
title: string, 
/**
 * Empty when unknown.
 */
number: string, 
/**
 * `YYYY-MM-DD`.
 */
issued_on: string | null, 
/**
 * Sum with VAT, decimal text.
 */
total: string | null, 
/**
 * Three digits of ОКВ.
 */
currency: string, firm_name: string | null, counterparty_name: string | null, counterparty_inn: string | null, status: Status, 
/**
 * RFC 3339.
 */
status_since: string, 
/**
 * The operator's own words.
 */
operator_status_text: string, 
/**
 * RFC 3339.
 */
created_at: string, };

/**
 * A page of the registry, newest first.
 */
export type Documents = { rows: Array<DocumentRow>, 
/**
 * Where to go on; `null` at the end.
 */
next: string | null, 
/**
 * How many documents of the whole registry stand in each status.
 */
counts: Array<StatusCount>, };

/**
 * A box at an operator.
 */
export type EdoBox = { 
/**
 * The operator's name for it.
 */
box_id: string, 
/**
 * Whose it is.
 */
name: string, 
/**
 * ИНН of the owner.
 */
inn: string, 
/**
 * КПП of the owner.
 */
kpp: string | null, 
/**
 * Its papers have no legal force.
 */
is_test: boolean, };

/**
 * Nothing to say.
 */
export type Empty = Record<string, never>;

/**
 * Who acted.
 */
export type EventActor = "us" | "them" | "operator";

/**
 * A file.
 */
export type FileContent = { name: string, content_base64: string, };

/**
 * A firm of ours.
 */
export type Firm = { id: number, name: string, inn: string, kpp: string | null, };

/**
 * Our firms.
 */
export type Firms = { firms: Array<Firm>, };

/**
 * How many the operators named.
 */
export type Found = { found: number, };

/**
 * How a connection fares.
 */
export type Health = { 
/**
 * `ok`, or the code of what went wrong.
 */
code: string, 
/**
 * A Russian sentence.
 */
text: string, last_success_at: string | null, next_attempt_at: string | null, };

/**
 * One row, by its number.
 */
export type Id = { 
/**
 * The number.
 */
id: number, };

/**
 * Files to be taken in.
 */
export type ImportDocuments = { files: Array<FileContent>, };

/**
 * What became of a file.
 */
export type ImportResult = { name: string, document_id?: number, 
/**
 * The same bytes were in the registry before; nothing was added.
 */
already_known: boolean, 
/**
 * What a person should know about the file.
 */
warnings: Array<string>, error?: CodedError, };

/**
 * One result per file, in the order given.
 */
export type ImportResults = { results: Array<ImportResult>, };

/**
 * Which counterparties to show.
 */
export type ListCounterparties = { 
/**
 * Part of the name or of the ИНН.
 */
query?: string | null, 
/**
 * `next` of the page before.
 */
after?: number | null, limit?: number | null, };

/**
 * Which documents to show. Every condition must hold.
 */
export type ListDocuments = { 
/**
 * The search box.
 */
query?: string | null, 
/**
 * Codes of statuses; any of them. All when absent or empty.
 */
statuses?: Array<string> | null, firm_id?: number | null, counterparty_id?: number | null, 
/**
 * `next` of the page before.
 */
after?: string | null, limit?: number | null, };

/**
 * Which notices to show.
 */
export type ListNotices = { 
/**
 * Number of the last notice of the page before.
 */
after?: number | null, limit?: number | null, };

/**
 * Which rows of the outbox to show.
 */
export type ListOutbox = { 
/**
 * Any of these; all when absent or empty.
 */
states?: Array<OutboxState> | null, 
/**
 * `next` of the page before.
 */
after?: number | null, limit?: number | null, };

/**
 * A company in the list, and where it can be reached.
 */
export type ListedCounterparty = { id: number, name: string, inn: string, kpp: string | null, 
/**
 * Empty when no operator of ours knows it.
 */
boxes: Array<CounterpartyBox>, };

/**
 * What keeps a document from being sent.
 */
export type Missing = { code: string, 
/**
 * What is missing and what to do.
 */
sentence: string, };

/**
 * Which documents the program works with.
 */
export type Mode = "training" | "work";

/**
 * A notice.
 */
export type Notice = { id: number, document_id: number, title: string, body: string, 
/**
 * Code of the status that it tells of.
 */
status: string, at: string, read: boolean, };

/**
 * Notices, newest first.
 */
export type Notices = { notices: Array<Notice>, 
/**
 * How many of all notices nobody has seen.
 */
unread: number, };

/**
 * One connection, or all.
 */
export type OneConnection = { 
/**
 * This one; all when absent.
 */
connection_id?: number | null, };

/**
 * A page to show in the browser.
 */
export type OpenPage = { 
/**
 * Its address: the training world's or a known operator's, nothing else.
 */
url: string, };

/**
 * A try to open a world.
 */
export type OpenWorld = { 
/**
 * Passphrase of the vault, where the system has no keystore of its own.
 */
passphrase?: string | null, };

/**
 * A row of the outbox.
 */
export type Operation = { id: number, state: OutboxState, attempts: number, failure: SendFailure | null, next_attempt_at: string | null, };

/**
 * An operator.
 */
export type Operator = { 
/**
 * Stable name.
 */
kind: string, 
/**
 * Name for people.
 */
title: string, 
/**
 * Where its service lives, unless the connection says otherwise.
 */
default_address: string, 
/**
 * What to ask a person for.
 */
credential_fields: Array<CredentialField>, 
/**
 * What it can do.
 */
capabilities: Capabilities, };

/**
 * Every operator known to the program.
 */
export type Operators = { operators: Array<Operator>, };

/**
 * Rows of the outbox, newest first.
 */
export type OutboxPage = { operations: Array<OutboxRow>, 
/**
 * Where to go on; `null` at the end.
 */
next: number | null, };

/**
 * A row of the outbox with the document it carries.
 */
export type OutboxRow = { document_id: number, document_title: string, document_number: string, counterparty_name: string | null, operator_title: string, created_at: string, changed_at: string, id: number, state: OutboxState, attempts: number, failure: SendFailure | null, next_attempt_at: string | null, };

/**
 * State of a row of the outbox.
 */
export type OutboxState = "queued" | "sending" | "unknown" | "accepted" | "failed" | "cancelled";

/**
 * A company as a person writes it down.
 */
export type Party = { 
/**
 * Name.
 */
name: string, 
/**
 * ИНН.
 */
inn: string, 
/**
 * КПП; people and entrepreneurs have none.
 */
kpp?: string | null, };

/**
 * Opens a database whose key is gone from the keystore.
 */
export type RestoreKey = { 
/**
 * The recovery key, as written down.
 */
recovery_key: string, 
/**
 * Passphrase of the vault, where the system has no keystore of its own.
 */
passphrase?: string | null, };

/**
 * A connection to be made or changed.
 */
export type SaveConnection = { 
/**
 * The connection to change; a new one when absent.
 */
id?: number | null, 
/**
 * Found by the owner of the box, or made, when absent.
 */
firm_id?: number | null, operator: string, 
/**
 * The operator's own address when absent or blank.
 */
address?: string | null, 
/**
 * Needed only where the credentials open several boxes.
 */
box_id?: string | null, 
/**
 * Of a connection to change, empty or absent fields stay as they were.
 */
credentials: { [key in string]: TypedSecret }, };

/**
 * A firm to be made or changed.
 */
export type SaveFirm = { 
/**
 * The firm to change; a new one when absent.
 */
id?: number | null, name: string, inn: string, kpp?: string | null, };

/**
 * A connection that works.
 */
export type SavedConnection = { id: number, firm_id: number, };

/**
 * The schedule.
 */
export type Schedule = { 
/**
 * Pause between two looks at an operator that has nothing new, seconds; 10 to 7200.
 */
pause_s: number, };

/**
 * Where the keys lie.
 */
export type SecurityStatus = { 
/**
 * A Russian sentence.
 */
keystore: string, 
/**
 * `os` or `vault`.
 */
kind: "os" | "vault", 
/**
 * When the recovery key was last written out; absent when never.
 */
recovery_key_exported_at?: string, };

/**
 * Documents to be sent.
 */
export type SendDocuments = { 
/**
 * In the order in which they shall leave.
 */
ids: Array<number>, 
/**
 * By this connection only; one of the firm's when absent.
 */
connection_id?: number | null, 
/**
 * A word to the other side.
 */
comment?: string | null, };

/**
 * Why a row is not through yet.
 */
export type SendFailure = { code: string, text: string, };

/**
 * What became of one document.
 */
export type SendResult = { 
/**
 * The document.
 */
id: number, sending_id?: number, 
/**
 * The row of the outbox.
 */
operation_id?: number, error?: CodedError, };

/**
 * One result per document, in the order given.
 */
export type SendResults = { results: Array<SendResult>, };

/**
 * One sending.
 */
export type Sending = { id: number, operator_title: string, to_box: string, status: Status, 
/**
 * What the operator reported; `null` before its first word.
 */
facets: Record<string, string | boolean> | null, created_at: string, 
/**
 * The operator's numbers; `null` until it told them.
 */
message_id: string | null, entity_id: string | null, operation: Operation | null, };

/**
 * How a status weighs.
 */
export type Severity = "info" | "success" | "warning" | "error";

/**
 * «Статус ЭДО».
 */
export type Status = { 
/**
 * Stable name: `signed_by_them`.
 */
code: string, 
/**
 * «Подписан контрагентом».
 */
label: string, 
/**
 * How it weighs.
 */
severity: Severity, 
/**
 * Who has to act next.
 */
needs_action_by: ActionBy, 
/**
 * Off the happy path («Проблемные»).
 */
is_problem: boolean, };

/**
 * How many documents stand in one status.
 */
export type StatusCount = { code: string, label: string, count: number, };

/**
 * The file that is signed.
 */
export type StoredFile = { name: string, 
/**
 * Bytes.
 */
size: number, 
/**
 * Address of the bytes: SHA-256, hexadecimal.
 */
blob: string, };

/**
 * What a round did for one connection.
 */
export type SyncResult = { id: number, 
/**
 * Events that were not known before.
 */
events_new: number, 
/**
 * Documents that the operator took.
 */
sent: number, 
/**
 * What went wrong with the connection.
 */
error?: CodedError, };

/**
 * One result per connection.
 */
export type SyncResults = { connections: Array<SyncResult>, };

/**
 * What was typed, to be tried and not kept.
 */
export type TestConnection = { operator: string, 
/**
 * The operator's own address when absent or blank.
 */
address?: string | null, credentials: { [key in string]: TypedSecret }, };

/**
 * One thing that happened.
 */
export type TimelineEntry = { at: string, actor: EventActor, 
/**
 * Stable name of the fact.
 */
fact: string, 
/**
 * Somebody's own words; empty when there are none.
 */
text: string, };

/**
 * A list that should be read again.
 */
export type Topic = "documents" | "outbox" | "connections" | "counterparties" | "firms" | "notices" | "status" | "world";

/**
 * What a person typed into a secret field. Reads, and never writes.
 */
export type TypedSecret = string;

/**
 * How the program stands before any document is spoken of.
 */
export type WorldState = { 
/**
 * The world that is open or that could not be opened.
 */
mode: Mode, 
/**
 * Where the other side of the training world signs; absent in the real one.
 */
training_page: string | null, 
/**
 * Why it is not open; absent when it is.
 */
problem: ApiError | null, };

/**
 * A backup that was written.
 */
export type WrittenBackup = { 
/**
 * Name of its folder; absent when the person chose none.
 */
name: string | null, };
