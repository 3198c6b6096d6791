//! The document that goes along with an invitation (`TrustConnectionRequest`): signing it accepts the invitation.

use uuid::Uuid;

use super::{Prepared, Ready, SignatureFate, decode, post};
use crate::diadoc::books::Books;
use crate::diadoc::model::{DocumentCard, Lock, MessageKind, OperationKey};
use crate::diadoc::refusal::Refusal;
use crate::diadoc::requests::InvitationDocument;
use crate::diadoc::types::Workflow;
use crate::world::BoxId;

/// The type of such a document.
pub const TYPE: &str = "TrustConnectionRequest";
const PLACE: &str = "AcquireCounteragentRequest.InvitationDocument";

/// Sends it; gives its place and whether it asks for a signature. Who is invited need not be a counteragent yet.
pub fn send(
    books: &mut Books,
    user: Uuid,
    (from, to): (BoxId, BoxId),
    given: &InvitationDocument,
) -> Result<(Uuid, Uuid, bool), Refusal> {
    let missing = |what: &str| Refusal::bad(format!("{PLACE}: {what} is required"));
    let content = given
        .signed_content
        .as_ref()
        .ok_or_else(|| missing("SignedContent"))?;
    if given.file_name.is_empty() {
        return Err(missing("FileName"));
    }
    let is_test = books.state.world.by_box(from).is_some_and(|one| one.is_test);
    if content.sign_with_test_signature && !is_test {
        return Err(Refusal::bad(format!(
            "{PLACE}: SignWithTestSignature is allowed in test boxes only"
        )));
    }
    let decoded = decode(content, PLACE)?;
    if decoded.signature.is_none() {
        return Err(Refusal::bad(format!("{PLACE}: Invalid signature")));
    }
    let card = DocumentCard {
        entity: Uuid::new_v4(),
        type_named_id: TYPE.into(),
        function: "default".into(),
        version: "v1".into(),
        workflow: Workflow::INVITATION.0,
        need_recipient_signature: given.signature_requested,
        metadata: vec![("FileName".into(), given.file_name.clone())],
        ..DocumentCard::default()
    };
    let document = card.entity;
    let ready = Ready {
        from,
        to,
        departments: (None, None),
        proxy: None,
        kind: MessageKind::Letter,
        lock: Lock::default(),
        is_draft_locked: false,
        is_delayed: false,
        undeliverable: None,
        documents: vec![Prepared {
            card,
            file_name: given.file_name.clone(),
            content: decoded.content,
            signature: decoded.signature,
            is_own: false,
            comment: String::new(),
        }],
    };
    let key = OperationKey {
        user,
        method: "acquirecounteragent".into(),
        id: Uuid::new_v4().to_string(),
    };
    let posted = post(books, key, ready, SignatureFate::Good)?;
    Ok((posted.message, document, given.signature_requested))
}
