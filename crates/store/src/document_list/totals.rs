//! How many documents a choice holds and what they come to; and which they are.

use std::collections::{BTreeMap, HashSet};

use domain::{DocumentId, Money};

use rusqlite::params_from_iter;
use rusqlite::types::Value as SqlValue;

use super::filter::{Clause, Filter, going_by};
use super::{DocumentQuery, PageMark};
use crate::columns::{Kopecks, collected, optional};
use crate::search::Search;
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

/// Documents with a sum, and what they come to.
#[derive(Clone, Copy)]
struct Summed {
    summed: i64,
    kopecks: i64,
}

impl Summed {
    fn without(self, other: Self) -> Self {
        Self {
            summed: self.summed - other.summed,
            kopecks: self.kopecks - other.kopecks,
        }
    }
}

/// Everything, roubles apart.
struct WholeSums {
    count: i64,
    ours: Summed,
    foreign: Vec<(String, Money)>,
}

impl WholeSums {
    fn told(self) -> Totals {
        let mut sums = self.foreign;
        if self.ours.summed > 0 {
            sums.push(("643".to_owned(), Money::from_kopecks(self.ours.kopecks)));
        }
        sums.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        Totals {
            count: u64::try_from(self.count).unwrap_or(0),
            is_more: false,
            sums,
        }
    }
}

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

    /// What all documents of a query come to without the ones named, however many they are. Takes up to a second and more
    /// in a big registry: for work that a person can end.
    pub fn whole_totals(&self, query: &DocumentQuery, except: &[DocumentId]) -> Result<Totals> {
        let asked = Search::asked(self, &query.text, query.today)?;
        if asked.search.is_some() {
            return self.searched_totals(query, except);
        }
        let filter = Filter::within(query, asked.days);
        let narrow = self.narrow_index(&filter, self.worth_looking_at()?)?;
        let index = narrow.unwrap_or("documents_by_date");
        let mut clause = filter.clause();
        if !filter.has_days() {
            clause.and("d.listed_on BETWEEN 0 AND 99999999", []);
        }
        if !except.is_empty() {
            let ids: Vec<i64> = except.iter().map(|id| id.0).collect();
            let ids = serde_json::to_string(&ids).unwrap_or_default();
            clause.and(
                "d.id NOT IN (SELECT value FROM json_each(?))",
                [SqlValue::Text(ids)],
            );
        }
        let mut totals = self.sums(&clause, index)?;
        clause.and("d.currency <> '643'", []);
        for (currency, of) in self.foreign_sums(&clause)? {
            totals.ours = totals.ours.without(of);
            if of.summed > 0 {
                totals.foreign.push((currency, Money::from_kopecks(of.kopecks)));
            }
        }
        Ok(totals.told())
    }

    fn searched_totals(&self, query: &DocumentQuery, except: &[DocumentId]) -> Result<Totals> {
        const AT_ONCE: usize = 10_000;
        let except: HashSet<_> = except.iter().copied().collect();
        let mut query = DocumentQuery {
            after: None,
            ..query.clone()
        };
        let (mut count, mut sums) = (0, BTreeMap::<String, i64>::new());
        loop {
            let found = self.found(&query, AT_ONCE)?;
            let ids: Vec<_> = found
                .iter()
                .map(|one| one.place.id())
                .filter(|id| !except.contains(id))
                .collect();
            let part = self.totals_of(&ids)?;
            count += part.count;
            for (currency, sum) in part.sums {
                let whole = sums.entry(currency).or_default();
                *whole = whole.saturating_add(sum.kopecks());
            }
            let is_end = found.len() < AT_ONCE;
            let Some(row) = found.into_iter().next_back().filter(|_| !is_end) else {
                break;
            };
            query.after = Some(PageMark {
                order: query.sort.clone(),
                row,
            });
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

    fn sums(&self, clause: &Clause, index: &str) -> Result<WholeSums> {
        let sql = format!(
            "SELECT count(*), count(d.total_kopecks), coalesce(sum(d.total_kopecks), 0) FROM documents AS d {} WHERE {}",
            going_by(index),
            clause.condition()
        );
        let mut statement = self.sql.prepare_cached(&sql)?;
        let values = params_from_iter(clause.values.iter());
        Ok(statement.query_row(values, |row| {
            Ok(WholeSums {
                count: row.get(0)?,
                ours: Summed {
                    summed: row.get(1)?,
                    kopecks: row.get(2)?,
                },
                foreign: Vec::new(),
            })
        })?)
    }

    /// By currency, of papers that are not in roubles.
    fn foreign_sums(&self, clause: &Clause) -> Result<Vec<(String, Summed)>> {
        let sql = format!(
            "SELECT d.currency, count(d.total_kopecks), coalesce(sum(d.total_kopecks), 0)
             FROM documents AS d INDEXED BY documents_foreign WHERE {} GROUP BY d.currency ORDER BY d.currency",
            clause.condition()
        );
        let mut statement = self.sql.prepare_cached(&sql)?;
        collected(
            statement.query_map(params_from_iter(clause.values.iter()), |row| {
                let summed = Summed {
                    summed: row.get(1)?,
                    kopecks: row.get(2)?,
                };
                Ok((row.get(0)?, summed))
            })?,
        )
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
