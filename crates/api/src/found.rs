//! `documents.found`: where the words of the search box stand that a row does not show.

use domain::DocumentId;
use engine::{Engine, HiddenWords};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Failure;

/// So many rows are asked about at once.
const MOST_ROWS: usize = 200;

/// Rows that do not show why they were found.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct FindPlaces {
    /// At most 200.
    pub rows: Vec<RowWords>,
}

/// What a row does not show.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct RowWords {
    /// The document.
    pub id: i64,
    /// Of `highlight` of the terms those that stand in no column.
    pub words: Vec<String>,
}

/// Where the words stand.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct FoundPlaces {
    /// One for a document at most; rows that are gone and words that stand nowhere are left out.
    pub places: Vec<FoundPlace>,
}

/// A part of a document that has the words.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct FoundPlace {
    /// The document.
    pub id: i64,
    pub part: FoundIn,
    /// What a field of the kind is called; empty for everything else.
    pub label: String,
    /// The text about the words, in one line and shortened.
    pub text: String,
}

/// A part of a document.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FoundIn {
    Line,
    ItemCode,
    CustomsDeclaration,
    Performer,
    Comment,
    Field,
    Ground,
    Title,
    File,
    Counterparty,
    Inn,
    Individual,
    Phone,
}

impl From<engine::FoundIn> for FoundIn {
    fn from(part: engine::FoundIn) -> Self {
        match part {
            engine::FoundIn::Line => Self::Line,
            engine::FoundIn::ItemCode => Self::ItemCode,
            engine::FoundIn::CustomsDeclaration => Self::CustomsDeclaration,
            engine::FoundIn::Performer => Self::Performer,
            engine::FoundIn::Comment => Self::Comment,
            engine::FoundIn::Field => Self::Field,
            engine::FoundIn::Ground => Self::Ground,
            engine::FoundIn::Title => Self::Title,
            engine::FoundIn::File => Self::File,
            engine::FoundIn::Counterparty => Self::Counterparty,
            engine::FoundIn::Inn => Self::Inn,
            engine::FoundIn::Individual => Self::Individual,
            engine::FoundIn::Phone => Self::Phone,
        }
    }
}

impl From<engine::FoundPlace> for FoundPlace {
    fn from(place: engine::FoundPlace) -> Self {
        Self {
            id: place.document.0,
            part: place.part.into(),
            label: place.label,
            text: place.text,
        }
    }
}

pub(crate) async fn places(engine: &Engine, request: FindPlaces) -> Result<FoundPlaces, Failure> {
    if request.rows.len() > MOST_ROWS {
        return Err(Failure::bad_request(
            "documents.found",
            "rows",
            "строк не больше 200",
        ));
    }
    let asked = request.rows.into_iter().map(|row| HiddenWords {
        document: DocumentId(row.id),
        words: row.words,
    });
    let found = engine.found_places(asked.collect()).await?;
    Ok(FoundPlaces {
        places: found.into_iter().map(FoundPlace::from).collect(),
    })
}
