use std::collections::BTreeMap;

use domain::{
    CounterpartyId, DocumentId, EdoStatus, EmployeeBody, EmployeeId, FirmId, IndividualId, KindId,
    NewDocument, PersonName,
};

use super::{DocumentQuery, PageKey};
use crate::testing::{Chance, at, customer, kind_of_repairs, line, office, paper, party};
use crate::{Error, Reader, Writer};

mod costs;
mod counts;
mod orders;

/// A document as the tests remember it.
#[derive(Clone)]
struct Known {
    id: DocumentId,
    body: NewDocument,
    status: EdoStatus,
}

const STATUSES: [EdoStatus; 4] = [
    EdoStatus::Delivered,
    EdoStatus::Rejected,
    EdoStatus::NotInEdo,
    EdoStatus::Completed,
];

/// Everybody and everything to whom documents belong.
struct Owners {
    firms: Vec<FirmId>,
    others: Vec<CounterpartyId>,
    people: Vec<IndividualId>,
    kinds: Vec<KindId>,
    assignees: Vec<EmployeeId>,
}

fn owners(w: &Writer<'_>, count: u32) -> Owners {
    let each = |word: &str| (0..count).map(|n| format!("{word} {n}")).collect::<Vec<_>>();
    Owners {
        firms: (1000..)
            .zip(each("Фирма"))
            .map(|(n, name)| w.save_firm(None, &party(&name, n)).unwrap())
            .collect(),
        others: (2000..)
            .zip(each("Покупатель"))
            .map(|(n, name)| w.save_counterparty(&party(&name, n)).unwrap())
            .collect(),
        people: each("Клиент")
            .iter()
            .map(|name| w.save_individual(None, &customer(name, ""), at(0)).unwrap())
            .collect(),
        kinds: each("Вид")
            .iter()
            .map(|name| w.save_kind(None, &kind_of_repairs("", name)).unwrap())
            .collect(),
        assignees: each("Мастер")
            .iter()
            .map(|name| {
                let body = EmployeeBody {
                    name: PersonName::from_full(name),
                    ..EmployeeBody::default()
                };
                w.save_employee(None, &body).unwrap()
            })
            .collect(),
    }
}

fn fill(w: &Writer<'_>, chance: &mut Chance, of_each: u32, count: usize) -> (Owners, Vec<Known>) {
    let owners = owners(w, of_each);
    let known = (0..count)
        .map(|number| {
            let mut body = paper(
                &format!("{number}"),
                i32::try_from(chance.below(40)).unwrap(),
                100,
            );
            body.firm = (chance.below(5) > 0).then(|| *chance.pick(&owners.firms));
            match chance.below(5) {
                0 => {}
                1 => body.individual = Some(*chance.pick(&owners.people)),
                _ => body.counterparty = Some(*chance.pick(&owners.others)),
            }
            body.kind = (chance.below(5) > 0).then(|| *chance.pick(&owners.kinds));
            body.assignee = (chance.below(2) > 0).then(|| *chance.pick(&owners.assignees));
            let id = w.insert_document(&body, at(0)).unwrap();
            let status = *chance.pick(&STATUSES);
            w.set_document_status(id, status, at(1)).unwrap();
            Known { id, body, status }
        })
        .collect();
    (owners, known)
}

fn all_pages(r: &Reader<'_>, mut query: DocumentQuery) -> Vec<DocumentId> {
    let mut found = Vec::new();
    loop {
        let page = r.documents(&query).unwrap();
        assert!(page.rows.len() <= query.limit as usize);
        assert!(
            page.next.is_none() || page.rows.len() == query.limit as usize,
            "a short page is the last"
        );
        found.extend(page.rows.iter().map(|row| row.id));
        // The place travels as text between pages.
        query.after = page.next.map(|key| key.to_string().parse().unwrap());
        if query.after.is_none() {
            return found;
        }
    }
}

