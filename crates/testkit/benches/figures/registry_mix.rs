//! The registry at full size: `cargo xtask bench registry --documents N`.
//!
//! A repeatable mix of questions at the rpc door (`api::dispatch`, pages of 200 rows) over an archive of N documents
//! (`archive.rs`), one class after another:
//!
//! - `mix.default`: the first page, newest first; `mix.next`: the pages after it, one by one;
//! - `mix.sort.*`: the first two pages of every order, in both directions;
//! - `mix.filter.*`: every single filter, with values drawn by chance, newest first;
//! - `mix.search.*`: a number, a counterparty, a sum, a date, a word from inside a line, found by the search box;
//! - `mix.combined`: one to three filters drawn by chance in an order drawn by chance; one in four with a word.
//!
//! Each class says how many questions it asked, which time half and nineteen of twenty stay below, and the worst
//! question with its time. Beside it stands the same question in bare SQL on the same file: conditions, order and
//! limit as anybody would write them, every value of every row read. Questions and bare statements go by turns; of
//! searches and combinations only the first few are asked in bare SQL, because each reads the whole archive.

use std::time::Duration;

use api::Answer;
use jiff::ToSpan;
use serde_json::{Map, Value, json};

use crate::archive::{Archive, Chance, MARKS};
use crate::figure::{Figure, median_ms, p95_ms, timed};

const PAGE_ROWS: usize = 200;
/// Bare statements of a class that read the whole archive.
const FEW_BARE: usize = 6;
const COLUMNS: &str = "SELECT d.id, d.format, d.direction, d.title, d.number, d.issued_on, d.total_kopecks, d.currency,
    d.status, d.status_since_ns, d.created_at_ns, f.name, c.name, c.inn, k.name, d.origin, d.edo_file_id,
    (SELECT e.operator_status_text FROM edo_documents e WHERE e.document_id = d.id ORDER BY e.id DESC LIMIT 1)
    FROM documents d LEFT JOIN firms f ON f.id = d.firm_id LEFT JOIN counterparties c ON c.id = d.counterparty_id
    LEFT JOIN kinds k ON k.id = d.kind_id";
const NEXT: &str = "mix.next";
const NEWEST: &str = "d.listed_on DESC, d.id DESC";

/// A question and its bare statement.
struct Asked {
    request: Value,
    condition: String,
    order: String,
}

struct Class {
    name: &'static str,
    /// Goal for nineteen of twenty, milliseconds.
    goal_ms: f64,
    asked: Vec<Asked>,
    /// Every bare statement reads a page and not the archive.
    is_bare_cheap: bool,
}

/// All classes, or those whose names begin so.
pub fn figures(documents: usize, only: &str) -> Vec<Figure> {
    let archive = Archive::of(documents);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let ask = |request: &Value| {
        runtime
            .block_on(api::dispatch(&archive.engine, "documents.list", request.clone()))
            .expect("a page")
    };
    // As the background of the program begins.
    runtime
        .block_on(archive.engine.catch_up())
        .expect("the archive tells what it did not");
    runtime
        .block_on(archive.engine.read_ahead())
        .expect("the archive is read ahead");
    let mut figures = Vec::new();
    if NEXT.starts_with(only) {
        figures.push(next_pages(&archive, &ask));
    }
    // Questions are drawn for all, so that a class alone asks the same.
    let mut asked = classes(&archive.sql);
    asked.retain(|class| class.name.starts_with(only));
    figures.extend(asked.iter().map(|class| measured(&archive, &ask, class)));
    figures
}

/// Forty pages down from the first.
fn next_pages(archive: &Archive, ask: &impl Fn(&Value) -> Answer) -> Figure {
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    let mut request = json!({ "limit": PAGE_ROWS });
    let mut below = String::from("1");
    for _ in 0..60 {
        let (page, took) = timed(|| ask(&request));
        ours.push((took, request.clone()));
        bare.push(bare_time(archive, &below, NEWEST));
        let page: Value = page.read().expect("JSON");
        let (Some(next), Some(last)) = (
            page["next"].as_str(),
            page["rows"].as_array().and_then(|rows| rows.last()),
        ) else {
            break;
        };
        request["after"] = json!(next);
        let day = last["issued_on"].as_str().expect("a day").replace('-', "");
        below = format!("(d.listed_on, d.id) < ({day}, {})", last["id"]);
    }
    figure(NEXT, 8.0, &ours, bare)
}

