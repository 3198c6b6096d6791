//! Which authorities are trusted, and their lists of revoked certificates. Both are data that a person brought in, with
//! the source and the day; what a list says is read by whoever checks signatures.

use domain::BlobId;
use jiff::Timestamp;
use rusqlite::{Row, params};

use crate::columns::{Address, At, Name, collected, optional};
use crate::{Error, Reader, Result, Writer};

/// What a certificate of an authority is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TrustKind {
    /// A chain may end here.
    Root,
    /// Helps to build a chain; never trusted by itself.
    Intermediate,
}

/// A certificate of an authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedCertificate {
    /// SHA-1 of the bytes: the name by which people know a certificate.
    pub thumbprint: [u8; 20],
    /// The certificate.
    pub der: Vec<u8>,
    /// What it is good for.
    pub kind: TrustKind,
    /// Where it came from and how that was made sure, in the words of who brought it in.
    pub source: String,
    /// When it was brought in.
    pub added_at: Timestamp,
}

/// A list of revoked certificates; its bytes lie among the blobs, for some have a million entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptRevocationList {
    /// The identifier of the key that signed it.
    pub issuer_key: Vec<u8>,
    /// The list.
    pub blob: BlobId,
    /// When it was made.
    pub this_update: Timestamp,
    /// When the next one is due.
    pub next_update: Option<Timestamp>,
    /// When it was brought in.
    pub added_at: Timestamp,
}

fn trusted(row: &Row<'_>) -> rusqlite::Result<TrustedCertificate> {
    Ok(TrustedCertificate {
        thumbprint: row.get("thumbprint")?,
        der: row.get("der")?,
        kind: row.get::<_, Name<_>>("kind")?.0,
        source: row.get("source")?,
        added_at: row.get::<_, At>("added_at_ns")?.0,
    })
}

fn list(row: &Row<'_>) -> rusqlite::Result<KeptRevocationList> {
    Ok(KeptRevocationList {
        issuer_key: row.get("issuer_key")?,
        blob: row.get::<_, Address>("blob")?.0,
        this_update: row.get::<_, At>("this_update_ns")?.0,
        next_update: row.get::<_, Option<At>>("next_update_ns")?.map(|at| at.0),
        added_at: row.get::<_, At>("added_at_ns")?.0,
    })
}

impl Reader<'_> {
    /// Every certificate of an authority, in the order in which they came.
    pub fn trusted_certificates(&self) -> Result<Vec<TrustedCertificate>> {
        let mut query = self.sql.prepare_cached(
            "SELECT thumbprint, der, kind, source, added_at_ns FROM trusted_certificates
             ORDER BY added_at_ns, thumbprint",
        )?;
        collected(query.query_map([], trusted)?)
    }

    /// Every list of revoked certificates, newest first.
    pub fn revocation_lists(&self) -> Result<Vec<KeptRevocationList>> {
        let mut query = self.sql.prepare_cached(
            "SELECT issuer_key, blob, this_update_ns, next_update_ns, added_at_ns FROM revocation_lists
             ORDER BY this_update_ns DESC, issuer_key",
        )?;
        collected(query.query_map([], list)?)
    }

    /// The list of this key.
    pub fn revocation_list(&self, issuer_key: &[u8]) -> Result<Option<KeptRevocationList>> {
        let mut query = self.sql.prepare_cached(
            "SELECT issuer_key, blob, this_update_ns, next_update_ns, added_at_ns FROM revocation_lists
             WHERE issuer_key = ?1",
        )?;
        optional(query.query_row([issuer_key], list))
    }
}

impl Writer<'_> {
    /// Keeps a certificate of an authority; one that is known gets the new source and day.
    pub fn save_trusted_certificate(&self, certificate: &TrustedCertificate) -> Result<()> {
        self.sql
            .prepare_cached(
                "INSERT INTO trusted_certificates (thumbprint, der, kind, source, added_at_ns)
                 VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (thumbprint) DO UPDATE
                     SET der = excluded.der, kind = excluded.kind, source = excluded.source,
                         added_at_ns = excluded.added_at_ns",
            )?
            .execute(params![
                certificate.thumbprint,
                certificate.der,
                Name(certificate.kind),
                certificate.source,
                At(certificate.added_at)
            ])?;
        Ok(())
    }

    /// Forgets a certificate. [`Error::Missing`] when it is not there.
    pub fn remove_trusted_certificate(&self, thumbprint: &[u8; 20]) -> Result<()> {
        let removed = self
            .sql
            .prepare_cached("DELETE FROM trusted_certificates WHERE thumbprint = ?1")?
            .execute([thumbprint])?;
        if removed == 0 {
            return Err(Error::Missing("trusted certificate".to_owned()));
        }
        Ok(())
    }

    /// Keeps a list in the place of the one before of the same key. Its bytes must be durable already.
    pub fn save_revocation_list(&self, list: &KeptRevocationList) -> Result<()> {
        self.sql
            .prepare_cached(
                "INSERT INTO revocation_lists (issuer_key, blob, this_update_ns, next_update_ns, added_at_ns)
                 VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (issuer_key) DO UPDATE
                     SET blob = excluded.blob, this_update_ns = excluded.this_update_ns,
                         next_update_ns = excluded.next_update_ns, added_at_ns = excluded.added_at_ns",
            )?
            .execute(params![
                list.issuer_key,
                Address(list.blob),
                At(list.this_update),
                list.next_update.map(At),
                At(list.added_at)
            ])?;
        Ok(())
    }

    /// Forgets the list of this key; nothing changes when there is none.
    pub fn remove_revocation_list(&self, issuer_key: &[u8]) -> Result<()> {
        self.sql
            .prepare_cached("DELETE FROM revocation_lists WHERE issuer_key = ?1")?
            .execute([issuer_key])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
