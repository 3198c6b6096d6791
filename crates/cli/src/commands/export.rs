//! `export`: rows of the registry as a table on the disk.
//!
//! Progress goes to standard error. Ctrl-C ends the work after the rows under way; then there is no file.

use engine::ExportColumn;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::args::{Export, HappenedStep};
use crate::fault::{Done, Fault};
use crate::session::{Session, read};
use crate::watched::watched;

#[derive(Deserialize)]
struct Exported {
    blob: String,
    rows: u64,
}

pub(crate) async fn run(session: &Session, wanted: &Export) -> Result<Done, Fault> {
    let request = request(wanted)?;
    let work = session.call("documents.export", request);
    let Some(answer) = watched(session, work, "Записано строк").await? else {
        session
            .output
            .note("Экспорт прерван. Файл не создан, документы целы.");
        return Ok(Done::Interrupted);
    };
    let exported: Exported = read(answer)?;
    session.save(&exported.blob, &wanted.out).await?;
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
        Some(text) => serde_json::from_str(text).map_err(|_| Fault::not_a_filter())?,
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

#[cfg(test)]
mod tests {
    use super::sorted_by;

    #[test]
    fn a_minus_begins_with_the_greatest() {
        assert_eq!(sorted_by("-total")["descending"], true);
        assert_eq!(sorted_by("date")["by"], "date");
    }
}
