//! Counterparties that answer by themselves, by the world's clock.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{POST, Stage, Who, ids, letter, utd};

async fn switch(stage: &Stage, box_id: &str, manner: &str, after_minutes: u32) {
    let order = json!({"box": box_id, "manner": manner, "after_minutes": after_minutes});
    let told = stage.control("organizations/answering", &order).await;
    assert_eq!(told, json!({"manner": manner, "after_minutes": after_minutes}));
}

async fn sent(stage: &Stage, order: &Value) -> (String, String) {
    let ids = ids(&stage.post(Who::Anna, POST, order).await);
    stage.advance(5).await;
    ids
}

#[tokio::test]
async fn nobody_answers_until_switched_on_and_then_at_its_minute() {
    let stage = Stage::new().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    assert_eq!(
        stage.world["counterparties"][0]["answering"],
        json!({"manner": "waits", "after_minutes": 0})
    );
    let first = sent(&stage, &utd(&ours, &theirs, "СЧФДОП")).await;
    stage.advance(40_000).await;
    assert_eq!(
        stage.status(Who::Anna, &ours, &first).await,
        "Ожидается основная подпись. Ожидается извещение о получении"
    );

    // What waits already is answered as well, counted from the switching on.
    switch(&stage, &theirs, "signs", 30).await;
    let second = sent(&stage, &letter(&ours, &theirs, "Счёт.pdf", "%PDF-1.4")).await;
    stage.advance(29 * 60).await;
    for (ids, words) in [
        (
            &first,
            "Ожидается основная подпись. Ожидается извещение о получении",
        ),
        (&second, "Ожидается подпись контрагента"),
    ] {
        assert_eq!(stage.status(Who::Anna, &ours, ids).await, words);
    }
    stage.advance(2 * 60).await;
    for ids in [&first, &second] {
        assert_eq!(stage.status(Who::Anna, &ours, ids).await, "Подписан контрагентом");
    }
    assert_eq!(
        stage.document(Who::Stepan, &theirs, &second).await["IsRead"],
        true
    );
    let lines = stage.ledger().await;
    assert_eq!(
        (&lines[0]["answers"], &lines[0]["receipts"]),
        (&json!(1), &json!(1))
    );
}

#[tokio::test]
async fn an_answer_bears_the_minute_at_which_it_was_due_however_late_anybody_looks() {
    let stage = Stage::new().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    switch(&stage, &theirs, "signs", 10).await;
    let ids = sent(&stage, &letter(&ours, &theirs, "Счёт.pdf", "%PDF-1.4")).await;
    let delivered = stage.document(Who::Anna, &ours, &ids).await["DeliveryTimestampTicks"]
        .as_i64()
        .unwrap();
    stage.advance(60_000).await;
    let flow = stage.docflow(Who::Anna, &ours, &ids).await;
    let at = flow["Docflow"]["RecipientResponse"]["SentAt"]["Ticks"]
        .as_i64()
        .unwrap();
    let wait = at - delivered;
    assert!((0..20_000_000).contains(&(wait - 6_000_000_000)), "{wait} ticks");
}

#[tokio::test]
async fn one_that_refuses_confirms_receipt_first_and_one_that_only_confirms_leaves_the_answer() {
    let stage = Stage::new().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    switch(&stage, &theirs, "refuses", 0).await;
    let refused = sent(&stage, &utd(&ours, &theirs, "СЧФДОП")).await;
    switch(&stage, &theirs, "receipts", 0).await;
    let confirmed = sent(&stage, &utd(&ours, &theirs, "СЧФДОП")).await;
    stage.advance(60).await;
    let flow = stage.docflow(Who::Anna, &ours, &refused).await;
    assert_eq!(
        flow["Docflow"]["RecipientResponse"]["ResponseStatus"],
        "RecipientSignatureRequestRejected"
    );
    assert!(
        flow["Docflow"]["RecipientResponse"]["Rejection"]["PlainText"]
            .as_str()
            .unwrap()
            .contains("учебный контрагент")
    );
    let flow = stage.docflow(Who::Anna, &ours, &confirmed).await;
    assert_eq!(
        flow["Docflow"]["RecipientResponse"]["ResponseStatus"],
        "WaitingForRecipientSignature"
    );
    let lines = stage.ledger().await;
    let counts: Vec<_> = lines
        .iter()
        .map(|line| {
            [&line["receipts"], &line["rejections"], &line["answers"]].map(|one| one.as_u64().unwrap())
        })
        .collect();
    assert_eq!(counts, [[1, 1, 0], [1, 0, 0]]);
}