fn expected(known: &[Known], query: &DocumentQuery) -> Vec<DocumentId> {
    let mut rows: Vec<_> = known
        .iter()
        .filter(|row| query.statuses.is_empty() || query.statuses.contains(&row.status))
        .filter(|row| query.firm.is_none() || query.firm == row.body.firm)
        .filter(|row| query.counterparty.is_none() || query.counterparty == row.body.counterparty)
        .filter(|row| query.individual.is_none() || query.individual == row.body.individual)
        .filter(|row| query.kind.is_none() || query.kind == row.body.kind)
        .filter(|row| query.assignee.is_none() || query.assignee == row.body.assignee)
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse((row.body.issued_on, row.id)));
    rows.iter().map(|row| row.id).collect()
}

#[test]
fn pages_under_any_filter_hold_every_document_once_newest_first() {
    let office = office();
    let mut chance = Chance(11);
    let (owners, known) = office.store.write(|w| Ok(fill(w, &mut chance, 4, 300))).unwrap();
    for text in ["", "счет"] {
        for statuses in [&[][..], &STATUSES[..1], &STATUSES[1..3], &[EdoStatus::Revoked]] {
            for filters in 0..1 << 5 {
                let has = |bit: u32| filters & 1 << bit != 0;
                let query = DocumentQuery {
                    text: text.to_owned(),
                    statuses: statuses.to_vec(),
                    firm: has(0).then(|| *chance.pick(&owners.firms)),
                    counterparty: has(1).then(|| *chance.pick(&owners.others)),
                    individual: has(2).then(|| *chance.pick(&owners.people)),
                    kind: has(3).then(|| *chance.pick(&owners.kinds)),
                    assignee: has(4).then(|| *chance.pick(&owners.assignees)),
                    limit: 1 + u32::try_from(chance.below(70)).unwrap(),
                    ..DocumentQuery::default()
                };
                let found = office.store.read(|r| Ok(all_pages(r, query.clone()))).unwrap();
                assert_eq!(found, expected(&known, &query), "{query:?}");
            }
        }
    }
}

