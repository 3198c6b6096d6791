//! The docflow API, version 2, as a projection of version 4: the same state, in a structure of the document's type.

use serde_json::{Value, json};

use crate::diadoc::Reply;
use crate::diadoc::call::Call;
use crate::diadoc::refusal::Refusal;

/// The version whose structures are made here.
const FORMER: u32 = 2;

/// The answer in the structures of the version that was called.
pub fn as_called(call: &Call, reply: Reply) -> Result<Reply, Refusal> {
    if call.version != FORMER {
        return Ok(reply);
    }
    let broken = |error: serde_json::Error| Refusal::bad(error.to_string());
    let mut answer: Value = serde_json::from_slice(&reply.body).map_err(broken)?;
    for list in ["Documents", "Events"] {
        let rows = answer.get_mut(list).and_then(Value::as_array_mut);
        for row in rows.into_iter().flatten() {
            make_former(row);
        }
    }
    drop_nulls(&mut answer);
    Reply::structure(&answer)
}

/// A row is a document, or holds documents.
fn make_former(row: &mut Value) {
    if row.get("Docflow").is_some() {
        *row = document(row);
        return;
    }
    for name in ["Document", "PreviousDocumentState"] {
        if let Some(held) = row.get_mut(name) {
            *held = document(held);
        }
    }
}

fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, field| !field.is_null());
            fields.values_mut().for_each(drop_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}

fn at<'v>(value: &'v Value, pointer: &str) -> &'v Value {
    value.pointer(pointer).unwrap_or(&Value::Null)
}

fn is(value: &Value, pointer: &str, wanted: &str) -> bool {
    at(value, pointer).as_str() == Some(wanted)
}

fn yes(value: &Value, pointer: &str) -> bool {
    at(value, pointer).as_bool().unwrap_or_default()
}

/// `DocumentWithDocflow`
fn document(v4: &Value) -> Value {
    json!({
        "DocumentId": at(v4, "/DocumentId"),
        "LastEventId": at(v4, "/LastEvent/EventId"),
        "LastEventTimestamp": at(v4, "/LastEvent/Timestamp"),
        "DocumentInfo": info(at(v4, "/DocumentInfo")),
        "Docflow": docflow(v4),
        "InitialDocumentIds": [],
        "SubordinateDocumentIds": [],
    })
}

fn is_utd(info: &Value) -> bool {
    is(info, "/FullVersion/TypeNamedId", "UniversalTransferDocument")
}

fn metadata<'v>(info: &'v Value, key: &str) -> &'v str {
    let items = at(info, "/Metadata").as_array();
    let found = items.into_iter().flatten().find(|item| is(item, "/Key", key));
    found
        .and_then(|item| at(item, "/Value").as_str())
        .unwrap_or_default()
}

fn info(info: &Value) -> Value {
    let other = if is(info, "/DocumentDirection", "Outbound") {
        "/Participants/Recipient/BoxId"
    } else {
        "/Participants/Sender/BoxId"
    };
    let other = at(info, other).as_str().unwrap_or_default().replace('-', "");
    let utd = is_utd(info).then(|| {
        let function = match at(info, "/FullVersion/Function").as_str() {
            Some("СЧФ") => "Invoice",
            Some("ДОП") => "Basic",
            _ => "InvoiceAndBasic",
        };
        json!({
            "Total": metadata(info, "TotalSum"),
            "Vat": metadata(info, "TotalVat"),
            "CurrencyCode": metadata(info, "CurrencyCode").parse::<i32>().ok(),
            "Function": function,
        })
    });
    json!({
        "DocumentType": if is_utd(info) { "UniversalTransferDocument" } else { "Nonformalized" },
        "DocumentDirection": at(info, "/DocumentDirection"),
        "IsTest": yes(info, "/LetterInfo/IsTest"),
        "CustomDocumentId": at(info, "/CustomDocumentId"),
        "FromDepartmentId": at(info, "/Participants/Sender/DepartmentId"),
        "ToDepartmentId": at(info, "/Participants/Recipient/DepartmentId"),
        "CounteragentBoxId": format!("{other}@diadoc.ru"),
        "DocumentDateAndNumber": {
            "DocumentDate": metadata(info, "DocumentDate"),
            "DocumentNumber": metadata(info, "DocumentNumber"),
        },
        "UniversalTransferDocumentInfo": utd,
        "Version": at(info, "/FullVersion/Version"),
    })
}

