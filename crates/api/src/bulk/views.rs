//! Jobs and their rows as the window sees them.

use domain::Money;
use engine::{BulkFailureView, BulkJobView, BulkRowView};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::documents::CurrencySum;
use crate::error::CodedError;
use crate::views::instant;

macro_rules! mirrored {
    ($(#[$doc:meta])* $name:ident of $theirs:path { $($(#[$of:meta])* $variant:ident,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
        #[serde(rename_all = "snake_case")]
        pub(crate) enum $name {
            $($(#[$of])* $variant,)+
        }

        impl From<$theirs> for $name {
            fn from(theirs: $theirs) -> Self {
                match theirs {
                    $(<$theirs>::$variant => Self::$variant,)+
                }
            }
        }

        impl From<$name> for $theirs {
            fn from(ours: $name) -> Self {
                match ours {
                    $($name::$variant => Self::$variant,)+
                }
            }
        }
    };
}

mirrored! {
    /// How far a job is.
    BulkState of engine::BulkState {
        /// Its documents are looked at; nothing is done yet.
        Checking,
        /// It may be started.
        Planned,
        Running,
        /// Stopped for a while by a person, or by itself where `error` says why.
        Paused,
        Done,
        /// Ended by a person before its end; what was done stays.
        Cancelled,
    }
}

mirrored! {
    /// How far a row is.
    BulkRowState of engine::BulkRowState {
        /// Not looked at.
        Waiting,
        Ready,
        /// It can be done, and a person should know something.
        Warned,
        /// It cannot be done.
        Blocked,
        /// In a file that is not finished.
        Running,
        Done,
        Failed,
        /// Not tried, and never will be.
        Skipped,
        /// Failed, and a person let it be.
        Dismissed,
    }
}

mirrored! {
    /// Where a person can mend the cause.
    BulkFix of engine::BulkFix {
        /// In the record.
        Edit,
        /// In the card of the document.
        OpenCard,
        /// In the settings of the exchange.
        Connect,
        /// In the settings of the exchange, by connecting an operator whose other side are people.
        ConnectPersons,
        /// In the list of employees whom the operator lets in.
        Access,
        /// In telephone and name of the person, as they leave with this document.
        Person,
        /// By choosing the other side of the document.
        Counterparty,
        /// By making the file that is signed: one press.
        Prepare,
        /// By choosing the box and the departments for the other side.
        Route,
        /// By inviting the other side to the exchange, in its card.
        Invite,
        /// In the list of certificates and powers of attorney.
        Certificates,
    }
}

/// A job over many documents.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct BulkJob {
    pub id: i64,
    /// Stable name of the action; `restore` for a deletion taken back.
    pub action: String,
    /// The action for people: «Отправка в ЭДО».
    pub label: &'static str,
    pub state: BulkState,
    pub total: u64,
    pub counts: BulkCounts,
    /// What the `ready` documents come to, once planned.
    pub sums: Vec<CurrencySum>,
    /// What the `warned` documents come to, once planned.
    pub warned_sums: Vec<CurrencySum>,
    /// It was started with the `warned` documents.
    pub with_warned: bool,
    /// Documents leave the office by it.
    pub is_outward: bool,
    /// `bulk.undo` takes back what it did.
    pub can_undo: bool,
    /// RFC 3339.
    pub created_at: String,
    /// RFC 3339.
    pub started_at: Option<String>,
    /// RFC 3339.
    pub finished_at: Option<String>,
    /// For `files.save`, kept for a day.
    pub file: Option<BulkFile>,
    /// Why it stopped by itself.
    pub error: Option<CodedError>,
    /// What the action was asked for.
    #[ts(type = "Record<string, unknown> | null")]
    pub params: Value,
}

/// How many rows of a job stand in which state.
#[derive(Debug, Clone, Copy, Serialize, TS)]
pub(crate) struct BulkCounts {
    pub ready: u64,
    pub warned: u64,
    pub blocked: u64,
    pub waiting: u64,
    pub running: u64,
    pub done: u64,
    pub failed: u64,
    pub skipped: u64,
    pub dismissed: u64,
}

/// A file that a job made.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct BulkFile {
    /// Address for `files.save`.
    pub blob: String,
    /// Name for a file.
    pub name: String,
}

/// A document of a job.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct BulkRow {
    /// Place in the job, from 1.
    pub position: u64,
    pub document_id: i64,
    /// Title, else the name of the kind; empty when the document is gone.
    pub title: String,
    /// What the paper is called: its kind, else its format; empty when the document is gone.
    pub kind_label: String,
    pub number: String,
    /// The company or the person on the other side; empty when unknown.
    pub other_side: String,
    pub state: BulkRowState,
    /// Stable name of the cause.
    pub code: Option<String>,
    /// The cause, and what to do.
    pub text: Option<String>,
    pub fix: Option<BulkFix>,
    /// The row of `outbox.list` that it became.
    pub outbox_id: Option<i64>,
}

