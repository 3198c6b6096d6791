//! Counters of the registry, of all documents and of each firm's, beside a plain count of the rows.

use domain::facets::Receipt;
use domain::{DocflowFacets, DocflowMark, DocumentId, EdoStatus, FirmId};

use crate::testing::{Chance, at, office, paper, party};
use crate::{Error, Reader, Result, TrashId, Writer};

type Counts = Vec<(EdoStatus, u64)>;

/// What a count of the rows gives: every document, and those that ask something of us.
fn counted(r: &Reader<'_>, firm: Option<FirmId>) -> (Counts, Counts) {
    let count = |rows: &str| {
        let sql = format!(
            "SELECT d.status, count(*) FROM {rows} WHERE ?1 IS NULL OR d.firm_id = ?1 GROUP BY d.status"
        );
        let mut query = r.sql.prepare(&sql).unwrap();
        let found = query.query_map([firm.map(|id| id.0)], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))
        });
        let mut counts: Counts = found
            .unwrap()
            .map(Result::unwrap)
            .map(|(code, number)| {
                (
                    EdoStatus::from_code(&code).unwrap(),
                    u64::try_from(number).unwrap(),
                )
            })
            .collect();
        counts.sort_unstable_by_key(|(status, _)| *status);
        counts
    };
    let owed = "document_marks m JOIN documents d ON d.id = m.document_id AND m.mark = 'owed_by_us'";
    (count("documents d"), count(owed))
}

fn kept(r: &Reader<'_>, firm: Option<FirmId>) -> (Counts, Counts) {
    (r.status_counts(firm).unwrap(), r.owed_counts(firm).unwrap())
}

/// One of the things that happen to documents.
fn change(w: &Writer<'_>, chance: &mut Chance, firms: &[FirmId], gone: &mut Vec<TrashId>) -> Result<()> {
    let firm = (chance.below(4) > 0).then(|| *chance.pick(firms));
    let living = w.every_document(None, 1000)?;
    let what = chance.below(6);
    if living.is_empty() || what == 0 {
        let body = domain::NewDocument {
            firm,
            ..paper("1", 0, 1)
        };
        w.insert_document(&body, at(0))?;
        return Ok(());
    }
    let some: DocumentId = *chance.pick(&living);
    match what {
        1 => {
            let known = w.document(some)?.unwrap();
            let body = domain::NewDocument { firm, ..known.body };
            w.update_document(some, known.revision, &body)?;
        }
        2 => w.set_document_status(some, *chance.pick(EdoStatus::ALL), at(1))?,
        3 => {
            let asks = DocflowFacets {
                receipt: Receipt::Required,
                ..DocflowFacets::default()
            };
            let facets = chance.pick(&[asks, DocflowFacets::default()]).clone();
            w.set_document_marks(some, DocflowMark::of(&facets))?;
        }
        4 => gone.push(w.trash_document(some, at(2))?),
        _ => {
            if let Some(trash) = gone.pop() {
                w.restore_from_trash(trash, at(3))?;
            }
        }
    }
    Ok(())
}

#[test]
fn counters_of_each_firm_and_of_all_are_right_whatever_changes_and_whatever_is_undone() {
    let office = office();
    let firms = [1, 2, 3].map(|number| {
        let firm = party(&format!("ООО «Фирма {number}»"), 770_000_000 + number);
        office.store.write(|w| w.save_firm(None, &firm)).unwrap()
    });
    let (mut chance, mut gone) = (Chance(11), Vec::new());
    let mut owed_of_firms = 0;
    for _ in 0..150 {
        let is_undone = chance.below(5) == 0;
        let before = gone.clone();
        let done = office.store.write(|w| {
            for _ in 0..3 {
                change(w, &mut chance, &firms, &mut gone)?;
            }
            if is_undone { Err(Error::DiskFull) } else { Ok(()) }
        });
        if done.is_err() {
            assert!(is_undone, "{done:?}");
            gone = before;
        }
        let read = |r: &Reader<'_>| {
            for firm in [None].into_iter().chain(firms.map(Some)) {
                assert_eq!(kept(r, firm), counted(r, firm), "{firm:?}");
            }
            let owed = |firm: &FirmId| kept(r, Some(*firm)).1;
            Ok(firms.iter().flat_map(owed).count())
        };
        owed_of_firms += office.store.read(read).unwrap();
    }
    assert!(owed_of_firms > 100, "{owed_of_firms}");
}

#[test]
fn a_paper_without_a_firm_counts_among_all_alone() {
    let office = office();
    office
        .store
        .write(|w| {
            let firm = w.save_firm(None, &party("ООО «Сургучный завод»", 770_512_301))?;
            let id = w.insert_document(&paper("1", 0, 1), at(0))?;
            assert_eq!(w.status_counts(Some(firm))?, []);
            assert_eq!(w.status_counts(None)?, [(EdoStatus::NotInEdo, 1)]);
            w.set_parties(id, Some(firm), None, None)?;
            assert_eq!(w.status_counts(Some(firm))?, [(EdoStatus::NotInEdo, 1)]);
            Ok(())
        })
        .unwrap();
}

#[test]
fn papers_of_before_are_counted_for_their_firms_by_the_upgrade() {
    use crate::migrations::{MAIN, migrate};
    use crate::testing::key;
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("rows");
    crate::folder::create_private_file(&path).unwrap();
    let sql = crate::sqlite::open_writer(&path, &key()).unwrap();
    migrate(&sql, &MAIN[..8], &|| ()).unwrap();
    sql.execute_batch(
        "INSERT INTO firms (id, name, inn, kpp) VALUES (1, 'ООО «Сургучный завод»', '7705123011', '770501001'),
             (2, 'ООО «Бумажная мельница»', '7801234500', '');
         INSERT INTO documents (id, firm_id, status) VALUES (1, 1, 'completed'), (2, 1, 'completed'),
             (3, 1, 'receipt_required'), (4, 2, 'completed'), (5, NULL, 'receipt_required');
         INSERT INTO document_marks (document_id, mark, listed_on) VALUES (1, 'receipt_required', 0),
             (3, 'owed_by_us', 0), (5, 'owed_by_us', 0);",
    )
    .unwrap();
    migrate(&sql, MAIN, &|| ()).unwrap();
    let r = Reader { sql: &sql };
    for firm in [None, Some(FirmId(1)), Some(FirmId(2)), Some(FirmId(3))] {
        assert_eq!(kept(&r, firm), counted(&r, firm), "{firm:?}");
    }
    assert_eq!(
        r.owed_counts(Some(FirmId(1))).unwrap(),
        [(EdoStatus::ReceiptRequired, 1)]
    );
}
