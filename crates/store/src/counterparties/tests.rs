use domain::{Address, CounterpartyId, DocumentId, Requisites};

use crate::testing::{at, office, paper, party, settle};
use crate::{CounterpartyBox, DocumentQuery, Error, Reader};

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

fn requisites(city: &str) -> Requisites {
    Requisites {
        full_name: "Общество с ограниченной ответственностью «Ромашка»".to_owned(),
        address: Address {
            city: city.to_owned(),
            ..Address::default()
        },
        ..Requisites::default()
    }
}

#[test]
fn requisites_are_kept_beside_name_and_numbers_and_survive_a_change_of_them() {
    let office = office();
    office
        .store
        .write(|w| {
            let (firm, _, other) = settle(w);
            assert_eq!(w.firm(firm)?.unwrap().requisites, Requisites::default());
            w.set_firm_requisites(firm, &requisites("Москва"))?;
            w.save_firm(Some(firm), &party("ООО «Новый завод»", 770_512_301))?;
            assert_eq!(w.firms()?[0].requisites, requisites("Москва"));
            w.set_counterparty_requisites(other, &requisites("Тверь"))?;
            w.save_counterparty(&party("АО «Карета»", 780_123_450))?;
            let card = w.counterparty(other)?.unwrap();
            assert_eq!(
                (card.party.name.as_str(), card.requisites),
                ("АО «Карета»", requisites("Тверь"))
            );
            w.set_counterparty_requisites(other, &Requisites::default())?;
            assert_eq!(w.counterparty(other)?.unwrap().requisites, Requisites::default());
            let nobody = CounterpartyId(99);
            assert!(matches!(
                w.set_counterparty_requisites(nobody, &requisites("")),
                Err(Error::Missing(_))
            ));
            let nowhere = domain::FirmId(99);
            assert!(matches!(
                w.set_firm_requisites(nowhere, &requisites("")),
                Err(Error::Missing(_))
            ));
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_card_gets_a_new_name_and_numbers_but_never_those_of_another() {
    let office = office();
    office
        .store
        .write(|w| {
            let rose = w.save_counterparty(&party("ООО «Ромашка»", 770_712_345))?;
            let other = party("АО «Василёк»", 780_123_450);
            w.save_counterparty(&other)?;
            let mut body = paper("1", 0, 100);
            body.counterparty = Some(rose);
            let document = w.insert_document(&body, at(0))?;
            assert!(matches!(
                w.rename_counterparty(rose, &other, at(1)),
                Err(Error::Conflict(_))
            ));
            let mut new = party("ООО «Пион»", 500_101_020);
            new.kpp = None;
            w.rename_counterparty(rose, &new, at(2))?;
            w.rename_counterparty(rose, &new, at(3))?;
            assert_eq!(w.counterparty(rose)?.unwrap().party, new);
            let old = party("", 770_712_345);
            let told: Vec<_> = w
                .counterparty_history(rose)?
                .into_iter()
                .map(|change| (change.field, change.before, change.after))
                .collect();
            let row = |field: &str, before: &str, after: &str| {
                (field.to_owned(), before.to_owned(), after.to_owned())
            };
            assert_eq!(
                told,
                [
                    row("kpp", "770101001", ""),
                    row("inn", old.inn.as_str(), new.inn.as_str()),
                    row("name", "ООО «Ромашка»", "ООО «Пион»"),
                ]
            );
            assert_eq!(
                (found(w, "пион"), found(w, new.inn.as_str())),
                (vec![document], vec![document])
            );
            assert!(found(w, "ромашка").is_empty());
            assert!(matches!(
                w.rename_counterparty(CounterpartyId(99), &new, at(4)),
                Err(Error::Missing(_))
            ));
            Ok(())
        })
        .unwrap();
}

#[test]
fn two_cards_of_one_company_become_one_with_all_documents_boxes_and_history() {
    let office = office();
    office
        .store
        .write(|w| {
            let (_, connection, keep) = settle(w);
            let mut twin = party("АО «Почтовая карета» (старая карточка)", 780_123_450);
            twin.kpp = None;
            let drop = w.save_counterparty(&twin)?;
            w.set_counterparty_requisites(drop, &requisites("Тверь"))?;
            twin.name = "АО «Карета, старая»".to_owned();
            w.rename_counterparty(drop, &twin, at(1))?;
            let seen = |counterparty, box_id: &str, partnership: &str| CounterpartyBox {
                counterparty,
                connection,
                box_id: box_id.to_owned(),
                partnership: partnership.to_owned(),
                participant_id: format!("2BM-{box_id}"),
                is_roaming: false,
                is_test: true,
            };
            w.save_counterparty_box(&seen(keep, "ящик-2", "established"))?;
            w.save_counterparty_box(&seen(drop, "ящик-2", "incoming"))?;
            w.save_counterparty_box(&seen(drop, "ящик-3", "outgoing"))?;
            let insert = |number: &str, counterparty| {
                let mut body = paper(number, 0, 100);
                body.counterparty = Some(counterparty);
                w.insert_document(&body, at(0)).unwrap()
            };
            let (first, second) = (insert("1", keep), insert("2", drop));
            assert_eq!(w.counterparties_by_inn(&twin.inn)?.len(), 2);
            assert_eq!(w.counterparties_sharing_inn(10)?.len(), 1);
            assert_eq!(w.documents_of_counterparty(drop)?, 1);

            w.merge_counterparties(keep, drop, at(9))?;
            assert_eq!(w.counterparty(drop)?, None);
            assert_eq!(
                (
                    w.documents_of_counterparty(keep)?,
                    w.documents_of_counterparty(drop)?
                ),
                (2, 0)
            );
            assert_eq!(
                found(w, "почтовая"),
                [second, first],
                "found by the card that stayed"
            );
            assert!(found(w, "старая").is_empty());
            let boxes = w.all_boxes_of_counterparty(keep)?;
            assert_eq!(
                boxes,
                [
                    seen(keep, "ящик-2", "established"),
                    seen(keep, "ящик-3", "outgoing")
                ]
            );
            assert_eq!(w.counterparty_boxes(connection, keep)?, boxes);
            assert_eq!(w.counterparty(keep)?.unwrap().requisites, requisites("Тверь"));
            let history = w.counterparty_history(keep)?;
            assert_eq!(
                history
                    .iter()
                    .map(|change| change.field.as_str())
                    .collect::<Vec<_>>(),
                ["merged", "name"]
            );
            assert!(history[0].before.contains("старая") && history[0].after.contains("Почтовая"));
            assert!(w.counterparties_sharing_inn(10)?.is_empty());
            assert!(w.counterparties("старая", None, 5)?.is_empty());
            assert!(matches!(
                w.merge_counterparties(keep, keep, at(10)),
                Err(Error::Conflict(_))
            ));
            assert!(matches!(
                w.merge_counterparties(keep, drop, at(10)),
                Err(Error::Missing(_))
            ));
            Ok(())
        })
        .unwrap();
}
