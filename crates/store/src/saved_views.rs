//! Saved views of the registry: a name, and what the window wants to see under it.
//!
//! What a view means is written down as JSON by whoever knows the contract with the window; here it is only kept.
//! With one exception: where two cards become one, views that name the removed one go over to the other.

use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};

use crate::columns::{collected, optional};
use crate::error::is_duplicate;
use crate::{Error, Reader, Result, Writer};

/// A saved view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SavedViewId(pub i64);

/// What is kept of a view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedViewBody {
    /// What a person calls it; no other view is called so, whatever the case of the letters.
    pub name: String,
    /// It stands beside the registry and not only in the list of views.
    pub is_pinned: bool,
    /// Filters, order and columns, as JSON.
    pub state: String,
}

/// A view in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// Identity in the database.
    pub id: SavedViewId,
    /// What is kept of it.
    pub body: SavedViewBody,
}

/// The same for names that a person takes for the same.
fn name_key(name: &str) -> String {
    name.to_lowercase().replace('ё', "е")
}

fn saved_view(row: &Row<'_>) -> rusqlite::Result<SavedView> {
    Ok(SavedView {
        id: SavedViewId(row.get("id")?),
        body: SavedViewBody {
            name: row.get("name")?,
            is_pinned: row.get("is_pinned")?,
            state: row.get("state")?,
        },
    })
}

impl Reader<'_> {
    /// Every view, in the order that a person gave them.
    pub fn saved_views(&self) -> Result<Vec<SavedView>> {
        let mut query = self
            .sql
            .prepare_cached("SELECT id, name, is_pinned, state FROM saved_views ORDER BY place, id")?;
        collected(query.query_map([], saved_view)?)
    }

    /// The view of this name, whatever the case of the letters.
    pub fn saved_view_of_name(&self, name: &str) -> Result<Option<SavedView>> {
        let mut query = self
            .sql
            .prepare_cached("SELECT id, name, is_pinned, state FROM saved_views WHERE name_key = ?1")?;
        optional(query.query_row([name_key(name)], saved_view))
    }
}

impl Writer<'_> {
    /// Changes a view, or adds one behind the others. [`Error::Missing`] when there is none of this id,
    /// [`Error::Conflict`] when another one has the name.
    pub fn save_view(&self, id: Option<SavedViewId>, body: &SavedViewBody) -> Result<SavedViewId> {
        let values = params![
            body.name,
            name_key(&body.name),
            body.is_pinned,
            body.state,
            id.map(|id| id.0)
        ];
        let changed = match id {
            Some(_) => self
                .sql
                .prepare_cached(
                    "UPDATE saved_views SET name = ?1, name_key = ?2, is_pinned = ?3, state = ?4 WHERE id = ?5",
                )?
                .execute(values),
            None => self
                .sql
                .prepare_cached(
                    "INSERT INTO saved_views (id, name, name_key, is_pinned, state, place)
                     VALUES (?5, ?1, ?2, ?3, ?4, (SELECT coalesce(max(place), 0) + 1 FROM saved_views))",
                )?
                .execute(values),
        };
        match changed {
            Err(error) if is_duplicate(&error) => {
                Err(Error::Conflict("another view has this name".to_owned()))
            }
            Err(error) => Err(error.into()),
            Ok(0) => Err(missing()),
            Ok(_) => Ok(id.unwrap_or(SavedViewId(self.sql.last_insert_rowid()))),
        }
    }

    /// Forgets a view.
    pub fn remove_view(&self, id: SavedViewId) -> Result<()> {
        let removed = self
            .sql
            .prepare_cached("DELETE FROM saved_views WHERE id = ?1")?
            .execute([id.0])?;
        if removed == 0 { Err(missing()) } else { Ok(()) }
    }

    /// Views that ask for this number under this name of a condition ask for the other one from now on.
    pub(crate) fn rename_in_views(&self, condition: &str, from: i64, to: i64) -> Result<()> {
        let place = format!("$.filter.{condition}");
        self.sql
            .prepare_cached(
                "UPDATE saved_views SET state = json_set(state, ?1, ?3)
                 WHERE json_valid(state) AND json_extract(state, ?1) = ?2",
            )?
            .execute(params![place, from, to])?;
        Ok(())
    }

    /// Puts these in front in this order; the others follow as they stood. Ids of no view are passed over: another
    /// window may have removed it.
    pub fn order_views(&self, ids: &[SavedViewId]) -> Result<()> {
        let mut order: Vec<SavedViewId> = Vec::new();
        let known: Vec<SavedViewId> = self.saved_views()?.into_iter().map(|view| view.id).collect();
        let named = ids.iter().filter(|id| known.contains(id));
        for id in named.chain(&known) {
            if !order.contains(id) {
                order.push(*id);
            }
        }
        let mut place = self
            .sql
            .prepare_cached("UPDATE saved_views SET place = ?1 WHERE id = ?2")?;
        for (number, id) in (1_i64..).zip(order) {
            place.execute([number, id.0])?;
        }
        Ok(())
    }
}

fn missing() -> Error {
    Error::Missing("saved view".to_owned())
}

#[cfg(test)]
mod tests;
