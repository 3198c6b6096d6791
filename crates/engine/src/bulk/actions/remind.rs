//! «Напомнить»: the SMS goes once more to people who have not answered yet.

use domain::DocumentId;
use serde::Deserialize;
use store::Reader;

use super::asked;
use crate::Result;
use crate::bulk::action::{is_of_the_program, there};
use crate::bulk::{BulkAction, Course, Effect, Made, Verdict, each, refused};
use crate::engine::Inner;
use crate::persons::{LeavingAct, refuse_reminder};

pub(super) const ACTION: BulkAction = BulkAction {
    code: "remind",
    label: "Напоминание",
    is_outward: true,
    changes_documents: true,
    makes_file: false,
    needs_keys: false,
    undone_by: None,
    rows_at_once: 100,
    begin: |_, params| {
        let Asked {} = asked(params)?;
        Ok(Box::new(Remind))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {}

struct Remind;

impl Course for Remind {
    fn check(&self, inner: &Inner, r: &Reader<'_>, document: DocumentId) -> Result<Verdict> {
        match refuse_reminder(inner, r, &there(r, document)?) {
            Ok(()) => Ok(Verdict::Ready),
            Err(cause) => Verdict::blocked(cause),
        }
    }

    fn run<'c>(&'c mut self, inner: &'c Inner, documents: &[DocumentId]) -> Result<Vec<Effect<'c>>> {
        each(documents, |document| effect(inner, document))
    }
}

fn effect<'c>(inner: &Inner, document: DocumentId) -> Result<Effect<'c>> {
    let leaving = match LeavingAct::reminder(inner, document) {
        Ok(leaving) => leaving,
        Err(cause) if is_of_the_program(&cause) => return Err(cause),
        Err(cause) => return Ok(refused(cause)),
    };
    Ok(Box::new(move |w| {
        let sent = leaving.save(w)?;
        Ok(Made::enqueued(sent.outbox, sent.operation, leaving.connection()))
    }))
}
