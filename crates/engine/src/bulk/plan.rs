//! Making a job: what was asked for is understood, and its documents are frozen.

use std::collections::HashSet;

use domain::DocumentId;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use store::{BulkJobId, NewBulkJob, Writer};
use uuid::Uuid;

use super::actions;
use super::look::BulkJobView;
use crate::changes::Change;
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::export::ExportRows;
use crate::{Engine, Result, export};

/// Documents of one job.
const MOST_DOCUMENTS: u32 = 1_000_000;

/// An action on many documents, to be looked over before anything happens.
#[derive(Debug, Clone)]
pub struct BulkPlan {
    /// Stable name of the action: `send`, `send_package`, `sign_and_send`, `sign`, `print`, `assign`, `export`, `archive`,
    /// `download`, `pair`, `delete`.
    pub action: String,
    /// The documents.
    pub rows: ExportRows,
    /// What the action asks for.
    pub params: Value,
    /// The number of the wish: the same one again is the same job.
    pub operation: Uuid,
}

impl Engine {
    /// Freezes the documents and begins to look at them. Nothing else happens before [`Engine::start_bulk`].
    ///
    /// Errors: `bulk_action_unknown`, `bulk_params`, `nothing_chosen`, `too_many_chosen`, and those of the action about
    /// what it was asked for (`employee_not_found`, `print_form_missing`, …).
    pub async fn plan_bulk(&self, plan: BulkPlan) -> Result<BulkJobView> {
        let operation = plan.operation;
        if let Some(known) = self.bulk_job_of(operation).await? {
            return Ok(known);
        }
        let action = actions::offered(&plan.action)?;
        let params = plan.params.clone();
        self.blocking(move |inner| (action.begin)(inner, &params).map(drop))
            .await?;
        let documents = self.frozen(plan.rows).await?;
        let new = NewBulkJob {
            operation,
            action: action.code.to_owned(),
            params: plan.params,
            documents,
            created_at: self.inner.now(),
        };
        let job = self.blocking(move |inner| insert(inner, &new)).await?;
        self.tell_bulk(job);
        self.bulk_job(job).await
    }

    /// The job goes on, and whoever shows it reads it again.
    pub(super) fn tell_bulk(&self, job: BulkJobId) {
        self.inner.bulk.wake.notify_one();
        self.inner.changes.tell(&Change::bulk(job));
    }

    async fn frozen(&self, rows: ExportRows) -> Result<Vec<DocumentId>> {
        let (documents, is_more) = match rows {
            ExportRows::These(ids, sort) => {
                let ids = once_each(ids);
                let is_more = ids.len() > MOST_DOCUMENTS as usize;
                let ordered = self.read(move |r| export::in_order(r, ids, sort)).await?;
                (ordered, is_more)
            }
            ExportRows::Of(query, except) => self.document_ids(*query, except, MOST_DOCUMENTS).await?,
        };
        if documents.is_empty() {
            return Err(nothing_chosen());
        }
        if is_more {
            return Err(too_many());
        }
        Ok(documents)
    }
}

fn once_each(ids: Vec<DocumentId>) -> Vec<DocumentId> {
    let mut seen = HashSet::with_capacity(ids.len());
    ids.into_iter().filter(|id| seen.insert(*id)).collect()
}

/// Two presses of a button are two calls: the second finds the job of the first.
fn insert(inner: &Inner, new: &NewBulkJob) -> Result<BulkJobId> {
    let now = inner.now();
    inner.write(|w| {
        if let Some(known) = w.bulk_job_of(new.operation)? {
            return Ok(known.id);
        }
        sweep(w, now)?;
        Ok(w.insert_bulk_job(new)?.id)
    })
}

/// Plans that nobody started and files are kept for a day, jobs that went well for a season.
pub(crate) fn sweep(w: &Writer<'_>, now: Timestamp) -> Result<u64> {
    let days_ago = |days: i64| {
        now.checked_sub(SignedDuration::from_hours(24 * days))
            .unwrap_or(now)
    };
    Ok(w.sweep_bulk_jobs(days_ago(1), days_ago(1), days_ago(92))?)
}

fn nothing_chosen() -> Error {
    Error::new(
        Code::NothingChosen,
        "Не выбрано ни одного документа, или под отбор не попал ни один. Ничего не изменено. Выберите документы и \
         повторите.",
    )
}

fn too_many() -> Error {
    Error::new(
        Code::TooManyChosen,
        "Выбрано больше 1 000 000 документов. Ничего не изменено. Сузьте отбор, например по датам.",
    )
}
