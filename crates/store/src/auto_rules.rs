//! Rules of automatic sending, and what they are to do: a row for each version of a document and each print form.
//!
//! Whether a rule fits a document and what is done about it is not decided here.

use domain::{AutoRuleBody, AutoRuleId, KindId};
use jiff::Timestamp;
use rusqlite::{Row, params};

use crate::columns::{At, Json, collected, optional};
use crate::{Error, Reader, Result, Writer};

mod tasks;

pub use tasks::{NewRuleTask, RuleTask, RuleTaskChange, RuleTaskState};

/// A rule as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AutoRule {
    /// Identity in the database.
    pub id: AutoRuleId,
    /// For people.
    pub name: String,
    /// It is on.
    pub is_active: bool,
    /// Everything else.
    pub body: AutoRuleBody,
    /// When it was last tried on what there was, and how many documents it would have sent.
    pub rehearsal: Option<Rehearsal>,
}

/// The last rehearsal of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rehearsal {
    /// The rule as it stood then.
    pub body: AutoRuleBody,
    /// When.
    pub at: Timestamp,
    /// How many documents it would have sent.
    pub documents: u64,
}

impl AutoRule {
    /// True when the rule was rehearsed as it stands now.
    pub fn is_rehearsed(&self) -> bool {
        self.rehearsal
            .as_ref()
            .is_some_and(|rehearsal| rehearsal.body == self.body)
    }
}

const RULE: &str =
    "SELECT id, name, is_active, body, rehearsed_body, rehearsed_at_ns, rehearsed_documents FROM auto_rules";

fn rule(row: &Row<'_>) -> rusqlite::Result<AutoRule> {
    let body: Option<Json<AutoRuleBody>> = row.get("rehearsed_body")?;
    let at: Option<At> = row.get("rehearsed_at_ns")?;
    let documents: Option<i64> = row.get("rehearsed_documents")?;
    let rehearsal = body.zip(at).map(|(body, at)| Rehearsal {
        body: body.0,
        at: at.0,
        documents: documents.and_then(|count| u64::try_from(count).ok()).unwrap_or(0),
    });
    Ok(AutoRule {
        id: AutoRuleId(row.get("id")?),
        name: row.get("name")?,
        is_active: row.get("is_active")?,
        body: row.get::<_, Json<AutoRuleBody>>("body")?.0,
        rehearsal,
    })
}

impl Reader<'_> {
    /// Every rule, in the order in which they came in.
    pub fn auto_rules(&self) -> Result<Vec<AutoRule>> {
        let mut query = self.sql.prepare_cached(&format!("{RULE} ORDER BY id"))?;
        collected(query.query_map([], rule)?)
    }

    /// The rule of this id.
    pub fn auto_rule(&self, id: AutoRuleId) -> Result<Option<AutoRule>> {
        let mut query = self.sql.prepare_cached(&format!("{RULE} WHERE id = ?1"))?;
        optional(query.query_row([id.0], rule))
    }

    /// The rules of a kind that are on.
    pub fn active_auto_rules(&self, kind: KindId) -> Result<Vec<AutoRule>> {
        let mut query = self.sql.prepare_cached(&format!(
            "{RULE} WHERE kind_id = ?1 AND is_active = 1 ORDER BY id"
        ))?;
        collected(query.query_map([kind.0], rule)?)
    }
}

impl Writer<'_> {
    /// Adds a rule, off, or changes the name and the body of the one named. [`Error::Missing`] when there is none.
    pub fn save_auto_rule(
        &self,
        id: Option<AutoRuleId>,
        name: &str,
        body: &AutoRuleBody,
    ) -> Result<AutoRuleId> {
        let values = params![id.map(|id| id.0), name, body.kind.0, Json(body)];
        match id {
            None => {
                self.sql
                    .prepare_cached(
                        "INSERT INTO auto_rules (id, name, kind_id, body) VALUES (?1, ?2, ?3, ?4)",
                    )?
                    .execute(values)?;
                Ok(AutoRuleId(self.sql.last_insert_rowid()))
            }
            Some(id) => {
                let changed = self
                    .sql
                    .prepare_cached("UPDATE auto_rules SET name = ?2, kind_id = ?3, body = ?4 WHERE id = ?1")?
                    .execute(values)?;
                there(changed)?;
                Ok(id)
            }
        }
    }

    /// Switches a rule on.
    pub fn activate_auto_rule(&self, id: AutoRuleId) -> Result<()> {
        self.set_auto_rule_active(id, 1)
    }

    /// Switches a rule off.
    pub fn deactivate_auto_rule(&self, id: AutoRuleId) -> Result<()> {
        self.set_auto_rule_active(id, 0)
    }

    fn set_auto_rule_active(&self, id: AutoRuleId, is_active: i64) -> Result<()> {
        let changed = self
            .sql
            .prepare_cached("UPDATE auto_rules SET is_active = ?2 WHERE id = ?1")?
            .execute([id.0, is_active])?;
        there(changed)
    }

    /// Notes what a rehearsal found.
    pub fn save_rehearsal(&self, id: AutoRuleId, rehearsal: &Rehearsal) -> Result<()> {
        let documents = i64::try_from(rehearsal.documents).unwrap_or(i64::MAX);
        let changed = self
            .sql
            .prepare_cached(
                "UPDATE auto_rules SET rehearsed_body = ?2, rehearsed_at_ns = ?3, rehearsed_documents = ?4
                 WHERE id = ?1",
            )?
            .execute(params![id.0, Json(&rehearsal.body), At(rehearsal.at), documents])?;
        there(changed)
    }

    /// Removes a rule with its queue. What it sent stays sent.
    pub fn remove_auto_rule(&self, id: AutoRuleId) -> Result<()> {
        self.sql
            .prepare_cached("DELETE FROM auto_rule_tasks WHERE rule_id = ?1")?
            .execute([id.0])?;
        let changed = self
            .sql
            .prepare_cached("DELETE FROM auto_rules WHERE id = ?1")?
            .execute([id.0])?;
        there(changed)
    }
}

fn there(changed: usize) -> Result<()> {
    if changed == 0 {
        Err(Error::Missing("auto rule".to_owned()))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
