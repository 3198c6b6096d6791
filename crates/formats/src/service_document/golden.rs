//! The published examples, each read back. They lie outside the repository; without them the suite counts this as skipped.

use std::path::{Path, PathBuf};

use super::{ServiceForm, read};

fn root() -> Option<PathBuf> {
    Some(PathBuf::from(std::env::var_os("SURGUCH_GOLDEN")?))
}

/// The example of this name, whoever published it.
fn published(root: &Path, name: &str) -> Vec<u8> {
    let mut files = std::fs::read_dir(root)
        .unwrap()
        .map(|folder| folder.unwrap().path().join(name));
    let file = files.find(|file| file.is_file());
    std::fs::read(file.unwrap_or_else(|| panic!("{name} is nowhere"))).unwrap()
}

/// Its name, its form and what it says.
const PUBLISHED: [(&str, ServiceForm, &str); 6] = [
    ("seed_receipt_dp_izvpol_103.xml", ServiceForm::ReceiptNotice, ""),
    (
        "seed_correction_dp_uvutoch_103.xml",
        ServiceForm::AmendmentRequest,
        "Текстовый комментарий",
    ),
    (
        "seed_rejection_dp_uvutoch_103.xml",
        ServiceForm::AmendmentRequest,
        "Текстовый комментарий",
    ),
    (
        "seed_revocation_dp_prannul_102.xml",
        ServiceForm::RevocationRequest,
        "Текстовый комментарий",
    ),
    (
        "seed_universal_message_dp_unisoobsch.xml",
        ServiceForm::UniversalMessage,
        "",
    ),
    (
        "seed_ttgis_fixation_cancellation_response.json",
        ServiceForm::ShipmentFixationCancellation,
        "",
    ),
];

#[test]
fn every_published_service_document_is_read_back() {
    let Some(root) = root() else { return };
    for (name, form, text) in PUBLISHED {
        let bytes = published(&root, name);
        // The papers call themselves windows-1251, and the page that shows them is not.
        let bytes = match String::from_utf8(bytes) {
            Ok(shown) if name.ends_with(".xml") => encoding_rs::WINDOWS_1251.encode(&shown).0.into_owned(),
            Ok(shown) => shown.into_bytes(),
            Err(real) => real.into_bytes(),
        };
        let document = read(&bytes).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        assert_eq!((document.form, document.text.trim()), (form, text), "{name}");
        assert!(!document.about_file.is_empty(), "{name}");
        assert!(
            !document.author.inn.is_empty() || form == ServiceForm::UniversalMessage,
            "{name}"
        );
        if form == ServiceForm::UniversalMessage {
            let codes: Vec<&str> = document.events.iter().map(|event| event.code.as_str()).collect();
            assert_eq!(codes, ["1999"], "{name}");
        }
    }
}
