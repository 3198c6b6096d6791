// Made from the Rust types of crates/api. Do not edit; renew with: UPDATE_TYPES=1 cargo test -p api

/**
 * An access; never what was typed.
 */
export type Access = { connection_id: number, employee_id: number, employee_name: string, 
/**
 * `not_tried`, `logged_in`, `refused`.
 */
state: string, 
/**
 * The name under which the operator has the employee registered: it stands in our side's signature.
 */
holder_name: string, 
/**
 * Why the operator did not let them in; empty otherwise.
 */
text: string, changed_at: string, };

/**
 * Whose access.
 */
export type AccessOf = { connection_id: number, employee_id: number, };

/**
 * Who has an access over a connection.
 */
export type Accesses = { accesses: Array<Access>, };

/**
 * An act on the newest sending of a paper.
 */
export type ActForPerson = { document_id: number, 
/**
 * `request_consent`, `confirm`, `remind`, `annul`.
 */
act: string, 
/**
 * Why, for an annulment.
 */
reason?: string | null, };

/**
 * What a person wants done.
 */
export type ActOnRelations = { 
/**
 * `invite`, `accept`, `refuse`, `withdraw`, `break`.
 */
kind: string, relations: Array<ChosenRelation>, 
/**
 * A word to them, the same for all.
 */
words?: string | null, 
/**
 * One file, with an invitation only.
 */
file?: SignedFile | null, };

/**
 * What became of it: the act is in the outbox, or refused.
 */
export type ActedOnRelation = { counterparty_id: number, act_id?: number, error?: CodedError, };

/**
 * One result per chosen relation, in the order given.
 */
export type ActedOnRelations = { results: Array<ActedOnRelation>, };

/**
 * Who has to act next.
 */
export type ActionBy = "us" | "them" | "intermediate" | "operator" | "program" | "nobody";

/**
 * A certificate of an authority to be brought in.
 */
export type AddAuthority = { 
/**
 * DER, PEM or base64.
 */
file: FileContent, 
/**
 * Where it came from and how its fingerprint was made sure.
 */
source: string, 
/**
 * The fingerprint (SHA-1 or SHA-256) from another source; refused when the file has another one.
 */
fingerprint?: string | null, };

/**
 * A certificate and its key as files: for test and unqualified signatures only.
 */
export type AddKeyFiles = { files: Array<FileContent>, 
/**
 * That of the key, or the one under which it shall be kept.
 */
password?: string | null, };

/**
 * A list to be brought in.
 */
export type AddRevocationList = { file: FileContent, };

/**
 * A Russian address in parts.
 */
export type Address = { postcode: string, 
/**
 * Two digits: «77».
 */
region_code: string, region: string, district: string, city: string, settlement: string, street: string, house: string, building: string, apartment: string, other: string, };

/**
 * The answer to a question.
 */
export type AnswerPin = { id: number, pin: string, };

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
 * Documents that ask something of us, and those that are off the happy path.
 */
documents_waiting_for_us: number, 
/**
 * Notices that nobody has seen.
 */
unread_notices: number, };

/**
 * What was missing when an archive was made.
 */
export type ArchiveGap = { 
/**
 * Of which document; empty for one that did not come in.
 */
folder: string, code: string, text: string, };

/**
 * The next bytes of an archive.
 */
export type ArchivePiece = { token: string, content_base64: string, };

/**
 * A document of an archive.
 */
export type ArchiveRow = { folder: string, label: string, files: Array<ArchivedFile>, signatures: Array<ArchivedSignature>, ok: boolean, };

/**
 * A file of an archive.
 */
export type ArchivedFile = { path: string, role: "original" | "signature" | "print_form" | "protocol" | "protocol_data", 
/**
 * Is it as the inventory says?
 */
state: "intact" | "changed" | "missing", text: string, };

/**
 * A signature of an archive.
 */
export type ArchivedSignature = { path: string, 
/**
 * `null`: the file cannot be read as a signature.
 */
check: SignatureCheck | null, };

/**
 * How much of an archive is there.
 */
export type ArrivedBytes = { size_bytes: number, };

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
 * A signature that came as a file, to be kept beside a document.
 */
export type AttachSignature = { document_id: number, file: FileContent, };

/**
 * Whether the program starts with the computer.
 */
export type Autostart = { 
/**
 * It does; absent where nothing can start it (in a browser).
 */
enabled: boolean | null, };

/**
 * What happened since the person left.
 */
export type Away = { 
/**
 * When the person last left, RFC 3339; `null` before the first time.
 */
since: string | null, 
/**
 * Newest first, 200 at most; not what the person did.
 */
changes: Array<AwayDocument>, 
/**
 * There are more than those.
 */
is_more: boolean, 
/**
 * How many documents came to which status, all of them.
 */
counts: Array<StatusCount>, };

/**
 * A document that changed.
 */
export type AwayDocument = { document_id: number, 
/**
 * «УПД № 15 от 21.11.2026».
 */
title: string, 
/**
 * Empty when it has none.
 */
number: string, other_side: string | null, 
/**
 * Where it stood; `null` when it came after the person left.
 */
from: Status | null, to: Status, 
/**
 * RFC 3339.
 */
at: string, };

/**
 * A bank account.
 */
export type BankAccount = { bank: string, 
/**
 * БИК.
 */
bic: string, account: string, correspondent_account: string, };

/**
 * An archive that is about to come.
 */
export type BeginArchive = { size_bytes: number, };

/**
 * A log-in to begin.
 */
export type BeginLogIn = { 
/**
 * The connection that is to be let in again; absent for a new one.
 */
connection_id?: number | null, operator: string, 
/**
 * The operator's own address when absent or blank.
 */
address?: string | null, 
/**
 * The way in: `id` of one of the operator's `log_ins`; that of the connection when absent.
 */
log_in?: string | null, 
/**
 * Of a connection that exists, empty or absent fields stay as they were.
 */
credentials: { [key in string]: TypedSecret }, 
/**
 * `id` of a certificate, where the way wants one; that of the connection when absent.
 */
certificate_id?: number | null, 
/**
 * The port to which the browser comes back.
 */
redirect_port?: number | null, };

/**
 * The boxes that the credentials open.
 */
export type Boxes = { boxes: Array<EdoBox>, };

/**
 * A page at the operator; good once and for minutes.
 */
export type BrowserLink = { url: string, };

/**
 * How many rows of a job stand in which state.
 */
export type BulkCounts = { ready: number, warned: number, blocked: number, waiting: number, running: number, done: number, failed: number, skipped: number, dismissed: number, };

/**
 * A failed row of some job.
 */
export type BulkFailure = { job_id: number, action: string, 
/**
 * The action for people.
 */
label: string, 
/**
 * When the job was started, RFC 3339.
 */
at: string, 
/**
 * Place in the job, from 1.
 */
position: number, document_id: number, 
/**
 * Title, else the name of the kind; empty when the document is gone.
 */
title: string, 
/**
 * What the paper is called: its kind, else its format; empty when the document is gone.
 */
kind_label: string, number: string, 
/**
 * The company or the person on the other side; empty when unknown.
 */
other_side: string, state: BulkRowState, 
/**
 * Stable name of the cause.
 */
code: string | null, 
/**
 * The cause, and what to do.
 */
text: string | null, fix: BulkFix | null, 
/**
 * The row of `outbox.list` that it became.
 */
outbox_id: number | null, };

/**
 * Failed rows of all jobs that nobody tried again or let be, newest job first.
 */
export type BulkFailures = { rows: Array<BulkFailure>, total: number, 
/**
 * Where to go on; `null` at the end.
 */
next: string | null, };

/**
 * A file that a job made.
 */
export type BulkFile = { 
/**
 * Address for `files.save`.
 */
blob: string, 
/**
 * Name for a file.
 */
name: string, };

/**
 * Where a person can mend the cause.
 */
export type BulkFix = "edit" | "open_card" | "connect" | "connect_persons" | "access" | "person" | "counterparty" | "prepare" | "route" | "invite" | "certificates";

/**
 * A job over many documents.
 */
export type BulkJob = { id: number, 
/**
 * Stable name of the action; `restore` for a deletion taken back.
 */
action: string, 
/**
 * The action for people: «Отправка в ЭДО».
 */
label: string, state: BulkState, total: number, counts: BulkCounts, 
/**
 * What the `ready` documents come to, once planned.
 */
sums: Array<CurrencySum>, 
/**
 * What the `warned` documents come to, once planned.
 */
warned_sums: Array<CurrencySum>, 
/**
 * It was started with the `warned` documents.
 */
with_warned: boolean, 
/**
 * Documents leave the office by it.
 */
is_outward: boolean, 
/**
 * `bulk.undo` takes back what it did.
 */
can_undo: boolean, 
/**
 * RFC 3339.
 */
created_at: string, 
/**
 * RFC 3339.
 */
started_at: string | null, 
/**
 * RFC 3339.
 */
finished_at: string | null, 
/**
 * For `files.save`, kept for a day.
 */
file: BulkFile | null, 
/**
 * Why it stopped by itself.
 */
error: CodedError | null, 
/**
 * What the action was asked for.
 */
params: Record<string, unknown> | null, };

/**
 * Jobs, newest first.
 */
export type BulkJobs = { 
/**
 * At most 50; plans that were given up are not among them.
 */
jobs: Array<BulkJob>, };

/**
 * A document of a job.
 */
export type BulkRow = { 
/**
 * Place in the job, from 1.
 */
position: number, document_id: number, 
/**
 * Title, else the name of the kind; empty when the document is gone.
 */
title: string, 
/**
 * What the paper is called: its kind, else its format; empty when the document is gone.
 */
kind_label: string, number: string, 
/**
 * The company or the person on the other side; empty when unknown.
 */
other_side: string, state: BulkRowState, 
/**
 * Stable name of the cause.
 */
code: string | null, 
/**
 * The cause, and what to do.
 */
text: string | null, fix: BulkFix | null, 
/**
 * The row of `outbox.list` that it became.
 */
outbox_id: number | null, };

/**
 * How far a row is.
 */
export type BulkRowState = "waiting" | "ready" | "warned" | "blocked" | "running" | "done" | "failed" | "skipped" | "dismissed";

/**
 * Rows of a job, in its order.
 */
export type BulkRows = { rows: Array<BulkRow>, 
/**
 * Where to go on; `null` at the end.
 */
next: number | null, };

/**
 * How far a job is.
 */
export type BulkState = "checking" | "planned" | "running" | "paused" | "done" | "cancelled";

/**
 * Lines to be counted.
 */
export type CalculateLines = { 
/**
 * The day that says which rates there are; today when absent.
 */
shipped_on?: string | null, prices: PriceKind, lines: Array<RecordLine>, };

/**
 * Lines with their amounts.
 */
export type CalculatedLines = { lines: Array<RecordLine>, totals: RecordTotals, rates: Array<VatRateChoice>, };

/**
 * How much of a document a person may change.
 */
export type CanEdit = "all" | "facts" | "parties";

/**
 * Work to be ended.
 */
export type CancelWork = { id: number, };

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
 * It takes signatures that the program made itself.
 */
own_signature: boolean, 
/**
 * The largest file of one document, bytes.
 */
max_document_bytes: number, 
/**
 * It keeps keys of people and signs with them when they agree on their phone.
 */
cloud_signing: boolean, 
/**
 * Documents may be left there as drafts.
 */
drafts: boolean, 
/**
 * Documents may go from and to departments.
 */
departments: boolean, 
/**
 * Formats that may go through an intermediate recipient.
 */
intermediaries: Array<string>, 
/**
 * So many documents may leave in one package; 1 where there are none.
 */
documents_together: number, 
/**
 * So many pairs of words may be kept with a document; 0 for none.
 */
tags: number, 
/**
 * What it makes of a document for people: `print_form`, `archive`, `protocol`.
 */
copies: Array<string>, 
/**
 * Its other side are people, who sign with a simple signature.
 */
for_persons: boolean, };

/**
 * A certificate.
 */
export type Certificate = { id: number, 
/**
 * SHA-1, forty hexadecimal capitals.
 */
thumbprint: string, 
/**
 * Its number, hexadecimal.
 */
serial: string, 
/**
 * Whose it is.
 */
owner: string, 
/**
 * Empty where it names none.
 */
organisation: string, 
/**
 * ИНН of the person; empty where it names none.
 */
inn: string, 
/**
 * Empty where it names none.
 */
organisation_inn: string, 
/**
 * ОГРН or ОГРНИП; empty where it names none.
 */
ogrn: string, position: string, issuer: string, valid_from: string, valid_to: string, 
/**
 * Whole days; negative behind the end.
 */
days_left: number, 
/**
 * `60`, `30`, `14`, `7`, `3`, `1`: so many days are left at most; `expired`; `not_yet`.
 */
warning: string | null, 
/**
 * `software`, `token`, `cryptopro`, `csptest`, `cloud`.
 */
store: string, 
/**
 * The same for people.
 */
store_label: string, 
/**
 * `here`, `container_needs_csp`, `missing`.
 */
key: string, 
/**
 * It says to be qualified; only a check of its chain tells whether it is.
 */
is_qualified_claimed: boolean, fits: Array<CertificateFit>, chosen_for: Array<ChosenFor>, is_hidden: boolean, };

