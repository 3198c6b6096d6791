//! The oldest versions that a library still calls: exchanges in the structure of the document's type, types of documents
//! without signers. Byte by byte.

use serde_json::json;

use crate::support::{POST, Stage, Who, ids, letter, utd};
use crate::wire::{Fields, Wire, begin, bytes, number};

/// What `GetDocflows` of this version tells of one document.
async fn told(wire: &mut Wire, who: (&Stage, Who), box_id: &str, place: &(String, String)) -> Fields {
    let wanted = bytes(1, bytes(1, [bytes(1, &place.0), bytes(2, &place.1)].concat()));
    let path = format!("/V2/GetDocflows?boxId={box_id}");
    let authorization = who.0.authorization(who.1);
    let answer = wire.csharp("POST", &path, &authorization, &wanted).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    Fields::of(&answer.body).inner(1)
}

#[tokio::test]
async fn a_file_is_told_as_a_bilateral_exchange_from_both_sides() {
    let (stage, mut wire, _) = begin().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    let order = letter(&ours, &theirs, "Счёт.pdf", "%PDF-1.4");
    let place = ids(&stage.post(Who::Anna, POST, &order).await);
    stage.advance(10).await;
    let seen = told(&mut wire, (&stage, Who::Stepan), &theirs, &place).await;
    // DocumentInfo: Nonformalized, Inbound; its version is required.
    let info = seen.inner(4);
    assert_eq!((info.varint(1), info.varint(2)), (0, 1));
    assert!(info.has(18) && info.text(7).ends_with("@diadoc.ru"));
    let docflow = seen.inner(5);
    assert!(
        docflow.inner(2).inner(2).inner(1).has(1),
        "the signature's entity"
    );
    assert_eq!(docflow.inner(5).inner(1).varint(1), 3, "a warning");
    let bilateral = docflow.inner(11);
    assert_eq!((bilateral.varint(6), bilateral.varint(11)), (1, 1), "their turn");

    let order = json!({"box": theirs, "message_id": place.0, "document_id": place.1, "reason": ""});
    stage.control("cabinet/sign", &order).await;
    stage.advance(30).await;
    let seen = told(&mut wire, (&stage, Who::Anna), &ours, &place).await;
    let bilateral = seen.inner(5).inner(11);
    assert_eq!(
        (bilateral.varint(7), bilateral.varint(8), bilateral.varint(11)),
        (1, 0, 0)
    );
    assert!(bilateral.inner(3).inner(2).inner(1).has(1), "their signature");
    assert!(seen.inner(5).has(7), "delivered");
}

#[tokio::test]
async fn a_utd_is_told_in_its_own_structure_with_receipt_and_title() {
    let (stage, mut wire, _) = begin().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    let place = ids(&stage.post(Who::Anna, POST, &utd(&ours, &theirs, "СЧФДОП")).await);
    stage.advance(10).await;
    let seen = told(&mut wire, (&stage, Who::Stepan), &theirs, &place).await;
    let info = seen.inner(4);
    // UniversalTransferDocument is 41, InvoiceAndBasic 2.
    assert_eq!((info.varint(1), info.inner(15).varint(5)), (41, 2));
    let inbound = seen.inner(5).inner(18);
    assert_eq!(
        (inbound.varint(12), inbound.varint(15), inbound.varint(16)),
        (1, 1, 1)
    );

    let order =
        json!({"box": theirs, "message_id": place.0, "document_id": place.1, "total_code": 1, "reason": ""});
    stage.control("cabinet/sign", &order).await;
    stage.advance(60).await;
    let seen = told(&mut wire, (&stage, Who::Anna), &ours, &place).await;
    let outbound = seen.inner(5).inner(19);
    assert!(!seen.inner(5).has(18) && !seen.inner(5).has(11));
    assert_eq!((outbound.varint(14), outbound.varint(15)), (1, 0));
    assert!(outbound.inner(10).inner(2).inner(1).has(1), "the buyer's title");
    assert!(outbound.inner(2).inner(2).has(1), "the receipt notice");
    assert!(outbound.inner(3).inner(2).has(1), "the operator's confirmation");
    assert_eq!(outbound.varint(6), 0, "nothing is amended");
}

#[tokio::test]
async fn exchanges_are_listed_by_events_by_words_and_by_packet_in_the_older_structures() {
    let (stage, mut wire, anna) = begin().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    let order = letter(&ours, &theirs, "Счёт.pdf", "%PDF-1.4");
    let place = ids(&stage.post(Who::Anna, POST, &order).await);
    stage.advance(10).await;
    let request = [bytes(1, b""), number(3, 1), number(5, 1), number(11, 100)].concat();
    let path = format!("/V2/GetDocflowEvents?boxId={ours}");
    let page = Fields::of(&wire.java("POST", &path, &anna, &request).await.body);
    let events = page.inners(2);
    assert!(events.len() > 1 && page.varint(3) == 1);
    for event in &events {
        assert_eq!(event.inner(5).inner(1).text(2), place.1);
        assert!(event.inner(5).has(2) && event.inner(5).inner(5).has(11));
    }
    assert!(
        events.last().unwrap().inner(7).inner(5).has(5),
        "the state before"
    );
    let path = format!("/V2/SearchDocflows?boxId={ours}");
    let found = wire.csharp("POST", &path, &anna, &bytes(1, "Счёт.pdf")).await;
    assert_eq!(Fields::of(&found.body).inner(1).inner(1).text(1), place.0);
    let packet = stage.document(Who::Anna, &ours, &place).await["PacketId"].clone();
    let path = format!("/V2/GetDocflowsByPacketId?boxId={ours}");
    let found = wire
        .csharp("POST", &path, &anna, &bytes(1, packet.as_str().unwrap()))
        .await;
    let fetched = Fields::of(&found.body).inner(1);
    assert_eq!(fetched.inner(1).inner(5).text(16), packet.as_str().unwrap());
    assert!(fetched.has(2), "its mark");
}

#[tokio::test]
async fn the_first_form_of_types_of_documents_has_no_signers() {
    let (stage, mut wire, anna) = begin().await;
    let path = format!("/GetDocumentTypes?boxId={}", stage.ours(0));
    let answer = wire.csharp("GET", &path, &anna, b"").await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let types = Fields::of(&answer.body).inners(1);
    let utd = types
        .iter()
        .find(|one| one.text(1) == "UniversalTransferDocument")
        .unwrap();
    assert!(!utd.has(10), "the date of universal messages came later");
    let version = utd.inners(9).remove(0).inners(2).remove(0);
    assert!(version.has(1) && version.has(5) && !version.has(7));
    let title = version.inners(4).remove(0);
    assert_eq!(title.varint(1), 1);
    assert!(!title.has(6) && !title.has(7));
}
