//! Records: numbers, amounts, revisions, copies, links, the trash.

use domain::{DocumentId, EdoStatus, PriceKind, Reference, VatRate};
use engine::{Code, Editable, Engine, NewRecord};
use jiff::civil::date;

use crate::desk::{change, grove, kind, line, record, star};
use crate::world::{World, import, quiet_harbour};

async fn number(engine: &Engine, id: DocumentId) -> String {
    engine.record(id).await.unwrap().record.number
}

#[tokio::test(flavor = "multi_thread")]
async fn two_writers_never_get_one_number() {
    let world = World::new();
    let (engine, _, _) = world.ready().await;
    let wish = NewRecord {
        kind: kind(&engine, "work_order").await,
        firm: Some(star(&engine).await),
        counterparty: None,
        individual: None,
        based_on: None,
        copy_of: None,
    };
    let writers = (0..2).map(|_| {
        let engine = engine.clone();
        tokio::spawn(async move {
            let mut numbers = Vec::new();
            for _ in 0..20 {
                let id = engine.create_record(wish).await.unwrap();
                numbers.push(number(&engine, id).await);
            }
            numbers
        })
    });
    let mut numbers = Vec::new();
    for writer in writers.collect::<Vec<_>>() {
        numbers.extend(writer.await.unwrap());
    }
    numbers.sort();
    let expected: Vec<_> = (1..=40).map(|place| format!("ЗН-{place:05}")).collect();
    assert_eq!(numbers, expected);
}

#[tokio::test]
async fn a_given_number_moves_with_firm_and_year_and_a_typed_one_stays() {
    let world = World::new();
    let (engine, _, _) = world.ready().await;
    let first = record(&engine, "work_order").await;
    let second = record(&engine, "work_order").await;
    assert_eq!(number(&engine, second).await, "ЗН-00002");
    let harbour = engine.save_firm(None, quiet_harbour()).await.unwrap();
    change(&engine, second, |record| record.firm = Some(harbour)).await;
    assert_eq!(
        number(&engine, second).await,
        "ЗН-00001",
        "each firm has a row of its own"
    );
    change(&engine, second, |record| {
        record.issued_on = Some(date(2027, 1, 5))
    })
    .await;
    change(&engine, second, |record| record.firm = Some(harbour)).await;
    assert_eq!(number(&engine, second).await, "ЗН-00001", "each year begins anew");

    let typed = change(&engine, first, |record| record.number = " ЗН-00077 ".into()).await;
    assert_eq!(typed.record.number, "ЗН-00077");
    change(&engine, first, |record| record.issued_on = Some(date(2027, 1, 5))).await;
    assert_eq!(number(&engine, first).await, "ЗН-00077");
    change(&engine, first, |record| {
        record.issued_on = Some(date(2026, 11, 21))
    })
    .await;
    let third = record(&engine, "work_order").await;
    assert_eq!(
        number(&engine, third).await,
        "ЗН-00078",
        "a typed number never comes twice"
    );
    let twin = change(&engine, third, |record| record.number = "ЗН-00077".into()).await;
    assert_eq!(twin.record.number, "ЗН-00077");
    assert_eq!(twin.problems[0].field, "number");
    assert!(
        twin.problems[0].sentence.contains("Заказ-наряд № ЗН-00077"),
        "{:?}",
        twin.problems
    );
}

#[tokio::test]
async fn amounts_are_counted_and_a_rate_of_another_year_is_told_beside_its_field() {
    let world = World::new();
    let (engine, _, _) = world.ready().await;
    let id = record(&engine, "utd").await;
    let saved = change(&engine, id, |record| {
        record.lines = vec![line("Канат", "3", "33.335"), line("Трос", "1", "122")];
        record.details.prices = PriceKind::WithoutVat;
    })
    .await;
    assert_eq!(saved.record.lines[0].total.unwrap().to_string(), "122.01");
    assert_eq!(saved.totals.total.unwrap().to_string(), "270.85");
    assert_eq!(saved.record.total, saved.totals.total);
    let old = change(&engine, id, |record| {
        record.details.shipped_on = Some(date(2025, 12, 31));
        record.lines[1].vat_rate = VatRate::Percent(20);
    })
    .await;
    let fields: Vec<_> = old
        .problems
        .iter()
        .map(|problem| problem.field.as_str())
        .collect();
    assert_eq!(fields, ["lines[0].vat_rate"]);
    assert!(
        old.problems[0].sentence.contains("действует с 01.01.2026"),
        "{:?}",
        old.problems
    );
    let huge = change(&engine, id, |record| {
        record.lines = vec![line(
            "Канат",
            "79228162514264337593543950335",
            "79228162514264337593543950335",
        )];
    })
    .await;
    assert_eq!((huge.record.lines[0].total, huge.totals.total), (None, None));
    assert!(
        huge.problems
            .iter()
            .any(|problem| problem.field == "lines[0].total"),
        "{:?}",
        huge.problems
    );
}

#[tokio::test]
async fn a_record_that_another_window_changed_is_not_overwritten() {
    let world = World::new();
    let (engine, _, _) = world.ready().await;
    let id = record(&engine, "work_order").await;
    let seen = engine.record(id).await.unwrap();
    let revision = seen.document.revision;
    let again = engine
        .save_record(id, revision, seen.record.clone())
        .await
        .unwrap();
    assert_eq!(again.revision, revision, "nothing changed, so nothing grew");
    change(&engine, id, |record| {
        record.details.comment = "из другого окна".into()
    })
    .await;
    let error = engine.save_record(id, revision, seen.record).await.unwrap_err();
    assert_eq!(error.code(), Code::RecordChanged);
    assert_eq!(
        engine.record(id).await.unwrap().record.details.comment,
        "из другого окна"
    );
}

