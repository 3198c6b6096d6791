//! «Удалить»: documents that were never sent; they can be brought back.

use domain::DocumentId;
use serde::Deserialize;
use store::Reader;

use super::asked;
use crate::Result;
use crate::bulk::{BulkAction, Course, Effect, Made, Verdict};
use crate::engine::Inner;
use crate::records::trash;

pub(super) const ACTION: BulkAction = BulkAction {
    code: "delete",
    label: "Удаление",
    is_outward: false,
    changes_documents: true,
    makes_file: false,
    needs_keys: false,
    undone_by: Some("restore"),
    rows_at_once: 200,
    begin: |_, params| {
        let Asked {} = asked(params)?;
        Ok(Box::new(Delete))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {}

struct Delete;

impl Course for Delete {
    fn check(&self, _: &Inner, r: &Reader<'_>, document: DocumentId) -> Result<Verdict> {
        trash::refuse_history(r, document).map(|()| Verdict::Ready)
    }

    fn run<'c>(&'c mut self, inner: &'c Inner, documents: &[DocumentId]) -> Result<Vec<Effect<'c>>> {
        let now = inner.now();
        let effect = |&document: &DocumentId| -> Effect<'c> {
            Box::new(move |w| {
                let made = trash::remove(w, document, now)?;
                Ok(Made {
                    trash: Some(made),
                    ..Made::default()
                })
            })
        };
        Ok(documents.iter().map(effect).collect())
    }
}
