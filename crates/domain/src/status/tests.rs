use super::{EdoStatus, derive_status, derive_status_after};
use crate::facets::{
    Consent, Delivery, DocflowFacets, Intermediate, OurSignature, Receipt, Revocation, TheirSignature,
};
use crate::outbox::{OperationKind, OutboxState, PersonAct};

fn inbound(our_signature: OurSignature) -> DocflowFacets {
    DocflowFacets {
        delivery: Delivery::Delivered,
        their_signature: TheirSignature::Signed,
        our_signature,
        inbound: true,
        ..DocflowFacets::default()
    }
}

#[test]
fn an_inbound_document_is_signed_by_us_and_finished_when_the_operator_confirms_it() {
    let label = |facets: &DocflowFacets| derive_status(None, Some(facets)).label();
    assert_eq!(label(&inbound(OurSignature::Required)), "Требуется наша подпись");
    assert_eq!(label(&inbound(OurSignature::Valid)), "Подписан нами");
    assert_eq!(label(&inbound(OurSignature::Confirmed)), "Завершён");
    assert_eq!(label(&inbound(OurSignature::NotRequired)), "Доставлен");
    let mut owed = inbound(OurSignature::Confirmed);
    owed.receipt = Receipt::Required;
    assert_eq!(label(&owed), "Требуется извещение");
    let mut removed = inbound(OurSignature::Required);
    removed.deleted = true;
    assert_eq!(label(&removed), "Удалён");
    removed.our_signature = OurSignature::Valid;
    assert_eq!(label(&removed), "Подписан нами");
}

#[test]
fn an_answer_on_its_way_is_told_only_while_the_operator_waits_for_it() {
    let label = |state, ours| {
        derive_status_after(Some((OperationKind::Signature, state)), Some(&inbound(ours))).label()
    };
    let waiting = OurSignature::Required;
    assert_eq!(label(OutboxState::Queued, waiting.clone()), "В очереди");
    assert_eq!(label(OutboxState::Accepted, waiting.clone()), "Отправляется");
    assert_eq!(
        label(OutboxState::Unknown, waiting.clone()),
        "Результат отправки неизвестен"
    );
    assert_eq!(label(OutboxState::Failed, waiting.clone()), "Ошибка отправки");
    assert_eq!(label(OutboxState::Cancelled, waiting), "Требуется наша подпись");
    assert_eq!(label(OutboxState::Failed, OurSignature::Valid), "Подписан нами");
}

#[test]
fn a_paper_for_a_person_goes_from_prepared_over_the_consent_to_the_signature() {
    let label = |facets: &DocflowFacets| derive_status(None, Some(facets)).label();
    let mut facets = DocflowFacets {
        delivery: Delivery::Prepared,
        consent: Consent::Required,
        ..DocflowFacets::default()
    };
    assert_eq!(label(&facets), "Подготовлен");
    facets.consent = Consent::Pending;
    assert_eq!(label(&facets), "Ожидаем согласия");
    (facets.consent, facets.our_signature) = (Consent::Granted, OurSignature::Required);
    assert_eq!(label(&facets), "Требуется наша подпись");
    (facets.delivery, facets.our_signature) = (Delivery::Delivered, OurSignature::Valid);
    facets.their_signature = TheirSignature::Awaited;
    assert_eq!(label(&facets), "Ожидается подпись контрагента");
    facets.their_signature = TheirSignature::Signed;
    assert_eq!(label(&facets), "Подписан контрагентом");
    facets = DocflowFacets {
        delivery: Delivery::Prepared,
        consent: Consent::Refused,
        ..DocflowFacets::default()
    };
    assert_eq!(label(&facets), "Отказано в подписи");
}

