//! One run of a firm's rule over one connection: what is asked for is signed and put into the outbox.

use std::time::Duration;

use domain::{DocumentId, ServiceDocumentKind};
use jiff::{SignedDuration, Timestamp};
use store::{BulkFault, Connection, ReceiptRule};

use crate::answer::is_of_the_line;
use crate::bulk::{Enqueued, UnattendedReceipts, fault_of, is_of_the_program};
use crate::changes::{Change, Directory};
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::outbox::step;
use crate::sync::{Hurry, Stop, backoff};
use crate::{Engine, Result, service_documents};

/// So many documents of one round: each is made by the operator first, and the feed waits meanwhile.
const AT_ONCE: u32 = 50;
/// A signer that could not sign is left alone for so long: stores of keys are slow, and a token is put in by a person.
const SIGNER_AGAIN: Duration = Duration::from_secs(5 * 60);
/// A look that finds nothing is noted no more often.
const NOTED_EVERY: Duration = Duration::from_secs(60);
/// A document that was refused is tried again after this.
const REFUSED_AGAIN: SignedDuration = SignedDuration::from_hours(1);

/// What a run did.
#[derive(Default)]
struct Ran {
    made: Vec<(DocumentId, Enqueued)>,
    refused: Vec<(DocumentId, BulkFault)>,
    /// Why the signer cannot sign.
    fault: Option<BulkFault>,
    /// The key was opened, or nothing wanted one: an earlier fault is over.
    is_signer_well: bool,
    /// What the line or the program said in the end.
    trouble: Option<Error>,
}

impl Engine {
    /// Receipt notices that go by themselves over this connection; how many were put into the outbox. An error is one of
    /// the line.
    pub(crate) async fn send_receipts(
        &self,
        connection: &Connection,
        hurry: Hurry,
        stop: &Stop,
    ) -> Result<usize> {
        let _hands = self.inner.receipts.lock().await;
        let (chosen, stop) = (connection.clone(), stop.clone());
        let ran = self
            .blocking(move |inner| run(inner, &chosen, hurry, &stop))
            .await?;
        let Some(mut ran) = ran else { return Ok(0) };
        for (_, row) in &ran.made {
            step("enqueued", row.outbox, row.operation);
        }
        let documents = ran.made.iter().map(|(document, _)| *document);
        let refused = ran.refused.iter().map(|(document, _)| *document);
        self.inner.changes.tell(&Change {
            documents: documents.chain(refused).collect(),
            directories: [Directory::Rules].into(),
            ..Change::default()
        });
        ran.trouble.take().map_or(Ok(ran.made.len()), Err)
    }
}

/// None where the rule is off, rests, has nothing to do, or the operator knows no receipt notices.
fn run(inner: &Inner, connection: &Connection, hurry: Hurry, stop: &Stop) -> Result<Option<Ran>> {
    let operator = inner.known_operator(&connection.operator)?;
    let kinds = operator.capabilities.service_documents;
    if !kinds.contains(&ServiceDocumentKind::ReceiptNotice) {
        return Ok(None);
    }
    let now = inner.now();
    let rule = inner.read(|r| Ok(r.receipt_rule(connection.firm)?))?;
    let Some(rule) = rule.filter(|rule| hurry == Hurry::Pressed || !rests(rule, now)) else {
        return Ok(None);
    };
    let refused_since = match hurry {
        Hurry::Pressed => now,
        Hurry::Scheduled => now.checked_sub(REFUSED_AGAIN).unwrap_or(now),
    };
    let place = (connection.firm, connection.id);
    let waiting = inner.read(|r| Ok(r.receipts_to_send(place, refused_since, AT_ONCE)?))?;
    if waiting.is_empty()
        && rule
            .last_run
            .at
            .is_some_and(|at| now < backoff::later(at, NOTED_EVERY))
    {
        return Ok(None);
    }
    let mut ran = Ran::default();
    ran.trouble = tell(inner, &rule, &waiting, stop, &mut ran).err();
    keep(inner, &rule, &ran)?;
    Ok(Some(ran))
}

fn rests(rule: &ReceiptRule, now: Timestamp) -> bool {
    let again = rule.last_run.at.map(|at| backoff::later(at, SIGNER_AGAIN));
    rule.last_run.fault.is_some() && again.is_some_and(|again| now < again)
}

