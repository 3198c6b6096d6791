//! The queue of the rules.

use domain::{AutoRuleId, DocumentId, EdoDocumentId, RuleTaskId};
use jiff::Timestamp;
use rusqlite::{Row, params};

use crate::bulk::BulkFault;
use crate::columns::{At, Name, collected, optional};
use crate::{Error, Reader, Result, Writer};

/// Where a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RuleTaskState {
    /// Waits until the document rested, or for the next try.
    Waiting,
    /// The document is in the outbox, which tells the rest.
    Done,
    /// A person decides.
    Failed,
    /// Not needed any more: a newer version, the rule is off, the conditions do not hold.
    Skipped,
    /// A person said no.
    Dismissed,
}

impl RuleTaskState {
    /// The stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
            Self::Dismissed => "dismissed",
        }
    }

    /// The state of this stable name.
    pub fn from_code(code: &str) -> Option<Self> {
        use RuleTaskState::{Dismissed, Done, Failed, Skipped, Waiting};
        [Waiting, Done, Failed, Skipped, Dismissed]
            .into_iter()
            .find(|state| state.code() == code)
    }
}

/// A task before it has an identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRuleTask {
    /// Of which rule.
    pub rule: AutoRuleId,
    /// Which document.
    pub document: DocumentId,
    /// Which version of it.
    pub revision: u32,
    /// Which print form; empty for the file that the kind makes.
    pub print_form: String,
    /// Not before.
    pub due_at: Timestamp,
    /// When it was written.
    pub created_at: Timestamp,
}

/// What a rule is to do, or did, with one version of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleTask {
    /// Identity in the database.
    pub id: RuleTaskId,
    /// What was written.
    pub body: NewRuleTask,
    /// Where it stands.
    pub state: RuleTaskState,
    /// How often it was tried.
    pub attempts: u32,
    /// When it last changed.
    pub changed_at: Timestamp,
    /// What is to be said of it.
    pub fault: Option<BulkFault>,
    /// The sending that it became.
    pub sending: Option<EdoDocumentId>,
}

/// What becomes of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleTaskChange {
    /// Where it stands from now on.
    pub state: RuleTaskState,
    /// How often it was tried.
    pub attempts: u32,
    /// Not before.
    pub due_at: Timestamp,
    /// What is to be said of it.
    pub fault: Option<BulkFault>,
    /// The sending that it became.
    pub sending: Option<EdoDocumentId>,
}

const TASK: &str =
    "SELECT id, rule_id, document_id, revision, print_form, state, attempts, due_at_ns, created_at_ns,
     changed_at_ns, code, text, edo_document_id FROM auto_rule_tasks";

fn task(row: &Row<'_>) -> rusqlite::Result<RuleTask> {
    let code: String = row.get("code")?;
    let text = row.get("text")?;
    Ok(RuleTask {
        id: RuleTaskId(row.get("id")?),
        body: NewRuleTask {
            rule: AutoRuleId(row.get("rule_id")?),
            document: DocumentId(row.get("document_id")?),
            revision: row.get("revision")?,
            print_form: row.get("print_form")?,
            due_at: row.get::<_, At>("due_at_ns")?.0,
            created_at: row.get::<_, At>("created_at_ns")?.0,
        },
        state: row.get::<_, Name<_>>("state")?.0,
        attempts: row.get("attempts")?,
        changed_at: row.get::<_, At>("changed_at_ns")?.0,
        fault: (!code.is_empty()).then_some(BulkFault { code, text }),
        sending: row.get::<_, Option<i64>>("edo_document_id")?.map(EdoDocumentId),
    })
}

