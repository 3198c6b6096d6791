//! A document that came and one of ours that is the same paper («связанный документ»): offered, decided by a person,
//! taken back.
//!
//! What came speaks for ours: a document that was never sent by itself takes over the status of what came for it. Nothing
//! is paired without a person.

mod likeness;

use domain::{Document, DocumentId, EdoStatus};
use jiff::Timestamp;
use store::{Likeness, Pair, Reader, Writer};

use crate::changes::Change;
use crate::error::{Code, Error};
use crate::records::DocumentRef;
use crate::{Engine, Result, documents, records, status, words};

pub use likeness::Agreement;
use likeness::{Compared, compare};

/// Papers of one deal are dated within a quarter.
const DAYS_AROUND: i32 = 92;
/// More would be a list to search in, not a proposal.
const MOST_PROPOSALS: usize = 3;
/// Looked at for each sign.
const MOST_LOOKED_AT: u32 = 200;

/// A document of ours that is like the one that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairProposal {
    /// Ours.
    pub document: DocumentRef,
    /// What agrees.
    pub agrees: Vec<Agreement>,
    /// Everything agrees.
    pub is_sure: bool,
    /// «Совпадают номер, дата и сумма. Контрагент в нашем документе не указан.»
    pub sentence: String,
}

/// The other one of two that are the same paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairedDocument {
    /// Which.
    pub document: DocumentRef,
    /// «Статус ЭДО» of it.
    pub status: EdoStatus,
    /// Since when.
    pub since: Timestamp,
    /// It is the one that came.
    pub is_arrival: bool,
}

impl Engine {
    /// Documents of ours that are like this one that came, the most alike first. Empty where nothing is, where it has its
    /// pair, and for a document that did not come by an operator. `document_not_found`.
    pub async fn pair_proposals(&self, inbound: DocumentId) -> Result<Vec<PairProposal>> {
        self.read(move |r| proposals(r, inbound)).await
    }

    /// The two are the same paper, as a person says. `document_not_found`, `not_an_arrival`, `pair_taken`.
    pub async fn pair_documents(&self, one: DocumentId, other: DocumentId) -> Result<()> {
        let now = self.inner.now();
        self.write(move |w| {
            let pair = ordered(w, one, other)?;
            accept(w, pair, now)
        })
        .await?;
        self.tell_pair(one, other);
        Ok(())
    }

    /// The two are not the same paper: they are not offered again. `document_not_found`, `not_an_arrival`.
    pub async fn refuse_pair(&self, one: DocumentId, other: DocumentId) -> Result<()> {
        self.decide(one, other, |w, pair, now| w.refuse_pair(pair, now))
            .await
    }

    /// Takes back what was decided about the two, a refusal or a pair. `document_not_found`, `not_an_arrival`.
    pub async fn forget_pair(&self, one: DocumentId, other: DocumentId) -> Result<()> {
        self.decide(one, other, |w, pair, _| w.forget_pair(pair)).await
    }

