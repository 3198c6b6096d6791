//! The papers of this emulator against the schemas of the ФНС, which lie among the recorded examples: without them the suite
//! counts this test as skipped.

use std::path::Path;
use std::process::Command;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::PATCH;
use super::deal::Deal;
use super::messages::structure;
use crate::golden::{folder, put, walk};
use crate::support::{Stage, Who, base64, utd};

fn assert_holds(folder: &Path, schema: &str, paper: &[u8]) {
    let schema = folder.join("../xsd/fns").join(schema);
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("paper.xml");
    std::fs::write(&file, paper).unwrap();
    let checked = Command::new("xmllint")
        .args(["--noout", "--schema"])
        .args([&schema, &file])
        .output()
        .unwrap();
    assert!(
        checked.status.success(),
        "{}: {}",
        schema.display(),
        String::from_utf8_lossy(&checked.stderr)
    );
}

#[tokio::test]
async fn every_paper_that_asks_or_refuses_holds_to_its_schema() {
    let Some(folder) = folder() else { return };
    let utd = Deal::utd().await;
    for (method, words) in [
        ("GenerateInvoiceCorrectionRequestXml", "Не та дата & цена"),
        ("GenerateSignatureRejectionXml", "Товар не пришёл"),
    ] {
        let (status, paper) = utd.generates(Who::Stepan, method, &utd.ids.1, words).await;
        assert_eq!(status, StatusCode::OK, "{method}");
        assert_holds(&folder, "DP_UVUTOCH_1_985_00_01_03_01.xsd", &paper);
    }
    let plain = Deal::plain().await;
    for (form, schema) in [
        ("revocation_request_01", "DP_PRANNUL_1_985_00_01_01_01.xsd"),
        ("revocation_request_02", "DP_PRANNUL_1_985_00_01_01_02.xsd"),
    ] {
        let (status, paper) = plain.proposal(Who::Anna, form, "Ошибка в сумме").await;
        assert_eq!(status, StatusCode::OK, "{form}");
        assert_holds(&folder, schema, &paper);
    }
    let proposal = plain.proposes(Who::Anna, "Ошибка в сумме").await;
    let (status, refusal) = plain
        .generates(
            Who::Stepan,
            "GenerateSignatureRejectionXml",
            &proposal,
            "Товар у нас",
        )
        .await;
    assert_eq!(status, StatusCode::OK);
    assert_holds(&folder, "DP_UVUTOCH_1_985_00_01_03_01.xsd", &refusal);
}

/// A published paper: the request that makes it, the method, what comes of it, the list and the patch that brings it.
const PUBLISHED: [(&str, &str, &str, &str, &str); 4] = [
    (
        "seed_generate_receipt_v2_request.json",
        "GenerateReceiptXml",
        "seed_receipt_dp_izvpol_103.xml",
        "Receipts",
        "seed_post_message_patch_v4_receipt.json",
    ),
    (
        "seed_generate_correction_request_v2.json",
        "GenerateInvoiceCorrectionRequestXml",
        "seed_correction_dp_uvutoch_103.xml",
        "CorrectionRequests",
        "",
    ),
    (
        "seed_generate_rejection_v2_request.json",
        "GenerateSignatureRejectionXml",
        "seed_rejection_dp_uvutoch_103.xml",
        "XmlSignatureRejections",
        "seed_post_message_patch_v4_rejection.json",
    ),
    (
        "seed_generate_revocation_v2_request.json",
        "GenerateRevocationRequestXml",
        "seed_revocation_dp_prannul_102.xml",
        "RevocationRequests",
        "seed_post_message_patch_v4_revocation.json",
    ),
];

/// Elements and attributes, without how a power of attorney is told.
fn outline(xml: &[u8]) -> Vec<String> {
    let all = structure(xml).into_iter();
    all.filter(|tag| !tag.starts_with("СвДовер")).collect()
}

#[tokio::test]
async fn each_published_request_makes_a_paper_of_the_published_structure_and_its_patch_is_taken() {
    let Some(folder) = folder() else { return };
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let signer = base64(read("seed_universal_signer.xml"));
    for (request, method, paper, list, patch) in PUBLISHED {
        let is_revocation = list == "RevocationRequests";
        let deal = if is_revocation {
            Deal::plain().await
        } else {
            Deal::of(Stage::new().await, |ours, theirs| utd(ours, theirs, "СЧФДОП")).await
        };
        let mut order: Value = serde_json::from_str(&read(request)).unwrap();
        let mut path = format!("/V2/{method}?boxId={}", deal.theirs);
        if is_revocation {
            path += &format!(
                "&messageId={}&attachmentId={}&contentTypeId=revocation_request_02",
                deal.ids.0, deal.ids.1
            );
        } else {
            put(&mut order, "/MessageId", json!(deal.ids.0));
            put(&mut order, "/AttachmentId", json!(deal.ids.1));
            put(&mut order, "/SignerContent", json!(signer));
        }
        let answer = deal
            .stage
            .send(Who::Stepan, Method::POST, &path, Some(&order))
            .await
            .unwrap();
        let (status, made) = (answer.status(), answer.bytes().await.unwrap());
        assert_eq!(
            status,
            StatusCode::OK,
            "{method}: {}",
            String::from_utf8_lossy(&made)
        );
        let sample = encoding_rs::WINDOWS_1251.encode(&read(paper)).0.into_owned();
        assert_eq!(outline(&made), outline(&sample), "{paper}");
        if patch.is_empty() {
            let (status, text) = deal.posts(Who::Stepan, list, &deal.ids.1, &made).await;
            assert_eq!(status, StatusCode::OK, "{list}: {text}");
            continue;
        }
        let mut order: Value = serde_json::from_str(&read(patch)).unwrap();
        put(&mut order, "/BoxId", json!(deal.theirs));
        put(&mut order, "/MessageId", json!(deal.ids.0));
        put(
            &mut order,
            &format!("/{list}/0/ParentEntityId"),
            json!(deal.ids.1),
        );
        let content = format!("/{list}/0/SignedContent/Content");
        put(&mut order, &content, json!(base64(&made)));
        let signature = json!(base64(sandbox::diadoc::cms::test_signature(&made)));
        put(
            &mut order,
            &format!("/{list}/0/SignedContent/Signature"),
            signature,
        );
        let told = walk(&deal.stage, Who::Stepan, PATCH, &order, &[&content]).await;
        assert_eq!(told["Entities"].as_array().unwrap().len(), 2, "{patch}");
    }
}
