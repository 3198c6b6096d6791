use domain::MONTHS_OF;
use jiff::civil::{Date, date};

use super::{Days, FoundDays, Sureness, days};
use crate::testing::Chance;

const TODAY: Date = date(2026, 11, 22);

fn found(text: &str) -> Option<FoundDays> {
    let words: Vec<&str> = text.split_whitespace().collect();
    days(&words, Some(TODAY))
}

/// The days that the whole text says.
fn said(text: &str) -> (Option<Date>, Option<Date>) {
    let found = found(text).unwrap_or_else(|| panic!("{text}: no days"));
    assert_eq!(found.taken, text.split_whitespace().count(), "{text}");
    (found.days.from, found.days.to)
}

fn between(from: Date, to: Date) -> (Option<Date>, Option<Date>) {
    (Some(from), Some(to))
}

#[test]
fn a_day_is_understood_in_every_usual_spelling() {
    let day = date(2026, 11, 21);
    for text in [
        "21.11.2026",
        "21.11.26",
        "21/11/2026",
        "2026-11-21",
        "21.11.2026г.",
        "21.11.2026 ",
        "21.11",
        "21 ноября",
        "21 Ноября 2026",
        "21 ноября 2026 г.",
        "21 ноября 2026 года",
        "21 ноя 2026",
        "21 нояб. 2026",
        "от 21.11.2026",
        "от 21 ноября 2026 г.",
        "вчера",
        "Вчера",
        "за вчера",
        "за 21 ноября",
    ] {
        assert_eq!(said(text), between(day, day), "{text}");
        assert_eq!(found(text).unwrap().sureness, Sureness::OrWords, "{text}");
    }
    assert_eq!(said("сегодня"), between(TODAY, TODAY));
    assert_eq!(said("позавчера"), between(date(2026, 11, 20), date(2026, 11, 20)));
}

#[test]
fn a_day_without_a_year_is_the_latest_that_lies_no_more_than_a_month_ahead() {
    for (text, day) in [
        ("23 ноября", date(2026, 11, 23)),
        ("20 декабря", date(2026, 12, 20)),
        ("31 декабря", date(2025, 12, 31)),
        ("01.02", date(2026, 2, 1)),
        ("29 февраля", date(2024, 2, 29)),
    ] {
        assert_eq!(said(text), between(day, day), "{text}");
    }
}

#[test]
fn stretches_are_understood_in_words_and_with_dashes() {
    let half_october = between(date(2026, 10, 1), date(2026, 10, 15));
    for text in [
        "с 1 по 15 октября",
        "С 1 по 15 октября 2026",
        "с 1 октября по 15",
        "за период с 1 по 15 октября 2026 года",
        "с 1 октября по 15 октября",
        "1-15 октября 2026",
        "1-15 октября",
        "1 - 15 октября",
        "1–15 октября 2026 г.",
        "01.10.2026–15.10.2026",
        "01.10.2026-15.10.2026",
        "01.10.2026 — 15.10.2026",
        "01.10-15.10",
        "2026-10-01–2026-10-15",
        "с 01.10.2026 по 15.10.2026",
        "с 01.10 до 15.10.2026",
        "с 15 по 1 октября",
        "15.10.2026-01.10.2026",
    ] {
        assert_eq!(said(text), half_october, "{text}");
        assert_eq!(found(text).unwrap().sureness, Sureness::Sure, "{text}");
    }
    assert_eq!(
        said("с 25 декабря по 10 января"),
        between(date(2025, 12, 25), date(2026, 1, 10))
    );
    assert_eq!(
        said("с 25.12.2025 по 10.01"),
        between(date(2025, 12, 25), date(2026, 1, 10))
    );
    assert_eq!(said("с 1 октября"), (Some(date(2026, 10, 1)), None));
    assert_eq!(said("по 15.10.2026"), (None, Some(date(2026, 10, 15))));
    assert_eq!(said("с 1 ноября по сегодня"), between(date(2026, 11, 1), TODAY));
}

