//! The feed: twice, in any order, half known, hostile — and the state is the same.

use std::collections::BTreeMap;

use connect::Error;
use connect::edo::{FeedPage, ToldPaper};
use domain::facets::{Delivery, Receipt, Revocation, TheirSignature};
use domain::{
    ConnectionId, DocflowFacets, DocumentId, DocumentState, EdoStatus, EventActor, EventFact, ProviderEvent,
    RemoteDocument, Severity,
};
use engine::{Code, Engine, TimelineEntry};
use jiff::Timestamp;

use crate::chance::Dice;
use crate::world::{World, event, import, send};

fn page(events: Vec<ProviderEvent>) -> FeedPage {
    FeedPage {
        signatures: Vec::new(),
        papers: Vec::new(),
        arrivals: Vec::new(),
        events,
        cursor: Some("0".into()),
        has_more: false,
    }
}

fn signed(id: &str, at: &str, remote: &RemoteDocument) -> ProviderEvent {
    ProviderEvent {
        actor: EventActor::Them,
        facts: vec![EventFact::Signed],
        state: Some(DocumentState {
            as_of: at.parse().unwrap(),
            facets: DocflowFacets {
                delivery: Delivery::Delivered,
                their_signature: TheirSignature::Signed,
                ..DocflowFacets::default()
            },
            operator_status_text: "Подписан контрагентом".into(),
            severity: Severity::Success,
        }),
        ..event(id, at, remote)
    }
}

/// Random histories of some documents, many events at the same second, some about documents of others.
fn histories(dice: &Dice, known: &[(RemoteDocument, uuid::Uuid)], count: usize) -> Vec<ProviderEvent> {
    let deliveries = [
        Delivery::Sent,
        Delivery::Delivered,
        Delivery::Unknown("OnTheMoon".into()),
    ];
    let signatures = [
        TheirSignature::NotRequired,
        TheirSignature::Awaited,
        TheirSignature::Signed,
        TheirSignature::Confirmed,
        TheirSignature::Rejected,
    ];
    let revocations = [
        Revocation::None,
        Revocation::None,
        Revocation::RequestedByThem,
        Revocation::Accepted,
    ];
    let facts = [
        EventFact::Posted,
        EventFact::Delivered,
        EventFact::Signed,
        EventFact::OperatorConfirmation,
    ];
    let history = |number: usize| {
        let stranger = dice.below(10) == 0;
        let (remote, name) = known[dice.below(known.len())].clone();
        let remote = if stranger {
            RemoteDocument {
                message_id: "чужое".into(),
                entity_id: format!("x{}", dice.below(5)),
            }
        } else {
            remote
        };
        let second = 1_795_000_000 + i64::try_from(dice.below(300)).unwrap();
        let at = Timestamp::from_second(second).unwrap();
        ProviderEvent {
            event_id: format!("событие-{number}"),
            happened_at: at,
            custom_document_id: (!stranger && dice.below(3) == 0).then_some(name),
            facts: vec![facts[dice.below(facts.len())].clone()],
            state: (dice.below(5) > 0).then(|| DocumentState {
                as_of: at,
                facets: DocflowFacets {
                    delivery: deliveries[dice.below(deliveries.len())].clone(),
                    their_signature: signatures[dice.below(signatures.len())].clone(),
                    revocation: revocations[dice.below(revocations.len())].clone(),
                    receipt: if dice.below(2) == 0 {
                        Receipt::Finished
                    } else {
                        Receipt::Awaited
                    },
                    ..DocflowFacets::default()
                },
                operator_status_text: format!("слова {}", dice.below(4)),
                severity: Severity::Info,
            }),
            remote,
            actor: EventActor::Operator,
            moved: None,
        }
    };
    (0..count).map(history).collect()
}

type Picture = BTreeMap<DocumentId, (EdoStatus, Timestamp, Option<DocumentState>, Vec<String>)>;

