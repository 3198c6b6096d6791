//! `counterparties`: who can be reached, the exchange with operators, invitations and answers.

mod via;

use std::path::Path;
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};

use super::check_signature::file;
use crate::args::{Counterparties, CounterpartiesAction, Whom};
use crate::fault::{Done, Fault};
use crate::interrupt::interruptible;
use crate::session::{Session, read};
use crate::{table, words};

/// How often the exchange is asked how far it is.
const LOOK_EVERY: Duration = Duration::from_millis(200);

#[derive(Deserialize)]
struct Listed {
    counterparties: Vec<Listing>,
    next: Option<i64>,
}

#[derive(Deserialize)]
struct Listing {
    id: i64,
    name: String,
    inn: String,
    kpp: Option<String>,
    edo: String,
    edo_reason: String,
}

#[derive(Deserialize)]
struct Relations {
    relations: Vec<Relation>,
}

#[derive(Clone, Deserialize)]
struct Relation {
    counterparty: Party,
    connection_id: i64,
    firm_name: String,
    box_id: String,
    partnership: String,
    partnership_label: String,
    since: Option<String>,
    words_from_them: String,
}

#[derive(Clone, Deserialize)]
struct Party {
    name: String,
    inn: String,
}

#[derive(Deserialize)]
struct Exchange {
    text: String,
    connections: Vec<ExchangeConnection>,
}

#[derive(Deserialize)]
struct ExchangeConnection {
    phases: Vec<Phase>,
}

#[derive(Deserialize)]
struct Phase {
    state: String,
}

pub(crate) async fn run(session: &Session, wanted: &Counterparties) -> Result<Done, Fault> {
    use CounterpartiesAction as Action;
    match &wanted.action {
        None => list(session, &[], None).await,
        Some(Action::List { words, edo }) => list(session, words, edo.as_deref()).await,
        Some(Action::Exchange) => exchange(session).await,
        Some(Action::Invitations) => invitations(session).await,
        Some(Action::Invite {
            whom,
            file,
            signature,
        }) => {
            let attached = match file {
                Some(path) => Some(attached(path, signature.as_deref())?),
                None => None,
            };
            act(session, "invite", whom, attached).await
        }
        Some(Action::Accept(whom)) => act(session, "accept", whom, None).await,
        Some(Action::Refuse(whom)) => act(session, "refuse", whom, None).await,
        Some(Action::Withdraw(whom)) => act(session, "withdraw", whom, None).await,
        Some(Action::Break(whom)) => act(session, "break", whom, None).await,
        Some(Action::Via {
            whom,
            through,
            through_kpp,
            straight,
        }) => {
            let choice = match through {
                Some(inn) => via::Choice::Through(Whom {
                    inn: inn.clone(),
                    kpp: through_kpp.clone(),
                    connection: whom.connection,
                    text: String::new(),
                }),
                None if *straight => via::Choice::Straight,
                None => via::Choice::Show,
            };
            via::run(session, whom, choice).await
        }
    }
}

async fn list(session: &Session, words: &[String], edo: Option<&str>) -> Result<Done, Fault> {
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let request = json!({ "query": words.join(" "), "edo": edo, "after": after, "limit": 500 });
        let answer = session.call("counterparties.list", request).await?;
        if session.output.is_for_program() {
            session.output.json(&answer);
        }
        let page: Listed = read(answer)?;
        rows.extend(page.counterparties);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    if session.output.is_for_program() {
        return Ok(Done::Whole);
    }
    let columns = [
        table::right("№", 8),
        table::left("Контрагент", 40),
        table::left("ИНН", 12),
        table::left("КПП", 9),
        table::left("Есть ЭДО", 10),
        table::left("Почему", 100),
    ];
    let rows: Vec<_> = rows
        .into_iter()
        .map(|row| {
            [
                row.id.to_string(),
                row.name,
                row.inn,
                row.kpp.unwrap_or_default(),
                yes_or_no(&row.edo).to_owned(),
                row.edo_reason,
            ]
        })
        .collect();
    for line in table::lines(&columns, &rows) {
        session.output.line(&line);
    }
    Ok(Done::Whole)
}

fn yes_or_no(edo: &str) -> &str {
    match edo {
        "yes" => "есть",
        "no" => "нет",
        _ => "неизвестно",
    }
}

async fn exchange(session: &Session) -> Result<Done, Fault> {
    session.call("exchange.start", json!({})).await?;
    let finished = async {
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            let answer = session.call("exchange.get", json!({})).await?;
            let is_running = answer.get("is_running").and_then(Value::as_bool);
            if is_running != Some(true) {
                return Ok::<Value, Fault>(answer);
            }
        }
    };
    let Some(answer) = interruptible(&session.output, finished).await else {
        session.call("exchange.cancel", json!({})).await?;
        return Ok(Done::Interrupted);
    };
    let answer = answer?;
    let ended: Exchange = read(answer.clone())?;
    if session.output.is_for_program() {
        session.output.json(&answer);
    } else {
        session.output.line(&ended.text);
    }
    let is_bad = |one: &&ExchangeConnection| one.phases.iter().any(|phase| phase.state == "failed");
    let bad = ended.connections.iter().filter(is_bad).count();
    Ok(Done::of_bulk(ended.connections.len() - bad, bad))
}

