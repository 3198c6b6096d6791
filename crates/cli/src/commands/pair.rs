//! `pair`: a document that came and one of ours that is the same paper.

use serde::Deserialize;
use serde_json::{Value, json};

use super::list::Status;
use crate::args::Pair;
use crate::fault::{Done, Fault};
use crate::session::{Session, read};
use crate::table::one_line;

/// What is shown of a card.
#[derive(Deserialize)]
struct Card {
    pair: Option<Paired>,
    is_arrival: bool,
}

#[derive(Deserialize)]
struct Paired {
    id: i64,
    label: String,
    status: Status,
}

#[derive(Deserialize)]
struct Proposals {
    proposals: Vec<Proposal>,
}

#[derive(Deserialize)]
struct Proposal {
    id: i64,
    label: String,
    sentence: String,
}

pub(crate) async fn run(session: &Session, wanted: &Pair) -> Result<Done, Fault> {
    let decision = match (wanted.with, wanted.not_with, wanted.undo) {
        (Some(other), _, _) => Some(("pairs.accept", other, "Документы связаны.")),
        (_, Some(other), _) => Some(("pairs.refuse", other, "Больше этот документ не предлагается.")),
        (_, _, Some(other)) => Some(("pairs.undo", other, "Решение о документах забыто.")),
        _ => None,
    };
    let Some((command, other, told)) = decision else {
        return show(session, wanted.id).await;
    };
    let answer = session
        .call(command, json!({ "id": wanted.id, "other_id": other }))
        .await?;
    if session.output.is_for_program() {
        session.output.json(&answer);
    } else {
        session.output.line(told);
    }
    Ok(Done::Whole)
}

async fn show(session: &Session, id: i64) -> Result<Done, Fault> {
    let card: Value = session.call("documents.get", json!({ "id": id })).await?;
    let found = session.call("pairs.propose", json!({ "id": id })).await?;
    if session.output.is_for_program() {
        session
            .output
            .json(&json!({ "pair": card.get("pair"), "proposals": found.get("proposals") }));
        return Ok(Done::Whole);
    }
    let (card, found): (Card, Proposals) = (read(card)?, read(found)?);
    for line in lines(&card, &found) {
        session.output.line(&line);
    }
    Ok(Done::Whole)
}

fn lines(card: &Card, found: &Proposals) -> Vec<String> {
    if let Some(pair) = &card.pair {
        let label = one_line(&pair.label);
        return vec![format!(
            "Связан с документом {}: {label}. {}.",
            pair.id, pair.status.label
        )];
    }
    if found.proposals.is_empty() {
        let line = if card.is_arrival {
            "Похожего документа в учёте нет. Связать документ с нашим можно ключом --with."
        } else {
            "Документ не связан с входящим. Похожие документы ищутся для тех, которые пришли через ЭДО."
        };
        return vec![line.to_owned()];
    }
    let mut lines = vec!["Похоже на наш документ:".to_owned()];
    lines.extend(
        found
            .proposals
            .iter()
            .map(|one| format!("  {}: {}. {}", one.id, one_line(&one.label), one.sentence)),
    );
    lines
}
