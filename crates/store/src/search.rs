//! What the search box finds, first half: how texts become terms of the index. Second half: `search/query.rs`.
//!
//! A term is one of:
//! - `_р`, `_ро`: the first one and two characters of a word, for short queries;
//! - `ром`: three characters in a row inside a word, so that any part of a word is found;
//! - `#n123`: a number without leading zeros and dashes, whole and each run of digits alone;
//! - `#s1234567`, `#r12345`: the sum in kopecks and in whole roubles; `#d20261121`: the date;
//! - `#c57`: the counterparty, whose names and ИНН are looked up in their own small table;
//! - `#i7707`: beginnings of an ИНН (only in the table of counterparties).
//!
//! Terms are put together here and not by SQLite's trigram tokenizer, because exact terms must be single terms: a
//! rare one then makes the whole search cheap, and a document's place in the list is the index's own row number,
//! so that matches come newest first and the search stops after a page. The index holds terms only; what it
//! gives is checked against the stored words.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use domain::{CounterpartyId, IndividualBody, Inn, Money, NewDocument, Origin, Party};

use crate::PageKey;

mod days;
mod people;
mod places;
mod query;
mod terms;
mod typed;
mod understood;

pub(crate) use days::Days;
pub(crate) use people::{card_words, person_fits, person_match, words_terms};
pub use places::{FoundIn, FoundPlace, HiddenWords};
pub(crate) use query::{Candidate, Search, counterparty_match};
pub use terms::{SearchTerm, TermKind, search_terms};

/// Letters and digits of a word that make one term.
const GRAM: usize = 3;
/// The shortest beginning of an ИНН that is taken for one.
const SHORTEST_INN: usize = 4;

/// Lower-case words of a text, blanks between: letters and digits only, ё as е.
pub(crate) fn normalized(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    for character in text.chars().flat_map(char::to_lowercase) {
        match character {
            'ё' => words.push('е'),
            // A combining mark that lower-casing split off is no part of a word a person types.
            '\u{300}'..='\u{36f}' => {}
            letter if letter.is_alphanumeric() => words.push(letter),
            _ if words.ends_with(' ') || words.is_empty() => {}
            _ => words.push(' '),
        }
    }
    words.truncate(words.trim_end().len());
    words
}

/// A number with nothing left of zeros in front, dashes and blanks: «00БП-000123» is `бп123`.
pub(crate) fn number_key(number: &str) -> String {
    runs(number).concat()
}

/// Runs of digits and of letters; zeros in front are dropped, and so are runs of nothing but zeros.
fn runs(number: &str) -> Vec<String> {
    let mut runs: Vec<String> = Vec::new();
    let mut last = None;
    for character in normalized(number).chars() {
        let kind = match character {
            ' ' => None,
            other => Some(other.is_numeric()),
        };
        if kind.is_some() && kind == last {
            runs.last_mut().into_iter().for_each(|run| run.push(character));
        } else if kind.is_some() {
            runs.push(character.to_string());
        }
        last = kind;
    }
    let mut plain: Vec<String> = runs
        .iter()
        .map(|run| run.trim_start_matches('0').to_owned())
        .collect();
    plain.retain(|run| !run.is_empty());
    if plain.is_empty() && !runs.is_empty() {
        plain.push("0".to_owned());
    }
    plain
}

/// Every key under which a number is found.
fn number_keys(number: &str) -> BTreeSet<String> {
    let runs = runs(number);
    let mut keys: BTreeSet<String> = runs
        .iter()
        .filter(|run| run.starts_with(|first: char| first.is_numeric()))
        .cloned()
        .collect();
    if !runs.is_empty() {
        keys.insert(runs.concat());
    }
    keys
}

/// What is searched in a document word by word: number, title, what its details and lines say, the name of the file
/// that it came from, name and telephone of the person on the other side.
pub(crate) fn document_words(document: &NewDocument, person: Option<&IndividualBody>) -> String {
    let mut text = format!("{} {}", document.number, document.title);
    let mut add = |words: &str| {
        if !words.is_empty() {
            text.push(' ');
            text.push_str(words);
        }
    };
    // The name of a file that was made here is made of the same words, or of long identifiers.
    if let (Some(file), Origin::Imported) = (&document.file, document.origin) {
        add(&file.name);
    }
    add(&document.details.comment);
    document.details.fields.values().for_each(|value| add(value));
    for ground in &document.details.grounds {
        add(&ground.name);
        add(&ground.number);
    }
    for line in &document.lines {
        add(&line.name);
        add(&line.details.item_code);
        add(&line.details.customs_declaration);
        add(&line.details.performer);
    }
    if let Some(person) = person {
        add(&people::person_words(person));
    }
    normalized(&text)
}

/// What has terms of its own beside the words.
pub(crate) struct TermSource<'a> {
    pub(crate) number: &'a str,
    pub(crate) total: Option<Money>,
    pub(crate) counterparty: Option<CounterpartyId>,
}

/// The terms of a document, blanks between.
pub(crate) fn document_terms(words: &str, document: &TermSource<'_>, key: PageKey) -> String {
    let mut terms = word_terms(words);
    terms.extend(
        number_keys(document.number)
            .into_iter()
            .map(|key| format!("#n{key}")),
    );
    terms.insert(format!("#d{}", key.listed_on()));
    if let Some(total) = document.total {
        let kopecks = total.kopecks().unsigned_abs();
        terms.insert(format!("#s{kopecks}"));
        terms.insert(format!("#r{}", kopecks / 100));
    }
    terms.extend(document.counterparty.map(|id| format!("#c{id}")));
    joined(&terms)
}

/// The terms of a counterparty, blanks between.
pub(crate) fn counterparty_terms(party: &Party) -> String {
    let mut terms = word_terms(&normalized(&party.name));
    terms.extend(inn_terms(&party.inn));
    joined(&terms)
}

fn inn_terms(inn: &Inn) -> impl Iterator<Item = String> + '_ {
    let inn = inn.as_str();
    (SHORTEST_INN..=inn.len()).filter_map(move |length| inn.get(..length).map(|start| format!("#i{start}")))
}

fn word_terms(words: &str) -> BTreeSet<String> {
    let mut terms = BTreeSet::new();
    for word in words.split(' ').filter(|word| !word.is_empty()) {
        let letters: Vec<char> = word.chars().collect();
        for length in 1..GRAM {
            terms.extend(
                letters
                    .get(..length)
                    .map(|start| format!("_{}", String::from_iter(start))),
            );
        }
        terms.extend(letters.windows(GRAM).map(String::from_iter));
    }
    terms
}

fn joined(terms: &BTreeSet<String>) -> String {
    terms.iter().fold(String::new(), |mut text, term| {
        let _written = write!(text, "{term} ");
        text
    })
}

/// Terms that a document must have when one of its words contains this one (or begins with it, if it is short).
fn terms_of_word(word: &str) -> BTreeSet<String> {
    let letters: Vec<char> = word.chars().collect();
    if letters.len() < GRAM {
        return BTreeSet::from([format!("_{word}")]);
    }
    letters.windows(GRAM).map(String::from_iter).collect()
}

/// True when these words have this one: inside any of them, or at the beginning of one if it is short.
fn has_word(words: &str, word: &str) -> bool {
    if word.chars().count() >= GRAM {
        return words.contains(word);
    }
    words.split(' ').any(|candidate| candidate.starts_with(word))
}

#[cfg(test)]
mod tests;
