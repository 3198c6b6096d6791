//! The control API under `/_sandbox/`: everything a tester or the training mode needs and the real service does not
//! have. JSON in, JSON out, errors as `{"error": "…"}`. Described in the crate's own documentation.

mod clock;
mod phone;

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::describe;
use crate::diadoc::acts::{self, Press};
use crate::diadoc::books::{Books, Record};
use crate::diadoc::model::{Entity, Message, OperationKey, Part};
use crate::diadoc::post::{self, SignatureFate};
use crate::diadoc::refusal::Refusal;
use crate::diadoc::requests::{DocumentAttachment, KeyValue, MessageToPost};
use crate::diadoc::samples::{self, Sample};
use crate::diadoc::{signature_check, types};
use crate::fault::Fault;
use crate::hub::Hub;
use crate::world::{BoxId, Camp, Organization, OwnerFacts, Sociability};
use signature::certificate::Certificate;

mod access;
mod asking;
mod following;
mod relations;

/// An answer of the control API.
pub(crate) type Answer = Result<Value, Refusal>;

/// All routes.
pub fn routes() -> Router<Arc<Hub>> {
    Router::new()
        .route(
            "/_sandbox/world",
            get(async |State(hub): State<Arc<Hub>>| reply(world(&hub))),
        )
        .route(
            "/_sandbox/clock",
            get(async |State(hub): State<Arc<Hub>>| reply(hub.with(|books| Ok(clock::told(&books.state))))),
        )
        .route("/_sandbox/clock/advance", act(clock::advance))
        .route("/_sandbox/clock/delays", act(clock::set_delays))
        .route(
            "/_sandbox/ledger",
            get(async |State(hub): State<Arc<Hub>>| reply(hub.with(|books| Ok(ledger(books, &hub.roots))))),
        )
        .route(
            "/_sandbox/faults",
            get(async |State(hub): State<Arc<Hub>>| reply(Ok(json!({"faults": hub.faults.waiting()}))))
                .merge(act(order_fault))
                .delete(async |State(hub): State<Arc<Hub>>| {
                    hub.faults.clear();
                    reply(Ok(json!({})))
                }),
        )
        .route(
            "/_sandbox/cabinet/sign",
            act(|hub, order: &Order| {
                press(
                    hub,
                    order,
                    &Press::Sign {
                        total_code: order.total_code.unwrap_or(1),
                    },
                )
            }),
        )
        .route(
            "/_sandbox/cabinet/reject",
            act(|hub, order: &Order| press(hub, order, &Press::Reject(order.reason.clone()))),
        )
        .route(
            "/_sandbox/cabinet/sign_and_send",
            act(|hub, order: &Order| press(hub, order, &Press::SignAndSend)),
        )
        .route("/_sandbox/cabinet/read", act(read))
        .merge(asking::routes())
        .route(
            "/_sandbox/phone",
            get(async |State(hub): State<Arc<Hub>>| reply(phone::shown(&hub))).merge(act(phone::touch)),
        )
        .route("/_sandbox/inbound", act(inbound))
        .route("/_sandbox/inbound/sample", act(inbound_sample))
        .route(
            "/_sandbox/tokens/expire",
            act(|hub, _: &Value| {
                hub.with(|books| {
                    books.commit(vec![Record::TokensExpired])?;
                    Ok(json!({}))
                })
            }),
        )
        .route("/_sandbox/organizations", act(change_organization))
        .route("/_sandbox/organizations/owner", act(change_owner))
        .route("/_sandbox/openid/clients", act(access::change_client))
        .route(
            "/_sandbox/openid/revoke",
            act(|hub, _: &Value| {
                hub.with(|books| {
                    books.commit(vec![Record::RefreshTokensRevoked])?;
                    Ok(json!({}))
                })
            }),
        )
        .route("/_sandbox/answers", act(access::choose_style))
        .route("/_sandbox/developer_keys", act(access::block_key))
        .merge(relations())
        .merge(following())
}

/// What counterparties do about the exchange with us.
fn relations() -> Router<Arc<Hub>> {
    Router::new()
        .route("/_sandbox/relations/press", act(relations::press))
        .route("/_sandbox/relations/manner", act(relations::manner))
        .route("/_sandbox/relations/log", act(relations::log))
        .route("/_sandbox/organizations/answering", act(relations::answering))
}

