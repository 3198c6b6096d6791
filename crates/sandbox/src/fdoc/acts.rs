//! What people do with documents, on either side. Each act is one indivisible change of the books.

use super::messages;
use super::model::{
    Annul, ChangeKind, Consent, ConsentKey, ConsentState, Document, Purpose, Side, Signature, Status,
};
use super::refusal::Refusal;
use super::state::{Books, Draft, State};
use crate::clock::Ticks;

/// An SMS about a document goes out once in so many milliseconds.
const RESEND_PAUSE_MS: u64 = 60 * 1_000;
const TICKS_PER_SECOND: i64 = 10_000_000;

fn found(state: &State, id: &str) -> Result<Document, Refusal> {
    state.document(id).cloned().ok_or_else(Refusal::no_document)
}

/// A document that goes out by itself goes as far as it can: to the consent, or to the client.
pub fn set_off(draft: &mut Draft<'_>, document: &mut Document) {
    match document.consent.state {
        ConsentState::Granted => send(draft, document),
        // The client has been asked already: one question is enough, the document follows the answer.
        ConsentState::Requested => await_consent(draft, document),
        ConsentState::Required | ConsentState::Declined => ask_for_consent(draft, document),
    }
}

fn await_consent(draft: &mut Draft<'_>, document: &mut Document) {
    document.consent.state = ConsentState::Requested;
    document.status = Status::AwaitingConsent;
    document.status_changed_at = draft.now;
    draft.change(document, ChangeKind::StatusChanged);
}

fn ask_for_consent(draft: &mut Draft<'_>, document: &mut Document) {
    let consent = Consent {
        state: ConsentState::Requested,
        granted_at: None,
    };
    draft.consent(document.consent_key(), consent);
    await_consent(draft, document);
    messages::notify(draft, document, Purpose::Consent);
}

/// The organization signs, and the client is told.
fn send(draft: &mut Draft<'_>, document: &mut Document) {
    let employee = draft.state.employee(&document.employee);
    document.signatures.push(Signature {
        side: Side::Company,
        full_name: employee.map(|one| one.full_name.clone()).unwrap_or_default(),
        phone: None,
        signed_at: draft.now,
    });
    document.status = Status::Sent;
    document.status_changed_at = draft.now;
    document.was_sent = true;
    draft.change(document, ChangeKind::StatusChanged);
    messages::notify(draft, document, Purpose::Document);
}

/// «Получить согласие»
pub fn request_consent(books: &mut Books, id: &str, now: Ticks) -> Result<(), Refusal> {
    let mut document = found(&books.state, id)?;
    let is_waiting = document.status == Status::AwaitingConsent;
    match (&document.status, document.consent.state) {
        (Status::Prepared | Status::AwaitingConsent, ConsentState::Granted) => {
            return Err(Refusal::consent_already_granted());
        }
        (Status::Prepared, _) | (Status::AwaitingConsent, ConsentState::Declined) => {}
        (status, _) => {
            let text = if is_waiting {
                "Согласие уже запрошено"
            } else {
                "Согласие запрашивают до отправки документа"
            };
            return Err(Refusal::invalid_state(status, text));
        }
    }
    let mut draft = Draft::new(&books.state, now);
    ask_for_consent(&mut draft, &mut document);
    let records = draft.records;
    Ok(books.commit(records)?)
}

/// «Подтвердить и отправить»
pub fn confirm(books: &mut Books, id: &str, now: Ticks) -> Result<(), Refusal> {
    let mut document = found(&books.state, id)?;
    if !matches!(document.status, Status::Prepared | Status::AwaitingConsent) {
        return Err(Refusal::invalid_state(
            &document.status,
            "Документ уже отправлен или закрыт",
        ));
    }
    if document.consent.state != ConsentState::Granted {
        return Err(Refusal::consent_required());
    }
    let mut draft = Draft::new(&books.state, now);
    send(&mut draft, &mut document);
    let records = draft.records;
    Ok(books.commit(records)?)
}

