use domain::{DocumentId, EmployeeBody, EmployeeId, Money, NewDocument, Origin, PersonName, Reference};
use jiff::civil::date;

use super::similar::SIMILAR;
use crate::testing::{at, customer, kind_of_repairs, line, office, paper, party, record, settle};
use crate::{DocumentQuery, Error, Reader, Similar};

fn found(r: &Reader<'_>, text: &str) -> Vec<DocumentId> {
    let query = DocumentQuery {
        text: text.to_owned(),
        limit: 100,
        ..DocumentQuery::default()
    };
    r.documents(&query)
        .unwrap()
        .rows
        .iter()
        .map(|row| row.id)
        .collect()
}

/// Everything that a record can say, all of it filled in.
fn full_record(w: &crate::Writer<'_>) -> NewDocument {
    let (firm, _, _) = settle(w);
    let kind = w.save_kind(None, &kind_of_repairs("", "Ремонт")).unwrap();
    let person = w
        .save_individual(
            None,
            &customer("Королёва Мария Петровна", "8 916 123-45-67"),
            at(0),
        )
        .unwrap();
    let master = EmployeeBody {
        name: PersonName::from_full("Козлова Анна Сергеевна"),
        ..EmployeeBody::default()
    };
    let mut body = record("ЗН-00042", 5, 1_234_567);
    body.firm = Some(firm);
    body.individual = Some(person);
    body.assignee = Some(w.save_employee(None, &master).unwrap());
    body.kind = Some(kind);
    body.lines = vec![line("Замена масла"), line("Фильтр")];
    body.lines[1].details.item_code = "OC-90".to_owned();
    body.lines[1].details.excise = Some(Money::from_kopecks(77));
    body.lines[0].details.is_service = true;
    body.lines[0].details.performer = "Слесарь Гайкин".to_owned();
    body.details.comment = "Скрипит дверь".to_owned();
    body.details.shipped_on = Some(date(2026, 2, 3));
    body.details
        .fields
        .insert("plate".to_owned(), "А123ВС77".to_owned());
    body.details.grounds = vec![Reference {
        name: "Договор подряда".to_owned(),
        number: "ДП-17".to_owned(),
        issued_on: None,
    }];
    body
}

