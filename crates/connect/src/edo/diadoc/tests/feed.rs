use domain::facets::{Delivery, Roaming, TheirSignature};
use domain::{EdoStatus, EventActor, EventFact, ProviderEvent, derive_status};
use serde_json::{Value, json};

use super::{
    CUSTOM_ID, DOCUMENT, MESSAGE, OUR_BOX, THEIR_BOX, connect, diadoc, docflow, message, not_found,
    old_style, remote,
};
use crate::edo::FeedPage;
use crate::loopback::{Loopback, Reply};

mod universal;

const T: i64 = 639_000_000_000_000_000;
const PENDING: &str = "their_signature_pending.nonformalised";

fn page(events: &[Value]) -> Value {
    json!({"Events": events, "TotalCount": events.len(), "TotalCountType": "Equal"})
}

fn posted() -> Value {
    json!({"EventId": MESSAGE, "IndexKey": "01", "Message": message()})
}

/// A patch of the message with these fields.
// Taken by value so that a case is one literal.
#[allow(clippy::needless_pass_by_value)]
fn patch(fields: Value) -> Value {
    let mut patch =
        json!({"MessageId": MESSAGE, "TimestampTicks": T + 10_000_000, "PatchId": "p", "Entities": []});
    for (name, value) in fields.as_object().unwrap() {
        patch[name] = value.clone();
    }
    json!({"EventId": "p", "IndexKey": "02", "Patch": patch})
}

fn attachment(kind: &str, id: &str, parent: &str) -> Value {
    json!({"EntityType": "Attachment", "EntityId": id, "ParentEntityId": parent, "AttachmentType": kind})
}

fn signature(id: &str, parent: &str, signer: &str) -> Value {
    json!({"EntityType": "Signature", "EntityId": id, "ParentEntityId": parent, "SignerBoxId": old_style(signer)})
}

/// A server with this page of the feed, this docflow and our message.
async fn server(events: Vec<Value>, state: &str) -> Loopback {
    let state = docflow(state);
    diadoc(move |asked| match asked.path() {
        "/V8/GetNewEvents" => Reply::json(&page(&events)),
        "/V6/GetMessage" => Reply::json(&message()),
        "/V4/GetDocflows" => Reply::json(&state),
        _ => not_found(),
    })
    .await
}

async fn first_page(events: Vec<Value>, state: &str) -> (FeedPage, Loopback) {
    let server = server(events, state).await;
    let page = connect(&server.address).feed(OUR_BOX, None).await.unwrap();
    (page, server)
}

async fn one(events: Vec<Value>, state: &str) -> ProviderEvent {
    let (page, _server) = first_page(events, state).await;
    assert_eq!(page.events.len(), 1, "{:?}", page.events);
    page.events[0].clone()
}

fn label(event: &ProviderEvent) -> EdoStatus {
    derive_status(None, event.state.as_ref().map(|state| &state.facets))
}

#[tokio::test]
async fn a_new_message_is_posted_and_signed_by_us_and_carries_its_state() {
    let (page, server) = first_page(vec![posted()], PENDING).await;
    let event = &page.events[0];
    assert_eq!((event.event_id.as_str(), &event.remote), (MESSAGE, &remote()));
    assert_eq!(event.custom_document_id, Some(CUSTOM_ID));
    assert_eq!(
        (event.actor, event.facts.clone()),
        (EventActor::Us, vec![EventFact::Posted, EventFact::Signed])
    );
    assert_eq!(event.happened_at.to_string(), "2025-11-29T08:00:00Z");
    assert_eq!(label(event), EdoStatus::TheirSignaturePending);
    assert_eq!(
        server.paths(),
        ["/V3/Authenticate", "/V8/GetNewEvents", "/V4/GetDocflows"]
    );
    let first = &server.asked()[1].line;
    assert_eq!(
        *first,
        format!("GET /V8/GetNewEvents?boxId={OUR_BOX}&limit=500 HTTP/1.1")
    );
}

#[tokio::test]
async fn a_signature_of_who_stands_between_is_not_told_as_that_of_the_counterparty() {
    let between = "9c1b22d4-90ab-4c3e-8f10-5e6d7c8b9a77";
    let mut sent = posted();
    let entities = sent["Message"]["Entities"].as_array_mut().unwrap();
    entities[0]["DocumentInfo"]["ProxyBoxId"] = between.into();
    let signed = patch(json!({"Entities": [signature("s", DOCUMENT, between)]}));
    let answered = patch(json!({"Entities": [signature("t", DOCUMENT, THEIR_BOX)]}));
    let (page, _server) = first_page(vec![sent, signed, answered], PENDING).await;
    let facts: Vec<_> = page
        .events
        .iter()
        .skip(1)
        .map(|event| event.facts.clone())
        .collect();
    assert_eq!(
        facts,
        [vec![EventFact::IntermediateSigned], vec![EventFact::Signed]]
    );
}

