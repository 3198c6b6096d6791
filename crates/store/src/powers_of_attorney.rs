//! Powers of attorney («доверенности», «МЧД»): by whose leave a person signs for a firm.
//!
//! Their files are kept in the row: some tens of kilobytes each, and they go with it.

use domain::{FirmId, Inn, ManualPower, PaperPower, PersonName, PowerForm, PowerKind};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::certificates::CertificateName;
use crate::columns::{At, Day, Id16, Name, collected, optional, parsed};
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
    /// What it is, with what names it.
    pub form: PowerForm,
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
    /// Its file is sent with what is signed, where it is kept with its signature.
    pub goes_along: bool,
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
     representative_thumbprint, valid_from, valid_to, file IS NOT NULL AS has_file, signature IS NOT NULL AS has_signature,
     kind, issued_on, internal_number, internal_on, system, issued_by, issuer, goes_along
     FROM powers_of_attorney";

fn power(row: &Row<'_>) -> rusqlite::Result<PowerOfAttorney> {
    let day = |column: &str| Ok::<_, rusqlite::Error>(row.get::<_, Option<Day>>(column)?.map(|day| day.0));
    Ok(PowerOfAttorney {
        id: PowerOfAttorneyId(row.get("id")?),
        body: PowerOfAttorneyBody {
            firm: FirmId(row.get("firm_id")?),
            form: form(row)?,
            principal_inn: parsed(row, "principal_inn")?,
            representative_name: row.get("representative_name")?,
            // An ИНН that nobody told is an empty text.
            representative_inn: row.get::<_, String>("representative_inn")?.parse().ok(),
            representative: row.get("representative_thumbprint")?,
            valid_from: day("valid_from")?,
            valid_to: day("valid_to")?,
            goes_along: row.get("goes_along")?,
        },
        has_file: row.get("has_file")?,
        has_signature: row.get("has_signature")?,
    })
}

fn form(row: &Row<'_>) -> rusqlite::Result<PowerForm> {
    let number = row.get::<_, Id16>("number")?.0;
    let issued_on = || row.get::<_, Day>("issued_on").map(|day| day.0);
    Ok(match row.get::<_, Name<PowerKind>>("kind")?.0 {
        PowerKind::Registered => PowerForm::Registered(number),
        PowerKind::Manual => PowerForm::Manual(ManualPower {
            number,
            issued_on: issued_on()?,
            internal_number: row.get("internal_number")?,
            internal_on: row.get::<_, Option<Day>>("internal_on")?.map(|day| day.0),
            system: row.get("system")?,
        }),
        PowerKind::Paper => PowerForm::Paper(PaperPower {
            number: row.get("internal_number")?,
            issued_on: issued_on()?,
            issued_by: PersonName::from_full(&row.get::<_, String>("issued_by")?),
            issuer: row.get("issuer")?,
        }),
        PowerKind::OperatorDefault => PowerForm::OperatorDefault,
    })
}

/// What a form says beside its number, as its columns keep it.
#[derive(Default)]
struct Words<'a> {
    issued_on: Option<Date>,
    internal_number: &'a str,
    internal_on: Option<Date>,
    system: &'a str,
    issued_by: String,
    issuer: &'a str,
}

impl<'a> Words<'a> {
    fn of(form: &'a PowerForm) -> Self {
        match form {
            PowerForm::Registered(_) | PowerForm::OperatorDefault => Self::default(),
            PowerForm::Manual(power) => Self {
                issued_on: Some(power.issued_on),
                internal_number: &power.internal_number,
                internal_on: power.internal_on,
                system: &power.system,
                ..Self::default()
            },
            PowerForm::Paper(power) => Self {
                issued_on: Some(power.issued_on),
                internal_number: &power.number,
                issued_by: power.issued_by.full(),
                issuer: &power.issuer,
                ..Self::default()
            },
        }
    }
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

    /// The electronic power of attorney of this number.
    pub fn power_of_attorney_numbered(&self, number: Uuid) -> Result<Option<PowerOfAttorney>> {
        let mut query = self.sql.prepare_cached(&format!(
            "{POWER} WHERE number = ?1 AND kind IN ('registered', 'manual')"
        ))?;
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

const ADDED: &str = "INSERT INTO powers_of_attorney (id, firm_id, number, principal_inn, representative_name,
         representative_inn, representative_thumbprint, valid_from, valid_to, file, signature, created_at_ns, kind, issued_on,
         internal_number, internal_on, system, issued_by, issuer, goes_along)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)";
const CHANGED: &str = "UPDATE powers_of_attorney SET firm_id = ?2, number = ?3, principal_inn = ?4,
         representative_name = ?5, representative_inn = ?6, representative_thumbprint = ?7, valid_from = ?8,
         valid_to = ?9, file = coalesce(?10, file), signature = coalesce(?11, signature), kind = ?13, issued_on = ?14,
         internal_number = ?15, internal_on = ?16, system = ?17, issued_by = ?18, issuer = ?19, goes_along = ?20
     WHERE id = ?1 AND ?12 IS NOT NULL";

/// What stands in the place of a GUID where there is none.
fn own_number(id: PowerOfAttorneyId) -> Uuid {
    Uuid::from_u64_pair(0, id.0.unsigned_abs())
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
        let twin = match body.form.guid() {
            Some(number) => self.power_of_attorney_numbered(number)?,
            None => None,
        };
        if twin.is_some_and(|twin| Some(twin.id) != id) {
            return Err(Error::Conflict(
                "another power of attorney has this number".to_owned(),
            ));
        }
        let place = match id {
            Some(id) => id,
            None => self.next_power()?,
        };
        let number = body.form.guid().unwrap_or_else(|| own_number(place));
        let inn = body.representative_inn.as_ref().map_or("", Inn::as_str);
        let words = Words::of(&body.form);
        let values = params![
            place.0,
            body.firm.0,
            Id16(number),
            body.principal_inn.as_str(),
            body.representative_name,
            inn,
            body.representative,
            body.valid_from.map(Day),
            body.valid_to.map(Day),
            files.file,
            files.signature,
            At(at),
            Name(body.form.kind()),
            words.issued_on.map(Day),
            words.internal_number,
            words.internal_on.map(Day),
            words.system,
            words.issued_by,
            words.issuer,
            body.goes_along
        ];
        let statement = if id.is_some() { CHANGED } else { ADDED };
        match self.sql.prepare_cached(statement)?.execute(values)? {
            0 => Err(Error::Missing("power of attorney".to_owned())),
            _ => Ok(place),
        }
    }

    /// The id of the next row: none is used twice.
    fn next_power(&self) -> Result<PowerOfAttorneyId> {
        let mut query = self
            .sql
            .prepare_cached("SELECT seq FROM sqlite_sequence WHERE name = 'powers_of_attorney'")?;
        let last: Option<i64> = optional(query.query_row([], |row| row.get(0)))?;
        Ok(PowerOfAttorneyId(last.unwrap_or(0).saturating_add(1)))
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
