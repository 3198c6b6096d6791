//! Receipt notices that go by themselves: for which firms, and for which documents they did not.
//!
//! Who may sign and what is told about a document is not decided here.

use domain::{ConnectionId, DocflowMark, DocumentId, FirmId, OperationKind, ServiceDocumentKind};
use jiff::Timestamp;
use rusqlite::{Row, params};

use crate::bulk::BulkFault;
use crate::certificates::CertificateId;
use crate::columns::{At, collected, optional};
use crate::powers_of_attorney::PowerOfAttorneyId;
use crate::{Reader, Result, Writer};

#[cfg(test)]
mod tests;

/// The rule of a firm: it is on while there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptRule {
    /// For which firm.
    pub firm: FirmId,
    /// Who signs.
    pub certificate: CertificateId,
    /// By whose leave.
    pub power: Option<PowerOfAttorneyId>,
    /// Since when it is on.
    pub since: Timestamp,
    /// How it last went.
    pub last_run: ReceiptRun,
}

/// How the last run of a rule went.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReceiptRun {
    /// When it was last looked for something to send.
    pub at: Option<Timestamp>,
    /// When that last went well.
    pub success_at: Option<Timestamp>,
    /// Receipt notices since the rule is on.
    pub receipts: u64,
    /// Why nothing goes now.
    pub fault: Option<BulkFault>,
}

const RULE: &str =
    "SELECT firm_id, certificate_id, power_id, since_ns, last_run_at_ns, last_success_at_ns, receipts,
     code, text FROM receipt_rules";

fn rule(row: &Row<'_>) -> rusqlite::Result<ReceiptRule> {
    let at = |column: &str| Ok::<_, rusqlite::Error>(row.get::<_, Option<At>>(column)?.map(|at| at.0));
    let receipts: i64 = row.get("receipts")?;
    Ok(ReceiptRule {
        firm: FirmId(row.get("firm_id")?),
        certificate: CertificateId(row.get("certificate_id")?),
        power: row.get::<_, Option<i64>>("power_id")?.map(PowerOfAttorneyId),
        since: row.get::<_, At>("since_ns")?.0,
        last_run: ReceiptRun {
            at: at("last_run_at_ns")?,
            success_at: at("last_success_at_ns")?,
            receipts: u64::try_from(receipts).unwrap_or(0),
            fault: fault(row)?,
        },
    })
}

/// None where the name of the fault is empty.
fn fault(row: &Row<'_>) -> rusqlite::Result<Option<BulkFault>> {
    let fault = BulkFault {
        code: row.get("code")?,
        text: row.get("text")?,
    };
    Ok(Some(fault).filter(|fault| !fault.code.is_empty()))
}

