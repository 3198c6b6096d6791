//! Removing documents, and taking that back.

use domain::DocumentId;
use jiff::Timestamp;
use store::{Reader, TrashId, Writer};

use crate::changes::Change;
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
            let now = self.inner.now();
            let result = self.write(move |w| remove(w, document, now)).await;
            if result.is_ok() {
                self.inner.changes.tell(&Change::document(document));
            }
            removed.push(Removed { document, result });
        }
        removed
    }

    /// Brings removed documents back, under new numbers of rows. All or none; `not_in_trash`.
    pub async fn restore_documents(&self, ids: Vec<TrashId>) -> Result<Vec<DocumentId>> {
        let now = self.inner.now();
        let restored = self
            .write(move |w| {
                ids.into_iter()
                    .map(|id| bring_back(w, id, now))
                    .collect::<Result<Vec<_>>>()
            })
            .await?;
        self.inner.changes.tell(&Change {
            documents: restored.iter().copied().collect(),
            ..Change::default()
        });
        Ok(restored)
    }
}

/// Takes a document out of the registry, where it may be.
pub(crate) fn remove(w: &Writer<'_>, id: DocumentId, now: Timestamp) -> Result<TrashId> {
    w.document(id)?.ok_or_else(documents::not_found)?;
    refuse_history(w, id)?;
    Ok(w.trash_document(id, now)?)
}

/// What was ever sent stays in the registry.
pub(crate) fn refuse_history(r: &Reader<'_>, id: DocumentId) -> Result<()> {
    if r.newest_edo_document(id)?.is_none() {
        return Ok(());
    }
    Err(Error::new(
        Code::HasSendings,
        "Документ отправлялся через ЭДО, поэтому остаётся в реестре вместе с историей. Ничего не изменено.",
    ))
}

/// Brings a removed document back.
pub(crate) fn bring_back(w: &Writer<'_>, id: TrashId, now: Timestamp) -> Result<DocumentId> {
    let document = w.restore_from_trash(id, now).map_err(|error| match error {
        store::Error::Missing(_) => not_in_trash(),
        other => other.into(),
    })?;
    status::refresh(w, document, now)?;
    Ok(document)
}

pub(crate) fn not_in_trash() -> Error {
    Error::new(
        Code::NotInTrash,
        "Удалённого документа с этим номером нет: возможно, его уже вернули. Ничего не изменено. Обновите список.",
    )
}
