//! Documents, counterparties and people from tables.

use std::collections::BTreeMap;

use domain::Party;
use engine::{Code, DocumentQuery, Engine, ReadTable, TableTarget, TakeTable};

use crate::world::{World, cedar_grove, polar_star, quiet_harbour};

async fn read(engine: &Engine, text: &str, target: TableTarget) -> ReadTable {
    engine
        .read_table("таблица.csv".into(), text.as_bytes().to_vec(), target)
        .await
        .unwrap()
}

async fn invoice(engine: &Engine) -> TakeTable {
    let kinds = engine.kinds().await.unwrap();
    let kind = kinds
        .into_iter()
        .find(|view| view.kind.body.code == "payment_invoice")
        .unwrap();
    TakeTable {
        kind: Some(kind.kind.id),
        ..TakeTable::default()
    }
}

/// Two good rows and five bad ones.
fn good_and_bad(grove: &Party, harbour: &Party) -> String {
    format!(
        "Номер;Дата;Контрагент;ИНН;КПП;Сумма;НДС;Вид\n\
         15;21.11.2026;{};{};964401001;1 220,00;220,00;\n\
         16;вчера;{};{};964401001;100;;\n\
         17;2026-11-22;{};{};962201001;10.50;22%;Акт\n\
         18;21 ноября 2026;{};12;;1;;\n\
         19;21.11.2026;;;;1,234;;\n\
         20;21.11.2026;;;;5;;Депеша\n\
         ;46347;Иванова Мария;;;7;без НДС;Акт\n",
        grove.name, grove.inn, grove.name, grove.inn, harbour.name, harbour.inn, grove.name
    )
}

