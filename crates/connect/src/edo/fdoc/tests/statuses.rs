use domain::{DocflowFacets, EdoStatus, EventActor, EventFact, derive_status};
use serde_json::{Value, json};

use super::document;
use crate::edo::fdoc::map::{self, Statuses};
use crate::edo::fdoc::wire::{Document, decode};

fn read(value: &Value) -> Document {
    decode("document", value.to_string().as_bytes()).unwrap()
}

fn facets(value: &Value) -> DocflowFacets {
    map::state(&Statuses::default(), &read(value), None).facets
}

fn label(value: &Value) -> EdoStatus {
    derive_status(None, Some(&facets(value)))
}

#[test]
fn every_status_and_consent_gives_its_label() {
    let told = |code, consent| label(&document(code, "", consent, 2));
    assert_eq!(told("prepared", "required"), EdoStatus::Prepared);
    assert_eq!(told("prepared", "granted"), EdoStatus::Prepared);
    assert_eq!(told("awaiting_consent", "requested"), EdoStatus::ConsentPending);
    assert_eq!(told("awaiting_consent", "required"), EdoStatus::ConsentPending);
    assert_eq!(
        told("awaiting_consent", "granted"),
        EdoStatus::OurSignatureRequired
    );
    assert_eq!(told("awaiting_consent", "declined"), EdoStatus::Rejected);
    assert_eq!(told("sent", "granted"), EdoStatus::TheirSignaturePending);
    assert_eq!(told("signed", "granted"), EdoStatus::SignedByThem);
    assert_eq!(told("declined", "granted"), EdoStatus::Rejected);
    assert_eq!(told("annulled", "required"), EdoStatus::Revoked);
    assert_eq!(told("sent", "half_granted"), EdoStatus::Unknown);
}

#[test]
fn names_without_codes_are_understood_however_they_are_spaced() {
    for (name, expected) in [
        ("Подготовлен", EdoStatus::Prepared),
        (
            "  отправлен на подпись.  Ожидаем подписания ",
            EdoStatus::TheirSignaturePending,
        ),
        ("ПОДПИСАН", EdoStatus::SignedByThem),
        ("Отклонён", EdoStatus::Rejected),
    ] {
        assert_eq!(label(&document("", name, "granted", 4)), expected, "{name}");
    }
}

#[test]
fn a_new_name_is_shown_word_for_word_and_never_taken_for_a_signature() {
    let new = document("on_the_moon", "Подписан Луной", "granted", 4);
    let state = map::state(&Statuses::default(), &read(&new), None);
    assert_eq!(derive_status(None, Some(&state.facets)), EdoStatus::Unknown);
    assert_eq!(state.operator_status_text, "Подписан Луной");
    let event = map::event(&Statuses::default(), &read(&new), None);
    assert_eq!(event.facts, [EventFact::Other("Подписан Луной".into())]);
}

#[test]
fn a_name_that_the_program_was_taught_wins_over_what_was_heard_before() {
    let new = read(&document("on_the_moon", "Ждёт  клиента", "granted", 4));
    let before = map::state(&Statuses::default(), &new, None);
    let taught = Statuses::with([("ждет клиента", "sent"), ("готово", "gone")].into_iter());
    let after = map::state(&taught, &new, None);
    assert_eq!(after.operator_status_text, "Ждёт  клиента");
    let joined = before.join(after);
    assert_eq!(
        derive_status(None, Some(&joined.facets)),
        EdoStatus::TheirSignaturePending
    );
}

#[test]
fn events_tell_who_did_what() {
    let told = |value: Value| {
        let event = map::event(&Statuses::default(), &read(&value), None);
        (event.actor, event.facts)
    };
    use EventActor::{Them, Us};
    let cases = [
        (document("prepared", "", "required", 1), Us, EventFact::Posted),
        (
            document("awaiting_consent", "", "requested", 2),
            Us,
            EventFact::ConsentRequested,
        ),
        (
            document("awaiting_consent", "", "granted", 3),
            Them,
            EventFact::ConsentGranted,
        ),
        (
            document("awaiting_consent", "", "declined", 3),
            Them,
            EventFact::ConsentRefused,
        ),
        (document("sent", "", "granted", 4), Us, EventFact::Signed),
        (document("signed", "", "granted", 5), Them, EventFact::Signed),
        (
            document("declined", "Отказ", "granted", 5),
            Them,
            EventFact::Rejected("Отказ".into()),
        ),
    ];
    for (value, actor, fact) in cases {
        assert_eq!(told(value.clone()), (actor, vec![fact]), "{value}");
    }
    let mut annulled = document("annulled", "Аннулирован", "granted", 5);
    annulled["annul"] = json!({"reason": "Ошибка в сумме", "by": null, "at": "2026-11-05T10:10:00+03:00"});
    let (_, facts) = told(annulled);
    assert_eq!(facts, [EventFact::RevocationRequested("Ошибка в сумме".into())]);
}

#[test]
fn a_document_annulled_before_it_left_was_never_delivered() {
    let before = facets(&document("annulled", "", "required", 2));
    let mut signed = document("annulled", "", "granted", 5);
    signed["signatures"] = json!([{"side": "company", "full_name": "Орлова Вера Ильинична",
        "signed_at": "2026-11-05T10:05:00+03:00"}]);
    let after = facets(&signed);
    assert_ne!(before.delivery, after.delivery);
    for facets in [before, after] {
        assert_eq!(derive_status(None, Some(&facets)), EdoStatus::Revoked);
    }
}
