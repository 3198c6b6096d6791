//! Names and telephones of people, as every table of people has them.

use domain::{PersonName, Phone};
use rusqlite::Row;

use super::parsed;

/// The three parts of a name.
pub(crate) fn person_name(row: &Row<'_>) -> rusqlite::Result<PersonName> {
    Ok(PersonName {
        last: row.get("last_name")?,
        first: row.get("first_name")?,
        middle: row.get("middle_name")?,
    })
}

/// The three parts of a name from this place on; nobody when the first is absent.
pub(crate) fn joined_name(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<PersonName>> {
    let Some(last) = row.get(first)? else {
        return Ok(None);
    };
    Ok(Some(PersonName {
        last,
        first: row.get(first + 1)?,
        middle: row.get(first + 2)?,
    }))
}

/// The telephone of a row.
pub(crate) fn phone(row: &Row<'_>) -> rusqlite::Result<Option<Phone>> {
    let is_absent = row.get_ref("phone")? == rusqlite::types::ValueRef::Null;
    if is_absent {
        Ok(None)
    } else {
        parsed(row, "phone").map(Some)
    }
}
