//! The part of the control API that is about F.Doc, under `/_sandbox/fdoc/`.

use std::sync::Arc;

use axum::Router;
use axum::extract::State as Shared;
use axum::routing::get;
use serde::Deserialize;
use serde_json::{Value, json};

use super::chance;
use super::model::{Consent, ConsentKey, ConsentState, Organization, Sms, Status, Ways};
use super::refusal::Refusal;
use super::state::{Books, Record, State};
use super::{acts, check, example, wire};
use crate::clock::Ticks;
use crate::control::{Answer, act, act_at, reply};
use crate::fault::Fault;
use crate::hub::Hub;

/// All routes.
pub fn routes() -> Router<Arc<Hub>> {
    Router::new()
        .route(
            "/_sandbox/fdoc/sms",
            get(async |Shared(hub): Shared<Arc<Hub>>| reply(told(&hub, sms))),
        )
        .route(
            "/_sandbox/fdoc/mail",
            get(async |Shared(hub): Shared<Arc<Hub>>| reply(told(&hub, mail))),
        )
        .route(
            "/_sandbox/fdoc/state",
            get(async |Shared(hub): Shared<Arc<Hub>>| reply(told(&hub, everything))),
        )
        .route(
            "/_sandbox/fdoc/faults",
            get(async |Shared(hub): Shared<Arc<Hub>>| reply(Ok(faults(&hub))))
                .merge(act(order_fault))
                .delete(async |Shared(hub): Shared<Arc<Hub>>| {
                    hub.desk.faults.clear();
                    reply(Ok(faults(&hub)))
                }),
        )
        .route("/_sandbox/fdoc/ways", act(switch))
        .route("/_sandbox/fdoc/client/{phone}/consent-all", act_at(consent_all))
        .route(
            "/_sandbox/fdoc/client/{phone}/refuse-consents",
            act_at(refuse_consents),
        )
        .route("/_sandbox/fdoc/client/{phone}/sign-all", act_at(sign_all))
        .route("/_sandbox/fdoc/client/{phone}/decline-all", act_at(decline_all))
        .route("/_sandbox/fdoc/documents/status", act(rename))
        .route("/_sandbox/fdoc/organizations", act(change_organization))
        .route("/_sandbox/fdoc/sessions/expire", act(expire_sessions))
        .route("/_sandbox/fdoc/reset", act(reset))
}

fn told(hub: &Hub, tell: impl FnOnce(&State, &str) -> Value) -> Answer {
    Ok(hub.fdoc(|books, _| Ok(tell(&books.state, &hub.base())))?)
}

/// A text message as the control API tells it.
fn message(sms: &Sms, base: &str) -> Value {
    let link = sms.link.as_ref();
    json!({
        "to": sms.to,
        "at": wire::time(sms.at),
        "text": sms.text,
        "link": link.map(|(path_token, code)| format!("{base}{}", wire::client_path(path_token, code))),
        "code": link.map(|(_, code)| code),
        "purpose": sms.purpose,
        "document_id": sms.document,
    })
}

fn sms(state: &State, base: &str) -> Value {
    let messages = state.sms.iter().map(|one| message(one, base));
    json!({"messages": messages.collect::<Vec<_>>()})
}

fn mail(state: &State, _: &str) -> Value {
    let letters = state.mail.iter().map(|one| {
        json!({
            "to": one.to,
            "at": wire::time(one.at),
            "subject": one.subject,
            "text": one.text,
            "purpose": one.purpose,
        })
    });
    json!({"messages": letters.collect::<Vec<_>>()})
}

/// Organizations with their keys and people, as a program has to type them in.
pub fn organizations(state: &State) -> Vec<Value> {
    let people = |one: &Organization| {
        let own = state
            .employees
            .iter()
            .filter(|person| person.organization == one.id);
        own.map(|person| {
            json!({
                "id": person.id,
                "full_name": person.full_name,
                "phone": person.phone,
                "email": person.email,
                "login": person.login,
                "password": person.password,
            })
        })
        .collect::<Vec<_>>()
    };
    let all = state.organizations.iter().map(|one| {
        json!({
            "name": one.name,
            "inn": one.inn,
            "kpp": one.kpp,
            "api_key": one.api_key,
            "is_blocked": one.is_blocked,
            "employees": people(one),
        })
    });
    all.collect()
}

fn everything(state: &State, base: &str) -> Value {
    let consents = state.consents.iter().map(|(key, consent)| {
        json!({
            "organization": state.organization(&key.organization).map(wire::organization),
            "phone": key.phone,
            "name": key.name,
            "state": consent.state.code(),
            "granted_at": consent.granted_at.map(wire::time),
        })
    });
    let documents = state.documents.iter().map(|one| wire::document(one, state, base));
    json!({
        "ways": state.ways,
        "organizations": organizations(state),
        "connection_requests": state.connection_requests.iter().map(|one| json!({"id": one.id, "inn": one.inn, "kpp": one.kpp})).collect::<Vec<_>>(),
        "consents": consents.collect::<Vec<_>>(),
        "documents": documents.collect::<Vec<_>>(),
        "cursor": wire::cursor(state.changes.len()),
        "sms": state.sms.len(),
        "mail": state.mail.len(),
    })
}

fn faults(hub: &Hub) -> Value {
    json!({"faults": hub.desk.faults.waiting()})
}

fn order_fault(hub: &Hub, fault: &Fault) -> Answer {
    hub.desk.faults.order(fault.clone());
    Ok(faults(hub))
}

