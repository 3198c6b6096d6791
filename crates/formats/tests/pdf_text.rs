//! Words of PDFs, their places, and the ink between them.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests may stop at the first surprise"
)]

use std::path::Path;
use std::time::{Duration, Instant};

use formats::pdf_text::{Area, PageText, pages};
use formats::{Error, PdfProblem, guess};

#[path = "sample/pdf.rs"]
mod pdf;

use pdf::{HEIGHT, LETTER, WIDTH, assemble, document, lines, stream, text};

fn one(content: &str) -> PageText {
    let mut read = pages(&document(&[content.to_owned()], ""), 10).unwrap();
    assert_eq!(read.len(), 1);
    read.remove(0)
}

fn near(a: f32, b: f32) -> bool {
    (a - b).abs() < 0.6
}

#[test]
fn an_embedded_font_with_russian_letters_is_read_word_for_word() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/print_form.pdf");
    let read = pages(&std::fs::read(path).unwrap(), 10).unwrap();
    let text = read[0].text();
    let first: Vec<&str> = text.lines().take(3).collect();
    assert_eq!(
        first,
        [
            "Заказ-наряд № ПЗ-77 от 19.11.2026",
            "Исполнитель: ООО «Полярная звезда», ИНН 9612045075, КПП 961201001",
            "Заказчик: ООО «Кедровая роща», ИНН 9644112800, КПП 964401001"
        ]
    );
    assert!(near(read[0].width_pt, 595.0) && near(read[0].height_pt, 842.0));
}

#[test]
fn a_word_stands_where_it_was_printed_measured_from_the_top() {
    let page = one(&text("Счёт №", 100.0, 200.0, 20.0));
    let words: Vec<&str> = page.words.iter().map(|word| word.text.as_str()).collect();
    assert_eq!(words, ["Счёт", "№"]);
    let word = &page.words[0];
    assert!(
        near(word.x, 100.0) && near(word.width, 4.0 * LETTER * 20.0),
        "{word:?}"
    );
    assert!(
        near(word.y + word.height * 0.75, 200.0) && near(word.height, 20.0),
        "{word:?}"
    );
    assert!(
        near(page.words[1].x, 100.0 + 5.0 * LETTER * 20.0),
        "{:?}",
        page.words[1]
    );
}

#[test]
fn a_rotated_page_is_measured_as_it_is_seen() {
    let read = pages(&document(&[text("Лист", 100.0, 200.0, 20.0)], "/Rotate 90"), 1).unwrap();
    assert!(near(read[0].width_pt, HEIGHT) && near(read[0].height_pt, WIDTH));
    let word = &read[0].words[0];
    assert_eq!(word.text, "Лист");
    // The left edge became the top: what stood 100 points from the left stands 100 points from the top.
    assert!(near(word.y, 100.0) && word.height > word.width, "{word:?}");
}

#[test]
fn lines_frames_and_pictures_are_marks_and_white_paper_is_none() {
    let page = one(&format!(
        "1 g 0 0 {WIDTH} {HEIGHT} re f\n0 G 2 w 50 700 m 250 700 l S\n0.5 g 300 600 100 50 re f\n\
         q 80 0 0 40 400 100 cm /Im Do Q\n1 w 100 300 200 100 re S\n"
    ));
    assert_eq!(page.words, []);
    let has = |x: f32, y: f32, width: f32, height: f32| {
        page.marks.iter().any(|mark: &Area| {
            near(mark.x, x) && near(mark.y, y) && near(mark.width, width) && near(mark.height, height)
        })
    };
    assert!(has(49.0, HEIGHT - 701.0, 202.0, 2.0), "{:?}", page.marks);
    assert!(has(300.0, HEIGHT - 650.0, 100.0, 50.0));
    assert!(has(400.0, HEIGHT - 140.0, 80.0, 40.0));
    // The frame is four lines and leaves its inside free.
    let middle = |mark: &Area| {
        mark.x < 200.0
            && mark.x + mark.width > 200.0
            && mark.y < HEIGHT - 350.0
            && mark.y + mark.height > HEIGHT - 350.0
    };
    assert!(!page.marks.iter().any(middle), "{:?}", page.marks);
}

#[test]
fn what_is_outside_of_the_sheet_or_cut_away_is_not_there() {
    let page = one(&format!(
        "{}{}q 0 0 10 10 re W n 0 g 0 0 300 300 re f Q\n",
        text("видно", 100.0, 100.0, 10.0),
        text("далеко", 100.0, 2000.0, 10.0)
    ));
    let words: Vec<&str> = page.words.iter().map(|word| word.text.as_str()).collect();
    assert_eq!(words, ["видно"]);
    assert!(
        page.marks
            .iter()
            .all(|mark| mark.width < 11.0 && mark.height < 11.0),
        "{:?}",
        page.marks
    );
}

