//! Calls about documents: made, read, listed, moved on.

use domain::BlobId;
use serde_json::{Value, json};
use uuid::Uuid;

use super::call::Call;
use super::intake::{self, Ready};
use super::model::{Answered, ChangeKind, Consent, Document, FileCard, Status};
use super::refusal::Refusal;
use super::state::{Books, Draft, Record, State};
use super::wire::{self, AnnulGiven, Operation};
use super::{Reply, acts, check, visits};
use crate::clock::Ticks;
use crate::hub::Hub;

const USUAL_PAGE: usize = 50;

/// `GET …/{id}`
pub fn get(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.fdoc(|books, now| {
        let document = own(books, call, now)?;
        Ok(Reply::json(
            200,
            &wire::document(document, &books.state, &hub.base()),
        ))
    })
}

/// The document of the path, if it belongs to the caller's organization.
pub fn own<'a>(books: &'a Books, call: &Call, now: Ticks) -> Result<&'a Document, Refusal> {
    let (organization, _) = call.caller(&books.state, now)?;
    let document = books.state.document(&call.document);
    document
        .filter(|one| one.organization == organization.id)
        .ok_or_else(Refusal::no_document)
}

/// `POST /gw/v1/documents`
pub fn create(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.fdoc(|books, now| {
        if let Some(reply) = answered(books, call, now)? {
            return Ok(reply);
        }
        let ready = intake::read(call)?;
        let (mut document, mut records) = drafted(books, call, ready, now)?;
        let mut draft = Draft::new(&books.state, now);
        draft.change(&mut document, ChangeKind::Created);
        if document.is_automatic {
            acts::set_off(&mut draft, &mut document);
        }
        records.extend(draft.records);
        let body = wire::document(&document, &books.state, &hub.base());
        records.extend(remembered(books, call, now, 201, &body)?);
        books.commit(records)?;
        hub.desk
            .visits(|visits| visits.expect(document.ticket, &document.id, &document.employee, now));
        Ok(Reply::json(201, &body))
    })
}

/// The new document, and its bytes as a record.
fn drafted(books: &Books, call: &Call, ready: Ready, now: Ticks) -> Result<(Document, Vec<Record>), Refusal> {
    let state = &books.state;
    let (organization, employee) = call.caller(state, now)?;
    if let Some(existing) = existing(state, &organization.id, ready.external_id.as_deref())
        && !ready.is_wanted_again
    {
        return Err(Refusal::external_id_exists(&existing.id));
    }
    if let Some(replaced) = &ready.replaces {
        let known = state.document(replaced);
        known
            .filter(|one| one.organization == organization.id)
            .ok_or_else(|| Refusal::validation("replaces", "Заменяемый документ не найден"))?;
    }
    let sha256 = BlobId::of(&ready.bytes).to_string();
    let mut document = Document {
        id: format!("doc-{:06}", state.documents.len() + 1),
        external_id: ready.external_id,
        title: ready.title,
        kind: ready.kind,
        is_automatic: ready.is_automatic,
        organization: organization.id.clone(),
        employee: employee.id.clone(),
        client: ready.client,
        file: FileCard {
            name: ready.file_name,
            size: u64::try_from(ready.bytes.len()).unwrap_or(u64::MAX),
            sha256: sha256.clone(),
        },
        replaces: ready.replaces,
        status: Status::Prepared,
        status_changed_at: now,
        consent: Consent::default(),
        signatures: Vec::new(),
        annul: None,
        ticket: Uuid::new_v4().simple().to_string(),
        was_sent: false,
        version: 0,
        updated_at: now,
        created_at: now,
    };
    document.consent = state.consent(&document.consent_key());
    let kept = books.keep(&sha256, ready.bytes)?;
    Ok((document, vec![kept]))
}

fn existing<'a>(state: &'a State, organization: &str, external_id: Option<&str>) -> Option<&'a Document> {
    let wanted = external_id?;
    let mut all = state.documents.iter().rev();
    all.find(|one| one.organization == organization && one.external_id.as_deref() == Some(wanted))
}

/// What a write is known by, apart from its key.
fn name_of(call: &Call) -> String {
    format!("{} {}", call.operation.name(), call.document)
}

/// The answer that the same write got before.
fn answered(books: &Books, call: &Call, now: Ticks) -> Result<Option<Reply>, Refusal> {
    let (organization, _) = call.caller(&books.state, now)?;
    let Some(key) = call.header(wire::IDEMPOTENCY_KEY) else {
        return Ok(None);
    };
    let Some(known) = books.state.answered(&organization.id, &name_of(call), key) else {
        return Ok(None);
    };
    if known.request != BlobId::of(&call.body).to_string() {
        return Err(Refusal::idempotency_conflict());
    }
    Ok(Some(Reply::json(known.status, &known.body)))
}

