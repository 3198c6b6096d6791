//! Cards of counterparties change: a new name, other numbers, two cards of one company become one.

use domain::{Counterparty, CounterpartyId, DocumentId, Kpp, Party, Requisites};
use jiff::Timestamp;
use rusqlite::params;

use super::missing;
use crate::changes::{Card, PartyChange};
use crate::columns::{collected, kpp_column};
use crate::error::is_duplicate;
use crate::search::normalized;
use crate::{Error, Reader, Result, Writer};

impl Reader<'_> {
    /// What people changed in the card, newest first.
    pub fn counterparty_history(&self, id: CounterpartyId) -> Result<Vec<PartyChange>> {
        self.changes(Card::Counterparty(id))
    }
}

impl Writer<'_> {
    /// Changes name and numbers of a counterparty and notes what they were. [`Error::Conflict`] when ИНН and КПП
    /// are another's: merge the two then.
    pub fn rename_counterparty(&self, id: CounterpartyId, party: &Party, at: Timestamp) -> Result<()> {
        let before = self.counterparty(id)?.ok_or_else(missing)?.party;
        if before == *party {
            return Ok(());
        }
        let (inn, kpp) = (party.inn.as_str(), kpp_column(party.kpp.as_ref()));
        let done = self
            .sql
            .prepare_cached(
                "UPDATE counterparties SET name = ?1, inn = ?2, kpp = ?3, name_words = ?4 WHERE id = ?5",
            )?
            .execute(params![party.name, inn, kpp, normalized(&party.name), id.0]);
        match done {
            Err(cause) if is_duplicate(&cause) => {
                return Err(Error::Conflict(format!(
                    "ИНН {inn}, КПП «{kpp}»: another counterparty has them"
                )));
            }
            other => other?,
        };
        self.index_counterparty(id, party)?;
        let card = Card::Counterparty(id);
        let text = |kpp: &Option<Kpp>| kpp_column(kpp.as_ref()).to_owned();
        self.note_change(card, at, "name", &before.name, &party.name)?;
        self.note_change(card, at, "inn", before.inn.as_str(), inn)?;
        self.note_change(card, at, "kpp", &text(&before.kpp), kpp)
    }

    /// Gives documents, boxes and history of one card to another and removes it. Requisites go along where the kept
    /// card has none at all. [`Error::Conflict`] when both are the same card.
    pub fn merge_counterparties(
        &self,
        keep: CounterpartyId,
        drop: CounterpartyId,
        at: Timestamp,
    ) -> Result<()> {
        if keep == drop {
            return Err(Error::Conflict("a card cannot be merged with itself".to_owned()));
        }
        let kept = self.counterparty(keep)?.ok_or_else(missing)?;
        let dropped = self.counterparty(drop)?.ok_or_else(missing)?;
        let (from, to) = (Card::Counterparty(drop), Card::Counterparty(keep));
        self.move_changes(from, to)?;
        self.note_change(to, at, "merged", &told(&dropped), &told(&kept))?;
        if kept.requisites == Requisites::default() {
            self.set_counterparty_requisites(keep, &dropped.requisites)?;
        }
        self.move_documents(keep, drop)?;
        self.rename_in_trash("counterparty", drop.0, keep.0)?;
        self.rename_in_views("counterparty_id", drop.0, keep.0)?;
        self.move_relations(keep, drop)?;
        for sql in [
            "DELETE FROM counterparty_terms WHERE rowid = ?1",
            "DELETE FROM counterparties WHERE id = ?1",
        ] {
            self.sql.prepare_cached(sql)?.execute([drop.0])?;
        }
        Ok(())
    }

    fn move_documents(&self, keep: CounterpartyId, drop: CounterpartyId) -> Result<()> {
        let mut query = self
            .sql
            .prepare_cached("SELECT id FROM documents WHERE counterparty_id = ?1")?;
        let moved = collected(query.query_map([drop.0], |row| row.get(0).map(DocumentId))?)?;
        self.sql
            .prepare_cached("UPDATE documents SET counterparty_id = ?1 WHERE counterparty_id = ?2")?
            .execute([keep.0, drop.0])?;
        moved
            .into_iter()
            .try_for_each(|document| self.reindex_counterparty_of(document))
    }
}

/// «ООО "Ромашка", ИНН 7707083893, КПП 770701001».
fn told(card: &Counterparty) -> String {
    let party = &card.party;
    match &party.kpp {
        Some(kpp) => format!("{}, ИНН {}, КПП {}", party.name, party.inn, kpp),
        None => format!("{}, ИНН {}", party.name, party.inn),
    }
}
