//! The conditions of a query besides the search box: as they are checked row by row, and as SQL over one index.
//!
//! A condition on what stands beside a document — steps of its sendings, its marks — is written in two ways. For a walk
//! over many rows it is the set of the documents that fulfil it, made once from its own index; for one row it is a look
//! at what belongs to that row.

use std::collections::HashSet;

use domain::{Direction, DocflowMark, EdoStatus};
use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::types::Value as SqlValue;

use super::{DocumentQuery, PageKey};
use crate::columns::Name;
use crate::edo_documents::Happened;
use crate::search::Days;

/// Stands for an index where rows are found by their ids.
pub(super) const BY_ID: &str = "by id";

/// How a statement over `documents AS d` is told by which index to go.
pub(super) fn going_by(index: &str) -> String {
    if index == BY_ID {
        "NOT INDEXED".to_owned()
    } else {
        format!("INDEXED BY {index}")
    }
}

/// To whom or to what documents belong, in the order in which their indexes narrow a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    Individual,
    Counterparty,
    Assignee,
    Kind,
    Firm,
}

impl Owner {
    pub(super) fn column(self) -> &'static str {
        match self {
            Self::Individual => "individual_id",
            Self::Counterparty => "counterparty_id",
            Self::Assignee => "assignee_id",
            Self::Kind => "kind_id",
            Self::Firm => "firm_id",
        }
    }

    pub(super) fn index(self) -> &'static str {
        match self {
            Self::Individual => "documents_by_individual",
            Self::Counterparty => "documents_by_counterparty",
            Self::Assignee => "documents_by_assignee",
            Self::Kind => "documents_by_kind",
            Self::Firm => "documents_by_firm",
        }
    }
}

/// The conditions besides the search box.
#[derive(Clone)]
pub(super) struct Filter {
    pub(super) statuses: HashSet<EdoStatus>,
    pub(super) owners: Vec<(Owner, i64)>,
    /// Columns with a value or a border of their own.
    pub(super) borders: Vec<Border>,
}

/// Whose column a condition looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Document,
    /// Of any sending of the document.
    Sending,
    /// Of any mark of the document.
    Mark,
}

impl Of {
    /// The table beside `documents` and its index by document; empty for the document itself.
    fn table(self) -> (&'static str, &'static str) {
        match self {
            Self::Document => ("", ""),
            Self::Sending => ("edo_documents", "INDEXED BY edo_documents_by_document"),
            // Its own key begins with the document.
            Self::Mark => ("document_marks", ""),
        }
    }
}

/// A condition on one column. Without a first and a last value: the column has none.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Border {
    pub(super) of: Of,
    pub(super) column: &'static str,
    /// The index that begins with the column, if that has rows without a value too.
    pub(super) index: Option<&'static str>,
    pub(super) from: Option<SqlValue>,
    pub(super) to: Option<SqlValue>,
}

impl Border {
    pub(super) fn exactly(column: &'static str, index: &'static str, value: SqlValue) -> Self {
        Self {
            of: Of::Document,
            column,
            index: Some(index),
            from: Some(value.clone()),
            to: Some(value),
        }
    }

    /// The column has no value.
    pub(super) fn absent(column: &'static str, index: Option<&'static str>) -> Self {
        Self {
            of: Of::Document,
            column,
            index,
            from: None,
            to: None,
        }
    }

    fn between(
        column: &'static str,
        index: &'static str,
        from: Option<i64>,
        to: Option<i64>,
    ) -> Option<Self> {
        (from.is_some() || to.is_some()).then(|| Self {
            of: Of::Document,
            column,
            index: Some(index),
            from: from.map(SqlValue::Integer),
            to: to.map(SqlValue::Integer),
        })
    }

    /// A sending of the document took this step.
    fn happened(happened: Happened) -> Self {
        let ns = |at: Option<Timestamp>| at.and_then(|at| i64::try_from(at.as_nanosecond()).ok());
        Self {
            of: Of::Sending,
            column: happened.step.column(),
            index: Some(happened.step.index()),
            // No sending is older than this, so the border always has a value.
            from: Some(SqlValue::Integer(ns(happened.from).unwrap_or(i64::MIN))),
            to: ns(happened.before).map(|at| SqlValue::Integer(at.saturating_sub(1))),
        }
    }

    /// The document bears this mark.
    fn marked(mark: DocflowMark) -> Self {
        let code = SqlValue::Text(mark.code().to_owned());
        Self {
            of: Of::Mark,
            ..Self::exactly("mark", "document_marks_by_mark", code)
        }
    }

