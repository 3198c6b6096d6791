//! The stories of the profile, from the service's side.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{OLGA, Stage, auto, draft, id, paper};

fn state(document: &Value) -> (&str, &str) {
    (
        document["status"]["code"].as_str().unwrap(),
        document["consent"]["state"].as_str().unwrap(),
    )
}

#[tokio::test]
async fn a_new_client_signs_the_consent_and_then_the_document_by_two_messages() {
    let stage = Stage::new().await;
    let document = stage.create(&draft("заказ-наряд 7")).await;
    assert_eq!(state(&document), ("prepared", "required"));
    assert_eq!(document["client"]["phone"], OLGA);
    let refused = stage.post(&format!("/documents/{}/confirm", id(&document))).await;
    assert_eq!(
        (refused.0, refused.1["error"]["code"].as_str()),
        (StatusCode::CONFLICT, Some("consent_required"))
    );
    let asked = stage.step(&document, "consent-request").await;
    assert_eq!(state(&asked), ("awaiting_consent", "requested"));
    assert_eq!(asked["status"]["name"], "Ожидаем подписи");
    stage.olga("consent-all").await;
    // The status stays: only the mark of the consent appears.
    assert_eq!(
        state(&stage.document(id(&document)).await),
        ("awaiting_consent", "granted")
    );
    let sent = stage.step(&document, "confirm").await;
    assert_eq!(sent["status"]["name"], "Отправлен на подпись. Ожидаем подписания");
    assert_eq!(sent["signatures"][0]["full_name"], "Воронцова Анна Павловна");
    let messages = stage.sms().await;
    let purposes: Vec<_> = messages
        .iter()
        .map(|one| one["purpose"].as_str().unwrap())
        .collect();
    assert_eq!(purposes, ["consent", "document"]);
    assert_ne!(messages[0]["code"], messages[1]["code"]);
    stage.olga("sign-all").await;
    let signed = stage.document(id(&document)).await;
    assert_eq!(signed["status"]["name"], "Подписан");
    assert_eq!(signed["signatures"][1]["phone"], OLGA);
    assert_eq!(signed["version"], 5);
}

#[tokio::test]
async fn a_message_has_the_known_shape_and_its_link_stays_for_a_client() {
    let stage = Stage::new().await;
    stage.know_olga().await;
    for number in 0..2 {
        stage.create(&auto(&format!("акт {number}"))).await;
    }
    let messages = stage.sms().await;
    for one in &messages {
        let (text, code) = (one["text"].as_str().unwrap(), one["code"].as_str().unwrap());
        let link = text
            .strip_prefix("F.Doc. Документы: https://fdoc.ru/cln/")
            .unwrap();
        let path_token: String = link.chars().take(8).collect();
        assert!(path_token.chars().all(|sign| sign.is_ascii_alphanumeric()));
        assert_eq!(link, format!("{path_token}?c={code}, код: {code}"));
        assert_eq!(one["link"], format!("{}/cln/{path_token}?c={code}", stage.base));
    }
    let page = |one: &Value| {
        one["link"]
            .as_str()
            .unwrap()
            .split('?')
            .next()
            .unwrap()
            .to_owned()
    };
    assert_eq!(page(&messages[0]), page(&messages[2]));
    stage
        .control(
            "fdoc/ways",
            &json!({"path_tokens": "per_message", "sms_host": "https://f.example"}),
        )
        .await;
    stage.create(&auto("акт 3")).await;
    let messages = stage.sms().await;
    assert_ne!(page(&messages[0]), page(&messages[3]));
    assert!(
        messages[3]["text"]
            .as_str()
            .unwrap()
            .contains("https://f.example/cln/")
    );
}

