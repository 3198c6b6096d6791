//! Whether the registry has the same paper already.

use domain::{CounterpartyId, DocumentId, FirmId, IndividualId, KindId, Money};
use jiff::civil::Date;
use rusqlite::params;

use crate::columns::{Day, Kopecks, collected};
use crate::{Reader, Result};

/// What makes two papers the same to a clerk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Similar {
    /// Our firm.
    pub firm: Option<FirmId>,
    /// The other side, if it is a company.
    pub counterparty: Option<CounterpartyId>,
    /// The other side, if it is a person.
    pub individual: Option<IndividualId>,
    /// The kind.
    pub kind: Option<KindId>,
    /// The number, exactly.
    pub number: String,
    /// The date.
    pub issued_on: Option<Date>,
    /// The sum with VAT.
    pub total: Option<Money>,
}

/// So many are enough to warn of.
const LONGEST_ANSWER: u32 = 100;

/// A firm, a kind or another side that one of the two does not tell says nothing against the likeness.
pub(super) const SIMILAR: &str = "
    SELECT id FROM documents INDEXED BY documents_by_number
    WHERE number = ?1 AND number <> '' AND issued_on IS ?2 AND total_kopecks IS ?3
        AND (?4 IS NULL OR firm_id IS NULL OR firm_id = ?4)
        AND (?5 IS NULL OR kind_id IS NULL OR kind_id = ?5)
        AND (?6 IS NULL OR coalesce(counterparty_id, individual_id) IS NULL OR counterparty_id IS ?6)
        AND (?7 IS NULL OR coalesce(counterparty_id, individual_id) IS NULL OR individual_id IS ?7)
    ORDER BY id LIMIT ?8";

const SAME_NUMBER: &str = "
    SELECT id FROM documents INDEXED BY documents_by_number
    WHERE number = ?1 AND number <> '' AND kind_id IS ?2 AND firm_id IS ?3 ORDER BY id LIMIT ?4";

impl Reader<'_> {
    /// Documents of this kind and firm with this number, of any date; oldest first.
    pub fn documents_with_number(
        &self,
        kind: Option<KindId>,
        firm: Option<FirmId>,
        number: &str,
    ) -> Result<Vec<DocumentId>> {
        let mut query = self.sql.prepare_cached(SAME_NUMBER)?;
        let found = query.query_map(
            params![number, kind.map(|id| id.0), firm.map(|id| id.0), LONGEST_ANSWER],
            |row| row.get(0).map(DocumentId),
        )?;
        collected(found)
    }

    /// Documents with the same number, date and sum, between the same sides and of the same kind as far as both tell
    /// them; oldest first. Without a number nothing is similar: there the bytes tell.
    pub fn similar_documents(&self, paper: &Similar) -> Result<Vec<DocumentId>> {
        let mut query = self.sql.prepare_cached(SIMILAR)?;
        let found = query.query_map(
            params![
                paper.number,
                paper.issued_on.map(Day),
                paper.total.map(Kopecks),
                paper.firm.map(|id| id.0),
                paper.kind.map(|id| id.0),
                paper.counterparty.map(|id| id.0),
                paper.individual.map(|id| id.0),
                LONGEST_ANSWER
            ],
            |row| row.get(0).map(DocumentId),
        )?;
        collected(found)
    }
}
