//! «Отправить одним пакетом»: documents for one counterparty leave in one message, all or none.
//!
//! A chunk is a package: the rows of one job that are ready leave together. Where one of them cannot be made ready, none
//! leaves.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::{Mutex, PoisonError};

use domain::{ConnectionId, CounterpartyId, Departure, DocumentId, FirmId, Tag};
use serde::Deserialize;
use store::{BulkFault, Reader};

use super::asked;
use super::sending_params::{AskedDeparture, AskedTag, tags};
use super::signers::{Signed, Signers, before_sending, draft_to_sign};
use crate::ahead::Question;
use crate::bulk::action::there;
use crate::bulk::{BulkAction, Coming, Course, Effect, Made, Readiness, Verdict, refused};
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::firm_signers::Who;
use crate::preflight::How;
use crate::send::{self, Closing, Draft, OurSignature, PackageLeaving, Repeat, SignedBy, Wish};
use crate::{Result, connections, preflight};

/// Documents of one package; what an operator takes may be less, and is told by the request.
const MOST_TOGETHER: u32 = 40;

pub(super) const ACTION: BulkAction = BulkAction {
    code: "send_package",
    label: "Отправка одним пакетом",
    is_outward: true,
    changes_documents: true,
    makes_file: false,
    // Only where certificates are chosen; a package is one chunk, so nothing is lost by waiting for a person.
    needs_keys: true,
    undone_by: None,
    rows_at_once: MOST_TOGETHER,
    begin: |inner, params| {
        let asked: Asked = asked(params)?;
        let connection = asked.connection_id.map(ConnectionId);
        inner.read(|r| {
            if let Some(connection) = connection {
                r.connection(connection)?.ok_or_else(connections::not_found)?;
            }
            let is_ours = !asked.certificates.is_empty();
            let how = How {
                connection,
                by: if is_ours { SignedBy::Us } else { SignedBy::Operator },
                departure: asked.departure.map(Departure::from),
            };
            Ok(Box::new(SendPackage {
                how,
                comment: asked.comment.unwrap_or_default(),
                tags: tags(asked.tags)?,
                closing: if asked.closed {
                    Closing::Closed
                } else {
                    Closing::Open
                },
                signers: Signers::chosen(inner, r, asked.certificates, &asked.powers_of_attorney)?,
                seen: Mutex::default(),
            }) as Box<dyn Course>)
        })
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// What is done to one document is done to all.
    #[serde(default)]
    closed: bool,
    /// By this connection only.
    connection_id: Option<i64>,
    /// A word to the other side, with every document.
    comment: Option<String>,
    /// Pairs of words that stay with each document.
    tags: Option<Vec<AskedTag>>,
    /// Left to be signed, or as a draft.
    departure: Option<AskedDeparture>,
    /// Who signs for each firm; nobody of us where it is absent.
    #[serde(default)]
    certificates: BTreeMap<i64, i64>,
    /// By whose leave.
    #[serde(default)]
    powers_of_attorney: BTreeMap<i64, i64>,
}

/// Between whom the package goes, and how many documents fit so far.
#[derive(Default)]
struct Seen {
    sides: Option<(Option<FirmId>, Option<CounterpartyId>)>,
    documents: u32,
}

struct SendPackage {
    how: How,
    comment: String,
    tags: Vec<Tag>,
    closing: Closing,
    signers: Signers,
    seen: Mutex<Seen>,
}

impl Course for SendPackage {
    fn ready(&mut self, inner: &Inner, coming: &Coming<'_>) -> Result<Readiness> {
        if self.how.by == SignedBy::Operator {
            return Ok(Readiness::Now);
        }
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
        let body = &document.body;
        if let Some(fault) = self.in_the_package(body.firm, body.counterparty) {
            return Ok(Verdict::Blocked(fault));
        }
        let concern = match self.how.by {
            SignedBy::Us => self.signers.concern(inner, r, &document)?,
            SignedBy::Operator => None,
        };
        before_sending(inner, r, &document, self.how, concern)
    }

    fn run<'c>(&'c mut self, inner: &'c Inner, documents: &[DocumentId]) -> Result<Vec<Effect<'c>>> {
        let mut drafts = Vec::with_capacity(documents.len());
        let mut causes: Vec<Option<Error>> = Vec::with_capacity(documents.len());
        for &document in documents {
            match self.signed(inner, document)? {
                Ok(draft) => {
                    drafts.push(draft);
                    causes.push(None);
                }
                Err(cause) => causes.push(Some(cause)),
            }
        }
        if causes.iter().any(Option::is_some) {
            let refusals = causes
                .into_iter()
                .map(|cause| refused(cause.unwrap_or_else(incomplete)));
            return Ok(refusals.collect());
        }
        let leaving = match PackageLeaving::of(inner, drafts, self.closing) {
            Ok(leaving) => leaving,
            Err(cause) => return Ok(documents.iter().map(|_| refused(cause.clone())).collect()),
        };
        Ok(together(inner, leaving, documents.len()))
    }
}

/// The first effect puts the whole package into the outbox; the others are the same row.
fn together<'c>(inner: &'c Inner, leaving: PackageLeaving, count: usize) -> Vec<Effect<'c>> {
    let leaving = Rc::new(leaving);
    let saved: Rc<RefCell<Option<Result<Made>>>> = Rc::default();
    let effect = |_| -> Effect<'c> {
        let (leaving, saved) = (Rc::clone(&leaving), Rc::clone(&saved));
        Box::new(move |w| {
            if let Some(made) = saved.borrow().as_ref() {
                return made.clone();
            }
            let saved_now = leaving.save(inner, w).and_then(|sent| {
                for id in leaving.ids() {
                    w.end_cloud_file(id)?;
                }
                Ok(sent)
            });
            let made = saved_now.map(|sent| Made::enqueued(sent.outbox, sent.operation, sent.connection));
            *saved.borrow_mut() = Some(made.clone());
            made
        })
    };
    (0..count).map(effect).collect()
}

