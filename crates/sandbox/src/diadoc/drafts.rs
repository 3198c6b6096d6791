//! Drafts («черновики»): sent, they end and a new message begins; thrown away, they only end.

use signature::certificate::Certificate;
use uuid::Uuid;

use super::books::{self, Books, Record};
use super::call::Call;
use super::model::{Change, Content, DraftFate, Message, MessageKind, Operation, OperationKey, Part};
use super::plan::Plan;
use super::post;
use super::refusal::Refusal;
use super::requests::{DocumentSignature, DraftToSend, SignedContent};
use super::{Reply, auth, cms, codec, signature_check, writing};
use crate::hub::Hub;
use crate::world::BoxId;

/// `POST /SendDraft`
pub fn send_draft(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let user = hub.with(|books| auth::caller(&books.state, &call.headers))?;
    let key = OperationKey {
        user,
        method: "senddraft".into(),
        id: writing::operation_or_body(call),
    };
    let given: DraftToSend = codec::read(&call.headers, &call.body, "DraftToSend")?;
    hub.with(|books| {
        if let Some(operation) = writing::repeated(books, &key)? {
            return writing::as_message(&books.state, &operation);
        }
        let denied = || Refusal::forbidden(format!("Access to Box [{}] is denied", given.box_id));
        let box_id = BoxId::parse(&given.box_id).ok_or_else(denied)?;
        if !books.state.world.may_enter(user, box_id) {
            return Err(denied());
        }
        auth::check_subscription(&books.state, box_id)?;
        let draft = Uuid::try_parse(&given.draft_id)
            .map_err(|_| Refusal::bad(format!("Could not parse DraftId: {}", given.draft_id)))?;
        let mut draft = open_draft(books, box_id, draft)?;
        let sides = (draft.from, draft.to);
        let proxy = post::proxy(
            &books.state,
            sides,
            &given.proxy_box_id,
            &given.proxy_department_id,
        )?;
        draft.proxy = proxy.or(draft.proxy);
        let signatures = given.document_signatures.as_slice();
        let operation = send_as(books, &draft, &Signers::Given(signatures, &hub.roots), key)?;
        writing::as_message(&books.state, &operation)
    })
}

/// `POST /RecycleDraft`
pub fn recycle_draft(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.with(|books| {
        let (_, box_id) = auth::caller_in(&books.state, call, "boxid")?;
        let id = call.id("draftid")?;
        open_draft(books, box_id, id)?;
        let mut plan = Plan::now(&books.state);
        end(&mut plan, box_id, id, None);
        let records = plan.records;
        books.commit(records)?;
        Ok(Reply::bytes(Vec::new(), "text/plain; charset=utf-8"))
    })
}

/// Whose signatures a draft leaves with.
pub enum Signers<'a> {
    /// Those that the caller gives, verified up to these authorities.
    Given(&'a [DocumentSignature], &'a [Certificate]),
    /// A person in the cabinet, who has the test certificate.
    Cabinet,
}

fn open_draft(books: &Books, box_id: BoxId, id: Uuid) -> Result<Message, Refusal> {
    let unknown = || Refusal::not_found(format!("Draft {id} is not found"));
    let draft = books.state.messages.get(&id).ok_or_else(unknown)?;
    if draft.kind != MessageKind::Draft || draft.from != box_id {
        return Err(unknown());
    }
    if draft.draft.is_recycled {
        return Err(Refusal::conflict(format!("Draft {id} is already recycled")));
    }
    Ok(draft.clone())
}

fn end(plan: &mut Plan<'_>, box_id: BoxId, draft: Uuid, became: Option<Uuid>) {
    plan.records.push(Record::DraftEnded {
        message: draft,
        became,
    });
    plan.show(box_id, draft, Uuid::new_v4(), Change::DraftEnded { became });
}