/// What happens to documents without anybody answering them.
fn following() -> Router<Arc<Hub>> {
    Router::new()
        .route("/_sandbox/cabinet/delete", act(following::delete))
        .route("/_sandbox/cabinet/restore", act(following::restore))
        .route("/_sandbox/cabinet/move", act(following::move_to))
        .route("/_sandbox/outside/roaming", act(following::roaming))
        .route("/_sandbox/outside/system", act(following::system))
}

/// An answer as HTTP.
pub(crate) fn reply(answer: Answer) -> Response {
    let (status, body) = match answer {
        Ok(value) => (StatusCode::OK, value),
        Err(refusal) => (
            refusal.status,
            json!({"error": refusal.text, "code": refusal.code}),
        ),
    };
    let json = [(header::CONTENT_TYPE, "application/json; charset=utf-8")];
    (status, json, body.to_string()).into_response()
}

/// A POST route that takes a JSON order. A foreign web page cannot send this content type without asking first.
pub(crate) fn act<T: DeserializeOwned + 'static>(
    act: impl Fn(&Hub, &T) -> Answer + Clone + Send + Sync + 'static,
) -> axum::routing::MethodRouter<Arc<Hub>> {
    post(
        async move |State(hub): State<Arc<Hub>>, headers: HeaderMap, body: Bytes| {
            reply(order(&headers, &body).and_then(|order| act(&hub, &order)))
        },
    )
}

/// The same where the path names what the order is about.
pub(crate) fn act_at<T: DeserializeOwned + 'static>(
    act: impl Fn(&Hub, &str, &T) -> Answer + Clone + Send + Sync + 'static,
) -> axum::routing::MethodRouter<Arc<Hub>> {
    post(
        async move |State(hub): State<Arc<Hub>>,
                    Path(what): Path<String>,
                    headers: HeaderMap,
                    body: Bytes| {
            reply(order(&headers, &body).and_then(|order| act(&hub, &what, &order)))
        },
    )
}

fn order<T: DeserializeOwned>(headers: &HeaderMap, body: &[u8]) -> Result<T, Refusal> {
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    if !content_type.is_some_and(|value| value.starts_with("application/json")) {
        let text = "Нужен заголовок Content-Type: application/json";
        return Err(Refusal::of(StatusCode::UNSUPPORTED_MEDIA_TYPE, text));
    }
    let body: &[u8] = if body.is_empty() { b"{}" } else { body };
    serde_json::from_slice(body).map_err(|error| Refusal::bad(error.to_string()))
}

fn world(hub: &Hub) -> Answer {
    let mut description = describe::describe(hub)?;
    let relations = hub.with(|books| {
        let relations = books.state.world.relations.iter();
        Ok(relations
            .map(|one| {
                json!({
                    "box": one.one.mail_form(),
                    "other_box": one.other.mail_form(),
                    "status": one.status,
                    "since": one.since.timestamp().to_string(),
                })
            })
            .collect::<Vec<_>>())
    })?;
    if let Some(fields) = description.as_object_mut() {
        fields.insert("relations".into(), json!(relations));
    }
    Ok(description)
}

fn ledger(books: &Books, roots: &[Certificate]) -> Value {
    let (state, folder) = (&books.state, books.folder());
    let folder = folder.as_deref();
    let messages = state.order.iter().filter_map(|id| state.messages.get(id));
    let lines = messages.flat_map(|message| {
        let operation = state
            .operation_of
            .get(&message.id)
            .and_then(|key| state.operations.get(key));
        message.documents.iter().map(move |card| {
            let content = message.entity(card.entity).map(|entity| &entity.content);
            json!({
                "operation_id": operation.map(|one| one.key.id.as_str()),
                "message_id": message.id,
                "entity_id": card.entity,
                "custom_document_id": card.custom_document_id,
                "sha256": content.map(|content| content.id()),
                "size": content.map(|content| content.size()),
                "type_named_id": card.type_named_id,
                "function": card.function,
                "from_box": message.from.mail_form(),
                "to_box": message.to.mail_form(),
                "posted_at": message.created_at.timestamp().to_string(),
                "is_sent": message.sent.is_some(),
                "times_posted": operation.map_or(0, |one| one.times_posted),
                "answers": answers(message, card.entity),
                "receipts": told(message, card.entity, &[Part::Receipt, Part::InvoiceReceipt]),
                "rejections": told(message, card.entity, &[Part::Rejection]),
                "amendment_requests": told(message, card.entity, &[Part::AmendmentRequest]),
                "revocation_requests": told(message, card.entity, &[Part::RevocationRequest]),
                "universal_messages": told(message, card.entity, &[Part::UniversalMessage]),
                "fixation_cancellations": told(message, card.entity, &[Part::FixationCancellation]),
                "sender_receipts": asking::sender_receipts(message, card.entity),
                "revocation_answers": asking::revocation_answers(message, card.entity),
                "signature": signature_check::of_document(state, folder, message, card.entity, roots),
            })
        })
    });
    json!({"documents": lines.collect::<Vec<_>>()})
}

