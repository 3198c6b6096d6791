//! «Подписать»: our signature under documents that the operator has, inbound ones that ask for it and own ones that were
//! left unsigned in the operator's cabinet; and under own ones that have not left: that signature stays here and leaves
//! with the first sending.
//!
//! The keys are opened once for the job. A УПД is answered with a title of ours, which the operator makes before it is
//! signed: a line that is down stops the job, and the rest is ready as before.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Direction, Document, DocumentId};
use serde::Deserialize;
use store::{BulkFault, NewCloudFile, Reader};

use super::asked;
use super::signers::{Signed, Signers, no_certificate};
use crate::Result;
use crate::answer::{self, OpenAnswer};
use crate::bulk::action::there;
use crate::bulk::{BulkAction, Coming, Course, Effect, Made, Readiness, Verdict, each, refused};
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::firm_signers::Who;
use crate::send::{self, Repeat, Unsent};

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
        let matter = match matter(inner, r, &document) {
            Ok(matter) => matter,
            Err(cause) => return Verdict::blocked(cause),
        };
        if let Some(concern) = self.signers.concern(inner, r, &document)? {
            return Ok(concern.verdict());
        }
        let warning = match &matter {
            Matter::Answer(open) => (open.together() > 0).then(|| leaves_whole(open.together())),
            Matter::Unsent(unsent) => unsent.signer_name(r)?.map(|name| signed_before(&name)),
        };
        Ok(warning.map_or(Verdict::Ready, Verdict::Warned))
    }

    fn run<'c>(&'c mut self, inner: &'c Inner, documents: &[DocumentId]) -> Result<Vec<Effect<'c>>> {
        each(documents, |document| self.effect(inner, document))
    }
}

/// What is signed of a document.
enum Matter {
    /// What the operator waits for.
    Answer(Box<OpenAnswer>),
    /// Its file, before it leaves.
    Unsent(Box<Unsent>),
}

/// The error says why there is nothing to sign, or why not here.
fn matter(inner: &Inner, r: &Reader<'_>, document: &Document) -> Result<Matter> {
    let cause = match answer::open_answer(inner, r, document) {
        Ok(open) => return Ok(Matter::Answer(Box::new(open))),
        Err(cause) => cause,
    };
    let has_not_left = document.body.direction == Direction::Outbound
        && send::refuse_second_sending(r, document.id, Repeat::AfterRefusal).is_ok();
    if !has_not_left {
        return Err(cause);
    }
    if document.body.individual.is_some() {
        return Err(simple_signature_only());
    }
    send::unsent(r, document.clone()).map(|unsent| Matter::Unsent(Box::new(unsent)))
}

fn simple_signature_only() -> Error {
    Error::new(
        Code::Preflight("simple_signature_only"),
        "Документ для физлица подписывается простой электронной подписью при отправке, а не сертификатом. Документ не \
         изменён. Отправьте его из карточки.",
    )
}

fn signed_before(name: &str) -> BulkFault {
    BulkFault {
        code: "signed_before".to_owned(),
        text: format!(
            "Документ уже подписан и ещё не отправлен, подписал: {name}. Новая подпись уйдёт вместо прежней, прежняя останется \
             в карточке."
        ),
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
fn to_sign(inner: &Inner, document: DocumentId, who: Who<'_>) -> Result<Option<NewCloudFile>> {
    let open = match inner.read(|r| matter(inner, r, &there(r, document)?)) {
        Ok(Matter::Answer(open)) => *open,
        Ok(Matter::Unsent(unsent)) => return Ok(Some(unsent.to_sign())),
        Err(_) => return Ok(None),
    };
    match answer::draft(inner, open, who) {
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
        let open = match inner.read(|r| matter(inner, r, &there(r, document)?)) {
            Ok(Matter::Answer(open)) => *open,
            Ok(Matter::Unsent(unsent)) => return self.before_sending(inner, unsent),
            Err(cause) => return Ok(refused(cause)),
        };
        let Some(signer) = self.signers.of(open.firm()) else {
            return Ok(refused(no_certificate()));
        };
        let draft = match answer::draft(inner, open, signer.who()) {
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
            Ok(Made::enqueued(outbox, operation, leaving.connection()))
        }))
    }

    /// An error is one of the key.
    fn before_sending<'c>(&mut self, inner: &'c Inner, unsent: Box<Unsent>) -> Result<Effect<'c>> {
        let content = match unsent.content(inner) {
            Ok(content) => content,
            Err(cause) => return Ok(refused(cause)),
        };
        let ours = match self
            .signers
            .sign(inner, (unsent.document(), unsent.firm()), &content)?
        {
            Signed::Ours(ours) => ours,
            Signed::Refused(why) => return Ok(refused(why)),
        };
        Ok(Box::new(move |w| {
            unsent.keep(w, &ours, inner.now())?;
            w.end_cloud_file(unsent.document())?;
            Ok(Made::default())
        }))
    }
}
