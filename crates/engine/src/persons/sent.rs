//! «Статусы документов ЭДО»: every sending to a person, whose it was, and how far it is.

use domain::{DocumentId, FirmId};
use jiff::Timestamp;
use store::{PersonSending, Reader};

use super::{PersonSendingView, sending_view};
use crate::engine::Inner;
use crate::{Engine, Result, employees, records};

/// How many sendings are shown, the newest.
const SHOWN: u32 = 500;

/// Whose sendings are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Of whoever works at this computer; none while nobody is chosen.
    Mine,
    /// Of every employee.
    Everyones,
}

/// A sending to a person with its document.
#[derive(Debug, Clone)]
pub struct SentToPerson {
    /// The sending.
    pub sending: PersonSendingView,
    /// Its document.
    pub document: DocumentId,
    /// «Заказ-наряд № ЗН-00042 от 21.11.2026»; what it was called when it left, where it is gone.
    pub label: String,
    /// Whose document it is.
    pub firm: Option<FirmId>,
    /// In whose access it left.
    pub employee_name: String,
    /// When it was put into the outbox.
    pub created_at: Timestamp,
    /// The operator has it, and a page for it.
    pub is_at_operator: bool,
}

impl Engine {
    /// Sendings to people, newest first.
    pub async fn sent_to_persons(&self, whose: Whose) -> Result<Vec<SentToPerson>> {
        self.blocking(move |inner| inner.read(|r| sent(inner, r, whose)))
            .await
    }
}

fn sent(inner: &Inner, r: &Reader<'_>, whose: Whose) -> Result<Vec<SentToPerson>> {
    let employee = match whose {
        Whose::Everyones => None,
        Whose::Mine => match employees::current(r)? {
            Some(me) => Some(me),
            None => return Ok(Vec::new()),
        },
    };
    let mut found = Vec::new();
    for row in r.person_sendings(employee, None, SHOWN)? {
        found.extend(one(inner, r, row)?);
    }
    Ok(found)
}

fn one(inner: &Inner, r: &Reader<'_>, row: PersonSending) -> Result<Option<SentToPerson>> {
    let Some(sending) = r.edo_document(row.body.edo_document)? else {
        return Ok(None);
    };
    let document = r.document(sending.document)?;
    let employee = r.employee(row.body.employee)?;
    Ok(Some(SentToPerson {
        document: sending.document,
        label: match &document {
            Some(document) => records::reference(r, document)?.label,
            None => row.body.title.clone(),
        },
        firm: document.and_then(|document| document.body.firm),
        employee_name: employee.map(|one| one.body.name.short()).unwrap_or_default(),
        created_at: sending.created_at,
        is_at_operator: sending.remote.is_some(),
        sending: sending_view(inner, r, &sending, row)?,
    }))
}
