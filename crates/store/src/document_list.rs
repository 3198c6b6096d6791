//! The registry: pages of documents, newest first, by key and never by counting rows; and how many there are of
//! each status.
//!
//! Which documents stand on a page is settled by `document_list/walk.rs` from indexes alone; here the rows of a
//! page are read one by one. Nothing here reads bytes of documents.

use std::cell::OnceCell;
use std::collections::HashSet;

use domain::{
    CounterpartyId, Direction, DocflowMark, DocumentId, EdoFormat, EdoStatus, EmployeeId, FirmId,
    IndividualId, Inn, KindId, Money, OperatorKind, Origin,
};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, Row, params_from_iter};

use crate::columns::{At, Day, Kopecks, Name, collected, joined_name, optional, parsed_at};
use crate::edo_documents::Happened;
use crate::search::{Candidate, Search};
use crate::{Error, Reader, Result};

mod by_column;
mod by_groups;
mod by_place;
mod by_several;
mod comparing;
mod exact;
mod filter;
mod from_end;
mod keyed;
mod order;
mod ordered;
mod page_key;
mod page_mark;
mod searched;
mod sort;
mod totals;
mod walk;

use filter::Filter;
pub use order::Order;
use ordered::Question;
pub use page_key::{BadPageKey, PageKey};
use page_mark::Found;
pub use page_mark::PageMark;
pub use sort::{Sort, SortBy};
pub use totals::Totals;

/// A page has at most this many rows, whatever is asked for.
const LONGEST_PAGE: u32 = 1000;
/// What the registry is asked for. Every condition must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentQuery {
    /// The search box: every word must fit the number, the title, a line, the counterparty, the sum or the date.
    pub text: String,
    /// The present day, by which «вчера» and «21 ноября» of the search box are understood; without it they are words.
    pub today: Option<Date>,
    /// Any of these; all when empty.
    pub statuses: Vec<EdoStatus>,
    /// This firm of ours.
    pub firm: Option<FirmId>,
    /// This counterparty.
    pub counterparty: Option<CounterpartyId>,
    /// This person on the other side.
    pub individual: Option<IndividualId>,
    /// This kind.
    pub kind: Option<KindId>,
    /// This employee is responsible.
    pub assignee: Option<EmployeeId>,
    /// Which way they go.
    pub direction: Option<Direction>,
    /// The last sending went, or shall go, through this operator.
    pub operator: Option<OperatorKind>,
    /// Listed from the first day to the last: the day of the document, else of its coming.
    pub issued: (Option<Date>, Option<Date>),
    /// Sum with VAT from the first to the second.
    pub total: (Option<Money>, Option<Money>),
    /// The status holds since this instant or longer.
    pub waiting_since: Option<Timestamp>,
    /// The status holds since after this instant.
    pub waiting_after: Option<Timestamp>,
    /// The status holds since the first instant or later, and since before the second one.
    pub status_since: (Option<Timestamp>, Option<Timestamp>),
    /// The newest sending bears this mark.
    pub mark: Option<DocflowMark>,
    /// A sending of theirs took this step then.
    pub happened: Option<Happened>,
    /// In which order.
    pub sort: Order,
    /// Rows below this place, which must be of the same order.
    pub after: Option<PageMark>,
    /// At most so many rows; at least 1, at most 1,000.
    pub limit: u32,
}

/// A row of the registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentRow {
    /// Identity in the database.
    pub id: DocumentId,
    /// The kind of the directory.
    pub kind_id: Option<KindId>,
    /// Its name; the name of the format while no kind is settled.
    pub kind_name: String,
    /// In which format it goes to the other side.
    pub format: EdoFormat,
    /// Which way it goes.
    pub direction: Direction,
    /// Title when there is no number.
    pub title: String,
    /// Number as printed.
    pub number: String,
    /// Date of the document.
    pub issued_on: Option<Date>,
    /// Sum with VAT.
    pub total: Option<Money>,
    /// Currency, three digits of ОКВ.
    pub currency: String,
    /// Our firm.
    pub firm_name: Option<String>,
    /// The other side.
    pub counterparty_name: Option<String>,
    /// ИНН of the other side.
    pub counterparty_inn: Option<Inn>,
    /// Full name of the person on the other side.
    pub individual_name: Option<String>,
    /// Who of us is responsible, surname with initials.
    pub assignee_name: Option<String>,
    /// There is a file to be signed, current or old.
    pub has_file: bool,
    /// Where the record came from.
    pub origin: Origin,
    /// «Статус ЭДО».
    pub status: EdoStatus,
    /// Since when it holds.
    pub status_since: Timestamp,
    /// The operator's own words about the last sending; empty when there are none.
    pub operator_status_text: String,
    /// Why it waits for a person, noted together with the status; none where nobody has to act, and where an earlier
    /// program settled the status.
    pub cause: Option<String>,
    /// When it came into the registry.
    pub created_at: Timestamp,
}

