//! A log-in in which the person at the terminal takes part: types a code elsewhere, opens a page, enters a PIN.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};

use super::pin;
use crate::fault::Fault;
use crate::session::Session;

const LOOK_EVERY: Duration = Duration::from_millis(300);

/// A connection that is to be let in again.
#[derive(Deserialize)]
pub(super) struct Known {
    id: i64,
    pub(super) address: String,
    pub(super) log_in: Option<String>,
    #[serde(rename = "box")]
    edo_box: KnownBox,
    #[serde(skip)]
    pub(super) box_id: String,
}

#[derive(Deserialize)]
struct KnownBox {
    box_id: String,
}

#[derive(Deserialize)]
struct Connections {
    connections: Vec<Known>,
}

#[derive(Deserialize)]
struct One {
    log_in: Progress,
}

#[derive(Deserialize)]
struct Progress {
    id: i64,
    state: String,
    page: Option<String>,
    user_code: Option<String>,
    is_port_taken: bool,
    error: Option<Why>,
}

#[derive(Deserialize)]
struct Why {
    code: String,
    message: String,
}

/// The connection of this number.
pub(super) async fn known(session: &Session, id: i64) -> Result<Known, Fault> {
    let all: Connections = session.read("connections.list", json!({})).await?;
    let mut found = all
        .connections
        .into_iter()
        .find(|one| one.id == id)
        .ok_or_else(|| {
            Fault::new(
                "connection_not_found",
                format!("Подключения № {id} в программе нет. Ничего не изменено. Номера показывает команда status."),
            )
        })?;
    found.box_id = found.edo_box.box_id.clone();
    Ok(found)
}

/// Logs in; the number of the finished log-in comes back.
pub(super) async fn run(session: &Session, begin: Value) -> Result<i64, Fault> {
    let mut now: One = session.read("log_in.begin", begin).await?;
    let mut told = String::new();
    loop {
        let progress = &now.log_in;
        match progress.state.as_str() {
            "done" => return Ok(progress.id),
            "failed" | "cancelled" => return Err(failed(now.log_in.error)),
            state if state != told => {
                tell(session, progress);
                state.clone_into(&mut told);
            }
            _ => {}
        }
        if told == "opening_key" {
            pin::answer(session, nobody()).await?;
        }
        tokio::time::sleep(LOOK_EVERY).await;
        now = session.read("log_in.get", json!({ "id": now.log_in.id })).await?;
    }
}

fn tell(session: &Session, progress: &Progress) {
    let Some(page) = &progress.page else {
        return;
    };
    if progress.is_port_taken {
        session
            .output
            .note("Порт для возврата из браузера занят, поэтому вход идёт по коду.");
    }
    let text = match &progress.user_code {
        Some(code) => format!("Откройте на любом устройстве страницу {page}\nи введите код {code}. Жду."),
        None => format!("Откройте в браузере этого компьютера страницу\n{page}\nЖду входа."),
    };
    session.output.note(&text);
}

/// What is told where a PIN is wanted and nobody can be asked.
fn nobody() -> Fault {
    Fault::new(
        "pin_needs_a_person",
        "Для входа по сертификату нужен ПИН-код, а спросить его не у кого. Вход не выполнен. Запустите команду в \
         терминале.",
    )
}

fn failed(why: Option<Why>) -> Fault {
    match why {
        Some(why) => Fault::new(&why.code, why.message),
        None => Fault::new("log_in_over", "Вход отменён. Ничего не сохранено."),
    }
}
