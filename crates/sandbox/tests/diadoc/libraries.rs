//! What the official libraries expect of the wire, each rule by the bytes that they send.

use serde_json::json;

use crate::support::{POST, Who, ids, letter};
use crate::wire::{Fields, begin, bytes, number, posting};

#[tokio::test]
async fn one_connection_carries_many_calls_whose_lengths_are_always_told() {
    let (stage, mut wire, authorization) = begin().await;
    let ours = stage.ours(0);
    let empty = format!("/V2/GetLastEvent?boxId={ours}");
    let answer = wire.csharp("GET", &empty, &authorization, b"").await;
    assert_eq!((answer.status, answer.body.len()), (204, 0));
    let (message, entity) = ids(&stage
        .post(
            Who::Anna,
            POST,
            &letter(&ours, &stage.theirs("Кедровая"), "Счёт.pdf", "%PDF-1.4"),
        )
        .await);
    let print_form = format!("/GeneratePrintForm?boxId={ours}&messageId={message}&documentId={entity}");
    for (path, status) in [
        ("/GetMyOrganizations", 200),
        (empty.as_str(), 200),
        (print_form.as_str(), 200),
        (print_form.as_str(), 200),
        ("/V8/GetNewEvents", 400),
        ("/NoSuchMethod", 404),
        ("/V3/PostMessage", 405),
    ] {
        let answer = wire.csharp("GET", path, &authorization, b"").await;
        assert_eq!(answer.status, status, "{path}");
        assert!(answer.head.starts_with("HTTP/1.1 "));
        assert!(
            answer.header("content-length").is_some(),
            "{path}: {}",
            answer.head
        );
        assert!(answer.header("content-encoding").is_none() && answer.header("transfer-encoding").is_none());
        if status == 200 {
            let is_pending = answer.body.is_empty();
            let wait = answer
                .header("retry-after")
                .map(|wait| wait.parse::<u32>().unwrap());
            assert_eq!(wait.is_some(), is_pending, "{path}");
        } else {
            assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"));
            assert!(answer.header("x-diadoc-errorcode").is_some());
            assert!(answer.header("x-kontur-trace-id").is_some());
        }
    }
}

#[tokio::test]
async fn too_many_requests_are_told_with_whole_seconds() {
    let (stage, mut wire, authorization) = begin().await;
    let order = json!({"method": "GetMyUser", "kind": "status", "status": 429, "retry_after": 3});
    stage.control("faults", &order).await;
    let answer = wire.java("GET", "/V2/GetMyUser", &authorization, b"").await;
    assert_eq!((answer.status, answer.header("retry-after")), (429, Some("3")));
}

#[tokio::test]
async fn paths_methods_and_parameters_are_taken_as_the_libraries_spell_them() {
    let (stage, mut wire, authorization) = begin().await;
    let ours = stage.ours(0);
    let guid = stage.world["organizations"][0]["box_id_guid"].as_str().unwrap();
    let paths = [
        format!("/V3/GetCounteragents?myBoxId={guid}&counteragentStatus&afterIndexKey=&pageSize=100"),
        format!("/v3/getcounteragents?myboxid={ours}"),
        format!("//V3/GetCounteragents?MYBOXID={}", ours.to_uppercase()),
    ];
    let mut lists = Vec::new();
    for path in &paths {
        let answer = wire.java("GET", path, &authorization, b"").await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        lists.push(answer.body);
    }
    assert!(lists.iter().all(|list| *list == lists[0]));
    let list = Fields::of(&lists[0]);
    assert_eq!(list.inners(2).len(), 4);
    // The list ends with an empty page, not with an error.
    let last = list.inners(2).pop().unwrap().text(1);
    let path = format!("/V3/GetCounteragents?myBoxId={ours}&afterIndexKey={last}");
    let answer = wire.csharp("GET", &path, &authorization, b"").await;
    let end = Fields::of(&answer.body);
    assert_eq!((end.inners(2).len(), end.varint(3)), (0, 1));
    // A method token of odd case, which the C# library sends for one call.
    let body = posting(&ours, &stage.theirs("Кедровая"), "Счёт.pdf", "%PDF-1.4");
    let answer = wire
        .csharp("Post", "/v3/postMessage?operationId", &authorization, &body)
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    // Nothing new: the feed ends with a page without events.
    let key = Fields::of(
        &wire
            .csharp(
                "GET",
                &format!("/V2/GetLastEvent?boxId={ours}"),
                &authorization,
                b"",
            )
            .await
            .body,
    );
    let path = format!(
        "/V8/GetNewEvents?boxId={ours}&afterIndexKey={}&departmentId=&messageType",
        key.text(4)
    );
    let answer = wire.csharp("GET", &path, &authorization, b"").await;
    let page = Fields::of(&answer.body);
    assert_eq!((page.inners(1).len(), page.varint(2), page.varint(3)), (0, 1, 1));
}

