//! Records of invented firms and people for the tests of forms.
#![allow(dead_code)] // Each test binary uses its own part.

use domain::document::{DocumentDetails, EdoFormat, Line, LineDetails, Reference, UtdFunction};
use domain::vat::{PriceKind, line_amounts, totals};
use domain::{
    Address, BankAccount, EdoFileRule, EmployeeBody, IndividualBody, OtherParty, Paper, PaperSide, Party,
    PersonName, Requisites, Signatory, VatRate, builtin_kinds,
};
use jiff::civil::date;

/// ООО «Автомастерская Вектор», with everything that a firm may have.
pub fn vector() -> PaperSide {
    PaperSide {
        party: Party {
            name: "ООО «Автомастерская Вектор»".into(),
            inn: "7736207543".parse().unwrap(),
            kpp: Some("773601001".parse().unwrap()),
        },
        requisites: Requisites {
            full_name: "Общество с ограниченной ответственностью «Автомастерская Вектор»".into(),
            ogrn: Some("1027700229193".parse().unwrap()),
            okpo: "12345678".into(),
            address: address("115035", "Москва", "ул. Садовническая", "12", "5"),
            phone: "+7 495 123-45-67".into(),
            email: "office@vektor.example".into(),
            bank: account("ПАО СБЕРБАНК Г. МОСКВА", "044525225", "30101810400000000225"),
            head: Signatory {
                position: "Генеральный директор".into(),
                name: PersonName::from_full("Петров Пётр Петрович"),
                grounds: "Устава".into(),
            },
            accountant: PersonName::from_full("Сидорова Анна Ивановна"),
        },
    }
}

/// АО «Северный ветер», a client.
pub fn north_wind() -> PaperSide {
    PaperSide {
        party: Party {
            name: "АО «Северный ветер»".into(),
            inn: "7707083893".parse().unwrap(),
            kpp: Some("770701001".parse().unwrap()),
        },
        requisites: Requisites {
            full_name: "Акционерное общество «Северный ветер»".into(),
            ogrn: Some("1027700132195".parse().unwrap()),
            address: address("190000", "Санкт-Петербург", "наб. реки Мойки", "7", ""),
            phone: "+7 812 765-43-21".into(),
            bank: account("АО «БАНК НЕВСКИЙ»", "044525593", "30101810200000000593"),
            head: Signatory {
                position: "Исполнительный директор".into(),
                name: PersonName::from_full("Орлова Мария Сергеевна"),
                grounds: "доверенности № 5 от 01.02.2026".into(),
            },
            ..Requisites::default()
        },
    }
}

fn address(postcode: &str, city: &str, street: &str, house: &str, apartment: &str) -> Address {
    Address {
        postcode: postcode.into(),
        city: city.into(),
        street: street.into(),
        house: house.into(),
        apartment: apartment.into(),
        ..Address::default()
    }
}

/// An account whose key fits the bank.
fn account(bank: &str, bic: &str, correspondent: &str) -> BankAccount {
    (0..10)
        .map(|key| BankAccount {
            bank: bank.into(),
            bic: bic.into(),
            account: format!("40702810{key}38000000001"),
            correspondent_account: correspondent.into(),
        })
        .find(|account| account.problems().is_empty())
        .unwrap()
}

/// Мария Петровна Иванова, a person.
pub fn ivanova() -> OtherParty {
    OtherParty::Individual(IndividualBody {
        name: PersonName::from_full("Иванова Мария Петровна"),
        phone: Some("+7 916 123-45-67".parse().unwrap()),
        email: "ivanova@mail.example".into(),
        note: String::new(),
    })
}

/// A line with its amounts counted.
pub fn line(name: &str, unit: &str, quantity: &str, price: &str, rate: VatRate, prices: PriceKind) -> Line {
    let (quantity, price) = (quantity.parse().unwrap(), price.parse().unwrap());
    let amounts = line_amounts(quantity, price, &rate, prices).unwrap();
    Line {
        name: name.into(),
        unit: unit.into(),
        quantity: Some(quantity),
        price: Some(price),
        vat_rate: rate,
        vat_amount: amounts.vat,
        total: Some(amounts.total),
        details: LineDetails {
            unit_code: if unit == "шт" {
                "796".into()
            } else {
                "356".into()
            },
            ..LineDetails::default()
        },
    }
}

/// A record of this built-in kind with nothing in it.
pub fn empty(code: &str) -> Paper {
    let kind = builtin_kinds()
        .into_iter()
        .find(|kind| kind.code == code)
        .unwrap();
    Paper {
        format: match kind.edo_file {
            EdoFileRule::Utd { function } => EdoFormat::Utd(function),
            _ => EdoFormat::Nonformalized,
        },
        kind,
        number: String::new(),
        issued_on: None,
        title: String::new(),
        currency: "643".into(),
        firm: None,
        other: OtherParty::Unknown,
        assignee: None,
        lines: Vec::new(),
        totals: totals(&[]),
        details: DocumentDetails::default(),
    }
}

