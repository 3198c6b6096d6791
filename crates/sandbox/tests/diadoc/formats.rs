//! Protobuf by default, JSON when asked for, and the same in both.

use reqwest::Method;
use serde_json::{Map, Value, json};

use crate::support::{POST, Stage, Who, ids, letter, utd};
use crate::wire::{Fields, Found, begin, bytes, posting};

#[tokio::test]
async fn without_any_header_about_formats_everything_is_protobuf() {
    let (stage, mut wire, _) = begin().await;
    let user = &stage.world["users"][0];
    let log_in = [
        bytes(1, user["login"].as_str().unwrap()),
        bytes(2, user["password"].as_str().unwrap()),
    ];
    let key = stage.world["services"]["diadoc"]["developer_keys"][0]
        .as_str()
        .unwrap();
    let key = format!("DiadocAuth ddauth_api_client_id={key}");
    let path = "/V3/Authenticate?type=password";
    let token = wire.csharp("POST", path, &key, &log_in.concat()).await;
    assert_eq!(token.status, 200, "{}", token.text());
    // The token is text as it is, not a structure.
    assert!(token.text().is_ascii() && !token.body.is_empty());
    let authorization = format!("{key},ddauth_token={}", token.text());

    let path = "/GetMyOrganizations?autoRegister=False";
    let list = wire.csharp("GET", path, &authorization, b"").await;
    assert_eq!(list.status, 200);
    let organizations = Fields::of(&list.body).inners(1);
    assert_eq!(
        organizations.len(),
        stage.world["organizations"].as_array().unwrap().len()
    );
    let box_id = organizations[0].inner(7).text(1);
    assert_eq!(box_id, stage.ours(0));

    let message = posting(&box_id, &stage.theirs("Кедровая"), "Счёт.pdf", "%PDF-1.4");
    let path = "/V3/PostMessage?operationId=";
    let posted = wire.csharp("POST", path, &authorization, &message).await;
    assert_eq!(posted.status, 200, "{}", posted.text());
    let posted = Fields::of(&posted.body);
    assert_eq!(posted.text(4), box_id);
    assert_eq!((posted.varint(21), posted.varint(22)), (1, 1));
    assert_eq!(stage.ledger().await[0]["message_id"], posted.text(1).as_str());
}

#[tokio::test]
async fn each_way_has_its_own_format() {
    let (stage, mut wire, authorization) = begin().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    let head = |formats: &str, body: &[u8]| {
        format!(
            "POST {POST} HTTP/1.1\nAuthorization: {authorization}\nContent-Length: {}{formats}",
            body.len()
        )
    };
    let json_body = |text: &str| serde_json::to_vec(&letter(&ours, &theirs, "Счёт.pdf", text)).unwrap();
    let protobuf_body = |text: &str| posting(&ours, &theirs, "Счёт.pdf", text);
    let asks_for_json = [
        "\nAccept: application/json",
        "\nAccept: application/json; charset=utf-8",
    ];
    let asks_for_protobuf = ["", "\nAccept: */*", "\nAccept: application/octet-stream"];
    let says_json = [
        "\nContent-Type: application/json",
        "\nContent-Type: application/json; charset=utf-8",
        // The operator's own example forgets the semicolon.
        "\nContent-Type: application/json charset=utf-8",
    ];
    let says_protobuf = [
        "",
        "\nContent-Type:",
        "\nContent-Type: application/octet-stream",
        "\nContent-Type: application/x-protobuf",
    ];
    let mut count = 0;
    for accept in asks_for_json.iter().chain(&asks_for_protobuf) {
        for kind in says_json.iter().chain(&says_protobuf) {
            count += 1;
            let text = format!("%PDF-1.4 {count}");
            let body = if kind.contains("json") {
                json_body(&text)
            } else {
                protobuf_body(&text)
            };
            let answer = wire.send(&head(&format!("{accept}{kind}"), &body), &body).await;
            assert_eq!(answer.status, 200, "{accept}{kind}: {}", answer.text());
            if accept.contains("json") {
                let message: Value = serde_json::from_slice(&answer.body).unwrap();
                assert_eq!(message["FromBoxId"], ours);
            } else {
                assert_eq!(Fields::of(&answer.body).text(4), ours);
            }
        }
    }
    let body = b"x=1";
    let form = "\nContent-Type: application/x-www-form-urlencoded";
    assert_eq!(wire.send(&head(form, body), body).await.status, 415);
    assert_eq!(
        wire.send(&head("", b""), b"").await.text(),
        "Request body cannot be empty"
    );
}

