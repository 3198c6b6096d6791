//! `PostMessage`: what is refused and what becomes a message.

pub mod invitation;

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use signature::certificate::Certificate;
use uuid::Uuid;

use super::books::{self, Books, Record, State};
use super::model::{
    Change, DocumentCard, DraftFate, Entity, Lock, Message, MessageKind, Operation, OperationKey, Part, Proxy,
};
use super::plan::Plan;
use super::refusal::Refusal;
use super::requests::{DocumentAttachment, KeyValue, MessageToPost, PowerOfAttorneyToPost, SignedContent};
use super::types::{self, Kind};
use super::{cms, signature_check, title_xml};
use crate::world::{BoxId, CounteragentStatus, Sociability};

mod places;

use places::{check_proxy, check_tags, lock};
pub use places::{department, proxy};

const MOST_DOCUMENTS: usize = 40;
const LARGEST_DOCUMENT_BYTES: usize = 70 * 1024 * 1024;
const LONGEST_COMMENT: usize = 5_000;
const WRONG_FORMAT: &str = "Документ не может быть отправлен в указанном формате";

/// What the check of the sender's signature will find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureFate {
    /// It is good.
    Good,
    /// It is bad.
    Bad,
}

/// An attachment whose bytes are at hand.
pub struct Prepared {
    card: DocumentCard,
    file_name: String,
    content: Vec<u8>,
    signature: Option<Vec<u8>>,
    is_own: bool,
    comment: String,
}

/// A signed content, decoded.
pub struct Decoded {
    /// The file.
    pub content: Vec<u8>,
    /// The signature, made by the test certificate if that was asked for.
    pub signature: Option<Vec<u8>>,
    /// The sender made it, so it is to be verified.
    pub is_own: bool,
}

/// Reads the file and the signature of `place` out of base64.
pub fn decode(given: &SignedContent, place: &str) -> Result<Decoded, Refusal> {
    let converted = |text: &str| {
        BASE64.decode(text.trim()).map_err(|_| {
            let shown: String = text.chars().take(40).collect();
            Refusal::bad(format!(
                "{place}.SignedContent: Error converting value \"{shown}\" to type 'System.Byte[]'"
            ))
        })
    };
    if given.content.is_empty() {
        return Err(Refusal::bad(format!(
            "{place}: SignedContent must have either Content or NameOnShelf"
        )));
    }
    let content = converted(&given.content)?;
    if let Some(power) = &given.power_of_attorney {
        check_power_of_attorney(power, place)?;
    }
    if content.len() > LARGEST_DOCUMENT_BYTES {
        return Err(Refusal::bad(format!("{place}: Document is larger than 70 MB")));
    }
    let invalid = || Refusal::bad(format!("{place}: Invalid signature"));
    let signature = match (given.signature.as_str(), given.sign_with_test_signature) {
        ("", true) => Some(cms::test_signature(&content)),
        ("", false) => None,
        (text, _) => Some(converted(text)?),
    };
    match signature {
        Some(bytes) if !cms::is_signed_data(&bytes) => Err(invalid()),
        signature => Ok(Decoded {
            content,
            is_own: !given.signature.is_empty(),
            signature,
        }),
    }
}

/// By exactly one of its numbers, its files, and the usual one of the employee.
fn check_power_of_attorney(power: &PowerOfAttorneyToPost, place: &str) -> Result<(), Refusal> {
    let is_known = power.full_id.as_ref().is_some_and(|id| {
        Uuid::try_parse(&id.registration_number).is_ok() && id.issuer_inn.parse::<domain::Inn>().is_ok()
    });
    let is_file = |text: &str| BASE64.decode(text.trim()).is_ok_and(|bytes| !bytes.is_empty());
    let are_files = !power.contents.is_empty()
        && power
            .contents
            .iter()
            .all(|one| is_file(&one.content.content) && is_file(&one.signature.content));
    let is_one = match (&power.full_id, power.use_default, power.contents.is_empty()) {
        (Some(_), false, true) => is_known,
        (None, true, true) => true,
        (None, false, false) => are_files,
        _ => false,
    };
    if is_one {
        return Ok(());
    }
    Err(Refusal::bad(format!(
        "{place}: PowerOfAttorney must have exactly one of FullId, UseDefault, Content, Contents, UseDocumentContent"
    )))
}