#[tokio::test]
async fn a_caught_up_feed_costs_one_request() {
    let (page, server) = first_page(vec![posted()], PENDING).await;
    let again = connect(&server.address)
        .feed(OUR_BOX, page.cursor.as_deref())
        .await
        .unwrap();
    assert_eq!(
        (again.events.len(), again.has_more, &again.cursor),
        (0, false, &page.cursor)
    );
    assert_eq!(server.paths()[3..], ["/V3/Authenticate", "/V8/GetNewEvents"]);
}

#[tokio::test]
async fn a_patch_without_its_message_finds_the_document_by_asking_for_the_message_once() {
    let delivered = patch(json!({"MessageIsDelivered": true}));
    let signed = patch(json!({"Entities": [signature("s", DOCUMENT, THEIR_BOX)]}));
    let (page, server) = first_page(
        vec![delivered, signed],
        "signed_by_them.nonformalised_has_no_confirmation",
    )
    .await;
    let told: Vec<_> = page
        .events
        .iter()
        .map(|event| (event.actor, event.facts.clone()))
        .collect();
    let expected = [
        (EventActor::Operator, vec![EventFact::Delivered]),
        (EventActor::Them, vec![EventFact::Signed]),
    ];
    assert_eq!(told, expected);
    assert!(page.events.iter().all(|event| event.remote == remote()));
    assert!(
        page.events
            .iter()
            .all(|event| event.custom_document_id == Some(CUSTOM_ID))
    );
    let asked = server
        .paths()
        .iter()
        .filter(|path| *path == "/V6/GetMessage")
        .count();
    assert_eq!(asked, 1);
}

fn marking_error() -> Value {
    json!({
        "EntityType": "Attachment", "AttachmentType": "OuterDocflow", "EntityId": "a",
        "ParentEntityId": DOCUMENT,
        "OuterDocflowInfo": {"DocflowFriendlyName": "ГИС МТ", "Status": {
            "FriendlyName": "Ошибка обработки", "Type": "Error",
            "Details": [{"Code": "4", "Text": "Такой номер уже есть"}],
        }},
    })
}

fn text(kind: &str, id: &str, data: &str) -> Value {
    let mut entity = attachment(kind, id, DOCUMENT);
    entity["Content"] = json!({"Size": 1, "Data": data});
    entity
}

#[tokio::test]
async fn every_entity_tells_its_fact() {
    let other = |name: &str| EventFact::Other(name.into());
    let (us, them, operator) = (EventActor::Us, EventActor::Them, EventActor::Operator);
    let reason = "0J3QtSDRgtCwINGB0YPQvNC80LA="; // «Не та сумма»
    let by_them = |id: &str| signature("s", id, THEIR_BOX);
    let cases = [
        (
            vec![attachment("InvoiceConfirmation", "a", DOCUMENT)],
            EventFact::DateConfirmed("дата отправки документа".into()),
            operator,
        ),
        (
            vec![attachment("InvoiceReceipt", "a", DOCUMENT), by_them("a")],
            EventFact::ReceiptNotice,
            them,
        ),
        (
            vec![attachment("Receipt", "a", DOCUMENT), signature("s", "a", OUR_BOX)],
            EventFact::ReceiptNotice,
            us,
        ),
        (
            vec![
                attachment("UniversalTransferDocumentBuyerTitle", "a", DOCUMENT),
                by_them("a"),
            ],
            EventFact::Titled,
            them,
        ),
        (
            vec![text("SignatureRequestRejection", "a", reason), by_them("a")],
            EventFact::Rejected("Не та сумма".into()),
            them,
        ),
        (
            vec![text("InvoiceCorrectionRequest", "a", reason), by_them("a")],
            EventFact::AmendmentRequested("Не та сумма".into()),
            them,
        ),
        (
            vec![text("AttachmentComment", "a", reason)],
            EventFact::Comment("Не та сумма".into()),
            operator,
        ),
        (
            vec![attachment("SignatureVerificationReport", "a", DOCUMENT)],
            EventFact::SignatureChecked,
            operator,
        ),
        (
            vec![signature("s", "51600000-0000-4000-8000-000000000001", OUR_BOX)],
            EventFact::SignatureChecked,
            operator,
        ),
        (
            vec![attachment("ResolutionRequest", "a", DOCUMENT)],
            other("ResolutionRequest"),
            us,
        ),
        (
            vec![marking_error()],
            EventFact::Outer("ГИС МТ: Ошибка обработки. Такой номер уже есть".into()),
            operator,
        ),
        (
            vec![attachment("RoamingNotification", "a", DOCUMENT)],
            EventFact::Roaming(String::new()),
            operator,
        ),
        (
            vec![attachment("HologramOfTheCEO", "a", DOCUMENT), by_them("a")],
            other("HologramOfTheCEO"),
            them,
        ),
    ];
    for (entities, fact, actor) in cases {
        let event = one(vec![patch(json!({"Entities": entities}))], PENDING).await;
        assert_eq!((event.facts.clone(), event.actor), (vec![fact], actor));
    }
}

