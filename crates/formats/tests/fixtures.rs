//! What the fixtures say, each by its name.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests may stop at the first surprise"
)]

use std::path::Path;

use domain::{EdoFormat, UtdFunction, VatRate};
use formats::{Error, Facts, FieldProblem, PdfProblem, read};

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)).unwrap()
}

/// Reads an XML under the name it gives itself, so that the name is no cause for a warning.
fn facts(name: &str) -> Facts {
    let bytes = bytes(name);
    let text = encoding_rs::WINDOWS_1251.decode(&bytes).0.into_owned();
    let id = text.split("ИдФайл=\"").nth(1).unwrap().split('"').next().unwrap();
    read(&format!("/документы/{id}.xml"), &bytes).unwrap()
}

fn error(name: &str) -> Error {
    read(name, &bytes(name)).unwrap_err()
}

#[test]
fn an_invoice_and_transfer_with_two_rates_is_read_completely() {
    let facts = facts("utd_schfdop_503.xml");
    assert_eq!(facts.format, EdoFormat::Utd(UtdFunction::InvoiceAndTransfer));
    assert_eq!(
        (facts.format_version.as_deref(), facts.guess),
        (Some("5.03"), None)
    );
    assert_eq!(facts.number, "ПЗ-318");
    assert_eq!(facts.issued_on.unwrap().to_string(), "2026-11-16");
    assert_eq!(facts.total.unwrap().to_string(), "8300.00");
    assert_eq!(facts.vat_amount.unwrap().to_string(), "1300.00");
    assert_eq!(facts.currency, "643");
    let seller = facts.seller.unwrap();
    assert_eq!(
        (seller.name.as_str(), seller.inn.as_str()),
        ("ООО «Полярная звезда»", "9612045075")
    );
    assert_eq!(seller.kpp.unwrap().as_str(), "961201001");
    let buyer = facts.buyer.unwrap();
    assert_eq!(
        (buyer.name.as_str(), buyer.inn.as_str()),
        ("ООО «Кедровая роща»", "9644112800")
    );
    assert_eq!(buyer.kpp.unwrap().as_str(), "964401001");
    let rates: Vec<_> = facts.lines.iter().map(|line| line.vat_rate.clone()).collect();
    assert_eq!(
        rates,
        [VatRate::Percent(22), VatRate::Percent(10), VatRate::Percent(22)]
    );
    let paper = &facts.lines[0];
    assert_eq!(
        (paper.name.as_str(), paper.unit.as_str()),
        ("Бумага офисная А4, 500 листов", "упак")
    );
    assert_eq!(paper.quantity.unwrap().to_string(), "10");
    assert_eq!(paper.price.unwrap().to_string(), "350.00");
    assert_eq!(paper.vat_amount.unwrap().to_string(), "770.00");
    assert_eq!(paper.total.unwrap().to_string(), "4270.00");
    assert_eq!(facts.warnings, Vec::<String>::new());
}

#[test]
fn a_transfer_of_an_entrepreneur_without_vat_is_read_completely() {
    let facts = facts("utd_dop_503_ip.xml");
    assert_eq!(facts.format, EdoFormat::Utd(UtdFunction::Transfer));
    let seller = facts.seller.unwrap();
    assert_eq!(seller.name, "ИП Снегирёва Вера Аркадьевна");
    assert_eq!(seller.inn.as_str(), "963417058273");
    assert_eq!(seller.kpp, None);
    assert_eq!(facts.total.unwrap().to_string(), "3850.50");
    assert_eq!(facts.vat_amount, None);
    assert!(
        facts
            .lines
            .iter()
            .all(|line| line.vat_rate == VatRate::NoVat && line.vat_amount.is_none())
    );
    assert_eq!(facts.lines[0].quantity.unwrap().to_string(), "2.5");
    assert_eq!(facts.lines[1].unit, "поездка");
    assert_eq!(facts.warnings, Vec::<String>::new());
}

#[test]
fn an_invoice_for_an_advance_has_fraction_rates_and_no_quantities() {
    let facts = facts("utd_schf_503.xml");
    assert_eq!(facts.format, EdoFormat::Utd(UtdFunction::Invoice));
    assert!(!facts.format.wants_their_signature());
    let rates: Vec<_> = facts.lines.iter().map(|line| line.vat_rate.clone()).collect();
    assert_eq!(rates, [VatRate::Fraction(22), VatRate::Fraction(10)]);
    assert!(
        facts
            .lines
            .iter()
            .all(|line| line.quantity.is_none() && line.price.is_none())
    );
    assert_eq!(facts.total.unwrap().to_string(), "133000.00");
    assert_eq!(facts.warnings, Vec::<String>::new());
}

