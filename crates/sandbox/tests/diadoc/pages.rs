//! The web cabinets, used as a person's browser uses them: open a page, send its form.

use reqwest::StatusCode;
use reqwest::header::{CONTENT_TYPE, LOCATION};

use serde_json::json;

use crate::support::{POST, Stage, Who, ids, letter, utd};

async fn open(stage: &Stage, path: &str) -> String {
    let answer = stage
        .client
        .get(format!("{}{path}", stage.base))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    answer.text().await.unwrap()
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let start = text
        .split_once(before)
        .unwrap_or_else(|| panic!("no {before} in {text}"))
        .1;
    start.split_once(after).unwrap().0
}

async fn submit(stage: &Stage, path: &str, form: &str) -> reqwest::Response {
    let request = stage
        .client
        .post(format!("{}{path}", stage.base))
        .body(form.to_owned());
    request
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .send()
        .await
        .unwrap()
}

fn place(stage: &Stage, box_id: &str, ids: &(String, String)) -> String {
    let all = ["organizations", "counterparties"].map(|camp| stage.world[camp].as_array().unwrap());
    let owner = all
        .into_iter()
        .flatten()
        .find(|one| one["box_id"] == box_id)
        .unwrap();
    format!(
        "/cabinet/{}/documents/{}/{}",
        owner["box_id_guid"].as_str().unwrap(),
        ids.0,
        ids.1
    )
}

#[tokio::test]
async fn stepan_signs_in_the_cabinet_and_anna_sees_it() {
    let stage = Stage::new().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    let ids = ids(&stage.post(Who::Anna, POST, &utd(&ours, &theirs, "СЧФДОП")).await);
    stage.advance(5).await;
    let index = open(&stage, "/cabinet").await;
    assert!(index.contains("Кедровая роща"));
    let path = place(&stage, &theirs, &ids);
    let inbox = open(&stage, path.split_once("/documents").unwrap().0).await;
    assert!(inbox.contains(&path) && inbox.contains("Входящие") && inbox.contains("УПД №42 от 21.11.2026"));
    assert!(inbox.contains("class=\"unread\""));
    let page = open(&stage, &path).await;
    let token = between(&page, "name=\"token\" value=\"", "\"");
    let done = submit(
        &stage,
        &format!("{path}/sign"),
        &format!("token={token}&total_code=1"),
    )
    .await;
    assert_eq!(
        (done.status(), done.headers()[LOCATION].to_str().unwrap()),
        (StatusCode::SEE_OTHER, path.as_str())
    );
    let page = open(&stage, &path).await;
    assert!(page.contains("Подписан") && page.contains("Титул покупателя"));
    assert!(
        !page.contains("/sign\"") && page.contains("/request-revocation\""),
        "{page}"
    );
    stage.advance(5).await;
    assert_eq!(
        stage.status(Who::Anna, &ours, &ids).await,
        "Подписан контрагентом"
    );
    assert_eq!(stage.document(Who::Stepan, &theirs, &ids).await["IsRead"], true);
}

#[tokio::test]
async fn stepan_refuses_only_with_a_reason_and_only_with_the_token_of_the_page() {
    let stage = Stage::new().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    let ids = ids(&stage
        .post(Who::Anna, POST, &letter(&ours, &theirs, "Счёт.pdf", "%PDF-1.4"))
        .await);
    stage.advance(5).await;
    let path = place(&stage, &theirs, &ids);
    let page = open(&stage, &path).await;
    let token = between(&page, "name=\"token\" value=\"", "\"").to_owned();
    for form in [
        "reason=why",
        "token=&reason=why",
        "token=00000000000000000000000000000000&reason=why",
    ] {
        assert_eq!(
            submit(&stage, &format!("{path}/reject"), form).await.status(),
            StatusCode::FORBIDDEN,
            "{form}"
        );
    }
    let empty = submit(
        &stage,
        &format!("{path}/reject"),
        &format!("token={token}&reason=+++"),
    )
    .await;
    assert_eq!(empty.status(), StatusCode::BAD_REQUEST);
    assert_eq!(
        stage.status(Who::Stepan, &theirs, &ids).await,
        "Требуется подпись"
    );
    let reason = "%D0%9D%D0%B5+%D1%82%D0%B0+%3Cb%3E%D1%81%D1%83%D0%BC%D0%BC%D0%B0";
    let done = submit(
        &stage,
        &format!("{path}/reject"),
        &format!("token={token}&reason={reason}"),
    )
    .await;
    assert_eq!(done.status(), StatusCode::SEE_OTHER);
    stage.advance(5).await;
    let docflow = stage.docflow(Who::Anna, &ours, &ids).await;
    assert_eq!(
        docflow["Docflow"]["RecipientResponse"]["Rejection"]["PlainText"],
        "Не та <b>сумма"
    );
    let page = open(&stage, &place(&stage, &ours, &ids)).await;
    assert!(page.contains("Не та &lt;b&gt;сумма") && !page.contains("<b>"));
    let again = submit(
        &stage,
        &format!("{path}/reject"),
        &format!("token={token}&reason={reason}"),
    )
    .await;
    assert_eq!(again.status(), StatusCode::CONFLICT);
}

