use domain::{DocumentId, Money};
use uuid::Uuid;

use super::{BulkFault, BulkFile, BulkJob, BulkRowChange, BulkRowState, BulkState, BulkSums, NewBulkJob};
use crate::testing::{Office, at, office, paper};
use crate::{Error, Writer};

fn papers(office: &Office, count: i32) -> Vec<DocumentId> {
    let insert = |w: &Writer<'_>| {
        (0..count)
            .map(|n| w.insert_document(&paper(&format!("СЗ-{n}"), n, 100), at(0)))
            .collect()
    };
    office.store.write(insert).unwrap()
}

fn new(number: u128, documents: Vec<DocumentId>) -> NewBulkJob {
    NewBulkJob {
        operation: Uuid::from_u128(number),
        action: "assign".to_owned(),
        params: serde_json::json!({ "employee_id": 3 }),
        documents,
        created_at: at(1),
    }
}

fn job(office: &Office, number: u128, documents: Vec<DocumentId>) -> BulkJob {
    office
        .store
        .write(|w| w.insert_bulk_job(&new(number, documents)))
        .unwrap()
}

fn change(position: u64, from: BulkRowState, to: BulkRowState) -> BulkRowChange {
    let is_told = matches!(to, BulkRowState::Failed | BulkRowState::Blocked);
    BulkRowChange {
        position,
        from,
        to,
        fault: is_told.then(|| BulkFault {
            code: "no_file".to_owned(),
            text: "Файла нет. Создайте его.".to_owned(),
        }),
        outbox: None,
        trash: None,
    }
}

fn positions(office: &Office, job: &BulkJob, states: &[BulkRowState]) -> Vec<(u64, BulkRowState)> {
    let rows = office.store.read(|r| r.bulk_rows(job, states, 0, 100)).unwrap();
    rows.iter().map(|row| (row.position, row.state)).collect()
}

#[test]
fn a_job_keeps_its_documents_in_their_order_and_everything_that_is_written_of_it() {
    let office = office();
    let mut documents = papers(&office, 5);
    documents.reverse();
    let mut job = job(&office, 1, documents.clone());
    assert_eq!(
        (job.state, job.total, job.counts.of(BulkRowState::Waiting)),
        (BulkState::Checking, 5, 5)
    );
    let rows = office.store.read(|r| r.bulk_rows(&job, &[], 0, 100)).unwrap();
    assert_eq!(rows.iter().map(|row| row.document).collect::<Vec<_>>(), documents);
    assert_eq!(
        rows.iter().map(|row| row.position).collect::<Vec<_>>(),
        [1, 2, 3, 4, 5]
    );
    job.state = BulkState::Paused;
    job.is_with_warned = true;
    job.sums = BulkSums {
        ready: vec![("643".to_owned(), Money::from_kopecks(5))],
        warned: vec![("840".to_owned(), Money::from_kopecks(-7))],
    };
    job.file = Some(BulkFile {
        blob: domain::BlobId::of(b"file"),
        name: "Документы.xlsx".to_owned(),
    });
    job.fault = Some(BulkFault {
        code: "disk_full".to_owned(),
        text: "Место кончилось.".to_owned(),
    });
    job.started_at = Some(at(2));
    job.finished_at = Some(at(3));
    office.store.write(|w| w.set_bulk_job(&job)).unwrap();
    assert_eq!(office.store.read(|r| r.bulk_job(job.id)).unwrap(), Some(job));
}

#[test]
fn the_same_wish_is_never_two_jobs() {
    let office = office();
    let documents = papers(&office, 1);
    let known = job(&office, 7, documents.clone());
    let again = office.store.write(|w| w.insert_bulk_job(&new(7, documents)));
    assert!(matches!(again, Err(Error::Conflict(_))));
    let found = office.store.read(|r| r.bulk_job_of(Uuid::from_u128(7))).unwrap();
    assert_eq!(found.map(|job| job.id), Some(known.id));
}

#[test]
fn counts_follow_the_rows_and_a_row_that_moved_meanwhile_takes_the_whole_change_back() {
    use BulkRowState::{Blocked, Done, Ready, Waiting};
    let office = office();
    let mut job = job(&office, 1, papers(&office, 3));
    let judged = [change(1, Waiting, Ready), change(2, Waiting, Blocked)];
    office
        .store
        .write(|w| w.change_bulk_rows(&mut job, &judged))
        .unwrap();
    assert_eq!(
        [Waiting, Ready, Blocked].map(|state| job.counts.of(state)),
        [1, 1, 1]
    );
    let kept = office.store.read(|r| r.bulk_job(job.id)).unwrap().unwrap();
    assert_eq!(kept.counts, job.counts);
    let stale = [change(3, Waiting, Ready), change(1, Waiting, Done)];
    let mut copy = job.clone();
    let refused = office.store.write(|w| w.change_bulk_rows(&mut copy, &stale));
    assert!(matches!(refused, Err(Error::Conflict(_))));
    assert_eq!(positions(&office, &job, &[Waiting]), [(3, Waiting)]);
    assert_eq!(positions(&office, &job, &[Blocked]), [(2, Blocked)]);
}

