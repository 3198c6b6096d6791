//! `powers`: powers of attorney, and in what position people sign by them.

use std::path::Path;

use serde::Deserialize;
use serde_json::{Value, json};

use super::check_signature::file;
use super::{certificates, firms};
use crate::args::{NewPower, PositionFrom, Powers, PowersAction, SignerWish};
use crate::fault::{Done, Fault};
use crate::session::{Session, read};
use crate::table::{self, left, right};

const NOTHING_CHANGED: &str = "Ничего не изменено.";

#[derive(Deserialize)]
struct Listed {
    powers: Vec<Power>,
}

#[derive(Deserialize)]
struct One {
    power: Power,
}

#[derive(Deserialize)]
struct Power {
    id: i64,
    firm_id: i64,
    number: String,
    label: String,
    representative_name: String,
    valid_to: Option<String>,
    problems: Vec<String>,
}

#[derive(Deserialize)]
struct Details {
    position: String,
    power_of_attorney_id: Option<i64>,
}

pub(crate) async fn run(session: &Session, wanted: &Powers) -> Result<Done, Fault> {
    match &wanted.action {
        None | Some(PowersAction::List) => list(session).await,
        Some(PowersAction::Add(power)) => add(session, power).await,
        Some(PowersAction::Remove { number, firm }) => remove(session, number, firm.as_deref()).await,
        Some(PowersAction::Signer(wish)) => signer(session, wish).await,
    }
}

async fn list(session: &Session) -> Result<Done, Fault> {
    let answer = session.call("powers.list", json!({})).await?;
    if session.output.is_for_program() {
        session.output.json(&answer);
        return Ok(Done::Whole);
    }
    let listed: Listed = read(answer)?;
    if listed.powers.is_empty() {
        session
            .output
            .note("Доверенностей в программе нет. Записать: surguch-cli powers add.");
        return Ok(Done::Whole);
    }
    let columns = [
        right("№", 6),
        left("Доверенность", 60),
        left("Кому", 40),
        left("До", 10),
    ];
    let rows: Vec<[String; 4]> = (listed.powers.iter())
        .map(|power| {
            [
                power.id.to_string(),
                power.label.clone(),
                power.representative_name.clone(),
                power.valid_to.clone().unwrap_or_default(),
            ]
        })
        .collect();
    for line in table::lines(&columns, &rows) {
        session.output.line(&line);
    }
    for power in &listed.powers {
        tell_problems(session, power);
    }
    Ok(Done::Whole)
}

fn tell_problems(session: &Session, power: &Power) {
    for problem in &power.problems {
        session
            .output
            .note(&format!("Доверенность {}: {problem}", power.label));
    }
}

async fn add(session: &Session, wanted: &NewPower) -> Result<Done, Fault> {
    let firm = firms::chosen(session, wanted.firm.as_deref()).await?.id;
    let certificate = match &wanted.certificate {
        Some(typed) => Some(certificates::named(session, typed, NOTHING_CHANGED).await?),
        None => None,
    };
    let file_of = |path: Option<&Path>| path.map(file).transpose();
    let request = json!({
        "firm_id": firm,
        "kind": wanted.kind.code(),
        "number": wanted.number,
        "principal_inn": wanted.principal_inn,
        "representative_name": wanted.representative,
        "representative_inn": wanted.representative_inn,
        "certificate_id": certificate,
        "valid_from": wanted.from,
        "valid_to": wanted.to,
        "issued_on": wanted.issued,
        "internal_number": wanted.internal_number,
        "internal_on": wanted.internal_date,
        "system": wanted.system,
        "issued_by": wanted.issued_by,
        "issuer": wanted.issuer,
        "goes_along": wanted.send_file,
        "file": file_of(wanted.file.as_deref())?,
        "signature": file_of(wanted.signature.as_deref())?,
    });
    let answer = session.call("powers.save", request).await?;
    if session.output.is_for_program() {
        session.output.json(&answer);
        return Ok(Done::Whole);
    }
    let saved: One = read(answer)?;
    session
        .output
        .line(&format!("Доверенность записана: {}.", saved.power.label));
    tell_problems(session, &saved.power);
    Ok(Done::Whole)
}

async fn remove(session: &Session, number: &str, inn: Option<&str>) -> Result<Done, Fault> {
    let firm = firms::chosen(session, inn).await?.id;
    let id = numbered(session, firm, number, NOTHING_CHANGED).await?;
    session.call("powers.remove", json!({ "id": id })).await?;
    if session.output.is_for_program() {
        session.output.json(&json!({ "id": id }));
    } else {
        session
            .output
            .line("Доверенность удалена из программы. То, что по ней подписано, остаётся как есть.");
    }
    Ok(Done::Whole)
}

async fn signer(session: &Session, wish: &SignerWish) -> Result<Done, Fault> {
    let firm = firms::chosen(session, wish.firm.as_deref()).await?.id;
    let certificate = certificates::named(session, &wish.certificate, NOTHING_CHANGED).await?;
    let power = match &wish.power {
        Some(number) => Some(numbered(session, firm, number, NOTHING_CHANGED).await?),
        None => None,
    };
    let source = wish.position_from.map_or("manual", PositionFrom::code);
    let request = json!({
        "firm_id": firm,
        "certificate_id": certificate,
        "position_source": source,
        "position": wish.position,
        "power_of_attorney_id": power,
    });
    let answer: Value = session.call("signing.save_signer", request).await?;
    if session.output.is_for_program() {
        session.output.json(&answer);
        return Ok(Done::Whole);
    }
    let saved: Details = read(answer)?;
    let position = match saved.position.as_str() {
        "" => "должность возьмёт оператор из своей карточки или из сертификата".to_owned(),
        position => format!("должность — {position}"),
    };
    let power = match saved.power_of_attorney_id {
        Some(_) => "доверенность запомнена",
        None => "доверенность программа выбирает сама",
    };
    session
        .output
        .line(&format!("Для следующих подписей: {position}, {power}."));
    Ok(Done::Whole)
}

/// The power of a firm by its number, or by that of its row in the list.
pub(super) async fn numbered(
    session: &Session,
    firm: i64,
    number: &str,
    nothing_done: &str,
) -> Result<i64, Fault> {
    let known: Listed = session.read("powers.list", json!({})).await?;
    let wanted = number.trim().trim_matches(['{', '}']).to_lowercase();
    let of_firm = || known.powers.iter().filter(|power| power.firm_id == firm);
    let by_number = of_firm().find(|power| power.number.to_lowercase() == wanted && !wanted.is_empty());
    let found = by_number.or_else(|| of_firm().find(|power| power.id.to_string() == wanted));
    found.map(|power| power.id).ok_or_else(|| {
        Fault::new(
            "power_of_attorney_not_found",
            format!(
                "Доверенности № {wanted} у фирмы в программе нет. {nothing_done} Запишите её командой powers add или назовите \
                 другую."
            ),
        )
    })
}
