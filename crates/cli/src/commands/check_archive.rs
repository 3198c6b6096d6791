//! `check-archive`: an archive of documents from wherever it comes.

use std::fs::File;

use serde::Deserialize;
use serde_json::Value;

use super::check_signature::{Signer, not_read, worst};
use crate::args::CheckArchive;
use crate::fault::{Done, Fault};
use crate::session::{Session, read};
use crate::watched::watched;

#[derive(Deserialize)]
struct Checked {
    ok: bool,
    sha256: String,
    rows: Vec<Row>,
    gaps: Vec<Gap>,
    strangers: Vec<String>,
    texts: Vec<String>,
}

#[derive(Deserialize)]
struct Row {
    label: String,
    files: Vec<ArchivedFile>,
    signatures: Vec<Signature>,
}

#[derive(Deserialize)]
struct ArchivedFile {
    state: String,
    text: String,
}

#[derive(Deserialize)]
struct Signature {
    path: String,
    check: Option<Signer>,
}

#[derive(Deserialize)]
struct Gap {
    folder: String,
    text: String,
}

pub(crate) async fn run(session: &Session, wanted: &CheckArchive) -> Result<Done, Fault> {
    let archive = File::open(&wanted.file).map_err(|error| not_read(&wanted.file, &error))?;
    let work = async { Ok(api::check_archive(&session.engine, archive).await?) };
    let Some(answer) = watched(session, work, "Проверено документов").await? else {
        session
            .output
            .note("Проверка прервана. Архив и документы не изменены.");
        return Ok(Done::Interrupted);
    };
    let answer: Value = answer.read().map_err(|error| Fault::internal(&error))?;
    let checked: Checked = read(answer.clone())?;
    if session.output.is_for_program() {
        session.output.json(&answer);
    } else {
        tell(session, &checked);
    }
    Ok(done(&checked))
}

fn done(checked: &Checked) -> Done {
    if !checked.ok {
        return Done::Nothing;
    }
    let signatures = checked.rows.iter().flat_map(|row| &row.signatures);
    let standings = signatures.map(|one| {
        one.check
            .as_ref()
            .map_or("broken", |check| check.standing.as_str())
    });
    match worst(standings) {
        Done::Whole if !checked.gaps.is_empty() => Done::Partly,
        done => done,
    }
}

fn tell(session: &Session, checked: &Checked) {
    let output = session.output;
    for row in &checked.rows {
        let changed: Vec<&ArchivedFile> = row.files.iter().filter(|file| file.state != "intact").collect();
        if changed.is_empty() && row.signatures.is_empty() {
            continue;
        }
        output.line(&row.label);
        for file in changed {
            output.line(&format!("  {}", file.text));
        }
        for signature in &row.signatures {
            output.line(&format!("  Подпись {}", signature.path));
            match &signature.check {
                Some(check) => check
                    .texts
                    .iter()
                    .for_each(|text| output.line(&format!("    {text}"))),
                None => output.line("    Файл не читается как подпись."),
            }
        }
    }
    for stranger in &checked.strangers {
        output.line(&format!("Файла «{stranger}» нет в описи."));
    }
    for gap in &checked.gaps {
        match gap.folder.as_str() {
            "" => output.line(&gap.text),
            folder => output.line(&format!("{folder}: {}", gap.text)),
        }
    }
    for text in &checked.texts {
        output.line(text);
    }
    output.line(&format!("SHA-256 архива: {}.", checked.sha256));
}
