//! Papers for people: whom one is for, as it was checked; what left with a sending; the signed copy; the register of
//! consents. What an operator's word means is decided elsewhere.

use domain::facets::Consent;
use domain::{BlobId, ConnectionId, DocumentId, EdoDocumentId, EmployeeId, PersonName, PersonRecord, Phone};
use jiff::Timestamp;
use rusqlite::{Row, params};

use crate::columns::{Address, At, Name, collected, optional, parsed, person_name, phone};
use crate::{Error, Reader, Result, Writer};

/// What left with a sending to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPersonSending {
    /// The sending.
    pub edo_document: EdoDocumentId,
    /// Over which connection.
    pub connection: ConnectionId,
    /// In whose access.
    pub employee: EmployeeId,
    /// Full name.
    pub name: PersonName,
    /// The person has no patronymic.
    pub has_no_middle_name: bool,
    /// Where the SMS goes.
    pub phone: Phone,
    /// Empty for none.
    pub email: String,
    /// What the paper was called.
    pub title: String,
    /// Its steps at the operator are still to be taken by the program: the consent first, then the document.
    pub goes_by_itself: bool,
}

/// How far the signed copy is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyState {
    /// Nobody has signed yet.
    NotDue,
    /// Signed; to be fetched.
    Due,
    /// Kept with us, and what was signed is what we sent.
    Here,
    /// Kept with us, but what was signed is not what we sent.
    Differs,
    /// The operator does not give it.
    Lost,
}

/// A sending to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonSending {
    /// What left.
    pub body: NewPersonSending,
    /// How far the signed copy is.
    pub copy: SignedCopyRow,
}

/// The signed copy of a sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCopyRow {
    /// How far it is.
    pub state: CopyState,
    /// The PDF with the stamp.
    pub stamped: Option<BlobId>,
    /// The protocol of the signing.
    pub protocol: Option<BlobId>,
    /// How often it was asked for in vain.
    pub attempts: u32,
    /// Not to be asked for before that instant; none: at once.
    pub next_attempt_at: Option<Timestamp>,
    /// Why it is not here, for people.
    pub failure_text: String,
}

/// One word of an operator about a consent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentEntry {
    /// Over which connection.
    pub connection: ConnectionId,
    /// With which sending.
    pub edo_document: EdoDocumentId,
    /// The telephone that it holds for.
    pub phone: Phone,
    /// The name that was shown to the person.
    pub full_name: String,
    /// The name as it is known again.
    pub name_key: String,
    /// What was told.
    pub state: Consent,
    /// As of which instant.
    pub told_at: Timestamp,
}

const SENDING: &str = "SELECT * FROM person_sendings";
const CONSENT: &str = "SELECT * FROM consents";

fn record(row: &Row<'_>) -> rusqlite::Result<PersonRecord> {
    Ok(PersonRecord {
        name: person_name(row)?,
        has_no_middle_name: row.get("has_no_middle_name")?,
        phone: phone(row)?,
        email: row.get("email")?,
    })
}

fn sending(row: &Row<'_>) -> rusqlite::Result<PersonSending> {
    Ok(PersonSending {
        body: NewPersonSending {
            edo_document: EdoDocumentId(row.get("edo_document_id")?),
            connection: ConnectionId(row.get("connection_id")?),
            employee: EmployeeId(row.get("employee_id")?),
            name: person_name(row)?,
            has_no_middle_name: row.get("has_no_middle_name")?,
            phone: parsed(row, "phone")?,
            email: row.get("email")?,
            title: row.get("title")?,
            goes_by_itself: row.get("goes_by_itself")?,
        },
        copy: SignedCopyRow {
            state: row.get::<_, Name<_>>("copy_state")?.0,
            stamped: row.get::<_, Option<Address>>("stamped")?.map(|blob| blob.0),
            protocol: row.get::<_, Option<Address>>("protocol")?.map(|blob| blob.0),
            attempts: row.get("copy_attempts")?,
            next_attempt_at: row
                .get::<_, Option<At>>("copy_next_attempt_at_ns")?
                .map(|at| at.0),
            failure_text: row.get("copy_failure_text")?,
        },
    })
}