/// What is absent stays.
fn switch(hub: &Hub, order: &Value) -> Answer {
    Ok(hub.fdoc(|books, _| {
        let mut ways = serde_json::to_value(&books.state.ways).unwrap_or_default();
        if let (Some(fields), Value::Object(given)) = (ways.as_object_mut(), order) {
            fields.extend(given.clone());
        }
        let ways: Ways =
            serde_json::from_value(ways).map_err(|error| Refusal::malformed(error.to_string()))?;
        books.commit(vec![Record::Ways(ways.clone())])?;
        Ok(json!(ways))
    })?)
}

/// Which of a client's papers: those at one organization, or all.
#[derive(Deserialize)]
struct Whose {
    inn: Option<String>,
}

impl Whose {
    fn is(&self, state: &State, organization: &str) -> bool {
        let inn = state.organization(organization).map(|one| one.inn.as_str());
        self.inn.as_deref().is_none_or(|wanted| inn == Some(wanted))
    }
}

/// The client signs every consent that waits.
fn consent_all(hub: &Hub, phone: &str, whose: &Whose) -> Answer {
    answer_consents(hub, phone, whose, ConsentState::Granted)
}

/// The client agrees to none that waits.
fn refuse_consents(hub: &Hub, phone: &str, whose: &Whose) -> Answer {
    answer_consents(hub, phone, whose, ConsentState::Declined)
}

fn answer_consents(hub: &Hub, phone: &str, whose: &Whose, answer: ConsentState) -> Answer {
    Ok(hub.fdoc(|books, now| {
        let phone = check::phone(phone, "phone")?;
        let keys: Vec<ConsentKey> = books
            .state
            .consents
            .iter()
            .filter(|(key, consent): &(&ConsentKey, &Consent)| {
                consent.state == ConsentState::Requested
                    && key.phone == phone
                    && whose.is(&books.state, &key.organization)
            })
            .map(|(key, _)| key.clone())
            .collect();
        for key in &keys {
            acts::answer_consent(books, key, answer, now)?;
        }
        Ok(json!({"consents": keys.len()}))
    })?)
}

/// The client signs every document that waits.
fn sign_all(hub: &Hub, phone: &str, whose: &Whose) -> Answer {
    every(hub, phone, whose, acts::sign)
}

/// The client refuses every document that waits.
fn decline_all(hub: &Hub, phone: &str, whose: &Whose) -> Answer {
    every(hub, phone, whose, acts::decline)
}

fn every(
    hub: &Hub,
    phone: &str,
    whose: &Whose,
    act: impl Fn(&mut Books, &str, Ticks) -> Result<(), Refusal>,
) -> Answer {
    Ok(hub.fdoc(|books, now| {
        let phone = check::phone(phone, "phone")?;
        let documents = books.state.documents.iter();
        let waiting: Vec<String> = documents
            .filter(|one| one.client.phone == phone && one.status == Status::Sent)
            .filter(|one| whose.is(&books.state, &one.organization))
            .map(|one| one.id.clone())
            .collect();
        for id in &waiting {
            act(books, id, now)?;
        }
        Ok(json!({"documents": waiting}))
    })?)
}

/// A status that nobody knows.
#[derive(Deserialize)]
struct Renamed {
    document_id: String,
    code: String,
    name: String,
}

fn rename(hub: &Hub, order: &Renamed) -> Answer {
    Ok(hub.fdoc(|books, now| {
        let status = Status::Other {
            code: order.code.clone(),
            name: order.name.clone(),
        };
        acts::rename(books, &order.document_id, status, now)?;
        Ok(json!({}))
    })?)
}

/// The service shuts an organization out, lets it in again, or gives it another key.
#[derive(Deserialize)]
struct OrganizationOrder {
    inn: String,
    kpp: Option<String>,
    is_blocked: Option<bool>,
    #[serde(default)]
    rotate_key: bool,
}

fn change_organization(hub: &Hub, order: &OrganizationOrder) -> Answer {
    Ok(hub.fdoc(|books, _| {
        let mut all = books.state.organizations.iter();
        let known = all.find(|one| {
            one.inn == order.inn && order.kpp.as_ref().is_none_or(|kpp| one.kpp.as_ref() == Some(kpp))
        });
        let known = known.ok_or_else(|| Refusal::not_found("Такой организации нет"))?;
        let mut changed = known.clone();
        changed.is_blocked = order.is_blocked.unwrap_or(known.is_blocked);
        if order.rotate_key {
            changed.times_rotated = changed.times_rotated.saturating_add(1);
            let of = format!("{} {}", changed.id, changed.times_rotated);
            changed.api_key = chance::api_key(books.state.ways.seed, &of);
        }
        let answer = json!({"api_key": changed.api_key, "is_blocked": changed.is_blocked});
        books.commit(vec![Record::Organization(changed)])?;
        Ok(answer)
    })?)
}

fn expire_sessions(hub: &Hub, _: &Value) -> Answer {
    Ok(hub.fdoc(|books, _| {
        books.commit(vec![Record::SessionsExpired])?;
        Ok(json!({}))
    })?)
}

/// The books begin anew; codes and passwords follow from the seed.
#[derive(Deserialize)]
struct Reset {
    seed: Option<u64>,
}

fn reset(hub: &Hub, order: &Reset) -> Answer {
    let firms = hub.with(|books| Ok(example::example(&books.state.world)))?;
    hub.desk.faults.clear();
    Ok(hub.fdoc(|books, _| {
        let mut ways = Ways::default();
        ways.seed = order.seed.unwrap_or(ways.seed);
        let mut records = vec![Record::Begun, Record::Ways(ways)];
        records.extend(firms);
        books.commit(records)?;
        Ok(json!({}))
    })?)
}
