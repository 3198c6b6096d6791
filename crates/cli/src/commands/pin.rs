//! The PIN that a store of keys waits for: asked at the terminal, of a person or of nobody.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::fault::Fault;
use crate::session::Session;
use crate::terminal::{ask_line, ask_secret, has_person, until_interrupted};
use crate::words;

#[derive(Deserialize)]
struct Open {
    question: Option<Question>,
}

#[derive(Deserialize)]
struct Question {
    id: i64,
    token_label: String,
    /// A number, or a word.
    tries: Value,
    is_factory: bool,
    is_last: bool,
}

impl Question {
    /// What a person should know before the PIN is typed, a sentence each.
    fn warnings(&self) -> Vec<String> {
        let mut said = Vec::new();
        if self.is_factory {
            said.push(
                "На токене заводской ПИН-код. Его знает каждый: смените его в программе токена.".to_owned(),
            );
        }
        match (self.tries.as_u64(), self.tries.as_str()) {
            _ if self.is_last => {}
            (Some(left), _) => said.push(format!(
                "Осталось: {}.",
                words::count(left, ["попытка", "попытки", "попыток"])
            )),
            (None, Some("low")) => {
                said.push("Раньше ПИН-код вводили неверно, попыток осталось немного.".to_owned());
            }
            _ => {}
        }
        said
    }
}

/// Answers the question that waits, if there is one; whether there was. `nobody` is told where no person can be asked.
/// An empty line and Ctrl-C are refusals: nothing is tried.
pub(super) async fn answer(session: &Session, nobody: Fault) -> Result<bool, Fault> {
    let asked: Open = session.read("pin.open", json!({})).await?;
    let Some(question) = asked.question else {
        return Ok(false);
    };
    let id = json!({ "id": question.id });
    if !has_person() {
        session.call("pin.cancel", id).await?;
        return Err(nobody);
    }
    for warning in question.warnings() {
        session.output.note(&warning);
    }
    if question.is_last {
        if !agrees_to_last(session).await? {
            session.call("pin.cancel", id).await?;
            return Ok(true);
        }
        session.call("pin.consent_last", id.clone()).await?;
    }
    let words = format!("ПИН-код или пароль ключа «{}»: ", question.token_label);
    let typed = until_interrupted(&session.output, move || ask_secret(&words)).await?;
    match typed.filter(|pin| !pin.expose().is_empty()) {
        None => session.call("pin.cancel", id).await?,
        Some(pin) => {
            let answer = json!({ "id": question.id, "pin": pin.expose() });
            session.call("pin.answer", answer).await?
        }
    };
    Ok(true)
}

async fn agrees_to_last(session: &Session) -> Result<bool, Fault> {
    let output = session.output;
    let words = "Осталась последняя попытка: неверный ПИН-код заблокирует токен. Продолжить? (да/нет): ";
    let typed = until_interrupted(&output, move || ask_line(&output, words)).await?;
    Ok(typed.is_some_and(|word| word.to_lowercase() == "да"))
}
