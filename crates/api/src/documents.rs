//! `documents.list`, `documents.totals`, `documents.select`: the registry and choices of its rows.

use domain::EdoStatus;
use engine::{DocumentQuery, Engine, Order, PageMark, RegistryPage, RegistryRow};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::answer::Written;
use crate::error::Failure;
use crate::filter::{Chosen, DocumentFilter, Place, Selection, Sort, order};
use crate::search_terms::SearchTerm;
use crate::views::{Status, page_size, text};

/// Which documents to show, and in which order.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct ListDocuments {
    /// All when absent.
    pub filter: Option<DocumentFilter>,
    /// Newest first when absent or empty.
    pub sort: Option<Vec<Sort>>,
    /// `next` of the page before, of the same order.
    pub after: Option<String>,
    /// Not from the first row but to the last one, or to the row above a place.
    pub back: Option<ReadBack>,
    pub limit: Option<u32>,
    /// The part of the window that shows the answer, by any name of its own: a newer question of the same part ends the
    /// older one, which is then refused with `work_cancelled`.
    pub pane: Option<String>,
}

/// The list is read from its end.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct ReadBack {
    /// `previous` of a page of the same order; the end of the list when absent.
    pub before: Option<String>,
}

/// A choice of rows.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChosenDocuments {
    pub selection: Selection,
}

/// A choice of rows to be counted and summed.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct TotalDocuments {
    pub selection: Selection,
    /// All of them, however long it takes; else the answer comes soon and may be of a part.
    pub whole: Option<bool>,
    /// As in `documents.list`; only beside `whole`.
    pub pane: Option<String>,
}

/// What chosen documents come to.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct DocumentTotals {
    /// At most 10 000 are counted and summed where the whole was not asked for.
    pub count: u64,
    /// There are more than were counted.
    pub is_more: bool,
    pub sums: Vec<CurrencySum>,
}

/// A sum in one currency.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct CurrencySum {
    /// Three digits of ОКВ.
    pub currency: String,
    /// Decimal text.
    pub total: String,
}

/// Chosen documents one by one.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct SelectedDocuments {
    /// At most 10 000.
    pub ids: Vec<i64>,
    /// There are more than are named.
    pub is_more: bool,
}

/// A page of the registry.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Documents {
    pub rows: Vec<DocumentRow>,
    /// Where to go on; `null` at the end.
    pub next: Option<String>,
    /// Where the rows above these end; `null` at the beginning and where the list was not read back.
    pub previous: Option<String>,
    /// How many documents stand in each status: of the firm that the filter names, else of the whole registry.
    pub counts: Vec<StatusCount>,
    /// How many of those ask something of us.
    pub owed: Vec<StatusCount>,
    /// How the search box was understood, part by part; empty when nothing was typed.
    pub terms: Vec<SearchTerm>,
}

/// A line of the registry.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct DocumentRow {
    pub id: i64,
    /// Stable name of the format of its file: `utd_invoice`, `nonformalized`.
    pub kind: &'static str,
    /// What the paper is called: its kind, else its format.
    pub kind_label: String,
    pub kind_id: Option<i64>,
    pub direction: Direction,
    /// Title for people when there is no number.
    pub title: String,
    /// Empty when unknown.
    pub number: String,
    /// `YYYY-MM-DD`.
    pub issued_on: Option<String>,
    /// Sum with VAT, decimal text.
    pub total: Option<String>,
    /// Three digits of ОКВ.
    pub currency: String,
    pub firm_name: Option<String>,
    pub counterparty_name: Option<String>,
    pub counterparty_inn: Option<String>,
    /// The other side, if it is a person.
    pub individual_name: Option<String>,
    /// Who of us is responsible: «Иванова М. П.».
    pub assignee_name: Option<String>,
    /// There is a file to be signed, current or old.
    pub has_file: bool,
    pub origin: Origin,
    pub status: Status,
    /// Why a person has to look: the operator's or the other side's own words; `null` where nothing more is known than
    /// the status.
    pub cause: Option<String>,
    /// It was not sent, and our signature stands under it: the mark `signed_unsent`.
    pub is_signed_unsent: bool,
    /// RFC 3339.
    pub status_since: String,
    /// The operator's own words.
    pub operator_status_text: String,
    /// RFC 3339.
    pub created_at: String,
}

/// Where a record came from.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Origin {
    /// From a file that is signed as it came.
    Imported,
    /// Written in the program.
    Composed,
}

impl From<domain::Origin> for Origin {
    fn from(origin: domain::Origin) -> Self {
        match origin {
            domain::Origin::Imported => Self::Imported,
            domain::Origin::Composed => Self::Composed,
        }
    }
}

/// Which way a document goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Direction {
    Outbound,
    Inbound,
}

impl From<domain::Direction> for Direction {
    fn from(direction: domain::Direction) -> Self {
        match direction {
            domain::Direction::Outbound => Self::Outbound,
            domain::Direction::Inbound => Self::Inbound,
        }
    }
}

impl From<Direction> for domain::Direction {
    fn from(direction: Direction) -> Self {
        match direction {
            Direction::Outbound => Self::Outbound,
            Direction::Inbound => Self::Inbound,
        }
    }
}

/// How many documents stand in one status.
#[derive(Debug, Clone, Copy, Serialize, TS)]
pub(crate) struct StatusCount {
    pub code: &'static str,
    pub label: &'static str,
    pub count: u64,
}