async fn picture(engine: &Engine, documents: &[DocumentId]) -> Picture {
    let mut picture = Picture::new();
    for &document in documents {
        let card = engine.card(document).await.unwrap();
        let mut timeline: Vec<String> = card
            .timeline
            .iter()
            .map(|entry: &TimelineEntry| format!("{entry:?}"))
            .collect();
        timeline.sort_unstable();
        let state = card.sendings[0].edo_document.state.clone();
        picture.insert(document, (card.status, card.status_since, state, timeline));
    }
    picture
}

/// Twenty documents: half of them at the operator with an answer, half with the answer lost.
async fn scene(
    world: &World,
) -> (
    Engine,
    ConnectionId,
    Vec<DocumentId>,
    Vec<(RemoteDocument, uuid::Uuid)>,
) {
    let (engine, connection, first) = world.ready().await;
    let mut documents = vec![first];
    for number in 16..35 {
        documents.push(import(&engine, &number.to_string()).await);
    }
    let lost = crate::operator::Delivery::TakenBut(Error::Timeout("no answer".into()));
    for (index, document) in documents.iter().enumerate() {
        send(&engine, *document).await.unwrap();
        if index == 10 {
            engine.sync_once(None).await.unwrap();
        }
    }
    (0..9).for_each(|_| world.office.plan(lost.clone()));
    engine.sync_once(None).await.unwrap();
    let known = world
        .office
        .taken()
        .iter()
        .map(|taken| (taken.remote.clone(), taken.name))
        .collect();
    (engine, connection, documents, known)
}

#[tokio::test]
async fn two_thousand_events_twice_and_shuffled_give_the_same_state() {
    let mut pictures = Vec::new();
    for seed in [0, 5, 77] {
        let world = World::new();
        let (engine, connection, documents, known) = scene(&world).await;
        let mut events = histories(&Dice::new(2026), &known, 2_000);
        if seed > 0 {
            let dice = Dice::new(seed);
            events.extend(events.clone());
            dice.shuffle(&mut events);
        }
        let mut events_new = 0;
        for chunk in events.chunks(if seed == 77 { 37 } else { 500 }) {
            events_new += engine
                .apply_page(connection, &page(chunk.to_vec()))
                .unwrap()
                .events_new;
        }
        assert_eq!(events_new, 2_000);
        // Whatever the feed has not settled, the look-up does.
        engine.sync_once(None).await.unwrap();
        assert_eq!(world.office.taken().len(), 20);
        pictures.push(picture(&engine, &documents).await);
    }
    assert!(
        pictures[0]
            .values()
            .all(|(_, _, state, timeline)| state.is_some() && timeline.len() > 50)
    );
    assert!(pictures[0] == pictures[1], "twice and shuffled");
    assert!(pictures[0] == pictures[2], "in small pages");
}

#[tokio::test]
async fn events_that_come_before_the_answer_are_heard_when_the_document_is_known() {
    let world = World::new();
    let (engine, connection, document) = world.ready().await;
    world
        .office
        .plan(crate::operator::Delivery::TakenBut(Error::Timeout(
            "no answer".into(),
        )));
    send(&engine, document).await.unwrap();
    engine.sync_once(None).await.unwrap();
    let remote = world.office.taken()[0].remote.clone();
    let applied = engine
        .apply_page(
            connection,
            &page(vec![signed("подпись", "2026-11-21T10:05:00Z", &remote)]),
        )
        .unwrap();
    assert_eq!((applied.events_new, applied.documents.len()), (1, 0));
    assert_eq!(
        engine.card(document).await.unwrap().status,
        EdoStatus::SendUnknown
    );
    engine.sync_once(None).await.unwrap();
    let card = engine.card(document).await.unwrap();
    assert_eq!(card.status, EdoStatus::SignedByThem);
    assert_eq!(card.timeline.len(), 1);
    assert_eq!(
        engine.notices(None, 10).await.unwrap()[0].title,
        "Подписан контрагентом"
    );
}

