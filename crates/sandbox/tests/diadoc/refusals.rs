//! What the service does not take.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{POST, Stage, Who, base64, letter, utd};

/// One way to spoil an accepted request, and what the service says then.
struct Spoiled {
    pointer: &'static str,
    value: Option<Value>,
    status: StatusCode,
    text: &'static str,
}

fn without(pointer: &'static str, text: &'static str) -> Spoiled {
    Spoiled {
        pointer,
        value: None,
        status: StatusCode::BAD_REQUEST,
        text,
    }
}

fn with(pointer: &'static str, value: Value, status: StatusCode, text: &'static str) -> Spoiled {
    Spoiled {
        pointer,
        value: Some(value),
        status,
        text,
    }
}

fn spoil(request: &mut Value, spoiled: &Spoiled) {
    let (parent, name) = spoiled.pointer.rsplit_once('/').unwrap();
    let parent = request.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    match &spoiled.value {
        Some(value) => parent.insert(name.to_owned(), value.clone()),
        None => parent.remove(name),
    };
}

async fn walk(stage: &Stage, accepted: &Value, all: &[Spoiled]) {
    for spoiled in all {
        let mut request = accepted.clone();
        spoil(&mut request, spoiled);
        let (status, text) = stage.try_post(Who::Anna, POST, &request).await;
        assert_eq!(status, spoiled.status, "{}: {text}", spoiled.pointer);
        assert!(text.contains(spoiled.text), "{}: {text}", spoiled.pointer);
    }
    assert!(
        stage.ledger().await.is_empty(),
        "a refused request left something behind"
    );
    stage.post(Who::Anna, POST, accepted).await;
    assert_eq!(stage.ledger().await.len(), 1);
}

const WRONG: &str = "Документ не может быть отправлен в указанном формате";
const BAD: StatusCode = StatusCode::BAD_REQUEST;

/// Every required field of an accepted УПД left out.
fn left_out() -> Vec<Spoiled> {
    vec![
        without("/FromBoxId", "FromBoxId is required"),
        without("/ToBoxId", "ToBoxId is required"),
        without(
            "/DocumentAttachments",
            "MessageToPost should contain at least one attachment",
        ),
        without(
            "/DocumentAttachments/0/SignedContent",
            "SignedContent is required",
        ),
        without(
            "/DocumentAttachments/0/SignedContent/Content",
            "Content or NameOnShelf",
        ),
        without(
            "/DocumentAttachments/0/SignedContent/SignWithTestSignature",
            "MessageToPost.DocumentAttachments[0]: Invalid signature",
        ),
        without("/DocumentAttachments/0/TypeNamedId", WRONG),
    ]
}

/// Every id and value of it falsified.
fn falsified(stage: &Stage, accepted: &Value) -> Vec<Spoiled> {
    let nobody = "00000000-1111-4222-8333-444444444444";
    vec![
        with("/FromBoxId", json!(nobody), StatusCode::FORBIDDEN, "is denied"),
        with(
            "/FromBoxId",
            json!(stage.theirs("Гранит")),
            StatusCode::FORBIDDEN,
            "is denied",
        ),
        with(
            "/FromBoxId",
            json!("{{boxId}}"),
            StatusCode::FORBIDDEN,
            "is denied",
        ),
        with("/ToBoxId", json!(nobody), BAD, "is not found"),
        with("/ToBoxId", accepted["FromBoxId"].clone(), BAD, "must differ"),
        with(
            "/ToBoxId",
            json!(stage.theirs("Янтарный")),
            BAD,
            "Тестовый и настоящий",
        ),
        with(
            "/ToBoxId",
            json!(stage.theirs("Тихая")),
            StatusCode::CONFLICT,
            "only from counteragents",
        ),
        with("/DocumentAttachments", json!([]), BAD, "at least one"),
        with("/DocumentAttachments/0/TypeNamedId", json!("Invoice"), BAD, WRONG),
        with("/DocumentAttachments/0/Function", json!("СЧФ"), BAD, WRONG),
        with(
            "/DocumentAttachments/0/Version",
            json!("utd970_05_02_01"),
            BAD,
            WRONG,
        ),
        with("/DocumentAttachments/0/WorkflowId", json!(3), BAD, WRONG),
        with(
            "/DocumentAttachments/0/SignedContent/Content",
            json!("&&&"),
            BAD,
            "Error converting value",
        ),
        with(
            "/DocumentAttachments/0/SignedContent/Content",
            json!(base64("<Файл>")),
            BAD,
            "Location = ",
        ),
        with(
            "/DocumentAttachments/0/SignedContent/Signature",
            json!(base64("подпись")),
            BAD,
            "Invalid signature",
        ),
        with(
            "/DocumentAttachments/0/SignedContent/NameOnShelf",
            json!("file"),
            BAD,
            "either bytes or a name on the shelf",
        ),
        with(
            "/DocumentAttachments",
            json!("x"),
            BAD,
            "Can't deserialize request body into type: MessageToPost",
        ),
        with("/IsInternal", json!(true), BAD, "внутренние"),
        with("/LockMode", json!("Sometimes"), BAD, "LockMode"),
        with(
            "/ToDepartmentId",
            json!("5b1c1f7e-0000-4000-8000-00000000000f"),
            BAD,
            "Department",
        ),
    ]
}

