//! Clients who are people.

use domain::{Individual, IndividualBody, IndividualId, Phone};
use jiff::Timestamp;
use rusqlite::{Row, params};

use crate::changes::{Card, PartyChange};
use crate::columns::{collected, optional, person_name, phone};
use crate::search::{card_words, person_fits, person_match, words_terms};
use crate::{Error, Reader, Result, Writer};

mod merging;

const INDIVIDUAL: &str = "SELECT id, last_name, first_name, middle_name, phone, email, note FROM individuals";

fn individual(row: &Row<'_>) -> rusqlite::Result<Individual> {
    Ok(Individual {
        id: IndividualId(row.get("id")?),
        body: IndividualBody {
            name: person_name(row)?,
            phone: phone(row)?,
            email: row.get("email")?,
            note: row.get("note")?,
        },
    })
}

impl Reader<'_> {
    /// The person of this id.
    pub fn individual(&self, id: IndividualId) -> Result<Option<Individual>> {
        let mut query = self.sql.prepare_cached(&format!("{INDIVIDUAL} WHERE id = ?1"))?;
        optional(query.query_row([id.0], individual))
    }

    /// People whose name, telephone or e-mail has every word of the query; all of them when it is empty. By id,
    /// after the one given.
    pub fn individuals(
        &self,
        query: &str,
        after: Option<IndividualId>,
        limit: u32,
    ) -> Result<Vec<Individual>> {
        let mut after = after.map_or(0, |id| id.0);
        let Some(expression) = person_match(query) else {
            let mut all = self
                .sql
                .prepare_cached(&format!("{INDIVIDUAL} WHERE id > ?1 ORDER BY id LIMIT ?2"))?;
            return collected(all.query_map(params![after, limit], individual)?);
        };
        let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut found = Vec::new();
        let mut ids = self.sql.prepare_cached(
            "SELECT rowid FROM individual_terms WHERE individual_terms MATCH ?1 AND rowid > ?2 ORDER BY rowid",
        )?;
        let mut ids = ids.query(params![expression, after])?;
        while found.len() < wanted
            && let Some(row) = ids.next()?
        {
            after = row.get(0)?;
            let one = self.individual(IndividualId(after))?;
            found.extend(one.filter(|one| person_fits(&card_words(&one.body), query)));
        }
        Ok(found)
    }

    /// Everybody with this telephone.
    pub fn individuals_by_phone(&self, phone: &Phone) -> Result<Vec<Individual>> {
        let mut query = self
            .sql
            .prepare_cached(&format!("{INDIVIDUAL} WHERE phone = ?1 ORDER BY id"))?;
        collected(query.query_map([phone.as_str()], individual)?)
    }

    /// What was changed in the card, newest first.
    pub fn individual_history(&self, id: IndividualId) -> Result<Vec<PartyChange>> {
        self.changes(Card::Individual(id))
    }

    /// In how many documents the person takes part.
    pub fn documents_of_individual(&self, id: IndividualId) -> Result<u64> {
        let mut query = self
            .sql
            .prepare_cached("SELECT count(*) FROM documents WHERE individual_id = ?1")?;
        let count: i64 = query.query_row([id.0], |row| row.get(0))?;
        Ok(u64::try_from(count).unwrap_or(0))
    }
}

impl Writer<'_> {
    /// Adds a person or changes the one named. A changed name, telephone or e-mail is noted in the history, and the
    /// person's documents are found by it at once.
    pub fn save_individual(
        &self,
        id: Option<IndividualId>,
        body: &IndividualBody,
        at: Timestamp,
    ) -> Result<IndividualId> {
        let Some(id) = id else {
            let id = self.write_individual(None, body)?;
            return Ok(id);
        };
        let before = self.individual(id)?.ok_or_else(missing)?.body;
        if before == *body {
            return Ok(id);
        }
        self.write_individual(Some(id), body)?;
        let card = Card::Individual(id);
        self.note_change(card, at, "name", &before.name.full(), &body.name.full())?;
        self.note_change(card, at, "phone", phone_text(&before), phone_text(body))?;
        self.note_change(card, at, "email", &before.email, &body.email)?;
        if before.name != body.name || before.phone != body.phone {
            for document in self.ids_of_individual(id)? {
                self.reindex_document(document)?;
            }
        }
        Ok(id)
    }

    fn write_individual(&self, id: Option<IndividualId>, body: &IndividualBody) -> Result<IndividualId> {
        let sql = match id {
            None => {
                "INSERT INTO individuals (id, last_name, first_name, middle_name, phone, email, note)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
            }
            Some(_) => {
                "UPDATE individuals SET last_name = ?2, first_name = ?3, middle_name = ?4, phone = ?5,
                     email = ?6, note = ?7
                 WHERE id = ?1"
            }
        };
        self.sql.prepare_cached(sql)?.execute(params![
            id.map(|id| id.0),
            body.name.last,
            body.name.first,
            body.name.middle,
            body.phone.as_ref().map(Phone::as_str),
            body.email,
            body.note
        ])?;
        let id = id.unwrap_or_else(|| IndividualId(self.sql.last_insert_rowid()));
        self.sql
            .prepare_cached("INSERT OR REPLACE INTO individual_terms (rowid, terms) VALUES (?1, ?2)")?
            .execute(params![id.0, words_terms(&card_words(body))])?;
        Ok(id)
    }
}

fn phone_text(body: &IndividualBody) -> &str {
    body.phone.as_ref().map_or("", Phone::as_str)
}

fn missing() -> Error {
    Error::Missing("person".to_owned())
}

#[cfg(test)]
mod tests;
