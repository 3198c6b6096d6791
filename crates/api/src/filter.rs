//! Which documents are meant: the conditions of the registry, its order, and a choice of its rows. Shared by
//! everything that speaks of many documents at once.

use domain::{
    CounterpartyId, DocflowMark, DocumentId, EdoStatus, EmployeeId, FirmId, IndividualId, KindId, Money,
    OperatorKind,
};
use engine::{DocumentQuery, Engine, Happened, Order, SortBy, Step};
use jiff::civil::Date;
use jiff::{SignedDuration, Span, Timestamp};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::documents::Direction;
use crate::error::Failure;

mod period;

use period::NamedPeriod;

/// Which documents. Every condition must hold.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
#[ts(optional_fields = nullable)]
pub(crate) struct DocumentFilter {
    /// The search box.
    pub query: Option<String>,
    /// Codes of statuses; any of them. All when absent or empty.
    pub statuses: Option<Vec<String>>,
    pub firm_id: Option<i64>,
    pub counterparty_id: Option<i64>,
    pub kind_id: Option<i64>,
    pub individual_id: Option<i64>,
    pub assignee_id: Option<i64>,
    pub direction: Option<Direction>,
    /// `kind` of `operators.list`: where the last sending went.
    pub operator: Option<String>,
    /// `YYYY-MM-DD`: the day of the document, else of its coming; this day too.
    pub issued_from: Option<String>,
    /// `YYYY-MM-DD`, this day too.
    pub issued_to: Option<String>,
    /// The same days by a name that means others later; beside named days both must hold.
    pub period: Option<NamedPeriod>,
    /// Decimal text, this sum too.
    pub total_from: Option<String>,
    /// Decimal text, this sum too.
    pub total_to: Option<String>,
    /// The status holds at least so many whole days.
    pub waiting_days: Option<u32>,
    /// And at most so many whole days.
    pub waiting_days_to: Option<u32>,
    /// `YYYY-MM-DD`: the status holds since this day or a later one, where the clerk sits.
    pub status_since_from: Option<String>,
    /// `YYYY-MM-DD`: the status holds since this day or an earlier one.
    pub status_since_to: Option<String>,
    /// What the operator reported of the last sending beside the status: `receipt_required`, `marking_failed`, …
    pub mark: Option<String>,
    /// A sending took a step in these days.
    pub happened: Option<HappenedStep>,
}

/// A step that a sending of a document took, and when; whatever became of it later.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct HappenedStep {
    pub step: SendingStep,
    /// `YYYY-MM-DD`, where the clerk sits; this day too.
    pub from: Option<String>,
    /// `YYYY-MM-DD`; this day too.
    pub to: Option<String>,
}

/// A step of a sending's way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SendingStep {
    /// It came to the operator.
    Sent,
    /// The other side signed it.
    Signed,
    /// The other side refused to sign it.
    Refused,
}

impl From<SendingStep> for Step {
    fn from(step: SendingStep) -> Self {
        match step {
            SendingStep::Sent => Self::Sent,
            SendingStep::Signed => Self::Signed,
            SendingStep::Refused => Self::Refused,
        }
    }
}

impl HappenedStep {
    fn understood(self, engine: &Engine, place: Place) -> Result<Happened, Failure> {
        let first_hour = |text: Option<String>, later: i64, field: &str| -> Result<_, Failure> {
            let day = day(text).map_err(|why| place.bad(field, why))?;
            Ok(day.map(|day| engine.first_hour_of(day.saturating_add(Span::new().days(later)))))
        };
        Ok(Happened {
            step: self.step.into(),
            from: first_hour(self.from, 0, "happened.from")?,
            before: first_hour(self.to, 1, "happened.to")?,
        })
    }
}

/// One column of an order: three at most, each once, the first is the main one. Rows without the value stand last; behind
/// the last column the newest come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sort {
    pub by: By,
    /// From the greatest; for `waiting` from the longest wait.
    pub descending: bool,
}

/// What the registry is ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "SortBy")]
pub(crate) enum By {
    Date,
    Number,
    Counterparty,
    Kind,
    Firm,
    Total,
    Status,
    Waiting,
}

impl From<Sort> for engine::Sort {
    fn from(sort: Sort) -> Self {
        let by = match sort.by {
            By::Date => SortBy::Date,
            By::Number => SortBy::Number,
            By::Counterparty => SortBy::Counterparty,
            By::Kind => SortBy::Kind,
            By::Firm => SortBy::Firm,
            By::Total => SortBy::Total,
            By::Status => SortBy::Status,
            By::Waiting => SortBy::Waiting,
        };
        Self {
            by,
            descending: sort.descending,
        }
    }
}

/// The order of these columns; newest first where none is named. Named wrongly is what stands in `sort`.
pub(crate) fn order(sort: Option<Vec<Sort>>, command: &'static str) -> Result<Order, Failure> {
    let columns: Vec<_> = sort
        .unwrap_or_default()
        .into_iter()
        .map(engine::Sort::from)
        .collect();
    Order::by(&columns)
        .ok_or_else(|| Failure::bad_request(command, "sort", "не больше трёх столбцов, каждый один раз"))
}

/// Chosen rows: named one by one, or all that fit a filter but for a few. Exactly one of `ids` and `filter`.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct Selection {
    pub ids: Option<Vec<i64>>,
    pub filter: Option<DocumentFilter>,
    /// Only beside `filter`: all but these.
    pub except: Option<Vec<i64>>,
}