#[tokio::test]
async fn good_rows_become_documents_and_every_bad_one_keeps_its_number_and_reason() {
    let world = World::new();
    let engine = world.open();
    engine.save_firm(None, polar_star()).await.unwrap();
    let (grove, harbour) = (cedar_grove(), quiet_harbour());
    let text = good_and_bad(&grove, &harbour);
    let table = read(&engine, &text, TableTarget::Documents).await;
    assert_eq!((table.rows, table.columns.len(), table.sample.len()), (7, 8, 5));
    let wish = TakeTable {
        mapping: table.mapping.clone(),
        ..invoice(&engine).await
    };
    let preview = engine
        .preview_table(table.token.clone(), wish.clone())
        .await
        .unwrap();
    assert_eq!((preview.ok, preview.bad), (2, 5));
    let problem = |row: usize| {
        let view = preview.rows.iter().find(|view| view.row == row).unwrap();
        view.problem.clone().unwrap_or_default()
    };
    assert_eq!(problem(2), "");
    assert!(
        problem(3).starts_with("Колонка «Дата»: дата «вчера»"),
        "{}",
        problem(3)
    );
    assert!(problem(5).contains("Колонка «ИНН»"), "{}", problem(5));
    assert!(problem(6).contains("сумма «1,234»"), "{}", problem(6));
    assert!(problem(7).contains("«Депеша»"), "{}", problem(7));
    assert!(
        problem(8).contains("«Иванова Мария» в программе не найден"),
        "{}",
        problem(8)
    );

    let taken = engine
        .take_table(table.token.clone(), wish.clone())
        .await
        .unwrap();
    assert_eq!((taken.added, taken.skipped), (2, 5));
    let bad = taken.results.iter().find(|row| row.row == 3).unwrap();
    assert_eq!(bad.result.as_ref().unwrap_err().code(), Code::BadRow);
    let rows = engine
        .documents(DocumentQuery {
            limit: 10,
            ..DocumentQuery::default()
        })
        .await
        .unwrap()
        .rows;
    let told: Vec<_> = rows
        .iter()
        .map(|row| {
            let name = row.counterparty_name.clone().unwrap_or_default();
            (
                row.kind_name.as_str(),
                row.number.as_str(),
                row.total.unwrap().to_string(),
                name,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("Акт", "17", "10.50".to_owned(), harbour.name.clone()),
            ("Счёт на оплату", "15", "1220.00".to_owned(), grove.name.clone())
        ]
    );
    // The same table once more adds nothing.
    let again = engine.take_table(table.token, wish).await.unwrap();
    assert_eq!((again.added, again.skipped), (0, 7));
    let codes = again
        .results
        .iter()
        .map(|row| row.result.as_ref().unwrap_err().code());
    assert_eq!(codes.filter(|code| *code == Code::DuplicateRow).count(), 2);
}

#[tokio::test]
async fn numbers_given_by_a_table_never_come_twice_and_rows_without_one_get_the_next() {
    let world = World::new();
    let engine = world.open();
    let table = read(
        &engine,
        "Номер;Дата;Сумма;Наименование\n7;21.11.2026;122;Канат\n;21.11.2026;10;\n",
        TableTarget::Documents,
    )
    .await;
    let wish = TakeTable {
        mapping: table.mapping.clone(),
        ..invoice(&engine).await
    };
    let taken = engine.take_table(table.token, wish).await.unwrap();
    let ids: Vec<_> = taken
        .results
        .iter()
        .map(|row| *row.result.as_ref().unwrap())
        .collect();
    let first = engine
        .card(domain::DocumentId(ids[0]))
        .await
        .unwrap()
        .document
        .body;
    let second = engine
        .card(domain::DocumentId(ids[1]))
        .await
        .unwrap()
        .document
        .body;
    assert_eq!((first.number.as_str(), second.number.as_str()), ("7", "8"));
    assert_eq!((first.lines.len(), second.lines.len()), (1, 0));
    assert_eq!(
        (first.lines[0].name.as_str(), first.lines[0].total),
        ("Канат", first.total)
    );
}

#[tokio::test]
async fn the_choice_of_columns_is_remembered_for_tables_with_the_same_headings() {
    let world = World::new();
    let engine = world.open();
    let text = "Когда;Сколько\n21.11.2026;5\n";
    let table = read(&engine, text, TableTarget::Documents).await;
    assert_eq!(table.mapping["issued_on"], None);
    let error = engine
        .take_table(
            table.token.clone(),
            TakeTable {
                mapping: table.mapping,
                ..invoice(&engine).await
            },
        )
        .await
        .unwrap_err();
    assert_eq!(error.code(), Code::TableMapping);
    assert!(error.sentence().contains("«Дата»"), "{}", error.sentence());
    let chosen = BTreeMap::from([("issued_on".to_owned(), Some(0)), ("total".to_owned(), Some(1))]);
    let wish = TakeTable {
        mapping: chosen.clone(),
        ..invoice(&engine).await
    };
    assert_eq!(engine.take_table(table.token, wish).await.unwrap().added, 1);
    let again = read(&engine, text, TableTarget::Documents).await;
    assert_eq!(again.mapping, chosen);
    let twice = BTreeMap::from([("issued_on".to_owned(), Some(0)), ("total".to_owned(), Some(0))]);
    let wish = TakeTable {
        mapping: twice,
        ..TakeTable::default()
    };
    assert_eq!(
        engine.preview_table(again.token, wish).await.unwrap_err().code(),
        Code::TableMapping
    );
}

#[tokio::test]
async fn companies_are_one_by_their_numbers_and_people_by_telephone_and_name() {
    let world = World::new();
    let engine = world.open();
    let (grove, harbour) = (cedar_grove(), quiet_harbour());
    let text = format!(
        "Наименование;ИНН;КПП;Телефон;Адрес\n\
         {};{};964401001;;\n{};{};962201001;8 (815) 200-00-42;г. Мурманск\nООО «Роща»;{};964401001;;\n;{};;;\n",
        grove.name, grove.inn, harbour.name, harbour.inn, grove.inn, grove.inn
    );
    let table = read(&engine, &text, TableTarget::Counterparties).await;
    let wish = TakeTable {
        mapping: table.mapping.clone(),
        ..TakeTable::default()
    };
    let taken = engine.take_table(table.token, wish).await.unwrap();
    assert_eq!((taken.added, taken.skipped), (3, 1));
    let known = engine.counterparties(String::new(), None, 10).await.unwrap();
    let names: Vec<_> = known
        .iter()
        .map(|view| view.counterparty.party.name.as_str())
        .collect();
    assert_eq!(names, ["ООО «Роща»", "ООО «Тихая гавань»"]);
    assert_eq!(known[1].counterparty.requisites.address.other, "г. Мурманск");

    let text = "ФИО;Телефон\nИванова Мария Петровна;89161234567\nИванова Мария Петровна;+7 916 123-45-67\nПетров;12\n";
    let table = read(&engine, text, TableTarget::Individuals).await;
    let wish = TakeTable {
        mapping: table.mapping.clone(),
        ..TakeTable::default()
    };
    let taken = engine.take_table(table.token, wish).await.unwrap();
    assert_eq!((taken.added, taken.skipped), (2, 1));
    assert_eq!(
        engine.individuals(String::new(), None, 10).await.unwrap().len(),
        1
    );
}

#[tokio::test]
async fn thousands_of_rows_come_in_by_steps_and_in_seconds() {
    const ROWS: usize = 5_000;
    let world = World::new();
    let engine = world.open();
    engine.save_firm(None, polar_star()).await.unwrap();
    let grove = cedar_grove();
    let mut text = "Номер;Дата;Контрагент;ИНН;КПП;Сумма\n".to_owned();
    for number in 0..ROWS {
        text.push_str(&format!(
            "{number};21.11.2026;{};{};964401001;{number},50\n",
            grove.name, grove.inn
        ));
    }
    let table = read(&engine, &text, TableTarget::Documents).await;
    let wish = TakeTable {
        mapping: table.mapping.clone(),
        ..invoice(&engine).await
    };
    let preview = engine
        .preview_table(table.token.clone(), wish.clone())
        .await
        .unwrap();
    assert_eq!((preview.ok, preview.rows.len()), (ROWS, 1_000));
    let begun = std::time::Instant::now();
    let taken = engine.take_table(table.token, wish).await.unwrap();
    assert_eq!((taken.added, taken.skipped), (ROWS, 0));
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
}
