//! Where a page begins: a row in an order. Opaque to callers; travels as text.

use std::fmt;
use std::str::FromStr;

use super::{BadPageKey, Order, PageKey, Sort, SortBy};

/// What a row is ordered by in one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// Nothing beside its place, which has the date.
    Place,
    /// The row has exactly the number that was typed, and stands among such rows.
    Exact,
    /// The row has no value and stands last.
    Absent,
    /// A number: a sum, an instant, the rank of a status.
    Number(i64),
    /// A text and what tells equal texts apart.
    Text(String, i64),
}

/// A row that was found, and what it is ordered by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// One for each column of the order.
    pub(super) values: Vec<Value>,
    pub(super) place: PageKey,
}

impl Found {
    /// A row that its place alone orders.
    pub(super) fn at(place: PageKey) -> Self {
        Self {
            values: Vec::new(),
            place,
        }
    }

    /// A row among those with exactly the number that was typed.
    pub(super) fn exact(place: PageKey) -> Self {
        Self::of(Value::Exact, place)
    }

    /// A row in the order of one column.
    pub(super) fn of(value: Value, place: PageKey) -> Self {
        Self {
            values: vec![value],
            place,
        }
    }

    pub(super) fn is_exact(&self) -> bool {
        self.values.first() == Some(&Value::Exact)
    }
}

/// The place of a row in an order, from which the next page goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageMark {
    pub(super) order: Order,
    pub(super) row: Found,
}

impl PageMark {
    /// True when the row was found in this order; the rows below it are those of no other.
    pub fn is_of(&self, order: &Order) -> bool {
        self.order == *order
    }
}

impl fmt::Display for PageMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, sort) in self.order.columns().iter().enumerate() {
            let (before, way) = (
                if number > 0 { "+" } else { "" },
                if sort.descending { "down" } else { "up" },
            );
            write!(f, "{before}{}-{way}", sort.by.code())?;
        }
        write!(f, ".{}.", self.row.place)?;
        for value in &self.row.values {
            match value {
                Value::Place => write!(f, "p")?,
                Value::Exact => write!(f, "e")?,
                Value::Absent => write!(f, "a")?,
                Value::Number(number) => write!(f, "n{number};")?,
                Value::Text(text, id) => write!(f, "t{id};{};{text}", text.len())?,
            }
        }
        Ok(())
    }
}

impl FromStr for PageMark {
    type Err = BadPageKey;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parsed(text).ok_or_else(|| BadPageKey(text.to_owned()))
    }
}

fn parsed(text: &str) -> Option<PageMark> {
    let mut fields = text.splitn(3, '.');
    let columns: Option<Vec<Sort>> = fields.next()?.split('+').map(column).collect();
    let order = Order::by(&columns?)?;
    let place = fields.next()?.parse().ok()?;
    let values = values(&order, fields.next()?)?;
    Some(PageMark {
        order,
        row: Found { values, place },
    })
}

fn column(text: &str) -> Option<Sort> {
    let (by, way) = text.split_once('-')?;
    let descending = match way {
        "down" => true,
        "up" => false,
        _ => return None,
    };
    Some(Sort {
        by: SortBy::from_code(by)?,
        descending,
    })
}

fn values(order: &Order, text: &str) -> Option<Vec<Value>> {
    if order.is_by_place() && text == "e" {
        return Some(vec![Value::Exact]);
    }
    let mut rest = text;
    let values = order
        .keys()
        .iter()
        .map(|sort| value(sort.by, &mut rest))
        .collect::<Option<_>>()?;
    rest.is_empty().then_some(values)
}

/// Takes the value of a column from the front of the text.
fn value(by: SortBy, rest: &mut &str) -> Option<Value> {
    let mut letters = rest.chars();
    let letter = letters.next()?;
    *rest = letters.as_str();
    match (by, letter) {
        (SortBy::Date, 'p') => Some(Value::Place),
        (SortBy::Date, _) => None,
        (_, 'a') => Some(Value::Absent),
        (SortBy::Total | SortBy::Waiting | SortBy::Status, 'n') => number(rest).map(Value::Number),
        (SortBy::Number | SortBy::Counterparty | SortBy::Kind | SortBy::Firm, 't') => {
            let id = number(rest)?;
            let length = usize::try_from(number(rest)?).ok()?;
            let (text, after) = rest.split_at_checked(length)?;
            *rest = after;
            Some(Value::Text(text.to_owned(), id))
        }
        _ => None,
    }
}

/// Takes a number and the semicolon behind it.
fn number(rest: &mut &str) -> Option<i64> {
    let (number, after) = rest.split_once(';')?;
    *rest = after;
    number.parse().ok()
}
