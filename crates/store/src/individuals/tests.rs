use domain::{DocumentId, IndividualBody, IndividualId};

use crate::testing::{at, customer, office, record};
use crate::{DocumentQuery, Error, PartyChange, Reader};

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

fn known(r: &Reader<'_>, query: &str) -> Vec<IndividualId> {
    let found = r.individuals(query, None, 100).unwrap();
    found.iter().map(|person| person.id).collect()
}

fn change(second: i64, field: &str, before: &str, after: &str) -> PartyChange {
    PartyChange {
        at: at(second),
        field: field.to_owned(),
        before: before.to_owned(),
        after: after.to_owned(),
    }
}

#[test]
fn people_are_found_by_any_part_of_the_name_the_phone_however_typed_and_the_mail() {
    let office = office();
    office
        .store
        .write(|w| {
            let mut maria = customer("Королёва Мария Петровна", "8 916 123-45-67");
            maria.email = "m.koroleva@example.org".to_owned();
            maria.note = "Постоянная клиентка".to_owned();
            let mary = w.save_individual(None, &maria, at(0))?;
            let rashid = w.save_individual(
                None,
                &customer("Алиев Рашид Мамед оглы", "+375 29 123-45-67"),
                at(0),
            )?;
            let nameless = w.save_individual(None, &IndividualBody::default(), at(0))?;
            assert_eq!(w.individual(mary)?.unwrap().body, maria);
            assert_eq!(w.individual(nameless)?.unwrap().body, IndividualBody::default());
            for text in [
                "королева",
                "мар кор",
                "ПЕТРОВНА",
                "8 (916) 123-45-67",
                "+7 916 123-45-67",
                "89161234567",
                "79161234567",
                "916",
                "8-916-123",
                "koroleva@example.org",
                "королёва 916",
            ] {
                assert_eq!(known(w, text), [mary], "{text}");
            }
            assert_eq!(known(w, "рашид"), [rashid]);
            assert_eq!(known(w, "+375 (29)123"), [rashid]);
            assert_eq!(known(w, "123-45-67"), [mary, rashid]);
            assert_eq!(known(w, ""), [mary, rashid, nameless]);
            assert!(known(w, "мария рашид").is_empty() && known(w, "8 917").is_empty());
            let page = w.individuals("", Some(mary), 1)?;
            assert_eq!(page.iter().map(|person| person.id).collect::<Vec<_>>(), [rashid]);
            let page = w.individuals("123-45-67", Some(mary), 5)?;
            assert_eq!(page.iter().map(|person| person.id).collect::<Vec<_>>(), [rashid]);
            let same = w.individuals_by_phone(maria.phone.as_ref().unwrap())?;
            assert_eq!(same.iter().map(|person| person.id).collect::<Vec<_>>(), [mary]);
            assert!(
                w.individuals_by_phone(&"8 916 000-00-00".parse().unwrap())?
                    .is_empty()
            );
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_new_name_and_a_new_phone_are_in_the_history_and_find_the_documents_at_once() {
    let office = office();
    office
        .store
        .write(|w| {
            let mut body = customer("Иванова Мария Петровна", "8 916 123-45-67");
            let mary = w.save_individual(None, &body, at(0))?;
            let mut order = record("ЗН-00001", 5, 100);
            order.individual = Some(mary);
            let order = w.insert_document(&order, at(0))?;
            let bystander = w.insert_document(&record("ЗН-00002", 5, 100), at(0))?;
            assert_eq!(
                (found(w, "иванова"), found(w, "8 916 123-45-67")),
                (vec![order], vec![order])
            );
            assert!(
                w.individual_history(mary)?.is_empty(),
                "a new card has no history"
            );

            body.name.last = "Соколова".to_owned();
            body.note = "Вышла замуж".to_owned();
            w.save_individual(Some(mary), &body, at(10))?;
            body.phone = Some("8 903 765-43-21".parse().unwrap());
            body.email = "maria@example.org".to_owned();
            w.save_individual(Some(mary), &body, at(20))?;
            w.save_individual(Some(mary), &body, at(30))?;
            assert_eq!(
                w.individual_history(mary)?,
                [
                    change(20, "email", "", "maria@example.org"),
                    change(20, "phone", "+79161234567", "+79037654321"),
                    change(10, "name", "Иванова Мария Петровна", "Соколова Мария Петровна"),
                ]
            );
            assert!(found(w, "иванова").is_empty() && found(w, "123-45-67").is_empty());
            assert_eq!(
                (found(w, "соколова мария"), found(w, "765-43-21")),
                (vec![order], vec![order])
            );
            assert_eq!(known(w, "соколова"), [mary]);
            assert!(known(w, "иванова").is_empty());
            assert_eq!(found(w, "ЗН-00002"), [bystander]);
            assert_eq!(
                w.document(order)?.unwrap().revision,
                1,
                "the record itself was not changed"
            );
            let nobody = IndividualId(99);
            assert!(matches!(
                w.save_individual(Some(nobody), &body, at(40)),
                Err(Error::Missing(_))
            ));
            Ok(())
        })
        .unwrap();
}

#[test]
fn merged_cards_keep_every_document_the_history_and_what_only_one_of_them_knew() {
    let office = office();
    office
        .store
        .write(|w| {
            let keep = w.save_individual(None, &customer("Иванова Мария Петровна", ""), at(0))?;
            let mut twin = customer("Иванова Маша", "8 916 123-45-67");
            let drop = w.save_individual(None, &twin, at(0))?;
            twin.email = "masha@example.org".to_owned();
            w.save_individual(Some(drop), &twin, at(1))?;
            let insert = |number: &str, person| {
                let mut body = record(number, 5, 100);
                body.individual = Some(person);
                w.insert_document(&body, at(0)).unwrap()
            };
            let (first, second) = (insert("1", keep), insert("2", drop));
            let removed = insert("3", drop);
            let trash = w.trash_document(removed, at(2))?;
            w.merge_individuals(keep, drop, at(9))?;

            assert_eq!(w.individual(drop)?, None);
            assert_eq!(w.documents_of_individual(keep)?, 2);
            assert_eq!(w.document(second)?.unwrap().body.individual, Some(keep));
            assert_eq!(w.individual(keep)?.unwrap().body.phone, twin.phone);
            assert_eq!(w.individual(keep)?.unwrap().body.email, twin.email);
            let fields: Vec<_> = w
                .individual_history(keep)?
                .into_iter()
                .map(|change| change.field)
                .collect();
            assert_eq!(fields, ["email", "phone", "merged", "email"]);
            assert_eq!(
                found(w, "петровна"),
                [second, first],
                "the moved document is found by the kept name"
            );
            assert!(found(w, "маша").is_empty());
            assert_eq!(found(w, "916"), [second, first]);
            assert_eq!(known(w, "иванова"), [keep]);

            w.restore_from_trash(trash, at(10))?;
            assert_eq!(w.document(removed)?.unwrap().body.individual, Some(keep));
            assert!(matches!(
                w.merge_individuals(keep, keep, at(11)),
                Err(Error::Conflict(_))
            ));
            assert!(matches!(
                w.merge_individuals(keep, drop, at(11)),
                Err(Error::Missing(_))
            ));
            Ok(())
        })
        .unwrap();
}
