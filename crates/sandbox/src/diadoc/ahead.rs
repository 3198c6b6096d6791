//! What the service tells before anything is sent: `CanPostMessage`, departments.

use serde::Serialize;
use uuid::Uuid;

use super::books::State;
use super::call::Call;
use super::refusal::Refusal;
use super::requests::{DocumentPrototype, MessageToPostPrototype};
use super::{Reply, answers, auth, codec, post, types};
use crate::hub::Hub;
use crate::world::{BoxId, Organization};

const LARGEST_PAGE: usize = 50;

/// `MessageValidationResult`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
struct MessageValidationResult {
    from_box_id: String,
    from_title: String,
    to_box_id: String,
    to_title: String,
    is_internal: bool,
    is_proxified: bool,
    proxy_box_id: String,
    proxy_title: String,
    errors: Vec<MessageValidationError>,
}

/// `MessageValidationError`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
struct MessageValidationError {
    severity: &'static str,
    user_message: String,
    api_message: String,
    custom_document_id: String,
    box_id: String,
    department_id: String,
}

impl MessageValidationError {
    fn new(severity: &'static str, user_message: &str, api_message: &str) -> Self {
        Self {
            severity,
            user_message: user_message.to_owned(),
            api_message: api_message.to_owned(),
            custom_document_id: String::new(),
            box_id: String::new(),
            department_id: String::new(),
        }
    }

    fn error(user_message: &str, api_message: &str) -> Self {
        Self::new("Error", user_message, api_message)
    }
}

/// `POST /CanPostMessage`: a posting without documents and signatures, of which nothing is kept.
pub fn can_post_message(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let given: MessageToPostPrototype = codec::read(&call.headers, &call.body, "MessageToPostPrototype")?;
    hub.with(|books| {
        let state = &books.state;
        let user = auth::caller(state, &call.headers)?;
        let denied = || Refusal::forbidden(format!("Access to Box [{}] is denied", given.from_box_id));
        let from = BoxId::parse(&given.from_box_id).ok_or_else(denied)?;
        let sender = state
            .world
            .by_box(from)
            .filter(|_| state.world.may_enter(user, from))
            .ok_or_else(denied)?;
        auth::check_subscription(state, from)?;
        let unknown = || Refusal::bad(format!("Box [{}] is not found", given.to_box_id));
        let to = BoxId::parse(&given.to_box_id).ok_or_else(unknown)?;
        let recipient = state.world.by_box(to).ok_or_else(unknown)?;
        let mut errors = errors_of_parties(state, sender, recipient);
        errors.extend(errors_of_departments(state, &given, from, to));
        for document in &given.document_prototypes {
            errors.extend(error_of_document(sender, document)?);
        }
        errors.extend(errors_of_proxy(state, &given, (from, to)));
        let proxy = BoxId::parse(&given.proxy_box_id).and_then(|proxy| state.world.by_box(proxy));
        Reply::structure(&MessageValidationResult {
            from_box_id: from.mail_form(),
            from_title: sender.short_name.clone(),
            to_box_id: to.mail_form(),
            to_title: recipient.short_name.clone(),
            is_internal: false,
            is_proxified: proxy.is_some(),
            proxy_box_id: proxy.map(|one| one.box_id.mail_form()).unwrap_or_default(),
            proxy_title: proxy.map(|one| one.short_name.clone()).unwrap_or_default(),
            errors,
        })
    })
}

fn errors_of_parties(
    state: &State,
    sender: &Organization,
    recipient: &Organization,
) -> Vec<MessageValidationError> {
    let mut errors = Vec::new();
    if sender.facts.may_not_send {
        errors.push(MessageValidationError::error(
            "Недостаточно прав для отправки документов из ящика",
            "User has no permission to send documents",
        ));
    }
    if sender.is_test != recipient.is_test {
        errors.push(MessageValidationError::error(
            "Тестовый и настоящий ящики не могут обмениваться документами",
            "Test and real boxes can not exchange messages",
        ));
    }
    if !recipient.facts.liquidation_date.is_empty() {
        errors.push(MessageValidationError::error(
            "Организация получателя ликвидирована",
            "Recipient organization is liquidated",
        ));
    }
    if let Some(why) = post::closed_to(state, sender.box_id, recipient.box_id) {
        errors.push(MessageValidationError::error(
            "Получатель принимает документы только от своих контрагентов",
            why,
        ));
    }
    if !recipient.facts.has_certificate {
        errors.push(MessageValidationError::new(
            "Warning",
            "У получателя нет сертификата для подписания документов",
            "Recipient has no certificate to sign",
        ));
    }
    errors
}