/**
 * A firm for which a certificate can sign.
 */
export type CertificateFit = { firm_id: number, 
/**
 * A sentence.
 */
why: string, 
/**
 * A power of attorney belongs to the signature.
 */
needs_power_of_attorney: boolean, };

/**
 * Certificates, the longest valid first.
 */
export type Certificates = { certificates: Array<Certificate>, };

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
 * «Отправить сейчас» and «Повторить» (`now`), «Не отправлять» (`never`).
 */
export type ChangeRuleTask = { id: number, wish: TaskWish, };

/**
 * Numbers as they are being typed.
 */
export type CheckCounterparty = { inn: string, kpp?: string | null, };

/**
 * A document and its signature as files.
 */
export type CheckSignature = { 
/**
 * The document; may be absent where it lies inside the signature.
 */
content?: FileContent | null, 
/**
 * `.sig`, `.p7s`, `.sgn`: DER, BER, PEM or base64.
 */
signature: FileContent, };

/**
 * What was found out of an archive.
 */
export type CheckedArchive = { 
/**
 * When it says it was made.
 */
made_at: string, 
/**
 * Of the whole archive, to be compared with one that was written down.
 */
sha256: string, rows: Array<ArchiveRow>, 
/**
 * Everything that was missing when it was made, of all documents.
 */
gaps: Array<ArchiveGap>, 
/**
 * Files that the inventory does not name.
 */
strangers: Array<string>, 
/**
 * Nothing is changed, missing or strange, and no signature is broken.
 */
ok: boolean, texts: Array<string>, };

/**
 * What is known about numbers.
 */
export type CheckedCounterparty = { 
/**
 * What is wrong with the numbers; `null` when nothing.
 */
problem: string | null, 
/**
 * The company with exactly these numbers.
 */
existing: Counterparty | null, 
/**
 * Others with the same ИНН.
 */
same_inn: Array<Counterparty>, };

/**
 * Which box of a counterparty documents go to.
 */
export type ChooseBox = { counterparty_id: number, connection_id: number, box_id: string, };

/**
 * Who signs for a firm.
 */
export type ChooseCertificate = { firm_id: number, 
/**
 * While this employee sits at the computer; for everybody when absent.
 */
employee_id?: number | null, 
/**
 * The program chooses by itself when absent.
 */
certificate_id?: number | null, };

/**
 * Who sits at this computer.
 */
export type ChooseEmployee = { 
/**
 * Nobody when absent.
 */
id?: number | null, };

/**
 * A way to be remembered.
 */
export type ChooseRoute = { connection_id: number, counterparty_id: number, chosen: RouteChoice, };

/**
 * A choice of rows.
 */
export type ChosenDocuments = { selection: Selection, };

/**
 * Whom a person chose a certificate for.
 */
export type ChosenFor = { firm_id: number, 
/**
 * `null` for everybody.
 */
employee_id: number | null, };

/**
 * To whom.
 */
export type ChosenRelation = { counterparty_id: number, connection_id: number, 
/**
 * The usual box of the counterparty when absent; its ИНН where no box is known.
 */
box_id?: string | null, };

/**
 * Views, by their numbers.
 */
export type ChosenViews = { ids: Array<number>, };

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
 * Something that should be mended.
 */
export type CodedProblem = { code: string, 
/**
 * What is wrong and where to mend it.
 */
sentence: string, };

/**
 * An archive that is brought in.
 */
export type ComingArchive = { token: string, };

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
health: Health | null, 
/**
 * The way in: `id` of one of the operator's `log_ins`; `null` where the program does not know it.
 */
log_in: string | null, 
/**
 * `id` of the certificate that lets it in, where one does and is in the list.
 */
certificate_id: number | null, 
/**
 * The port to which the browser comes back, where one does.
 */
redirect_port: number | null, 
/**
 * The clocks differ: a Russian sentence.
 */
clock: string | null, 
/**
 * A person stopped the exchange then (`schedule.stop`).
 */
stopped_at: string | null, 
/**
 * Papers for people go to them at once; otherwise they are left at the operator to be confirmed.
 */
sends_at_once: boolean, 
/**
 * Calls of the operator's service are written down (`exchange_log.list`).
 */
keeps_exchange_log: boolean, };

/**
 * A request to be connected.
 */
export type ConnectionRequest = { id: number, operator: string, firm_id: number, contact_name: string, phone: string, email: string, 
/**
 * `queued`, `sending`, `unknown`, `accepted`, `failed`, `cancelled`.
 */
state: string, 
/**
 * The operator had one of this firm before.
 */
is_known_there: boolean, created_at: string, changed_at: string, 
/**
 * Why it is not through; `null` otherwise.
 */
failure_text: string | null, };

/**
 * Every request, newest first.
 */
export type ConnectionRequests = { requests: Array<ConnectionRequest>, };

/**
 * Every connection.
 */
export type Connections = { connections: Array<Connection>, };

/**
 * A word about a consent to sign electronically.
 */
export type Consent = { phone: string, 
/**
 * The name that was shown to the person.
 */
full_name: string, 
/**
 * `required`, `pending`, `granted`, `refused`; `unknown:` and the operator's word for anything else.
 */
state: string, told_at: string, edo_document_id: number, 
/**
 * The document about which it was said.
 */
document_id: number | null, 
/**
 * To which firm of ours it was given.
 */
firm_id: number | null, };

/**
 * The register of consents, newest first.
 */
export type Consents = { consents: Array<Consent>, };

/**
 * A copy to be made.
 */
export type CopyForm = { 
/**
 * Of which form.
 */
name: string, 
/**
 * What the copy is called.
 */
title: string, };

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
 * Everything about a company.
 */
export type CounterpartyCard = { counterparty: Counterparty, requisites: Requisites, 
/**
 * How many documents name it.
 */
documents: number, 
/**
 * How our connections stand to its boxes.
 */
relations: Array<Relation>, 
/**
 * «Есть ЭДО»: `yes`, `no`, `unknown`.
 */
edo: string, 
/**
 * Why: complete sentences.
 */
edo_reason: string, 
/**
 * What it was called before, newest first.
 */
history: Array<PartyChange>, 
/**
 * Others with the same ИНН.
 */
same_inn: Array<Counterparty>, };

/**
 * A record to be made. Number and today's date are given to it.
 */
export type CreateRecord = { kind_id: number, firm_id?: number | null, counterparty_id?: number | null, individual_id?: number | null, 
/**
 * Parties and lines come from this document, and the two are linked.
 */
based_on_id?: number | null, 
/**
 * Everything but number, date and file comes from this document.
 */
copy_of_id?: number | null, };

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
is_secret: boolean, 
/**
 * May be left empty.
 */
is_optional: boolean, };

/**
 * A sum in one currency.
 */
export type CurrencySum = { 
/**
 * Three digits of ОКВ.
 */
currency: string, 
/**
 * Decimal text.
 */
total: string, };

/**
 * How close the rows stand.
 */
export type Density = "compact" | "roomy";

/**
 * A department of an organisation.
 */
export type Department = { id: string, name: string, };

/**
 * How a document without a signature of ours leaves.
 */
export type Departure = "as_possible" | "deferred" | "draft";

/**
 * What was looked at.
 */
export type Diagnosis = { checks: Array<DiagnosisCheck>, };

/**
 * One thing that was looked at.
 */
export type DiagnosisCheck = { 
/**
 * Stable name: `token`, `disk`; with the number of its row where there are several: `network:3`.
 */
id: string, label: string, 
/**
 * `not_here`: there is no such thing on this computer, and it may be needless.
 */
state: "ok" | "warning" | "problem" | "not_here", 
/**
 * What was found: sentences.
 */
text: string, 
/**
 * What to do; empty where nothing is to be done.
 */
advice: string, fix: DiagnosisFix | null, };

/**
 * Where it is mended.
 */
export type DiagnosisFix = { kind: "open_settings" | "refresh_certificates" | "open_certificates" | "open_connections" | "open_trust" | "copy", 
/**
 * For the button.
 */
label: string, 
/**
 * What is copied, or which row is opened.
 */
value?: string, };

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
vat_amount: string | null, lines: Array<DocumentLine>, 
/**
 * `null` until one is made of the record.
 */
file: StoredFile | null, firm: Firm | null, counterparty: Counterparty | null, id: number, 
/**
 * Stable name of the format of its file: `utd_invoice`, `nonformalized`.
 */
kind: string, 
/**
 * What the paper is called: its kind, else its format.
 */
kind_label: string, kind_id: number | null, direction: Direction, 
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
currency: string, firm_name: string | null, counterparty_name: string | null, counterparty_inn: string | null, 
/**
 * The other side, if it is a person.
 */
individual_name: string | null, 
/**
 * Who of us is responsible: «Иванова М. П.».
 */
assignee_name: string | null, 
/**
 * There is a file to be signed, current or old.
 */
has_file: boolean, origin: Origin, status: Status, 
/**
 * Why a person has to look: the operator's or the other side's own words; `null` where nothing more is known than
 * the status.
 */
cause: string | null, 
/**
 * It was not sent, and our signature stands under it: the mark `signed_unsent`.
 */
is_signed_unsent: boolean, 
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
missing: Array<PreflightFinding>, 
/**
 * «Документы ЭДО»: every file that was taken in or made, newest first.
 */
files: Array<EdoFile>, can_edit: CanEdit, 
/**
 * The record differs from the file that was sent last: it must be sent again as a whole.
 */
changed_since_sent: boolean, based_on: Array<DocumentRef>, basis_for: Array<DocumentRef>, 
/**
 * The same paper on the other road: what came for ours, ours for what came.
 */
pair: PairedDocument | null, 
/**
 * It came to us by an operator.
 */
is_arrival: boolean, 
/**
 * The operator found our answer bad, and another one may be given.
 */
is_answer_again: boolean, 
/**
 * `id` of a job that was to sign it and waits for a person, after a wrong PIN for instance.
 */
waiting_job: number | null, individual: Individual | null, 
/**
 * Who of us is responsible.
 */
assignee: Employee | null, kind: Kind | null, };

/**
 * Which documents. Every condition must hold.
 */
export type DocumentFilter = { 
/**
 * The search box.
 */
query?: string | null, 
/**
 * Codes of statuses; any of them. All when absent or empty.
 */
statuses?: Array<string> | null, firm_id?: number | null, counterparty_id?: number | null, kind_id?: number | null, individual_id?: number | null, assignee_id?: number | null, direction?: Direction | null, 
/**
 * `kind` of `operators.list`: where the last sending went.
 */
operator?: string | null, 
/**
 * `YYYY-MM-DD`: the day of the document, else of its coming; this day too.
 */
issued_from?: string | null, 
/**
 * `YYYY-MM-DD`, this day too.
 */
issued_to?: string | null, 
/**
 * The same days by a name that means others later; beside named days both must hold.
 */
period?: NamedPeriod | null, 
/**
 * Decimal text, this sum too.
 */
total_from?: string | null, 
/**
 * Decimal text, this sum too.
 */
total_to?: string | null, 
/**
 * The status holds at least so many whole days.
 */
waiting_days?: number | null, 
/**
 * And at most so many whole days.
 */
waiting_days_to?: number | null, 
/**
 * `YYYY-MM-DD`: the status holds since this day or a later one, where the clerk sits.
 */
status_since_from?: string | null, 
/**
 * `YYYY-MM-DD`: the status holds since this day or an earlier one.
 */
status_since_to?: string | null, 
/**
 * What the operator reported of the last sending beside the status: `receipt_required`, `marking_failed`, …
 */
mark?: string | null, 
/**
 * A sending took a step in these days.
 */
happened?: HappenedStep | null, };

/**
 * One product or service.
 */
export type DocumentLine = { name: string, unit: string, quantity: string | null, price: string | null, 
/**
 * For people: «22 %», «без НДС».
 */
vat_rate: string, vat_amount: string | null, total: string | null, };

/**
 * What is still owed about the last sending of one document.
 */
export type DocumentOwed = { id: number, 
/**
 * Empty when nothing is.
 */
obligations: Array<Obligation>, 
/**
 * Why a receipt notice of ours did not go by itself, where it should have: Russian sentences.
 */
receipt_fault: string | null, };

/**
 * What a person writes of a document.
 */
export type DocumentRecord = { firm_id: number | null, counterparty_id: number | null, individual_id: number | null, assignee_id: number | null, kind_id: number | null, number: string, 
/**
 * `YYYY-MM-DD`.
 */
issued_on: string | null, 
/**
 * Sum with VAT, decimal text; counted from the lines where there are any.
 */
total: string | null, title: string, lines: Array<RecordLine>, details: RecordDetails, };

/**
 * A document named by another.
 */
export type DocumentRef = { id: number, 
/**
 * «Счёт на оплату № 15 от 21.11.2026».
 */
label: string, };

/**
 * A line of the registry.
 */
