//! «Отправить в ЭДО»: the same pre-flight, the same letter and the same row of the outbox as for a single document.

use domain::{ConnectionId, DocumentId};
use serde::Deserialize;
use store::{BulkFault, Reader};

use super::asked;
use crate::bulk::action::there;
use crate::bulk::{BulkAction, Course, Effect, Enqueued, Made, Verdict, refused};
use crate::engine::Inner;
use crate::send::{self, Repeat, SignedBy, Wish};
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
            connection,
            comment: asked.comment.unwrap_or_default(),
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
}

struct Send {
    connection: Option<ConnectionId>,
    comment: String,
}

impl Course for Send {
    fn check(&self, inner: &Inner, r: &Reader<'_>, document: DocumentId) -> Result<Verdict> {
        let document = there(r, document)?;
        let missing = preflight::missing_by(inner, r, &document, self.connection, SignedBy::Operator)?;
        if let Some(first) = missing.first() {
            let sentences: Vec<&str> = missing.iter().map(|one| one.sentence.as_str()).collect();
            return Ok(Verdict::Blocked(BulkFault {
                code: first.code.to_owned(),
                text: sentences.join(" "),
            }));
        }
        let warning = preflight::warning(inner, r, &document)?;
        Ok(warning.map_or(Verdict::Ready, |warning| {
            Verdict::Warned(BulkFault {
                code: warning.code.to_owned(),
                text: warning.sentence,
            })
        }))
    }

    fn run<'c>(&'c mut self, inner: &'c Inner, documents: &[DocumentId]) -> Result<Vec<Effect<'c>>> {
        let effect = |&document: &DocumentId| -> Effect<'c> {
            let wish = Wish {
                document,
                connection: self.connection,
                comment: self.comment.clone(),
                repeat: Repeat::AfterRefusal,
                by: SignedBy::Operator,
            };
            match send::draft(inner, wish).and_then(|draft| draft.leaving(inner, None)) {
                Err(cause) => refused(cause),
                Ok(leaving) => Box::new(move |w| {
                    let connection = leaving.connection();
                    let sent = leaving.save(inner, w)?;
                    Ok(Made {
                        enqueued: Some(Enqueued {
                            outbox: sent.outbox,
                            operation: sent.operation,
                            connection,
                        }),
                        ..Made::default()
                    })
                }),
            }
        };
        Ok(documents.iter().map(effect).collect())
    }
}
