//! Which signatures lie under a document and under the title that answers it, out of its docflow. The sender's under what came
//! to us is told with the document itself (`arrival`).

use domain::SigningParty;

use super::wire::{
    DocumentDirection, DocumentWithDocflowV4, MessageType, ParticipantResponseDocflowV4, SignatureV3,
};
use super::{adapter, proxy};
use crate::edo::{ToldSignature, ToldTitle};

/// A signature and the title under which it lies, if under one.
type Found = (String, Option<ToldTitle>);

/// Every one that the operator names, as `our_box` sees it.
pub(super) fn of(document: &DocumentWithDocflowV4, our_box: &str) -> Vec<ToldSignature> {
    use SigningParty::{Intermediate, Them, Us};
    let (info, docflow) = (&document.document_info, &document.docflow);
    let sender = docflow.sender_title.attachment.signature.as_ref();
    let sender = sender.and_then(name_of).map(|id| (id, None));
    let recipient = docflow.recipient_response.as_ref().and_then(answer);
    let between = docflow.proxy_response.as_ref().and_then(answer);
    let told = match (&info.message_type, &info.document_direction) {
        (MessageType::Letter, _) if proxy::is_us(info, our_box) => {
            [(between, Us), (recipient, Them), (None, Intermediate)]
        }
        (MessageType::Letter, DocumentDirection::Inbound) => {
            [(recipient, Us), (between, Intermediate), (None, Them)]
        }
        (MessageType::Letter, DocumentDirection::Outbound) => {
            [(sender, Us), (recipient, Them), (between, Intermediate)]
        }
        _ => return Vec::new(),
    };
    let told = told.into_iter().filter_map(|(found, party)| {
        let (entity_id, title) = found?;
        Some(ToldSignature {
            document: adapter::remote(&document.document_id),
            entity_id,
            party,
            title,
        })
    });
    told.collect()
}

/// What this side answered with: a signature under the document, or a title with one. A refusal is neither.
fn answer(response: &ParticipantResponseDocflowV4) -> Option<Found> {
    if let Some(id) = response.signature.as_ref().and_then(name_of) {
        return Some((id, None));
    }
    let title = response.title.as_ref()?;
    let id = title.signature.as_ref().and_then(name_of)?;
    let told = ToldTitle {
        entity_id: title.attachment.entity.entity_id.clone(),
        file_name: title.attachment.attachment_filename.clone(),
    };
    (!told.entity_id.is_empty()).then_some((id, Some(told)))
}

fn name_of(signature: &SignatureV3) -> Option<String> {
    let id = &signature.cms.entity_id;
    (!id.is_empty()).then(|| id.clone())
}
