//! Dates, sums and counts as a Russian clerk writes them.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// `2026-11-21` as «21.11.2026»; empty for none.
pub(crate) fn day(date: Option<&str>) -> String {
    let Some(text) = date else { return String::new() };
    text.parse::<Date>().map_or_else(
        |_| text.to_owned(),
        |date| format!("{:02}.{:02}.{}", date.day(), date.month(), date.year()),
    )
}

/// An instant as «21.11.2026 15:04» by the clock on the wall.
pub(crate) fn moment(at: &str) -> String {
    let Ok(at) = at.parse::<Timestamp>() else {
        return at.to_owned();
    };
    let at = at.to_zoned(TimeZone::system());
    format!(
        "{:02}.{:02}.{} {:02}:{:02}",
        at.day(),
        at.month(),
        at.year(),
        at.hour(),
        at.minute()
    )
}

/// `12345.60` as «12 345,60»; another currency than the rouble is named by its number of ОКВ.
pub(crate) fn sum(total: Option<&str>, currency: &str) -> String {
    const ROUBLE: &str = "643";
    let Some(total) = total else { return String::new() };
    let (sign, digits) = total
        .strip_prefix('-')
        .map_or(("", total), |digits| ("−", digits));
    let (whole, kopecks) = digits.split_once('.').unwrap_or((digits, "00"));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push('\u{a0}');
        }
        grouped.push(digit);
    }
    let currency = if currency == ROUBLE || currency.is_empty() {
        String::new()
    } else {
        format!("\u{a0}(валюта\u{a0}{currency})")
    };
    format!("{sign}{grouped},{kopecks}{currency}")
}

/// A number with the noun in its right form: 1 документ, 2 документа, 5 документов.
pub(crate) fn count(number: u64, [one, few, many]: [&str; 3]) -> String {
    let form = match (number % 10, number % 100) {
        (_, 11..=14) => many,
        (1, _) => one,
        (2..=4, _) => few,
        _ => many,
    };
    format!("{number}\u{a0}{form}")
}

#[cfg(test)]
mod tests {
    use super::{count, day, sum};

    #[test]
    fn sums_have_groups_a_comma_and_their_currency() {
        assert_eq!(sum(Some("0.05"), "643"), "0,05");
        assert_eq!(sum(Some("999.00"), "643"), "999,00");
        assert_eq!(sum(Some("12345.60"), "643"), "12\u{a0}345,60");
        assert_eq!(sum(Some("-1234567.89"), "643"), "−1\u{a0}234\u{a0}567,89");
        assert_eq!(sum(Some("10.00"), "840"), "10,00\u{a0}(валюта\u{a0}840)");
        assert_eq!(sum(None, "643"), "");
    }

    #[test]
    fn dates_are_written_day_first() {
        assert_eq!(day(Some("2026-03-05")), "05.03.2026");
        assert_eq!(day(None), "");
    }

    #[test]
    fn nouns_follow_their_numbers() {
        let documents =
            |number| count(number, ["документ", "документа", "документов"]).replace('\u{a0}', " ");
        let expected = [
            (0, "0 документов"),
            (1, "1 документ"),
            (3, "3 документа"),
            (11, "11 документов"),
            (21, "21 документ"),
            (112, "112 документов"),
            (122, "122 документа"),
        ];
        for (number, text) in expected {
            assert_eq!(documents(number), text);
        }
    }
}
