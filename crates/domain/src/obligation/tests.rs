use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;
use proptest::sample::select;

use super::{Obligation, ObligationKind, is_owed_by_us, obligations, owed_after, terms};
use crate::edo::{DocumentState, Severity};
use crate::facets::{
    Amendment, Approval, Consent, Delivery, DocflowFacets, FixationCancellation, Intermediate, Marking,
    OurSignature, PowerOfAttorney, Receipt, Revocation, Roaming, TheirSignature,
};
use crate::status::{ActionBy, EdoStatus, derive_status};

fn report(at: &str, facets: DocflowFacets) -> DocumentState {
    DocumentState {
        as_of: at.parse().unwrap(),
        facets,
        operator_status_text: String::new(),
        severity: Severity::Info,
    }
}

fn owed(reports: &[DocumentState]) -> Vec<(ObligationKind, ActionBy, Option<Timestamp>)> {
    obligations(reports)
        .into_iter()
        .map(|one| (one.kind, one.by, one.since))
        .collect()
}

fn at(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

/// An invoice of ours on its way to «Завершён».
fn invoice(delivery: Delivery, receipt: Receipt) -> DocflowFacets {
    DocflowFacets {
        delivery,
        receipt,
        our_signature: OurSignature::Valid,
        ..DocflowFacets::default()
    }
}

#[test]
fn what_is_owed_moves_from_the_operator_to_the_other_side_and_ends() {
    let day = [
        report("2026-11-20T06:00:00Z", invoice(Delivery::Sent, Receipt::Awaited)),
        report(
            "2026-11-20T06:01:00Z",
            invoice(Delivery::Delivered, Receipt::Awaited),
        ),
        report(
            "2026-11-20T07:00:00Z",
            invoice(Delivery::Delivered, Receipt::Awaited),
        ),
        report(
            "2026-11-20T09:00:00Z",
            invoice(Delivery::Delivered, Receipt::Finished),
        ),
    ];
    let delivery = (
        ObligationKind::Delivery,
        ActionBy::Operator,
        at("2026-11-20T06:00:00Z"),
    );
    let notice = (
        ObligationKind::ReceiptNotice,
        ActionBy::Them,
        at("2026-11-20T06:01:00Z"),
    );
    assert_eq!(owed(&day[..1]), [delivery]);
    assert_eq!(owed(&day[..2]), [notice]);
    // The word came again later: it is owed since it was first asked for.
    assert_eq!(owed(&day[..3]), [notice]);
    assert_eq!(owed(&day), []);
    assert_eq!(derive_status(None, Some(&day[3].facets)), EdoStatus::Completed);
}

#[test]
fn a_receipt_notice_is_due_on_the_next_business_day_of_moscow_by_the_rule_of_its_time() {
    let mut facets = invoice(Delivery::Delivered, Receipt::Required);
    facets.inbound = true;
    // Friday, 23:30 in Moscow; the next business day is Monday.
    let late = report("2026-11-20T20:30:00Z", facets.clone());
    let due = obligations([&late]).first().and_then(|one| one.due).unwrap();
    assert_eq!((due.on, due.is_settled), (date(2026, 11, 23), true));
    assert_eq!(due.term.code, "receipt_notice_14n");
    assert!(!due.term.certainty.is_firm());
    // Half an hour later it is Saturday there: the same Monday.
    let later = report("2026-11-20T21:30:00Z", facets.clone());
    assert_eq!(
        obligations([&later]).first().and_then(|one| one.due).unwrap().on,
        date(2026, 11, 23)
    );
    let old = report("2021-06-29T10:00:00Z", facets);
    let due = obligations([&old]).first().and_then(|one| one.due).unwrap();
    assert_eq!(
        (due.on, due.term.code),
        (date(2021, 6, 30), "receipt_notice_174n")
    );
    assert!(!due.is_settled);
}

#[test]
fn something_asked_for_again_after_a_break_is_owed_since_the_second_time() {
    let asked = |revocation| DocflowFacets {
        revocation,
        ..invoice(Delivery::Delivered, Receipt::Finished)
    };
    let reports = [
        report("2026-11-02T08:00:00Z", asked(Revocation::RequestedByThem)),
        report("2026-11-03T08:00:00Z", asked(Revocation::Rejected)),
        report("2026-11-09T08:00:00Z", asked(Revocation::RequestedByThem)),
    ];
    let second = (
        ObligationKind::RevocationAnswer,
        ActionBy::Us,
        at("2026-11-09T08:00:00Z"),
    );
    assert_eq!(owed(&reports), [second]);
    assert_eq!(owed(&reports[..2]), []);
}

#[test]
fn each_receipt_notice_is_owed_since_its_own_hour_and_ends_by_itself() {
    let asked = |answer_receipt, amendment_receipt| DocflowFacets {
        answer_receipt,
        amendment_receipt,
        ..invoice(Delivery::Delivered, Receipt::Finished)
    };
    let reports = [
        report(
            "2026-11-20T06:00:00Z",
            asked(Receipt::Required, Receipt::NotRequired),
        ),
        report(
            "2026-11-20T07:00:00Z",
            asked(Receipt::Required, Receipt::Required),
        ),
        report(
            "2026-11-20T08:00:00Z",
            asked(Receipt::Finished, Receipt::Required),
        ),
        report(
            "2026-11-20T09:00:00Z",
            asked(Receipt::Finished, Receipt::Finished),
        ),
    ];
    let of_answer = (
        ObligationKind::AnswerReceiptNotice,
        ActionBy::Us,
        at("2026-11-20T06:00:00Z"),
    );
    let of_request = (
        ObligationKind::AmendmentReceiptNotice,
        ActionBy::Us,
        at("2026-11-20T07:00:00Z"),
    );
    assert_eq!(owed(&reports[..1]), [of_answer]);
    assert_eq!(owed(&reports[..2]), [of_answer, of_request]);
    assert_eq!(owed(&reports[..3]), [of_request]);
    assert_eq!(owed(&reports), []);
    // One term for all of them.
    let due = obligations(&reports[..3])
        .first()
        .and_then(|one| one.due)
        .unwrap();
    assert_eq!(due.on, date(2026, 11, 23));
}

#[test]
fn shipment_data_of_a_void_paper_are_owed_by_us_until_they_are_cancelled_and_by_the_system_after_that() {
    let void = |fixation_cancellation, marking| DocflowFacets {
        fixation_cancellation,
        marking,
        revocation: Revocation::Accepted,
        ..invoice(Delivery::Delivered, Receipt::Required)
    };
    let cases = [
        (FixationCancellation::None, Marking::Pending, vec![]),
        (
            FixationCancellation::Required,
            Marking::Accepted,
            vec![(ObligationKind::FixationCancellation, ActionBy::Us)],
        ),
        (
            FixationCancellation::Signed,
            Marking::Pending,
            vec![(ObligationKind::Marking, ActionBy::Operator)],
        ),
        (FixationCancellation::Signed, Marking::Accepted, vec![]),
    ];
    for (fixation, marking, expected) in cases {
        assert_eq!(owed_after(&void(fixation, marking)), expected);
    }
    let removed = DocflowFacets {
        deleted: true,
        ..void(FixationCancellation::Required, Marking::Accepted)
    };
    assert_eq!(owed_after(&removed), []);
}

#[test]
fn who_stands_between_owes_the_first_signature_and_nobody_else_owes_anything_until_then() {
    let facets = |delivery, intermediate| DocflowFacets {
        intermediate,
        their_signature: TheirSignature::Awaited,
        ..invoice(delivery, Receipt::Awaited)
    };
    let signature = |by| vec![(ObligationKind::Signature, by)];
    let awaited = |delivery| owed_after(&facets(delivery, Intermediate::Awaited));
    assert_eq!(awaited(Delivery::Sent), signature(ActionBy::Intermediate));
    assert_eq!(awaited(Delivery::Delivered), signature(ActionBy::Intermediate));
    let signed = |delivery| owed_after(&facets(delivery, Intermediate::Signed));
    assert_eq!(
        signed(Delivery::Sent),
        [(ObligationKind::Delivery, ActionBy::Operator)]
    );
    let receipt = (ObligationKind::ReceiptNotice, ActionBy::Them);
    assert_eq!(
        signed(Delivery::Delivered),
        [signature(ActionBy::Them), vec![receipt]].concat()
    );
    // Before the operator has checked our signature nobody else has the document.
    let mut unchecked = facets(Delivery::Sent, Intermediate::Awaited);
    unchecked.our_signature = OurSignature::Unchecked;
    assert_eq!(
        owed_after(&unchecked),
        [(ObligationKind::Delivery, ActionBy::Operator)]
    );
}

#[test]
fn whoever_sent_a_paper_owes_its_correction() {
    let facets = |inbound| DocflowFacets {
        amendment: Amendment::Requested,
        inbound,
        ..invoice(Delivery::Delivered, Receipt::Finished)
    };
    assert_eq!(
        owed_after(&facets(false)),
        [(ObligationKind::Amendment, ActionBy::Us)]
    );
    assert_eq!(
        owed_after(&facets(true)),
        [(ObligationKind::Amendment, ActionBy::Them)]
    );
}

#[test]
fn a_report_without_an_instant_says_what_is_owed_and_not_since_when() {
    let report = report(
        "1970-01-01T00:00:00Z",
        invoice(Delivery::Delivered, Receipt::Required),
    );
    let one = Obligation {
        kind: ObligationKind::ReceiptNotice,
        by: ActionBy::Us,
        since: None,
        due: None,
    };
    assert_eq!(obligations([&report]), [one]);
}

#[test]
fn every_term_says_where_it_comes_from_and_no_two_hold_on_one_day() {
    for term in terms::all() {
        assert!(!term.source.is_empty() && term.business_days > 0, "{}", term.code);
        for day in [term.from, term.until].into_iter().flatten() {
            let on_day = terms::all().iter().filter(|other| {
                other.kind == term.kind
                    && other.from.is_none_or(|from| from <= day)
                    && other.until.is_none_or(|until| day <= until)
            });
            assert_eq!(on_day.count(), 1, "{day}");
        }
    }
}

fn receipt() -> impl Strategy<Value = Receipt> {
    select(vec![
        Receipt::NotRequired,
        Receipt::Awaited,
        Receipt::Required,
        Receipt::Finished,
        Receipt::Unknown("New".to_owned()),
    ])
}

fn facets() -> impl Strategy<Value = DocflowFacets> {
    let first = (
        select(vec![Delivery::NotSent, Delivery::Sent, Delivery::Delivered]),
        select(vec![
            OurSignature::NotRequired,
            OurSignature::Required,
            OurSignature::Unchecked,
            OurSignature::Valid,
            OurSignature::Confirmed,
            OurSignature::Invalid,
        ]),
        select(vec![
            TheirSignature::NotRequired,
            TheirSignature::Awaited,
            TheirSignature::Signed,
            TheirSignature::SignedWithDiscrepancies,
            TheirSignature::Confirmed,
            TheirSignature::Rejected,
            TheirSignature::Invalid,
            TheirSignature::Unknown("New".to_owned()),
        ]),
        (receipt(), receipt(), receipt()),
        select(vec![Amendment::None, Amendment::Requested, Amendment::Answered]),
        select(vec![
            Revocation::None,
            Revocation::RequestedByUs,
            Revocation::RequestedByThem,
            Revocation::Rejected,
            Revocation::Accepted,
        ]),
    );
    let second = (
        select(vec![Roaming::None, Roaming::Delivered, Roaming::Failed]),
        select(vec![
            Marking::None,
            Marking::Pending,
            Marking::Accepted,
            Marking::Failed,
        ]),
        select(vec![Consent::NotRequired, Consent::Pending, Consent::Granted]),
        select(vec![Approval::None, Approval::Pending, Approval::Approved]),
        any::<[bool; 3]>(),
        select(vec![
            Intermediate::NotRequired,
            Intermediate::Awaited,
            Intermediate::Signed,
            Intermediate::Rejected,
        ]),
        select(vec![
            FixationCancellation::None,
            FixationCancellation::Required,
            FixationCancellation::Signed,
            FixationCancellation::Unknown("New".to_owned()),
        ]),
    );
    (first, second).prop_map(|(first, second)| DocflowFacets {
        delivery: first.0,
        our_signature: first.1,
        their_signature: first.2,
        intermediate: second.5,
        fixation_cancellation: second.6,
        receipt: first.3.0,
        answer_receipt: first.3.1,
        amendment_receipt: first.3.2,
        amendment: first.4,
        revocation: first.5,
        roaming: second.0,
        poa: PowerOfAttorney::NotRequired,
        marking: second.1,
        consent: second.2,
        approval: second.3,
        draft: second.4[0],
        deleted: second.4[1],
        inbound: second.4[2],
    })
}

fn reports() -> impl Strategy<Value = Vec<DocumentState>> {
    prop::collection::vec((1_i64..6, facets()), 0..7).prop_map(|found| {
        let reports = found.into_iter().map(|(second, facets)| DocumentState {
            as_of: Timestamp::from_second(second).unwrap(),
            facets,
            operator_status_text: String::new(),
            severity: Severity::Info,
        });
        reports.collect()
    })
}

proptest! {
    #[test]
    fn reports_in_any_order_and_number_leave_the_same_owed(
        (given, shuffled) in reports().prop_flat_map(|given| (Just(given.clone()), Just(given).prop_shuffle())),
    ) {
        let expected = obligations(&given);
        prop_assert_eq!(&obligations(&shuffled), &expected);
        prop_assert_eq!(&obligations(given.iter().chain(&shuffled)), &expected);
    }

    #[test]
    fn what_is_owed_by_us_is_among_what_is_owed(facets in facets()) {
        let is_told = owed_after(&facets).iter().any(|(_, by)| *by == ActionBy::Us);
        prop_assert_eq!(is_owed_by_us(&facets), is_told);
    }

    #[test]
    fn a_completed_document_owes_nothing(facets in facets()) {
        if derive_status(None, Some(&facets)) == EdoStatus::Completed {
            prop_assert_eq!(owed_after(&facets), []);
        }
    }

    #[test]
    fn a_label_that_waits_for_somebody_stands_over_something_that_they_owe(facets in facets()) {
        let kinds: Vec<_> = owed_after(&facets);
        let is_told = |kind: ObligationKind, by| kinds.contains(&(kind, by));
        let is_receipt_told = |by| ObligationKind::RECEIPT_NOTICES.into_iter().any(|kind| is_told(kind, by));
        let is_put_away = facets.inbound && facets.deleted;
        let expected = match derive_status(None, Some(&facets)) {
            EdoStatus::RevocationRequestedByThem => (ObligationKind::RevocationAnswer, ActionBy::Us),
            EdoStatus::RevocationRequestedByUs => (ObligationKind::RevocationAnswer, ActionBy::Them),
            EdoStatus::ReceiptRequired => {
                prop_assert!(is_receipt_told(ActionBy::Us) || is_put_away, "{:?}", kinds);
                return Ok(());
            }
            EdoStatus::ReceiptPending => {
                prop_assert!(is_receipt_told(ActionBy::Them) || is_put_away, "{:?}", kinds);
                return Ok(());
            }
            EdoStatus::TheirSignaturePending => (ObligationKind::Signature, ActionBy::Them),
            EdoStatus::IntermediatePending => (ObligationKind::Signature, ActionBy::Intermediate),
            EdoStatus::OurSignatureRequired => (ObligationKind::Signature, ActionBy::Us),
            EdoStatus::MarkingPending => (ObligationKind::Marking, ActionBy::Operator),
            EdoStatus::ApprovalPending => (ObligationKind::Approval, ActionBy::Us),
            _ => return Ok(()),
        };
        // What was put away unanswered waits for nobody, whatever the label still says.
        prop_assert!(kinds.contains(&expected) || is_put_away, "{:?}", kinds);
    }

    #[test]
    fn what_the_operator_asks_of_us_may_be_told_and_what_is_void_may_not(facets in facets()) {
        use crate::ServiceDocumentKind as Kind;
        if facets.deleted {
            return Ok(());
        }
        let is_ours = |kind| owed_after(&facets).contains(&(kind, ActionBy::Us));
        if is_ours(ObligationKind::RevocationAnswer) {
            prop_assert_eq!(Kind::RevocationAcceptance.obstacle(&facets), None);
            prop_assert_eq!(Kind::RevocationRejection.obstacle(&facets), None);
        }
        let is_receipt_ours = ObligationKind::RECEIPT_NOTICES.into_iter().any(is_ours);
        if is_receipt_ours {
            prop_assert_eq!(Kind::ReceiptNotice.obstacle(&facets), None);
        }
        if is_ours(ObligationKind::FixationCancellation) {
            prop_assert_eq!(Kind::ShipmentFixationCancellation.obstacle(&facets), None);
        }
        if Kind::RevocationRequest.obstacle(&facets).is_none() {
            prop_assert!(facets.revocation != Revocation::Accepted);
            prop_assert!(!is_ours(ObligationKind::Signature) && !is_receipt_ours);
        }
        if facets.revocation == Revocation::Accepted {
            prop_assert!(Kind::AmendmentRequest.obstacle(&facets).is_some());
        }
    }
}
