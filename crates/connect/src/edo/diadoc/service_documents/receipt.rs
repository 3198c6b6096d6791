//! What a receipt notice of ours is about: a title that came, or what answered a title of ours (QUIRKS 100, 107).

use domain::RemoteDocument;

use super::id;
use crate::Error;
use crate::edo::diadoc::adapter::Diadoc;
use crate::edo::diadoc::wire::{DocflowV4, GeneralReceiptStatus, ReceiptDocflowV4, SignedAttachmentV3};

impl Diadoc {
    /// The entity that waits for our receipt notice; the document itself where the service shows no docflow.
    /// [`Error::Refused`] when nothing waits for one any more.
    pub(super) async fn awaiting_receipt(
        &self,
        our_box: &str,
        document: &RemoteDocument,
    ) -> Result<RemoteDocument, Error> {
        let told = self.client.get_docflows(our_box, &[id(document)]).await?;
        let entity_id = match told.unwrap_or_default().into_iter().next() {
            None => document.entity_id.clone(),
            Some(told) => match awaiting(told.docflow) {
                Some(Awaiting::Document) => document.entity_id.clone(),
                Some(Awaiting::Answer(entity_id)) => entity_id,
                None => return Err(not_awaited()),
            },
        };
        Ok(RemoteDocument {
            message_id: document.message_id.clone(),
            entity_id,
        })
    }
}

/// What waits for our receipt notice.
#[derive(Debug, PartialEq, Eq)]
enum Awaiting {
    /// The document itself.
    Document,
    /// A title or a request to amend, by its entity.
    Answer(String),
}

/// The document first, then the title that answered ours, then the request to amend it. None while nothing waits.
fn awaiting(docflow: DocflowV4) -> Option<Awaiting> {
    if is_ours(docflow.recipient_receipt.as_ref()) {
        return Some(Awaiting::Document);
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
    let entity = awaiting.find_map(|(_, attachment)| attachment.and_then(entity));
    entity.map(Awaiting::Answer)
}

fn not_awaited() -> Error {
    Error::Refused {
        code: "receipt_not_awaited".to_owned(),
        text: "Оператор больше не ждёт от нас извещения о получении. Ничего не отправлено, документ не изменён. Обновите \
               документы."
            .to_owned(),
    }
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

    use super::{Awaiting, awaiting};
    use crate::edo::diadoc::tests::docflow;
    use crate::edo::diadoc::wire::{GetDocflowBatchResponseV4, decode};

    fn told(answer: &Value) -> Option<Awaiting> {
        let told: GetDocflowBatchResponseV4 = decode("docflows", answer.to_string().as_bytes()).unwrap();
        told.documents.into_iter().find_map(|one| awaiting(one.docflow))
    }

    fn answer(entity: &str) -> Option<Awaiting> {
        Some(Awaiting::Answer(entity.to_owned()))
    }

    #[test]
    fn a_receipt_that_answers_their_title_is_about_that_title() {
        assert_eq!(
            told(&docflow("receipt_required.on_their_title")),
            answer("e0000012-0000-4000-8000-000000000000")
        );
    }

    #[test]
    fn a_receipt_of_what_came_is_about_the_document() {
        assert_eq!(
            told(&docflow("receipt_required.inbound_invoice")),
            Some(Awaiting::Document)
        );
    }

    #[test]
    fn a_receipt_that_answers_a_request_to_amend_is_about_that_request() {
        let mut asked = docflow("amendment_requested.invoice");
        let branch = &mut asked["Documents"][0]["Docflow"]["AmendmentRequest"];
        branch["AmendmentRequest"] =
            json!({ "Attachment": { "Entity": { "EntityId": "request" }, "AttachmentFilename": "" } });
        branch["Receipt"] = json!({ "IsFinished": false, "Status": "WaitingForReceipt" });
        assert_eq!(told(&asked), None);
        let branch = &mut asked["Documents"][0]["Docflow"]["AmendmentRequest"];
        branch["Receipt"]["Status"] = json!("HaveToCreateReceipt");
        assert_eq!(told(&asked), answer("request"));
    }

    #[test]
    fn of_two_receipts_that_are_owed_that_of_the_title_comes_first_and_then_that_of_the_request() {
        let mut owed = docflow("receipt_required.on_their_title");
        let docflow = &mut owed["Documents"][0]["Docflow"];
        docflow["AmendmentRequest"] = json!({
            "AmendmentRequest": { "Attachment": { "Entity": { "EntityId": "request" }, "AttachmentFilename": "" } },
            "AmendmentFlags": 1,
            "Receipt": { "IsFinished": false, "Status": "HaveToCreateReceipt" },
        });
        assert_eq!(told(&owed), answer("e0000012-0000-4000-8000-000000000000"));
        owed["Documents"][0]["Docflow"]["SenderReceipt"]["Status"] = json!("Finished");
        assert_eq!(told(&owed), answer("request"));
        owed["Documents"][0]["Docflow"]["AmendmentRequest"]["Receipt"]["Status"] = json!("Finished");
        assert_eq!(told(&owed), None);
    }
}
