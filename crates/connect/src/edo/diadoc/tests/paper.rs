//! A record of a sale with everything that a УПД can say.

use std::collections::BTreeMap;

use domain::kind::builtin::builtin_kinds;
use domain::vat::{PriceKind, line_amounts, totals};
use domain::{
    Address, BankAccount, DocumentDetails, EdoFormat, Line, LineDetails, OtherParty, Paper, PaperSide, Party,
    PersonName, Reference, Requisites, Signatory, UtdFunction, VatRate,
};
use jiff::civil::date;

fn line(name: &str, quantity: &str, price: &str, vat_rate: VatRate, details: LineDetails) -> Line {
    let (quantity, price) = (quantity.parse().unwrap(), price.parse().unwrap());
    let amounts = line_amounts(quantity, price, &vat_rate, PriceKind::WithoutVat).unwrap();
    Line {
        name: name.to_owned(),
        unit: "шт".to_owned(),
        quantity: Some(quantity),
        price: Some(price),
        vat_rate,
        vat_amount: amounts.vat,
        total: Some(amounts.total),
        details,
    }
}

/// Who signs for «Полярная звезда».
pub fn head() -> Signatory {
    Signatory {
        position: "Генеральный директор".into(),
        name: PersonName::from_full("Воронцова Анна Игоревна"),
        grounds: "Устава".into(),
    }
}

/// «Полярная звезда» sells to the company of these numbers.
pub fn sale(seller: Party, buyer: Party) -> Paper {
    let pump = LineDetails {
        item_code: "НЦ-12".into(),
        unit_code: "796".into(),
        country_code: "156".into(),
        country: "Китай".into(),
        customs_declaration: "10702070/150326/0012345".into(),
        ..LineDetails::default()
    };
    let work = LineDetails {
        unit_code: "796".into(),
        is_service: true,
        ..LineDetails::default()
    };
    let lines = vec![
        line(
            "Насос «Север-12» <\"тихий\" & надёжный>",
            "3",
            "33.335",
            VatRate::Percent(22),
            pump,
        ),
        line("Пусконаладка", "1", "1000", VatRate::NoVat, work),
    ];
    let contract = Reference {
        name: "Договор поставки".into(),
        number: "5/2026".into(),
        issued_on: Some(date(2026, 2, 1)),
    };
    let payment = Reference {
        name: "Платёжное поручение".into(),
        number: "77".into(),
        issued_on: Some(date(2026, 11, 3)),
    };
    Paper {
        kind: builtin_kinds()
            .into_iter()
            .find(|kind| kind.code == "utd")
            .unwrap(),
        format: EdoFormat::Utd(UtdFunction::InvoiceAndTransfer),
        number: "РТ-41".into(),
        issued_on: Some(date(2026, 11, 5)),
        title: String::new(),
        currency: "643".into(),
        firm: Some(PaperSide {
            party: seller,
            requisites: requisites(),
        }),
        other: OtherParty::Company(Box::new(PaperSide {
            party: buyer,
            requisites: Requisites::default(),
        })),
        assignee: None,
        totals: totals(&lines),
        lines,
        details: DocumentDetails {
            shipped_on: Some(date(2026, 11, 5)),
            grounds: vec![contract],
            payments: vec![payment],
            transport: "Самовывоз".into(),
            fields: BTreeMap::new(),
            ..DocumentDetails::default()
        },
    }
}

fn requisites() -> Requisites {
    Requisites {
        full_name: "Общество с ограниченной ответственностью «Полярная звезда»".into(),
        okpo: "12345678".into(),
        address: Address {
            postcode: "183038".into(),
            region_code: "51".into(),
            region: "Мурманская область".into(),
            city: "Мурманск".into(),
            street: "ул. Причальная".into(),
            house: "4".into(),
            ..Address::default()
        },
        phone: "+7 8152 00-00-00".into(),
        email: "office@star.example".into(),
        bank: BankAccount {
            bank: "Банк «Залив»".into(),
            bic: "044700000".into(),
            account: "40702810000000000001".into(),
            correspondent_account: "30101810000000000000".into(),
        },
        head: head(),
        ..Requisites::default()
    }
}