    async fn decide(
        &self,
        one: DocumentId,
        other: DocumentId,
        decide: impl FnOnce(&Writer<'_>, Pair, Timestamp) -> store::Result<()> + Send + 'static,
    ) -> Result<()> {
        let now = self.inner.now();
        self.write(move |w| {
            let pair = ordered(w, one, other)?;
            decide(w, pair, now)?;
            status::refresh(w, pair.document, now)
        })
        .await?;
        self.tell_pair(one, other);
        Ok(())
    }

    fn tell_pair(&self, one: DocumentId, other: DocumentId) {
        self.inner.changes.tell(&Change {
            documents: [one, other].into(),
            ..Change::default()
        });
    }
}

/// Notes the pair; ours shows from now on how the one that came stands.
pub(crate) fn accept(w: &Writer<'_>, pair: Pair, now: Timestamp) -> Result<()> {
    w.pair_documents(pair, now).map_err(|error| match error {
        store::Error::Conflict(_) => taken(),
        other => other.into(),
    })?;
    status::refresh(w, pair.document, now)
}

/// Which of the two came and which is ours.
fn ordered(r: &Reader<'_>, one: DocumentId, other: DocumentId) -> Result<Pair> {
    for id in [one, other] {
        r.document(id)?.ok_or_else(documents::not_found)?;
    }
    match (r.is_arrival(one)?, r.is_arrival(other)?) {
        (true, false) => Ok(Pair {
            inbound: one,
            document: other,
        }),
        (false, true) => Ok(Pair {
            inbound: other,
            document: one,
        }),
        _ => Err(not_an_arrival()),
    }
}

/// The pair of a document, seen from it.
pub(crate) fn of(r: &Reader<'_>, id: DocumentId) -> Result<Option<PairedDocument>> {
    let Some(pair) = r.pair_of(id)? else {
        return Ok(None);
    };
    let Some(other) = r.document(pair.other(id))? else {
        return Ok(None);
    };
    let told = status::of_document(r, other.id)?;
    let (status, since) = told.unwrap_or((status::before_sending(&other), other.created_at));
    Ok(Some(PairedDocument {
        document: records::reference(r, &other)?,
        status,
        since,
        is_arrival: other.id == pair.inbound,
    }))
}

/// See [`Engine::pair_proposals`].
pub(crate) fn proposals(r: &Reader<'_>, inbound: DocumentId) -> Result<Vec<PairProposal>> {
    let came = r.document(inbound)?.ok_or_else(documents::not_found)?;
    if !r.is_arrival(inbound)? || r.pair_of(inbound)?.is_some() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for id in r.alike(&wanted(&came), MOST_LOOKED_AT)? {
        let Some(ours) = r.document(id)? else {
            continue;
        };
        if let Some(compared) = alike(r, &came, &ours)? {
            found.push((compared, ours));
        }
    }
    found.sort_by(|(one, a), (other, b)| other.weight().cmp(&one.weight()).then(b.id.0.cmp(&a.id.0)));
    found.truncate(MOST_PROPOSALS);
    found
        .into_iter()
        .map(|(compared, ours)| {
            Ok(PairProposal {
                document: records::reference(r, &ours)?,
                is_sure: compared.is_sure(),
                sentence: compared.sentence(&ours),
                agrees: compared.agrees,
            })
        })
        .collect()
}

fn wanted(came: &Document) -> Likeness {
    let day = came
        .body
        .issued_on
        .unwrap_or_else(|| came.created_at.to_zoned(jiff::tz::TimeZone::UTC).date());
    let days = jiff::Span::new().days(DAYS_AROUND);
    Likeness {
        inbound: came.id,
        firm: came.body.firm,
        number: came.body.number.clone(),
        total: came.body.total,
        since: day.saturating_sub(days),
        until: day.saturating_add(days),
    }
}

fn alike(r: &Reader<'_>, came: &Document, ours: &Document) -> Result<Option<Compared>> {
    let inn = |document: &Document| -> Result<_> {
        Ok(match document.body.counterparty {
            Some(id) => r.counterparty(id)?.map(|known| known.party.inn),
            None => None,
        })
    };
    Ok(compare((&came.body, inn(came)?), (&ours.body, inn(ours)?)))
}

/// What came speaks for our document, so sending ours beside it would make a second paper of one deal.
pub(crate) fn refuse_sending(r: &Reader<'_>, document: DocumentId) -> Result<()> {
    let Some(pair) = r.pair_of(document)?.filter(|pair| pair.document == document) else {
        return Ok(());
    };
    let stands = status::of_its_own(r, pair.inbound)?.map(|(status, _)| status);
    let is_over = matches!(
        stands,
        None | Some(
            EdoStatus::SignatureInvalid | EdoStatus::Rejected | EdoStatus::Revoked | EdoStatus::Deleted
        )
    );
    if is_over {
        return Ok(());
    }
    Err(Error::new(
        Code::AlreadySent,
        format!(
            "Этот документ связан с входящим документом № {}, его статус: {}. Отправлять его отдельно не нужно. Если связь \
             неверна, уберите её в карточке документа и повторите.",
            pair.inbound,
            words::status(stands.unwrap_or(EdoStatus::NotInEdo))
        ),
    ))
}

fn not_an_arrival() -> Error {
    Error::new(
        Code::NotAnArrival,
        "Связать можно документ, который пришёл через ЭДО, и документ из нашего учёта. Ничего не изменено. Выберите другой \
         документ.",
    )
}

fn taken() -> Error {
    Error::new(
        Code::PairTaken,
        "Один из двух документов уже связан с другим. Ничего не изменено. Уберите прежнюю связь в карточке документа и \
         повторите.",
    )
}
