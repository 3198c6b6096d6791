//! Input made to hurt: whatever comes, an answer comes, soon and without a panic.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "tests may stop at the first surprise"
)]

use std::time::{Duration, Instant};

use formats::{Error, PDF_LIMIT_BYTES, XML_LIMIT_BYTES, read};

#[path = "sample/pdf.rs"]
mod pdf;
#[path = "sample/workbook.rs"]
mod workbooks;

use workbooks::{letters, number, workbook};

const FIXTURES: [(&str, &[u8]); 9] = [
    ("a.xml", include_bytes!("../fixtures/utd_schfdop_503.xml")),
    ("b.xml", include_bytes!("../fixtures/utd_dop_503_ip.xml")),
    ("c.xml", include_bytes!("../fixtures/utd_schf_503.xml")),
    ("d.xml", include_bytes!("../fixtures/utd_cp1251_undeclared.xml")),
    ("e.xml", include_bytes!("../fixtures/entity_bomb.xml")),
    ("f.xml", include_bytes!("../fixtures/external_entity.xml")),
    ("g.pdf", include_bytes!("../fixtures/print_form.pdf")),
    ("h.pdf", include_bytes!("../fixtures/encrypted.pdf")),
    ("i.pdf", include_bytes!("../fixtures/broken.pdf")),
];

/// A small generator of its own (xorshift): the same cases on every run, so a failure can be repeated.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit.max(1) as u64).unwrap()
    }

    fn spoil(&mut self, bytes: &mut Vec<u8>) {
        const PIECES: [&[u8]; 12] = [
            b"<",
            b">",
            b"\"",
            b"&",
            b"<!DOCTYPE x [",
            b"]]>",
            b"<![CDATA[",
            b"\0",
            b"\xFF\xFE",
            b" obj <<",
            b"endobj",
            b"9999999999",
        ];
        let at = self.below(bytes.len());
        match self.below(5) {
            0 => bytes[at] = u8::try_from(self.below(256)).unwrap(),
            1 => drop(bytes.drain(at..(at + 1 + self.below(40)).min(bytes.len()))),
            2 => {
                let piece = PIECES[self.below(PIECES.len())];
                bytes.splice(at..at, piece.iter().copied());
            }
            3 => {
                let copied = bytes[at..(at + self.below(200)).min(bytes.len())].to_vec();
                let to = self.below(bytes.len());
                bytes.splice(to..to, copied);
            }
            _ => bytes.truncate(at.max(1)),
        }
    }
}

/// An answer, and if it is a refusal, one with words.
fn answered(name: &str, bytes: &[u8]) -> Result<formats::Facts, Error> {
    let answer = read(name, bytes);
    if let Err(error) = &answer {
        assert!(error.sentence().chars().count() < 900 && !error.code().is_empty());
    }
    answer
}

#[test]
fn spoiled_documents_never_panic_and_always_get_an_answer() {
    let started = Instant::now();
    let mut dice = Dice(0x5eed_cafe_2026);
    let mut read_all_the_same = 0;
    for round in 0..2500 {
        let (name, bytes) = FIXTURES[round % FIXTURES.len()];
        let mut bytes = bytes.to_vec();
        for _ in 0..=dice.below(3) {
            if !bytes.is_empty() {
                dice.spoil(&mut bytes);
            }
        }
        read_all_the_same += usize::from(answered(name, &bytes).is_ok());
    }
    assert!(
        read_all_the_same > 0,
        "spoiling must sometimes leave the facts alone"
    );
    assert!(
        started.elapsed() < Duration::from_secs(240),
        "{:?}",
        started.elapsed()
    );
}

#[test]
fn spoiled_tables_never_panic_and_always_get_an_answer() {
    let started = Instant::now();
    let sheet: String = (1..40)
        .map(|n| {
            format!(
                "<row r=\"{n}\">{}{}</row>",
                letters(&format!("A{n}"), "Гвозди"),
                number(&format!("B{n}"), "46345", 1)
            )
        })
        .collect();
    let plain = "Номер;Дата;Сумма\n5;19.11.2026;\"1 234,50\"\n".repeat(30);
    let kinds: [(&str, Vec<u8>); 3] = [
        ("a.xlsx", workbook(&sheet)),
        ("b.csv", plain.clone().into_bytes()),
        ("c.csv", encoding_rs::WINDOWS_1251.encode(&plain).0.into_owned()),
    ];
    let mut dice = Dice(0x0007_ab1e_5eed_0001);
    let mut read_all_the_same = 0;
    for round in 0..1500 {
        let (name, bytes) = &kinds[round % kinds.len()];
        let mut bytes = bytes.clone();
        for _ in 0..=dice.below(3) {
            if !bytes.is_empty() {
                dice.spoil(&mut bytes);
            }
        }
        match formats::table::read(name, &bytes) {
            Ok(table) => {
                read_all_the_same += 1;
                assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
                assert_eq!(table.rows.len(), table.row_numbers.len());
            }
            Err(error) => assert!(!error.sentence().is_empty() && !error.code().is_empty()),
        }
    }
    assert!(read_all_the_same > 0);
    assert!(
        started.elapsed() < Duration::from_secs(60),
        "{:?}",
        started.elapsed()
    );
}

