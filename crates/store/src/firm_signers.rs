//! In what position a person signs for a firm, and by whose leave: what somebody settled for every signature to come.
//!
//! Who a person is, is not decided here: they have a name of their own, which outlives their certificates.

use domain::{FirmId, PositionSource};
use rusqlite::{Row, params};

use crate::columns::{Name, collected};
use crate::powers_of_attorney::PowerOfAttorneyId;
use crate::{Reader, Result, Writer};

#[cfg(test)]
mod tests;

/// What was settled of a person who signs for a firm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirmSigner {
    /// For which firm.
    pub firm: FirmId,
    /// Who signs: their own ИНН, or their name where the certificate has none.
    pub person: String,
    /// Where their position is taken from.
    pub position_source: PositionSource,
    /// Their position, where it was typed.
    pub position: String,
    /// By whose leave; none leaves it to the program.
    pub power: Option<PowerOfAttorneyId>,
}

fn signer(row: &Row<'_>) -> rusqlite::Result<FirmSigner> {
    Ok(FirmSigner {
        firm: FirmId(row.get("firm_id")?),
        person: row.get("person")?,
        position_source: row.get::<_, Name<_>>("position_source")?.0,
        position: row.get("position")?,
        power: row.get::<_, Option<i64>>("power_id")?.map(PowerOfAttorneyId),
    })
}

impl Reader<'_> {
    /// Everything that was settled, by firm.
    pub fn firm_signers(&self) -> Result<Vec<FirmSigner>> {
        let mut query = self.sql.prepare_cached(
            "SELECT firm_id, person, position_source, position, power_id FROM firm_signers ORDER BY firm_id, person",
        )?;
        collected(query.query_map([], signer)?)
    }
}

impl Writer<'_> {
    /// Settles it, in the place of what stood there.
    pub fn save_firm_signer(&self, signer: &FirmSigner) -> Result<()> {
        self.sql
            .prepare_cached(
                "INSERT INTO firm_signers (firm_id, person, position_source, position, power_id)
                 VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (firm_id, person) DO UPDATE SET position_source = excluded.position_source,
                     position = excluded.position, power_id = excluded.power_id",
            )?
            .execute(params![
                signer.firm.0,
                signer.person,
                Name(signer.position_source),
                signer.position,
                signer.power.map(|power| power.0)
            ])?;
        Ok(())
    }
}
