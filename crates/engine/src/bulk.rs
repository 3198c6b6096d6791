//! One engine for every action on many documents.
//!
//! A job is **planned**: its documents are frozen in their order and looked at, and nothing else happens. A person looks
//! the plan over and **starts** it. From then on it goes on by itself, chunk by chunk, through pauses and restarts,
//! until every row is done or has a cause.
//!
//! - What an action is, stands in one declaration under `actions/`; nothing else here knows any of them.
//! - The effect of a row and its state are one transaction, so a row is never done twice, whenever the program dies. An
//!   action that makes a file has no effect before the file is whole: cut off, it begins anew.
//! - `plan` makes jobs, `steer` starts, pauses and ends them, `mend` tries failed rows again, `look` shows them;
//!   `turn` does a chunk of work, `runner` does one after another.
//!
//! Deliberately not here: how a single document is sent, printed or removed. Both ways share that code.

mod action;
mod actions;
mod asking;
mod fix;
mod look;
mod mend;
mod plan;
mod recover;
mod runner;
mod steer;
mod turn;
mod undo;

pub(crate) use action::fault as fault_of;
pub(crate) use action::{
    BulkAction, Coming, Course, Effect, Enqueued, Made, Readiness, Verdict, each, is_of_the_program, kept,
    refused,
};
pub(crate) use actions::{UnattendedReceipts, told_by};
pub use fix::BulkFix;
pub(crate) use fix::of as fix_of;
pub use look::{BulkFailureView, BulkFailuresView, BulkJobView, BulkPage, BulkRowView};
pub use plan::BulkPlan;
pub(crate) use plan::sweep;
pub(crate) use recover::recover;
pub(crate) use runner::Bulk;
pub use steer::StartWith;

use store::{BulkJob, BulkJobId, Reader};

use crate::Result;
use crate::error::{Code, Error};

/// Whether the action signs, so that a job of it may wait for a PIN.
pub(crate) fn needs_keys(action: &str) -> bool {
    actions::of(action).is_ok_and(|action| action.needs_keys)
}

/// The job of this number.
fn job(r: &Reader<'_>, id: BulkJobId) -> Result<BulkJob> {
    r.bulk_job(id)?.ok_or_else(not_found)
}

fn not_found() -> Error {
    Error::new(
        Code::BulkJobNotFound,
        "Такой групповой операции в программе нет: возможно, её срок вышел. Документы не изменены. Обновите список.",
    )
}

#[cfg(test)]
mod tests;
