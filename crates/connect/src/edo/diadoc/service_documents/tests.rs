use domain::{RemoteDocument, ServiceDocumentKind};
use serde_json::{Value, json};

use super::patch::{List, ReadBack, prepare, read_back};
use super::told::is_told;
use crate::edo::diadoc::wire::{Entity, UniversalMessageCodeGroup, decode};
use crate::edo::service_documents::{SignedPaper, SignedServiceDocument};

const OUR_BOX: &str = "5d1f2c3b-0000-4000-8000-000000000001";

fn signed(kind: ServiceDocumentKind) -> SignedServiceDocument {
    SignedServiceDocument {
        our_box: OUR_BOX.to_owned(),
        parent: RemoteDocument {
            message_id: "message".to_owned(),
            entity_id: "document".to_owned(),
        },
        kind,
        paper: Some(SignedPaper {
            content: b"notice".to_vec(),
            signature: b"cms".to_vec(),
            power_of_attorney: None,
        }),
        message: None,
    }
}

fn about(entity_id: &str) -> ReadBack {
    ReadBack {
        box_id: OUR_BOX.to_owned(),
        parent: RemoteDocument {
            message_id: "message".to_owned(),
            entity_id: entity_id.to_owned(),
        },
        paper: None,
        message: None,
    }
}

#[test]
fn a_service_document_stands_in_the_list_of_its_kind_and_is_read_back() {
    for (kind, list) in [
        (ServiceDocumentKind::ReceiptNotice, "Receipts"),
        (ServiceDocumentKind::SignatureRejection, "XmlSignatureRejections"),
        (ServiceDocumentKind::AmendmentRequest, "CorrectionRequests"),
        (ServiceDocumentKind::RevocationRequest, "RevocationRequests"),
        (ServiceDocumentKind::RevocationRejection, "XmlSignatureRejections"),
    ] {
        let bytes = prepare(&signed(kind)).unwrap();
        let body: Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(
            body,
            json!({
                "BoxId": OUR_BOX,
                "MessageId": "message",
                list: [{
                    "ParentEntityId": "document",
                    "SignedContent": { "Content": "bm90aWNl", "Signature": "Y21z" },
                }],
            })
        );
        assert_eq!(prepare(&signed(kind)).unwrap(), bytes, "the same bytes");
        let back = read_back(&bytes).unwrap();
        assert_eq!(
            (back.paper, back.box_id.as_str()),
            (List::of(kind).map(|list| (list, b"notice".to_vec())), OUR_BOX)
        );
        assert_eq!(back.parent, signed(kind).parent);
    }
}

#[test]
fn during_the_transition_both_documents_stand_in_one_patch_and_afterwards_the_message_alone() {
    for (kind, list, group) in [
        (ServiceDocumentKind::ReceiptNotice, "Receipts", "Receipt"),
        (
            ServiceDocumentKind::AmendmentRequest,
            "CorrectionRequests",
            "AmendmentRequest",
        ),
        (
            ServiceDocumentKind::RevocationRejection,
            "XmlSignatureRejections",
            "Rejection",
        ),
    ] {
        let mut both = signed(kind);
        both.message = Some(b"words".to_vec());
        let message = json!([{
            "ParentEntityId": "document",
            "CodeGroup": group,
            "UniversalMessageContent": { "Content": "d29yZHM=" },
        }]);
        let bytes = prepare(&both).unwrap();
        let mut expected = json!({
            "BoxId": OUR_BOX,
            "MessageId": "message",
            list: [{
                "ParentEntityId": "document",
                "SignedContent": { "Content": "bm90aWNl", "Signature": "Y21z" },
            }],
            "UniversalMessages": message,
        });
        assert_eq!(serde_json::from_slice::<Value>(&bytes).unwrap(), expected);
        assert!(read_back(&bytes).unwrap().paper.is_some());
        both.paper = None;
        let bytes = prepare(&both).unwrap();
        expected.as_object_mut().unwrap().remove(list);
        assert_eq!(serde_json::from_slice::<Value>(&bytes).unwrap(), expected);
        let back = read_back(&bytes).unwrap();
        assert_eq!(back.parent, both.parent);
        assert!(back.paper.is_none());
        assert_eq!(back.message.unwrap().1, b"words");
    }
}

#[test]
fn the_cancellation_of_shipment_data_names_its_document() {
    let bytes = prepare(&signed(ServiceDocumentKind::ShipmentFixationCancellation)).unwrap();
    let body: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(
        body["TtGisFixationCancellationRequests"],
        json!([{ "DocumentId": "document", "SignedContent": { "Content": "bm90aWNl", "Signature": "Y21z" } }])
    );
    let back = read_back(&bytes).unwrap();
    assert_eq!(back.parent.entity_id, "document");
    assert_eq!(back.paper.unwrap().0, List::FixationCancellations);
}