#[test]
fn spoiled_pages_never_panic_and_places_stay_numbers() {
    let started = Instant::now();
    let own = pdf::document(
        &[pdf::lines(&[
            ("Счёт на оплату № 5 от 19.11.2026", 14.0),
            ("Итого: 8 300,00", 9.0),
        ])],
        "",
    );
    let kinds: [&[u8]; 2] = [&own, FIXTURES[6].1];
    let mut dice = Dice(0x09df_5eed_0003);
    let mut read_all_the_same = 0;
    for round in 0..600 {
        let mut bytes = kinds[round % kinds.len()].to_vec();
        for _ in 0..=dice.below(4) {
            if !bytes.is_empty() {
                dice.spoil(&mut bytes);
            }
        }
        // A file whose end was cut off would be refused before anything of it is read.
        bytes.extend_from_slice(b"\n%%EOF\n");
        match formats::pdf_text::pages(&bytes, 5) {
            Ok(pages) => {
                read_all_the_same += 1;
                let words = pages.iter().flat_map(|page| &page.words);
                assert!(
                    words
                        .clone()
                        .all(|word| !word.text.is_empty() && word.x.is_finite() && word.width >= 0.0)
                );
                let _ = formats::guess::of_pages(&pages);
            }
            Err(error) => assert!(!error.sentence().is_empty()),
        }
    }
    assert!(read_all_the_same > 0);
    assert!(
        started.elapsed() < Duration::from_secs(90),
        "{:?}",
        started.elapsed()
    );
}

#[test]
fn every_truncation_of_a_document_is_refused() {
    for (name, bytes) in FIXTURES.iter().take(3) {
        let end = bytes.iter().rposition(|byte| *byte == b'>').unwrap();
        for length in (0..end).step_by(7) {
            assert!(answered(name, &bytes[..length]).is_err(), "{name} {length}");
        }
    }
}

#[test]
fn every_byte_of_a_pdf_header_may_be_missing() {
    let (name, bytes) = FIXTURES[6];
    for length in (0..bytes.len()).step_by(97) {
        let _ = answered(name, &bytes[length..]);
        assert!(answered(name, &bytes[..length]).is_err());
    }
}

#[test]
fn deep_wide_and_endless_documents_are_refused_quickly() {
    let started = Instant::now();
    let deep = "<a>".repeat(350_000);
    let attributes: String = (0..1_000_000).map(|n| format!(" a{n}=''")).collect();
    let cases = [
        deep,
        format!("<Файл{attributes}/>"),
        format!("<Файл>{}", "<a/>".repeat(1_000_001)),
        format!("<!DOCTYPE a [{}", "<!ENTITY b 'c'>".repeat(100_000)),
        format!("<Файл>{}", "&lt;".repeat(500_000)),
        format!("<Файл>{}", "<![CDATA[x".repeat(500_000)),
        "<!--".repeat(1_000_000),
    ];
    for case in &cases {
        assert!(answered("x.xml", case.as_bytes()).is_err());
    }
    assert!(
        started.elapsed() < Duration::from_secs(60),
        "{:?}",
        started.elapsed()
    );
}

#[test]
fn the_limit_of_size_is_exact() {
    let mut bytes = FIXTURES[0].1.to_vec();
    bytes.resize(XML_LIMIT_BYTES, b'\n');
    assert!(read("a.xml", &bytes).is_ok());
    bytes.push(b'\n');
    let limit_bytes = XML_LIMIT_BYTES;
    assert_eq!(read("a.xml", &bytes), Err(Error::TooLarge { limit_bytes }));
    let mut pdf = b"%PDF-1.7".to_vec();
    pdf.resize(PDF_LIMIT_BYTES + 1, 0);
    let limit_bytes = PDF_LIMIT_BYTES;
    assert_eq!(read("a.pdf", &pdf), Err(Error::TooLarge { limit_bytes }));
}

#[test]
fn nested_objects_of_a_pdf_do_not_exhaust_the_stack() {
    for piece in ["[", "<<", "<</A ", "(", "<</Type/Pages/Kids[", "1 0 obj [ "] {
        let body = format!("%PDF-1.7\n1 0 obj\n{}\nstartxref\n9\n%%EOF\n", piece.repeat(3000));
        assert!(answered("x.pdf", body.as_bytes()).is_err(), "{piece}");
    }
}
