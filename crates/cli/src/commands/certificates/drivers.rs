//! `certificates driver`: modules of tokens in unusual places.

use serde::Deserialize;
use serde_json::json;

use crate::args::DriverAction;
use crate::fault::{Done, Fault};
use crate::session::{Session, read};
use crate::table;

#[derive(Deserialize)]
struct Listed {
    modules: Vec<Module>,
}

#[derive(Deserialize)]
struct Module {
    place: usize,
    name: String,
    is_there: bool,
}

pub(super) async fn run(session: &Session, action: Option<&DriverAction>) -> Result<Done, Fault> {
    match action {
        None | Some(DriverAction::List) => {}
        // The contract takes no path; here a person typed it.
        Some(DriverAction::Add { file }) => session.engine.add_token_module(file.clone()).await?,
        Some(DriverAction::Forget { number }) => {
            let Some(place) = number.checked_sub(1) else {
                return Err(no_such_driver());
            };
            let known: Listed = session.read("tokens.list", json!({})).await?;
            if place >= known.modules.len() {
                return Err(no_such_driver());
            }
            session.call("tokens.forget", json!({ "place": place })).await?;
        }
    }
    list(session).await
}

async fn list(session: &Session) -> Result<Done, Fault> {
    let answer = session.call("tokens.list", json!({})).await?;
    let output = session.output;
    if output.is_for_program() {
        output.json(&answer);
        return Ok(Done::Whole);
    }
    let listed: Listed = read(answer)?;
    if listed.modules.is_empty() {
        output.line("Драйверов, добавленных вручную, нет. Драйверы в обычных местах программа находит сама.");
        return Ok(Done::Whole);
    }
    let rows: Vec<[String; 3]> = listed.modules.iter().map(row).collect();
    let columns = [
        table::right("№", 4),
        table::left("Драйвер", 50),
        table::left("Файл", 12),
    ];
    for line in table::lines(&columns, &rows) {
        output.line(&line);
    }
    Ok(Done::Whole)
}

fn row(module: &Module) -> [String; 3] {
    let state = if module.is_there {
        "на месте"
    } else {
        "файла нет"
    };
    [
        (module.place + 1).to_string(),
        module.name.clone(),
        state.to_owned(),
    ]
}

fn no_such_driver() -> Fault {
    Fault::new(
        "bad_request",
        "Драйвера с таким номером в списке нет. Ничего не изменено. Номера показывает certificates driver.",
    )
}