/// A usual record of this built-in kind.
pub fn paper(code: &str) -> Paper {
    let mut paper = empty(code);
    paper.number = paper.kind.numbering.number(42);
    paper.issued_on = Some(date(2026, 11, 21));
    paper.firm = Some(vector());
    paper.other = OtherParty::Company(Box::new(north_wind()));
    paper.assignee = Some(EmployeeBody {
        name: PersonName::from_full("Кузнецов Олег Иванович"),
        position: "Мастер-приёмщик".into(),
        phone: Some("+7 903 555-12-34".parse().unwrap()),
        ..EmployeeBody::default()
    });
    if paper.kind.has_lines {
        paper.lines = usual_lines(&paper.kind.code);
    }
    paper.totals = totals(&paper.lines);
    paper.details.grounds = vec![Reference {
        name: "Договор поставки".into(),
        number: "17/26".into(),
        issued_on: Some(date(2026, 2, 3)),
    }];
    let fields = paper.details.fields.clone();
    paper.details.fields = fields.into_iter().chain(usual_fields()).collect();
    if code == "payment_invoice" {
        paper.details.comment = "Счёт действителен пять рабочих дней.".into();
    }
    if code == "work_order" || code == "repair_request" {
        paper.other = ivanova();
    }
    if code == "utd" {
        paper.details.payments = vec![Reference {
            name: "Платёжное поручение".into(),
            number: "318".into(),
            issued_on: Some(date(2026, 11, 18)),
        }];
        paper.details.transport = "Транспортная накладная № 9 от 21.11.2026".into();
    }
    paper
}

fn usual_fields() -> Vec<(String, String)> {
    [
        ("vehicle", "Škoda Octavia A7, 2019"),
        ("plate", "А123ВС 777"),
        ("vin", "XW8AN4NE0JH012345"),
        ("mileage_km", "87 450"),
        ("reason", "Стук в передней подвеске на неровной дороге.\nПлановое техническое обслуживание."),
        ("recommendations", "Через 5 000 км проверить развал-схождение."),
        ("ready_on", "2026-11-24"),
        ("deliver_by", "2026-12-01"),
        ("pay_by", "2026-11-28"),
        ("period", "с 1 по 20 ноября 2026 г."),
        ("agent_fee", "1 250,00 руб."),
        ("places", "3"),
        ("weight_kg", "12,4"),
        ("city", "Москва"),
        (
            "subject",
            "Исполнитель обязуется по заданию Заказчика оказать услуги по техническому обслуживанию и ремонту автомобилей, а \
             Заказчик обязуется принять и оплатить эти услуги.\nПеречень автомобилей согласуется сторонами в заявках.",
        ),
        (
            "terms",
            "Стоимость услуг определяется по прейскуранту Исполнителя, действующему на день подачи заявки.\nЗаказчик \
             оплачивает услуги в течение пяти рабочих дней со дня подписания акта.\nСрок гарантии на выполненные работы — шесть \
             месяцев.",
        ),
        ("valid_until", "2027-12-31"),
        ("heading", "О переносе срока поставки"),
        (
            "text",
            "Уважаемая Мария Сергеевна!\nСообщаем, что поставка запасных частей по заказу № 118 переносится на 1 декабря 2026 \
             года в связи с задержкой груза в порту. Просим подтвердить согласие с новым сроком.\nС уважением и надеждой на \
             дальнейшее сотрудничество.",
        ),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .collect()
}

fn usual_lines(code: &str) -> Vec<Line> {
    use PriceKind::WithoutVat;
    let vat = VatRate::Percent(22);
    let mut lines = vec![
        line(
            "Замена передних амортизаторов",
            "ч",
            "2.5",
            "1800",
            vat.clone(),
            WithoutVat,
        ),
        line(
            "Диагностика подвески на стенде",
            "ч",
            "1",
            "1500",
            vat.clone(),
            WithoutVat,
        ),
        line(
            "Амортизатор передний газомасляный",
            "шт",
            "2",
            "6450.50",
            vat.clone(),
            WithoutVat,
        ),
        line(
            "Масло моторное синтетическое 5W-30, канистра 4 л",
            "шт",
            "1",
            "3990",
            vat,
            WithoutVat,
        ),
    ];
    for work in lines.iter_mut().take(2) {
        work.details.is_service = true;
        work.details.performer = "Смирнов А. В.".into();
    }
    for (part, code) in lines.iter_mut().skip(2).zip(["5Q0413031", "G052167M4"]) {
        part.details.item_code = code.into();
        part.details.country_code = "276".into();
        part.details.country = "Германия".into();
        part.details.customs_declaration = "10702070/120326/0123456".into();
    }
    if code == "money_transfer_act" || code == "parcel_transfer_act" {
        lines = [
            "Иванова М. П., г. Тверь",
            "ООО «Парус», г. Клин",
            "Ли Сергей, г. Орёл",
        ]
        .into_iter()
        .map(|name| line(name, "шт", "1", "12450.75", VatRate::NoVat, WithoutVat))
        .collect();
        for (line, number) in lines.iter_mut().zip(["1052-117", "1052-118", "1052-119"]) {
            line.details.item_code = number.into();
        }
    }
    lines
}

/// A УПД of this function with so many lines.
pub fn long_utd(function: UtdFunction, lines: usize) -> Paper {
    let mut paper = paper("utd");
    paper.format = EdoFormat::Utd(function);
    let usual = paper.lines.clone();
    paper.lines = usual.into_iter().cycle().take(lines).collect();
    paper.totals = totals(&paper.lines);
    paper
}
