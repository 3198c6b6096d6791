//! What goes wrong on the way of a paper to a person, and what may be done about it.

use std::time::Duration;

use domain::DocumentId;
use engine::{BulkRowState, ImportFile, StartWith};
use jiff::Timestamp;
use serde_json::json;
use testkit::{Clerk, Computer, POLAR_STAR, Partner, TestClock};

use super::{OLGA, OPERATOR, Salon, looked_at, the_firm};

#[tokio::test]
async fn what_was_sent_warns_before_it_goes_again_and_a_mended_paper_goes_as_a_new_document() {
    let salon = Salon::open().await;
    let olga = salon.client("Зимина", OLGA).await;
    let id = salon.writes(&olga).await;
    salon.sends(id, "as_possible").await;
    let again = salon.sends(id, "as_possible").await;
    assert_eq!(again["error"]["code"], "already_sent", "{again:#}");
    salon.acts(id, "annul").await;
    assert_eq!(salon.status(id).await, "Аннулирован");
    salon.prices(&json!(id), "1200.00").await;
    let made = json!({ "ids": [id], "generator": "auto" });
    salon.clerk.rpc("documents.prepare", made).await;
    let earlier = salon.person(id).await;
    assert_eq!(earlier["sendings"][0]["status"]["label"], "Аннулирован");
    let sent = salon.sends(id, "as_possible").await;
    assert!(sent["error"].is_null(), "{sent:#}");
    let there = salon.documents().await;
    assert_eq!(there.len(), 2);
    assert_ne!(there[0]["file"]["sha256"], there[1]["file"]["sha256"]);
}

#[tokio::test]
async fn a_paper_is_annulled_until_the_client_has_signed_and_not_afterwards() {
    let salon = Salon::open().await;
    let olga = salon.client("Зимина", OLGA).await;
    let waits = salon.writes(&olga).await;
    salon.sends(waits, "as_possible").await;
    assert_eq!(salon.status(waits).await, "Ожидаем согласия");
    salon.acts(waits, "annul").await;
    assert_eq!(salon.status(waits).await, "Аннулирован");

    let sent = salon.writes(&olga).await;
    salon.sends(sent, "as_possible").await;
    salon.person_does(OLGA, "consent-all").await;
    assert_eq!(salon.status(sent).await, "Ожидается подпись контрагента");
    salon.acts(sent, "annul").await;
    assert_eq!(salon.status(sent).await, "Аннулирован");

    let signed = salon.writes(&olga).await;
    salon.sends(signed, "as_possible").await;
    salon.person_does(OLGA, "sign-all").await;
    assert_eq!(salon.status(signed).await, "Подписан контрагентом");
    let late = json!({ "document_id": signed, "act": "annul", "reason": "Поздно" });
    assert_eq!(salon.refused("persons.act", late).await, "act_not_possible");
}

#[tokio::test]
async fn an_act_is_not_put_into_the_outbox_twice() {
    let salon = Salon::open().await;
    let olga = salon.client("Зимина", OLGA).await;
    let id = salon.writes(&olga).await;
    salon.leaves(id).await;
    let order = json!({ "document_id": id, "act": "request_consent" });
    salon.clerk.rpc("persons.act", order.clone()).await;
    assert_eq!(salon.refused("persons.act", order).await, "act_under_way");
    salon.clerk.refreshes().await;
    assert_eq!(salon.sms().await.len(), 1);
}

/// How a look at these papers before «Напомнить» ends for each, and how many of them then were reminded.
async fn reminds(salon: &Salon, papers: &[i64]) -> (Vec<(BulkRowState, String)>, u64) {
    let documents: Vec<DocumentId> = papers.iter().copied().map(DocumentId).collect();
    let job = salon.clerk.plans("remind", json!({}), &documents).await;
    let engine = &salon.clerk.engine;
    let rows = engine.bulk_rows(job, Vec::new(), 0, 100).await.unwrap().rows;
    let told = rows.iter().map(|one| {
        let code = one.row.fault.as_ref().map(|fault| fault.code.clone());
        (one.row.state, code.unwrap_or_default())
    });
    let told = told.collect();
    let planned = engine.bulk_job(job).await.unwrap();
    if planned.counts.of(BulkRowState::Ready) > 0 {
        engine.start_bulk(job, StartWith::Ready).await.unwrap();
    }
    let done = salon.clerk.settled(job).await;
    salon.clerk.refreshes().await;
    (told, done.counts.of(BulkRowState::Done))
}