/// More tags than there may be, and longer ones.
fn too_many_tags() -> Vec<Spoiled> {
    vec![
        with(
            "/DocumentAttachments/0/CustomData",
            json!(vec![json!({"Key": "Договор", "Value": "12"}); 31]),
            BAD,
            "CustomData should contain at most 30 items",
        ),
        with(
            "/DocumentAttachments/0/CustomData",
            json!([{"Key": "к".repeat(61), "Value": "12"}]),
            BAD,
            "a key at most 60",
        ),
        with(
            "/DocumentAttachments/0/CustomData",
            json!([{"Key": "Договор", "Value": "з".repeat(201)}]),
            BAD,
            "a value at most 200",
        ),
    ]
}

#[tokio::test]
async fn an_accepted_utd_with_any_required_field_missing_or_any_id_falsified_is_refused() {
    let stage = Stage::new().await;
    let accepted = utd(&stage.ours(0), &stage.theirs("Кедровая"), "СЧФДОП");
    let mut all = left_out();
    all.extend(falsified(&stage, &accepted));
    all.extend(too_many_tags());
    walk(&stage, &accepted, &all).await;
}

#[tokio::test]
async fn an_accepted_letter_without_its_file_name_is_refused() {
    let stage = Stage::new().await;
    let accepted = letter(&stage.ours(0), &stage.theirs("Кедровая"), "Счёт.pdf", "%PDF-1.4");
    let twice = json!([
        accepted["DocumentAttachments"][0],
        accepted["DocumentAttachments"][0]
    ]);
    let many: Vec<_> = (0..41)
        .map(|_| {
            let mut one = accepted["DocumentAttachments"][0].clone();
            one["CustomDocumentId"] = json!("");
            one
        })
        .collect();
    let all = [
        without(
            "/DocumentAttachments/0/Metadata",
            "Невозможно получить данные по ключу: FileName",
        ),
        with(
            "/DocumentAttachments/0/Metadata",
            json!([{"Key": "FileName"}]),
            BAD,
            "FileName",
        ),
        with("/DocumentAttachments", twice, BAD, "must be unique"),
        with("/DocumentAttachments", json!(many), BAD, "at most 40"),
    ];
    walk(&stage, &accepted, &all).await;
}

#[tokio::test]
async fn a_patch_of_the_wrong_side_the_wrong_thing_or_an_unknown_list_is_refused() {
    let stage = Stage::new().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    let (message, entity) = crate::support::ids(
        &stage
            .post(Who::Anna, POST, &letter(&ours, &theirs, "Счёт.pdf", "%PDF-1.4"))
            .await,
    );
    let signature = |box_id: &str, message: &str, entity: &str| json!({"BoxId": box_id, "MessageId": message, "Signatures": [{"ParentEntityId": entity, "SignWithTestSignature": true}]});
    let not_delivered = stage
        .try_post(
            Who::Stepan,
            "/V4/PostMessagePatch",
            &signature(&theirs, &message, &entity),
        )
        .await;
    assert_eq!(not_delivered.0, StatusCode::NOT_FOUND);
    stage.advance(5).await;
    let nobody = "00000000-1111-4222-8333-444444444444";
    let cases = [
        (
            Who::Anna,
            signature(&ours, &message, &entity),
            StatusCode::CONFLICT,
        ),
        (
            Who::Anna,
            signature(&theirs, &message, &entity),
            StatusCode::FORBIDDEN,
        ),
        (
            Who::Stepan,
            signature(&theirs, nobody, &entity),
            StatusCode::NOT_FOUND,
        ),
        (
            Who::Stepan,
            signature(&theirs, &message, nobody),
            StatusCode::NOT_FOUND,
        ),
        (
            Who::Stepan,
            signature(&theirs, &message, &format!("{entity}&")),
            BAD,
        ),
        (Who::Stepan, json!({"BoxId": theirs, "MessageId": message}), BAD),
        (
            Who::Stepan,
            json!({"BoxId": theirs, "MessageId": message, "RevocationRequests": [{}]}),
            BAD,
        ),
        (
            Who::Stepan,
            json!({"BoxId": theirs, "MessageId": message, "Signatures": [{"ParentEntityId": entity}]}),
            BAD,
        ),
    ];
    let mut twice = signature(&theirs, &message, &entity);
    twice["Signatures"] = json!([twice["Signatures"][0], twice["Signatures"][0]]);
    let refused = stage.try_post(Who::Stepan, "/V4/PostMessagePatch", &twice).await;
    assert_eq!(refused.0, StatusCode::CONFLICT, "{}", refused.1);
    for (who, patch, expected) in cases {
        let (status, text) = stage.try_post(who, "/V4/PostMessagePatch", &patch).await;
        assert_eq!(status, expected, "{patch}: {text}");
    }
}

