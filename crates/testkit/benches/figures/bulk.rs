//! Work on 100,000 documents: the plan of a whole filter, the look at every document, and a cheap action on each,
//! beside the bare SQL of the same rows on a copy of the same file.

use engine::Engine;
use rusqlite::{Connection, params};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::figure::{Figure, rate, timed};
use crate::office::{Office, Sendings};

const DOCUMENTS: usize = 100_000;
/// As many as the program puts into one transaction.
const ROWS_AT_ONCE: usize = 2_000;
const PLAN: &str = "100 000 rows in ≤ 2 s";
const CHECK: &str = "100 000 rows in ≤ 10 s";
const ASSIGN: &str = "≥ 0.3 × bare SQL, 100 000 rows in ≤ 15 s";

pub fn figures() -> Vec<Figure> {
    let office = Office::with(DOCUMENTS, Sendings::None);
    let sql = Office::bare(office.folder(), &office.computer, &office.copy("bare.db"));
    let engine = office.engine();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let clerk = Clerk { engine, runtime };
    let employee = clerk.ask(
        "employees.save",
        json!({ "last_name": "Берёзкина", "first_name": "Нина", "middle_name": "", "position": "", "phone": null,
            "email": "", "firm_ids": [], "is_former": false }),
    )["id"]
        .as_i64()
        .expect("an employee");
    let plan = json!({
        "action": "assign",
        "selection": { "filter": {} },
        "params": { "employee_id": employee },
        "operation": "1f6b2c04-6a57-4c7e-9a0e-0d8a5a0c9a11",
    });
    let (job, planning) = timed(|| clerk.ask("bulk.plan", plan));
    let id = job["job"]["id"].as_i64().expect("a job");
    let ((), checking) = timed(|| clerk.works());
    clerk.ask("bulk.start", json!({ "id": id, "with_warned": false }));
    let ((), assigning) = timed(|| clerk.works());
    let jobs = clerk.ask("bulk.list", json!({}));
    assert_eq!(jobs["jobs"][0]["counts"]["done"], DOCUMENTS, "{jobs}");

    let ((), bare_planning) = timed(|| planned(&sql));
    let ((), bare_checking) = timed(|| marked(&sql, "ready", None));
    let ((), bare_assigning) = timed(|| marked(&sql, "done", Some(1)));
    let per_second = |took| rate(DOCUMENTS, took);
    let within = |seconds: f64| move |figure: &Figure| figure.value >= DOCUMENTS as f64 / seconds;
    let beside = |name, ours, bare| Figure::beside_floor(name, "rows/s", per_second(ours), per_second(bare));
    vec![
        beside("bulk.plan", planning, bare_planning).goal(PLAN, within(2.0)),
        beside("bulk.check", checking, bare_checking).goal(CHECK, within(10.0)),
        beside("bulk.assign", assigning, bare_assigning)
            .goal(ASSIGN, |figure| figure.ratio >= 0.3 && within(15.0)(figure)),
    ]
}

struct Clerk {
    engine: Engine,
    runtime: Runtime,
}

impl Clerk {
    fn ask(&self, command: &str, request: Value) -> Value {
        self.runtime
            .block_on(api::dispatch(&self.engine, command, request))
            .expect("an answer")
            .read()
            .expect("JSON")
    }

    /// Everything that happens by itself.
    fn works(&self) {
        self.runtime
            .block_on(self.engine.finish_bulk())
            .expect("jobs go on");
    }
}

/// A job and its rows by one statement each.
fn planned(sql: &Connection) {
    sql.execute_batch(
        "BEGIN IMMEDIATE;
         INSERT INTO employees (id, last_name) VALUES (1, 'Берёзкина');
         INSERT INTO bulk_jobs (id, operation, action, total) VALUES (1, randomblob(16), 'assign', 100000);
         INSERT INTO bulk_rows (job_id, position, document_id)
             SELECT 1, row_number() OVER (ORDER BY listed_on DESC, id DESC), id FROM documents;
         COMMIT;",
    )
    .expect("a plan");
}

/// Every row becomes this, chunk by chunk; its document is given to somebody in the same transaction.
fn marked(sql: &Connection, state: &str, employee: Option<i64>) {
    let mut after = 0;
    loop {
        let rows = chunk(sql, after);
        let Some((last, _)) = rows.last() else { return };
        after = *last;
        sql.execute_batch("BEGIN IMMEDIATE").expect("a transaction");
        for (position, document) in &rows {
            if let Some(employee) = employee {
                sql.prepare_cached("UPDATE documents SET assignee_id = ?1 WHERE id = ?2")
                    .and_then(|mut update| update.execute(params![employee, document]))
                    .expect("a document");
            }
            sql.prepare_cached("UPDATE bulk_rows SET state = ?1 WHERE job_id = 1 AND position = ?2")
                .and_then(|mut update| update.execute(params![state, position]))
                .expect("a row");
        }
        sql.execute_batch("COMMIT").expect("a commit");
    }
}

fn chunk(sql: &Connection, after: i64) -> Vec<(i64, i64)> {
    let mut query = sql
        .prepare_cached(
            "SELECT position, document_id FROM bulk_rows WHERE job_id = 1 AND position > ?1 ORDER BY position LIMIT ?2",
        )
        .expect("a query");
    let rows = query.query_map(params![after, ROWS_AT_ONCE as i64], |row| {
        Ok((row.get(0)?, row.get(1)?))
    });
    rows.expect("rows").map(|row| row.expect("a row")).collect()
}
