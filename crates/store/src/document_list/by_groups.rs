//! An order by something that many documents share: status, firm, kind, the other side. Group by group, each group
//! newest first.

use std::cmp::Ordering;
use std::collections::HashSet;

use domain::EdoStatus;
use rusqlite::types::Value as SqlValue;
use rusqlite::{params, params_from_iter};

use super::comparing::compared_values;
use super::filter::{Filter, Owner};
use super::keyed::{Keyed, PERSON_NAME, rank_of};
use super::ordered::Question;
use super::page_mark::{Found, Value};
use super::walk::Walk;
use super::{PageKey, Sort, SortBy};
use crate::columns::collected;
use crate::{Reader, Result};

/// Other sides that are read at a time.
const BATCH: usize = 64;
/// After so many rows of a group it is judged whether more are worth looking at,
const FIRST_LOOK: usize = if cfg!(test) { 10 } else { 500 };
/// which they are not where fewer than one in so many fits.
const HOPELESS: usize = 50;
/// Groups up to this size are read whole.
const SMALL: usize = 64;

/// Documents that share a value.
enum Group {
    Status(EdoStatus),
    Of(Owner, i64),
    /// Those that have no such value.
    Rest(&'static str),
}

impl Reader<'_> {
    /// The next rows, group by group; none when patience for rows that do not fit ran out.
    pub(super) fn by_groups(
        &self,
        question: &Question<'_>,
        (sort, keyed): (Sort, &Keyed),
        patience: usize,
    ) -> Result<Option<Vec<Found>>> {
        let mut walk = GroupWalk {
            reader: self,
            question,
            sort,
            borders: Filter {
                statuses: HashSet::new(),
                owners: Vec::new(),
                ..question.filter.clone()
            },
            patience,
            found: Vec::new(),
        };
        match sort.by {
            SortBy::Status => walk.statuses()?,
            SortBy::Firm => walk.names(keyed, Owner::Firm, "d.firm_id IS NULL")?,
            SortBy::Kind => walk.names(keyed, Owner::Kind, "d.kind_id IS NULL")?,
            _ => walk.other_sides()?,
        }
        Ok((walk.patience > 0).then_some(walk.found))
    }
}

struct GroupWalk<'a> {
    reader: &'a Reader<'a>,
    question: &'a Question<'a>,
    sort: Sort,
    /// What the walks do not look at.
    borders: Filter,
    /// Rows that may yet be looked at for it.
    patience: usize,
    found: Vec<Found>,
}

impl GroupWalk<'_> {
    /// A page is there, or it is not worth going on.
    fn is_full(&self) -> bool {
        self.found.len() >= self.question.wanted || self.patience == 0
    }

    fn statuses(&mut self) -> Result<()> {
        let mut statuses = self.reader.occurring(&self.question.filter.statuses)?;
        if self.sort.descending {
            statuses.reverse();
        }
        for status in statuses {
            self.add(&Value::Number(rank_of(status)), &Group::Status(status))?;
        }
        Ok(())
    }

    fn names(&mut self, keyed: &Keyed, owner: Owner, none: &'static str) -> Result<()> {
        let mut names = keyed.names.clone();
        if self.sort.descending {
            names.reverse();
        }
        for (name, id) in names {
            self.add(&Value::Text(name, id), &Group::Of(owner, id))?;
        }
        self.add(&Value::Absent, &Group::Rest(none))
    }

    /// Companies and people in one order of names.
    fn other_sides(&mut self) -> Result<()> {
        let descending = self.sort.descending;
        let mut from = match self.question.after_value() {
            Some(Value::Text(text, id)) => Some((text.clone(), *id)),
            Some(Value::Absent) => {
                return self.add(&Value::Absent, &Group::Rest(NO_OTHER_SIDE));
            }
            _ => None,
        };
        let mut is_first = true;
        while !self.is_full() {
            let names = self.reader.other_sides(from.as_ref(), is_first, descending)?;
            is_first = false;
            let Some(last) = names.last() else {
                return self.add(&Value::Absent, &Group::Rest(NO_OTHER_SIDE));
            };
            from = Some(last.clone());
            for (name, id) in names {
                let owner = if id > 0 {
                    Owner::Counterparty
                } else {
                    Owner::Individual
                };
                self.add(&Value::Text(name, id), &Group::Of(owner, id.abs()))?;
                if self.is_full() {
                    break;
                }
            }
        }
        Ok(())
    }

    /// Adds the rows of this group that stand below the mark.
    fn add(&mut self, value: &Value, group: &Group) -> Result<()> {
        let Some(below) = self.begins(value).filter(|_| !self.is_full()) else {
            return Ok(());
        };
        let wanted = self.question.wanted - self.found.len();
        let filter = self.question.filter;
        let places = match group {
            Group::Rest(condition) => self.rest(condition, below, wanted)?,
            Group::Status(status) => self.walked(&filter.with_status(*status), below, wanted)?,
            Group::Of(owner, id) => {
                let small = self.reader.small_group(filter, (*owner, *id), below)?;
                match (small, filter.with_owner(*owner, *id)) {
                    (Some((places, looked_at)), _) => {
                        self.look(looked_at);
                        places
                    }
                    (None, Some(narrowed)) => self.walked(&narrowed, below, wanted)?,
                    (None, None) => return Ok(()),
                }
            }
        };
        let rows = places
            .into_iter()
            .take(wanted)
            .map(|place| Found::of(value.clone(), place));
        self.found.extend(rows);
        Ok(())
    }

    /// Rows of a big group, newest first.
    fn walked(&mut self, narrowed: &Filter, below: PageKey, wanted: usize) -> Result<Vec<PageKey>> {
        if self.borders.borders.is_empty() {
            return Walk::new(self.reader, narrowed, below, true)?.take(wanted);
        }
        let (mut places, mut below) = (Vec::new(), below);
        if let Some(day) = self.borders.last_day() {
            places = self.reader.ahead(narrowed, day, below, wanted)?;
            below = below.min(PageKey {
                listed_on: day,
                id: i64::MAX,
            });
        }
        let mut walk = Walk::new(self.reader, narrowed, below, true)?;
        let clause = self.borders.row_clause();
        let sql = format!(
            "SELECT ({}) FROM documents AS d WHERE d.id = ?",
            clause.condition()
        );
        let mut statement = self.reader.sql.prepare_cached(&sql)?;
        let mut looked_at = 0;
        while places.len() < wanted
            && self.patience > 0
            && let Some(place) = walk.next()?
        {
            looked_at += 1;
            if looked_at > FIRST_LOOK && places.len() * HOPELESS < looked_at {
                self.patience = 0;
            }
            let id = SqlValue::Integer(place.id);
            let values = params_from_iter(clause.values.iter().chain([&id]));
            if statement.query_row(values, |row| row.get::<_, Option<bool>>(0))? == Some(true) {
                places.push(place);
            }
            self.look(1);
        }
        Ok(places)
    }

    fn look(&mut self, rows: usize) {
        if !self.borders.borders.is_empty() {
            self.patience = self.patience.saturating_sub(rows);
        }
    }

    /// Where in the group the page begins; none when the whole group stands above the mark.
    fn begins(&self, value: &Value) -> Option<PageKey> {
        let (Some(mark), Some(theirs)) = (self.question.after, self.question.after_value()) else {
            return Some(PageKey::TOP);
        };
        match compared_values(self.sort.descending, value, theirs) {
            Ordering::Equal => Some(mark.place),
            Ordering::Greater => Some(PageKey::TOP),
            Ordering::Less => None,
        }
    }

    fn rest(&self, condition: &str, below: PageKey, wanted: usize) -> Result<Vec<PageKey>> {
        let mut clause = self.question.filter.clause();
        clause.and(condition, []);
        self.reader.newest(clause, below, wanted)
    }
}

