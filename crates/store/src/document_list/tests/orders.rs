use std::cmp::Ordering;

use domain::{Direction, DocflowMark, DocumentId, EdoStatus, Money, OperatorKind};
use jiff::civil::Date;

use super::super::{DocumentQuery, Order, PageMark, Sort, SortBy};
use super::{Known, all_pages};
use crate::documents::number_order;
use crate::testing::{Chance, Office, at, office, paper};
use crate::{Error, Happened, Reader, Step};

mod filled;

use filled::{Full, filled};

/// What a person compares: runs of digits as numbers, letters without regard to case.
fn natural(number: &str) -> Vec<(u8, u64, String)> {
    let text = number.to_lowercase().replace('ё', "е");
    let mut parts: Vec<(u8, u64, String)> = Vec::new();
    for character in text.chars() {
        match (character.to_digit(10), parts.last_mut()) {
            (Some(digit), Some((1, value, _))) => *value = *value * 10 + u64::from(digit),
            (Some(digit), _) => parts.push((1, u64::from(digit), String::new())),
            (None, Some((2, _, word))) if character.is_alphabetic() => word.push(character),
            (None, _) if character.is_alphabetic() => parts.push((2, 0, character.to_string())),
            _ => parts.push((0, 0, String::new())),
        }
    }
    parts
}

/// Rows without a value stand last whichever way the others go.
fn by<T: Ord>(descending: bool, one: Option<T>, other: Option<T>) -> Ordering {
    match (one, other) {
        (None, None) => Ordering::Equal,
        (None, _) => Ordering::Greater,
        (_, None) => Ordering::Less,
        (Some(one), Some(other)) if descending => other.cmp(&one),
        (Some(one), Some(other)) => one.cmp(&other),
    }
}

fn by_column(sort: Sort, one: &Full, other: &Full) -> Ordering {
    let down = sort.descending;
    let (a, b) = (&one.known, &other.known);
    let number = |known: &Known| (!known.body.number.is_empty()).then(|| natural(&known.body.number));
    match sort.by {
        SortBy::Date => by(down, a.body.issued_on, b.body.issued_on),
        SortBy::Number => by(down, number(a), number(b)),
        SortBy::Counterparty => by(down, one.other_side.as_ref(), other.other_side.as_ref()),
        SortBy::Kind => by(down, one.kind.as_ref(), other.kind.as_ref()),
        SortBy::Firm => by(down, one.firm.as_ref(), other.firm.as_ref()),
        SortBy::Total => by(down, a.body.total, b.body.total),
        SortBy::Status => by(down, Some(a.status), Some(b.status)),
        SortBy::Waiting => by(!down, Some(one.since), Some(other.since)),
    }
}

/// Column by column; equal rows newest first, or oldest first where the last column is the date in that direction.
fn compared(columns: &[Sort], one: &Full, other: &Full) -> Ordering {
    let by_columns = columns.iter().map(|sort| by_column(*sort, one, other));
    let newest = other.known.id.cmp(&one.known.id);
    let is_oldest_first = columns
        .last()
        .is_some_and(|last| last.by == SortBy::Date && !last.descending);
    let newest_day = by(true, one.known.body.issued_on, other.known.body.issued_on);
    by_columns
        .fold(Ordering::Equal, Ordering::then)
        .then(if is_oldest_first {
            newest.reverse()
        } else {
            newest_day.then(newest)
        })
}

