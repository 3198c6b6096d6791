use domain::{ConnectionId, CounterpartyId, EdoAvailability, OperationId, OutboxState, RelationActKind};
use uuid::Uuid;

use crate::testing::{at, office, party, settle};
use crate::{
    CounterpartyBox, CounterpartyQuery, Error, NewRelationAct, RelationActChange, RelationFacts,
    RelationSnapshot, SendingRoute, Writer,
};

fn seen(
    connection: ConnectionId,
    counterparty: CounterpartyId,
    box_id: &str,
    partnership: &str,
) -> CounterpartyBox {
    CounterpartyBox {
        counterparty,
        connection,
        box_id: box_id.to_owned(),
        partnership: partnership.to_owned(),
        participant_id: format!("2BM-{box_id}"),
        is_roaming: false,
        is_test: true,
    }
}

fn invitation() -> RelationFacts {
    RelationFacts {
        since: Some(at(5)),
        words_from_them: "Здравствуйте. Просим принять приглашение.".to_owned(),
        invitation: Some(domain::RemoteDocument {
            message_id: "m1".to_owned(),
            entity_id: "e1".to_owned(),
        }),
        accepts_from: "partners".to_owned(),
        can_sign: Some(false),
        ..RelationFacts::default()
    }
}

fn listed(w: &Writer<'_>, availability: EdoAvailability) -> Vec<CounterpartyId> {
    let wanted = CounterpartyQuery {
        availability: Some(availability),
        ..CounterpartyQuery::default()
    };
    let rows = w.listed_counterparties(&wanted, None, 50).unwrap();
    rows.iter().map(|row| row.counterparty.id).collect()
}

#[test]
fn a_relation_keeps_everything_told_and_the_choice_of_a_person() {
    let office = office();
    office
        .store
        .write(|w| {
            let (_, connection, carriage) = settle(w);
            w.save_relation(&seen(connection, carriage, "ящик-1", "incoming"), &invitation())?;
            w.save_relation(
                &seen(connection, carriage, "ящик-2", "established"),
                &RelationFacts::default(),
            )?;
            let first = w.relation(connection, "ящик-1")?.unwrap();
            assert_eq!((first.told, first.is_chosen), (invitation(), false));
            let best = w.relation_for_sending(connection, carriage)?.unwrap();
            assert_eq!(best.seen.box_id, "ящик-2", "an established box goes first");

            let route = SendingRoute {
                box_id: "ящик-1".to_owned(),
                ..SendingRoute::default()
            };
            w.save_sending_route(connection, carriage, &route)?;
            let told = RelationFacts {
                can_sign: Some(true),
                ..invitation()
            };
            w.save_relation(&seen(connection, carriage, "ящик-1", "established"), &told)?;
            let chosen = w.relation_for_sending(connection, carriage)?.unwrap();
            assert_eq!((chosen.seen.box_id.as_str(), chosen.is_chosen), ("ящик-1", true));
            assert_eq!(chosen.told.can_sign, Some(true));
            w.forget_relation(connection, "ящик-1")?;
            let left = w.relation(connection, "ящик-1")?.unwrap();
            assert_eq!((left.seen.partnership.as_str(), left.told.since), ("none", None));
            Ok(())
        })
        .unwrap();
}

