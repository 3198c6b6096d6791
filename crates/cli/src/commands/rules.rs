//! `rules`: what is sent by itself.

use serde::Deserialize;
use serde_json::json;

use crate::args::{Rules, RulesAction};
use crate::fault::{Done, Fault};
use crate::session::{Session, read};
use crate::table::{self, left, right};
use crate::words;

const DOCUMENTS: [&str; 3] = ["документ", "документа", "документов"];

#[derive(Deserialize)]
struct List {
    rules: Vec<Rule>,
}

#[derive(Deserialize)]
struct Rule {
    id: i64,
    body: Body,
    is_active: bool,
    kind_name: Option<String>,
    is_rehearsed: bool,
    waiting: u64,
    failed: u64,
    sent: u64,
    problems: Vec<String>,
}

#[derive(Deserialize)]
struct Body {
    name: String,
}

#[derive(Deserialize)]
struct Rehearsal {
    examined: u64,
    is_part: bool,
    documents: u64,
    already_sent: u64,
    told: Vec<Rehearsed>,
}

#[derive(Deserialize)]
struct Rehearsed {
    document_id: i64,
    label: String,
    other_side: String,
    total: Option<String>,
    status: Status,
}

#[derive(Deserialize)]
struct Status {
    label: String,
}

#[derive(Deserialize)]
struct Queue {
    tasks: Vec<Task>,
}

#[derive(Deserialize)]
struct Task {
    id: i64,
    rule_name: String,
    document_id: i64,
    document_label: Option<String>,
    form_title: String,
    state: String,
    due_at: String,
    text: Option<String>,
    sending_status: Option<Status>,
}

pub(crate) async fn run(session: &Session, wanted: &Rules) -> Result<Done, Fault> {
    match &wanted.action {
        None | Some(RulesAction::List) => list(session).await,
        Some(RulesAction::Rehearse { id }) => rehearse(session, *id).await,
        Some(RulesAction::On { id }) => {
            let done = format!("Значимое событие {id} включено. Документы, записанные раньше, не уйдут.");
            session
                .change("rules.switch", json!({ "id": id, "is_active": true }), &done)
                .await
        }
        Some(RulesAction::Off { id }) => {
            let done = format!("Значимое событие {id} выключено. Что ещё не отправлено, не уйдёт.");
            session
                .change("rules.switch", json!({ "id": id, "is_active": false }), &done)
                .await
        }
        Some(RulesAction::Queue { all }) => queue(session, *all).await,
        Some(RulesAction::Retry { id }) => {
            let done = format!("Строка {id} снова ждёт отправки. Она уйдёт при ближайшем обмене.");
            session
                .change("rules.change_task", json!({ "id": id, "wish": "now" }), &done)
                .await
        }
        Some(RulesAction::Dismiss { id }) => {
            let done = format!("Строка {id} не уйдёт. Документ остался в реестре.");
            session
                .change("rules.change_task", json!({ "id": id, "wish": "never" }), &done)
                .await
        }
    }
}

async fn list(session: &Session) -> Result<Done, Fault> {
    let answer = session.call("rules.list", json!({})).await?;
    if session.output.is_for_program() {
        session.output.json(&answer);
        return Ok(Done::Whole);
    }
    let list: List = read(answer)?;
    let columns = [
        right("№", 6),
        left("Название", 48),
        left("Вид документов", 24),
        left("Состояние", 24),
        right("Ждут", 8),
        right("Не ушли", 8),
        right("Отправлено", 10),
    ];
    let rows: Vec<_> = list
        .rules
        .iter()
        .map(|rule| {
            [
                rule.id.to_string(),
                rule.body.name.clone(),
                rule.kind_name.clone().unwrap_or_default(),
                state(rule).to_owned(),
                rule.waiting.to_string(),
                rule.failed.to_string(),
                rule.sent.to_string(),
            ]
        })
        .collect();
    for line in table::lines(&columns, &rows) {
        session.output.line(&line);
    }
    for rule in &list.rules {
        for problem in &rule.problems {
            session.output.note(&format!("{}: {problem}", rule.body.name));
        }
    }
    Ok(Done::Whole)
}

fn state(rule: &Rule) -> &'static str {
    match (rule.is_active, rule.is_rehearsed) {
        (true, _) => "включено",
        (false, true) => "выключено, проверено",
        (false, false) => "выключено, не проверено",
    }
}

async fn rehearse(session: &Session, id: i64) -> Result<Done, Fault> {
    let answer = session.call("rules.rehearse", json!({ "id": id })).await?;
    if session.output.is_for_program() {
        session.output.json(&answer);
        return Ok(Done::Whole);
    }
    let found: Rehearsal = read(answer)?;
    let columns = [
        right("Документ", 10),
        left("Название", 48),
        left("Контрагент", 32),
        right("Сумма", 16),
        left("Статус ЭДО", 32),
    ];
    let rows: Vec<_> = found
        .told
        .iter()
        .map(|one| {
            [
                one.document_id.to_string(),
                one.label.clone(),
                one.other_side.clone(),
                words::sum(one.total.as_deref(), ""),
                one.status.label.clone(),
            ]
        })
        .collect();
    for line in table::lines(&columns, &rows) {
        session.output.line(&line);
    }
    let part = if found.is_part {
        " Более старые документы не просмотрены."
    } else {
        ""
    };
    session.output.line(&format!(
        "Это правило отправило бы {}. Просмотрено: {}, уже отправлено: {}. Ничего не ушло.{part}",
        words::count(found.documents, DOCUMENTS),
        found.examined,
        found.already_sent,
    ));
    Ok(Done::Whole)
}

async fn queue(session: &Session, all: bool) -> Result<Done, Fault> {
    let states: &[&str] = if all { &[] } else { &["waiting", "failed"] };
    let answer = session
        .call("rules.tasks", json!({ "states": states, "limit": 1_000 }))
        .await?;
    if session.output.is_for_program() {
        session.output.json(&answer);
        return Ok(Done::Whole);
    }
    let queue: Queue = read(answer)?;
    if queue.tasks.is_empty() {
        session.output.note("Очередь значимых событий пуста.");
        return Ok(Done::Whole);
    }
    let columns = [
        right("Строка", 8),
        left("Значимое событие", 40),
        right("Документ", 10),
        left("Название", 48),
        left("Состояние", 32),
        left("Не раньше", 16),
        left("Причина", 70),
    ];
    let rows: Vec<_> = queue.tasks.iter().map(cells).collect();
    for line in table::lines(&columns, &rows) {
        session.output.line(&line);
    }
    Ok(Done::Whole)
}

fn cells(task: &Task) -> [String; 7] {
    let label = task
        .document_label
        .clone()
        .unwrap_or_else(|| "документ удалён".to_owned());
    let name = match task.form_title.as_str() {
        "" => label,
        form => format!("{label}, {form}"),
    };
    let state = match (task.state.as_str(), &task.sending_status) {
        ("done", Some(status)) => status.label.clone(),
        ("done", None) => "отправлен".to_owned(),
        ("waiting", _) => "ждёт".to_owned(),
        ("failed", _) => "не ушёл, решите вы".to_owned(),
        ("skipped", _) => "больше не нужно".to_owned(),
        ("dismissed", _) => "не отправлять".to_owned(),
        (other, _) => other.to_owned(),
    };
    [
        task.id.to_string(),
        task.rule_name.clone(),
        task.document_id.to_string(),
        name,
        state,
        words::moment(&task.due_at),
        task.text.clone().unwrap_or_default(),
    ]
}
