//! Settings by name. Never a secret: those live in the keystore.

use rusqlite::params;

use crate::columns::optional;
use crate::{Reader, Result, Writer};

impl Reader<'_> {
    /// The value of this setting, if it was ever set.
    pub fn setting(&self, name: &str) -> Result<Option<String>> {
        optional(
            self.sql
                .prepare_cached("SELECT value FROM settings WHERE name = ?1")?
                .query_row([name], |row| row.get(0)),
        )
    }
}

impl Writer<'_> {
    /// Sets it.
    pub fn set_setting(&self, name: &str, value: &str) -> Result<()> {
        self.sql
            .prepare_cached(
                "INSERT INTO settings (name, value) VALUES (?1, ?2)
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            )?
            .execute(params![name, value])?;
        Ok(())
    }
}
