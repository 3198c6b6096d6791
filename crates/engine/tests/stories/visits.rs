//! «С пятницы»: the person comes back and is told what became of the documents.

use domain::facets::{Delivery, TheirSignature};
use domain::{
    DocflowFacets, DocumentId, DocumentState, EdoStatus, EventActor, EventFact, ProviderEvent,
    RemoteDocument, Severity,
};
use engine::{Away, Engine};
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

/// Two documents that lie before the other side on Friday: the second of them, and what the operator calls both.
async fn sent_on_friday(
    world: &World,
    engine: &Engine,
    first: DocumentId,
) -> (DocumentId, Vec<RemoteDocument>) {
    let second = import(engine, "16").await;
    for document in [first, second] {
        send(engine, document).await.unwrap();
    }
    engine.sync_once(None).await.unwrap();
    let taken = world.office.taken();
    let remotes: Vec<_> = taken.into_iter().map(|taken| taken.remote).collect();
    let posted = remotes.iter().enumerate().map(|(number, remote)| {
        let fact = (EventActor::Us, EventFact::Posted);
        let id = format!("ушёл-{number}");
        report(&id, "2026-11-21T10:01:00Z", remote, fact, TheirSignature::Awaited)
    });
    hears(world, engine, posted.collect()).await;
    (second, remotes)
}

/// The operator tells this.
async fn hears(world: &World, engine: &Engine, events: Vec<ProviderEvent>) {
    world.office.desk(|desk| desk.events.extend(events));
    engine.sync_once(None).await.unwrap();
}

#[tokio::test]
async fn on_monday_the_clerk_is_told_what_the_other_side_did_since_friday_and_nothing_of_their_own_acts() {
    use EventActor::{Them, Us};
    let world = World::new();
    let (engine, _, first) = world.ready().await;
    let (second, remotes) = sent_on_friday(&world, &engine, first).await;
    assert_eq!(
        engine.away().await.unwrap(),
        Away::default(),
        "nobody has left yet"
    );

    world.pass(SignedDuration::from_hours(8));
    engine.leave().await.unwrap();
    let friday = engine.away().await.unwrap();
    let since = friday.since.map(|at| at.to_string());
    assert_eq!(
        (since.as_deref(), friday.changes.len()),
        (Some("2026-11-21T18:00:00Z"), 0)
    );

    world.pass(SignedDuration::from_hours(60));
    let third = import(&engine, "17").await;
    send(&engine, third).await.unwrap();
    engine.sync_once(None).await.unwrap();
    let third_remote = world.office.taken()[2].remote.clone();
    let no = EventFact::Rejected("Не та сумма".into());
    let yes = (Them, EventFact::Signed);
    let (posted, awaited) = ((Us, EventFact::Posted), TheirSignature::Awaited);
    let news = vec![
        report(
            "да",
            "2026-11-21T17:59:00Z",
            &remotes[0],
            yes.clone(),
            TheirSignature::Signed,
        ),
        report(
            "нет",
            "2026-11-23T07:00:00Z",
            &remotes[1],
            (Them, no),
            TheirSignature::Rejected,
        ),
        report("наш", "2026-11-24T06:00:00Z", &third_remote, posted, awaited),
    ];
    hears(&world, &engine, news).await;
    let monday = engine.away().await.unwrap();
    let pending = Some(EdoStatus::TheirSignaturePending);
    assert_eq!(
        told(&monday),
        [
            ("16", pending, EdoStatus::Rejected),
            ("15", pending, EdoStatus::SignedByThem)
        ],
        "what was signed a minute before leaving was heard of afterwards"
    );
    let change = &monday.changes[0];
    assert_eq!(change.document, second);
    assert_eq!(change.other_side.as_deref(), Some("ООО «Кедровая роща»"));
    assert!(change.title.contains("№ 16 от 21.11.2026"), "{}", change.title);
    assert_eq!(
        monday.counts,
        [(EdoStatus::Rejected, 1), (EdoStatus::SignedByThem, 1)]
    );
    assert!(!monday.is_more);

    let signed = report(
        "подпись",
        "2026-11-24T06:05:00Z",
        &third_remote,
        yes,
        TheirSignature::Signed,
    );
    hears(&world, &engine, vec![signed]).await;
    let later = engine.away().await.unwrap();
    let newest = told(&later)[0];
    assert_eq!(
        newest,
        ("17", None, EdoStatus::SignedByThem),
        "it was not there on Friday"
    );
    engine.leave().await.unwrap();
    assert_eq!(engine.away().await.unwrap().changes, []);
}