#[test]
fn whether_there_is_edo_follows_from_boxes_and_searches_and_the_list_filters_by_it() {
    let office = office();
    office
        .store
        .write(|w| {
            let (_, connection, carriage) = settle(w);
            let save = |name: &str, number| w.save_counterparty(&party(name, number)).unwrap();
            let (invited, searched) = (
                save("ООО «Лесной ручей»", 780_111_111),
                save("ООО «Мельница»", 780_222_222),
            );
            let (asked_nobody, odd) = (
                save("ООО «Тень»", 780_333_333),
                save("ООО «Новое слово»", 780_444_444),
            );
            w.save_relation(
                &seen(connection, carriage, "ящик-1", "established"),
                &RelationFacts::default(),
            )?;
            w.save_relation(&seen(connection, invited, "ящик-2", "incoming"), &invitation())?;
            w.save_relation(
                &seen(connection, odd, "ящик-3", "unknown:Befriended"),
                &RelationFacts::default(),
            )?;
            assert_eq!(w.count_counterparties_to_search(connection, at(0))?, 2);
            w.note_box_search(connection, searched, at(3))?;
            assert_eq!(
                w.counterparties_to_search(connection, at(3), None, 10)?
                    .iter()
                    .map(|one| one.id)
                    .collect::<Vec<_>>(),
                [asked_nobody]
            );
            assert_eq!(
                w.count_counterparties_to_search(connection, at(4))?,
                2,
                "a search grows old"
            );

            assert_eq!(listed(w, EdoAvailability::Yes), [carriage]);
            assert_eq!(listed(w, EdoAvailability::No), [invited, searched]);
            assert_eq!(listed(w, EdoAvailability::Unknown), [asked_nobody, odd]);
            let invites = CounterpartyQuery {
                partnership: Some("incoming".to_owned()),
                ..CounterpartyQuery::default()
            };
            let rows = w.listed_counterparties(&invites, None, 50)?;
            assert_eq!((rows.len(), rows[0].counterparty.id), (1, invited));
            let typed = CounterpartyQuery {
                text: "лесной".to_owned(),
                ..invites
            };
            assert_eq!(w.listed_counterparties(&typed, None, 50)?.len(), 1);
            let waiting = w.relations_in("incoming", None, 10)?;
            assert_eq!((waiting.len(), waiting[0].0.id), (1, invited));
            assert_eq!(w.count_relations_in("incoming")?, 1);
            Ok(())
        })
        .unwrap();
}

#[test]
fn one_relation_has_one_act_on_its_way_and_its_bytes_never_change() {
    let office = office();
    office
        .store
        .write(|w| {
            let (_, connection, carriage) = settle(w);
            let new = |number: u128, kind| NewRelationAct {
                operation: OperationId(Uuid::from_u128(number)),
                kind,
                connection,
                counterparty: carriage,
                target: "ящик-1".to_owned(),
                words: "Просим принять".to_owned(),
                request: vec![1, 2, 3],
                created_at: at(1),
            };
            let invite = w.enqueue_relation_act(&new(1, RelationActKind::Invite))?;
            assert!(matches!(
                w.enqueue_relation_act(&new(2, RelationActKind::Break)),
                Err(Error::Conflict(_))
            ));
            assert!(matches!(w.remove_connection(connection), Err(Error::Conflict(_))));
            let change = RelationActChange {
                state: OutboxState::Sending,
                attempts: 1,
                changed_at: at(2),
                next_attempt_at: None,
                failure: None,
                task: "задание".to_owned(),
                before: Some(RelationSnapshot {
                    partnership: "none".to_owned(),
                    since: Some(at(0)),
                }),
            };
            w.set_relation_act(invite, &change)?;
            let row = w.relation_act(invite)?.unwrap();
            assert_eq!((row.task.as_str(), &row.before), ("задание", &change.before));
            assert_eq!(w.relation_act_request(invite)?, [1, 2, 3]);
            assert_eq!(w.due_relation_acts(connection, None, at(9), 10)?, [row]);

            let over = RelationActChange {
                state: OutboxState::Failed,
                ..change
            };
            w.set_relation_act(invite, &over)?;
            assert!(w.due_relation_acts(connection, None, at(9), 10)?.is_empty());
            let second = w.enqueue_relation_act(&new(2, RelationActKind::Invite))?;
            let again = RelationActChange {
                state: OutboxState::Queued,
                ..over
            };
            assert!(
                matches!(w.set_relation_act(invite, &again), Err(Error::Conflict(_))),
                "no second one beside"
            );
            assert_eq!(w.relation_acts(&OutboxState::ALL, 10)?[0].id, second);
            Ok(())
        })
        .unwrap();
}