#[test]
fn what_an_ended_job_never_reached_is_shown_as_skipped_without_being_written_anew() {
    use BulkRowState::{Blocked, Done, Ready, Running, Skipped, Waiting};
    let office = office();
    let mut job = job(&office, 1, papers(&office, 4));
    let changes = [
        change(1, Waiting, Done),
        change(2, Waiting, Running),
        change(3, Waiting, Blocked),
        change(4, Waiting, Ready),
    ];
    office
        .store
        .write(|w| w.change_bulk_rows(&mut job, &changes))
        .unwrap();
    job.state = BulkState::Cancelled;
    assert_eq!(
        positions(&office, &job, &[Skipped]),
        [(2, Skipped), (3, Skipped), (4, Skipped)]
    );
    assert_eq!(positions(&office, &job, &[Ready]), []);
    let shown = job.counts.shown(job.state);
    assert_eq!([Done, Skipped, Ready].map(|state| shown.of(state)), [1, 3, 0]);
    job.state = BulkState::Done;
    assert_eq!(positions(&office, &job, &[Done]), [(1, Done), (2, Done)]);
    assert_eq!(job.counts.shown(job.state).of(Done), 2);
}

#[test]
fn failed_rows_are_moved_by_document_and_keep_their_words_only_when_let_be() {
    use BulkRowState::{Dismissed, Failed, Ready, Waiting};
    let office = office();
    let documents = papers(&office, 3);
    let mut job = job(&office, 1, documents.clone());
    let failed: Vec<_> = (1..=3).map(|n| change(n, Waiting, Failed)).collect();
    office
        .store
        .write(|w| w.change_bulk_rows(&mut job, &failed))
        .unwrap();
    let one = [documents[1]];
    let moved = office
        .store
        .write(|w| w.move_bulk_rows(&mut job, Failed, Ready, Some(&one)))
        .unwrap();
    assert_eq!((moved, job.counts.of(Failed)), (1, 2));
    office
        .store
        .write(|w| w.move_bulk_rows(&mut job, Failed, Dismissed, None))
        .unwrap();
    let rows = office.store.read(|r| r.bulk_rows(&job, &[], 0, 10)).unwrap();
    assert_eq!(rows[1].fault, None);
    assert!(rows[0].fault.is_some() && rows[0].state == Dismissed);
}

#[test]
fn failures_of_all_jobs_come_newest_job_first_page_by_page() {
    use BulkRowState::{Failed, Waiting};
    let office = office();
    let documents = papers(&office, 3);
    for number in 1..=2 {
        let mut job = job(&office, number, documents.clone());
        let failed: Vec<_> = (1..=3).map(|n| change(n, Waiting, Failed)).collect();
        office
            .store
            .write(|w| w.change_bulk_rows(&mut job, &failed))
            .unwrap();
    }
    let mut after = None;
    let mut seen = Vec::new();
    loop {
        let page = office.store.read(|r| r.bulk_failures(after, 4)).unwrap();
        assert_eq!(page.total, 6);
        seen.extend(
            page.rows
                .iter()
                .map(|failure| (failure.job.0, failure.row.position)),
        );
        let Some(next) = page.next else { break };
        after = Some(next.to_string().parse().unwrap());
    }
    assert_eq!(seen, [(2, 1), (2, 2), (2, 3), (1, 1), (1, 2), (1, 3)]);
}

