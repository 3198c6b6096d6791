//! Methods beside the posting of letters, in protobuf, field by field as the official libraries write and read them.

use serde_json::json;

use crate::support::{POST, Stage, Who, ids, letter};
use crate::wire::{Fields, Found, Wire, begin, bytes, number, posting};

/// A GUID of no special meaning.
const NAME: &str = "5b0e7a3e-2f57-4b5e-9a64-5f3f0f6f8a11";

fn from_hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_hexdigit).collect();
    let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    digits.chunks(2).map(pair).collect()
}

/// A letter of Anna's that lies in the box of the grove: the box, the ids.
async fn delivered(stage: &Stage) -> (String, (String, String)) {
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    let posted = stage
        .post(Who::Anna, POST, &letter(&ours, &theirs, "Счёт.pdf", "%PDF-1.4"))
        .await;
    stage.advance(10).await;
    (ours, ids(&posted))
}

#[tokio::test]
async fn a_log_in_byte_for_byte_opens_the_door() {
    let stage = Stage::new().await;
    let mut wire = Wire::to(&stage).await;
    // LoginPassword { 1: "buhgalter@surguch.example", 2: "sirenevyj-tuman-7" }
    let body = from_hex(
        "0a19 6275 6867 616c 7465 7240 7375 7267 7563 682e 6578 616d 706c 65
         1211 7369 7265 6e65 7679 6a2d 7475 6d61 6e2d 37",
    );
    let authorization = stage.authorization(Who::Anna);
    let key = authorization.split(',').next().unwrap();
    let answer = wire
        .csharp("POST", "/V3/Authenticate?type=password", key, &body)
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(!answer.text().is_empty() && !answer.text().contains('{'));
}

#[tokio::test]
async fn a_question_whether_something_may_be_posted_is_answered_with_every_required_field() {
    let (stage, mut wire, authorization) = begin().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Тихая гавань"));
    let prototype = [bytes(1, NAME), bytes(2, "Nonformalized")].concat();
    let question = [bytes(1, &ours), bytes(3, &theirs), bytes(8, prototype)].concat();
    let answer = wire
        .csharp("POST", "/CanPostMessage", &authorization, &question)
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let told = Fields::of(&answer.body);
    assert_eq!((told.text(1), told.text(3)), (ours.clone(), theirs));
    assert!(!told.text(2).is_empty() && !told.text(4).is_empty());
    let errors = told.inners(9);
    assert_eq!(errors.len(), 1, "they take documents from counteragents only");
    assert_eq!(errors[0].varint(1), 1);
    assert!(!errors[0].text(2).is_empty() && !errors[0].text(3).is_empty());

    let open = [bytes(1, &ours), bytes(3, stage.theirs("Кедровая"))].concat();
    let answer = wire.java("POST", "/CanPostMessage", &authorization, &open).await;
    assert!(!Fields::of(&answer.body).has(9), "nothing stands against it");

    let nameless = [
        bytes(1, &ours),
        bytes(3, stage.theirs("Кедровая")),
        bytes(8, bytes(2, "Invoice")),
    ]
    .concat();
    let answer = wire
        .csharp("POST", "/CanPostMessage", &authorization, &nameless)
        .await;
    assert_eq!(answer.status, 400);
    assert!(
        answer
            .text()
            .contains("DocumentPrototypes.CustomDocumentId: a required field is absent"),
        "{}",
        answer.text()
    );
}