#[tokio::test]
async fn events_of_strangers_are_recorded_and_move_nothing() {
    let world = World::new();
    let (engine, connection, document) = world.ready().await;
    let before = engine.card(document).await.unwrap().status_since;
    let stranger = RemoteDocument {
        message_id: "m".into(),
        entity_id: "чужой".into(),
    };
    let applied = engine
        .apply_page(
            connection,
            &page(vec![signed("e", "2026-11-21T10:05:00Z", &stranger)]),
        )
        .unwrap();
    assert_eq!(
        (applied.events_new, applied.documents.len(), applied.notices.len()),
        (1, 0, 0)
    );
    let card = engine.card(document).await.unwrap();
    assert_eq!((card.status, card.status_since), (EdoStatus::NotInEdo, before));
}

#[tokio::test]
async fn a_clerk_is_told_once_and_can_say_that_it_is_read() {
    let world = World::new();
    let (engine, _, document) = world.ready().await;
    send(&engine, document).await.unwrap();
    engine.sync_once(None).await.unwrap();
    let remote = world.office.taken()[0].remote.clone();
    world.office.desk(|desk| {
        desk.events = vec![
            signed("подпись", "2026-11-21T10:05:00Z", &remote),
            signed("ещё раз", "2026-11-21T10:06:00Z", &remote),
        ];
    });
    for _ in 0..3 {
        engine.sync_once(None).await.unwrap();
    }
    let shown = world.desktop.0.lock().unwrap().clone();
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0].title, "Подписан контрагентом");
    assert_eq!(
        shown[0].body, "УПД № 15 от 21.11.2026",
        "names stay inside the program"
    );
    let listed = engine.notices(None, 10).await.unwrap()[0].body.clone();
    assert!(
        listed.starts_with("УПД № 15 от 21.11.2026, ООО «Кедровая роща», "),
        "{listed}"
    );
    assert_eq!(engine.unread_notices().await.unwrap(), 1);
    engine.mark_notice_read(shown[0].notice.unwrap()).await.unwrap();
    assert_eq!(engine.unread_notices().await.unwrap(), 0);
    assert!(engine.notices(None, 10).await.unwrap()[0].read);
}

#[tokio::test]
async fn weeks_of_news_are_a_few_notifications_and_not_a_flood() {
    let world = World::new();
    let (engine, _, _, known) = scene(&world).await;
    engine.sync_once(None).await.unwrap();
    world.office.desk(|desk| {
        desk.page_size = 500;
        desk.events = known
            .iter()
            .enumerate()
            .map(|(number, (remote, _))| signed(&number.to_string(), "2026-11-21T10:05:00Z", remote))
            .collect();
    });
    engine.sync_once(None).await.unwrap();
    let shown = world.desktop.0.lock().unwrap().clone();
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0].title, "20 документов подписано");
    assert_eq!(engine.notices(None, 100).await.unwrap().len(), 20);
}

#[tokio::test]
async fn a_long_feed_is_read_to_its_end_and_pages_before_a_failure_are_kept() {
    let world = World::new();
    let (engine, connection, _) = world.ready().await;
    let stranger = RemoteDocument {
        message_id: "m".into(),
        entity_id: "чужой".into(),
    };
    world.office.desk(|desk| {
        desk.page_size = 10;
        desk.events = (0..95)
            .map(|number| event(&number.to_string(), "2026-11-21T10:05:00Z", &stranger))
            .collect();
    });
    world
        .office
        .desk(|desk| desk.feed_troubles = [Error::Broken("500".into())].into());
    let report = engine.sync_once(Some(connection)).await.unwrap();
    assert_eq!(
        report.connections[0].error.as_ref().unwrap().code(),
        Code::Operator("broken")
    );
    let report = engine.sync_once(Some(connection)).await.unwrap();
    assert_eq!(
        (
            report.connections[0].events_new,
            report.connections[0].error.clone()
        ),
        (95, None)
    );
    let report = engine.sync_once(Some(connection)).await.unwrap();
    assert_eq!(report.connections[0].events_new, 0);
}