async fn invitations(session: &Session) -> Result<Done, Fault> {
    let answer = session.call("relations.invitations", json!({})).await?;
    if session.output.is_for_program() {
        session.output.json(&answer);
        return Ok(Done::Whole);
    }
    let found: Relations = read(answer)?;
    if found.relations.is_empty() {
        session.output.note("Приглашений нет.");
    }
    for one in found.relations {
        let since = one.since.as_deref().map(words::moment).unwrap_or_default();
        session.output.line(&table::one_line(&format!(
            "{}  {}  {}  {since}  {}",
            one.counterparty.inn, one.counterparty.name, one.firm_name, one.words_from_them
        )));
    }
    Ok(Done::Whole)
}

/// What the file of an invitation is in a request.
fn attached(path: &Path, signature: Option<&Path>) -> Result<Value, Fault> {
    let mut request = file(path)?;
    if let (Some(signature), Some(fields)) = (signature, request.as_object_mut()) {
        let signed = file(signature)?;
        let content = signed.get("content_base64").cloned().unwrap_or_default();
        fields.insert("signature_base64".to_owned(), content);
    }
    Ok(request)
}

/// The card that is meant: the only one with this ИНН, or the one with this КПП.
async fn counterparty(session: &Session, whom: &Whom) -> Result<i64, Fault> {
    let request = json!({ "query": whom.inn, "limit": 500 });
    let page: Listed = session.read("counterparties.list", request).await?;
    let mut found = page.counterparties;
    found.retain(|one| one.inn == whom.inn && (whom.kpp.is_none() || one.kpp == whom.kpp));
    match found.as_slice() {
        [only] => Ok(only.id),
        [] => Err(Fault::new(
            "counterparty_not_found",
            format!(
                "Контрагента с ИНН {} в программе нет. Ничего не изменено. Добавьте его в окне или загрузите из таблицы.",
                whom.inn
            ),
        )),
        _ => Err(Fault::new(
            "several_counterparties",
            format!(
                "С ИНН {} есть несколько карточек. Ничего не изменено. Укажите КПП ключом --kpp.",
                whom.inn
            ),
        )),
    }
}

/// Over which connection and to which box; the box is empty where none is known.
async fn place(session: &Session, kind: &str, whom: &Whom, id: i64) -> Result<(i64, String), Fault> {
    let card: Relations = session.read("counterparties.get", json!({ "id": id })).await?;
    let fits = |one: &&Relation| match kind {
        "invite" => !matches!(one.partnership.as_str(), "established" | "incoming" | "outgoing"),
        "accept" | "refuse" => one.partnership == "incoming",
        "withdraw" => one.partnership == "outgoing",
        _ => one.partnership == "established",
    };
    let mine = |one: &&Relation| whom.connection.is_none_or(|wanted| wanted == one.connection_id);
    let known: Vec<_> = card.relations.iter().filter(mine).collect();
    if let Some(one) = known.iter().find(|one| fits(one)).or(known.first()) {
        return Ok((one.connection_id, one.box_id.clone()));
    }
    let answer = session.call("connections.list", json!({})).await?;
    let ids: Vec<i64> = answer
        .get("connections")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|one| one.get("id").and_then(Value::as_i64))
        .filter(|id| whom.connection.is_none_or(|wanted| wanted == *id))
        .collect();
    match ids.as_slice() {
        [only] => Ok((*only, String::new())),
        _ => Err(Fault::new(
            "connection_not_chosen",
            "Непонятно, по какому подключению действовать. Ничего не изменено. Укажите номер ключом --connection; номера \
             показывает команда status.",
        )),
    }
}

async fn act(session: &Session, kind: &str, whom: &Whom, file: Option<Value>) -> Result<Done, Fault> {
    let id = counterparty(session, whom).await?;
    let (connection, box_id) = place(session, kind, whom, id).await?;
    let mut relation = json!({ "counterparty_id": id, "connection_id": connection });
    if let (false, Some(fields)) = (box_id.is_empty(), relation.as_object_mut()) {
        fields.insert("box_id".to_owned(), json!(box_id));
    }
    let request = json!({ "kind": kind, "relations": [relation], "words": whom.text, "file": file });
    let answer = session.call("relations.act", request).await?;
    if let Some(error) = answer.pointer("/results/0/error") {
        let text = |field: &str| error.get(field).and_then(Value::as_str).unwrap_or_default();
        return Err(Fault::new(text("code"), text("message")));
    }
    let act_id = answer.pointer("/results/0/act_id").and_then(Value::as_i64);
    session
        .call("sync.run", json!({ "connection_id": connection }))
        .await?;
    outcome(session, id, connection, act_id).await
}

/// What became of the act after one round, and how we stand since.
async fn outcome(session: &Session, id: i64, connection: i64, act: Option<i64>) -> Result<Done, Fault> {
    let acts = session.call("relations.acts", json!({})).await?;
    let open = acts
        .get("acts")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .find(|one| one.pointer("/act/id").and_then(Value::as_i64) == act)
        .cloned();
    if session.output.is_for_program() {
        session.output.json(&json!({ "act_id": act, "open": open }));
    }
    if let Some(open) = open {
        let text = |field: &str| open.pointer(field).and_then(Value::as_str).unwrap_or_default();
        if text("/act/state") == "failed" {
            return Err(Fault::new("relation_act_failed", text("/act/failure")));
        }
        session
            .output
            .note("Запрос в очереди или выполняется у оператора. Следующая команда sync узнает результат.");
        return Ok(Done::Whole);
    }
    let card: Relations = session.read("counterparties.get", json!({ "id": id })).await?;
    for one in card
        .relations
        .iter()
        .filter(|one| one.connection_id == connection)
    {
        session.output.note(&format!(
            "{}, {}: {}.",
            one.counterparty.name, one.firm_name, one.partnership_label
        ));
    }
    Ok(Done::Whole)
}
