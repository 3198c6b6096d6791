//! Older versions of methods, which the official libraries still call, byte by byte.

use serde_json::json;

use crate::support::{POST, SIGNER, Stage, Who, base64, ids, letter, utd};
use crate::wire::{Fields, Wire, begin, bytes, number};

async fn delivered(stage: &Stage) -> (String, String, (String, String)) {
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    let posted = stage
        .post(Who::Anna, POST, &letter(&ours, &theirs, "Счёт.pdf", "%PDF-1.4"))
        .await;
    stage.advance(10).await;
    (ours, theirs, ids(&posted))
}

async fn got(wire: &mut Wire, path: &str, authorization: &str) -> Fields {
    let answer = wire.csharp("GET", path, authorization, b"").await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    Fields::of(&answer.body)
}

async fn posted(wire: &mut Wire, path: &str, authorization: &str, body: &[u8]) -> Fields {
    let answer = wire.java("POST", path, authorization, body).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    Fields::of(&answer.body)
}

#[tokio::test]
async fn messages_and_events_are_read_by_every_version_that_a_library_calls() {
    let (stage, mut wire, authorization) = begin().await;
    let (ours, _, (message, _)) = delivered(&stage).await;
    for version in ["V4", "V5", "V6"] {
        let path = format!("/{version}/GetMessage?boxId={ours}&messageId={message}");
        let told = got(&mut wire, &path, &authorization).await;
        // LockMode and MessageType are required: without them a library throws.
        assert_eq!(
            (told.text(1), told.varint(21), told.varint(22)),
            (message.clone(), 1, 1)
        );
    }
    let mut pages = Vec::new();
    for version in ["V6", "V7", "V8"] {
        let path = format!("/{version}/GetNewEvents?boxId={ours}");
        let page = got(&mut wire, &path, &authorization).await;
        pages.push((page.inners(1).len(), page.varint(2), page.varint(3)));
    }
    assert!(
        pages.windows(2).all(|pair| pair[0] == pair[1]) && pages[0].0 > 1,
        "{pages:?}"
    );
    let last = got(&mut wire, &format!("/GetLastEvent?boxId={ours}"), &authorization).await;
    let same = got(
        &mut wire,
        &format!("/V2/GetLastEvent?boxId={ours}"),
        &authorization,
    )
    .await;
    assert_eq!(last.text(1), same.text(1));
    let path = format!("/V2/GetEvent?boxId={ours}&eventId={}", last.text(1));
    assert_eq!(got(&mut wire, &path, &authorization).await.text(1), last.text(1));
    // Before the eighth version a page was shorter.
    let answer = wire
        .java(
            "GET",
            &format!("/V6/GetNewEvents?boxId={ours}&limit=101"),
            &authorization,
            b"",
        )
        .await;
    assert_eq!(answer.status, 400);
}

#[tokio::test]
async fn relations_are_read_and_changed_by_organisations_as_the_older_versions_name_them() {
    let (stage, mut wire, authorization) = begin().await;
    let organizations = got(&mut wire, "/GetMyOrganizations", &authorization).await;
    let mine = organizations.inners(1).remove(0).text(1);
    let list = got(
        &mut wire,
        &format!("/V2/GetCounteragents?myOrgId={mine}"),
        &authorization,
    )
    .await;
    let rows = list.inners(2);
    assert_eq!(rows.len(), 4);
    let (theirs, name) = rows
        .iter()
        .map(|row| (row.inner(2).text(1), row.inner(2).text(4)))
        .find(|(_, name)| name.contains("Кедровая"))
        .unwrap();
    let pair = format!("myOrgId={mine}&counteragentOrgId={theirs}");
    let one = got(&mut wire, &format!("/V2/GetCounteragent?{pair}"), &authorization).await;
    assert_eq!(one.inner(2).text(4), name);
    got(
        &mut wire,
        &format!("/GetCounteragentCertificates?{pair}"),
        &authorization,
    )
    .await;
    let inns = bytes(1, "9644112800");
    let found = posted(
        &mut wire,
        &format!("/GetOrganizationsByInnList?myOrgId={mine}"),
        &authorization,
        &inns,
    )
    .await;
    assert!(!found.inners(1).is_empty());

    let answer = wire
        .csharp(
            "POST",
            &format!("/BreakWithCounteragent?{pair}&comment=x"),
            &authorization,
            b"",
        )
        .await;
    assert_eq!((answer.status, answer.body.len()), (200, 0));
    let body = [bytes(1, &theirs), bytes(3, "Обменяемся")].concat();
    let task = posted(
        &mut wire,
        &format!("/V2/AcquireCounteragent?myOrgId={mine}"),
        &authorization,
        &body,
    )
    .await;
    stage.advance(60).await;
    let path = format!("/AcquireCounteragentResult?taskId={}", task.text(1));
    assert_eq!(got(&mut wire, &path, &authorization).await.text(1), theirs);
    let user = got(&mut wire, "/GetMyUser", &authorization).await;
    assert_eq!(user.text(3), "Анна");
}

