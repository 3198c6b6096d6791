//! How sendings leave: what operators told ahead, the chosen ways to counterparties, what was chosen for a sending.

use domain::{
    BlobId, ConnectionId, CounterpartyId, Departments, DocumentId, EdoDocumentId, OutboxId, SendingForm,
};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Row, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::columns::{Address, At, Day, Id16, Json, collected, optional};
use crate::{Reader, Result, Writer};

/// What an operator told, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatorFact<T> {
    /// What.
    pub body: T,
    /// When.
    pub told_at: Timestamp,
}

/// Where documents for a counterparty go by one connection, as a person chose it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SendingRoute {
    /// The counterparty's box; empty where the program chooses.
    pub box_id: String,
    /// From where and to where.
    pub departments: Departments,
}

impl Reader<'_> {
    /// What the operator of this connection told about a subject.
    pub fn operator_fact<T: DeserializeOwned>(
        &self,
        connection: ConnectionId,
        subject: &str,
    ) -> Result<Option<OperatorFact<T>>> {
        let mut query = self.sql.prepare_cached(
            "SELECT body, told_at_ns FROM operator_facts WHERE connection_id = ?1 AND subject = ?2",
        )?;
        optional(query.query_row(params![connection.0, subject], |row| {
            Ok(OperatorFact {
                body: row.get::<_, Json<T>>(0)?.0,
                told_at: row.get::<_, At>(1)?.0,
            })
        }))
    }

    /// When the operator of this connection told about a subject, without what.
    pub fn operator_fact_told_at(
        &self,
        connection: ConnectionId,
        subject: &str,
    ) -> Result<Option<Timestamp>> {
        let mut query = self.sql.prepare_cached(
            "SELECT told_at_ns FROM operator_facts WHERE connection_id = ?1 AND subject = ?2",
        )?;
        let found = query.query_row(params![connection.0, subject], |row| row.get::<_, At>(0));
        Ok(optional(found)?.map(|at| at.0))
    }

    /// The chosen way to a counterparty; nothing chosen where nobody said so.
    pub fn sending_route(
        &self,
        connection: ConnectionId,
        counterparty: CounterpartyId,
    ) -> Result<SendingRoute> {
        let mut query = self.sql.prepare_cached(
            "SELECT box_id, departments FROM sending_routes WHERE connection_id = ?1 AND counterparty_id = ?2",
        )?;
        let found = query.query_row(params![connection.0, counterparty.0], |row| {
            Ok(SendingRoute {
                box_id: row.get(0)?,
                departments: row.get::<_, Json<Departments>>(1)?.0,
            })
        });
        Ok(optional(found)?.unwrap_or_default())
    }

    /// What was chosen for a sending; nothing where there was nothing to choose.
    pub fn sending_form(&self, sending: EdoDocumentId) -> Result<SendingForm> {
        let mut query = self
            .sql
            .prepare_cached("SELECT form FROM sending_forms WHERE edo_document_id = ?1")?;
        let found = query.query_row([sending.0], |row| Ok(row.get::<_, Json<SendingForm>>(0)?.0));
        Ok(optional(found)?.unwrap_or_default())
    }

    /// The sendings of a package with their documents, in the order in which they were put in.
    pub fn sendings_of_package(&self, package: Uuid) -> Result<Vec<(EdoDocumentId, DocumentId)>> {
        let mut query = self.sql.prepare_cached(
            "SELECT e.id, e.document_id FROM sending_forms f JOIN edo_documents e ON e.id = f.edo_document_id
             WHERE f.package_id = ?1 ORDER BY e.id",
        )?;
        collected(query.query_map([Id16(package)], pair)?)
    }

    /// The sendings that leave with this row beside the one that it names.
    pub fn companions(&self, outbox: OutboxId) -> Result<Vec<EdoDocumentId>> {
        let mut query = self.sql.prepare_cached(
            "SELECT edo_document_id FROM outbox_companions WHERE outbox_id = ?1 ORDER BY edo_document_id",
        )?;
        collected(query.query_map([outbox.0], |row| row.get(0).map(EdoDocumentId))?)
    }

    /// The sendings of one chain of exchange.
    pub fn edo_documents_of_message(
        &self,
        connection: ConnectionId,
        message_id: &str,
    ) -> Result<Vec<EdoDocumentId>> {
        let mut query = self.sql.prepare_cached(
            "SELECT id FROM edo_documents WHERE connection_id = ?1 AND message_id = ?2 ORDER BY id",
        )?;
        collected(query.query_map(params![connection.0, message_id], |row| {
            row.get(0).map(EdoDocumentId)
        })?)
    }

    /// Other documents for the same counterparty that were sent with the same bytes, oldest first.
    pub fn sent_with_same_file(
        &self,
        document: DocumentId,
        counterparty: CounterpartyId,
        blob: BlobId,
    ) -> Result<Vec<DocumentId>> {
        let mut query = self.sql.prepare_cached(
            "SELECT DISTINCT d.id FROM edo_files f JOIN documents d ON d.id = f.document_id
             WHERE f.blob = ?1 AND d.id <> ?2 AND d.counterparty_id = ?3 AND d.direction = 'outbound'
                 AND EXISTS (SELECT 1 FROM edo_documents e WHERE e.edo_file_id = f.id)
             ORDER BY d.id LIMIT 20",
        )?;
        collected(
            query.query_map(params![Address(blob), document.0, counterparty.0], |row| {
                row.get(0).map(DocumentId)
            })?,
        )
    }

    /// Other documents for the same counterparty that were sent under the same number and date, oldest first.
    pub fn sent_under_same_number(
        &self,
        document: DocumentId,
        counterparty: CounterpartyId,
        number: &str,
        issued_on: Option<Date>,
    ) -> Result<Vec<DocumentId>> {
        let mut query = self.sql.prepare_cached(
            "SELECT d.id FROM documents d INDEXED BY documents_by_number
             WHERE d.number = ?1 AND d.number <> '' AND d.issued_on IS ?2 AND d.id <> ?3 AND d.counterparty_id = ?4
                 AND d.direction = 'outbound'
                 AND EXISTS (SELECT 1 FROM edo_documents e WHERE e.document_id = d.id)
             ORDER BY d.id LIMIT 20",
        )?;
        let given = params![number, issued_on.map(Day), document.0, counterparty.0];
        collected(query.query_map(given, |row| row.get(0).map(DocumentId))?)
    }
}

