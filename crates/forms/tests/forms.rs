//! The built-in forms as a clerk meets them: usual records, empty ones, odd ones and very long ones.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

#[path = "support/papers.rs"]
mod papers;

use domain::vat::totals;
use domain::{Paper, UtdFunction};
use forms::check::{CheckRules, STAMP_HEIGHT_PT, STAMP_WIDTH_PT, check_pages, check_source, free_room};
use forms::{Output, PageText, Printed, builtin, print};
use hayro_syntax::Pdf;

fn source(name: &str) -> String {
    let form = builtin().into_iter().find(|form| form.name == name);
    form.unwrap().source
}

fn printed(name: &str, paper: &Paper) -> Printed {
    print(&source(name), paper, Output::PdfA).unwrap_or_else(|fault| panic!("{name}: {fault:?}"))
}

/// The words of all pages with single blanks; narrow blanks of figures are blanks.
fn text(pages: &[PageText]) -> String {
    let words = pages
        .iter()
        .flat_map(|page| page.words.iter().map(|word| word.text.as_str()));
    words.collect::<Vec<_>>().join(" ")
}

fn stays_on_the_sheet(pages: &[PageText]) -> bool {
    pages.iter().all(|page| {
        page.words.iter().all(|word| {
            word.x > 10.0
                && word.x + word.width < page.width_pt - 10.0
                && word.y + word.height < page.height_pt
        })
    })
}

#[test]
fn every_kind_has_a_form_that_names_both_sides_and_keeps_room_for_the_stamp() {
    for kind in domain::builtin_kinds() {
        let paper = papers::paper(&kind.code);
        let printed = printed(&kind.code, &paper);
        assert_eq!(printed.pages, 1, "{}", kind.code);
        assert!(printed.stamp_room, "{}", kind.code);
        let text = text(&printed.text);
        for part in ["«Автомастерская Вектор»", &paper.number] {
            assert!(text.contains(part), "{}: {part} in {text}", kind.code);
        }
        let last = printed.text.last().unwrap();
        assert!(
            free_room(last, STAMP_WIDTH_PT, STAMP_HEIGHT_PT).is_some(),
            "{}",
            kind.code
        );
        assert!(stays_on_the_sheet(&printed.text), "{}", kind.code);
    }
}

#[test]
fn built_in_forms_say_nothing_that_belongs_to_paper() {
    let rules = CheckRules::default();
    for form in builtin() {
        assert_eq!(check_source(&form.source, &rules), [], "{}", form.name);
        let printed = printed(&form.name, &papers::paper(&form.name));
        assert_eq!(check_pages(&printed.text, &rules), [], "{}", form.name);
    }
}

#[test]
fn a_record_with_nothing_in_it_prints_an_empty_form() {
    for form in builtin() {
        let printed = printed(&form.name, &papers::empty(&form.name));
        assert_eq!(printed.pages, 1, "{}", form.name);
        assert!(!text(&printed.text).contains("none"), "{}", form.name);
    }
}

#[test]
fn the_same_record_and_template_give_the_same_bytes() {
    let first = printed("payment_invoice", &papers::paper("payment_invoice"));
    printed("utd", &papers::paper("utd"));
    let again = printed("payment_invoice", &papers::paper("payment_invoice"));
    assert!(first.pdf == again.pdf);
    let mut other = papers::paper("payment_invoice");
    other.number = "43".into();
    assert!(printed("payment_invoice", &other).pdf != first.pdf);
}

