//! What the clerk can do, and what happens by itself.
//!
//! One file per use case on top; `outbox` (what leaves us) and `sync` (what comes in) underneath. Time, chance,
//! secrets and notifications enter through [`ports`]. Deliberately knows no operator by name, no window and no
//! operating system.
#![forbid(unsafe_code)]

mod accesses;
mod ahead;
mod answer;
mod archive;
mod auto_rules;
mod backup;
mod bulk;
mod card;
mod cause;
mod certificates;
mod changes;
mod connection_requests;
mod connections;
mod copies;
mod counterparties;
mod diagnosis;
mod document_signatures;
mod documents;
mod employees;
mod endings;
mod engine;
mod error;
mod exchange_log;
mod export;
mod firm_signers;
mod firms;
mod import;
mod individuals;
mod intake;
mod kinds;
mod lanes;
mod late_signatures;
mod notices;
mod open;
mod outbox;
mod overview;
mod pairs;
mod panes;
mod paper;
mod parties;
mod persons;
pub mod ports;
mod powers;
mod preflight;
mod prepare;
mod print;
mod print_check;
mod print_forms;
mod providers;
mod receipt_rules;
mod recognition;
mod records;
mod relations;
mod routes;
mod saved_views;
mod schedule;
mod security;
mod send;
mod service_documents;
mod shelf;
mod signature_check;
mod signing;
mod staging;
mod status;
mod status_names;
mod sync;
mod tables;
mod trust;
mod visits;
mod watched_folders;
mod whole_file;
mod words;
mod work;

pub use accesses::AccessView;
pub use archive::{ArchiveCheck, ArchivedDocument, ArchivedFile, ArchivedSignature, FileState, Gap};
pub use auto_rules::{
    AutoRuleView, RehearsedDocument, RuleRehearsal, RuleTaskView, RuleTaskWish, SaveAutoRule, SavedAutoRule,
};
pub use bulk::{
    BulkFailureView, BulkFailuresView, BulkFix, BulkJobView, BulkPage, BulkPlan, BulkRowView, StartWith,
};
pub use card::{Card, FileView, OwedView, Sending};
pub use cause::{RegistryPage, RegistryRow};
pub use certificates::{
    CertificateFit, CertificateView, EndStep, KeyFile, RefreshedCertificates, SigningPick, StoreTrouble,
    TokenModule,
};
pub use changes::{Change, Changes, Directory};
/// Secrets and the register of operators, for those who know the engine alone.
pub use connect::{
    Secret,
    edo::log_in::{LogIn, LogInKind},
    edo::statuses::OperatorStatus,
    edo::{Capabilities, CredentialField, Credentials, Operator, OperatorLink},
};
pub use connection_requests::{AfterEarlier, ConnectionRequestForm};
pub use connections::{
    ConnectRequest, Connected, ConnectionView, History, LogInId, LogInRequest, LogInState, LogInView,
    USUAL_REDIRECT_PORT, redirect_addresses,
};
pub use counterparties::{CounterpartyCard, CounterpartyView, TaxIdCheck};
pub use diagnosis::{Check, CheckFix, CheckState, FixKind};
pub use document_signatures::{
    DocumentSignatureId, DocumentSignatureView, OperatorVerdict, SigningParty, StampedCopy,
};
pub use documents::{Content, StoredFile};
pub use employees::EmployeesView;
pub use endings::{Ending, EndingThing};
pub use engine::Engine;
pub use error::{Code, Error};
pub use exchange_log::ConnectionSettingsChange;
pub use export::{
    ExportColumn, ExportFormat, ExportRequest, ExportRows, ExportedTable, Letters, export_columns,
};
pub use firm_signers::{SignerDetails, SignerRequest};
/// Mistakes of a print form, as a preview tells them.
pub use forms::TemplateProblem;
pub use import::{ImportFile, ImportOutcome, Imported};
pub use individuals::IndividualCard;
pub use intake::{StagedFacts, StagedImport, StagedRow, TakenFile};
pub use kinds::{KindProblem, KindView};
pub use notices::NoticeView;
pub use open::{CopyPolicy, OpenOptions};
pub use outbox::OutboxView;
pub use overview::{Bar, Overview, Period, RefusingSide, WaitingAge, WaitingPlace, WaitingSide};
pub use pairs::{Agreement, PairProposal, PairedDocument};
pub use parties::Assignment;
pub use persons::{ConsentView, PersonSendingView, PersonView, SentToPerson, Whose};
pub use ports::Ports;
pub use powers::{PowerOfAttorneyId, PowerRequest, PowerState, PowerView};
pub use preflight::{Missing, PreflightReport};
pub use prepare::{Generator, PrepareOutcome};
pub use print::{PrintOutcome, PrintPurpose, PrintRequest, PrintedPages};
pub use print_check::{CheckRules, Finding, Place, Severity};
pub use print_forms::{FormPreview, PreviewRequest, PrintForm, PrintFormView};
pub use records::{
    DocumentRef, Editable, LastSending, NewRecord, Record, RecordProblem, RecordView, Removed, SavedRecord,
};
pub use relations::{
    ExchangeConnection, ExchangePhase, ExchangePhaseState, ExchangePhaseView, ExchangeView, InvitationFile,
    RelationActRequest, RelationActView, RelationView,
};
pub use routes::{RouteChoice, SendingWay, WayBox};
pub use saved_views::ViewCount;
pub use schedule::{Job, JobView};
pub use security::SecurityStatus;
pub use send::{Repeat, SendOutcome, SendRequest, Sent};
pub use signature_check::{
    ChainFact, CheckedSignatures, DocumentFact, MathematicsFact, RevocationFact, SignatureCheck,
    SignatureFiles, SignatureKind, SignerView, Standing, TimeKind, TimeUsed,
};
pub use signing::{CloudWaitView, ConfirmationWay, PinQuestionView, PinTries};
pub use staging::StagingToken;
pub use status_names::{StatusDirectory, StatusMapping, UnknownName};
pub use store::{
    AccessState, BulkCounts, BulkFailureMark, BulkFault, BulkFile, BulkJob, BulkJobId, BulkRow, BulkRowState,
    BulkState, CertificateId, CloudRequestId, Connection, ConnectionRequest, ConnectionSettings,
    ConsentEntry, CopyState, CounterpartyBox, CounterpartyQuery, DocumentPage, DocumentQuery, DocumentRow,
    FoundIn, FoundPlace, Happened, Health, HiddenWords, KeptCertificate, KeptExchangeEntry, Operation, Order,
    PageMark, PartyChange, ReceiptRule, ReceiptRun, Relation, RelationActRow, RelationFacts, RuleTaskState,
    SavedView, SavedViewBody, SavedViewId, SearchTerm, SeenCertificate, SigningChoice, Sort, SortBy, Step,
    TermKind, TimelineEntry, Totals, TrashId, Upgrade,
};
pub use sync::{Applied, ConnectionReport, Loops, ReplayMode, Replayed, ReplayedDocument, SyncReport};
pub use tables::{
    ReadTable, TableField, TableMapping, TablePreview, TableRowResult, TableRowView, TableTarget, TakeTable,
    TakenTable,
};
pub use trust::{AuthorityView, LookedAtAuthority, NewAuthority, RevocationListView, TrustKind, TrustView};
pub use visits::{Away, AwayChange};
pub use watched_folders::{LookReport, WatchedFolder};
pub use work::{Task, WorkView};

pub use words::rate as rate_label;

/// What every use case gives back.
pub type Result<T, E = Error> = std::result::Result<T, E>;
