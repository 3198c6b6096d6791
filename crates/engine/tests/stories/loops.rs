//! The background at work. Waits are for what the engine tells, bounded in time; nothing sleeps to be lucky.

use std::time::{Duration, Instant};

use domain::{DocumentId, EdoStatus};
use engine::{Changes, Engine};

use crate::operator::Delivery;
use crate::world::{World, credentials, import, send};

async fn until(engine: &Engine, changes: &mut Changes, document: DocumentId, wanted: EdoStatus) {
    let waiting = async {
        while engine.card(document).await.unwrap().status != wanted {
            changes.next().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), waiting)
        .await
        .expect("never came so far");
}

async fn until_health(engine: &Engine, changes: &mut Changes, wanted: &str) {
    let waiting = async {
        while engine.connections().await.unwrap()[0]
            .health
            .as_ref()
            .unwrap()
            .code
            != wanted
        {
            changes.next().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), waiting)
        .await
        .expect("never came so far");
}

#[tokio::test]
async fn a_paper_leaves_by_itself_and_the_end_is_in_good_order() {
    let world = World::new();
    let (engine, _, document) = world.ready().await;
    let mut changes = engine.changes();
    let loops = engine.run();
    send(&engine, document).await.unwrap();
    until(&engine, &mut changes, document, EdoStatus::Sending).await;
    loops.stop().await;
    assert_eq!(world.office.taken().len(), 1);
    drop(engine);
    world.open();
}

#[tokio::test]
async fn a_connection_made_while_the_background_runs_is_taken_care_of() {
    let world = World::new();
    let engine = world.open();
    let mut changes = engine.changes();
    let loops = engine.run();
    engine.connect(world.request("golubka")).await.unwrap();
    let document = import(&engine, "15").await;
    let waiting = async {
        while send(&engine, document).await.is_err() {
            changes.next().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), waiting)
        .await
        .expect("partners were never read");
    until(&engine, &mut changes, document, EdoStatus::Sending).await;
    loops.stop().await;
}

#[tokio::test]
async fn a_refused_password_is_knocked_with_once_until_a_person_acts() {
    let world = World::new();
    let (engine, connection, document) = world.ready().await;
    world.office.desk(|desk| desk.password = "новый".into());
    let mut changes = engine.changes();
    let loops = engine.run();
    until_health(&engine, &mut changes, "unauthorized").await;
    let knocks = world.office.desk(|desk| desk.calls.len());
    world.pass(jiff::SignedDuration::from_hours(5));
    send(&engine, document).await.unwrap();
    let other = import(&engine, "16").await;
    send(&engine, other).await.unwrap();
    until(&engine, &mut changes, other, EdoStatus::Queued).await;
    assert_eq!(
        world.office.desk(|desk| desk.calls.len()),
        knocks,
        "nobody knocked"
    );
    let request = engine::ConnectRequest {
        id: Some(connection),
        credentials: credentials("новый"),
        ..world.request("golubka")
    };
    engine.connect(request).await.unwrap();
    until(&engine, &mut changes, document, EdoStatus::Sending).await;
    until(&engine, &mut changes, other, EdoStatus::Sending).await;
    loops.stop().await;
    assert_eq!(world.office.taken().len(), 2);
    let told = world.desktop.0.lock().unwrap().clone();
    let calls = told
        .iter()
        .filter(|one| one.title.starts_with("Обмен остановлен: "));
    assert_eq!(calls.count(), 1, "{told:?}");
}

#[tokio::test]
async fn a_press_of_the_button_looks_at_the_feed_at_once() {
    let world = World::new();
    let (engine, _, document) = world.ready().await;
    world
        .office
        .plan(Delivery::TakenBut(connect::Error::Timeout("no answer".into())));
    let mut changes = engine.changes();
    let loops = engine.run();
    send(&engine, document).await.unwrap();
    until(&engine, &mut changes, document, EdoStatus::SendUnknown).await;
    engine.refresh(None).await.unwrap();
    until(&engine, &mut changes, document, EdoStatus::Sending).await;
    loops.stop().await;
    assert_eq!(world.office.calls("deliver"), 1);
}

#[tokio::test]
async fn changes_are_gathered_to_four_a_second() {
    let world = World::new();
    let engine = world.open();
    let mut changes = engine.changes();
    let first = import(&engine, "1").await;
    assert_eq!(
        changes.next().await.documents.into_iter().collect::<Vec<_>>(),
        [first]
    );
    let told = Instant::now();
    let mut imported = Vec::new();
    for number in 2..12 {
        imported.push(import(&engine, &number.to_string()).await);
    }
    let mut heard = Vec::new();
    let mut times = 0;
    while heard.len() < imported.len() {
        heard.extend(changes.next().await.documents);
        times += 1;
    }
    assert_eq!(heard, imported);
    let quarters = told.elapsed().as_millis() / 240;
    assert!(
        times <= quarters,
        "{times} changes in {quarters} quarters of a second"
    );
}
