//! `Document` of the message API: the state of one document in one structure.

use serde_json::{Value, json};

use super::{Exchange, outer, status};
use crate::clock::Ticks;
use crate::diadoc::answers::{
    AmendmentRequestMetadata, ConfirmationMetadata, Content, DocflowStatus, Document, KeyValue,
    ReceiptMetadata, StatusWords,
};
use crate::diadoc::model::{DocumentCard, Lock};

const NO_RECEIPT: &str = "GeneralReceiptStatusNotAcceptable";
const NUMBER_OF_ROUBLE: i32 = 643;

/// Pairs as structures.
pub fn pairs(items: &[(String, String)]) -> Vec<KeyValue> {
    let pair = |(key, value): &(String, String)| KeyValue {
        key: key.clone(),
        value: value.clone(),
    };
    items.iter().map(pair).collect()
}

/// «УПД №17 от 21.11.2026», or the name of the file.
pub fn title(card: &DocumentCard) -> String {
    let (number, date) = (card.meta("DocumentNumber"), card.meta("DocumentDate"));
    let name = match card.type_named_id.as_str() {
        "UniversalTransferDocument" => "УПД",
        _ if !number.is_empty() => "Документ",
        _ => return card.meta("FileName").to_owned(),
    };
    match date {
        "" => format!("{name} №{number}"),
        date => format!("{name} №{number} от {date}"),
    }
}

impl Exchange<'_> {
    /// `DocflowStatus`
    pub fn docflow_status(&self) -> DocflowStatus {
        let (severity, status_text) = status::words(self);
        DocflowStatus {
            primary_status: StatusWords {
                severity,
                status_text,
            },
        }
    }

    /// `Inbound` or `Outbound`; who stands between has it as inbound, for no other value is documented.
    pub fn direction(&self) -> &'static str {
        if self.view.is_sender() {
            "Outbound"
        } else {
            "Inbound"
        }
    }

    /// The sender's own name for the document; the recipient is not told it.
    pub fn custom_document_id(&self) -> String {
        if self.view.is_sender() {
            self.card.custom_document_id.clone()
        } else {
            String::new()
        }
    }

    fn confirmed_at(&self) -> Ticks {
        let confirmed = self
            .confirmation
            .map(|confirmation| confirmation.entity.entity.created_at);
        confirmed.map_or(Ticks(0), Ticks::as_moscow_wall_clock)
    }

    fn own_metadata(&self) -> (Option<Value>, Option<Value>) {
        let document_status = status::of_type(self);
        if self.card.type_named_id != "UniversalTransferDocument" {
            let receipt = match status::recipient_receipt(self) {
                "Finished" => "ReceiptStatusFinished",
                "WaitingForReceipt" => "ReceiptStatusWaitingForReceipt",
                "HaveToCreateReceipt" => "ReceiptStatusHaveToCreateReceipt",
                _ => "ReceiptStatusNone",
            };
            let metadata = json!({"DocumentStatus": document_status, "ReceiptStatus": receipt});
            return (Some(metadata), None);
        }
        let metadata = json!({
            "DocumentStatus": document_status,
            "Total": self.card.meta("TotalSum"),
            "Vat": self.card.meta("TotalVat"),
            "Grounds": "",
            "DocumentFunction": self.card.function,
            "Currency": self.card.meta("CurrencyCode").parse().unwrap_or(NUMBER_OF_ROUBLE),
            "ConfirmationDateTimeTicks": self.confirmed_at(),
            "InvoiceAmendmentFlags": status::amendment_flags(self),
        });
        (None, Some(metadata))
    }

    fn roaming_status(&self) -> &'static str {
        match self.roaming_success() {
            None => "RoamingNotificationStatusNone",
            Some(true) => "RoamingNotificationStatusSuccess",
            Some(false) => "RoamingNotificationStatusError",
        }
    }

    /// `Document`
    pub fn document(&self) -> Document {
        let (card, view, message) = (self.card, self.view, self.view.message);
        let (nonformalized, utd) = self.own_metadata();
        let document_type = match card.type_named_id.as_str() {
            "UniversalTransferDocument" => "UniversalTransferDocument",
            _ => "Nonformalized",
        };
        Document {
            index_key: format!("{:016X}{}", view.last.1.0, card.entity.simple()),
            message_id: message.id.to_string(),
            entity_id: card.entity.to_string(),
            creation_timestamp_ticks: self.document.entity.created_at,
            counteragent_box_id: message.other_side(view.viewer).mail_form(),
            document_type,
            initial_document_ids: [],
            subordinate_document_ids: [],
            content: Content {
                size: self.document.entity.content.size(),
                data: None,
            },
            file_name: self.document.entity.file_name.clone(),
            document_date: card.meta("DocumentDate").to_owned(),
            document_number: card.meta("DocumentNumber").to_owned(),
            nonformalized_document_metadata: nonformalized,
            universal_transfer_document_metadata: utd,
            is_deleted: view.deleted.contains(&card.entity),
            department_id: view.department_of(card.entity).to_string(),
            is_test: message.is_test,
            from_department_id: super::department(message.departments.0),
            to_department_id: super::department(message.departments.1),
            custom_document_id: self.custom_document_id(),
            revocation_status: self.revocation_status(),
            send_timestamp_ticks: self.sent_at(),
            delivery_timestamp_ticks: view.delivered_at,
            forward_document_events: [],
            roaming_notification_status: self.roaming_status(),
            roaming_notification_status_description: self
                .roaming
                .map(|seen| seen.entity.text.clone())
                .unwrap_or_default(),
            has_custom_print_form: false,
            custom_data: pairs(&card.custom_data),
            packet_id: message.packet.to_string(),
            document_direction: self.direction(),
            last_modification_timestamp_ticks: view.last.1,
            is_encrypted_content: false,
            sender_signature_status: status::sender_signature(self),
            is_read: view.is_read,
            packet_is_locked: message.lock == Lock::Full,
            proxy_signature_status: status::proxy_signature(self),
            type_named_id: card.type_named_id.clone(),
            function: card.function.clone(),
            workflow_id: card.workflow,
            title: title(card),
            metadata: pairs(&card.metadata),
            recipient_receipt_metadata: ReceiptMetadata {
                receipt_status: status::recipient_receipt(self),
            },
            confirmation_metadata: ConfirmationMetadata {
                receipt_status: NO_RECEIPT,
                date_time_ticks: self.confirmed_at(),
            },
            recipient_response_status: status::recipient_response(self),
            amendment_request_metadata: AmendmentRequestMetadata {
                amendment_flags: status::amendment_flags(self),
                receipt_status: self.request_receipt_status(),
            },
            lock_mode: message.lock.name(),
            sender_receipt_metadata: ReceiptMetadata {
                receipt_status: self.title_receipt_status(),
            },
            version: card.version.clone(),
            docflow_status: self.docflow_status(),
            last_outer_docflows: outer::last(self),
            proxy_box_id: view.proxy_box_id(),
            proxy_department_id: view.proxy_department_id(),
            editing_setting_id: "",
            tt_gis_fixation_cancellation_status: self.fixation_status(),
            has_unread_out_of_workflow_universal_messages: self.has_unread_messages(),
        }
    }

    /// When the document left its sender, as far as the view goes.
    pub fn sent_at(&self) -> Option<Ticks> {
        self.signature.map(|signature| signature.entity.created_at)
    }
}