export type DocumentRow = { id: number, 
/**
 * Stable name of the format of its file: `utd_invoice`, `nonformalized`.
 */
kind: string, 
/**
 * What the paper is called: its kind, else its format.
 */
kind_label: string, kind_id: number | null, direction: Direction, 
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
currency: string, firm_name: string | null, counterparty_name: string | null, counterparty_inn: string | null, 
/**
 * The other side, if it is a person.
 */
individual_name: string | null, 
/**
 * Who of us is responsible: «Иванова М. П.».
 */
assignee_name: string | null, 
/**
 * There is a file to be signed, current or old.
 */
has_file: boolean, origin: Origin, status: Status, 
/**
 * Why a person has to look: the operator's or the other side's own words; `null` where nothing more is known than
 * the status.
 */
cause: string | null, 
/**
 * It was not sent, and our signature stands under it: the mark `signed_unsent`.
 */
is_signed_unsent: boolean, 
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
 * A signature that is kept with a document.
 */
export type DocumentSignature = { 
/**
 * Of the message; that of several signers is several of these.
 */
id: number, party: "us" | "them" | "intermediate", 
/**
 * Name of the signer.
 */
signer: string, organisation: string | null, position: string | null, thumbprint: string, serial: string, valid_from: string | null, valid_to: string | null, 
/**
 * When the signer says it was signed.
 */
signed_at: string | null, 
/**
 * Address of the message (CMS, DER), to be saved as a file.
 */
blob: string, 
/**
 * Id of the file that is signed, and its name.
 */
file_id: number, file_name: string, check: SignatureCheck, operator_verdict: OperatorVerdict | null, 
/**
 * It went and came with no sending, so it can be taken away.
 */
is_apart: boolean, };

/**
 * Signatures that are kept with a document.
 */
export type DocumentSignatures = { 
/**
 * In the order in which they came.
 */
signatures: Array<DocumentSignature>, };

/**
 * What chosen documents come to.
 */
export type DocumentTotals = { 
/**
 * At most 10 000 are counted and summed where the whole was not asked for.
 */
count: number, 
/**
 * There are more than were counted.
 */
is_more: boolean, sums: Array<CurrencySum>, };

/**
 * A page of the registry.
 */
export type Documents = { rows: Array<DocumentRow>, 
/**
 * Where to go on; `null` at the end.
 */
next: string | null, 
/**
 * Where the rows above these end; `null` at the beginning and where the list was not read back.
 */
previous: string | null, 
/**
 * How many documents stand in each status: of the firm that the filter names, else of the whole registry.
 */
counts: Array<StatusCount>, 
/**
 * How many of those ask something of us.
 */
owed: Array<StatusCount>, 
/**
 * How the search box was understood, part by part; empty when nothing was typed.
 */
terms: Array<SearchTerm>, };

/**
 * Companies that share an ИНН, in groups.
 */
export type Duplicates = { groups: Array<Array<Counterparty>>, };

/**
 * A document open for editing.
 */
export type EditedRecord = { id: number, 
/**
 * To be named at the next saving.
 */
revision: number, record: DocumentRecord, kind: Kind | null, 
/**
 * VAT rates of the day of the shipment.
 */
rates: Array<VatRateChoice>, can_edit: CanEdit, 
/**
 * The last sending that was not taken back.
 */
sent: RecordSent | null, 
/**
 * The record differs from the file that was sent last.
 */
changed_since_sent: boolean, file: RecordFile | null, based_on: Array<DocumentRef>, basis_for: Array<DocumentRef>, };

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
 * A file frozen to be signed.
 */
export type EdoFile = { id: number, name: string, 
/**
 * Bytes.
 */
size: number, 
/**
 * Address of the bytes: SHA-256, hexadecimal.
 */
blob: string, format_label: string, 
/**
 * The revision of the record of which it was made.
 */
revision: number, made_at: string, 
/**
 * It would be sent now.
 */
is_current: boolean, 
/**
 * The record was changed after it was made.
 */
is_outdated: boolean, 
/**
 * Sendings with which it left, newest first.
 */
sending_ids: Array<number>, 
/**
 * It is the title with which this side answered; `null`: it is the document itself.
 */
title_of: "us" | "them" | "intermediate" | null, 
/**
 * Whose signatures under it are kept, each side once.
 */
signed_by: Array<"us" | "them" | "intermediate">, };

/**
 * Somebody who works with us.
 */
export type Employee = { id: number, last_name: string, first_name: string, middle_name: string, full_name: string, 
/**
 * «Иванова М. П.»
 */
short_name: string, position: string, phone: string | null, email: string, 
/**
 * Firms for which they work; all when empty.
 */
firm_ids: Array<number>, is_former: boolean, };

/**
 * The directory of employees.
 */
export type Employees = { 
/**
 * Former ones too.
 */
employees: Array<Employee>, 
/**
 * Who sits at this computer.
 */
current_id: number | null, };

/**
 * Nothing to say.
 */
export type Empty = Record<string, never>;

/**
 * An act that waits in the outbox.
 */
export type EnqueuedAct = { outbox_id: number, };

/**
 * Who acted.
 */
export type EventActor = "us" | "them" | "operator";

/**
 * An exchange at work, or the last one. Its progress is told as the change of work number 0.
 */
export type Exchange = { is_running: boolean, is_cancelled: boolean, 
/**
 * Side by side; empty when nothing was done since the program was started.
 */
connections: Array<ExchangeConnection>, 
/**
 * The result for the clipboard; that of the last exchange before the start when nothing was done since.
 */
text: string, finished_at: string | null, };

/**
 * The exchange over one connection.
 */
export type ExchangeConnection = { connection_id: number, firm_name: string, operator_title: string, phases: Array<ExchangePhase>, };

/**
 * A call. Names no person and holds no secret.
 */
export type ExchangeEntry = { id: number, 
/**
 * When it was over.
 */
at: string, 
/**
 * Method and path with the names of parameters: `GET /documents?external_id`.
 */
call: string, 
/**
 * Number of the answer, or the code of a failure: `200`, `timeout`.
 */
outcome: string, 
/**
 * It did not go well.
 */
is_failure: boolean, duration_ms: number, 
/**
 * Size of the answer, bytes.
 */
answer_bytes: number, };

/**
 * The log of a connection, newest first.
 */
export type ExchangeLog = { entries: Array<ExchangeEntry>, };

/**
 * A part of it.
 */
export type ExchangePhase = { 
/**
 * `statuses`, `incoming`, `search`, `outgoing`.
 */
phase: string, 
/**
 * `waiting`, `running`, `done`, `failed`, `skipped`.
 */
state: string, done: number, 
/**
 * 0 while it is not known.
 */
total: number, 
/**
 * What came of it; empty while nothing did.
 */
sentence: string, };

/**
 * Rows to be written into a table.
 */
export type ExportDocuments = { selection: Selection, 
/**
 * Newest first for a filter, the order given for `ids` when absent or empty.
 */
sort?: Array<Sort> | null, 
/**
 * Columns in their order: `date`, `number`, `counterparty`, `inn`, `kind`, `firm`, `total`, `currency`, `vat`,
 * `status`, `since`, `assignee`, `direction`, `comment`, `operator_text`.
 */
columns: Array<string>, format: TableFormat, 
/**
 * Of a CSV; UTF-8 when absent.
 */
encoding?: TableLetters | null, };

/**
 * A table that was written.
 */
export type ExportedTable = { 
/**
 * Address for `files.save`, good until newer papers need the room; `null` for text.
 */
blob: string | null, 
/**
 * Name for a file.
 */
name: string, 
/**
 * The text for the clipboard; `null` for a file.
 */
text: string | null, 
/**
 * Rows beside the headings.
 */
rows: number, };

/**
 * Failed rows of a job.
 */
export type FailedBulkRows = { id: number, 
/**
 * These; all failed ones when absent.
 */
document_ids?: Array<number> | null, };

/**
 * How a field is typed.
 */
export type FieldInput = "line" | "text" | "date";

/**
 * Something that should be mended.
 */
export type FieldProblem = { 
/**
 * `number`, `lines[3].vat_rate`.
 */
field: string, sentence: string, };

/**
 * A file.
 */
export type FileContent = { name: string, content_base64: string, };

/**
 * Rules by which the file is made.
 */
export type FileRule = "print_form" | "utd" | "never";

/**
 * What the operator was asked about.
 */
export type FilledStatuses = { 
/**
 * So many documents were asked about.
 */
documents: number, };

/**
 * Rows that do not show why they were found.
 */
export type FindPlaces = { 
/**
 * At most 200.
 */
rows: Array<RowWords>, };

/**
 * To whom documents would go.
 */
export type FindWays = { counterparty_id: number, 
/**
 * From this firm only.
 */
firm_id?: number | null, };

/**
 * Something that the check found in a file or a form.
 */
export type Finding = { 
/**
 * Stable name.
 */
code: string, severity: FindingSeverity, 
/**
 * What is found and what to do.
 */
sentence: string, 
/**
 * Where on the pages; `null` when nowhere in particular.
 */
place: Place | null, };

/**
 * How much it weighs.
 */
export type FindingSeverity = "blocker" | "warning" | "note";

/**
 * What the check found.
 */
export type Findings = { findings: Array<Finding>, };

/**
 * A firm of ours.
 */
export type Firm = { id: number, name: string, inn: string, kpp: string | null, 
/**
 * What papers print beside them.
 */
requisites: Requisites, };

/**
 * Who would sign for a firm.
 */
export type FirmSigning = { firm_id: number, firm_name: string, 
/**
 * `null` where nothing fits.
 */
certificate: Certificate | null, 
/**
 * Why this one, or why none: sentences.
 */
why: string, 
/**
 * A power of attorney belongs to the signature.
 */
needs_power_of_attorney: boolean, 
/**
 * What may be chosen instead, the fitting ones first.
 */
others: Array<Certificate>, 
/**
 * In what position the owner of each of them signs for the firm, and by whose leave.
 */
signers: Array<SignerDetails>, };

/**
 * Our firms.
 */
export type Firms = { firms: Array<Firm>, };

/**
 * One firm.
 */
export type FolderOfFirm = { 
/**
 * Whose folder.
 */
firm_id: number, };

/**
 * Of which document.
 */
export type ForDocument = { document_id: number, };

/**
 * A signature that shall be kept no more.
 */
export type ForgetSignature = { document_id: number, id: number, };

/**
 * One form, by its name.
 */
export type FormName = { name: string, };

/**
 * How a form looks.
 */
export type FormPreview = { 
/**
 * Address of the pages; `null` while the form has mistakes.
 */
blob: string | null, pages: number, problems: Array<TemplateProblem>, findings: Array<Finding>, };

/**
 * A print form of the list.
 */
export type FormRow = { 
/**
 * By which kinds know it.
 */
name: string, 
/**
 * For people.
 */
title: string, 
/**
 * It came with the program.
 */
is_builtin: boolean, 
/**
 * The clerk's text stands in the place of the built-in one.
 */
is_changed: boolean, 
/**
 * Names of the kinds that are printed with it.
 */
kinds: Array<string>, };

/**
 * How many the operators named.
 */
export type Found = { found: number, };

/**
 * A part of a document.
 */
export type FoundIn = "line" | "item_code" | "customs_declaration" | "performer" | "comment" | "field" | "ground" | "title" | "file" | "counterparty" | "inn" | "individual" | "phone";

/**
 * A part of a document that has the words.
 */
export type FoundPlace = { 
/**
 * The document.
 */
id: number, part: FoundIn, 
/**
 * What a field of the kind is called; empty for everything else.
 */
label: string, 
/**
 * The text about the words, in one line and shortened.
 */
text: string, };

/**
 * Where the words stand.
 */
export type FoundPlaces = { 
/**
 * One for a document at most; rows that are gone and words that stand nowhere are left out.
 */
places: Array<FoundPlace>, };

/**
 * Who makes the file of a УПД.
 */
export type Generator = "auto" | "own" | "operator";

/**
 * Of which firm and how far back.
 */
export type GetOverview = { 
/**
 * This firm; all when absent.
 */
firm_id?: number | null, 
/**
 * Today and the days before.
 */
days: 7 | 30 | 90 | 365, };

/**
 * A step that a sending of a document took, and when; whatever became of it later.
 */
export type HappenedStep = { step: SendingStep, 
/**
 * `YYYY-MM-DD`, where the clerk sits; this day too.
 */
from?: string | null, 
/**
 * `YYYY-MM-DD`; this day too.
 */
to?: string | null, };

/**
 * Who signs papers for a company.
 */
export type Head = { position: string, last_name: string, first_name: string, middle_name: string, 
/**
 * On what grounds, genitive: «Устава».
 */
grounds: string, };

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
 * A certificate to be taken out of the lists, or back into them.
 */
export type HideCertificate = { id: number, is_hidden: boolean, };

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
 * A client who is a person.
 */
export type Individual = { id: number, last_name: string, first_name: string, middle_name: string, full_name: string, 
/**
 * `+79161234567`.
 */
phone: string | null, email: string, note: string, };

/**
 * Everything about a person.
 */
export type IndividualCard = { individual: Individual, 
/**
 * How many documents name them.
 */
documents: number, 
/**
 * What they were called before, newest first.
 */
history: Array<PartyChange>, 
/**
 * Others with the same telephone.
 */
same_phone: Array<Individual>, };

/**
 * A page of people.
 */
export type Individuals = { individuals: Array<Individual>, 
/**
 * Where to go on; `null` at the end.
 */
next: number | null, };

/**
 * Who signs before the recipient gets to see a document.
 */
export type Intermediary = { 
/**
 * Its box, as `boxes` of its own ways tell it.
 */
box_id: string, name: string, 
/**
 * `null` for the head department.
 */
department?: Department | null, };

/**
 * A store that could not answer; the others did.
 */
export type KeyStoreProblem = { 
/**
 * `software`, `token`, `cryptopro`, `csptest`.
 */
store: string, 
/**
 * Stable name.
 */
code: string, text: string, 
/**
 * What to do.
 */
advice: string, };

/**
 * A kind of documents.
 */
export type Kind = { id: number, 
/**
 * Stable name of a kind that came with the program; empty for the clerk's own.
 */
code: string, is_builtin: boolean, 
/**
 * How many documents name it.
 */
documents: number, 
/**
 * What its binding to electronic exchange lacks.
 */
problems: Array<CodedProblem>, name: string, numbering: KindNumbering, 
/**
 * «Исполнитель».
 */
firm_role: string, 
/**
 * «Заказчик».
 */
other_role: string, other_side: OtherSide, has_lines: boolean, fields: Array<KindField>, 
/**
 * Names of print forms; the first is the one that is used.
 */
print_forms: Array<string>, edo_file: KindEdoFile, 
/**
 * Operator for companies; whichever reaches the counterparty when `null`.
 */
company_operator: string | null, individual_operator: string | null, 
/**
 * Firms whose documents of this kind are exchanged; all when empty.
 */
firm_ids: Array<number>, is_hidden: boolean, };

/**
 * What file is signed.
 */
export type KindEdoFile = { rule: FileRule, 
/**
 * Of a УПД; both in one when absent.
 */
function?: UtdFunction | null, };

/**
 * A field of documents of a kind.
 */
export type KindField = { 
/**
 * Name for templates: `plate`.
 */
name: string, 
/**
 * «Госномер».
 */
label: string, input: FieldInput, };

/**
 * How numbers are given.
 */
export type KindNumbering = { prefix: string, digits: number, restart: Restart, };

/**
 * The directory, hidden kinds too.
 */
export type Kinds = { kinds: Array<Kind>, };

/**
 * Two documents, the one based on the other.
 */
export type LinkDocuments = { id: number, based_on_id: number, };

/**
 * Which failed rows to show.
 */
export type ListBulkFailures = { 
/**
 * `next` of the page before.
 */
after?: string | null, 
/**
 * At most 500.
 */
limit?: number | null, };

/**
 * Which rows of a job to show.
 */
export type ListBulkRows = { id: number, 
/**
 * Any of these; all when absent or empty.
 */
states?: Array<BulkRowState> | null, 
/**
 * `next` of the page before.
 */
after?: number | null, 
/**
 * At most 500.
 */
limit?: number | null, };

/**
 * Which certificates.
 */
export type ListCertificates = { 
/**
 * Those that fit this firm or were chosen for it; all when absent.
 */
firm_id?: number | null, };

/**
 * Which counterparties to show.
 */
export type ListCounterparties = { 
/**
 * Part of the name or of the ИНН.
 */
query?: string | null, 
/**
 * «Есть ЭДО»: `yes`, `no`, `unknown`.
 */
edo?: string | null, 
/**
 * With a box to which we stand so: `incoming`.
 */
partnership?: string | null, 
/**
 * `next` of the page before.
 */
after?: number | null, limit?: number | null, };

/**
 * Which documents to show, and in which order.
 */
export type ListDocuments = { 
/**
 * All when absent.
 */
filter?: DocumentFilter | null, 
/**
 * Newest first when absent or empty.
 */
sort?: Array<Sort> | null, 
/**
 * `next` of the page before, of the same order.
 */
after?: string | null, 
/**
 * Not from the first row but to the last one, or to the row above a place.
 */
back?: ReadBack | null, limit?: number | null, 
/**
 * The part of the window that shows the answer, by any name of its own: a newer question of the same part ends the
 * older one, which is then refused with `work_cancelled`.
 */
pane?: string | null, };

/**
 * Which part of which log.
 */
export type ListExchangeLog = { connection_id: number, 
/**
 * Entries before this one.
 */
before?: number | null, 
/**
 * At most so many; 100 when absent, never above 1000.
 */
limit?: number | null, };

/**
 * Which people to show.
 */
export type ListIndividuals = { 
/**
 * Part of the name or of the telephone.
 */
query?: string | null, 
/**
 * `next` of the page before.
 */
after?: number | null, limit?: number | null, };

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
 * Which ones.
 */
export type ListPowers = { 
/**
 * Those of this firm; all when absent.
 */
firm_id?: number | null, };

/**
 * Of which firm.
 */
export type ListRenewalTasks = { 
/**
 * What is used for this firm; everything when absent.
 */
firm_id?: number | null, };

/**
 * Which rows of the queue.
 */
export type ListRuleTasks = { 
/**
 * `waiting`, `done`, `failed`, `skipped`, `dismissed`; all when absent.
 */
states?: Array<string> | null, 
/**
 * Number of the last row of the page before.
 */
after?: number | null, limit?: number | null, };

/**
 * Whose sendings to people.
 */
export type ListSentToPersons = { 
/**
 * `mine`: of whoever works at this computer; `everyones`.
 */
whose: WhoseSendings, };

/**
 * For which of our firms views are counted.
 */
export type ListViews = { 
/**
 * Documents of this firm alone are counted, as the registry shows them; of the view's own firm, or of all, when absent.
 */
firm_id?: number | null, };

/**
 * A company in the list, and where it can be reached.
 */
export type ListedCounterparty = { id: number, name: string, inn: string, kpp: string | null, 
/**
 * Empty when no operator of ours knows it.
 */
boxes: Array<CounterpartyBox>, 
/**
 * «Есть ЭДО»: `yes`, `no`, `unknown`.
 */
edo: string, 
/**
 * Why: complete sentences.
 */
edo_reason: string, };

/**
 * An act in that list.
 */
export type ListedRelationAct = { act: RelationAct, counterparty_id: number, counterparty_name: string, firm_name: string, operator_title: string, };

/**
 * A way into the operator's service.
 */
export type LogIn = { 
/**
 * Stable name: `password`, `certificate`, `browser`, `device`.
 */
id: string, 
/**
 * What a person does: `typed` fills in fields once; `certificate`, `browser` and `device` log in by `log_in.begin`.
 */
kind: string, 
/**
 * A few words for a choice.
 */
title: string, 
/**
 * When to take it and what it needs.
 */
explanation: string, 
/**
 * What to fill in.
 */
fields: Array<CredentialField>, 
/**
 * Where the browser comes back to, for the way that needs it.
 */
redirect: Redirect | null, };

/**
 * How far a log-in is.
 */
export type LogInProgress = { id: number, 
/**
 * The way in.
 */
way: string, 
/**
 * `preparing`, `waiting_for_browser`, `waiting_for_code`, `opening_key`, `checking`, `done`, `failed`, `cancelled`.
 */
state: string, 
/**
 * The page to open in the browser, while it is waited for.
 */
page: string | null, 
/**
 * The code to type there.
 */
user_code: string | null, 
/**
 * Until when the person may come.
 */
until: string | null, 
/**
 * The port to come back to is taken, so a code is asked for instead.
 */
is_port_taken: boolean, 
/**
 * The boxes that are open, when it is done.
 */
boxes: Array<EdoBox>, 
/**
 * Why it failed.
 */
error: CodedError | null, };

/**
 * A connection was logged out.
 */
export type LoggedOut = { 
/**
 * The page that ends the log-in of the browser too; `null` where there is none.
 */
page: string | null, };

/**
 * A certificate of an authority that is looked at before it is trusted.
 */
export type LookAtAuthority = { 
/**
 * DER, PEM or base64.
 */
file: FileContent, };

/**
 * A document to be looked over.
 */
export type LookOver = { id: number, 
/**
 * By this connection only; one of the firm's when absent.
 */
connection_id?: number | null, };

/**
 * What a certificate says of itself; nothing is kept.
 */
export type LookedAtAuthority = { 
/**
 * Its source is empty where it is not trusted yet.
 */
certificate: TrustedAuthority, 
/**
 * It is trusted already.
 */
is_known: boolean, };

/**
 * The name of a form that was made.
 */
export type MadeForm = { name: string, };

/**
 * Two rows of one and the same.
 */
export type Merge = { 
/**
 * Stays.
 */
keep_id: number, 
/**
 * Goes; everything that hangs on it moves.
 */
drop_id: number, };

/**
 * Which documents the program works with.
 */
export type Mode = "training" | "work";

/**
 * A period by its name, as the clerk's calendar has it on the day of the question.
 */
export type NamedPeriod = "today" | "yesterday" | "week" | "month" | "last_month" | "quarter" | "last_quarter" | "year";

/**
 * A notice.
 */
export type Notice = { id: number, 
/**
 * What it tells of: one of the `kinds` of `notices.settings`.
 */
kind: string, 
/**
 * What a click opens; `null` where it is about no document.
 */
document_id: number | null, title: string, body: string, 
/**
 * Code of the status that it tells of; `null` where it is about no sending.
 */
status: string | null, at: string, read: boolean, };

/**
 * A kind of news.
 */
export type NoticeChoice = { kind: "connection" | "failed" | "refused" | "revoked" | "incoming" | "rule" | "ending" | "invitation" | "signed", is_told: boolean, };

/**
 * What a person chose to hear.
 */
export type NoticeSettings = { 
/**
 * Every kind of news, and whether it is told.
 */
kinds: Array<NoticeChoice>, 
/**
 * Only what is about these firms; everything when empty.
 */
firm_ids: Array<number>, 
/**
 * Everybody's documents, or those of the current employee and of nobody.
 */
whose: "everybodys" | "mine", 
/**
 * When the desktop keeps quiet; never when absent.
 */
quiet?: Quiet | null, 
/**
 * Several of one kind become one, or each is shown by itself while there are few.
 */
grouping: "gathered" | "one_by_one", 
/**
 * Whether the desktop may read names and sums.
 */
wording: "bare" | "named", };

/**
 * Notices, newest first.
 */
export type Notices = { notices: Array<Notice>, 
/**
 * How many of all notices nobody has seen.
 */
unread: number, };

/**
 * Something that is still owed.
 */
export type Obligation = { 
/**
 * Stable name: `receipt_notice`.
 */
kind: string, by: ActionBy, 
/**
 * `null` where the operator told no instant.
 */
since: string | null, 
/**
 * The last day; `null` where no rule is known.
 */
due_on: string | null, 
/**
 * The rule and the calendar of the years on the way are sure.
 */
is_due_firm: boolean, };

/**
 * What the log-in came to.
 */
export type OneAccess = { access: Access, };

/**
 * A job.
 */
export type OneBulkJob = { job: BulkJob, };

/**
 * A certificate that was taken in.
 */
export type OneCertificate = { certificate: Certificate, };

/**
 * One connection, or all.
 */
export type OneConnection = { 
/**
 * This one; all when absent.
 */
connection_id?: number | null, };

/**
 * What a request came to.
 */
export type OneConnectionRequest = { request: ConnectionRequest, };

/**
 * A log-in.
 */
export type OneLogIn = { log_in: LogInProgress, };

/**
 * What was noted.
 */
export type OnePower = { power: Power, };

/**
 * Which certificate.
 */
export type OneThumbprint = { thumbprint: string, };

/**
 * A page to show in the browser.
 */
export type OpenPage = { 
/**
 * Its address: the training world's or a known operator's, nothing else.
 */
url: string, };

/**
 * The question that waits for a person.
 */
export type OpenPinQuestion = { 
/**
 * `null` when nobody is asked.
 */
question: PinQuestion | null, };

/**
 * A table to be read.
 */
export type OpenTable = { 
/**
 * Name of the file.
 */
name: string, content_base64: string, target: TableTarget, };

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
 * The fields of the first of `log_ins`.
 */
credential_fields: Array<CredentialField>, 
/**
 * The ways in, the usual one first.
 */
log_ins: Array<LogIn>, 
/**
 * What each employee fills in for an access of their own; empty where a connection is enough.
 */
access_fields: Array<CredentialField>, 
/**
 * It takes requests to be connected.
 */
takes_connection_requests: boolean, 
/**
 * It tells statuses by names, of which a person may teach the program new ones (`status_names.list`).
 */
has_status_names: boolean, 
/**
 * Its pages for people.
 */
links: Array<OperatorLink>, 
/**
 * What it can do.
 */
capabilities: Capabilities, };

