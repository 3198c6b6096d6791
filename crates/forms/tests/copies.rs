//! Copies for viewing and several PDFs in one.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

#[path = "support/papers.rs"]
mod papers;

use domain::UtdFunction;
use formats::pdf_text;
use forms::{Output, PageText, StampBlock, StampFault, builtin, merged, print, stamped_copy};

fn form(name: &str, paper: &domain::Paper) -> Vec<u8> {
    let source = builtin()
        .into_iter()
        .find(|form| form.name == name)
        .unwrap()
        .source;
    print(&source, paper, Output::PdfA).unwrap().pdf
}

fn block() -> StampBlock {
    StampBlock {
        certificate: "01DA5F3E2B7C90E0000A4C2F00060002".into(),
        owner: "ООО «Автомастерская Вектор», Петров Пётр Петрович".into(),
        valid_from: "01.02.2026".into(),
        valid_until: "01.05.2027".into(),
        mpoa_number: "6f2c1a7e-30d4-4c55-9d0f-7a1c2b3d4e5f".into(),
        ..StampBlock::default()
    }
}

fn text(page: &PageText) -> String {
    let words: Vec<&str> = page.words.iter().map(|word| word.text.as_str()).collect();
    words.join(" ")
}

#[test]
fn stamps_stand_in_the_free_room_of_the_last_page_and_the_words_of_the_original_stay() {
    let act = form("acceptance_certificate", &papers::paper("acceptance_certificate"));
    let before = pdf_text::pages(&act, 10).unwrap();
    let copy = stamped_copy(&act, &[block(), block()], "Копия для просмотра").unwrap();
    let pages = pdf_text::pages(&copy, 10).unwrap();
    assert_eq!(pages.len(), 1);
    let text = text(&pages[0]);
    for part in [
        "Копия для просмотра",
        "ДОКУМЕНТ ПОДПИСАН ЭЛЕКТРОННОЙ ПОДПИСЬЮ",
        "01DA5F3E2B7C90E0000A4C2F00060002",
        "01.02.2026",
        "6f2c1a7e",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    for word in &before[0].words {
        assert!(text.contains(&word.text), "{}", word.text);
    }
    let lowest_word = before[0].words.iter().map(|word| word.y).fold(0.0, f32::max);
    let stamp = pages[0]
        .words
        .iter()
        .find(|word| word.text == "ДОКУМЕНТ")
        .unwrap();
    assert!(stamp.y > lowest_word, "below everything");
}

#[test]
fn a_full_page_gets_a_page_of_stamps_after_it_and_so_do_many_stamps() {
    let source = format!(
        "#set page(margin: 5mm)\n{}",
        "Слово слово слово слово слово. ".repeat(600)
    );
    let full = print(&source, &papers::empty("free_form"), Output::Pdf).unwrap();
    let copy = stamped_copy(&full.pdf, &[block()], "Копия для просмотра").unwrap();
    let pages = pdf_text::pages(&copy, 10).unwrap();
    let act = form("acceptance_certificate", &papers::paper("acceptance_certificate"));
    let many: Vec<StampBlock> = (0..30).map(|_| block()).collect();
    let crowded = stamped_copy(&act, &many, "").unwrap();
    let stamps = pdf_text::pages(&crowded, 10)
        .unwrap()
        .iter()
        .map(text)
        .collect::<String>();
    assert_eq!(stamps.matches("ПОДПИСАН").count(), 30);
    let last = pages.last().unwrap();
    let has_stamp = text(last).contains("ПОДПИСАН");
    assert!(has_stamp, "{} pages", pages.len());
}

#[test]
fn the_same_original_and_stamps_give_the_same_copy() {
    let act = form("acceptance_certificate", &papers::paper("acceptance_certificate"));
    let copy = || stamped_copy(&act, &[block()], "Копия для просмотра").unwrap();
    assert!(copy() == copy());
}

#[test]
fn a_broken_pdf_is_told_and_nothing_is_made() {
    let act = form("acceptance_certificate", &papers::paper("acceptance_certificate"));
    let half = &act[..act.len() / 2];
    for bytes in [&b"%PDF-1.7 nothing"[..], b"", half] {
        let fault = stamped_copy(bytes, &[block()], "").unwrap_err();
        assert!(fault.sentence().ends_with('.'), "{fault:?}");
    }
    let fault = merged(&[&act, b"%PDF-1.7"]).unwrap_err();
    assert_eq!(fault, StampFault::BrokenPart(1));
    assert!(fault.sentence().starts_with("Документ 2 не читается"));
}

#[test]
fn several_papers_become_one_file_with_all_their_sheets_in_order() {
    let act = form("acceptance_certificate", &papers::paper("acceptance_certificate"));
    let utd = form("utd", &papers::long_utd(UtdFunction::InvoiceAndTransfer, 60));
    let pages = pdf_text::pages(&merged(&[&act, &utd, &act]).unwrap(), 20).unwrap();
    let of_utd = pdf_text::pages(&utd, 20).unwrap().len();
    assert_eq!(pages.len(), of_utd + 2);
    assert!(pages[1].width_pt > pages[1].height_pt, "a wide sheet stays wide");
    assert!(text(&pages[0]).contains("Акт №") && text(pages.last().unwrap()).contains("Акт №"));
}