#[tokio::test]
async fn a_known_client_gets_the_document_at_once_and_another_name_or_number_needs_a_consent() {
    let stage = Stage::new().await;
    stage.know_olga().await;
    let document = stage.create(&draft("второй")).await;
    assert_eq!(state(&document), ("prepared", "granted"));
    assert_eq!(state(&stage.step(&document, "confirm").await).0, "sent");
    let again = stage
        .post(&format!("/documents/{}/consent-request", id(&document)))
        .await;
    assert_eq!(again.1["error"]["code"], "invalid_state");
    for (field, value) in [("phone", "+7 916 123-45-68"), ("last_name", "Осинина")] {
        let mut changed = draft(field);
        changed["client"][field] = json!(value);
        assert_eq!(
            state(&stage.create(&changed).await),
            ("prepared", "required"),
            "{field}"
        );
    }
    let mut same = draft("те же буквы");
    same["client"]["last_name"] = json!("  РЯБИНИНА ");
    assert_eq!(state(&stage.create(&same).await), ("prepared", "granted"));
}

#[tokio::test]
async fn an_automatic_document_waits_for_the_consent_and_then_goes_by_itself() {
    let stage = Stage::new().await;
    // Three print forms of one rule: one question, three documents, each by a message of its own.
    let mut documents = Vec::new();
    for number in 0..3 {
        documents.push(stage.create(&auto(&format!("форма {number}"))).await);
    }
    for document in &documents {
        assert_eq!(state(document), ("awaiting_consent", "requested"));
    }
    assert_eq!(stage.sms().await.len(), 1);
    stage.olga("consent-all").await;
    for document in &documents {
        assert_eq!(state(&stage.document(id(document)).await), ("sent", "granted"));
    }
    let about: Vec<Value> = stage
        .sms()
        .await
        .iter()
        .map(|one| one["document_id"].clone())
        .collect();
    assert_eq!(about.len(), 4);
    let known = stage.create(&auto("форма 4")).await;
    assert_eq!(state(&known), ("sent", "granted"));
}

#[tokio::test]
async fn a_document_is_annulled_in_every_state_but_the_last_ones() {
    let stage = Stage::new().await;
    let annul = async |document: &Value| {
        let path = format!("/documents/{}/annul", id(document));
        stage
            .call(Method::POST, &path, Some(&json!({"reason": "Ошибка в сумме"})))
            .await
    };
    let prepared = stage.create(&draft("1")).await;
    let (status, answer) = annul(&prepared).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(answer["status"]["name"], "Аннулирован");
    assert_eq!(answer["annul"]["by"]["full_name"], "Воронцова Анна Павловна");
    assert_eq!(annul(&prepared).await.1["error"]["details"]["status"], "annulled");
    let awaiting = stage.create(&auto("2")).await;
    assert_eq!(annul(&awaiting).await.0, StatusCode::OK);
    stage.olga("consent-all").await;
    let sent = stage.create(&auto("3")).await;
    assert_eq!(annul(&sent).await.0, StatusCode::OK);
    let signed = stage.create(&auto("4")).await;
    stage.olga("sign-all").await;
    let (status, answer) = annul(&signed).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert_eq!(
        answer["error"]["message"],
        "Подписанный документ нельзя аннулировать"
    );
    stage
        .control("fdoc/ways", &json!({"may_annul_signed": true}))
        .await;
    assert_eq!(annul(&signed).await.0, StatusCode::OK);
    // What was annulled is not signed any more.
    assert_eq!(stage.olga("sign-all").await["documents"], json!([]));
}

#[tokio::test]
async fn a_refusal_ends_the_document_and_a_new_one_may_point_to_it() {
    let stage = Stage::new().await;
    stage.know_olga().await;
    let document = stage.create(&auto("отказ")).await;
    stage.olga("decline-all").await;
    let declined = stage.document(id(&document)).await;
    assert_eq!(
        declined["status"],
        json!({"code": "declined", "name": "Отказ", "changed_at": declined["status"]["changed_at"]})
    );
    let mut next = auto("вместо него");
    next["replaces"] = json!(id(&document));
    assert_eq!(stage.create(&next).await["replaces"], id(&document));
}

