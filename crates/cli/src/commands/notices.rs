//! `notices`: what is told, and when.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::args::{Notices, NoticesAction, NoticesWish};
use crate::fault::{Done, Fault};
use crate::session::{Session, read};
use crate::table::{self, left};
use crate::words;

const DAYS: [&str; 7] = ["пн", "вт", "ср", "чт", "пт", "сб", "вс"];
const FEW: u32 = 30;

#[derive(Deserialize)]
struct List {
    notices: Vec<Notice>,
    unread: u64,
}

#[derive(Deserialize)]
struct Notice {
    title: String,
    body: String,
    at: String,
    read: bool,
}

#[derive(Deserialize)]
struct Settings {
    kinds: Vec<Choice>,
    quiet: Option<Quiet>,
    wording: String,
}

#[derive(Deserialize)]
struct Choice {
    kind: String,
    is_told: bool,
}

#[derive(Deserialize)]
struct Quiet {
    from: String,
    to: String,
    days: [bool; 7],
}

pub(crate) async fn run(session: &Session, wanted: &Notices) -> Result<Done, Fault> {
    match &wanted.action {
        None | Some(NoticesAction::List) => list(session).await,
        Some(NoticesAction::Settings(wish)) => settings(session, wish).await,
        Some(NoticesAction::Test) => {
            session.call("notices.test", json!({})).await?;
            session.output.note("Уведомление показано.");
            Ok(Done::Whole)
        }
    }
}

async fn list(session: &Session) -> Result<Done, Fault> {
    let answer = session.call("notices.list", json!({ "limit": FEW })).await?;
    if session.output.is_for_program() {
        session.output.json(&answer);
        return Ok(Done::Whole);
    }
    let list: List = read(answer)?;
    let columns = [
        left("Когда", 16),
        left("", 5),
        left("Что", 44),
        left("Подробности", 80),
    ];
    let rows: Vec<[String; 4]> = list
        .notices
        .into_iter()
        .map(|notice| {
            let mark = if notice.read { "" } else { "новое" };
            [
                words::moment(&notice.at),
                mark.to_owned(),
                notice.title,
                notice.body,
            ]
        })
        .collect();
    if rows.is_empty() {
        session.output.note("Уведомлений нет.");
        return Ok(Done::Whole);
    }
    for line in table::lines(&columns, &rows) {
        session.output.line(&line);
    }
    session
        .output
        .note(&format!("Новых уведомлений: {}.", list.unread));
    Ok(Done::Whole)
}

async fn settings(session: &Session, wish: &NoticesWish) -> Result<Done, Fault> {
    if wish.is_any() {
        let mut chosen = session.call("notices.settings", json!({})).await?;
        change(&mut chosen, wish);
        session.call("notices.save_settings", chosen).await?;
    }
    let answer = session.call("notices.settings", json!({})).await?;
    if session.output.is_for_program() {
        session.output.json(&answer);
        return Ok(Done::Whole);
    }
    let settings: Settings = read(answer)?;
    let columns = [left("Код", 12), left("О чём", 60), left("", 12)];
    let rows: Vec<[String; 3]> = settings
        .kinds
        .iter()
        .map(|choice| {
            let told = if choice.is_told {
                "сообщать"
            } else {
                "молчать"
            };
            [
                choice.kind.clone(),
                name(&choice.kind).to_owned(),
                told.to_owned(),
            ]
        })
        .collect();
    for line in table::lines(&columns, &rows) {
        session.output.line(&line);
    }
    session.output.line(&match settings.quiet {
        None => "Тихих часов нет.".to_owned(),
        Some(quiet) => {
            let days = DAYS.iter().zip(quiet.days).filter(|(_, is_quiet)| *is_quiet);
            let days: Vec<&str> = days.map(|(day, _)| *day).collect();
            format!(
                "Тихие часы: с {} до {}, {}.",
                quiet.from,
                quiet.to,
                days.join(", ")
            )
        }
    });
    session.output.line(if settings.wording == "named" {
        "На рабочем столе видны имена и суммы."
    } else {
        "На рабочем столе имён и сумм нет."
    });
    Ok(Done::Whole)
}

fn change(chosen: &mut Value, wish: &NoticesWish) {
    if let Some(kinds) = chosen.get_mut("kinds").and_then(Value::as_array_mut) {
        for choice in &mut *kinds {
            let is = |codes: &[String]| {
                codes
                    .iter()
                    .any(|code| choice.get("kind").is_some_and(|kind| kind == code))
            };
            let told = (is(&wish.on), is(&wish.off));
            if let Some(place) = choice.get_mut("is_told") {
                match told {
                    (true, _) => *place = json!(true),
                    (false, true) => *place = json!(false),
                    (false, false) => {}
                }
            }
        }
        // A slip of the pen is told by the contract.
        let known = |code: &String| {
            kinds
                .iter()
                .any(|choice| choice.get("kind").is_some_and(|kind| kind == code))
        };
        let odd: Vec<&String> = wish
            .on
            .iter()
            .chain(&wish.off)
            .filter(|code| !known(code))
            .collect();
        let odd: Vec<Value> = odd
            .into_iter()
            .map(|code| json!({ "kind": code, "is_told": true }))
            .collect();
        kinds.extend(odd);
    }
    let mut set = |name: &str, value: Value| {
        if let Some(all) = chosen.as_object_mut() {
            all.insert(name.to_owned(), value);
        }
    };
    if wish.no_quiet {
        set("quiet", Value::Null);
    }
    if let Some(hours) = &wish.quiet {
        let (from, to) = hours.split_once('-').unwrap_or((hours, ""));
        let days: Vec<bool> = (1..=7)
            .map(|day| wish.days.is_empty() || wish.days.contains(&day))
            .collect();
        set(
            "quiet",
            json!({ "from": from.trim(), "to": to.trim(), "days": days }),
        );
    }
    if let Some(names) = &wish.names {
        set("wording", json!(if names == "yes" { "named" } else { "bare" }));
    }
}

fn name(kind: &str) -> &str {
    match kind {
        "connection" => "обмен с оператором остановлен",
        "failed" => "документ не ушёл, не доставлен или с ошибкой",
        "refused" => "отказ, уточнение, разногласия",
        "revoked" => "аннулирование",
        "incoming" => "пришёл документ",
        "rule" => "значимое событие не отправило документ",
        "ending" => "заканчивается сертификат или доверенность",
        "invitation" => "приглашение к обмену",
        "signed" => "документ подписан",
        other => other,
    }
}
