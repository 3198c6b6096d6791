use connect::edo::{PartnershipState, RemoteCounterparty};
use domain::facets::{Delivery as Progress, TheirSignature};
use domain::{DocflowFacets, DocumentId, DocumentState, EdoStatus, OutboxState, ProviderEvent, Severity};
use engine::{Assignment, Code, Engine, ImportFile, Repeat, SendRequest};

use crate::operator::OPERATORS;
use crate::world::{
    World, box_of, cedar_grove, event, import, partner, polar_star, quiet_harbour, send, utd,
};

async fn missing(engine: &Engine, document: DocumentId) -> Vec<&'static str> {
    let card = engine.card(document).await.unwrap();
    for missing in &card.missing {
        assert!(missing.sentence.ends_with('.'), "{}", missing.sentence);
    }
    card.missing.iter().map(|missing| missing.code).collect()
}

#[tokio::test]
async fn whatever_keeps_a_document_from_going_is_told_one_by_one_until_nothing_is_left() {
    let world = World::new();
    let engine = world.open();
    let document = import(&engine, "15").await;
    assert_eq!(missing(&engine, document).await, ["no_firm", "no_counterparty"]);
    let error = send(&engine, document).await.unwrap_err();
    assert_eq!(error.code(), Code::Preflight("no_firm"));

    // A firm that the file does not name: a person says so.
    let firm = engine.save_firm(None, quiet_harbour()).await.unwrap();
    let chosen = Assignment {
        firm: Some(firm),
        ..Assignment::default()
    };
    engine.assign(document, chosen).await.unwrap();
    assert_eq!(
        missing(&engine, document).await,
        ["no_counterparty", "no_connection"]
    );

    world
        .office
        .desk(|desk| desk.boxes = vec![box_of(&quiet_harbour())]);
    engine.connect(world.request("golubka")).await.unwrap();
    assert_eq!(missing(&engine, document).await, ["no_counterparty"]);
    let chosen = Assignment {
        new_counterparty: Some(cedar_grove()),
        ..Assignment::default()
    };
    engine.assign(document, chosen).await.unwrap();
    assert_eq!(missing(&engine, document).await, ["no_box"]);

    let shy = |partnership| {
        vec![RemoteCounterparty {
            partnership,
            ..partner(&cedar_grove())
        }]
    };
    world
        .office
        .desk(|desk| desk.partners = shy(PartnershipState::Incoming));
    engine.sync_counterparties(None).await.unwrap();
    assert_eq!(missing(&engine, document).await, ["not_partner"]);
    let error = send(&engine, document).await.unwrap_err();
    assert!(error.sentence().contains("приглашает вас"), "{error}");

    world
        .office
        .desk(|desk| desk.partners = shy(PartnershipState::Established));
    engine.sync_counterparties(None).await.unwrap();
    assert_eq!(missing(&engine, document).await, [] as [&str; 0]);
    let sent = send(&engine, document).await.unwrap();
    assert_eq!(missing(&engine, document).await, ["already_sent"]);
    let rows = engine.outbox(vec![OutboxState::Queued], None, 10).await.unwrap();
    assert_eq!((rows[0].id, rows[0].operation), (sent.outbox, sent.operation));
    assert!(world.office.taken().is_empty(), "nothing leaves before the round");
    assert_eq!(engine.card(document).await.unwrap().status, EdoStatus::Queued);
}

#[tokio::test]
async fn an_inbound_paper_is_not_ours_to_send() {
    let world = World::new();
    let (engine, _, _) = world.ready().await;
    let file = ImportFile {
        name: "вх.xml".into(),
        bytes: utd("7", &cedar_grove(), &polar_star()),
    };
    let document = engine.import(vec![file]).await[0]
        .result
        .as_ref()
        .unwrap()
        .document;
    assert_eq!(missing(&engine, document).await, ["not_outbound"]);
}

#[tokio::test]
async fn abilities_of_the_operator_decide_who_signs_and_how_much_fits() {
    for (operator, signing) in [("golubka", "Test"), ("telegraph", "Deferred")] {
        let world = World::new();
        let engine = world.open();
        engine.connect(world.request(operator)).await.unwrap();
        engine.sync_counterparties(None).await.unwrap();
        let document = import(&engine, "15").await;
        send(&engine, document).await.unwrap();
        engine.sync_once(None).await.unwrap();
        let request: serde_json::Value = serde_json::from_slice(&world.office.taken()[0].request).unwrap();
        assert_eq!(request["signing"], signing);
    }
    let world = World::new();
    let engine = world.open();
    engine.connect(world.request("bottle")).await.unwrap();
    engine.sync_counterparties(None).await.unwrap();
    let document = import(&engine, "15").await;
    assert_eq!(
        missing(&engine, document).await,
        ["file_too_large_for_operator", "no_signature"]
    );
}

