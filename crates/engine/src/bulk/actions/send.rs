//! «Отправить в ЭДО»: the same pre-flight, the same letter and the same row of the outbox as for a single document.

use std::collections::BTreeSet;

use domain::{ConnectionId, DocumentId, Tag};
use serde::Deserialize;
use store::Reader;

use super::asked;
use super::sending_params::{AskedDeparture, AskedTag, how, tags};
use crate::ahead::Question;
use crate::bulk::action::there;
use crate::bulk::{BulkAction, Course, Effect, Made, Verdict, each, refused};
use crate::engine::Inner;
use crate::preflight::How;
use crate::send::{self, Repeat, Wish};
use crate::{Result, connections, preflight};

pub(super) const ACTION: BulkAction = BulkAction {
    code: "send",
    label: "Отправка в ЭДО",
    is_outward: true,
    changes_documents: true,
    makes_file: false,
    needs_keys: false,
    undone_by: None,
    rows_at_once: 32,
    begin: |inner, params| {
        let asked: Asked = asked(params)?;
        let connection = asked.connection_id.map(ConnectionId);
        if let Some(connection) = connection {
            inner.read(|r| r.connection(connection)?.ok_or_else(connections::not_found))?;
        }
        Ok(Box::new(Send {
            how: how(connection, asked.departure),
            comment: asked.comment.unwrap_or_default(),
            tags: tags(asked.tags)?,
        }))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// By this connection only.
    connection_id: Option<i64>,
    /// A word to the other side.
    comment: Option<String>,
    /// Pairs of words that stay with the document.
    tags: Option<Vec<AskedTag>>,
    /// Left to be signed, or as a draft.
    departure: Option<AskedDeparture>,
}

struct Send {
    how: How,
    comment: String,
    tags: Vec<Tag>,
}

impl Course for Send {
    fn questions(&self, inner: &Inner, r: &Reader<'_>, document: DocumentId) -> Result<BTreeSet<Question>> {
        preflight::questions(inner, r, &there(r, document)?, self.how)
    }

    fn check(&self, inner: &Inner, r: &Reader<'_>, document: DocumentId) -> Result<Verdict> {
        let document = there(r, document)?;
        let missing = preflight::missing_by(inner, r, &document, self.how)?;
        if let Some(fault) = preflight::fault(&missing) {
            return Ok(Verdict::Blocked(fault));
        }
        let warnings = preflight::warnings(inner, r, &document, self.how)?;
        Ok(preflight::fault(&warnings).map_or(Verdict::Ready, Verdict::Warned))
    }

    fn run<'c>(&'c mut self, inner: &'c Inner, documents: &[DocumentId]) -> Result<Vec<Effect<'c>>> {
        let effect = |document| -> Effect<'c> {
            let wish = Wish {
                document,
                how: self.how,
                comment: self.comment.clone(),
                tags: self.tags.clone(),
                repeat: Repeat::AfterRefusal,
            };
            match send::draft(inner, wish).and_then(|draft| draft.leaving(inner, None)) {
                Err(cause) => refused(cause),
                Ok(leaving) => Box::new(move |w| {
                    let connection = leaving.connection();
                    let sent = leaving.save(inner, w)?;
                    Ok(Made::enqueued(sent.outbox, sent.operation, connection))
                }),
            }
        };
        each(documents, |document| Ok(effect(document)))
    }
}
