//! Files that were frozen to be signed: taken in with a document or made from its record. Rows are only added; the
//! newest is the one that is sent next.

use domain::{BlobId, DocumentId, EdoFile, EdoFileId, EdoFormat, Origin, StoredFile};
use jiff::Timestamp;
use rusqlite::{Row, params};

use crate::columns::{Address, At, Bytes, Name, collected, optional};
use crate::{Error, Reader, Result, Writer};

const FILE: &str =
    "SELECT id, document_id, blob, name, size_bytes, format, revision, made_at_ns, print_form FROM edo_files";

fn edo_file(row: &Row<'_>) -> rusqlite::Result<EdoFile> {
    Ok(EdoFile {
        id: EdoFileId(row.get("id")?),
        document: DocumentId(row.get("document_id")?),
        file: StoredFile {
            blob: row.get::<_, Address>("blob")?.0,
            name: row.get("name")?,
            size: row.get::<_, Bytes>("size_bytes")?.0,
        },
        format: row.get::<_, Name<_>>("format")?.0,
        revision: row.get("revision")?,
        made_at: row.get::<_, At>("made_at_ns")?.0,
        print_form: row.get("print_form")?,
    })
}

impl Reader<'_> {
    /// Every file of a document, newest first.
    pub fn edo_files_of(&self, document: DocumentId) -> Result<Vec<EdoFile>> {
        let mut query = self
            .sql
            .prepare_cached(&format!("{FILE} WHERE document_id = ?1 ORDER BY id DESC"))?;
        collected(query.query_map([document.0], edo_file)?)
    }

    /// The file of this id.
    pub fn edo_file(&self, id: EdoFileId) -> Result<Option<EdoFile>> {
        let mut query = self.sql.prepare_cached(&format!("{FILE} WHERE id = ?1"))?;
        optional(query.query_row([id.0], edo_file))
    }

    /// The file of a document that is sent next; none while none was made.
    pub fn current_edo_file(&self, document: DocumentId) -> Result<Option<EdoFile>> {
        let mut query = self.sql.prepare_cached(&format!(
            "{FILE} WHERE id = (SELECT edo_file_id FROM documents WHERE id = ?1)"
        ))?;
        optional(query.query_row([document.0], edo_file))
    }

    /// The first document that has this file.
    pub fn document_by_file(&self, blob: BlobId) -> Result<Option<DocumentId>> {
        let mut query = self.sql.prepare_cached(
            "SELECT document_id FROM edo_files WHERE blob = ?1 ORDER BY document_id LIMIT 1",
        )?;
        Ok(optional(query.query_row([Address(blob)], |row| row.get(0)))?.map(DocumentId))
    }
}

impl Writer<'_> {
    /// Adds a file, made from this revision of the record; it is the current one from now on. Its bytes must be
    /// durable already.
    pub fn add_edo_file(
        &self,
        document: DocumentId,
        file: &StoredFile,
        format: EdoFormat,
        revision: u32,
        at: Timestamp,
    ) -> Result<EdoFileId> {
        let origin: Option<Name<Origin>> = optional(
            self.sql
                .prepare_cached("SELECT origin FROM documents WHERE id = ?1")?
                .query_row([document.0], |row| row.get(0)),
        )?;
        let Some(Name(origin)) = origin else {
            return Err(Error::Missing("document".to_owned()));
        };
        let id = self.insert_edo_file(&EdoFileRow {
            id: None,
            document,
            file,
            format,
            revision,
            at,
            print_form: "",
        })?;
        self.set_current_file(document, id)?;
        if origin == Origin::Imported {
            // Its name is among the words by which the document is found.
            self.reindex_document(document)?;
        }
        Ok(id)
    }

    /// The file says what the record says in this revision too: the same bytes were made again. It is the current one
    /// from now on.
    pub fn renew_edo_file(&self, id: EdoFileId, revision: u32) -> Result<()> {
        let file = self
            .edo_file(id)?
            .ok_or_else(|| Error::Missing("file".to_owned()))?;
        self.sql
            .prepare_cached("UPDATE edo_files SET revision = ?1 WHERE id = ?2")?
            .execute(params![revision, id.0])?;
        self.set_current_file(file.document, id)
    }

    /// Adds a file that stands beside the current one: an answering title, which is signed in its own right. Its bytes
    /// must be durable already.
    pub fn add_file_beside(
        &self,
        document: DocumentId,
        file: &StoredFile,
        format: EdoFormat,
        at: Timestamp,
    ) -> Result<EdoFileId> {
        let revision: Option<u32> = optional(
            self.sql
                .prepare_cached("SELECT revision FROM documents WHERE id = ?1")?
                .query_row([document.0], |row| row.get(0)),
        )?;
        self.insert_edo_file(&EdoFileRow {
            id: None,
            document,
            file,
            format,
            revision: revision.ok_or_else(|| Error::Missing("document".to_owned()))?,
            at,
            print_form: "",
        })
    }

    /// Adds a file that shows another print form of this revision of the record; the current one stays. The same bytes
    /// again are the same row. They must be durable already.
    pub fn add_print_form_file(
        &self,
        document: DocumentId,
        print_form: &str,
        file: &StoredFile,
        revision: u32,
        at: Timestamp,
    ) -> Result<EdoFileId> {
        let same = self
            .edo_files_of(document)?
            .into_iter()
            .find(|known| known.print_form == print_form && known.file.blob == file.blob);
        if let Some(same) = same {
            self.sql
                .prepare_cached("UPDATE edo_files SET revision = ?1 WHERE id = ?2")?
                .execute(params![revision, same.id.0])?;
            return Ok(same.id);
        }
        self.insert_edo_file(&EdoFileRow {
            id: None,
            document,
            file,
            format: EdoFormat::Nonformalized,
            revision,
            at,
            print_form,
        })
    }

    pub(crate) fn insert_edo_file(&self, row: &EdoFileRow<'_>) -> Result<EdoFileId> {
        self.sql
            .prepare_cached(
                "INSERT INTO edo_files (id, document_id, blob, name, size_bytes, format, revision, made_at_ns, print_form)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .execute(params![
                row.id.map(|id| id.0),
                row.document.0,
                Address(row.file.blob),
                row.file.name,
                Bytes(row.file.size),
                Name(row.format),
                row.revision,
                At(row.at),
                row.print_form
            ])?;
        Ok(EdoFileId(self.sql.last_insert_rowid()))
    }

    pub(crate) fn set_current_file(&self, document: DocumentId, file: EdoFileId) -> Result<()> {
        self.sql
            .prepare_cached("UPDATE documents SET edo_file_id = ?1 WHERE id = ?2")?
            .execute([file.0, document.0])?;
        Ok(())
    }
}

/// A row of the table; without an id it gets the next one.
pub(crate) struct EdoFileRow<'a> {
    pub(crate) id: Option<EdoFileId>,
    pub(crate) document: DocumentId,
    pub(crate) file: &'a StoredFile,
    pub(crate) format: EdoFormat,
    pub(crate) revision: u32,
    pub(crate) at: Timestamp,
    pub(crate) print_form: &'a str,
}

#[cfg(test)]
mod tests;
