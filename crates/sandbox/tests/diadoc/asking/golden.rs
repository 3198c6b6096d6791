//! The papers of this emulator against the schemas of the ФНС, which lie among the recorded examples: without them the suite
//! counts this test as skipped.

use std::path::Path;
use std::process::Command;

use reqwest::StatusCode;

use super::deal::Deal;
use crate::golden::folder;
use crate::support::Who;

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
