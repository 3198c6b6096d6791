//! «Заявка на подключение»: a firm asks an operator to be connected. There is no connection yet, so the row stands in an
//! outbox of its own; the rules are those of every other outward effect.

use connect::edo::persons::{Application, Applications, Applied};
use domain::{ConnectionRequestId, Firm, FirmId, OperationId, OperatorKind, OutboxState, Phone, SendFailure};
use jiff::Timestamp;
use std::sync::Arc;
use store::{ConnectionRequest, NewConnectionRequest, Store, Writer};

use crate::changes::{Change, Directory};
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::{Engine, Result, firms, words};

/// What an earlier request of the same firm means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AfterEarlier {
    /// A warning, and nothing is sent.
    #[default]
    Warn,
    /// A person has seen the warning and wants another one.
    SendAgain,
}

/// What a person filled in.
#[derive(Debug, Clone)]
pub struct ConnectionRequestForm {
    /// To which operator.
    pub operator: OperatorKind,
    /// Where the service lives; empty for the operator's own address.
    pub address: String,
    /// Of which firm: name, ИНН and КПП come from its card.
    pub firm: FirmId,
    /// Whom to call.
    pub contact_name: String,
    /// Where to call, as typed.
    pub phone: String,
    /// Where to write, as typed.
    pub email: String,
    /// What an earlier request means.
    pub after_earlier: AfterEarlier,
}

impl Engine {
    /// Every request, newest first.
    pub async fn connection_requests(&self) -> Result<Vec<ConnectionRequest>> {
        self.read(|r| Ok(r.connection_requests()?)).await
    }

    /// «Отправить заявку»: into the list, then to the operator. What became of it is the state of the row.
    ///
    /// Errors: `connection_request_not_taken`, `firm_not_found`, `name_empty`, `bad_phone`, `bad_email`,
    /// `connection_request_sent`, `connection_request_open`, `bad_address`.
    pub async fn request_connection(&self, form: ConnectionRequestForm) -> Result<ConnectionRequest> {
        let id = self.blocking(move |inner| enqueue(inner, &form)).await?;
        self.send_connection_request(id).await
    }

    /// «Повторить»: the same bytes under the same number. `connection_request_over` when it went through.
    pub async fn retry_connection_request(&self, id: ConnectionRequestId) -> Result<ConnectionRequest> {
        self.send_connection_request(id).await
    }

    /// «Отменить»: takes a request back that did not go through.
    pub async fn cancel_connection_request(&self, id: ConnectionRequestId) -> Result<()> {
        self.blocking(move |inner| {
            let now = inner.now();
            inner.write(|w| {
                let row = w.connection_request(id)?.ok_or_else(not_found)?;
                match row.state {
                    OutboxState::Queued | OutboxState::Failed => {
                        Ok(w.set_connection_request(id, OutboxState::Cancelled, None, now)?)
                    }
                    OutboxState::Cancelled => Ok(()),
                    OutboxState::Sending | OutboxState::Unknown | OutboxState::Accepted => Err(left()),
                }
            })
        })
        .await?;
        self.tell_requests();
        Ok(())
    }

    async fn send_connection_request(&self, id: ConnectionRequestId) -> Result<ConnectionRequest> {
        let (row, door) = self.blocking(move |inner| claim(inner, id)).await?;
        self.tell_requests();
        let answer = door.deliver(row.body.operation, &row.body.request).await;
        let row = self.blocking(move |inner| settle(inner, &row, &answer)).await?;
        self.tell_requests();
        Ok(row)
    }

    fn tell_requests(&self) {
        self.inner.changes.tell(&Change::directory(Directory::Firms));
    }
}

