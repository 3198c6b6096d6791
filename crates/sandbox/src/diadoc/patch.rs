//! `PostMessagePatch`: from the caller's lists to acts.

mod messages;

use signature::certificate::Certificate;
use uuid::Uuid;

use super::acts::{self, Act};
use super::books::{Books, State};
use super::cms;
use super::model::{Operation, OperationKey, Part};
use super::post::{self, SignatureFate};
use super::refusal::Refusal;
use super::requests::{DocumentSignature, MessagePatchToPost, Reply};
use super::service_documents::{Paper, stem};
use super::title_xml::{self, TitleFacts};
use super::view::View;
use super::view::revocation::proposal_about;
use crate::world::BoxId;

/// Lists of the structure that this sandbox does not know yet.
const NOT_YET: [&str; 14] = [
    "resolutions",
    "resolutionrequests",
    "resolutionrequestcancellations",
    "resolutionrequestdenials",
    "resolutionrequestdenialcancellations",
    "customdatapatches",
    "resolutionrouteassignments",
    "signatureverifications",
    "editdocumentpacketcommands",
    "resolutionrouteremovals",
    "editingpatches",
    "requestedsignaturerejections",
    "xmltorg12buyertitles",
    "xmlacceptancecertificatebuyertitles",
];

/// How signatures that come in are verified.
#[derive(Clone, Copy)]
pub enum Verifier<'a> {
    /// By what they are, up to these authorities.
    Believing(&'a [Certificate]),
    /// As an ordered misfortune wants it.
    FindsAllBad,
}

/// Looks at a request and does it.
pub fn post_patch(
    books: &mut Books,
    key: Option<&OperationKey>,
    user: Uuid,
    given: &MessagePatchToPost,
    verifier: Verifier<'_>,
) -> Result<Operation, Refusal> {
    let denied = || Refusal::forbidden(format!("Access to Box [{}] is denied", given.box_id));
    if given.box_id.is_empty() {
        return Err(Refusal::bad("MessagePatchToPost.BoxId is required"));
    }
    let box_id = BoxId::parse(&given.box_id).ok_or_else(denied)?;
    if !books.state.world.may_enter(user, box_id) {
        return Err(denied());
    }
    let message = Uuid::try_parse(&given.message_id)
        .map_err(|_| Refusal::bad(format!("Could not parse messageId: {}", given.message_id)))?;
    let acts = acts_of(&books.state, box_id, message, given)?;
    let fate = match verifier {
        Verifier::FindsAllBad => SignatureFate::Bad,
        Verifier::Believing(roots) => acts::signature_fate(books, box_id, message, &acts, roots)?,
    };
    acts::act(books, box_id, message, acts, key, fate)
}

fn acts_of(
    state: &State,
    box_id: BoxId,
    message: Uuid,
    given: &MessagePatchToPost,
) -> Result<Vec<Act>, Refusal> {
    let is_filled = |name: &str| {
        let list = given.others.get(name).and_then(serde_json::Value::as_array);
        list.is_some_and(|list| !list.is_empty())
    };
    if let Some(name) = NOT_YET.iter().find(|name| is_filled(name)) {
        return Err(Refusal::bad(format!(
            "Песочница пока не умеет список {name} в MessagePatchToPost"
        )));
    }
    let not_found = || Refusal::not_found(format!("Message {message} is not found"));
    let view = View::of(state, box_id, message).ok_or_else(not_found)?;
    let mut acts = Vec::new();
    for (index, one) in given.signatures.iter().enumerate() {
        acts.push(signature(
            &view,
            one,
            &format!("MessagePatchToPost.Signatures[{index}]"),
        )?);
    }
    let lists = [
        ("Receipts", &given.receipts, Part::InvoiceReceipt),
        ("RecipientTitles", &given.recipient_titles, Part::RecipientTitle),
        (
            "XmlSignatureRejections",
            &given.xml_signature_rejections,
            Part::Rejection,
        ),
        (
            "CorrectionRequests",
            &given.correction_requests,
            Part::AmendmentRequest,
        ),
        (
            "RevocationRequests",
            &given.revocation_requests,
            Part::RevocationRequest,
        ),
    ];
    for (name, list, part) in lists {
        for (index, one) in list.iter().enumerate() {
            acts.push(reply(
                &view,
                one,
                part,
                &format!("MessagePatchToPost.{name}[{index}]"),
            )?);
        }
    }
    for (index, one) in given.fixation_cancellations.iter().enumerate() {
        let place = format!("MessagePatchToPost.TtGisFixationCancellationRequests[{index}]");
        acts.push(messages::fixation_cancellation(&view, one, &place)?);
    }
    for (index, one) in given.universal_messages.iter().enumerate() {
        let place = format!("MessagePatchToPost.UniversalMessages[{index}]");
        acts.push(messages::universal_message(&view, one, &place)?);
    }
    if acts.is_empty() {
        return Err(Refusal::bad(
            "MessagePatchToPost should contain at least one attachment",
        ));
    }
    Ok(acts)
}

