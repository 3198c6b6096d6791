use domain::{DocumentId, EdoStatus, Money};
use jiff::civil::date;

use super::{Search, normalized, number_key};
use crate::testing::{Chance, at, line, office, paper, party};
use crate::{DocumentQuery, Reader};

fn found(r: &Reader<'_>, text: &str) -> Vec<i64> {
    let query = DocumentQuery {
        text: text.to_owned(),
        limit: 500,
        ..DocumentQuery::default()
    };
    r.documents(&query)
        .unwrap()
        .rows
        .iter()
        .map(|row| row.id.0)
        .collect()
}

#[test]
fn words_are_lower_case_letters_and_digits_with_yo_as_ye() {
    assert_eq!(normalized("  ООО «ЁЛКА-Палка» № 5/7 "), "ооо елка палка 5 7");
    assert_eq!(normalized("É\u{301} Straße"), "é straße");
    assert_eq!(normalized("«» — "), "");
}

#[test]
fn a_number_is_what_is_left_without_zeros_and_dashes() {
    for (number, key) in [
        ("00БП-000123", "бп123"),
        ("0000-000123", "123"),
        ("123", "123"),
        ("000", "0"),
        ("", ""),
        ("А-1/02", "а12"),
    ] {
        assert_eq!(number_key(number), key, "{number}");
    }
}

/// What finds the first document of the next test and not the second.
const FINDS_FIRST: &str = "00БП-000123; 123; 000123; бп-123; БП123; ромашка; РОМАШКА; омашк; ООО «Ромашка»; ООО\"Ромашка\";
    ромашка ко; 7707; 12345,67; 12 345,67; 12\u{a0}345,67 ₽; 12345.67 руб.; 12345; 12 345; 11.01.2026; 11.1.26; 2026-01-11;
    сургуч; красный палочка; ромашка 123; сургуч 12345,67; 7707 сургуч; г; па; ромашка и ко 12 345,67 11.01.2026";
const FINDS_SECOND: &str = "ёжик; ежик; ЕЖИК; желтков семен; сем; 99000; 99 000,00; 21.11.2026; 77; акт";
const FINDS_BOTH: &str = "; ООО; «ООО» \"ИП\"; pdf; \"; *";
const FINDS_NONE: &str =
    "лютик; ромашка ёжик; 12345,68; 22.11.2026; 31.02.2026; 124; ромашка 77; ' OR 1=1 --; NOT; #c1";

