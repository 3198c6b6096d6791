//! What a clerk does with records, for stories that tell of something else.

use domain::{
    Address, CounterpartyId, DocumentId, EdoFileRule, FirmId, KindBody, KindId, Line, LineDetails,
    PersonName, Requisites, Signatory, VatRate,
};
use engine::{Engine, FileView, Generator, NewRecord, Record, SavedRecord};
use rust_decimal::Decimal;

use crate::world::{cedar_grove, polar_star};

pub async fn kind(engine: &Engine, code: &str) -> KindId {
    let kinds = engine.kinds().await.unwrap();
    kinds
        .iter()
        .find(|view| view.kind.body.code == code)
        .unwrap()
        .kind
        .id
}

pub async fn change_kind(engine: &Engine, code: &str, change: impl FnOnce(&mut KindBody)) -> KindId {
    let id = kind(engine, code).await;
    let kinds = engine.kinds().await.unwrap();
    let mut body = kinds
        .into_iter()
        .find(|view| view.kind.id == id)
        .unwrap()
        .kind
        .body;
    change(&mut body);
    engine.save_kind(Some(id), body).await.unwrap()
}

pub async fn bind(engine: &Engine, code: &str, rule: EdoFileRule) {
    change_kind(engine, code, |body| body.edo_file = rule).await;
}

/// The requisites without which no УПД is made.
pub fn requisites() -> Requisites {
    Requisites {
        full_name: "Общество с ограниченной ответственностью «Полярная звезда»".into(),
        address: Address {
            postcode: "183038".into(),
            region_code: "51".into(),
            region: "Мурманская область".into(),
            city: "Мурманск".into(),
            street: "ул. Портовая".into(),
            house: "7".into(),
            ..Address::default()
        },
        head: Signatory {
            position: "Генеральный директор".into(),
            name: PersonName::from_full("Северова Анна Ильинична"),
            grounds: "Устава".into(),
        },
        ..Requisites::default()
    }
}

pub async fn star(engine: &Engine) -> FirmId {
    let firms = engine.firms().await.unwrap();
    let known = firms.iter().find(|firm| firm.party.inn == polar_star().inn);
    engine
        .save_firm_card(known.map(|firm| firm.id), polar_star(), Some(requisites()))
        .await
        .unwrap()
}

pub async fn grove(engine: &Engine) -> CounterpartyId {
    let known = engine
        .check_tax_id(cedar_grove().inn, cedar_grove().kpp)
        .await
        .unwrap();
    let id = known.existing.map(|known| known.id);
    engine
        .save_counterparty(id, cedar_grove(), Some(requisites()))
        .await
        .unwrap()
}

pub fn line(name: &str, quantity: &str, price: &str) -> Line {
    Line {
        name: name.into(),
        unit: "шт".into(),
        quantity: Some(quantity.parse().unwrap()),
        price: Some(price.parse::<Decimal>().unwrap()),
        vat_rate: VatRate::Percent(22),
        vat_amount: None,
        total: None,
        details: LineDetails {
            unit_code: "796".into(),
            ..LineDetails::default()
        },
    }
}

/// A record of this kind from the star to the grove, with one line.
pub async fn record(engine: &Engine, code: &str) -> DocumentId {
    let wish = NewRecord {
        kind: kind(engine, code).await,
        firm: Some(star(engine).await),
        counterparty: Some(grove(engine).await),
        individual: None,
        based_on: None,
        copy_of: None,
    };
    let id = engine.create_record(wish).await.unwrap();
    change(engine, id, |record| {
        record.lines = vec![line("Канат", "2", "100")]
    })
    .await;
    id
}

pub async fn change(engine: &Engine, id: DocumentId, change: impl FnOnce(&mut Record)) -> SavedRecord {
    let view = engine.record(id).await.unwrap();
    let mut record = view.record;
    change(&mut record);
    engine
        .save_record(id, view.document.revision, record)
        .await
        .unwrap()
}

pub async fn prepare(engine: &Engine, id: DocumentId, generator: Generator) -> engine::Result<FileView> {
    engine.prepare(vec![id], generator).await.pop().unwrap().result
}

pub async fn missing(engine: &Engine, id: DocumentId) -> Vec<&'static str> {
    let card = engine.card(id).await.unwrap();
    for missing in &card.missing {
        assert!(missing.sentence.ends_with('.'), "{}", missing.sentence);
    }
    card.missing.iter().map(|missing| missing.code).collect()
}
