//! The order of rows that were named one by one: that of the registry, over rows at hand.

use std::cmp::Ordering;

use store::{DocumentRow, Order, Sort, SortBy};

/// How two rows stand: column by column, without a value last, equal ones newest first unless the order says otherwise.
pub(super) fn compared(order: &Order, one: &DocumentRow, other: &DocumentRow) -> Ordering {
    let columns = order.columns();
    let by_columns = columns.iter().map(|sort| by_column(*sort, one, other));
    let is_oldest_first = columns
        .last()
        .is_some_and(|last| last.by == SortBy::Date && !last.descending);
    let oldest = place(one).cmp(&place(other));
    let behind = if is_oldest_first { oldest } else { oldest.reverse() };
    by_columns.fold(Ordering::Equal, Ordering::then).then(behind)
}

fn by_column(sort: Sort, one: &DocumentRow, other: &DocumentRow) -> Ordering {
    match sort.by {
        SortBy::Date => valued(sort, Some(place(one).0), Some(place(other).0)),
        SortBy::Number => valued(sort, natural(&one.number), natural(&other.number)),
        SortBy::Counterparty => valued(sort, side(one), side(other)),
        SortBy::Kind => valued(sort, letters(&one.kind_name), letters(&other.kind_name)),
        SortBy::Firm => valued(sort, named(&one.firm_name), named(&other.firm_name)),
        SortBy::Total => valued(sort, one.total, other.total),
        SortBy::Status => valued(sort, Some(one.status), Some(other.status)),
        // The longest wait has the earliest beginning.
        SortBy::Waiting => valued(sort, Some(one.status_since), Some(other.status_since)).reverse(),
    }
}

fn valued<T: Ord>(sort: Sort, one: Option<T>, other: Option<T>) -> Ordering {
    match (one, other) {
        (Some(one), Some(other)) if sort.descending => other.cmp(&one),
        (Some(one), Some(other)) => one.cmp(&other),
        (one, other) => other.is_some().cmp(&one.is_some()),
    }
}

fn place(row: &DocumentRow) -> (jiff::civil::Date, domain::DocumentId) {
    let came = row.created_at.to_zoned(jiff::tz::TimeZone::UTC).date();
    (row.issued_on.unwrap_or(came), row.id)
}

fn side(row: &DocumentRow) -> Option<String> {
    let name = row.counterparty_name.as_ref().or(row.individual_name.as_ref());
    name.and_then(|name| letters(name))
}

fn named(name: &Option<String>) -> Option<String> {
    name.as_deref().and_then(letters)
}

/// Small letters and digits; none where there are none.
fn letters(text: &str) -> Option<String> {
    let plain: String = text
        .chars()
        .flat_map(char::to_lowercase)
        .filter(|letter| letter.is_alphanumeric() || *letter == ' ')
        .map(|letter| if letter == 'ё' { 'е' } else { letter })
        .collect();
    let plain = plain.trim().to_owned();
    (!plain.is_empty()).then_some(plain)
}

/// Runs of letters, and runs of digits as numbers: «2» before «10».
fn natural(number: &str) -> Option<Vec<(String, u64, String)>> {
    let plain = letters(number)?;
    let mut runs = Vec::new();
    let mut rest = plain.as_str();
    while !rest.is_empty() {
        let digits_at = rest
            .find(|letter: char| letter.is_ascii_digit())
            .unwrap_or(rest.len());
        let (words, after) = rest.split_at(digits_at);
        let digits_end = after
            .find(|letter: char| !letter.is_ascii_digit())
            .unwrap_or(after.len());
        let (digits, after) = after.split_at(digits_end);
        runs.push((
            words.to_owned(),
            digits.parse().unwrap_or(u64::MAX),
            digits.to_owned(),
        ));
        rest = after;
    }
    Some(runs)
}