fn measured(archive: &Archive, ask: &impl Fn(&Value) -> Answer, class: &Class) -> Figure {
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for (number, asked) in class.asked.iter().enumerate() {
        ours.push((timed(|| ask(&asked.request)).1, asked.request.clone()));
        if class.is_bare_cheap || number < FEW_BARE {
            bare.push(bare_time(archive, &asked.condition, &asked.order));
        }
    }
    figure(class.name, class.goal_ms, &ours, bare)
}

fn figure(name: &'static str, goal_ms: f64, ours: &[(Duration, Value)], bare: Vec<Duration>) -> Figure {
    let worst = ours
        .iter()
        .max_by_key(|(took, _)| *took)
        .expect("a question")
        .clone();
    let times: Vec<Duration> = ours.iter().map(|(took, _)| *took).collect();
    let detail = json!({
        "questions": times.len(),
        "p50_ms": median_ms(times.clone()),
        "bare_p50_ms": median_ms(bare.clone()),
        "worst_ms": worst.0.as_secs_f64() * 1000.0,
        "worst": worst.1,
    });
    let goal = if goal_ms < 10.0 {
        "p95 ≤ 8 ms and ≤ 2 × the bare SQL"
    } else if goal_ms < 100.0 {
        "p95 ≤ 25 ms"
    } else {
        "p95 ≤ 300 ms"
    };
    let figure = Figure::beside_floor(name, "ms", p95_ms(times), p95_ms(bare));
    figure
        .goal(goal, |figure| {
            figure.value <= goal_ms && (goal_ms > 10.0 || figure.ratio <= 2.0)
        })
        .detailed(detail)
}

/// Reads every value of every row, as any list has to.
fn bare_time(archive: &Archive, condition: &str, order: &str) -> Duration {
    let sql = format!("{COLUMNS} WHERE {condition} ORDER BY {order} LIMIT {PAGE_ROWS}");
    let mut query = archive.sql.prepare_cached(&sql).expect("a query");
    let columns = query.column_count();
    let read = || {
        let rows = query.query_map([], |row| {
            (0..columns)
                .map(|at| row.get(at))
                .collect::<Result<Vec<rusqlite::types::Value>, _>>()
        });
        rows.expect("rows").filter(|row| row.is_ok()).count()
    };
    timed(read).1
}

fn classes(sql: &rusqlite::Connection) -> Vec<Class> {
    let chance = &mut Chance(7);
    let mut classes = vec![Class {
        name: "mix.default",
        goal_ms: 8.0,
        asked: (0..100).map(|_| asked(json!({}), "1".into(), NEWEST)).collect(),
        is_bare_cheap: true,
    }];
    for (name, by, column) in SORTS {
        let both = (0..30).map(|number| {
            let descending = number % 2 == 0;
            let way = if descending != (by == "waiting") {
                "DESC"
            } else {
                "ASC"
            };
            let request = json!({ "sort": [{ "by": by, "descending": descending }] });
            asked(request, "1".into(), &format!("{column} {way}, {NEWEST}"))
        });
        classes.push(Class {
            name,
            goal_ms: 8.0,
            asked: both.collect(),
            // The bare order is a sort of everything: no index has both its column and the place in its direction.
            is_bare_cheap: false,
        });
    }
    for (name, filter) in FILTERS {
        let drawn = (0..40).map(|_| {
            let (request, condition) = drawn(chance, sql, filter);
            asked(json!({ "filter": request }), condition, NEWEST)
        });
        classes.push(Class {
            name,
            goal_ms: 8.0,
            asked: drawn.collect(),
            is_bare_cheap: false,
        });
    }
    for (name, what) in SEARCHES {
        let drawn = (0..40).map(|_| {
            let (text, condition) = typed(chance, sql, what);
            asked(json!({ "filter": { "query": text } }), condition, NEWEST)
        });
        classes.push(Class {
            name,
            goal_ms: 25.0,
            asked: drawn.collect(),
            is_bare_cheap: false,
        });
    }
    classes.push(Class {
        name: "mix.combined",
        goal_ms: 300.0,
        asked: (0..200).map(|_| combined(chance, sql)).collect(),
        is_bare_cheap: false,
    });
    classes
}