fn fits(query: &DocumentQuery, row: &Full) -> bool {
    let body = &row.known.body;
    let day: Date = body.issued_on.unwrap();
    (query.statuses.is_empty() || query.statuses.contains(&row.known.status))
        && (query.firm.is_none() || query.firm == body.firm)
        && (query.counterparty.is_none() || query.counterparty == body.counterparty)
        && (query.individual.is_none() || query.individual == body.individual)
        && (query.kind.is_none() || query.kind == body.kind)
        && (query.assignee.is_none() || query.assignee == body.assignee)
        && query.direction.is_none_or(|way| way == body.direction)
        && (query.operator.is_none() || query.operator == row.operator)
        && query.issued.0.is_none_or(|from| from <= day)
        && query.issued.1.is_none_or(|to| day <= to)
        && query
            .total
            .0
            .is_none_or(|from| body.total.is_some_and(|total| from <= total))
        && query
            .total
            .1
            .is_none_or(|to| body.total.is_some_and(|total| total <= to))
        && query.waiting_since.is_none_or(|since| row.since <= since)
        && query.waiting_after.is_none_or(|after| row.since > after)
        && query.status_since.0.is_none_or(|from| from <= row.since)
        && query.status_since.1.is_none_or(|before| row.since < before)
        && query.mark.is_none_or(|mark| row.marks.contains(&mark))
        && query.happened.is_none_or(|happened| {
            let is_within = |hour: i64| {
                happened.from.is_none_or(|from| from <= at(hour * 3600))
                    && happened.before.is_none_or(|before| at(hour * 3600) < before)
            };
            row.steps
                .iter()
                .any(|(step, hour)| *step == happened.step && is_within(*hour))
        })
}

fn narrowed(chance: &mut Chance, owners: &super::Owners) -> DocumentQuery {
    let mut query = DocumentQuery::default();
    for _ in 0..chance.below(4) {
        match chance.below(17) {
            0 => query.statuses = vec![super::STATUSES[chance.below(4)], EdoStatus::Revoked],
            1 => query.firm = Some(*chance.pick(&owners.firms)),
            2 => query.counterparty = Some(*chance.pick(&owners.others)),
            3 => query.individual = Some(*chance.pick(&owners.people)),
            4 => query.kind = Some(*chance.pick(&owners.kinds)),
            5 => query.assignee = Some(*chance.pick(&owners.assignees)),
            6 => query.direction = Some(*chance.pick(&[Direction::Inbound, Direction::Outbound])),
            7 => query.operator = Some(OperatorKind((*chance.pick(&["diadoc", "sbis"])).to_owned())),
            8 => {
                let day = paper("", i32::try_from(chance.below(30)).unwrap(), 0).issued_on;
                query.issued = *chance.pick(&[(day, None), (None, day), (day, day)]);
            }
            9 => {
                let sum = Some(Money::from_kopecks(300));
                query.total = *chance.pick(&[(sum, None), (None, sum), (sum, sum)]);
            }
            10 => query.waiting_since = Some(at(10 * 3600)),
            11 => query.waiting_after = Some(at(5 * 3600)),
            12 | 13 => {
                let [from, before] = [chance.below(20), 15 + chance.below(20)]
                    .map(|hour| Some(at(i64::try_from(hour).unwrap() * 3600)));
                let (from, before) =
                    *chance.pick(&[(None, None), (from, None), (None, before), (from, before)]);
                let step = *chance.pick(&Step::ALL);
                query.happened = Some(Happened { step, from, before });
            }
            14 | 15 => {
                query.mark = Some(*chance.pick(&[DocflowMark::ReceiptRequired, DocflowMark::MarkingFailed]));
            }
            _ => {
                let [from, before] = [4, 20].map(|hour| Some(at(hour * 3600)));
                query.status_since = *chance.pick(&[(from, None), (None, before), (from, before)]);
            }
        }
    }
    query
}

/// Pages put together are the whole sorted list, without gaps or doubles.
fn check(office: &Office, rows: &[Full], columns: &[Sort], query: DocumentQuery) {
    let query = DocumentQuery {
        sort: Order::by(columns).unwrap(),
        ..query
    };
    let found = office.store.read(|r| Ok(all_pages(r, query.clone()))).unwrap();
    // What a word finds is the matter of other tests: here it is asked of the usual order.
    let matching = DocumentQuery {
        text: query.text.clone(),
        limit: 1000,
        ..DocumentQuery::default()
    };
    let matching = office.store.read(|r| Ok(all_pages(r, matching))).unwrap();
    let mut naive: Vec<&Full> = rows
        .iter()
        .filter(|row| matching.contains(&row.known.id) && fits(&query, row))
        .collect();
    naive.sort_by(|one, other| compared(columns, one, other));
    let naive: Vec<_> = naive.iter().map(|row| row.known.id).collect();
    assert_eq!(found, naive, "{query:?}");
    let from_end = office.store.read(|r| Ok(pages_back(r, &query))).unwrap();
    assert_eq!(from_end, naive, "from the end: {query:?}");
    let except = &naive[..naive.len().min(3)];
    let whole = office.store.read(|r| r.whole_totals(&query, except)).unwrap();
    let left = office
        .store
        .read(|r| r.totals_of(&naive[except.len()..]))
        .unwrap();
    assert_eq!(whole, left, "{query:?}");
    let (chosen, is_more) = office.store.read(|r| r.document_ids(&query, 50)).unwrap();
    assert_eq!(
        (chosen.as_slice(), is_more),
        (&naive[..naive.len().min(50)], naive.len() > 50)
    );
}