#[test]
fn months_quarters_and_years_are_understood() {
    let october = between(date(2026, 10, 1), date(2026, 10, 31));
    for text in [
        "за октябрь",
        "октябрь 2026",
        "в октябре",
        "Октябрь 2026 г.",
        "за октябрь 2026 года",
    ] {
        assert_eq!(said(text), october, "{text}");
    }
    assert_eq!(said("февраль 2024"), between(date(2024, 2, 1), date(2024, 2, 29)));
    assert_eq!(said("за декабрь"), between(date(2026, 12, 1), date(2026, 12, 31)));
    assert_eq!(
        said("за октябрь-ноябрь"),
        between(date(2026, 10, 1), date(2026, 11, 30))
    );
    assert_eq!(
        said("октябрь – ноябрь 2025"),
        between(date(2025, 10, 1), date(2025, 11, 30))
    );
    for text in ["3 квартал 2026", "III кв. 2026", "за 3 квартал"] {
        assert_eq!(said(text), between(date(2026, 7, 1), date(2026, 9, 30)), "{text}");
    }
    for text in ["2025 год", "за 2025", "в 2025 году", "2025 г."] {
        assert_eq!(
            said(text),
            between(date(2025, 1, 1), date(2025, 12, 31)),
            "{text}"
        );
    }
}

#[test]
fn what_is_no_day_stays_words() {
    for text in [
        "",
        "март",
        "ноября",
        "май 1",
        "42",
        "1-15",
        "31.02.2026",
        "31 февраля",
        "32 мая",
        "12.5",
        "с 1",
        "по договору",
        "с завода",
        "за наличные",
        "-",
        "–",
        "от 5",
        "0 мая",
        "99.99",
    ] {
        assert_eq!(found(text), None, "{text}");
    }
    assert_eq!(days(&["21.11"], None), None);
    assert_eq!(days(&["вчера"], None), None);
    assert!(days(&["21.11.2026"], None).is_some());
}

#[test]
fn words_behind_a_day_are_left_alone() {
    assert_eq!(found("21.11.2026 - ромашка").unwrap().taken, 1);
    assert_eq!(found("21 ноября ромашка").unwrap().taken, 2);
    assert_eq!(found("за октябрь 42").unwrap().taken, 2);
}

#[test]
fn every_day_is_found_again_however_it_is_written() {
    let mut chance = Chance(2026);
    for _ in 0..2000 {
        let mut one = || {
            let ahead = i32::try_from(chance.below(12_000)).unwrap();
            date(1999, 1, 1).saturating_add(jiff::Span::new().days(ahead))
        };
        let (first, last) = (one(), one());
        let (first, last) = (first.min(last), first.max(last));
        let month = MONTHS_OF[usize::try_from(first.month() - 1).unwrap()];
        let worded = format!("{} {month} {}", first.day(), first.year());
        let dotted = |day: Date| day.strftime("%d.%m.%Y").to_string();
        for text in [worded, dotted(first), first.to_string()] {
            assert_eq!(said(&text), between(first, first), "{text}");
        }
        for text in [
            format!("с {} по {}", dotted(first), dotted(last)),
            format!("{}-{}", dotted(first), dotted(last)),
            format!("{first}–{last}"),
        ] {
            assert_eq!(said(&text), between(first, last), "{text}");
        }
    }
}

#[test]
fn no_text_is_an_error_and_no_more_is_taken_than_is_there() {
    let parts = [
        "с",
        "по",
        "за",
        "1",
        "31",
        "-",
        "–",
        "2026",
        "9999",
        "0",
        "октября",
        "мая",
        "ё",
        "21.11",
        "21.11.2026",
        "г.",
        "",
        "кв",
        "4",
        "999999999999999999999",
        "вчера",
        "İ",
        "\u{301}",
        ".",
        "--",
        "1-",
        "-1",
    ];
    let mut chance = Chance(7);
    for _ in 0..20_000 {
        let words: Vec<String> = (0..chance.below(15))
            .map(|_| format!("{}{}", chance.pick(&parts), chance.pick(&parts)))
            .collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        for today in [None, Some(TODAY), Some(Date::MAX), Some(Date::MIN)] {
            if let Some(found) = days(&words, today) {
                assert!(found.taken >= 1 && found.taken <= words.len());
                assert!(
                    found.days.from.is_none() || found.days.to.is_none() || found.days.from <= found.days.to
                );
            }
        }
    }
}

#[test]
fn days_of_both_are_the_days_that_each_has() {
    let day = |n| Some(date(2026, 1, n));
    let one = Days {
        from: day(5),
        to: None,
    };
    let other = Days {
        from: day(3),
        to: day(9),
    };
    assert_eq!(
        one.and(other),
        Days {
            from: day(5),
            to: day(9)
        }
    );
    assert_eq!(other.and(one), one.and(other));
    assert_eq!(Days::default().and(one), one);
}
