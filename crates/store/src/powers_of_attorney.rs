//! Powers of attorney («МЧД»): by whose leave a person signs for a firm.
//!
//! Their files are kept in the row: some tens of kilobytes each, and they go with it.

use domain::{FirmId, Inn};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::certificates::CertificateName;
use crate::columns::{At, Day, Id16, collected, optional, parsed};
use crate::{Error, Reader, Result, Writer};

/// A power of attorney in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PowerOfAttorneyId(pub i64);

/// What is known of a power of attorney.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PowerOfAttorneyBody {
    /// For which firm.
    pub firm: FirmId,
    /// Its number in the register.
    pub number: Uuid,
    /// ИНН of the principal («доверитель»).
    pub principal_inn: Inn,
    /// Who may sign; empty where nobody said.
    pub representative_name: String,
    /// Their ИНН.
    pub representative_inn: Option<Inn>,
    /// Their certificate.
    pub representative: Option<CertificateName>,
    /// The first day.
    pub valid_from: Option<Date>,
    /// The last day.
    pub valid_to: Option<Date>,
}

/// A power of attorney.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PowerOfAttorney {
    /// Identity in the database.
    pub id: PowerOfAttorneyId,
    /// What is known.
    pub body: PowerOfAttorneyBody,
    /// Its file is kept.
    pub has_file: bool,
    /// The signature of its file is kept.
    pub has_signature: bool,
}

/// Files of a power of attorney; what is absent stays as it was kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PowerOfAttorneyFiles {
    /// The file.
    pub file: Option<Vec<u8>>,
    /// Its signature.
    pub signature: Option<Vec<u8>>,
}

const POWER: &str = "SELECT id, firm_id, number, principal_inn, representative_name, representative_inn,
     representative_thumbprint, valid_from, valid_to, file IS NOT NULL AS has_file, signature IS NOT NULL AS has_signature
     FROM powers_of_attorney";

fn power(row: &Row<'_>) -> rusqlite::Result<PowerOfAttorney> {
    let day = |column: &str| Ok::<_, rusqlite::Error>(row.get::<_, Option<Day>>(column)?.map(|day| day.0));
    Ok(PowerOfAttorney {
        id: PowerOfAttorneyId(row.get("id")?),
        body: PowerOfAttorneyBody {
            firm: FirmId(row.get("firm_id")?),
            number: row.get::<_, Id16>("number")?.0,
            principal_inn: parsed(row, "principal_inn")?,
            representative_name: row.get("representative_name")?,
            // An ИНН that nobody told is an empty text.
            representative_inn: row.get::<_, String>("representative_inn")?.parse().ok(),
            representative: row.get("representative_thumbprint")?,
            valid_from: day("valid_from")?,
            valid_to: day("valid_to")?,
        },
        has_file: row.get("has_file")?,
        has_signature: row.get("has_signature")?,
    })
}

impl Reader<'_> {
    /// Every power of attorney, newest first.
    pub fn powers_of_attorney(&self) -> Result<Vec<PowerOfAttorney>> {
        let mut query = self.sql.prepare_cached(&format!("{POWER} ORDER BY id DESC"))?;
        collected(query.query_map([], power)?)
    }

    /// The power of attorney of this id.
    pub fn power_of_attorney(&self, id: PowerOfAttorneyId) -> Result<Option<PowerOfAttorney>> {
        let mut query = self.sql.prepare_cached(&format!("{POWER} WHERE id = ?1"))?;
        optional(query.query_row([id.0], power))
    }

    /// The power of attorney of this number in the register.
    pub fn power_of_attorney_numbered(&self, number: Uuid) -> Result<Option<PowerOfAttorney>> {
        let mut query = self.sql.prepare_cached(&format!("{POWER} WHERE number = ?1"))?;
        optional(query.query_row([Id16(number)], power))
    }

    /// The kept files of a power of attorney.
    pub fn power_of_attorney_files(&self, id: PowerOfAttorneyId) -> Result<PowerOfAttorneyFiles> {
        let mut query = self
            .sql
            .prepare_cached("SELECT file, signature FROM powers_of_attorney WHERE id = ?1")?;
        let files = optional(query.query_row([id.0], |row| {
            Ok(PowerOfAttorneyFiles {
                file: row.get(0)?,
                signature: row.get(1)?,
            })
        }))?;
        Ok(files.unwrap_or_default())
    }
}

impl Writer<'_> {
    /// Notes a new power of attorney, or changes one. [`Error::Conflict`] where another has its number,
    /// [`Error::Missing`] where the one to be changed is not there.
    pub fn save_power_of_attorney(
        &self,
        id: Option<PowerOfAttorneyId>,
        body: &PowerOfAttorneyBody,
        files: &PowerOfAttorneyFiles,
        at: Timestamp,
    ) -> Result<PowerOfAttorneyId> {
        let twin = self.power_of_attorney_numbered(body.number)?;
        if twin.is_some_and(|twin| Some(twin.id) != id) {
            return Err(Error::Conflict(
                "another power of attorney has this number".to_owned(),
            ));
        }
        let inn = body.representative_inn.as_ref().map_or("", Inn::as_str);
        let values = params![
            id.map(|id| id.0),
            body.firm.0,
            Id16(body.number),
            body.principal_inn.as_str(),
            body.representative_name,
            inn,
            body.representative,
            body.valid_from.map(Day),
            body.valid_to.map(Day),
            files.file,
            files.signature,
            At(at)
        ];
        let Some(id) = id else {
            let added = "INSERT INTO powers_of_attorney (id, firm_id, number, principal_inn, representative_name,
                     representative_inn, representative_thumbprint, valid_from, valid_to, file, signature, created_at_ns)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
            self.sql.prepare_cached(added)?.execute(values)?;
            return Ok(PowerOfAttorneyId(self.sql.last_insert_rowid()));
        };
        let changed = "UPDATE powers_of_attorney SET firm_id = ?2, number = ?3, principal_inn = ?4,
                 representative_name = ?5, representative_inn = ?6, representative_thumbprint = ?7, valid_from = ?8,
                 valid_to = ?9, file = coalesce(?10, file), signature = coalesce(?11, signature)
             WHERE id = ?1 AND ?12 IS NOT NULL";
        match self.sql.prepare_cached(changed)?.execute(values)? {
            0 => Err(Error::Missing("power of attorney".to_owned())),
            _ => Ok(id),
        }
    }

    /// Forgets a power of attorney with its files. [`Error::Missing`].
    pub fn remove_power_of_attorney(&self, id: PowerOfAttorneyId) -> Result<()> {
        let removed = self
            .sql
            .prepare_cached("DELETE FROM powers_of_attorney WHERE id = ?1")?
            .execute([id.0])?;
        match removed {
            0 => Err(Error::Missing("power of attorney".to_owned())),
            _ => Ok(()),
        }
    }

    /// Notes that people were told of the end of this power at this step. False when they were told before.
    pub fn warn_of_power(&self, id: PowerOfAttorneyId, step: &str, at: Timestamp) -> Result<bool> {
        let added = self
            .sql
            .prepare_cached(
                "INSERT INTO power_warnings (power_id, step, at_ns) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            )?
            .execute(params![id.0, step, At(at)])?;
        Ok(added > 0)
    }
}

#[cfg(test)]
mod tests;
