//! What will be signed, before anything is: the documents, their sum, who signs, what stands in the way.

use serde::Deserialize;
use serde_json::{Value, json};

use super::Order;
use super::signers::Signers;
use crate::commands::bulk_job::{self, Row};
use crate::commands::show::Card;
use crate::fault::Fault;
use crate::session::Session;
use crate::table::{self, left, right};
use crate::words;

/// A planned job.
pub(super) struct Plan {
    /// All its documents, in the words of the contract.
    pub rows: Vec<Value>,
    /// Those that will be signed.
    pub ready: Vec<i64>,
    /// How many will not.
    pub blocked: usize,
    /// Sentences about those with a warning.
    warnings: Vec<String>,
    /// Sentences about those that will not be signed.
    obstacles: Vec<String>,
}

#[derive(Deserialize)]
struct Totals {
    sums: Vec<Sum>,
}

#[derive(Deserialize)]
struct Sum {
    currency: String,
    total: String,
}

impl Plan {
    /// What the look at each document said.
    pub(super) async fn of(session: &Session, order: &Order, job: i64) -> Result<Self, Fault> {
        let rows = bulk_job::rows(session, job).await?;
        let shown = bulk_job::shown(&rows)?;
        let said = |state: &str, words: &dyn Fn(&Row) -> String| -> Vec<String> {
            shown.iter().filter(|row| row.state == state).map(words).collect()
        };
        let obstacles = said("blocked", &|row| {
            format!("Документ {} {}. {}", row.document_id, order.stays, row.why())
        });
        Ok(Self {
            ready: shown
                .iter()
                .filter(|row| matches!(row.state.as_str(), "ready" | "warned"))
                .map(|row| row.document_id)
                .collect(),
            blocked: obstacles.len(),
            warnings: said("warned", &|row| {
                format!("Документ {}. {}", row.document_id, row.why())
            }),
            obstacles,
            rows,
        })
    }

    /// Tells a person.
    pub(super) async fn show(
        &self,
        session: &Session,
        (signers, order): (&Signers, &Order),
    ) -> Result<(), Fault> {
        let output = session.output;
        if output.is_for_program() {
            return Ok(());
        }
        for obstacle in &self.obstacles {
            output.note(obstacle);
        }
        if self.ready.is_empty() {
            return Ok(());
        }
        for line in self.table(session).await? {
            output.line(&line);
        }
        output.line(&self.total(session, order).await?);
        for line in signers.lines() {
            output.line(&line);
        }
        for warning in &self.warnings {
            output.note(warning);
        }
        Ok(())
    }

    async fn table(&self, session: &Session) -> Result<Vec<String>, Fault> {
        let mut rows = Vec::with_capacity(self.ready.len());
        for id in &self.ready {
            let card: Card = session.read("documents.get", json!({ "id": id })).await?;
            let row = card.document.row;
            rows.push([
                id.to_string(),
                row.name(),
                words::day(row.issued_on.as_deref()),
                row.counterparty_name.clone().unwrap_or_default(),
                words::sum(row.total.as_deref(), &row.currency),
            ]);
        }
        let columns = [
            right("№", 10),
            left("Документ", 36),
            left("Дата", 10),
            left("Контрагент", 36),
            right("Сумма, ₽", 24),
        ];
        Ok(table::lines(&columns, &rows))
    }

    async fn total(&self, session: &Session, order: &Order) -> Result<String, Fault> {
        let request = json!({ "selection": { "ids": self.ready }, "whole": true });
        let totals: Totals = session.read("documents.totals", request).await?;
        let count = u64::try_from(self.ready.len()).unwrap_or(u64::MAX);
        let count = words::count(count, ["документ", "документа", "документов"]);
        let sums: Vec<String> = totals
            .sums
            .iter()
            .map(|sum| words::sum(Some(&sum.total), &sum.currency))
            .collect();
        Ok(if sums.is_empty() {
            format!("{}: {count}.", order.sum)
        } else {
            format!("{}: {count} на сумму {}\u{a0}₽.", order.sum, sums.join(" и "))
        })
    }
}
