use domain::{PersonName, RemoteDocument, ServiceDocumentKind, Signatory};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{List, ReadBack, prepare, read_back, told_by_us};
use crate::edo::PowerOfAttorneyRef;
use crate::edo::diadoc::user_contract::service_signer;
use crate::edo::diadoc::wire::{Entity, decode};
use crate::edo::service_documents::{ServiceSigner, SignedServiceDocument};

const OUR_BOX: &str = "5d1f2c3b-0000-4000-8000-000000000001";

fn power() -> PowerOfAttorneyRef {
    PowerOfAttorneyRef {
        number: Uuid::from_u128(0x4a74_3152_e772_4249_9a47_e2e2_9025_8e79),
        principal_inn: "9644112800".to_owned(),
        representative_inn: None,
    }
}

fn signed(kind: ServiceDocumentKind) -> SignedServiceDocument {
    SignedServiceDocument {
        our_box: OUR_BOX.to_owned(),
        parent: RemoteDocument {
            message_id: "message".to_owned(),
            entity_id: "document".to_owned(),
        },
        kind,
        content: b"notice".to_vec(),
        signature: b"cms".to_vec(),
        power_of_attorney: None,
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
        assert_eq!((back.list, back.box_id.as_str()), (List::of(kind), OUR_BOX));
        assert_eq!(back.parent, signed(kind).parent);
        assert_eq!(back.content, b"notice");
    }
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
    assert_eq!((back.list, back.parent), (List::Signatures, agreed.parent));
}

#[test]
fn nothing_leaves_without_a_signature_and_other_bytes_are_no_service_document() {
    let mut unsigned = signed(ServiceDocumentKind::ReceiptNotice);
    unsigned.signature.clear();
    assert_eq!(prepare(&unsigned).unwrap_err().code(), "refused");
    let other = br#"{"BoxId":"b","MessageId":"m","RecipientTitles":[{"ParentEntityId":"d"}]}"#;
    assert_eq!(read_back(other).map(|_| ()).unwrap_err().code(), "malformed");
}

fn entities(list: &Value) -> Vec<Entity> {
    decode("entities", list.to_string().as_bytes()).unwrap()
}

#[test]
fn only_a_notice_of_this_kind_about_this_document_with_our_signature_counts_as_told() {
    let posted = ReadBack {
        box_id: OUR_BOX.to_owned(),
        list: List::Receipts,
        parent: signed(ServiceDocumentKind::ReceiptNotice).parent,
        content: Vec::new(),
    };
    let is_told_by_us = |entities: &[Entity]| told_by_us(&posted, entities).next().is_some();
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
    let posted = ReadBack {
        box_id: OUR_BOX.to_owned(),
        list: List::Signatures,
        parent: RemoteDocument {
            message_id: "message".to_owned(),
            entity_id: "proposal".to_owned(),
        },
        content: Vec::new(),
    };
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
            told_by_us(&posted, &entities).next().is_some(),
            is_there,
            "{parent} {signer}"
        );
    }
}

fn signer(power_of_attorney: Option<PowerOfAttorneyRef>) -> ServiceSigner {
    ServiceSigner {
        certificate: b"der".to_vec(),
        signatory: Signatory {
            position: "Главный бухгалтер".to_owned(),
            name: PersonName::from_full("Корнилова Ирина Львовна"),
            grounds: String::new(),
        },
        power_of_attorney,
    }
}

fn written(signer: &ServiceSigner) -> String {
    String::from_utf8(service_signer::write(signer).unwrap()).unwrap()
}

#[test]
fn the_signer_is_named_with_certificate_position_and_whose_leave() {
    let head = written(&signer(None));
    assert!(
        head.contains(r#"<Signer SignerStatus="1" SignatureType="1">"#),
        "{head}"
    );
    assert!(
        head.contains(r#"<Certificate CertificateBytes="ZGVy"/>"#),
        "{head}"
    );
    assert!(
        head.contains(r#"<Fio LastName="Корнилова" FirstName="Ирина" MiddleName="Львовна"/>"#),
        "{head}"
    );
    assert!(
        head.contains(r#"<Position PositionSource="Manual">Главный бухгалтер</Position>"#),
        "{head}"
    );
    assert!(!head.contains("PowerOfAttorney"));
    let employee = written(&signer(Some(power())));
    assert!(employee.contains(r#"SignerStatus="2""#), "{employee}");
    assert!(
        employee.contains(concat!(
            r#"<PowerOfAttorney><Electronic MethodOfProviding="2"><Storage UseDefault="false">"#,
            r#"<FullId RegistrationNumber="4a743152-e772-4249-9a47-e2e290258e79" IssuerInn="9644112800"/></Storage>"#,
            r#"</Electronic></PowerOfAttorney>"#
        )),
        "{employee}"
    );
}

#[test]
fn a_certificate_without_a_person_cannot_sign_a_service_document() {
    let mut nobody = signer(None);
    nobody.signatory.name = PersonName::from_full("");
    let error = service_signer::write(&nobody).unwrap_err();
    assert_eq!(error.code(), "refused");
}
