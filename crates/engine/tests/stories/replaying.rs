//! States are rebuilt from recorded events alone, whatever came in which order; old events lose their content, not their
//! meaning.

use domain::facets::{Delivery, OurSignature, TheirSignature};
use domain::{DocflowFacets, DocumentState, EdoStatus, ProviderEvent, RemoteDocument, Severity};
use engine::ReplayMode;
use jiff::{SignedDuration, Timestamp};

use crate::arrivals::page;
use crate::world::{World, event, import, send};

fn state(at: Timestamp, step: u64) -> DocumentState {
    DocumentState {
        as_of: at,
        facets: DocflowFacets {
            delivery: if step > 0 {
                Delivery::Delivered
            } else {
                Delivery::Sent
            },
            our_signature: OurSignature::Valid,
            their_signature: match step {
                0 | 1 => TheirSignature::Awaited,
                2 => TheirSignature::Signed,
                _ => TheirSignature::Confirmed,
            },
            ..DocflowFacets::default()
        },
        operator_status_text: format!("шаг {step}"),
        severity: Severity::Info,
    }
}

/// Four events; two of them tell of one instant.
fn life(remote: &RemoteDocument) -> Vec<ProviderEvent> {
    let start: Timestamp = "2026-11-21T10:00:00Z".parse().unwrap();
    (0..4_u64)
        .map(|step| {
            let at = start + SignedDuration::from_mins(i64::try_from(step / 2 * 7).unwrap());
            ProviderEvent {
                state: Some(state(at, step)),
                ..event(&format!("{}-{step}", remote.entity_id), &at.to_string(), remote)
            }
        })
        .collect()
}

#[tokio::test]
async fn whatever_came_in_which_order_the_rebuilt_states_are_the_kept_ones() {
    let world = World::new();
    let (engine, connection, first) = world.ready().await;
    let mut papers = vec![first];
    for number in 0..5 {
        papers.push(import(&engine, &(100 + number).to_string()).await);
    }
    for paper in &papers {
        send(&engine, *paper).await.unwrap();
    }
    engine.sync_once(None).await.unwrap();
    let orders: [&[usize]; 5] = [
        &[0, 1, 2, 3],
        &[3, 2, 1, 0],
        &[1, 0, 3, 3, 2],
        &[2],
        &[0, 3, 1, 0],
    ];
    for (taken, order) in world.office.taken().iter().zip(orders) {
        for step in order {
            let event = life(&taken.remote)[*step].clone();
            engine.apply_page(connection, &page(vec![event], vec![])).unwrap();
        }
    }
    // An answer to our own question counts too.
    let asked = world.office.taken()[5].remote.clone();
    let told = state("2026-11-21T11:00:00Z".parse().unwrap(), 2);
    world.office.desk(|desk| desk.states.push((asked, told)));
    world.pass(SignedDuration::from_hours(25));
    engine.sync_once(None).await.unwrap();
    assert_eq!(
        engine.card(papers[5]).await.unwrap().status,
        EdoStatus::SignedByThem
    );

    let replayed = engine.replay(ReplayMode::Compare).await.unwrap();
    assert_eq!(replayed.lives, 6);
    assert_eq!(
        (replayed.different, &replayed.shown),
        (0, &vec![]),
        "{replayed:?}"
    );
    assert_eq!(engine.replay(ReplayMode::Repair).await.unwrap(), replayed);
}

#[tokio::test]
async fn a_state_that_no_event_tells_is_named_and_mended() {
    let world = World::new();
    let (engine, connection, paper) = world.ready().await;
    send(&engine, paper).await.unwrap();
    engine.sync_once(None).await.unwrap();
    let remote = world.office.taken()[0].remote.clone();
    engine
        .apply_page(connection, &page(life(&remote), vec![]))
        .unwrap();
    let kept = engine.card(paper).await.unwrap();
    assert_eq!(kept.status, EdoStatus::Completed);
    let life = kept.sendings[0].edo_document.id;
    drop(engine);

    let store = world.store();
    let wrong = state("2026-11-21T10:00:00Z".parse().unwrap(), 1);
    store.write(|w| w.set_state(life, &wrong)).unwrap();
    drop(store);

    let engine = world.open();
    let replayed = engine.replay(ReplayMode::Compare).await.unwrap();
    assert_eq!(replayed.different, 1);
    assert_eq!(
        (replayed.shown[0].kept, replayed.shown[0].rebuilt),
        (EdoStatus::TheirSignaturePending, EdoStatus::Completed)
    );
    engine.replay(ReplayMode::Repair).await.unwrap();
    assert_eq!(engine.card(paper).await.unwrap().status, EdoStatus::Completed);
    assert_eq!(engine.replay(ReplayMode::Compare).await.unwrap().different, 0);
}
