use domain::{BoxFacts, Department, Departments, Package, SendingForm, Tag};
use uuid::Uuid;

use crate::testing::{at, office, paper, sending, settle};
use crate::{NewOperation, SendingRoute};

fn storehouse() -> Department {
    Department {
        id: "5b1c1f7e-0000-4000-8000-000000000001".to_owned(),
        name: "Склад на Причальной".to_owned(),
    }
}

#[test]
fn what_an_operator_told_is_replaced_by_what_it_tells_later_and_forgotten_when_it_is_old() {
    let office = office();
    office
        .store
        .write(|w| {
            let (_, connection, _) = settle(w);
            let facts = BoxFacts {
                departments: vec![storehouse()],
                can_sign: Some(true),
                ..BoxFacts::default()
            };
            assert_eq!(w.operator_fact::<BoxFacts>(connection, "owner А")?, None);
            w.save_operator_fact(connection, "owner А", &BoxFacts::default(), at(1))?;
            w.save_operator_fact(connection, "owner А", &facts, at(5))?;
            let kept = w.operator_fact::<BoxFacts>(connection, "owner А")?.unwrap();
            assert_eq!((kept.body, kept.told_at), (facts, at(5)));
            assert_eq!(w.operator_fact_told_at(connection, "owner А")?, Some(at(5)));
            assert_eq!(w.forget_operator_facts(at(5))?, 0);
            assert_eq!(w.forget_operator_facts(at(6))?, 1);
            assert_eq!(w.operator_fact_told_at(connection, "owner А")?, None);
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_way_to_a_counterparty_is_remembered_until_nothing_is_chosen() {
    let office = office();
    office
        .store
        .write(|w| {
            let (_, connection, counterparty) = settle(w);
            let chosen = SendingRoute {
                box_id: "box".to_owned(),
                departments: Departments {
                    ours: None,
                    theirs: Some(storehouse()),
                    via: None,
                },
            };
            w.save_sending_route(connection, counterparty, &chosen)?;
            assert_eq!(w.sending_route(connection, counterparty)?, chosen);
            w.save_sending_route(connection, counterparty, &SendingRoute::default())?;
            assert_eq!(
                w.sending_route(connection, counterparty)?,
                SendingRoute::default()
            );
            Ok(())
        })
        .unwrap();
}

#[test]
fn the_sendings_of_a_package_share_one_row_of_the_outbox_and_know_each_other() {
    let office = office();
    office
        .store
        .write(|w| {
            let (_, connection, _) = settle(w);
            let package = Package {
                id: Uuid::from_u128(77),
                is_closed: true,
            };
            let form = SendingForm {
                tags: vec![Tag {
                    key: "Договор".to_owned(),
                    value: "12".to_owned(),
                }],
                package: Some(package),
                ..SendingForm::default()
            };
            let mut sendings = Vec::new();
            for number in 1..=3_u8 {
                let document = w.insert_document(&paper(&number.to_string(), 0, 100), at(0))?;
                let made = sending(w, document, connection, number.into());
                w.save_sending_form(made, &form)?;
                sendings.push((made, document));
            }
            let outbox = w.enqueue(&NewOperation {
                operation: domain::OperationId(Uuid::from_u128(9)),
                kind: domain::OperationKind::Package,
                connection,
                edo_document: sendings[0].0,
                request: b"bytes".to_vec(),
                created_at: at(1),
            })?;
            for (companion, _) in &sendings[1..] {
                w.add_companion(outbox, *companion)?;
            }
            assert_eq!(w.sendings_of_package(package.id)?, sendings);
            assert_eq!(w.companions(outbox)?, [sendings[1].0, sendings[2].0]);
            for (one, _) in &sendings {
                assert_eq!(w.operation_of(*one)?.unwrap().id, outbox);
                assert_eq!(w.sending_form(*one)?, form);
            }
            Ok(())
        })
        .unwrap();
}
