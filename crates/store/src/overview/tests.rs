use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use domain::{
    ActionBy, CounterpartyId, DocumentId, EdoDocumentId, EdoStatus, EventActor, EventFact, FirmId,
    Individual, Intermediary, SendingForm,
};
use jiff::{SignedDuration, Timestamp};

use super::{
    WAITING, refusals_by_other_side_sql, waiting_by_intermediary_sql, waiting_by_other_side_sql, waiting_sql,
};
use crate::edo_documents::{Step, repeated_sql};
use crate::folder::MAIN_FILE;
use crate::sqlite::open_reader;
use crate::testing::{Office, at, customer, key, office, paper, party, sending, settle};
use crate::{Reader, TimelineEntry, Writer};

const HOUR_S: i64 = 3600;

fn told(
    w: &Writer<'_>,
    (document, of): (DocumentId, EdoDocumentId),
    second: i64,
    actor: EventActor,
    fact: EventFact,
) {
    w.add_timeline(&TimelineEntry {
        document,
        edo_document: Some(of),
        at: at(second),
        actor,
        fact,
    })
    .unwrap();
}

fn refused() -> EventFact {
    EventFact::Rejected("Не та сумма".to_owned())
}

/// Sent, signed and refused of all hours together.
fn sums(r: &Reader<'_>, firm: Option<FirmId>) -> (u64, u64, u64) {
    let hours = r.hour_counts(firm, Timestamp::UNIX_EPOCH).unwrap();
    hours.iter().fold((0, 0, 0), |(sent, signed, refused), hour| {
        (sent + hour.sent, signed + hour.signed, refused + hour.refused)
    })
}

#[test]
fn the_list_of_waiting_statuses_is_that_of_the_domain() {
    let waiting = EdoStatus::ALL
        .iter()
        .filter(|status| matches!(status.needs_action_by(), ActionBy::Them | ActionBy::Intermediate))
        .map(|status| format!("'{}'", status.code()))
        .collect::<Vec<_>>();
    assert_eq!(WAITING, format!("status IN ({})", waiting.join(", ")));
    assert!(include_str!("v7.sql").contains(WAITING));
}

