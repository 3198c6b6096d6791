//! Files that a rule sends: the record's own one, or another print form beside it, as a message of its own.

use domain::{DocumentId, EdoFileId, Origin, StoredFile};

use super::print_form::printed;
use super::{Generator, Subject, blocked, subject};
use crate::engine::Inner;
use crate::print_check::Severity;
use crate::{Engine, Result, documents, paper, print_forms, records};

impl Engine {
    /// The file of this print form in the present state of the record; the record's own file for an empty name. Made
    /// anew only where none says what the record says now.
    ///
    /// Errors: those of [`Engine::prepare`].
    pub(crate) async fn file_of_form(&self, id: DocumentId, print_form: &str) -> Result<EdoFileId> {
        if print_form.is_empty() {
            return self.own_file(id).await;
        }
        let print_form = print_form.to_owned();
        self.blocking(move |inner| {
            let subject = inner.read(|r| subject(r, id))?;
            beside(inner, &subject, &print_form)
        })
        .await
    }

    async fn own_file(&self, id: DocumentId) -> Result<EdoFileId> {
        let present = self
            .read(move |r| {
                let document = r.document(id)?.ok_or_else(documents::not_found)?;
                let serves = document.body.origin == Origin::Imported || document.file_is_current();
                Ok(if serves { r.current_edo_file(id)? } else { None })
            })
            .await?;
        match present {
            Some(file) => Ok(file.id),
            None => {
                let made = self.prepare_one(id, Generator::Auto, &mut Vec::new()).await?;
                Ok(made.file.id)
            }
        }
    }
}

/// Bytes first, then the row, and only of the record that it was made of.
fn beside(inner: &Inner, subject: &Subject, print_form: &str) -> Result<EdoFileId> {
    let title = print_forms::title_of(inner, print_form);
    let made = printed(inner, print_form, &subject.paper, &title)?;
    let blocker = made
        .findings
        .iter()
        .find(|finding| finding.severity == Severity::Blocker);
    if let Some(blocker) = blocker {
        return Err(blocked(blocker));
    }
    let stored = StoredFile {
        blob: inner.store.put_blob(&made.bytes)?,
        name: made.name,
        size: made.bytes.len() as u64,
    };
    let now = inner.now();
    let id = subject.document.id;
    inner.write(|w| {
        let document = w.document(id)?.ok_or_else(documents::not_found)?;
        if document.revision != subject.document.revision || paper::of(w, &document)? != subject.paper {
            return Err(records::changed_meanwhile());
        }
        Ok(w.add_print_form_file(id, print_form, &stored, document.revision, now)?)
    })
}
