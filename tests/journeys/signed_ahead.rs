//! «Подписать» before anything is sent: the signature stays with the file and leaves with it.

use std::time::Duration;

use domain::DocumentId;
use engine::{BulkRowState, SigningParty};
use jiff::Timestamp;
use serde_json::json;
use testkit::{Authority, CEDAR_GROVE, Clerk, Computer, POLAR_STAR, Partner, TestClock, office_with_keys};

async fn signed(clerk: &Clerk, document: DocumentId) {
    let job = clerk.signs(&[document]).await;
    assert_eq!(job.counts.of(BulkRowState::Done), 1, "{job:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_signed_ahead_stays_here_and_leaves_with_that_signature() {
    let (_room, partner, clerk) = office_with_keys().await;
    let utd = clerk.imports("utd_schfdop_503.xml").await;
    signed(&clerk, utd).await;
    clerk.refreshes().await;
    assert_eq!(clerk.status(utd).await, "Не отправлялся");
    let signed_unsent = json!({ "filter": { "mark": "signed_unsent" } });
    let found = clerk.rpc("documents.list", signed_unsent.clone()).await;
    assert_eq!(found["rows"][0]["id"], utd.0, "{found:#}");
    assert_eq!(found["rows"][0]["is_signed_unsent"], true);
    assert!(partner.ledger().await.is_empty(), "nothing has left");
    let kept = clerk.engine.document_signatures(utd).await.unwrap();
    assert_eq!(
        kept.iter().map(|one| one.party).collect::<Vec<_>>(),
        [SigningParty::Us]
    );

    clerk.sends(utd).await;
    let found = clerk.rpc("documents.list", signed_unsent).await;
    assert_eq!(found["rows"], json!([]));
    clerk.refreshes().await;
    let ledger = partner.ledger().await;
    assert_eq!(ledger.len(), 1);
    assert_eq!(ledger[0]["times_posted"], 1, "{ledger:#?}");
    assert_eq!(ledger[0]["signature"]["is_good"], true, "{ledger:#?}");
    // The same one: none was made for the sending.
    let left = clerk.engine.document_signatures(utd).await.unwrap();
    assert_eq!(
        left.iter().map(|one| one.blob).collect::<Vec<_>>(),
        kept.iter().map(|one| one.blob).collect::<Vec<_>>()
    );
    assert_eq!(clerk.status(utd).await, "Ожидается подпись контрагента");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signature_that_nobody_has_seen_is_taken_away_and_one_on_its_way_is_not() {
    let (_room, partner, clerk) = office_with_keys().await;
    let utd = clerk.imports("utd_schfdop_503.xml").await;
    signed(&clerk, utd).await;
    let kept = clerk.engine.document_signatures(utd).await.unwrap();
    assert!(kept[0].is_apart);
    clerk.engine.forget_signature(utd, kept[0].id).await.unwrap();
    assert!(clerk.engine.document_signatures(utd).await.unwrap().is_empty());
    let again = clerk.engine.forget_signature(utd, kept[0].id).await.unwrap_err();
    assert_eq!(again.code().as_str(), "no_signatures");

    signed(&clerk, utd).await;
    clerk.sends(utd).await;
    for _ in 0..2 {
        let kept = clerk.engine.document_signatures(utd).await.unwrap();
        assert!(!kept[0].is_apart, "{:?}", kept[0]);
        let refused = clerk.engine.forget_signature(utd, kept[0].id).await.unwrap_err();
        assert_eq!(refused.code().as_str(), "signature_left");
        // First it waits in the outbox, then the operator has it.
        clerk.refreshes().await;
    }
    assert_eq!(partner.ledger().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sending_that_is_taken_back_gives_its_signature_to_the_next_one() {
    let (_room, partner, clerk) = office_with_keys().await;
    let utd = clerk.imports("utd_schfdop_503.xml").await;
    signed(&clerk, utd).await;
    clerk.sends(utd).await;
    let waiting = clerk.rpc("outbox.list", json!({})).await;
    let first = json!({ "id": waiting["operations"][0]["id"] });
    clerk.rpc("outbox.cancel", first).await;
    let signed_unsent = json!({ "filter": { "mark": "signed_unsent" } });
    let found = clerk.rpc("documents.list", signed_unsent).await;
    assert_eq!(found["rows"][0]["id"], utd.0, "{waiting:#} {found:#}");
    assert!(clerk.engine.document_signatures(utd).await.unwrap()[0].is_apart);

    clerk.sends(utd).await;
    clerk.refreshes().await;
    let ledger = partner.ledger().await;
    assert_eq!(ledger.len(), 1, "{ledger:#?}");
    assert_eq!(ledger[0]["signature"]["is_good"], true, "{ledger:#?}");
    assert_eq!(clerk.engine.document_signatures(utd).await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_left_is_not_signed_a_second_time() {
    let (_room, partner, clerk) = office_with_keys().await;
    let utd = clerk.imports("utd_schfdop_503.xml").await;
    clerk.sends(utd).await;
    clerk.refreshes().await;
    let job = clerk.signs(&[utd]).await;
    assert_eq!(job.counts.of(BulkRowState::Done), 0, "{job:#?}");
    assert_eq!(partner.ledger().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kept_signature_whose_certificate_has_ended_does_not_leave() {
    let room = tempfile::tempdir().unwrap();
    let authority = Authority::found();
    let partner = Partner::start_believing(vec![authority.root()]).await;
    let data = room.path().join("data");
    let clock = TestClock::at(Timestamp::now());
    let ports = engine::Ports {
        clock: clock.clone(),
        ..Computer::new().ports_with_keys(&data)
    };
    let clerk = Clerk::opens(&data, ports);
    authority.gives(&data, POLAR_STAR);
    clerk.connects(&partner, POLAR_STAR).await;
    let paper = clerk.imports("print_form.pdf").await;
    clerk.addresses(paper, CEDAR_GROVE).await;
    signed(&clerk, paper).await;

    clock.advance(Duration::from_secs(60 * 24 * 60 * 60));
    let request = json!({ "ids": [paper.0] });
    let answer = clerk.rpc("documents.send", request).await;
    assert_eq!(
        answer["results"][0]["error"]["code"], "kept_signature_expired",
        "{answer:#}"
    );
    assert!(partner.ledger().await.is_empty());
}
