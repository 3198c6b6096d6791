//! `send`: documents into the outbox, and out of it at once unless told otherwise.

use serde::Deserialize;
use serde_json::{Value, json};

use super::firms;
use super::list::Status;
use super::show::Card;
use super::sync;
use crate::args::Send;
use crate::fault::{Done, Fault};
use crate::interrupt::interruptible;
use crate::session::{Session, read};

#[derive(Deserialize)]
struct Answer {
    results: Vec<Sent>,
}

#[derive(Deserialize)]
struct Sent {
    id: i64,
    error: Option<Refused>,
}

#[derive(Deserialize)]
struct Refused {
    code: String,
    message: String,
}

#[derive(Deserialize)]
struct Counterparties {
    counterparties: Vec<Counterparty>,
}

#[derive(Deserialize)]
struct Counterparty {
    id: i64,
    name: String,
    inn: String,
    kpp: Option<String>,
}

#[derive(Deserialize)]
struct Connections {
    connections: Vec<Connection>,
}

#[derive(Deserialize)]
struct Connection {
    id: i64,
    firm_id: i64,
}

pub(crate) async fn run(session: &Session, wanted: &Send) -> Result<Done, Fault> {
    match interruptible(&session.output, queue(session, wanted)).await {
        None => Ok(Done::Interrupted),
        Some(queued) => {
            let (answer, done) = queued?;
            if done == Done::Nothing || wanted.queue_only || wanted.check {
                tell_program(session, &answer);
                return Ok(done);
            }
            let sent: Answer = read(answer.clone())?;
            let enqueued = sent.results.iter().filter(|one| one.error.is_none());
            let documents: Vec<i64> = enqueued.map(|one| one.id).collect();
            let reached = deliver(session, wanted.connection, &documents).await?;
            tell_program(session, &answer);
            Ok(if done == Done::Whole { reached } else { done })
        }
    }
}

fn tell_program(session: &Session, answer: &Value) {
    if session.output.is_for_program() {
        session.output.json(answer);
    }
}

/// Chooses the parties and puts the documents into the outbox.
async fn queue(session: &Session, wanted: &Send) -> Result<(Value, Done), Fault> {
    if let Some(to) = &wanted.to {
        let counterparty = find_counterparty(session, to).await?;
        for id in &wanted.ids {
            assign(session, *id, &counterparty, wanted.connection).await?;
        }
    }
    if wanted.check {
        return look_over(session, wanted).await;
    }
    let tags: Vec<Value> = wanted
        .tags
        .iter()
        .map(|(key, value)| json!({ "key": key, "value": value }))
        .collect();
    let request = json!({
        "ids": wanted.ids,
        "connection_id": wanted.connection,
        "comment": wanted.comment,
        "tags": tags,
        "departure": wanted.departure,
    });
    let answer = session.call("documents.send", request).await?;
    let sent: Answer = read(answer.clone())?;
    let mut good = 0;
    for one in &sent.results {
        match &one.error {
            Some(error) => tell_refused(session, one.id, error),
            None => good += 1,
        }
    }
    if wanted.queue_only && good > 0 {
        session.output.line(&format!(
            "В очереди отправки: {good}. Уйдут при следующем обмене."
        ));
    }
    let done = Done::of_bulk(good, sent.results.len() - good);
    Ok((answer, done))
}

#[derive(Deserialize)]
struct Looked {
    blockers: Vec<Finding>,
    warnings: Vec<Finding>,
}

#[derive(Deserialize)]
struct Finding {
    sentence: String,
}

/// What stands in the way of each document; nothing leaves.
async fn look_over(session: &Session, wanted: &Send) -> Result<(Value, Done), Fault> {
    let mut answers = Vec::new();
    let mut blocked = 0;
    for id in &wanted.ids {
        let request = json!({ "id": id, "connection_id": wanted.connection });
        let answer = session.call("documents.preflight", request).await?;
        let looked: Looked = read(answer.clone())?;
        for finding in &looked.blockers {
            session
                .output
                .line(&format!("Документ {id} не уйдёт. {}", finding.sentence));
        }
        for finding in &looked.warnings {
            session
                .output
                .line(&format!("Документ {id}. {}", finding.sentence));
        }
        if looked.blockers.is_empty() && looked.warnings.is_empty() {
            session.output.line(&format!("Документ {id} готов к отправке."));
        }
        blocked += usize::from(!looked.blockers.is_empty());
        answers.push(json!({ "id": id, "found": answer }));
    }
    let done = Done::of_bulk(wanted.ids.len() - blocked, blocked);
    Ok((json!({ "documents": answers }), done))
}