#[test]
fn an_invoice_asks_for_the_money_in_figures_words_and_a_code() {
    let paper = papers::paper("payment_invoice");
    let printed = printed("payment_invoice", &paper);
    let text = text(&printed.text);
    for part in [
        "БИК 044525225",
        "Счёт на оплату № 42 от 21 ноября 2026 г.",
        "НДС 22 %: 5 036,02",
        "Всего: 27 927,02",
        "Всего наименований 4, на сумму 27 927,02 руб.",
        "Двадцать семь тысяч девятьсот двадцать семь рублей 02 копейки",
        "Оплатить не позднее 28 ноября 2026 г.",
        "Оплата по коду",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let mut unpaid = paper;
    unpaid.firm.as_mut().unwrap().requisites.bank.account = "40702810000000000000".into();
    let printed = print(&source("payment_invoice"), &unpaid, Output::Pdf).unwrap();
    assert!(!self::text(&printed.text).contains("Оплата по коду"));
}

#[test]
fn vat_inside_the_prices_is_told_as_being_inside() {
    let mut paper = papers::paper("payment_invoice");
    let inside = domain::PriceKind::WithVat;
    paper.details.prices = inside;
    paper.lines = vec![papers::line(
        "Мойка",
        "шт",
        "2",
        "610",
        domain::VatRate::Percent(22),
        inside,
    )];
    paper.totals = totals(&paper.lines);
    let text = text(&printed("payment_invoice", &paper).text);
    assert!(
        text.contains("Итого: 1 220,00 В том числе НДС 22 %: 220,00 Всего: 1 220,00"),
        "{text}"
    );
    paper.lines[0].vat_rate = domain::VatRate::NoVat;
    paper.lines[0].vat_amount = None;
    paper.totals = totals(&paper.lines);
    let text = self::text(&printed("payment_invoice", &paper).text);
    assert!(text.contains("Без налога (НДС): —"), "{text}");
}

#[test]
fn an_order_of_works_keeps_works_and_parts_apart() {
    let text = text(&printed("work_order", &papers::paper("work_order")).text);
    for part in [
        "Итого по работам: 6 000,00",
        "Итого по запасным частям и материалам: 16 891,00",
        "Смирнов",
        "XW8AN4NE0JH012345",
        "Стук в передней подвеске",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn a_utd_has_every_line_and_column_of_the_official_form() {
    let text = text(&printed("utd", &papers::paper("utd")).text);
    for line in [
        "(1)", "(1а)", "(2)", "(2а)", "(2б)", "(3)", "(4)", "(5)", "(5а)", "(5б)", "(6)", "(6а)", "(6б)",
        "(7)", "(8)",
    ] {
        assert!(text.contains(line), "{line}");
    }
    assert!(
        text.contains("А 1 1а 1б 2 2а 3 4 5 6 7 8 9 10 10а 11 12 12а 13 14"),
        "{text}"
    );
    for point in 8..=19 {
        assert!(text.contains(&format!("[{point}]")), "[{point}]");
    }
    assert!(text.contains("Статус: 1") && text.contains("без акциза") && text.contains("Германия"));
}

#[test]
fn the_function_of_a_utd_decides_its_parts() {
    let text = |function| text(&printed("utd", &papers::long_utd(function, 3)).text);
    let invoice = text(UtdFunction::Invoice);
    assert!(!invoice.contains("Статус") && !invoice.contains("[10]"));
    let transfer = text(UtdFunction::Transfer);
    assert!(transfer.contains("Статус: 2") && transfer.contains("[10]"));
    assert!(
        !transfer.contains("Сидорова"),
        "signatures of an invoice belong to status 1"
    );
}

#[test]
fn a_long_utd_repeats_its_head_and_sums_up_each_sheet() {
    let paper = papers::long_utd(UtdFunction::InvoiceAndTransfer, 120);
    let printed = printed("utd", &paper);
    assert!(printed.pages > 2 && printed.stamp_room);
    let mut kopecks = 0;
    for (place, page) in printed.text.iter().enumerate() {
        let text = text(std::slice::from_ref(page));
        assert!(
            text.contains(&format!("Лист {} из {}", place + 1, printed.pages)),
            "{text}"
        );
        let Some((_, sums)) = text
            .split_once("с налогом ")
            .filter(|(before, _)| before.contains("итого по листу"))
        else {
            continue;
        };
        assert!(
            text.contains("10а 11 12 12а 13 14"),
            "the head stands on each sheet with lines"
        );
        let sum: String = sums
            .split("Лист")
            .next()
            .unwrap()
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
        kopecks += sum.parse::<i64>().unwrap();
    }
    assert_eq!(kopecks, paper.totals.total.unwrap().kopecks());
}

#[test]
fn names_of_five_hundred_letters_and_signs_without_a_font_stay_readable_inside_their_columns() {
    for form in builtin() {
        let mut paper = papers::paper(&form.name);
        let long = "Ы".repeat(500);
        paper.firm.as_mut().unwrap().party.name = long.clone();
        if let Some(line) = paper.lines.first_mut() {
            line.name = long;
            line.details.item_code = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".into();
        }
        if let Some(line) = paper.lines.get_mut(1) {
            line.name = "Набор „Мастер“ «Люкс» \"про\" 🔧\u{1F468}\u{200D}\u{1F469} №5\u{7}".into();
        }
        let printed = printed(&form.name, &paper);
        assert!(stays_on_the_sheet(&printed.text), "{}", form.name);
        if paper.lines.len() > 1 {
            let text = text(&printed.text);
            assert!(text.contains("„Мастер“ «Люкс» \"про\" [U+1F527]"), "{text}");
        }
    }
}

#[test]
fn a_form_for_signing_is_pdf_a_with_its_fonts_inside() {
    let printed = printed("utd", &papers::paper("utd"));
    let raw = String::from_utf8_lossy(&printed.pdf);
    assert!(
        raw.contains("<pdfaid:part>2</pdfaid:part>"),
        "part of the standard"
    );
    assert!(raw.contains("<pdfaid:conformance>B</pdfaid:conformance>"));
    assert!(
        raw.contains("2026-11-21"),
        "the day of the record, not of the printing"
    );
    assert!(!raw.contains("/Encrypt"));
    let pdf = Pdf::new(printed.pdf.clone()).unwrap();
    assert_eq!(pdf.pages().len(), 1);
    let (mut intents, mut fonts, mut files) = (0, 0, 0);
    for object in pdf.objects() {
        let hayro_syntax::object::Object::Dict(dict) = object else {
            continue;
        };
        let is = |name: &[u8]| dict.contains_key(name);
        intents += usize::from(is(b"OutputIntents"));
        let font_file = is(b"FontFile2") || is(b"FontFile3");
        fonts += usize::from(is(b"FontBBox"));
        files += usize::from(font_file);
    }
    assert_eq!(intents, 1);
    assert!(fonts > 0);
    assert_eq!(fonts, files, "each font has its file");
}
