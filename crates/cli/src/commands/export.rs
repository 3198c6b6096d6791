//! `export`: rows of the registry as a table on the disk.
//!
//! Progress goes to standard error. Ctrl-C ends the work after the rows under way; then there is no file.

use std::pin::pin;

use engine::ExportColumn;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::args::{Export, HappenedStep};
use crate::fault::{Done, Fault};
use crate::interrupt::interrupted;
use crate::session::{Session, read};

#[derive(Deserialize)]
struct Exported {
    blob: String,
    rows: u64,
}

pub(crate) async fn run(session: &Session, wanted: &Export) -> Result<Done, Fault> {
    let request = request(wanted)?;
    let Some(answer) = written(session, request).await? else {
        session
            .output
            .note("Экспорт прерван. Файл не создан, документы целы.");
        return Ok(Done::Interrupted);
    };
    let exported: Exported = read(answer)?;
    save(session, wanted, &exported.blob).await?;
    let output = session.output;
    if output.is_for_program() {
        output.json(&json!({ "file": wanted.out, "rows": exported.rows }));
    } else {
        output.line(&format!(
            "Записано в {}, строк: {}.",
            wanted.out.display(),
            exported.rows
        ));
    }
    Ok(Done::Whole)
}

/// What the words of the command line say, in the words of the contract.
fn request(wanted: &Export) -> Result<Value, Fault> {
    let mut filter = match &wanted.filter {
        None => Map::new(),
        Some(text) => serde_json::from_str(text).map_err(|_| not_a_filter())?,
    };
    let query = wanted.query.join(" ");
    let words = [
        ("query", (!query.is_empty()).then(|| json!(query))),
        (
            "statuses",
            (!wanted.statuses.is_empty()).then(|| json!(wanted.statuses)),
        ),
        ("issued_from", wanted.from.as_ref().map(|day| json!(day))),
        ("issued_to", wanted.to.as_ref().map(|day| json!(day))),
        ("happened", happened(&wanted.happened)),
    ];
    for (name, word) in words {
        if let Some(word) = word {
            filter.insert(name.to_owned(), word);
        }
    }
    let columns = if wanted.columns.is_empty() {
        ExportColumn::ALL.iter().map(|column| column.code()).collect()
    } else {
        json!(wanted.columns)
    };
    let sort: Vec<Value> = wanted.sort.iter().map(|column| sorted_by(column)).collect();
    Ok(json!({
        "selection": { "filter": filter },
        "sort": sort,
        "columns": columns,
        "format": wanted.format,
        "encoding": wanted.encoding,
    }))
}

/// The step that sendings took, as the filter has it.
pub(crate) fn happened(wanted: &HappenedStep) -> Option<Value> {
    let step = wanted.step.as_ref()?;
    Some(json!({ "step": step, "from": wanted.since, "to": wanted.until }))
}

/// `-total` begins with the greatest.
fn sorted_by(column: &str) -> Value {
    match column.strip_prefix('-') {
        Some(column) => json!({ "by": column, "descending": true }),
        None => json!({ "by": column, "descending": false }),
    }
}

/// The table, while progress is told; nothing when it was interrupted.
async fn written(session: &Session, request: Value) -> Result<Option<Value>, Fault> {
    let mut changes = session.engine.changes();
    let mut export = pin!(session.call("documents.export", request));
    let mut interruption = pin!(interrupted());
    let (mut told, mut is_ending) = (0, false);
    loop {
        tokio::select! {
            done = &mut export => return match done {
                Err(fault) if fault.code == "work_cancelled" => Ok(None),
                done => done.map(Some),
            },
            () = &mut interruption, if !is_ending => {
                let works = session.engine.works();
                if works.is_empty() {
                    return Ok(None);
                }
                works.iter().for_each(|work| session.engine.cancel_work(work.id));
                is_ending = true;
            }
            _ = changes.next() => told = tell(session, told),
        }
    }
}

/// Says how far the work is, every tenth of it once.
fn tell(session: &Session, told: usize) -> usize {
    let works = session.engine.works();
    let Some(work) = works.first().filter(|work| work.total > 0) else {
        return told;
    };
    let tenths = work.done * 10 / work.total;
    if tenths > told {
        session
            .output
            .note(&format!("Записано строк: {} из {}.", work.done, work.total));
    }
    tenths.max(told)
}

async fn save(session: &Session, wanted: &Export, blob: &str) -> Result<(), Fault> {
    let address = blob.parse().map_err(|error| Fault::internal(&error))?;
    let content = session.engine.file(address).await?;
    host::write_whole(&wanted.out, &content.bytes).map_err(|reason| {
        Fault::new(
            "file_not_saved",
            format!(
                "Файл {} не записан: {reason}. Документы целы. Укажите другое место.",
                wanted.out.display()
            ),
        )
    })
}

fn not_a_filter() -> Fault {
    Fault::new(
        "bad_request",
        "Условия после --filter — не объект JSON. Файл не создан. Пример: --filter '{\"direction\":\"outbound\"}'.",
    )
}

#[cfg(test)]
mod tests {
    use super::sorted_by;

    #[test]
    fn a_minus_begins_with_the_greatest() {
        assert_eq!(sorted_by("-total")["descending"], true);
        assert_eq!(sorted_by("date")["by"], "date");
    }
}
