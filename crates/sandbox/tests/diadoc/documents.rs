//! `GetDocuments`: lists by filter, in order, by pages.

use serde_json::{Value, json};

use crate::support::{POST, Stage, Who, ids, letter, utd};

async fn found(stage: &Stage, who: Who, box_id: &str, query: &str) -> Vec<String> {
    let path = format!("/V3/GetDocuments?boxId={box_id}&filterCategory={query}");
    let list = stage.get(who, &path).await;
    let documents = list["Documents"].as_array().unwrap();
    documents
        .iter()
        .map(|one| one["EntityId"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn documents_are_found_by_type_side_and_status() {
    let stage = Stage::new().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    let (_, plain) = ids(&stage
        .post(Who::Anna, POST, &letter(&ours, &theirs, "Счёт.pdf", "%PDF-1.4"))
        .await);
    let (message, invoice) = ids(&stage.post(Who::Anna, POST, &utd(&ours, &theirs, "СЧФДОП")).await);
    let mut kept_back = letter(&ours, &theirs, "Акт.pdf", "%PDF-1.4 акт");
    kept_back["DelaySend"] = json!(true);
    kept_back["DocumentAttachments"][0]["SignedContent"]["SignWithTestSignature"] = json!(false);
    let (_, unsent) = ids(&stage.post(Who::Anna, POST, &kept_back).await);
    stage.advance(10).await;

    let all = [plain.clone(), invoice.clone(), unsent.clone()];
    assert_eq!(found(&stage, Who::Anna, &ours, "Any.Outbound").await, all);
    assert!(found(&stage, Who::Anna, &ours, "Any.Inbound").await.is_empty());
    let sent = [plain.clone(), invoice.clone()];
    assert_eq!(
        found(&stage, Who::Stepan, &theirs, "any.inboundNotRead").await,
        sent
    );
    let waiting = "Any.OutboundWaitingForSenderSignature";
    assert_eq!(found(&stage, Who::Anna, &ours, waiting).await, [unsent]);
    let of_type = "UniversalTransferDocument.InboundHaveToCreateReceipt";
    assert_eq!(
        found(&stage, Who::Stepan, &theirs, of_type).await,
        [invoice.as_str()]
    );
    assert!(
        found(&stage, Who::Anna, &ours, "Any.OutboundWithRecipientSignature")
            .await
            .is_empty()
    );
    let order = json!({"box": theirs, "message_id": message});
    stage.control("cabinet/sign", &order).await;
    stage.advance(3_600).await;
    let signed = "UniversalTransferDocument.OutboundWithRecipientSignature";
    assert_eq!(found(&stage, Who::Anna, &ours, signed).await, [invoice.as_str()]);
    let numbered = "Any.Outbound&documentNumber=42&fromDocumentDate=21.11.2026&toDocumentDate=21.11.2026";
    assert_eq!(found(&stage, Who::Anna, &ours, numbered).await, [invoice]);
    let later = "Any.Outbound&fromDocumentDate=22.11.2026";
    assert!(found(&stage, Who::Anna, &ours, later).await.is_empty());
    let other = format!("Any.Outbound&counteragentBoxId={}", stage.theirs("Гранит"));
    assert!(found(&stage, Who::Anna, &ours, &other).await.is_empty());
}

#[tokio::test]
async fn pages_follow_one_another_in_both_directions_and_a_strange_filter_is_refused() {
    let stage = Stage::new().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    for number in 0..5 {
        let text = format!("%PDF-1.4 {number}");
        stage
            .post(Who::Anna, POST, &letter(&ours, &theirs, "Счёт.pdf", &text))
            .await;
    }
    stage.advance(10).await;
    let mut orders = Vec::new();
    for direction in ["Ascending", "Descending"] {
        let mut key = String::new();
        let mut read: Vec<Value> = Vec::new();
        loop {
            let path = format!(
                "/V3/GetDocuments?boxId={ours}&filterCategory=Any.Outbound&count=2&sortDirection={direction}&afterIndexKey={key}"
            );
            let page = stage.get(Who::Anna, &path).await;
            assert_eq!(page["TotalCount"], 5);
            let documents = page["Documents"].as_array().unwrap();
            read.extend(documents.iter().map(|one| one["EntityId"].clone()));
            if page["HasMoreResults"] == false {
                break;
            }
            key = documents.last().unwrap()["IndexKey"].as_str().unwrap().to_owned();
        }
        orders.push(read);
    }
    orders[1].reverse();
    assert_eq!((orders[0].len(), &orders[0]), (5, &orders[1]));
    for query in [
        "Any",
        "Any.Sideways",
        "Any.OutboundSold",
        "Any.Outbound&count=101",
    ] {
        let path = format!("/V3/GetDocuments?boxId={ours}&filterCategory={query}");
        assert_eq!(stage.try_get(Who::Anna, &path).await.0, 400, "{query}");
    }
    let both = "Any.Outbound&timestampFromTicks=1&documentNumber=42";
    let path = format!("/V3/GetDocuments?boxId={ours}&filterCategory={both}");
    assert_eq!(stage.try_get(Who::Anna, &path).await.0, 400);
}
