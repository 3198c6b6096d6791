//! Two cards of one person become one.

use domain::{DocumentId, IndividualId};
use jiff::Timestamp;

use super::missing;
use crate::changes::Card;
use crate::columns::collected;
use crate::{Error, Reader, Result, Writer};

impl Reader<'_> {
    pub(super) fn ids_of_individual(&self, id: IndividualId) -> Result<Vec<DocumentId>> {
        let mut query = self
            .sql
            .prepare_cached("SELECT id FROM documents WHERE individual_id = ?1")?;
        collected(query.query_map([id.0], |row| row.get(0).map(DocumentId))?)
    }
}

impl Writer<'_> {
    /// Gives documents and history of one card to another and removes it. What the kept card does not say, telephone,
    /// e-mail or note, it takes from the removed one. [`Error::Conflict`] when both are the same card.
    pub fn merge_individuals(&self, keep: IndividualId, drop: IndividualId, at: Timestamp) -> Result<()> {
        if keep == drop {
            return Err(Error::Conflict("a card cannot be merged with itself".to_owned()));
        }
        let kept = self.individual(keep)?.ok_or_else(missing)?.body;
        let dropped = self.individual(drop)?.ok_or_else(missing)?.body;
        let (from, to) = (Card::Individual(drop), Card::Individual(keep));
        self.move_changes(from, to)?;
        self.note_change(to, at, "merged", &dropped.name.full(), &kept.name.full())?;
        let mut whole = kept;
        whole.phone = whole.phone.or(dropped.phone);
        for (own, other) in [(&mut whole.email, dropped.email), (&mut whole.note, dropped.note)] {
            if own.is_empty() {
                *own = other;
            }
        }
        let moved = self.ids_of_individual(drop)?;
        self.sql
            .prepare_cached("UPDATE documents SET individual_id = ?1 WHERE individual_id = ?2")?
            .execute([keep.0, drop.0])?;
        self.save_individual(Some(keep), &whole, at)?;
        for document in moved {
            self.reindex_document(document)?;
        }
        self.rename_in_trash("individual", drop.0, keep.0)?;
        self.rename_in_views("individual_id", drop.0, keep.0)?;
        for sql in [
            "DELETE FROM individual_terms WHERE rowid = ?1",
            "DELETE FROM individuals WHERE id = ?1",
        ] {
            self.sql.prepare_cached(sql)?.execute([drop.0])?;
        }
        Ok(())
    }
}
