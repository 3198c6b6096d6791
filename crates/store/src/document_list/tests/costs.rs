use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::super::filter::Owner;
use super::super::walk::walk_sql;
use super::super::{CANDIDATE, DocumentQuery, ROWS};
use super::{STATUSES, fill};
use crate::Reader;
use crate::folder::MAIN_FILE;
use crate::sqlite::open_reader;
use crate::testing::{Chance, Office, key, office};

#[test]
fn the_plans_of_the_list_use_indexes_and_never_sort() {
    let office = office();
    office
        .store
        .read(|r| {
            let all = [
                Owner::Individual,
                Owner::Counterparty,
                Owner::Assignee,
                Owner::Kind,
                Owner::Firm,
            ];
            // A document has one other side, so nobody asks for both.
            let asked = (1..1_usize << all.len()).filter(|set| set & 0b11 != 0b11);
            let mut walks: Vec<String> = asked
                .map(|set| {
                    let owners: Vec<_> = (0..)
                        .zip(all)
                        .filter(|(bit, _)| set & 1 << bit != 0)
                        .map(|(_, owner)| owner)
                        .collect();
                    walk_sql(&owners, true, true)
                })
                .collect();
            walks.extend([
                walk_sql(&[], true, true),
                walk_sql(&[], false, true),
                walk_sql(&[], false, false),
                ROWS.to_owned(),
                CANDIDATE.to_owned(),
            ]);
            for sql in walks {
                let mut plan = r.sql.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
                let count = plan.parameter_count();
                let nulls = rusqlite::params_from_iter(vec![rusqlite::types::Null; count]);
                let steps: Vec<String> = plan
                    .query_map(nulls, |row| row.get(3))?
                    .map(Result::unwrap)
                    .collect();
                assert!(!steps.is_empty());
                // The list of numbers itself is read from end to end.
                for step in steps
                    .iter()
                    .filter(|step| !step.starts_with("SCAN asked VIRTUAL TABLE"))
                {
                    assert!(
                        !step.contains("SCAN") && !step.contains("TEMP B-TREE"),
                        "{sql}: {steps:?}"
                    );
                    let is_walk = sql.contains("INDEXED BY");
                    assert!(!is_walk || step.contains("COVERING INDEX"), "{sql}: {steps:?}");
                }
            }
            Ok(())
        })
        .unwrap();
}

/// Steps that SQLite's machine takes for each query, statements prepared before.
fn page_costs_of(sql: &mut rusqlite::Connection, queries: &[DocumentQuery]) -> Vec<u64> {
    let steps = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&steps);
    let count = move || {
        counter.fetch_add(1, Ordering::Relaxed);
        false
    };
    sql.progress_handler(1, Some(count)).unwrap();
    let r = Reader { sql };
    let cost = |query: &DocumentQuery| {
        r.documents(query).unwrap();
        steps.store(0, Ordering::Relaxed);
        r.documents(query).unwrap();
        steps.load(Ordering::Relaxed)
    };
    queries.iter().map(cost).collect()
}

fn page_costs(count: usize) -> Vec<(String, u64)> {
    let Office { store, folder } = office();
    let mut chance = Chance(17);
    let (owners, _) = store.write(|w| Ok(fill(w, &mut chance, 1, count))).unwrap();
    // How many parts the search index lies in is an accident of the last merges; each costs a look.
    store
        .write(|w| {
            Ok(w.sql
                .execute_batch("INSERT INTO document_terms (document_terms) VALUES ('optimize')")?)
        })
        .unwrap();
    let base = DocumentQuery {
        limit: 20,
        ..DocumentQuery::default()
    };
    let queries = [
        base.clone(),
        DocumentQuery {
            statuses: vec![STATUSES[0], STATUSES[1]],
            ..base.clone()
        },
        DocumentQuery {
            firm: Some(owners.firms[0]),
            ..base.clone()
        },
        DocumentQuery {
            counterparty: Some(owners.others[0]),
            firm: Some(owners.firms[0]),
            ..base.clone()
        },
        DocumentQuery {
            individual: Some(owners.people[0]),
            ..base.clone()
        },
        DocumentQuery {
            kind: Some(owners.kinds[0]),
            firm: Some(owners.firms[0]),
            ..base.clone()
        },
        DocumentQuery {
            assignee: Some(owners.assignees[0]),
            kind: Some(owners.kinds[0]),
            ..base.clone()
        },
        DocumentQuery {
            text: "счёт".to_owned(),
            ..base.clone()
        },
        DocumentQuery {
            text: "клиент".to_owned(),
            ..base.clone()
        },
        DocumentQuery {
            text: "покупатель".to_owned(),
            ..base.clone()
        },
        DocumentQuery {
            text: "11".to_owned(),
            ..base.clone()
        },
        DocumentQuery {
            text: "счёт".to_owned(),
            statuses: vec![STATUSES[0]],
            ..base
        },
    ];
    let mut sql = open_reader(&folder.path().join(MAIN_FILE), &key()).unwrap();
    let costs = page_costs_of(&mut sql, &queries);
    queries
        .iter()
        .map(|query| format!("{query:?}"))
        .zip(costs)
        .collect()
}

#[test]
fn a_page_costs_the_same_among_five_times_as_many_documents() {
    let (few, many) = (page_costs(1200), page_costs(6000));
    for ((query, before), (_, after)) in few.iter().zip(&many) {
        assert!(*after <= before * 5 / 4, "{query}: {before} steps became {after}");
    }
}
