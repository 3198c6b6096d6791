//! Figures for the overview: what was sent, signed and refused by the hour, how long the other side lets us wait, and
//! who refuses or waits most.
//!
//! From counters and indexes made for it; no question here looks at every document.

use domain::{CounterpartyId, FirmId, IndividualId};
use jiff::Timestamp;
use rusqlite::{Row, named_params};

use crate::columns::{At, collected, joined_name};
use crate::{Reader, Result};

const HOUR_S: i64 = 3600;

/// The condition of the index; word for word as in `overview/v7.sql`, or it is not used.
pub(crate) const WAITING: &str = "status IN ('revocation_requested_by_us', 'consent_pending', 'intermediate_pending', 'their_signature_pending', 'receipt_pending')";

/// What happened within one hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HourCounts {
    /// When the hour began.
    pub from: Timestamp,
    /// Sendings that came to the operator.
    pub sent: u64,
    /// Sendings that the other side signed.
    pub signed: u64,
    /// Sendings that the other side refused to sign.
    pub refused: u64,
}

/// How many documents of one other side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherSideCount {
    /// The company; none where a person or nobody stands on the other side.
    pub counterparty: Option<CounterpartyId>,
    /// The person, where one stands there.
    pub individual: Option<IndividualId>,
    /// The company's or the person's name; none where nobody stands there.
    pub name: Option<String>,
    /// How many.
    pub count: u64,
    /// The longest wait or the first refusal among them.
    pub oldest: Timestamp,
}

/// How many documents wait for one intermediate recipient, who signs before the other side sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntermediaryCount {
    /// Its name, as it was when it was chosen; none where it was not chosen here.
    pub name: Option<String>,
    /// How many.
    pub count: u64,
    /// The longest wait among them.
    pub oldest: Timestamp,
}

fn count(row: &Row<'_>, column: &str) -> rusqlite::Result<u64> {
    Ok(u64::try_from(row.get::<_, i64>(column)?).unwrap_or(0))
}

fn other_side(row: &Row<'_>) -> rusqlite::Result<OtherSideCount> {
    let person = joined_name(row, 2)?.map(|name| name.full());
    Ok(OtherSideCount {
        counterparty: row.get::<_, Option<i64>>(0)?.map(CounterpartyId),
        individual: row.get::<_, Option<i64>>("individual_id")?.map(IndividualId),
        name: row.get::<_, Option<String>>(1)?.or(person),
        count: count(row, "documents")?,
        oldest: row.get::<_, At>("oldest_ns")?.0,
    })
}

/// Groups what `found` tells (other side, document or sending, instant) by the other side, the largest first. Only the
/// groups that are told are given their names.
fn by_other_side(found: &str) -> String {
    format!(
        "SELECT g.counterparty_id, c.name, p.last_name, p.first_name, p.middle_name, g.documents, g.oldest_ns,
             g.individual_id
         FROM ({found} GROUP BY 1, 2 ORDER BY documents DESC, oldest_ns, counterparty_id, individual_id LIMIT :most) g
         LEFT JOIN counterparties c ON c.id = g.counterparty_id
         LEFT JOIN individuals p ON p.id = g.individual_id
         ORDER BY g.documents DESC, g.oldest_ns, g.counterparty_id, g.individual_id"
    )
}

pub(crate) fn waiting_by_other_side_sql() -> String {
    by_other_side(&format!(
        "SELECT counterparty_id, individual_id, count(*) AS documents, min(status_since_ns) AS oldest_ns
         FROM documents INDEXED BY documents_waiting_for_them
         WHERE {WAITING} AND status <> 'intermediate_pending' AND (:firm IS NULL OR firm_id = :firm)"
    ))
}

/// Who stands between is written with the last sending; only the documents that wait for one are looked at.
pub(crate) fn waiting_by_intermediary_sql() -> String {
    format!(
        "SELECT max(json_extract(f.form, '$.departments.via.name')) AS name, count(*) AS documents,
             min(d.status_since_ns) AS oldest_ns
         FROM documents d INDEXED BY documents_waiting_for_them
         LEFT JOIN sending_forms f ON f.edo_document_id =
             (SELECT max(e.id) FROM edo_documents e WHERE e.document_id = d.id)
         WHERE {WAITING} AND status = 'intermediate_pending' AND (:firm IS NULL OR firm_id = :firm)
         GROUP BY json_extract(f.form, '$.departments.via.box_id')
         ORDER BY documents DESC, oldest_ns LIMIT :most"
    )
}

