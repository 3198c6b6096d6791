//! How two rows stand in an order, without the database.

use std::cmp::Ordering;

use super::page_mark::{Found, Value};
use super::{Order, SortBy};

/// How two values of one column stand: those without a value last, whichever way the others go.
pub(super) fn compared_values(descends: bool, one: &Value, other: &Value) -> Ordering {
    let way = |order: Ordering| if descends { order.reverse() } else { order };
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => way(one.cmp(other)),
        (Value::Text(one, id), Value::Text(other, other_id)) => way((one, id).cmp(&(other, other_id))),
        (Value::Absent, Value::Absent) => Ordering::Equal,
        (Value::Absent, _) => Ordering::Greater,
        (_, Value::Absent) => Ordering::Less,
        _ => Ordering::Equal,
    }
}

/// How two rows stand in an order.
pub(super) fn compared(order: &Order, one: &Found, other: &Found) -> Ordering {
    let mut values = order.keys().iter().zip(one.values.iter().zip(&other.values));
    let first = values.find_map(|(sort, (a, b))| {
        let stands = if sort.by == SortBy::Date {
            let by_day = one.place.listed_on.cmp(&other.place.listed_on);
            if sort.descending { by_day.reverse() } else { by_day }
        } else {
            compared_values(sort.column_descends(), a, b)
        };
        (stands != Ordering::Equal).then_some(stands)
    });
    let oldest = one.place.cmp(&other.place);
    first.unwrap_or(if order.is_oldest_first() {
        oldest
    } else {
        oldest.reverse()
    })
}