fn prepare(index: usize, given: &DocumentAttachment, is_delayed: bool) -> Result<Prepared, Refusal> {
    let place = format!("MessageToPost.DocumentAttachments[{index}]");
    let missing = || Refusal::bad(format!("{place}: SignedContent is required"));
    let decoded = decode(given.signed_content.as_ref().ok_or_else(missing)?, &place)?;
    if decoded.signature.is_none() && !is_delayed {
        return Err(Refusal::bad(format!("{place}: Invalid signature")));
    }
    if given.comment.chars().count() > LONGEST_COMMENT {
        return Err(Refusal::bad(format!(
            "{place}: Comment is longer than {LONGEST_COMMENT} characters"
        )));
    }
    check_tags(&given.custom_data, &place)?;
    let (card, file_name) = card(given, &decoded.content, &place)?;
    Ok(Prepared {
        card,
        file_name,
        content: decoded.content,
        // An unsent document waits for the signature of a person in the cabinet.
        signature: decoded.signature.filter(|_| !is_delayed),
        is_own: decoded.is_own,
        comment: given.comment.clone(),
    })
}

fn card(given: &DocumentAttachment, content: &[u8], place: &str) -> Result<(DocumentCard, String), Refusal> {
    let wrong = || Refusal::bad(format!("{place}: {WRONG_FORMAT}"));
    let mut metadata = pairs(&given.metadata);
    let declared = |key: &str| {
        let found = given
            .metadata
            .iter()
            .find(|item| item.key == key && !item.value.is_empty());
        found.map(|item| item.value.clone())
    };
    let is_formal = types::of_type(&given.type_named_id)
        .next()
        .ok_or_else(wrong)?
        .is_formal;
    let mut function = given.function.clone();
    let file_name = if is_formal {
        let facts =
            title_xml::look(content).map_err(|broken| Refusal::bad(format!("{place}: {{ {broken} }}")))?;
        if function.is_empty() {
            function.clone_from(&facts.function);
        }
        if function != facts.function {
            return Err(wrong());
        }
        let read = [
            ("DocumentNumber", facts.number),
            ("DocumentDate", facts.date),
            ("TotalSum", facts.total),
            ("TotalVat", facts.vat),
            ("CurrencyCode", facts.currency),
        ];
        metadata = read
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| (key.into(), value))
            .collect();
        format!("{}.xml", facts.file_id)
    } else {
        declared("FileName")
            .ok_or_else(|| Refusal::bad(format!("{place}: Невозможно получить данные по ключу: FileName")))?
    };
    let kind = kind(given, &function).ok_or_else(wrong)?;
    let workflow = given.workflow_id.unwrap_or(kind.workflow.0);
    if workflow != kind.workflow.0 || given.is_encrypted {
        return Err(wrong());
    }
    let card = DocumentCard {
        entity: Uuid::new_v4(),
        type_named_id: kind.type_named_id.into(),
        function: kind.function.into(),
        version: kind.version.into(),
        workflow,
        custom_document_id: given.custom_document_id.clone(),
        need_recipient_signature: given.need_recipient_signature,
        need_receipt: given.need_receipt,
        metadata,
        custom_data: pairs(&given.custom_data),
    };
    Ok((card, file_name))
}

fn kind(given: &DocumentAttachment, function: &str) -> Option<&'static Kind> {
    types::of_type(&given.type_named_id).find(|kind| {
        let fits_function = kind.function == function || (function.is_empty() && !kind.is_formal);
        fits_function && (given.version.is_empty() || given.version == kind.version)
    })
}

fn pairs(items: &[KeyValue]) -> Vec<(String, String)> {
    items
        .iter()
        .map(|item| (item.key.clone(), item.value.clone()))
        .collect()
}

/// Who may send what to whom.
fn check_parties(state: &State, user: Uuid, given: &MessageToPost) -> Result<(BoxId, BoxId), Refusal> {
    let denied = || Refusal::forbidden(format!("Access to Box [{}] is denied", given.from_box_id));
    if given.from_box_id.is_empty() {
        return Err(Refusal::bad("MessageToPost.FromBoxId is required"));
    }
    let from = BoxId::parse(&given.from_box_id).ok_or_else(denied)?;
    if !state.world.may_enter(user, from) {
        return Err(denied());
    }
    if given.to_box_id.is_empty() {
        return Err(Refusal::bad("MessageToPost.ToBoxId is required"));
    }
    let unknown = || Refusal::bad(format!("Box [{}] is not found", given.to_box_id));
    let to = BoxId::parse(&given.to_box_id).ok_or_else(unknown)?;
    let recipient = state.world.by_box(to).ok_or_else(unknown)?;
    let sender = state.world.by_box(from).ok_or_else(denied)?;
    if from == to {
        return Err(Refusal::bad(
            "MessageToPost.ToBoxId must differ from MessageToPost.FromBoxId",
        ));
    }
    if sender.is_test != recipient.is_test {
        return Err(Refusal::bad(
            "Тестовый и настоящий ящики не могут обмениваться документами",
        ));
    }
    match closed_to(state, from, to) {
        // A draft goes nowhere yet.
        Some(why) if !given.is_draft => Err(Refusal::conflict(why)),
        _ => Ok((from, to)),
    }
}