#[tokio::test]
async fn a_test_signature_never_goes_to_a_real_box() {
    let world = World::new();
    world.office.desk(|desk| {
        desk.boxes[0].is_test = false;
        desk.partners[0].is_test = false;
    });
    let (engine, _, document) = world.ready().await;
    send(&engine, document).await.unwrap();
    engine.sync_once(None).await.unwrap();
    let request: serde_json::Value = serde_json::from_slice(&world.office.taken()[0].request).unwrap();
    assert_eq!(request["signing"], "Deferred");
}

#[tokio::test]
async fn a_test_box_and_a_real_one_are_told_apart_before_anything_leaves() {
    let world = World::new();
    world.office.desk(|desk| desk.partners[0].is_test = false);
    let (engine, _, document) = world.ready().await;
    assert_eq!(missing(&engine, document).await, ["test_box_mismatch"]);
    let error = send(&engine, document).await.unwrap_err();
    assert_eq!(error.code(), Code::Preflight("test_box_mismatch"));
    assert!(world.office.taken().is_empty());
}

#[tokio::test]
async fn two_presses_of_the_button_are_one_document() {
    let world = World::new();
    let (engine, _, document) = world.ready().await;
    let (first, second) = tokio::join!(send(&engine, document), send(&engine, document));
    let refused = match (first, second) {
        (Ok(_), Err(error)) | (Err(error), Ok(_)) => error,
        both => panic!("one of two must win: {both:?}"),
    };
    assert_eq!(refused.code(), Code::AlreadySent);
    let error = send(&engine, document).await.unwrap_err();
    assert!(error.sentence().contains("отправка № 1"), "{error}");
    engine.sync_once(None).await.unwrap();
    assert_eq!(world.office.taken().len(), 1);
    assert_eq!(engine.card(document).await.unwrap().sendings.len(), 1);
}

fn told(world: &World, id: &str, facets: DocflowFacets) -> ProviderEvent {
    let at = "2026-11-21T11:00:00Z";
    ProviderEvent {
        state: Some(DocumentState {
            as_of: at.parse().unwrap(),
            facets,
            operator_status_text: "как есть".into(),
            severity: Severity::Info,
        }),
        ..event(id, at, &world.office.taken()[0].remote)
    }
}

async fn after(facets: DocflowFacets) -> (World, Engine, DocumentId) {
    let world = World::new();
    let (engine, connection, document) = world.ready().await;
    send(&engine, document).await.unwrap();
    engine.sync_once(None).await.unwrap();
    let event = told(&world, "ответ", facets);
    world.office.desk(|desk| desk.events.push(event));
    engine.sync_once(Some(connection)).await.unwrap();
    (world, engine, document)
}

#[tokio::test]
async fn a_refused_document_may_be_sent_again_and_the_newest_sending_counts() {
    let facets = DocflowFacets {
        delivery: Progress::Delivered,
        their_signature: TheirSignature::Rejected,
        ..DocflowFacets::default()
    };
    let (world, engine, document) = after(facets).await;
    assert_eq!(engine.card(document).await.unwrap().status, EdoStatus::Rejected);
    assert_eq!(missing(&engine, document).await, [] as [&str; 0]);
    let again = send(&engine, document).await.unwrap();
    assert_eq!(engine.card(document).await.unwrap().status, EdoStatus::Queued);
    engine.cancel_operation(again.outbox).await.unwrap();
    assert_eq!(engine.card(document).await.unwrap().status, EdoStatus::Rejected);
    send(&engine, document).await.unwrap();
    engine.sync_once(None).await.unwrap();
    assert_eq!(world.office.taken().len(), 2);
}

#[tokio::test]
async fn a_signed_document_goes_again_only_when_exactly_that_is_asked_for() {
    let facets = DocflowFacets {
        delivery: Progress::Delivered,
        their_signature: TheirSignature::Signed,
        ..DocflowFacets::default()
    };
    let (_world, engine, document) = after(facets).await;
    assert_eq!(
        send(&engine, document).await.unwrap_err().code(),
        Code::AlreadySent
    );
    let chosen = Assignment {
        new_counterparty: Some(quiet_harbour()),
        ..Assignment::default()
    };
    assert_eq!(
        engine.assign(document, chosen).await.unwrap_err().code(),
        Code::AlreadySent
    );
    let request = SendRequest {
        documents: vec![document],
        repeat: Repeat::AfterAnyEnd,
        ..SendRequest::default()
    };
    engine.send(request).await.pop().unwrap().result.unwrap();
}

#[tokio::test]
async fn a_connection_of_another_firm_cannot_be_chosen() {
    let world = World::new();
    let (engine, _, document) = world.ready().await;
    let other = crate::operator::Office::new();
    other.desk(|desk| desk.boxes = vec![box_of(&quiet_harbour())]);
    let request = engine::ConnectRequest {
        address: Some(other.address.clone()),
        ..world.request(OPERATORS[0].kind)
    };
    let foreign = engine.connect(request).await.unwrap().connection;
    let request = SendRequest {
        documents: vec![document],
        connection: Some(foreign),
        ..SendRequest::default()
    };
    let error = engine.send(request).await.pop().unwrap().result.unwrap_err();
    assert_eq!(error.code(), Code::Preflight("no_connection"));
}
