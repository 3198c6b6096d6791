//! `counterparties via`: who signs documents for a counterparty before it does.

use serde::Deserialize;
use serde_json::{Value, json};

use super::counterparty;
use crate::args::Whom;
use crate::fault::{Done, Fault};
use crate::session::{Session, read};

/// What is asked for.
pub(super) enum Choice {
    /// To tell who it is.
    Show,
    /// Nobody.
    Straight,
    /// This one.
    Through(Whom),
}

#[derive(Deserialize)]
struct Ways {
    ways: Vec<Way>,
}

#[derive(Deserialize)]
struct Way {
    connection_id: i64,
    operator_title: String,
    box_name: String,
    boxes: Vec<WayBox>,
    chosen: Value,
    has_intermediaries: bool,
}

#[derive(Deserialize)]
struct WayBox {
    box_id: String,
    is_open: bool,
}

pub(super) async fn run(session: &Session, whom: &Whom, choice: Choice) -> Result<Done, Fault> {
    let id = counterparty(session, whom).await?;
    let mut way = one_way(session, whom, id).await?;
    let via = match choice {
        Choice::Show => return Ok(show(session, &way)),
        Choice::Straight => Value::Null,
        Choice::Through(between) => intermediary(session, &way, &between).await?,
    };
    if let Some(fields) = way.chosen.as_object_mut() {
        fields.insert("via".to_owned(), via);
    }
    let request = json!({
        "connection_id": way.connection_id,
        "counterparty_id": id,
        "chosen": way.chosen,
    });
    session.call("sending.choose", request).await?;
    Ok(show(session, &way))
}

/// The way to a counterparty; the connection must be named where there are several.
async fn one_way(session: &Session, whom: &Whom, id: i64) -> Result<Way, Fault> {
    let answer = session
        .call("sending.ways", json!({ "counterparty_id": id }))
        .await?;
    let mut ways = read::<Ways>(answer)?.ways;
    ways.retain(|way| whom.connection.is_none_or(|wanted| wanted == way.connection_id));
    let several = ways.len() > 1;
    match ways.pop() {
        Some(way) if !several && way.has_intermediaries => Ok(way),
        Some(way) if !several => Err(Fault::new(
            "no_intermediaries",
            format!(
                "У оператора «{}» промежуточных получателей нет. Ничего не изменено.",
                way.operator_title
            ),
        )),
        Some(_) => Err(Fault::new(
            "connection_not_chosen",
            "Контрагент доступен по нескольким подключениям. Ничего не изменено. Укажите номер ключом --connection; номера \
             показывает команда status.",
        )),
        None => Err(Fault::new(
            "no_box",
            "Ящик контрагента не найден. Ничего не изменено. Выполните «counterparties exchange»: программа поищет его по ИНН.",
        )),
    }
}

/// The open box of who shall stand between, at the same connection.
async fn intermediary(session: &Session, way: &Way, between: &Whom) -> Result<Value, Fault> {
    let id = counterparty(session, between).await?;
    let answer = session
        .call("sending.ways", json!({ "counterparty_id": id }))
        .await?;
    let ways = read::<Ways>(answer)?.ways;
    let same = ways
        .into_iter()
        .find(|one| one.connection_id == way.connection_id);
    let open = same.and_then(|one| one.boxes.into_iter().find(|one| one.is_open));
    let open = open.ok_or_else(|| {
        Fault::new(
            "intermediary_not_partner",
            "С этим промежуточным получателем обмен не установлен. Ничего не изменено. Пригласите его или выберите другого.",
        )
    })?;
    let card = session.call("counterparties.get", json!({ "id": id })).await?;
    let name = card.pointer("/counterparty/name").cloned();
    Ok(json!({ "box_id": open.box_id, "name": name.unwrap_or_default(), "department": null }))
}

fn show(session: &Session, way: &Way) -> Done {
    if session.output.is_for_program() {
        session.output.json(&way.chosen);
        return Done::Whole;
    }
    let name = way.chosen.pointer("/via/name").and_then(Value::as_str);
    session.output.line(&match name {
        Some(name) => format!("{}: промежуточный получатель — {name}.", way.box_name),
        None => format!("{}: документы идут напрямую.", way.box_name),
    });
    Done::Whole
}