#[tokio::test]
async fn the_same_external_id_is_refused_until_a_new_document_is_wanted_all_the_same() {
    let stage = Stage::new().await;
    let first = stage.create(&draft("наряд 7")).await;
    let (status, answer) = stage
        .call(Method::POST, "/documents", Some(&draft("наряд 7")))
        .await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert_eq!(answer["error"]["details"]["existing_id"], id(&first));
    let mut again = draft("наряд 7");
    again["force_new"] = json!(true);
    stage.create(&again).await;
    let found = stage.get("/documents?external_id=наряд%207").await;
    assert_eq!(found["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_message_is_sent_again_after_a_minute_and_no_sooner() {
    let stage = Stage::new().await;
    stage.know_olga().await;
    let document = stage.create(&auto("ещё раз")).await;
    let path = format!("/documents/{}/resend", id(&document));
    let early = stage.send(Method::POST, &path, Some(&json!({}))).await.unwrap();
    assert_eq!(early.status(), StatusCode::TOO_MANY_REQUESTS);
    let wait: u32 = early.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    stage.advance(60).await;
    assert_eq!(stage.post(&path).await.0, StatusCode::ACCEPTED);
    let codes = stage.sms().await;
    assert_ne!(codes[1]["code"], codes[2]["code"]);
    assert_eq!(
        stage.document(id(&document)).await["version"],
        document["version"]
    );
}

#[tokio::test]
async fn files_are_the_source_the_stamped_copy_and_the_protocol_each_with_its_hash() {
    let stage = Stage::new().await;
    stage.know_olga().await;
    let document = stage.create(&auto("файлы")).await;
    let path = |variant: &str| format!("/documents/{}/file?variant={variant}", id(&document));
    for variant in ["stamped", "protocol"] {
        let (status, answer) = stage.call(Method::GET, &path(variant), None).await;
        assert_eq!(
            (status, &answer["error"]["code"]),
            (StatusCode::CONFLICT, &json!("not_signed_yet"))
        );
    }
    stage.olga("sign-all").await;
    let mut files = Vec::new();
    for variant in ["source", "stamped", "protocol"] {
        let answer = stage.send(Method::GET, &path(variant), None).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()["content-type"], "application/pdf");
        let tag = answer.headers()["etag"].to_str().unwrap().to_owned();
        let bytes = answer.bytes().await.unwrap();
        assert_eq!(tag, format!("\"{}\"", domain::BlobId::of(&bytes)));
        let known = stage
            .request(Method::GET, &path(variant))
            .header("If-None-Match", tag);
        assert_eq!(known.send().await.unwrap().status(), StatusCode::NOT_MODIFIED);
        files.push(bytes);
    }
    assert_eq!(files[0], paper());
    assert_eq!(
        document["file"]["sha256"],
        domain::BlobId::of(&files[0]).to_string()
    );
    assert!(files[1].starts_with(&files[0]) && files[1].len() > files[0].len());
    for bytes in files {
        let pdf = hayro_syntax::Pdf::new(bytes.to_vec()).unwrap();
        assert_eq!(pdf.pages().len(), 1);
    }
}

#[tokio::test]
async fn the_list_is_read_by_pages_and_by_conditions() {
    let mut stage = Stage::new().await;
    stage.know_olga().await;
    for number in 0..4 {
        stage.create(&draft(&format!("л-{number}"))).await;
    }
    let mut seen = Vec::new();
    let mut place = String::new();
    loop {
        let page = stage.get(&format!("/documents?limit=2{place}")).await;
        seen.extend(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| id(one).to_owned()),
        );
        match page["page"]["next"].as_str() {
            Some(next) => place = format!("&page_token={next}"),
            None => break,
        }
    }
    assert_eq!(
        seen,
        [
            "doc-000001",
            "doc-000002",
            "doc-000003",
            "doc-000004",
            "doc-000005"
        ]
    );
    let count = async |stage: &Stage, query: &str| {
        let page = stage.get(&format!("/documents?{query}")).await;
        page["items"].as_array().unwrap().len()
    };
    assert_eq!(count(&stage, "status=annulled").await, 1);
    assert_eq!(count(&stage, "employee=me&status=prepared").await, 4);
    assert_eq!(count(&stage, "client_phone=89161234567").await, 5);
    assert_eq!(count(&stage, "client_phone=89161234560").await, 0);
    stage.advance(3_600).await;
    let now = stage.create(&draft("позже")).await["created_at"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(
        count(&stage, &format!("updated_from={}", now.replace('+', "%2B"))).await,
        1
    );
    // Another organization sees nothing of it.
    let theirs = stage.world["organizations"][1].clone();
    stage.key = theirs["api_key"].as_str().unwrap().to_owned();
    let person = &theirs["employees"][0];
    let given = json!({"login": person["login"], "password": person["password"]});
    let (_, answer) = stage.call(Method::POST, "/sessions", Some(&given)).await;
    stage.bearer = answer["token"].as_str().unwrap().to_owned();
    assert_eq!(count(&stage, "").await, 0);
    let (status, _) = stage.call(Method::GET, "/documents/doc-000001", None).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert_eq!(stage.get("/changes").await["events"], json!([]));
}

#[tokio::test]
async fn the_feed_tells_every_version_once_and_in_order() {
    let stage = Stage::new().await;
    let document = stage.create(&auto("лента")).await;
    stage.olga("consent-all").await;
    stage.olga("sign-all").await;
    let mut events: Vec<Value> = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = stage.get(&format!("/changes?limit=2{cursor}")).await;
        events.extend(page["events"].as_array().unwrap().iter().cloned());
        cursor = format!("&after={}", page["next_cursor"].as_str().unwrap());
        if page["has_more"] == false {
            break;
        }
    }
    let told: Vec<(&str, u64, &str)> = events
        .iter()
        .map(|event| {
            let document = &event["document"];
            (
                event["type"].as_str().unwrap(),
                document["version"].as_u64().unwrap(),
                document["status"]["code"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("document.created", 1, "prepared"),
            ("document.status_changed", 2, "awaiting_consent"),
            ("document.consent_changed", 3, "awaiting_consent"),
            ("document.status_changed", 4, "sent"),
            ("document.status_changed", 5, "signed"),
        ]
    );
    assert_eq!(events[4]["document"], stage.document(id(&document)).await);
    let nothing = stage.get(&format!("/changes?{}", &cursor[1..])).await;
    assert_eq!(nothing["events"], json!([]));
    assert_eq!(nothing["next_cursor"], "c-000005");
}

#[tokio::test]
async fn words_that_nobody_knows_are_shown_as_they_are() {
    let stage = Stage::new().await;
    let document = stage.create(&draft("слова")).await;
    let order = json!({"document_id": id(&document), "code": "on_hold", "name": "На проверке у оператора"});
    stage.control("fdoc/documents/status", &order).await;
    let shown = stage.document(id(&document)).await;
    assert_eq!(shown["status"]["name"], "На проверке у оператора");
    assert_eq!(shown["version"], 2);
}

#[tokio::test]
async fn the_same_seed_tells_the_same_story() {
    let mut stories = Vec::new();
    for seed in [7, 7, 8] {
        let stage = Stage::new().await;
        stage.create(&draft("до")).await;
        stage.control("fdoc/reset", &json!({"seed": seed})).await;
        let mut stage = stage;
        stage.log_in().await;
        assert_eq!(id(&stage.create(&auto("после")).await), "doc-000001");
        stories.push(stage.sms().await[0]["text"].clone());
    }
    assert_eq!(stories[0], stories[1]);
    assert_ne!(stories[0], stories[2]);
}
