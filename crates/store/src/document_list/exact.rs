//! Exact numbers first: «42» finds document 42 before the many that have 42 in a sum or a name.
//!
//! Only in the usual order, newest first, and only while the number is rare: «2026», which every number may have in
//! it, tells nothing apart and moves nothing. A page may end among the exact ones; its mark says so.

use super::ordered::Question;
use super::page_mark::Found;
use super::{Order, PageKey};
use crate::search::Search;
use crate::{Reader, Result};

/// More documents than this with one number, and it is no number of theirs.
const RARE: i64 = if cfg!(test) { 40 } else { 4000 };

impl Reader<'_> {
    /// The next rows of a search, those with exactly the number typed before the others.
    pub(super) fn exact_first(&self, search: Search, question: &Question<'_>) -> Result<Vec<Found>> {
        let expression = search
            .exact_expression()
            .filter(|_| *question.order == Order::default());
        let Some(expression) = expression else {
            return self.searched(&search, question);
        };
        if !self.is_rare(&expression)? {
            return self.searched(&search, question);
        }
        let is_among_exact = question.after.is_none_or(Found::is_exact);
        let mut found = Vec::new();
        if is_among_exact {
            found = self.exact(&search, question, &expression)?;
        }
        if found.len() < question.wanted {
            let rest = Question {
                filter: question.filter,
                order: question.order,
                after: question.after.filter(|_| !is_among_exact),
                wanted: question.wanted - found.len(),
            };
            found.extend(self.searched(&search.without_exact(), &rest)?);
        }
        Ok(found)
    }

    fn is_rare(&self, expression: &str) -> Result<bool> {
        let mut statement = self.sql.prepare_cached(
            "SELECT count(*) FROM (SELECT 1 FROM document_terms WHERE document_terms MATCH ?1 LIMIT ?2)",
        )?;
        let count: i64 = statement.query_row(rusqlite::params![expression, RARE + 1], |row| row.get(0))?;
        Ok(count <= RARE)
    }

    fn exact(&self, search: &Search, question: &Question<'_>, expression: &str) -> Result<Vec<Found>> {
        let mut statement = self.sql.prepare_cached(
            "SELECT rowid FROM document_terms WHERE document_terms MATCH ?1 AND rowid < ?2 ORDER BY rowid DESC",
        )?;
        let below = question.below();
        let mut matches = statement.query(rusqlite::params![expression, below.rowid()])?;
        let mut found = Vec::new();
        while found.len() < question.wanted
            && let Some(row) = matches.next()?
        {
            let place = PageKey::of_rowid(row.get(0)?);
            if self.fits(search, question.filter, place)? {
                found.push(Found::exact(place));
            }
        }
        Ok(found)
    }
}
