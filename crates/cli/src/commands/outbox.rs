//! `outbox`: what is on its way.

use serde::Deserialize;
use serde_json::json;

use crate::args::{Outbox, OutboxAction};
use crate::fault::{Done, Fault};
use crate::session::{Session, read};
use crate::table::{self, left, right};
use crate::words;

#[derive(Deserialize)]
struct Page {
    operations: Vec<Operation>,
    next: Option<i64>,
}

#[derive(Deserialize)]
struct Operation {
    id: i64,
    state: String,
    attempts: u32,
    failure: Option<Failure>,
    next_attempt_at: Option<String>,
    document_id: i64,
    document_title: String,
    document_number: String,
    counterparty_name: Option<String>,
    stopped_at: Option<String>,
}

#[derive(Deserialize)]
struct Failure {
    text: String,
}

pub(crate) async fn run(session: &Session, wanted: &Outbox) -> Result<Done, Fault> {
    match &wanted.action {
        None => list(session, false).await,
        Some(OutboxAction::List { all }) => list(session, *all).await,
        Some(OutboxAction::Retry { id }) => {
            let done = format!("Отправка {id} снова в очереди: те же данные под тем же номером операции.");
            session.change("outbox.retry", json!({ "id": id }), &done).await
        }
        Some(OutboxAction::Cancel { id }) => {
            let done = format!("Отправка {id} отменена. Документ остался в реестре.");
            session.change("outbox.cancel", json!({ "id": id }), &done).await
        }
    }
}

async fn list(session: &Session, all: bool) -> Result<Done, Fault> {
    let states: &[&str] = if all {
        &[]
    } else {
        &["queued", "sending", "unknown", "failed"]
    };
    let answer = session
        .call("outbox.list", json!({ "states": states, "limit": 1_000 }))
        .await?;
    if session.output.is_for_program() {
        session.output.json(&answer);
        return Ok(Done::Whole);
    }
    let page: Page = read(answer)?;
    if page.operations.is_empty() {
        session.output.note("Очередь пуста: ничего не ждёт отправки.");
        return Ok(Done::Whole);
    }
    let columns = [
        right("Отправка", 10),
        right("Документ", 10),
        left("Название", 32),
        left("Контрагент", 32),
        left("Состояние", 24),
        right("Попыток", 7),
        left("Следующая", 16),
        left("Причина", 70),
    ];
    let rows: Vec<_> = page.operations.iter().map(cells).collect();
    for line in table::lines(&columns, &rows) {
        session.output.line(&line);
    }
    if page.next.is_some() {
        session.output.note("Показана первая тысяча отправок.");
    }
    Ok(Done::Whole)
}

fn cells(operation: &Operation) -> [String; 8] {
    let name = if operation.document_number.is_empty() {
        operation.document_title.clone()
    } else {
        format!("№ {}", operation.document_number)
    };
    [
        operation.id.to_string(),
        operation.document_id.to_string(),
        name,
        operation.counterparty_name.clone().unwrap_or_default(),
        state(&operation.state).to_owned(),
        operation.attempts.to_string(),
        operation
            .next_attempt_at
            .as_deref()
            .filter(|_| operation.stopped_at.is_none())
            .map(words::moment)
            .unwrap_or_default(),
        reason(operation),
    ]
}

/// A stopped exchange comes before what the operator said: nothing goes on before a person lets it.
fn reason(operation: &Operation) -> String {
    if operation.stopped_at.is_some() {
        return "обмен приостановлен: продолжите его командой schedule resume".to_owned();
    }
    let failure = operation.failure.as_ref();
    failure.map(|failure| failure.text.clone()).unwrap_or_default()
}

fn state(code: &str) -> &str {
    match code {
        "queued" => "в очереди",
        "sending" => "отправляется",
        "unknown" => "результат неизвестен",
        "accepted" => "принята оператором",
        "failed" => "не ушла, решите вы",
        "cancelled" => "отменена",
        other => other,
    }
}
