//! The truth on this computer: an encrypted SQLite database and the bytes of documents.
//!
//! Saves and finds. Never decides what a row means, never knows an operator, never sees the network. Public
//! functions speak domain types only: another database may stand behind them one day.
//!
//! One file per group of tables; `docs/SCHEMA.md` describes every column.
#![forbid(unsafe_code)]

pub mod arrivals;
pub mod auto_rules;
mod backup;
mod blobs;
pub mod bulk;
pub mod certificates;
pub mod changes;
pub mod cloud_requests;
mod columns;
pub mod connection_requests;
pub mod connections;
pub mod counterparties;
pub mod document_list;
pub mod document_marks;
pub mod document_signatures;
pub mod documents;
pub mod edo_documents;
mod edo_files;
pub mod employee_access;
mod employees;
mod error;
pub mod exchange_log;
pub mod feed;
pub mod firm_signers;
mod firms;
mod folder;
mod identity;
mod individuals;
mod key;
mod kinds;
mod links;
mod lock;
mod long_files;
mod migrations;
pub mod notices;
pub mod outbox;
pub mod overview;
pub mod pairs;
pub mod persons;
mod pool;
pub mod powers_of_attorney;
mod read_ahead;
pub mod receipt_rules;
mod recovery;
pub mod relations;
pub mod remote_signatures;
pub mod saved_views;
mod search;
pub mod sendings;
mod settings;
mod sqlite;
pub mod status_names;
mod stop;
mod store;
#[cfg(test)]
mod testing;
pub mod timeline;
pub mod trash;
pub mod trust;
mod upgrade;
pub mod visits;

pub use arrivals::{Arrived, ContentChange, ContentState, NewArrived};
pub use auto_rules::{AutoRule, NewRuleTask, Rehearsal, RuleTask, RuleTaskChange, RuleTaskState};
pub use backup::restore_backup;
pub use bulk::{
    BulkCounts, BulkFailure, BulkFailureMark, BulkFailures, BulkFault, BulkFile, BulkJob, BulkJobId, BulkRow,
    BulkRowChange, BulkRowState, BulkState, BulkSums, NewBulkJob,
};
pub use certificates::{CertificateId, CertificateName, KeptCertificate, SeenCertificate, SigningChoice};
pub use changes::PartyChange;
pub use cloud_requests::{CloudFile, CloudRequest, CloudRequestId, NewCloudFile};
pub use connection_requests::{ConnectionRequest, NewConnectionRequest};
pub use connections::{
    Connection, ConnectionLogIn, ConnectionSchedule, ConnectionSettings, Health, NewConnection,
};
pub use counterparties::CounterpartyBox;
pub use document_list::{
    DocumentPage, DocumentQuery, DocumentRow, Order, PageKey, PageMark, Sort, SortBy, Totals,
};
pub use document_signatures::{DocumentSignature, DocumentSignatureId, NewDocumentSignature, SignedByPower};
pub use documents::Similar;
pub use edo_documents::{Happened, NewEdoDocument, Step, TakenStep};
pub use employee_access::{AccessState, EmployeeAccess};
pub use error::{Error, Result};
pub use exchange_log::{ExchangeEntry, KeptExchangeEntry};
pub use firm_signers::FirmSigner;
pub use folder::{database_id, prepare_folder};
pub use key::{BadDatabaseKey, DatabaseKey};
pub use long_files::{LongFile, LongFileWriter};
pub use notices::{NewNotice, NewProgramNotice, Notice, NoticeAbout, ProgramNotice};
pub use outbox::{NewOperation, Operation, OperationChange};
pub use overview::{HourCounts, IntermediaryCount, OtherSideCount};
pub use pairs::{Likeness, Pair};
pub use persons::{ConsentEntry, CopyState, NewPersonSending, PersonSending, SignedCopyRow};
pub use powers_of_attorney::{PowerOfAttorney, PowerOfAttorneyBody, PowerOfAttorneyFiles, PowerOfAttorneyId};
pub use receipt_rules::{ReceiptRule, ReceiptRun};
pub use recovery::BadRecoveryKey;
pub use relations::{
    CounterpartyQuery, ListedCounterparty, NewRelationAct, Relation, RelationActChange, RelationActRow,
    RelationFacts, RelationSnapshot,
};
pub use remote_signatures::{NewRemoteSignature, RemoteSignature, RemoteSignatureChange, RemoteTitle};
pub use saved_views::{SavedView, SavedViewBody, SavedViewId};
pub use search::{FoundIn, FoundPlace, HiddenWords, SearchTerm, TermKind, search_terms};
pub use sendings::{OperatorFact, SendingRoute};
pub use status_names::StatusName;
pub use stop::Stop;
pub use store::{Reader, Store, Writer};
pub use timeline::TimelineEntry;
pub use trash::TrashId;
pub use trust::{KeptRevocationList, TrustKind, TrustedCertificate};
pub use upgrade::{TellUpgrade, Upgrade};
pub use visits::StatusChange;