/**
 * A page of the operator for people.
 */
export type OperatorLink = { 
/**
 * What is found there, in Russian.
 */
title: string, url: string, };

/**
 * A status of an operator.
 */
export type OperatorStatus = { 
/**
 * Stable name: `signed`.
 */
id: string, 
/**
 * What the operator calls it.
 */
title: string, 
/**
 * Names that the program knows by itself.
 */
names: Array<string>, 
/**
 * Names that a person taught.
 */
taught: Array<string>, };

/**
 * What the operator found by checking a signature.
 */
export type OperatorVerdict = { is_valid: boolean, text: string, };

/**
 * Every operator known to the program.
 */
export type Operators = { operators: Array<Operator>, };

/**
 * Where a record came from.
 */
export type Origin = "imported" | "composed";

/**
 * Who may stand on the other side.
 */
export type OtherSide = "company" | "individual" | "any";

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
export type OutboxRow = { document_id: number, document_title: string, document_number: string, counterparty_name: string | null, operator_title: string, created_at: string, changed_at: string, 
/**
 * It waits because a person stopped the exchange then (`schedule.stop`).
 */
stopped_at: string | null, id: number, state: OutboxState, attempts: number, failure: SendFailure | null, next_attempt_at: string | null, };

/**
 * State of a row of the outbox.
 */