#[test]
fn the_one_box_finds_by_number_name_inn_sum_date_and_line() {
    let office = office();
    office
        .store
        .write(|w| {
            let rose = w.save_counterparty(&party("ООО \"Ромашка и Ко\"", 770_712_345))?;
            let yolk = w.save_counterparty(&party("ИП Желтков Семён", 500_101_020))?;
            let mut first = paper("00БП-000123", 10, 1_234_567);
            first.counterparty = Some(rose);
            first.lines = vec![line("Сургуч красный, палочка 100 г")];
            let mut second = paper("77", 324, 9_900_000);
            second.counterparty = Some(yolk);
            second.title = "Акт сверки Ёжик".to_owned();
            second.issued_on = Some(date(2026, 11, 21));
            assert_eq!(
                (
                    w.insert_document(&first, at(0))?.0,
                    w.insert_document(&second, at(0))?.0
                ),
                (1, 2)
            );
            assert_eq!(found(w, party("", 770_712_345).inn.as_str()), [1]);
            for (texts, expected) in [
                (FINDS_FIRST, &[1][..]),
                (FINDS_SECOND, &[2]),
                (FINDS_BOTH, &[2, 1]),
                (FINDS_NONE, &[]),
            ] {
                for text in texts.split(';') {
                    assert_eq!(found(w, text), expected, "{text}");
                }
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_renamed_counterparty_and_changed_parties_are_found_at_once() {
    let office = office();
    office
        .store
        .write(|w| {
            let rose = w.save_counterparty(&party("ООО «Ромашка»", 770_712_345))?;
            let id = w.insert_document(&paper("1", 0, 100), at(0))?;
            assert!(found(w, "ромашка").is_empty());
            w.set_parties(id, None, Some(rose), None)?;
            assert_eq!(found(w, "ромашка"), [1]);
            w.save_counterparty(&party("ООО «Василёк»", 770_712_345))?;
            assert_eq!((found(w, "ромашка"), found(w, "василек")), (vec![], vec![1]));
            w.set_parties(id, None, None, None)?;
            assert!(found(w, "василек").is_empty());
            Ok(())
        })
        .unwrap();
}

#[test]
fn search_agrees_with_looking_through_every_document() {
    const SYLLABLES: [&str; 8] = ["ром", "маш", "ка", "сур", "гуч", "ёл", "12", "345"];
    let office = office();
    let mut chance = Chance(42);
    let word = |chance: &mut Chance| -> String {
        (0..1 + chance.below(4))
            .map(|_| *chance.pick(&SYLLABLES))
            .collect()
    };
    let texts: Vec<(String, String)> = office
        .store
        .write(|w| {
            // More counterparties with one syllable than are named one by one.
            let others: Vec<_> = (0..150)
                .map(|n| {
                    let name = format!("{} {}", word(&mut chance), word(&mut chance));
                    (w.save_counterparty(&party(&name, 770_000_000 + n)).unwrap(), name)
                })
                .collect();
            Ok((0..400)
                .map(|n| {
                    let mut body = paper("А", n % 30, 0);
                    body.total = Some(Money::ZERO);
                    body.file = None;
                    body.title = format!("{} {}", word(&mut chance), word(&mut chance));
                    let (id, name) = chance.pick(&others);
                    body.counterparty = Some(*id);
                    let document = w.insert_document(&body, at(0)).unwrap();
                    let status = *chance.pick(&[EdoStatus::Sent, EdoStatus::Rejected]);
                    w.set_document_status(document, status, at(0)).unwrap();
                    (normalized(&body.title), normalized(name))
                })
                .collect())
        })
        .unwrap();
    for _ in 0..150 {
        let query: Vec<String> = (0..1 + chance.below(2))
            .map(|_| word(&mut chance).replace(char::is_numeric, ""))
            .filter(|word| !word.is_empty())
            .collect();
        let fits = |text: &(String, String)| {
            query.iter().all(|word| {
                let word = normalized(word);
                let has = |words: &str| {
                    if word.chars().count() < 3 {
                        words.split(' ').any(|one| one.starts_with(&word))
                    } else {
                        words.contains(&word)
                    }
                };
                has(&text.0) || has(&text.1)
            })
        };
        let mut expected: Vec<i64> = (1..)
            .zip(&texts)
            .filter(|(_, text)| fits(text))
            .map(|(id, _)| id)
            .collect();
        let mut actual = office.store.read(|r| Ok(found(r, &query.join(" ")))).unwrap();
        expected.sort_unstable();
        actual.sort_unstable();
        assert_eq!(actual, expected, "{query:?}");
    }
}

#[test]
fn no_text_that_can_be_typed_is_an_error() {
    let office = office();
    office
        .store
        .write(|w| w.insert_document(&paper("1", 0, 100), at(0)))
        .unwrap();
    let mut chance = Chance(99);
    let characters: Vec<char> = "аЁz0.,-/\\\"'*()#_:^+{}№ \t\u{a0}\u{0}🙂İ\u{301}٣"
        .chars()
        .collect();
    office
        .store
        .read(|r| {
            for _ in 0..500 {
                let text: String = (0..chance.below(12)).map(|_| *chance.pick(&characters)).collect();
                let query = DocumentQuery {
                    text: text.clone(),
                    limit: 5,
                    ..DocumentQuery::default()
                };
                assert!(r.documents(&query).is_ok(), "{text:?}");
                assert!(r.counterparties(&text, None, 5).is_ok(), "{text:?}");
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_rare_status_under_a_common_word_is_found() {
    let office = office();
    office
        .store
        .write(|w| {
            let last = (0..6000)
                .map(|n| {
                    w.insert_document(&paper(&n.to_string(), n % 300, 100), at(0))
                        .unwrap()
                })
                .min();
            let rare = last.unwrap();
            w.set_document_status(rare, EdoStatus::Rejected, at(0))?;
            let query = DocumentQuery {
                text: "счёт".to_owned(),
                statuses: vec![EdoStatus::Rejected],
                limit: 10,
                ..DocumentQuery::default()
            };
            let rows: Vec<DocumentId> = w.documents(&query)?.rows.iter().map(|row| row.id).collect();
            assert_eq!(rows, [rare]);
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_pasted_page_of_text_is_no_error() {
    let office = office();
    office
        .store
        .read(|r| {
            for text in [
                "слово ".repeat(5000),
                "сургуч".repeat(5000),
                "7 7 7 7 7 ".repeat(500),
                "12 345 ".repeat(900),
            ] {
                assert!(found(r, &text).is_empty());
                assert!(r.counterparties(&text, None, 5)?.is_empty());
            }
            Ok(())
        })
        .unwrap();
}

/// What is found on a day of autumn, page by page of two rows.
fn found_in_autumn(r: &Reader<'_>, text: &str) -> Vec<i64> {
    let mut query = DocumentQuery {
        text: text.to_owned(),
        today: Some(date(2026, 11, 22)),
        limit: 2,
        ..DocumentQuery::default()
    };
    let mut ids = Vec::new();
    loop {
        let page = r.documents(&query).unwrap();
        ids.extend(page.rows.iter().map(|row| row.id.0));
        let Some(next) = page.next else { return ids };
        query.after = Some(next.to_string().parse().unwrap());
    }
}

#[test]
fn an_exact_number_stands_above_documents_that_merely_have_its_digits() {
    let office = office();
    office
        .store
        .write(|w| {
            let exact =
                ["ПЗ-42", "0042", "42"].map(|number| w.insert_document(&paper(number, 1, 7), at(0)).unwrap());
            let other = (0..5)
                .map(|n| {
                    let mut body = paper(&format!("{}", 900 + n), 100 + n, 4200);
                    body.title = format!("Сурик 42{n}");
                    w.insert_document(&body, at(0)).unwrap()
                })
                .collect::<Vec<_>>();
            let expected: Vec<i64> = exact
                .iter()
                .rev()
                .chain(other.iter().rev())
                .map(|id| id.0)
                .collect();
            assert_eq!(found_in_autumn(w, "42"), expected);
            assert_eq!(found_in_autumn(w, "№ 42"), expected);
            assert_eq!(found_in_autumn(w, "ПЗ-42"), [exact[0].0]);
            assert_eq!(found_in_autumn(w, "сурик 42"), expected[3..]);
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_number_that_every_document_has_moves_nothing() {
    let office = office();
    office
        .store
        .write(|w| {
            for n in 0..60 {
                w.insert_document(&paper(&format!("2026-{n}"), n, 100), at(0))?;
            }
            let mut mentioned = paper("А", 90, 202_600);
            mentioned.title = "Смета".to_owned();
            let mentioned = w.insert_document(&mentioned, at(0))?;
            let found = found_in_autumn(w, "2026");
            assert_eq!((found.len(), found[0]), (61, mentioned.0));
            Ok(())
        })
        .unwrap();
}

#[test]
fn days_in_any_spelling_find_the_documents_of_these_days() {
    let office = office();
    office
        .store
        .write(|w| {
            // One document a day of 2026.
            for day in 0..365 {
                w.insert_document(&paper(&format!("Р{}", 10_000 + day), day, 100), at(0))?;
            }
            let mut rent = paper("А", 320, 5);
            rent.lines = vec![line("Аренда за октябрь 2026")];
            let rent = w.insert_document(&rent, at(0))?;
            let day = |month: i8, day: i8| i64::from(date(2026, month, day).day_of_year());
            for text in ["с 1 по 15 октября", "1-15 октября 2026", "01.10.2026–15.10.2026"]
            {
                let expected: Vec<i64> = (day(10, 1)..=day(10, 15)).rev().collect();
                assert_eq!(found_in_autumn(w, text), expected, "{text}");
            }
            for text in ["вчера", "21.11", "21 ноября", "21.11.2026"] {
                assert_eq!(found_in_autumn(w, text), [day(11, 21)], "{text}");
            }
            let october: Vec<i64> = [rent.0]
                .into_iter()
                .chain((day(10, 1)..=day(10, 31)).rev())
                .collect();
            assert_eq!(found_in_autumn(w, "за октябрь"), october);
            assert_eq!(found_in_autumn(w, "октябрь 2026"), october);
            assert_eq!(found_in_autumn(w, "аренда за октябрь"), [rent.0]);
            assert_eq!(found_in_autumn(w, "с 1 по 15 октября Р10273"), [day(10, 1)]);
            assert_eq!(found_in_autumn(w, "2026 год").len(), 366);
            assert!(found_in_autumn(w, "с 01.01.2025 по 31.12.2025").is_empty());
            assert!(found(w, "вчера").is_empty());
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_pasted_heading_of_a_paper_finds_that_paper() {
    let office = office();
    office
        .store
        .write(|w| {
            let rose = w.save_counterparty(&party("ООО «Ромашка»", 770_712_345))?;
            let festival = w.save_counterparty(&party("Совхоз 8 Марта", 770_712_346))?;
            let mut first = paper("42", 10, 1_234_567);
            first.counterparty = Some(rose);
            first.details.comment = "Доставить до обеда".to_owned();
            let mut second = paper("43", 10, 1_234_567);
            second.counterparty = Some(festival);
            w.insert_document(&first, at(0))?;
            w.insert_document(&second, at(0))?;
            for text in [
                "Счёт № 42 от 11.01.2026",
                "счет 42 от 11 января 2026 г. на сумму 12 345,67 руб. ООО «Ромашка»",
                "доставить обеда",
                &format!("ИНН {}", party("", 770_712_345).inn),
            ] {
                assert_eq!(found_in_autumn(w, text), [1], "{text}");
            }
            assert_eq!(found_in_autumn(w, "совхоз 8 марта"), [2]);
            assert_eq!(found_in_autumn(w, "8 марта"), [2]);
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_beginning_that_most_documents_have_is_not_looked_up_beside_a_telling_term() {
    let office = office();
    office
        .store
        .write(|w| {
            for number in 0..20 {
                w.insert_document(&paper(&format!("А-{:03}", 700 + number), 1, 100), at(0))?;
            }
            w.insert_document(&paper("Б-700", 1, 100), at(0))?;
            Ok(())
        })
        .unwrap();
    office
        .store
        .read(|r| {
            let terms = |text: &str| {
                let search = Search::asked(r, text, None).unwrap().search.unwrap();
                (search.expression().unwrap(), search.exact_expression())
            };
            let (common, exact) = terms("А-700");
            assert!(!common.contains("_а") && common.contains("\"700\""), "{common}");
            assert_eq!(exact.as_deref(), Some("(\"#nа700\")"));
            let (rare, _) = terms("Б-700");
            assert!(rare.contains("_б") && rare.contains("\"700\""), "{rare}");
            // Alone it is all there is to look up.
            assert!(terms("А").0.contains("_а"));
            assert_eq!(found(r, "А-700"), [1]);
            assert_eq!(found(r, "Б-700"), [21]);
            assert_eq!(found(r, "А-70").len(), 10);
            Ok(())
        })
        .unwrap();
}
