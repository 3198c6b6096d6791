//! Large files on the shelf, as the official libraries lay them there and name them afterwards.

use serde_json::json;

use crate::support::{POST, Who, ids, letter};
use crate::wire::{Fields, begin, bytes, number};

const MEBIBYTE: usize = 1024 * 1024;

/// Bytes in which no two parts are alike.
fn file(length: usize) -> Vec<u8> {
    (0..length)
        .map(|place| u8::try_from((place / 7 + place / 1_000_003) % 251).unwrap())
        .collect()
}

#[tokio::test]
async fn a_file_in_one_piece_gets_a_name_with_the_ending_asked_for() {
    let (_stage, mut wire, authorization) = begin().await;
    for (path, ending) in [
        ("/V2/ShelfUpload?fileExtension=.xml", ".xml"),
        ("/v2/shelfupload?fileExtension=pdf", ".pdf"),
        ("/V2/ShelfUpload?fileExtension=", ""),
        ("/V2/ShelfUpload", ""),
    ] {
        let answer = wire.csharp("POST", path, &authorization, b"bytes").await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        let name = answer.text();
        assert!(
            name.ends_with(ending) && name.len() == 36 + ending.len(),
            "{name}"
        );
        let path = format!("/V2/ShelfDownload?fileName={name}");
        let found = wire.csharp("GET", &path, &authorization, b"").await;
        assert_eq!((found.status, found.body.as_slice()), (200, &b"bytes"[..]));
    }
    let ending = "/V2/ShelfUpload?fileExtension=..%2Fpasswd";
    assert_eq!(
        wire.csharp("POST", ending, &authorization, b"x").await.status,
        400
    );
    let large = file(3 * MEBIBYTE + 1);
    assert_eq!(
        wire.csharp("POST", "/V2/ShelfUpload", &authorization, &large)
            .await
            .status,
        400
    );
}

#[tokio::test]
async fn a_file_in_parts_is_whole_when_nothing_is_missing() {
    let (_stage, mut wire, authorization) = begin().await;
    let whole = file(7 * MEBIBYTE);
    let parts: Vec<_> = whole.chunks(3 * MEBIBYTE).collect();
    let path = "/ShelfUploadPartInit?fileExtension=.bin";
    let name = wire.csharp("POST", path, &authorization, parts[0]).await.text();
    let part = |number: usize, is_last: &str| {
        format!("/ShelfUploadPart?fileName={name}&partIndex={number}&isLastPart={is_last}")
    };
    let download = format!("/V2/ShelfDownload?fileName={name}");
    // The middle part is lost on the way.
    let answer = wire
        .csharp("POST", &part(2, "True"), &authorization, parts[2])
        .await;
    assert_eq!(answer.text(), "[1]");
    assert_eq!(
        wire.csharp("GET", &download, &authorization, b"").await.status,
        404
    );
    // The C# library calls what it sends again the last part.
    let answer = wire
        .csharp("POST", &part(1, "True"), &authorization, parts[1])
        .await;
    assert_eq!(answer.text(), "[]");
    let found = wire.csharp("GET", &download, &authorization, b"").await;
    assert!(found.body == whole, "{}", found.body.len());
    let strange = "/ShelfUploadPart?fileName=stranger&partIndex=1";
    assert_eq!(
        wire.csharp("POST", strange, &authorization, b"x").await.status,
        404
    );
    for number in ["-1", "x", "1024", "4294967296"] {
        let path = format!("/ShelfUploadPart?fileName={name}&partIndex={number}");
        assert_eq!(
            wire.csharp("POST", &path, &authorization, b"x").await.status,
            400,
            "{number}"
        );
    }
}

#[tokio::test]
async fn every_part_is_answered_with_a_list_and_a_part_may_come_again_without_being_the_last() {
    let (_stage, mut wire, authorization) = begin().await;
    let whole = file(2 * MEBIBYTE);
    let parts: Vec<_> = whole.chunks(512 * 1024).collect();
    let path = "/ShelfUploadPartInit?fileExtension=.zip";
    let name = wire.java("POST", path, &authorization, parts[0]).await.text();
    let mut answers = Vec::new();
    for (number, is_last) in [(2, false), (3, true), (1, false), (3, true)] {
        let path = format!("/ShelfUploadPart?fileName={name}&partIndex={number}&isLastPart={is_last}");
        answers.push(
            wire.java("POST", &path, &authorization, parts[number])
                .await
                .text(),
        );
    }
    assert_eq!(answers, ["[1]", "[1]", "[]", "[]"]);
    let path = format!("/V2/ShelfDownload?fileName={name}");
    assert!(wire.java("GET", &path, &authorization, b"").await.body == whole);
    // A file of one part says so at once.
    let path = "/ShelfUploadPartInit?fileExtension=&isLastPart=true";
    let name = wire.java("POST", path, &authorization, b"small").await.text();
    let path = format!("/V2/ShelfDownload?fileName={name}");
    assert_eq!(wire.java("GET", &path, &authorization, b"").await.body, b"small");
}

