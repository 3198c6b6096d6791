//! `connect`: a firm's access to an operator, or to the training world.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde_json::{Value, json};

use super::certificates;
use super::log_in::{self, Known};
use super::rpc::standard_input;
use super::training_world;
use crate::args::Connect;
use crate::fault::{Done, Fault};
use crate::interrupt::interruptible;
use crate::session::Session;
use crate::terminal::{ask_line, ask_secret, has_person};
use crate::words;

#[derive(Deserialize)]
struct Operators {
    operators: Vec<Operator>,
}

#[derive(Deserialize)]
struct Operator {
    kind: String,
    title: String,
    log_ins: Vec<Way>,
}

#[derive(Deserialize)]
struct Way {
    id: String,
    kind: String,
    title: String,
    fields: Vec<Field>,
}

#[derive(Deserialize)]
struct Field {
    id: String,
    label: String,
    hint: String,
    is_secret: bool,
    is_optional: bool,
}

#[derive(Deserialize)]
struct Saved {
    id: i64,
}

#[derive(Deserialize)]
struct Found {
    found: u64,
}

pub(crate) async fn run(session: &Session, wanted: &Connect) -> Result<Done, Fault> {
    let connected = interruptible(&session.output, connect(session, wanted)).await;
    match connected {
        None => Ok(Done::Interrupted),
        Some(outcome) => outcome,
    }
}

#[derive(Deserialize)]
struct LoggedOut {
    page: Option<String>,
}

/// Takes the log-in back; the browser's own ends on a page of the operator.
async fn log_out(session: &Session, connection: i64) -> Result<Done, Fault> {
    let answer = session.call("log_in.out", json!({ "id": connection })).await?;
    if session.output.is_for_program() {
        session.output.json(&answer);
        return Ok(Done::Whole);
    }
    let left: LoggedOut = crate::session::read(answer)?;
    session.output.line(
        "Вход закончен, данные входа здесь забыты. Документы остались. Войти снова: surguch-cli connect ОПЕРАТОР --again №.",
    );
    if let Some(page) = left.page {
        session.output.line(&format!(
            "Чтобы закончить вход и в браузере, откройте страницу: {page}"
        ));
    }
    Ok(Done::Whole)
}

async fn connect(session: &Session, wanted: &Connect) -> Result<Done, Fault> {
    if let Some(connection) = wanted.log_out {
        return log_out(session, connection).await;
    }
    let request = match &wanted.sandbox {
        Some(address) => training_world::connection(address, wanted.inn.as_deref()).await?,
        None => typed_request(session, wanted).await?,
    };
    let mut request = request;
    if let (Some(history), Some(fields)) = (&wanted.history, request.as_object_mut()) {
        fields.insert("history_from".to_owned(), json!(history));
    }
    let answer = session.call("connections.save", request).await?;
    let saved: Saved = crate::session::read(answer.clone())?;
    let found: Found = session
        .read("counterparties.sync", json!({ "connection_id": saved.id }))
        .await?;
    if session.output.is_for_program() {
        session.output.json(&answer);
    } else {
        tell(session, saved.id, found.found).await?;
    }
    Ok(Done::Whole)
}

async fn tell(session: &Session, id: i64, found: u64) -> Result<(), Fault> {
    let all = session.call("connections.list", json!({})).await?;
    let connections = all.get("connections").and_then(Value::as_array);
    let ours = connections
        .into_iter()
        .flatten()
        .find(|connection| connection.get("id").and_then(Value::as_i64) == Some(id));
    let text = |place: &str| {
        ours.and_then(|connection| connection.pointer(place))
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    session.output.line(&format!(
        "Подключено: {}, {} (ИНН {}). Номер подключения {id}.",
        text("/operator_title"),
        text("/box/name"),
        text("/box/inn"),
    ));
    session.output.line(&format!(
        "Из справочника оператора получено: {}.",
        words::count(found, ["контрагент", "контрагента", "контрагентов"])
    ));
    Ok(())
}

async fn typed_request(session: &Session, wanted: &Connect) -> Result<Value, Fault> {
    let kind = wanted.operator.as_deref().unwrap_or_default();
    let known: Operators = session.read("operators.list", json!({})).await?;
    let operator = known
        .operators
        .iter()
        .find(|operator| operator.kind == kind)
        .ok_or_else(|| unknown_operator(kind, &known))?;
    let before = match wanted.again {
        Some(id) => Some(log_in::known(session, id).await?),
        None => None,
    };
    let way = way(operator, wanted.log_in.as_deref(), before.as_ref())?;
    let mut typed = match &before {
        // What is not in the file stays as it was.
        Some(_) => wanted
            .credentials
            .as_deref()
            .map(from_file)
            .transpose()?
            .unwrap_or_default(),
        None => credentials(session, operator, way, wanted.credentials.as_deref())?,
    };
    let address = wanted
        .address
        .clone()
        .or(before.as_ref().map(|before| before.address.clone()));
    let (credentials, log_in) = if way.kind == "typed" {
        typed.insert("log_in".to_owned(), way.id.clone());
        (typed, None)
    } else {
        let certificate = match &wanted.certificate {
            Some(typed) => Some(certificates::named(session, typed, "Вход не начат.").await?),
            None => None,
        };
        let begin = json!({
            "connection_id": wanted.again,
            "operator": kind,
            "address": address,
            "log_in": way.id,
            "credentials": typed,
            "certificate_id": certificate,
            "redirect_port": wanted.port,
        });
        (BTreeMap::new(), Some(log_in::run(session, begin).await?))
    };
    Ok(json!({
        "id": wanted.again,
        "operator": kind,
        "address": address,
        "box_id": before.map(|before| before.box_id).or_else(|| wanted.box_id.clone()),
        "credentials": credentials,
        "log_in": log_in,
    }))
}

/// The way that was asked for, else that of the connection, else the usual one.
fn way<'a>(operator: &'a Operator, asked: Option<&str>, before: Option<&Known>) -> Result<&'a Way, Fault> {
    let id = asked.or(before.and_then(|before| before.log_in.as_deref()));
    let found = match id {
        Some(id) => operator.log_ins.iter().find(|way| way.id == id),
        None => operator.log_ins.first(),
    };
    found.ok_or_else(|| {
        let names: Vec<String> = (operator.log_ins.iter())
            .map(|way| format!("{} ({})", way.id, way.title))
            .collect();
        Fault::new(
            "log_in_way",
            format!(
                "{} не знает такого способа входа. Ничего не изменено. Возможны: {}.",
                operator.title,
                names.join(", ")
            ),
        )
    })
}

