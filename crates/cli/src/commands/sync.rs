//! `sync`: send what waits, hear what is new; once, or until Ctrl-C.

use serde::Deserialize;
use serde_json::{Value, json};

use super::show::Card;
use crate::args::Sync;
use crate::fault::{Done, Fault, is_unreachable};
use crate::interrupt::{interrupted, interruptible};
use crate::session::{Session, read};
use crate::table::one_line;
use crate::words;

#[derive(Deserialize)]
pub(super) struct Answer {
    connections: Vec<Round>,
}

#[derive(Deserialize)]
struct Round {
    id: i64,
    events_new: u64,
    sent: u64,
    error: Option<Refused>,
}

#[derive(Deserialize)]
struct Refused {
    code: String,
    message: String,
}

pub(crate) async fn run(session: &Session, wanted: &Sync) -> Result<Done, Fault> {
    if wanted.once {
        once(session, wanted.connection).await
    } else {
        until_interrupted(session).await
    }
}

/// One round for these connections; tells what it did.
pub(crate) async fn once(session: &Session, connection: Option<i64>) -> Result<Done, Fault> {
    let mut changes = session.engine.changes();
    let request = json!({ "connection_id": connection });
    let Some(answer) = interruptible(&session.output, session.call("sync.run", request)).await else {
        return Ok(Done::Interrupted);
    };
    let answer = answer?;
    let rounds: Answer = read(answer.clone())?;
    if session.output.is_for_program() {
        session.output.json(&answer);
        return Ok(ending(&rounds));
    }
    tell_rounds(session, &rounds);
    // Whatever changed is waiting already: the round is over.
    if let Ok(change) = tokio::time::timeout(std::time::Duration::ZERO, changes.next()).await {
        for document in change.documents {
            tell_document(session, document.0).await?;
        }
    }
    Ok(ending(&rounds))
}

pub(super) fn ending(answer: &Answer) -> Done {
    let failed: Vec<&Refused> = answer
        .connections
        .iter()
        .filter_map(|round| round.error.as_ref())
        .collect();
    let all_failed = failed.len() == answer.connections.len();
    if all_failed && !failed.is_empty() && failed.iter().all(|error| is_unreachable(&error.code)) {
        return Done::Unreachable;
    }
    Done::of_bulk(answer.connections.len() - failed.len(), failed.len())
}

fn tell_rounds(session: &Session, answer: &Answer) {
    if answer.connections.is_empty() {
        session
            .output
            .note("Подключений к операторам нет, обмениваться не с кем.");
    }
    for round in &answer.connections {
        let text = match &round.error {
            Some(error) => format!("Подключение {}: {}", round.id, error.message),
            None => format!("Подключение {}: {}.", round.id, news(round)),
        };
        session.output.note(&text);
    }
}

fn news(round: &Round) -> String {
    let sent = words::count(round.sent, ["документ", "документа", "документов"]);
    let heard = words::count(round.events_new, ["событие", "события", "событий"]);
    match (round.sent, round.events_new) {
        (0, 0) => "нового нет".to_owned(),
        (0, _) => format!("получено {heard}"),
        (_, 0) => format!("отправлено {sent}"),
        _ => format!("отправлено {sent}, получено {heard}"),
    }
}

async fn until_interrupted(session: &Session) -> Result<Done, Fault> {
    let mut changes = session.engine.changes();
    let loops = session.engine.run();
    session.output.note("Обмен идёт. Остановить: Ctrl-C.");
    let told = tokio::select! {
        told = tell_changes(session, &mut changes) => told,
        () = interrupted() => Ok(()),
    };
    session.output.note("Заканчиваю начатые запросы.");
    loops.stop().await;
    told.map(|()| Done::Whole)
}

async fn tell_changes(session: &Session, changes: &mut engine::Changes) -> Result<(), Fault> {
    loop {
        let change = changes.next().await;
        if session.output.is_for_program() {
            for event in api::change_events(&change) {
                session
                    .output
                    .json(&serde_json::to_value(event).unwrap_or(Value::Null));
            }
            continue;
        }
        for document in change.documents {
            tell_document(session, document.0).await?;
        }
        if !change.connections.is_empty() {
            tell_health(session).await?;
        }
    }
}

/// «12  УПД № 15, ООО «Ромашка»: Подписан контрагентом»
pub(crate) async fn tell_document(session: &Session, id: i64) -> Result<(), Fault> {
    let card: Card = session.read("documents.get", json!({ "id": id })).await?;
    let row = card.document.row;
    let counterparty = row
        .counterparty_name
        .as_deref()
        .map(|name| format!(", {name}"))
        .unwrap_or_default();
    session.output.line(&format!(
        "{id}  {}: {}",
        one_line(&format!("{}{counterparty}", row.name())),
        row.status.label
    ));
    Ok(())
}

async fn tell_health(session: &Session) -> Result<(), Fault> {
    let answer = session.call("connections.list", json!({})).await?;
    let connections = answer.get("connections").and_then(Value::as_array);
    for connection in connections.into_iter().flatten() {
        let is_well = connection.pointer("/health/code").and_then(Value::as_str) == Some("ok");
        if let (false, Some(text)) = (
            is_well,
            connection.pointer("/health/text").and_then(Value::as_str),
        ) {
            let id = connection.get("id").and_then(Value::as_i64).unwrap_or_default();
            session.output.note(&format!("Подключение {id}: {text}"));
        }
    }
    Ok(())
}