/// `Signature`
fn signature(v3: &Value) -> Value {
    if v3.is_null() {
        return Value::Null;
    }
    json!({
        "Entity": at(v3, "/Cms"),
        "SignerBoxId": at(v3, "/SignerBoxId"),
        "SignerDepartmentId": at(v3, "/SignerDepartmentId"),
        "IsValid": at(v3, "/IsValid"),
        "VerificationResult": at(v3, "/VerificationResult"),
    })
}

/// `SignedAttachment`
fn signed(v3: &Value) -> Value {
    if v3.is_null() {
        return Value::Null;
    }
    json!({
        "Attachment": at(v3, "/Attachment"),
        "Signature": signature(at(v3, "/Signature")),
        "Comment": at(v3, "/Comment"),
    })
}

fn docflow(v4: &Value) -> Value {
    let (told, about) = (at(v4, "/Docflow"), at(v4, "/DocumentInfo"));
    let branches = ["/SenderTitle", "/RecipientReceipt", "/RecipientResponse"];
    let is_finished = branches
        .iter()
        .all(|branch| at(told, branch).is_null() || yes(told, &format!("{branch}/IsFinished")));
    let is_outbound = is(about, "/DocumentDirection", "Outbound");
    let of_type = of_type(told, is_outbound, is_finished);
    let utd = |wanted: bool| (is_utd(about) && is_outbound == wanted).then(|| of_utd(told, &of_type, wanted));
    json!({
        "IsFinished": is_finished,
        "DocumentAttachment": signed(at(told, "/SenderTitle/Attachment")),
        "DepartmentId": at(about, "/DepartmentId"),
        "DocumentIsDeleted": at(about, "/IsDeleted"),
        "DocflowStatus": at(told, "/DocflowStatus"),
        "SendTimestamp": at(told, "/SenderTitle/SentAt"),
        "DeliveryTimestamp": at(told, "/SenderTitle/DeliveredAt"),
        "InboundUniversalTransferDocumentDocflow": utd(false),
        "OutboundUniversalTransferDocumentDocflow": utd(true),
        "BilateralDocflow": (!is_utd(about)).then(|| of_type.clone()),
        "RevocationDocflow": revocation(at(told, "/Revocation")),
        "CanDocumentBeRevokedUnilaterallyBySender": false,
        "PacketId": at(about, "/PacketInfo/PacketId"),
        "CustomData": at(about, "/CustomData"),
        "RoamingNotification": at(told, "/SenderTitle/RoamingNotification"),
    })
}

/// What both structures of types have; with it `BilateralDocflow` is whole.
fn of_type(told: &Value, is_outbound: bool, is_finished: bool) -> Value {
    let response = at(told, "/RecipientResponse");
    let status = |wanted: &str| is(response, "/ResponseStatus", wanted);
    let signed_by_recipient = !at(response, "/Signature").is_null();
    json!({
        "IsFinished": is_finished,
        "ReceiptDocflow": receipt(told),
        "RecipientSignatureDocflow": signed_by_recipient.then(|| agreement(response, at(response, "/Signature"))),
        "RecipientSignatureRejectionDocflow": refusal(at(response, "/Rejection")),
        "IsReceiptRequested": !at(told, "/RecipientReceipt").is_null(),
        "IsRecipientSignatureRequested": !response.is_null(),
        "IsDocumentSignedByRecipient": status("WithRecipientSignature") || status("WithRecipientPartiallySignature"),
        "IsDocumentRejectedByRecipient": status("RecipientSignatureRequestRejected"),
        "CanDocumentBeReceipted": is(told, "/RecipientReceipt/Status", "HaveToCreateReceipt"),
        "CanDocumentBeSignedBySender":
            is_outbound && is(told, "/SenderTitle/SenderSignatureStatus", "WaitingForSenderSignature"),
        "CanDocumentBeSignedOrRejectedByRecipient": !is_outbound && status("WaitingForRecipientSignature"),
    })
}

