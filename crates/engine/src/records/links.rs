//! «На основании»: which document rests on which.

use domain::DocumentId;

use crate::changes::Change;
use crate::error::{Code, Error};
use crate::{Engine, Result, documents};

impl Engine {
    /// Says that a document is based on another. Saying it twice changes nothing. `document_not_found`,
    /// `merge_with_itself`.
    pub async fn link_documents(&self, document: DocumentId, based_on: DocumentId) -> Result<()> {
        if document == based_on {
            return Err(Error::new(
                Code::MergeWithItself,
                "Документ не может быть основанием самого себя. Ничего не изменено. Выберите другой документ.",
            ));
        }
        self.write(move |w| {
            for id in [document, based_on] {
                w.document(id)?.ok_or_else(documents::not_found)?;
            }
            Ok(w.link_documents(document, based_on)?)
        })
        .await?;
        self.tell_linked(document, based_on);
        Ok(())
    }

    /// Takes that back.
    pub async fn unlink_documents(&self, document: DocumentId, based_on: DocumentId) -> Result<()> {
        self.write(move |w| Ok(w.unlink_documents(document, based_on)?))
            .await?;
        self.tell_linked(document, based_on);
        Ok(())
    }

    fn tell_linked(&self, document: DocumentId, based_on: DocumentId) {
        self.inner.changes.tell(&Change {
            documents: [document, based_on].into(),
            ..Change::default()
        });
    }
}