fn tell_refused(session: &Session, id: i64, error: &Refused) {
    session
        .output
        .note(&format!("Документ {id} не отправлен. {}", error.message));
    if matches!(error.code.as_str(), "no_firm" | "no_counterparty") {
        session
            .output
            .note(&format!("  В командной строке: surguch-cli send {id} --to ИНН"));
    }
}

/// One round, then how each of these documents stands, all of which are in the outbox.
pub(super) async fn deliver(
    session: &Session,
    connection: Option<i64>,
    documents: &[i64],
) -> Result<Done, Fault> {
    let round = session.call("sync.run", json!({ "connection_id": connection }));
    let Some(round) = interruptible(&session.output, round).await else {
        return Ok(Done::Interrupted);
    };
    let done = sync::ending(&read(round?)?);
    let mut unsent = 0;
    for &id in documents {
        let card: Card = session.read("documents.get", json!({ "id": id })).await?;
        unsent += usize::from(has_not_left(&card.document.row.status));
        if !session.output.is_for_program() {
            sync::tell_document(session, id).await?;
        }
    }
    Ok(match done {
        Done::Unreachable if unsent > 0 => {
            session.output.note(
                "Нет связи с оператором. Документы не потеряны: они в очереди и уйдут при следующем обмене \
                 (surguch-cli sync).",
            );
            Done::Unreachable
        }
        _ if unsent > 0 => Done::Partly,
        _ => Done::Whole,
    })
}

fn has_not_left(status: &Status) -> bool {
    matches!(status.code.as_str(), "queued" | "send_failed" | "send_unknown")
}

/// The counterparty of this ИНН: known, or found at the operator.
async fn find_counterparty(session: &Session, to: &str) -> Result<Counterparty, Fault> {
    let (inn, kpp) = match to.split_once('/') {
        Some((inn, kpp)) => (inn.trim(), Some(kpp.trim())),
        None => (to.trim(), None),
    };
    if let Some(found) = look_up(session, inn, kpp).await? {
        return Ok(found);
    }
    session.call("counterparties.sync", json!({})).await?;
    look_up(session, inn, kpp).await?.ok_or_else(|| {
        Fault::new(
            "counterparty_not_found",
            format!(
                "Контрагента с ИНН {to} нет ни в справочнике, ни у оператора. Документы не отправлены и остались в \
                 реестре. Проверьте ИНН и КПП или пригласите контрагента к обмену в кабинете оператора."
            ),
        )
    })
}

async fn look_up(session: &Session, inn: &str, kpp: Option<&str>) -> Result<Option<Counterparty>, Fault> {
    let found: Counterparties = session
        .read("counterparties.list", json!({ "query": inn, "limit": 1_000 }))
        .await?;
    let mut fitting: Vec<Counterparty> = found
        .counterparties
        .into_iter()
        .filter(|one| one.inn == inn && kpp.is_none_or(|kpp| one.kpp.as_deref() == Some(kpp)))
        .collect();
    if fitting.len() > 1 {
        let names: Vec<String> = fitting
            .iter()
            .map(|one| {
                format!(
                    "{} ({}/{})",
                    one.name,
                    one.inn,
                    one.kpp.as_deref().unwrap_or("без КПП")
                )
            })
            .collect();
        return Err(Fault::new(
            "counterparty_ambiguous",
            format!(
                "С ИНН {inn} в справочнике несколько контрагентов: {}. Документы не отправлены. Укажите ИНН/КПП.",
                names.join("; ")
            ),
        ));
    }
    Ok(fitting.pop())
}

/// Sets the other side; and our firm too, where the paper does not name it and only one can be meant.
async fn assign(
    session: &Session,
    document: i64,
    counterparty: &Counterparty,
    connection: Option<i64>,
) -> Result<(), Fault> {
    let card: Card = session.read("documents.get", json!({ "id": document })).await?;
    let firm = match card.document.firm {
        Some(_) => None,
        None => only_firm(session, connection).await?,
    };
    let request = json!({ "id": document, "firm_id": firm, "counterparty_id": counterparty.id });
    session.call("documents.assign", request).await.map(drop)
}

async fn only_firm(session: &Session, connection: Option<i64>) -> Result<Option<i64>, Fault> {
    if let Some(connection) = connection {
        let all: Connections = session.read("connections.list", json!({})).await?;
        let chosen = all.connections.into_iter().find(|one| one.id == connection);
        return Ok(chosen.map(|one| one.firm_id));
    }
    match firms::all(session).await?.as_slice() {
        [only] => Ok(Some(only.id)),
        _ => Ok(None),
    }
}