#[tokio::test]
async fn the_older_patch_has_numbers_of_its_own_and_a_list_for_titles_of_one_type() {
    let (stage, mut wire, _) = begin().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    let place = ids(&stage.post(Who::Anna, POST, &utd(&ours, &theirs, "ДОП")).await);
    stage.advance(10).await;
    let authorization = stage.authorization(Who::Stepan);
    let contract = "<UniversalTransferDocumentBuyerTitle AcceptanceDate=\"22.11.2026\" DocumentCreator=\"ООО «Кедровая роща»\">\
        <ContentOperCode TotalCode=\"1\"/><Signers><Signer SignerPowersConfirmationMethod=\"1\"><Fio LastName=\"Ильин\" FirstName=\"Степан\"/>\
        <Position PositionSource=\"Manual\">Директор</Position></Signer></Signers></UniversalTransferDocumentBuyerTitle>";
    let path = format!(
        "/GenerateRecipientTitleXml?boxId={theirs}&senderTitleMessageId={}&senderTitleAttachmentId={}",
        place.0, place.1
    );
    let title = wire
        .csharp("POST", &path, &authorization, contract.as_bytes())
        .await;
    assert_eq!(title.status, 200, "{}", title.text());
    let name = title.header("content-disposition").unwrap().to_owned();
    assert!(name.is_ascii() && name.contains("ON_NSCHFDOPPOK"), "{name}");

    let signed = [bytes(1, &title.body), number(5, 1)].concat();
    let reply = [bytes(1, &place.1), bytes(2, signed), number(5, 0)].concat();
    let patch = [bytes(1, &theirs), bytes(2, &place.0), bytes(20, reply)].concat();
    let made = posted(
        &mut wire,
        "/V3/PostMessagePatch?operationId",
        &authorization,
        &patch,
    )
    .await;
    assert_eq!((made.text(1), made.varint(15)), (place.0.clone(), 1));
    stage.advance(30).await;
    let document = stage.document(Who::Anna, &ours, &place).await;
    assert_eq!(document["RecipientResponseStatus"], "WithRecipientSignature");
}