const SORTS: [(&str, &str, &str); 8] = [
    ("mix.sort.date", "date", "d.listed_on"),
    ("mix.sort.number", "number", "d.number_key"),
    ("mix.sort.counterparty", "counterparty", "c.name_words"),
    ("mix.sort.kind", "kind", "k.name"),
    ("mix.sort.firm", "firm", "f.name"),
    ("mix.sort.total", "total", "d.total_kopecks"),
    ("mix.sort.status", "status", "d.status"),
    ("mix.sort.waiting", "waiting", "d.status_since_ns"),
];
const FILTERS: [(&str, &str); 12] = [
    ("mix.filter.status", "status"),
    ("mix.filter.firm", "firm"),
    ("mix.filter.counterparty", "counterparty"),
    ("mix.filter.individual", "individual"),
    ("mix.filter.kind", "kind"),
    ("mix.filter.direction", "direction"),
    ("mix.filter.operator", "operator"),
    ("mix.filter.period", "period"),
    ("mix.filter.total", "total"),
    ("mix.filter.waiting", "waiting"),
    ("mix.filter.mark", "mark"),
    ("mix.filter.happened", "happened"),
];
const SEARCHES: [(&str, &str); 5] = [
    ("mix.search.number", "number"),
    ("mix.search.name", "name"),
    ("mix.search.sum", "sum"),
    ("mix.search.date", "date"),
    ("mix.search.inside_word", "inside"),
];

fn asked(mut request: Value, condition: String, order: &str) -> Asked {
    request["limit"] = json!(PAGE_ROWS);
    Asked {
        request,
        condition,
        order: order.to_owned(),
    }
}

/// A filter with a value that occurs, and the same as SQL.
fn drawn(chance: &mut Chance, sql: &rusqlite::Connection, filter: &str) -> (Value, String) {
    let of_some = |chance: &mut Chance, column: &str| some(chance, sql, column);
    match filter {
        "status" => {
            let status = of_some(chance, "status");
            (
                json!({ "statuses": [status] }),
                format!("d.status = {status}").replace('"', "'"),
            )
        }
        "firm" | "counterparty" | "individual" | "kind" => {
            let id = of_some(chance, &format!("{filter}_id"));
            (
                object(&format!("{filter}_id"), id.clone()),
                format!("d.{filter}_id = {id}"),
            )
        }
        "direction" => {
            let way = ["inbound", "outbound"][chance.below(2)];
            (json!({ "direction": way }), format!("d.direction = '{way}'"))
        }
        "operator" => {
            let kind = connect::edo::operators()[0].kind;
            (json!({ "operator": kind }), format!("d.operator = '{kind}'"))
        }
        "period" => {
            let day = of_some(chance, "issued_on");
            let day = day.as_str().expect("a day");
            let to: jiff::civil::Date = day.parse().expect("a day");
            let to = to
                .saturating_add(jiff::Span::new().days(chance.below(90) as i64))
                .to_string();
            let condition = format!(
                "d.listed_on BETWEEN {} AND {}",
                day.replace('-', ""),
                to.replace('-', "")
            );
            (json!({ "issued_from": day, "issued_to": to }), condition)
        }
        "total" => {
            let from = of_some(chance, "total_kopecks").as_i64().expect("a sum");
            let to = from + chance.skewed(10_000_000) as i64;
            let decimal = |kopecks: i64| format!("{}.{:02}", kopecks / 100, kopecks % 100);
            let condition = format!("d.total_kopecks BETWEEN {from} AND {to}");
            (
                json!({ "total_from": decimal(from), "total_to": decimal(to) }),
                condition,
            )
        }
        "mark" => {
            let mark = MARKS[chance.below(MARKS.len())].code();
            let marked = "SELECT 1 FROM document_marks m WHERE m.document_id = d.id AND m.mark";
            (json!({ "mark": mark }), format!("EXISTS ({marked} = '{mark}')"))
        }
        "happened" => {
            let first = jiff::Zoned::now().date() - (chance.below(400) as i64).days();
            let ns = |day: jiff::civil::Date| {
                let midnight = day.to_zoned(jiff::tz::TimeZone::system()).expect("a midnight");
                midnight.timestamp().as_nanosecond()
            };
            let (from, before) = (ns(first), ns(first + 7.days()));
            let taken = "SELECT 1 FROM edo_documents e WHERE e.document_id = d.id AND e.sent_at_ns";
            (
                json!({ "happened": { "step": "sent", "from": first, "to": first + 6.days() } }),
                format!("EXISTS ({taken} BETWEEN {from} AND {})", before - 1),
            )
        }
        _ => {
            let days = [1, 3, 7, 14, 30, 365][chance.below(6)];
            let since = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(days * 24);
            let condition = format!("d.status_since_ns <= {}", since.as_nanosecond());
            (json!({ "waiting_days": days }), condition)
        }
    }
}