#[tokio::test]
async fn only_people_who_have_not_answered_are_reminded_and_no_sooner_than_the_operator_takes_it() {
    let (folder, computer) = (tempfile::tempdir().unwrap(), Computer::new());
    let (clock, partner) = (TestClock::at(Timestamp::now()), Partner::start().await);
    let clerk = Clerk::opens(folder.path(), computer.ports_with_clock(clock.clone()));
    let salon = Salon::at_work(folder, computer, partner, clerk)
        .await
        .let_in()
        .await;
    let olga = salon.client("Зимина", OLGA).await;
    let vera = salon.client("Белова", "+79167654321").await;
    let (waits, prepared, kept) = (
        salon.writes(&olga).await,
        salon.writes(&vera).await,
        salon.writes(&vera).await,
    );
    salon.sends(waits, "as_possible").await;
    salon.leaves(prepared).await;
    let all = [waits, prepared, kept];
    let stopped = |code: &str| (BulkRowState::Blocked, code.to_owned());
    let others = [stopped("act_not_possible"), stopped("not_at_operator")];
    let too_early = [&[stopped("too_early")][..], &others].concat();
    assert_eq!(reminds(&salon, &all).await, (too_early.clone(), 0));
    assert_eq!(salon.sms().await.len(), 1);

    clock.advance(Duration::from_secs(61));
    salon.partner.pass_time(61).await;
    let ready = [&[(BulkRowState::Ready, String::new())][..], &others].concat();
    assert_eq!(reminds(&salon, &all).await, (ready, 1));
    let sms = salon.sms().await;
    assert_eq!((sms.len(), &sms[1]["purpose"]), (2, &json!("consent")));
    assert_eq!(salon.status(waits).await, "Ожидаем согласия");
    assert_eq!(reminds(&salon, &all).await, (too_early, 0));
    assert_eq!(salon.sms().await.len(), 2);
}

#[tokio::test]
async fn an_operator_that_asks_for_patience_is_not_troubled_before_its_time() {
    let salon = Salon::open().await;
    let olga = salon.client("Зимина", OLGA).await;
    let id = salon.writes(&olga).await;
    let busy = json!({ "method": "create", "kind": "status", "status": 429, "retry_after": 600, "count": 1 });
    salon.partner.order("fdoc/faults", busy).await;
    salon.sends(id, "as_possible").await;
    assert_eq!(salon.documents().await.len(), 0);
    let waiting = salon.clerk.rpc("outbox.list", json!({})).await;
    let row = &waiting["operations"][0];
    assert_eq!(row["state"], "queued", "{row:#}");
    assert!(row["next_attempt_at"].is_string(), "{row:#}");
    salon.clerk.refreshes().await;
    assert_eq!(salon.documents().await.len(), 0, "its time has not come");
}

#[tokio::test]
async fn the_signed_pdf_opens_and_holds_what_was_sent_to_the_byte() {
    let salon = Salon::open().await;
    let olga = salon.client("Зимина", OLGA).await;
    let id = salon.writes(&olga).await;
    salon.sends(id, "as_possible").await;
    salon.person_does(OLGA, "consent-all").await;
    salon.person_does(OLGA, "sign-all").await;
    assert_eq!(salon.person(id).await["sendings"][0]["signed_copy"], "here");
    let engine = &salon.clerk.engine;
    let sent = engine.content(DocumentId(id)).await.unwrap().bytes;
    let copy = engine.signed_copy(DocumentId(id)).await.unwrap();
    let stamped = engine.file(copy.blob).await.unwrap().bytes;
    assert!(stamped.len() > sent.len() && stamped.starts_with(&sent));
    let file = ImportFile {
        name: "Подписанный.pdf".into(),
        bytes: stamped,
    };
    let opened = engine.import(vec![file]).await.remove(0).result;
    assert!(opened.is_ok(), "the program itself reads it: {opened:?}");
}

#[tokio::test]
async fn a_new_key_of_one_firm_leaves_the_other_at_work() {
    let salon = Salon::open().await;
    let state = looked_at(&salon.partner, "state").await;
    let all = state["organizations"].as_array().unwrap();
    let other = all.iter().find(|one| one["inn"] != POLAR_STAR).unwrap();
    let save = |key: &serde_json::Value, id: Option<&serde_json::Value>| {
        let mut wish = json!({
            "operator": OPERATOR, "address": salon.partner.address(), "credentials": { "api_key": key },
        });
        if let Some(id) = id {
            wish["id"] = id.clone();
        }
        wish
    };
    salon
        .clerk
        .rpc("connections.save", save(&other["api_key"], None))
        .await;
    let rotated = json!({ "inn": POLAR_STAR, "rotate_key": true });
    salon.partner.order("fdoc/organizations", rotated).await;
    salon.clerk.refreshes().await;
    let codes = async || {
        let list = salon.clerk.rpc("connections.list", json!({})).await;
        let all = list["connections"].as_array().unwrap().clone();
        let code = |one: &serde_json::Value| one["health"]["code"].as_str().unwrap().to_owned();
        all.iter().map(code).collect::<Vec<_>>()
    };
    assert_eq!(codes().await, ["unauthorized", "ok"]);
    let firm = the_firm(&salon.partner).await;
    let mended = save(&firm["api_key"], Some(&salon.connection));
    salon.clerk.rpc("connections.save", mended).await;
    salon.clerk.refreshes().await;
    assert_eq!(codes().await, ["ok", "ok"]);
}