/// Signatures and titles of the recipient, good or bad.
fn answers(message: &Message, document: Uuid) -> usize {
    let is_answer = |entity: &&Entity| {
        let of_recipient = entity.part == Part::Signature && entity.signer == Some(message.to);
        entity.parent == Some(document) && (of_recipient || entity.part == Part::RecipientTitle)
    };
    message.entities.iter().filter(is_answer).count()
}

/// Service documents of these kinds about the document.
fn told(message: &Message, document: Uuid, parts: &[Part]) -> usize {
    let all = message.entities.iter();
    all.filter(|entity| entity.parent == Some(document) && parts.contains(&entity.part))
        .count()
}

fn order_fault(hub: &Hub, fault: &Fault) -> Answer {
    hub.faults.order(fault.clone());
    Ok(json!({"faults": hub.faults.waiting()}))
}

#[derive(Deserialize)]
struct Order {
    #[serde(rename = "box")]
    box_id: String,
    message_id: Uuid,
    entity_id: Option<Uuid>,
    #[serde(default)]
    reason: String,
    total_code: Option<u8>,
}

fn box_id(text: &str) -> Result<BoxId, Refusal> {
    BoxId::parse(text).ok_or_else(|| Refusal::bad(format!("Это не ящик: {text}")))
}

impl Order {
    /// The document meant; the only one of the message if none is named.
    fn document(&self, books: &Books) -> Result<Uuid, Refusal> {
        let message = books.state.messages.get(&self.message_id);
        let first = message
            .and_then(|message| message.documents.first())
            .map(|card| card.entity);
        self.entity_id
            .or(first)
            .ok_or_else(|| Refusal::not_found("Такого сообщения нет"))
    }
}

fn press(hub: &Hub, order: &Order, press: &Press) -> Answer {
    let box_id = box_id(&order.box_id)?;
    hub.with(|books| {
        let document = order.document(books)?;
        let done = acts::press(books, box_id, order.message_id, document, press)?;
        Ok(json!({"message_id": done.message, "patch_id": done.event}))
    })
}

fn read(hub: &Hub, order: &Order) -> Answer {
    let box_id = box_id(&order.box_id)?;
    hub.with(|books| {
        order.document(books)?;
        let message = order.message_id;
        books.commit(vec![Record::Read { box_id, message }])?;
        Ok(json!({"message_id": message}))
    })
}

/// A document that a counterparty sends.
#[derive(Deserialize)]
struct Inbound {
    from_box: String,
    to_box: String,
    #[serde(default)]
    type_named_id: String,
    #[serde(default)]
    function: String,
    #[serde(default)]
    file_name: String,
    #[serde(default)]
    content_base64: String,
    #[serde(default)]
    number: String,
    #[serde(default)]
    date: String,
    #[serde(default)]
    comment: String,
    #[serde(default)]
    need_recipient_signature: bool,
    #[serde(default)]
    need_receipt: bool,
}

