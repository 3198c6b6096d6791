//! Signing under way: the person is asked what the keys want to know, and Ctrl-C ends it after the documents in hand.

use std::cell::Cell;

use serde_json::json;

use super::phone::Phone;
use crate::commands::bulk_job::{self, Fallen};
use crate::commands::pin;
use crate::fault::Fault;
use crate::interrupt::stoppable;
use crate::session::Session;
use crate::terminal::{ask_line, has_person, until_interrupted};

/// How it ended.
pub(super) enum Ended {
    /// Every document was tried.
    Whole,
    /// Ctrl-C.
    Interrupted,
    /// It stopped, and the person, who was told why, does not go on.
    GivenUp,
    /// It stopped, and nobody was told yet.
    Fallen(Fallen),
}

/// Signs to the end, or until a person does not want to go on.
pub(super) async fn done(session: &Session, id: i64) -> Result<Ended, Fault> {
    let mut phone = Phone::default();
    loop {
        let is_stopped = Cell::new(false);
        let at_stop = async {
            is_stopped.set(true);
            stop(session, id, &phone).await;
        };
        match stoppable(&session.output, session.engine.finish_bulk(), at_stop).await {
            None => return Ok(Ended::Interrupted),
            Some(worked) => worked?,
        }
        if is_stopped.get() {
            return Ok(Ended::Interrupted);
        }
        if pin::answer(session, nobody()).await? || phone.waits(session).await? {
            continue;
        }
        let job = bulk_job::job(session, id).await?;
        match (job.state.as_str(), job.error) {
            ("running", _) => {}
            ("paused", Some(fallen)) if is_asked_on(session, &fallen) => {
                if !goes_on(session).await? {
                    return Ok(Ended::GivenUp);
                }
                session.call("bulk.resume", json!({ "id": id })).await?;
            }
            ("paused", Some(fallen)) => return Ok(Ended::Fallen(fallen)),
            ("paused", None) => return Ok(Ended::Interrupted),
            _ => return Ok(Ended::Whole),
        }
    }
}

/// Ends the work after the documents in hand. Errors change nothing: the command ends all the same.
async fn stop(session: &Session, id: i64, phone: &Phone) {
    if !phone.leave(session).await {
        _ = session.call("bulk.pause", json!({ "id": id })).await;
    }
}

/// Tells a person at the terminal what stopped the work; false where there is none.
fn is_asked_on(session: &Session, fallen: &Fallen) -> bool {
    let is_anybody_there = has_person() && !session.output.is_for_program();
    if is_anybody_there {
        session.output.note(&fallen.message);
    }
    is_anybody_there
}

async fn goes_on(session: &Session) -> Result<bool, Fault> {
    let output = session.output;
    let typed = until_interrupted(&output, move || {
        ask_line(&output, "Продолжить подписание? (да/нет): ")
    });
    Ok(typed.await?.is_some_and(|word| word.to_lowercase() == "да"))
}

/// What is told where a PIN is wanted and nobody can be asked.
fn nobody() -> Fault {
    Fault::new(
        "pin_needs_a_person",
        "Для подписи нужен ПИН-код, а спросить его не у кого. Ничего не подписано, документы не потеряны. Запустите \
         команду в терминале.",
    )
}
