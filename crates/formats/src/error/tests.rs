use super::{Error, FieldProblem, PdfProblem, TableProblem, short};

fn one_of_each() -> Vec<Error> {
    let field = |problem| Error::Field {
        place: "Файл/@ВерсФорм".to_owned(),
        problem,
    };
    let value = "семь".to_owned();
    vec![
        Error::Empty,
        Error::TooLarge {
            limit_bytes: 30 * 1024 * 1024,
        },
        Error::Unrecognised { looks_like: None },
        Error::Pdf(PdfProblem::Encrypted),
        Error::Pdf(PdfProblem::Truncated),
        Error::Pdf(PdfProblem::Broken),
        Error::Pdf(PdfProblem::NoPages),
        Error::Pdf(PdfProblem::TooSlow),
        Error::Pdf(PdfProblem::TooMuch),
        Error::Table(TableProblem::Unrecognised),
        Error::Table(TableProblem::OldWorkbook),
        Error::Table(TableProblem::Broken),
        Error::Table(TableProblem::NoCells),
        Error::Table(TableProblem::TooManyRows),
        Error::Table(TableProblem::TooManyColumns),
        Error::Table(TableProblem::TooMuch),
        Error::Table(TableProblem::TooSlow),
        Error::PdfNamedXml,
        Error::XmlNamedPdf,
        Error::Xml {
            line: 3,
            column: 7,
            what: "тег не закрыт".to_owned(),
        },
        Error::TooComplex {
            line: 1,
            what: "больше 64 уровней",
        },
        Error::Encoding {
            what: "байты не те".to_owned(),
        },
        Error::EntityDeclaration,
        Error::NotUtd {
            root: "html".to_owned(),
            knd: None,
        },
        Error::NotPowerOfAttorney {
            root: "Файл".to_owned(),
        },
        Error::NotServiceDocument {
            root: "Файл".to_owned(),
        },
        Error::UnsupportedVersion {
            version: "5.01".to_owned(),
        },
        Error::UnsupportedFunction {
            function: "СвРК".to_owned(),
        },
        field(FieldProblem::Missing),
        field(FieldProblem::TooLong { limit_chars: 1000 }),
        field(FieldProblem::TaxId {
            whose: "продавца",
            error: "9600000001".parse::<domain::Inn>().unwrap_err(),
        }),
        field(FieldProblem::Date { value: value.clone() }),
        field(FieldProblem::Number { value: value.clone() }),
        field(FieldProblem::Money { value: value.clone() }),
        field(FieldProblem::Currency { value }),
    ]
}

#[test]
fn every_sentence_says_what_happened_that_the_file_is_untouched_and_what_to_do() {
    for error in one_of_each() {
        let sentence = error.sentence();
        let (happened, to_do) = sentence
            .split_once("Исходный файл остался на месте и не изменён.")
            .expect("says so");
        assert!(
            happened.trim().ends_with('.') && happened.len() > 10,
            "{sentence}"
        );
        assert!(to_do.trim().ends_with('.') && to_do.len() > 10, "{sentence}");
        assert!(!sentence.contains('!') && !sentence.contains("  "), "{sentence}");
    }
}

#[test]
fn every_error_has_a_code_of_its_own() {
    let codes: Vec<_> = one_of_each().iter().map(Error::code).collect();
    let unique: std::collections::BTreeSet<_> = codes.iter().collect();
    assert_eq!(unique.len(), codes.len(), "{codes:?}");
}

#[test]
fn sizes_are_told_in_megabytes() {
    assert!(
        Error::TooLarge {
            limit_bytes: crate::XML_LIMIT_BYTES
        }
        .sentence()
        .contains("30 МБ")
    );
    assert!(
        Error::TooLarge {
            limit_bytes: crate::PDF_LIMIT_BYTES
        }
        .sentence()
        .contains("70 МБ")
    );
}

#[test]
fn a_value_of_the_file_cannot_overflow_or_disguise_the_sentence() {
    assert_eq!(short("а\u{202e}б\nв"), "абв");
    assert_eq!(short(&"я".repeat(1000)).chars().count(), 61);
}