/// What JSON says more than protobuf, and what protobuf leaves out because it is empty.
fn comparable(value: &Value) -> Value {
    const ONLY_IN_JSON: [&str; 3] = ["OrgIdGuid", "JoinedDiadocTreaty", "LastEventTimestamp"];
    match value {
        Value::Object(fields) => {
            let kept = fields.iter().filter(|(name, value)| {
                let is_empty =
                    value.as_str().is_some_and(str::is_empty) || value.as_array().is_some_and(Vec::is_empty);
                !is_empty && !ONLY_IN_JSON.contains(&name.as_str())
            });
            let kept: Map<_, _> = kept
                .map(|(name, value)| (name.clone(), comparable(value)))
                .collect();
            Value::Object(kept)
        }
        Value::Array(items) => items.iter().map(comparable).collect(),
        other => other.clone(),
    }
}

/// Asks in both formats and compares.
async fn compare(stage: &Stage, method: Method, path: &str, order: Option<&Value>) {
    let in_json = stage.send(Who::Anna, method.clone(), path, order).await.unwrap();
    let status = in_json.status();
    let text = in_json.text().await.unwrap();
    assert_eq!(status, 200, "{path}: {text}");
    let mut request = stage
        .client
        .request(method, format!("{}{path}", stage.base))
        .header("Authorization", stage.authorization(Who::Anna));
    if let Some(order) = order {
        request = request.json(order);
    }
    let in_protobuf = request.send().await.unwrap();
    assert_eq!(in_protobuf.status(), 200, "{path}");
    let body = in_protobuf.bytes().await.unwrap();
    let path_alone = path.split('?').next().unwrap().to_lowercase();
    let bare = path_alone.strip_prefix("/").unwrap();
    let (version, name) = match bare.split_once('/') {
        Some((version, name)) => (version.strip_prefix('v').unwrap().parse().unwrap(), name),
        None => (0, bare),
    };
    let message = sandbox::diadoc::protobuf::answer(name, version).unwrap();
    let in_protobuf = sandbox::diadoc::protobuf::read(message, &body).unwrap();
    let in_json = serde_json::from_str(&text).unwrap();
    assert_eq!(comparable(&in_protobuf), comparable(&in_json), "{path}");
}

/// Three documents with everything that can happen to them: refused, answered with a title, badly signed.
async fn three(stage: &Stage, letter: &Value) -> [(String, String); 3] {
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    let refused = ids(&stage.post(Who::Anna, POST, letter).await);
    let signed = ids(&stage.post(Who::Anna, POST, &utd(&ours, &theirs, "СЧФДОП")).await);
    let fault = json!({"method": "PostMessage", "kind": "bad_signature"});
    stage.control("faults", &fault).await;
    let spoiled = ids(&stage.post(Who::Anna, POST, &utd(&ours, &theirs, "СЧФ")).await);
    stage.advance(30).await;
    let order = json!({"box": theirs, "message_id": refused.0, "reason": "Не наш счёт"});
    stage.control("cabinet/reject", &order).await;
    let order = json!({"box": theirs, "message_id": signed.0});
    stage.control("cabinet/sign", &order).await;
    stage.advance(3_600).await;
    [refused, signed, spoiled]
}

