//! Certificates that were seen in stores of keys, and which of them signs for whom. Never a key, never a PIN.
//!
//! What a certificate says beside its columns is read from its bytes by whoever understands them.

use domain::{EmployeeId, FirmId};
use jiff::Timestamp;
use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};

use crate::columns::{At, collected, optional};
use crate::{Error, Reader, Result, Writer};

/// A certificate that was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CertificateId(pub i64);

/// SHA-1 of a certificate: its name among stores.
pub type CertificateName = [u8; 20];

/// A certificate as a store of keys shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenCertificate {
    /// SHA-1 of its bytes.
    pub thumbprint: CertificateName,
    /// The bytes.
    pub der: Vec<u8>,
    /// Whose it is, for people.
    pub name: String,
    /// ИНН of the person; empty where it names none.
    pub inn: String,
    /// The organisation; empty where it names none.
    pub organisation: String,
    /// ИНН of the organisation; empty where it names none.
    pub organisation_inn: String,
    /// Должность.
    pub position: String,
    /// Who gave it.
    pub issuer: String,
    /// The first moment.
    pub valid_from: Timestamp,
    /// The last moment.
    pub valid_to: Timestamp,
    /// The kind of store, by its stable name.
    pub store: String,
    /// The store for people: the label of a token.
    pub store_label: String,
    /// Where the key is found again.
    pub address: String,
    /// Is the key there: `here`, `container_needs_csp`, `missing`.
    pub key_state: String,
    /// When it was last seen.
    pub seen_at: Timestamp,
}

/// A certificate in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptCertificate {
    /// Identity in the database.
    pub id: CertificateId,
    /// What was seen.
    pub seen: SeenCertificate,
    /// A person does not want to see it.
    pub is_hidden: bool,
}

/// Which certificate signs for a firm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SigningChoice {
    /// For which firm.
    pub firm: FirmId,
    /// When this employee sits at the computer; `None` for everybody who has no choice of their own.
    pub employee: Option<EmployeeId>,
    /// The certificate.
    pub certificate: CertificateId,
}

const CERTIFICATE: &str =
    "SELECT id, thumbprint, der, name, inn, organisation, organisation_inn, position, issuer,
     valid_from_ns, valid_to_ns, store, store_label, address, key_state, seen_at_ns, is_hidden
     FROM certificates";

fn certificate(row: &Row<'_>) -> rusqlite::Result<KeptCertificate> {
    let at = |column: &str| Ok::<_, rusqlite::Error>(row.get::<_, At>(column)?.0);
    Ok(KeptCertificate {
        id: CertificateId(row.get("id")?),
        seen: SeenCertificate {
            thumbprint: row.get("thumbprint")?,
            der: row.get("der")?,
            name: row.get("name")?,
            inn: row.get("inn")?,
            organisation: row.get("organisation")?,
            organisation_inn: row.get("organisation_inn")?,
            position: row.get("position")?,
            issuer: row.get("issuer")?,
            valid_from: at("valid_from_ns")?,
            valid_to: at("valid_to_ns")?,
            store: row.get("store")?,
            store_label: row.get("store_label")?,
            address: row.get("address")?,
            key_state: row.get("key_state")?,
            seen_at: at("seen_at_ns")?,
        },
        is_hidden: row.get("is_hidden")?,
    })
}

impl Reader<'_> {
    /// Every certificate that was ever seen, the longest valid first.
    pub fn certificates(&self) -> Result<Vec<KeptCertificate>> {
        let mut query = self
            .sql
            .prepare_cached(&format!("{CERTIFICATE} ORDER BY valid_to_ns DESC, id"))?;
        collected(query.query_map([], certificate)?)
    }

    /// The certificate of this id.
    pub fn certificate(&self, id: CertificateId) -> Result<Option<KeptCertificate>> {
        let mut query = self.sql.prepare_cached(&format!("{CERTIFICATE} WHERE id = ?1"))?;
        optional(query.query_row([id.0], certificate))
    }

    /// Every choice of a person.
    pub fn signing_choices(&self) -> Result<Vec<SigningChoice>> {
        let mut query = self.sql.prepare_cached(
            "SELECT firm_id, employee_id, certificate_id FROM signing_choices ORDER BY firm_id, employee_id",
        )?;
        collected(query.query_map([], |row| {
            Ok(SigningChoice {
                firm: FirmId(row.get(0)?),
                employee: row.get::<_, Option<i64>>(1)?.map(EmployeeId),
                certificate: CertificateId(row.get(2)?),
            })
        })?)
    }
}