const NO_OTHER_SIDE: &str = "d.counterparty_id IS NULL AND d.individual_id IS NULL";

impl Filter {
    /// The same for one owner more; none when another one is asked for already.
    pub(super) fn with_owner(&self, owner: Owner, id: i64) -> Option<Self> {
        let mut narrowed = self.clone();
        match narrowed.owners.iter().find(|(other, _)| *other == owner) {
            Some((_, other)) => (*other == id).then_some(narrowed),
            None => {
                narrowed.owners.push((owner, id));
                narrowed.owners.sort_by_key(|(owner, _)| *owner as u8);
                Some(narrowed)
            }
        }
    }
}

impl Reader<'_> {
    /// The documents of a small group that fit, newest first, and how many were looked at; none when it is not small.
    fn small_group(
        &self,
        filter: &Filter,
        (owner, id): (Owner, i64),
        below: PageKey,
    ) -> Result<Option<(Vec<PageKey>, usize)>> {
        let clause = filter.row_clause();
        let sql = format!(
            "SELECT d.listed_on, d.id, ({}) FROM documents AS d INDEXED BY {} WHERE d.{} = ? LIMIT {}",
            clause.condition(),
            owner.index(),
            owner.column(),
            SMALL + 1
        );
        let mut statement = self.sql.prepare_cached(&sql)?;
        let values = clause.values.into_iter().chain([SqlValue::Integer(id)]);
        let found = collected(statement.query_map(params_from_iter(values), |row| {
            let place = PageKey {
                listed_on: row.get(0)?,
                id: row.get(1)?,
            };
            Ok((place, row.get::<_, Option<bool>>(2)? == Some(true)))
        })?)?;
        if found.len() > SMALL {
            return Ok(None);
        }
        let fitting = found.iter().filter(|(place, fits)| *fits && *place < below);
        let mut places: Vec<_> = fitting.map(|(place, _)| *place).collect();
        places.sort_unstable_by(|a, b| b.cmp(a));
        Ok(Some((places, found.len())))
    }

    /// The next names of companies and people; those of people have their ids below zero.
    fn other_sides(
        &self,
        from: Option<&(String, i64)>,
        is_with_it: bool,
        descending: bool,
    ) -> Result<Vec<(String, i64)>> {
        let (beyond, way) = if descending { ("<", "DESC") } else { (">", "ASC") };
        let and_it = if is_with_it { "=" } else { "" };
        let part = |name: &str, id: &str, table: &str| {
            let condition = match from {
                Some(_) => format!("{name} {beyond}= ?1 AND ({name}, {id}) {beyond}{and_it} (?1, ?2)"),
                None => "?1 IS NULL AND ?2 IS NULL".to_owned(),
            };
            format!(
                "SELECT {name} AS name, {id} AS id FROM {table} WHERE {condition}
                 ORDER BY {name} {way}, {id} {way} LIMIT {BATCH}"
            )
        };
        let sql = format!(
            "SELECT name, id FROM ({}) UNION ALL SELECT name, id FROM ({}) ORDER BY name {way}, id {way} LIMIT {BATCH}",
            part("name_words", "id", "counterparties"),
            part(PERSON_NAME, "-id", "individuals")
        );
        let mut statement = self.sql.prepare_cached(&sql)?;
        let (name, id) = from.cloned().unzip();
        collected(statement.query_map(params![name, id], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }
}
