//! A log-in in which the person at the terminal takes part: types a code elsewhere, opens a page, enters a PIN.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::fault::Fault;
use crate::session::Session;
use crate::terminal::{ask_line, ask_secret, has_person};

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

#[derive(Deserialize)]
struct Asked {
    question: Option<Question>,
}

#[derive(Deserialize)]
struct Question {
    id: i64,
    token_label: String,
    is_last: bool,
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

/// The number of the certificate with this thumbprint, written with or without blanks and colons.
pub(super) async fn certificate(session: &Session, thumbprint: Option<&str>) -> Result<Option<i64>, Fault> {
    let Some(thumbprint) = thumbprint else {
        return Ok(None);
    };
    let wanted: String = (thumbprint.chars())
        .filter(char::is_ascii_hexdigit)
        .map(|digit| digit.to_ascii_uppercase())
        .collect();
    let seen = session.call("certificates.refresh", json!({})).await?;
    let all = seen.get("certificates").and_then(Value::as_array);
    let found = all.into_iter().flatten().find(|one| {
        let known = one.get("thumbprint").and_then(Value::as_str);
        known.is_some_and(|known| known.eq_ignore_ascii_case(&wanted))
    });
    let id = found.and_then(|one| one.get("id")).and_then(Value::as_i64);
    id.map(Some).ok_or_else(|| {
        Fault::new(
            "certificate_not_found",
            "Сертификата с таким отпечатком на этом компьютере нет. Вход не начат. Вставьте токен; отпечатки показывает \
             команда certificates.",
        )
    })
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
            answer_pin(session).await?;
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

/// A PIN is typed by a person or not at all.
async fn answer_pin(session: &Session) -> Result<(), Fault> {
    let asked: Asked = session.read("pin.open", json!({})).await?;
    let Some(question) = asked.question else {
        return Ok(());
    };
    let id = question.id;
    let cancel = || session.call("pin.cancel", json!({ "id": id }));
    if !has_person() {
        cancel().await?;
        return Err(Fault::new(
            "pin_needs_a_person",
            "Для входа по сертификату нужен ПИН-код, а спросить его не у кого. Вход не выполнен. Запустите команду в \
             терминале.",
        ));
    }
    if question.is_last {
        let words = "Осталась последняя попытка: неверный ПИН-код заблокирует токен. Продолжить? (да/нет): ";
        if ask_line(&session.output, words)?.to_lowercase() != "да" {
            cancel().await?;
            return Ok(());
        }
        session.call("pin.consent_last", json!({ "id": id })).await?;
    }
    let pin = ask_secret(&format!("ПИН-код или пароль ключа «{}»: ", question.token_label))?;
    if pin.expose().is_empty() {
        cancel().await?;
    } else {
        session
            .call("pin.answer", json!({ "id": id, "pin": pin.expose() }))
            .await?;
    }
    Ok(())
}

fn failed(why: Option<Why>) -> Fault {
    match why {
        Some(why) => Fault::new(&why.code, why.message),
        None => Fault::new("log_in_over", "Вход отменён. Ничего не сохранено."),
    }
}
