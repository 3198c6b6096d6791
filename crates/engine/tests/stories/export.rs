//! Chosen rows of the registry as a table.

use engine::{
    Code, DocumentQuery, Engine, ExportColumn, ExportFormat, ExportRequest, ExportRows, Letters, Order, Sort,
    SortBy, TableTarget, TakeTable,
};
use formats::table::{Cell, Table};

use crate::world::{World, cedar_grove, polar_star};

/// A firm with three acts.
async fn office(world: &World) -> Engine {
    let engine = world.open();
    engine.save_firm(None, polar_star()).await.unwrap();
    let grove = cedar_grove();
    let text = format!(
        "Номер;Дата;Контрагент;ИНН;КПП;Сумма;НДС;Вид;Комментарий\n\
         10;21.11.2026;{0};{1};964401001;1 220,50;220,09;Акт;=1+1\n\
         2;20.11.2026;;;;0,10;;Акт;\"До обеда; срочно\"\n\
         00БП-7;01.02.2026;{0};{1};964401001;100;;Акт;Цена 5 ₸\n",
        grove.name, grove.inn
    );
    let table = engine
        .read_table("акты.csv".into(), text.into_bytes(), TableTarget::Documents)
        .await
        .unwrap();
    let wish = TakeTable {
        mapping: table.mapping,
        ..TakeTable::default()
    };
    assert_eq!(engine.take_table(table.token, wish).await.unwrap().added, 3);
    engine
}

fn whole(format: ExportFormat) -> ExportRequest {
    ExportRequest {
        rows: ExportRows::Of(Box::default(), Vec::new()),
        columns: ExportColumn::ALL.to_vec(),
        format,
    }
}

async fn read_again(engine: &Engine, request: ExportRequest) -> Table {
    let exported = engine.export(request).await.unwrap();
    let file = engine.file(exported.blob.unwrap()).await.unwrap();
    assert_eq!(file.name, exported.name);
    let table = formats::table::read(&file.name, &file.bytes).unwrap();
    assert_eq!(table.rows.len(), exported.rows);
    table
}

fn column<'t>(table: &'t Table, heading: &str) -> Vec<&'t Cell> {
    let place = table.columns.iter().position(|column| column == heading).unwrap();
    table.rows.iter().map(|row| &row[place]).collect()
}

#[tokio::test]
async fn a_workbook_holds_real_numbers_and_dates_and_no_formula() {
    let world = World::new();
    let engine = office(&world).await;
    let table = read_again(&engine, whole(ExportFormat::Workbook)).await;
    let headings: Vec<_> = ExportColumn::ALL.iter().map(|column| column.heading()).collect();
    assert_eq!(table.columns, headings);
    let number = |text: &str| Cell::Number(text.parse().unwrap());
    let text = |text: &str| Cell::Text(text.to_owned());
    assert_eq!(
        column(&table, "Сумма"),
        [&number("1220.5"), &number("0.1"), &number("100")]
    );
    assert_eq!(column(&table, "НДС")[0], &number("220.09"));
    assert_eq!(
        column(&table, "Дата"),
        ["2026-11-21", "2026-11-20", "2026-02-01"]
            .map(|day| Cell::Date(day.parse().unwrap()))
            .each_ref()
    );
    assert_eq!(column(&table, "ИНН")[0], &text(cedar_grove().inn.as_str()));
    assert_eq!(
        column(&table, "Комментарий"),
        [&text("=1+1"), &text("До обеда; срочно"), &text("Цена 5 ₸")]
    );
    assert_eq!(column(&table, "Номер")[2], &text("00БП-7"));
    assert!(
        column(&table, "Статус с")
            .iter()
            .all(|cell| matches!(cell, Cell::Date(_)))
    );
}

#[tokio::test]
async fn a_csv_says_the_same_and_never_runs_anything() {
    let world = World::new();
    let engine = office(&world).await;
    let table = read_again(&engine, whole(ExportFormat::Csv(Letters::Utf8))).await;
    let told = |heading| -> Vec<String> {
        column(&table, heading)
            .iter()
            .map(|cell| cell.text().into_owned())
            .collect()
    };
    assert_eq!(told("Сумма"), ["1220,50", "0,10", "100,00"]);
    assert_eq!(told("Дата"), ["21.11.2026", "20.11.2026", "01.02.2026"]);
    assert_eq!(told("Комментарий"), ["'=1+1", "До обеда; срочно", "Цена 5 ₸"]);
    let refused = engine
        .export(whole(ExportFormat::Csv(Letters::Windows1251)))
        .await;
    let refused = refused.unwrap_err();
    assert_eq!(refused.code(), Code::ExportLetters);
    assert!(refused.sentence().contains("«₸»"), "{refused}");
}

#[tokio::test]
async fn rows_come_as_they_were_chosen_and_ordered() {
    let world = World::new();
    let engine = office(&world).await;
    let numbers = |sort: Option<Order>| {
        let engine = &engine;
        async move {
            let (mut ids, _) = engine
                .document_ids(DocumentQuery::default(), Vec::new(), 10)
                .await
                .unwrap();
            ids.rotate_left(1);
            let request = ExportRequest {
                rows: ExportRows::These(ids, sort),
                columns: vec![ExportColumn::Number],
                format: ExportFormat::Text,
            };
            engine.export(request).await.unwrap().text.unwrap()
        }
    };
    assert_eq!(numbers(None).await, "Номер\r\n2\r\n00БП-7\r\n10\r\n");
    let by = |by, descending| Some(Order::from(Sort { by, descending }));
    assert_eq!(
        numbers(by(SortBy::Number, false)).await,
        "Номер\r\n00БП-7\r\n2\r\n10\r\n"
    );
    assert_eq!(
        numbers(by(SortBy::Total, true)).await,
        "Номер\r\n10\r\n00БП-7\r\n2\r\n"
    );
    assert_eq!(
        numbers(by(SortBy::Date, false)).await,
        "Номер\r\n00БП-7\r\n2\r\n10\r\n"
    );
    let mut request = whole(ExportFormat::Text);
    request.rows = ExportRows::Of(
        Box::new(DocumentQuery {
            text: "ничего такого".into(),
            ..DocumentQuery::default()
        }),
        Vec::new(),
    );
    assert_eq!(
        engine.export(request).await.unwrap_err().code(),
        Code::NothingToExport
    );
    assert!(engine.works().is_empty());
}
