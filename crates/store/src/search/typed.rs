//! What one typed word may mean: a sum, a date, the beginning of an ИНН, or nothing at all.

use domain::Money;
use jiff::civil::Date;

use super::{SHORTEST_INN, normalized};

/// Longer texts are cut: nobody types so much, and a pasted page must not become a thousand conditions.
const LONGEST_QUERY: usize = 200;

/// Digits with marks between them that may be a part of a telephone: «123-45» has five.
const SHORTEST_PHONE: usize = 5;

/// Forms of business: nearly every name has one, so they tell nothing apart.
const FORMS: [&str; 7] = ["ооо", "оао", "зао", "пао", "нао", "ао", "ип"];

/// The words that tell something, in the order in which they were typed.
pub(super) fn typed_words(text: &str) -> Vec<&str> {
    all_words(text).filter(|typed| !is_noise(typed)).collect()
}

/// Every word that was typed.
pub(super) fn all_words(text: &str) -> impl Iterator<Item = &str> {
    let end = text
        .char_indices()
        .nth(LONGEST_QUERY)
        .map_or(text.len(), |(end, _)| end);
    text.get(..end).unwrap_or(text).split_whitespace()
}

/// Words that say nothing about a document: forms of business, signs of money, lone punctuation.
pub(super) fn is_noise(typed: &str) -> bool {
    let words = normalized(typed);
    words.is_empty()
        || FORMS.contains(&words.as_str())
        || matches!(words.as_str(), "руб" | "р" if typed.contains('.'))
}

/// The words of one typed word, without forms of business if anything else is left.
pub(super) fn telling_words(typed: &str) -> Vec<String> {
    let words: Vec<String> = normalized(typed).split(' ').map(str::to_owned).collect();
    let telling: Vec<_> = words
        .iter()
        .filter(|word| !FORMS.contains(&word.as_str()))
        .cloned()
        .collect();
    if telling.is_empty() { words } else { telling }
}

/// «12345», «12345.67», «12345,6»: from and to in kopecks; without kopecks any kopecks fit.
pub(super) fn sum(typed: &str) -> Option<(u64, u64)> {
    let end = |mark: char| matches!(mark, '₽' | ';' | ',' | '.');
    let bare = typed.trim_end_matches(end);
    let bare = ["руб", "р"]
        .into_iter()
        .find_map(|rouble| bare.strip_suffix(rouble))
        .unwrap_or(bare);
    let plain = bare.trim_end_matches(end).replace(',', ".");
    if !plain.starts_with(|first: char| first.is_ascii_digit())
        || !plain.chars().all(|c| c.is_ascii_digit() || c == '.')
    {
        return None;
    }
    let kopecks = u64::try_from(plain.parse::<Money>().ok()?.kopecks()).ok()?;
    let last = if plain.contains('.') {
        kopecks
    } else {
        kopecks.checked_add(99)?
    };
    Some((kopecks, last))
}

/// «12 345,67»: groups of three digits with blanks between. Gives how many typed words it takes.
pub(super) fn grouped_sum(typed: &[&str]) -> Option<(usize, (u64, u64))> {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let first = typed
        .first()
        .filter(|first| is_digits(first) && first.len() <= 3)?;
    let mut joined = (*first).to_owned();
    let mut taken = 1;
    for next in typed.iter().skip(1) {
        let whole = next.split([',', '.']).next().unwrap_or_default();
        if whole.len() != 3 || !is_digits(whole) {
            break;
        }
        joined.push_str(next);
        taken += 1;
        if whole.len() != next.len() {
            break;
        }
    }
    if taken == 1 {
        return None;
    }
    sum(&joined).map(|sum| (taken, sum))
}

/// True for a word that follows a sum: «₽», «руб.», «рублей».
pub(super) fn is_currency(typed: &str) -> bool {
    let plain = normalized(typed);
    typed == "₽" || matches!(plain.as_str(), "р" | "руб" | "рубль" | "рубля" | "рублей")
}

/// «21.11.2026», «1.2.26», «21/11/2026», «2026-11-21».
pub(super) fn date(typed: &str) -> Option<Date> {
    let fields: Vec<&str> = typed.split(['.', '/', '-']).collect();
    let [first, month, last] = fields.as_slice() else {
        return None;
    };
    let (day, year) = if first.len() == 4 {
        (last, first)
    } else {
        (first, last)
    };
    let century = match year.len() {
        2 => 2000,
        4 => 0,
        _ => return None,
    };
    Date::new(
        year.parse::<i16>().ok()? + century,
        month.parse().ok()?,
        day.parse().ok()?,
    )
    .ok()
}

/// «123-45-67», «+7(916)123»: the digits of a telephone or of a part of one, written with marks between them.
pub(super) fn phone_digits(typed: &str) -> Option<String> {
    let is_mark = |character| matches!(character, '+' | '-' | '–' | '(' | ')');
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let has_nothing_else = typed.chars().all(|c| c.is_ascii_digit() || is_mark(c));
    let fits = has_nothing_else && digits.len() >= SHORTEST_PHONE && digits.len() < typed.len();
    fits.then_some(digits)
}

/// The beginning of an ИНН, if a word may be one.
pub(super) fn inn_start(words: &[String]) -> Option<String> {
    let [word] = words else { return None };
    let fits = (SHORTEST_INN..=12).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| word.clone())
}
