//! The file by which one person gives views to another: names, conditions that mean the same everywhere, columns.
//!
//! Numbers of firms, companies and people mean something only in one database, so they stay at home, and that is
//! said; a kind goes by its code. The file comes from anybody: nothing in it is believed before it is understood.

use domain::KindId;
use engine::{Engine, SavedView, SavedViewBody};
use serde_json::{Map, Value, json};

use super::SharedViews;
use super::state::{condition_name, read as read_state, understood};
use crate::error::Failure;

const FORMAT: &str = "surguch-views";
/// Grows when an older program would misunderstand the file.
const VERSION: u64 = 1;
const LONGEST_FILE_BYTES: usize = 1024 * 1024;
const LONGEST_NAME: usize = 80;
/// Conditions that name a row of this database.
const AT_HOME: [&str; 4] = ["firm_id", "counterparty_id", "individual_id", "assignee_id"];

/// A view of a file.
pub(super) struct TakenView {
    pub(super) body: SavedViewBody,
    /// What of it was not taken, in sentences.
    pub(super) left_out: Vec<String>,
}

/// A file that was read.
pub(super) struct Read {
    pub(super) views: Vec<TakenView>,
    /// Views that could not be taken at all, in sentences.
    pub(super) left_out: Vec<String>,
}

/// The file of these views. `code_of` tells the code of a kind, if it has one.
pub(super) fn write(
    engine: &Engine,
    views: &[&SavedView],
    code_of: impl Fn(i64) -> Option<String>,
) -> SharedViews {
    let mut left_out = Vec::new();
    let entries: Vec<Value> = views
        .iter()
        .map(|view| {
            let kept = serde_json::from_str(&view.body.state).unwrap_or(Value::Null);
            let (state, kind_code, names) = for_others(kept, &code_of);
            let unknown = read_state(engine, &view.body.state).left_out;
            let names: Vec<String> = names.into_iter().filter(|name| !unknown.contains(name)).collect();
            left_out.extend(names.iter().map(|name| not_taken(&view.body.name, name)));
            let mut entry =
                json!({ "name": view.body.name, "is_pinned": view.body.is_pinned, "state": state });
            if let Some(fields) = entry.as_object_mut() {
                fields.extend(kind_code.map(|code| ("kind_code".to_owned(), code.into())));
                if !names.is_empty() {
                    fields.insert("left_out".to_owned(), names.into());
                }
            }
            entry
        })
        .collect();
    let file = json!({ "format": FORMAT, "version": VERSION, "views": entries });
    SharedViews {
        text: format!("{file:#}\n"),
        name: file_name(views),
        left_out,
    }
}

/// The state without what means something only here; the code of its kind; names of the conditions left out.
fn for_others(
    mut state: Value,
    code_of: impl Fn(i64) -> Option<String>,
) -> (Value, Option<String>, Vec<String>) {
    let mut left_out = Vec::new();
    let mut kind_code = None;
    if let Some(filter) = state.get_mut("filter").and_then(Value::as_object_mut) {
        for name in AT_HOME {
            if filter.remove(name).is_some() {
                left_out.push(condition_name(name));
            }
        }
        if let Some(kind) = filter.remove("kind_id") {
            kind_code = kind.as_i64().and_then(code_of);
            if kind_code.is_none() {
                left_out.push(condition_name("kind_id"));
            }
        }
    }
    (state, kind_code, left_out)
}

fn file_name(views: &[&SavedView]) -> String {
    let name = match views {
        [one] => one.body.name.as_str(),
        _ => "Виды документов",
    };
    let is_plain = |letter: &char| letter.is_alphanumeric() || " -_()№.,".contains(*letter);
    let plain: String = name.chars().filter(is_plain).collect();
    let plain = plain.trim_matches(|letter| letter == ' ' || letter == '.');
    format!(
        "{}.json",
        if plain.is_empty() {
            "Виды документов"
        } else {
            plain
        }
    )
}

/// The views of a file. `kind_of` tells the kind of a code, if there is one here.
pub(super) fn read(
    engine: &Engine,
    text: &str,
    kind_of: impl Fn(&str) -> Option<KindId>,
) -> Result<Read, Failure> {
    if text.len() > LONGEST_FILE_BYTES {
        return Err(not_a_file_of_views());
    }
    let file: Value =
        serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|_| not_a_file_of_views())?;
    if file.get("format").and_then(Value::as_str) != Some(FORMAT) {
        return Err(not_a_file_of_views());
    }
    match file.get("version").and_then(Value::as_u64) {
        Some(1..=VERSION) => {}
        Some(newer) if newer > VERSION => return Err(newer_file()),
        _ => return Err(not_a_file_of_views()),
    }
    let entries = file
        .get("views")
        .and_then(Value::as_array)
        .ok_or_else(not_a_file_of_views)?;
    let mut read = Read {
        views: Vec::new(),
        left_out: Vec::new(),
    };
    for (number, entry) in (1..).zip(entries) {
        match entry.as_object().and_then(|entry| taken(engine, entry, &kind_of)) {
            Some(view) => read.views.push(view),
            None => read
                .left_out
                .push(format!("Вид № {number} в файле без названия, он не добавлен.")),
        }
    }
    Ok(read)
}

fn taken(
    engine: &Engine,
    entry: &Map<String, Value>,
    kind_of: impl Fn(&str) -> Option<KindId>,
) -> Option<TakenView> {
    let name: String = entry
        .get("name")?
        .as_str()?
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    let name: String = name.trim().chars().take(LONGEST_NAME).collect();
    if name.trim().is_empty() {
        return None;
    }
    let state = entry.get("state").cloned().unwrap_or_default();
    // A number of somebody else's database would mean another firm here.
    let (mut state, _, mut names) = for_others(state, |_| None);
    let told = entry
        .get("left_out")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    names.extend(told.filter_map(Value::as_str).map(condition_name));
    if let Some(code) = entry.get("kind_code").and_then(Value::as_str) {
        let kind = kind_of(code);
        match (kind, state.get_mut("filter").and_then(Value::as_object_mut)) {
            (Some(kind), Some(filter)) => _ = filter.insert("kind_id".to_owned(), kind.0.into()),
            _ => names.push(condition_name("kind_id")),
        }
    }
    let understood = understood(engine, &state);
    names.extend(understood.left_out);
    names.sort_unstable();
    names.dedup();
    Some(TakenView {
        left_out: names
            .iter()
            .map(|condition| not_taken(&name, condition))
            .collect(),
        body: SavedViewBody {
            is_pinned: entry
                .get("is_pinned")
                .and_then(Value::as_bool)
                .unwrap_or_default(),
            state: super::state::checked(engine, &understood.state).ok()?,
            name,
        },
    })
}

fn not_taken(view: &str, condition: &str) -> String {
    format!("Вид «{view}»: условие «{condition}» не перенесено, его выбирают заново.")
}

fn not_a_file_of_views() -> Failure {
    Failure::new(
        "bad_views_file",
        "Это не файл видов, или он повреждён. Ничего не изменено. Попросите прислать файл ещё раз и повторите."
            .to_owned(),
    )
}

fn newer_file() -> Failure {
    Failure::new(
        "views_file_newer",
        "Файл видов сделан более новой версией программы. Ничего не изменено. Обновите программу и повторите."
            .to_owned(),
    )
}