#[tokio::test]
async fn both_formats_say_the_same_and_nothing_is_lost_between_them() {
    let stage = Stage::new().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    let mut letter = letter(&ours, &theirs, "Счёт.pdf", "%PDF-1.4");
    let attachment = &mut letter["DocumentAttachments"][0];
    attachment["Comment"] = json!("Просим подписать.");
    attachment["CustomData"] = json!([{"Key": "проект", "Value": "Север"}]);
    attachment["NeedReceipt"] = json!(true);
    let custom = attachment["CustomDocumentId"].as_str().unwrap().to_owned();
    let documents = three(&stage, &letter).await;

    let mut paths = vec![
        "/GetMyOrganizations".to_owned(),
        format!("/GetOrganization?boxId={theirs}"),
        "/V2/GetMyUser".to_owned(),
        format!("/V3/GetCounteragents?myBoxId={ours}"),
        format!("/V3/GetDocumentTypes?boxId={ours}"),
        format!("/V8/GetNewEvents?boxId={ours}"),
        format!("/V7/GetNewEvents?boxId={ours}"),
        format!("/V2/GetLastEvent?boxId={ours}"),
        format!("/V3/GetEvent?boxId={ours}&eventId={}", documents[2].0),
        format!("/GetDocumentsByCustomId?boxId={ours}&customDocumentId={custom}"),
        format!("/V3/GetDocuments?boxId={ours}&filterCategory=Any.Outbound"),
    ];
    let mut requests = Vec::new();
    for (message, entity) in &documents {
        paths.push(format!(
            "/GetDocumentsByMessageId?boxId={ours}&messageId={message}"
        ));
        paths.push(format!("/V6/GetMessage?boxId={ours}&messageId={message}"));
        paths.push(format!(
            "/V3/GetDocument?boxId={ours}&messageId={message}&entityId={entity}"
        ));
        let id = json!({"MessageId": message, "EntityId": entity});
        requests.push(json!({"DocumentId": id, "InjectEntityContent": true}));
    }
    for path in paths {
        compare(&stage, Method::GET, &path, None).await;
    }
    let order = json!({ "Requests": requests });
    compare(
        &stage,
        Method::POST,
        &format!("/V4/GetDocflows?boxId={ours}"),
        Some(&order),
    )
    .await;
    compare(
        &stage,
        Method::POST,
        &format!("{POST}?operationId=once"),
        Some(&letter),
    )
    .await;
}

#[tokio::test]
async fn required_fields_of_a_document_are_there_and_ticks_are_fixed() {
    let (stage, mut wire, authorization) = begin().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    let (message, entity) = ids(&stage.post(Who::Anna, POST, &utd(&ours, &theirs, "СЧФДОП")).await);
    let path = format!("/V3/GetDocument?boxId={ours}&messageId={message}&entityId={entity}");
    let answer = wire.csharp("GET", &path, &authorization, b"").await;
    let document = Fields::of(&answer.body);
    for number in [2, 3, 4, 63, 64, 65, 66, 68, 69, 70, 71, 74, 75, 76, 80] {
        assert!(document.has(number), "{number}");
    }
    let Some(Found::Fixed64(ticks)) = document.all(4).next() else {
        panic!("CreationTimestampTicks is not fixed");
    };
    let in_json = stage
        .document(Who::Anna, &ours, &(message.clone(), entity.clone()))
        .await;
    // In JSON ticks are whole numbers.
    assert_eq!(in_json["CreationTimestampTicks"].as_u64(), Some(*ticks));
    let size = document.inner(9);
    assert!(matches!(size.all(1).next(), Some(Found::Fixed32(size)) if *size > 0));
    // Absent would mean «there are unread messages» to a library.
    assert_eq!(document.varint(82), 0);
    let words = &in_json["DocflowStatus"]["PrimaryStatus"]["Severity"];
    assert_eq!(*words, document.inner(80).inner(1).text(1));
}