/// The answer to be given to the same write again.
fn remembered(
    books: &Books,
    call: &Call,
    now: Ticks,
    status: u16,
    body: &Value,
) -> Result<Option<Record>, Refusal> {
    let (organization, _) = call.caller(&books.state, now)?;
    Ok(call.header(wire::IDEMPOTENCY_KEY).map(|key| {
        Record::Answered(Box::new(Answered {
            organization: organization.id.clone(),
            call: name_of(call),
            key: key.to_owned(),
            request: BlobId::of(&call.body).to_string(),
            status,
            body: body.clone(),
        }))
    }))
}

/// `POST …/consent-request`, `…/confirm`, `…/resend`, `…/annul`
pub fn act(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.fdoc(|books, now| {
        let (_, employee) = call.caller(&books.state, now)?;
        let employee = employee.id.clone();
        let id = own(books, call, now)?.id.clone();
        if let Some(reply) = answered(books, call, now)? {
            return Ok(reply);
        }
        let mut status = 200;
        match call.operation {
            Operation::Consent => acts::request_consent(books, &id, now)?,
            Operation::Confirm => acts::confirm(books, &id, now)?,
            Operation::Resend => {
                acts::resend(books, &id, now)?;
                status = 202;
            }
            _ => {
                let given: AnnulGiven = call.json()?;
                acts::annul(books, &id, &employee, &given.reason, now)?;
            }
        }
        let document = books.state.document(&id).ok_or_else(Refusal::no_document)?;
        let body = wire::document(document, &books.state, &hub.base());
        let remembered = remembered(books, call, now, status, &body)?;
        books.commit(remembered.into_iter().collect())?;
        Ok(Reply::json(status, &body))
    })
}

/// `POST …/browser-link`
pub fn link(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.fdoc(|books, now| {
        let (_, employee) = call.caller(&books.state, now)?;
        let document = own(books, call, now)?;
        let ticket = Uuid::new_v4().simple().to_string();
        let url = wire::document_url(&hub.base(), &document.id, &ticket);
        hub.desk
            .visits(|visits| visits.expect(ticket, &document.id, &employee.id, now));
        let expires_at = wire::time(now.plus_ms(visits::TICKET_LIFE_MS));
        Ok(Reply::json(200, &json!({"url": url, "expires_at": expires_at})))
    })
}

/// `GET /gw/v1/documents`, in the order in which they came.
pub fn list(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.fdoc(|books, now| {
        let state = &books.state;
        let (organization, employee) = call.caller(state, now)?;
        let limit = call.limit(USUAL_PAGE)?;
        let after = match call.text("page_token") {
            Some(token) => page_number(token)?,
            None => 0,
        };
        let wanted = Wanted::of(call, &employee.id)?;
        let mut found = (1..)
            .zip(&state.documents)
            .skip(after)
            .filter(|(_, one)| one.organization == organization.id && wanted.is_met_by(one));
        let page: Vec<(usize, &Document)> = found.by_ref().take(limit).collect();
        let has_more = found.next().is_some();
        let next = page
            .last()
            .filter(|_| has_more)
            .map(|(place, _)| format!("p-{place:06}"));
        let base = hub.base();
        let items: Vec<Value> = page
            .iter()
            .map(|(_, one)| wire::document(one, state, &base))
            .collect();
        Ok(Reply::json(
            200,
            &json!({"items": items, "page": {"limit": limit, "next": next}}),
        ))
    })
}

fn page_number(token: &str) -> Result<usize, Refusal> {
    let number = token.strip_prefix("p-").and_then(|digits| digits.parse().ok());
    number.ok_or_else(|| Refusal::validation("page_token", "Такой страницы списка нет"))
}

/// The conditions of a list.
struct Wanted<'a> {
    status: Option<&'a str>,
    employee: Option<&'a str>,
    client_phone: Option<String>,
    external_id: Option<&'a str>,
    updated_from: Option<Ticks>,
}

impl<'a> Wanted<'a> {
    fn of(call: &'a Call, me: &'a str) -> Result<Self, Refusal> {
        let phone = call.text("client_phone");
        let since = call.text("updated_from").map(|text| {
            // A plus that was not escaped has become a blank.
            let text = text.replace(' ', "+");
            let moment = text.parse::<jiff::Timestamp>();
            moment
                .map(Ticks::from)
                .map_err(|_| Refusal::validation("updated_from", "Укажите дату и время по RFC 3339"))
        });
        Ok(Self {
            status: call.text("status"),
            employee: call
                .text("employee")
                .map(|text| if text == "me" { me } else { text }),
            client_phone: phone
                .map(|text| check::phone(text.trim(), "client_phone"))
                .transpose()?,
            external_id: call.text("external_id"),
            updated_from: since.transpose()?,
        })
    }

    fn is_met_by(&self, one: &Document) -> bool {
        self.status.is_none_or(|code| one.status.code() == code)
            && self.employee.is_none_or(|id| one.employee == id)
            && self
                .client_phone
                .as_ref()
                .is_none_or(|phone| one.client.phone == *phone)
            && self
                .external_id
                .is_none_or(|id| one.external_id.as_deref() == Some(id))
            && self.updated_from.is_none_or(|since| one.updated_at >= since)
    }
}