fn consent(row: &Row<'_>) -> rusqlite::Result<ConsentEntry> {
    Ok(ConsentEntry {
        connection: ConnectionId(row.get("connection_id")?),
        edo_document: EdoDocumentId(row.get("edo_document_id")?),
        phone: parsed(row, "phone")?,
        full_name: row.get("full_name")?,
        name_key: row.get("name_key")?,
        state: Consent::from(row.get::<_, String>("state")?),
        told_at: row.get::<_, At>("told_at_ns")?.0,
    })
}

impl Reader<'_> {
    /// Whom the paper is for, if anybody checked it.
    pub fn person_record(&self, document: DocumentId) -> Result<Option<PersonRecord>> {
        let mut query = self
            .sql
            .prepare_cached("SELECT * FROM person_records WHERE document_id = ?1")?;
        optional(query.query_row([document.0], record))
    }

    /// What left with this sending, if it went to a person.
    pub fn person_sending(&self, edo_document: EdoDocumentId) -> Result<Option<PersonSending>> {
        let mut query = self
            .sql
            .prepare_cached(&format!("{SENDING} WHERE edo_document_id = ?1"))?;
        optional(query.query_row([edo_document.0], sending))
    }

    /// Sendings over this connection whose steps are the program's to take, the oldest first, behind the one given.
    pub fn going_person_sendings(
        &self,
        connection: ConnectionId,
        after: EdoDocumentId,
        limit: u32,
    ) -> Result<Vec<PersonSending>> {
        let mut query = self.sql.prepare_cached(&format!(
            "{SENDING} WHERE connection_id = ?1 AND goes_by_itself = 1 AND edo_document_id > ?2
             ORDER BY edo_document_id LIMIT ?3"
        ))?;
        collected(query.query_map(params![connection.0, after.0, limit], sending)?)
    }

    /// Sendings to people, newest first, before the one given; of this employee alone where one is named.
    pub fn person_sendings(
        &self,
        employee: Option<EmployeeId>,
        before: Option<EdoDocumentId>,
        limit: u32,
    ) -> Result<Vec<PersonSending>> {
        let whose = if employee.is_some() {
            "employee_id = ?1"
        } else {
            "?1 IS NULL"
        };
        let mut query = self.sql.prepare_cached(&format!(
            "{SENDING} WHERE {whose} AND edo_document_id < ?2 ORDER BY edo_document_id DESC LIMIT ?3"
        ))?;
        let before = before.map_or(i64::MAX, |id| id.0);
        collected(query.query_map(params![employee.map(|id| id.0), before, limit], sending)?)
    }

    /// Signed sendings of which the copy is to be fetched now, the oldest first.
    pub fn due_signed_copies(
        &self,
        connection: ConnectionId,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<PersonSending>> {
        let mut query = self.sql.prepare_cached(&format!(
            "{SENDING} WHERE connection_id = ?1 AND copy_state = 'due'
                 AND (copy_next_attempt_at_ns IS NULL OR copy_next_attempt_at_ns <= ?2)
             ORDER BY edo_document_id LIMIT ?3"
        ))?;
        collected(query.query_map(params![connection.0, At(now), limit], sending)?)
    }

    /// The last word about the consent of this person over this connection.
    pub fn consent_of(
        &self,
        connection: ConnectionId,
        phone: &Phone,
        name: &PersonName,
    ) -> Result<Option<ConsentEntry>> {
        let mut query = self.sql.prepare_cached(&format!(
            "{CONSENT} WHERE connection_id = ?1 AND phone = ?2 AND name_key = ?3
             ORDER BY told_at_ns DESC, id DESC LIMIT 1"
        ))?;
        optional(query.query_row(params![connection.0, phone.as_str(), name.key()], consent))
    }

    /// The register, newest first.
    pub fn consents(&self, limit: u32) -> Result<Vec<ConsentEntry>> {
        let mut query = self
            .sql
            .prepare_cached(&format!("{CONSENT} ORDER BY id DESC LIMIT ?1"))?;
        collected(query.query_map([limit], consent)?)
    }
}

