//! «Уведомления» and «Расписание»: quiet hours hold the desktop back and lose nothing, names stay inside the program, a
//! stopped exchange stays stopped.

use std::sync::Arc;
use std::time::Duration;

use domain::{DocumentId, EdoStatus};
use engine::ports::{Clock, Notification, Opens};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use testkit::{CEDAR_GROVE, Clerk, Computer, POLAR_STAR, Partner, TestClock, utd_numbered};

/// Documents at the other side.
async fn sent(clerk: &Clerk, count: usize) -> Vec<DocumentId> {
    let mut sent = Vec::new();
    let files = (600..600 + count).map(utd_numbered).collect();
    for outcome in clerk.engine.import(files).await {
        let document = outcome.result.unwrap().document;
        clerk.sends(document).await;
        sent.push(document);
    }
    clerk.refreshes().await;
    sent
}

async fn the_other_side_signs(partner: &Partner, clerk: &Clerk, documents: &[DocumentId]) {
    for document in documents {
        let (message, entity) = clerk.remote(*document).await;
        partner.counterparty_signs(CEDAR_GROVE, &message, &entity).await;
    }
}

async fn chooses(clerk: &Clerk, change: impl FnOnce(&mut Value)) {
    let mut settings = clerk.rpc("notices.settings", json!({})).await;
    change(&mut settings);
    clerk.rpc("notices.save_settings", settings).await;
}

