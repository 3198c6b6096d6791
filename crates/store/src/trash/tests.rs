use domain::{EventActor, EventFact, StoredFile};

use crate::testing::{at, kind_of_repairs, line, made, office, paper, party, record, sending, settle};
use crate::{DocumentQuery, Error, Reader, TimelineEntry, TrashId};

fn listed(r: &Reader<'_>, text: &str) -> Vec<i64> {
    let query = DocumentQuery {
        text: text.to_owned(),
        limit: 100,
        ..DocumentQuery::default()
    };
    r.documents(&query)
        .unwrap()
        .rows
        .iter()
        .map(|row| row.id.0)
        .collect()
}

#[test]
fn a_removed_document_comes_back_as_it_was_under_its_own_number() {
    let office = office();
    office
        .store
        .write(|w| {
            let (firm, _, other) = settle(w);
            let mut body = record("ЗН-00042", 5, 1_234_567);
            (body.firm, body.counterparty) = (Some(firm), Some(other));
            body.lines = vec![line("Замена масла"), line("Масло 5W-40")];
            body.details.comment = "Скрипит дверь".to_owned();
            let basis = w.insert_document(&record("ЗП-1", 1, 1), at(0))?;
            let id = w.insert_document(&body, at(0))?;
            let follower = w.insert_document(&record("АКТ-1", 6, 1), at(0))?;
            w.link_documents(id, basis)?;
            w.link_documents(follower, id)?;
            w.add_edo_file(id, &made("первый"), body.format, 1, at(1))?;
            body.number = "ЗН-00043".to_owned();
            w.update_document(id, 1, &body)?;
            w.add_edo_file(id, &made("второй"), body.format, 2, at(2))?;
            w.set_document_status(id, domain::EdoStatus::Prepared, at(2))?;
            w.add_timeline(&TimelineEntry {
                document: id,
                edo_document: None,
                at: at(2),
                actor: EventActor::Us,
                fact: EventFact::Comment("Распечатан".to_owned()),
            })?;
            let before = (w.document(id)?, w.edo_files_of(id)?, w.timeline(id)?);
            let counts = w.status_counts(None)?;

            let trash = w.trash_document(id, at(10))?;
            assert_eq!(w.document(id)?, None);
            assert!(listed(w, "дверь").is_empty() && listed(w, "ЗН-00043").is_empty());
            assert_eq!(listed(w, ""), [follower.0, basis.0]);
            assert!(w.based_on(follower)?.is_empty() && w.edo_files_of(id)?.is_empty());
            assert_eq!(w.document_by_file(made("второй").blob)?, None);

            assert_eq!(w.restore_from_trash(trash, at(20))?, id);
            assert_eq!((w.document(id)?, w.edo_files_of(id)?, w.timeline(id)?), before);
            assert_eq!((w.based_on(id)?, w.basis_for(id)?), (vec![basis], vec![follower]));
            assert_eq!(w.status_counts(None)?, counts);
            assert_eq!(
                (listed(w, "дверь"), listed(w, "карета")),
                (vec![id.0], vec![id.0])
            );
            assert!(matches!(
                w.restore_from_trash(trash, at(21)),
                Err(Error::Missing(_))
            ));
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_document_that_was_ever_sent_stays() {
    let office = office();
    office
        .store
        .write(|w| {
            let (_, connection, _) = settle(w);
            let id = w.insert_document(&paper("1", 0, 100), at(0))?;
            sending(w, id, connection, 1);
            assert!(matches!(w.trash_document(id, at(1)), Err(Error::Conflict(_))));
            assert!(w.document(id)?.is_some());
            assert!(matches!(
                w.trash_document(domain::DocumentId(99), at(1)),
                Err(Error::Missing(_))
            ));
            Ok(())
        })
        .unwrap();
}

#[test]
fn what_was_removed_or_merged_meanwhile_does_not_hinder_the_way_back() {
    let office = office();
    office
        .store
        .write(|w| {
            let kind = w.save_kind(None, &kind_of_repairs("", "Ремонт"))?;
            let keep = w.save_counterparty(&party("ООО «Ромашка»", 770_712_345))?;
            let drop = w.save_counterparty(&party("ООО «Ромашка и Ко»", 780_123_450))?;
            let mut body = record("1", 0, 100);
            (body.kind, body.counterparty) = (Some(kind), Some(drop));
            let basis = w.insert_document(&record("2", 0, 100), at(0))?;
            let id = w.insert_document(&body, at(0))?;
            w.link_documents(id, basis)?;
            let first = w.trash_document(id, at(1))?;
            w.trash_document(basis, at(2))?;
            w.merge_counterparties(keep, drop, at(3))?;
            w.remove_kind(kind)?;
            w.restore_from_trash(first, at(4))?;
            let back = w.document(id)?.unwrap().body;
            assert_eq!((back.kind, back.counterparty), (None, Some(keep)));
            assert!(w.based_on(id)?.is_empty(), "what it rested on is still removed");
            assert_eq!(w.empty_trash(at(2))?, 0);
            assert_eq!(w.empty_trash(at(3))?, 1);
            assert!(matches!(
                w.restore_from_trash(TrashId(2), at(5)),
                Err(Error::Missing(_))
            ));
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_sweep_keeps_every_file_of_a_document_and_of_a_removed_one_until_the_trash_is_emptied() {
    let office = office();
    let store = &office.store;
    let put = |text: &str| StoredFile {
        blob: store.put_blob(text.as_bytes()).unwrap(),
        ..made(text)
    };
    let (old, new, gone) = (put("Старый"), put("Новый"), put("Удалённый"));
    store
        .write(|w| {
            let id = w.insert_document(&record("1", 0, 100), at(0))?;
            for file in [&old, &new] {
                w.add_edo_file(id, file, domain::EdoFormat::Nonformalized, 1, at(0))?;
            }
            let mut body = paper("2", 0, 100);
            body.file = Some(gone.clone());
            let removed = w.insert_document(&body, at(0))?;
            w.trash_document(removed, at(1))
        })
        .unwrap();
    assert_eq!(store.sweep_blobs_older_than(-1).unwrap(), 0);
    store.write(|w| w.empty_trash(at(2))).unwrap();
    assert_eq!(store.sweep_blobs_older_than(-1).unwrap(), 1);
    assert_eq!(store.blob(gone.blob).unwrap(), None);
    assert!(store.blob(old.blob).unwrap().is_some() && store.blob(new.blob).unwrap().is_some());
}
