use domain::facets::Receipt;
use domain::{
    ConnectionId, DocflowFacets, DocflowMark, DocumentId, FirmId, OperationId, OperationKind, OutboxState,
    ServiceDocumentKind,
};
use uuid::Uuid;

use super::{ReceiptRule, ReceiptRun};
use crate::testing::{at, event, office, paper, remote, sending, settle};
use crate::{BulkFault, CertificateId, NewOperation, OperationChange, PowerOfAttorneyId, Writer};

fn rule(firm: FirmId) -> ReceiptRule {
    ReceiptRule {
        firm,
        certificate: CertificateId(3),
        power: Some(PowerOfAttorneyId(4)),
        since: at(0),
        last_run: ReceiptRun::default(),
    }
}

fn needs_pin() -> BulkFault {
    BulkFault {
        code: "receipt_needs_pin".to_owned(),
        text: "Ключ просит ПИН-код.".to_owned(),
    }
}

/// An invoice that came and of which a receipt notice is asked.
fn invoice(w: &Writer<'_>, (firm, connection): (FirmId, ConnectionId), number: u128) -> DocumentId {
    let mut body = paper(&number.to_string(), 0, 1);
    body.firm = Some(firm);
    let id = w.insert_document(&body, at(0)).unwrap();
    sending(w, id, connection, number);
    let asked = DocflowFacets {
        receipt: Receipt::Required,
        inbound: true,
        ..DocflowFacets::default()
    };
    w.set_document_marks(id, DocflowMark::of(&asked)).unwrap();
    id
}

#[test]
fn a_rule_is_one_for_a_firm_and_gone_when_it_is_switched_off() {
    let office = office();
    office
        .store
        .write(|w| {
            let (firm, _, _) = settle(w);
            assert_eq!(w.receipt_rule(firm)?, None);
            w.save_receipt_rule(&rule(firm))?;
            let ran = ReceiptRule {
                last_run: ReceiptRun {
                    at: Some(at(5)),
                    success_at: Some(at(4)),
                    receipts: 7,
                    fault: Some(needs_pin()),
                },
                power: None,
                ..rule(firm)
            };
            w.save_receipt_rule(&ran)?;
            assert_eq!(w.receipt_rules()?, [ran]);
            w.remove_receipt_rule(firm)?;
            assert_eq!(w.receipt_rules()?, []);
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_document_waits_for_its_receipt_until_one_was_made_or_it_was_refused() {
    let office = office();
    office
        .store
        .write(|w| {
            let (firm, connection, _) = settle(w);
            let place = (firm, connection);
            let [first, second, third] = [1, 2, 3].map(|number| invoice(w, place, number));
            let to_send = |w: &Writer<'_>, since: i64| w.receipts_to_send(place, at(since), 10);
            assert_eq!(to_send(w, 0)?, [first, second, third]);
            assert_eq!(w.receipts_to_send(place, at(0), 2)?, [first, second]);
            assert_eq!(w.receipts_to_send((firm, ConnectionId(99)), at(0), 10)?, []);

            let made = w.newest_edo_document(first)?.unwrap();
            w.enqueue(&NewOperation {
                operation: OperationId(Uuid::from_u128(1)),
                kind: OperationKind::Service(ServiceDocumentKind::ReceiptNotice),
                connection,
                edo_document: made,
                request: b"notice".to_vec(),
                created_at: at(1),
            })?;
            w.save_receipt_refusal(second, &needs_pin(), at(50))?;
            assert_eq!(w.receipt_refusal(second)?, Some(needs_pin()));
            assert_eq!(to_send(w, 50)?, [third]);
            // After a while it is tried again.
            assert_eq!(to_send(w, 51)?, [second, third]);
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_second_notice_may_be_asked_for_when_the_operator_has_told_something_after_the_first() {
    let office = office();
    office
        .store
        .write(|w| {
            let (firm, connection, _) = settle(w);
            let place = (firm, connection);
            let id = invoice(w, place, 1);
            let life = w.newest_edo_document(id)?.unwrap();
            w.set_remote(life, &remote("накладная"))?;
            let notice = |number| NewOperation {
                operation: OperationId(Uuid::from_u128(number)),
                kind: OperationKind::Service(ServiceDocumentKind::ReceiptNotice),
                connection,
                edo_document: life,
                request: b"notice".to_vec(),
                created_at: at(1),
            };
            let change = |state, second| OperationChange {
                state,
                attempts: 1,
                changed_at: at(second),
                next_attempt_at: None,
                failure: None,
            };
            let to_send = |w: &Writer<'_>| w.receipts_to_send(place, at(0), 10);

            let first = w.enqueue(&notice(1))?;
            w.record_event(connection, &event("до", "накладная", 5), at(5))?;
            w.set_operation(first, &change(OutboxState::Accepted, 6))?;
            assert_eq!(to_send(w)?, []);
            w.record_event(connection, &event("после", "накладная", 7), at(7))?;
            assert_eq!(to_send(w)?, [id]);

            let second = w.enqueue(&notice(2))?;
            assert_eq!(to_send(w)?, []);
            w.set_operation(second, &change(OutboxState::Failed, 8))?;
            w.record_event(connection, &event("ещё", "накладная", 9), at(9))?;
            assert_eq!(to_send(w)?, [], "a person looks at what failed");
            Ok(())
        })
        .unwrap();
}

#[test]
fn what_was_said_of_a_refusal_is_forgotten_when_no_receipt_is_asked_for_or_the_rule_is_off() {
    let office = office();
    office
        .store
        .write(|w| {
            let (firm, connection, _) = settle(w);
            let [told, kept] = [1, 2].map(|number| invoice(w, (firm, connection), number));
            for id in [told, kept] {
                w.save_receipt_refusal(id, &needs_pin(), at(1))?;
            }
            w.set_document_marks(told, DocflowMark::of(&DocflowFacets::default()))?;
            assert_eq!(w.receipt_refusal(told)?, None);
            assert_eq!(w.receipt_refusal(kept)?, Some(needs_pin()));
            w.save_receipt_rule(&rule(firm))?;
            w.remove_receipt_rule(firm)?;
            assert_eq!(w.receipt_refusal(kept)?, None);
            Ok(())
        })
        .unwrap();
}