/// Why the recipient takes nothing from this sender.
pub fn closed_to(state: &State, from: BoxId, to: BoxId) -> Option<&'static str> {
    let recipient = state.world.by_box(to)?;
    match (recipient.sociability, state.world.relation(to, from)) {
        (_, Some(CounteragentStatus::IsRejectedByMe)) => {
            Some("Recipient forbids to receive messages from blocked senders")
        }
        (Sociability::CounteragentsOnly, relation)
            if relation != Some(CounteragentStatus::IsMyCounteragent) =>
        {
            Some("Recipient allows to receive messages only from counteragents")
        }
        _ => None,
    }
}

fn check_shape(state: &State, from: BoxId, given: &MessageToPost) -> Result<(), Refusal> {
    if given.is_internal {
        return Err(Refusal::bad("Песочница пока не умеет внутренние документы"));
    }
    let is_filled = |list: &serde_json::Value| list.as_array().is_some_and(|list| !list.is_empty());
    if let Some((name, _)) = given.others.iter().find(|(_, list)| is_filled(list)) {
        return Err(Refusal::bad(format!(
            "Песочница пока не умеет список {name} в MessageToPost"
        )));
    }
    let documents = &given.document_attachments;
    if documents.is_empty() {
        return Err(Refusal::bad(
            "MessageToPost should contain at least one attachment",
        ));
    }
    if documents.len() > MOST_DOCUMENTS {
        return Err(Refusal::bad(format!(
            "MessageToPost should contain at most {MOST_DOCUMENTS} attachments"
        )));
    }
    let is_test = state.world.by_box(from).is_some_and(|sender| sender.is_test);
    let mut names: Vec<String> = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        let wants_test = document
            .signed_content
            .as_ref()
            .is_some_and(|content| content.sign_with_test_signature);
        if wants_test && !is_test {
            return Err(Refusal::bad(format!(
                "MessageToPost.DocumentAttachments[{index}]: SignWithTestSignature is allowed in test boxes only"
            )));
        }
        let name = document.custom_document_id.to_lowercase();
        if !name.is_empty() && names.contains(&name) {
            return Err(Refusal::bad(format!(
                "MessageToPost.DocumentAttachments[{index}]: CustomDocumentId must be unique within the message"
            )));
        }
        names.push(name);
    }
    Ok(())
}

/// A request that may be posted: everything but the books has been looked at.
pub struct Ready {
    from: BoxId,
    to: BoxId,
    departments: (Option<Uuid>, Option<Uuid>),
    proxy: Option<Proxy>,
    kind: MessageKind,
    lock: Lock,
    is_draft_locked: bool,
    is_delayed: bool,
    /// It will never reach the recipient; the operator's words about that.
    pub undeliverable: Option<String>,
    documents: Vec<Prepared>,
}

impl Ready {
    /// What the check of the signatures that the sender made will find; those of the test certificate are good.
    pub fn signature_fate(&self, state: &State, roots: &[Certificate]) -> SignatureFate {
        let Some(sender) = state.world.by_box(self.from) else {
            return SignatureFate::Bad;
        };
        let at = state.now().timestamp();
        let is_good = |document: &Prepared| match &document.signature {
            Some(signature) if document.is_own => {
                signature_check::check(signature, &document.content, sender, roots, at).is_good
            }
            _ => true,
        };
        if self.documents.iter().all(is_good) {
            SignatureFate::Good
        } else {
            SignatureFate::Bad
        }
    }

    /// Is the API of the sender's organisation paid for?
    pub fn check_subscription(&self, state: &State) -> Result<(), Refusal> {
        super::auth::check_subscription(state, self.from)
    }
}