    /// The index of `documents` that leads to the rows of this condition alone.
    pub(super) fn leads_by(&self) -> Option<&'static str> {
        match self.of {
            Of::Document => self.index,
            Of::Sending | Of::Mark => Some(BY_ID),
        }
    }

    /// True when it asks for rows without a value.
    fn is_absent(&self) -> bool {
        self.from.is_none() && self.to.is_none()
    }

    /// The condition on the column of `name`, each part after `AND`.
    fn within(&self, name: &str, clause: &mut Clause) {
        if self.from.is_some() && self.from == self.to {
            return clause.and(&format!("{name}.{} = ?", self.column), self.from.clone());
        }
        if let Some(from) = &self.from {
            clause.and(&format!("{name}.{} >= ?", self.column), [from.clone()]);
        }
        if let Some(to) = &self.to {
            clause.and(&format!("{name}.{} <= ?", self.column), [to.clone()]);
        }
    }

    /// What fulfils it beside the documents: a table `s` and its conditions. Not for [`Of::Document`].
    pub(super) fn beside(&self) -> (String, Clause) {
        let index = self.index.unwrap_or_default();
        let mut clause = Clause::default();
        self.within("s", &mut clause);
        (format!("{} s INDEXED BY {index}", self.of.table().0), clause)
    }

    /// As SQL for a single row, each condition after `AND`.
    fn write_for_row(&self, clause: &mut Clause) {
        if self.of == Of::Document {
            return self.write(clause);
        }
        let mut inner = Clause::default();
        self.within("s", &mut inner);
        let (table, index) = self.of.table();
        let text = format!(
            "EXISTS (SELECT 1 FROM {table} s {index} WHERE s.document_id = d.id AND {})",
            inner.condition()
        );
        clause.and(&text, inner.values);
    }

    /// The part of it that lies at the far end, read from the greatest value or from the smallest; one that asks for nothing
    /// where there is none.
    pub(super) fn beyond(&self, descends: bool) -> Clause {
        let mut clause = Clause::default();
        let (end, sign) = if descends {
            (&self.from, ">=")
        } else {
            (&self.to, "<=")
        };
        if let Some(end) = end {
            clause.and(&format!("d.{} {sign} ?", self.column), [end.clone()]);
        }
        clause
    }

    /// True for one value, behind which the index keeps the order of the list.
    pub(super) fn is_exact(&self) -> bool {
        self.of == Of::Document && self.from.is_some() && self.from == self.to
    }

    /// As SQL, each condition after `AND`.
    pub(super) fn write(&self, clause: &mut Clause) {
        if self.of != Of::Document {
            let (table, inner) = self.beside();
            let text = format!(
                "d.id IN (SELECT s.document_id FROM {table} WHERE {})",
                inner.condition()
            );
            clause.and(&text, inner.values);
            return;
        }
        if self.is_absent() {
            clause.and(&format!("d.{} IS NULL", self.column), []);
        }
        self.within("d", clause);
    }

    /// Of the document alone; what stands beside it is looked at by [`Filter::beside_clause`].
    fn admits(&self, row: &Row<'_>) -> rusqlite::Result<bool> {
        if self.of != Of::Document {
            return Ok(true);
        }
        let value: SqlValue = row.get(self.column)?;
        Ok(match (&value, &self.from, &self.to) {
            (value, None, None) => *value == SqlValue::Null,
            (SqlValue::Text(text), Some(SqlValue::Text(wanted)), _) => text == wanted,
            (SqlValue::Integer(number), from, to) => {
                let above = from
                    .as_ref()
                    .is_none_or(|from| matches!(from, SqlValue::Integer(from) if from <= number));
                let below = to
                    .as_ref()
                    .is_none_or(|to| matches!(to, SqlValue::Integer(to) if number <= to));
                above && below
            }
            _ => false,
        })
    }
}

/// Conditions with their values, in the order of the question marks.
#[derive(Debug, Default, Clone)]
pub(super) struct Clause {
    pub(super) text: String,
    pub(super) values: Vec<SqlValue>,
}

impl Clause {
    pub(super) fn and(&mut self, condition: &str, values: impl IntoIterator<Item = SqlValue>) {
        if !self.text.is_empty() {
            self.text.push_str(" AND ");
        }
        self.text.push_str(condition);
        self.values.extend(values);
    }

    /// And this one too, if it asks for anything.
    pub(super) fn and_all(&mut self, other: Self) {
        if !other.text.is_empty() {
            self.and(&other.text, other.values);
        }
    }

    /// The whole condition; one that is always true when there is none.
    pub(super) fn condition(&self) -> &str {
        if self.text.is_empty() { "1" } else { &self.text }
    }
}

/// The first and the last instant since which a status may hold, both included.
fn since(query: &DocumentQuery) -> (Option<i64>, Option<i64>) {
    let ns = |at: Option<Timestamp>| at.and_then(|at| i64::try_from(at.as_nanosecond()).ok());
    let (from, before) = query.status_since;
    let after = ns(query.waiting_after).map(|at| at.saturating_add(1));
    let to = ns(before).map(|at| at.saturating_sub(1));
    let least = [to, ns(query.waiting_since)].into_iter().flatten().min();
    (ns(from).max(after), least)
}

fn name_of(direction: Direction) -> &'static str {
    match direction {
        Direction::Outbound => "outbound",
        Direction::Inbound => "inbound",
    }
}