#[tokio::test]
async fn revocation_is_asked_and_answered_by_its_own_facts() {
    let mut asked = attachment("RevocationRequest", "r", DOCUMENT);
    asked["RevocationRequestInfo"] = json!({"InitiatorBoxId": old_style(OUR_BOX)});
    let answers = [
        (
            vec![signature("s2", "r", THEIR_BOX)],
            EventFact::RevocationAccepted,
        ),
        (
            vec![
                attachment("XmlSignatureRejection", "x", "r"),
                signature("s2", "x", THEIR_BOX),
            ],
            EventFact::RevocationRejected(String::new()),
        ),
    ];
    for (answer, fact) in answers {
        let first = patch(json!({"Entities": [asked.clone(), signature("s1", "r", OUR_BOX)]}));
        let second = patch(json!({"Entities": answer}));
        let (page, _server) =
            first_page(vec![posted(), first, second], "revocation_requested_by_us.asked").await;
        let words = EventFact::RevocationRequested("Ошибка в сумме".into());
        assert_eq!(
            (page.events[1].facts.clone(), page.events[1].actor),
            (vec![words], EventActor::Us)
        );
        assert_eq!(
            (page.events[2].facts.clone(), page.events[2].actor),
            (vec![fact], EventActor::Them)
        );
    }
}

#[tokio::test]
async fn the_reason_of_a_formal_refusal_comes_from_the_docflow() {
    let refused = json!({"Entities": [attachment("XmlSignatureRejection", "x", DOCUMENT), signature("s", "x", THEIR_BOX)]});
    let event = one(vec![patch(refused)], "rejected.with_a_reason").await;
    assert_eq!(event.facts, [EventFact::Rejected("Не та сумма".into())]);
    assert_eq!(label(&event), EdoStatus::Rejected);
}

#[tokio::test]
async fn housekeeping_of_the_box_is_told() {
    let other = |name: &str| EventFact::Other(name.into());
    let cases = [
        (json!({"MessageIsDeleted": true}), EventFact::Deleted),
        (json!({"MessageIsRestored": true}), EventFact::Restored),
        (
            json!({"ForDraft": true, "DraftIsRecycled": true}),
            EventFact::Deleted,
        ),
        (
            json!({"EntityPatches": [{"EntityId": DOCUMENT, "DocumentIsDeleted": true}]}),
            EventFact::Deleted,
        ),
        (
            json!({"EntityPatches": [{"EntityId": DOCUMENT, "MovedToDepartment": "d"}]}),
            EventFact::Moved,
        ),
        (
            json!({"EntityPatches": [{"EntityId": DOCUMENT, "ContentIsPatched": true}]}),
            other("ContentIsPatched"),
        ),
    ];
    for (fields, fact) in cases {
        let event = one(vec![patch(fields)], PENDING).await;
        assert_eq!((event.facts.clone(), event.remote), (vec![fact], remote()));
    }
}

#[tokio::test]
async fn a_message_that_came_back_is_not_delivered_with_the_operators_words() {
    let mut state = docflow("sent.checked");
    let notice = json!({"EntityType": "Attachment", "EntityId": "n", "ParentEntityId": "",
        "AttachmentType": "DeliveryFailureNotification", "NotDeliveredEventId": MESSAGE, "Content": {"Size": 40}});
    let events = page(&[patch(json!({"Entities": [notice]}))]);
    state["Documents"][0]["Docflow"]["DocflowStatus"]["PrimaryStatus"]["Severity"] = "Error".into();
    let server = diadoc(move |asked| match asked.path() {
        "/V8/GetNewEvents" => Reply::json(&events),
        "/V6/GetMessage" => Reply::json(&message()),
        "/V4/GetDocflows" => Reply::json(&state),
        "/V4/GetEntityContent" => Reply::text(200, "Ваше сообщение не было доставлено"),
        _ => not_found(),
    })
    .await;
    let page = connect(&server.address).feed(OUR_BOX, None).await.unwrap();
    let event = &page.events[0];
    assert_eq!(
        event.facts,
        [EventFact::NotDelivered(
            "Ваше сообщение не было доставлено".into()
        )]
    );
    assert_eq!(event.state.as_ref().unwrap().facets.roaming, Roaming::Failed);
    assert_eq!(label(event), EdoStatus::RoamingFailed);
}

