//! A document was saved: what the rules are to do about it is written down in the same transaction.

use domain::{Direction, Document, DocumentId, EdoFileRule, Frequency, KindBody};
use store::{AutoRule, BulkFault, NewRuleTask, Reader, Writer};

use super::facts;
use crate::engine::Inner;
use crate::sync::backoff;
use crate::{Result, documents};

/// Notes the saving of a document for the rules. Whatever goes wrong with a rule, the document is saved.
pub(crate) fn note_save(inner: &Inner, w: &Writer<'_>, document: DocumentId) -> Result<()> {
    if let Err(error) = w.part(|| intend(inner, w, document))? {
        tracing::error!(document = document.0, %error, "rules could not look at a document that was saved");
    }
    Ok(())
}

fn intend(inner: &Inner, w: &Writer<'_>, id: DocumentId) -> Result<()> {
    let document = w.document(id)?.ok_or_else(documents::not_found)?;
    let now = inner.now();
    w.outdate_rule_tasks(id, document.revision, &newer_version(), now)?;
    let Some(kind) = document
        .body
        .kind
        .filter(|_| document.body.direction == Direction::Outbound)
    else {
        return Ok(());
    };
    let rules = w.active_auto_rules(kind)?;
    if rules.is_empty() {
        return Ok(());
    }
    let kind = w.kind(kind)?.ok_or_else(crate::kinds::not_found)?.body;
    let facts = facts::of(w, &document)?;
    for rule in rules.iter().filter(|rule| rule.body.conditions.holds(&facts)) {
        for print_form in forms(rule, &kind) {
            let quiet = std::time::Duration::from_secs(rule.body.action.quiet_s.into());
            let task = NewRuleTask {
                rule: rule.id,
                document: id,
                revision: document.revision,
                print_form,
                due_at: backoff::later(now, quiet),
                created_at: now,
            };
            if !is_over(w, rule, &task)? {
                w.add_rule_task(&task)?;
            }
        }
    }
    Ok(())
}

/// What goes: print forms, each a message of its own; an empty name stands for the file that the kind makes.
pub(super) fn forms(rule: &AutoRule, kind: &KindBody) -> Vec<String> {
    let chosen = &rule.body.action.print_forms;
    if chosen.is_empty() {
        return vec![String::new()];
    }
    let own = kind
        .print_forms
        .first()
        .filter(|_| kind.edo_file == EdoFileRule::PrintForm);
    let of = |form: &String| {
        if Some(form) == own {
            String::new()
        } else {
            form.clone()
        }
    };
    chosen.iter().map(of).collect()
}

/// «Один раз по документу», and that was.
pub(super) fn is_over(r: &Reader<'_>, rule: &AutoRule, task: &NewRuleTask) -> Result<bool> {
    Ok(rule.body.action.frequency == Frequency::Once
        && r.went_by_rule(task.rule, task.document, &task.print_form)?)
}

/// True when this version of a document is at the other side already, or on its way there, however it went.
pub(super) fn is_there(r: &Reader<'_>, document: &Document, print_form: &str) -> Result<bool> {
    for sending in r.edo_documents_of(document.id)? {
        let file = match sending.file {
            Some(file) => r.edo_file(file)?,
            None => None,
        };
        let is_this =
            file.is_some_and(|file| file.print_form == print_form && file.revision == document.revision);
        let operation = r.operation_of(sending.id)?;
        let (stands, _) = crate::status::of_sending(&sending, operation.as_ref());
        if is_this && !crate::send::came_to_nothing(stands) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn newer_version() -> BulkFault {
    BulkFault {
        code: "newer_version".to_owned(),
        text: "Документ записан ещё раз. Дальше правило смотрит на новую версию.".to_owned(),
    }
}
