//! Looking one sending over for a person: the operator is asked first.

use domain::{ConnectionId, DocumentId};

use super::{How, Missing, missing_by, questions, warnings};
use crate::bulk::{BulkFix, fix_of};
use crate::{Engine, Result, documents};

/// One thing that was found, with where it can be mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked {
    /// What.
    pub missing: Missing,
    /// Where a person can mend it.
    pub fix: Option<BulkFix>,
}

/// What a look at a sending found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PreflightReport {
    /// Everything in the way.
    pub blockers: Vec<Looked>,
    /// What a person should know.
    pub warnings: Vec<Looked>,
}

impl Engine {
    /// «Проверить перед отправкой»: asks the operator what was not asked lately, ten seconds at most, and looks at
    /// everything. `document_not_found`.
    pub async fn preflight(
        &self,
        id: DocumentId,
        connection: Option<ConnectionId>,
    ) -> Result<PreflightReport> {
        let how = How {
            connection,
            ..How::usual()
        };
        let questions = self
            .blocking(move |inner| {
                inner.read(|r| {
                    let document = r.document(id)?.ok_or_else(documents::not_found)?;
                    questions(inner, r, &document, how)
                })
            })
            .await?;
        self.ask_ahead(questions).await?;
        self.blocking(move |inner| {
            inner.read(|r| {
                let document = r.document(id)?.ok_or_else(documents::not_found)?;
                let looked = |found: Vec<Missing>| {
                    let looked = found.into_iter().map(|missing| Looked {
                        fix: fix_of(missing.code),
                        missing,
                    });
                    looked.collect()
                };
                Ok(PreflightReport {
                    blockers: looked(missing_by(inner, r, &document, how)?),
                    warnings: looked(warnings(inner, r, &document, how)?),
                })
            })
        })
        .await
    }
}