#[test]
fn a_sending_takes_each_step_once_however_many_events_tell_of_it() {
    let office = office();
    office
        .store
        .write(|w| {
            let (firm, connection, _) = settle(w);
            let mut body = paper("1", 0, 100);
            body.firm = Some(firm);
            let ours = w.insert_document(&body, at(0))?;
            let nobodys = w.insert_document(&paper("2", 0, 100), at(0))?;
            let first = (ours, sending(w, ours, connection, 1));
            let again = (ours, sending(w, ours, connection, 2));
            let other = (nobodys, sending(w, nobodys, connection, 3));
            told(w, first, 0, EventActor::Us, EventFact::Posted);
            told(w, first, 5, EventActor::Us, EventFact::Signed);
            told(w, first, 6, EventActor::Operator, EventFact::Posted);
            told(w, first, HOUR_S, EventActor::Them, refused());
            told(w, again, 2 * HOUR_S, EventActor::Us, EventFact::Posted);
            told(w, again, 3 * HOUR_S, EventActor::Them, EventFact::Titled);
            told(w, again, 3 * HOUR_S + 1, EventActor::Them, EventFact::Signed);
            told(w, other, 3 * HOUR_S, EventActor::Operator, EventFact::Posted);
            told(w, other, 3 * HOUR_S, EventActor::Them, EventFact::Posted);
            assert_eq!(sums(w, None), (3, 1, 1));
            assert_eq!(sums(w, Some(firm)), (2, 1, 1));
            assert_eq!(sums(w, Some(FirmId(404))), (0, 0, 0));
            let late = w.hour_counts(None, at(3 * HOUR_S))?;
            assert_eq!(late.len(), 1, "{late:?}");
            assert_eq!((late[0].sent, late[0].signed, late[0].refused), (1, 1, 0));
            assert!(late[0].from <= at(3 * HOUR_S) && late[0].from > at(2 * HOUR_S));
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_document_that_goes_to_another_firm_takes_its_steps_along() {
    let office = office();
    office
        .store
        .write(|w| {
            let (firm, connection, _) = settle(w);
            let other = w.save_firm(None, &party("ООО «Второй завод»", 770_512_399))?;
            let mut body = paper("1", 0, 100);
            body.firm = Some(firm);
            let document = w.insert_document(&body, at(0))?;
            for (name, fact) in [(1, refused()), (2, EventFact::Signed)] {
                let of = (document, sending(w, document, connection, name));
                told(w, of, 0, EventActor::Us, EventFact::Posted);
                told(w, of, HOUR_S, EventActor::Them, fact);
            }
            assert_eq!(
                (sums(w, Some(firm)), sums(w, Some(other))),
                ((2, 1, 1), (0, 0, 0))
            );
            let again = w.repeated_steps(Step::Sent, Some(firm), at(0))?;
            assert_eq!(
                again.iter().map(|taken| taken.at).collect::<Vec<_>>(),
                [at(0), at(0)]
            );
            assert_eq!(w.repeated_steps(Step::Signed, None, at(0))?.len(), 1);
            body.firm = Some(other);
            w.update_document(document, 1, &body)?;
            assert_eq!(
                (sums(w, Some(firm)), sums(w, Some(other))),
                ((0, 0, 0), (2, 1, 1))
            );
            body.firm = None;
            w.update_document(document, 2, &body)?;
            assert_eq!((sums(w, Some(other)), sums(w, None)), ((0, 0, 0), (2, 1, 1)));
            Ok(())
        })
        .unwrap();
}

#[test]
fn what_an_older_database_holds_is_counted_as_if_it_had_been_counted_all_along() {
    let Office { store, folder } = office();
    let counted = store
        .write(|w| {
            let (_, connection, _) = settle(w);
            for number in 1..=6_u8 {
                let document = w.insert_document(&paper("1", 0, 100), at(0))?;
                let of = (document, sending(w, document, connection, u128::from(number)));
                let start = i64::from(number) * HOUR_S;
                told(w, of, start, EventActor::Us, EventFact::Posted);
                told(
                    w,
                    of,
                    start + HOUR_S,
                    EventActor::Them,
                    if number % 3 == 0 {
                        refused()
                    } else {
                        EventFact::Signed
                    },
                );
                told(w, of, start + 2 * HOUR_S, EventActor::Them, EventFact::Titled);
            }
            let counted = w.hour_counts(None, Timestamp::UNIX_EPOCH)?;
            assert_eq!(sums(w, None), (6, 6, 2));
            // As the database stood before the counters.
            w.sql.execute_batch(
                "DROP TRIGGER edo_documents_step; DROP TRIGGER edo_documents_again; DROP TRIGGER hour_counts_firm;
                 DROP INDEX edo_documents_sent; DROP INDEX edo_documents_sent_again;
                 DROP INDEX edo_documents_signed; DROP INDEX edo_documents_signed_again;
                 DROP INDEX edo_documents_refused; DROP INDEX edo_documents_refused_again;
                 ALTER TABLE edo_documents DROP COLUMN sent_at_ns; ALTER TABLE edo_documents DROP COLUMN signed_at_ns;
                 ALTER TABLE edo_documents DROP COLUMN refused_at_ns; ALTER TABLE edo_documents DROP COLUMN is_again;
                 DROP TABLE hour_counts; DROP INDEX documents_waiting_for_them;
                 ALTER TABLE timeline DROP COLUMN milestone;",
            )?;
            w.sql.execute_batch(include_str!("v3.sql"))?;
            w.sql.execute_batch(include_str!("../edo_documents/v4.sql"))?;
            Ok(counted)
        })
        .unwrap();
    store
        .read(|r| {
            assert_eq!(r.hour_counts(None, Timestamp::UNIX_EPOCH)?, counted);
            Ok(())
        })
        .unwrap();
    drop((store, folder));
}

#[test]
fn the_other_side_is_told_by_its_name_and_the_longest_wait_comes_first_among_equals() {
    let office = office();
    office
        .store
        .write(|w| {
            let (firm, connection, carriage) = settle(w);
            let mill = w.save_counterparty(&party("ООО «Бумажная мельница»", 780_123_451))?;
            let anna = w.save_individual(None, &customer("Лаврова Анна Петровна", ""), at(0))?;
            let mut number = 0_u8;
            let mut one = |counterparty: Option<CounterpartyId>, is_anna: bool, second: i64, status| {
                number += 1;
                let mut body = paper("1", 0, 100);
                body.firm = number.is_multiple_of(2).then_some(firm);
                body.counterparty = counterparty;
                body.individual = is_anna.then_some(anna);
                let document = w.insert_document(&body, at(0)).unwrap();
                w.set_document_status(document, status, at(second)).unwrap();
                let of = (document, sending(w, document, connection, u128::from(number)));
                if status == EdoStatus::Rejected {
                    told(w, of, second, EventActor::Them, refused());
                }
            };
            let pending = EdoStatus::TheirSignaturePending;
            one(Some(mill), false, 50, pending);
            one(Some(mill), false, 60, EdoStatus::ReceiptPending);
            one(Some(carriage), false, 40, pending);
            one(Some(carriage), false, 70, EdoStatus::ConsentPending);
            one(None, true, 10, pending);
            one(None, false, 5, pending);
            one(Some(mill), false, 80, EdoStatus::Completed);
            one(Some(mill), false, 90, EdoStatus::Rejected);
            let named = |sides: Vec<super::OtherSideCount>| -> Vec<(Option<String>, u64, Timestamp)> {
                sides
                    .into_iter()
                    .map(|side| (side.name, side.count, side.oldest))
                    .collect()
            };
            let name = |text: &str| Some(text.to_owned());
            let waiting = w.waiting_by_other_side(None, 10)?;
            assert_eq!(
                (waiting[0].counterparty, waiting[2].counterparty),
                (Some(carriage), None)
            );
            assert_eq!(
                named(waiting),
                [
                    (name("АО «Почтовая карета»"), 2, at(40)),
                    (name("ООО «Бумажная мельница»"), 2, at(50)),
                    (None, 1, at(5)),
                    (name("Лаврова Анна Петровна"), 1, at(10)),
                ]
            );
            assert_eq!(w.waiting_by_other_side(None, 1)?.len(), 1);
            let of_firm = named(w.waiting_by_other_side(Some(firm), 10)?);
            assert_eq!(of_firm.iter().map(|(_, count, _)| count).sum::<u64>(), 3);
            assert_eq!(
                named(w.refusals_by_other_side(None, at(0), 10)?),
                [(name("ООО «Бумажная мельница»"), 1, at(90))]
            );
            assert_eq!(w.refusals_by_other_side(None, at(91), 10)?, []);
            assert_eq!(
                w.waiting_for_them(None, (at(10), at(60)))?,
                3,
                "after the first, up to the last"
            );
            assert_eq!(w.waiting_for_them(Some(firm), (at(0), at(100)))?, 3);
            let _: Option<Individual> = w.individual(anna)?;
            Ok(())
        })
        .unwrap();
}

#[test]
fn what_an_intermediate_recipient_has_is_counted_under_its_name_and_not_against_the_other_side() {
    let office = office();
    office
        .store
        .write(|w| {
            let (firm, connection, mill) = settle(w);
            let mut number = 0_u32;
            let mut one = |via: Option<&str>, second: i64| {
                number += 1;
                let mut body = paper("1", 0, 100);
                body.firm = (number == 1).then_some(firm);
                body.counterparty = Some(mill);
                let document = w.insert_document(&body, at(0)).unwrap();
                let status = EdoStatus::IntermediatePending;
                w.set_document_status(document, status, at(second)).unwrap();
                let of = sending(w, document, connection, u128::from(number));
                let mut form = SendingForm::default();
                form.departments.via = via.map(|name| Intermediary {
                    box_id: format!("ящик {name}"),
                    name: name.to_owned(),
                    department: None,
                });
                w.save_sending_form(of, &form).unwrap();
            };
            one(Some("ООО «Тихая гавань»"), 40);
            one(Some("ООО «Тихая гавань»"), 30);
            one(Some("ИП Стрижов"), 10);
            one(None, 50);
            assert_eq!(w.waiting_by_other_side(None, 10)?, []);
            assert_eq!(w.waiting_for_them(None, (at(0), at(100)))?, 4);
            let told = |firm, most| -> crate::Result<Vec<(Option<String>, u64, Timestamp)>> {
                let found = w.waiting_by_intermediary(firm, most)?.into_iter();
                Ok(found.map(|one| (one.name, one.count, one.oldest)).collect())
            };
            let harbour = |count, second| (Some("ООО «Тихая гавань»".to_owned()), count, at(second));
            let rest = [(Some("ИП Стрижов".to_owned()), 1, at(10)), (None, 1, at(50))];
            assert_eq!(told(None, 10)?, [&[harbour(2, 30)], &rest[..]].concat());
            assert_eq!(told(None, 1)?, [harbour(2, 30)]);
            assert_eq!(told(Some(firm), 10)?, [harbour(1, 40)]);
            Ok(())
        })
        .unwrap();
}

const MANY: u32 = 100_000;

/// A hundred thousand documents, each sent; every fiftieth waits for the other side, every hundredth is refused, the
/// rest are signed. One an hour and more, over two years.
const FILL: &str = "
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
    INSERT INTO documents (firm_id, counterparty_id, number, listed_on, status, status_since_ns, created_at_ns)
    SELECT 1, 1 + i % (SELECT count(*) FROM counterparties), 'А-' || i, 20260101,
        CASE WHEN i % 50 = 0 THEN 'their_signature_pending' WHEN i % 100 = 1 THEN 'rejected' ELSE 'completed' END,
        1790000000000000000 - i * 630000000000, 0
    FROM n;
    INSERT INTO edo_documents (document_id, connection_id, custom_document_id)
        SELECT id, 1, CAST(printf('%016d', id) AS BLOB) FROM documents;
    INSERT INTO timeline (document_id, edo_document_id, at_ns, actor, fact)
        SELECT e.document_id, e.id, d.status_since_ns - 86400000000000, 'us', '{\"fact\":\"posted\"}'
        FROM edo_documents e JOIN documents d ON d.id = e.document_id;
    INSERT INTO timeline (document_id, edo_document_id, at_ns, actor, fact)
        SELECT e.document_id, e.id, d.status_since_ns, 'them',
            CASE d.status WHEN 'rejected' THEN '{\"fact\":\"rejected\",\"text\":\"Не та сумма\"}' ELSE '{\"fact\":\"signed\"}' END
        FROM edo_documents e JOIN documents d ON d.id = e.document_id WHERE d.status <> 'their_signature_pending';";

fn year_before(now: Timestamp) -> Timestamp {
    now - SignedDuration::from_hours(365 * 24)
}

/// Everything that the overview of a year asks; the steps that SQLite's machine took, and the time.
fn overview_cost(office: &Office) -> (u64, Duration) {
    let mut sql = open_reader(&office.folder.path().join(MAIN_FILE), &key()).unwrap();
    let steps = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&steps);
    let count = move || {
        counter.fetch_add(1, Ordering::Relaxed);
        false
    };
    sql.progress_handler(1, Some(count)).unwrap();
    let r = Reader { sql: &sql };
    let ask = |firm: Option<FirmId>| {
        let now = at(0);
        let hours = r.hour_counts(firm, year_before(now)).unwrap();
        assert!(hours.len() > 8000, "{}", hours.len());
        let days = |count: i64| now - SignedDuration::from_hours(24 * count);
        let ages = [(3, 0), (7, 3), (14, 7), (30, 14), (10_000, 30)];
        let waiting = ages.map(|(from, to)| r.waiting_for_them(firm, (days(from), days(to))).unwrap());
        assert_eq!(waiting.iter().sum::<u64>(), u64::from(MANY / 50));
        assert_eq!(r.waiting_by_other_side(firm, 10).unwrap().len(), 10);
        assert_eq!(
            r.refusals_by_other_side(firm, year_before(now), 10)
                .unwrap()
                .len(),
            10
        );
    };
    ask(None);
    steps.store(0, Ordering::Relaxed);
    let begun = Instant::now();
    ask(None);
    let took = begun.elapsed();
    let cost = steps.load(Ordering::Relaxed);
    ask(Some(FirmId(1)));
    (cost, took)
}

#[test]
fn the_overview_of_a_hundred_thousand_documents_looks_only_at_those_it_tells_of() {
    let office = office();
    office
        .store
        .write(|w| {
            settle(w);
            for number in 0..40 {
                w.save_counterparty(&party(
                    &format!("ООО «Покупатель {number}»"),
                    781_000_000 + number,
                ))?;
            }
            for statement in FILL.split_inclusive(';') {
                let mut statement = w.sql.prepare(statement)?;
                let count = statement.parameter_count();
                statement.execute(rusqlite::params_from_iter(std::iter::repeat_n(MANY, count)))?;
            }
            Ok(())
        })
        .unwrap();
    let (steps, took) = overview_cost(&office);
    // A look at every document would be a million steps and more: ten for each.
    assert!(steps < 400_000, "{steps} steps, {took:?}");
}

#[test]
fn no_question_of_the_overview_scans_the_documents_or_the_timeline() {
    let office = office();
    office
        .store
        .read(|r| {
            let repeated = Step::ALL.map(repeated_sql);
            let others = [
                waiting_sql(),
                waiting_by_other_side_sql(),
                waiting_by_intermediary_sql(),
                refusals_by_other_side_sql(),
            ];
            for sql in others.into_iter().chain(repeated) {
                let mut plan = r.sql.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
                let nulls = rusqlite::params_from_iter(vec![rusqlite::types::Null; plan.parameter_count()]);
                let steps: Vec<String> = plan
                    .query_map(nulls, |row| row.get(3))?
                    .map(Result::unwrap)
                    .collect();
                for step in &steps {
                    let is_group = step.contains("SCAN g");
                    assert!(!step.contains("SCAN") || is_group, "{sql}: {steps:?}");
                    let is_walk = step.contains("documents_waiting_for_them");
                    assert!(!is_walk || step.contains("COVERING INDEX"), "{sql}: {steps:?}");
                }
                let is_narrow = |step: &String| {
                    step.contains("documents_waiting_for_them (status=?")
                        || step.contains("edo_documents_refused (refused_at_ns>?)")
                        || step.contains("_again (")
                };
                assert!(steps.iter().any(is_narrow), "{sql}: {steps:?}");
            }
            Ok(())
        })
        .unwrap();
}
