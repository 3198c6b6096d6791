use domain::facets::{OurSignature, Receipt};
use domain::{DocflowFacets, DocflowMark, DocumentId, EdoStatus};

use crate::testing::{Chance, at, office, paper};
use crate::{DocumentQuery, Error, Reader};

fn asks_for_a_receipt() -> DocflowFacets {
    DocflowFacets {
        receipt: Receipt::Required,
        ..DocflowFacets::default()
    }
}

/// What a count of the rows would give.
fn counted(r: &Reader<'_>) -> Vec<(EdoStatus, u64)> {
    let sql = "SELECT d.status, count(*) FROM documents d
               JOIN document_marks m ON m.document_id = d.id AND m.mark = 'owed_by_us' GROUP BY d.status";
    let mut query = r.sql.prepare(sql).unwrap();
    let rows = query.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)));
    let mut counted: Vec<_> = rows
        .unwrap()
        .map(Result::unwrap)
        .map(|(code, count)| {
            (
                EdoStatus::from_code(&code).unwrap(),
                u64::try_from(count).unwrap(),
            )
        })
        .collect();
    counted.sort_unstable_by_key(|(status, _)| *status);
    counted
}

#[test]
fn what_asks_something_of_us_is_counted_by_status_whatever_changes_and_whatever_is_undone() {
    let office = office();
    let mut chance = Chance(7);
    for round in 0..40 {
        let some = |chance: &mut Chance| DocumentId(1 + i64::try_from(chance.below(round + 1)).unwrap());
        let (marked, moved) = (some(&mut chance), some(&mut chance));
        let facets = [None, Some(asks_for_a_receipt()), Some(DocflowFacets::default())];
        let facets = chance.pick(&facets).clone();
        let status = *chance.pick(EdoStatus::ALL);
        let is_undone = chance.below(4) == 0;
        office
            .store
            .write(|w| w.insert_document(&paper("1", 0, 1), at(0)))
            .unwrap();
        let done = office.store.write(|w| {
            w.set_document_marks(marked, facets.iter().flat_map(DocflowMark::of))?;
            w.set_document_status(moved, status, at(1))?;
            if is_undone { Err(Error::DiskFull) } else { Ok(()) }
        });
        assert_eq!(done.is_err(), is_undone);
        office
            .store
            .read(|r| {
                assert_eq!(r.owed_counts(None)?, counted(r));
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn a_mark_that_is_named_leads_to_the_papers_that_ask_something_of_us() {
    let office = office();
    let found = office
        .store
        .write(|w| {
            for number in ["1", "2", "3"] {
                w.insert_document(&paper(number, 0, 1), at(0))?;
            }
            w.set_document_marks(DocumentId(2), DocflowMark::of(&asks_for_a_receipt()))?;
            let waits = DocflowFacets {
                our_signature: OurSignature::Required,
                ..DocflowFacets::default()
            };
            w.set_document_marks(DocumentId(3), DocflowMark::of(&waits))?;
            w.documents(&DocumentQuery {
                mark: DocflowMark::from_code("owed_by_us"),
                limit: 10,
                ..DocumentQuery::default()
            })
        })
        .unwrap();
    let ids: Vec<_> = found.rows.iter().map(|row| row.id.0).collect();
    assert_eq!(ids, [3, 2]);
}

#[test]
fn what_asked_something_of_us_before_that_was_a_mark_is_marked_by_the_upgrade() {
    let office = office();
    office
        .store
        .write(|w| {
            let (_, connection, _) = crate::testing::settle(w);
            let asked = asks_for_a_receipt();
            for (number, facets) in [(1, &asked), (2, &DocflowFacets::default())] {
                let id = w.insert_document(&paper(&number.to_string(), 0, 1), at(0))?;
                let sending = crate::testing::sending(w, id, connection, number);
                w.sql.execute(
                    "UPDATE edo_documents SET facets = ?2 WHERE id = ?1",
                    rusqlite::params![sending.0, serde_json::to_string(facets).unwrap()],
                )?;
                w.set_document_marks(id, DocflowMark::of(facets))?;
            }
            // A database of the version before.
            w.sql
                .execute("DELETE FROM document_marks WHERE mark = 'owed_by_us'", [])?;
            assert_eq!(w.owed_counts(None)?, []);
            super::mark_owed(w.sql)?;
            assert_eq!(w.owed_counts(None)?, [(EdoStatus::NotInEdo, 1)]);
            super::mark_owed(w.sql)?;
            assert_eq!(w.owed_counts(None)?, [(EdoStatus::NotInEdo, 1)]);
            Ok(())
        })
        .unwrap();
}

#[test]
fn who_of_a_page_bears_a_mark_is_told_alike_for_few_and_for_many() {
    let office = office();
    for bearers in [1, 2, 3] {
        let bearing = office
            .store
            .write(|w| {
                w.insert_document(&paper("1", 0, 1), at(0))?;
                w.set_document_marks(DocumentId(bearers), [DocflowMark::SignedUnsent])?;
                w.bearing(
                    DocflowMark::SignedUnsent,
                    &[DocumentId(1), DocumentId(3), DocumentId(404)],
                )
            })
            .unwrap();
        let mut bearing: Vec<i64> = bearing.into_iter().map(|id| id.0).collect();
        bearing.sort_unstable();
        assert_eq!(bearing, if bearers < 3 { vec![1] } else { vec![1, 3] });
    }
}
