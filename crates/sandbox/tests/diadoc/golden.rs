//! The published example requests are understood. They carry placeholders instead of boxes and shortened base64, so what is
//! expected is not acceptance but a refusal that speaks of the placeholder. Without `SURGUCH_GOLDEN` the same shapes are
//! built here.

use std::path::PathBuf;

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{Stage, Who, letter};

fn golden(name: &str) -> Option<Value> {
    let folder = PathBuf::from(std::env::var_os("SURGUCH_GOLDEN")?);
    let text = std::fs::read_to_string(folder.join("diadoc").join(name)).unwrap();
    Some(serde_json::from_str(&text).unwrap())
}

fn posted(from: &str, type_named_id: &str) -> Value {
    json!({"FromBoxId": from, "ToBoxId": "{{boxId_recipient}}", "DocumentAttachments": [{
        "SignedContent": {"Content": "PD94bWw...NC50Ls+", "Signature": "MIIN5QYJ...A9MJ"},
        "TypeNamedId": type_named_id, "Function": "СЧФДОП", "Version": "utd970_05_02_01"}]})
}

#[tokio::test]
async fn published_requests_for_posting_are_read_and_refused_for_their_placeholders() {
    let stage = Stage::new().await;
    let files = [
        ("post_message_utd970_request.json", "UniversalTransferDocument"),
        ("post_message_act_request.json", "XmlAcceptanceCertificate"),
        ("post_message_poa_request.json", "тип документа"),
        ("post_message_torg2_request.json", "Torg2"),
        ("post_message_xmltorg12_request.json", "XmlTorg12"),
    ];
    for (file, type_named_id) in files {
        let mut request = golden(file).unwrap_or_else(|| posted("{{boxId_sender}}", type_named_id));
        let (status, text) = stage.try_post(Who::Anna, "/V3/PostMessage", &request).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{file}: {text}");
        request["FromBoxId"] = json!(stage.ours(0));
        request["ToBoxId"] = json!(stage.theirs("Кедровая"));
        let (status, text) = stage.try_post(Who::Anna, "/V3/PostMessage", &request).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{file}: {text}");
        assert!(text.contains("Error converting value"), "{file}: {text}");
    }
}

#[tokio::test]
async fn published_patches_and_log_ins_are_read() {
    let stage = Stage::new().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    let (message, _) = crate::support::ids(
        &stage
            .post(
                Who::Anna,
                "/V3/PostMessage",
                &letter(&ours, &theirs, "Счёт.pdf", "%PDF-1.4"),
            )
            .await,
    );
    stage.advance(5).await;
    let lists = [
        ("post_message_patch_invoice_receipt_request.json", "Receipts"),
        (
            "post_message_patch_recipient_title_request.json",
            "RecipientTitles",
        ),
        ("seed_post_message_patch_v4_receipt.json", "Receipts"),
        (
            "seed_post_message_patch_v4_rejection.json",
            "XmlSignatureRejections",
        ),
    ];
    for (file, list) in lists {
        let shape = || json!({list: [{"ParentEntityId": "30cf2c07-7297-4d48-bc6f-ca7a80e2cf95&", "SignedContent": {"Content": "PD94...", "Signature": "MIIN..."}, "Comment": "x"}]});
        let mut patch = golden(file).unwrap_or_else(shape);
        patch["BoxId"] = json!(theirs);
        patch["MessageId"] = json!(message);
        let (status, text) = stage.try_post(Who::Stepan, "/V4/PostMessagePatch", &patch).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{file}: {text}");
        assert!(
            text.contains(&format!("MessagePatchToPost.{list}[0]")),
            "{file}: {text}"
        );
    }
    let log_in = golden("authenticate_v3_password_request.json")
        .unwrap_or_else(|| json!({"login": "login", "password": "pass"}));
    let request = stage
        .client
        .post(format!("{}/V3/Authenticate?type=password", stage.base))
        .json(&log_in);
    let answer = request
        .header("Authorization", stage.authorization(Who::Anna))
        .send()
        .await
        .unwrap();
    assert_eq!(
        answer.text().await.unwrap(),
        "Wrong password provided for login login"
    );
    let docflows = golden("seed_get_docflows_v4_request.json").unwrap_or_else(
        || json!({"Requests": [{"DocumentId": {"MessageId": message, "EntityId": message}}]}),
    );
    let (status, text) = stage
        .try_post(Who::Anna, &format!("/V4/GetDocflows?boxId={ours}"), &docflows)
        .await;
    assert_eq!(status, StatusCode::NOT_FOUND, "{text}");
}
