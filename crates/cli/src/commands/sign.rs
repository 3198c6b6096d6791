//! `sign`: what will be signed is shown with its sum, then the key is asked for, then what was signed leaves.
//!
//! A client of the same jobs as the window. A job that a person gives up is ended, so that nothing waits for a PIN
//! afterwards; what was signed before stays signed and in the outbox.

use serde_json::{Value, json};

mod phone;
mod plan;
pub(super) mod signers;
mod work;

use super::bulk_job;
use super::send;
use super::show::Card;
use crate::args::Sign;
use crate::fault::{Done, Fault};
use crate::session::Session;
use crate::terminal::{ask_line, has_person, until_interrupted};
use work::Ended;

/// What a job does, and in which words a person hears of it.
pub(super) struct Order {
    /// Its name in the contract.
    pub action: &'static str,
    /// Somebody signs; else nobody is named to it.
    pub is_signed: bool,
    /// What it is told beside who signs.
    pub text: Option<String>,
    /// «Подписать?»
    pub question: &'static str,
    /// «не будет подписан»
    pub stays: &'static str,
    /// «не подписан»
    pub failed: &'static str,
    /// «К подписанию»
    pub sum: &'static str,
    /// What is true after a «нет».
    pub untouched: &'static str,
}

pub(crate) async fn run(session: &Session, wanted: &Sign) -> Result<Done, Fault> {
    let (action, question) = if wanted.send {
        ("sign_and_send", "Подписать и отправить?")
    } else {
        ("sign", "Подписать?")
    };
    let order = Order {
        action,
        is_signed: true,
        text: None,
        question,
        stays: "не будет подписан",
        failed: "не подписан",
        sum: "К подписанию",
        untouched: "Ничего не подписано и не отправлено. Документы не изменены.",
    };
    let signers = signers::chosen(session, wanted, action).await?;
    carried_out(session, wanted, &signers, &order).await
}

/// Plans the job, shows it, asks, and follows it to its end.
pub(super) async fn carried_out(
    session: &Session,
    wanted: &Sign,
    signers: &signers::Signers,
    order: &Order,
) -> Result<Done, Fault> {
    let selection = json!({ "ids": wanted.ids });
    let params = signers.params(wanted, order);
    let job = bulk_job::plan(session, order.action, &selection, &params).await?;
    let outcome = planned(session, wanted, (signers, order), job).await;
    // Nobody goes on with it later: whoever runs the command again plans anew.
    if bulk_job::job(session, job).await?.state != "done" {
        session.call("bulk.cancel", json!({ "id": job })).await?;
    }
    outcome
}

async fn planned(
    session: &Session,
    wanted: &Sign,
    (signers, order): (&signers::Signers, &Order),
    job: i64,
) -> Result<Done, Fault> {
    let plan = plan::Plan::of(session, order, job).await?;
    plan.show(session, (signers, order)).await?;
    if wanted.check || plan.ready.is_empty() {
        if session.output.is_for_program() {
            session
                .output
                .json(&json!({ "rows": plan.rows, "signers": signers.told() }));
        }
        return Ok(Done::of_bulk(plan.ready.len(), plan.blocked));
    }
    if !agrees(session, order).await? {
        session.output.note(order.untouched);
        return Ok(Done::Interrupted);
    }
    bulk_job::start(session, job).await?;
    let ended = work::done(session, job).await?;
    finished(session, (wanted, order), job, ended).await
}

/// A person says so once more; another program has said it by naming the documents.
async fn agrees(session: &Session, order: &Order) -> Result<bool, Fault> {
    let output = session.output;
    if output.is_for_program() || !has_person() {
        return Ok(true);
    }
    let words = format!("{} (да/нет): ", order.question);
    let typed = until_interrupted(&output, move || ask_line(&output, &words)).await?;
    Ok(typed.is_some_and(|word| word.to_lowercase() == "да"))
}

/// What was signed leaves, and every other document is told with its cause.
async fn finished(
    session: &Session,
    (wanted, order): (&Sign, &Order),
    job: i64,
    ended: Ended,
) -> Result<Done, Fault> {
    let rows = bulk_job::rows(session, job).await?;
    let shown = bulk_job::shown(&rows)?;
    let signed: Vec<i64> = (shown.iter())
        .filter(|row| row.state == "done")
        .map(|row| row.document_id)
        .collect();
    for row in shown.iter().filter(|row| row.state == "failed") {
        let (id, why) = (row.document_id, row.why());
        session
            .output
            .note(&format!("Документ {id} {}. {why}", order.failed));
    }
    let mut error = Value::Null;
    if let Ended::Fallen(fallen) = &ended {
        if signed.is_empty() {
            return Err(Fault::new(&fallen.code, fallen.message.clone()));
        }
        session.output.note(&fallen.message);
        error = json!({ "code": fallen.code, "message": fallen.message });
    }
    let is_interrupted = matches!(ended, Ended::Interrupted);
    let (kept, leaving) = kept_here(session, &signed).await?;
    if !kept.is_empty() {
        session.output.line(&format!(
            "Подписаны и не отправлены: {}. Подпись хранится у документа и уйдёт вместе с ним: surguch-cli send.",
            kept.len()
        ));
    }
    let left = if signed.is_empty() {
        Done::Nothing
    } else if leaving.is_empty() {
        Done::Whole
    } else if wanted.queue_only || is_interrupted {
        session.output.line(&format!(
            "Подписаны и стоят в очереди отправки: {}. Уйдут при следующем обмене.",
            leaving.len()
        ));
        Done::Whole
    } else {
        send::deliver(session, wanted.connection, &leaving).await?
    };
    if session.output.is_for_program() {
        session.output.json(&json!({ "rows": rows, "error": error }));
    }
    Ok(match Done::of_bulk(signed.len(), shown.len() - signed.len()) {
        _ if is_interrupted => Done::Interrupted,
        Done::Whole => left,
        partly => partly,
    })
}

/// Those that have not left, whose signature waits with them, and the others.
async fn kept_here(session: &Session, signed: &[i64]) -> Result<(Vec<i64>, Vec<i64>), Fault> {
    let (mut kept, mut leaving) = (Vec::new(), Vec::new());
    for &id in signed {
        let card: Card = session.read("documents.get", json!({ "id": id })).await?;
        match card.document.row.status.code.as_str() {
            "not_in_edo" => kept.push(id),
            _ => leaving.push(id),
        }
    }
    Ok((kept, leaving))
}