impl SendPackage {
    /// A document of another counterparty, or one too many.
    fn in_the_package(&self, firm: Option<FirmId>, other: Option<CounterpartyId>) -> Option<BulkFault> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let sides = *seen.sides.get_or_insert((firm, other));
        if sides != (firm, other) {
            return Some(BulkFault {
                code: "package_mixed".to_owned(),
                text: "Документ другого контрагента или другой фирмы: в этот пакет он не войдёт. Отправьте его отдельно."
                    .to_owned(),
            });
        }
        seen.documents += 1;
        (seen.documents > MOST_TOGETHER).then(|| BulkFault {
            code: "package_full".to_owned(),
            text: format!("В пакете уже {MOST_TOGETHER} документов, больше не поместится. Отправьте этот документ отдельно."),
        })
    }

    /// An error outside is one of the key.
    fn signed(
        &mut self,
        inner: &Inner,
        document: DocumentId,
    ) -> Result<Result<(Draft, Option<OurSignature>)>> {
        let wish = Wish {
            document,
            how: self.how,
            comment: self.comment.clone(),
            tags: self.tags.clone(),
            repeat: Repeat::AfterRefusal,
        };
        let draft = match send::draft(inner, wish) {
            Ok(draft) => draft,
            Err(cause) => return Ok(Err(cause)),
        };
        if self.how.by == SignedBy::Operator {
            return Ok(Ok((draft, None)));
        }
        let whose = (document, draft.firm());
        Ok(match self.signers.sign(inner, whose, &draft.content)? {
            Signed::Ours(ours) => Ok((draft, Some(ours))),
            Signed::Refused(why) => Err(why),
        })
    }
}

fn incomplete() -> Error {
    Error::new(
        Code::Preflight("package_incomplete"),
        "Пакет уходит целиком, а один из его документов отправить нельзя. Ни один не отправлен. Исправьте тот документ и \
         повторите.",
    )
}
