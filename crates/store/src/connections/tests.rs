use domain::{OperationId, OutboxState};
use uuid::Uuid;

use super::{ConnectionLogIn, ConnectionSchedule, Health};
use crate::testing::{at, diadoc_box, office, paper, party, sealing_wax_works, sending, settle};
use crate::{CounterpartyBox, Error, NewOperation, OperationChange};

#[test]
fn firms_are_told_apart_by_inn_and_kpp_together() {
    let office = office();
    office
        .store
        .write(|w| {
            let wax = sealing_wax_works();
            let id = w.save_firm(None, &wax)?;
            assert!(matches!(w.save_firm(None, &wax), Err(Error::Conflict(_))));
            let mut branch = wax.clone();
            branch.kpp = None;
            let second = w.save_firm(None, &branch)?;
            assert_ne!(id, second);
            assert!(matches!(w.save_firm(Some(second), &wax), Err(Error::Conflict(_))));
            branch.name = "Сургучный завод, филиал".to_owned();
            assert_eq!(w.save_firm(Some(second), &branch)?, second);
            assert_eq!(w.firm_by_tax_id(&wax.inn, None)?.unwrap().party, branch);
            assert_eq!(w.firm_by_tax_id(&wax.inn, wax.kpp.as_ref())?.unwrap().id, id);
            assert_eq!(w.firm(second)?.unwrap().party, branch);
            assert_eq!(w.firms()?.len(), 2);
            assert_eq!(w.firm(domain::FirmId(99))?, None);
            assert!(matches!(
                w.save_firm(Some(domain::FirmId(99)), &party("Нет", 1)),
                Err(Error::Missing(_))
            ));
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_connection_comes_back_as_it_was_saved_and_one_box_has_one_connection() {
    let office = office();
    office
        .store
        .write(|w| {
            let (firm, id, _) = settle(w);
            let new = diadoc_box(firm, "ящик-1");
            assert!(matches!(w.save_connection(None, &new), Err(Error::Conflict(_))));
            let second = w.save_connection(None, &diadoc_box(firm, "ящик-7"))?;
            assert!(matches!(
                w.save_connection(Some(second), &new),
                Err(Error::Conflict(_))
            ));
            let found = w.connection(id)?.unwrap();
            assert_eq!(
                (found.firm, &found.operator, &found.edo_box),
                (firm, &new.operator, &new.edo_box)
            );
            assert_eq!(w.connections()?.len(), 2);
            let nowhere = domain::ConnectionId(99);
            assert!(matches!(
                w.save_connection(Some(nowhere), &diadoc_box(firm, "x")),
                Err(Error::Missing(_))
            ));
            assert!(
                w.save_connection(None, &diadoc_box(domain::FirmId(99), "y"))
                    .is_err(),
                "no such firm"
            );
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_connection_with_work_in_the_outbox_stays_and_a_removed_one_keeps_its_history() {
    let office = office();
    office
        .store
        .write(|w| {
            let (firm, id, _) = settle(w);
            let document = w.insert_document(&paper("1", 0, 100), at(0))?;
            let row = w.enqueue(&NewOperation {
                operation: OperationId(Uuid::from_u128(1)),
                kind: domain::OperationKind::Letter,
                connection: id,
                edo_document: sending(w, document, id, 1),
                request: b"bytes".to_vec(),
                created_at: at(0),
            })?;
            w.set_feed_cursor(id, "ABC")?;
            let mut change = OperationChange {
                state: OutboxState::Unknown,
                attempts: 1,
                changed_at: at(1),
                next_attempt_at: Some(at(60)),
                failure: None,
            };
            for state in [OutboxState::Queued, OutboxState::Sending, OutboxState::Unknown] {
                change.state = state;
                w.set_operation(row, &change)?;
                assert!(
                    matches!(w.remove_connection(id), Err(Error::Conflict(_))),
                    "{state:?}"
                );
            }
            change.state = OutboxState::Accepted;
            w.set_operation(row, &change)?;
            w.remove_connection(id)?;
            assert!(matches!(w.remove_connection(id), Err(Error::Missing(_))));
            assert_eq!((w.connection(id)?, w.connections()?), (None, vec![]));
            assert!(w.past_connection(id)?.is_some());
            assert_eq!(w.edo_documents_of(document)?.len(), 1);
            assert_eq!(
                w.save_connection(None, &diadoc_box(firm, "ящик-1"))?,
                id,
                "the same box again"
            );
            assert_eq!(w.feed_cursor(id)?.as_deref(), Some("ABC"));
            Ok(())
        })
        .unwrap();
}

#[test]
fn health_is_replaced_and_comes_back() {
    let office = office();
    office
        .store
        .write(|w| {
            let (_, connection, _) = settle(w);
            assert_eq!(w.health(connection)?, None);
            let mut health = Health {
                connection,
                code: "offline".to_owned(),
                text: "Нет связи".to_owned(),
                last_success_at: None,
                last_attempt_at: Some(at(1)),
                next_attempt_at: Some(at(2)),
                failures: 3,
            };
            w.save_health(&health)?;
            assert_eq!(w.health(connection)?.as_ref(), Some(&health));
            health.last_success_at = Some(at(5));
            health.next_attempt_at = None;
            w.save_health(&health)?;
            assert_eq!(w.health(connection)?, Some(health));
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_counterparty_is_found_by_any_part_of_its_name_and_the_beginning_of_its_inn() {
    let office = office();
    office
        .store
        .write(|w| {
            let (_, _, carriage) = settle(w);
            let pine = w.save_counterparty(&party("ИП Ёлкин Пётр", 500_700_001))?;
            let found = |query: &str| -> Vec<_> {
                w.counterparties(query, None, 10)
                    .unwrap()
                    .iter()
                    .map(|one| one.id)
                    .collect()
            };
            assert_eq!(found(""), [carriage, pine]);
            assert_eq!(found("  \"ООО\" "), [carriage, pine]);
            assert_eq!(found("АРЕТ"), [carriage]);
            assert_eq!(found("елк"), [pine]);
            assert_eq!(found("ёл"), [pine]);
            assert_eq!(found("пётр елкин"), [pine]);
            assert_eq!(found("Почтовая Пётр"), []);
            assert_eq!(found("7801"), [carriage]);
            assert_eq!(found("01234"), [], "not the beginning");
            assert_eq!(found(w.counterparty(pine)?.unwrap().party.inn.as_str()), [pine]);
            assert_eq!(w.counterparties("", Some(carriage), 10)?.len(), 1);
            assert_eq!(w.counterparties("", None, 1)?.len(), 1);
            assert_eq!(w.counterparties("е", Some(carriage), 10)?.len(), 1);
            assert_eq!(w.save_counterparty(&party("АО «Карета»", 780_123_450))?, carriage);
            assert_eq!(found("почтовая"), [], "the old name is gone");
            assert_eq!(found("карета"), [carriage]);
            let known = w.counterparty_by_tax_id(&party("", 780_123_450).inn, party("", 1).kpp.as_ref())?;
            assert_eq!(known.unwrap().party.name, "АО «Карета»");
            assert_eq!(w.counterparty_by_tax_id(&party("", 780_123_450).inn, None)?, None);
            Ok(())
        })
        .unwrap();
}

#[test]
fn boxes_of_a_counterparty_are_replaced_by_what_was_seen_last() {
    let office = office();
    office
        .store
        .write(|w| {
            let (firm, connection, counterparty) = settle(w);
            let mut seen = CounterpartyBox {
                counterparty,
                connection,
                box_id: "ящик-2".to_owned(),
                partnership: "outgoing".to_owned(),
                participant_id: "2BM-9612045075".to_owned(),
                is_roaming: true,
                is_test: false,
            };
            w.save_counterparty_box(&seen)?;
            seen.partnership = "established".to_owned();
            seen.is_roaming = false;
            w.save_counterparty_box(&seen)?;
            let other = w.save_connection(None, &diadoc_box(firm, "ящик-9"))?;
            assert_eq!(w.counterparty_boxes(connection, counterparty)?, [seen]);
            assert_eq!(w.counterparty_boxes(other, counterparty)?, []);
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_connection_remembers_how_it_gets_in() {
    let office = office();
    office
        .store
        .write(|w| {
            let firm = w.save_firm(None, &sealing_wax_works())?;
            let connection = w.save_connection(None, &diadoc_box(firm, "ящик-1"))?;
            assert_eq!(w.connection_log_in(connection)?, ConnectionLogIn::default());
            for (way, certificate) in [("certificate", Some([7; 20])), ("browser", None)] {
                let chosen = ConnectionLogIn {
                    log_in: way.to_owned(),
                    certificate,
                    redirect_port: Some(47_321),
                };
                w.save_connection_log_in(connection, &chosen)?;
                assert_eq!(w.connection_log_in(connection)?, chosen);
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn what_was_chosen_for_a_connection_is_kept_until_it_is_removed() {
    let office = office();
    office
        .store
        .write(|w| {
            let (firm, id, _) = settle(w);
            assert_eq!(w.connection_schedule(id)?, ConnectionSchedule::default());
            let chosen = ConnectionSchedule {
                pause_s: Some(300),
                stopped_at: Some(at(5)),
            };
            w.save_connection_schedule(id, chosen)?;
            assert_eq!(w.connection_schedule(id)?, chosen);
            let going = ConnectionSchedule {
                stopped_at: None,
                ..chosen
            };
            w.save_connection_schedule(id, going)?;
            assert_eq!(w.connection_schedule(id)?, going);
            w.remove_connection(id)?;
            assert_eq!(w.save_connection(None, &diadoc_box(firm, "ящик-1"))?, id);
            assert_eq!(w.connection_schedule(id)?, ConnectionSchedule::default());
            Ok(())
        })
        .unwrap();
}
