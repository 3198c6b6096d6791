//! `status`: does everything work, and what waits for a person.

use serde::Deserialize;
use serde_json::json;

use crate::fault::{Done, Fault};
use crate::session::{Session, read};
use crate::table::one_line;
use crate::words;

#[derive(Deserialize)]
struct App {
    version: String,
    data_folder: String,
    firms: u64,
    documents_waiting_for_us: u64,
    unread_notices: u64,
}

#[derive(Deserialize)]
struct Security {
    keystore: String,
    recovery_key_exported_at: Option<String>,
}

#[derive(Deserialize)]
struct Connections {
    connections: Vec<Connection>,
}

#[derive(Deserialize)]
struct Connection {
    id: i64,
    operator_title: String,
    address: String,
    r#box: EdoBox,
    health: Option<Health>,
}

#[derive(Deserialize)]
struct EdoBox {
    name: String,
    inn: String,
    is_test: bool,
}

#[derive(Deserialize)]
struct Health {
    code: String,
    text: String,
    last_success_at: Option<String>,
}

#[derive(Deserialize)]
struct Open {
    operations: Vec<serde_json::Value>,
}

pub(crate) async fn run(session: &Session) -> Result<Done, Fault> {
    let app = session.call("app.status", json!({})).await?;
    let security = session.call("security.status", json!({})).await?;
    let connections = session.call("connections.list", json!({})).await?;
    if session.output.is_for_program() {
        session.output.json(&json!({
            "app": app,
            "security": security,
            "connections": connections.get("connections"),
        }));
        return Ok(Done::Whole);
    }
    let open = json!({ "states": ["queued", "sending", "unknown", "failed"], "limit": 1_000 });
    let open: Open = session.read("outbox.list", open).await?;
    tell_app(session, &read(app)?, open.operations.len());
    tell_security(session, &read(security)?);
    let connections: Connections = read(connections)?;
    tell_connections(session, &connections.connections);
    let in_trouble = connections
        .connections
        .iter()
        .any(|one| one.health.as_ref().is_some_and(|health| health.code != "ok"));
    Ok(if in_trouble { Done::Partly } else { Done::Whole })
}

fn tell_app(session: &Session, app: &App, open: usize) {
    let output = session.output;
    output.line(&format!("Сургуч {}", app.version));
    output.line(&format!("Папка данных: {}", app.data_folder));
    output.line(&format!(
        "Фирм: {}. Документов ждут вас: {}. В очереди отправки: {open}. Непрочитанных уведомлений: {}.",
        app.firms, app.documents_waiting_for_us, app.unread_notices
    ));
}

fn tell_security(session: &Session, security: &Security) {
    session.output.line("");
    session.output.line(&security.keystore);
    session.output.line(&match &security.recovery_key_exported_at {
        Some(at) => format!("Ключ восстановления записан {}.", words::moment(at)),
        None => "Ключ восстановления ещё не записан. Без него при поломке компьютера документы не открыть. Запишите \
                 его: surguch-cli recovery-key show"
            .to_owned(),
    });
}

fn tell_connections(session: &Session, connections: &[Connection]) {
    let output = session.output;
    output.line("");
    if connections.is_empty() {
        output.line("Подключений к операторам нет. Подключите фирму: surguch-cli connect --help");
        return;
    }
    output.line("Подключения");
    for one in connections {
        let test = if one.r#box.is_test {
            ", тестовый ящик"
        } else {
            ""
        };
        output.line(&format!(
            "  {}  {} — {} (ИНН {}{test}), {}",
            one.id,
            one.operator_title,
            one_line(&one.r#box.name),
            one.r#box.inn,
            one.address
        ));
        if let Some(health) = &one.health {
            let since = health
                .last_success_at
                .as_deref()
                .map(|at| format!(" Последний обмен: {}.", words::moment(at)));
            output.line(&format!("     {}{}", health.text, since.unwrap_or_default()));
        }
    }
}