impl Writer<'_> {
    /// Keeps whom the paper is for.
    pub fn save_person_record(
        &self,
        document: DocumentId,
        record: &PersonRecord,
        at: Timestamp,
    ) -> Result<()> {
        self.sql
            .prepare_cached(
                "INSERT INTO person_records (document_id, last_name, first_name, middle_name, has_no_middle_name,
                     phone, email, saved_at_ns)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                 ON CONFLICT (document_id) DO UPDATE SET last_name = excluded.last_name,
                     first_name = excluded.first_name, middle_name = excluded.middle_name,
                     has_no_middle_name = excluded.has_no_middle_name, phone = excluded.phone,
                     email = excluded.email, saved_at_ns = excluded.saved_at_ns",
            )?
            .execute(params![
                document.0,
                record.name.last,
                record.name.first,
                record.name.middle,
                record.has_no_middle_name,
                record.phone.as_ref().map(Phone::as_str),
                record.email,
                At(at)
            ])?;
        Ok(())
    }

    /// Notes what leaves with a sending.
    pub fn insert_person_sending(&self, new: &NewPersonSending) -> Result<()> {
        self.sql
            .prepare_cached(
                "INSERT INTO person_sendings (edo_document_id, connection_id, employee_id, last_name, first_name,
                     middle_name, has_no_middle_name, phone, email, title, goes_by_itself)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute(params![
                new.edo_document.0,
                new.connection.0,
                new.employee.0,
                new.name.last,
                new.name.first,
                new.name.middle,
                new.has_no_middle_name,
                new.phone.as_str(),
                new.email,
                new.title,
                new.goes_by_itself
            ])?;
        Ok(())
    }

    /// Nothing more is to be done to a sending by the program: it went, it ended, or a person decides.
    pub fn leave_person_sending(&self, edo_document: EdoDocumentId) -> Result<()> {
        self.sql
            .prepare_cached("UPDATE person_sendings SET goes_by_itself = 0 WHERE edo_document_id = ?1")?
            .execute([edo_document.0])?;
        Ok(())
    }

    /// Notes how far the signed copy is. The bytes are durable already.
    pub fn set_signed_copy(&self, edo_document: EdoDocumentId, copy: &SignedCopyRow) -> Result<()> {
        let changed = self
            .sql
            .prepare_cached(
                "UPDATE person_sendings SET copy_state = ?2, stamped = ?3, protocol = ?4, copy_attempts = ?5,
                     copy_next_attempt_at_ns = ?6, copy_failure_text = ?7
                 WHERE edo_document_id = ?1",
            )?
            .execute(params![
                edo_document.0,
                Name(copy.state),
                copy.stamped.map(Address),
                copy.protocol.map(Address),
                copy.attempts,
                copy.next_attempt_at.map(At),
                copy.failure_text
            ])?;
        if changed == 0 {
            return Err(Error::Missing("sending to a person".to_owned()));
        }
        Ok(())
    }

    /// Adds a word to the register; one that was told with this sending already changes nothing. Says whether it is new.
    pub fn note_consent(&self, entry: &ConsentEntry) -> Result<bool> {
        let changed = self
            .sql
            .prepare_cached(
                "INSERT OR IGNORE INTO consents (connection_id, edo_document_id, phone, full_name, name_key, state,
                     told_at_ns)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                entry.connection.0,
                entry.edo_document.0,
                entry.phone.as_str(),
                entry.full_name,
                entry.name_key,
                entry.state.code(),
                At(entry.told_at)
            ])?;
        Ok(changed > 0)
    }
}

#[cfg(test)]
mod tests;
