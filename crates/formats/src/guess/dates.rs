//! Dates as papers write them: «19.11.2026», «19 ноября 2026 г.», «"19" ноября 2026 года».

use domain::MONTHS_OF;
use jiff::civil::Date;

use super::text::plain;

/// Every date in a text, in its order.
pub fn all(text: &str) -> Vec<Date> {
    let letters: String = text.chars().map(plain).collect();
    let words: Vec<&str> = letters
        .split(|letter: char| {
            letter.is_whitespace()
                || matches!(
                    letter,
                    '«' | '»' | '"' | '“' | '”' | '„' | ',' | ';' | '(' | ')' | '_'
                )
        })
        .filter(|word| !word.is_empty())
        .collect();
    let mut dates = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let next = |step: usize| words.get(at + step).copied().unwrap_or_default();
        dates.extend(in_digits(word).or_else(|| in_words(word, next(1), next(2))));
    }
    dates
}

/// «19.11.2026», «19.11.26»; a year of two digits is one of this century.
fn in_digits(word: &str) -> Option<Date> {
    let word = word.trim_end_matches("г.").trim_end_matches(['г', '.', ':']);
    let mut parts = word.split('.');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || !(1..=2).contains(&day.len()) || month.len() != 2 {
        return None;
    }
    let year = match year.len() {
        4 => number(year)?,
        2 => 2000 + number(year)?,
        _ => return None,
    };
    date(year, number(month)?, number(day)?)
}

fn in_words(day: &str, month: &str, year: &str) -> Option<Date> {
    let month = MONTHS_OF.iter().position(|name| *name == month)?;
    let year = year
        .trim_end_matches("года")
        .trim_end_matches("г.")
        .trim_end_matches(['г', '.']);
    if year.len() != 4 || day.len() > 2 {
        return None;
    }
    date(number(year)?, i16::try_from(month + 1).ok()?, number(day)?)
}

fn number(text: &str) -> Option<i16> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

/// Papers of this program's time: nobody imports one of before 1990.
fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    let year = Some(year).filter(|year| (1990..2100).contains(year))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::all;

    #[test]
    fn dates_in_digits_and_in_words_are_read() {
        for text in [
            "Счёт № 5 от 19.11.2026",
            "от 19.11.2026г.",
            "от 19.11.26 г.",
            "от «19» ноября 2026 г.",
            "от 19 Ноября 2026 года",
            "г. Мурманск \"19\" ноября 2026г.",
        ] {
            let read: Vec<String> = all(text).iter().map(ToString::to_string).collect();
            assert_eq!(read, ["2026-11-19"], "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "5.2.1",
            "31.11.2026",
            "10.50.2026",
            "1.234.5678",
            "19 ноября",
            "192.168.10.26.1",
        ] {
            assert_eq!(all(text), [], "{text}");
        }
        assert_eq!(all("с 01.11.2026 по 30.11.2026").len(), 2);
    }
}
