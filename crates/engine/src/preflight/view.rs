//! Looking one sending over for a person: the operator is asked first.

use domain::{ConnectionId, DocumentId};

use super::{How, Missing, missing_by, questions, warnings};
use crate::{Engine, Result, documents};

/// What a look at a sending found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PreflightReport {
    /// Everything in the way.
    pub blockers: Vec<Missing>,
    /// What a person should know.
    pub warnings: Vec<Missing>,
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
                Ok(PreflightReport {
                    blockers: missing_by(inner, r, &document, how)?,
                    warnings: warnings(inner, r, &document, how)?,
                })
            })
        })
        .await
    }
}
