use std::collections::BTreeMap;

use domain::{DocumentId, EdoFormat, EdoStatus, FirmId, KindId, UtdFunction};

use crate::testing::{Chance, at, kind_of_repairs, office, paper, party};
use crate::{DocumentQuery, Error};

#[test]
fn kinds_come_back_as_they_were_in_the_order_in_which_they_came() {
    let office = office();
    office
        .store
        .write(|w| {
            let ids: Vec<_> = domain::builtin_kinds()
                .iter()
                .map(|body| w.save_kind(None, body).unwrap())
                .collect();
            let own = w.save_kind(None, &kind_of_repairs("", "Заявка на шиномонтаж"))?;
            let second = w.save_kind(None, &kind_of_repairs("", "Дефектная ведомость"))?;
            let kinds = w.kinds()?;
            let bodies: Vec<_> = kinds
                .iter()
                .take(ids.len())
                .map(|kind| kind.body.clone())
                .collect();
            assert_eq!(bodies, domain::builtin_kinds());
            assert_eq!(
                kinds
                    .iter()
                    .skip(ids.len())
                    .map(|kind| kind.id)
                    .collect::<Vec<_>>(),
                [own, second]
            );

            let mut changed = kind_of_repairs("", "Шиномонтаж");
            changed.is_hidden = true;
            assert_eq!(w.save_kind(Some(own), &changed)?, own);
            assert_eq!(w.kind(own)?.unwrap().body, changed);
            assert_eq!(w.kind_by_code("work_order")?.unwrap().id, ids[0]);
            assert_eq!(w.kind_by_code("")?, None, "no code is nobody's");
            assert_eq!(w.kind(KindId(99))?, None);
            Ok(())
        })
        .unwrap();
}