#[test]
fn a_record_comes_back_with_everything_it_says() {
    let office = office();
    office
        .store
        .write(|w| {
            let body = full_record(w);
            let id = w.insert_document(&body, at(7))?;
            let back = w.document(id)?.unwrap();
            assert_eq!((&back.body, back.revision, back.created_at), (&body, 1, at(7)));
            let query = DocumentQuery {
                limit: 1,
                ..DocumentQuery::default()
            };
            let row = w.documents(&query)?.rows.remove(0);
            assert_eq!((row.kind_id, row.kind_name.as_str()), (body.kind, "Ремонт"));
            assert_eq!(row.individual_name.as_deref(), Some("Королёва Мария Петровна"));
            assert_eq!(row.assignee_name.as_deref(), Some("Козлова\u{a0}А.\u{a0}С."));
            assert_eq!(
                (row.has_file, row.origin, row.counterparty_name),
                (false, Origin::Composed, None)
            );
            w.set_kind(id, None)?;
            assert_eq!(
                w.documents(&query)?.rows[0].kind_name,
                "Документ",
                "the format's name, without a kind"
            );
            assert_eq!(w.every_document(None, 10)?, [id]);
            assert!(w.every_document(Some(id), 10)?.is_empty());
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_record_is_found_by_the_person_the_comment_the_fields_and_what_its_lines_say() {
    let office = office();
    office
        .store
        .write(|w| {
            let body = full_record(w);
            let id = w.insert_document(&body, at(0))?;
            w.insert_document(&record("ЗН-00043", 5, 100), at(0))?;
            for text in [
                "королева",
                "мария 916",
                "8 (916) 123-45-67",
                "скрипит",
                "а123вс77",
                "OC-90",
                "гайкин",
                "дп-17",
                "фильтр масла",
            ] {
                assert_eq!(found(w, text), [id], "{text}");
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_change_grows_the_revision_and_a_change_made_from_an_old_one_is_refused() {
    let office = office();
    office
        .store
        .write(|w| {
            let mut body = full_record(w);
            let id = w.insert_document(&body, at(0))?;
            assert_eq!(w.update_document(id, 1, &body)?, 1, "nothing differs");
            body.lines.push(line("Колодки"));
            body.details.comment = "Дверь смазана".to_owned();
            assert_eq!(w.update_document(id, 1, &body)?, 2);
            let stale = w.update_document(id, 1, &record("чужой", 0, 1));
            assert!(matches!(stale, Err(Error::Conflict(word)) if word == "revision"));
            assert_eq!(w.document(id)?.unwrap().body, body);
            body.lines.truncate(1);
            body.lines[0].name = "Диагностика".to_owned();
            assert_eq!(w.update_document(id, 2, &body)?, 3);
            let now = w.document(id)?.unwrap();
            assert_eq!((now.body, now.revision, now.created_at), (body.clone(), 3, at(0)));
            assert_eq!(
                (found(w, "диагностика смазана"), found(w, "колодки")),
                (vec![id], vec![])
            );
            assert!(matches!(
                w.update_document(DocumentId(99), 1, &body),
                Err(Error::Missing(_))
            ));
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_new_date_moves_the_document_in_the_list_and_leaves_no_shadow_behind() {
    let office = office();
    office
        .store
        .write(|w| {
            let [first, second] = [10, 20].map(|day| {
                w.insert_document(&record(&format!("ЗН-{day}"), day, 100), at(0))
                    .unwrap()
            });
            assert_eq!(found(w, ""), [second, first]);
            w.update_document(first, 1, &record("ЗН-10", 30, 100))?;
            assert_eq!(
                (found(w, ""), found(w, "зн")),
                (vec![first, second], vec![first, second])
            );
            assert_eq!(
                (found(w, "31.01.2026"), found(w, "11.01.2026")),
                (vec![first], vec![])
            );
            let mut undated = record("ЗН-10", 30, 100);
            undated.issued_on = None;
            w.update_document(first, 2, &undated)?;
            assert_eq!(found(w, "зн"), [first, second], "it stands at the day it came in");
            Ok(())
        })
        .unwrap();
}

#[test]
fn parties_and_kind_belong_to_the_content_and_the_responsible_employee_does_not() {
    let office = office();
    office
        .store
        .write(|w| {
            let (firm, _, other) = settle(w);
            let person = w.save_individual(None, &customer("Королёва Мария", ""), at(0))?;
            let kind = w.save_kind(None, &kind_of_repairs("", "Ремонт"))?;
            let master = w.save_employee(None, &EmployeeBody::default())?;
            let id = w.insert_document(&record("1", 0, 100), at(0))?;
            let revision = || w.document(id).unwrap().unwrap().revision;
            w.set_parties(id, Some(firm), Some(other), None)?;
            assert_eq!((revision(), found(w, "карета")), (2, vec![id]));
            w.set_parties(id, Some(firm), None, Some(person))?;
            assert_eq!(
                (revision(), found(w, "карета"), found(w, "королева")),
                (3, vec![], vec![id])
            );
            w.set_parties(id, Some(firm), None, Some(person))?;
            assert_eq!(revision(), 3);
            w.set_kind(id, Some(kind))?;
            w.set_kind(id, Some(kind))?;
            assert_eq!(revision(), 4);
            w.set_assignment(id, Some(master))?;
            let now = w.document(id)?.unwrap();
            assert_eq!((now.revision, now.body.assignee), (4, Some(master)));
            w.set_assignment(id, None)?;
            assert_eq!(w.document(id)?.unwrap().body.assignee, None);
            let nowhere = DocumentId(99);
            assert!(matches!(w.set_assignment(nowhere, None), Err(Error::Missing(_))));
            assert!(matches!(w.set_kind(nowhere, None), Err(Error::Missing(_))));
            assert!(
                w.set_assignment(id, Some(EmployeeId(99))).is_err(),
                "nobody unknown is responsible"
            );
            Ok(())
        })
        .unwrap();
}

#[test]
fn the_file_of_an_imported_document_is_never_made_old_by_what_the_registry_says_about_it() {
    let office = office();
    office
        .store
        .write(|w| {
            let mut body = paper("", 0, 100);
            let id = w.insert_document(&body, at(0))?;
            body.number = "А-77".to_owned();
            body.origin = Origin::Composed;
            let file = body.file.take();
            assert_eq!(w.update_document(id, 1, &body)?, 2);
            let now = w.document(id)?.unwrap();
            assert!(now.file_is_current());
            assert_eq!(
                (now.body.origin, now.body.file),
                (Origin::Imported, file),
                "neither is content"
            );
            assert_eq!((found(w, "А-77"), found(w, "schet")), (vec![id], vec![id]));
            let (_, _, other) = settle(w);
            w.set_parties(id, None, Some(other), None)?;
            assert!(w.document(id)?.unwrap().file_is_current());
            Ok(())
        })
        .unwrap();
}

#[test]
fn the_same_paper_is_recognised_and_another_one_is_not() {
    let office = office();
    office
        .store
        .write(|w| {
            let (firm, _, other) = settle(w);
            let stranger = w.save_counterparty(&party("ООО «Ромашка»", 770_712_345))?;
            let person = w.save_individual(None, &customer("Королёва Мария", ""), at(0))?;
            let kind = w.save_kind(None, &kind_of_repairs("", "Ремонт"))?;
            let mut body = paper("УТ-1", 5, 100);
            (body.firm, body.counterparty, body.kind) = (Some(firm), Some(other), Some(kind));
            let first = w.insert_document(&body, at(0))?;
            let vague = w.insert_document(&paper("УТ-1", 5, 100), at(0))?;
            let sought = Similar {
                firm: Some(firm),
                counterparty: Some(other),
                individual: None,
                kind: Some(kind),
                number: body.number.clone(),
                issued_on: body.issued_on,
                total: body.total,
            };
            assert_eq!(w.similar_documents(&sought)?, [first, vague]);
            let unsure = Similar {
                firm: None,
                counterparty: None,
                kind: None,
                ..sought.clone()
            };
            assert_eq!(w.similar_documents(&unsure)?, [first, vague]);
            let of = |counterparty, individual| Similar {
                counterparty,
                individual,
                ..sought.clone()
            };
            assert_eq!(w.similar_documents(&of(Some(stranger), None))?, [vague]);
            assert_eq!(w.similar_documents(&of(None, Some(person)))?, [vague]);
            for other_paper in [
                Similar {
                    number: "УТ-2".to_owned(),
                    ..sought.clone()
                },
                Similar {
                    issued_on: None,
                    ..sought.clone()
                },
                Similar {
                    total: Some(Money::from_kopecks(101)),
                    ..sought.clone()
                },
            ] {
                assert!(w.similar_documents(&other_paper)?.is_empty(), "{other_paper:?}");
            }
            let mut bare = paper("", 5, 100);
            bare.issued_on = None;
            bare.total = None;
            w.insert_document(&bare, at(0))?;
            assert!(
                w.similar_documents(&Similar::default())?.is_empty(),
                "bare files are told apart by their bytes"
            );
            let mut plan = w.sql.prepare(&format!("EXPLAIN QUERY PLAN {SIMILAR}"))?;
            let steps: Vec<String> = plan
                .query_map(
                    rusqlite::params!["УТ-1", "2026-01-06", 100, 1, 1, 1, 1, 1],
                    |row| row.get(3),
                )?
                .map(Result::unwrap)
                .collect();
            assert!(
                steps
                    .iter()
                    .any(|step| step.contains("(number=? AND issued_on=? AND total_kopecks=?)")),
                "{steps:?}"
            );
            Ok(())
        })
        .unwrap();
}
