//! Numbered migrations. Each only adds; each runs in one transaction together with its number.
//!
//! What a migration creates is described beside the code that uses it: `firms/v1.sql`, `outbox/v1.sql`, …
//! A released file never changes: the next version is the next number.

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::{Error, Result};

/// One step from a version of the database to the next.
pub(crate) struct Migration {
    /// The number after the step: 1, 2, 3, …
    pub(crate) version: i64,
    /// What it runs, in this order.
    pub(crate) statements: &'static [&'static str],
    /// What SQL alone cannot do, behind the statements.
    pub(crate) steps: &'static [fn(&Connection) -> Result<()>],
}

/// Of the file with the rows.
pub(crate) const MAIN: &[Migration] = &[
    Migration {
        version: 1,
        statements: &[
            include_str!("identity/v1.sql"),
            include_str!("settings/v1.sql"),
            include_str!("firms/v1.sql"),
            include_str!("connections/v1.sql"),
            include_str!("counterparties/v1.sql"),
            include_str!("documents/v1.sql"),
            include_str!("search/v1.sql"),
            include_str!("edo_documents/v1.sql"),
            include_str!("outbox/v1.sql"),
            include_str!("feed/v1.sql"),
            include_str!("timeline/v1.sql"),
            include_str!("notices/v1.sql"),
        ],
        steps: &[],
    },
    Migration {
        version: 2,
        statements: &[
            include_str!("kinds/v2.sql"),
            include_str!("individuals/v2.sql"),
            include_str!("employees/v2.sql"),
            include_str!("firms/v2.sql"),
            include_str!("counterparties/v2.sql"),
            include_str!("edo_files/v2.sql"),
            include_str!("documents/v2.sql"),
            include_str!("edo_documents/v2.sql"),
            include_str!("links/v2.sql"),
            include_str!("trash/v2.sql"),
            include_str!("notices/v2.sql"),
            include_str!("connections/v2.sql"),
        ],
        steps: &[],
    },
    Migration {
        version: 3,
        statements: &[
            include_str!("documents/v3.sql"),
            include_str!("saved_views/v3.sql"),
            include_str!("visits/v3.sql"),
            include_str!("overview/v3.sql"),
        ],
        steps: &[crate::documents::order_numbers],
    },
    Migration {
        version: 4,
        statements: &[
            include_str!("arrivals/v4.sql"),
            include_str!("bulk/v4.sql"),
            include_str!("certificates/v4.sql"),
            include_str!("cloud_requests/v4.sql"),
            include_str!("connections/v4.sql"),
            include_str!("counterparties/v4.sql"),
            include_str!("document_list/v4.sql"),
            include_str!("document_marks/v4.sql"),
            include_str!("edo_documents/v4.sql"),
            include_str!("document_signatures/v4.sql"),
            include_str!("outbox/v4.sql"),
            include_str!("powers_of_attorney/v4.sql"),
            include_str!("sendings/v4.sql"),
            include_str!("trust/v4.sql"),
        ],
        steps: &[crate::document_marks::mark_all],
    },
    Migration {
        version: 5,
        statements: &[
            include_str!("arrivals/v5.sql"),
            include_str!("edo_documents/v5.sql"),
            include_str!("pairs/v5.sql"),
            include_str!("relations/v5.sql"),
        ],
        steps: &[],
    },
    Migration {
        version: 6,
        statements: &[
            include_str!("auto_rules/v6.sql"),
            include_str!("edo_files/v6.sql"),
        ],
        steps: &[],
    },
    Migration {
        version: 7,
        statements: &[
            include_str!("connection_requests/v7.sql"),
            include_str!("connections/v7.sql"),
            include_str!("document_marks/v7.sql"),
            include_str!("document_signatures/v7.sql"),
            include_str!("edo_documents/v7.sql"),
            include_str!("employee_access/v7.sql"),
            include_str!("exchange_log/v7.sql"),
            include_str!("notices/v7.sql"),
            include_str!("overview/v7.sql"),
            include_str!("persons/v7.sql"),
            include_str!("receipt_rules/v7.sql"),
            include_str!("remote_signatures/v7.sql"),
            include_str!("status_names/v7.sql"),
        ],
        steps: &[crate::document_marks::mark_owed],
    },
    Migration {
        version: 8,
        statements: &[
            include_str!("powers_of_attorney/v8.sql"),
            include_str!("firm_signers/v8.sql"),
        ],
        steps: &[],
    },
    Migration {
        version: 9,
        statements: &[
            include_str!("documents/v9.sql"),
            include_str!("document_list/v9.sql"),
        ],
        steps: &[],
    },
];

/// Of the file with the bytes.
pub(crate) const BLOBS: &[Migration] = &[Migration {
    version: 1,
    statements: &[include_str!("blobs/v1.sql")],
    steps: &[],
}];

/// Version of the file: 0 when it is new.
pub(crate) fn version(sql: &Connection) -> Result<i64> {
    Ok(sql.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

impl Migration {
    /// Of how many parts it consists.
    pub(crate) fn steps(&self) -> usize {
        self.statements.len() + self.steps.len()
    }
}

/// Brings the file up to the last of these migrations. `part_done` hears of every part of every one of them.
pub(crate) fn migrate(sql: &Connection, migrations: &[Migration], part_done: &dyn Fn()) -> Result<()> {
    let found = version(sql)?;
    let known = migrations.last().map_or(0, |last| last.version);
    if found > known {
        return Err(Error::NewerDatabase { found, known });
    }
    for migration in migrations.iter().filter(|migration| migration.version > found) {
        let step = Transaction::new_unchecked(sql, TransactionBehavior::Immediate)?;
        for statement in migration.statements {
            step.execute_batch(statement)?;
            part_done();
        }
        for more in migration.steps {
            more(&step)?;
            part_done();
        }
        step.pragma_update(None, "user_version", migration.version)?;
        step.commit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