impl Reader<'_> {
    /// Tasks in these states (all when empty), newest first, before the one given.
    pub fn rule_tasks(
        &self,
        states: &[RuleTaskState],
        after: Option<RuleTaskId>,
        limit: u32,
    ) -> Result<Vec<RuleTask>> {
        let names: Vec<&str> = states.iter().map(|state| state.code()).collect();
        let wanted = serde_json::to_string(&names).unwrap_or_default();
        let mut query = self.sql.prepare_cached(&format!(
            "{TASK} WHERE id < ?1 AND (?2 = '[]' OR state IN (SELECT value FROM json_each(?2)))
             ORDER BY id DESC LIMIT ?3"
        ))?;
        let before = after.map_or(i64::MAX, |id| id.0);
        collected(query.query_map(params![before, wanted, limit], task)?)
    }

    /// The task of this id.
    pub fn rule_task(&self, id: RuleTaskId) -> Result<Option<RuleTask>> {
        let mut query = self.sql.prepare_cached(&format!("{TASK} WHERE id = ?1"))?;
        optional(query.query_row([id.0], task))
    }

    /// The task that has waited longest, if it is due.
    pub fn due_rule_task(&self, now: Timestamp) -> Result<Option<RuleTask>> {
        let mut query = self.sql.prepare_cached(&format!(
            "{TASK} WHERE state = 'waiting' AND due_at_ns <= ?1 ORDER BY due_at_ns, id LIMIT 1"
        ))?;
        optional(query.query_row(params![At(now)], task))
    }

    /// When the next task is due.
    pub fn next_rule_task_at(&self) -> Result<Option<Timestamp>> {
        let mut query = self
            .sql
            .prepare_cached("SELECT min(due_at_ns) FROM auto_rule_tasks WHERE state = 'waiting'")?;
        let at: Option<At> = query.query_row([], |row| row.get(0))?;
        Ok(at.map(|at| at.0))
    }

    /// How many tasks stand in this state.
    pub fn count_rule_tasks(&self, rule: AutoRuleId, state: RuleTaskState) -> Result<u64> {
        let mut query = self
            .sql
            .prepare_cached("SELECT count(*) FROM auto_rule_tasks WHERE rule_id = ?1 AND state = ?2")?;
        let count: i64 = query.query_row(params![rule.0, Name(state)], |row| row.get(0))?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// True when a document went by this rule in this form, in whatever version, or a person said no to that.
    pub fn went_by_rule(&self, rule: AutoRuleId, document: DocumentId, print_form: &str) -> Result<bool> {
        let mut query = self.sql.prepare_cached(
            "SELECT 1 FROM auto_rule_tasks
             WHERE document_id = ?1 AND rule_id = ?2 AND print_form = ?3 AND state IN ('done', 'dismissed')",
        )?;
        Ok(query.exists(params![document.0, rule.0, print_form])?)
    }

    /// How often a document went by this rule in this form since then.
    pub fn sent_by_rule_since(&self, of: &NewRuleTask, since: Timestamp) -> Result<u32> {
        let mut query = self.sql.prepare_cached(
            "SELECT count(*) FROM auto_rule_tasks
             WHERE document_id = ?1 AND rule_id = ?2 AND print_form = ?3 AND state = 'done' AND changed_at_ns > ?4",
        )?;
        let found = params![of.document.0, of.rule.0, of.print_form, At(since)];
        Ok(query.query_row(found, |row| row.get(0))?)
    }
}

impl Writer<'_> {
    /// Writes an intention down; one that waits, failed or was skipped waits anew. None when this version went already or
    /// a person said no to it: a version goes by a rule once.
    pub fn add_rule_task(&self, new: &NewRuleTask) -> Result<Option<RuleTaskId>> {
        let mut add = self.sql.prepare_cached(
            "INSERT INTO auto_rule_tasks (rule_id, document_id, revision, print_form, state, due_at_ns, created_at_ns,
                 changed_at_ns) VALUES (?1, ?2, ?3, ?4, 'waiting', ?5, ?6, ?6)
             ON CONFLICT (rule_id, document_id, revision, print_form) DO UPDATE
                 SET state = 'waiting', due_at_ns = excluded.due_at_ns, changed_at_ns = excluded.changed_at_ns,
                     code = '', text = ''
                 WHERE state IN ('waiting', 'failed', 'skipped')
             RETURNING id",
        )?;
        let added: Option<i64> = optional(add.query_row(
            params![
                new.rule.0,
                new.document.0,
                new.revision,
                new.print_form,
                At(new.due_at),
                At(new.created_at)
            ],
            |row| row.get(0),
        ))?;
        Ok(added.map(RuleTaskId))
    }

    /// What was to be done with earlier versions of a document is not any more: what waits or failed. Gives how many.
    pub fn outdate_rule_tasks(
        &self,
        document: DocumentId,
        revision: u32,
        fault: &BulkFault,
        now: Timestamp,
    ) -> Result<usize> {
        Ok(self
            .sql
            .prepare_cached(
                "UPDATE auto_rule_tasks SET state = 'skipped', changed_at_ns = ?3, code = ?4, text = ?5
                 WHERE document_id = ?1 AND revision < ?2 AND state IN ('waiting', 'failed')",
            )?
            .execute(params![document.0, revision, At(now), fault.code, fault.text])?)
    }

    /// Changes a task.
    pub fn set_rule_task(&self, id: RuleTaskId, change: &RuleTaskChange, now: Timestamp) -> Result<()> {
        let (code, text) = change
            .fault
            .as_ref()
            .map_or(("", ""), |fault| (fault.code.as_str(), fault.text.as_str()));
        let changed = self
            .sql
            .prepare_cached(
                "UPDATE auto_rule_tasks SET state = ?2, attempts = ?3, due_at_ns = ?4, changed_at_ns = ?5, code = ?6,
                     text = ?7, edo_document_id = ?8 WHERE id = ?1",
            )?
            .execute(params![
                id.0,
                Name(change.state),
                change.attempts,
                At(change.due_at),
                At(now),
                code,
                text,
                change.sending.map(|sending| sending.0)
            ])?;
        if changed == 0 {
            return Err(Error::Missing("task of a rule".to_owned()));
        }
        Ok(())
    }

    /// Forgets what was skipped before then. What was sent or refused by a person stays, so that it never goes twice.
    pub fn forget_rule_tasks(&self, before: Timestamp) -> Result<usize> {
        Ok(self
            .sql
            .prepare_cached("DELETE FROM auto_rule_tasks WHERE state = 'skipped' AND changed_at_ns < ?1")?
            .execute(params![At(before)])?)
    }
}
