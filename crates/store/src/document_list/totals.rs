//! How many documents a choice holds and what they come to; and which they are.

use std::collections::{BTreeMap, HashSet};

use domain::{DocumentId, Money};

use super::DocumentQuery;
use crate::columns::{Kopecks, optional};
use crate::{Reader, Result};

/// What a choice of documents comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    /// How many there are.
    pub count: u64,
    /// There are more, neither counted nor summed.
    pub is_more: bool,
    /// Sums with VAT by currency, three digits of ОКВ. Documents without a sum add nothing.
    pub sums: Vec<(String, Money)>,
}

/// Currency, three digits of ОКВ, and sum with VAT of a document.
pub type DocumentSum = (String, Option<Money>);

impl Reader<'_> {
    /// The documents of a query in its order, at most so many, and whether there are more. The page and the limit of
    /// the query are not looked at.
    pub fn document_ids(&self, query: &DocumentQuery, most: u32) -> Result<(Vec<DocumentId>, bool)> {
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let whole = DocumentQuery {
            after: None,
            ..query.clone()
        };
        let found = self.found(&whole, most.saturating_add(1))?;
        let is_more = found.len() > most;
        let ids = found.iter().take(most).map(|one| one.place.id());
        Ok((ids.collect(), is_more))
    }

    /// What the documents of a query come to without the ones named, of at most so many.
    pub fn document_totals(&self, query: &DocumentQuery, except: &[DocumentId], most: u32) -> Result<Totals> {
        let except: HashSet<_> = except.iter().copied().collect();
        let beside = u32::try_from(except.len()).unwrap_or(u32::MAX);
        let (mut ids, is_more) = self.document_ids(query, most.saturating_add(beside))?;
        ids.retain(|id| !except.contains(id));
        let kept = usize::try_from(most).unwrap_or(usize::MAX);
        let is_more = is_more || ids.len() > kept;
        ids.truncate(kept);
        Ok(Totals {
            is_more,
            ..self.totals_of(&ids)?
        })
    }

    /// Currency and sum with VAT of each of these documents; none for one that is gone.
    pub fn document_sums(&self, ids: &[DocumentId]) -> Result<Vec<Option<DocumentSum>>> {
        let mut statement = self
            .sql
            .prepare_cached("SELECT currency, total_kopecks FROM documents WHERE id = ?1")?;
        let sums = ids.iter().map(|id| {
            optional(statement.query_row([id.0], |row| {
                let sum: Option<Kopecks> = row.get(1)?;
                Ok((row.get(0)?, sum.map(|kopecks| kopecks.0)))
            }))
        });
        sums.collect()
    }

    /// What these documents come to; those that are gone are not counted.
    pub fn totals_of(&self, ids: &[DocumentId]) -> Result<Totals> {
        let mut statement = self
            .sql
            .prepare_cached("SELECT currency, total_kopecks FROM documents WHERE id = ?1")?;
        let mut sums: BTreeMap<String, i64> = BTreeMap::new();
        let mut count = 0;
        for id in ids {
            let row = statement.query_row([id.0], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, Option<i64>>(1)?))
            });
            let Some((currency, kopecks)) = optional(row)? else {
                continue;
            };
            count += 1;
            if let Some(kopecks) = kopecks {
                let sum = sums.entry(currency).or_default();
                *sum = sum.saturating_add(kopecks);
            }
        }
        let sums = sums
            .into_iter()
            .map(|(currency, kopecks)| (currency, Money::from_kopecks(kopecks)));
        Ok(Totals {
            count,
            is_more: false,
            sums: sums.collect(),
        })
    }
}