/// Makes a letter of a draft and ends the draft.
pub fn send(
    books: &mut Books,
    box_id: BoxId,
    id: Uuid,
    signers: &Signers<'_>,
    key: OperationKey,
) -> Result<Operation, Refusal> {
    let draft = open_draft(books, box_id, id)?;
    send_as(books, &draft, signers, key)
}

fn send_as(
    books: &mut Books,
    draft: &Message,
    signers: &Signers<'_>,
    key: OperationKey,
) -> Result<Operation, Refusal> {
    let (id, box_id) = (draft.id, draft.from);
    if let Some(why) = post::closed_to(&books.state, draft.from, draft.to) {
        return Err(Refusal::conflict(why));
    }
    let folder = books.folder();
    let mut plan = Plan::now(&books.state);
    let letter_id = Uuid::new_v4();
    let mut letter = Message {
        kind: MessageKind::Letter,
        id: letter_id,
        packet: Uuid::new_v4(),
        created_at: plan.at,
        from_draft: Some(id),
        draft: DraftFate::default(),
        has_bad_signature: false,
        undeliverable: None,
        documents: Vec::new(),
        entities: Vec::new(),
        ..draft.clone()
    };
    for card in &draft.documents {
        let file = draft
            .entity(card.entity)
            .ok_or_else(|| Refusal::not_found(format!("Entity {} is not found", card.entity)))?;
        let content = books::bytes(folder.as_deref(), &file.content)?;
        let (signature, is_good) = signature_of(books, signers, card.entity, &content, box_id)?;
        letter.has_bad_signature |= !is_good;
        let mut copy = plan.thing(Part::Document, None, file.content.clone());
        copy.file_name.clone_from(&file.file_name);
        let mut signed = plan.thing(Part::Signature, Some(copy.id), Content::of(signature));
        signed.signer = Some(box_id);
        let mut card = card.clone();
        card.entity = copy.id;
        letter.documents.push(card);
        letter.entities.extend([copy, signed]);
    }
    let entities = letter.entities.iter().map(|entity| entity.id).collect();
    plan.records.push(Record::Message(Box::new(letter.clone())));
    let at = plan.show(box_id, letter_id, letter_id, Change::Message { entities });
    plan.send(&letter, letter_id, at);
    end(&mut plan, box_id, id, Some(letter_id));
    let operation = Operation {
        key,
        box_id,
        message: letter_id,
        event: letter_id,
        times_posted: 1,
    };
    plan.records.push(Record::Operation(Box::new(operation.clone())));
    let records = plan.records;
    books.commit(records)?;
    Ok(operation)
}

/// The signature of a document of a draft, and whether it is good.
fn signature_of(
    books: &Books,
    signers: &Signers<'_>,
    entity: Uuid,
    content: &[u8],
    box_id: BoxId,
) -> Result<(Vec<u8>, bool), Refusal> {
    let Signers::Given(signatures, roots) = signers else {
        return Ok((cms::test_signature(content), true));
    };
    let place = format!("DraftToSend.DocumentSignatures[{entity}]");
    let given = signatures
        .iter()
        .find(|one| Uuid::try_parse(&one.parent_entity_id).is_ok_and(|id| id == entity));
    let given = given.ok_or_else(|| Refusal::bad(format!("{place}: Invalid signature")))?;
    let decoded = post::decode(
        &SignedContent {
            // The content is the draft's own; only the signature is read here.
            content: "AA==".into(),
            signature: given.signature.clone(),
            sign_with_test_signature: false,
            ..SignedContent::default()
        },
        &place,
    )?;
    let Some(author) = books.state.world.by_box(box_id) else {
        return Err(Refusal::forbidden("Access to Box is denied"));
    };
    match decoded.signature {
        Some(bytes) => {
            let at = books.state.now().timestamp();
            let is_good = signature_check::check(&bytes, content, author, roots, at).is_good;
            Ok((bytes, is_good))
        }
        None if given.sign_with_test_signature && author.is_test => Ok((cms::test_signature(content), true)),
        None => Err(Refusal::bad(format!("{place}: Invalid signature"))),
    }
}
