//! The overview: days, ages, and who stands behind them.

use domain::facets::TheirSignature;
use domain::{EventActor, EventFact, FirmId};
use engine::ports::Clock;
use engine::{DayCounts, Engine, Overview, Period};
use jiff::SignedDuration;
use jiff::civil::Date;

use crate::visits::report;
use crate::world::{World, import, send};

fn busy(overview: &Overview) -> Vec<DayCounts> {
    let is_busy = |day: &&DayCounts| day.sent + day.signed + day.refused > 0;
    overview.days.iter().filter(is_busy).copied().collect()
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
    assert_eq!(now.days.len(), 7);
    assert_eq!(now.days.last().map(|day| day.day), Some(saturday));
    let sent = DayCounts {
        day: saturday,
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
    assert_eq!(later.days.len(), 30);
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

#[test]
fn only_four_periods_are_offered() {
    let offered: Vec<u32> = (0..400).filter(|days| Period::of_days(*days).is_some()).collect();
    assert_eq!(offered, [7, 30, 90, 365]);
}
