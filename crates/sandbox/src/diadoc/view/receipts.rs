//! Receipt notices of the sender: of the title that answered, and of a request for a correction.

use super::docflow::{Bytes, at};
use super::{Answered, Attached, Exchange, Role};
use crate::diadoc::answers::docflow::Receipt;
use crate::diadoc::model::Part;
use crate::diadoc::service_documents::universal::RECEIPT;
use uuid::Uuid;

impl<'a> Exchange<'a> {
    /// The title that answered, where its author wants a receipt notice.
    fn title_with_receipt(&self) -> Option<Attached<'a>> {
        match self.answer? {
            Answered::Title(title) if title.entity.entity.need_receipt => Some(title),
            _ => None,
        }
    }

    /// The request for a correction, where the operator asks the sender for a receipt notice of it. A universal message wants
    /// none.
    fn request_with_receipt(&self) -> Option<Attached<'a>> {
        let sender = self.view.state.world.by_box(self.view.message.from)?;
        self.amendment
            .filter(|one| sender.facts.owes_amendment_receipts && !one.is_message())
    }

    /// Who has to be told that it came: the entity, and the receipt notice of it, if there is one.
    fn with_receipt(&self, of: Option<Attached<'a>>) -> Option<(Uuid, Option<Attached<'a>>)> {
        let id = of?.entity.entity.id;
        let receipt = self
            .view
            .attached(id, Part::InvoiceReceipt)
            .or_else(|| self.view.universal_receipt(id));
        Some((id, receipt))
    }

    /// A receipt notice of the sender is asked for about this and not given.
    pub fn awaits_sender_receipt(&self, about: Uuid) -> bool {
        let wanted = [self.title_with_receipt(), self.request_with_receipt()];
        wanted
            .into_iter()
            .filter_map(|one| self.with_receipt(one))
            .any(|(id, receipt)| id == about && receipt.is_none())
    }

    /// What the sender still has to confirm.
    pub fn unconfirmed(&self) -> Option<Attached<'a>> {
        [self.title_with_receipt(), self.request_with_receipt()]
            .into_iter()
            .flatten()
            .find(|one| self.awaits_sender_receipt(one.entity.entity.id))
    }

    /// `SenderReceipt`
    pub(super) fn sender_receipt(&self, bytes: Bytes) -> Option<Receipt> {
        self.receipt_of(self.title_with_receipt(), bytes)
    }

    /// `AmendmentRequest.Receipt`
    pub(super) fn amendment_receipt(&self, bytes: Bytes) -> Option<Receipt> {
        self.receipt_of(self.request_with_receipt(), bytes)
    }

    fn receipt_of(&self, of: Option<Attached<'a>>, bytes: Bytes) -> Option<Receipt> {
        let (id, receipt) = self.with_receipt(of)?;
        let paper = receipt.filter(|one| !one.is_message());
        Some(Receipt {
            is_finished: receipt.is_some(),
            receipt_attachment: paper.map(|one| self.attachment(one.entity, one.signature, bytes)),
            sent_at: receipt.map(|one| at(one.entity.entity.created_at)),
            delivered_at: receipt
                .and_then(|one| self.view.delivered(one.entity, self.view.message.from))
                .map(at),
            confirmation: None,
            status: self.sender_receipt_status(Some((id, receipt))),
            universal_message: self.universal_about(id, RECEIPT, bytes),
        })
    }

    /// `GeneralReceiptStatus` of the receipt notice of the title.
    pub(super) fn title_receipt_status(&self) -> &'static str {
        self.sender_receipt_status(self.with_receipt(self.title_with_receipt()))
    }

    /// `GeneralReceiptStatus` of the receipt notice of the request.
    pub(super) fn request_receipt_status(&self) -> &'static str {
        self.sender_receipt_status(self.with_receipt(self.request_with_receipt()))
    }

    fn sender_receipt_status(&self, wanted: Option<(Uuid, Option<Attached<'_>>)>) -> &'static str {
        match wanted {
            None => "GeneralReceiptStatusNotAcceptable",
            Some((_, Some(_))) => "Finished",
            Some(_) if self.view.role() == Role::Sender => "HaveToCreateReceipt",
            Some(_) => "WaitingForReceipt",
        }
    }
}
