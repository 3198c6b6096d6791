//! «Подписать»: our signature under documents that the operator has. Inbound ones that ask for it, and own ones that were
//! left unsigned in the operator's cabinet.
//!
//! The keys are opened once for the job. A УПД is answered with a title of ours, which the operator makes before it is
//! signed: a line that is down stops the job, and the rest is ready as before.

use std::collections::{BTreeMap, BTreeSet};

use domain::DocumentId;
use serde::Deserialize;
use store::{BulkFault, KeptCertificate, NewCloudFile, Reader};

use super::asked;
use super::signers::{Signed, Signers, no_certificate};
use crate::Result;
use crate::answer;
use crate::bulk::action::there;
use crate::bulk::{BulkAction, Coming, Course, Effect, Enqueued, Made, Readiness, Verdict, refused};
use crate::engine::Inner;

pub(super) const ACTION: BulkAction = BulkAction {
    code: "sign",
    label: "Подписание",
    is_outward: true,
    changes_documents: true,
    makes_file: false,
    needs_keys: true,
    undone_by: None,
    // A token signs for up to a second.
    rows_at_once: 8,
    begin: |inner, params| {
        let asked: Asked = asked(params)?;
        inner.read(|r| {
            Ok(Box::new(Sign {
                signers: Signers::chosen(inner, r, asked.certificates, &asked.powers_of_attorney)?,
                together: BTreeSet::new(),
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
}

struct Sign {
    signers: Signers,
    /// Documents that were signed with another one of their draft.
    together: BTreeSet<DocumentId>,
}

impl Course for Sign {
    fn ready(&mut self, inner: &Inner, coming: &Coming<'_>) -> Result<Readiness> {
        self.signers.ready(inner, coming, &to_sign)
    }

    fn check(&self, inner: &Inner, r: &Reader<'_>, document: DocumentId) -> Result<Verdict> {
        if self.together.contains(&document) {
            return Ok(Verdict::Ready);
        }
        let document = there(r, document)?;
        let open = match answer::open_answer(inner, r, &document) {
            Ok(open) => open,
            Err(cause) => return Verdict::blocked(cause),
        };
        Ok(match self.signers.concern(inner, r, &document)? {
            Some(concern) => concern.verdict(),
            None if open.together() > 0 => Verdict::Warned(leaves_whole(open.together())),
            None => Verdict::Ready,
        })
    }

    fn run<'c>(&'c mut self, inner: &'c Inner, documents: &[DocumentId]) -> Result<Vec<Effect<'c>>> {
        let mut effects: Vec<Effect<'c>> = Vec::with_capacity(documents.len());
        for &document in documents {
            effects.push(self.effect(inner, document)?);
        }
        Ok(effects)
    }
}

/// A draft of several documents is signed and sent as a whole.
fn leaves_whole(others: usize) -> BulkFault {
    BulkFault {
        code: "draft_leaves_whole".to_owned(),
        text: format!(
            "Черновик лежит у оператора одним пакетом: вместе с этим документом будут подписаны и уйдут остальные документы \
             пакета, всего ещё {others}."
        ),
    }
}

/// What is signed of a document by a key that an operator keeps.
fn to_sign(inner: &Inner, document: DocumentId, signer: &KeptCertificate) -> Result<Option<NewCloudFile>> {
    let found = inner.read(|r| answer::open_answer(inner, r, &there(r, document)?));
    let Ok(open) = found else {
        return Ok(None);
    };
    match answer::draft(inner, open, signer) {
        Ok(draft) => Ok(Some(draft.to_sign())),
        Err(cause) if answer::is_of_the_line(&cause) => Err(cause),
        Err(_) => Ok(None),
    }
}

impl Sign {
    /// An error is one of the key or of the line: every other document would meet it too.
    fn effect<'c>(&mut self, inner: &'c Inner, document: DocumentId) -> Result<Effect<'c>> {
        if self.together.contains(&document) {
            return Ok(Box::new(move |w| {
                answer::left_together(w, document)?;
                w.end_cloud_file(document)?;
                Ok(Made::default())
            }));
        }
        let found = inner.read(|r| answer::open_answer(inner, r, &there(r, document)?));
        let open = match found {
            Ok(open) => open,
            Err(cause) => return Ok(refused(cause)),
        };
        let Some(signer) = self.signers.of(open.firm()) else {
            return Ok(refused(no_certificate()));
        };
        let draft = match answer::draft(inner, open, &signer.kept) {
            Ok(draft) => draft,
            Err(cause) if answer::is_of_the_line(&cause) => return Err(cause),
            Err(cause) => return Ok(refused(cause)),
        };
        let whose = (document, draft.firm());
        let ours = match self.signers.sign(inner, whose, draft.content())? {
            Signed::Ours(ours) => ours,
            Signed::Refused(why) => return Ok(refused(why)),
        };
        let mut others = Vec::new();
        for (other, content) in draft.others() {
            match self.signers.sign(inner, (other, draft.firm()), content)? {
                Signed::Ours(ours) => others.push(ours),
                Signed::Refused(why) => return Ok(refused(why)),
            }
        }
        let leaving = match draft.leaving(inner, ours, others) {
            Ok(leaving) => leaving,
            Err(cause) => return Ok(refused(cause)),
        };
        self.together
            .extend(leaving.documents().filter(|other| *other != document));
        Ok(Box::new(move |w| {
            let (outbox, operation) = leaving.save(inner, w)?;
            w.end_cloud_file(document)?;
            Ok(Made {
                enqueued: Some(Enqueued {
                    outbox,
                    operation,
                    connection: leaving.connection(),
                }),
                ..Made::default()
            })
        }))
    }
}