fn door(inner: &Inner, operator: &OperatorKind, address: &str) -> Result<Arc<dyn Applications>> {
    let known = inner.known_operator(operator)?;
    let open = known.applications.ok_or_else(|| {
        refused(
            "connection_request_not_taken",
            format!(
                "{} не принимает заявки из программы. Ничего не отправлено. Подключитесь на сайте оператора.",
                known.title
            ),
        )
    })?;
    let address = if address.is_empty() {
        known.default_address
    } else {
        address
    };
    open(address).map_err(|_| {
        Error::new(
            Code::BadAddress,
            format!("Адрес оператора «{address}» указан неверно. Ничего не отправлено. Исправьте адрес и повторите."),
        )
    })
}

fn enqueue(inner: &Inner, form: &ConnectionRequestForm) -> Result<ConnectionRequestId> {
    let door = door(inner, &form.operator, form.address.trim())?;
    let firm = inner.read(|r| r.firm(form.firm)?.ok_or_else(firms::not_found))?;
    let (application, phone) = application(&firm, form)?;
    let new = NewConnectionRequest {
        operation: OperationId(inner.ports.randomness.uuid()),
        operator: form.operator.clone(),
        address: form.address.trim().to_owned(),
        firm: firm.id,
        contact_name: application.contact_name.clone(),
        phone,
        email: application.email.clone(),
        request: door.prepare(&application)?,
        created_at: inner.now(),
    };
    inner.write(|w| {
        let earlier = w.connection_request_of(&new.operator, firm.id)?;
        if let Some(earlier) = earlier
            && earlier.state == OutboxState::Accepted
            && form.after_earlier == AfterEarlier::Warn
        {
            let day = earlier.changed_at.to_zoned(inner.ports.clock.zone()).date();
            return Err(refused(
                "connection_request_sent",
                format!(
                    "Заявка по организации {} уже отправлена {}. Вторая не отправлена. Дождитесь звонка или письма оператора.",
                    firm.party.name,
                    words::date(day)
                ),
            ));
        }
        w.insert_connection_request(&new).map_err(|error| match error {
            store::Error::Conflict(_) => refused(
                "connection_request_open",
                "Заявка по этой организации уже отправляется. Второй не будет. Повторите или отмените ту, что в списке.",
            ),
            other => other.into(),
        })
    })
}

fn application(firm: &Firm, form: &ConnectionRequestForm) -> Result<(Application, Phone)> {
    let contact_name = form.contact_name.trim();
    if contact_name.is_empty() {
        return Err(Error::new(
            Code::NameEmpty,
            "Контактное лицо не указано. Ничего не отправлено. Впишите, кому позвонить.",
        ));
    }
    let phone: Phone = form.phone.parse().map_err(|error: domain::phone::BadPhone| {
        refused("bad_phone", format!("{} Ничего не отправлено.", error.sentence()))
    })?;
    let email = form.email.trim();
    if !is_email(email) {
        return Err(refused(
            "bad_email",
            format!(
                "Адрес почты «{email}» указан неверно: нужен вида xxx@xx.xx, без пробелов. Ничего не отправлено. Исправьте его."
            ),
        ));
    }
    let application = Application {
        firm_name: firm.party.name.clone(),
        inn: firm.party.inn.clone(),
        kpp: firm.party.kpp.clone(),
        contact_name: contact_name.to_owned(),
        phone: phone.clone(),
        email: email.to_owned(),
    };
    Ok((application, phone))
}

/// `xxx@xx.xx`: one «@», something before it, and a name with a dot behind.
fn is_email(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+' | '%');
    let Some((name, place)) = text.split_once('@') else {
        return false;
    };
    let parts: Vec<&str> = place.split('.').collect();
    !name.is_empty()
        && name.chars().all(is_plain)
        && parts.len() >= 2
        && parts
            .iter()
            .all(|part| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '-'))
        && parts.last().is_some_and(|last| last.chars().count() >= 2)
}

