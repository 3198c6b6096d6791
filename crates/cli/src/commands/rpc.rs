//! `rpc`: a command of the contract as it is.

use std::io::Read;

use serde_json::{Map, Value};

use crate::args::Rpc;
use crate::fault::{Done, Fault};
use crate::interrupt::interruptible;
use crate::output::Output;
use crate::session::Session;

/// The names of all commands.
pub(crate) fn list(output: &Output) -> Done {
    api::COMMANDS.iter().for_each(|command| output.line(command));
    Done::Whole
}

pub(crate) async fn run(session: &Session, wanted: &Rpc) -> Result<Done, Fault> {
    let command = wanted.command.as_deref().unwrap_or_default();
    let request = request(wanted.request.as_deref())?;
    match interruptible(&session.output, session.call(command, request)).await {
        Some(answer) => session.output.json(&answer?),
        None => return Ok(Done::Interrupted),
    }
    Ok(Done::Whole)
}

fn request(typed: Option<&str>) -> Result<Value, Fault> {
    match typed {
        None => Ok(Value::Object(Map::new())),
        Some("-") => parsed(&standard_input()?),
        Some(text) => {
            let request = parsed(text)?;
            if request.get("credentials").is_some() {
                return Err(Fault::new(
                    "secret_in_arguments",
                    "Данные доступа нельзя передавать в командной строке: её видят другие программы. Ничего не \
                     изменено. Поставьте вместо запроса знак «-» и передайте запрос через стандартный ввод.",
                ));
            }
            Ok(request)
        }
    }
}

fn parsed(text: &str) -> Result<Value, Fault> {
    serde_json::from_str(text).map_err(|error| {
        Fault::new(
            "bad_json",
            format!(
                "Запрос — не JSON: ошибка в строке {}, знак {}. Ничего не изменено. Исправьте запрос.",
                error.line(),
                error.column()
            ),
        )
    })
}

/// Everything that comes through the standard input.
pub(crate) fn standard_input() -> Result<String, Fault> {
    let mut text = String::new();
    std::io::stdin().lock().read_to_string(&mut text).map_err(|_| {
        Fault::new(
            "bad_input",
            "Стандартный ввод не читается как текст UTF-8. Ничего не изменено. Передайте запрос заново.",
        )
    })?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::request;

    #[test]
    fn passwords_are_not_taken_from_the_command_line() {
        let typed = r#"{"operator":"diadoc","credentials":{"password":"Тайна-42"}}"#;
        let fault = request(Some(typed)).unwrap_err();
        assert_eq!(fault.code, "secret_in_arguments");
        assert!(!fault.message.contains("Тайна-42"));
    }

    #[test]
    fn a_slip_in_the_request_is_shown_by_its_place_and_not_repeated() {
        let fault = request(Some("{\"query\": тайна}")).unwrap_err();
        assert_eq!(fault.code, "bad_json");
        assert!(
            fault.message.contains("строке 1") && !fault.message.contains("тайна"),
            "{}",
            fault.message
        );
        assert_eq!(request(None).unwrap(), serde_json::json!({}));
    }
}
