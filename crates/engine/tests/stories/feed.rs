//! The feed: twice, in any order, half known, hostile — and the state is the same.

use std::collections::{BTreeMap, BTreeSet};

use connect::Error;
use connect::edo::FeedPage;
use domain::facets::{
    Amendment, Approval, Delivery, FixationCancellation, Marking, OurSignature, Receipt, Revocation, Roaming,
    TheirSignature,
};
use domain::{
    ConnectionId, DocflowFacets, DocumentId, DocumentState, EdoStatus, EventActor, EventFact, Obligation,
    ProviderEvent, RemoteDocument, Severity,
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

fn one<T: Clone>(dice: &Dice, of: &[T]) -> T {
    of[dice.below(of.len())].clone()
}

/// What a report may say: every facet by which something is owed, whatever way it came.
fn facets(dice: &Dice) -> DocflowFacets {
    let receipts = [
        Receipt::NotRequired,
        Receipt::Awaited,
        Receipt::Required,
        Receipt::Finished,
    ];
    DocflowFacets {
        delivery: one(
            dice,
            &[
                Delivery::Sent,
                Delivery::Delivered,
                Delivery::Unknown("OnTheMoon".into()),
            ],
        ),
        our_signature: one(
            dice,
            &[OurSignature::Required, OurSignature::Valid, OurSignature::Valid],
        ),
        their_signature: one(
            dice,
            &[
                TheirSignature::NotRequired,
                TheirSignature::Awaited,
                TheirSignature::Signed,
                TheirSignature::Confirmed,
                TheirSignature::Rejected,
            ],
        ),
        receipt: one(dice, &receipts),
        answer_receipt: one(dice, &receipts),
        amendment_receipt: one(dice, &receipts),
        amendment: one(
            dice,
            &[Amendment::None, Amendment::Requested, Amendment::Answered],
        ),
        revocation: one(
            dice,
            &[
                Revocation::None,
                Revocation::None,
                Revocation::RequestedByUs,
                Revocation::RequestedByThem,
                Revocation::Rejected,
                Revocation::Accepted,
            ],
        ),
        roaming: one(dice, &[Roaming::None, Roaming::Delivered]),
        marking: one(
            dice,
            &[
                Marking::None,
                Marking::Pending,
                Marking::Accepted,
                Marking::Failed,
            ],
        ),
        fixation_cancellation: one(
            dice,
            &[
                FixationCancellation::None,
                FixationCancellation::Required,
                FixationCancellation::Signed,
            ],
        ),
        approval: one(dice, &[Approval::None, Approval::Pending]),
        ..DocflowFacets::default()
    }
}

/// Every kind of thing that a side, the operator or another system tells.
fn fact(dice: &Dice) -> EventFact {
    let words = || "слова".to_owned();
    one(
        dice,
        &[
            EventFact::Posted,
            EventFact::Delivered,
            EventFact::Signed,
            EventFact::Titled,
            EventFact::Rejected(words()),
            EventFact::ReceiptNotice,
            EventFact::AmendmentRequested(words()),
            EventFact::RevocationRequested(words()),
            EventFact::RevocationAccepted,
            EventFact::RevocationRejected(words()),
            EventFact::OperatorConfirmation,
            EventFact::Message(words()),
            EventFact::AuthorityAsked(words()),
            EventFact::ShipmentFixationCancelled,
            EventFact::Roaming(words()),
            EventFact::Outer(words()),
            EventFact::Other("UniversalMessage 5150".into()),
        ],
    )
}

/// Random histories of some documents, many events at the same second, some about documents of others.
fn histories(dice: &Dice, known: &[(RemoteDocument, uuid::Uuid)], count: usize) -> Vec<ProviderEvent> {
    let history = |number: usize| {
        let stranger = dice.below(10) == 0;
        let (remote, name) = one(dice, known);
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
            facts: vec![fact(dice)],
            state: (dice.below(5) > 0).then(|| DocumentState {
                as_of: at,
                facets: facets(dice),
                operator_status_text: format!("слова {}", dice.below(4)),
                severity: Severity::Info,
            }),
            remote,
            actor: one(dice, &[EventActor::Operator, EventActor::Us, EventActor::Them]),
            moved: None,
        }
    };
    (0..count).map(history).collect()
}

/// What a person sees of a document.
#[derive(PartialEq)]
struct Seen {
    status: (EdoStatus, Timestamp),
    state: Option<DocumentState>,
    timeline: Vec<String>,
    owed: Vec<Obligation>,
}

type Picture = BTreeMap<DocumentId, Seen>;

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
        let sending = &card.sendings[0];
        let seen = Seen {
            status: (card.status, card.status_since),
            state: sending.edo_document.state.clone(),
            timeline,
            owed: sending.obligations.clone(),
        };
        picture.insert(document, seen);
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
            .all(|seen| seen.state.is_some() && seen.timeline.len() > 50)
    );
    let owed: BTreeSet<_> = pictures[0]
        .values()
        .flat_map(|seen| &seen.owed)
        .map(|one| one.kind)
        .collect();
    assert!(owed.len() > 5, "{owed:?}");
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