export type OutboxState = "queued" | "sending" | "unknown" | "accepted" | "failed" | "cancelled";

/**
 * The figures.
 */
export type Overview = { 
/**
 * The period in days (7, 30), weeks (90) or months (365), oldest first; those without anything too.
 */
bars: Array<OverviewBar>, 
/**
 * Documents that wait for the other side now, by age, youngest first.
 */
waiting: Array<WaitingAge>, 
/**
 * Who refused to sign within the period, most refusals first, ten at most.
 */
refusals: Array<RefusingSide>, 
/**
 * For whom we wait now, most documents first, ten at most.
 */
waiting_by_counterparty: Array<WaitingSide>, };

/**
 * What some days brought: documents, each once; exactly those of the filter `happened` with the same days.
 */
export type OverviewBar = { 
/**
 * `YYYY-MM-DD`, the first day.
 */
from: string, 
/**
 * `YYYY-MM-DD`, the last day.
 */
to: string, 
/**
 * Documents that came to the operator.
 */
sent: number, 
/**
 * Documents that the other side signed.
 */
signed: number, 
/**
 * Documents that the other side refused to sign.
 */
refused: number, };

/**
 * What is still owed about documents, in the order of the question.
 */
export type Owed = { documents: Array<DocumentOwed>, };

/**
 * Documents of which is asked what is owed.
 */
export type OwedDocuments = { 
/**
 * At most 100.
 */
ids: Array<number>, };

/**
 * One of them.
 */
export type PairProposal = { id: number, label: string, 
/**
 * What agrees: `number`, `date`, `sum`, `inn`.
 */
agrees: Array<string>, 
/**
 * Everything agrees.
 */
is_sure: boolean, 
/**
 * «Совпадают номер, дата и сумма.» and what does not.
 */
sentence: string, };

/**
 * Documents of ours that are like one that came.
 */
export type PairProposals = { 
/**
 * The most alike first, at most three.
 */
proposals: Array<PairProposal>, };

/**
 * The other one of two documents that are the same paper.
 */
export type PairedDocument = { id: number, 
/**
 * «Счёт на оплату № 15 от 21.11.2026».
 */
label: string, status: Status, status_since: string, 
/**
 * It is the one that came; else it is ours.
 */
is_arrival: boolean, };

/**
 * As it will stand in the stamp of the signature.
 */
export type PaperPerson = { last_name: string, first_name: string, middle_name: string, 
/**
 * The person has no patronymic, and that is known.
 */
has_no_middle_name: boolean, 
/**
 * `+79161234567`.
 */
phone: string | null, email: string, };

/**
 * A paper that a document refers to.
 */
export type PaperReference = { name: string, number: string, issued_on: string | null, };

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
 * What a field held before and after.
 */
export type PartyChange = { at: string, field: string, before: string, after: string, };

/**
 * A name in its three parts.
 */
export type Person = { last_name: string, first_name: string, middle_name: string, };

/**
 * Whom a paper is for, and how far it is.
 */
export type PersonOf = { person: PaperPerson, 
/**
 * Somebody checked this for the paper; otherwise it comes from the card of the individual.
 */
is_checked: boolean, 
/**
 * The last word about a consent of exactly this telephone and name; `null` where a new one will be needed.
 */
consent: Consent | null, 
/**
 * Every sending of the paper to a person, newest first.
 */
sendings: Array<PersonSending>, };

/**
 * A sending to a person.
 */
export type PersonSending = { edo_document_id: number, status: Status, 
/**
 * The operator's own words.
 */
operator_status_text: string, full_name: string, phone: string, 
/**
 * In whose access it left.
 */
employee_id: number, 
/**
 * What can be done to it now from here: `request_consent`, `confirm`, `remind`, `annul`.
 */
acts: Array<string>, 
/**
 * The signed copy kept with us: `not_due`, `due`, `here`, `differs`, `lost`.
 */
signed_copy: string, 
/**
 * Why it is not here, or what is wrong with it; empty otherwise.
 */
signed_copy_text: string, };

/**
 * A request to sign that waits for a person's phone.
 */
export type PhoneWait = { id: number, 
/**
 * Whose key: `id` of a certificate.
 */
certificate: number, 
/**
 * How the person agrees: `sms`, `app`, `sim_card`, `unknown`.
 */
way: string, 
/**
 * The last digits of the phone number; empty where they are not told.
 */
phone_end: string, 
/**
 * How many files are to be signed.
 */
files: number, 
/**
 * RFC 3339.
 */
asked_at: string, 
/**
 * Until when the program waits for an answer, RFC 3339.
 */
waits_until: string, };

/**
 * What waits for a person's phone.
 */
export type PhoneWaits = { 
/**
 * The oldest first.
 */
waits: Array<PhoneWait>, };

/**
 * What a person should know before entering a PIN.
 */
export type PinQuestion = { id: number, 
/**
 * Whose key is wanted: `id` of a certificate.
 */
certificate: number, token_label: string, 
/**
 * `unknown`, `enough`, `low`, `last`, or a number.
 */
tries: Tries, 
/**
 * The token still has the PIN it left the factory with: it should be changed.
 */
is_factory: boolean, 
/**
 * A wrong PIN locks the token; `pin.consent_last` comes before the answer.
 */
is_last: boolean, 
/**
 * The provider can ask in a window of its own (`pin.own_window`).
 */
has_own_window: boolean, };

/**
 * A place on a page, in points from its upper left corner.
 */
export type Place = { 
/**
 * 1 is the first.
 */
page: number, x: number, y: number, width: number, height: number, 
/**
 * What stands there.
 */
text: string, };

/**
 * A driver of the list.
 */
export type PlaceOfModule = { place: number, };

/**
 * An action on chosen documents, to be looked over first.
 */
export type PlanBulk = { 
/**
 * `send`, `send_package`, `sign_and_send`, `sign`, `print`, `assign`, `export`, `archive`, `download`, `pair`,
 * `delete`.
 */
action: string, selection: Selection, 
/**
 * Newest first for a filter, the order given for `ids` when absent.
 */
sort?: Array<Sort> | null, 
/**
 * What the action asks for. `send`: `connection_id?`, `comment?`, `tags?` (`key`, `value`), `departure?`
 * (`as_possible`, `deferred`, `draft`); `send_package`: the same, `closed?`, `certificates?`,
 * `powers_of_attorney?`; `sign_and_send`: `certificates` (by firm), `powers_of_attorney?` (by firm),
 * `connection_id?`, `comment?`, `tags?`; `sign`: `certificates`, `powers_of_attorney?`; `print`: `form?`,
 * `copy_for_viewing?`; `assign`:
 * `employee_id`, `null` for nobody; `export`: `columns`, `format` (`xlsx`, `csv`), `encoding?`; `download`: `what`
 * (`archive`, `print_form`, `protocol`); `archive`, `pair` and `delete`: nothing.
 */
params: Record<string, unknown> | null, 
/**
 * A UUID made by the caller: the same one again is the same job.
 */
operation: string, };

/**
 * A power of attorney.
 */
export type Power = { id: number, firm_id: number, 
/**
 * In the register of the ФНС, electronic told in words, on paper, or the usual one in the operator's cabinet.
 */
kind: "registered" | "manual" | "paper" | "operator_default", 
/**
 * A GUID; of one on paper the number of the principal's books; empty for that of the operator's cabinet.
 */
number: string, 
/**
 * How a sentence names it: «№ 15 от 01.02.2026, бумажная».
 */
label: string, principal_inn: string, 
/**
 * Empty where nobody said.
 */
representative_name: string, 
/**
 * Empty where nobody said.
 */
representative_inn: string, 
/**
 * The representative's certificate, where it was chosen.
 */
certificate_id: number | null, 
/**
 * The first day, `YYYY-MM-DD`.
 */
valid_from: string | null, 
/**
 * The last day, `YYYY-MM-DD`.
 */
valid_to: string | null, 
/**
 * The day on which it was given, `YYYY-MM-DD`; of what is told in words or lies on paper.
 */
issued_on: string | null, 
/**
 * Its number in the principal's books, of what is told in words.
 */
internal_number: string, 
/**
 * The day of that number, `YYYY-MM-DD`.
 */
internal_on: string | null, 
/**
 * The information system that keeps it, of what is told in words.
 */
system: string, 
/**
 * Who signed it, of one on paper.
 */
issued_by: string, 
/**
 * The principal in words, of one on paper.
 */
issuer: string, 
/**
 * Its file is sent with what is signed.
 */
goes_along: boolean, has_file: boolean, has_signature: boolean, 
/**
 * By its days. Whether it was revoked only the register knows.
 */
state: "valid" | "not_yet" | "expired" | "unknown", 
/**
 * What should be mended, a sentence each.
 */
problems: Array<string>, };

/**
 * Newest first.
 */
export type Powers = { powers: Array<Power>, };

/**
 * What a look at a sending found.
 */
export type Preflight = { 
/**
 * What stands in the way.
 */
blockers: Array<PreflightFinding>, 
/**
 * What a person should know.
 */
warnings: Array<PreflightFinding>, };

/**
 * What stands in the way of a sending, or a person should know.
 */
export type PreflightFinding = { 
/**
 * Stable name of the cause.
 */
code: string, 
/**
 * What is the matter and what to do.
 */
sentence: string, fix: BulkFix | null, };

/**
 * Documents of which files shall be made.
 */
export type PrepareDocuments = { ids: Array<number>, 
/**
 * `auto` when absent.
 */
generator?: Generator | null, };

/**
 * What became of one document.
 */
export type PrepareResult = { id: number, file?: EdoFile, findings: Array<Finding>, error?: CodedError, };

/**
 * One result per document, in the order given.
 */
export type PrepareResults = { results: Array<PrepareResult>, };

/**
 * What to show.
 */
export type PreviewForm = { name: string, 
/**
 * The text as it stands in the editor; the one that is kept when absent.
 */
source?: string | null, 
/**
 * A sample when absent.
 */
document_id?: number | null, };

/**
 * Whether prices have VAT in them.
 */
export type PriceKind = "without_vat" | "with_vat";

/**
 * The rules of the check of print forms.
 */
export type PrintCheckRules = { 
/**
 * Phrases that an electronically signed paper must not have.
 */
forbidden: Array<string>, wants_stamp_room: boolean, wants_simple_signature_words: boolean, };

/**
 * Documents to be printed into one file.
 */
export type PrintDocuments = { ids: Array<number>, 
/**
 * Name of a form for composed records; that of their kind when absent.
 */
form?: string | null, 
/**
 * With what is known of the signatures.
 */
copy_for_viewing?: boolean | null, };

/**
 * A form with its text.
 */
export type PrintForm = { name: string, title: string, 
/**
 * In the language of Typst.
 */
source: string, is_builtin: boolean, };

/**
 * Every print form.
 */
export type PrintForms = { forms: Array<FormRow>, };

/**
 * What became of one document.
 */
export type PrintResult = { id: number, error?: CodedError, };

/**
 * A print.
 */
export type Printed = { 
/**
 * Address of the pages, good until newer prints need the room.
 */
blob: string, 
/**
 * Name for a file.
 */
name: string, pages: number, 
/**
 * One result per document, in the order given.
 */
results: Array<PrintResult>, };

/**
 * Quiet hours. Where they do not end later than they begin, they end the next day.
 */
export type Quiet = { 
/**
 * `22:00`.
 */
from: string, 
/**
 * `08:00`.
 */
to: string, 
/**
 * Days on which they begin, Monday first; seven of them.
 */
days: boolean[], };

/**
 * The list is read from its end.
 */
export type ReadBack = { 
/**
 * `previous` of a page of the same order; the end of the list when absent.
 */
before?: string | null, };

/**
 * A table that was read.
 */
export type ReadTable = { 
/**
 * By which it is tried and taken.
 */
token: string, 
/**
 * Headings.
 */
columns: Array<string>, 
/**
 * The first rows.
 */
sample: Array<Array<string>>, 
/**
 * How many rows there are.
 */
rows: number, 
/**
 * How its letters were written.
 */
encoding: string, 
/**
 * Names of fields to places of columns, from 0.
 */
mapping: Record<string, number | null>, fields: Array<TableField>, };

/**
 * Receipt notices of a firm go by themselves.
 */
export type ReceiptRule = { firm_id: number, 
/**
 * Who signs.
 */
certificate_id: number, 
/**
 * By whose leave; `null` where the certificate is enough.
 */
power_of_attorney_id: number | null, 
/**
 * Since when it is on.
 */
since: string, 
/**
 * When it was last looked for something to send.
 */
last_run_at: string | null, 
/**
 * When that last went well.
 */
last_success_at: string | null, 
/**
 * Receipt notices since it is on.
 */
receipts: number, 
/**
 * Why nothing goes now: Russian sentences; `null` while all is well.
 */
fault: string | null, };

