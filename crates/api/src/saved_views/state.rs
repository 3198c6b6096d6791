//! What a view shows, as it is kept. Strict where a person saves it: a condition that is not known is refused. Lenient
//! where it is read again: another version of the program may have written it, so what is not understood is left out
//! and told, and the rest goes on.

use engine::{DocumentQuery, Engine};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ts_rs::TS;

use crate::error::Failure;
use crate::filter::{DocumentFilter, Place, Sort, order};

/// More columns than any version of the registry will have.
const MOST_COLUMNS: usize = 100;
const LONGEST_COLUMN_ID: usize = 40;

/// What a view shows, and how.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct ViewState {
    pub filter: DocumentFilter,
    /// Newest first when absent or empty.
    pub sort: Option<Vec<Sort>>,
    /// In this order; as usual when absent. Columns that are not known are kept and shown by nobody.
    pub columns: Option<Vec<ViewColumn>>,
    pub density: Option<Density>,
    /// So many columns from the left stay where they are when the rest is moved aside; as usual when absent.
    pub frozen: Option<u32>,
}

/// A column of a view.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct ViewColumn {
    pub id: String,
    pub width: Option<f64>,
    pub is_hidden: Option<bool>,
}

/// How close the rows stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Density {
    Compact,
    Roomy,
}

/// A state that was read.
pub(super) struct Understood {
    /// Of what was understood.
    pub(super) state: ViewState,
    /// The question to the registry.
    pub(super) query: DocumentQuery,
    /// Names of the conditions that were not.
    pub(super) left_out: Vec<String>,
}

/// The state as it is kept, once every condition is known to be understood.
pub(super) fn checked(engine: &Engine, state: &ViewState) -> Result<String, Failure> {
    let refused = |place: &str, reason: &str| Failure::bad_request("views.save", place, reason);
    let columns = state.columns.as_deref().unwrap_or_default();
    if columns.len() > MOST_COLUMNS {
        return Err(refused("state.columns", "столбцов больше ста"));
    }
    if state.frozen.is_some_and(|count| !can_be_frozen(count)) {
        return Err(refused("state.frozen", "столбцов больше ста"));
    }
    for (index, column) in columns.iter().enumerate() {
        if column.id.is_empty() || column.id.chars().count() > LONGEST_COLUMN_ID {
            return Err(refused(
                &format!("state.columns[{index}].id"),
                "это не название столбца",
            ));
        }
    }
    order(state.sort.clone(), "views.save")
        .map_err(|_| refused("state.sort", "не больше трёх столбцов, каждый один раз"))?;
    let kept = without_nulls(serde_json::to_value(state).map_err(|error| Failure::internal(&error))?);
    let filter = kept
        .get("filter")
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default();
    for (name, value) in filter {
        if condition(engine, &name, value).is_none() {
            return Err(refused(
                &format!("state.filter.{name}"),
                &format!(
                    "условие «{}» с таким значением программе не известно",
                    condition_name(&name)
                ),
            ));
        }
    }
    Ok(kept.to_string())
}

/// A state as it was kept by this version of the program or by another.
pub(super) fn read(engine: &Engine, kept: &str) -> Understood {
    let kept = serde_json::from_str(kept).unwrap_or(Value::Null);
    understood(engine, &kept)
}

/// A kept filter is nobody's request: what is wrong in it is left out, never told.
const KEPT: Place = Place {
    command: "views.list",
    path: "filter",
};

/// What of it is understood.
pub(super) fn understood(engine: &Engine, kept: &Value) -> Understood {
    let mut left_out = Vec::new();
    let mut filter = Map::new();
    for (name, value) in kept
        .get("filter")
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default()
    {
        match condition(engine, &name, value.clone()) {
            Some(()) => _ = filter.insert(name, value),
            None => left_out.push(condition_name(&name)),
        }
    }
    left_out.dedup();
    let filter: DocumentFilter = one(&Value::Object(filter)).unwrap_or_default();
    let columns = kept.get("columns").and_then(Value::as_array);
    let state = ViewState {
        sort: kept.get("sort").and_then(kept_order),
        columns: columns.map(|columns| columns.iter().filter_map(one).take(MOST_COLUMNS).collect()),
        density: kept.get("density").and_then(one),
        frozen: kept
            .get("frozen")
            .and_then(one)
            .filter(|count| can_be_frozen(*count)),
        filter: filter.clone(),
    };
    Understood {
        query: filter.query(engine, KEPT).unwrap_or_default(),
        state,
        left_out,
    }
}

fn can_be_frozen(count: u32) -> bool {
    usize::try_from(count).is_ok_and(|count| count <= MOST_COLUMNS)
}

/// Views of before have one column and no list.
fn kept_order(kept: &Value) -> Option<Vec<Sort>> {
    let columns: Vec<Sort> = match kept {
        Value::Array(columns) => columns.iter().filter_map(one).collect(),
        column => one(column).into_iter().collect(),
    };
    let is_understood = !columns.is_empty() && order(Some(columns.clone()), KEPT.command).is_ok();
    is_understood.then_some(columns)
}

fn one<T: DeserializeOwned>(value: &Value) -> Option<T> {
    T::deserialize(value).ok()
}

/// Understood or not: one condition of a filter by itself.
fn condition(engine: &Engine, name: &str, value: Value) -> Option<()> {
    let filter: DocumentFilter = one(&Value::Object(Map::from_iter([(name.to_owned(), value)])))?;
    let operator = filter.operator.as_deref();
    let is_known = |kind: &str| engine.operators().iter().any(|operator| operator.kind == kind);
    if operator.is_some_and(|kind| !is_known(kind)) {
        return None;
    }
    filter.query(engine, KEPT).ok().map(|_| ())
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let told = fields.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(told.map(|(name, value)| (name, without_nulls(value))).collect())
        }
        Value::Array(values) => Value::Array(values.into_iter().map(without_nulls).collect()),
        other => other,
    }
}

/// What a person calls a condition.
pub(super) fn condition_name(name: &str) -> String {
    match name {
        "query" => "поиск",
        "statuses" => "статус",
        "firm_id" => "фирма",
        "counterparty_id" => "контрагент",
        "kind_id" => "вид документа",
        "individual_id" => "физлицо",
        "assignee_id" => "ответственный",
        "direction" => "направление",
        "operator" => "оператор",
        "issued_from" | "issued_to" => "дата",
        "period" => "период",
        "total_from" | "total_to" => "сумма",
        "waiting_days" | "waiting_days_to" => "сколько ждёт",
        "status_since_from" | "status_since_to" => "когда сменился статус",
        "mark" => "состояние обмена",
        "happened" => "что произошло",
        unknown => {
            return unknown
                .chars()
                .filter(|letter| !letter.is_control())
                .take(40)
                .collect();
        }
    }
    .to_owned()
}
