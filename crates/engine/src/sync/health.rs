//! How a connection fares, in words that the clerk can read. Trouble of polling moves this light and nothing else.

use connect::edo::log_in::code;
use domain::{ConnectionId, NoticeKind};
use jiff::Timestamp;
use store::{Connection, Health, NewProgramNotice, ProgramNotice, Writer};

use super::backoff;
use crate::changes::Change;
use crate::engine::Inner;
use crate::error::Error;
use crate::notices::{self, Subject};
use crate::{Result, words};

pub(crate) const OK: &str = "ok";
const UNAUTHORIZED: &str = "unauthorized";

/// True when only a person can help: a refused password is never knocked with again, an ended log-in neither.
pub(crate) fn is_shut(health: Option<&Health>) -> bool {
    health.is_some_and(|health| is_for_a_person(&health.code))
}

fn is_for_a_person(code: &str) -> bool {
    code == UNAUTHORIZED || code::SHUT.contains(&code)
}

/// True when the last exchange went well.
pub(crate) fn is_ok(health: &Health) -> bool {
    health.code == OK
}

/// True when nothing is sent by this connection before a person helps: a log-in, a right, a payment.
pub(crate) fn is_trouble(health: &Health) -> bool {
    is_for_a_person(&health.code) || matches!(health.code.as_str(), "subscription_ended" | "forbidden")
}

/// True when the operator asked for patience and the time is not over.
pub(crate) fn must_wait(health: Option<&Health>, now: Timestamp) -> Option<Timestamp> {
    health
        .filter(|health| health.code == "limited")
        .and_then(|health| health.next_attempt_at)
        .filter(|at| *at > now)
}

impl Inner {
    /// All is well; the next look is due after a pause.
    pub(crate) fn note_success(&self, connection: &Connection) -> Result<()> {
        let now = self.now();
        let next = backoff::later(
            now,
            backoff::spread(self.pause_of(connection.id)?, self.ports.randomness.fraction()),
        );
        self.note(&Health {
            connection: connection.id,
            code: OK.to_owned(),
            text: words::healthy(self.operator(&connection.operator)),
            last_success_at: Some(now),
            last_attempt_at: Some(now),
            next_attempt_at: Some(next),
            failures: 0,
        })
    }

    /// Something is wrong; says so and when to come back.
    pub(crate) fn note_trouble(&self, connection: ConnectionId, trouble: &Error) -> Result<()> {
        let now = self.now();
        let before = self.read(|r| Ok(r.health(connection)?))?;
        let failures = before
            .as_ref()
            .map_or(0, |health| health.failures)
            .saturating_add(1);
        let wait = backoff::wait(failures, trouble.retry_after(), self.ports.randomness.fraction());
        let shut = is_for_a_person(trouble.code().as_str());
        self.note(&Health {
            connection,
            code: trouble.code().as_str().to_owned(),
            text: trouble.sentence().to_owned(),
            last_success_at: before.and_then(|health| health.last_success_at),
            last_attempt_at: Some(now),
            next_attempt_at: (!shut).then(|| backoff::later(now, wait)),
            failures,
        })
    }

    fn note(&self, health: &Health) -> Result<()> {
        let changed = self.write(|w| {
            // Removed meanwhile: nothing to note.
            if w.connection(health.connection)?.is_none() {
                return Ok(false);
            }
            let before = w.health(health.connection)?;
            w.save_health(health)?;
            let changed =
                before.is_none_or(|before| before.code != health.code || before.text != health.text);
            if changed && is_trouble(health) {
                self.call_a_person(w, health)?;
            }
            Ok(changed)
        })?;
        if changed {
            self.changes.tell(&Change::connection(health.connection));
            self.show_notices()?;
        }
        Ok(())
    }

    /// The exchange stands still and nobody may be looking at the window. Once per trouble, until something goes well.
    fn call_a_person(&self, w: &Writer<'_>, health: &Health) -> Result<()> {
        let Some(connection) = w.connection(health.connection)? else {
            return Ok(());
        };
        let operator = self.operator_title(&connection.operator);
        let stands = "документы не отправляются и новости не приходят";
        let (title, body, bare_body) = if health.code == code::NEEDED {
            let until = "пока вы не войдёте";
            (
                format!("Нужен вход: {operator}"),
                format!("{}: {stands}, {until}.", connection.edo_box.name),
                format!("Пока вы не войдёте, {stands}."),
            )
        } else {
            (
                format!("Обмен остановлен: {operator}"),
                format!("{}: {}", connection.edo_box.name, health.text),
                format!("Пока вы не поможете, {stands}. Откройте «Подключения»."),
            )
        };
        let since = health
            .last_success_at
            .map_or_else(|| "never".to_owned(), |at| at.to_string());
        let new = NewProgramNotice {
            key: format!("connection/{}/{}/{since}", connection.id, health.code),
            notice: ProgramNotice {
                kind: NoticeKind::Connection,
                document: None,
                title,
                body,
                bare_body,
            },
            at: self.now(),
        };
        notices::add_program(w, Subject::Firm(connection.firm), &new)?;
        Ok(())
    }
}