#[test]
fn a_new_document_above_the_page_neither_repeats_nor_hides_a_row() {
    let office = office();
    office
        .store
        .write(|w| {
            let ids: Vec<_> = (0..4)
                .map(|n| w.insert_document(&paper(&n.to_string(), n, 1), at(0)).unwrap())
                .collect();
            let mut query = DocumentQuery {
                limit: 2,
                ..DocumentQuery::default()
            };
            let first = w.documents(&query)?;
            w.insert_document(&paper("новый", 30, 1), at(0))?;
            query.after = first.next;
            let second = w.documents(&query)?;
            let seen: Vec<_> = first.rows.iter().chain(&second.rows).map(|row| row.id).collect();
            assert_eq!(seen, [ids[3], ids[2], ids[1], ids[0]]);
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_document_comes_back_as_it_was_with_its_lines() {
    let office = office();
    office
        .store
        .write(|w| {
            let mut chance = Chance(1);
            let (Owners { firms, others, .. }, _) = fill(w, &mut chance, 2, 0);
            let mut body = paper("00БП-000123", 5, 1_234_567);
            body.firm = Some(firms[0]);
            body.counterparty = Some(others[0]);
            body.lines = vec![line("Сургуч"), line("Печать")];
            body.lines[1].quantity = None;
            body.lines[1].price = None;
            body.lines[1].vat_rate = domain::VatRate::Other("0/0".to_owned());
            let id = w.insert_document(&body, at(77))?;
            let found = w.document(id)?.unwrap();
            assert_eq!((&found.body, found.created_at), (&body, at(77)));
            assert_eq!(w.document_by_file(body.file.as_ref().unwrap().blob)?, Some(id));
            assert_eq!(w.document_by_file(domain::BlobId([9; 32]))?, None);
            let row = w
                .documents(&DocumentQuery {
                    limit: 5,
                    ..DocumentQuery::default()
                })?
                .rows
                .remove(0);
            assert_eq!(
                (row.firm_name.as_deref(), row.counterparty_name.as_deref()),
                (Some("Фирма 0"), Some("Покупатель 0"))
            );
            assert_eq!(row.counterparty_inn, Some(party("", 2000).inn));
            assert_eq!(
                (row.total, row.issued_on, row.status),
                (body.total, body.issued_on, EdoStatus::NotInEdo)
            );
            w.set_parties(id, None, Some(others[1]), None)?;
            w.set_document_status(id, EdoStatus::Sent, at(99))?;
            w.set_direction(id, domain::Direction::Inbound)?;
            assert_eq!(
                w.document(id)?.unwrap().body.direction,
                domain::Direction::Inbound
            );
            let row = w
                .documents(&DocumentQuery {
                    limit: 5,
                    ..DocumentQuery::default()
                })?
                .rows
                .remove(0);
            assert_eq!(
                (row.firm_name, row.status, row.status_since),
                (None, EdoStatus::Sent, at(99))
            );
            let nowhere = DocumentId(99);
            assert_eq!(w.document(nowhere)?, None);
            assert!(matches!(
                w.set_parties(nowhere, None, None, None),
                Err(Error::Missing(_))
            ));
            assert!(matches!(
                w.set_direction(nowhere, domain::Direction::Inbound),
                Err(Error::Missing(_))
            ));
            assert!(matches!(
                w.set_document_status(nowhere, EdoStatus::Sent, at(0)),
                Err(Error::Missing(_))
            ));
            Ok(())
        })
        .unwrap();
}

#[test]
fn an_undated_document_stands_at_the_day_it_came_in() {
    let office = office();
    office
        .store
        .write(|w| {
            let mut undated = paper("1", 0, 1);
            undated.issued_on = None;
            let middle = w.insert_document(&undated, "2026-03-05T10:00:00Z".parse().unwrap())?;
            let below = w.insert_document(&paper("2", 62, 1), at(0))?;
            let above = w.insert_document(&paper("3", 64, 1), at(0))?;
            let rows = all_pages(
                w,
                DocumentQuery {
                    limit: 10,
                    ..DocumentQuery::default()
                },
            );
            assert_eq!(rows, [above, middle, below]);
            Ok(())
        })
        .unwrap();
}

#[test]
fn counts_of_statuses_equal_a_full_count_after_any_changes() {
    let office = office();
    let mut chance = Chance(5);
    for _ in 0..20 {
        office
            .store
            .write(|w| {
                let id = w.insert_document(&paper("1", 0, 1), at(0))?;
                for _ in 0..10 {
                    let some =
                        DocumentId(1 + i64::try_from(chance.below(usize::try_from(id.0).unwrap())).unwrap());
                    w.set_document_status(some, *chance.pick(EdoStatus::ALL), at(2))?;
                }
                Ok(())
            })
            .unwrap();
        let _undone = office.store.write(|w| {
            w.set_document_status(DocumentId(1), EdoStatus::Revoked, at(3))?;
            Err::<(), _>(Error::DiskFull)
        });
        let (kept, counted) = office
            .store
            .read(|r| {
                let mut query = r
                    .sql
                    .prepare("SELECT status, count(*) FROM documents GROUP BY status")?;
                let rows =
                    query.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?;
                let counted: BTreeMap<_, _> = rows.map(Result::unwrap).collect();
                Ok((r.status_counts(None)?, counted))
            })
            .unwrap();
        let kept: BTreeMap<_, _> = kept
            .iter()
            .map(|(status, n)| (status.code().to_owned(), i64::try_from(*n).unwrap()))
            .collect();
        assert_eq!(kept, counted);
    }
}

#[test]
fn a_place_in_the_list_survives_as_text_and_nonsense_is_refused() {
    for (day, id) in [(20_261_121, 57), (0, 1), (99_991_231, (1 << 36) - 1)] {
        let key = PageKey::of(day, DocumentId(id));
        assert_eq!(key.to_string().parse(), Ok(key));
        assert_eq!(PageKey::of_rowid(key.rowid()), key);
        assert!(key.rowid() > 0 && key.rowid() < PageKey::TOP.rowid());
        assert_eq!(
            serde_json::from_str::<PageKey>(&serde_json::to_string(&key).unwrap()).unwrap(),
            key
        );
    }
    for text in [
        "",
        "5",
        "5-",
        "-5",
        "5-x",
        "999999999-1",
        "1-99999999999999999999",
    ] {
        assert!(text.parse::<PageKey>().is_err(), "{text}");
    }
}