/// A text that a person might type, and the plainest SQL for it.
fn typed(chance: &mut Chance, sql: &rusqlite::Connection, what: &str) -> (String, String) {
    let text = |value: Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match what {
        "number" => {
            let number = text(some(chance, sql, "number"));
            (number.clone(), format!("d.number LIKE '%{number}%'"))
        }
        "name" => {
            let number = chance.below(5_000);
            let name = format!("Ромашка-{number}");
            (name.clone(), format!("c.name LIKE '%{name}%'"))
        }
        "sum" => {
            let kopecks = some(chance, sql, "total_kopecks").as_i64().expect("a sum");
            let text = format!("{},{:02}", kopecks / 100, kopecks % 100);
            (text, format!("d.total_kopecks = {kopecks}"))
        }
        "date" => {
            let day: jiff::civil::Date = text(some(chance, sql, "issued_on")).parse().expect("a day");
            let typed = format!("{:02}.{:02}.{}", day.day(), day.month(), day.year());
            (typed, format!("d.issued_on = '{day}'"))
        }
        _ => {
            let word = ["ургуч", "ломба", "атунн", "железогал", "счая", "пагат"][chance.below(6)];
            let lines = "SELECT 1 FROM document_lines l WHERE l.document_id = d.id AND l.name LIKE";
            (word.to_owned(), format!("EXISTS ({lines} '%{word}%')"))
        }
    }
}

fn combined(chance: &mut Chance, sql: &rusqlite::Connection) -> Asked {
    let mut filter = Map::new();
    let mut conditions = vec!["1".to_owned()];
    for _ in 0..=chance.below(3) {
        let (_, by) = FILTERS[chance.below(FILTERS.len())];
        let (part, condition) = drawn(chance, sql, by);
        let Value::Object(part) = part else {
            unreachable!("a filter is an object")
        };
        if part.keys().all(|key| !filter.contains_key(key)) {
            filter.extend(part);
            conditions.push(condition);
        }
    }
    if chance.below(4) == 0 {
        let (_, what) = SEARCHES[chance.below(SEARCHES.len())];
        let (text, condition) = typed(chance, sql, what);
        filter.insert("query".into(), json!(text));
        conditions.push(condition);
    }
    let (_, by, column) = SORTS[chance.below(SORTS.len())];
    let descending = chance.below(2) == 0;
    let way = if descending != (by == "waiting") {
        "DESC"
    } else {
        "ASC"
    };
    asked(
        json!({ "filter": filter, "sort": [{ "by": by, "descending": descending }] }),
        conditions.join(" AND "),
        &format!("{column} {way}, {NEWEST}"),
    )
}

fn object(key: &str, value: Value) -> Value {
    Value::Object(Map::from_iter([(key.to_owned(), value)]))
}

/// The value of this column in a document drawn by chance.
fn some(chance: &mut Chance, sql: &rusqlite::Connection, column: &str) -> Value {
    let last: i64 = sql
        .query_row("SELECT max(id) FROM documents", [], |row| row.get(0))
        .expect("documents");
    let from = chance.below(last as usize) as i64;
    let found = |beyond: &str, way: &str| {
        let query = format!(
            "SELECT {column} FROM documents WHERE id {beyond} ?1 AND {column} IS NOT NULL ORDER BY id {way} LIMIT 1"
        );
        sql.query_row(&query, [from], |row| row.get::<_, rusqlite::types::Value>(0))
    };
    match found(">", "ASC")
        .or_else(|_| found("<=", "DESC"))
        .expect("a document with a value")
    {
        rusqlite::types::Value::Integer(number) => json!(number),
        rusqlite::types::Value::Text(text) => json!(text),
        other => unreachable!("{other:?}"),
    }
}