/// Marked `Sending` before it leaves.
fn claim(inner: &Inner, id: ConnectionRequestId) -> Result<(ConnectionRequest, Arc<dyn Applications>)> {
    let now = inner.now();
    let known = inner.read(|r| r.connection_request(id)?.ok_or_else(not_found))?;
    let door = door(inner, &known.body.operator, &known.body.address)?;
    let row = inner.write(|w| {
        let row = w.connection_request(id)?.ok_or_else(not_found)?;
        match row.state {
            OutboxState::Queued | OutboxState::Unknown | OutboxState::Failed => {
                w.set_connection_request(id, OutboxState::Sending, None, now)?;
                Ok(row)
            }
            OutboxState::Sending | OutboxState::Accepted | OutboxState::Cancelled => Err(refused(
                "connection_request_over",
                "Эта заявка уже отправляется или завершена, повторять нечего. Ничего не изменено. Обновите список.",
            )),
        }
    })?;
    Ok((row, door))
}

/// What the answer means. The operator knows a firm by ИНН and КПП: that it has one already is what a look-up of a lost
/// answer would tell.
fn settle(
    inner: &Inner,
    row: &ConnectionRequest,
    answer: &Result<Applied, connect::Error>,
) -> Result<ConnectionRequest> {
    let now = inner.now();
    let (state, failure) = match answer {
        Ok(_) => (OutboxState::Accepted, None),
        Err(error) if error.outcome_unknown() => (OutboxState::Unknown, Some(failure(error))),
        Err(error) if error.retryable() => (OutboxState::Queued, Some(failure(error))),
        Err(error) => (OutboxState::Failed, Some(failure(error))),
    };
    inner.write(|w| {
        w.set_connection_request(row.id, state, failure.as_ref(), now)?;
        // After a lost answer it is our own that is known there.
        if matches!(answer, Ok(Applied::AlreadyThere)) && row.state != OutboxState::Unknown {
            w.mark_connection_request_known(row.id)?;
        }
        w.connection_request(row.id)?.ok_or_else(not_found)
    })
}

fn failure(error: &connect::Error) -> SendFailure {
    SendFailure {
        code: error.code().to_owned(),
        text: words::failure_text(error),
    }
}

/// At start nobody can be sending: a request found so was cut off, and its result is unknown.
pub(crate) fn recover(inner: &Inner) -> Result<()> {
    let now = inner.now();
    inner.write(|w| doubt(w, &[OutboxState::Sending], now))
}

/// A request that had not surely gone out when a backup was made may have gone out afterwards.
pub(crate) fn doubt_restored(store: &Store, now: Timestamp) -> Result<()> {
    let doubtful = [OutboxState::Queued, OutboxState::Sending];
    let done =
        store.write(|w| doubt(w, &doubtful, now).map_err(|error| store::Error::Conflict(error.to_string())));
    Ok(done?)
}

fn doubt(w: &Writer<'_>, states: &[OutboxState], now: Timestamp) -> Result<()> {
    for row in w.connection_requests()? {
        if states.contains(&row.state) {
            let failure = SendFailure {
                code: "timeout".to_owned(),
                text: "Неизвестно, дошла ли заявка. Ничего не потеряно. Нажмите «Повторить»: если она у оператора есть, второй \
                       не будет."
                    .to_owned(),
            };
            w.set_connection_request(row.id, OutboxState::Unknown, Some(&failure), now)?;
        }
    }
    Ok(())
}

fn refused(code: &'static str, text: impl Into<String>) -> Error {
    Error::new(Code::Preflight(code), text.into())
}

fn left() -> Error {
    refused(
        "connection_request_left",
        "Отменить заявку уже нельзя: она ушла оператору или могла уйти. Дождитесь звонка оператора и откажитесь в разговоре.",
    )
}

fn not_found() -> Error {
    refused(
        "connection_request_not_found",
        "Такой заявки в списке нет: возможно, список изменился. Ничего не изменено. Обновите список.",
    )
}

#[cfg(test)]
mod tests {
    use super::is_email;

    #[test]
    fn an_address_of_mail_has_a_name_a_place_and_no_blanks() {
        for good in ["office@example.test", "a.b-c@xn.example.ru", "ivan+1@почта.рф"] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            "office",
            "office@",
            "@example.ru",
            "a b@example.ru",
            "a@b",
            "a@b.",
            "a@b.c",
            "a@@b.ru",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