fn parent(text: &str, place: &str) -> Result<Uuid, Refusal> {
    Uuid::try_parse(text)
        .map_err(|_| Refusal::bad(format!("{place}: Could not parse ParentEntityId: {text}")))
}

fn check_test_signature(view: &View<'_>, place: &str) -> Result<(), Refusal> {
    let own = view.state.world.by_box(view.viewer);
    if own.is_some_and(|own| own.is_test) {
        return Ok(());
    }
    Err(Refusal::bad(format!(
        "{place}: SignWithTestSignature is allowed in test boxes only"
    )))
}

fn signature(view: &View<'_>, given: &DocumentSignature, place: &str) -> Result<Act, Refusal> {
    let parent = parent(&given.parent_entity_id, place)?;
    if given.signature.is_empty() {
        if !given.sign_with_test_signature {
            return Err(Refusal::bad(format!("{place}: Invalid signature")));
        }
        check_test_signature(view, place)?;
        return Ok(Act::Signature {
            parent,
            signature: None,
        });
    }
    let signed = super::requests::SignedContent {
        content: given.signature.clone(),
        ..Default::default()
    };
    let signature = post::decode(&signed, place)?.content;
    if !cms::is_signed_data(&signature) {
        return Err(Refusal::bad(format!("{place}: Invalid signature")));
    }
    Ok(Act::Signature {
        parent,
        signature: Some(signature),
    })
}

/// What a reply carries, and its signature: neither may be missing.
fn signed_content(view: &View<'_>, given: &Reply, place: &str) -> Result<(Vec<u8>, Vec<u8>), Refusal> {
    let missing = || Refusal::bad(format!("{place}: SignedContent is required"));
    let content = given.signed_content.as_ref().ok_or_else(missing)?;
    if content.sign_with_test_signature {
        check_test_signature(view, place)?;
    }
    let decoded = post::decode(content, place)?;
    let unsigned = || Refusal::bad(format!("{place}: Invalid signature"));
    Ok((decoded.content, decoded.signature.ok_or_else(unsigned)?))
}

/// What was sent has not the form of its kind.
fn malformed(place: &str, message: &str) -> Refusal {
    Refusal::bad(format!(
        "{place}: {{ Location = /Файл[1]/Документ[1], Message = {message} }}"
    ))
}

/// It must name the file of its parent.
fn check_about(view: &View<'_>, parent: Uuid, facts: &TitleFacts, place: &str) -> Result<(), Refusal> {
    let about = view.message.entity(parent).map(|entity| stem(&entity.file_name));
    if about.is_some_and(|about| about != stem(&facts.about)) {
        let message = format!("Файл {} не относится к документу", facts.about);
        return Err(malformed(place, &message));
    }
    Ok(())
}

fn reply(view: &View<'_>, given: &Reply, part: Part, place: &str) -> Result<Act, Refusal> {
    let parent = parent(&given.parent_entity_id, place)?;
    let (bytes, signature) = signed_content(view, given, place)?;
    let facts = title_xml::look(&bytes).map_err(|broken| Refusal::bad(format!("{place}: {{ {broken} }}")))?;
    let part = match (part, view.message.document(parent)) {
        (Part::InvoiceReceipt, Some(card)) => acts::receipt_part(card),
        (part, _) => part,
    };
    check_form(view, (part, parent), &facts, place)?;
    let is_title = part == Part::RecipientTitle;
    if is_title && facts.total_code.is_none() {
        return Err(malformed(place, "Нет атрибута КодИтога"));
    }
    let paper = Paper {
        part,
        file_name: format!("{}.xml", facts.file_id),
        bytes,
        text: facts.words.trim().to_owned(),
        total_code: facts.total_code.filter(|_| is_title),
        need_receipt: is_title && given.need_receipt,
    };
    Ok(Act::Paper {
        parent,
        paper,
        signature,
    })
}

/// What is asked beside an answer must have the form of its list, name its parent, and say something.
fn check_form(
    view: &View<'_>,
    (part, parent): (Part, Uuid),
    facts: &TitleFacts,
    place: &str,
) -> Result<(), Refusal> {
    let of_proposal = proposal_about(view.message, parent).is_some();
    let element = match part {
        Part::AmendmentRequest => "СвУведУточ",
        Part::Rejection if of_proposal => "СвУведУточ",
        Part::RevocationRequest => "СвПредАн",
        _ => return Ok(()),
    };
    if facts.notice != element {
        return Err(malformed(place, &format!("Ожидался элемент {element}")));
    }
    if part == Part::AmendmentRequest && facts.words.trim().is_empty() {
        return Err(malformed(place, "Не заполнен элемент ТекстУведУточ"));
    }
    check_about(view, parent, facts, place)
}
