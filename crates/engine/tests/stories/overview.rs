//! The overview: days, ages, and who stands behind them.

use domain::facets::TheirSignature;
use domain::{EventActor, EventFact, FirmId};
use engine::ports::Clock;
use engine::{Bar, Code, DocumentQuery, Engine, Happened, Order, Overview, Period, Sort, SortBy, Step};
use jiff::SignedDuration;
use jiff::civil::Date;

use crate::visits::report;
use crate::world::{World, import, send};

fn busy(overview: &Overview) -> Vec<Bar> {
    let is_busy = |bar: &&Bar| bar.sent + bar.signed + bar.refused > 0;
    overview.bars.iter().filter(is_busy).copied().collect()
}

fn ages(overview: &Overview) -> Vec<(u32, Option<u32>, u64)> {
    let ages = overview.waiting.iter();
    ages.map(|age| (age.from_days, age.to_days, age.count)).collect()
}

async fn two_sent_on_saturday(world: &World) -> (Engine, Date) {
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
    world.office.desk(|desk| {
        let posted = |(number, remote): (usize, &_)| {
            let ours = (EventActor::Us, EventFact::Posted);
            report(
                &format!("ушёл-{number}"),
                "2026-11-21T10:00:00Z",
                remote,
                ours,
                TheirSignature::Awaited,
            )
        };
        desk.events = remotes.iter().enumerate().map(posted).collect();
    });
    engine.sync_once(None).await.unwrap();
    (engine, world.watch.today())
}

#[tokio::test]
async fn a_waiting_document_grows_older_and_leaves_the_ages_when_the_other_side_answers() {
    let world = World::new();
    let (engine, saturday) = two_sent_on_saturday(&world).await;
    let now = engine.overview(None, Period::Week).await.unwrap();
    assert_eq!(now.bars.len(), 7);
    assert_eq!(now.bars.last().map(|bar| bar.to), Some(saturday));
    let sent = Bar {
        from: saturday,
        to: saturday,
        sent: 2,
        signed: 0,
        refused: 0,
    };
    assert_eq!(busy(&now), [sent]);
    let spans = [
        (0, Some(2)),
        (3, Some(6)),
        (7, Some(13)),
        (14, Some(29)),
        (30, None),
    ];
    let standing = |counts: [u64; 5]| {
        spans
            .iter()
            .zip(counts)
            .map(|(span, count)| (span.0, span.1, count))
            .collect::<Vec<_>>()
    };
    assert_eq!(ages(&now), standing([2, 0, 0, 0, 0]));

    world.pass(SignedDuration::from_hours(9 * 24));
    let remote = world.office.taken()[0].remote.clone();
    world.office.desk(|desk| {
        let no = (EventActor::Them, EventFact::Rejected("Не та сумма".into()));
        desk.events.extend([report(
            "нет",
            "2026-11-30T09:00:00Z",
            &remote,
            no,
            TheirSignature::Rejected,
        )]);
    });
    engine.sync_once(None).await.unwrap();
    let later = engine.overview(None, Period::Month).await.unwrap();
    assert_eq!(later.bars.len(), 30);
    assert_eq!(ages(&later), standing([0, 0, 1, 0, 0]));
    let told: Vec<_> = busy(&later)
        .iter()
        .map(|day| (day.sent, day.signed, day.refused))
        .collect();
    assert_eq!(told, [(2, 0, 0), (0, 0, 1)]);
    let waiting = &later.waiting_by_side;
    assert_eq!(waiting.len(), 1);
    assert_eq!(
        (
            waiting[0].name.as_str(),
            waiting[0].count,
            waiting[0].oldest_days,
            waiting[0].counterparty.is_some()
        ),
        ("ООО «Кедровая роща»", 1, 9, true)
    );
    assert_eq!(
        (later.refusals[0].name.as_str(), later.refusals[0].count),
        ("ООО «Кедровая роща»", 1)
    );
    let firm: FirmId = engine.firms().await.unwrap()[0].id;
    assert_eq!(engine.overview(Some(firm), Period::Month).await.unwrap(), later);
    let nobodys = engine.overview(Some(FirmId(404)), Period::Month).await.unwrap();
    assert_eq!(
        (busy(&nobodys), nobodys.refusals, nobodys.waiting_by_side),
        (vec![], vec![], vec![])
    );
    let week = engine.overview(None, Period::Week).await.unwrap();
    assert_eq!(
        busy(&week).iter().map(|day| day.sent).sum::<u64>(),
        0,
        "Saturday is more than a week ago"
    );
}

