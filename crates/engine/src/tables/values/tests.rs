use domain::VatRate;
use jiff::civil::date;

use super::{Vat, day, inn, kpp, money, number, vat};

#[test]
fn sums_of_either_spelling_are_read_to_the_kopeck() {
    for text in [
        "1 234,56",
        "1\u{a0}234,56 руб.",
        "1,234.56",
        "1.234,56",
        "1234.56",
        "1'234,56 ₽",
        "1234,560",
    ] {
        assert_eq!(
            money(text).map(|sum| sum.to_string()),
            Ok("1234.56".into()),
            "{text}"
        );
    }
    assert_eq!(money("−5").unwrap().to_string(), "-5.00");
    assert_eq!(money("1.234.567").unwrap().to_string(), "1234567.00");
    assert_eq!(money("0,125").map_err(|error| error.contains("0,125")), Err(true));
    assert_eq!(number("0.125").unwrap().to_string(), "0.125");
}

#[test]
fn what_could_be_two_sums_is_refused() {
    for text in ["1,234", "1.234", "сто", "", "12-50", "1.23.456", "--5", ",5"] {
        assert!(money(text).is_err(), "{text}");
    }
}

#[test]
fn dates_are_read_as_people_and_spreadsheets_write_them() {
    for text in [
        "21.11.2026",
        "21.11.26",
        "2026-11-21",
        "21/11/2026",
        "21 ноября 2026 г.",
        "2026-11-21T00:00:00",
        "21.11.2026 0:00:00",
        "46347",
        "46347.5",
    ] {
        assert_eq!(day(text), Ok(date(2026, 11, 21)), "{text}");
    }
    assert_eq!(day("5 мая 2026"), Ok(date(2026, 5, 5)));
    assert_eq!(day("5 марта 2026"), Ok(date(2026, 3, 5)));
    for text in ["", "вчера", "31.02.2026", "11.2026", "12345", "1.1.0026"] {
        assert!(day(text).is_err(), "{text}");
    }
}

#[test]
fn vat_is_a_sum_a_rate_or_nothing() {
    let total = money("122").unwrap();
    assert_eq!(vat("22 %").unwrap().of(total), Some(money("22").unwrap()));
    assert_eq!(vat("22,00").unwrap().rate(Some(total)), VatRate::Percent(22));
    assert_eq!(vat("без НДС"), Ok(Vat::None));
    assert_eq!(vat("").unwrap().rate(None), VatRate::NoVat);
    assert!(vat("19%").is_err());
}

#[test]
fn a_zero_dropped_by_a_spreadsheet_is_put_back() {
    let whole: domain::Inn = (0..10)
        .find_map(|last| format!("012345678{last}").parse().ok())
        .unwrap();
    let dropped = whole.as_str().trim_start_matches('0');
    assert_eq!(inn(&format!("{dropped}.0")), Ok(whole.clone()));
    assert!(inn("12").is_err());
    assert_eq!(kpp("").unwrap(), None);
    assert_eq!(kpp("12345678").unwrap().unwrap().as_str(), "012345678");
}
