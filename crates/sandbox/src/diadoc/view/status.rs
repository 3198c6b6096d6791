//! Statuses, machine-readable and in words, always from the viewer's side.
//!
//! The words are the documented or observed ones; where the documentation is silent (before delivery, and a signed
//! document whose receipt notice is missing) the sandbox guesses. No client may build logic on them.

use super::{Answered, Exchange, Role};
use crate::diadoc::model::MessageKind;
use crate::diadoc::types::{Answer, Workflow};

/// `SenderSignatureStatus`
pub fn sender_signature(exchange: &Exchange<'_>) -> &'static str {
    if exchange.signature.is_none() {
        "WaitingForSenderSignature"
    } else if exchange.is_failed {
        "SenderSignatureCheckedAndInvalid"
    } else if exchange.stamped.is_some() {
        "SenderSignatureCheckedAndValid"
    } else {
        "SenderSignatureUnchecked"
    }
}

/// `RecipientResponseStatus`
pub fn recipient_response(exchange: &Exchange<'_>) -> &'static str {
    match exchange.answer {
        _ if !exchange.wants_answer() => "RecipientResponseStatusNotAcceptable",
        None if exchange.has_bad_answer => "InvalidRecipientSignature",
        None => "WaitingForRecipientSignature",
        Some(Answered::Rejection(_)) => "RecipientSignatureRequestRejected",
        Some(Answered::Signature(_)) => "WithRecipientSignature",
        Some(Answered::Title(title)) => match title.entity.entity.total_code {
            Some(2) => "WithRecipientPartiallySignature",
            Some(3) => "RecipientSignatureRequestRejected",
            _ => "WithRecipientSignature",
        },
    }
}

/// `AmendmentFlags`: 1 is a request. Nothing here answers it with a revised or a corrected document.
pub fn amendment_flags(exchange: &Exchange<'_>) -> i32 {
    i32::from(exchange.amendment.is_some())
}

/// `RecipientResponseStatus` of the intermediate recipient.
pub fn proxy_response(exchange: &Exchange<'_>) -> &'static str {
    match exchange.proxy_answer {
        None if exchange.has_bad_proxy_answer => "InvalidRecipientSignature",
        None => "WaitingForRecipientSignature",
        Some(Answered::Rejection(_)) => "RecipientSignatureRequestRejected",
        Some(_) => "WithRecipientSignature",
    }
}

/// `ProxySignatureStatus`
pub fn proxy_signature(exchange: &Exchange<'_>) -> &'static str {
    if exchange.view.message.proxy.is_none() {
        return "ProxySignatureStatusNone";
    }
    match proxy_response(exchange) {
        "InvalidRecipientSignature" => "InvalidProxySignature",
        "RecipientSignatureRequestRejected" => "ProxySignatureRejected",
        "WithRecipientSignature" => "WithProxySignature",
        _ => "WaitingForProxySignature",
    }
}

/// `GeneralReceiptStatus` of the recipient's receipt notice.
pub fn recipient_receipt(exchange: &Exchange<'_>) -> &'static str {
    if !exchange.wants_receipt() {
        "GeneralReceiptStatusNotAcceptable"
    } else if exchange.receipt.is_some() {
        "Finished"
    } else if exchange.view.role() == Role::Recipient {
        "HaveToCreateReceipt"
    } else {
        "WaitingForReceipt"
    }
}

/// `Severity` and `StatusText`. What is revoked, or about to be, is told before anything else.
pub fn words(exchange: &Exchange<'_>) -> (&'static str, &'static str) {
    match exchange.revocation_status() {
        "RevocationAccepted" => return ("Error", "Аннулирован"),
        "RevocationIsRequestedByMe" => return ("Warning", "Ожидается аннулирование"),
        "RequestsMyRevocation" => return ("Warning", "Требуется аннулирование"),
        _ => {}
    }
    match exchange.view.role() {
        Role::Sender => sender_words(exchange),
        Role::Proxy => proxy_words(exchange),
        Role::Recipient => recipient_words(exchange),
    }
}

fn is_rejected(exchange: &Exchange<'_>) -> bool {
    recipient_response(exchange) == "RecipientSignatureRequestRejected"
}

fn sender_words(exchange: &Exchange<'_>) -> (&'static str, &'static str) {
    if exchange.view.message.kind == MessageKind::Draft {
        return ("Info", "Черновик");
    }
    if exchange.signature.is_none() {
        return ("Warning", "Требуется подписать и отправить");
    }
    if exchange.is_failed {
        return ("Error", "Ошибка в подписи");
    }
    if exchange.is_lost || exchange.roaming_success() == Some(false) {
        return ("Error", "Документ не доставлен");
    }
    if exchange.is_stopped_by_proxy() {
        return ("Error", "Промежуточный получатель отказал в подписи");
    }
    if exchange.stamped.is_some() && exchange.awaits_proxy() {
        return ("Warning", "Ожидается подпись промежуточного получателя");
    }
    if exchange.view.delivered_at.is_none() {
        return ("Info", "Отправлен");
    }
    if is_rejected(exchange) {
        return ("Error", "Контрагент отказал в подписи");
    }
    let is_answered = exchange.answer.is_some() && exchange.wants_answer();
    if exchange.unconfirmed().is_some() {
        return ("Warning", "Требуется подписать извещение о получении");
    }
    match (exchange.awaits_answer(), exchange.awaits_receipt()) {
        (true, true) => (
            "Warning",
            "Ожидается основная подпись. Ожидается извещение о получении",
        ),
        (true, false) => ("Warning", "Ожидается подпись контрагента"),
        (false, true) if is_answered => (
            "Warning",
            "Подписан контрагентом. Ожидается извещение о получении",
        ),
        (false, true) => ("Warning", "Ожидается извещение о получении"),
        (false, false) if is_answered => ("Success", "Подписан контрагентом"),
        (false, false) => ("Info", "Документооборот завершен"),
    }
}

fn proxy_words(exchange: &Exchange<'_>) -> (&'static str, &'static str) {
    if exchange.is_stopped_by_proxy() {
        return ("Error", "Отказано в подписи");
    }
    if exchange.awaits_proxy() {
        return if exchange.has_bad_proxy_answer {
            ("Error", "Ошибка в подписи")
        } else {
            ("Warning", "Требуется подпись")
        };
    }
    if is_rejected(exchange) {
        return ("Error", "Получатель отказал в подписи");
    }
    ("Success", "Подписан")
}

fn recipient_words(exchange: &Exchange<'_>) -> (&'static str, &'static str) {
    if exchange.answer.is_none() && exchange.has_bad_answer {
        return ("Error", "Ошибка в подписи");
    }
    if is_rejected(exchange) {
        return ("Error", "Отказано в подписи");
    }
    let is_answered = exchange.answer.is_some() && exchange.wants_answer();
    match (exchange.awaits_answer(), exchange.awaits_receipt()) {
        (true, true) => (
            "Warning",
            "Требуется подпись. Требуется подписать извещение о получении",
        ),
        (true, false) => ("Warning", "Требуется подпись"),
        (false, true) if is_answered => ("Warning", "Подписан. Требуется подписать извещение о получении"),
        (false, true) => ("Warning", "Требуется подписать извещение о получении"),
        (false, false) if is_answered => ("Success", "Подписан"),
        (false, false) => ("Info", "Документооборот завершен"),
    }
}

/// The obsolete status of the type's own metadata (`NonformalizedDocumentStatus`, `UniversalTransferDocumentStatus`).
pub fn of_type(exchange: &Exchange<'_>) -> String {
    let direction = if exchange.view.is_sender() {
        "Outbound"
    } else {
        "Inbound"
    };
    let is_sender = exchange.view.is_sender();
    let tail = if exchange.signature.is_none() {
        "WaitingForSenderSignature"
    } else if exchange.is_failed {
        "InvalidSenderSignature"
    } else if is_rejected(exchange) {
        "RecipientSignatureRequestRejected"
    } else if exchange.workflow() == Workflow::INVOICE {
        invoice_tail(exchange)
    } else if is_sender && exchange.awaits_answer() && exchange.workflow() == Workflow::INVOICE_AND_TRANSFER {
        both_awaited_tail(exchange)
    } else if exchange.awaits_answer() {
        "WaitingForRecipientSignature"
    } else if exchange.wants_answer() {
        "WithRecipientSignature"
    } else if exchange.workflow().answer() == Answer::OptionalSignature {
        "NoRecipientSignatureRequest"
    } else {
        "NotFinished"
    };
    format!("{direction}{tail}")
}

fn invoice_tail(exchange: &Exchange<'_>) -> &'static str {
    match (exchange.view.is_sender(), exchange.awaits_receipt()) {
        (true, true) => "WaitingForInvoiceReceipt",
        _ if exchange.is_receipt_finished() => "Finished",
        _ => "NotFinished",
    }
}

fn both_awaited_tail(exchange: &Exchange<'_>) -> &'static str {
    if exchange.awaits_receipt() {
        "WaitingForInvoiceReceiptAndRecipientSignature"
    } else {
        "WaitingForRecipientSignature"
    }
}