/// How many documents the registry shows for each count of a bar.
async fn found_behind(engine: &Engine, bar: &Bar) -> [u64; 3] {
    let mut found = [0; 3];
    for (step, count) in Step::ALL.into_iter().zip(&mut found) {
        let query = DocumentQuery {
            happened: Some(Happened {
                step,
                from: Some(engine.first_hour_of(bar.from)),
                before: Some(engine.first_hour_of(bar.to.tomorrow().unwrap())),
            }),
            ..DocumentQuery::default()
        };
        *count = engine
            .document_totals(query, Vec::new(), 100)
            .await
            .unwrap()
            .count;
    }
    found
}

#[tokio::test]
async fn every_bar_counts_the_documents_that_the_registry_shows_for_it() {
    let world = World::new();
    let (engine, _) = two_sent_on_saturday(&world).await;
    let remotes: Vec<_> = world
        .office
        .taken()
        .into_iter()
        .map(|taken| taken.remote)
        .collect();
    // Both are refused on Monday; the first is sent anew on the same day and refused once more on Wednesday.
    let refused = |name: &str, at: &str, remote: &_| {
        let no = (EventActor::Them, EventFact::Rejected("Не та сумма".into()));
        report(name, at, remote, no, TheirSignature::Rejected)
    };
    world.pass(SignedDuration::from_hours(2 * 24));
    world.office.desk(|desk| {
        desk.events.extend([
            refused("нет-1", "2026-11-23T08:00:00Z", &remotes[0]),
            refused("нет-2", "2026-11-23T09:00:00Z", &remotes[1]),
        ]);
    });
    engine.sync_once(None).await.unwrap();
    let first = engine
        .registry(
            DocumentQuery {
                limit: 10,
                ..DocumentQuery::default()
            },
            None,
            |page| page.rows,
        )
        .await
        .unwrap()
        .iter()
        .map(|row| row.row.id)
        .min()
        .unwrap();
    send(&engine, first).await.unwrap();
    engine.sync_once(None).await.unwrap();
    let again = world.office.taken().last().unwrap().remote.clone();
    world.pass(SignedDuration::from_hours(2 * 24));
    world.office.desk(|desk| {
        let ours = (EventActor::Us, EventFact::Posted);
        let posted = report(
            "ушёл-снова",
            "2026-11-23T10:00:00Z",
            &again,
            ours,
            TheirSignature::Awaited,
        );
        desk.events
            .extend([posted, refused("нет-3", "2026-11-25T08:00:00Z", &again)]);
    });
    engine.sync_once(None).await.unwrap();
    let mut by_grain = Vec::new();
    for period in [Period::Week, Period::Quarter, Period::Year] {
        let bars = busy(&engine.overview(None, period).await.unwrap());
        for bar in &bars {
            let counted = [bar.sent, bar.signed, bar.refused];
            assert_eq!(counted, found_behind(&engine, bar).await, "{period:?} {bar:?}");
        }
        by_grain.push(bars.iter().map(|bar| (bar.sent, bar.refused)).collect::<Vec<_>>());
    }
    // By the day, by the week (Saturday stands in the one before), by the month.
    assert_eq!(
        by_grain,
        [vec![(2, 0), (1, 2), (0, 1)], vec![(2, 0), (1, 2)], vec![(2, 2)]]
    );
    let year = engine.overview(None, Period::Year).await.unwrap();
    assert_eq!(year.refusals[0].count, 2, "documents, not sendings");
}

#[test]
fn only_four_periods_are_offered() {
    let offered: Vec<u32> = (0..400).filter(|days| Period::of_days(*days).is_some()).collect();
    assert_eq!(offered, [7, 30, 90, 365]);
}

#[tokio::test]
async fn a_question_that_fails_is_not_told_as_given_up() {
    let world = World::new();
    let (engine, _) = two_sent_on_saturday(&world).await;
    let by_number = Order::from(Sort {
        by: SortBy::Number,
        descending: false,
    });
    let first = DocumentQuery {
        sort: by_number,
        limit: 1,
        ..DocumentQuery::default()
    };
    let after = engine.registry(first, None, |page| page.next).await.unwrap();
    assert!(after.is_some());
    // A place in one order is none in another.
    let astray = DocumentQuery {
        after,
        limit: 1,
        ..DocumentQuery::default()
    };
    let error = engine
        .registry(astray, Some("registry"), |page| page.rows.len())
        .await
        .unwrap_err();
    assert_ne!(error.code(), Code::WorkCancelled);
}