impl Writer<'_> {
    /// Notes what was seen; whether it is hidden stays as a person wanted it.
    pub fn save_certificate(&self, seen: &SeenCertificate) -> Result<CertificateId> {
        let id = self
            .sql
            .prepare_cached(
                "INSERT INTO certificates (thumbprint, der, name, inn, organisation, organisation_inn, position, issuer,
                     valid_from_ns, valid_to_ns, store, store_label, address, key_state, seen_at_ns)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
                 ON CONFLICT (thumbprint) DO UPDATE SET store = excluded.store, store_label = excluded.store_label,
                     address = excluded.address, key_state = excluded.key_state, seen_at_ns = excluded.seen_at_ns
                 RETURNING id",
            )?
            .query_row(
                params![
                    seen.thumbprint,
                    seen.der,
                    seen.name,
                    seen.inn,
                    seen.organisation,
                    seen.organisation_inn,
                    seen.position,
                    seen.issuer,
                    At(seen.valid_from),
                    At(seen.valid_to),
                    seen.store,
                    seen.store_label,
                    seen.address,
                    seen.key_state,
                    At(seen.seen_at)
                ],
                |row| row.get(0),
            )?;
        Ok(CertificateId(id))
    }

    /// A store answered, and what it showed before this instant and does not show any more has no key at hand.
    pub fn certificates_gone(&self, store: &str, unseen_since: Timestamp) -> Result<()> {
        self.sql
            .prepare_cached(
                "UPDATE certificates SET key_state = 'missing' WHERE store = ?1 AND seen_at_ns < ?2",
            )?
            .execute(params![store, At(unseen_since)])?;
        Ok(())
    }

    /// Takes a certificate out of the lists, or back into them. [`Error::Missing`].
    pub fn set_certificate_hidden(&self, id: CertificateId, is_hidden: bool) -> Result<()> {
        let changed = self
            .sql
            .prepare_cached("UPDATE certificates SET is_hidden = ?2 WHERE id = ?1")?
            .execute(params![id.0, is_hidden])?;
        if changed == 0 {
            return Err(Error::Missing("certificate".to_owned()));
        }
        Ok(())
    }

    /// Settles who signs for a firm; without a certificate the program chooses by itself again.
    pub fn choose_certificate(
        &self,
        firm: FirmId,
        employee: Option<EmployeeId>,
        certificate: Option<CertificateId>,
    ) -> Result<()> {
        let employee = employee.map(|id| id.0);
        self.sql
            .prepare_cached("DELETE FROM signing_choices WHERE firm_id = ?1 AND employee_id IS ?2")?
            .execute(params![firm.0, employee])?;
        if let Some(certificate) = certificate {
            self.sql
                .prepare_cached(
                    "INSERT INTO signing_choices (firm_id, employee_id, certificate_id) VALUES (?1, ?2, ?3)",
                )?
                .execute(params![firm.0, employee, certificate.0])?;
        }
        Ok(())
    }

    /// Notes that people were warned of this certificate at this step. False when they were warned before.
    pub fn warn_of_certificate(&self, id: CertificateId, step: &str, at: Timestamp) -> Result<bool> {
        let added = self
            .sql
            .prepare_cached(
                "INSERT INTO certificate_warnings (certificate_id, step, at_ns) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO NOTHING",
            )?
            .execute(params![id.0, step, At(at)])?;
        Ok(added > 0)
    }
}

#[cfg(test)]
mod tests;
