//! Requests to an operator that keeps keys: what a person was asked to sign, and the signatures until they are used.
//!
//! A row is there before the operator is asked, so that a program that was killed finds the request again. A document
//! stands in one request at a time. What the answers mean is decided elsewhere.

use domain::{BlobId, ConnectionId, DocumentId};
use jiff::Timestamp;
use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};

use crate::columns::{Address, At, collected, optional};
use crate::{CertificateId, Error, Reader, Result, Writer};

/// A request to sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CloudRequestId(pub i64);

/// A request that is open, or whose signatures wait to be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloudRequest {
    /// Identity in the database.
    pub id: CloudRequestId,
    /// Whose key.
    pub certificate: CertificateId,
    /// By which connection the operator is asked.
    pub connection: ConnectionId,
    /// The operator's name of it; `None` until the operator answered.
    pub request: Option<String>,
    /// How many files the operator was given.
    pub files: u32,
    /// When it was asked for.
    pub asked_at: Timestamp,
}

/// A file that is to be signed for a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCloudFile {
    /// Of which document.
    pub document: DocumentId,
    /// Its name.
    pub name: String,
    /// What is signed; durable already.
    pub content: BlobId,
}

/// A file of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloudFile {
    /// Of which request.
    pub request: CloudRequestId,
    /// Its place there, from 0 on.
    pub position: u32,
    /// What was asked for.
    pub body: NewCloudFile,
    /// The message (CMS, DER) that has passed every check, and when it came.
    pub signature: Option<(Vec<u8>, Timestamp)>,
}

const REQUEST: &str =
    "SELECT id, certificate_id, connection_id, request, files, asked_at_ns FROM cloud_requests";
const FILE: &str =
    "SELECT request_id, position, document_id, name, content, signature, signed_at_ns FROM cloud_files";

fn request(row: &Row<'_>) -> rusqlite::Result<CloudRequest> {
    Ok(CloudRequest {
        id: CloudRequestId(row.get("id")?),
        certificate: CertificateId(row.get("certificate_id")?),
        connection: ConnectionId(row.get("connection_id")?),
        request: row.get("request")?,
        files: row.get("files")?,
        asked_at: row.get::<_, At>("asked_at_ns")?.0,
    })
}

fn file(row: &Row<'_>) -> rusqlite::Result<CloudFile> {
    let signature: Option<Vec<u8>> = row.get("signature")?;
    let signed_at: Option<At> = row.get("signed_at_ns")?;
    Ok(CloudFile {
        request: CloudRequestId(row.get("request_id")?),
        position: row.get("position")?,
        body: NewCloudFile {
            document: DocumentId(row.get("document_id")?),
            name: row.get("name")?,
            content: row.get::<_, Address>("content")?.0,
        },
        signature: signature.zip(signed_at.map(|at| at.0)),
    })
}

impl Reader<'_> {
    /// The request of this number.
    pub fn cloud_request(&self, id: CloudRequestId) -> Result<Option<CloudRequest>> {
        let mut query = self.sql.prepare_cached(&format!("{REQUEST} WHERE id = ?1"))?;
        optional(query.query_row([id.0], request))
    }

    /// Every request, the oldest first.
    pub fn cloud_requests(&self) -> Result<Vec<CloudRequest>> {
        let mut query = self.sql.prepare_cached(&format!("{REQUEST} ORDER BY id"))?;
        collected(query.query_map([], request)?)
    }

    /// The files of a request that were not used yet, in its order.
    pub fn cloud_files(&self, id: CloudRequestId) -> Result<Vec<CloudFile>> {
        let sql = format!("{FILE} WHERE request_id = ?1 ORDER BY position");
        collected(self.sql.prepare_cached(&sql)?.query_map([id.0], file)?)
    }

    /// What was asked for a document, if anything is open.
    pub fn cloud_file_of(&self, document: DocumentId) -> Result<Option<CloudFile>> {
        let sql = format!("{FILE} WHERE document_id = ?1");
        optional(self.sql.prepare_cached(&sql)?.query_row([document.0], file))
    }
}

impl Writer<'_> {
    /// Notes that a person is about to be asked. A document that stands in another request is refused.
    pub fn begin_cloud_request(
        &self,
        certificate: CertificateId,
        connection: ConnectionId,
        files: &[NewCloudFile],
        at: Timestamp,
    ) -> Result<CloudRequestId> {
        self.sql
            .prepare_cached(
                "INSERT INTO cloud_requests (certificate_id, connection_id, files, asked_at_ns) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                certificate.0,
                connection.0,
                u32::try_from(files.len()).unwrap_or(u32::MAX),
                At(at)
            ])?;
        let id = self.sql.last_insert_rowid();
        let mut add = self.sql.prepare_cached(
            "INSERT INTO cloud_files (request_id, position, document_id, name, content) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for (position, file) in (0_u32..).zip(files) {
            add.execute(params![
                id,
                position,
                file.document.0,
                file.name,
                Address(file.content)
            ])?;
        }
        Ok(CloudRequestId(id))
    }

    /// The operator answered: so it calls the request. [`Error::Missing`].
    pub fn name_cloud_request(&self, id: CloudRequestId, name: &str) -> Result<()> {
        let changed = self
            .sql
            .prepare_cached("UPDATE cloud_requests SET request = ?2 WHERE id = ?1")?
            .execute(params![id.0, name])?;
        if changed == 0 {
            return Err(Error::Missing("cloud request".to_owned()));
        }
        Ok(())
    }

    /// A signature that has passed every check.
    pub fn keep_cloud_signature(
        &self,
        id: CloudRequestId,
        position: u32,
        signature: &[u8],
        at: Timestamp,
    ) -> Result<()> {
        self.sql
            .prepare_cached(
                "UPDATE cloud_files SET signature = ?3, signed_at_ns = ?4 WHERE request_id = ?1 AND position = ?2",
            )?
            .execute(params![id.0, position, signature, At(at)])?;
        Ok(())
    }

    /// Nothing more comes for this document: its signature was used, or there is none. A request without files is over.
    pub fn end_cloud_file(&self, document: DocumentId) -> Result<()> {
        self.sql
            .prepare_cached("DELETE FROM cloud_files WHERE document_id = ?1")?
            .execute([document.0])?;
        self.sql
            .prepare_cached(
                "DELETE FROM cloud_requests WHERE NOT EXISTS
                     (SELECT 1 FROM cloud_files WHERE request_id = cloud_requests.id)",
            )?
            .execute([])?;
        Ok(())
    }

    /// Nothing came of a request.
    pub fn end_cloud_request(&self, id: CloudRequestId) -> Result<()> {
        self.sql
            .prepare_cached("DELETE FROM cloud_requests WHERE id = ?1")?
            .execute([id.0])?;
        Ok(())
    }

    /// The certificate itself, where until now only its thumbprint was known.
    pub fn complete_certificate(&self, id: CertificateId, der: &[u8]) -> Result<()> {
        self.sql
            .prepare_cached("UPDATE certificates SET der = ?2 WHERE id = ?1 AND length(der) = 0")?
            .execute(params![id.0, der])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
