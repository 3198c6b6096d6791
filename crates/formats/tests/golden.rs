//! The published samples of the operator, where they are at hand: a folder named by `SURGUCH_GOLDEN`. It is not part
//! of the project; without it the fixtures cover the shapes, and the suite counts these tests as skipped.
#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "tests may stop at the first surprise"
)]

use domain::VatRate;
use formats::read;

#[path = "sample/paper.rs"]
mod sample;

#[test]
fn the_published_example_of_the_operator_is_read_completely() {
    let Some(folder) = std::env::var_os("SURGUCH_GOLDEN") else {
        return;
    };
    let path = std::path::Path::new(&folder).join("diadoc/title_on_nschfdoppr_0502.xml");
    let facts = read("title.xml", &std::fs::read(path).unwrap()).unwrap();
    assert_eq!((facts.number.as_str(), facts.lines.len()), ("123", 2));
    assert_eq!(facts.issued_on.unwrap().to_string(), "2023-02-01");
    assert_eq!(facts.seller.unwrap().inn.as_str(), "9103624367");
    assert_eq!(facts.buyer.unwrap().inn.as_str(), "1234567894");
    assert_eq!(facts.lines[1].name, "Product2 > 2.0 мм");
    assert_eq!(facts.lines[1].vat_rate, VatRate::Percent(20));
    assert_eq!(facts.total.unwrap().to_string(), "10000.00");
    // Its lines do not add up to its sum.
    assert!(facts.warnings.iter().any(|warning| warning.contains("10000.00")));
}

/// The published schema of 5.02 with the differences of 5.03 that the writer's module names: a test that they are all.
fn schema_of_503(folder: &std::path::Path) -> String {
    let bytes = std::fs::read(folder.join("xsd/fns/ON_NSCHFDOPPR_1_997_01_05_02_01.xsd")).unwrap();
    let schema = encoding_rs::WINDOWS_1251.decode(&bytes).0.into_owned();
    let rates = [
        "5%", "7%", "18%", "22%", "9,09%", "16,67%", "18,03%", "5/105", "7/107", "18/118", "22/122",
    ];
    let rates: String = rates
        .iter()
        .map(|rate| format!("<xs:enumeration value=\"{rate}\"/>"))
        .collect();
    let zero = "<xs:enumeration value=\"0%\" />";
    let country = "<xs:attribute name=\"КрНаимСтрПр\"";
    let papers = "<xs:element minOccurs=\"0\" maxOccurs=\"unbounded\" name=\"СопрДокТов\"";
    for piece in ["value=\"5.02\"", zero, country, papers] {
        assert!(schema.contains(piece), "{piece}");
    }
    let schema = schema
        .replace("value=\"5.02\"", "value=\"5.03\"")
        .replace(zero, &format!("{rates}{zero}"))
        .replace(papers, &format!("<xs:element name=\"КрНаимСтрПр\" type=\"xs:string\" minOccurs=\"0\" maxOccurs=\"unbounded\"/>{papers}"));
    let (before, rest) = schema.split_once(country).unwrap();
    let (_, after) = rest.split_once("</xs:attribute>").unwrap();
    format!("{before}{after}").replace("encoding=\"windows-1251\"", "encoding=\"UTF-8\"")
}

#[test]
fn what_the_program_writes_fits_the_published_schema() {
    let Some(folder) = std::env::var_os("SURGUCH_GOLDEN") else {
        return;
    };
    let work = tempfile::tempdir().unwrap();
    let schema = work.path().join("utd_503.xsd");
    std::fs::write(&schema, schema_of_503(std::path::Path::new(&folder))).unwrap();
    for (number, file) in sample::files().into_iter().enumerate() {
        let path = work.path().join(format!("{number}.xml"));
        std::fs::write(&path, &file.bytes).unwrap();
        let checked = std::process::Command::new("xmllint")
            .args(["--noout", "--nonet", "--schema"])
            .args([&schema, &path])
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&checked.stderr);
        assert!(checked.status.success(), "{number}: {told}");
    }
}

/// The published text of a service document as it would lie in a file: in the encoding that it names.
fn service_file(folder: &std::ffi::OsStr, name: &str) -> Vec<u8> {
    let text = std::fs::read_to_string(std::path::Path::new(folder).join("diadoc").join(name)).unwrap();
    encoding_rs::WINDOWS_1251.encode(text.trim_start()).0.into_owned()
}

