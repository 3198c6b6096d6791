//! Removing documents, and taking that back.

use domain::DocumentId;
use store::TrashId;

use crate::changes::Change;
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::{Engine, Result, documents, status};

/// What became of one document.
#[derive(Debug, Clone)]
pub struct Removed {
    /// The document.
    pub document: DocumentId,
    /// Where it lies now, or why it stays.
    pub result: Result<TrashId>,
}

impl Engine {
    /// Removes documents that were never sent, each with a result of its own. `has_sendings`, `document_not_found`.
    pub async fn remove_documents(&self, ids: Vec<DocumentId>) -> Vec<Removed> {
        let mut removed = Vec::with_capacity(ids.len());
        for document in ids {
            let result = self.blocking(move |inner| remove(inner, document)).await;
            if result.is_ok() {
                self.inner.changes.tell(&Change::document(document));
            }
            removed.push(Removed { document, result });
        }
        removed
    }

    /// Brings removed documents back, under new numbers of rows. All or none; `not_in_trash`.
    pub async fn restore_documents(&self, ids: Vec<TrashId>) -> Result<Vec<DocumentId>> {
        let restored = self.blocking(move |inner| restore(inner, &ids)).await?;
        self.inner.changes.tell(&Change {
            documents: restored.iter().copied().collect(),
            ..Change::default()
        });
        Ok(restored)
    }
}

fn remove(inner: &Inner, id: DocumentId) -> Result<TrashId> {
    let now = inner.now();
    inner.write(|w| {
        w.document(id)?.ok_or_else(documents::not_found)?;
        if !w.edo_documents_of(id)?.is_empty() {
            return Err(Error::new(
                Code::HasSendings,
                "Документ отправлялся через ЭДО, поэтому остаётся в реестре вместе с историей. Ничего не изменено.",
            ));
        }
        Ok(w.trash_document(id, now)?)
    })
}

fn restore(inner: &Inner, ids: &[TrashId]) -> Result<Vec<DocumentId>> {
    let now = inner.now();
    inner.write(|w| {
        let mut restored = Vec::with_capacity(ids.len());
        for &id in ids {
            let document = w.restore_from_trash(id, now).map_err(|error| match error {
                store::Error::Missing(_) => not_in_trash(),
                other => other.into(),
            })?;
            status::refresh(w, document, now)?;
            restored.push(document);
        }
        Ok(restored)
    })
}

fn not_in_trash() -> Error {
    Error::new(
        Code::NotInTrash,
        "Удалённого документа с этим номером нет: возможно, его уже вернули. Ничего не изменено. Обновите список.",
    )
}