/// The list put together from its end.
fn pages_back(r: &Reader<'_>, query: &DocumentQuery) -> Vec<DocumentId> {
    let mut found = Vec::new();
    let mut before: Option<PageMark> = None;
    loop {
        let (page, above) = r.documents_from_end(query, before.as_ref()).unwrap();
        assert!(page.rows.len() <= query.limit as usize);
        found.splice(0..0, page.rows.iter().map(|row| row.id));
        before = above.map(|mark| mark.to_string().parse().unwrap());
        if before.is_none() {
            return found;
        }
    }
}

fn limit(chance: &mut Chance) -> u32 {
    1 + u32::try_from(chance.below(70)).unwrap()
}

#[test]
fn pages_of_any_order_under_any_filters_equal_a_sort_of_everything() {
    let office = office();
    let mut chance = Chance(23);
    let (owners, rows) = office.store.write(|w| Ok(filled(w, &mut chance, 260))).unwrap();
    for by in SortBy::ALL {
        for descending in [false, true] {
            for text in ["", "", "", "счет", "10"] {
                for _ in 0..12 {
                    let query = DocumentQuery {
                        text: text.to_owned(),
                        limit: limit(&mut chance),
                        ..narrowed(&mut chance, &owners)
                    };
                    check(&office, &rows, &[Sort { by, descending }], query);
                }
            }
        }
    }
}

#[test]
fn pages_by_any_columns_put_together_are_the_whole_list_without_gaps_or_doubles() {
    let office = office();
    let mut chance = Chance(29);
    let (owners, rows) = office.store.write(|w| Ok(filled(w, &mut chance, 260))).unwrap();
    for number in 0..300 {
        let mut columns: Vec<Sort> = Vec::new();
        while columns.len() < 2 + number % 2 {
            let by = *chance.pick(&SortBy::ALL);
            if !columns.iter().any(|sort| sort.by == by) {
                let descending = chance.below(2) == 0;
                columns.push(Sort { by, descending });
            }
        }
        let filters = if number % 3 == 0 {
            DocumentQuery::default()
        } else {
            narrowed(&mut chance, &owners)
        };
        let query = DocumentQuery {
            text: (*chance.pick(&["", "", "", "", "счет", "10"])).to_owned(),
            limit: limit(&mut chance),
            ..filters
        };
        check(&office, &rows, &columns, query);
    }
}

#[test]
fn no_more_than_three_columns_and_none_of_them_twice() {
    let sort = |by| Sort {
        by,
        descending: false,
    };
    let [date, total, kind, firm] = [SortBy::Date, SortBy::Total, SortBy::Kind, SortBy::Firm].map(sort);
    assert_eq!(Order::by(&[date, total, kind, firm]), None);
    assert_eq!(Order::by(&[total, kind, total]), None);
    assert_eq!(Order::by(&[]), Some(Order::default()));
    assert_eq!(Order::by(&[Sort::default()]), Some(Order::default()));
    let newest_last = Order::by(&[total, Sort::default()]);
    assert_eq!(
        newest_last,
        Order::by(&[total]),
        "behind the last stands the newest first"
    );
    for columns in [vec![date], vec![total], vec![kind, date], vec![date, total, firm]] {
        assert_eq!(Order::by(&columns).unwrap().columns(), columns);
    }
}