fn pair(row: &Row<'_>) -> rusqlite::Result<(EdoDocumentId, DocumentId)> {
    Ok((EdoDocumentId(row.get(0)?), DocumentId(row.get(1)?)))
}

impl Writer<'_> {
    /// Keeps what an operator told, in the place of what it told before.
    pub fn save_operator_fact<T: Serialize>(
        &self,
        connection: ConnectionId,
        subject: &str,
        body: &T,
        told_at: Timestamp,
    ) -> Result<()> {
        self.sql
            .prepare_cached(
                "INSERT INTO operator_facts (connection_id, subject, body, told_at_ns) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (connection_id, subject) DO UPDATE SET body = excluded.body,
                     told_at_ns = excluded.told_at_ns",
            )?
            .execute(params![connection.0, subject, Json(body), At(told_at)])?;
        Ok(())
    }

    /// Forgets what operators told before that instant; says how much.
    pub fn forget_operator_facts(&self, before: Timestamp) -> Result<u64> {
        let gone = self
            .sql
            .prepare_cached("DELETE FROM operator_facts WHERE told_at_ns < ?1")?
            .execute([At(before)])?;
        Ok(u64::try_from(gone).unwrap_or(u64::MAX))
    }

    /// Forgets everything that operators told.
    pub fn forget_all_operator_facts(&self) -> Result<()> {
        self.sql
            .prepare_cached("DELETE FROM operator_facts")?
            .execute([])?;
        Ok(())
    }

    /// Chooses the way to a counterparty; a way without any choice is forgotten.
    pub fn save_sending_route(
        &self,
        connection: ConnectionId,
        counterparty: CounterpartyId,
        route: &SendingRoute,
    ) -> Result<()> {
        if *route == SendingRoute::default() {
            self.sql
                .prepare_cached(
                    "DELETE FROM sending_routes WHERE connection_id = ?1 AND counterparty_id = ?2",
                )?
                .execute(params![connection.0, counterparty.0])?;
            return Ok(());
        }
        self.sql
            .prepare_cached(
                "INSERT INTO sending_routes (connection_id, counterparty_id, box_id, departments)
                 VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (connection_id, counterparty_id) DO UPDATE SET box_id = excluded.box_id,
                     departments = excluded.departments",
            )?
            .execute(params![
                connection.0,
                counterparty.0,
                route.box_id,
                Json(&route.departments)
            ])?;
        Ok(())
    }

    /// Keeps what was chosen for a sending; nothing chosen needs no row.
    pub fn save_sending_form(&self, sending: EdoDocumentId, form: &SendingForm) -> Result<()> {
        if *form == SendingForm::default() {
            return Ok(());
        }
        self.sql
            .prepare_cached(
                "INSERT INTO sending_forms (edo_document_id, form, package_id) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![
                sending.0,
                Json(form),
                form.package.map(|package| Id16(package.id))
            ])?;
        Ok(())
    }

    /// Lets a sending leave with the row of another.
    pub fn add_companion(&self, outbox: OutboxId, sending: EdoDocumentId) -> Result<()> {
        self.sql
            .prepare_cached("INSERT INTO outbox_companions (edo_document_id, outbox_id) VALUES (?1, ?2)")?
            .execute(params![sending.0, outbox.0])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