impl Reader<'_> {
    /// The rules that are on, by firm.
    pub fn receipt_rules(&self) -> Result<Vec<ReceiptRule>> {
        let mut query = self.sql.prepare_cached(&format!("{RULE} ORDER BY firm_id"))?;
        collected(query.query_map([], rule)?)
    }

    /// The rule of this firm, if it is on.
    pub fn receipt_rule(&self, firm: FirmId) -> Result<Option<ReceiptRule>> {
        let mut query = self.sql.prepare_cached(&format!("{RULE} WHERE firm_id = ?1"))?;
        optional(query.query_row([firm.0], rule))
    }

    /// Documents of a firm at one connection of it of which a receipt notice is asked, the longest listed first. Left out are
    /// those whose last notice failed, was taken back, is on its way, or was taken by the operator, which has told nothing
    /// since; and those that were refused since `refused_since`. Of what answers a document a second notice may be asked.
    pub fn receipts_to_send(
        &self,
        (firm, connection): (FirmId, ConnectionId),
        refused_since: Timestamp,
        limit: u32,
    ) -> Result<Vec<DocumentId>> {
        let mut query = self.sql.prepare_cached(
            "SELECT m.document_id
             FROM document_marks m INDEXED BY document_marks_by_mark
             JOIN documents d ON d.id = m.document_id
             WHERE m.mark = ?1 AND d.firm_id = ?2
                 AND EXISTS (SELECT 1 FROM edo_documents e WHERE e.document_id = d.id AND e.connection_id = ?3)
                 AND NOT EXISTS (
                     SELECT 1 FROM edo_documents e JOIN outbox o ON o.edo_document_id = e.id
                     WHERE e.document_id = d.id AND o.kind = ?4
                         AND NOT EXISTS (
                             SELECT 1 FROM outbox later
                             WHERE later.edo_document_id = e.id AND later.kind = ?4 AND later.id > o.id
                         )
                         AND NOT (o.state = 'accepted' AND EXISTS (
                             SELECT 1 FROM provider_events v
                             WHERE v.connection_id = e.connection_id AND v.entity_id = e.entity_id
                                 AND v.message_id = e.message_id AND v.received_at_ns > o.changed_at_ns
                         ))
                 )
                 AND NOT EXISTS (
                     SELECT 1 FROM receipt_refusals f WHERE f.document_id = d.id AND f.at_ns >= ?5
                 )
             ORDER BY m.listed_on, m.document_id
             LIMIT ?6",
        )?;
        let found = query.query_map(
            params![
                DocflowMark::ReceiptRequired.code(),
                firm.0,
                connection.0,
                OperationKind::Service(ServiceDocumentKind::ReceiptNotice).code(),
                At(refused_since),
                limit
            ],
            |row| row.get(0).map(DocumentId),
        )?;
        collected(found)
    }

    /// Why the receipt notice of this document did not go by itself.
    pub fn receipt_refusal(&self, document: DocumentId) -> Result<Option<BulkFault>> {
        let mut query = self
            .sql
            .prepare_cached("SELECT code, text FROM receipt_refusals WHERE document_id = ?1")?;
        Ok(optional(query.query_row([document.0], fault))?.flatten())
    }
}

impl Writer<'_> {
    /// Keeps the rule of a firm as it stands.
    pub fn save_receipt_rule(&self, rule: &ReceiptRule) -> Result<()> {
        let ReceiptRun {
            at,
            success_at,
            receipts,
            fault,
        } = &rule.last_run;
        let (code, text) = fault
            .as_ref()
            .map_or(("", ""), |fault| (fault.code.as_str(), fault.text.as_str()));
        self.sql
            .prepare_cached(
                "INSERT INTO receipt_rules (firm_id, certificate_id, power_id, since_ns, last_run_at_ns,
                     last_success_at_ns, receipts, code, text)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                 ON CONFLICT (firm_id) DO UPDATE SET certificate_id = excluded.certificate_id,
                     power_id = excluded.power_id, since_ns = excluded.since_ns,
                     last_run_at_ns = excluded.last_run_at_ns, last_success_at_ns = excluded.last_success_at_ns,
                     receipts = excluded.receipts, code = excluded.code, text = excluded.text",
            )?
            .execute(params![
                rule.firm.0,
                rule.certificate.0,
                rule.power.map(|power| power.0),
                At(rule.since),
                at.map(At),
                success_at.map(At),
                i64::try_from(*receipts).unwrap_or(i64::MAX),
                code,
                text
            ])?;
        Ok(())
    }

    /// Nothing goes by itself for this firm any more, and what was said about its documents is forgotten.
    pub fn remove_receipt_rule(&self, firm: FirmId) -> Result<()> {
        self.sql
            .prepare_cached("DELETE FROM receipt_rules WHERE firm_id = ?1")?
            .execute([firm.0])?;
        self.forget_receipt_refusals(firm)
    }

    /// Another signer may do what the one before could not.
    pub fn forget_receipt_refusals(&self, firm: FirmId) -> Result<()> {
        self.sql
            .prepare_cached(
                "DELETE FROM receipt_refusals WHERE EXISTS (
                     SELECT 1 FROM documents d WHERE d.id = receipt_refusals.document_id AND d.firm_id = ?1
                 )",
            )?
            .execute([firm.0])?;
        Ok(())
    }

    /// The receipt notice of this document did not go by itself.
    pub fn save_receipt_refusal(&self, document: DocumentId, why: &BulkFault, at: Timestamp) -> Result<()> {
        self.sql
            .prepare_cached(
                "INSERT INTO receipt_refusals (document_id, code, text, at_ns) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (document_id) DO UPDATE SET code = excluded.code, text = excluded.text,
                     at_ns = excluded.at_ns",
            )?
            .execute(params![document.0, why.code, why.text, At(at)])?;
        Ok(())
    }
}
