use std::cmp::Ordering;

use domain::facets::{Marking, Receipt};
use domain::{
    Direction, DocflowFacets, DocflowMark, DocumentId, EdoDocumentId, EdoStatus, EventActor, EventFact,
    Money, OperatorKind, PersonName,
};
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use super::super::{DocumentQuery, Order, PageMark, Sort, SortBy};
use super::{Known, all_pages, fill};
use crate::documents::number_order;
use crate::testing::{Chance, Office, at, office, paper, settle};
use crate::{Error, Happened, NewEdoDocument, Reader, Step, TimelineEntry, Writer};

/// A document with everything that the list is ordered by.
struct Full {
    known: Known,
    operator: Option<OperatorKind>,
    since: Timestamp,
    firm: Option<String>,
    kind: Option<String>,
    other_side: Option<(String, i64)>,
    /// What its sendings did, and at which hour.
    steps: Vec<(Step, i64)>,
    marks: Vec<DocflowMark>,
}

/// Facets with no mark, one and two.
fn facets(chance: &mut Chance) -> DocflowFacets {
    DocflowFacets {
        receipt: chance.pick(&[Receipt::NotRequired, Receipt::Required]).clone(),
        marking: chance.pick(&[Marking::None, Marking::Failed]).clone(),
        ..DocflowFacets::default()
    }
}

const NUMBERS: [&str; 9] = ["2", "10", "А-2", "а-10", "А-9", "007", "", "10/2", "Ё-1"];

fn filled(w: &Writer<'_>, chance: &mut Chance, count: usize) -> (super::Owners, Vec<Full>) {
    let (owners, mut known) = fill(w, chance, 3, count);
    let (_, connection, _) = settle(w);
    let mut full = Vec::new();
    for (place, known) in known.iter_mut().enumerate() {
        known.body.number = (*chance.pick(&NUMBERS)).to_owned();
        known.body.total = (chance.below(6) > 0)
            .then(|| Money::from_kopecks(100 * i64::try_from(chance.below(12)).unwrap() - 300));
        if chance.below(9) == 0 {
            known.body.currency = "840".to_owned();
        }
        w.update_document(known.id, 1, &known.body).unwrap();
        if chance.below(4) == 0 {
            known.body.direction = Direction::Inbound;
            w.set_direction(known.id, Direction::Inbound).unwrap();
        }
        let is_sent = chance.below(3) == 0;
        let mut steps = Vec::new();
        for turn in 0..if is_sent { 1 + chance.below(2) } else { 0 } {
            let sending = NewEdoDocument {
                document: known.id,
                connection,
                custom_document_id: Uuid::from_u128((place * 10 + turn) as u128 + 1),
                to_box: "их ящик".to_owned(),
                file: None,
                created_at: at(2),
            };
            let sending = w.insert_edo_document(&sending).unwrap();
            steps.extend(taken(w, chance, (known.id, sending)));
        }
        let reported = is_sent.then(|| [facets(chance), facets(chance)]);
        for facets in reported.iter().flatten() {
            w.set_document_marks(known.id, Some(facets)).unwrap();
        }
        let since = at(i64::try_from(chance.below(30)).unwrap() * 3600);
        w.set_document_status(known.id, known.status, since).unwrap();
        let name_in = |table: &str, id: i64| -> String {
            let sql = format!("SELECT name FROM {table} WHERE id = ?1");
            w.sql.query_row(&sql, [id], |row| row.get(0)).unwrap()
        };
        let company = known.body.counterparty.map(|id| {
            let name = name_in("counterparties", id.0).to_lowercase();
            (name, id.0)
        });
        let person = known.body.individual.map(|id| {
            let name: PersonName = w.individual(id).unwrap().unwrap().body.name;
            (format!("{} {} {}", name.last, name.first, name.middle), -id.0)
        });
        full.push(Full {
            steps,
            marks: reported.map_or_else(Vec::new, |[_, last]| DocflowMark::of(&last).collect()),
            operator: is_sent.then(|| OperatorKind("diadoc".to_owned())),
            since,
            firm: known.body.firm.map(|id| name_in("firms", id.0)),
            kind: known.body.kind.map(|id| name_in("kinds", id.0)),
            other_side: company.or(person),
            known: known.clone(),
        });
    }
    (owners, full)
}

/// A sending goes some steps of its way; told of twice, because operators do so.
fn taken(w: &Writer<'_>, chance: &mut Chance, of: (DocumentId, EdoDocumentId)) -> Vec<(Step, i64)> {
    let hour = |chance: &mut Chance| i64::try_from(chance.below(30)).unwrap();
    let (sent, answered) = (hour(chance), hour(chance));
    let no = EventFact::Rejected("Не та сумма".to_owned());
    let answer = match chance.below(3) {
        0 => Some((Step::Signed, EventFact::Signed)),
        1 => Some((Step::Refused, no)),
        _ => None,
    };
    let sent = (Step::Sent, sent, EventActor::Us, EventFact::Posted);
    let answer = answer.map(|(step, fact)| (step, answered, EventActor::Them, fact));
    let mut steps = Vec::new();
    for (step, hour, actor, fact) in [Some(sent), answer].into_iter().flatten() {
        for again in [0, 7] {
            let entry = TimelineEntry {
                document: of.0,
                edo_document: Some(of.1),
                at: at((hour + again) * 3600),
                actor,
                fact: fact.clone(),
            };
            w.add_timeline(&entry).unwrap();
        }
        steps.push((step, hour));
    }
    steps
}

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
