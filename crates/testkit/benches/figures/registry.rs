//! The registry as the window asks for it: the first page and two searches at the rpc door over 100,000 documents,
//! beside bare SQL on the same file. Of all times the one that nineteen of twenty stay below.

use api::Answer;
use serde_json::{Value, json};

use crate::figure::{Figure, by_turns, p95_ms};
use crate::office::{Office, Sendings};

const DOCUMENTS: usize = 100_000;
const PAGE_ROWS: usize = 200;
const ROUNDS: usize = 41;
const SEARCH: &str = "p95 ≤ 25 ms";
const COLUMNS: &str = "SELECT d.id, d.format, d.direction, d.title, d.number, d.issued_on, d.total_kopecks, d.currency,
    d.status, d.status_since_ns, d.created_at_ns, f.name, c.name, c.inn, k.name, d.origin,
    d.edo_file_id
    FROM documents d LEFT JOIN firms f ON f.id = d.firm_id LEFT JOIN counterparties c ON c.id = d.counterparty_id
    LEFT JOIN kinds k ON k.id = d.kind_id";

pub fn figures() -> Vec<Figure> {
    let office = Office::with(DOCUMENTS, Sendings::None);
    let engine = office.engine();
    let sql = office.rows();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let ask = |request: &Value| {
        runtime
            .block_on(api::dispatch(&engine, "documents.list", request.clone()))
            .expect("a page")
    };
    let rows_of = |page: &Answer| {
        let page: Value = page.read().expect("JSON");
        page["rows"].as_array().expect("rows").len()
    };
    let measure = |name, request: Value, rows: usize, bare: &str| {
        assert_eq!(rows_of(&ask(&request)), rows, "{request}");
        let ours = || assert!(!ask(&request).text().is_empty());
        let bare = || assert_eq!(count(&sql, bare), rows, "{bare}");
        let (value, bare) = by_turns(ROUNDS, ours, bare, p95_ms);
        Figure::beside_peer(name, "ms", value, bare)
    };
    let newest = format!("{COLUMNS} ORDER BY d.listed_on DESC, d.id DESC LIMIT {PAGE_ROWS}");
    let number = format!(
        "{COLUMNS} WHERE d.number LIKE '%УТ-77777%' ORDER BY d.listed_on DESC, d.id DESC LIMIT {PAGE_ROWS}"
    );
    let name = format!(
        "{COLUMNS} WHERE c.name LIKE '%Ромашка-5%' ORDER BY d.listed_on DESC, d.id DESC LIMIT {PAGE_ROWS}"
    );
    let common = format!(
        "{COLUMNS} WHERE d.title LIKE '%УПД%' ORDER BY d.listed_on DESC, d.id DESC LIMIT {PAGE_ROWS}"
    );
    let search = |text| json!({ "filter": { "query": text }, "limit": PAGE_ROWS });
    let newest_page = json!({ "limit": PAGE_ROWS });
    vec![
        measure("registry.first_page", newest_page, PAGE_ROWS, &newest)
            .goal("p95 ≤ 8 ms", |figure| figure.value <= 8.0),
        measure("registry.search_number", search("УТ-77777"), 1, &number).goal(SEARCH, is_quick),
        measure("registry.search_name", search("Ромашка-5"), PAGE_ROWS, &name).goal(SEARCH, is_quick),
        measure("registry.search_common", search("упд"), PAGE_ROWS, &common).goal(SEARCH, is_quick),
    ]
}

fn is_quick(figure: &Figure) -> bool {
    figure.value <= 25.0
}

/// Reads every value of every row, as any list has to.
fn count(sql: &rusqlite::Connection, query: &str) -> usize {
    let mut query = sql.prepare_cached(query).expect("a query");
    let columns = query.column_count();
    let rows = query.query_map([], |row| {
        (0..columns)
            .map(|at| row.get(at))
            .collect::<Result<Vec<rusqlite::types::Value>, _>>()
    });
    rows.expect("rows").filter(|row| row.is_ok()).count()
}