#[tokio::test]
async fn a_patch_in_protobuf_signs_and_its_answer_names_the_patch() {
    let (stage, mut wire, _) = begin().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    let (message, entity) = ids(&stage
        .post(Who::Anna, POST, &letter(&ours, &theirs, "Счёт.pdf", "%PDF-1.4"))
        .await);
    stage.advance(10).await;
    let signature = [bytes(1, &entity), number(4, 1)].concat();
    let patch = [bytes(1, &theirs), bytes(2, &message), bytes(5, signature)].concat();
    let authorization = stage.authorization(Who::Stepan);
    let path = "/V4/PostMessagePatch?operationId=77";
    let answer = wire.java("POST", path, &authorization, &patch).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let first = Fields::of(&answer.body);
    assert_eq!((first.text(1), first.varint(15)), (message, 1));
    let again = wire.java("POST", path, &authorization, &patch).await;
    assert_eq!(Fields::of(&again.body).text(13), first.text(13));
    stage.advance(10).await;
    let status = stage.document(Who::Anna, &ours, &(first.text(1), entity)).await;
    assert_eq!(status["RecipientResponseStatus"], "WithRecipientSignature");
}

#[tokio::test]
async fn bodies_that_are_no_protobuf_are_refused_with_the_place_of_the_mistake() {
    let (stage, mut wire, authorization) = begin().await;
    let whole = posting(&stage.ours(0), &stage.theirs("Кедровая"), "Счёт.pdf", "%PDF-1.4");
    let no_type = [bytes(1, "f"), bytes(34, bytes(1, bytes(1, "x")))].concat();
    let cases: [(&[u8], &str); 4] = [
        (
            b"{\"FromBoxId\": \"x\"}",
            "Can't deserialize request body into type: MessageToPost. ",
        ),
        (
            whole.get(..whole.len() - 1).unwrap(),
            "the bytes end in the middle of a field",
        ),
        (
            &no_type,
            "MessageToPost.DocumentAttachments.TypeNamedId: a required field is absent",
        ),
        (b"\x0a\x00\x1a\x00", "MessageToPost.FromBoxId is required"),
    ];
    for (body, text) in cases {
        let answer = wire.csharp("POST", POST, &authorization, body).await;
        assert_eq!(answer.status, 400, "{text}");
        assert!(answer.text().contains(text), "{} / {text}", answer.text());
    }
    // An obsolete list is refused by its name, not lost.
    let obsolete = [bytes(3, ""), whole].concat();
    let answer = wire.csharp("POST", POST, &authorization, &obsolete).await;
    assert_eq!(answer.status, 400);
    assert!(answer.text().contains("invoices"), "{}", answer.text());
    assert!(stage.ledger().await.is_empty());
}

#[tokio::test]
async fn a_title_is_generated_from_raw_bytes_whatever_formats_are_asked_for() {
    let (stage, mut wire, authorization) = begin().await;
    let organization = |box_id: &str| format!("<OrganizationReference BoxId=\"{box_id}\"/>");
    let contract = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\
         <UniversalTransferDocument Function=\"СЧФДОП\" DocumentDate=\"21.11.2026\" DocumentNumber=\"42\" Currency=\"643\" DocumentCreator=\"ООО\">\
         <Sellers><Seller>{}</Seller></Sellers><Buyers><Buyer>{}</Buyer></Buyers>\
         <DocumentShipments><DocumentShipment DocumentName=\"УПД\" DocumentNumber=\"42\" DocumentDate=\"21.11.2026\"/></DocumentShipments>\
         <Table TotalWithVatExcluded=\"200\" Vat=\"44\" Total=\"244\"><Item Product=\"Бумага\" Unit=\"796\" Quantity=\"2\" Price=\"100\" \
         TaxRate=\"TwentyTwoPercent\" SubtotalWithVatExcluded=\"200\" Vat=\"44\" Subtotal=\"244\"/></Table>\
         <TransferInfo OperationInfo=\"Товары переданы\"/><Signers><Signer SignerPowersConfirmationMethod=\"1\"/></Signers>\
         </UniversalTransferDocument>",
        organization(&stage.ours(0)),
        organization(&stage.theirs("Кедровая")),
    );
    let path = format!(
        "/GenerateTitleXml?boxId={}&documentTypeNamedId=UniversalTransferDocument&documentFunction=%D0%A1%D0%A7%D0%A4%D0%94%D0%9E%D0%9F&documentVersion=utd970_05_03_01&titleIndex=0&letterId&documentId&editingSettingId",
        stage.ours(0)
    );
    let answer = wire
        .csharp("POST", &path, &authorization, contract.as_bytes())
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(answer.body.starts_with(b"<?xml"));
    let disposition = answer.header("content-disposition").unwrap();
    let name = disposition.strip_prefix("attachment; filename=\"").unwrap();
    assert!(
        name.starts_with("ON_NSCHFDOPPR_") && name.ends_with(".xml\""),
        "{disposition}"
    );
    assert!(disposition.is_ascii());
}