impl From<(EdoStatus, u64)> for StatusCount {
    fn from((status, count): (EdoStatus, u64)) -> Self {
        Self {
            code: status.code(),
            label: status.label(),
            count,
        }
    }
}

impl From<RegistryRow> for DocumentRow {
    fn from(shown: RegistryRow) -> Self {
        let row = shown.row;
        Self {
            id: row.id.0,
            kind: row.format.code(),
            kind_label: row.kind_name,
            kind_id: row.kind_id.map(|id| id.0),
            direction: row.direction.into(),
            title: row.title,
            number: row.number,
            issued_on: text(row.issued_on.as_ref()),
            total: text(row.total.as_ref()),
            currency: row.currency,
            firm_name: row.firm_name,
            counterparty_name: row.counterparty_name,
            counterparty_inn: text(row.counterparty_inn.as_ref()),
            individual_name: row.individual_name,
            assignee_name: row.assignee_name,
            has_file: row.has_file,
            origin: row.origin.into(),
            cause: shown.cause,
            is_signed_unsent: shown.is_signed_unsent,
            status: Status::of(row.status, row.direction),
            status_since: row.status_since.to_string(),
            operator_status_text: row.operator_status_text,
            created_at: row.created_at.to_string(),
        }
    }
}

/// So many documents are chosen, counted and summed at once.
const MOST_CHOSEN: u32 = 10_000;

pub(crate) async fn list(engine: &Engine, request: ListDocuments) -> Result<Written<Documents>, Failure> {
    let pane = request.pane.clone();
    let back = request.back.clone();
    let query = query(engine, request)?;
    let terms = engine.search_terms(&query.text);
    let told = move |page: RegistryPage, previous: Option<PageMark>| {
        Written::of(&Documents {
            rows: page.rows.into_iter().map(DocumentRow::from).collect(),
            next: text(page.next.as_ref()),
            previous: text(previous.as_ref()),
            counts: page.counts.into_iter().map(StatusCount::from).collect(),
            owed: page.owed.into_iter().map(StatusCount::from).collect(),
            terms: terms.into_iter().map(SearchTerm::from).collect(),
        })
    };
    match back {
        None => {
            let told = move |page| told(page, None);
            engine.registry(query, pane.as_deref(), told).await?
        }
        Some(back) => {
            let before = place(back.before, &query.sort, "back.before")?;
            let pane = pane.as_deref();
            engine.registry_from_end(query, before, pane, told).await?
        }
    }
}

pub(crate) async fn totals(engine: &Engine, request: TotalDocuments) -> Result<DocumentTotals, Failure> {
    let is_whole = request.whole.unwrap_or(false);
    let pane = request.pane.as_deref();
    if pane.is_some() && !is_whole {
        return Err(Failure::bad_request(
            "documents.totals",
            "pane",
            "имя нужно только вместе с whole",
        ));
    }
    let totals = match request.selection.chosen(engine, "documents.totals")? {
        Chosen::Ids(ids) if is_whole => engine.totals_of(ids, u32::MAX, pane).await?,
        Chosen::Ids(ids) => engine.totals_of(ids, MOST_CHOSEN, None).await?,
        Chosen::Query(query, except) if is_whole => engine.whole_totals(*query, except, pane).await?,
        Chosen::Query(query, except) => engine.document_totals(*query, except, MOST_CHOSEN).await?,
    };
    let sums = totals.sums.into_iter().map(|(currency, total)| CurrencySum {
        currency,
        total: total.to_string(),
    });
    Ok(DocumentTotals {
        count: totals.count,
        is_more: totals.is_more,
        sums: sums.collect(),
    })
}

pub(crate) async fn select(engine: &Engine, request: ChosenDocuments) -> Result<SelectedDocuments, Failure> {
    let most = MOST_CHOSEN as usize;
    let (mut ids, is_more) = match request.selection.chosen(engine, "documents.select")? {
        Chosen::Ids(ids) => (ids, false),
        Chosen::Query(query, except) => engine.document_ids(*query, except, MOST_CHOSEN).await?,
    };
    let is_more = is_more || ids.len() > most;
    ids.truncate(most);
    Ok(SelectedDocuments {
        ids: ids.into_iter().map(|id| id.0).collect(),
        is_more,
    })
}

/// Where the filter of the list stands.
const FILTER: Place = Place {
    command: "documents.list",
    path: "filter",
};

fn query(engine: &Engine, request: ListDocuments) -> Result<DocumentQuery, Failure> {
    let sort = order(request.sort, "documents.list")?;
    if request.after.is_some() && request.back.is_some() {
        return Err(bad_place("after", "место называют или в after, или в back"));
    }
    Ok(DocumentQuery {
        after: place(request.after, &sort, "after")?,
        sort,
        limit: page_size(request.limit),
        ..request.filter.unwrap_or_default().query(engine, FILTER)?
    })
}

fn place(text: Option<String>, order: &Order, field: &str) -> Result<Option<PageMark>, Failure> {
    let Some(text) = text else {
        return Ok(None);
    };
    let mark: PageMark = text
        .parse()
        .map_err(|_| bad_place(field, "это не место в списке"))?;
    if mark.is_of(order) {
        Ok(Some(mark))
    } else {
        Err(bad_place(field, "это место в списке с другим порядком"))
    }
}

fn bad_place(field: &str, reason: &str) -> Failure {
    Failure::bad_request("documents.list", field, reason)
}
