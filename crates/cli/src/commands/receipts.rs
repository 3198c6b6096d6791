//! `receipts`: receipt notices that go by themselves.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{certificates, firms, powers};
use crate::args::{Receipts, ReceiptsAction};
use crate::fault::{Done, Fault};
use crate::session::{Session, read};
use crate::table::{self, left, right};
use crate::words;

const NOTHING_CHANGED: &str = "Правило не изменено.";

#[derive(Deserialize)]
struct Rules {
    rules: Vec<Rule>,
}

#[derive(Deserialize)]
struct Rule {
    firm_id: i64,
    certificate_id: i64,
    last_run_at: Option<String>,
    receipts: u64,
    fault: Option<String>,
}

pub(crate) async fn run(session: &Session, wanted: &Receipts) -> Result<Done, Fault> {
    match &wanted.action {
        None | Some(ReceiptsAction::List) => list(session).await,
        Some(ReceiptsAction::On {
            certificate,
            power,
            firm,
        }) => on(session, certificate, power.as_deref(), firm.as_deref()).await,
        Some(ReceiptsAction::Off { firm }) => off(session, firm.as_deref()).await,
    }
}

async fn list(session: &Session) -> Result<Done, Fault> {
    let answer = session.call("receipt_rules.list", json!({})).await?;
    if session.output.is_for_program() {
        session.output.json(&answer);
        return Ok(Done::Whole);
    }
    let rules: Rules = read(answer)?;
    if rules.rules.is_empty() {
        session.output.note(
            "Извещения о получении подтверждает человек. Включить: surguch-cli receipts on --certificate №.",
        );
        return Ok(Done::Whole);
    }
    let firms = firms::all(session).await?;
    let columns = [
        left("Фирма", 40),
        right("Сертификат", 10),
        left("Было", 16),
        right("Отправлено", 10),
    ];
    let rows: Vec<[String; 4]> = (rules.rules.iter())
        .map(|rule| {
            let firm = firms.iter().find(|firm| firm.id == rule.firm_id);
            [
                firm.map_or_else(String::new, |firm| firm.name.clone()),
                rule.certificate_id.to_string(),
                rule.last_run_at.as_deref().map(words::moment).unwrap_or_default(),
                rule.receipts.to_string(),
            ]
        })
        .collect();
    for line in table::lines(&columns, &rows) {
        session.output.line(&line);
    }
    for fault in rules.rules.iter().filter_map(|rule| rule.fault.as_deref()) {
        session.output.note(fault);
    }
    Ok(Done::Whole)
}

async fn on(
    session: &Session,
    certificate: &str,
    power: Option<&str>,
    inn: Option<&str>,
) -> Result<Done, Fault> {
    let firm = firms::chosen(session, inn).await?.id;
    let certificate = certificates::named(session, certificate, NOTHING_CHANGED).await?;
    let power = match power {
        Some(number) => Some(powers::numbered(session, firm, number, NOTHING_CHANGED).await?),
        None => None,
    };
    let request = json!({
        "firm_id": firm, "certificate_id": certificate, "power_of_attorney_id": power,
    });
    let answer: Value = session.call("receipt_rules.set", request).await?;
    if session.output.is_for_program() {
        session.output.json(&answer);
        return Ok(Done::Whole);
    }
    let rule: Rule = read(answer)?;
    session.output.line(&format!(
        "Извещения о получении подписываются и отправляются сами при каждом обмене: сертификат № {}.",
        rule.certificate_id
    ));
    if let Some(fault) = &rule.fault {
        session.output.note(fault);
    }
    Ok(Done::Whole)
}

async fn off(session: &Session, inn: Option<&str>) -> Result<Done, Fault> {
    let firm = firms::chosen(session, inn).await?.id;
    session
        .call("receipt_rules.stop", json!({ "firm_id": firm }))
        .await?;
    if session.output.is_for_program() {
        session.output.json(&json!({ "firm_id": firm }));
    } else {
        session
            .output
            .line("Извещения о получении сами больше не отправляются. Те, что уже в очереди, уйдут.");
    }
    Ok(Done::Whole)
}