fn errors_of_departments(
    state: &State,
    given: &MessageToPostPrototype,
    from: BoxId,
    to: BoxId,
) -> Vec<MessageValidationError> {
    let named = [
        (from, &given.from_department_id, "FromDepartmentId"),
        (to, &given.to_department_id, "ToDepartmentId"),
    ];
    let missing = named
        .into_iter()
        .filter(|(box_id, id, field)| post::department(state, *box_id, id, field).is_err());
    missing
        .map(|(box_id, id, _)| MessageValidationError {
            box_id: box_id.mail_form(),
            department_id: id.clone(),
            ..MessageValidationError::error("Подразделение не найдено", "Department is not found")
        })
        .collect()
}

/// Who may not stand between, and documents that nobody may stand before.
fn errors_of_proxy(
    state: &State,
    given: &MessageToPostPrototype,
    sides: (BoxId, BoxId),
) -> Vec<MessageValidationError> {
    let named = post::proxy(state, sides, &given.proxy_box_id, &given.proxy_department_id);
    match named {
        Ok(None) => Vec::new(),
        Err(refusal) => vec![MessageValidationError {
            box_id: given.proxy_box_id.clone(),
            department_id: given.proxy_department_id.clone(),
            ..MessageValidationError::error(
                "Промежуточный получатель не может принять документ",
                &refusal.text,
            )
        }],
        Ok(Some(_)) => given
            .document_prototypes
            .iter()
            .filter(|document| {
                let mut kinds = types::of_type(&document.type_named_id);
                kinds.any(|kind| document.function == kind.function && !kind.workflow.takes_proxy())
            })
            .map(|document| MessageValidationError {
                custom_document_id: document.custom_document_id.clone(),
                ..MessageValidationError::error(
                    "Документ этого типа не отправляют через промежуточного получателя",
                    "Document type does not allow an intermediate recipient",
                )
            })
            .collect(),
    }
}

fn error_of_document(
    sender: &Organization,
    document: &DocumentPrototype,
) -> Result<Option<MessageValidationError>, Refusal> {
    if Uuid::try_parse(&document.custom_document_id).is_err() {
        return Err(Refusal::bad(format!(
            "DocumentPrototypes: CustomDocumentId must be a GUID: {}",
            document.custom_document_id
        )));
    }
    let is_known = types::of_type(&document.type_named_id).any(|kind| {
        let is_function = document.function.is_empty() || document.function == kind.function;
        let is_version = document.version.is_empty() || kind.has_version(&document.version);
        is_function && is_version
    });
    let is_off = sender.facts.switched_off_versions.contains(&document.version);
    let error = || MessageValidationError {
        custom_document_id: document.custom_document_id.clone(),
        ..MessageValidationError::error(
            "Документ не может быть отправлен в указанном формате",
            "Document type is not allowed",
        )
    };
    Ok((!is_known || is_off).then(error))
}

/// `GET /admin/GetDepartments`, in JSON only.
pub fn get_departments(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.with(|books| {
        let (_, box_id) = auth::caller_in(&books.state, call, "boxid")?;
        let page = call.number("page", 1, usize::MAX, 1)?;
        let count = call.number("count", 1, LARGEST_PAGE, LARGEST_PAGE)?;
        let owner = books.state.world.by_box(box_id);
        let owner = owner.ok_or_else(|| Refusal::not_found("Box is not found"))?;
        Reply::structure(&answers::organizations::DepartmentList::of(owner, page, count))
    })
}

/// `GET /V2/GetDepartment`
pub fn get_department(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.with(|books| {
        let (_, box_id) = auth::caller_in(&books.state, call, "boxid")?;
        let id = call.id("departmentid")?;
        let owner = books.state.world.by_box(box_id);
        let found = owner.and_then(|owner| answers::organizations::department(owner, id));
        let missing = || Refusal::not_found(format!("Department {id} is not found"));
        Reply::structure(&found.ok_or_else(missing)?)
    })
}