#[tokio::test]
async fn receipts_and_refusals_are_generated_by_both_versions_and_posted_as_they_came() {
    let (stage, mut wire, _) = begin().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    let authorization = stage.authorization(Who::Stepan);
    let invoice = ids(&stage.post(Who::Anna, POST, &utd(&ours, &theirs, "СЧФ")).await);
    let act = ids(&stage
        .post(Who::Anna, POST, &letter(&ours, &theirs, "Акт.pdf", "%PDF-1.4"))
        .await);
    stage.advance(10).await;
    let details = [bytes(1, "Ильин"), bytes(2, "Степан")].concat();
    let signer = bytes(2, details);
    let query = format!(
        "boxId={theirs}&messageId={}&attachmentId={}",
        invoice.0, invoice.1
    );
    for method in [
        "GenerateReceiptXml",
        "GenerateDocumentReceiptXml",
        "GenerateInvoiceDocumentReceiptXml",
    ] {
        let answer = wire
            .java("POST", &format!("/{method}?{query}"), &authorization, &signer)
            .await;
        assert_eq!(answer.status, 200, "{method}: {}", answer.text());
        assert!(
            answer
                .header("content-disposition")
                .unwrap()
                .contains("DP_IZVPOL")
        );
    }
    let request = [bytes(1, &invoice.0), bytes(2, &invoice.1), bytes(3, SIGNER)].concat();
    let path = format!("/V2/GenerateReceiptXml?boxId={theirs}");
    let receipt = wire.csharp("POST", &path, &authorization, &request).await;
    assert_eq!(receipt.status, 200, "{}", receipt.text());
    let signed = json!({"Content": base64(&receipt.body), "SignWithTestSignature": true});
    let patch = json!({"BoxId": theirs, "MessageId": invoice.0,
        "Receipts": [{"ParentEntityId": invoice.1, "SignedContent": signed}]});
    stage.post(Who::Stepan, "/V4/PostMessagePatch", &patch).await;

    let request = [
        bytes(1, "Не та сумма"),
        bytes(2, &act.0),
        bytes(3, &act.1),
        bytes(4, SIGNER),
    ]
    .concat();
    let path = format!("/V2/GenerateSignatureRejectionXml?boxId={theirs}");
    let refusal = wire.csharp("POST", &path, &authorization, &request).await;
    assert_eq!(refusal.status, 200, "{}", refusal.text());
    let signed = json!({"Content": base64(&refusal.body), "SignWithTestSignature": true});
    let patch = json!({"BoxId": theirs, "MessageId": act.0,
        "XmlSignatureRejections": [{"ParentEntityId": act.1, "SignedContent": signed}]});
    stage.post(Who::Stepan, "/V4/PostMessagePatch", &patch).await;
    stage.advance(30).await;
    let told = stage.docflow(Who::Anna, &ours, &act).await;
    assert_eq!(
        told["Docflow"]["RecipientResponse"]["Rejection"]["PlainText"],
        "Не та сумма"
    );
    // The sender owes no receipt notice to itself.
    let anna = stage.authorization(Who::Anna);
    let request = [bytes(1, &invoice.0), bytes(2, &invoice.1), bytes(3, SIGNER)].concat();
    let path = format!("/V2/GenerateReceiptXml?boxId={ours}");
    assert_eq!(wire.csharp("POST", &path, &anna, &request).await.status, 409);
}

#[tokio::test]
async fn exchanges_are_listed_by_events_by_words_and_by_packet() {
    let (stage, mut wire, authorization) = begin().await;
    let (ours, _, (message, entity)) = delivered(&stage).await;
    // An empty filter is there all the same.
    let request = [bytes(1, b""), number(3, 1), number(5, 1), number(11, 1)].concat();
    for version in ["V3", "V4"] {
        let path = format!("/{version}/GetDocflowEvents?boxId={ours}");
        let mut after = Vec::new();
        let mut seen = Vec::new();
        loop {
            let body = [request.clone(), after].concat();
            let page = posted(&mut wire, &path, &authorization, &body).await;
            let Some(event) = page.inners(2).pop() else {
                break;
            };
            assert_eq!(event.inner(3).text(2), entity);
            assert_eq!(event.inner(5).inner(1).text(1), message);
            assert_eq!(
                event.has(7),
                !seen.is_empty(),
                "what was before the first is nothing"
            );
            after = bytes(2, event.text(4));
            seen.push(event.text(1));
        }
        assert!(seen.len() > 1, "{seen:?}");
        let answer = wire.java("POST", &path, &authorization, &number(11, 5)).await;
        assert_eq!(answer.status, 400, "the filter is required");

        let docflows = [bytes(
            1,
            bytes(1, [bytes(1, &message), bytes(2, &entity)].concat()),
        )]
        .concat();
        let path = format!("/{version}/GetDocflows?boxId={ours}");
        let told = posted(&mut wire, &path, &authorization, &docflows).await;
        assert_eq!(told.inners(1).len(), 1);
        let path = format!("/{version}/SearchDocflows?boxId={ours}");
        for (words, count) in [("Счёт.pdf", 1), ("договор", 0)] {
            let found = posted(&mut wire, &path, &authorization, &bytes(1, words)).await;
            assert_eq!((found.inners(1).len(), found.varint(2)), (count, 0), "{words}");
        }
        let packet = stage
            .document(Who::Anna, &ours, &(message.clone(), entity.clone()))
            .await["PacketId"]
            .clone();
        let path = format!("/{version}/GetDocflowsByPacketId?boxId={ours}");
        let found = posted(
            &mut wire,
            &path,
            &authorization,
            &bytes(1, packet.as_str().unwrap()),
        )
        .await;
        assert_eq!(found.inners(1).len(), 1);
        assert!(!found.has(2), "the last page names no next one");
    }
}