#[tokio::test]
async fn a_bad_signature_keeps_its_own_label_although_the_message_came_back() {
    let notice = json!({"EntityType": "Attachment", "EntityId": "n", "ParentEntityId": "",
        "AttachmentType": "DeliveryFailureNotification", "NotDeliveredEventId": MESSAGE,
        "Content": {"Size": 4, "Data": "0J3QtdGC"}});
    let event = one(
        vec![patch(json!({"Entities": [notice]}))],
        "signature_invalid.our_signature_is_bad",
    )
    .await;
    assert_eq!(event.facts, [EventFact::NotDelivered("Нет".into())]);
    assert_eq!(label(&event), EdoStatus::SignatureInvalid);
}

#[tokio::test]
async fn an_unknown_document_does_not_stop_the_page() {
    let foreign = json!({"EventId": "m2", "IndexKey": "02", "Message": {
        "MessageId": "m2", "TimestampTicks": T, "FromBoxId": old_style(THEIR_BOX),
        "Entities": [attachment("Nonformalized", "d2", "")]}});
    let events = page(&[posted(), foreign]);
    let state = docflow(PENDING);
    let server = diadoc(move |asked| match asked.path() {
        "/V8/GetNewEvents" => Reply::json(&events),
        "/V4/GetDocflows" if String::from_utf8_lossy(&asked.body).contains("\"d2\"") => not_found(),
        "/V4/GetDocflows" => Reply::json(&state),
        _ => not_found(),
    })
    .await;
    let page = connect(&server.address).feed(OUR_BOX, None).await.unwrap();
    assert_eq!(page.events.len(), 2);
    assert!(page.events[0].state.is_some());
    assert_eq!(
        (page.events[1].state.clone(), page.events[1].actor),
        (None, EventActor::Them)
    );
}

#[tokio::test]
async fn a_message_that_is_not_shown_to_us_does_not_stop_the_page() {
    let lost = patch(json!({"Entities": [signature("s", "somebody", THEIR_BOX)]}));
    let events = page(&[lost]);
    let server = diadoc(move |asked| match asked.path() {
        "/V8/GetNewEvents" => Reply::json(&events),
        "/V6/GetMessage" => Reply::text(403, "Access denied"),
        _ => not_found(),
    })
    .await;
    let page = connect(&server.address).feed(OUR_BOX, None).await.unwrap();
    assert_eq!(page.events[0].remote.entity_id, "somebody");
    assert!(page.cursor.is_some());
}

#[tokio::test]
async fn a_failure_in_the_middle_of_a_page_gives_no_page_and_no_new_place() {
    let events = page(&[posted()]);
    let server = diadoc(move |asked| match asked.path() {
        "/V8/GetNewEvents" => Reply::json(&events),
        _ => Reply::text(503, ""),
    })
    .await;
    assert_eq!(
        connect(&server.address)
            .feed(OUR_BOX, None)
            .await
            .unwrap_err()
            .code(),
        "broken"
    );
}

#[tokio::test]
async fn an_empty_box_has_no_events_and_no_place() {
    let server = diadoc(|_| Reply::json(&page(&[]))).await;
    let page = connect(&server.address).feed(OUR_BOX, None).await.unwrap();
    let empty = FeedPage {
        signatures: Vec::new(),
        papers: Vec::new(),
        arrivals: Vec::new(),
        events: Vec::new(),
        cursor: None,
        has_more: false,
    };
    assert_eq!(page, empty);
}

#[tokio::test]
async fn states_are_asked_for_in_lists_of_a_hundred_and_unknown_documents_are_left_out() {
    let state = docflow("signed_by_them.nonformalised_has_no_confirmation");
    let server = diadoc(move |asked| {
        let asked: Value = serde_json::from_slice(&asked.body).unwrap();
        let requests = asked["Requests"].as_array().unwrap();
        assert!(requests.len() <= 100);
        match requests
            .iter()
            .all(|one| one["DocumentId"]["EntityId"] == DOCUMENT)
        {
            true => Reply::json(&state),
            false => not_found(),
        }
    })
    .await;
    let mut documents: Vec<_> = (0..150)
        .map(|n| domain::RemoteDocument {
            message_id: MESSAGE.into(),
            entity_id: format!("unknown-{n}"),
        })
        .collect();
    documents.insert(120, remote());
    let states = connect(&server.address)
        .states(OUR_BOX, &documents)
        .await
        .unwrap();
    assert_eq!(states.len(), 1);
    assert_eq!(states[0].0, remote());
    assert_eq!(states[0].1.facets.their_signature, TheirSignature::Signed);
    assert_eq!(states[0].1.facets.delivery, Delivery::Delivered);
}
