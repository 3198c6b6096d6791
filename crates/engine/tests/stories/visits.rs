//! «С пятницы»: the person comes back and is told what became of the documents.

use domain::facets::{Delivery, TheirSignature};
use domain::{
    DocflowFacets, DocumentState, EdoStatus, EventActor, EventFact, ProviderEvent, RemoteDocument, Severity,
};
use engine::Away;
use jiff::SignedDuration;

use crate::world::{World, event, import, send};

/// What the operator tells of a document, by whom it was done.
pub fn report(
    id: &str,
    at: &str,
    remote: &RemoteDocument,
    (actor, fact): (EventActor, EventFact),
    their_signature: TheirSignature,
) -> ProviderEvent {
    ProviderEvent {
        actor,
        facts: vec![fact],
        state: Some(DocumentState {
            as_of: at.parse().unwrap(),
            facets: DocflowFacets {
                delivery: Delivery::Delivered,
                their_signature,
                ..DocflowFacets::default()
            },
            operator_status_text: String::new(),
            severity: Severity::Info,
        }),
        ..event(id, at, remote)
    }
}

fn told(away: &Away) -> Vec<(&str, Option<EdoStatus>, EdoStatus)> {
    let changes = away.changes.iter();
    changes
        .map(|one| (one.number.as_str(), one.from, one.to))
        .collect()
}

#[tokio::test]
async fn on_monday_the_clerk_is_told_what_the_other_side_did_since_friday_and_nothing_of_their_own_acts() {
    use EventActor::{Them, Us};
    let world = World::new();
    let (engine, _, first) = world.ready().await;
    let second = import(&engine, "16").await;
    for document in [first, second] {
        send(&engine, document).await.unwrap();
    }
    engine.sync_once(None).await.unwrap();
    let remotes: Vec<_> = world
        .office
        .taken()
        .into_iter()
        .map(|taken| taken.remote)
        .collect();
    let awaited = TheirSignature::Awaited;
    world.office.desk(|desk| {
        desk.events = remotes
            .iter()
            .enumerate()
            .map(|(number, remote)| {
                let id = format!("ушёл-{number}");
                report(
                    &id,
                    "2026-11-21T10:01:00Z",
                    remote,
                    (Us, EventFact::Posted),
                    awaited.clone(),
                )
            })
            .collect();
    });
    engine.sync_once(None).await.unwrap();
    assert_eq!(
        engine.away().await.unwrap(),
        Away::default(),
        "nobody has left yet"
    );

    world.pass(SignedDuration::from_hours(8));
    engine.leave().await.unwrap();
    let friday = engine.away().await.unwrap();
    assert_eq!(
        (
            friday.since.map(|at| at.to_string()).as_deref(),
            friday.changes.len()
        ),
        (Some("2026-11-21T18:00:00Z"), 0)
    );

    world.pass(SignedDuration::from_hours(60));
    let third = import(&engine, "17").await;
    send(&engine, third).await.unwrap();
    engine.sync_once(None).await.unwrap();
    let third_remote = world.office.taken()[2].remote.clone();
    let no = EventFact::Rejected("Не та сумма".into());
    world.office.desk(|desk| {
        desk.events.extend([
            report(
                "да",
                "2026-11-21T17:59:00Z",
                &remotes[0],
                (Them, EventFact::Signed),
                TheirSignature::Signed,
            ),
            report(
                "нет",
                "2026-11-23T07:00:00Z",
                &remotes[1],
                (Them, no),
                TheirSignature::Rejected,
            ),
            report(
                "наш",
                "2026-11-24T06:00:00Z",
                &third_remote,
                (Us, EventFact::Posted),
                awaited,
            ),
        ]);
    });
    engine.sync_once(None).await.unwrap();
    let monday = engine.away().await.unwrap();
    assert_eq!(
        told(&monday),
        [
            ("16", Some(EdoStatus::TheirSignaturePending), EdoStatus::Rejected),
            (
                "15",
                Some(EdoStatus::TheirSignaturePending),
                EdoStatus::SignedByThem
            ),
        ],
        "what was signed a minute before leaving was heard of afterwards"
    );
    assert_eq!(monday.changes[0].document, second);
    assert_eq!(
        monday.changes[0].other_side.as_deref(),
        Some("ООО «Кедровая роща»")
    );
    assert!(
        monday.changes[0].title.contains("№ 16 от 21.11.2026"),
        "{}",
        monday.changes[0].title
    );
    assert_eq!(
        monday.counts,
        [(EdoStatus::Rejected, 1), (EdoStatus::SignedByThem, 1)]
    );
    assert!(!monday.is_more);

    world.office.desk(|desk| {
        desk.events.extend([report(
            "подпись",
            "2026-11-24T06:05:00Z",
            &third_remote,
            (Them, EventFact::Signed),
            TheirSignature::Signed,
        )]);
    });
    engine.sync_once(None).await.unwrap();
    let later = engine.away().await.unwrap();
    assert_eq!(
        told(&later)[0],
        ("17", None, EdoStatus::SignedByThem),
        "it was not there on Friday"
    );
    engine.leave().await.unwrap();
    assert_eq!(engine.away().await.unwrap().changes, []);
}