#[test]
fn bold_by_printing_twice_is_read_once_and_columns_stay_apart() {
    let twice = format!(
        "{}{}",
        text("Итого", 50.0, 50.0, 10.0),
        text("Итого", 50.3, 50.0, 10.0)
    );
    let page = one(&format!("{twice}{}", text("8 300,00", 300.0, 50.0, 10.0)));
    assert_eq!(page.text(), "Итого 8 300,00");
}

#[test]
fn a_drawn_soft_hyphen_is_a_hyphen() {
    let page = one(&text("Санкт\u{ad}Петербург", 50.0, 50.0, 10.0));
    assert_eq!(page.text(), "Санкт-Петербург");
}

#[test]
fn only_the_first_pages_are_read_and_they_are_numbered_from_one() {
    let many: Vec<String> = (1..=5)
        .map(|n| text(&format!("лист{n}"), 50.0, 50.0, 10.0))
        .collect();
    let file = document(&many, "");
    let read = pages(&file, 3).unwrap();
    let told: Vec<(u32, &str)> = read
        .iter()
        .map(|page| (page.page, page.words[0].text.as_str()))
        .collect();
    assert_eq!(told, [(1, "лист1"), (2, "лист2"), (3, "лист3")]);
    assert_eq!(pages(&file, 100).unwrap().len(), 5);
}

#[test]
fn a_printed_bill_is_understood_from_its_pdf() {
    let bill = lines(&[
        ("ИНН 9612045075\tКПП 961201001\tСч. № 40702810438000000001", 9.0),
        ("Счёт на оплату № ПЗ-411 от 19 ноября 2026 г.", 14.0),
        (
            "Поставщик: ООО «Полярная звезда», ИНН 9612045075, КПП 961201001",
            9.0,
        ),
        (
            "Покупатель: ООО «Кедровая роща», ИНН 9644112800, КПП 964401001",
            9.0,
        ),
        ("1\tБумага офисная\t10\tупак\t350,00\t3 500,00", 9.0),
        ("Всего к оплате:\t4 270,00", 9.0),
    ]);
    let facts = formats::read("счёт.pdf", &document(&[bill], "")).unwrap();
    let guess = facts.guess.unwrap();
    assert_eq!(
        (guess.kind_code, guess.number.as_deref()),
        (Some("payment_invoice"), Some("ПЗ-411"))
    );
    assert_eq!(guess.issued_on.unwrap().to_string(), "2026-11-19");
    assert_eq!(guess.total.unwrap().to_string(), "4270.00");
    assert_eq!(guess.seller.unwrap().inn.as_str(), "9612045075");
    assert_eq!(guess.buyer.unwrap().inn.as_str(), "9644112800");
    assert_eq!(
        (facts.number.as_str(), facts.total, facts.buyer),
        ("", None, None)
    );
}

#[test]
fn a_scanned_page_says_nothing_and_guesses_nothing() {
    let scan = format!("q {WIDTH} 0 0 {HEIGHT} 0 0 cm /Im Do Q\n");
    let page = one(&scan);
    assert!(page.words.is_empty() && page.marks.len() == 1);
    assert!(guess::of_pages(&[page]).is_empty());
    assert_eq!(
        formats::read("скан.pdf", &document(&[scan], "")).unwrap().guess,
        None
    );
}

#[test]
fn a_form_that_draws_itself_without_end_is_stopped() {
    let started = Instant::now();
    let calls = "/X Do ".repeat(10);
    let form = |next: usize| {
        let keys =
            format!("/Type/XObject/Subtype/Form/BBox[0 0 100 100]/Resources<</XObject<</X {next} 0 R>>>>");
        stream(&keys, &format!("0 0 5 5 re f {calls}"))
    };
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Count 1/Kids[3 0 R]>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Resources<</XObject<</X 5 0 R>>>>/Contents 4 0 R>>"
            .to_owned(),
        stream("", &calls),
    ];
    objects.extend((6..30).map(form));
    // The file is whole and may be sent; only its text is not waited for.
    let facts = formats::read("без конца.pdf", &assemble(&objects)).unwrap();
    assert_eq!(facts.guess, None);
    assert!(
        started.elapsed() < Duration::from_secs(30),
        "{:?}",
        started.elapsed()
    );
}

#[test]
fn broken_encrypted_and_cut_off_files_are_told_apart() {
    let fixture = |name: &str| {
        std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)).unwrap()
    };
    let problem = |bytes: &[u8]| pages(bytes, 1).unwrap_err();
    assert_eq!(
        problem(&fixture("encrypted.pdf")),
        Error::Pdf(PdfProblem::Encrypted)
    );
    assert_eq!(problem(&fixture("broken.pdf")), Error::Pdf(PdfProblem::Broken));
    let whole = fixture("print_form.pdf");
    assert_eq!(
        problem(&whole[..whole.len() / 2]),
        Error::Pdf(PdfProblem::Truncated)
    );
    assert!(
        pages(&fixture("restricted.pdf"), 1).unwrap()[0]
            .text()
            .contains("Заказ-наряд")
    );
}
