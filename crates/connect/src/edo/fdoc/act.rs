//! Acts on a document: bytes, delivery, and how the document shows that one was done.

use std::time::Duration;

use domain::{OperationId, PersonAct};

use super::adapter::Fdoc;
use super::errors::refused;
use super::letter::Heading;
use super::map::is_waiting_for_us;
use super::wire::{Annul, Document, Status, action, consent, encode};
use crate::Error;
use crate::edo::persons::ActOrder;

/// So long the connection waits by itself before it reminds.
const SHORT_WAIT: Duration = Duration::from_secs(5);

/// Last part of the address.
fn address(act: PersonAct) -> &'static str {
    match act {
        PersonAct::RequestConsent => action::CONSENT,
        PersonAct::Confirm => action::CONFIRM,
        PersonAct::Remind => action::RESEND,
        PersonAct::Annul => action::ANNUL,
    }
}

/// The bytes of an act.
pub(super) fn prepare(order: &ActOrder) -> Result<Vec<u8>, Error> {
    let body = match order.act {
        PersonAct::Annul => encode(
            "annul",
            &Annul {
                reason: order.reason.trim(),
            },
        )?,
        PersonAct::RequestConsent | PersonAct::Confirm | PersonAct::Remind => b"{}".to_vec(),
    };
    let heading = Heading {
        action: order.act.code(),
        account: &order.account,
        document: &order.document.entity_id,
    };
    Ok(heading.over(&body))
}

/// Sends them.
pub(super) async fn deliver(fdoc: &Fdoc, operation: OperationId, request: &[u8]) -> Result<(), Error> {
    let (heading, body) = Heading::read(request)?;
    let act = PersonAct::from_code(heading.action)
        .ok_or_else(|| Error::Malformed("неизвестное действие в запросе".into()))?;
    let (account, place) = (heading.account, (heading.document, address(act)));
    let answer = match fdoc.client.act(account, operation, place, body).await {
        // Too early: a person presses again, the connection need not wait for it. A short wait is what the key is asked for
        // where many requests go at once.
        Err(Error::Limited(after))
            if act == PersonAct::Remind && after.is_none_or(|after| after > SHORT_WAIT) =>
        {
            return Err(Error::Refused {
                code: "too_early".to_owned(),
                text: "СМС уже отправлена меньше минуты назад. Ничего не потеряно. Подождите минуту и нажмите «Напомнить» \
                       ещё раз."
                    .to_owned(),
            });
        }
        answer => answer?,
    };
    let Err(refusal) = answer else {
        return Ok(());
    };
    // «Already granted» and «wrong state» may mean that it is done (QUIRKS 15).
    if act == PersonAct::Remind {
        return Err(refused(refusal));
    }
    match is_done(fdoc, act, heading.document).await {
        Ok(true) => Ok(()),
        Err(error) if error.retryable() => Err(Error::Timeout(format!(
            "{}; проверить не удалось: {error}",
            refused(refusal)
        ))),
        Ok(false) | Err(_) => Err(refused(refusal)),
    }
}

/// Whether the document shows it.
pub(super) async fn is_done(fdoc: &Fdoc, act: PersonAct, id: &str) -> Result<bool, Error> {
    if act == PersonAct::Remind {
        return Ok(true);
    }
    let document = fdoc.client.document(id).await?;
    Ok(document.is_some_and(|document| shows(fdoc, act, &document)))
}

fn shows(fdoc: &Fdoc, act: PersonAct, document: &Document) -> bool {
    let status = fdoc
        .statuses
        .meaning(&document.status)
        .map(|meaning| meaning.status);
    match act {
        PersonAct::RequestConsent => {
            let state = document.consent.state.as_str();
            !state.is_empty() && state != consent::REQUIRED
        }
        PersonAct::Confirm => status.is_some_and(|status| !is_waiting_for_us(status)),
        PersonAct::Annul => status == Some(Status::Annulled),
        PersonAct::Remind => true,
    }
}
