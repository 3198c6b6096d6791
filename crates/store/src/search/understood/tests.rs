use jiff::civil::{Date, date};

use super::understood;
use crate::search::{SearchTerm, TermKind, search_terms};
use crate::testing::{Chance, inn};

const TODAY: Option<Date> = Some(date(2026, 11, 22));

fn told(text: &str) -> Vec<(String, TermKind, String)> {
    let plain = |term: SearchTerm| (term.text, term.kind, term.label);
    search_terms(text, TODAY).into_iter().map(plain).collect()
}

/// The only term of this text.
fn only(text: &str) -> (TermKind, String) {
    let terms = told(text);
    assert_eq!(terms.len(), 1, "{text}: {terms:?}");
    let (_, kind, label) = terms.into_iter().next().unwrap();
    (kind, label)
}

#[test]
fn a_sum_is_told_however_it_is_written() {
    for text in [
        "12 345,67",
        "12345.67",
        "12345,67",
        "12 345,67 ₽",
        "12\u{a0}345,67 руб.",
        "12345,67р.",
        "12345.67₽",
        "на сумму 12 345,67",
        "сумма 12345,67 рублей",
    ] {
        assert_eq!(
            only(text),
            (TermKind::Sum, "сумма 12 345,67 ₽".to_owned()),
            "{text}"
        );
    }
    for text in ["12 345", "12345 ₽", "12345 руб.", "12 345 рублей"] {
        assert_eq!(only(text), (TermKind::Sum, "сумма 12 345 ₽".to_owned()), "{text}");
    }
    assert_eq!(only("1 234 567,80").1, "сумма 1 234 567,80 ₽");
}

#[test]
fn numbers_inns_and_words_are_told_apart() {
    assert_eq!(only("42"), (TermKind::Number, "номер 42".to_owned()));
    assert_eq!(only("№ ПЗ-42"), (TermKind::Number, "номер ПЗ-42".to_owned()));
    assert_eq!(only("номер 000123").0, TermKind::Number);
    let inn = inn(770_512_301).as_str().to_owned();
    for text in [inn.clone(), format!("ИНН {inn}")] {
        assert_eq!(only(&text), (TermKind::Inn, format!("ИНН {inn}")));
    }
    assert_eq!(only("инн 7705").0, TermKind::Inn);
    assert_eq!(
        only("ООО «Ромашка» Сургуч"),
        (TermKind::Words, "«Ромашка» Сургуч".to_owned())
    );
    assert_eq!(told("ООО"), []);
}

#[test]
fn a_pasted_heading_of_a_paper_is_understood_part_by_part() {
    let terms = told("Счёт № 42 от 21.11.2026 на сумму 12 345,67 руб. ООО «Ромашка»");
    let expected = [
        ("Счёт", TermKind::Words, "Счёт"),
        ("№ 42", TermKind::Number, "номер 42"),
        ("от 21.11.2026", TermKind::Date, "дата 21.11.2026"),
        ("на сумму 12 345,67 руб.", TermKind::Sum, "сумма 12 345,67 ₽"),
        ("«Ромашка»", TermKind::Words, "«Ромашка»"),
    ]
    .map(|(text, kind, label)| (text.to_owned(), kind, label.to_owned()));
    assert_eq!(terms, expected);
}

#[test]
fn days_are_told_with_their_year_and_doubts() {
    for (text, label) in [
        ("с 1 по 15 октября", "с 01.10.2026 по 15.10.2026"),
        ("за октябрь", "с 01.10.2026 по 31.10.2026"),
        ("вчера", "дата 21.11.2026"),
        ("21.11", "дата 21.11.2026 или сумма 21,11 ₽"),
        ("с 1 октября", "с 01.10.2026"),
        ("по 15 октября", "по 15.10.2026"),
    ] {
        assert_eq!(only(text), (TermKind::Date, label.to_owned()), "{text}");
    }
}

#[test]
fn what_is_marked_are_small_letters_and_digits() {
    let marked = |text: &str| search_terms(text, TODAY).remove(0).highlight;
    assert_eq!(marked("ООО «Ёлка»"), ["елка"]);
    assert_eq!(marked("00БП-000123"), ["бп", "123"]);
    assert_eq!(marked("А-1"), ["1"]);
    assert_eq!(marked("12 345,67 ₽"), ["12345,67"]);
    assert_eq!(marked("вчера"), ["21.11.2026"]);
    assert_eq!(marked("за октябрь"), Vec::<String>::new());
}

#[test]
fn every_part_is_a_piece_of_what_was_typed_in_its_order() {
    let parts = [
        "№",
        "ООО",
        "42",
        "345,67",
        "12",
        "₽",
        "руб.",
        "с",
        "по",
        "15",
        "октября",
        "2026",
        "«Ёлка»",
        "-",
        "21.11",
        "ИНН",
        "сумма",
        "на",
        "\u{a0}",
        "\u{0}",
        "İ\u{301}",
        "🙂",
        "٣",
        "\"",
        "*",
        "1-15",
        "999999999999999999999999",
    ];
    let mut chance = Chance(31);
    for _ in 0..20_000 {
        let text: String = (0..chance.below(12))
            .map(|_| format!("{}{}", chance.pick(&parts), chance.pick(&["", " ", "  "])))
            .collect();
        let mut from = 0;
        for part in understood(&text, TODAY) {
            assert!(!part.text.is_empty(), "{text:?}");
            let place = text
                .get(from..)
                .unwrap()
                .find(part.text)
                .unwrap_or_else(|| panic!("{text:?}"));
            from += place + part.text.len();
        }
        search_terms(&text, None);
    }
}