#[test]
fn every_published_service_document_is_read() {
    use formats::service_document::{ServiceForm as Form, read};

    let Some(folder) = std::env::var_os("SURGUCH_GOLDEN") else {
        return;
    };
    // File, form, version, who tells, who is told, what it says.
    let published = [
        (
            "seed_receipt_dp_izvpol_103.xml",
            Form::ReceiptNotice,
            "1.03",
            "ОАО",
            "ООО",
            "",
        ),
        (
            "receipt_dp_izvpol.xml",
            Form::ReceiptNotice,
            "1.03",
            "ОАО",
            "ООО",
            "",
        ),
        (
            "seed_correction_dp_uvutoch_103.xml",
            Form::AmendmentRequest,
            "1.03",
            "Получатель",
            "Отправитель",
            "Текстовый комментарий",
        ),
        (
            "seed_rejection_dp_uvutoch_103.xml",
            Form::AmendmentRequest,
            "1.03",
            "Продавец",
            "Покупатель",
            "Текстовый комментарий",
        ),
        (
            "seed_revocation_dp_prannul_102.xml",
            Form::RevocationRequest,
            "1.02",
            "Отправитель",
            "Получатель",
            "Текстовый комментарий",
        ),
        (
            "seed_universal_message_dp_unisoobsch.xml",
            Form::UniversalMessage,
            "5.01",
            "",
            "",
            "",
        ),
    ];
    for (name, form, version, author, addressee, text) in published {
        let read = read(&service_file(&folder, name)).unwrap();
        assert_eq!((read.form, read.version.as_str()), (form, version), "{name}");
        assert!(read.is_known_version, "{name}");
        assert_eq!(
            (read.author.name.as_str(), read.addressee.name.as_str()),
            (author, addressee)
        );
        assert_eq!(read.text, text, "{name}");
        assert!(
            read.author.person.is_some() && !read.about_file.is_empty(),
            "{name}"
        );
        // The name of such a file says whom it is for and who made it.
        let sides = format!(
            "_{}_{}_",
            read.addressee.participant_id, read.author.participant_id
        );
        assert!(read.file_id.contains(&sides), "{name}");
    }
}

#[test]
fn the_published_message_and_cancellation_say_their_codes_contacts_and_file() {
    use formats::service_document::{ServiceForm, read};

    let Some(folder) = std::env::var_os("SURGUCH_GOLDEN") else {
        return;
    };
    let message = read(&service_file(&folder, "seed_universal_message_dp_unisoobsch.xml")).unwrap();
    let events: Vec<_> = message
        .events
        .iter()
        .map(|event| (event.code.as_str(), event.text.as_str()))
        .collect();
    assert_eq!(events, [("1999", "123")]);
    assert_eq!(message.addressee.person.unwrap().emails, ["email@google.com"]);
    let shipment = read(&service_file(
        &folder,
        "seed_ttgis_fixation_cancellation_response.json",
    ))
    .unwrap();
    assert_eq!(shipment.form, ServiceForm::ShipmentFixationCancellation);
    assert!(shipment.about_file.starts_with("ON_NSCHFDOPPR_2BM-9147414342-"));
    assert_eq!(shipment.author.inn, "1234567890");
}

#[test]
fn the_service_documents_among_the_fixtures_fit_the_published_schemas() {
    let Some(folder) = std::env::var_os("SURGUCH_GOLDEN") else {
        return;
    };
    let schemas = std::path::Path::new(&folder).join("xsd/fns");
    let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    for (schema, fixture) in [
        ("DP_IZVPOL_1_982_00_01_03_01.xsd", "receipt_notice_103.xml"),
        ("DP_UVUTOCH_1_985_00_01_03_01.xsd", "amendment_request_103.xml"),
        ("DP_PRANNUL_1_985_00_01_01_01.xsd", "revocation_request_101.xml"),
        ("DP_PRANNUL_1_985_00_01_01_02.xsd", "revocation_request_102.xml"),
    ] {
        let checked = std::process::Command::new("xmllint")
            .args(["--noout", "--nonet", "--schema"])
            .args([schemas.join(schema), fixtures.join(fixture)])
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&checked.stderr);
        assert!(checked.status.success(), "{fixture}: {told}");
    }
}
