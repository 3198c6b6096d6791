//! Powers of attorney («МЧД»): by whose leave a person signs for a firm.

use domain::{EmployeeId, FirmId};
use jiff::Timestamp;
use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::certificates::CertificateName;
use crate::columns::{At, Id16, collected, optional};
use crate::{Reader, Result, Writer};

/// A power of attorney in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PowerOfAttorneyId(pub i64);

/// What is known of a power of attorney.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PowerOfAttorneyBody {
    /// For which firm; `None` while nobody said.
    pub firm: Option<FirmId>,
    /// Its number in the register.
    pub number: Uuid,
    /// ИНН of the principal («доверитель»).
    pub principal_inn: String,
    /// The representative's certificate.
    pub representative: Option<CertificateName>,
    /// The representative among the employees.
    pub employee: Option<EmployeeId>,
    /// The first moment.
    pub valid_from: Option<Timestamp>,
    /// The last moment.
    pub valid_to: Option<Timestamp>,
    /// The file, where there is one.
    pub file: Option<Vec<u8>>,
    /// The signature of the file.
    pub signature: Option<Vec<u8>>,
}

/// A power of attorney.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PowerOfAttorney {
    /// Identity in the database.
    pub id: PowerOfAttorneyId,
    /// What is known.
    pub body: PowerOfAttorneyBody,
}

const POWER: &str =
    "SELECT id, firm_id, number, principal_inn, representative_thumbprint, representative_employee_id,
     valid_from_ns, valid_to_ns, file, signature FROM powers_of_attorney";

fn power(row: &Row<'_>) -> rusqlite::Result<PowerOfAttorney> {
    let at = |column: &str| Ok::<_, rusqlite::Error>(row.get::<_, Option<At>>(column)?.map(|at| at.0));
    Ok(PowerOfAttorney {
        id: PowerOfAttorneyId(row.get("id")?),
        body: PowerOfAttorneyBody {
            firm: row.get::<_, Option<i64>>("firm_id")?.map(FirmId),
            number: row.get::<_, Id16>("number")?.0,
            principal_inn: row.get("principal_inn")?,
            representative: row.get("representative_thumbprint")?,
            employee: row
                .get::<_, Option<i64>>("representative_employee_id")?
                .map(EmployeeId),
            valid_from: at("valid_from_ns")?,
            valid_to: at("valid_to_ns")?,
            file: row.get("file")?,
            signature: row.get("signature")?,
        },
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
}

impl Writer<'_> {
    /// Notes a power of attorney; one of the same number is written anew.
    pub fn save_power_of_attorney(
        &self,
        body: &PowerOfAttorneyBody,
        at: Timestamp,
    ) -> Result<PowerOfAttorneyId> {
        let id = self
            .sql
            .prepare_cached(
                "INSERT INTO powers_of_attorney (firm_id, number, principal_inn, representative_thumbprint,
                     representative_employee_id, valid_from_ns, valid_to_ns, file, signature, created_at_ns)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                 ON CONFLICT (number) DO UPDATE SET firm_id = excluded.firm_id, principal_inn = excluded.principal_inn,
                     representative_thumbprint = excluded.representative_thumbprint,
                     representative_employee_id = excluded.representative_employee_id,
                     valid_from_ns = excluded.valid_from_ns, valid_to_ns = excluded.valid_to_ns,
                     file = excluded.file, signature = excluded.signature
                 RETURNING id",
            )?
            .query_row(
                params![
                    body.firm.map(|id| id.0),
                    Id16(body.number),
                    body.principal_inn,
                    body.representative,
                    body.employee.map(|id| id.0),
                    body.valid_from.map(At),
                    body.valid_to.map(At),
                    body.file,
                    body.signature,
                    At(at)
                ],
                |row| row.get(0),
            )?;
        Ok(PowerOfAttorneyId(id))
    }
}

#[cfg(test)]
mod tests {
    use super::PowerOfAttorneyBody;
    use crate::testing::{at, office};

    #[test]
    fn a_power_of_attorney_is_kept_once_under_its_number() {
        let office = office();
        let number = uuid::Uuid::from_u128(15);
        let body = |inn: &str| PowerOfAttorneyBody {
            number,
            principal_inn: inn.into(),
            representative: Some([7; 20]),
            valid_to: Some(at(9)),
            ..PowerOfAttorneyBody::default()
        };
        let (one, other, all) = office
            .store
            .write(|w| {
                let one = w.save_power_of_attorney(&body("9612045075"), at(1))?;
                let other = w.save_power_of_attorney(&body("9644112800"), at(2))?;
                Ok((one, other, w.powers_of_attorney()?))
            })
            .unwrap();
        assert_eq!((one, all.len()), (other, 1));
        assert_eq!(all[0].body, body("9644112800"));
    }
}
