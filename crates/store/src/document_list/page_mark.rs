//! Where a page begins: a row in an order. Opaque to callers; travels as text.

use std::fmt;
use std::str::FromStr;

use super::{BadPageKey, PageKey, Sort, SortBy};

/// What a row is ordered by, before its place in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// Nothing: the order is that of the places.
    Place,
    /// The same, among the rows with exactly the number that was typed.
    Exact,
    /// The row has no value and stands last.
    Absent,
    /// A number: a sum, an instant, the rank of a status.
    Number(i64),
    /// A text and what tells equal texts apart.
    Text(String, i64),
}

/// The place of a row in an order, from which the next page goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageMark {
    pub(super) sort: Sort,
    pub(super) value: Value,
    pub(super) place: PageKey,
}

impl PageMark {
    /// True when the row was found in this order; the rows below it are those of no other.
    pub fn is_of(&self, sort: Sort) -> bool {
        self.sort == sort
    }
}

impl fmt::Display for PageMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let way = if self.sort.descending { "down" } else { "up" };
        write!(f, "{}.{way}.{}.", self.sort.by.code(), self.place)?;
        match &self.value {
            Value::Place => Ok(()),
            Value::Exact => write!(f, "exact"),
            Value::Absent => write!(f, "none"),
            Value::Number(number) => write!(f, "{number}"),
            Value::Text(text, id) => write!(f, "{id}.{text}"),
        }
    }
}

impl FromStr for PageMark {
    type Err = BadPageKey;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parsed(text).ok_or_else(|| BadPageKey(text.to_owned()))
    }
}

fn parsed(text: &str) -> Option<PageMark> {
    let mut fields = text.splitn(4, '.');
    let by = SortBy::from_code(fields.next()?)?;
    let descending = match fields.next()? {
        "down" => true,
        "up" => false,
        _ => return None,
    };
    let place = fields.next()?.parse().ok()?;
    Some(PageMark {
        sort: Sort { by, descending },
        value: value(by, fields.next()?)?,
        place,
    })
}

fn value(by: SortBy, text: &str) -> Option<Value> {
    match by {
        SortBy::Date if text == "exact" => Some(Value::Exact),
        SortBy::Date => text.is_empty().then_some(Value::Place),
        _ if text == "none" => Some(Value::Absent),
        SortBy::Total | SortBy::Waiting | SortBy::Status => text.parse().ok().map(Value::Number),
        SortBy::Number | SortBy::Counterparty | SortBy::Kind | SortBy::Firm => {
            let (id, text) = text.split_once('.')?;
            Some(Value::Text(text.to_owned(), id.parse().ok()?))
        }
    }
}
