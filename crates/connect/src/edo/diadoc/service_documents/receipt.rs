//! What a receipt notice of ours is about: a title that came, or what answered a title of ours (QUIRKS 100, 107).

use domain::RemoteDocument;

use super::id;
use crate::Error;
use crate::edo::diadoc::adapter::Diadoc;
use crate::edo::diadoc::wire::{DocflowV4, GeneralReceiptStatus, ReceiptDocflowV4, SignedAttachmentV3};

impl Diadoc {
    /// The entity that waits for our receipt notice. The document itself where the service tells of no other.
    pub(super) async fn awaiting_receipt(
        &self,
        our_box: &str,
        document: &RemoteDocument,
    ) -> Result<RemoteDocument, Error> {
        let told = self.client.get_docflows(our_box, &[id(document)]).await?;
        let mut told = told.unwrap_or_default().into_iter();
        let answered = told.find_map(|told| answer_awaiting(told.docflow));
        Ok(RemoteDocument {
            message_id: document.message_id.clone(),
            entity_id: answered.unwrap_or_else(|| document.entity_id.clone()),
        })
    }
}

/// What answered our title and waits for our receipt notice; none while the title itself does, or nothing.
fn answer_awaiting(docflow: DocflowV4) -> Option<String> {
    if is_ours(docflow.recipient_receipt.as_ref()) {
        return None;
    }
    let title = docflow.recipient_response.and_then(|response| response.title);
    let (request, on_request) = docflow
        .amendment_request
        .map(|branch| (branch.amendment_request, branch.receipt))
        .unwrap_or_default();
    let answers = [(docflow.sender_receipt, title), (on_request, request)];
    let mut awaiting = answers
        .into_iter()
        .filter(|(receipt, _)| is_ours(receipt.as_ref()));
    awaiting.find_map(|(_, attachment)| attachment.and_then(entity))
}

fn is_ours(receipt: Option<&ReceiptDocflowV4>) -> bool {
    receipt.is_some_and(|receipt| receipt.status == GeneralReceiptStatus::HaveToCreateReceipt)
}

fn entity(attachment: SignedAttachmentV3) -> Option<String> {
    Some(attachment.attachment.entity.entity_id).filter(|entity| !entity.is_empty())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::answer_awaiting;
    use crate::edo::diadoc::tests::docflow;
    use crate::edo::diadoc::wire::{GetDocflowBatchResponseV4, decode};

    fn awaiting(answer: &Value) -> Option<String> {
        let told: GetDocflowBatchResponseV4 = decode("docflows", answer.to_string().as_bytes()).unwrap();
        told.documents
            .into_iter()
            .find_map(|one| answer_awaiting(one.docflow))
    }

    #[test]
    fn a_receipt_that_answers_their_title_is_about_that_title() {
        let answer = docflow("receipt_required.on_their_title");
        assert_eq!(
            awaiting(&answer).as_deref(),
            Some("e0000012-0000-4000-8000-000000000000")
        );
    }

    #[test]
    fn a_receipt_of_what_came_is_about_the_document() {
        assert_eq!(awaiting(&docflow("receipt_required.inbound_invoice")), None);
    }

    #[test]
    fn a_receipt_that_answers_a_request_to_amend_is_about_that_request() {
        let mut answer = docflow("amendment_requested.invoice");
        let branch = &mut answer["Documents"][0]["Docflow"]["AmendmentRequest"];
        branch["AmendmentRequest"] =
            json!({ "Attachment": { "Entity": { "EntityId": "request" }, "AttachmentFilename": "" } });
        branch["Receipt"] = json!({ "IsFinished": false, "Status": "WaitingForReceipt" });
        assert_eq!(awaiting(&answer), None);
        let branch = &mut answer["Documents"][0]["Docflow"]["AmendmentRequest"];
        branch["Receipt"]["Status"] = json!("HaveToCreateReceipt");
        assert_eq!(awaiting(&answer).as_deref(), Some("request"));
    }
}
