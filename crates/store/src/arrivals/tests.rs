use domain::{ExpectedAnswer, OutboxId};

use super::{ContentChange, ContentState, NewArrived};
use crate::testing::{at, office, paper, remote, sending, settle};

fn told(edo_document: domain::EdoDocumentId, connection: domain::ConnectionId) -> NewArrived {
    NewArrived {
        edo_document,
        connection,
        from_box: "ящик-7".to_owned(),
        package_id: "пакет".to_owned(),
        file_name: "Акт 15.pdf".to_owned(),
        answer: ExpectedAnswer::Signature,
        signature_entity_id: "подпись".to_owned(),
        via_box: "ящик-посредник".to_owned(),
    }
}

#[test]
fn bytes_are_fetched_newest_first_and_not_before_their_time() {
    let office = office();
    office
        .store
        .write(|w| {
            let (_, connection, _) = settle(w);
            let mut ids = Vec::new();
            for number in 1..=3_u128 {
                let document = w.insert_document(&paper("1", 0, 100), at(0))?;
                let id = sending(w, document, connection, number);
                w.set_remote(id, &remote(&number.to_string()))?;
                w.insert_arrived(&told(id, connection))?;
                ids.push(id);
            }
            let due = |second| {
                let due = w.arrivals_without_content(connection, at(second), 10);
                due.map(|all| all.iter().map(|one| one.body.edo_document).collect::<Vec<_>>())
            };
            assert_eq!(due(0)?, [ids[2], ids[1], ids[0]]);
            let later = ContentChange {
                state: ContentState::Awaited,
                attempts: 1,
                next_attempt_at: Some(at(50)),
                failure_text: "Нет связи".to_owned(),
            };
            w.set_content(ids[2], &later)?;
            let here = ContentChange {
                state: ContentState::Here,
                next_attempt_at: None,
                failure_text: String::new(),
                ..later
            };
            w.set_content(ids[1], &here)?;
            assert_eq!(due(49)?, [ids[0]]);
            assert_eq!(due(50)?, [ids[2], ids[0]]);
            w.set_content(ids[0], &here)?;
            assert_eq!(w.next_content_due(connection)?, Some(at(50)));
            w.set_content(ids[2], &here)?;
            assert_eq!(w.next_content_due(connection)?, None);

            let found = w.arrived(ids[2])?.unwrap();
            assert_eq!(found.body, told(ids[2], connection));
            assert_eq!((found.content, found.remote), (ContentState::Here, remote("3")));
            assert_eq!(w.documents_of_package("пакет")?.len(), 3);
            assert!(w.documents_of_package("")?.is_empty());
            // A sending of ours has no such row.
            assert_eq!(w.operation(OutboxId(1))?, None);
            Ok(())
        })
        .unwrap();
}
