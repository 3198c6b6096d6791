//! Which document that came is which of ours («связанный документ»), as a person decided, and what could be asked about.
//!
//! Judges nothing: how alike two papers are is the caller's business.

use domain::{DocumentId, FirmId, Money};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::params;

use crate::columns::{At, Kopecks, collected, optional};
use crate::documents::number_order;
use crate::{Error, Reader, Result, Writer};

/// A number or a sum that more papers of the stretch share is no sign of anything.
const MOST_SHARING: u32 = 2_000;

/// A document that came, and the document of ours that is the same paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The one that came.
    pub inbound: DocumentId,
    /// Ours.
    pub document: DocumentId,
}

impl Pair {
    /// The other one of the two.
    pub fn other(self, one: DocumentId) -> DocumentId {
        if one == self.inbound {
            self.document
        } else {
            self.inbound
        }
    }
}

/// What is known of a document that came, to look for its like.
#[derive(Debug, Clone)]
pub struct Likeness {
    /// The document that came.
    pub inbound: DocumentId,
    /// Our firm that got it.
    pub firm: Option<FirmId>,
    /// Its number; empty when unknown.
    pub number: String,
    /// Its sum.
    pub total: Option<Money>,
    /// Not older than this.
    pub since: Date,
    /// Not newer than this.
    pub until: Date,
}

/// Not come by itself, not paired, and not refused for this one.
const FREE: &str = "
    d.id <> ?1 AND (?2 IS NULL OR d.firm_id IS NULL OR d.firm_id = ?2)
    AND NOT EXISTS (SELECT 1 FROM edo_documents e JOIN arrivals a ON a.edo_document_id = e.id WHERE e.document_id = d.id)
    AND NOT EXISTS (SELECT 1 FROM pairs p WHERE p.document_id = d.id AND (p.is_same = 1 OR p.inbound_id = ?1))";

impl Reader<'_> {
    /// The pair in which this document is, whichever of the two it is.
    pub fn pair_of(&self, id: DocumentId) -> Result<Option<Pair>> {
        let mut query = self.sql.prepare_cached(
            "SELECT inbound_id, document_id FROM pairs WHERE inbound_id = ?1 AND is_same = 1
             UNION ALL SELECT inbound_id, document_id FROM pairs WHERE document_id = ?1 AND is_same = 1",
        )?;
        optional(query.query_row([id.0], |row| {
            Ok(Pair {
                inbound: DocumentId(row.get(0)?),
                document: DocumentId(row.get(1)?),
            })
        }))
    }

    /// True when the document came to us by an operator.
    pub fn is_arrival(&self, id: DocumentId) -> Result<bool> {
        let mut query = self.sql.prepare_cached(
            "SELECT 1 FROM edo_documents e JOIN arrivals a ON a.edo_document_id = e.id WHERE e.document_id = ?1",
        )?;
        Ok(query.exists([id.0])?)
    }

    /// Documents of ours with the same number or the same sum, newest first, each once, at most `limit` of each.
    pub fn alike(&self, wanted: &Likeness, limit: u32) -> Result<Vec<DocumentId>> {
        let mut found = Vec::new();
        if let Some(key) = number_order(&wanted.number) {
            found = self.sharing("number_key", &key, wanted, limit)?;
        }
        if let Some(total) = wanted.total {
            found.extend(self.sharing("total_kopecks", &Kopecks(total), wanted, limit)?);
        }
        found.sort_unstable_by_key(|one| std::cmp::Reverse(one.0));
        found.dedup();
        Ok(found)
    }

    fn sharing(
        &self,
        column: &str,
        value: &dyn rusqlite::ToSql,
        wanted: &Likeness,
        limit: u32,
    ) -> Result<Vec<DocumentId>> {
        let mut query = self.sql.prepare_cached(&format!(
            "SELECT d.id FROM documents d WHERE d.id IN (
                 SELECT id FROM documents WHERE {column} = ?3 AND listed_on BETWEEN ?4 AND ?5
                 ORDER BY listed_on DESC, id DESC LIMIT {MOST_SHARING}
             ) AND {FREE} ORDER BY d.listed_on DESC, d.id DESC LIMIT ?6"
        ))?;
        collected(query.query_map(
            params![
                wanted.inbound.0,
                wanted.firm.map(|firm| firm.0),
                value,
                listed(wanted.since),
                listed(wanted.until),
                limit
            ],
            |row| row.get(0).map(DocumentId),
        )?)
    }
}

/// A day as `documents.listed_on` holds it.
fn listed(day: Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

impl Writer<'_> {
    /// The two are one paper. [`Error::Conflict`] when one of them has another already; saying it twice changes nothing.
    pub fn pair_documents(&self, pair: Pair, at: Timestamp) -> Result<()> {
        for id in [pair.inbound, pair.document] {
            match self.pair_of(id)? {
                Some(known) if known == pair => return Ok(()),
                Some(_) => return Err(Error::Conflict("one of the two has another already".to_owned())),
                None => {}
            }
        }
        self.decide(pair, true, at)
    }

    /// The two are not one paper, and nobody is to be asked again. Ends the pair if they were one.
    pub fn refuse_pair(&self, pair: Pair, at: Timestamp) -> Result<()> {
        self.decide(pair, false, at)
    }

    /// Forgets what was decided about the two.
    pub fn forget_pair(&self, pair: Pair) -> Result<()> {
        self.sql
            .prepare_cached("DELETE FROM pairs WHERE inbound_id = ?1 AND document_id = ?2")?
            .execute([pair.inbound.0, pair.document.0])?;
        Ok(())
    }

    fn decide(&self, pair: Pair, is_same: bool, at: Timestamp) -> Result<()> {
        self.sql
            .prepare_cached(
                "INSERT INTO pairs (inbound_id, document_id, is_same, decided_at_ns) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (inbound_id, document_id)
                     DO UPDATE SET is_same = excluded.is_same, decided_at_ns = excluded.decided_at_ns",
            )?
            .execute(params![pair.inbound.0, pair.document.0, is_same, At(at)])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
