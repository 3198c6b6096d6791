//! Keeps the search index in step with documents.

use domain::{CounterpartyId, Document, DocumentId, NewDocument};
use rusqlite::params;

use super::{missing, place};
use crate::columns::{Kopecks, optional};
use crate::search::{TermSource, document_terms, document_words};
use crate::{PageKey, Reader, Result, Writer};

impl Reader<'_> {
    fn words_of(&self, document: &NewDocument) -> Result<String> {
        let person = match document.individual {
            Some(id) => self.individual(id)?,
            None => None,
        };
        Ok(document_words(
            document,
            person.map(|person| person.body).as_ref(),
        ))
    }
}

fn terms(words: &str, document: &NewDocument, key: PageKey) -> String {
    let source = TermSource {
        number: &document.number,
        total: document.total,
        counterparty: document.counterparty,
    };
    document_terms(words, &source, key)
}

impl Writer<'_> {
    pub(super) fn index_new_document(&self, key: PageKey, document: &NewDocument) -> Result<()> {
        let words = self.words_of(document)?;
        self.write_entry(key, &words, &terms(&words, document, key))
    }

    /// After a change of the document: nothing is written when it is found by the same words as before.
    pub(super) fn reindex_changed(&self, old: &Document, new: &NewDocument) -> Result<()> {
        let before = place(old.id, old.body.issued_on, old.created_at);
        let after = place(old.id, new.issued_on, old.created_at);
        let (old_words, words) = (self.words_of(&old.body)?, self.words_of(new)?);
        let terms_after = terms(&words, new, after);
        if before == after && old_words == words && terms(&old_words, &old.body, before) == terms_after {
            return Ok(());
        }
        if before != after {
            self.remove_terms(before)?;
        }
        self.write_entry(after, &words, &terms_after)
    }

    /// After a change of something that the document only refers to.
    pub(crate) fn reindex_document(&self, id: DocumentId) -> Result<()> {
        let document = self.document(id)?.ok_or_else(missing)?;
        let key = place(id, document.body.issued_on, document.created_at);
        self.index_new_document(key, &document.body)
    }

    /// The same where the words stay and only the counterparty is another.
    pub(crate) fn reindex_counterparty_of(&self, id: DocumentId) -> Result<()> {
        let mut query = self.sql.prepare_cached(
            "SELECT d.listed_on, d.number, d.total_kopecks, d.counterparty_id, w.words
             FROM documents d JOIN document_words w ON w.document_id = d.id
             WHERE d.id = ?1",
        )?;
        let found = optional(query.query_row([id.0], |row| {
            let key = PageKey::of(row.get(0)?, id);
            let number: String = row.get(1)?;
            let source = TermSource {
                number: &number,
                total: row.get::<_, Option<Kopecks>>(2)?.map(|total| total.0),
                counterparty: row.get::<_, Option<i64>>(3)?.map(CounterpartyId),
            };
            let words: String = row.get(4)?;
            Ok((key, document_terms(&words, &source, key)))
        }))?;
        let (key, terms) = found.ok_or_else(missing)?;
        self.write_terms(key, &terms)
    }

    /// Before a removal of the document.
    pub(crate) fn unindex_document(&self, id: DocumentId) -> Result<()> {
        let listed_on: i64 = self
            .sql
            .prepare_cached("SELECT listed_on FROM documents WHERE id = ?1")?
            .query_row([id.0], |row| row.get(0))?;
        self.remove_terms(PageKey::of(listed_on, id))?;
        self.sql
            .prepare_cached("DELETE FROM document_words WHERE document_id = ?1")?
            .execute([id.0])?;
        Ok(())
    }

    fn write_entry(&self, key: PageKey, words: &str, terms: &str) -> Result<()> {
        self.sql
            .prepare_cached("INSERT OR REPLACE INTO document_words (document_id, words) VALUES (?1, ?2)")?
            .execute(params![key.id().0, words])?;
        self.write_terms(key, terms)
    }

    fn write_terms(&self, key: PageKey, terms: &str) -> Result<()> {
        self.sql
            .prepare_cached("INSERT OR REPLACE INTO document_terms (rowid, terms) VALUES (?1, ?2)")?
            .execute(params![key.rowid(), terms])?;
        Ok(())
    }

    fn remove_terms(&self, key: PageKey) -> Result<()> {
        self.sql
            .prepare_cached("DELETE FROM document_terms WHERE rowid = ?1")?
            .execute([key.rowid()])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
