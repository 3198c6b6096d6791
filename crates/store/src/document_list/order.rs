//! The order of the whole list: up to three columns, and behind the last of them the place of a document.

use super::{Sort, SortBy};

/// More columns than a person keeps apart.
const MOST_COLUMNS: usize = 3;

/// Up to three columns, the first the main one. Rows that are equal in all of them stand newest first, or oldest first
/// where the date in that direction is the last column.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Order {
    /// What is compared before the place. Never ends with the date, which is a part of the place.
    keys: Vec<Sort>,
    is_oldest_first: bool,
}

impl Order {
    /// The order of these columns; newest first without any. None when there are more than three or one of them twice.
    pub fn by(columns: &[Sort]) -> Option<Self> {
        let is_twice = |at: usize, sort: &Sort| columns.iter().take(at).any(|other| other.by == sort.by);
        if columns.len() > MOST_COLUMNS || columns.iter().enumerate().any(|(at, sort)| is_twice(at, sort)) {
            return None;
        }
        let mut order = Self {
            keys: columns.to_vec(),
            is_oldest_first: false,
        };
        if let Some(last) = order.keys.pop_if(|last| last.by == SortBy::Date) {
            order.is_oldest_first = !last.descending;
        }
        Some(order)
    }

    /// The columns that make it.
    pub fn columns(&self) -> Vec<Sort> {
        let by_date = Sort {
            by: SortBy::Date,
            descending: !self.is_oldest_first,
        };
        let last = (self.keys.is_empty() || self.is_oldest_first).then_some(by_date);
        self.keys.iter().copied().chain(last).collect()
    }

    /// What is compared before the place.
    pub(super) fn keys(&self) -> &[Sort] {
        &self.keys
    }

    pub(super) fn is_oldest_first(&self) -> bool {
        self.is_oldest_first
    }

    /// True when the place of a document alone tells where it stands.
    pub(super) fn is_by_place(&self) -> bool {
        self.keys.is_empty()
    }

    /// The one column before the usual order; none when there are more, or another place behind it.
    pub(super) fn single(&self) -> Option<Sort> {
        match self.keys.as_slice() {
            [one] if !self.is_oldest_first => Some(*one),
            _ => None,
        }
    }

    /// The first column by itself.
    pub(super) fn of_first(first: Sort) -> Self {
        Self::from(first)
    }

    /// From the other end; only of an order by place, which has nothing but the place to be turned.
    pub(super) fn turned(&self) -> Self {
        Self {
            keys: self.keys.clone(),
            is_oldest_first: !self.is_oldest_first,
        }
    }

    /// The order among rows that are equal in the first column.
    pub(super) fn rest(&self) -> Self {
        Self {
            keys: self.keys.iter().skip(1).copied().collect(),
            is_oldest_first: self.is_oldest_first,
        }
    }
}

impl From<Sort> for Order {
    fn from(sort: Sort) -> Self {
        Self::by(&[sort]).unwrap_or_default()
    }
}
