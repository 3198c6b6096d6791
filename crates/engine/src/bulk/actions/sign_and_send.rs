//! «Подписать и отправить»: as sending, with a signature of our own made before the row of the outbox is written.
//!
//! The keys are opened once for the job. A key that stops signing stops the job: what was signed is in the outbox, the
//! rest is ready as before.

use std::collections::{BTreeMap, BTreeSet};

use domain::{ConnectionId, DocumentId, Tag};
use serde::Deserialize;
use store::Reader;

use super::asked;
use super::sending_params::{AskedTag, tags};
use super::signers::{Signed, Signers, before_sending, draft_to_sign};
use crate::ahead::Question;
use crate::bulk::action::there;
use crate::bulk::{BulkAction, Coming, Course, Effect, Made, Readiness, Verdict, each, refused};
use crate::engine::Inner;
use crate::firm_signers::Who;
use crate::preflight::How;
use crate::send::{self, Repeat, SignedBy, Wish};
use crate::{Result, connections, preflight};

pub(super) const ACTION: BulkAction = BulkAction {
    code: "sign_and_send",
    label: "Подписание и отправка",
    is_outward: true,
    changes_documents: true,
    makes_file: false,
    needs_keys: true,
    undone_by: None,
    // A token signs for up to a second.
    rows_at_once: 8,
    begin: |inner, params| {
        let asked: Asked = asked(params)?;
        let connection = asked.connection_id.map(ConnectionId);
        inner.read(|r| {
            if let Some(connection) = connection {
                r.connection(connection)?.ok_or_else(connections::not_found)?;
            }
            Ok(Box::new(SignAndSend {
                how: How {
                    connection,
                    by: SignedBy::Us,
                    departure: None,
                },
                comment: asked.comment.unwrap_or_default(),
                tags: tags(asked.tags)?,
                signers: Signers::chosen(inner, r, asked.certificates, &asked.powers_of_attorney)?,
            }) as Box<dyn Course>)
        })
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// Who signs for each firm.
    certificates: BTreeMap<i64, i64>,
    /// By whose leave.
    #[serde(default)]
    powers_of_attorney: BTreeMap<i64, i64>,
    /// By this connection only.
    connection_id: Option<i64>,
    /// A word to the other side.
    comment: Option<String>,
    /// Pairs of words that stay with the document.
    tags: Option<Vec<AskedTag>>,
}

struct SignAndSend {
    how: How,
    comment: String,
    tags: Vec<Tag>,
    signers: Signers,
}

impl Course for SignAndSend {
    fn ready(&mut self, inner: &Inner, coming: &Coming<'_>) -> Result<Readiness> {
        let how = self.how;
        let to_sign =
            |inner: &Inner, document: DocumentId, _: Who<'_>| Ok(draft_to_sign(inner, document, how));
        self.signers.ready(inner, coming, &to_sign)
    }

    fn questions(&self, inner: &Inner, r: &Reader<'_>, document: DocumentId) -> Result<BTreeSet<Question>> {
        preflight::questions(inner, r, &there(r, document)?, self.how)
    }

    fn check(&self, inner: &Inner, r: &Reader<'_>, document: DocumentId) -> Result<Verdict> {
        let document = there(r, document)?;
        let missing = preflight::missing_by(inner, r, &document, self.how)?;
        if let Some(fault) = preflight::fault(&missing) {
            return Ok(Verdict::Blocked(fault));
        }
        let concern = self.signers.concern(inner, r, &document)?;
        before_sending(inner, r, &document, self.how, concern)
    }

    fn run<'c>(&'c mut self, inner: &'c Inner, documents: &[DocumentId]) -> Result<Vec<Effect<'c>>> {
        each(documents, |document| self.effect(inner, document))
    }
}

impl SignAndSend {
    /// An error is one of the key: every other document would meet it too.
    fn effect<'c>(&mut self, inner: &'c Inner, document: DocumentId) -> Result<Effect<'c>> {
        let wish = Wish {
            document,
            how: self.how,
            comment: self.comment.clone(),
            tags: self.tags.clone(),
            repeat: Repeat::AfterRefusal,
        };
        let draft = match send::draft(inner, wish) {
            Ok(draft) => draft,
            Err(cause) => return Ok(refused(cause)),
        };
        let whose = (document, draft.firm());
        let ours = match self.signers.sign(inner, whose, &draft.content)? {
            Signed::Ours(ours) => ours,
            Signed::Refused(why) => return Ok(refused(why)),
        };
        let leaving = match draft.leaving(inner, Some(ours)) {
            Ok(leaving) => leaving,
            Err(cause) => return Ok(refused(cause)),
        };
        Ok(Box::new(move |w| {
            let connection = leaving.connection();
            let sent = leaving.save(inner, w)?;
            w.end_cloud_file(document)?;
            Ok(Made::enqueued(sent.outbox, sent.operation, connection))
        }))
    }
}