/**
 * The rule of one firm.
 */
export type ReceiptRuleOf = { firm_id: number, };

/**
 * The rules that are on.
 */
export type ReceiptRules = { rules: Array<ReceiptRule>, };

/**
 * Everything beyond the columns of the registry.
 */
export type RecordDetails = { shipped_on: string | null, prices: PriceKind, grounds: Array<PaperReference>, payments: Array<PaperReference>, shipper: string, consignee: string, transport: string, state_contract: string, comment: string, 
/**
 * Fields of the kind by their names.
 */
fields: { [key in string]: string }, };

/**
 * The file that would be sent.
 */
export type RecordFile = { 
/**
 * The revision of which it was made.
 */
revision: number, 
/**
 * It still says what the record says.
 */
is_current: boolean, };

/**
 * One product or service.
 */
export type RecordLine = { name: string, unit: string, quantity: string | null, price: string | null, 
/**
 * `22`, `0`, `no_vat`, `22/122`, `tax_agent`; `other:…` for one that the program does not know.
 */
vat_rate: string, 
/**
 * Counted; what is sent counts only in a line without quantity or price.
 */
vat_amount: string | null, 
/**
 * Counted: the sum without VAT. Never read.
 */
net: string | null, 
/**
 * Counted as `vat_amount` is.
 */
total: string | null, item_code: string, product_kind_code: string, 
/**
 * ОКЕИ.
 */
unit_code: string, excise: string | null, country_code: string, country: string, customs_declaration: string, is_service: boolean, performer: string, };

/**
 * The last sending of a record.
 */
export type RecordSent = { sending_id: number, status: Status, at: string, };

/**
 * Sums over the lines.
 */
export type RecordTotals = { net: string | null, vat: string | null, total: string | null, };

/**
 * Where the browser comes back to on this computer.
 */
export type Redirect = { 
/**
 * The usual port; another may be chosen.
 */
port: number, 
/**
 * The address to register for the log-in, with the usual port in it.
 */
log_in_address: string, 
/**
 * The same for the log-out.
 */
log_out_address: string, };

/**
 * What the stores of keys said.
 */
export type RefreshedCertificates = { certificates: Array<Certificate>, problems: Array<KeyStoreProblem>, };

/**
 * Somebody who refused to sign.
 */
export type RefusingSide = { 
/**
 * `null` where a person or nobody stands on the other side.
 */
counterparty_id: number | null, 
/**
 * The person, where one stands there.
 */
individual_id: number | null, name: string, count: number, };

/**
 * What a rule would have sent.
 */
export type Rehearsal = { at: string, 
/**
 * How many documents were looked at, the newest first.
 */
examined: number, 
/**
 * Older ones were not.
 */
is_part: boolean, documents: number, 
/**
 * How many fit, but went already as they stand.
 */
already_sent: number, 
/**
 * Messages in all, one for each print form.
 */
messages: number, 
/**
 * The newest of them, 200 at most.
 */
told: Array<RehearsedDocument>, };

/**
 * A document that it would have sent.
 */
export type RehearsedDocument = { document_id: number, label: string, 
/**
 * Empty when nobody stands on the other side.
 */
other_side: string, 
/**
 * «1500.00».
 */
total: string | null, status: Status, };

/**
 * How one of our connections stands to a box of a counterparty.
 */
export type Relation = { counterparty: Counterparty, connection_id: number, 
/**
 * Our firm.
 */
firm_name: string, operator_title: string, box_id: string, 
/**
 * Идентификатор участника ЭДО; empty when it is not told.
 */
participant_id: string, 
/**
 * State of the relation: `established`, `incoming`, …
 */
partnership: string, 
/**
 * «приглашает вас».
 */
partnership_label: string, 
/**
 * Since when it stands so.
 */
since: string | null, 
/**
 * What they wrote with an invitation; empty for nothing.
 */
words_from_them: string, 
/**
 * What we wrote.
 */
words_from_us: string, 
/**
 * The invitation came with a document; `document_id` opens it once it is in the registry.
 */
has_document: boolean, document_id: number | null, group_name: string | null, 
/**
 * From whom they take documents: `all`, `partners`; empty when it is not told.
 */
accepts_from: string, 
/**
 * Somebody there has a certificate to sign with; `null` when it is not told.
 */
can_sign: boolean | null, 
/**
 * Reached through another operator.
 */
is_roaming: boolean, is_test: boolean, 
/**
 * The company is liquidated or the box closed.
 */
is_closed: boolean, 
/**
 * A person chose this box among several of the company.
 */
is_chosen: boolean, 
/**
 * What we do about it and is on its way.
 */
act: RelationAct | null, };

/**
 * An act of ours on a relation.
 */
export type RelationAct = { id: number, 
/**
 * `invite`, `accept`, `refuse`, `withdraw`, `break`.
 */
kind: string, 
/**
 * `queued`, `sending`, `unknown`, `accepted`, `failed`, `cancelled`.
 */
state: string, 
/**
 * The operator has taken it and is at work.
 */
is_at_operator: boolean, words: string, created_at: string, next_attempt_at: string | null, 
/**
 * Why it is not through; empty while nothing is wrong.
 */
failure: string, };

/**
 * Acts that are on their way and those that a person has to decide about, newest first.
 */
export type RelationActs = { acts: Array<ListedRelationAct>, };

/**
 * Relations, those that changed last first.
 */
export type Relations = { relations: Array<Relation>, };

/**
 * Documents to be removed.
 */
export type RemoveDocuments = { ids: Array<number>, };

/**
 * What became of one document.
 */
export type RemovedDocument = { id: number, 
/**
 * By this number it can be brought back.
 */
trash_id?: number, error?: CodedError, };

/**
 * One result per document, in the order given.
 */
export type RemovedDocuments = { results: Array<RemovedDocument>, };

/**
 * Something that ends soon or has ended.
 */
export type RenewalTask = { kind: "certificate_ends" | "power_ends", 
/**
 * `id` of the certificate or the power of attorney.
 */
id: number, 
/**
 * `60`, `30`, `14`, `7`, `3`, `1`: so many days are left at most; `expired`.
 */
step: string, 
/**
 * Whole days; negative behind the end.
 */
days_left: number, 
/**
 * One line.
 */
title: string, 
/**
 * Which one.
 */
text: string, 
/**
 * What to do.
 */
advice: string, 
/**
 * For which firms somebody signs with it.
 */
firm_ids: Array<number>, };

/**
 * The nearest end first.
 */
export type RenewalTasks = { tasks: Array<RenewalTask>, };

/**
 * Requisites. All of it may be empty.
 */
export type Requisites = { 
/**
 * Name in full; empty when the short one serves.
 */
full_name: string, 
/**
 * ОГРН or ОГРНИП; empty when unknown.
 */
ogrn: string, okpo: string, address: Address, phone: string, email: string, bank: BankAccount, 
/**
 * Руководитель.
 */
head: Head, 
/**
 * Главный бухгалтер.
 */
accountant: Person, };

/**
 * When a row of numbers begins again.
 */
export type Restart = "yearly" | "never";

/**
 * Removed documents to be brought back.
 */
export type RestoreDocuments = { trash_ids: Array<number>, };

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
 * Documents that are back.
 */
export type RestoredDocuments = { ids: Array<number>, };

/**
 * A list of revoked certificates.
 */
export type RevocationList = { issuer: string, this_update: string, next_update: string | null, added_at: string, is_overdue: boolean, 
/**
 * How fresh it is.
 */
text: string, };

/**
 * A chosen way.
 */
export type RouteChoice = { 
/**
 * The counterparty's box; empty where the program chooses.
 */
box_id: string, 
/**
 * `null` for the head department.
 */
our_department?: Department | null, 
/**
 * `null` for the head department.
 */
their_department?: Department | null, 
/**
 * `null` where documents go straight.
 */
via?: Intermediary | null, };

/**
 * What a row does not show.
 */
export type RowWords = { 
/**
 * The document.
 */
id: number, 
/**
 * Of `highlight` of the terms those that stand in no column.
 */
words: Array<string>, };

/**
 * A rule.
 */
export type Rule = { id: number, body: RuleBody, is_active: boolean, 
/**
 * Name of its kind; absent when the kind is gone.
 */
kind_name: string | null, 
/**
 * It was rehearsed as it stands now, so it may be switched on.
 */
is_rehearsed: boolean, 
/**
 * When it was last rehearsed.
 */
rehearsed_at: string | null, 
/**
 * How many documents it would have sent then.
 */
rehearsed_documents: number | null, 
/**
 * What keeps it from working, in complete sentences.
 */
problems: Array<string>, waiting: number, failed: number, sent: number, };

/**
 * What a person settles about a rule.
 */
export type RuleBody = { name: string, 
/**
 * Documents of which kind.
 */
kind_id: number, conditions: RuleGroup, 
/**
 * By this connection only; one of the firm's when absent.
 */
connection_id?: number | null, 
/**
 * «Один раз по документу» or «При каждой записи документа».
 */
frequency: "once" | "every_save", 
/**
 * Print forms by name, each a message of its own; the file that the kind makes when empty.
 */
print_forms: Array<string>, 
/**
 * How long a document rests after a saving before it goes, seconds; 86400 at most.
 */
quiet_s: number, };

/**
 * A field, a comparison, a value.
 */
export type RuleCondition = { 
/**
 * Stable name of the field, one of `rules.fields`.
 */
field: string, comparison: "equals" | "not_equals" | "contains" | "not_contains" | "starts_with" | "greater" | "at_least" | "less" | "at_most" | "filled" | "empty", 
/**
 * Text, «1500.00», `YYYY-MM-DD`, or the number of a row; empty where nothing is compared.
 */
value: string, };

/**
 * A field.
 */
export type RuleField = { 
/**
 * Stable name.
 */
name: string, 
/**
 * The clerk's word for a field of the kind; empty for those that every document has.
 */
label: string, of: "text" | "sum" | "day" | "firm" | "employee" | "other_side", 
/**
 * How it is compared.
 */
comparisons: Array<RuleCondition["comparison"]>, };

/**
 * The fields about which a rule of this kind may ask.
 */
export type RuleFields = { fields: Array<RuleField>, };

/**
 * Fields of which kind.
 */
export type RuleFieldsOf = { kind_id: number, };

/**
 * Conditions that belong together.
 */
export type RuleGroup = { 
/**
 * All of them have to hold, or any.
 */
matching: "all" | "any", conditions: Array<RuleCondition>, 
/**
 * Groups inside, each counts as one condition.
 */
groups: Array<RuleGroup>, };

/**
 * What a rule is to do, or did, with one version of a document.
 */
export type RuleTask = { id: number, rule_id: number, rule_name: string, document_id: number, 
/**
 * Absent when the document was removed.
 */
document_label: string | null, revision: number, 
/**
 * Title of the print form; empty for the file that the kind makes.
 */
form_title: string, state: "waiting" | "done" | "failed" | "skipped" | "dismissed", attempts: number, 
/**
 * Not before.
 */
due_at: string, changed_at: string, 
/**
 * Stable code of what is to be said of it.
 */
code: string | null, 
/**
 * The same for people.
 */
text: string | null, 
/**
 * Where the sending stands that it became.
 */
sending_status: Status | null, 
/**
 * Of a failed one, where its cause can be mended.
 */
fix: BulkFix | null, };

/**
 * The queue of the rules, newest first.
 */
export type RuleTasks = { tasks: Array<RuleTask>, };

/**
 * «Значимые события».
 */
export type Rules = { rules: Array<Rule>, };

/**
 * «Авторизоваться», «Изменить логин и пароль».
 */
export type SaveAccess = { connection_id: number, employee_id: number, 
/**
 * By `access_fields` of the operator; an empty or absent field stays as it was.
 */
credentials: { [key in string]: TypedSecret }, };

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
credentials: { [key in string]: TypedSecret }, 
/**
 * Of a new connection, how much of what the box holds already is read: a day (`YYYY-MM-DD`) from which on, or `all`;
 * the last thirty days when absent.
 */
history_from?: string | null, 
/**
 * A finished log-in (`log_in.begin`) with the same operator and address; its fields count then.
 */
log_in?: number | null, };

/**
 * A company to be made or changed.
 */
export type SaveCounterparty = { 
/**
 * The company to change; a new one when absent.
 */
id?: number | null, name: string, inn: string, kpp?: string | null, 
/**
 * Stay as they are when absent.
 */
requisites?: Requisites | null, };

/**
 * An employee to be made or changed.
 */
export type SaveEmployee = { 
/**
 * The employee to change; a new one when absent.
 */
id?: number | null, last_name: string, first_name: string, middle_name?: string | null, position: string, phone?: string | null, email?: string | null, firm_ids: Array<number>, is_former: boolean, };

/**
 * A file to be saved where the person says. Exactly one of `blob` and `text`.
 */
export type SaveFile = { 
/**
 * Address of its bytes.
 */
blob?: string | null, 
/**
 * What the page itself has to be written, as UTF-8.
 */
text?: string | null, 
/**
 * The name that is offered.
 */
name: string, };