/// A page of the registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentPage {
    /// In the order asked for.
    pub rows: Vec<DocumentRow>,
    /// Where the next page begins; none after the last.
    pub next: Option<PageMark>,
}

/// Rows by a list of numbers, in its order: the list is the outermost loop, and all is opened once for the whole page.
const ROWS: &str = "
    SELECT d.id, d.format, d.direction, d.title, d.number, d.issued_on, d.total_kopecks, d.currency, f.name, c.name,
        c.inn, d.status, d.status_since_ns,
        d.operator_text, d.created_at_ns, d.kind_id, k.name, p.last_name, p.first_name, p.middle_name,
        a.last_name, a.first_name, a.middle_name, d.edo_file_id IS NOT NULL, d.origin, d.cause
    FROM json_each(?1) asked
    CROSS JOIN documents d ON d.id = asked.value
    LEFT JOIN firms f ON f.id = d.firm_id
    LEFT JOIN counterparties c ON c.id = d.counterparty_id
    LEFT JOIN kinds k ON k.id = d.kind_id
    LEFT JOIN individuals p ON p.id = d.individual_id
    LEFT JOIN employees a ON a.id = d.assignee_id";

const CANDIDATE: &str = "
    SELECT number, total_kopecks, counterparty_id, status, firm_id, individual_id, kind_id, assignee_id, direction,
        operator, listed_on, status_since_ns, number_key
    FROM documents WHERE id = ?1";

fn document_row(row: &Row<'_>) -> rusqlite::Result<DocumentRow> {
    let has_counterparty = row.get_ref(10)? != rusqlite::types::ValueRef::Null;
    let format = row.get::<_, Name<EdoFormat>>(1)?.0;
    Ok(DocumentRow {
        id: DocumentId(row.get(0)?),
        kind_id: row.get::<_, Option<i64>>(15)?.map(KindId),
        kind_name: row
            .get::<_, Option<String>>(16)?
            .unwrap_or_else(|| format.label().to_owned()),
        format,
        direction: row.get::<_, Name<_>>(2)?.0,
        title: row.get(3)?,
        number: row.get(4)?,
        issued_on: row.get::<_, Option<Day>>(5)?.map(|day| day.0),
        total: row.get::<_, Option<Kopecks>>(6)?.map(|kopecks| kopecks.0),
        currency: row.get(7)?,
        firm_name: row.get(8)?,
        counterparty_name: row.get(9)?,
        counterparty_inn: if has_counterparty {
            Some(parsed_at(row, 10)?)
        } else {
            None
        },
        individual_name: joined_name(row, 17)?.map(|name| name.full()),
        assignee_name: joined_name(row, 20)?.map(|name| name.short()),
        has_file: row.get(23)?,
        origin: row.get::<_, Name<_>>(24)?.0,
        status: row.get::<_, Name<_>>(11)?.0,
        status_since: row.get::<_, At>(12)?.0,
        operator_status_text: row.get(13)?,
        cause: row.get(25)?,
        created_at: row.get::<_, At>(14)?.0,
    })
}

/// What a counter counts.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Counted {
    /// Every document.
    Documents,
    /// Those that ask something of us.
    Owed,
}

/// Documents by status as their counters are kept, of one firm or of all, in the order of the statuses.
pub(crate) fn counts_of(
    sql: &Connection,
    counted: Counted,
    firm: Option<FirmId>,
) -> Result<Vec<(EdoStatus, u64)>> {
    let kept = match (counted, firm) {
        (Counted::Documents, None) => "SELECT status, documents FROM status_counts WHERE documents > 0",
        (Counted::Owed, None) => "SELECT status, documents FROM owed_counts WHERE documents > 0",
        (Counted::Documents, Some(_)) => {
            "SELECT status, documents FROM firm_counts WHERE firm_id = ?1 AND documents > 0"
        }
        (Counted::Owed, Some(_)) => "SELECT status, owed FROM firm_counts WHERE firm_id = ?1 AND owed > 0",
    };
    let mut query = sql.prepare_cached(kept)?;
    let values = params_from_iter(firm.map(|id| id.0));
    let mut counts = collected(query.query_map(values, |row| {
        let count: i64 = row.get(1)?;
        Ok((
            row.get::<_, Name<EdoStatus>>(0)?.0,
            u64::try_from(count).unwrap_or(0),
        ))
    })?)?;
    counts.sort_unstable_by_key(|(status, _)| *status);
    Ok(counts)
}