#[tokio::test]
async fn what_came_with_a_file_stays_as_it_came() {
    let world = World::new();
    let (engine, _, imported) = world.ready().await;
    let view = engine.record(imported).await.unwrap();
    assert_eq!(view.editable, Editable::Parties);
    let before = view.record.clone();
    let saved = change(&engine, imported, |record| {
        record.details.comment = "срочно".into()
    })
    .await;
    assert_eq!(
        (saved.record.lines, saved.record.total),
        (before.lines, before.total)
    );
    assert!(
        engine.card(imported).await.unwrap().missing.is_empty(),
        "the file is still good"
    );
    let mut record = engine.record(imported).await.unwrap().record;
    record.number = "16".into();
    let revision = engine.record(imported).await.unwrap().document.revision;
    let error = engine.save_record(imported, revision, record).await.unwrap_err();
    assert_eq!(error.code(), Code::ContentOfFile);
    let refused = crate::desk::prepare(&engine, imported, engine::Generator::Auto)
        .await
        .unwrap_err();
    assert_eq!(refused.code(), Code::ContentOfFile);
}

#[tokio::test]
async fn a_record_is_made_on_the_basis_of_another_and_copied() {
    let world = World::new();
    let (engine, _, _) = world.ready().await;
    let order = record(&engine, "sales_order").await;
    change(&engine, order, |record| {
        record.details.payments = vec![Reference::default()]
    })
    .await;
    let based = NewRecord {
        kind: kind(&engine, "utd").await,
        firm: None,
        counterparty: None,
        individual: None,
        based_on: Some(order),
        copy_of: None,
    };
    let utd = engine.create_record(based).await.unwrap();
    let view = engine.record(utd).await.unwrap();
    assert_eq!(
        view.based_on[0].label,
        "Заказ покупателя № ЗП-00001 от 21.11.2026"
    );
    assert_eq!(view.record.details.grounds[0].number, "ЗП-00001");
    assert_eq!((view.record.lines.len(), view.record.number.as_str()), (1, "1"));
    assert_eq!(view.record.counterparty, Some(grove(&engine).await));
    assert!(
        view.record.details.payments.is_empty(),
        "payments belong to one paper only"
    );
    assert_eq!(engine.record(order).await.unwrap().basis_for[0].id, utd);
    engine.unlink_documents(utd, order).await.unwrap();
    assert!(engine.record(utd).await.unwrap().based_on.is_empty());
    let itself = engine.link_documents(utd, utd).await.unwrap_err();
    assert_eq!(itself.code(), Code::MergeWithItself);

    let copy = NewRecord {
        copy_of: Some(utd),
        based_on: None,
        ..based
    };
    let copy = engine
        .record(engine.create_record(copy).await.unwrap())
        .await
        .unwrap();
    assert_eq!((copy.record.number.as_str(), copy.record.lines.len()), ("2", 1));
    assert_eq!(copy.document.body.file, None);
    // A copy of an imported paper is a record of our own.
    let imported = import(&engine, "99").await;
    let copy = NewRecord {
        copy_of: Some(imported),
        based_on: None,
        ..based
    };
    let copy = engine
        .record(engine.create_record(copy).await.unwrap())
        .await
        .unwrap();
    assert_eq!((copy.editable, copy.record.lines.len()), (Editable::All, 1));
    assert_eq!(copy.record.total.unwrap().to_string(), "122.00");
}

#[tokio::test]
async fn a_removed_record_comes_back_and_a_sent_one_stays() {
    let world = World::new();
    let (engine, _, imported) = world.ready().await;
    let id = record(&engine, "contract").await;
    let before = engine.record(id).await.unwrap().record;
    let trash = engine
        .remove_documents(vec![id])
        .await
        .pop()
        .unwrap()
        .result
        .unwrap();
    assert_eq!(
        engine.record(id).await.unwrap_err().code(),
        Code::DocumentNotFound
    );
    let back = engine.restore_documents(vec![trash]).await.unwrap()[0];
    assert_eq!(engine.record(back).await.unwrap().record, before);
    assert_eq!(engine.card(back).await.unwrap().status, EdoStatus::NotInEdo);
    let error = engine.restore_documents(vec![trash]).await.unwrap_err();
    assert_eq!(error.code(), Code::NotInTrash);
    crate::world::send(&engine, imported).await.unwrap();
    let kept = engine
        .remove_documents(vec![imported])
        .await
        .pop()
        .unwrap()
        .result
        .unwrap_err();
    assert_eq!(kept.code(), Code::HasSendings);
}

#[tokio::test]
async fn both_a_company_and_a_person_cannot_stand_on_the_other_side() {
    let world = World::new();
    let (engine, _, _) = world.ready().await;
    let anna = domain::IndividualBody {
        name: domain::PersonName::from_full("Зимина Анна"),
        ..domain::IndividualBody::default()
    };
    let anna = engine.save_individual(None, anna).await.unwrap();
    let wish = NewRecord {
        kind: kind(&engine, "work_order").await,
        firm: None,
        counterparty: Some(
            engine
                .save_counterparty(None, quiet_harbour(), None)
                .await
                .unwrap(),
        ),
        individual: Some(anna),
        based_on: None,
        copy_of: None,
    };
    assert_eq!(
        engine.create_record(wish).await.unwrap_err().code(),
        Code::TwoOtherSides
    );
    let id = record(&engine, "utd").await;
    let saved = change(&engine, id, |record| {
        record.counterparty = None;
        record.individual = Some(anna);
    })
    .await;
    assert_eq!(
        saved.problems[0].field, "individual_id",
        "an УПД goes to companies"
    );
}