#[test]
fn an_act_is_told_only_where_the_document_waits_for_it_and_a_failed_one_changes_nothing() {
    let prepared = DocflowFacets {
        delivery: Delivery::Prepared,
        ..DocflowFacets::default()
    };
    let after = |act, state, facets| {
        derive_status_after(Some((OperationKind::Person(act), state)), Some(facets)).label()
    };
    assert_eq!(
        after(PersonAct::Confirm, OutboxState::Queued, &prepared),
        "В очереди"
    );
    assert_eq!(
        after(PersonAct::Confirm, OutboxState::Unknown, &prepared),
        "Результат отправки неизвестен"
    );
    assert_eq!(
        after(PersonAct::Confirm, OutboxState::Failed, &prepared),
        "Подготовлен"
    );
    assert_eq!(
        after(PersonAct::Annul, OutboxState::Queued, &prepared),
        "Подготовлен"
    );
    let signed = DocflowFacets {
        delivery: Delivery::Delivered,
        their_signature: TheirSignature::Signed,
        ..DocflowFacets::default()
    };
    assert_eq!(
        after(PersonAct::Confirm, OutboxState::Unknown, &signed),
        "Подписан контрагентом"
    );
}

#[test]
fn who_stands_between_is_waited_for_by_name_until_it_signs() {
    let label = |facets: &DocflowFacets| derive_status(None, Some(facets)).label();
    let mut facets = DocflowFacets {
        delivery: Delivery::Sent,
        our_signature: OurSignature::Unchecked,
        intermediate: Intermediate::Awaited,
        their_signature: TheirSignature::Awaited,
        ..DocflowFacets::default()
    };
    assert_eq!(label(&facets), "Отправлен");
    facets.our_signature = OurSignature::Valid;
    assert_eq!(label(&facets), "Ждёт промежуточного получателя");
    assert!(!EdoStatus::IntermediatePending.is_terminal());
    facets.intermediate = Intermediate::Signed;
    assert_eq!(label(&facets), "Отправлен");
    facets.delivery = Delivery::Delivered;
    assert_eq!(label(&facets), "Ожидается подпись контрагента");
    (facets.intermediate, facets.their_signature) = (Intermediate::Rejected, TheirSignature::Rejected);
    assert_eq!(label(&facets), "Отказано в подписи");
}

#[test]
fn before_the_operator_speaks_only_the_outbox_counts() {
    let label = |state| derive_status(state, None).label();
    assert_eq!(label(None), "Не отправлялся");
    assert_eq!(label(Some(OutboxState::Queued)), "В очереди");
    assert_eq!(label(Some(OutboxState::Sending)), "Отправляется");
    assert_eq!(label(Some(OutboxState::Accepted)), "Отправляется");
    assert_eq!(label(Some(OutboxState::Unknown)), "Результат отправки неизвестен");
    assert_eq!(label(Some(OutboxState::Failed)), "Ошибка отправки");
    assert_eq!(label(Some(OutboxState::Cancelled)), "Не отправлялся");
}

#[test]
fn a_new_value_is_never_taken_for_a_signature_but_does_not_hide_a_revocation() {
    let mut facets = DocflowFacets {
        delivery: Delivery::Delivered,
        their_signature: TheirSignature::Unknown("WithRecipientMoonSignature".into()),
        ..DocflowFacets::default()
    };
    assert_eq!(derive_status(None, Some(&facets)), EdoStatus::Unknown);
    facets.revocation = Revocation::Accepted;
    assert_eq!(derive_status(None, Some(&facets)), EdoStatus::Revoked);
    facets.revocation = Revocation::Unknown("HalfRevoked".into());
    facets.their_signature = TheirSignature::Signed;
    assert_eq!(derive_status(None, Some(&facets)), EdoStatus::Unknown);
}

#[test]
fn every_status_has_its_own_code_and_label() {
    let mut codes: Vec<_> = EdoStatus::ALL.iter().map(|status| status.code()).collect();
    let mut labels: Vec<_> = EdoStatus::ALL.iter().map(|status| status.label()).collect();
    codes.sort_unstable();
    codes.dedup();
    labels.sort_unstable();
    labels.dedup();
    assert_eq!((codes.len(), labels.len()), (31, 31));
    for status in EdoStatus::ALL {
        assert_eq!(EdoStatus::from_code(status.code()), Some(*status));
    }
}