#[tokio::test]
async fn a_draft_is_posted_and_sent_and_the_same_bytes_again_send_nothing() {
    let (stage, mut wire, authorization) = begin().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    let draft = [posting(&ours, &theirs, "Счёт.pdf", "%PDF-1.4"), number(13, 1)].concat();
    let answer = wire
        .csharp("POST", "/V3/PostMessage?operationId=", &authorization, &draft)
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let draft = Fields::of(&answer.body);
    assert_eq!(
        (draft.varint(9), draft.varint(22)),
        (1, 2),
        "IsDraft, MessageType.Draft"
    );
    assert_eq!(draft.varint(21), 1, "LockMode.None");
    let entity = draft.inners(8).remove(0).text(2);

    let signature = [bytes(1, &entity), number(4, 1)].concat();
    let order = [bytes(1, &ours), bytes(2, draft.text(1)), bytes(5, signature)].concat();
    let path = "/SendDraft?operationId=";
    let answer = wire.csharp("POST", path, &authorization, &order).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let letter = Fields::of(&answer.body);
    assert_eq!((letter.text(12), letter.varint(22)), (draft.text(1), 1));
    assert_ne!(letter.text(1), draft.text(1));
    let again = wire.java("POST", path, &authorization, &order).await;
    assert_eq!(Fields::of(&again.body).text(1), letter.text(1));
    assert_eq!(
        stage
            .ledger()
            .await
            .iter()
            .filter(|line| line["is_sent"] == true)
            .count(),
        1
    );

    let empty = wire.csharp("POST", path, &authorization, b"").await;
    assert_eq!(
        (empty.status, empty.text().as_str()),
        (400, "Request body cannot be empty")
    );
    let headless = bytes(1, &ours);
    let answer = wire.csharp("POST", path, &authorization, &headless).await;
    assert!(
        answer
            .text()
            .contains("DraftToSend.DraftId: a required field is absent"),
        "{}",
        answer.text()
    );
}

#[tokio::test]
async fn an_invitation_is_a_task_whose_result_and_log_the_libraries_can_read() {
    let (stage, mut wire, authorization) = begin().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Тихая гавань"));
    let order = [bytes(3, "Просим принять"), bytes(5, &theirs)].concat();
    let path = format!("/V3/AcquireCounteragent?myBoxId={ours}&myDepartmentId");
    let answer = wire.csharp("POST", &path, &authorization, &order).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let task = Fields::of(&answer.body).text(1);
    let result = format!("/V2/AcquireCounteragentResult?taskId={task}");
    let early = wire.java("GET", &result, &authorization, b"").await;
    assert_eq!((early.status, early.body.len()), (204, 0));
    early.header("retry-after").unwrap().parse::<u32>().unwrap();
    stage.advance(5).await;
    let done = wire.csharp("GET", &result, &authorization, b"").await;
    assert!(Fields::of(&done.body).has(1), "BoxId is required");

    let path = format!("/V1/GetCounteragentEvents?boxId={ours}");
    let log = Fields::of(&wire.csharp("GET", &path, &authorization, b"").await.body);
    assert_eq!(log.varint(3), 1, "TotalCountType is required");
    let event = log.inners(1).remove(0);
    assert_eq!(event.varint(4), 1, "IInvitedCounteragent");
    let info = event.inner(2);
    assert_eq!(info.varint(2), 3, "IsInvitedByMe");
    assert!(matches!(info.all(3).next(), Some(Found::Fixed64(_))), "sfixed64");

    let path = format!("/V3/GetCounteragent?myBoxId={ours}&counteragentBoxId={theirs}");
    let row = Fields::of(&wire.java("GET", &path, &authorization, b"").await.body);
    assert_eq!((row.varint(3), row.text(7)), (3, "Просим принять".to_owned()));
    let organization = row.inner(2);
    for required in [1, 2, 4, 22, 27, 30] {
        assert!(organization.has(required), "Organization {required}");
    }

    let path = format!("/V2/BreakWithCounteragent?myBoxId={ours}&counteragentBoxId={theirs}&comment");
    let broken = wire.csharp("POST", &path, &authorization, b"").await;
    assert_eq!((broken.status, broken.header("content-length")), (200, Some("0")));
}