impl Inbound {
    fn request(&self, books: &Books, sender: &Organization) -> MessageToPost {
        let type_named_id = if self.type_named_id.is_empty() {
            types::KINDS[0].type_named_id
        } else {
            &self.type_named_id
        };
        let item = |key: &str, value: &str| KeyValue {
            key: key.into(),
            value: value.into(),
        };
        let metadata = [
            item("FileName", &self.file_name),
            item("DocumentNumber", &self.number),
            item("DocumentDate", &self.date),
        ];
        let bytes = BASE64.decode(&self.content_base64).unwrap_or_default();
        let content = books.keys.signed(sender, &bytes, books.state.now().timestamp());
        MessageToPost {
            from_box_id: self.from_box.clone(),
            to_box_id: self.to_box.clone(),
            document_attachments: vec![DocumentAttachment {
                signed_content: Some(content),
                type_named_id: type_named_id.to_owned(),
                function: self.function.clone(),
                metadata: metadata
                    .into_iter()
                    .filter(|item| !item.value.is_empty())
                    .collect(),
                need_recipient_signature: self.need_recipient_signature,
                need_receipt: self.need_receipt,
                comment: self.comment.clone(),
                ..Default::default()
            }],
            ..Default::default()
        }
    }
}

fn inbound(hub: &Hub, order: &Inbound) -> Answer {
    let from = box_id(&order.from_box)?;
    hub.with(|books| {
        let world = &books.state.world;
        let sender = world.by_box(from).filter(|one| one.camp == Camp::Counterparty);
        let sender = sender.ok_or_else(|| Refusal::bad("Отправитель должен быть контрагентом"))?;
        let user = world.users.iter().find(|user| user.camp == Camp::Counterparty);
        let user = user.map_or(Uuid::nil(), |user| user.id);
        let ready = post::check(&books.state, user, &order.request(books, sender))?;
        let key = OperationKey {
            user,
            method: "postmessage".into(),
            id: Uuid::new_v4().to_string(),
        };
        let done = post::post(books, key, ready, SignatureFate::Good)?;
        let document = books
            .state
            .messages
            .get(&done.message)
            .and_then(|message| message.documents.first());
        Ok(json!({"message_id": done.message, "entity_id": document.map(|card| card.entity)}))
    })
}

/// A counterparty sends one of the ready documents.
#[derive(Deserialize)]
struct InboundSample {
    from_box: String,
    to_box: String,
    /// `act`, `utd`.
    sample: String,
}

fn inbound_sample(hub: &Hub, order: &InboundSample) -> Answer {
    let (from, to) = (box_id(&order.from_box)?, box_id(&order.to_box)?);
    let sample = Sample::from_code(&order.sample)
        .ok_or_else(|| Refusal::bad(format!("Такого образца нет: {}", order.sample)))?;
    hub.with(|books| {
        let done = samples::send(books, from, to, sample)?;
        let document = books
            .state
            .messages
            .get(&done.message)
            .and_then(|message| message.documents.first());
        Ok(json!({"message_id": done.message, "entity_id": document.map(|card| card.entity)}))
    })
}

#[derive(Deserialize)]
struct Ways {
    #[serde(rename = "box")]
    box_id: String,
    sociability: Option<Sociability>,
    has_subscription: Option<bool>,
}

fn change_organization(hub: &Hub, order: &Ways) -> Answer {
    let box_id = box_id(&order.box_id)?;
    hub.with(|books| {
        let known = books.state.world.by_box(box_id);
        let known = known.ok_or_else(|| Refusal::not_found("Такого ящика нет"))?;
        let sociability = order.sociability.unwrap_or(known.sociability);
        let has_subscription = order.has_subscription.unwrap_or(known.has_subscription);
        books.commit(vec![Record::Ways {
            box_id,
            sociability,
            has_subscription,
        }])?;
        Ok(json!({"box": box_id.mail_form(), "sociability": sociability, "has_subscription": has_subscription}))
    })
}

/// What the service says about the owner of a box. What is absent stays.
fn change_owner(hub: &Hub, order: &Value) -> Answer {
    let text = order.get("box").and_then(Value::as_str).unwrap_or_default();
    let box_id = box_id(text)?;
    hub.with(|books| {
        let known = books.state.world.by_box(box_id);
        let known = known.ok_or_else(|| Refusal::not_found("Такого ящика нет"))?;
        let mut facts = serde_json::to_value(&known.facts).unwrap_or_default();
        if let (Some(fields), Value::Object(given)) = (facts.as_object_mut(), order) {
            fields.extend(given.clone());
        }
        let facts: OwnerFacts =
            serde_json::from_value(facts).map_err(|error| Refusal::bad(error.to_string()))?;
        books.commit(vec![Record::Owner {
            box_id,
            facts: Box::new(facts.clone()),
        }])?;
        Ok(json!(facts))
    })
}