#[test]
fn plans_that_nobody_started_and_old_jobs_go_and_failed_ones_stay() {
    use BulkRowState::{Done, Failed, Waiting};
    let office = office();
    let documents = papers(&office, 1);
    let forgotten = job(&office, 1, documents.clone());
    for (number, to) in [(2, Done), (3, Failed)] {
        let mut over = job(&office, number, documents.clone());
        over.state = BulkState::Done;
        over.started_at = Some(at(2));
        over.finished_at = Some(at(3));
        office
            .store
            .write(|w| w.change_bulk_rows(&mut over, &[change(1, Waiting, to)]))
            .unwrap();
    }
    let swept = |plans, jobs| {
        let sweep = |w: &Writer<'_>| w.sweep_bulk_jobs(at(plans), at(0), at(jobs));
        office.store.write(sweep).unwrap()
    };
    assert_eq!(swept(1, 3), 0, "nothing is old enough");
    assert_eq!(swept(2, 3), 1);
    assert_eq!(office.store.read(|r| r.bulk_job(forgotten.id)).unwrap(), None);
    assert!(positions(&office, &forgotten, &[]).is_empty());
    assert_eq!(swept(2, 4), 1);
    let left = office.store.read(|r| r.bulk_jobs(10)).unwrap();
    assert_eq!(
        left.iter().map(|job| job.operation.as_u128()).collect::<Vec<_>>(),
        [3]
    );
}

#[test]
fn the_file_of_a_job_outlives_the_sweep_of_bytes_until_it_is_forgotten() {
    let office = office();
    let mut job = job(&office, 1, papers(&office, 1));
    let blob = office.store.put_blob(b"a table").unwrap();
    job.state = BulkState::Done;
    job.finished_at = Some(at(10));
    job.file = Some(BulkFile {
        blob,
        name: "Документы.xlsx".to_owned(),
    });
    office.store.write(|w| w.set_bulk_job(&job)).unwrap();
    office.store.sweep_blobs_older_than(0).unwrap();
    assert!(office.store.blob(blob).unwrap().is_some());
    assert_eq!(
        office.store.read(|r| r.bulk_file_name(blob)).unwrap().as_deref(),
        Some("Документы.xlsx")
    );
    office
        .store
        .write(|w| w.sweep_bulk_jobs(at(0), at(11), at(0)))
        .unwrap();
    office.store.sweep_blobs_older_than(0).unwrap();
    assert_eq!(office.store.blob(blob).unwrap(), None);
}

#[test]
fn a_long_file_outlives_the_sweep_while_its_job_names_it() {
    let office = office();
    let mut job = job(&office, 1, papers(&office, 1));
    let mut file = office.store.begin_long_file().unwrap();
    std::io::Write::write_all(&mut file, b"an archive").unwrap();
    let blob = file.finish().unwrap();
    job.state = BulkState::Done;
    job.finished_at = Some(at(10));
    job.file = Some(BulkFile {
        blob,
        name: "Архив документов, 1.zip".to_owned(),
    });
    office.store.write(|w| w.set_bulk_job(&job)).unwrap();
    office.store.sweep_blobs_older_than(0).unwrap();
    assert!(office.store.long_file(blob).unwrap().is_some());
    office
        .store
        .write(|w| w.sweep_bulk_jobs(at(0), at(11), at(0)))
        .unwrap();
    office.store.sweep_blobs_older_than(0).unwrap();
    assert!(office.store.long_file(blob).unwrap().is_none());
}

#[test]
fn a_paused_job_is_found_by_a_document_that_waits_in_it() {
    let office = office();
    let documents = papers(&office, 2);
    let mut job = job(&office, 1, documents.clone());
    let of = |document| {
        let jobs = office.store.read(|r| r.paused_bulk_jobs_of(document)).unwrap();
        jobs.into_iter().map(|job| job.id).collect::<Vec<_>>()
    };
    job.state = BulkState::Paused;
    office.store.write(|w| w.set_bulk_job(&job)).unwrap();
    assert_eq!(of(documents[0]), [], "not looked at yet");
    let (first, _) = positions(&office, &job, &[])[0];
    let ready = change(first, BulkRowState::Waiting, BulkRowState::Ready);
    office
        .store
        .write(|w| w.change_bulk_rows(&mut job, &[ready]))
        .unwrap();
    assert_eq!(of(documents[0]), [job.id]);
    assert_eq!(of(documents[1]), []);
    job.state = BulkState::Running;
    office.store.write(|w| w.set_bulk_job(&job)).unwrap();
    assert_eq!(of(documents[0]), []);
}

#[test]
fn a_part_that_fails_is_taken_back_alone() {
    let office = office();
    let documents = papers(&office, 2);
    office
        .store
        .write(|w| {
            w.part(|| w.trash_document(documents[0], at(5)))?.unwrap();
            let refused: Result<(), Error> = w.part(|| {
                w.trash_document(documents[1], at(5))?;
                Err(Error::Conflict("a thought came too late".to_owned()))
            })?;
            assert!(refused.is_err());
            Ok(())
        })
        .unwrap();
    let left = office.store.read(|r| r.document_sums(&documents)).unwrap();
    assert_eq!(
        left.iter().map(Option::is_some).collect::<Vec<_>>(),
        [false, true]
    );
}