/// A failed row of some job.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct BulkFailure {
    #[serde(flatten)]
    pub row: BulkRow,
    pub job_id: i64,
    pub action: String,
    /// The action for people.
    pub label: &'static str,
    /// When the job was started, RFC 3339.
    pub at: String,
}

fn sums(sums: Vec<(String, Money)>) -> Vec<CurrencySum> {
    let sum = |(currency, total): (String, Money)| CurrencySum {
        currency,
        total: total.to_string(),
    };
    sums.into_iter().map(sum).collect()
}

impl From<&engine::BulkCounts> for BulkCounts {
    fn from(counts: &engine::BulkCounts) -> Self {
        use engine::BulkRowState as Of;
        Self {
            ready: counts.of(Of::Ready),
            warned: counts.of(Of::Warned),
            blocked: counts.of(Of::Blocked),
            waiting: counts.of(Of::Waiting),
            running: counts.of(Of::Running),
            done: counts.of(Of::Done),
            failed: counts.of(Of::Failed),
            skipped: counts.of(Of::Skipped),
            dismissed: counts.of(Of::Dismissed),
        }
    }
}

impl From<BulkJobView> for BulkJob {
    fn from(view: BulkJobView) -> Self {
        let job = view.job;
        Self {
            id: job.id.0,
            label: view.label,
            state: job.state.into(),
            total: job.total,
            counts: BulkCounts::from(&view.counts),
            sums: sums(job.sums.ready),
            warned_sums: sums(job.sums.warned),
            with_warned: job.is_with_warned,
            is_outward: view.is_outward,
            can_undo: view.can_undo,
            created_at: job.created_at.to_string(),
            started_at: instant(job.started_at),
            finished_at: instant(job.finished_at),
            file: job.file.map(|file| BulkFile {
                blob: file.blob.to_string(),
                name: file.name,
            }),
            error: job.fault.map(|fault| CodedError {
                code: fault.code,
                message: fault.text,
            }),
            params: job.params,
            action: job.action,
        }
    }
}

impl From<BulkRowView> for BulkRow {
    fn from(view: BulkRowView) -> Self {
        let (code, text) = match view.row.fault {
            Some(fault) => (Some(fault.code), Some(fault.text)),
            None => (None, None),
        };
        Self {
            position: view.row.position,
            document_id: view.row.document.0,
            title: view.title,
            kind_label: view.kind_label,
            number: view.number,
            other_side: view.other_side,
            state: view.row.state.into(),
            code,
            text,
            fix: view.fix.map(BulkFix::from),
            outbox_id: view.row.outbox.map(|outbox| outbox.0),
        }
    }
}

impl From<BulkFailureView> for BulkFailure {
    fn from(view: BulkFailureView) -> Self {
        Self {
            row: view.row.into(),
            job_id: view.job.0,
            action: view.action,
            label: view.label,
            at: view.at.to_string(),
        }
    }
}