/**
 * A firm to be made or changed.
 */
export type SaveFirm = { 
/**
 * The firm to change; a new one when absent.
 */
id?: number | null, name: string, inn: string, kpp?: string | null, 
/**
 * Stay as they are when absent.
 */
requisites?: Requisites | null, };

/**
 * The clerk's text of a form.
 */
export type SaveForm = { name: string, 
/**
 * The title in the text when absent.
 */
title?: string | null, source: string, };

/**
 * A person to be made or changed.
 */
export type SaveIndividual = { 
/**
 * The person to change; a new one when absent.
 */
id?: number | null, last_name: string, first_name: string, middle_name?: string | null, 
/**
 * As people write it: `8 (916) 123-45-67`.
 */
phone?: string | null, email?: string | null, note?: string | null, };

/**
 * A kind to be made or changed. The code of a kind that came with the program stays, whatever is given.
 */
export type SaveKind = { 
/**
 * The kind to change; a new one when absent.
 */
id?: number | null, code?: string | null, name: string, numbering: KindNumbering, firm_role: string, other_role: string, other_side: OtherSide, has_lines: boolean, fields: Array<KindField>, print_forms: Array<string>, edo_file: KindEdoFile, company_operator?: string | null, individual_operator?: string | null, firm_ids: Array<number>, is_hidden: boolean, };

/**
 * Telephone and name for one paper.
 */
export type SavePersonOf = { document_id: number, last_name: string, first_name: string, middle_name?: string | null, has_no_middle_name: boolean, 
/**
 * As people write it: `8 (916) 123-45-67`.
 */
phone?: string | null, email?: string | null, };

/**
 * A power of attorney as a person brings it. What the file says may be left empty; what is typed must agree with it.
 */
export type SavePower = { 
/**
 * The one to be changed; a new one when absent.
 */
id?: number | null, firm_id: number, 
/**
 * One that the register has when absent.
 */
kind: "registered" | "manual" | "paper" | "operator_default" | null, 
/**
 * A GUID, from the file when empty; of one on paper the number of the principal's books.
 */
number: string, 
/**
 * From the file when empty.
 */
principal_inn: string, representative_name?: string | null, representative_inn?: string | null, certificate_id?: number | null, 
/**
 * `YYYY-MM-DD`.
 */
valid_from?: string | null, 
/**
 * `YYYY-MM-DD`.
 */
valid_to?: string | null, 
/**
 * The day on which it was given, `YYYY-MM-DD`: must be there for what is told in words or lies on paper.
 */
issued_on?: string | null, 
/**
 * Its number in the principal's books, of what is told in words.
 */
internal_number?: string | null, 
/**
 * The day of that number, `YYYY-MM-DD`.
 */
internal_on?: string | null, 
/**
 * The information system that keeps it, of what is told in words.
 */
system?: string | null, 
/**
 * Who signed it, full name, of one on paper.
 */
issued_by?: string | null, 
/**
 * The principal in words, of one on paper.
 */
issuer?: string | null, 
/**
 * Its file and the signature of it are to be sent with what is signed.
 */
goes_along?: boolean | null, 
/**
 * XML; the kept one stays when absent.
 */
file?: FileContent | null, 
/**
 * The signature of the file; the kept one stays when absent.
 */
signature?: FileContent | null, };

/**
 * A record to be saved over the revision that a person saw.
 */
export type SaveRecord = { id: number, revision: number, record: DocumentRecord, };

/**
 * A rule to be kept; off at first.
 */
export type SaveRule = { 
/**
 * The one to be changed; a new one when absent.
 */
id?: number | null, body: RuleBody, };

/**
 * What is to be settled of the owner of a certificate as a signer for a firm.
 */
export type SaveSigner = { firm_id: number, certificate_id: number, position_source: "certificate" | "employee" | "operator" | "manual", 
/**
 * Only where it is typed.
 */
position?: string | null, 
/**
 * By whose leave; absent leaves it to the program.
 */
power_of_attorney_id?: number | null, };

/**
 * A name and what it means.
 */
export type SaveStatusName = { operator: string, 
/**
 * As the operator writes it.
 */
name: string, 
/**
 * `id` of one of the statuses.
 */
means: string, };

/**
 * A view to be kept.
 */
export type SaveView = { 
/**
 * The one to be changed; a new one when absent.
 */
id?: number | null, 
/**
 * No other view is called so, whatever the case of the letters.
 */
name: string, is_pinned: boolean, state: ViewState, };

/**
 * A connection that works.
 */
export type SavedConnection = { id: number, firm_id: number, };

/**
 * A file that was saved.
 */
export type SavedFile = { 
/**
 * Its name without the way to it; absent when the person chose no place.
 */
name: string | null, };

/**
 * What was saved.
 */
export type SavedRecord = { revision: number, 
/**
 * With its amounts counted and its number given.
 */
record: DocumentRecord, totals: RecordTotals, 
/**
 * What should be mended; the record is saved all the same.
 */
problems: Array<FieldProblem>, };

/**
 * A rule that was kept.
 */
export type SavedRule = { id: number, 
/**
 * It was on and has to be rehearsed in its new form.
 */
is_switched_off: boolean, };

/**
 * The schedule.
 */
export type Schedule = { 
/**
 * Pause between two looks at an operator that has nothing new, where none was chosen for a connection; seconds.
 */
pause_s: number, 
/**
 * What the program does by itself, the exchanges first.
 */
jobs: Array<ScheduledJob>, };

/**
 * Something that the program does by itself.
 */
export type ScheduledJob = { kind: "exchange" | "folder" | "rules" | "receipts" | "endings" | "tidying", 
/**
 * `id` of the connection of an exchange, or of the firm of a folder or of receipt notices.
 */
id: number | null, 
/**
 * Whose it is; empty where there is one for the whole office.
 */
title: string, 
/**
 * When it was last done; some are remembered only since the program started.
 */
last_run_at: string | null, 
/**
 * When it last went well, where that is told apart.
 */
last_success_at: string | null, 
/**
 * What came of it: Russian sentences; empty before the first time.
 */
result: string, 
/**
 * Something is wrong with it.
 */
is_trouble: boolean, 
/**
 * When it is done next by itself; `null` where that depends on something else.
 */
next_run_at: string | null, 
/**
 * Seconds between two times; `null` where there is no such pause.
 */
pause_s: number | null, 
/**
 * The pause was chosen for this job alone.
 */
has_own_pause: boolean, 
/**
 * A person stopped it then.
 */
stopped_at: string | null, };

/**
 * A part of the search box, understood.
 */
export type SearchTerm = { 
/**
 * As typed.
 */
text: string, kind: SearchTermKind, 
/**
 * For people: «сумма 12 345,67 ₽», «с 01.10.2026 по 15.10.2026»; words as they are.
 */
label: string, 
/**
 * Small letters and digits to mark in the rows; empty where nothing is to be marked.
 */
highlight: Array<string>, };

/**
 * What a part of the search box was taken for.
 */
export type SearchTermKind = "words" | "number" | "sum" | "date" | "inn";

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
 * Chosen documents one by one.
 */
export type SelectedDocuments = { 
/**
 * At most 10 000.
 */
ids: Array<number>, 
/**
 * There are more than are named.
 */
is_more: boolean, };

/**
 * Chosen rows: named one by one, or all that fit a filter but for a few. Exactly one of `ids` and `filter`.
 */
export type Selection = { ids?: Array<number> | null, filter?: DocumentFilter | null, 
/**
 * Only beside `filter`: all but these.
 */
except?: Array<number> | null, };

/**
 * A request to be sent. Name, ИНН and КПП come from the card of the firm.
 */
export type SendConnectionRequest = { operator: string, 
/**
 * The operator's own address when absent or blank.
 */
address?: string | null, firm_id: number, contact_name: string, phone: string, email: string, 
/**
 * A person has seen that one was sent already and wants another.
 */
again?: boolean | null, };

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
comment?: string | null, 
/**
 * Pairs of words that stay with each document.
 */
tags?: Array<Tag> | null, 
/**
 * At once, left at the operator to be signed, or as a draft; when absent as the connection has it (`sends_at_once`).
 */
departure?: Departure | null, };

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
message_id: string | null, entity_id: string | null, operation: Operation | null, 
/**
 * The word to the other side; empty for none.
 */
comment: string, tags: Array<Tag>, departure: Departure, 
/**
 * `null` for the head department.
 */
our_department: string | null, 
/**
 * `null` for the head department.
 */
their_department: string | null, 
/**
 * The package it left or came in.
 */
package: SentPackage | null, 
/**
 * Who signs before the recipient does; `null` for nobody.
 */
via: string | null, 
/**
 * What is still owed about it; empty when nothing is.
 */
obligations: Array<Obligation>, 
/**
 * Stable names of the service documents that we may add to it now: `revocation_request`.
 */
may_tell: Array<string>, };

/**
 * A step of a sending's way.
 */
export type SendingStep = "sent" | "signed" | "refused";

/**
 * One connection by which a counterparty can be reached.
 */
export type SendingWay = { connection_id: number, operator_title: string, 
/**
 * Our box.
 */
box_name: string, our_departments: Array<Department>, boxes: Array<WayBox>, chosen: RouteChoice, 
/**
 * The operator delivers to departments.
 */
has_departments: boolean, 
/**
 * The operator lets somebody else sign before the recipient does.
 */
has_intermediaries: boolean, };

/**
 * The ways to a counterparty.
 */
export type SendingWays = { ways: Array<SendingWay>, };

/**
 * A package of documents that left or came together.
 */
export type SentPackage = { 
/**
 * What is done to one document is done to all.
 */
is_closed: boolean, 
/**
 * The other documents.
 */
others: Array<DocumentRef>, };

/**
 * A sending to a person with its document.
 */
export type SentToPerson = { sending: PersonSending, document_id: number, 
/**
 * What the document is called for people.
 */
label: string, firm_id: number | null, 
/**
 * In whose access it left.
 */
employee_name: string, 
/**
 * When it was put into the outbox.
 */
created_at: string, 
/**
 * The operator has it, and a page for it (`persons.link`).
 */
is_at_operator: boolean, };

/**
 * Sendings to people, the newest five hundred.
 */
export type SentToPersons = { sendings: Array<SentToPerson>, };

/**
 * What is chosen for a connection beside its schedule; what is absent stays.
 */
export type SetConnection = { id: number, sends_at_once?: boolean | null, keeps_exchange_log?: boolean | null, };

/**
 * The pause between two looks.
 */
export type SetPause = { 
/**
 * Of this connection; the usual one when absent.
 */
connection_id?: number | null, 
/**
 * Seconds, 10 to 7200. Without them a connection looks as often as usual.
 */
pause_s?: number | null, };

/**
 * A rule to be switched on, or given another signer.
 */
export type SetReceiptRule = { firm_id: number, 
/**
 * Who signs: nobody is chosen by the program.
 */
certificate_id: number, 
/**
 * By whose leave, where the certificate alone is not enough.
 */
power_of_attorney_id?: number | null, };

/**
 * How a status weighs.
 */
export type Severity = "info" | "success" | "warning" | "error";

/**
 * A file for another person.
 */
export type SharedViews = { text: string, 
/**
 * The name under which it should be kept.
 */
name: string, 
/**
 * Conditions that mean something only here, and so are not in the file.
 */
left_out: Array<string>, };

/**
 * What was found out of a signature. Facts stand apart; texts are complete sentences.
 */
export type SignatureCheck = { 
/**
 * Is the document the one that was signed?
 */
document: "unchanged" | "changed" | "not_checked", document_text: string, 
/**
 * Does the value of the signature hold?
 */
signature: "valid" | "invalid" | "not_checked", signature_text: string, signer: SignatureSigner, signer_text: string, 
/**
 * Does a trusted root stand behind the certificate?
 */
chain: "trusted" | "untrusted" | "incomplete" | "expired_at_signing" | "not_checked", chain_text: string, revocation: "good" | "revoked" | "not_checked", revocation_text: string, time: SignatureTime, kind: "qualified_claimed" | "other" | "foreign_algorithm", kind_text: string, 
/**
 * All facts together, for exit codes and sorting; never shown instead of them.
 */
standing: "holds" | "unproven" | "broken", 
/**
 * Every sentence, in the order in which a person asks.
 */
texts: Array<string>, };

/**
 * What was found out of a file with signatures.
 */
export type SignatureChecks = { 
/**
 * One per signature, in the order of the file.
 */
signers: Array<SignatureCheck>, 
/**
 * The document lies inside the file of the signature.
 */
is_attached: boolean, };

/**
 * Who signed, as the certificate spells it.
 */
export type SignatureSigner = { name: string, organisation: string | null, position: string | null, inn: string | null, organisation_inn: string | null, ogrn: string | null, issuer: string, serial: string, 
/**
 * Empty when the certificate did not come along.
 */
thumbprint: string, valid_from: string | null, valid_to: string | null, };

/**
 * The moment for which everything was asked.
 */
export type SignatureTime = { at: string, 
/**
 * Whose word it is: the signer's, the operator's, or nobody's (the moment of the check).
 */
kind: "claimed" | "operator" | "timestamp" | "checked", text: string, };

