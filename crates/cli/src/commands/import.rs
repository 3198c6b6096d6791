//! `import`: files become documents.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::args::Import;
use crate::fault::{Done, Fault};
use crate::interrupt::interruptible;
use crate::session::{Session, read};
use crate::words;

#[derive(Deserialize)]
struct Taken {
    name: String,
    document_id: Option<i64>,
    already_known: bool,
    #[serde(default)]
    warnings: Vec<String>,
    error: Option<Refused>,
}

#[derive(Deserialize)]
struct Refused {
    message: String,
}

pub(crate) async fn run(session: &Session, wanted: &Import) -> Result<Done, Fault> {
    let mut results = Vec::new();
    let (mut good, mut bad) = (0, 0);
    for path in &wanted.files {
        let Some(result) = interruptible(&session.output, import_one(session, path)).await else {
            return Ok(Done::Interrupted);
        };
        let result = result?;
        if result.get("error").is_some() {
            bad += 1
        } else {
            good += 1
        }
        tell(session, &result)?;
        results.push(result);
    }
    if session.output.is_for_program() {
        session.output.json(&json!({ "results": results }));
    } else if good + bad > 1 {
        let files = words::count((good + bad) as u64, ["файл", "файла", "файлов"]);
        session
            .output
            .note(&format!("Всего: {files}, принято {good}, с ошибками {bad}."));
    }
    Ok(Done::of_bulk(good, bad))
}

/// One file at a time, so that a thousand of them need not lie in memory together.
async fn import_one(session: &Session, path: &Path) -> Result<Value, Fault> {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => return Ok(unreadable(path, &error)),
    };
    let request = json!({ "files": [{ "name": name, "content_base64": STANDARD.encode(bytes) }] });
    let mut answer = session.call("documents.import", request).await?;
    let result = answer.pointer_mut("/results/0").map(Value::take);
    result.ok_or_else(|| Fault::internal(&"an import without a result"))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Value {
    let shown = path.display();
    let reason = match error.kind() {
        std::io::ErrorKind::NotFound => "такого файла нет".to_owned(),
        std::io::ErrorKind::PermissionDenied => "нет прав на чтение".to_owned(),
        std::io::ErrorKind::IsADirectory => "это папка".to_owned(),
        _ => error.to_string(),
    };
    let message = format!(
        "Файл «{shown}» не читается: {reason}. Остальные файлы это не затронуло. Проверьте путь и права."
    );
    json!({
        "name": path.to_string_lossy(),
        "already_known": false,
        "warnings": [],
        "error": { "code": "file_unreadable", "message": message },
    })
}

fn tell(session: &Session, result: &Value) -> Result<(), Fault> {
    if session.output.is_for_program() {
        return Ok(());
    }
    let taken: Taken = read(result.clone())?;
    let (Some(id), None) = (taken.document_id, &taken.error) else {
        let message = taken.error.map(|error| error.message).unwrap_or_default();
        session
            .output
            .note(&format!("Не принят: {}. {message}", taken.name));
        return Ok(());
    };
    let name = &taken.name;
    session.output.line(&if taken.already_known {
        format!("Уже в реестре: {name}, документ {id}. Второй раз не добавлен.")
    } else {
        format!("Добавлен: {name}, документ {id}.")
    });
    for warning in &taken.warnings {
        session.output.note(&format!("  Обратите внимание: {warning}"));
    }
    Ok(())
}

/// What the program reads of an answer is what the contract promises.
#[cfg(test)]
mod tests {
    use super::{Taken, unreadable};
    use std::path::Path;

    #[test]
    fn a_missing_file_has_a_result_in_the_form_of_the_contract() {
        let error = std::io::Error::from(std::io::ErrorKind::NotFound);
        let result = unreadable(Path::new("/tmp/нет.pdf"), &error);
        let taken: Taken = serde_json::from_value(result).unwrap();
        let message = &taken.error.as_ref().unwrap().message;
        assert!(
            message.contains("/tmp/нет.pdf") && message.contains("такого файла нет"),
            "{message}"
        );
    }
}
