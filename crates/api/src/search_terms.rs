//! How the search box was understood, told beside the rows that it found.

use engine::TermKind;
use serde::Serialize;
use ts_rs::TS;

/// A part of the search box, understood.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct SearchTerm {
    /// As typed.
    pub text: String,
    pub kind: SearchTermKind,
    /// For people: «сумма 12 345,67 ₽», «с 01.10.2026 по 15.10.2026»; words as they are.
    pub label: String,
    /// Small letters and digits to mark in the rows; empty where nothing is to be marked.
    pub highlight: Vec<String>,
}

/// What a part of the search box was taken for.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SearchTermKind {
    Words,
    Number,
    Sum,
    Date,
    Inn,
}

impl From<engine::SearchTerm> for SearchTerm {
    fn from(term: engine::SearchTerm) -> Self {
        Self {
            text: term.text,
            kind: match term.kind {
                TermKind::Words => SearchTermKind::Words,
                TermKind::Number => SearchTermKind::Number,
                TermKind::Sum => SearchTermKind::Sum,
                TermKind::Date => SearchTermKind::Date,
                TermKind::Inn => SearchTermKind::Inn,
            },
            label: term.label,
            highlight: term.highlight,
        }
    }
}