fn unknown_operator(kind: &str, known: &Operators) -> Fault {
    let names: Vec<String> = known
        .operators
        .iter()
        .map(|operator| format!("{} ({})", operator.kind, operator.title))
        .collect();
    Fault::new(
        "unknown_operator",
        format!(
            "Оператора «{kind}» программа не знает. Ничего не изменено. Известны: {}.",
            names.join(", ")
        ),
    )
}

/// From the file, and what it lacks from the person at the terminal.
fn credentials(
    session: &Session,
    operator: &Operator,
    way: &Way,
    file: Option<&Path>,
) -> Result<BTreeMap<String, String>, Fault> {
    let mut credentials = match file {
        Some(path) => from_file(path)?,
        None => BTreeMap::new(),
    };
    let given = |field: &&Field| credentials.get(&field.id).is_some_and(|value| !value.is_empty());
    let missing: Vec<&Field> = way
        .fields
        .iter()
        .filter(|field| !field.is_optional && !given(field))
        .collect();
    if missing.is_empty() {
        return Ok(credentials);
    }
    let read_by_program = file.is_some_and(|path| path == Path::new("-"));
    if read_by_program || !has_person() {
        return Err(missing_fields(operator, &missing));
    }
    session
        .output
        .note(&format!("{}: укажите данные доступа.", operator.title));
    for field in missing {
        session.output.note(&field.hint);
        let question = format!("{}: ", field.label);
        let answer = if field.is_secret {
            ask_secret(&question)?.expose().to_owned()
        } else {
            ask_line(&session.output, &question)?
        };
        credentials.insert(field.id.clone(), answer);
    }
    Ok(credentials)
}

fn missing_fields(operator: &Operator, missing: &[&Field]) -> Fault {
    let names: Vec<String> = missing
        .iter()
        .map(|field| format!("«{}» (поле {})", field.label, field.id))
        .collect();
    Fault::new(
        "credentials_missing",
        format!(
            "Для подключения к {} не хватает: {}. Ничего не изменено. Допишите их в файл, указанный ключом \
             --credentials, или запустите команду в терминале: она спросит.",
            operator.title,
            names.join(", ")
        ),
    )
}

fn from_file(path: &Path) -> Result<BTreeMap<String, String>, Fault> {
    let text = if path == Path::new("-") {
        standard_input()?
    } else {
        std::fs::read_to_string(path).map_err(|error| unreadable(path, &error))?
    };
    // The reason is not shown: serde repeats the value that it stumbled over.
    serde_json::from_str(&text).map_err(|error| {
        Fault::new(
            "bad_credentials_file",
            format!(
                "Файл с данными доступа составлен неверно: строка {}, знак {}. Ничего не изменено. Нужен объект JSON \
                 с текстовыми полями, например {{\"login\": \"…\", \"password\": \"…\"}}.",
                error.line(),
                error.column()
            ),
        )
    })
}

fn unreadable(path: &Path, error: &std::io::Error) -> Fault {
    let reason = match error.kind() {
        std::io::ErrorKind::NotFound => "такого файла нет".to_owned(),
        std::io::ErrorKind::PermissionDenied => "нет прав на чтение".to_owned(),
        _ => error.to_string(),
    };
    Fault::new(
        "bad_credentials_file",
        format!(
            "Файл с данными доступа «{}» не читается: {reason}. Ничего не изменено. Проверьте путь.",
            path.display()
        ),
    )
}