/// Where in a request a filter stands, to be named when it is wrong.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub command: &'static str,
    /// The field that holds the filter: `selection.filter`.
    pub path: &'static str,
}

impl Place {
    fn bad(self, field: &str, reason: &str) -> Failure {
        Failure::bad_request(self.command, &format!("{}.{field}", self.path), reason)
    }
}

/// A choice that was understood.
pub(crate) enum Chosen {
    /// These.
    Ids(Vec<DocumentId>),
    /// All that fit, but for some.
    Query(Box<DocumentQuery>, Vec<DocumentId>),
}

impl DocumentFilter {
    /// The question to the registry, in its usual order, without a page.
    pub(crate) fn query(self, engine: &Engine, place: Place) -> Result<DocumentQuery, Failure> {
        let statuses = self.statuses.unwrap_or_default();
        let statuses = statuses.iter().enumerate().map(|(index, code)| {
            EdoStatus::from_code(code)
                .ok_or_else(|| place.bad(&format!("statuses[{index}]"), "такого статуса нет"))
        });
        let held = |days: Option<u32>, whole: u32, field: &str| {
            let since = |days: u32| held_since(engine.now(), days.saturating_add(whole));
            days.map(|days| since(days).ok_or_else(|| place.bad(field, "слишком много дней")))
                .transpose()
        };
        let begins = |text: Option<String>, later: i64, field: &str| -> Result<_, Failure> {
            let day = day(text).map_err(|why| place.bad(field, why))?;
            Ok(day.map(|day| engine.beginning_of(day.saturating_add(Span::new().days(later)))))
        };
        Ok(DocumentQuery {
            text: self.query.unwrap_or_default(),
            today: Some(engine.today()),
            statuses: statuses.collect::<Result<_, _>>()?,
            firm: self.firm_id.map(FirmId),
            counterparty: self.counterparty_id.map(CounterpartyId),
            kind: self.kind_id.map(KindId),
            individual: self.individual_id.map(IndividualId),
            assignee: self.assignee_id.map(EmployeeId),
            direction: self.direction.map(domain::Direction::from),
            operator: self.operator.map(OperatorKind),
            issued: within(
                (
                    day(self.issued_from).map_err(|why| place.bad("issued_from", why))?,
                    day(self.issued_to).map_err(|why| place.bad("issued_to", why))?,
                ),
                self.period.map(|period| period.days(engine.today())),
            ),
            total: (
                sum(self.total_from).map_err(|why| place.bad("total_from", why))?,
                sum(self.total_to).map_err(|why| place.bad("total_to", why))?,
            ),
            waiting_since: held(self.waiting_days, 0, "waiting_days")?,
            // Who waits for three whole days does not wait for four.
            waiting_after: held(self.waiting_days_to, 1, "waiting_days_to")?,
            status_since: (
                begins(self.status_since_from, 0, "status_since_from")?,
                begins(self.status_since_to, 1, "status_since_to")?,
            ),
            mark: self
                .mark
                .map(|code| {
                    DocflowMark::from_code(&code).ok_or_else(|| place.bad("mark", "такого состояния нет"))
                })
                .transpose()?,
            happened: self
                .happened
                .map(|happened| happened.understood(engine, place))
                .transpose()?,
            ..DocumentQuery::default()
        })
    }
}

impl Selection {
    /// What was chosen, for a command whose field `selection` this is.
    pub(crate) fn chosen(self, engine: &Engine, command: &'static str) -> Result<Chosen, Failure> {
        let place = Place {
            command,
            path: "selection.filter",
        };
        let ids = |ids: Vec<i64>| ids.into_iter().map(DocumentId).collect::<Vec<_>>();
        match (self.ids, self.filter) {
            (Some(_), None) if self.except.is_some() => Err(Failure::bad_request(
                command,
                "selection.except",
                "исключения называют только вместе с отбором",
            )),
            (Some(chosen), None) => Ok(Chosen::Ids(ids(chosen))),
            (None, Some(filter)) => Ok(Chosen::Query(
                Box::new(filter.query(engine, place)?),
                ids(self.except.unwrap_or_default()),
            )),
            _ => Err(Failure::bad_request(
                command,
                "selection",
                "нужно ровно одно из двух: ids или filter",
            )),
        }
    }
}

/// Days that are within both.
fn within(
    (from, to): (Option<Date>, Option<Date>),
    period: Option<(Date, Date)>,
) -> (Option<Date>, Option<Date>) {
    let Some((first, last)) = period else {
        return (from, to);
    };
    (
        Some(from.map_or(first, |from| from.max(first))),
        Some(to.map_or(last, |to| to.min(last))),
    )
}

fn day(text: Option<String>) -> Result<Option<Date>, &'static str> {
    let text = text.filter(|text| !text.is_empty());
    let day = text.map(|text| text.parse().map_err(|_| "нужна дата вида 2026-11-21"));
    day.transpose()
}

fn sum(text: Option<String>) -> Result<Option<Money>, &'static str> {
    let text = text.filter(|text| !text.is_empty());
    let sum = text.map(|text| text.parse().map_err(|_| "нужна сумма вида 12345.67"));
    sum.transpose()
}

/// The instant so many days before; none for more days than any status has ever held.
fn held_since(now: Timestamp, days: u32) -> Option<Timestamp> {
    const MOST_DAYS: u32 = 36_500;
    let hours = (days <= MOST_DAYS).then(|| i64::from(days) * 24)?;
    now.checked_sub(SignedDuration::from_hours(hours)).ok()
}