#[test]
fn two_kinds_never_share_a_code_and_an_unknown_kind_is_not_saved() {
    let office = office();
    office
        .store
        .write(|w| {
            w.save_kind(None, &kind_of_repairs("work_order", "Заказ-наряд"))?;
            let other = w.save_kind(None, &kind_of_repairs("act", "Акт"))?;
            let taken = kind_of_repairs("work_order", "Наряд");
            assert!(matches!(w.save_kind(None, &taken), Err(Error::Conflict(_))));
            assert!(matches!(
                w.save_kind(Some(other), &taken),
                Err(Error::Conflict(_))
            ));
            assert!(matches!(
                w.save_kind(Some(KindId(99)), &kind_of_repairs("", "Ничей")),
                Err(Error::Missing(_))
            ));
            assert_eq!(w.kinds()?.len(), 2);
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_kind_is_removed_only_when_no_document_is_of_it() {
    let office = office();
    office
        .store
        .write(|w| {
            let kind = w.save_kind(None, &kind_of_repairs("", "Ремонт"))?;
            w.next_place(kind, None, 2026)?;
            let mut body = paper("1", 0, 100);
            body.kind = Some(kind);
            let document = w.insert_document(&body, at(0))?;
            assert!(matches!(w.remove_kind(kind), Err(Error::Conflict(_))));
            w.set_kind(document, None)?;
            w.remove_kind(kind)?;
            assert_eq!(w.kind(kind)?, None);
            assert!(matches!(w.remove_kind(kind), Err(Error::Missing(_))));
            assert!(matches!(w.next_place(kind, None, 2026), Err(Error::Missing(_))));
            Ok(())
        })
        .unwrap();
}

#[test]
fn numbers_go_on_by_kind_firm_and_year_and_a_number_typed_by_hand_never_comes_twice() {
    let office = office();
    office
        .store
        .write(|w| {
            let order = w.save_kind(None, &kind_of_repairs("", "Заказ-наряд"))?;
            let act = w.save_kind(None, &kind_of_repairs("", "Акт"))?;
            let firm = Some(FirmId(7));
            assert_eq!(
                (w.next_place(order, firm, 2026)?, w.next_place(order, firm, 2026)?),
                (1, 2)
            );
            for (kind, firm, year) in [
                (act, firm, 2026),
                (order, None, 2026),
                (order, firm, 2027),
                (order, firm, 0),
            ] {
                assert_eq!(w.next_place(kind, firm, year)?, 1, "{kind} {firm:?} {year}");
            }
            w.note_place(order, firm, 2026, 40)?;
            assert_eq!(w.next_place(order, firm, 2026)?, 41);
            w.note_place(order, firm, 2026, 5)?;
            assert_eq!(
                w.next_place(order, firm, 2026)?,
                42,
                "a smaller number by hand goes back nowhere"
            );
            w.note_place(act, None, 0, 9)?;
            assert_eq!(w.next_place(act, None, 0)?, 10);
            assert!(matches!(
                w.note_place(KindId(99), None, 0, 9),
                Err(Error::Missing(_))
            ));
            Ok(())
        })
        .unwrap();
    let undone = office.store.write(|w| {
        w.next_place(KindId(1), Some(FirmId(7)), 2026)?;
        Err::<(), _>(Error::DiskFull)
    });
    assert!(undone.is_err());
    let next = office
        .store
        .write(|w| w.next_place(KindId(1), Some(FirmId(7)), 2026))
        .unwrap();
    assert_eq!(next, 43, "a document that did not come about takes no number");
}

#[test]
fn papers_older_than_the_directory_get_the_kind_of_their_format() {
    let office = office();
    office
        .store
        .write(|w| {
            let utd = w.save_kind(None, &kind_of_repairs("utd", "УПД"))?;
            let act = w.save_kind(None, &kind_of_repairs("act", "Акт"))?;
            let format = EdoFormat::Utd(UtdFunction::InvoiceAndTransfer);
            let insert = |kind, format| {
                let mut body = paper("1", 0, 100);
                (body.kind, body.format) = (kind, format);
                w.insert_document(&body, at(0)).unwrap()
            };
            let old = insert(None, format);
            let settled = insert(Some(act), format);
            let pdf = insert(None, EdoFormat::Nonformalized);
            let second = insert(None, format);
            assert_eq!(w.adopt_documents_without_kind(format, utd)?, 2);
            assert_eq!(w.adopt_documents_without_kind(format, utd)?, 0);
            let kinds: Vec<_> = [old, settled, pdf, second]
                .map(|id| w.document(id).unwrap().unwrap().body.kind)
                .into();
            assert_eq!(kinds, [Some(utd), Some(act), None, Some(utd)]);
            assert_eq!((w.documents_of_kind(utd)?, w.documents_of_kind(act)?), (2, 1));
            let adopted = w.document(old)?.unwrap();
            assert!(adopted.revision == 1 && adopted.file_is_current());
            Ok(())
        })
        .unwrap();
}

#[test]
fn counts_of_kinds_equal_a_full_count_after_any_changes() {
    let office = office();
    let mut chance = Chance(23);
    let kinds = office
        .store
        .write(|w| {
            w.save_firm(None, &party("ООО «Мастерская»", 770_512_301))?;
            Ok((0..4)
                .map(|n| {
                    w.save_kind(None, &kind_of_repairs("", &format!("Вид {n}")))
                        .unwrap()
                })
                .collect::<Vec<_>>())
        })
        .unwrap();
    let mut living: Vec<DocumentId> = Vec::new();
    for _ in 0..200 {
        office
            .store
            .write(|w| {
                let kind = (chance.below(5) > 0).then(|| *chance.pick(&kinds));
                if living.is_empty() || chance.below(3) == 0 {
                    let mut body = paper("1", 0, 100);
                    body.kind = kind;
                    living.push(w.insert_document(&body, at(0))?);
                    return Ok(());
                }
                let place = chance.below(living.len());
                match chance.below(3) {
                    0 => w.set_kind(living[place], kind)?,
                    1 => w.set_document_status(living[place], EdoStatus::Prepared, at(1))?,
                    _ => {
                        let removed = w.trash_document(living[place], at(2))?;
                        if chance.below(2) == 0 {
                            w.restore_from_trash(removed, at(3))?;
                        } else {
                            living.swap_remove(place);
                        }
                    }
                }
                Ok(())
            })
            .unwrap();
    }
    office
        .store
        .read(|r| {
            let mut counted: BTreeMap<KindId, u64> = BTreeMap::new();
            for id in &living {
                if let Some(kind) = r.document(*id)?.unwrap().body.kind {
                    *counted.entry(kind).or_default() += 1;
                }
            }
            assert!(counted.len() > 1, "the test has something to count");
            for kind in &kinds {
                assert_eq!(
                    r.documents_of_kind(*kind)?,
                    counted.get(kind).copied().unwrap_or(0)
                );
                let query = DocumentQuery {
                    kind: Some(*kind),
                    limit: 1000,
                    ..DocumentQuery::default()
                };
                let listed = u64::try_from(r.documents(&query)?.rows.len()).unwrap();
                assert_eq!(listed, r.documents_of_kind(*kind)?);
            }
            Ok(())
        })
        .unwrap();
}