#[tokio::test]
async fn who_is_switched_off_in_time_does_nothing_and_what_a_person_answered_is_left_alone() {
    let stage = Stage::new().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    switch(&stage, &theirs, "signs", 10).await;
    let kept = sent(&stage, &letter(&ours, &theirs, "Первый.pdf", "%PDF-1.4")).await;
    switch(&stage, &theirs, "waits", 0).await;
    stage.advance(3_600).await;
    assert_eq!(
        stage.status(Who::Anna, &ours, &kept).await,
        "Ожидается подпись контрагента"
    );
    // A longer wait takes the place of a shorter one.
    switch(&stage, &theirs, "signs", 10).await;
    switch(&stage, &theirs, "refuses", 20).await;
    let order = json!({"box": theirs, "message_id": kept.0, "entity_id": kept.1});
    stage.advance(15 * 60).await;
    assert_eq!(
        stage.status(Who::Anna, &ours, &kept).await,
        "Ожидается подпись контрагента"
    );
    stage.control("cabinet/sign", &order).await;
    stage.advance(3_600).await;
    assert_eq!(
        stage.status(Who::Anna, &ours, &kept).await,
        "Подписан контрагентом"
    );
    assert_eq!(stage.ledger().await[0]["rejections"], 0);
}

#[tokio::test]
async fn a_proposal_to_revoke_is_answered_by_the_same_switch() {
    let stage = Stage::new().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    switch(&stage, &theirs, "signs", 0).await;
    let ids = sent(&stage, &letter(&ours, &theirs, "Счёт.pdf", "%PDF-1.4")).await;
    stage.advance(60).await;
    switch(&stage, &theirs, "refuses", 1).await;
    let order = json!({"box": ours, "message_id": ids.0, "entity_id": ids.1, "reason": "Ошибка"});
    let standing = async || {
        stage.advance(120).await;
        let flow = stage.docflow(Who::Anna, &ours, &ids).await;
        flow["Docflow"]["Revocation"]["RevocationStatus"].clone()
    };
    stage.control("cabinet/request_revocation", &order).await;
    assert_eq!(standing().await, "RevocationRejected");
    switch(&stage, &theirs, "signs", 1).await;
    stage.control("cabinet/request_revocation", &order).await;
    assert_eq!(standing().await, "RevocationAccepted");
}

#[tokio::test]
async fn who_stands_between_signs_by_itself_too_and_the_document_goes_on() {
    let stage = Stage::new().await;
    let (ours, theirs, between) = (stage.ours(0), stage.theirs("Кедровая"), stage.theirs("Журавлёв"));
    switch(&stage, &between, "signs", 0).await;
    let mut order = letter(&ours, &theirs, "Счёт.pdf", "%PDF-1.4");
    order["ProxyBoxId"] = json!(between);
    let ids = sent(&stage, &order).await;
    stage.advance(60).await;
    assert_eq!(
        stage.status(Who::Stepan, &theirs, &ids).await,
        "Требуется подпись"
    );
}

#[tokio::test]
async fn the_switch_lies_on_the_counterpartys_own_page_and_ours_have_none() {
    let stage = Stage::new().await;
    let counterparty = &stage.world["counterparties"][0];
    let home = format!("/cabinet/{}", counterparty["box_id_guid"].as_str().unwrap());
    let page = async |path: &str| {
        let answer = stage
            .client
            .get(format!("{}{path}", stage.base))
            .send()
            .await
            .unwrap();
        answer.text().await.unwrap()
    };
    let shown = page(&home).await;
    let token = shown
        .split_once("/answering\"><input type=\"hidden\" name=\"token\" value=\"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .unwrap()
        .0;
    let submit = async |form: String| {
        let request = stage
            .client
            .post(format!("{}{home}/answering", stage.base))
            .body(form);
        let request = request.header("Content-Type", "application/x-www-form-urlencoded");
        request.send().await.unwrap().status()
    };
    for (form, status) in [
        ("manner=signs&after_minutes=5".to_owned(), StatusCode::FORBIDDEN),
        (
            format!("token={token}&manner=signs&after_minutes=скоро"),
            StatusCode::BAD_REQUEST,
        ),
        (
            format!("token={token}&manner=signs&after_minutes=999999"),
            StatusCode::BAD_REQUEST,
        ),
        (
            format!("token={token}&manner=dances&after_minutes=5"),
            StatusCode::NOT_FOUND,
        ),
        (
            format!("token={token}&manner=signs&after_minutes=5"),
            StatusCode::SEE_OTHER,
        ),
    ] {
        assert_eq!(submit(form.clone()).await, status, "{form}");
    }
    let shown = page(&home).await;
    assert!(shown.contains("value=\"signs\" selected") && shown.contains("value=\"5\""));
    assert!(page("/cabinet").await.contains("сама подписывает через 5 мин."));
    let ours = stage.world["organizations"][0]["box_id_guid"].as_str().unwrap();
    assert!(
        !page(&format!("/cabinet/{ours}/incoming"))
            .await
            .contains("/answering")
    );
    let order = json!({"box": ours, "manner": "signs", "after_minutes": 0});
    let answer = stage
        .client
        .post(format!("{}/_sandbox/organizations/answering", stage.base))
        .json(&order)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_switch_and_what_is_about_to_be_answered_outlive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let stage = Stage::with(Some(folder.path())).await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    switch(&stage, &theirs, "signs", 10).await;
    let ids = sent(&stage, &letter(&ours, &theirs, "Счёт.pdf", "%PDF-1.4")).await;
    drop(stage);
    let stage = Stage::with(Some(folder.path())).await;
    stage.advance(11 * 60).await;
    assert_eq!(
        stage.status(Who::Anna, &ours, &ids).await,
        "Подписан контрагентом"
    );
}
