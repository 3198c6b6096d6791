//! What was typed, cut into parts of which each says one thing: words, a number, a sum, days, an ИНН.
//!
//! Knows the text and today's date alone, no document; `search/query.rs` finds what fits.

use domain::Inn;
use jiff::civil::Date;

use super::days::{Days, Sureness, days};
use super::typed::{all_words, grouped_sum, is_currency, is_noise, sum};

/// A part of what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Understood<'t> {
    /// As typed, from its first letter to its last.
    pub(super) text: &'t str,
    pub(super) meaning: Meaning<'t>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning<'t> {
    /// One word, which may fit in any way.
    Word(&'t str),
    /// The number of a document, or something else with these digits.
    Number(&'t str),
    /// An ИНН.
    Inn(&'t str),
    /// A sum from the first to the second, kopecks; the words that say it.
    Sum(u64, u64, Vec<&'t str>),
    /// Days, or the same words somewhere.
    DaysOrWords(Days, Vec<&'t str>),
    /// Days and nothing else.
    Days(Days),
}

/// The parts of a text, in the order in which they were typed.
pub(super) fn understood(text: &str, today: Option<Date>) -> Vec<Understood<'_>> {
    let words: Vec<&str> = all_words(text).collect();
    let mut rest = words.as_slice();
    let mut parts = Vec::new();
    while let Some(first) = rest.first() {
        let (taken, meaning) = longest(rest, today);
        let last = rest.get(taken - 1).unwrap_or(first);
        if let Some(meaning) = meaning {
            parts.push(Understood {
                text: stretch(text, first, last),
                meaning,
            });
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    parts
}

/// What the words begin with and how many of them say it; no meaning for words that say nothing.
fn longest<'t>(words: &[&'t str], today: Option<Date>) -> (usize, Option<Meaning<'t>>) {
    if let Some(found) = days(words, today) {
        let said = words.get(..found.taken).unwrap_or_default();
        let meaning = match found.sureness {
            Sureness::Sure => Meaning::Days(found.days),
            Sureness::OrWords => Meaning::DaysOrWords(found.days, telling(said)),
        };
        return (found.taken, Some(meaning));
    }
    if let Some((taken, meaning)) = amount(words).or_else(|| announced(words)) {
        return (taken, Some(meaning));
    }
    let meaning = words.first().and_then(|word| one(word));
    (1, meaning)
}

/// «12 345,67 ₽», «12345.67», «12345 руб.», «на сумму 12 345».
fn amount<'t>(words: &[&'t str]) -> Option<(usize, Meaning<'t>)> {
    let lead = match words {
        [first, second, ..] if is(first, "на") && is(second, "сумму") => 2,
        [first, ..] if is(first, "сумма") || is(first, "сумму") => 1,
        _ => 0,
    };
    let rest = words.get(lead..).unwrap_or_default();
    let first = rest.first()?;
    let (mut taken, (from, to)) = grouped_sum(rest).or_else(|| Some((1, sum(first)?)))?;
    let is_named = rest.get(taken).is_some_and(|next| is_currency(next));
    let has_mark = !first.ends_with(|last: char| last.is_ascii_digit()) && !first.ends_with([',', '.', ';']);
    if taken == 1 && lead == 0 && !is_named && !has_mark && from != to {
        return None;
    }
    let said = rest.get(..taken).unwrap_or_default().to_vec();
    taken += usize::from(is_named);
    Some((lead + taken, Meaning::Sum(from, to, said)))
}

/// «ИНН 7707083893», «№ 42», «номер ПЗ-42».
fn announced<'t>(words: &[&'t str]) -> Option<(usize, Meaning<'t>)> {
    let [first, second, ..] = words else { return None };
    let has_digits = second.chars().any(char::is_numeric);
    if is(first, "инн") && second.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some((2, Meaning::Inn(second)));
    }
    let is_sign = *first == "№" || ["номер", "n", "no"].into_iter().any(|sign| is(first, sign));
    (is_sign && has_digits).then_some((2, Meaning::Number(second)))
}

fn one(word: &str) -> Option<Meaning<'_>> {
    if is_noise(word) {
        return None;
    }
    let is_inn = matches!(word.len(), 10 | 12) && word.parse::<Inn>().is_ok();
    Some(if is_inn {
        Meaning::Inn(word)
    } else if word.chars().any(char::is_numeric) {
        Meaning::Number(word)
    } else {
        Meaning::Word(word)
    })
}

fn telling<'t>(words: &[&'t str]) -> Vec<&'t str> {
    words.iter().copied().filter(|word| !is_noise(word)).collect()
}

fn is(typed: &str, word: &str) -> bool {
    super::normalized(typed) == word
}

/// The piece of the text from the beginning of one of its words to the end of another.
fn stretch<'t>(text: &'t str, first: &str, last: &str) -> &'t str {
    let place = |word: &str| (word.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    text.get(place(first)..place(last) + last.len())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
