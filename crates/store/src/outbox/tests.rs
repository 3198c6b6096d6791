use domain::{OperationId, OutboxId, OutboxState, SendFailure};
use uuid::Uuid;

use super::{NewOperation, OperationChange};
use crate::testing::{Chance, at, office, paper, sending, settle};
use crate::{Error, Writer};

fn enqueue(w: &Writer<'_>, connection: domain::ConnectionId, number: u128) -> OutboxId {
    let document = w
        .insert_document(&paper(&number.to_string(), 0, 100), at(0))
        .unwrap();
    w.enqueue(&NewOperation {
        operation: OperationId(Uuid::from_u128(number)),
        kind: domain::OperationKind::Letter,
        connection,
        edo_document: sending(w, document, connection, number),
        request: format!("байты {number}").into_bytes(),
        created_at: at(i64::try_from(number).unwrap()),
    })
    .unwrap()
}

fn change(state: OutboxState, next_attempt_s: Option<i64>) -> OperationChange {
    OperationChange {
        state,
        attempts: 2,
        changed_at: at(50),
        next_attempt_at: next_attempt_s.map(at),
        failure: Some(SendFailure {
            code: "timeout".to_owned(),
            text: "Оператор молчит".to_owned(),
        }),
    }
}

#[test]
fn a_row_keeps_its_bytes_and_identity_whatever_becomes_of_it() {
    let office = office();
    office
        .store
        .write(|w| {
            let (_, connection, _) = settle(w);
            let id = enqueue(w, connection, 7);
            let queued = w.operation(id)?.unwrap();
            assert_eq!(
                (queued.state, queued.attempts, queued.failure),
                (OutboxState::Queued, 0, None)
            );
            assert_eq!(
                (queued.created_at, queued.changed_at, queued.next_attempt_at),
                (at(7), at(7), None)
            );
            w.set_operation(id, &change(OutboxState::Unknown, Some(80)))?;
            let row = w.operation(id)?.unwrap();
            assert_eq!(row.operation, OperationId(Uuid::from_u128(7)));
            assert_eq!(
                (row.state, row.attempts, row.changed_at),
                (OutboxState::Unknown, 2, at(50))
            );
            assert_eq!(row.failure.as_ref().unwrap().text, "Оператор молчит");
            assert_eq!(w.operation_request(id)?, "байты 7".as_bytes());
            assert_eq!(w.operation_of(row.edo_document)?, Some(row.clone()));
            let mut again = NewOperation {
                operation: row.operation,
                kind: domain::OperationKind::Letter,
                connection,
                edo_document: row.edo_document,
                request: b"other".to_vec(),
                created_at: at(8),
            };
            assert!(matches!(w.enqueue(&again), Err(Error::Conflict(_))));
            again.operation = OperationId(Uuid::from_u128(8));
            let newer = w.enqueue(&again)?;
            assert_eq!(
                w.operation_of(row.edo_document)?.unwrap().id,
                newer,
                "the last one"
            );
            assert!(matches!(
                w.operation_request(OutboxId(99)),
                Err(Error::Missing(_))
            ));
            assert!(matches!(
                w.set_operation(OutboxId(99), &change(OutboxState::Failed, None)),
                Err(Error::Missing(_))
            ));
            Ok(())
        })
        .unwrap();
}

#[test]
fn due_is_what_the_program_must_move_on_now_oldest_first() {
    let office = office();
    office
        .store
        .write(|w| {
            let (_, connection, _) = settle(w);
            assert_eq!(w.next_due(connection)?, None);
            let [queued, sending, unknown, later, accepted, failed, cancelled] =
                [1, 2, 3, 4, 5, 6, 7].map(|number| enqueue(w, connection, number));
            w.set_operation(sending, &change(OutboxState::Sending, None))?;
            w.set_operation(unknown, &change(OutboxState::Unknown, Some(90)))?;
            w.set_operation(later, &change(OutboxState::Queued, Some(200)))?;
            for (id, state) in [
                (accepted, OutboxState::Accepted),
                (failed, OutboxState::Failed),
                (cancelled, OutboxState::Cancelled),
            ] {
                w.set_operation(id, &change(state, None))?;
            }
            let due = |second, limit| -> Vec<_> {
                w.due_operations(connection, None, at(second), limit)
                    .unwrap()
                    .iter()
                    .map(|row| row.id)
                    .collect()
            };
            assert_eq!(due(100, 10), [queued, sending, unknown]);
            assert_eq!(due(89, 10), [queued, sending]);
            assert_eq!(due(200, 10), [queued, sending, unknown, later]);
            assert_eq!(due(200, 2), [queued, sending]);
            let behind = w.due_operations(connection, Some(queued), at(100), 10)?;
            assert_eq!(
                behind.iter().map(|row| row.id).collect::<Vec<_>>(),
                [sending, unknown]
            );
            assert_eq!(w.due_operations(domain::ConnectionId(99), None, at(200), 10)?, []);
            assert_eq!(w.next_due(connection)?, Some(at(1)), "at once");
            for id in [queued, sending] {
                w.set_operation(id, &change(OutboxState::Accepted, None))?;
            }
            assert_eq!(w.next_due(connection)?, Some(at(90)));
            Ok(())
        })
        .unwrap();
}

#[test]
fn pages_of_the_outbox_hold_every_row_once_newest_first() {
    let office = office();
    office
        .store
        .write(|w| {
            let (_, connection, _) = settle(w);
            let mut chance = Chance(3);
            let mut rows = Vec::new();
            for number in 0..60 {
                let id = enqueue(w, connection, number);
                let state = *chance.pick(&OutboxState::ALL);
                w.set_operation(id, &change(state, None))?;
                rows.push((id, state));
            }
            rows.reverse();
            for wanted in [
                &OutboxState::ALL[..],
                &[],
                &[OutboxState::Failed, OutboxState::Queued],
                &[OutboxState::Sending],
            ] {
                let expected: Vec<_> = rows
                    .iter()
                    .filter(|(_, state)| wanted.is_empty() || wanted.contains(state))
                    .map(|(id, _)| *id)
                    .collect();
                let (mut found, mut after) = (Vec::new(), None);
                loop {
                    let page = w.operations(wanted, after, 7)?;
                    found.extend(page.iter().map(|row| row.id));
                    after = page.last().map(|row| row.id);
                    if after.is_none() {
                        break;
                    }
                }
                assert_eq!(found, expected, "{wanted:?}");
            }
            Ok(())
        })
        .unwrap();
}