impl Filter {
    /// The conditions of a query whose search box bounds the days too.
    pub(super) fn within(query: &DocumentQuery, days: Days) -> Self {
        let (from, to) = query.issued;
        let days = days.and(Days { from, to });
        let owners = [
            (Owner::Individual, query.individual.map(|id| id.0)),
            (Owner::Counterparty, query.counterparty.map(|id| id.0)),
            (Owner::Assignee, query.assignee.map(|id| id.0)),
            (Owner::Kind, query.kind.map(|id| id.0)),
            (Owner::Firm, query.firm.map(|id| id.0)),
        ];
        let exactly =
            |column, index, value: &str| Border::exactly(column, index, SqlValue::Text(value.to_owned()));
        let day = |date: Option<_>| date.map(PageKey::day);
        let kopecks = |sum: Option<domain::Money>| sum.map(domain::Money::kopecks);
        let (since_from, since_to) = since(query);
        let borders = [
            query
                .direction
                .map(|way| exactly("direction", "documents_by_direction", name_of(way))),
            query
                .operator
                .as_ref()
                .map(|kind| exactly("operator", "documents_by_operator", &kind.0)),
            Border::between("listed_on", "documents_by_date", day(days.from), day(days.to)),
            Border::between(
                "total_kopecks",
                "documents_by_total",
                kopecks(query.total.0),
                kopecks(query.total.1),
            ),
            Border::between("status_since_ns", "documents_by_waiting", since_from, since_to),
            query.mark.map(Border::marked),
            query.happened.map(Border::happened),
        ];
        Self {
            statuses: query.statuses.iter().copied().collect(),
            owners: owners
                .into_iter()
                .filter_map(|(owner, id)| Some((owner, id?)))
                .collect(),
            borders: borders.into_iter().flatten().collect(),
        }
    }

    /// True when there is any condition.
    pub(super) fn is_narrow(&self) -> bool {
        !self.statuses.is_empty() || !self.owners.is_empty() || !self.borders.is_empty()
    }

    /// The border of this column of `d`, if it has one with values.
    pub(super) fn border_of(&self, column: &str) -> Option<&Border> {
        let name = column.strip_prefix("d.").unwrap_or(column);
        let mut borders = self.borders.iter();
        borders.find(|border| border.of == Of::Document && border.column == name && !border.is_absent())
    }

    /// True when the days are bounded.
    pub(super) fn has_days(&self) -> bool {
        self.borders.iter().any(|border| border.column == "listed_on")
    }

    /// How many conditions there are.
    pub(super) fn count(&self) -> usize {
        usize::from(!self.statuses.is_empty()) + self.owners.len() + self.borders.len()
    }

    /// The same with one condition more.
    pub(super) fn with_border(&self, border: Border) -> Self {
        let mut narrowed = self.clone();
        narrowed.borders.push(border);
        narrowed
    }

    /// The same for one status.
    pub(super) fn with_status(&self, status: EdoStatus) -> Self {
        Self {
            statuses: [status].into(),
            ..self.clone()
        }
    }

    /// As SQL over the columns of `documents` as `d`, for a walk over many rows.
    pub(super) fn clause(&self) -> Clause {
        let mut clause = self.own_clause();
        for border in &self.borders {
            border.write(&mut clause);
        }
        clause
    }

    /// The same for a statement that looks at single rows.
    pub(super) fn row_clause(&self) -> Clause {
        let mut clause = self.own_clause();
        for border in &self.borders {
            border.write_for_row(&mut clause);
        }
        clause
    }

    /// What single rows have to fulfil besides [`Filter::admits`]; nothing where their own columns tell everything.
    pub(super) fn beside_clause(&self) -> Clause {
        let mut clause = Clause::default();
        for border in self.borders.iter().filter(|border| border.of != Of::Document) {
            border.write_for_row(&mut clause);
        }
        clause
    }

    fn own_clause(&self) -> Clause {
        let mut clause = Clause::default();
        if !self.statuses.is_empty() {
            let mut codes: Vec<_> = self.statuses.iter().map(|status| status.code()).collect();
            codes.sort_unstable();
            clause.and(&format!("d.status IN ('{}')", codes.join("', '")), []);
        }
        for (owner, id) in &self.owners {
            clause.and(&format!("d.{} = ?", owner.column()), [SqlValue::Integer(*id)]);
        }
        clause
    }

    /// True when a row with the columns that are filtered by fits, as far as they tell.
    pub(super) fn admits(&self, row: &Row<'_>) -> rusqlite::Result<bool> {
        if !self.statuses.is_empty() {
            let status = row.get::<_, Name<EdoStatus>>("status")?.0;
            if !self.statuses.contains(&status) {
                return Ok(false);
            }
        }
        for (owner, id) in &self.owners {
            if row.get::<_, Option<i64>>(owner.column())? != Some(*id) {
                return Ok(false);
            }
        }
        for border in &self.borders {
            if !border.admits(row)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