#[test]
fn a_universal_message_of_our_box_counts_as_told_and_one_of_the_other_side_does_not() {
    let posted = about("document");
    for (creator, group, is_ours) in [
        (OUR_BOX, "Receipt", true),
        ("5d1f2c3b000040008000000000000001@diadoc.ru", "Receipt", true),
        ("5d1f2c3b000040008000000000000002@diadoc.ru", "Receipt", false),
        (OUR_BOX, "Rejection", false),
    ] {
        let entities = entities(&json!([{
            "EntityType": "Attachment", "EntityId": "u", "ParentEntityId": "document",
            "AttachmentType": "UniversalMessage",
            "UniversalMessageInfo": { "CodeGroup": group, "Events": [{ "StatusCode": 1999 }],
                "UniversalMessageCreator": { "BoxId": creator } },
        }]));
        assert_eq!(
            is_told(&posted, List::Receipts, &entities),
            is_ours,
            "{creator} {group}"
        );
    }
    assert_eq!(
        List::Receipts.code_group(),
        Some(UniversalMessageCodeGroup::Receipt)
    );
}

#[test]
fn agreement_to_revoke_is_a_bare_signature_under_the_proposal() {
    let agreed = signed(ServiceDocumentKind::RevocationAcceptance);
    let bytes = prepare(&agreed).unwrap();
    let body: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(
        body,
        json!({
            "BoxId": OUR_BOX,
            "MessageId": "message",
            "Signatures": [{ "ParentEntityId": "document", "Signature": "Y21z" }],
        })
    );
    let back = read_back(&bytes).unwrap();
    assert_eq!(
        (back.paper.map(|(list, _)| list), back.parent),
        (Some(List::Signatures), agreed.parent)
    );
}

#[test]
fn nothing_leaves_without_a_signature_and_other_bytes_are_no_service_document() {
    let mut unsigned = signed(ServiceDocumentKind::ReceiptNotice);
    unsigned.paper.as_mut().unwrap().signature.clear();
    assert_eq!(prepare(&unsigned).unwrap_err().code(), "refused");
    unsigned.paper = None;
    assert_eq!(prepare(&unsigned).unwrap_err().code(), "malformed");
    let other = br#"{"BoxId":"b","MessageId":"m","RecipientTitles":[{"ParentEntityId":"d"}]}"#;
    assert_eq!(read_back(other).map(|_| ()).unwrap_err().code(), "malformed");
}

fn entities(list: &Value) -> Vec<Entity> {
    decode("entities", list.to_string().as_bytes()).unwrap()
}

#[test]
fn only_a_notice_of_this_kind_about_this_document_with_our_signature_counts_as_told() {
    let posted = about("document");
    let is_told_by_us = |entities: &[Entity]| is_told(&posted, List::Receipts, entities);
    let notice = |kind: &str, parent: &str, signer: &str| {
        entities(&json!([
            { "EntityType": "Attachment", "EntityId": "notice", "ParentEntityId": parent, "AttachmentType": kind },
            { "EntityType": "Signature", "EntityId": "s", "ParentEntityId": "notice", "SignerBoxId": signer },
        ]))
    };
    let ours = "5d1f2c3b000040008000000000000001@diadoc.ru";
    assert!(is_told_by_us(&notice("InvoiceReceipt", "document", ours)));
    assert!(is_told_by_us(&notice("Receipt", "document", OUR_BOX)));
    for (kind, parent, signer) in [
        ("InvoiceReceipt", "another", ours),
        ("XmlSignatureRejection", "document", ours),
        ("InvoiceConfirmation", "document", ours),
        (
            "InvoiceReceipt",
            "document",
            "5d1f2c3b000040008000000000000002@diadoc.ru",
        ),
    ] {
        assert!(!is_told_by_us(&notice(kind, parent, signer)), "{kind} {parent}");
    }
    assert!(!is_told_by_us(&[]));
}

#[test]
fn agreement_is_there_when_our_own_signature_stands_under_the_proposal() {
    let posted = about("proposal");
    let under = |parent: &str, signer: &str| {
        entities(&json!([
            { "EntityType": "Attachment", "EntityId": "proposal", "ParentEntityId": "document",
              "AttachmentType": "RevocationRequest" },
            { "EntityType": "Signature", "EntityId": "s", "ParentEntityId": parent, "SignerBoxId": signer },
        ]))
    };
    let theirs = "5d1f2c3b000040008000000000000002@diadoc.ru";
    for (parent, signer, is_there) in [
        ("proposal", OUR_BOX, true),
        ("proposal", theirs, false),
        ("document", OUR_BOX, false),
    ] {
        let entities = under(parent, signer);
        assert_eq!(
            is_told(&posted, List::Signatures, &entities),
            is_there,
            "{parent} {signer}"
        );
    }
}
