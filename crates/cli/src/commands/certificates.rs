//! `certificates`: certificates of this computer, and who signs for which firm.

use std::path::PathBuf;

use serde::Deserialize;
use serde_json::{Value, json};

mod drivers;
mod named;

pub(super) use named::named;

use super::check_signature::file;
use super::firms;
use crate::args::{Certificates, CertificatesAction};
use crate::fault::{Done, Fault};
use crate::session::{Session, read};
use crate::terminal::{ask_secret, has_person};
use crate::{table, words};

#[derive(Deserialize)]
struct Listed {
    certificates: Vec<Certificate>,
}

#[derive(Deserialize)]
struct Refreshed {
    problems: Vec<Problem>,
}

#[derive(Deserialize)]
struct Problem {
    store: String,
    code: String,
    text: String,
    advice: String,
}

#[derive(Deserialize)]
struct Certificate {
    id: i64,
    owner: String,
    organisation: String,
    inn: String,
    organisation_inn: String,
    thumbprint: String,
    valid_to: String,
    store_label: String,
    key: String,
    warning: Option<String>,
    chosen_for: Vec<Value>,
    fits: Vec<Value>,
    is_hidden: bool,
}

pub(crate) async fn run(session: &Session, wanted: &Certificates) -> Result<Done, Fault> {
    match &wanted.action {
        None | Some(CertificatesAction::List) => {
            let answer = session.call("certificates.list", json!({})).await?;
            show(session, &answer)
        }
        Some(CertificatesAction::Refresh) => refresh(session).await,
        Some(CertificatesAction::Choose { id, firm }) => choose(session, *id, firm.as_deref()).await,
        Some(CertificatesAction::Hide { id }) => hide(session, *id, true).await,
        Some(CertificatesAction::Unhide { id }) => hide(session, *id, false).await,
        Some(CertificatesAction::Driver { action }) => drivers::run(session, action.as_ref()).await,
        Some(CertificatesAction::Add { files }) => add(session, files).await,
    }
}

fn show(session: &Session, answer: &Value) -> Result<Done, Fault> {
    if session.output.is_for_program() {
        session.output.json(answer);
        return Ok(Done::Whole);
    }
    let listed: Listed = read(answer.clone())?;
    let rows: Vec<[String; 8]> = listed
        .certificates
        .iter()
        .filter(|one| !one.is_hidden)
        .map(row)
        .collect();
    if rows.is_empty() {
        session
            .output
            .note("Сертификатов нет. Вставьте токен и выполните: surguch-cli certificates refresh");
        return Ok(Done::Whole);
    }
    let columns = [
        table::right("№", 6),
        table::left("Владелец", 34),
        table::left("Организация", 30),
        table::left("ИНН", 12),
        table::left("Действует до", 16),
        table::left("Где ключ", 34),
        table::left("Подписывает", 24),
        table::left("Отпечаток", 40),
    ];
    for line in table::lines(&columns, &rows) {
        session.output.line(&line);
    }
    Ok(Done::Whole)
}

fn row(one: &Certificate) -> [String; 8] {
    let place = match one.key.as_str() {
        "here" => one.store_label.clone(),
        "container_needs_csp" => format!("{}: нужен КриптоПро CSP", one.store_label),
        _ => "ключа сейчас нет".to_owned(),
    };
    // The firm is known by its own number; a person who signs by a power of attorney by theirs.
    let inn = if one.organisation_inn.is_empty() {
        &one.inn
    } else {
        &one.organisation_inn
    };
    let signs = match (one.warning.as_deref(), one.chosen_for.len(), one.fits.len()) {
        (Some("expired"), ..) => "срок вышел".to_owned(),
        (Some("not_yet"), ..) => "срок не начался".to_owned(),
        (_, 0, 0) => String::new(),
        (_, 0, fits) => format!("подходит фирмам: {fits}"),
        (_, chosen, _) => format!("выбран для фирм: {chosen}"),
    };
    [
        one.id.to_string(),
        one.owner.clone(),
        one.organisation.clone(),
        inn.clone(),
        words::moment(&one.valid_to),
        place,
        signs,
        one.thumbprint.clone(),
    ]
}

async fn refresh(session: &Session) -> Result<Done, Fault> {
    let answer = session.call("certificates.refresh", json!({})).await?;
    let refreshed: Refreshed = read(answer.clone())?;
    show(session, &answer)?;
    // A provider that is not installed is no trouble: most computers have one or two of them.
    let troubles: Vec<&Problem> = refreshed
        .problems
        .iter()
        .filter(|problem| problem.code != "no_module")
        .collect();
    for problem in &troubles {
        session.output.note(&format!(
            "{}: {} {}",
            store(&problem.store),
            problem.text,
            problem.advice
        ));
    }
    Ok(if troubles.is_empty() {
        Done::Whole
    } else {
        Done::Partly
    })
}

fn store(name: &str) -> &str {
    match name {
        "token" => "Токены",
        "cryptopro" => "Криптопровайдер",
        "csptest" => "Команды КриптоПро CSP",
        "software" => "Файлы ключей",
        other => other,
    }
}

async fn choose(session: &Session, id: Option<i64>, inn: Option<&str>) -> Result<Done, Fault> {
    let firm = firms::chosen(session, inn).await?;
    let request = json!({ "firm_id": firm.id, "certificate_id": id });
    session.call("certificates.choose", request).await?;
    if session.output.is_for_program() {
        session
            .output
            .json(&json!({ "firm_id": firm.id, "certificate_id": id }));
    } else {
        session.output.line(&match id {
            Some(id) => format!("За фирму {} подписывает сертификат № {id}.", firm.name),
            None => format!("Сертификат для фирмы {} программа выбирает сама.", firm.name),
        });
    }
    Ok(Done::Whole)
}

async fn hide(session: &Session, id: i64, is_hidden: bool) -> Result<Done, Fault> {
    let request = json!({ "id": id, "is_hidden": is_hidden });
    session.call("certificates.hide", request.clone()).await?;
    if session.output.is_for_program() {
        session.output.json(&request);
    } else {
        let what = if is_hidden {
            "убран из списков"
        } else {
            "возвращён в списки"
        };
        session.output.line(&format!("Сертификат № {id} {what}."));
    }
    Ok(Done::Whole)
}

async fn add(session: &Session, files: &[PathBuf]) -> Result<Done, Fault> {
    let files = files
        .iter()
        .map(|path| file(path))
        .collect::<Result<Vec<_>, _>>()?;
    let password = if has_person() {
        ask_secret("Пароль ключа: ")?
    } else {
        // Another program hands it over as the first line of the input.
        first_line()?
    };
    let request = json!({ "files": files, "password": password.expose() });
    let answer = session.call("certificates.add_file", request).await?;
    if session.output.is_for_program() {
        session.output.json(&answer);
        return Ok(Done::Whole);
    }
    let added: Certificate = read(answer.get("certificate").cloned().unwrap_or_default())?;
    session
        .output
        .line(&format!("Добавлен сертификат № {}: {}.", added.id, added.owner));
    Ok(Done::Whole)
}

fn first_line() -> Result<engine::ports::Secret, Fault> {
    let mut line = String::new();
    std::io::stdin()
        .read_line(&mut line)
        .map_err(|error| Fault::internal(&error))?;
    Ok(engine::ports::Secret::new(line.trim_end_matches(['\r', '\n'])))
}