pub(crate) fn refusals_by_other_side_sql() -> String {
    by_other_side(
        "SELECT d.counterparty_id, d.individual_id, count(DISTINCT e.document_id) AS documents,
             min(e.refused_at_ns) AS oldest_ns
         FROM edo_documents e INDEXED BY edo_documents_refused CROSS JOIN documents d ON d.id = e.document_id
         WHERE e.refused_at_ns >= :from AND (:firm IS NULL OR d.firm_id = :firm)",
    )
}

pub(crate) fn waiting_sql() -> String {
    format!(
        "SELECT count(*) FROM documents INDEXED BY documents_waiting_for_them
         WHERE {WAITING} AND status_since_ns > :after AND status_since_ns <= :until
             AND (:firm IS NULL OR firm_id = :firm)"
    )
}

impl Reader<'_> {
    /// What happened since this instant, of one firm or of all, by the hour; hours without anything are left out.
    pub fn hour_counts(&self, firm: Option<FirmId>, from: Timestamp) -> Result<Vec<HourCounts>> {
        let mut query = self.sql.prepare_cached(
            "SELECT hour, sum(sent) AS sent, sum(signed) AS signed, sum(refused) AS refused FROM hour_counts
             WHERE hour >= :hour AND (:firm IS NULL OR firm_id = :firm) GROUP BY hour ORDER BY hour",
        )?;
        let hour = from.as_second().div_euclid(HOUR_S);
        let found = query.query_map(
            named_params! { ":hour": hour, ":firm": firm.map(|id| id.0) },
            |row| {
                let seconds = row.get::<_, i64>("hour")?.saturating_mul(HOUR_S);
                Ok(HourCounts {
                    from: Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH),
                    sent: count(row, "sent")?,
                    signed: count(row, "signed")?,
                    refused: count(row, "refused")?,
                })
            },
        )?;
        collected(found)
    }

    /// How many documents wait for the other side with a status that holds since after `after` and not after `until`.
    pub fn waiting_for_them(
        &self,
        firm: Option<FirmId>,
        (after, until): (Timestamp, Timestamp),
    ) -> Result<u64> {
        let mut query = self.sql.prepare_cached(&waiting_sql())?;
        let values = named_params! { ":after": At(after), ":until": At(until), ":firm": firm.map(|id| id.0) };
        let count: i64 = query.query_row(values, |row| row.get(0))?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// For whom we wait, those with the most documents first; what an intermediate recipient has is no wait for the other
    /// side.
    pub fn waiting_by_other_side(&self, firm: Option<FirmId>, most: u32) -> Result<Vec<OtherSideCount>> {
        let mut query = self.sql.prepare_cached(&waiting_by_other_side_sql())?;
        let values = named_params! { ":firm": firm.map(|id| id.0), ":most": most };
        collected(query.query_map(values, other_side)?)
    }

    /// For which intermediate recipients we wait, those with the most documents first.
    pub fn waiting_by_intermediary(&self, firm: Option<FirmId>, most: u32) -> Result<Vec<IntermediaryCount>> {
        let mut query = self.sql.prepare_cached(&waiting_by_intermediary_sql())?;
        let values = named_params! { ":firm": firm.map(|id| id.0), ":most": most };
        collected(query.query_map(values, |row| {
            Ok(IntermediaryCount {
                name: row.get("name")?,
                count: count(row, "documents")?,
                oldest: row.get::<_, At>("oldest_ns")?.0,
            })
        })?)
    }

    /// Who refused to sign since this instant, those with the most refusals first.
    pub fn refusals_by_other_side(
        &self,
        firm: Option<FirmId>,
        from: Timestamp,
        most: u32,
    ) -> Result<Vec<OtherSideCount>> {
        let mut query = self.sql.prepare_cached(&refusals_by_other_side_sql())?;
        let values = named_params! { ":firm": firm.map(|id| id.0), ":from": At(from), ":most": most };
        collected(query.query_map(values, other_side)?)
    }
}

#[cfg(test)]
mod tests;
