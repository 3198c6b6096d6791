//! Calls that change something: log-in, `PostMessage`, `PostMessagePatch`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use md5::{Digest, Md5};
use uuid::Uuid;

use super::books::{Books, Record, State, Token};
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

const TOKEN_LIFE_MS: u64 = 24 * 60 * 60 * 1_000;

/// `POST /V3/Authenticate?type=password`
pub fn authenticate(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.with(|books| auth::check_developer(&books.state, &call.headers))?;
    if !call.required("type")?.eq_ignore_ascii_case("password") {
        return Err(Refusal::bad("Песочница пускает только по паролю: type=password"));
    }
    let given: LoginPassword = codec::read(&call.headers, &call.body, "LoginPassword")?;
    hub.with(|books| {
        let mut users = books.state.world.users.iter();
        let user = users
            .find(|user| user.login.eq_ignore_ascii_case(&given.login) && user.password == given.password);
        let wrong = || Refusal::unauthorized(format!("Wrong password provided for login {}", given.login));
        let bytes = [Uuid::new_v4().into_bytes(), Uuid::new_v4().into_bytes()].concat();
        let token = Token {
            text: BASE64.encode(bytes),
            user: user.ok_or_else(wrong)?.id,
            expires_at: books.state.now().plus_ms(TOKEN_LIFE_MS),
        };
        let text = token.text.clone();
        books.commit(vec![Record::Token(token)])?;
        Ok(Reply::bytes(text.into_bytes(), "text/plain; charset=utf-8"))
    })
}

/// The id of the operation, lower case; absent or empty means none.
fn operation_id(call: &Call) -> Option<String> {
    call.text("operationid").map(str::to_lowercase)
}

fn repeated(books: &mut Books, key: &OperationKey) -> Result<Option<Operation>, Refusal> {
    let Some(operation) = books.state.operations.get(key).cloned() else {
        return Ok(None);
    };
    books.commit(vec![Record::Repeated(key.clone())])?;
    Ok(Some(operation))
}

/// `POST /V3/PostMessage`
pub fn post_message(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let user = hub.with(|books| auth::caller(&books.state, &call.headers))?;
    let by_body = || {
        Md5::digest(&call.body)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    };
    let key = OperationKey {
        user,
        method: "postmessage".into(),
        id: operation_id(call).unwrap_or_else(by_body),
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
        let ready = post::check(&books.state, user, &given)?;
        ready.check_subscription(&books.state)?;
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

/// `POST /V4/PostMessagePatch`
pub fn post_message_patch(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let user = hub.with(|books| auth::caller(&books.state, &call.headers))?;
    let key = operation_id(call).map(|id| OperationKey {
        user,
        method: "postmessagepatch".into(),
        id,
    });
    let mut given: MessagePatchToPost = codec::read(&call.headers, &call.body, "MessagePatchToPostV2")?;
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
                patch::post_patch(books, key.as_ref(), user, &given)?
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

fn as_message(state: &State, operation: &Operation) -> Result<Reply, Refusal> {
    let (view, _) = result(state, operation)?;
    Reply::structure(&view.message())
}