#[tokio::test]
async fn anna_signs_and_sends_a_waiting_document_in_her_cabinet() {
    let stage = Stage::new().await;
    let (ours, theirs) = (stage.ours(2), stage.theirs("Лисицына"));
    let mut request = letter(&ours, &theirs, "Счёт.pdf", "%PDF-1.4");
    request["DelaySend"] = json!(true);
    request["DocumentAttachments"][0]["SignedContent"]["SignWithTestSignature"] = json!(false);
    let ids = ids(&stage.post(Who::Anna, POST, &request).await);
    let path = place(&stage, &ours, &ids);
    let outbox = open(
        &stage,
        &format!("{}/outgoing", path.split_once("/documents").unwrap().0),
    )
    .await;
    assert!(outbox.contains("Требуется подписать и отправить"));
    let page = open(&stage, &path).await;
    assert!(page.contains("Подписать и отправить"));
    let token = between(&page, "name=\"token\" value=\"", "\"");
    let done = submit(
        &stage,
        &format!("{path}/sign-and-send"),
        &format!("token={token}"),
    )
    .await;
    assert_eq!(done.status(), StatusCode::SEE_OTHER);
    stage.advance(5).await;
    assert_eq!(
        stage.status(Who::Stepan, &theirs, &ids).await,
        "Требуется подпись"
    );
}

#[tokio::test]
async fn a_hostile_file_name_stays_text_and_a_hostile_file_is_not_run() {
    let stage = Stage::new().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    let name = "\"><script>alert(1)</script>\r\nX: y\u{202e}fdp.html";
    let ids = ids(&stage
        .post(
            Who::Anna,
            POST,
            &letter(&ours, &theirs, name, "<script>alert(1)</script>"),
        )
        .await);
    stage.advance(5).await;
    let path = place(&stage, &theirs, &ids);
    for address in [path.clone(), path.split_once("/documents").unwrap().0.to_owned()] {
        let page = open(&stage, &address).await;
        assert!(page.contains("&lt;script&gt;"), "{address}");
        assert!(
            !page.contains("<script") && !page.contains('\u{202e}'),
            "{address}"
        );
    }
    let answer = stage
        .client
        .get(format!("{}{path}/content?inline=1", stage.base))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.headers()[CONTENT_TYPE], "application/octet-stream");
    assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
    let disposition = answer.headers()["content-disposition"].to_str().unwrap();
    assert!(
        disposition.starts_with("attachment; ") && disposition.contains("%3Cscript%3E"),
        "{disposition}"
    );
    assert!(answer.headers().get("x").is_none());
    let page = stage
        .client
        .get(format!("{}{path}", stage.base))
        .send()
        .await
        .unwrap();
    assert!(
        page.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .starts_with("default-src 'none'")
    );
}

#[tokio::test]
async fn pages_that_do_not_exist_say_so() {
    let stage = Stage::new().await;
    for path in [
        "/cabinet/nobody",
        "/cabinet/00000000-1111-4222-8333-444444444444",
        "/cabinet/x/documents/y/z",
    ] {
        let answer = stage
            .client
            .get(format!("{}{path}", stage.base))
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
        assert!(answer.text().await.unwrap().contains("Такой страницы нет"));
    }
}
