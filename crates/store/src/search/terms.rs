//! How the search box was understood, told to the person who typed.

use domain::Money;
use jiff::civil::Date;

use super::runs;
use super::typed::telling_words;
use super::understood::{Meaning, Understood, understood};

/// What a part of the search box was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TermKind {
    /// Words of the document, a line, the comment, the other side.
    Words,
    /// The number of a document first, whatever else has it after that.
    Number,
    /// A sum.
    Sum,
    /// A day or a stretch of days.
    Date,
    /// ИНН of the other side.
    Inn,
}

/// A part of the search box, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchTerm {
    /// As typed.
    pub text: String,
    /// What it was taken for.
    pub kind: TermKind,
    /// The same for people: «сумма 12 345,67 ₽», «с 01.10.2026 по 15.10.2026»; words as they are.
    pub label: String,
    /// Small letters and digits to be marked where they occur in rows; empty where nothing is.
    pub highlight: Vec<String>,
}

/// How this text of the search box is understood on this day; words side by side are one term. Without today's date,
/// days without a year are words.
pub fn search_terms(text: &str, today: Option<Date>) -> Vec<SearchTerm> {
    let mut terms: Vec<SearchTerm> = Vec::new();
    for part in understood(text, today) {
        let term = told(&part);
        match terms.last_mut() {
            Some(last) if last.kind == TermKind::Words && term.kind == TermKind::Words => last.append(term),
            _ => terms.push(term),
        }
    }
    terms
}

impl SearchTerm {
    fn append(&mut self, other: Self) {
        for (own, added) in [(&mut self.text, &other.text), (&mut self.label, &other.label)] {
            own.push(' ');
            own.push_str(added);
        }
        self.highlight.extend(other.highlight);
    }
}

fn told(part: &Understood<'_>) -> SearchTerm {
    let text = part.text.to_owned();
    let (kind, label, highlight) = match &part.meaning {
        Meaning::Word(word) => (TermKind::Words, text.clone(), telling_words(word)),
        Meaning::Number(number) => (TermKind::Number, format!("номер {number}"), marked_runs(number)),
        Meaning::Inn(inn) => (TermKind::Inn, format!("ИНН {inn}"), vec![(*inn).to_owned()]),
        Meaning::Sum(from, to, _) => {
            let shown = shown_sum(*from, *to);
            (
                TermKind::Sum,
                format!("сумма {shown} ₽"),
                vec![shown.replace(' ', "")],
            )
        }
        Meaning::Days(days) => (
            TermKind::Date,
            days.label(),
            days.only_day().into_iter().collect(),
        ),
        Meaning::DaysOrWords(days, words) => {
            let either = match words.as_slice() {
                [price] => super::typed::sum(price).filter(|(from, to)| from == to),
                _ => None,
            };
            let label = match either {
                Some((from, to)) => format!("{} или сумма {} ₽", days.label(), shown_sum(from, to)),
                None => days.label(),
            };
            (TermKind::Date, label, days.only_day().into_iter().collect())
        }
    };
    SearchTerm {
        text,
        kind,
        label,
        highlight,
    }
}

/// The runs of a number that are worth marking: a single letter would be marked everywhere.
fn marked_runs(number: &str) -> Vec<String> {
    let mut runs = runs(number);
    runs.retain(|run| run.starts_with(char::is_numeric) || run.chars().nth(1).is_some());
    runs
}

/// «12 345,67»; whole roubles without kopecks where any kopecks fit.
fn shown_sum(from: u64, to: u64) -> String {
    let plain = Money::from_kopecks(i64::try_from(from).unwrap_or(i64::MAX)).to_string();
    let (roubles, kopecks) = plain.split_once('.').unwrap_or((&plain, "00"));
    let mut shown = String::new();
    for (place, digit) in roubles.chars().enumerate() {
        if place > 0 && (roubles.len() - place).is_multiple_of(3) {
            shown.push(' ');
        }
        shown.push(digit);
    }
    if from == to {
        shown.push(',');
        shown.push_str(kopecks);
    }
    shown
}
