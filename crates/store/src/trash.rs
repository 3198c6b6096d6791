//! Removed documents, whole, so that a removal can be undone. Only documents that were never sent can be removed:
//! what lies at an operator stays in the registry.

use std::collections::HashSet;

use domain::{
    BlobId, Document, DocumentId, EdoFile, EdoFileId, EdoStatus, EventActor, EventFact, NewDocument,
    PersonRecord,
};
use jiff::Timestamp;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use crate::columns::{At, Json, Name, collected, optional};
use crate::documents::NewRow;
use crate::edo_files::EdoFileRow;
use crate::{DocumentSignature, Error, Pair, Reader, Result, TimelineEntry, Writer};

/// A removed document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TrashId(pub i64);

/// Everything that is only the document's own.
#[derive(Serialize, Deserialize)]
struct Removed {
    document: Document,
    status: EdoStatus,
    current_file: Option<EdoFileId>,
    files: Vec<EdoFile>,
    timeline: Vec<(Timestamp, EventActor, EventFact)>,
    #[serde(default)]
    signatures: Vec<DocumentSignature>,
    /// Whom it is for, as it was checked before sending.
    #[serde(default)]
    person: Option<PersonRecord>,
}

#[derive(Serialize, Deserialize)]
struct Links {
    based_on: Vec<DocumentId>,
    basis_for: Vec<DocumentId>,
    /// The document that came and is the same paper.
    #[serde(default)]
    pair: Option<DocumentId>,
}

/// Every file that a removed document may need again.
pub(crate) fn blobs(rows: &Connection) -> Result<HashSet<BlobId>> {
    let mut query = rows.prepare("SELECT document FROM trash")?;
    let removed = collected(query.query_map([], |row| row.get::<_, Json<Removed>>(0))?)?;
    let blobs = removed.into_iter().flat_map(|Json(removed)| {
        let files = removed.files.into_iter().map(|file| file.file.blob);
        files
            .chain(
                removed
                    .signatures
                    .into_iter()
                    .map(|signature| signature.body.blob),
            )
            .collect::<Vec<_>>()
    });
    Ok(blobs.collect())
}

impl Reader<'_> {
    /// A removed document as it was.
    pub fn removed_document(&self, id: TrashId) -> Result<Option<Document>> {
        let found: Option<Json<Removed>> = optional(
            self.sql
                .prepare_cached("SELECT document FROM trash WHERE id = ?1")?
                .query_row([id.0], |row| row.get(0)),
        )?;
        Ok(found.map(|removed| removed.0.document))
    }

    fn removed(&self, id: DocumentId) -> Result<Removed> {
        let document = self.document(id)?.ok_or_else(missing)?;
        let status: Name<EdoStatus> = self
            .sql
            .prepare_cached("SELECT status FROM documents WHERE id = ?1")?
            .query_row([id.0], |row| row.get(0))?;
        let timeline = self.timeline(id)?;
        Ok(Removed {
            document,
            status: status.0,
            current_file: self.current_edo_file(id)?.map(|file| file.id),
            files: self.edo_files_of(id)?,
            signatures: self.document_signatures(id)?,
            person: self.person_record(id)?,
            timeline: timeline
                .into_iter()
                .map(|one| (one.at, one.actor, one.fact))
                .collect(),
        })
    }
}