#[tokio::test]
async fn a_feed_that_promises_more_and_stands_still_is_not_read_for_ever() {
    let world = World::new();
    let (engine, connection, _) = world.ready().await;
    world.office.desk(|desk| desk.stands_still = true);
    let report = engine.sync_once(Some(connection)).await.unwrap();
    assert_eq!(
        report.connections[0].error.as_ref().unwrap().code(),
        Code::Operator("malformed")
    );
    assert_eq!(world.office.calls("feed"), 1);
}

#[tokio::test]
async fn an_impossible_instant_neither_stops_the_feed_nor_outranks_later_reports() {
    let world = World::new();
    let (engine, connection, document) = world.ready().await;
    send(&engine, document).await.unwrap();
    engine.sync_once(None).await.unwrap();
    let remote = world.office.taken()[0].remote.clone();
    let mut absurd = signed("absurd", "9999-12-30T00:00:00Z", &remote);
    absurd.facts = vec![EventFact::Delivered];
    let ancient = event("ancient", "0001-01-01T00:00:00Z", &remote);
    engine
        .apply_page(connection, &page(vec![absurd, ancient]))
        .unwrap();
    world.pass(jiff::SignedDuration::from_secs(60));
    let mut rejected = signed("rejected", "2026-11-21T10:00:30Z", &remote);
    rejected.state.as_mut().unwrap().facets.their_signature = TheirSignature::Rejected;
    engine.apply_page(connection, &page(vec![rejected])).unwrap();
    assert_eq!(engine.card(document).await.unwrap().status, EdoStatus::Rejected);
}

#[tokio::test]
async fn a_second_document_of_our_name_is_not_taken_for_ours() {
    let world = World::new();
    let (engine, connection, document) = world.ready().await;
    send(&engine, document).await.unwrap();
    engine.sync_once(None).await.unwrap();
    let taken = world.office.taken().pop().unwrap();
    let other = RemoteDocument {
        message_id: "m".into(),
        entity_id: "двойник".into(),
    };
    let mut twin = signed("twin", "2026-11-21T10:05:00Z", &other);
    twin.custom_document_id = Some(taken.name);
    engine.apply_page(connection, &page(vec![twin])).unwrap();
    let card = engine.card(document).await.unwrap();
    assert_eq!(card.status, EdoStatus::Sending);
    assert_eq!(card.sendings[0].edo_document.remote, Some(taken.remote));
}

#[tokio::test]
async fn a_paper_that_the_operator_cannot_give_holds_up_no_news_and_a_line_that_is_down_loses_no_words() {
    let world = World::new();
    let (engine, _, document) = world.ready().await;
    send(&engine, document).await.unwrap();
    engine.sync_once(None).await.unwrap();
    let remote = world.office.taken()[0].remote.clone();
    let paper = RemoteDocument {
        entity_id: "paper".into(),
        ..remote.clone()
    };
    let gives = |answer: Error| {
        world
            .office
            .desk(|desk| desk.contents.insert("paper".into(), Err(answer)));
    };
    gives(Error::Offline("no route".into()));
    world.office.desk(|desk| {
        desk.events.push(ProviderEvent {
            actor: EventActor::Them,
            facts: vec![EventFact::AmendmentRequested("Нет договора".into())],
            ..event("asked", "2026-11-21T12:00:00Z", &remote)
        });
        desk.papers.push(ToldPaper {
            event_id: "asked".into(),
            document: remote.clone(),
            paper,
        });
    });
    let told = async || {
        let asked = EventFact::AmendmentRequested("Нет договора".into());
        let timeline = engine.card(document).await.unwrap().timeline;
        timeline.iter().any(|entry| entry.fact == asked)
    };
    let report = engine.sync_once(None).await.unwrap();
    assert!(report.connections[0].error.is_some());
    assert!(!told().await, "the page is read again when the line is back");
    gives(Error::Broken("500".into()));
    let report = engine.sync_once(None).await.unwrap();
    assert!(report.connections[0].error.is_none(), "{report:?}");
    assert!(told().await, "with the operator's words");
}
