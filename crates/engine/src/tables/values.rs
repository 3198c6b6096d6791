//! Cells as people and programs write them: sums, dates, telephone numbers, rates.
//!
//! What can be read in two ways is refused: a wrong sum in the registry is worse than a row left out.

use domain::{Inn, Kpp, Money, VatRate};
use jiff::Span;
use jiff::civil::{Date, date};
use rust_decimal::Decimal;

/// The letters of a cell without the blanks that spreadsheets put around and between.
pub(super) fn plain(cell: &str) -> String {
    let blanks: &[char] = &['\u{a0}', '\u{202f}', '\u{2009}', '\u{feff}', '\t', '\r', '\n'];
    cell.replace(blanks, " ")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// A sum: «1 234,56», «1,234.56», «1.234,56», «1234.5 руб.», «1'234.56», «−5,00».
pub(super) fn money(cell: &str) -> Result<Money, String> {
    let shown = plain(cell);
    let bad = || format!("сумма «{shown}» не читается: нужна запись вида 1 234,56");
    let number = number(&shown).ok_or_else(bad)?;
    Money::new(number).map_err(|_| bad())
}

/// A decimal number of either spelling. A single comma or point between up to three digits and exactly three («1,234»)
/// could part thousands or a fraction, and is refused.
pub(super) fn number(text: &str) -> Option<Decimal> {
    let lower = text.to_lowercase();
    let bare = ["руб.", "руб", "₽", "р.", "rub"]
        .iter()
        .fold(lower, |text, currency| text.replace(currency, ""));
    let bare: String = bare
        .trim()
        .chars()
        .filter(|letter| !matches!(letter, ' ' | '\''))
        .map(|letter| {
            if matches!(letter, '−' | '–') {
                '-'
            } else {
                letter
            }
        })
        .collect();
    let (sign, digits) = match bare.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", bare.as_str()),
    };
    let is_number = digits
        .chars()
        .all(|letter| letter.is_ascii_digit() || matches!(letter, ',' | '.'));
    if !is_number || !digits.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let whole = |text: &str| text.replace([',', '.'], "");
    let written = match digits.rfind([',', '.']) {
        None => digits.to_owned(),
        Some(at) => {
            let (before, after) = digits.split_at(at);
            let after = after.get(1..)?;
            let mark = digits.get(at..=at)?;
            let is_grouping = before.contains(mark);
            let has_other = before.contains([',', '.']) && !is_grouping;
            match (is_grouping, has_other, after.len()) {
                // «1.234.567»: every mark parts thousands.
                (true, ..) => grouped(digits, mark).then(|| whole(digits))?,
                // «1.234,56»: the last mark is that of the fraction.
                (false, true, _) => format!("{}.{after}", whole(before)),
                (false, false, 3) if before != "0" && before.len() <= 3 => return None,
                (false, false, _) => format!("{before}.{after}"),
            }
        }
    };
    Decimal::from_str_exact(&format!("{sign}{written}")).ok()
}

/// True when every group after the first has three digits.
fn grouped(digits: &str, mark: &str) -> bool {
    digits.split(mark).skip(1).all(|group| group.len() == 3)
}

/// A date: «21.11.2026», «21.11.26», «2026-11-21», «21/11/2026», «21 ноября 2026 г.», with a time behind it, or the
/// serial number that spreadsheets keep.
pub(super) fn day(cell: &str) -> Result<Date, String> {
    let shown = plain(cell);
    let bad = || format!("дата «{shown}» не читается: нужна запись вида 21.11.2026");
    let text = shown.to_lowercase();
    if let Some(found) = serial(&text) {
        return Ok(found);
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let found = match words.as_slice() {
        [day, month, year, ..] if day.bytes().all(|byte| byte.is_ascii_digit()) => {
            month_of(month).and_then(|month| civil(year, &month.to_string(), day))
        }
        _ => None,
    };
    let by_marks = || {
        let first = words.first()?.split('t').next()?;
        let parts: Vec<&str> = first.split(['.', '/', '-']).collect();
        match parts.as_slice() {
            [year, month, day] if year.len() == 4 => civil(year, month, day),
            [day, month, year] => civil(year, month, day),
            _ => None,
        }
    };
    found.or_else(by_marks).ok_or_else(bad)
}

fn civil(year: &str, month: &str, day: &str) -> Option<Date> {
    let year: i16 = match year.len() {
        4 => year.parse().ok()?,
        2 => 2000 + year.parse::<i16>().ok()?,
        _ => return None,
    };
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    let found = Date::new(year, month, day).ok()?;
    (1990..=2100).contains(&found.year()).then_some(found)
}

/// Days since 30.12.1899, as spreadsheets count them; only years that a paper may have.
fn serial(text: &str) -> Option<Date> {
    let days = text.split(['.', ',']).next()?;
    if days.len() != 5
        || !text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
    {
        return None;
    }
    let days: i32 = days.parse().ok()?;
    let found = date(1899, 12, 30).checked_add(Span::new().days(days)).ok()?;
    (1995..=2079).contains(&found.year()).then_some(found)
}

fn month_of(word: &str) -> Option<u8> {
    const STEMS: [&str; 12] = [
        "янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек",
    ];
    // «марта» before «мая»: the list has them in this order.
    let found = STEMS.iter().position(|stem| word.starts_with(stem))?;
    u8::try_from(found + 1).ok()
}

/// VAT: a sum, «без НДС», or a rate («22 %») by which it is counted out of the sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Vat {
    /// There is none.
    None,
    /// This much.
    Amount(Money),
    /// This many per cent of the sum, VAT inside.
    Percent(u8),
}