#[tokio::test]
async fn companies_are_looked_for_by_inn_and_an_unknown_one_is_not_found() {
    let (stage, mut wire, authorization) = begin().await;
    let ours = stage.ours(0);
    let order = [bytes(1, "9644112800"), bytes(1, "7700000000")].concat();
    let path = format!("/V2/GetOrganizationsByInnList?myBoxId={ours}");
    let answer = wire.csharp("POST", &path, &authorization, &order).await;
    let rows = Fields::of(&answer.body).inners(1);
    assert_eq!(
        rows.len(),
        2,
        "head office and branch; the unknown one is left out"
    );
    assert_eq!(rows[0].inner(1).text(2), "9644112800");
    let statuses: Vec<u64> = rows.iter().map(|row| row.varint(2)).collect();
    assert!(statuses.contains(&1) && statuses.contains(&7), "{statuses:?}");

    let known = wire
        .csharp(
            "GET",
            "/GetOrganizationsByInnKpp?inn=9644112800",
            &authorization,
            b"",
        )
        .await;
    assert_eq!(Fields::of(&known.body).inners(1).len(), 2);
    for path in [
        "/GetOrganizationsByInnKpp?inn=7700000000",
        "/GetOrganization?inn=7700000000",
    ] {
        let answer = wire.csharp("GET", path, &authorization, b"").await;
        assert_eq!(
            (answer.status, answer.text()),
            (404, "Organization 7700000000 is not found".to_owned()),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_box_its_features_and_certificates_of_others_are_told() {
    let (root, key) = crate::signing::kept("9644112800");
    let certificate = key.certificate.clone();
    let stage = Stage::keeping(root, key).await;
    let mut wire = Wire::to(&stage).await;
    let authorization = stage.authorization(Who::Anna);
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));

    let answer = wire
        .csharp("GET", &format!("/GetBox?boxId={theirs}"), &authorization, b"")
        .await;
    let found = Fields::of(&answer.body);
    assert_eq!(found.text(1), theirs);
    assert_eq!(found.text(6).replace('-', "") + "@diadoc.ru", theirs);
    assert_eq!(found.inner(3).text(2), "9644112800");
    let unknown = format!("/GetBox?boxId={NAME}");
    let answer = wire.csharp("GET", &unknown, &authorization, b"").await;
    assert_eq!(
        (answer.status, answer.text()),
        (404, format!("Box [{NAME}] is not found"))
    );

    let path = format!("/GetOrganizationFeatures?boxId={ours}");
    let features = Fields::of(&wire.java("GET", &path, &authorization, b"").await.body);
    assert_eq!(features.inner(1).inner(1).varint(1), 0, "not blocked");
    let foreign = format!("/GetOrganizationFeatures?boxId={theirs}");
    assert_eq!(wire.java("GET", &foreign, &authorization, b"").await.status, 403);

    let path = format!("/V2/GetCounteragentCertificates?myBoxId={ours}&counteragentBoxId={theirs}");
    let list = Fields::of(&wire.csharp("GET", &path, &authorization, b"").await.body);
    let raw = list.inners(1).remove(0);
    assert_eq!(raw.all(1).next(), Some(&Found::Bytes(certificate)));
    let path = format!("/V2/GetCounteragentCertificates?myBoxId={ours}&counteragentBoxId={NAME}");
    assert_eq!(wire.csharp("GET", &path, &authorization, b"").await.status, 404);
}

#[tokio::test]
async fn copies_are_not_ready_at_first_and_then_whole() {
    let stage = Stage::new().await;
    let (ours, (message, entity)) = delivered(&stage).await;
    let mut wire = Wire::to(&stage).await;
    let authorization = stage.authorization(Who::Anna);
    let place = format!("boxId={ours}&messageId={message}&documentId={entity}");

    let zip = format!("/GenerateDocumentZip?{place}&fullDocflow=True");
    let pending = wire.csharp("GET", &zip, &authorization, b"").await;
    // An empty structure in protobuf is no byte at all.
    assert_eq!(
        (pending.status, pending.header("content-length")),
        (200, Some("0"))
    );
    pending.header("retry-after").unwrap().parse::<u32>().unwrap();
    let ready = wire.csharp("GET", &zip, &authorization, b"").await;
    assert!(ready.header("retry-after").is_none());
    let name = Fields::of(&ready.body).text(1);
    let path = format!("/V2/ShelfDownload?fileName={name}");
    let archive = wire.java("GET", &path, &authorization, b"").await;
    assert!(archive.body.starts_with(b"PK\x03\x04"), "{}", archive.status);

    let protocol = format!("/GenerateDocumentProtocol?{place}");
    let pending = wire.csharp("GET", &protocol, &authorization, b"").await;
    assert!(pending.header("retry-after").is_some() && pending.body.is_empty());
    let ready = Fields::of(&wire.csharp("GET", &protocol, &authorization, b"").await.body);
    let Some(Found::Bytes(pdf)) = ready.all(1).next() else {
        panic!("PrintForm is required");
    };
    assert!(pdf.starts_with(b"%PDF"));
    assert!(ready.has(2), "Signature is required");

    let form = format!("/GeneratePrintForm?{place}");
    wire.java("GET", &form, &authorization, b"").await;
    let ready = wire.java("GET", &form, &authorization, b"").await;
    assert_eq!(ready.header("content-type"), Some("application/pdf"));
    let name = ready.header("content-disposition").unwrap();
    assert!(
        name.is_ascii() && name.starts_with("attachment; filename=\""),
        "{name}"
    );
}

#[tokio::test]
async fn documents_are_moved_and_put_away_with_empty_answers_and_the_feed_says_so() {
    let stage = Stage::new().await;
    let (ours, (message, entity)) = delivered(&stage).await;
    let mut wire = Wire::to(&stage).await;
    let authorization = stage.authorization(Who::Anna);
    let department = stage.world["organizations"][0]["departments"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let document = [bytes(1, &message), bytes(2, &entity)].concat();
    let order = [bytes(1, &ours), bytes(2, &department), bytes(3, document)].concat();
    let moved = wire
        .csharp("POST", "/MoveDocuments", &authorization, &order)
        .await;
    assert_eq!(
        (moved.status, moved.header("content-length")),
        (200, Some("0")),
        "{}",
        moved.text()
    );
    let delete = format!("/Delete?boxId={ours}&messageId={message}&documentId={entity}");
    for status in [200, 409] {
        let answer = wire.java("POST", &delete, &authorization, b"").await;
        assert_eq!(answer.status, status, "{}", answer.text());
    }
    let missing = format!("/Restore?boxId={ours}&messageId={NAME}");
    assert_eq!(wire.java("POST", &missing, &authorization, b"").await.status, 404);

    let path = format!("/V8/GetNewEvents?boxId={ours}");
    let feed = Fields::of(&wire.csharp("GET", &path, &authorization, b"").await.body);
    let patches: Vec<Fields> = feed
        .inners(1)
        .iter()
        .filter(|event| event.has(3))
        .map(|event| event.inner(3))
        .collect();
    let of_move = patches.iter().rev().nth(1).unwrap();
    assert_eq!(of_move.inner(9).text(3), department);
    let told = of_move.inners(3).remove(0);
    assert_eq!(told.varint(5), 65, "MoveDocument");
    assert_eq!(told.inner(34).text(2), department);
    let of_delete = patches.last().unwrap();
    assert_eq!((of_delete.varint(8), of_delete.inner(9).varint(2)), (1, 1));
    assert_eq!(of_delete.inner(9).text(1), entity);
}

#[tokio::test]
async fn statuses_of_other_systems_and_operators_are_written_with_their_numbers() {
    let stage = Stage::new().await;
    let (ours, (message, entity)) = delivered(&stage).await;
    let status = json!({
        "docflow_named_id": "TtGis",
        "docflow_friendly_name": "ГИС МТ",
        "named_id": "ProcessingError",
        "friendly_name": "Ошибка",
        "kind": "Error",
        "details": [["4", "Код маркировки не найден"]],
    });
    stage
        .control(
            "outside/system",
            &json!({"message_id": message, "status": status}),
        )
        .await;
    let order = json!({"message_id": message, "is_success": false, "text": "Участник заблокирован"});
    stage.control("outside/roaming", &order).await;

    let mut wire = Wire::to(&stage).await;
    let authorization = stage.authorization(Who::Anna);
    let document = [bytes(1, &message), bytes(2, &entity)].concat();
    let request = bytes(1, bytes(1, document));
    let path = format!("/V4/GetDocflows?boxId={ours}");
    let answer = wire.csharp("POST", &path, &authorization, &request).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let docflow = Fields::of(&answer.body).inner(1).inner(4);
    let last = docflow.inner(12);
    assert_eq!((last.text(1), last.text(2)), ("TtGis".to_owned(), entity));
    let statuses = docflow.inner(13).inners(3);
    let told = statuses[0].inner(2);
    assert_eq!((told.text(1), told.varint(3)), ("ProcessingError".to_owned(), 4));
    assert_eq!(told.inner(5).text(2), "Код маркировки не найден");
    let roaming = docflow.inner(1).inner(5);
    assert_eq!(roaming.varint(2), 0);
    assert!(roaming.has(1), "Notification is required");
}
