//! Records of invented firms, for the tests of the writer.
#![allow(dead_code, reason = "each test file takes what it needs")]

use domain::vat::{line_amounts, totals};
use domain::{
    Address, BankAccount, DocumentDetails, EdoFormat, EmployeeBody, Line, LineDetails, OtherParty, Paper,
    PaperSide, Party, PersonName, PriceKind, Reference, Requisites, Signatory, UtdFunction, VatRate,
    builtin_kinds,
};
use formats::utd::{Gap, NamedFile, Powers, UtdFile, write};
use jiff::civil::{date, datetime};

pub const SENDER: &str = "2BM-9612045075-961201001-202401152411718913";
pub const RECIPIENT: &str = "2BM-9644112800-964401001-202401152411718922";
pub const GUID: &str = "0b8f6c1e-52a4-4a53-9c1b-7c8f6f0e1d21";

pub fn name(full: &str) -> PersonName {
    PersonName::from_full(full)
}

pub fn seller() -> PaperSide {
    PaperSide {
        party: Party {
            name: "ООО «Полярная звезда»".into(),
            inn: "9612045075".parse().unwrap(),
            kpp: Some("961201001".parse().unwrap()),
        },
        requisites: Requisites {
            address: Address {
                postcode: "183038".into(),
                region_code: "51".into(),
                region: "Мурманская область".into(),
                city: "Мурманск".into(),
                street: "Причальная".into(),
                house: "4".into(),
                ..Address::default()
            },
            okpo: "12345678".into(),
            phone: "+7 8152 00-00-00".into(),
            email: "kontora@zvezda.example".into(),
            bank: BankAccount {
                bank: "ПАО «Северный банк»".into(),
                bic: "044525225".into(),
                account: account("044525225"),
                correspondent_account: "30101810400000000225".into(),
            },
            head: Signatory {
                position: "Генеральный директор".into(),
                name: name("Соколов Илья Матвеевич"),
                grounds: "Устава".into(),
            },
            ..Requisites::default()
        },
    }
}

/// An account whose key fits the bank.
fn account(bic: &str) -> String {
    (0..10)
        .map(|key| format!("40702810{key}38000000001"))
        .find(|number| {
            BankAccount {
                bank: "Банк".into(),
                bic: bic.into(),
                account: number.clone(),
                correspondent_account: String::new(),
            }
            .problems()
            .is_empty()
        })
        .unwrap()
}

pub fn buyer() -> PaperSide {
    PaperSide {
        party: Party {
            name: "ООО «Кедровая роща»".into(),
            inn: "9644112800".parse().unwrap(),
            kpp: Some("964401001".parse().unwrap()),
        },
        requisites: Requisites {
            address: Address {
                other: "650000, Кемеровская область, г. Кемерово, ул. Таёжная, д. 31".into(),
                ..Address::default()
            },
            ..Requisites::default()
        },
    }
}

pub fn entrepreneur() -> PaperSide {
    PaperSide {
        party: Party {
            name: "ИП Снегирёва Вера Аркадьевна".into(),
            inn: "963417058273".parse().unwrap(),
            kpp: None,
        },
        requisites: seller().requisites,
    }
}

pub fn line(title: &str, quantity: &str, price: &str, rate: VatRate) -> Line {
    let (quantity, price) = (quantity.parse().unwrap(), price.parse().unwrap());
    let amounts = line_amounts(quantity, price, &rate, PriceKind::WithoutVat).unwrap();
    Line {
        name: title.into(),
        unit: "шт".into(),
        quantity: Some(quantity),
        price: Some(price),
        vat_rate: rate,
        vat_amount: amounts.vat,
        total: Some(amounts.total),
        details: LineDetails {
            unit_code: "796".into(),
            ..LineDetails::default()
        },
    }
}

pub fn lines() -> Vec<Line> {
    let mut tea = line("Чай «Иван-чай», 50 г", "3", "33.335", VatRate::Percent(10));
    tea.details = LineDetails {
        item_code: "ЧАЙ-50".into(),
        product_kind_code: "0902100001".into(),
        unit_code: "796".into(),
        country_code: "398".into(),
        country: "Казахстан".into(),
        customs_declaration: "10702030/010126/0000123, 10702030/010126/0000124/1".into(),
        ..LineDetails::default()
    };
    let mut delivery = line("Доставка < 5 км & подъём", "1.5", "1000", VatRate::NoVat);
    delivery.unit = "ч".into();
    delivery.details.unit_code = "356".into();
    delivery.details.is_service = true;
    let mut spirit = line("Спирт технический", "2", "150", VatRate::Percent(22));
    spirit.details.excise = Some("12.50".parse().unwrap());
    vec![tea, delivery, spirit]
}

