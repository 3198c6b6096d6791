//! `diagnose`: is this computer ready to sign and to exchange documents?

use serde::Deserialize;
use serde_json::json;

use crate::fault::{Done, Fault};
use crate::session::{Session, read};

#[derive(Deserialize)]
struct Diagnosis {
    checks: Vec<Check>,
}

#[derive(Deserialize)]
struct Check {
    label: String,
    state: String,
    text: String,
    advice: String,
    fix: Option<Fix>,
}

#[derive(Deserialize)]
struct Fix {
    kind: String,
    value: Option<String>,
}

pub(crate) async fn run(session: &Session) -> Result<Done, Fault> {
    let answer = session.call("workplace.diagnose", json!({})).await?;
    let found: Diagnosis = read(answer.clone())?;
    if session.output.is_for_program() {
        session.output.json(&answer);
    } else {
        found.checks.iter().for_each(|check| tell(session, check));
    }
    Ok(worst(found.checks.iter().map(|check| check.state.as_str())))
}

fn tell(session: &Session, check: &Check) {
    let mark = match check.state.as_str() {
        "ok" => "хорошо",
        "warning" => "внимание",
        "problem" => "не работает",
        _ => "нет",
    };
    session.output.line(&format!("[{mark}] {}", check.label));
    session.output.line(&format!("    {}", check.text));
    if !check.advice.is_empty() {
        session.output.line(&format!("    {}", check.advice));
    }
    let command = check.fix.as_ref().filter(|fix| fix.kind == "copy");
    if let Some(command) = command.and_then(|fix| fix.value.as_deref()) {
        session.output.line(&format!("    {command}"));
    }
}

/// A problem outweighs every warning; what is not there is no trouble.
fn worst<'a>(states: impl Iterator<Item = &'a str>) -> Done {
    let mut done = Done::Whole;
    for state in states {
        match state {
            "problem" => return Done::Nothing,
            "warning" => done = Done::Partly,
            _ => {}
        }
    }
    done
}

#[cfg(test)]
mod tests {
    use super::worst;
    use crate::fault::Done;

    #[test]
    fn a_problem_outweighs_warnings_and_what_is_not_there_is_no_trouble() {
        let of = |states: &[&str]| worst(states.iter().copied());
        assert_eq!(of(&["ok", "not_here"]), Done::Whole);
        assert_eq!(of(&["ok", "warning", "not_here"]), Done::Partly);
        assert_eq!(of(&["warning", "problem", "ok"]), Done::Nothing);
    }
}
