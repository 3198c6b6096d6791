//! What a client reads: pages, lists, print forms, papers that come in.

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::support::{POST, Stage, Who, base64, ids, letter, title};

#[tokio::test]
async fn the_feed_is_read_by_pages_and_knows_a_garbled_cursor() {
    let stage = Stage::new().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    for number in 0..3 {
        stage
            .post(
                Who::Anna,
                POST,
                &letter(&ours, &theirs, "Счёт.pdf", &format!("%PDF-1.4 {number}")),
            )
            .await;
    }
    stage.advance(5).await;
    let all = stage.events(Who::Anna, &ours, "").await;
    assert_eq!(all.len(), 9);
    let mut cursor = String::new();
    let mut read = Vec::new();
    loop {
        let page = stage
            .events(Who::Anna, &ours, &format!("&limit=2&afterIndexKey={cursor}"))
            .await;
        let Some(last) = page.last() else { break };
        cursor = last["IndexKey"].as_str().unwrap().to_owned();
        read.extend(page);
    }
    assert_eq!(read, all);
    let ticks: Vec<_> = all
        .iter()
        .map(|one| {
            let inner = if one["Message"].is_object() {
                &one["Message"]
            } else {
                &one["Patch"]
            };
            inner["TimestampTicks"].as_i64().unwrap()
        })
        .collect();
    assert!(ticks.is_sorted_by(|one, next| one < next));
    assert_eq!(
        stage
            .events(Who::Anna, &ours, &format!("&timestampFromTicks={}", ticks[4]))
            .await
            .len(),
        5
    );
    assert_eq!(
        stage
            .events(Who::Anna, &ours, "&documentDirection=Inbound")
            .await
            .len(),
        0
    );
    assert_eq!(
        stage
            .events(Who::Stepan, &theirs, "&documentDirection=Inbound,Outbound")
            .await
            .len(),
        3
    );
    for cursor in ["zz", "0000000000000000", "00000000000000FF", "%2B%2B"] {
        let (status, _) = stage
            .try_get(
                Who::Anna,
                &format!("/V8/GetNewEvents?boxId={ours}&afterIndexKey={cursor}"),
            )
            .await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{cursor}");
    }
    for limit in ["0", "501", "x"] {
        let (status, _) = stage
            .try_get(Who::Anna, &format!("/V8/GetNewEvents?boxId={ours}&limit={limit}"))
            .await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{limit}");
    }
}

#[tokio::test]
async fn counteragents_are_listed_by_pages_status_and_words() {
    let stage = Stage::new().await;
    let path = format!("/V3/GetCounteragents?myBoxId={}", stage.ours(0));
    let all = stage.get(Who::Anna, &path).await;
    assert_eq!(all["TotalCount"], 4);
    let page = stage.get(Who::Anna, &format!("{path}&pageSize=3")).await;
    let last = page["Counteragents"][2]["IndexKey"].as_str().unwrap().to_owned();
    let rest = stage
        .get(Who::Anna, &format!("{path}&pageSize=3&afterIndexKey={last}"))
        .await;
    assert_eq!(rest["Counteragents"], json!([all["Counteragents"][3]]));
    assert_eq!(rest["Counteragents"][0]["CurrentStatus"], "InvitesMe");
    let invited = stage
        .get(Who::Anna, &format!("{path}&counteragentStatus=InvitesMe"))
        .await;
    assert_eq!(invited["TotalCount"], 1);
    let found = stage.get(Who::Anna, &format!("{path}&query=9644112800")).await;
    assert_eq!(
        found["Counteragents"][0]["Organization"]["ShortName"],
        "ООО «Кедровая роща»"
    );
}

#[tokio::test]
async fn a_document_is_found_by_our_own_name_and_its_print_form_takes_a_moment() {
    let stage = Stage::new().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    let request = letter(&ours, &theirs, "Счёт.pdf", "%PDF-1.4 счёт");
    let name = request["DocumentAttachments"][0]["CustomDocumentId"]
        .as_str()
        .unwrap();
    let (message, entity) = ids(&stage.post(Who::Anna, POST, &request).await);
    let path = format!(
        "/GetDocumentsByCustomId?boxId={ours}&customDocumentId={}",
        name.to_uppercase()
    );
    let found = stage.get(Who::Anna, &path).await;
    assert_eq!(found["TotalCount"], 1);
    assert_eq!(found["Documents"][0]["EntityId"], entity.as_str());
    let other = format!("/GetDocumentsByCustomId?boxId={ours}&customDocumentId=other");
    assert_eq!(stage.get(Who::Anna, &other).await["TotalCount"], 0);

    let path = format!("/GeneratePrintForm?boxId={ours}&messageId={message}&documentId={entity}");
    let pending = stage.send(Who::Anna, Method::GET, &path, None).await.unwrap();
    assert_eq!(
        (
            pending.status(),
            pending.headers()["retry-after"].to_str().unwrap()
        ),
        (StatusCode::OK, "1")
    );
    assert_eq!(pending.content_length(), Some(0));
    let ready = stage.send(Who::Anna, Method::GET, &path, None).await.unwrap();
    assert!(!ready.headers().contains_key("retry-after"));
    assert_eq!(ready.headers()["content-type"], "application/pdf");
    let pdf = ready.bytes().await.unwrap();
    assert!(pdf.starts_with(b"%PDF-1.4") && pdf.ends_with(b"%%EOF\n"));
    let types = stage
        .get(Who::Anna, &format!("/V3/GetDocumentTypes?boxId={ours}"))
        .await;
    assert_eq!(
        types["DocumentTypes"][1]["Functions"].as_array().unwrap().len(),
        3
    );
}

#[tokio::test]
async fn a_counterparty_sends_us_a_document_and_we_answer() {
    let stage = Stage::new().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Гранит"));
    let order = json!({"from_box": theirs, "to_box": ours, "type_named_id": "UniversalTransferDocument", "function": "СЧФДОП",
        "content_base64": base64(title("СЧФДОП"))});
    let made = stage.control("inbound", &order).await;
    let ids = (
        made["message_id"].as_str().unwrap().to_owned(),
        made["entity_id"].as_str().unwrap().to_owned(),
    );
    stage.advance(5).await;
    assert_eq!(
        stage.status(Who::Anna, &ours, &ids).await,
        "Требуется подпись. Требуется подписать извещение о получении"
    );
    stage
        .control("cabinet/sign", &json!({"box": ours, "message_id": ids.0}))
        .await;
    stage.advance(5).await;
    assert_eq!(
        stage.status(Who::Stepan, &theirs, &ids).await,
        "Подписан контрагентом"
    );
}
