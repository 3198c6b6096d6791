//! Calls that change something: log-in, `PostMessage`, `PostMessagePatch`.

use md5::{Digest, Md5};

use super::books::{Books, Record, State};
use super::call::Call;
use super::model::{BoxEvent, Operation, OperationKey};
use super::post::{self, SignatureFate};
use super::refusal::Refusal;
use super::requests::{LoginPassword, MessagePatchToPost, MessageToPost};
use super::view::View;
use super::{Reply, auth, codec, patch, shelf};
use crate::fault::Misfortune;
use crate::hub::Hub;
use crate::world::BoxId;

/// `POST /V3/Authenticate`
pub fn authenticate(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.with(|books| auth::check_developer(&books.state, &call.headers))?;
    match call.required("type")?.to_lowercase().as_str() {
        "password" => {}
        "certificate" => return auth::seal(hub, call),
        _ => {
            let text = "Песочница пускает по паролю и по сертификату: type=password, type=certificate";
            return Err(Refusal::bad(text));
        }
    }
    let given: LoginPassword = codec::read(&call.headers, &call.body, "LoginPassword")?;
    let user = hub.with(|books| {
        let mut users = books.state.world.users.iter();
        let user = users
            .find(|user| user.login.eq_ignore_ascii_case(&given.login) && user.password == given.password);
        let wrong = || Refusal::unauthorized(format!("Wrong password provided for login {}", given.login));
        Ok(user.ok_or_else(wrong)?.id)
    })?;
    auth::let_in(hub, user)
}

/// The id of the operation, lower case; absent or empty means none.
fn operation_id(call: &Call) -> Option<String> {
    call.text("operationid").map(str::to_lowercase)
}

/// The id of the operation; that of the body where the caller named none.
pub fn operation_or_body(call: &Call) -> String {
    operation_id(call).unwrap_or_else(|| {
        Md5::digest(&call.body)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    })
}

/// The result of an operation that was asked for before.
pub fn repeated(books: &mut Books, key: &OperationKey) -> Result<Option<Operation>, Refusal> {
    let Some(operation) = books.state.operations.get(key).cloned() else {
        return Ok(None);
    };
    books.commit(vec![Record::Repeated(key.clone())])?;
    Ok(Some(operation))
}

/// `POST /V3/PostMessage`
pub fn post_message(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let user = hub.with(|books| auth::caller(&books.state, &call.headers))?;
    let key = OperationKey {
        user,
        method: "postmessage".into(),
        id: operation_or_body(call),
    };
    if let Some(operation) = hub.with(|books| repeated(books, &key))? {
        return hub.with(|books| as_message(&books.state, &operation));
    }
    let mut given: MessageToPost = codec::read(&call.headers, &call.body, "MessageToPost")?;
    shelf::fetch_for_message(hub, user, &mut given)?;
    hub.with(|books| {
        if let Some(operation) = repeated(books, &key)? {
            return as_message(&books.state, &operation);
        }
        let mut ready = post::check(&books.state, user, &given)?;
        ready.check_subscription(&books.state)?;
        let lost = |one: &Misfortune| matches!(one, Misfortune::NotDelivered { .. });
        if let Some(Misfortune::NotDelivered { text }) = hub.faults.strike("postmessage", lost) {
            ready.undeliverable = Some(text);
        }
        let is_bad = hub
            .faults
            .strike("postmessage", |one| *one == Misfortune::BadSignature)
            .is_some();
        let fate = if is_bad {
            SignatureFate::Bad
        } else {
            ready.signature_fate(&books.state, &hub.roots)
        };
        let operation = post::post(books, key, ready, fate)?;
        as_message(&books.state, &operation)
    })
}

/// `POST /V4/PostMessagePatch`, and 3 with the older structure.
pub fn post_message_patch(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let user = hub.with(|books| auth::caller(&books.state, &call.headers))?;
    let key = operation_id(call).map(|id| OperationKey {
        user,
        method: "postmessagepatch".into(),
        id,
    });
    let structure = if call.version == 3 {
        "MessagePatchToPost"
    } else {
        "MessagePatchToPostV2"
    };
    let mut given: MessagePatchToPost = codec::read(&call.headers, &call.body, structure)?;
    given
        .recipient_titles
        .append(&mut given.universal_transfer_document_buyer_titles);
    shelf::fetch_for_patch(hub, user, &mut given)?;
    hub.with(|books| {
        let known = key
            .as_ref()
            .map(|key| repeated(books, key))
            .transpose()?
            .flatten();
        let operation = match known {
            Some(operation) => operation,
            None => {
                if let Some(box_id) = BoxId::parse(&given.box_id) {
                    auth::check_subscription(&books.state, box_id)?;
                }
                let is_bad = hub
                    .faults
                    .strike("postmessagepatch", |one| *one == Misfortune::BadSignature)
                    .is_some();
                let verifier = if is_bad {
                    patch::Verifier::FindsAllBad
                } else {
                    patch::Verifier::Believing(&hub.roots)
                };
                patch::post_patch(books, key.as_ref(), user, &given, verifier)?
            }
        };
        let (view, event) = result(&books.state, &operation)?;
        Reply::structure(&view.patch(event))
    })
}

fn result<'a>(state: &'a State, operation: &Operation) -> Result<(View<'a>, &'a BoxEvent), Refusal> {
    let lost = || Refusal::not_found(format!("Event {} is not found", operation.event));
    let view = View::as_of(state, operation.box_id, operation.message, operation.event).ok_or_else(lost)?;
    let event = state
        .event(operation.box_id, operation.message, operation.event)
        .ok_or_else(lost)?;
    Ok((view, event))
}

/// The message that an operation made.
pub fn as_message(state: &State, operation: &Operation) -> Result<Reply, Refusal> {
    let (view, _) = result(state, operation)?;
    Reply::structure(&view.message())
}