/// The cell of VAT.
pub(super) fn vat(cell: &str) -> Result<Vat, String> {
    let shown = plain(cell);
    let text = shown.to_lowercase();
    if text.is_empty() || text.starts_with("без") || text == "-" || text == "—" {
        return Ok(Vat::None);
    }
    if let Some(rate) = text.strip_suffix('%') {
        let known = [5_u8, 7, 10, 18, 20, 22];
        return match rate.trim().parse::<u8>() {
            Ok(0) => Ok(Vat::None),
            Ok(percent) if known.contains(&percent) => Ok(Vat::Percent(percent)),
            _ => Err(format!("ставка НДС «{shown}» программе не известна")),
        };
    }
    Ok(Vat::Amount(money(cell).map_err(|_| {
        format!("НДС «{shown}» не читается: нужна сумма или ставка")
    })?))
}

impl Vat {
    /// The VAT in a sum.
    pub(super) fn of(self, total: Money) -> Option<Money> {
        match self {
            Self::None => None,
            Self::Amount(amount) => Some(amount),
            Self::Percent(percent) => {
                let rate = VatRate::Percent(percent);
                let amounts = domain::vat::line_amounts(
                    Decimal::ONE,
                    total.decimal(),
                    &rate,
                    domain::PriceKind::WithVat,
                );
                amounts.and_then(|amounts| amounts.vat)
            }
        }
    }

    /// The rate, where it is told or can be none at all.
    pub(super) fn rate(self, total: Option<Money>) -> VatRate {
        match (self, total) {
            (Self::Percent(percent), _) => VatRate::Percent(percent),
            (Self::None, _) => VatRate::NoVat,
            (Self::Amount(amount), Some(total)) => [22_u8, 20, 18, 10, 7, 5]
                .into_iter()
                .find(|percent| Self::Percent(*percent).of(total) == Some(amount))
                .map_or_else(|| VatRate::Other("по документу".to_owned()), VatRate::Percent),
            (Self::Amount(_), None) => VatRate::Other("по документу".to_owned()),
        }
    }
}

/// ИНН, with the zero that spreadsheets drop from its beginning put back.
pub(super) fn inn(cell: &str) -> Result<Inn, String> {
    let text = digits_of(cell);
    let padded = match text.len() {
        9 => format!("0{text}"),
        11 => format!("0{text}"),
        _ => text,
    };
    padded
        .parse()
        .map_err(|error: domain::TaxIdError| sentence(&error.sentence()))
}

/// КПП; empty for none.
pub(super) fn kpp(cell: &str) -> Result<Option<Kpp>, String> {
    let text = digits_of(cell);
    if text.is_empty() || text == "0" || text == "-" {
        return Ok(None);
    }
    let padded = if text.len() == 8 { format!("0{text}") } else { text };
    let kpp = padded
        .parse()
        .map_err(|error: domain::TaxIdError| sentence(&error.sentence()))?;
    Ok(Some(kpp))
}

/// A number without blanks and without the «.0» of a spreadsheet's float.
fn digits_of(cell: &str) -> String {
    let text: String = plain(cell).chars().filter(|letter| *letter != ' ').collect();
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

/// A complete sentence as the middle of another one.
fn sentence(text: &str) -> String {
    text.trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests;
