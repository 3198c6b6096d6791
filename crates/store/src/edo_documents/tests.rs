use domain::facets::{Delivery, TheirSignature};
use domain::{DocflowFacets, DocumentState, EdoDocumentId, EdoStatus, EventActor, EventFact, Severity};
use uuid::Uuid;

use crate::testing::{at, office, paper, remote, sending, settle};
use crate::{DocumentQuery, Error, NewEdoDocument, NewNotice, TimelineEntry};

fn report(second: i64, their_signature: TheirSignature) -> DocumentState {
    DocumentState {
        as_of: at(second),
        facets: DocflowFacets {
            delivery: Delivery::Delivered,
            their_signature,
            ..DocflowFacets::default()
        },
        operator_status_text: format!("Слова оператора {second}"),
        severity: Severity::Warning,
    }
}

#[test]
fn a_sending_is_found_by_every_name_it_has() {
    let office = office();
    office
        .store
        .write(|w| {
            let (_, connection, _) = settle(w);
            let document = w.insert_document(&paper("1", 0, 100), at(0))?;
            let first = sending(w, document, connection, 1);
            let second = sending(w, document, connection, 2);
            w.set_remote(first, &remote("А"))?;
            assert!(matches!(
                w.set_remote(second, &remote("А")),
                Err(Error::Conflict(_))
            ));
            assert!(matches!(
                w.set_remote(EdoDocumentId(99), &remote("Б")),
                Err(Error::Missing(_))
            ));
            w.set_state(first, &report(5, TheirSignature::Unknown("Новое".to_owned())))?;
            let found = w.edo_document(first)?.unwrap();
            assert_eq!(found.remote, Some(remote("А")));
            assert_eq!(
                found.state,
                Some(report(5, TheirSignature::Unknown("Новое".to_owned())))
            );
            assert_eq!(
                w.edo_document_by_remote(connection, &remote("А"))?.as_ref(),
                Some(&found)
            );
            assert_eq!(w.edo_document_by_remote(connection, &remote("Б"))?, None);
            assert_eq!(
                w.edo_document_by_custom_id(connection, Uuid::from_u128(1))?
                    .as_ref(),
                Some(&found)
            );
            let ids: Vec<_> = w.edo_documents_of(document)?.iter().map(|one| one.id).collect();
            assert_eq!(ids, [second, first]);
            let again = NewEdoDocument {
                document,
                connection,
                custom_document_id: Uuid::from_u128(2),
                to_box: String::new(),
                file: None,
                created_at: at(1),
            };
            assert!(matches!(w.insert_edo_document(&again), Err(Error::Conflict(_))));
            Ok(())
        })
        .unwrap();
}

#[test]
fn the_list_shows_the_operators_words_about_the_last_sending() {
    let office = office();
    office
        .store
        .write(|w| {
            let (_, connection, _) = settle(w);
            let document = w.insert_document(&paper("1", 0, 100), at(0))?;
            let words = || {
                w.documents(&DocumentQuery::default()).unwrap().rows[0]
                    .operator_status_text
                    .clone()
            };
            assert_eq!(words(), "");
            let first = sending(w, document, connection, 1);
            w.set_state(first, &report(5, TheirSignature::Awaited))?;
            assert_eq!(words(), "Слова оператора 5");
            sending(w, document, connection, 2);
            assert_eq!(words(), "");
            Ok(())
        })
        .unwrap();
}