async fn listed(clerk: &Clerk) -> Vec<Value> {
    let list = clerk.rpc("notices.list", json!({})).await;
    list["notices"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn quiet_hours_hold_the_desktop_back_over_a_restart_and_then_tell_everything_once_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let (computer, partner) = (Computer::new(), Partner::start().await);
    let clock = TestClock::at(Timestamp::now());
    let ports = || computer.ports_with_clock(Arc::clone(&clock) as Arc<dyn Clock>);
    let clerk = Clerk::opens(folder.path(), ports());
    clerk.connects(&partner, POLAR_STAR).await;
    let documents = sent(&clerk, 12).await;
    let wall = clock.local();
    let hour = |hours: i64| wall.time().wrapping_add(SignedDuration::from_hours(hours));
    let (from, to) = (
        hour(-1).strftime("%H:%M").to_string(),
        hour(2).strftime("%H:%M").to_string(),
    );
    chooses(&clerk, |settings| {
        settings["quiet"] = json!({ "from": from, "to": to, "days": vec![true; 7] });
    })
    .await;

    the_other_side_signs(&partner, &clerk, &documents).await;
    clerk.refreshes().await;
    assert_eq!(computer.notifications.all(), [], "the desktop is left alone");
    assert_eq!(listed(&clerk).await.len(), 12, "the list is not");
    drop(clerk);
    let clerk = Clerk::opens(folder.path(), ports());
    clerk.refreshes().await;
    assert_eq!(computer.notifications.all(), []);

    clock.advance(Duration::from_secs(3 * 60 * 60));
    clerk.refreshes().await;
    clerk.refreshes().await;
    let shown = computer.notifications.all();
    let [
        Notification {
            title, body, opens, ..
        },
    ] = shown.as_slice()
    else {
        panic!("one window: {shown:?}");
    };
    assert_eq!(title, "12 документов подписано");
    assert!(!body.contains("Кедровая"), "{body}");
    let Opens::Documents { statuses, since } = opens else {
        panic!("the documents are opened: {opens:?}");
    };
    assert!(statuses.contains(&EdoStatus::SignedByThem));
    let filter = json!({
        "filter": { "statuses": statuses.iter().map(|status| status.code()).collect::<Vec<_>>(), "status_since_from": since.to_string() }
    });
    let rows = clerk.rpc("documents.list", filter).await;
    assert_eq!(
        rows["rows"].as_array().unwrap().len(),
        12,
        "just those that were signed"
    );
    assert_eq!(listed(&clerk).await.len(), 12);
}

#[tokio::test(flavor = "multi_thread")]
async fn names_and_sums_come_to_the_desktop_only_where_they_are_allowed() {
    let folder = tempfile::tempdir().unwrap();
    let (computer, partner) = (Computer::new(), Partner::start().await);
    let clerk = Clerk::opens(folder.path(), computer.ports());
    clerk.connects(&partner, POLAR_STAR).await;
    let documents = sent(&clerk, 2).await;
    let (first, second) = documents.split_at(1);
    the_other_side_signs(&partner, &clerk, first).await;
    clerk.refreshes().await;
    chooses(&clerk, |settings| settings["wording"] = json!("named")).await;
    the_other_side_signs(&partner, &clerk, second).await;
    clerk.refreshes().await;

    let shown = computer.notifications.all();
    assert_eq!(shown.len(), 2, "{shown:?}");
    assert_eq!(shown[0].opens, Opens::Document(first[0]));
    assert!(shown[0].body.starts_with("УПД № "), "{}", shown[0].body);
    for told in ["Кедровая роща", "₽"] {
        assert!(!shown[0].body.contains(told), "{}", shown[0].body);
        assert!(shown[1].body.contains(told), "{}", shown[1].body);
    }
    let rows = listed(&clerk).await;
    assert!(
        rows.iter()
            .all(|row| row["body"].as_str().unwrap().contains("Кедровая роща")),
        "the list lies inside the program: {rows:#?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_does_not_want_to_hear_comes_neither_to_the_desktop_nor_into_the_list() {
    let folder = tempfile::tempdir().unwrap();
    let (computer, partner) = (Computer::new(), Partner::start().await);
    let clerk = Clerk::opens(folder.path(), computer.ports());
    clerk.connects(&partner, POLAR_STAR).await;
    let documents = sent(&clerk, 2).await;
    chooses(&clerk, |settings| {
        for choice in settings["kinds"].as_array_mut().unwrap() {
            choice["is_told"] = json!(choice["kind"] != "signed");
        }
    })
    .await;
    the_other_side_signs(&partner, &clerk, &documents[..1]).await;
    let (message, entity) = clerk.remote(documents[1]).await;
    partner
        .counterparty_refuses(CEDAR_GROVE, &message, &entity, "Не та цена")
        .await;
    clerk.refreshes().await;
    assert_eq!(clerk.status(documents[0]).await, "Подписан контрагентом");
    assert_eq!(computer.notifications.titles(), ["Контрагент отказал в подписи"]);
    assert_eq!(listed(&clerk).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exchange_that_was_stopped_stays_so_over_a_restart_and_goes_on_where_it_stood() {
    let folder = tempfile::tempdir().unwrap();
    let (computer, partner) = (Computer::new(), Partner::start().await);
    let clerk = Clerk::opens(folder.path(), computer.ports());
    let connection = clerk.connects(&partner, POLAR_STAR).await;
    clerk.rpc("schedule.stop", json!({ "id": connection.0 })).await;
    let utd = clerk.imports("utd_schfdop_503.xml").await;
    clerk.sends(utd).await;
    clerk.refreshes().await;
    drop(clerk);

    let clerk = Clerk::opens(folder.path(), computer.ports());
    let loops = clerk.engine.run();
    clerk.engine.refresh(None).await.unwrap();
    clerk.refreshes().await;
    assert_eq!(clerk.status(utd).await, "В очереди");
    assert_eq!(partner.ledger().await.len(), 0, "nothing left us");
    let job = clerk.rpc("schedule.get", json!({})).await["jobs"][0].clone();
    assert!(
        job["stopped_at"].is_string() && job["next_run_at"].is_null(),
        "{job:#}"
    );

    let mut changes = clerk.engine.changes();
    clerk.rpc("schedule.resume", json!({ "id": connection.0 })).await;
    let goes_on = async {
        while clerk.status(utd).await == "В очереди" {
            changes.next().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), goes_on)
        .await
        .expect("the background sends what waited");
    loops.stop().await;
    assert_eq!(partner.ledger().await.len(), 1);
}