/// The SMS once more.
pub fn resend(books: &mut Books, id: &str, now: Ticks) -> Result<(), Refusal> {
    let document = found(&books.state, id)?;
    let purpose = match (&document.status, document.consent.state) {
        (Status::Sent, _) => Purpose::Document,
        (Status::AwaitingConsent, ConsentState::Requested) => Purpose::Consent,
        (status, _) => return Err(Refusal::invalid_state(status, "Клиент сейчас ничего не ждёт")),
    };
    let mut messages = books.state.sms.iter().rev();
    let last = messages.find(|one| one.document.as_deref() == Some(id));
    if let Some(next) = last
        .map(|one| one.at.plus_ms(RESEND_PAUSE_MS))
        .filter(|next| now < *next)
    {
        let seconds = (next.0 - now.0 + TICKS_PER_SECOND - 1) / TICKS_PER_SECOND;
        return Err(Refusal::too_early(u32::try_from(seconds).unwrap_or(1)));
    }
    let mut draft = Draft::new(&books.state, now);
    messages::notify(&mut draft, &document, purpose);
    let records = draft.records;
    Ok(books.commit(records)?)
}

/// «Аннулировать»
pub fn annul(books: &mut Books, id: &str, employee: &str, reason: &str, now: Ticks) -> Result<(), Refusal> {
    let mut document = found(&books.state, id)?;
    let refused = match &document.status {
        Status::Signed if !books.state.ways.may_annul_signed => {
            Some("Подписанный документ нельзя аннулировать")
        }
        Status::Annulled => Some("Документ уже аннулирован"),
        Status::Declined => Some("Клиент отказался от документа, аннулировать нечего"),
        _ => None,
    };
    if let Some(text) = refused {
        return Err(Refusal::invalid_state(&document.status, text));
    }
    super::check::present(reason, "reason", "Укажите причину")?;
    document.annul = Some(Annul {
        reason: reason.trim().to_owned(),
        employee: employee.to_owned(),
        at: now,
    });
    close(books, document, Status::Annulled, now)
}

fn close(books: &mut Books, mut document: Document, status: Status, now: Ticks) -> Result<(), Refusal> {
    document.status = status;
    document.status_changed_at = now;
    let mut draft = Draft::new(&books.state, now);
    draft.change(&mut document, ChangeKind::StatusChanged);
    let records = draft.records;
    Ok(books.commit(records)?)
}

/// The client's answer to a consent that was asked for.
pub fn answer_consent(
    books: &mut Books,
    key: &ConsentKey,
    answer: ConsentState,
    now: Ticks,
) -> Result<(), Refusal> {
    if books.state.consent(key).state != ConsentState::Requested {
        return Err(Refusal::not_found("Согласие сейчас не запрошено"));
    }
    let consent = Consent {
        state: answer,
        granted_at: (answer == ConsentState::Granted).then_some(now),
    };
    let mut draft = Draft::new(&books.state, now);
    draft.consent(key.clone(), consent);
    let documents = books.state.documents.iter();
    let waiting =
        documents.filter(|one| !one.status.is_final() && !one.was_sent && one.consent_key() == *key);
    for document in waiting {
        let mut document = document.clone();
        document.consent = consent;
        draft.change(&mut document, ChangeKind::ConsentChanged);
        let is_next = document.is_automatic && document.status == Status::AwaitingConsent;
        if is_next && answer == ConsentState::Granted {
            send(&mut draft, &mut document);
        }
    }
    let records = draft.records;
    Ok(books.commit(records)?)
}

/// The client signs a document.
pub fn sign(books: &mut Books, id: &str, now: Ticks) -> Result<(), Refusal> {
    let mut document = awaited(&books.state, id)?;
    document.signatures.push(Signature {
        side: Side::Client,
        full_name: document.client.full_name(),
        phone: Some(document.client.phone.clone()),
        signed_at: now,
    });
    close(books, document, Status::Signed, now)
}

/// The client refuses a document.
pub fn decline(books: &mut Books, id: &str, now: Ticks) -> Result<(), Refusal> {
    let document = awaited(&books.state, id)?;
    close(books, document, Status::Declined, now)
}

fn awaited(state: &State, id: &str) -> Result<Document, Refusal> {
    let document = found(state, id)?;
    if document.status != Status::Sent {
        return Err(Refusal::invalid_state(
            &document.status,
            "Документ сейчас не ждёт подписи",
        ));
    }
    Ok(document)
}

/// The service shows words that nobody knows.
pub fn rename(books: &mut Books, id: &str, status: Status, now: Ticks) -> Result<(), Refusal> {
    let document = found(&books.state, id)?;
    close(books, document, status, now)
}
