//! `print`: print forms of documents as one PDF on the disk.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::args::Print;
use crate::fault::{Done, Fault};
use crate::interrupt::interruptible;
use crate::session::{Session, read};

#[derive(Deserialize)]
struct Printed {
    blob: String,
    pages: u64,
    results: Vec<Outcome>,
}

#[derive(Deserialize)]
struct Outcome {
    id: i64,
    error: Option<Refused>,
}

#[derive(Deserialize)]
struct Refused {
    message: String,
}

pub(crate) async fn run(session: &Session, wanted: &Print) -> Result<Done, Fault> {
    let request = json!({ "ids": wanted.ids, "form": wanted.form, "copy_for_viewing": wanted.copy });
    let Some(answer) = interruptible(&session.output, session.call("documents.print", request)).await else {
        return Ok(Done::Interrupted);
    };
    let answer = answer?;
    let printed: Printed = read(answer.clone())?;
    session.save(&printed.blob, &wanted.out).await?;
    let bad = printed
        .results
        .iter()
        .filter(|outcome| outcome.error.is_some())
        .count();
    tell(session, wanted, &printed, &answer);
    Ok(Done::of_bulk(printed.results.len() - bad, bad))
}

fn tell(session: &Session, wanted: &Print, printed: &Printed, answer: &Value) {
    let output = session.output;
    if output.is_for_program() {
        output.json(&json!({ "file": wanted.out, "pages": printed.pages, "results": answer.get("results") }));
        return;
    }
    output.line(&format!(
        "Записано в {}, страниц: {}.",
        wanted.out.display(),
        printed.pages
    ));
    for outcome in &printed.results {
        if let Some(error) = &outcome.error {
            output.note(&format!(
                "Не напечатан документ {}. {}",
                outcome.id, error.message
            ));
        }
    }
}