impl Reader<'_> {
    /// A page of the registry. [`Error::Conflict`] when `after` is a place in another order.
    pub fn documents(&self, query: &DocumentQuery) -> Result<DocumentPage> {
        let limit = usize::try_from(query.limit.clamp(1, LONGEST_PAGE)).unwrap_or(1);
        // One more than asked for tells whether there is a next page.
        let mut found = self.found(query, limit + 1)?;
        let is_more = found.len() > limit;
        found.truncate(limit);
        Ok(DocumentPage {
            rows: self.rows_of(&found)?,
            next: found.pop().filter(|_| is_more).map(|row| PageMark {
                order: query.sort.clone(),
                row,
            }),
        })
    }

    /// The next rows of the whole query.
    fn found(&self, query: &DocumentQuery, wanted: usize) -> Result<Vec<Found>> {
        if query.after.as_ref().is_some_and(|mark| !mark.is_of(&query.sort)) {
            return Err(Error::Conflict("sort".to_owned()));
        }
        let asked = Search::asked(self, &query.text, query.today)?;
        let filter = Filter::within(query, asked.days);
        let question = Question {
            filter: &filter,
            order: &query.sort,
            after: query.after.as_ref().map(|mark| &mark.row),
            wanted,
        };
        match asked.search {
            None => self.ordered(&question),
            Some(search) => self.exact_first(search, &question),
        }
    }

    fn rows_of(&self, found: &[Found]) -> Result<Vec<DocumentRow>> {
        let ids: Vec<DocumentId> = found.iter().map(|one| DocumentId(one.place.id)).collect();
        self.document_rows(&ids)
    }

    /// These documents in the order given, those that are gone left out.
    pub fn document_rows(&self, ids: &[DocumentId]) -> Result<Vec<DocumentRow>> {
        let list = serde_json::to_string(&ids.iter().map(|id| id.0).collect::<Vec<_>>()).unwrap_or_default();
        let mut statement = self.sql.prepare_cached(ROWS)?;
        collected(statement.query_map([list], document_row)?)
    }

    fn fits(&self, search: &Search, filter: &Filter, key: PageKey) -> Result<bool> {
        let mut statement = self.sql.prepare_cached(CANDIDATE)?;
        let found = statement.query_row([key.id], |row| {
            let candidate = Candidate {
                key,
                number: row.get(0)?,
                total_kopecks: row.get(1)?,
                counterparty: row.get::<_, Option<i64>>(2)?.map(CounterpartyId),
                words: OnceCell::new(),
            };
            Ok(filter.admits(row)?.then_some(candidate))
        });
        match optional(found)?.flatten() {
            Some(candidate) => Ok(search.fits(self, &candidate)? && self.took_steps(filter, key)?),
            None => Ok(false),
        }
    }

    /// True when the sendings of a document are as the filter wants them.
    fn took_steps(&self, filter: &Filter, key: PageKey) -> Result<bool> {
        let mut clause = filter.beside_clause();
        if clause.text.is_empty() {
            return Ok(true);
        }
        clause.and("d.id = ?", [rusqlite::types::Value::Integer(key.id)]);
        let sql = format!("SELECT 1 FROM documents AS d WHERE {}", clause.condition());
        let mut statement = self.sql.prepare_cached(&sql)?;
        Ok(statement.exists(params_from_iter(clause.values))?)
    }

    /// The documents of a status of which it was not noted why they wait. Reads all of that status.
    pub fn documents_without_cause(&self, status: EdoStatus) -> Result<Vec<DocumentId>> {
        let mut query = self.sql.prepare(
            "SELECT id FROM documents INDEXED BY documents_by_status WHERE status = ?1 AND cause IS NULL",
        )?;
        collected(query.query_map([Name(status)], |row| row.get(0).map(DocumentId))?)
    }

    /// How many documents there are of each status that occurs, of one firm or of all, in the order of the statuses.
    /// Kept up to date by every change, never counted anew.
    pub fn status_counts(&self, firm: Option<FirmId>) -> Result<Vec<(EdoStatus, u64)>> {
        counts_of(self.sql, Counted::Documents, firm)
    }

    /// Statuses that occur and that the query admits.
    fn occurring(&self, wanted: &HashSet<EdoStatus>) -> Result<Vec<EdoStatus>> {
        let counts = self.status_counts(None)?.into_iter().map(|(status, _)| status);
        Ok(counts
            .filter(|status| wanted.is_empty() || wanted.contains(status))
            .collect())
    }
}

#[cfg(test)]
mod tests;
