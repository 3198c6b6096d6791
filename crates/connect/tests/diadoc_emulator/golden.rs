//! What the emulator makes of a record against the published schema of the ФНС. The schema of the version 5.03 is not
//! public as a file; that of 5.02 differs in what this test puts back: the number of the version and the rate of 22 %.

use std::path::PathBuf;
use std::process::Command;

use domain::UtdFunction;

use crate::title::title;

#[tokio::test]
async fn a_title_fits_the_schema_of_the_tax_service() {
    let Some(golden) = std::env::var_os("SURGUCH_GOLDEN") else {
        return;
    };
    let schema = PathBuf::from(golden).join("xsd/fns/ON_NSCHFDOPPR_1_997_01_05_02_01.xsd");
    let folder = tempfile::tempdir().unwrap();
    for function in [
        UtdFunction::InvoiceAndTransfer,
        UtdFunction::Invoice,
        UtdFunction::Transfer,
    ] {
        let (_, _, text) = title(function).await;
        let older = text
            .replace("ВерсФорм=\"5.03\"", "ВерсФорм=\"5.02\"")
            .replace("НалСт=\"22%\"", "НалСт=\"20%\"");
        let file = folder.path().join("title.xml");
        std::fs::write(&file, encoding_rs::WINDOWS_1251.encode(&older).0).unwrap();
        let answer = Command::new("xmllint")
            .arg("--noout")
            .arg("--schema")
            .arg(&schema)
            .arg(&file)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&answer.stderr);
        assert!(answer.status.success(), "{function:?}: {said}");
    }
}
