use domain::{EdoStatus, EventActor, EventFact};

use super::CHANGES;
use crate::testing::{at, office, paper, record, sending, settle};
use crate::{TimelineEntry, Writer};

fn changed(w: &Writer<'_>) -> Vec<(i64, EdoStatus, EdoStatus, bool)> {
    let changes = w.status_changes().unwrap();
    changes
        .into_iter()
        .map(|change| (change.document.0, change.from, change.to, change.is_ours))
        .collect()
}

#[test]
fn nothing_is_noted_before_the_person_leaves_for_the_first_time() {
    let office = office();
    office
        .store
        .write(|w| {
            let document = w.insert_document(&paper("1", 0, 100), at(0))?;
            w.set_document_status(document, EdoStatus::Sent, at(1))?;
            assert_eq!((w.left_at()?, changed(w)), (None, vec![]));
            w.note_leaving(at(2))?;
            assert_eq!((w.left_at()?, changed(w)), (Some(at(2)), vec![]));
            w.set_document_status(document, EdoStatus::Sent, at(3))?;
            assert_eq!(changed(w), vec![], "the status stayed as it was");
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_change_heard_of_after_leaving_is_told_though_it_happened_before() {
    let office = office();
    office
        .store
        .write(|w| {
            let document = w.insert_document(&paper("1", 0, 100), at(0))?;
            w.note_leaving(at(10))?;
            w.set_document_status(document, EdoStatus::Rejected, at(5))?;
            w.set_document_status(document, EdoStatus::Revoked, at(20))?;
            let told = w.status_changes()?;
            assert_eq!(
                told.iter()
                    .map(|change| (change.to, change.at))
                    .collect::<Vec<_>>(),
                [(EdoStatus::Rejected, at(5)), (EdoStatus::Revoked, at(20))]
            );
            assert_eq!(told[0].created_at, at(0));
            w.note_leaving(at(30))?;
            assert_eq!((w.left_at()?, changed(w)), (Some(at(30)), vec![]));
            Ok(())
        })
        .unwrap();
}

#[test]
fn an_act_of_ours_is_told_apart_where_the_timeline_knows_nobody_else_at_that_instant() {
    let office = office();
    office
        .store
        .write(|w| {
            let (_, connection, _) = settle(w);
            w.note_leaving(at(0))?;
            let lines: [(&str, &[EventActor]); 4] = [
                ("своё", &[EventActor::Us, EventActor::Us]),
                ("чужое", &[EventActor::Them]),
                ("вместе", &[EventActor::Us, EventActor::Operator]),
                ("неизвестно", &[]),
            ];
            for (number, (name, actors)) in (1_u8..).zip(lines) {
                let document = w.insert_document(&paper(name, 0, 100), at(0))?;
                let of = sending(w, document, connection, u128::from(number));
                for actor in actors {
                    w.add_timeline(&TimelineEntry {
                        document,
                        edo_document: Some(of),
                        at: at(7),
                        actor: *actor,
                        fact: EventFact::Signed,
                    })?;
                }
                w.set_document_status(document, EdoStatus::SignedByThem, at(7))?;
            }
            let ours: Vec<bool> = w.status_changes()?.iter().map(|change| change.is_ours).collect();
            assert_eq!(ours, [true, false, false, false]);
            Ok(())
        })
        .unwrap();
}

#[test]
fn changes_of_a_removed_document_are_not_told_until_it_is_back() {
    let office = office();
    office
        .store
        .write(|w| {
            let document = w.insert_document(&record("1", 0, 100), at(0))?;
            w.note_leaving(at(1))?;
            w.set_document_status(document, EdoStatus::Prepared, at(2))?;
            let trash = w.trash_document(document, at(3))?;
            assert_eq!(changed(w), vec![]);
            w.restore_from_trash(trash, at(4))?;
            assert_eq!(
                changed(w),
                [(document.0, EdoStatus::NotInEdo, EdoStatus::Prepared, false)]
            );
            Ok(())
        })
        .unwrap();
}

#[test]
fn what_changed_is_read_without_a_look_at_the_other_documents() {
    let office = office();
    office
        .store
        .read(|r| {
            let mut plan = r.sql.prepare(&format!("EXPLAIN QUERY PLAN {CHANGES}"))?;
            let steps = plan.query_map([], |row| row.get::<_, String>(3))?;
            let steps: Vec<String> = steps.map(Result::unwrap).collect();
            let scans: Vec<_> = steps.iter().filter(|step| step.starts_with("SCAN")).collect();
            assert_eq!(scans, ["SCAN s"], "{steps:?}");
            Ok(())
        })
        .unwrap();
}