impl Writer<'_> {
    /// Takes a document out of the registry with everything of its own; [`Writer::restore_from_trash`] brings it back
    /// as it was. [`Error::Conflict`] when it was ever sent.
    pub fn trash_document(&self, id: DocumentId, at: Timestamp) -> Result<TrashId> {
        if self.newest_edo_document(id)?.is_some() {
            return Err(Error::Conflict("the document was sent".to_owned()));
        }
        let removed = self.removed(id)?;
        let links = Links {
            based_on: self.based_on(id)?,
            basis_for: self.basis_for(id)?,
            pair: self.pair_of(id)?.map(|pair| pair.inbound),
        };
        self.sql
            .prepare_cached("INSERT INTO trash (document, links, removed_at_ns) VALUES (?1, ?2, ?3)")?
            .execute(params![Json(&removed), Json(&links), At(at)])?;
        let trash = TrashId(self.sql.last_insert_rowid());
        self.unindex_document(id)?;
        for sql in [
            "DELETE FROM document_lines WHERE document_id = ?1",
            "DELETE FROM document_links WHERE document_id = ?1 OR based_on_id = ?1",
            "DELETE FROM pairs WHERE document_id = ?1",
            "DELETE FROM document_marks WHERE document_id = ?1",
            "DELETE FROM timeline WHERE document_id = ?1",
            "DELETE FROM document_signatures WHERE edo_file_id IN (SELECT id FROM edo_files WHERE document_id = ?1)",
            "DELETE FROM edo_files WHERE document_id = ?1",
            "DELETE FROM person_records WHERE document_id = ?1",
            "DELETE FROM documents WHERE id = ?1",
        ] {
            self.sql.prepare_cached(sql)?.execute([id.0])?;
        }
        Ok(trash)
    }

    /// Brings a removed document back under its own id, with files, timeline and links to documents that are still
    /// there. Kind and other side are forgotten if they were removed meanwhile.
    pub fn restore_from_trash(&self, trash: TrashId, at: Timestamp) -> Result<DocumentId> {
        let found = optional(
            self.sql
                .prepare_cached("SELECT document, links FROM trash WHERE id = ?1")?
                .query_row([trash.0], |row| Ok((row.get(0)?, row.get(1)?))),
        )?;
        let Some((Json(removed), Json(links))) = found else {
            return Err(Error::Missing("removed document".to_owned()));
        };
        let removed: Removed = removed;
        let id = removed.document.id;
        self.insert_row(&NewRow {
            id: Some(id),
            body: &self.with_living_parties(&removed.document.body)?,
            created_at: removed.document.created_at,
            revision: removed.document.revision,
            status: removed.status,
            status_since: at,
        })?;
        self.restore_own_rows(&removed, at)?;
        self.restore_links(id, &links)?;
        if let Some(inbound) = links.pair
            && self.pair_of(inbound)?.is_none()
        {
            self.pair_documents(
                Pair {
                    inbound,
                    document: id,
                },
                at,
            )?;
        }
        self.sql
            .prepare_cached("DELETE FROM trash WHERE id = ?1")?
            .execute([trash.0])?;
        self.reindex_document(id)?;
        Ok(id)
    }

    fn with_living_parties(&self, body: &NewDocument) -> Result<NewDocument> {
        let mut body = body.clone();
        if let Some(id) = body.kind {
            body.kind = self.kind(id)?.map(|kind| kind.id);
        }
        if let Some(id) = body.counterparty {
            body.counterparty = self.counterparty(id)?.map(|party| party.id);
        }
        if let Some(id) = body.individual {
            body.individual = self.individual(id)?.map(|person| person.id);
        }
        Ok(body)
    }

    fn restore_own_rows(&self, removed: &Removed, now: Timestamp) -> Result<()> {
        let document = removed.document.id;
        for file in removed.files.iter().rev() {
            self.insert_edo_file(&EdoFileRow {
                id: Some(file.id),
                document,
                file: &file.file,
                format: file.format,
                revision: file.revision,
                at: file.made_at,
                print_form: &file.print_form,
            })?;
        }
        if let Some(file) = removed.current_file {
            self.set_current_file(document, file)?;
        }
        if let Some(person) = &removed.person {
            self.save_person_record(document, person, now)?;
        }
        for signature in &removed.signatures {
            self.restore_document_signature(signature)?;
        }
        for (at, actor, fact) in &removed.timeline {
            self.add_timeline(&TimelineEntry {
                document,
                edo_document: None,
                at: *at,
                actor: *actor,
                fact: fact.clone(),
            })?;
        }
        Ok(())
    }

    fn restore_links(&self, id: DocumentId, links: &Links) -> Result<()> {
        let mut link = self.sql.prepare_cached(
            "INSERT OR IGNORE INTO document_links (document_id, based_on_id)
             SELECT a.id, b.id FROM documents a, documents b WHERE a.id = ?1 AND b.id = ?2",
        )?;
        for based_on in &links.based_on {
            link.execute([id.0, based_on.0])?;
        }
        for follower in &links.basis_for {
            link.execute([follower.0, id.0])?;
        }
        Ok(())
    }

    /// Forgets what was removed before that instant; says how many documents that were.
    pub fn empty_trash(&self, removed_before: Timestamp) -> Result<u64> {
        let removed = self
            .sql
            .prepare_cached("DELETE FROM trash WHERE removed_at_ns < ?1")?
            .execute([At(removed_before)])?;
        Ok(u64::try_from(removed).unwrap_or(0))
    }

    /// Two cards became one: removed documents name the one that stayed.
    pub(crate) fn rename_in_trash(&self, field: &str, from: i64, to: i64) -> Result<()> {
        self.sql
            .prepare_cached(
                "UPDATE trash SET document = json_set(document, '$.document.body.' || ?1, ?3)
                 WHERE json_extract(document, '$.document.body.' || ?1) = ?2",
            )?
            .execute(params![field, from, to])?;
        Ok(())
    }
}

fn missing() -> Error {
    Error::Missing("document".to_owned())
}

#[cfg(test)]
mod tests;
