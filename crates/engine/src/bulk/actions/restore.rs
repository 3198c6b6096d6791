//! A deletion taken back. Nobody chooses it: it follows from a deletion.

use std::collections::HashMap;

use domain::DocumentId;
use serde::Deserialize;
use store::{BulkJobId, BulkRowState, TrashId};

use super::asked;
use crate::Result;
use crate::bulk::{BulkAction, Course, Effect, Made, refused};
use crate::engine::Inner;
use crate::records::trash;

/// Rows that are read at a time.
const ROWS_AT_ONCE: u32 = 5_000;

pub(super) const ACTION: BulkAction = BulkAction {
    code: "restore",
    label: "Возврат удалённых",
    is_outward: false,
    changes_documents: true,
    makes_file: false,
    needs_keys: false,
    undone_by: None,
    rows_at_once: 200,
    begin: |inner, params| {
        let asked: Asked = asked(params)?;
        Ok(Box::new(Restore {
            places: places(inner, BulkJobId(asked.job))?,
        }))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// The deletion.
    job: i64,
}

struct Restore {
    places: HashMap<DocumentId, TrashId>,
}

/// Where the deletion put each document.
fn places(inner: &Inner, job: BulkJobId) -> Result<HashMap<DocumentId, TrashId>> {
    inner.read(|r| {
        let mut places = HashMap::new();
        let mut after = 0;
        loop {
            let rows = r.next_bulk_rows(job, &[BulkRowState::Done], after, ROWS_AT_ONCE)?;
            let Some(last) = rows.last() else {
                return Ok(places);
            };
            after = last.position;
            places.extend(rows.iter().filter_map(|row| Some((row.document, row.trash?))));
        }
    })
}

impl Course for Restore {
    fn run<'c>(&'c mut self, inner: &'c Inner, documents: &[DocumentId]) -> Result<Vec<Effect<'c>>> {
        let now = inner.now();
        let effect = |document: &DocumentId| -> Effect<'c> {
            let Some(&place) = self.places.get(document) else {
                return refused(trash::not_in_trash());
            };
            Box::new(move |w| trash::bring_back(w, place, now).map(|_| Made::default()))
        };
        Ok(documents.iter().map(effect).collect())
    }
}
