use domain::facets::Consent;
use domain::{BlobId, EdoDocumentId, EmployeeBody, PersonName, PersonRecord};

use super::{ConsentEntry, CopyState, NewPersonSending, SignedCopyRow};
use crate::testing::{Office, at, office, paper, sending, settle};
use crate::{Error, Store};

fn olga() -> PersonRecord {
    PersonRecord {
        name: PersonName::from_full("Зимина Ольга Петровна"),
        has_no_middle_name: false,
        phone: Some("+79161234567".parse().unwrap()),
        email: "olga@example.test".into(),
    }
}

/// An office with one paper that was sent to Olga.
fn sent() -> (Office, domain::DocumentId, NewPersonSending) {
    let office = office();
    let (document, new) = office
        .store
        .write(|w| {
            let (_, connection, _) = settle(w);
            let document = w.insert_document(&paper("17", 0, 100), at(0))?;
            let edo_document = sending(w, document, connection, 17);
            let employee = w.save_employee(None, &EmployeeBody::default())?;
            let record = olga();
            let new = NewPersonSending {
                edo_document,
                connection,
                employee,
                name: record.name,
                has_no_middle_name: false,
                phone: record.phone.unwrap(),
                email: record.email,
                title: "Заказ-наряд № 17".into(),
                goes_by_itself: true,
            };
            w.insert_person_sending(&new)?;
            Ok::<_, Error>((document, new))
        })
        .unwrap();
    (office, document, new)
}

#[test]
fn whom_a_paper_is_for_is_kept_as_it_was_checked_last() {
    let office = office();
    office
        .store
        .write(|w| {
            let document = w.insert_document(&paper("17", 0, 100), at(0))?;
            assert_eq!(w.person_record(document)?, None);
            w.save_person_record(document, &olga(), at(1))?;
            let mended = PersonRecord {
                phone: Some("+79161234568".parse().unwrap()),
                ..olga()
            };
            w.save_person_record(document, &mended, at(2))?;
            assert_eq!(w.person_record(document)?, Some(mended.clone()));
            let trash = w.trash_document(document, at(3))?;
            assert_eq!(w.person_record(document)?, None);
            let back = w.restore_from_trash(trash, at(4))?;
            assert_eq!(w.person_record(back)?, Some(mended));
            Ok::<_, Error>(())
        })
        .unwrap();
}

#[test]
fn the_signed_copy_is_fetched_when_it_is_due_and_its_bytes_stay() {
    let (office, _, new) = sent();
    let store: &Store = &office.store;
    let stamped = store.put_blob(b"%PDF stamped").unwrap();
    store
        .write(|w| {
            let due = |second| w.due_signed_copies(new.connection, at(second), 10);
            assert_eq!(due(0)?, []);
            let mut copy = SignedCopyRow {
                state: CopyState::Due,
                stamped: None,
                protocol: None,
                attempts: 1,
                next_attempt_at: Some(at(60)),
                failure_text: "Ещё не готово".into(),
            };
            w.set_signed_copy(new.edo_document, &copy)?;
            assert_eq!(due(59)?, []);
            assert_eq!(due(60)?.len(), 1);
            copy.state = CopyState::Here;
            copy.stamped = Some(stamped);
            w.set_signed_copy(new.edo_document, &copy)?;
            assert_eq!(due(100)?, []);
            let kept = w.person_sending(new.edo_document)?.unwrap();
            assert_eq!((kept.body, kept.copy), (new.clone(), copy));
            Ok::<_, Error>(())
        })
        .unwrap();
    let orphan = store.put_blob(b"nobody's").unwrap();
    store.sweep_blobs_older_than(0).unwrap();
    assert!(store.blob(stamped).unwrap().is_some());
    assert!(store.blob(orphan).unwrap().is_none());
    assert_ne!(stamped, BlobId::of(b""));
}

#[test]
fn a_consent_holds_for_telephone_and_name_and_every_word_about_it_is_kept_once() {
    let (office, _, new) = sent();
    office
        .store
        .write(|w| {
            let entry = |state, second| ConsentEntry {
                connection: new.connection,
                edo_document: new.edo_document,
                phone: new.phone.clone(),
                full_name: new.name.full(),
                name_key: new.name.key(),
                state,
                told_at: at(second),
            };
            assert!(w.note_consent(&entry(Consent::Pending, 1))?);
            assert!(w.note_consent(&entry(Consent::Granted, 2))?);
            assert!(!w.note_consent(&entry(Consent::Granted, 3))?);
            let spelled = PersonName::from_full("ЗИМИНА  Ольга Петровна");
            let known = w.consent_of(new.connection, &new.phone, &spelled)?.unwrap();
            assert_eq!((known.state, known.told_at), (Consent::Granted, at(2)));
            let married = PersonName::from_full("Вьюгина Ольга Петровна");
            assert_eq!(w.consent_of(new.connection, &new.phone, &married)?, None);
            let other = "+79161234568".parse().unwrap();
            assert_eq!(w.consent_of(new.connection, &other, &new.name)?, None);
            assert_eq!(w.consents(10)?.len(), 2);
            Ok::<_, Error>(())
        })
        .unwrap();
}

#[test]
fn sendings_are_listed_by_employee_and_by_what_is_left_to_do() {
    let (office, _, new) = sent();
    office
        .store
        .write(|w| {
            let somebody = w.save_employee(None, &EmployeeBody::default())?;
            let told = |found: Vec<super::PersonSending>| -> Vec<_> {
                found.into_iter().map(|one| one.body).collect()
            };
            let one = std::slice::from_ref(&new);
            assert_eq!(told(w.person_sendings(None, None, 10)?), one);
            assert_eq!(told(w.person_sendings(Some(new.employee), None, 10)?), one);
            assert_eq!(w.person_sendings(Some(somebody), None, 10)?, []);
            assert_eq!(w.person_sendings(None, Some(new.edo_document), 10)?, []);
            let going = |after| w.going_person_sendings(new.connection, after, 10);
            assert_eq!(told(going(EdoDocumentId(0))?), one);
            assert_eq!(going(new.edo_document)?, []);
            w.leave_person_sending(new.edo_document)?;
            assert_eq!(going(EdoDocumentId(0))?, []);
            Ok::<_, Error>(())
        })
        .unwrap();
}
