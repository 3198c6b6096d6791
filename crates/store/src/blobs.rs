//! Bytes of documents, by the SHA-256 of the bytes. Written once, never changed.

use domain::BlobId;
use rusqlite::{Connection, params};

use crate::columns::{Address, collected, optional};
use crate::{Result, trash};

/// Bytes younger than this are kept although no row names them yet: a day, in seconds.
pub(crate) const KEPT_S: i64 = 24 * 60 * 60;

/// Keeps the bytes. Bytes that are there already become young again, so that a sweep which is just running
/// leaves them to the row that is about to name them.
pub(crate) fn put(sql: &Connection, bytes: &[u8]) -> Result<BlobId> {
    let id = BlobId::of(bytes);
    let refreshed = sql
        .prepare_cached("UPDATE blobs SET put_at_s = unixepoch() WHERE sha256 = ?1")?
        .execute([Address(id)])?;
    if refreshed == 0 {
        sql.prepare_cached(
            "INSERT INTO blobs (sha256, put_at_s, size_bytes, bytes) VALUES (?1, unixepoch(), length(?2), ?2)",
        )?
        .execute(params![Address(id), bytes])?;
    }
    Ok(id)
}

pub(crate) fn get(sql: &Connection, id: BlobId) -> Result<Option<Vec<u8>>> {
    optional(
        sql.prepare_cached("SELECT bytes FROM blobs WHERE sha256 = ?1")?
            .query_row([Address(id)], |row| row.get(0)),
    )
}

/// True when any row names bytes.
pub(crate) fn are_named(rows: &Connection) -> Result<bool> {
    Ok(rows.prepare("SELECT 1 FROM edo_files LIMIT 1")?.exists([])?)
}

/// Removes old bytes that no document names, neither in the registry nor among the removed ones, and no job that made
/// a file; of signatures, of lists of revoked certificates, and of what a person was asked to sign.
pub(crate) fn sweep(bytes: &Connection, rows: &Connection, age_s: i64) -> Result<u64> {
    let mut old = bytes.prepare("SELECT id, sha256 FROM blobs WHERE put_at_s <= unixepoch() - ?1")?;
    let mut named = rows.prepare(
        "SELECT 1 FROM edo_files WHERE blob = ?1 UNION ALL SELECT 1 FROM bulk_jobs WHERE file_blob = ?1
         UNION ALL SELECT 1 FROM document_signatures WHERE blob = ?1
         UNION ALL SELECT 1 FROM revocation_lists WHERE blob = ?1
         UNION ALL SELECT 1 FROM cloud_files WHERE content = ?1
         UNION ALL SELECT 1 FROM person_sendings WHERE stamped = ?1 OR protocol = ?1",
    )?;
    let removed_ones = trash::blobs(rows)?;
    let mut remove = bytes.prepare("DELETE FROM blobs WHERE id = ?1")?;
    let mut removed = 0;
    let old = collected(old.query_map([age_s], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, Address>(1)?))
    })?)?;
    for (id, address) in old {
        if !removed_ones.contains(&address.0) && !named.exists([address])? {
            remove.execute([id])?;
            removed += 1;
        }
    }
    Ok(removed)
}