fn receipt(told: &Value) -> Value {
    let receipt = at(told, "/RecipientReceipt");
    if receipt.is_null() {
        return Value::Null;
    }
    json!({
        "IsFinished": at(receipt, "/IsFinished"),
        "ReceiptAttachment": signed(at(receipt, "/ReceiptAttachment")),
    })
}

/// `RecipientSignatureDocflow`
fn agreement(branch: &Value, given: &Value) -> Value {
    json!({
        "IsFinished": true,
        "RecipientSignature": signature(given),
        "DeliveryTimestamp": at(branch, "/DeliveredAt"),
    })
}

/// `RecipientSignatureRejectionDocflow`
fn refusal(rejection: &Value) -> Value {
    if rejection.is_null() {
        return Value::Null;
    }
    json!({
        "IsFinished": true,
        "RecipientSignatureRejectionAttachment": signed(at(rejection, "/SignatureRejection")),
        "DeliveryTimestamp": at(rejection, "/DeliveredAt"),
    })
}

/// `InvoiceConfirmationDocflow`
fn confirmation(v4: &Value) -> Value {
    if v4.is_null() {
        return Value::Null;
    }
    json!({
        "IsFinished": at(v4, "/IsFinished"),
        "ConfirmationAttachment": signed(at(v4, "/ConfirmationAttachment")),
    })
}

/// `OutboundUniversalTransferDocumentDocflow`, or the inbound one.
fn of_utd(told: &Value, of_type: &Value, is_outbound: bool) -> Value {
    let mut docflow = of_type.clone();
    let flags = at(told, "/AmendmentRequest/AmendmentFlags")
        .as_i64()
        .unwrap_or_default();
    let title = at(told, "/RecipientResponse/Title");
    let amendment = at(told, "/AmendmentRequest");
    let more = json!({
        "ConfirmationDocflow": confirmation(at(told, "/Confirmation")),
        "CorrectionRequestDocflow": (!amendment.is_null()).then(|| json!({
            "IsFinished": at(amendment, "/IsFinished"),
            "CorrectionRequestAttachment": signed(at(amendment, "/AmendmentRequest")),
        })),
        "ConfirmationTimestamp": at(told, "/Confirmation/ConfirmedAt"),
        "IsAmendmentRequested": flags & 1 != 0,
        "IsRevised": flags & 2 != 0,
        "IsCorrected": flags & 4 != 0,
        "BuyerTitleDocflow": (!title.is_null()).then(|| json!({
            "IsFinished": at(told, "/RecipientResponse/IsFinished"),
            "BuyerTitleAttachment": signed(title),
            "SendTimestamp": at(told, "/RecipientResponse/SentAt"),
            "DeliveryTimestamp": at(told, "/RecipientResponse/DeliveredAt"),
        })),
    });
    if let (Some(docflow), Value::Object(more)) = (docflow.as_object_mut(), more) {
        docflow.remove("RecipientSignatureDocflow");
        docflow.extend(more);
        if !is_outbound && let Some(Value::Object(receipt)) = docflow.get_mut("ReceiptDocflow") {
            receipt.insert(
                "ConfirmationDocflow".to_owned(),
                confirmation(at(told, "/RecipientReceipt/Confirmation")),
            );
        }
    }
    docflow
}

fn revocation(v4: &Value) -> Value {
    if v4.is_null() {
        return Value::Null;
    }
    let response = at(v4, "/RevocationResponse");
    let agreed = at(response, "/RecipientSignature");
    json!({
        "IsFinished": at(v4, "/IsFinished"),
        "RevocationRequestAttachment": signed(at(v4, "/RevocationRequest/RevocationRequest")),
        "RecipientSignatureDocflow": (!agreed.is_null()).then(|| agreement(&Value::Null, agreed)),
        "RecipientSignatureRejectionDocflow": refusal(at(response, "/SignatureRejection")),
        "InitiatorBoxId": at(v4, "/InitiatorBoxId"),
        "IsRevocationAccepted": is(v4, "/RevocationStatus", "RevocationAccepted"),
        "IsRevocationRejected": is(v4, "/RevocationStatus", "RevocationRejected"),
    })
}