#[tokio::test]
async fn the_older_methods_take_names_in_the_callers_own_space() {
    let (stage, mut wire, authorization) = begin().await;
    let part = |number: usize, last: &str| {
        format!("/ShelfUpload?nameOnShelf=__userId__/api-1&partIndex={number}{last}")
    };
    assert_eq!(
        wire.java("POST", &part(1, "&isLastPart=1"), &authorization, b"de")
            .await
            .text(),
        "[0]"
    );
    assert_eq!(
        wire.java("POST", &part(0, ""), &authorization, b"abc")
            .await
            .text(),
        "[]"
    );
    let path = "/ShelfDownload?nameOnShelf=__userId__/api-1";
    assert_eq!(wire.java("GET", path, &authorization, b"").await.body, b"abcde");
    // Another person has another shelf.
    let stepan = stage.authorization(Who::Stepan);
    assert_eq!(wire.java("GET", path, &stepan, b"").await.status, 404);
    let public = "/ShelfDownload?nameOnShelf=api-1";
    assert_eq!(wire.java("GET", public, &authorization, b"").await.status, 400);
    let nobody = "DiadocAuth ddauth_api_client_id=stranger";
    assert_eq!(wire.java("GET", path, nobody, b"").await.status, 401);
}

#[tokio::test]
async fn a_posting_and_a_patch_take_their_bytes_from_the_shelf() {
    let (stage, mut wire, authorization) = begin().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    let whole = [b"%PDF-1.4".to_vec(), file(MEBIBYTE)].concat();
    let upload = "/V2/ShelfUpload?fileExtension=.pdf";
    let name = wire.csharp("POST", upload, &authorization, &whole).await.text();
    let signed = [bytes(4, &name), number(5, 1)].concat();
    let metadata = [bytes(1, "FileName"), bytes(2, "Договор.pdf")].concat();
    let attachment = [
        bytes(1, signed),
        number(4, 1),
        bytes(12, "Nonformalized"),
        bytes(15, metadata),
    ];
    let message = [bytes(1, &ours), bytes(2, &theirs), bytes(34, attachment.concat())].concat();
    let posted = wire
        .csharp("POST", "/V3/PostMessage?operationId=", &authorization, &message)
        .await;
    assert_eq!(posted.status, 200, "{}", posted.text());
    let ledger = stage.ledger().await;
    assert_eq!(ledger[0]["size"], whole.len());
    let (message_id, entity) = (
        Fields::of(&posted.body).text(1),
        ledger[0]["entity_id"].as_str().unwrap().to_owned(),
    );
    let path = format!("/V4/GetEntityContent?boxId={ours}&messageId={message_id}&entityId={entity}");
    assert!(wire.csharp("GET", &path, &authorization, b"").await.body == whole);

    stage.advance(10).await;
    let stepan = stage.authorization(Who::Stepan);
    let cms = sandbox::diadoc::cms::test_signature(&whole);
    let name = wire
        .csharp("POST", "/V2/ShelfUpload?fileExtension=.sig", &stepan, &cms)
        .await
        .text();
    let signature = [bytes(1, &entity), bytes(6, format!("__userId__/{name}"))].concat();
    let patch = [bytes(1, &theirs), bytes(2, &message_id), bytes(5, signature)].concat();
    let answer = wire
        .csharp("POST", "/V4/PostMessagePatch?operationId", &stepan, &patch)
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text());
}

#[tokio::test]
async fn a_name_that_is_gone_or_half_there_or_beside_bytes_is_refused() {
    let (stage, mut wire, authorization) = begin().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    let path = "/ShelfUploadPartInit?fileExtension=.pdf";
    let half = wire.csharp("POST", path, &authorization, b"%PDF").await.text();
    let old = wire
        .csharp(
            "POST",
            "/V2/ShelfUpload?fileExtension=.pdf",
            &authorization,
            b"%PDF",
        )
        .await
        .text();
    let mut request = letter(&ours, &theirs, "Счёт.pdf", "%PDF-1.4");
    let content = "/DocumentAttachments/0/SignedContent";
    request.pointer_mut(content).unwrap()["NameOnShelf"] = json!(old);
    let (status, text) = stage.try_post(Who::Anna, POST, &request).await;
    assert_eq!(status, 400);
    assert!(text.contains("either bytes or a name on the shelf"), "{text}");
    for name in [half.as_str(), "nobody.pdf"] {
        *request.pointer_mut(content).unwrap() = json!({"NameOnShelf": name, "SignWithTestSignature": true});
        let (status, text) = stage.try_post(Who::Anna, POST, &request).await;
        assert_eq!(status, 400);
        assert!(
            text.contains(&format!("File {name} is not found on the shelf")),
            "{text}"
        );
    }
    *request.pointer_mut(content).unwrap() = json!({"NameOnShelf": old, "SignWithTestSignature": true});
    ids(&stage
        .post(Who::Anna, &format!("{POST}?operationId=now"), &request)
        .await);
    // Tokens live for a day, files for seven.
    stage.advance(7 * 24 * 3_600).await;
    let mut stage = stage;
    stage.renew(Who::Anna).await;
    let (status, text) = stage
        .try_post(Who::Anna, &format!("{POST}?operationId=later"), &request)
        .await;
    assert_eq!(
        (status.as_u16(), text.contains("is not found on the shelf")),
        (400, true),
        "{text}"
    );
}
