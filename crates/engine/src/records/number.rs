//! Numbers of records: one row per kind and firm, and per year where the kind says so.
//!
//! Taken inside the transaction that keeps the record, so two clerks never get one number.

use domain::{FirmId, Kind, NewDocument, NumberingRestart};
use jiff::civil::Date;
use store::Writer;

use crate::Result;

/// Which row of numbers a record belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Row {
    firm: Option<FirmId>,
    year: i16,
}

fn row(kind: &Kind, firm: Option<FirmId>, issued_on: Option<Date>, today: Date) -> Row {
    let year = match kind.body.numbering.restart {
        NumberingRestart::Yearly => issued_on.unwrap_or(today).year(),
        NumberingRestart::Never => 0,
    };
    Row { firm, year }
}

/// The next number for a record of this kind, firm and date.
pub(super) fn next(
    w: &Writer<'_>,
    kind: &Kind,
    firm: Option<FirmId>,
    issued_on: Option<Date>,
    today: Date,
) -> Result<String> {
    let row = row(kind, firm, issued_on, today);
    let place = w.next_place(kind.id, row.firm, row.year)?;
    Ok(kind.body.numbering.number(place))
}

/// Settles the number of a record that was changed: a typed one is noted so that it never comes twice; a given one
/// moves with the record into another row.
pub(super) fn settle(
    w: &Writer<'_>,
    (before_kind, before): (Option<&Kind>, &NewDocument),
    (kind, after): (&Kind, &mut NewDocument),
    today: Date,
) -> Result<()> {
    let row_after = row(kind, after.firm, after.issued_on, today);
    if after.number != before.number {
        after.details.number_by_hand = !after.number.is_empty();
        if let Some(place) = kind.body.numbering.place(&after.number) {
            w.note_place(kind.id, row_after.firm, row_after.year, place)?;
        }
        return Ok(());
    }
    after.details.number_by_hand = before.details.number_by_hand;
    let Some(before_kind) = before_kind else {
        return Ok(());
    };
    let has_moved =
        before_kind.id != kind.id || row(before_kind, before.firm, before.issued_on, today) != row_after;
    if has_moved && !after.details.number_by_hand && !after.number.is_empty() {
        after.number = next(w, kind, after.firm, after.issued_on, today)?;
    }
    Ok(())
}

/// The number of a record that comes with one or without: a given one is noted so that it never comes twice.
pub(crate) fn of_new(w: &Writer<'_>, kind: &Kind, body: &NewDocument, today: Date) -> Result<String> {
    if body.number.is_empty() {
        return next(w, kind, body.firm, body.issued_on, today);
    }
    let row = row(kind, body.firm, body.issued_on, today);
    if let Some(place) = kind.body.numbering.place(&body.number) {
        w.note_place(kind.id, row.firm, row.year, place)?;
    }
    Ok(body.number.clone())
}