/// An error is one of the line or of the program; what was done before it stands in `ran`. What nobody signs needs no key, so
/// it goes whatever the signer says.
fn tell(inner: &Inner, rule: &ReceiptRule, waiting: &[DocumentId], stop: &Stop, ran: &mut Ran) -> Result<()> {
    let kind = ServiceDocumentKind::ReceiptNotice;
    let (mut signed, mut unsigned) = (Vec::new(), Vec::new());
    inner.read(|r| {
        for &document in waiting {
            let is_signed = service_documents::is_signed(inner, r, kind, document)?;
            let pile = if is_signed { &mut signed } else { &mut unsigned };
            pile.push(document);
        }
        Ok(())
    })?;
    if !unsigned.is_empty() {
        let mut receipts = UnattendedReceipts::unsigned(inner)?;
        if told(inner, &mut receipts, &unsigned, stop, ran)? == Told::Fault {
            return Ok(());
        }
        ran.is_signer_well = signed.is_empty();
    }
    if signed.is_empty() {
        return Ok(());
    }
    let opened =
        UnattendedReceipts::of(inner, rule.firm, (rule.certificate, rule.power)).and_then(|mut receipts| {
            receipts.open_key(inner)?;
            Ok(receipts)
        });
    let mut receipts = match opened {
        Ok(receipts) => receipts,
        Err(error) => return of_signer(error, ran),
    };
    ran.is_signer_well = true;
    told(inner, &mut receipts, &signed, stop, ran)?;
    Ok(())
}

/// How a pile of documents ended.
#[derive(PartialEq, Eq)]
enum Told {
    /// Each was tried, or the exchange was stopped.
    All,
    /// Something came up that every other document would meet too.
    Fault,
}

fn told(
    inner: &Inner,
    receipts: &mut UnattendedReceipts,
    documents: &[DocumentId],
    stop: &Stop,
    ran: &mut Ran,
) -> Result<Told> {
    for &document in documents {
        if stop.is_asked() {
            return Ok(Told::All);
        }
        let effect = match receipts.effect(inner, document) {
            Ok(effect) => effect,
            Err(error) if is_of_the_line(&error) => return Err(error),
            Err(error) => return of_signer(error, ran).map(|()| Told::Fault),
        };
        match inner.write(effect) {
            Ok(made) => ran.made.extend(made.enqueued.map(|row| (document, row))),
            Err(error) if is_of_the_program(&error) => return Err(error),
            Err(error) if is_of_another(&error) => {}
            Err(error) => ran.refused.push((document, fault_of(&error))),
        }
    }
    Ok(Told::All)
}

/// Every other document would meet it too.
fn of_signer(error: Error, ran: &mut Ran) -> Result<()> {
    if is_of_the_program(&error) {
        return Err(error);
    }
    ran.fault = Some(fault_of(&error));
    Ok(())
}

/// A person was quicker, or the operator has told something new meanwhile.
fn is_of_another(error: &Error) -> bool {
    let quicker = [
        Code::Preflight("service_document_under_way"),
        Code::Preflight("receipt_not_awaited"),
        Code::RecordChanged,
    ];
    quicker.contains(&error.code())
}

/// How it went, unless the rule was switched off or given another signer meanwhile.
fn keep(inner: &Inner, ran_with: &ReceiptRule, ran: &Ran) -> Result<()> {
    let now = inner.now();
    inner.write(|w| {
        let stands = w.receipt_rule(ran_with.firm)?;
        let same = |rule: &ReceiptRule| {
            (rule.certificate, rule.power, rule.since)
                == (ran_with.certificate, ran_with.power, ran_with.since)
        };
        let Some(mut rule) = stands.filter(same) else {
            return Ok(());
        };
        for (document, why) in &ran.refused {
            w.save_receipt_refusal(*document, why, now)?;
        }
        let last = &mut rule.last_run;
        last.at = Some(now);
        last.receipts = last
            .receipts
            .saturating_add(u64::try_from(ran.made.len()).unwrap_or(0));
        if ran.is_signer_well || ran.fault.is_some() {
            last.fault.clone_from(&ran.fault);
        }
        if ran.trouble.is_none() && last.fault.is_none() {
            last.success_at = Some(now);
        }
        Ok(w.save_receipt_rule(&rule)?)
    })
}
