//! What the check of print forms found, as it travels.

use engine::{Finding as Found, Severity as Weight};
use serde::Serialize;
use ts_rs::TS;

/// Something that the check found in a file or a form.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Finding {
    /// Stable name.
    pub code: String,
    pub severity: FindingSeverity,
    /// What is found and what to do.
    pub sentence: String,
    /// Where on the pages; `null` when nowhere in particular.
    pub place: Option<Place>,
}

/// How much it weighs.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FindingSeverity {
    /// Nothing is made or sent.
    Blocker,
    Warning,
    Note,
}

/// A place on a page, in points from its upper left corner.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Place {
    /// 1 is the first.
    pub page: u32,
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
    /// What stands there.
    pub text: String,
}

impl From<Found> for Finding {
    fn from(found: Found) -> Self {
        Self {
            code: found.code.to_owned(),
            severity: match found.severity {
                Weight::Blocker => FindingSeverity::Blocker,
                Weight::Warning => FindingSeverity::Warning,
                Weight::Note => FindingSeverity::Note,
            },
            sentence: found.sentence,
            place: found.place.map(|place| Place {
                page: place.page,
                x: place.area.x,
                y: place.area.y,
                width: place.area.width,
                height: place.area.height,
                text: place.text,
            }),
        }
    }
}
