//! An order by something that many documents share: status, firm, kind, the other side. Group by group, each group
//! newest first.

use std::cmp::Ordering;

use domain::EdoStatus;
use rusqlite::params;

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
    /// The next rows, group by group. The filter has no borders.
    pub(super) fn by_groups(
        &self,
        question: &Question<'_>,
        (sort, keyed): (Sort, &Keyed),
    ) -> Result<Vec<Found>> {
        let mut walk = GroupWalk {
            reader: self,
            question,
            sort,
            found: Vec::new(),
        };
        match sort.by {
            SortBy::Status => walk.statuses()?,
            SortBy::Firm => walk.names(keyed, Owner::Firm, "d.firm_id IS NULL")?,
            SortBy::Kind => walk.names(keyed, Owner::Kind, "d.kind_id IS NULL")?,
            _ => walk.other_sides()?,
        }
        Ok(walk.found)
    }
}

struct GroupWalk<'a> {
    reader: &'a Reader<'a>,
    question: &'a Question<'a>,
    sort: Sort,
    found: Vec<Found>,
}

impl GroupWalk<'_> {
    fn is_full(&self) -> bool {
        self.found.len() >= self.question.wanted
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
            Group::Status(status) => {
                let mut narrowed = filter.clone();
                narrowed.statuses = [*status].into();
                Walk::new(self.reader, &narrowed, below, true)?.take(wanted)?
            }
            Group::Of(owner, id) => match self.reader.small_group(filter, *owner, *id, below)? {
                Some(places) => places,
                None => {
                    let Some(narrowed) = filter.with_owner(*owner, *id) else {
                        return Ok(());
                    };
                    Walk::new(self.reader, &narrowed, below, true)?.take(wanted)?
                }
            },
        };
        let rows = places
            .into_iter()
            .take(wanted)
            .map(|place| Found::of(value.clone(), place));
        self.found.extend(rows);
        Ok(())
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
    /// All documents of a small group, newest first; none when it is not small or is narrowed further.
    fn small_group(
        &self,
        filter: &Filter,
        owner: Owner,
        id: i64,
        below: PageKey,
    ) -> Result<Option<Vec<PageKey>>> {
        if filter.is_narrow() {
            return Ok(None);
        }
        let sql = format!(
            "SELECT listed_on, id FROM documents INDEXED BY {} WHERE {} = ?1 LIMIT {}",
            owner.index(),
            owner.column(),
            SMALL + 1
        );
        let mut statement = self.sql.prepare_cached(&sql)?;
        let mut places = collected(statement.query_map([id], |row| {
            Ok(PageKey {
                listed_on: row.get(0)?,
                id: row.get(1)?,
            })
        })?)?;
        if places.len() > SMALL {
            return Ok(None);
        }
        places.retain(|place| *place < below);
        places.sort_unstable_by(|a, b| b.cmp(a));
        Ok(Some(places))
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