#[test]
fn numbers_stand_as_a_person_counts() {
    let counted = ["2", "9", "10", "10/2", "А-2", "А-9", "а-10", "А-010/1", "Б-1"];
    for (before, after) in counted.iter().zip(&counted[1..]) {
        assert!(number_order(before) < number_order(after), "{before} and {after}");
    }
    assert_eq!(number_order("007"), number_order("7"));
    assert_eq!(number_order(" - "), None);
    let long = "9".repeat(300);
    assert!(number_order("98") < number_order(&long));
}

#[test]
fn a_place_in_one_order_is_no_place_in_another_and_survives_as_text() {
    let office = office();
    office
        .store
        .write(|w| {
            for number in ["1.2.«№»", "", "А-10"] {
                w.insert_document(&paper(number, 1, 100), at(0))?;
            }
            let sort = |by, descending| Sort { by, descending };
            for (by, other) in SortBy::ALL
                .into_iter()
                .zip(SortBy::ALL.into_iter().cycle().skip(3))
            {
                let query = DocumentQuery {
                    sort: Order::by(&[sort(by, false), sort(other, true)]).unwrap(),
                    limit: 1,
                    ..DocumentQuery::default()
                };
                let mark = w.documents(&query)?.next.unwrap();
                assert_eq!(mark.to_string().parse(), Ok(mark.clone()));
                let turned = DocumentQuery {
                    sort: sort(by, true).into(),
                    after: Some(mark),
                    ..query
                };
                assert!(matches!(w.documents(&turned), Err(Error::Conflict(what)) if what == "sort"));
            }
            Ok(())
        })
        .unwrap();
    for text in [
        "",
        "date-down",
        "date-down.5-7",
        "date-down.5-7.n9;",
        "total-up.5-7.nx;",
        "total-up.5-7.n5",
        "total-up.5-7.n5;a",
        "total-up+total-down.5-7.n5;n5;",
        "total-up+kind-down.5-7.n5;",
        "number-up.5-7.t0;9;short",
        "number-up.5-7.t0;1;ё",
        "price-up.5-7.n1;",
    ] {
        assert!(text.parse::<PageMark>().is_err(), "{text}");
    }
    for text in ["total-up+kind-down.5-7.n5;t3;4;ёж", "date-down.5-7.e"] {
        assert_eq!(
            text.parse::<PageMark>().map(|mark| mark.to_string()),
            Ok(text.to_owned())
        );
    }
}

#[test]
fn sums_are_told_by_currency_without_those_that_were_taken_out() {
    let office = office();
    office
        .store
        .write(|w| {
            let mut ids = Vec::new();
            for (number, (currency, kopecks)) in [
                ("643", Some(150)),
                ("840", Some(1000)),
                ("643", Some(-50)),
                ("643", None),
            ]
            .into_iter()
            .enumerate()
            {
                let mut body = paper(&number.to_string(), 1, 0);
                body.total = kopecks.map(Money::from_kopecks);
                body.currency = currency.to_owned();
                ids.push(w.insert_document(&body, at(0))?);
            }
            let query = DocumentQuery::default();
            let all = w.document_totals(&query, &[], 10)?;
            let sum = |currency: &str, kopecks| (currency.to_owned(), Money::from_kopecks(kopecks));
            assert_eq!(
                (all.count, all.is_more, all.sums),
                (4, false, vec![sum("643", 100), sum("840", 1000)])
            );
            let without = w.document_totals(&query, &[ids[1], ids[2]], 10)?;
            assert_eq!((without.count, without.sums), (2, vec![sum("643", 150)]));
            let first = w.document_totals(&query, &[ids[3]], 1)?;
            assert_eq!(
                (first.count, first.is_more, first.sums),
                (1, true, vec![sum("643", -50)])
            );
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_question_that_nobody_waits_for_ends_early_and_the_next_one_is_answered() {
    let office = office();
    let endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    let stop = crate::Stop::default();
    let asked = stop.clone();
    let ended = office.store.read_until(&stop, |r| {
        asked.ask();
        Ok(r.sql.query_row(endless, [], |row| row.get::<_, i64>(0))?)
    });
    assert!(ended.is_err());
    let page = office.store.read(|r| r.documents(&DocumentQuery::default()));
    assert!(page.unwrap().rows.is_empty());
}