pub fn paper(function: UtdFunction) -> Paper {
    let lines = lines();
    Paper {
        kind: builtin_kinds()
            .into_iter()
            .find(|kind| kind.code == "utd")
            .unwrap(),
        format: EdoFormat::Utd(function),
        number: "ПЗ-318".into(),
        issued_on: Some(date(2026, 11, 16)),
        title: String::new(),
        currency: "643".into(),
        firm: Some(seller()),
        other: OtherParty::Company(Box::new(buyer())),
        assignee: Some(EmployeeBody {
            name: name("Белова Анна Сергеевна"),
            position: "Кладовщик".into(),
            ..EmployeeBody::default()
        }),
        totals: totals(&lines),
        lines,
        details: DocumentDetails {
            shipped_on: Some(date(2026, 11, 17)),
            grounds: vec![Reference {
                name: "Договор поставки".into(),
                number: "14/26".into(),
                issued_on: Some(date(2026, 1, 12)),
            }],
            payments: vec![Reference {
                name: "Платёжное поручение".into(),
                number: "507".into(),
                issued_on: Some(date(2026, 11, 10)),
            }],
            transport: "ТТН № 77 от 17.11.2026, автомобиль".into(),
            ..DocumentDetails::default()
        },
    }
}

pub fn made(paper: &Paper, function: UtdFunction, powers: &Powers) -> Result<NamedFile, Vec<Gap>> {
    let signer = seller().requisites.head;
    write(&UtdFile {
        paper,
        function,
        sender_participant_id: SENDER,
        recipient_participant_id: RECIPIENT,
        signer: &signer,
        powers,
        file_guid: GUID,
        made_at: datetime(2026, 11, 17, 9, 5, 3, 0),
    })
}

/// A file of every shape that the writer knows.
pub fn files() -> Vec<NamedFile> {
    let authority = Powers::ElectronicAuthority {
        number: GUID.to_owned(),
        issued_on: date(2026, 1, 9),
        kept_at: "https://m4d.nalog.gov.ru".into(),
    };
    let on_paper = Powers::PaperAuthority {
        number: "5".into(),
        issued_on: date(2026, 1, 9),
    };
    let mut by_person = paper(UtdFunction::Transfer);
    by_person.other = OtherParty::Individual(domain::IndividualBody {
        name: name("Орлов Пётр"),
        ..domain::IndividualBody::default()
    });
    let mut of_entrepreneur = paper(UtdFunction::InvoiceAndTransfer);
    of_entrepreneur.firm = Some(entrepreneur());
    of_entrepreneur.details.grounds.clear();
    of_entrepreneur.details.state_contract = "12345678901234567890".into();
    of_entrepreneur.details.shipper =
        "АО «Гранит-Север», ИНН 9670558319, КПП 967001001, 163000, г. Архангельск, д. 2".into();
    of_entrepreneur.lines = vec![line("Қымыз 🐎 & „ёлка“", "2.5", "0.01", VatRate::Percent(0))];
    of_entrepreneur.totals = totals(&of_entrepreneur.lines);
    let mut advance = paper(UtdFunction::Invoice);
    advance.lines = vec![Line {
        name: "Предварительная оплата".into(),
        unit: String::new(),
        quantity: None,
        price: None,
        vat_rate: VatRate::Fraction(22),
        vat_amount: Some("22".parse().unwrap()),
        total: Some("122".parse().unwrap()),
        details: LineDetails::default(),
    }];
    advance.totals = totals(&advance.lines);
    let both = UtdFunction::InvoiceAndTransfer;
    vec![
        made(&paper(both), both, &Powers::Signature).unwrap(),
        made(&paper(both), both, &authority).unwrap(),
        made(&paper(UtdFunction::Transfer), UtdFunction::Transfer, &on_paper).unwrap(),
        made(
            &paper(UtdFunction::Invoice),
            UtdFunction::Invoice,
            &Powers::Signature,
        )
        .unwrap(),
        made(&by_person, UtdFunction::Transfer, &Powers::Signature).unwrap(),
        made(&of_entrepreneur, both, &Powers::Signature).unwrap(),
        made(&advance, UtdFunction::Invoice, &Powers::Signature).unwrap(),
    ]
}