#[tokio::test]
async fn doors_are_closed_to_strangers_other_formats_and_unknown_methods() {
    let stage = Stage::new().await;
    let ours = stage.ours(0);
    let url = |path: &str| format!("{}{path}", stage.base);
    let key = "DiadocAuth ddauth_api_client_id=stranger";
    let stranger = stage
        .client
        .get(url("/V2/GetMyUser"))
        .header("Authorization", key)
        .header("Accept", "application/json");
    let answer = stranger.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(answer.headers()["x-diadoc-errorcode"], "Http.Auth");
    assert!(answer.headers().contains_key("x-kontur-trace-id"));
    assert!(answer.headers().contains_key("content-length"));
    assert_eq!(answer.headers()["content-type"], "text/plain; charset=utf-8");
    assert_eq!(answer.text().await.unwrap(), "Invalid API client id");

    let authorization = stage.authorization(Who::Anna);
    let form = stage
        .client
        .post(url(POST))
        .header("Authorization", &authorization)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body("x=1")
        .send()
        .await
        .unwrap();
    assert_eq!(form.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let foreign = stage.theirs("Гранит");
    let cases = [
        (
            Method::GET,
            format!("/V8/GetNewEvents?boxId={foreign}"),
            StatusCode::FORBIDDEN,
        ),
        (Method::GET, "/V8/GetNewEvents".into(), BAD),
        (Method::GET, POST.into(), StatusCode::METHOD_NOT_ALLOWED),
        (Method::GET, "/V9/GetEverything".into(), StatusCode::NOT_FOUND),
        (
            Method::GET,
            format!("/V6/GetMessage?boxId={ours}&messageId=x"),
            BAD,
        ),
        (
            Method::GET,
            format!("/V6/GetMessage?boxId={ours}&messageId={}", uuid::Uuid::new_v4()),
            StatusCode::NOT_FOUND,
        ),
    ];
    for (method, path, expected) in cases {
        let answer = stage.send(Who::Anna, method, &path, None).await.unwrap();
        assert_eq!(answer.status(), expected, "{path}");
    }
    let wrong = json!({"login": "buhgalter@surguch.example", "password": "123"});
    let answer = stage
        .client
        .post(url("/V3/Authenticate?type=password"))
        .header("Authorization", &authorization)
        .json(&wrong)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(
        answer.text().await.unwrap(),
        "Wrong password provided for login buhgalter@surguch.example"
    );
}

#[tokio::test]
async fn a_web_page_of_another_site_reaches_nothing() {
    let stage = Stage::new().await;
    let host = stage
        .client
        .get(format!("{}/_sandbox/world", stage.base))
        .header("Host", "evil.example")
        .send()
        .await
        .unwrap();
    assert_eq!(host.status(), StatusCode::FORBIDDEN);
    let origin = stage
        .client
        .post(format!("{}/_sandbox/tokens/expire", stage.base))
        .header("Origin", "https://evil.example")
        .json(&json!({}));
    assert_eq!(origin.send().await.unwrap().status(), StatusCode::FORBIDDEN);
    let plain = stage
        .client
        .post(format!("{}/_sandbox/tokens/expire", stage.base))
        .body("{}")
        .send()
        .await
        .unwrap();
    assert_eq!(plain.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    stage.get(Who::Anna, "/V2/GetMyUser").await;
}
