//! Signatures of files that were frozen to be signed: ours and the other side's, as messages (CMS) beside the file.
//!
//! The message itself lies among the bytes; here stands whose it says to be. What it is worth is found out when it is
//! looked at, never written down.

use domain::{BlobId, DocumentId, EdoDocumentId, EdoFileId, SigningParty};
use jiff::Timestamp;
use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::columns::{Address, At, Json, Name, collected, optional};
use crate::powers_of_attorney::PowerOfAttorneyId;
use crate::{Error, Reader, Result, Writer};

/// A signature of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DocumentSignatureId(pub i64);

/// A signature to be kept. Its bytes must be durable already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDocumentSignature {
    /// The file that is signed.
    pub file: EdoFileId,
    /// The sending with which it left or came, if with one.
    pub edo_document: Option<EdoDocumentId>,
    /// Whose it is.
    pub party: SigningParty,
    /// The message (CMS, DER).
    pub blob: BlobId,
    /// SHA-1 of the signer's certificate, where that is known.
    pub thumbprint: Option<[u8; 20]>,
    /// Who signed, as lists show it.
    pub signer_name: String,
    /// When the signer says it was signed.
    pub signed_at: Option<Timestamp>,
    /// When it came here.
    pub created_at: Timestamp,
    /// By whose leave we signed, where an operator is to be told of it.
    #[serde(default)]
    pub power_of_attorney: Option<SignedByPower>,
}

/// The power of attorney under which somebody signed, as far as an operator is told of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum SignedByPower {
    /// By its numbers, as they were then.
    Numbered {
        /// Its number in the register.
        number: Uuid,
        /// ИНН of the principal («доверитель»).
        principal_inn: String,
        /// ИНН of who signed, where it is known.
        representative_inn: Option<String>,
    },
    /// By its file and the signature of the file, which are those of this power.
    Along {
        /// The power.
        along: PowerOfAttorneyId,
    },
    /// The one that the operator keeps as the usual one of whoever signed.
    OperatorDefault {
        /// Of which power in the list it was chosen.
        operator_default: PowerOfAttorneyId,
    },
}

/// A signature that is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentSignature {
    /// Identity in the database.
    pub id: DocumentSignatureId,
    /// What is kept of it.
    pub body: NewDocumentSignature,
}

const SIGNATURE: &str =
    "SELECT s.id, s.edo_file_id, s.edo_document_id, s.party, s.blob, s.thumbprint, s.signer_name,
     s.signed_at_ns, s.created_at_ns, s.power_of_attorney FROM document_signatures s";

fn document_signature(row: &Row<'_>) -> rusqlite::Result<DocumentSignature> {
    Ok(DocumentSignature {
        id: DocumentSignatureId(row.get("id")?),
        body: NewDocumentSignature {
            file: EdoFileId(row.get("edo_file_id")?),
            edo_document: row.get::<_, Option<i64>>("edo_document_id")?.map(EdoDocumentId),
            party: row.get::<_, Name<_>>("party")?.0,
            blob: row.get::<_, Address>("blob")?.0,
            thumbprint: row.get("thumbprint")?,
            signer_name: row.get("signer_name")?,
            signed_at: row.get::<_, Option<At>>("signed_at_ns")?.map(|at| at.0),
            created_at: row.get::<_, At>("created_at_ns")?.0,
            power_of_attorney: row
                .get::<_, Option<Json<_>>>("power_of_attorney")?
                .map(|power| power.0),
        },
    })
}

