//! «Извещения о получении отправляются сами»: a rule per firm, off until a person switches it on and says who signs.
//!
//! A receipt notice that the operator asks of the firm goes as «Подтвердить получение» would send it: made by the operator,
//! read back, signed, one row of the outbox. What differs is that nobody is there: only a key that opens without a PIN
//! signs, and what cannot be signed stays in «Задачи» with the reason. It is a step of a connection's round, so it stops
//! where the exchange was stopped.

mod run;

use domain::{
    ActionBy, ConnectionId, DocumentId, EdoDocument, FirmId, Obligation, OperationKind, OutboxState,
    ServiceDocumentKind,
};
use store::{CertificateId, PowerOfAttorneyId, Reader, ReceiptRule, ReceiptRun};

use crate::bulk::{UnattendedReceipts, fault_of};
use crate::changes::{Change, Directory};
use crate::{Engine, Result, firms};

impl Engine {
    /// The rules that are on, by firm.
    pub async fn receipt_rules(&self) -> Result<Vec<ReceiptRule>> {
        self.read(|r| Ok(r.receipt_rules()?)).await
    }

    /// Receipt notices of this firm go by themselves from now on, signed so; another signer takes the place of the one
    /// before. The rule that comes back says whether the key opens now without a PIN.
    ///
    /// Errors: `firm_not_found`, `certificate_not_found`, `power_not_found`, `cloud_service_document`, `signer_does_not_fit`.
    pub async fn set_receipt_rule(
        &self,
        firm: FirmId,
        certificate: CertificateId,
        power: Option<PowerOfAttorneyId>,
    ) -> Result<ReceiptRule> {
        let saved = self
            .blocking(move |inner| {
                inner.read(|r| r.firm(firm)?.ok_or_else(firms::not_found))?;
                let mut receipts = UnattendedReceipts::of(inner, firm, (certificate, power))?;
                let fault = receipts.open_key(inner).err().map(|error| fault_of(&error));
                let since = inner.now();
                inner.write(|w| {
                    let before = w.receipt_rule(firm)?;
                    let rule = ReceiptRule {
                        firm,
                        certificate,
                        power,
                        since: before.as_ref().map_or(since, |before| before.since),
                        last_run: ReceiptRun {
                            fault,
                            ..before.map(|before| before.last_run).unwrap_or_default()
                        },
                    };
                    w.forget_receipt_refusals(firm)?;
                    w.save_receipt_rule(&rule)?;
                    Ok(rule)
                })
            })
            .await?;
        self.inner.changes.tell(&Change::directory(Directory::Rules));
        self.press_going(firm).await?;
        Ok(saved)
    }

    /// Nothing goes by itself for this firm any more; what waits in the outbox leaves as it would. `firm_not_found`.
    pub async fn stop_receipt_rule(&self, firm: FirmId) -> Result<()> {
        self.write(move |w| {
            w.firm(firm)?.ok_or_else(firms::not_found)?;
            Ok(w.remove_receipt_rule(firm)?)
        })
        .await?;
        self.inner.changes.tell(&Change::directory(Directory::Rules));
        Ok(())
    }

    /// What waits goes at once, where the exchange was not stopped.
    async fn press_going(&self, firm: FirmId) -> Result<()> {
        for connection in self.going_connections().await? {
            if connection.firm == firm {
                self.inner.lanes.of(connection.id).press();
            }
        }
        Ok(())
    }
}

/// Why a receipt notice that is asked of us did not go by itself; none where no rule would send it, or nothing is known yet.
pub(crate) fn why_not(
    r: &Reader<'_>,
    (document, life): (DocumentId, &EdoDocument),
    owed: &[Obligation],
) -> Result<Option<String>> {
    let is_asked = |one: &Obligation| one.kind.is_receipt_notice() && one.by == ActionBy::Us;
    let firm = r.document(document)?.and_then(|document| document.body.firm);
    let Some(firm) = firm.filter(|_| owed.iter().any(is_asked)) else {
        return Ok(None);
    };
    let Some(rule) = r.receipt_rule(firm)? else {
        return Ok(None);
    };
    if let Some(refusal) = r.receipt_refusal(document)? {
        return Ok(Some(refusal.text));
    }
    let receipt = OperationKind::Service(ServiceDocumentKind::ReceiptNotice);
    let mut made = r.service_operations_of(life.id)?.into_iter();
    match made.find(|row| row.kind == receipt) {
        // The outbox speaks for it.
        Some(row) if row.state == OutboxState::Failed => Ok(row.failure.map(|failure| failure.text)),
        Some(_) => Ok(None),
        None if is_stopped(r, life.connection)? => Ok(Some(
            "Обмен с оператором приостановлен, поэтому извещение само не отправлено. Продолжите обмен в «Расписании» или \
             подтвердите получение сами."
                .to_owned(),
        )),
        None => Ok(rule.last_run.fault.map(|fault| fault.text)),
    }
}

fn is_stopped(r: &Reader<'_>, connection: ConnectionId) -> Result<bool> {
    Ok(r.connection_schedule(connection)?.stopped_at.is_some())
}
