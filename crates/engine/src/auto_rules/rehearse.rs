//! «Проверить на прошлых документах»: what a rule would have sent, without sending anything.

use domain::{AutoRuleId, Direction, Document, DocumentId, EdoStatus, Money};
use jiff::Timestamp;
use store::{AutoRule, DocumentQuery, Reader, Rehearsal, Stop};

use super::{check, facts, not_found, note};
use crate::{Engine, Result, kinds, records, status};

/// The newest documents of the kind that are looked at.
const MOST_EXAMINED: u32 = 20_000;
/// So many are told by name.
const MOST_TOLD: usize = 200;

/// What a rehearsal found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleRehearsal {
    /// When.
    pub at: Timestamp,
    /// How many documents of the kind were looked at, the newest first.
    pub examined: u64,
    /// There are older ones that were not.
    pub is_part: bool,
    /// How many of them it would have sent.
    pub documents: u64,
    /// How many fit, but their present version was sent already.
    pub already_sent: u64,
    /// Messages in all: a document goes once for each print form.
    pub messages: u64,
    /// Those that it would have sent, newest first, 200 at most.
    pub told: Vec<RehearsedDocument>,
}

/// A document that a rule would have sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RehearsedDocument {
    /// Which.
    pub document: DocumentId,
    /// «Заказ-наряд № ЗН-00042 от 21.11.2026».
    pub label: String,
    /// Who stands on the other side; empty when nobody does.
    pub other_side: String,
    /// Sum with VAT.
    pub total: Option<Money>,
    /// Its status now.
    pub status: EdoStatus,
}

impl Engine {
    /// Tries a rule on the documents there are. Nothing is sent; that it was tried is noted, so that it may be switched
    /// on.
    ///
    /// Errors: `rule_not_found`, `kind_not_found`, `bad_rule`.
    pub async fn rehearse_auto_rule(&self, id: AutoRuleId) -> Result<RuleRehearsal> {
        let at = self.inner.now();
        let rule = self
            .blocking(move |inner| {
                inner.read(|r| {
                    let rule = r.auto_rule(id)?.ok_or_else(not_found)?;
                    check::refuse_broken(inner, r, &rule.body)?;
                    Ok(rule)
                })
            })
            .await?;
        let tried = rule.clone();
        let found = self
            .read_until(Stop::default(), move |r| rehearse(r, &tried, at))
            .await?;
        let rehearsal = Rehearsal {
            body: rule.body,
            at,
            documents: found.documents,
        };
        self.write(move |w| Ok(w.save_rehearsal(id, &rehearsal)?)).await?;
        self.tell_rules();
        Ok(found)
    }
}

fn rehearse(r: &Reader<'_>, rule: &AutoRule, at: Timestamp) -> Result<RuleRehearsal> {
    let kind = r.kind(rule.body.kind)?.ok_or_else(kinds::not_found)?;
    let query = DocumentQuery {
        kind: Some(kind.id),
        direction: Some(Direction::Outbound),
        limit: 1,
        ..DocumentQuery::default()
    };
    let (ids, is_part) = r.document_ids(&query, MOST_EXAMINED)?;
    let forms = note::forms(rule, &kind.body);
    let mut found = RuleRehearsal {
        at,
        examined: ids.len() as u64,
        is_part,
        documents: 0,
        already_sent: 0,
        messages: 0,
        told: Vec::new(),
    };
    for id in ids {
        let Some(document) = r.document(id)? else { continue };
        let facts = facts::of(r, &document)?;
        if !rule.body.conditions.holds(&facts) {
            continue;
        }
        let mut messages = 0;
        for form in &forms {
            messages += u64::from(!note::is_there(r, &document, form)?);
        }
        if messages == 0 {
            found.already_sent += 1;
            continue;
        }
        found.documents += 1;
        found.messages += messages;
        if found.told.len() < MOST_TOLD {
            found.told.push(told(r, &document, facts.other_name)?);
        }
    }
    Ok(found)
}

fn told(r: &Reader<'_>, document: &Document, other_side: String) -> Result<RehearsedDocument> {
    let stands = status::of_document(r, document.id)?.map(|(stands, _)| stands);
    Ok(RehearsedDocument {
        document: document.id,
        label: records::reference(r, document)?.label,
        other_side,
        total: document.body.total,
        status: stands.unwrap_or_else(|| status::before_sending(document)),
    })
}