#[test]
fn silent_sendings_are_swept_longest_silent_first_and_each_once() {
    let office = office();
    office
        .store
        .write(|w| {
            let (_, connection, _) = settle(w);
            let document = w.insert_document(&paper("1", 0, 100), at(0))?;
            let [late, early, signed, unsent, young] =
                [1, 2, 3, 4, 5].map(|name| sending(w, document, connection, name));
            for (id, name) in [(late, "А"), (early, "Б"), (signed, "В"), (young, "Г")] {
                w.set_remote(id, &remote(name))?;
            }
            w.set_state(late, &report(20, TheirSignature::Awaited))?;
            w.set_state(early, &report(10, TheirSignature::Awaited))?;
            w.set_state(signed, &report(10, TheirSignature::Signed))?;
            w.set_state(young, &report(500, TheirSignature::Awaited))?;
            let stale = |limit| -> Vec<_> {
                w.stale_edo_documents(connection, at(100), limit)
                    .unwrap()
                    .iter()
                    .map(|one| one.id)
                    .collect()
            };
            assert_eq!(stale(10), [early, late]);
            assert_eq!(stale(1), [early]);
            w.mark_checked(early, at(300))?;
            assert_eq!(stale(10), [late]);
            w.set_state(late, &report(15, TheirSignature::Signed))?;
            assert_eq!(stale(10), []);
            w.set_remote(unsent, &remote("Д"))?;
            assert_eq!(stale(10), [unsent], "known to the operator, never reported on");
            assert!(matches!(
                w.mark_checked(EdoDocumentId(99), at(0)),
                Err(Error::Missing(_))
            ));
            assert!(matches!(
                w.set_state(EdoDocumentId(99), &report(0, TheirSignature::Signed)),
                Err(Error::Missing(_))
            ));
            Ok(())
        })
        .unwrap();
}

#[test]
fn the_timeline_stands_in_the_order_of_instants_and_then_of_learning() {
    let office = office();
    office
        .store
        .write(|w| {
            let (_, connection, _) = settle(w);
            let document = w.insert_document(&paper("1", 0, 100), at(0))?;
            let edo_document = sending(w, document, connection, 1);
            let entry = |second, fact| TimelineEntry {
                document,
                edo_document: Some(edo_document),
                at: at(second),
                actor: EventActor::Them,
                fact,
            };
            let late = entry(9, EventFact::Rejected("Сумма не та".to_owned()));
            let first = entry(3, EventFact::Delivered);
            let second = TimelineEntry {
                edo_document: None,
                actor: EventActor::Us,
                ..entry(3, EventFact::Other("Новое".to_owned()))
            };
            for entry in [&late, &first, &second] {
                w.add_timeline(entry)?;
            }
            assert_eq!(w.timeline(document)?, [first, second, late]);
            let mut nowhere = entry(1, EventFact::Signed);
            nowhere.document = domain::DocumentId(99);
            assert!(w.add_timeline(&nowhere).is_err());
            Ok(())
        })
        .unwrap();
}

#[test]
fn nobody_is_told_twice_that_a_sending_reached_a_status() {
    let office = office();
    office
        .store
        .write(|w| {
            let (_, connection, _) = settle(w);
            let document = w.insert_document(&paper("1", 0, 100), at(0))?;
            let edo_document = sending(w, document, connection, 1);
            let mut new = NewNotice {
                document,
                edo_document,
                status: EdoStatus::Rejected,
                at: at(7),
            };
            let first = w.add_notice(&new)?.unwrap();
            assert_eq!(w.add_notice(&new)?, None);
            new.status = EdoStatus::Completed;
            let second = w.add_notice(&new)?.unwrap();
            let ids = |rows: Vec<crate::Notice>| rows.iter().map(|row| row.id).collect::<Vec<_>>();
            assert_eq!(ids(w.notices(None, 10)?), [second, first]);
            assert_eq!(ids(w.notices(Some(second), 10)?), [first]);
            assert_eq!(ids(w.notices(None, 1)?), [second]);
            assert_eq!(ids(w.unshown_notices()?), [first, second]);
            assert_eq!(w.unread_notices()?, 2);
            w.mark_shown(first)?;
            w.mark_read(second)?;
            assert_eq!(ids(w.unshown_notices()?), [second]);
            assert_eq!(w.unread_notices()?, 1);
            let row = w.notices(None, 1)?.remove(0);
            let about = crate::NoticeAbout::Sending {
                document,
                edo_document,
                status: EdoStatus::Completed,
            };
            assert_eq!(
                (row.about, row.at, row.read, row.shown),
                (about, at(7), true, false)
            );
            assert!(matches!(
                w.mark_read(domain::NoticeId(99)),
                Err(Error::Missing(_))
            ));
            assert!(matches!(
                w.mark_shown(domain::NoticeId(99)),
                Err(Error::Missing(_))
            ));
            Ok(())
        })
        .unwrap();
}
