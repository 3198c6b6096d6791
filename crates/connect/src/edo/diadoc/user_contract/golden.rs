//! The contract against the operator's own schema.

use std::path::{Path, PathBuf};
use std::process::Command;

use domain::{Party, Signatory, UniversalCode, UtdFunction};

use crate::edo::TitleRequest;
use crate::edo::diadoc::tests::paper::{head, sale};
use crate::edo::diadoc::tests::{OUR_BOX, THEIR_BOX};

fn party(name: &str, inn: &str, kpp: Option<&str>) -> Party {
    Party {
        name: name.to_owned(),
        inn: inn.parse().unwrap(),
        kpp: kpp.map(|kpp| kpp.parse().unwrap()),
    }
}

#[test]
fn the_contract_fits_the_schema_of_the_operator() {
    let Some(golden) = std::env::var_os("SURGUCH_GOLDEN") else {
        return;
    };
    let schema = PathBuf::from(golden).join("xsd/user-contract/ON_NSCHFDOPPR_UserContract_970_05_03_01.xsd");
    let company = || party("ООО «Полярная звезда»", "9612045075", Some("961201001"));
    let person = || party("ИП Белова Марта Олеговна", "963417058273", None);
    for (seller, buyer) in [(company(), person()), (person(), company())] {
        for function in [
            UtdFunction::InvoiceAndTransfer,
            UtdFunction::Invoice,
            UtdFunction::Transfer,
        ] {
            let contract = super::write(&TitleRequest {
                from_box: OUR_BOX.to_owned(),
                to_box: THEIR_BOX.to_owned(),
                function,
                paper: sale(seller.clone(), buyer.clone()),
                signer: head(),
            });
            holds_to(&schema, &contract.unwrap());
        }
    }
}

pub(super) fn holds_to(schema: &Path, contract: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("contract.xml");
    std::fs::write(&file, contract).unwrap();
    let answer = Command::new("xmllint")
        .arg("--noout")
        .arg("--schema")
        .arg(schema)
        .arg(&file)
        .output();
    let answer = answer.unwrap();
    assert!(
        answer.status.success(),
        "{}",
        String::from_utf8_lossy(&answer.stderr)
    );
}

#[test]
fn the_words_of_a_universal_message_fit_the_schema_of_the_operator() {
    let Some(golden) = std::env::var_os("SURGUCH_GOLDEN") else {
        return;
    };
    let schema =
        PathBuf::from(golden).join("xsd/user-contract/DP_UNISOOBSCH_1_982_02_05_01_01_UserContract.xsd");
    let nameless = Signatory {
        position: String::new(),
        ..head()
    };
    for code in [
        UniversalCode::Receipt,
        UniversalCode::AmendmentRequest,
        UniversalCode::Rejection,
        UniversalCode::Words,
    ] {
        for text in ["", "5 < 15 & «шт»"] {
            for sender in [None, Some(head()), Some(nameless.clone())] {
                let contract = super::universal_message::write(code, text, sender.as_ref());
                holds_to(&schema, &contract.unwrap());
            }
        }
    }
}
