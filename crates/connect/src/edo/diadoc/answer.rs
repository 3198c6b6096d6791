//! A signature of ours for a document that the operator has, as the exact bytes of `MessagePatchToPostV2`, or of
//! `DraftToSend` where a draft leaves with it: the same reply always gives the same bytes, and none is a secret.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::RemoteDocument;

use super::ids::box_id;
use super::letter::power_of_attorney_to_post;
use super::wire::{
    DocumentDirection, DocumentSignature, DocumentWithDocflowV4, DraftToSend, MessagePatchToPost,
    MessageType, PostedPatch, RecipientResponseStatus, RecipientTitle, SenderSignatureStatus, SignedContent,
    decode, encode,
};
use crate::Error;
use crate::edo::{DraftSignature, Reply, SignatureReply};

/// The bytes that add this signature.
pub(super) fn prepare(reply: &SignatureReply) -> Result<Vec<u8>, Error> {
    let others: &[DraftSignature] = match &reply.reply {
        Reply::Draft(others) => others,
        Reply::Signature | Reply::Title(_) => &[],
    };
    if reply.signature.is_empty() || others.iter().any(|other| other.signature.is_empty()) {
        return Err(Error::Refused {
            code: "signature_empty".to_owned(),
            text: "Подпись под документом пуста. Документ остался в программе. Подпишите его ещё раз."
                .to_owned(),
        });
    }
    let parent_entity_id = reply.document.entity_id.as_str();
    let signature = STANDARD.encode(&reply.signature);
    let power_of_attorney = reply
        .power_of_attorney
        .as_ref()
        .and_then(power_of_attorney_to_post);
    let mut patch = MessagePatchToPost {
        box_id: box_id(&reply.our_box),
        message_id: &reply.document.message_id,
        signatures: Vec::new(),
        recipient_titles: Vec::new(),
    };
    match &reply.reply {
        Reply::Draft(_) => {
            let more = others.iter().map(|other| DocumentSignature {
                parent_entity_id: &other.document.entity_id,
                signature: STANDARD.encode(&other.signature),
                power_of_attorney: reply
                    .power_of_attorney
                    .as_ref()
                    .and_then(power_of_attorney_to_post),
            });
            let more: Vec<_> = more.collect();
            let mut document_signatures = vec![DocumentSignature {
                parent_entity_id,
                signature,
                power_of_attorney,
            }];
            document_signatures.extend(more);
            let draft = DraftToSend {
                box_id: patch.box_id,
                draft_id: patch.message_id,
                document_signatures,
            };
            return encode("DraftToSend", &draft);
        }
        Reply::Signature => patch.signatures.push(DocumentSignature {
            parent_entity_id,
            signature,
            power_of_attorney,
        }),
        Reply::Title(content) => patch.recipient_titles.push(RecipientTitle {
            parent_entity_id,
            signed_content: SignedContent {
                content: Some(STANDARD.encode(content)),
                name_on_shelf: None,
                signature: Some(signature),
                sign_with_test_signature: false,
                power_of_attorney,
            },
        }),
    }
    encode("MessagePatchToPost", &patch)
}

/// What our own bytes say about themselves.
pub(super) struct ReadBack {
    pub(super) box_id: String,
    /// What is signed.
    pub(super) document: RemoteDocument,
    /// It is a draft that leaves.
    pub(super) is_draft: bool,
}

/// Reads bytes made by [`prepare`].
pub(super) fn read_back(request: &[u8]) -> Result<ReadBack, Error> {
    let patch: PostedPatch = decode("MessagePatchToPost", request)?;
    let is_draft = !patch.draft_id.is_empty();
    let signed = patch.signatures.into_iter().chain(patch.recipient_titles);
    let mut parents = signed.chain(patch.document_signatures);
    match (parents.next(), parents.next()) {
        // A draft leaves with signatures under all of its documents; which of them is looked at says nothing more.
        (Some(first), rest) if is_draft || rest.is_none() => Ok(ReadBack {
            box_id: patch.box_id,
            document: RemoteDocument {
                message_id: if is_draft {
                    patch.draft_id
                } else {
                    patch.message_id
                },
                entity_id: first.parent_entity_id,
            },
            is_draft,
        }),
        _ => Err(Error::Malformed(
            "MessagePatchToPost: not exactly one signature".to_owned(),
        )),
    }
}

/// Whether our signature is there. A refusal of ours is no signature, and one that was found bad may be an earlier one: the
/// same request goes again then, and the operator knows it by its operation id. A draft has none before it left.
pub(super) fn is_signed_by_us(docflow: &DocumentWithDocflowV4) -> bool {
    use RecipientResponseStatus as Status;
    if docflow.document_info.message_type == MessageType::Draft {
        let draft = docflow.document_info.draft_info.as_ref();
        return draft.is_some_and(|draft| !draft.transformed_to_letter_ids.is_empty());
    }
    if docflow.document_info.document_direction == DocumentDirection::Inbound {
        let response = docflow.docflow.recipient_response.as_ref();
        return response.is_some_and(|response| {
            matches!(
                response.response_status,
                Status::WithRecipientSignature | Status::WithRecipientPartiallySignature
            )
        });
    }
    matches!(
        docflow.docflow.sender_title.sender_signature_status,
        SenderSignatureStatus::SenderSignatureUnchecked
            | SenderSignatureStatus::SenderSignatureCheckedAndValid
            | SenderSignatureStatus::SenderSignatureCheckedAndInvalid
    )
}