impl Reader<'_> {
    /// Every signature of every file of a document, in the order in which they came.
    pub fn document_signatures(&self, document: DocumentId) -> Result<Vec<DocumentSignature>> {
        let mut query = self.sql.prepare_cached(&format!(
            "{SIGNATURE} JOIN edo_files f ON f.id = s.edo_file_id WHERE f.document_id = ?1 ORDER BY s.id"
        ))?;
        collected(query.query_map([document.0], document_signature)?)
    }

    /// The signatures of one file, in the order in which they came.
    pub fn signatures_of_file(&self, file: EdoFileId) -> Result<Vec<DocumentSignature>> {
        let mut query = self
            .sql
            .prepare_cached(&format!("{SIGNATURE} WHERE s.edo_file_id = ?1 ORDER BY s.id"))?;
        collected(query.query_map([file.0], document_signature)?)
    }

    /// Our newest signature of this content of a document that has left with no sending.
    pub fn unsent_signature(
        &self,
        document: DocumentId,
        content: BlobId,
    ) -> Result<Option<DocumentSignature>> {
        let mut query = self.sql.prepare_cached(&format!(
            "{SIGNATURE} JOIN edo_files f ON f.id = s.edo_file_id
             WHERE f.document_id = ?1 AND f.blob = ?2 AND s.party = ?3 AND s.edo_document_id IS NULL
             ORDER BY s.id DESC LIMIT 1"
        ))?;
        let found = query.query_row(
            params![document.0, Address(content), Name(SigningParty::Us)],
            document_signature,
        );
        optional(found)
    }

    /// The documents with a signature of ours that has left with no sending. Reads every signature.
    pub fn documents_signed_unsent(&self) -> Result<Vec<DocumentId>> {
        let mut query = self.sql.prepare(
            "SELECT DISTINCT f.document_id FROM document_signatures s JOIN edo_files f ON f.id = s.edo_file_id
             WHERE s.edo_document_id IS NULL AND s.party = ?1",
        )?;
        collected(query.query_map([Name(SigningParty::Us)], |row| row.get(0).map(DocumentId))?)
    }

    /// The first signature with these bytes.
    pub fn signature_by_blob(&self, blob: BlobId) -> Result<Option<DocumentSignature>> {
        let mut query = self
            .sql
            .prepare_cached(&format!("{SIGNATURE} WHERE s.blob = ?1 ORDER BY s.id LIMIT 1"))?;
        optional(query.query_row([Address(blob)], document_signature))
    }
}

impl Writer<'_> {
    /// Keeps a signature. The same bytes for the same file are kept once; a sending that was not known before is noted
    /// then.
    pub fn add_document_signature(&self, new: &NewDocumentSignature) -> Result<DocumentSignatureId> {
        self.insert_signature(None, new)
    }

    /// Takes a signature away that belongs to no sending. [`Error::Missing`] where there is none.
    pub fn forget_unsent_signature(&self, id: DocumentSignatureId) -> Result<()> {
        let gone = self
            .sql
            .prepare_cached("DELETE FROM document_signatures WHERE id = ?1 AND edo_document_id IS NULL")?
            .execute([id.0])?;
        if gone == 0 {
            return Err(Error::Missing("signature".to_owned()));
        }
        Ok(())
    }

    /// A sending was taken back before it left: the signatures that would have left with it wait for another one.
    pub fn release_signatures(&self, document: DocumentId, sending: EdoDocumentId) -> Result<()> {
        self.sql
            .prepare_cached(
                "UPDATE document_signatures SET edo_document_id = NULL
                 WHERE edo_file_id IN (SELECT id FROM edo_files WHERE document_id = ?1) AND edo_document_id = ?2",
            )?
            .execute([document.0, sending.0])?;
        Ok(())
    }

    /// Brings one back as it was.
    pub(crate) fn restore_document_signature(&self, signature: &DocumentSignature) -> Result<()> {
        self.insert_signature(Some(signature.id), &signature.body)
            .map(drop)
    }

    fn insert_signature(
        &self,
        id: Option<DocumentSignatureId>,
        new: &NewDocumentSignature,
    ) -> Result<DocumentSignatureId> {
        let id = self
            .sql
            .prepare_cached(
                "INSERT INTO document_signatures (edo_file_id, edo_document_id, party, blob, thumbprint, signer_name,
                     signed_at_ns, created_at_ns, id, power_of_attorney)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                 ON CONFLICT (edo_file_id, blob) DO UPDATE
                     SET edo_document_id = coalesce(edo_document_id, excluded.edo_document_id)
                 RETURNING id",
            )?
            .query_row(
                params![
                    new.file.0,
                    new.edo_document.map(|id| id.0),
                    Name(new.party),
                    Address(new.blob),
                    new.thumbprint,
                    new.signer_name,
                    new.signed_at.map(At),
                    At(new.created_at),
                    id.map(|id| id.0),
                    new.power_of_attorney.as_ref().map(Json)
                ],
                |row| row.get(0),
            )?;
        Ok(DocumentSignatureId(id))
    }
}

#[cfg(test)]
mod tests;