#[test]
fn undeclared_windows_1251_is_read_with_a_warning() {
    let facts = facts("utd_cp1251_undeclared.xml");
    assert_eq!(facts.number, "ПЗ-319");
    assert_eq!(facts.warnings.len(), 1);
    assert!(facts.warnings[0].contains("windows-1251"));
}

#[test]
fn another_file_name_than_the_one_inside_is_a_warning() {
    let facts = read("utd_schfdop_503.xml", &bytes("utd_schfdop_503.xml")).unwrap();
    assert_eq!(facts.warnings.len(), 1);
    assert!(
        facts.warnings[0].contains("utd_schfdop_503.xml"),
        "{:?}",
        facts.warnings
    );
}

#[test]
fn a_slip_in_the_buyers_number_is_told_with_owner_and_place() {
    let error = error("utd_wrong_inn.xml");
    let Error::Field { place, problem } = &error else {
        panic!("{error:?}")
    };
    assert_eq!(place, "Файл/Документ/СвСчФакт/СвПокуп/ИдСв/СвЮЛУч/@ИННЮЛ");
    assert!(matches!(
        problem,
        FieldProblem::TaxId {
            whose: "покупателя",
            ..
        }
    ));
    assert_eq!(error.code(), "field_tax_id");
    let sentence = error.sentence();
    assert!(
        sentence.contains("покупателя") && sentence.contains("9644112801"),
        "{sentence}"
    );
}

#[test]
fn declarations_of_entities_are_refused() {
    assert_eq!(error("entity_bomb.xml"), Error::EntityDeclaration);
    assert_eq!(error("external_entity.xml"), Error::EntityDeclaration);
}

#[test]
fn a_whole_pdf_is_a_nonformalized_document_and_the_rest_is_a_guess() {
    let facts = read("Заказ-наряд.PDF", &bytes("print_form.pdf")).unwrap();
    assert_eq!(facts.format, EdoFormat::Nonformalized);
    assert_eq!(
        (facts.number.as_str(), facts.issued_on, facts.total),
        ("", None, None)
    );
    assert!(facts.lines.is_empty() && facts.warnings.is_empty());
    let guess = facts.guess.unwrap();
    assert_eq!(
        (guess.kind_code, guess.number.as_deref()),
        (Some("work_order"), Some("ПЗ-77"))
    );
    assert_eq!(guess.issued_on.unwrap().to_string(), "2026-11-19");
    assert_eq!(guess.total.unwrap().to_string(), "3050.00");
    let (seller, buyer) = (guess.seller.unwrap(), guess.buyer.unwrap());
    assert_eq!(
        (seller.name.as_str(), seller.inn.as_str()),
        ("ООО «Полярная звезда»", "9612045075")
    );
    assert_eq!(
        (buyer.name.as_str(), buyer.kpp.unwrap().as_str()),
        ("ООО «Кедровая роща»", "964401001")
    );
}

#[test]
fn a_pdf_that_opens_only_for_reading_is_taken_with_a_warning() {
    let facts = read("restricted.pdf", &bytes("restricted.pdf")).unwrap();
    assert_eq!(facts.warnings.len(), 1);
    assert!(facts.warnings[0].contains("без пароля"));
}

#[test]
fn encrypted_broken_and_cut_off_pdfs_are_told_apart() {
    assert_eq!(error("encrypted.pdf"), Error::Pdf(PdfProblem::Encrypted));
    assert_eq!(error("broken.pdf"), Error::Pdf(PdfProblem::Broken));
    let whole = bytes("print_form.pdf");
    for length in [20, whole.len() / 2, whole.len() - 10] {
        let cut = read("print_form.pdf", &whole[..length]);
        assert_eq!(cut, Err(Error::Pdf(PdfProblem::Truncated)), "{length}");
    }
}

#[test]
fn a_pdf_without_pages_is_refused() {
    let pdf = "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Count 0/Kids[]>>\n\
               endobj\nxref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \n\
               trailer\n<</Size 3/Root 1 0 R>>\nstartxref\n101\n%%EOF\n";
    assert_eq!(
        read("пусто.pdf", pdf.as_bytes()),
        Err(Error::Pdf(PdfProblem::NoPages))
    );
}

#[test]
fn a_name_that_promises_something_else_is_told() {
    assert_eq!(
        read("счёт.XML", &bytes("print_form.pdf")),
        Err(Error::PdfNamedXml)
    );
    assert_eq!(
        read("счёт.pdf", &bytes("utd_schf_503.xml")),
        Err(Error::XmlNamedPdf)
    );
    assert_eq!(read("пустой.pdf", b""), Err(Error::Empty));
    let word = read("договор.docx", b"PK\x03\x04\x14\0").unwrap_err();
    assert_eq!(word.code(), "file_unrecognised");
    assert!(word.sentence().contains("Word") && word.sentence().contains("PDF"));
}