/// Looks at everything in a request; changes nothing.
pub fn check(state: &State, user: Uuid, given: &MessageToPost) -> Result<Ready, Refusal> {
    let (from, to) = check_parties(state, user, given)?;
    check_shape(state, from, given)?;
    let departments = (
        department(state, from, &given.from_department_id, "FromDepartmentId")?,
        department(state, to, &given.to_department_id, "ToDepartmentId")?,
    );
    let proxy = proxy(state, (from, to), &given.proxy_box_id, &given.proxy_department_id)?;
    let is_delayed = given.delay_send || given.is_draft;
    let documents = given.document_attachments.iter().enumerate();
    let documents = documents.map(|(index, one)| {
        let prepared = prepare(index, one, is_delayed)?;
        check_version(state, from, &prepared.card, index)?;
        check_proxy(proxy, prepared.card.workflow, index)?;
        Ok::<_, Refusal>(prepared)
    });
    Ok(Ready {
        from,
        to,
        departments,
        proxy,
        kind: if given.is_draft {
            MessageKind::Draft
        } else {
            MessageKind::Letter
        },
        lock: lock(given)?,
        is_draft_locked: given.lock_draft,
        is_delayed,
        undeliverable: None,
        documents: documents.collect::<Result<_, _>>()?,
    })
}

/// A version that was switched off for this box.
fn check_version(state: &State, from: BoxId, card: &DocumentCard, index: usize) -> Result<(), Refusal> {
    let owner = state.world.by_box(from);
    let is_off = owner.is_some_and(|owner| owner.facts.switched_off_versions.contains(&card.version));
    if is_off {
        return Err(Refusal::bad(format!(
            "MessageToPost.DocumentAttachments[{index}]: {WRONG_FORMAT}"
        )));
    }
    if owner.is_some_and(|owner| owner.facts.may_not_send) {
        return Err(Refusal::forbidden(
            "Недостаточно прав для отправки документов из ящика",
        ));
    }
    Ok(())
}

/// Makes a message out of a checked request; gives the operation that is its result.
pub fn post(
    books: &mut Books,
    key: OperationKey,
    ready: Ready,
    fate: SignatureFate,
) -> Result<Operation, Refusal> {
    let folder = books.folder();
    let mut plan = Plan::now(&books.state);
    let id = Uuid::new_v4();
    let is_test = plan
        .state
        .world
        .by_box(ready.from)
        .is_some_and(|sender| sender.is_test);
    let mut message = Message {
        kind: ready.kind,
        lock: ready.lock,
        departments: ready.departments,
        proxy: ready.proxy,
        from_draft: None,
        draft: DraftFate {
            is_locked: ready.is_draft_locked,
            ..DraftFate::default()
        },
        id,
        packet: Uuid::new_v4(),
        from: ready.from,
        to: ready.to,
        created_at: plan.at,
        is_test,
        has_bad_signature: fate == SignatureFate::Bad,
        undeliverable: ready.undeliverable,
        documents: Vec::new(),
        entities: Vec::new(),
        sent: None,
    };
    for document in ready.documents {
        message.documents.push(document.card.clone());
        message
            .entities
            .extend(entities(&plan, ready.from, document, folder.as_deref())?);
    }
    let entities = message.entities.iter().map(|entity| entity.id).collect();
    plan.records.push(Record::Message(Box::new(message.clone())));
    let at = plan.show(ready.from, id, id, Change::Message { entities });
    if !ready.is_delayed {
        plan.send(&message, id, at);
    }
    let operation = Operation {
        key,
        box_id: ready.from,
        message: id,
        event: id,
        times_posted: 1,
    };
    plan.records.push(Record::Operation(Box::new(operation.clone())));
    let records = plan.records;
    books.commit(records)?;
    Ok(operation)
}

fn entities(
    plan: &Plan<'_>,
    from: BoxId,
    document: Prepared,
    folder: Option<&Path>,
) -> Result<Vec<Entity>, Refusal> {
    let id = document.card.entity;
    let mut file = plan.thing(Part::Document, None, books::keep(folder, document.content)?);
    file.id = id;
    file.file_name = document.file_name;
    let mut entities = vec![file];
    if let Some(signature) = document.signature {
        let mut signature = plan.thing(Part::Signature, Some(id), books::keep(folder, signature)?);
        signature.signer = Some(from);
        entities.push(signature);
    }
    if !document.comment.is_empty() {
        let content = super::model::Content::of(document.comment.as_bytes());
        let mut comment = plan.thing(Part::Comment, Some(id), content);
        comment.text = document.comment;
        entities.push(comment);
    }
    Ok(entities)
}
