//! `list`: the registry as a table.

use serde::Deserialize;
use serde_json::json;

use crate::args::List;
use crate::commands::export::happened;
use crate::fault::{Done, Fault};
use crate::session::{Session, read};
use crate::table::{self, left, right};
use crate::words;

#[derive(Deserialize)]
struct Page {
    rows: Vec<Row>,
    next: Option<String>,
}

/// What the table shows of a document.
#[derive(Deserialize)]
pub(crate) struct Row {
    pub id: i64,
    pub kind_label: String,
    pub title: String,
    pub number: String,
    pub issued_on: Option<String>,
    pub total: Option<String>,
    pub currency: String,
    pub counterparty_name: Option<String>,
    pub status: Status,
    pub is_signed_unsent: bool,
}

#[derive(Deserialize)]
pub(crate) struct Status {
    pub code: String,
    pub label: String,
}

impl Row {
    /// «УПД № 15», or the title of a paper without a number.
    pub(crate) fn name(&self) -> String {
        if self.number.is_empty() {
            self.title.clone()
        } else {
            format!("{} № {}", self.kind_label, self.number)
        }
    }

    /// «Статус ЭДО», and the signature that waits to be sent.
    pub(crate) fn standing(&self) -> String {
        let label = &self.status.label;
        if self.is_signed_unsent {
            format!("{label}, подписан нами")
        } else {
            label.clone()
        }
    }
}

pub(crate) async fn run(session: &Session, wanted: &List) -> Result<Done, Fault> {
    let request = json!({
        "filter": {
            "query": wanted.query.join(" "),
            "statuses": wanted.statuses,
            "happened": happened(&wanted.happened),
        },
        "limit": wanted.limit.max(1),
    });
    let answer = session.call("documents.list", request).await?;
    if session.output.is_for_program() {
        session.output.json(&answer);
        return Ok(Done::Whole);
    }
    let page: Page = read(answer)?;
    show(session, &page, wanted);
    Ok(Done::Whole)
}

fn show(session: &Session, page: &Page, wanted: &List) {
    if page.rows.is_empty() {
        let is_filtered =
            !wanted.query.is_empty() || !wanted.statuses.is_empty() || wanted.happened.step.is_some();
        session.output.note(if is_filtered {
            "Таких документов в реестре нет. Измените запрос."
        } else {
            "В реестре ещё нет документов. Добавьте файлы: surguch-cli import ФАЙЛ…"
        });
        return;
    }
    let columns = [
        right("№", 10),
        left("Документ", 36),
        left("Дата", 10),
        left("Контрагент", 36),
        right("Сумма, ₽", 24),
        left("Статус ЭДО", 40),
    ];
    let rows: Vec<_> = page.rows.iter().map(cells).collect();
    for line in table::lines(&columns, &rows) {
        session.output.line(&line);
    }
    if page.next.is_some() {
        session.output.note(&format!(
            "Показаны первые {}. Остальные: уточните запрос или увеличьте --limit.",
            page.rows.len()
        ));
    }
}

fn cells(row: &Row) -> [String; 6] {
    [
        row.id.to_string(),
        row.name(),
        words::day(row.issued_on.as_deref()),
        row.counterparty_name.clone().unwrap_or_default(),
        words::sum(row.total.as_deref(), &row.currency),
        row.standing(),
    ]
}