/**
 * A file and, outside test boxes, its detached signature.
 */
export type SignedFile = { name: string, content_base64: string, signature_base64?: string | null, };

/**
 * A signed PDF to be read.
 */
export type SignedPdf = { 
/**
 * Address of the bytes, good until newer prints need the room.
 */
blob: string, 
/**
 * Name for a file.
 */
name: string, };

/**
 * In what position the owner of a certificate signs for a firm, and by whose leave.
 */
export type SignerDetails = { certificate_id: number, 
/**
 * What the certificate says, what our directory of employees says, what the operator's cabinet says, or what was typed.
 */
position_source: "certificate" | "employee" | "operator" | "manual", 
/**
 * What was typed; empty for the other sources.
 */
typed_position: string, 
/**
 * The position as it is known here; empty where nobody knows it here.
 */
position: string, 
/**
 * By whose leave, where that was settled; `null` leaves it to the program.
 */
power_of_attorney_id: number | null, };

/**
 * Whose signature is wanted.
 */
export type SigningChoiceFor = { 
/**
 * The firms of these documents; all our firms when absent or empty.
 */
document_ids?: Array<number> | null, 
/**
 * What is to be done with them: `confirm_receipt`. Firms of whose documents nobody signs anything then are left out.
 */
action?: string | null, };

/**
 * Who would sign.
 */
export type SigningChoices = { firms: Array<FirmSigning>, };

/**
 * One column of an order: three at most, each once, the first is the main one. Rows without the value stand last; behind
 * the last column the newest come first.
 */
export type Sort = { by: SortBy, 
/**
 * From the greatest; for `waiting` from the longest wait.
 */
descending: boolean, };

/**
 * What the registry is ordered by.
 */
export type SortBy = "date" | "number" | "counterparty" | "kind" | "firm" | "total" | "status" | "waiting";

/**
 * Files that were laid out.
 */
export type StagedFiles = { 
/**
 * By which they are taken.
 */
token: string, 
/**
 * One row per file, in the order given.
 */
rows: Array<StagedRow>, };

/**
 * What was recognised in a file.
 */
export type StagedRow = { index: number, 
/**
 * Name of the file.
 */
name: string, 
/**
 * What kind of paper it is; empty for a file that cannot be taken.
 */
kind_label: string, number: string, 
/**
 * `YYYY-MM-DD`.
 */
issued_on: string | null, 
/**
 * Sum with VAT, decimal text.
 */
total: string | null, counterparty_name: string | null, counterparty_inn: string | null, firm_name: string | null, 
/**
 * Read from the text of a print form: to be looked over.
 */
is_guess: boolean, 
/**
 * The document that it is already.
 */
duplicate_of: DocumentRef | null, warnings: Array<string>, 
/**
 * Why it cannot be taken.
 */
error: CodedError | null, };

/**
 * What was laid out.
 */
export type Staging = { token: string, };

/**
 * A copy for viewing.
 */
export type StampedCopy = { 
/**
 * Address of the pages, good until newer prints need the room.
 */
blob: string, 
/**
 * Name for a file.
 */
name: string, };

/**
 * A job to be started.
 */
export type StartBulk = { id: number, 
/**
 * Documents with a warning too.
 */
with_warned: boolean, };

/**
 * Over which connections.
 */
export type StartExchange = { 
/**
 * All when absent or empty.
 */
connection_ids?: Array<number> | null, };

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
 * The statuses of an operator.
 */
export type StatusDirectory = { statuses: Array<OperatorStatus>, 
/**
 * Names that the program met and does not know, the most frequent first.
 */
unknown: Array<UnknownStatusName>, };

/**
 * Every status, in the order of attention.
 */
export type Statuses = { statuses: Array<Status>, };

/**
 * Whose statuses.
 */
export type StatusesOf = { 
/**
 * Stable name of the operator.
 */
operator: string, };

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
 * On or off.
 */
export type SwitchRule = { id: number, is_active: boolean, };

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
 * Something that a column may mean.
 */
export type TableField = { name: string, label: string, is_required: boolean, };

/**
 * What becomes of the rows.
 */
export type TableFormat = "xlsx" | "csv" | "text";

/**
 * How the letters of a CSV are written.
 */
export type TableLetters = "utf-8" | "windows-1251";

/**
 * What would become of a table.
 */
export type TablePreview = { 
/**
 * Of a long table some, those with something to say before the others.
 */
rows: Array<TablePreviewRow>, ok: number, bad: number, };

/**
 * What would become of one row.
 */
export type TablePreviewRow = { 
/**
 * Its number in the file, that of the headings being 1.
 */
row: number, label: string, problem: string | null, duplicate_of: DocumentRef | null, };

/**
 * What became of one row.
 */
export type TableResultRow = { row: number, id?: number, error?: CodedError, };

/**
 * Into which directory a table goes.
 */
export type TableTarget = "documents" | "counterparties" | "individuals";

/**
 * A pair of words that stays with a document at the operator.
 */
export type Tag = { key: string, value: string, };

/**
 * Files to be taken in.
 */
export type TakeFiles = { token: string, 
/**
 * Places in the list, from 0.
 */
indexes: Array<number>, };

/**
 * The text of such a file.
 */
export type TakeViews = { text: string, };

/**
 * One result per file, in the order asked for.
 */
export type TakenFiles = { results: Array<TakenRow>, };

/**
 * What became of a file.
 */
export type TakenRow = { index: number, name: string, document_id?: number, 
/**
 * The same bytes were in the registry before; nothing was added.
 */
already_known: boolean, error?: CodedError, };

/**
 * What became of a table.
 */
export type TakenTable = { results: Array<TableResultRow>, added: number, skipped: number, };

/**
 * What was taken from it.
 */
export type TakenViews = { added: number, 
/**
 * What was not, in complete sentences.
 */
left_out: Array<string>, };

/**
 * What is being done.
 */
export type TaskName = "print" | "table" | "files" | "export" | "archive_check";

/**
 * What is wanted of a row of the queue.
 */
export type TaskWish = "now" | "never";

/**
 * A name that was taught.
 */
export type TaughtStatusName = { operator: string, name: string, };

/**
 * A mistake in a form.
 */
export type TemplateProblem = { 
/**
 * From 1; 0 for the form as a whole.
 */
line: number, 
/**
 * From 1; 0 for the form as a whole.
 */
column: number, message: string, 
/**
 * What to do about it.
 */
hint: string | null, };

/**
 * What was typed, to be tried and not kept.
 */
export type TestConnection = { 
/**
 * The connection as it is; nothing has to be typed then.
 */
id?: number | null, operator: string, 
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
 * A driver that a person named.
 */
export type TokenModule = { 
/**
 * Its place in the list, from 0.
 */
place: number, 
/**
 * Name of its file.
 */
name: string, 
/**
 * The file is still there.
 */
is_there: boolean, };

/**
 * The drivers beside those in their usual places.
 */
export type TokenModules = { modules: Array<TokenModule>, };

/**
 * A list that should be read again.
 */
export type Topic = "documents" | "outbox" | "connections" | "counterparties" | "firms" | "notices" | "kinds" | "individuals" | "employees" | "forms" | "folders" | "views" | "certificates" | "pin" | "trust" | "powers" | "rules" | "work" | "bulk" | "status" | "world";

/**
 * A choice of rows to be counted and summed.
 */
export type TotalDocuments = { selection: Selection, 
/**
 * All of them, however long it takes; else the answer comes soon and may be of a part.
 */
whole?: boolean | null, 
/**
 * As in `documents.list`; only beside `whole`.
 */
pane?: string | null, };

/**
 * How often a PIN may still be wrong.
 */
export type Tries = string | number;

/**
 * What was brought in.
 */
export type Trust = { 
/**
 * In the order in which they came.
 */
certificates: Array<TrustedAuthority>, 
/**
 * Newest first.
 */
lists: Array<RevocationList>, 
/**
 * What a person should know: no root at all, a list overdue.
 */
warnings: Array<string>, };

/**
 * A certificate of an authority.
 */
export type TrustedAuthority = { 
/**
 * SHA-1, 40 digits.
 */
thumbprint: string, 
/**
 * SHA-256, 64 digits.
 */
sha256: string, 
/**
 * A chain may end at a root; an intermediate only helps to build one.
 */
kind: "root" | "intermediate", name: string, issuer: string, serial: string, valid_from: string, valid_to: string, is_valid_now: boolean, 
/**
 * Where it came from, in the words of who brought it in.
 */
source: string, added_at: string, };

/**
 * A table to be tried.
 */
export type TryTable = { token: string, mapping: Record<string, number | null>, 
/**
 * The kind of documents whose row names none.
 */
kind_id?: number | null, 
/**
 * Our firm; the only one when absent.
 */
firm_id?: number | null, };

/**
 * Two documents, in any order: one that came and one of ours.
 */
export type TwoDocuments = { id: number, other_id: number, };

/**
 * What a person typed into a secret field. Reads, and never writes.
 */
export type TypedSecret = string;

/**
 * A name that the program does not know.
 */
export type UnknownStatusName = { 
/**
 * The operator's own words.
 */
name: string, 
/**
 * Documents that stand under it.
 */
documents: number, };

/**
 * How far an upgrade of the database is.
 */
export type UpgradeState = { 
/**
 * Steps that are done.
 */
done: number, 
/**
 * All steps.
 */
of: number, };

/**
 * What a УПД is used for.
 */
export type UtdFunction = "invoice" | "transfer" | "invoice_and_transfer";

/**
 * A VAT rate to choose.
 */
export type VatRateChoice = { code: string, label: string, };

/**
 * A saved view.
 */
export type View = { id: number, name: string, 
/**
 * It stands beside the registry and not only in the list of views.
 */
is_pinned: boolean, state: ViewState, 
/**
 * How many documents it shows, 10 000 at most.
 */
count: number, 
/**
 * There are more than that.
 */
is_more: boolean, 
/**
 * The count is from before the last change, or 0 when there is none yet; news of `views` come when it is there.
 */
is_counting: boolean, 
/**
 * Conditions that this version of the program does not know and so does not ask.
 */
left_out: Array<string>, };

/**
 * A column of a view.
 */
export type ViewColumn = { id: string, width?: number | null, is_hidden?: boolean | null, };

/**
 * What a view shows, and how.
 */
export type ViewState = { filter: DocumentFilter, 
/**
 * Newest first when absent or empty.
 */
sort?: Array<Sort> | null, 
/**
 * In this order; as usual when absent. Columns that are not known are kept and shown by nobody.
 */
columns?: Array<ViewColumn> | null, density?: Density | null, 
/**
 * So many columns from the left stay where they are when the rest is moved aside; as usual when absent.
 */
frozen?: number | null, };

/**
 * Every view, in the order that the person gave them.
 */
export type Views = { views: Array<View>, };

/**
 * Documents of one age.
 */
export type WaitingAge = { 
/**
 * They wait at least so many whole days.
 */
from_days: number, 
/**
 * And at most so many; `null` for the oldest.
 */
to_days: number | null, count: number, };

/**
 * Somebody for whom we wait.
 */
export type WaitingSide = { 
/**
 * It signs before the other side sees the documents («промежуточный получатель»).
 */
is_between: boolean, 
/**
 * `null` where a person or nobody stands on the other side.
 */
counterparty_id: number | null, 
/**
 * The person, where one stands there.
 */
individual_id: number | null, 
/**
 * Empty for who stands between and was chosen at the operator.
 */
name: string, count: number, 
/**
 * How many whole days the oldest of them waits.
 */
oldest_days: number, };

/**
 * The folder of a firm.
 */
export type WatchedFolder = { firm_id: number, 
/**
 * Without the way to it; empty where there is none.
 */
folder_name: string, is_on: boolean, 
/**
 * RFC 3339; `null` before the first look.
 */
last_checked_at: string | null, 
/**
 * Files taken in since it was chosen.
 */
taken: number, 
/**
 * Files that could not be.
 */
failed: number, problem: string | null, };

/**
 * The folder of every firm.
 */
export type WatchedFolders = { folders: Array<WatchedFolder>, };

/**
 * A box of the counterparty.
 */
export type WayBox = { box_id: string, 
/**
 * Empty when not told.
 */
participant_id: string, 
/**
 * «ваш контрагент».
 */
partnership_label: string, 
/**
 * Documents may be exchanged.
 */
is_open: boolean, 
/**
 * At another operator.
 */
is_roaming: boolean, departments: Array<Department>, };

/**
 * Whose sendings are wanted.
 */
export type WhoseSendings = "mine" | "everyones";

/**
 * Work that takes a while.
 */
export type Work = { id: number, task: TaskName, 
/**
 * Steps done.
 */
done: number, 
/**
 * Steps in all.
 */
total: number, };

/**
 * Work under way.
 */
export type Works = { works: Array<Work>, };

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
 * Why it is not open; absent when it is. `starting` and `upgrading` end by themselves.
 */
problem: ApiError | null, 
/**
 * How far the database of an older program is on its way to the form of this one; beside `upgrading` only.
 */
upgrade: UpgradeState | null, };

/**
 * A backup that was written.
 */
export type WrittenBackup = { 
/**
 * Name of its folder; absent when the person chose none.
 */
name: string | null, };
