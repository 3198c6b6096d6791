//! A record to try forms on: invented firms, three lines, every field of the kind filled in.

use domain::{
    Address, BankAccount, DocumentDetails, EmployeeBody, FieldInput, IndividualBody, KindBody, Line,
    LineDetails, OtherParty, OtherSide, Paper, PaperSide, Party, PersonName, PriceKind, Requisites,
    Signatory, VatRate, builtin_kinds, vat,
};
use jiff::civil::date;
use rust_decimal::Decimal;

use crate::Result;
use crate::engine::Inner;
use crate::error::Error;

/// A sample for the form: of the kind that is printed with it, else of the built-in kind of its name, else a заказ-наряд.
pub(super) fn paper(inner: &Inner, form: &str) -> Result<Paper> {
    let kinds = inner.read(|r| Ok(r.kinds()?))?;
    let bound = kinds
        .into_iter()
        .map(|kind| kind.body)
        .find(|body| body.print_forms.iter().any(|name| name == form));
    let kind = bound
        .or_else(|| builtin_kinds().into_iter().find(|kind| kind.code == form))
        .or_else(|| builtin_kinds().into_iter().next());
    let kind = kind.ok_or_else(|| Error::internal("the program has no kinds"))?;
    of_kind(kind).ok_or_else(|| Error::internal("the sample paper is not filled in as it must be"))
}

/// The sample of this kind. Nothing in it can fail: a test holds that.
fn of_kind(kind: KindBody) -> Option<Paper> {
    let day = date(2026, 11, 16);
    let lines = if kind.has_lines { lines()? } else { Vec::new() };
    let mut details = DocumentDetails {
        shipped_on: Some(day),
        comment: "Образец: эти сведения вымышлены.".to_owned(),
        ..DocumentDetails::default()
    };
    for field in &kind.fields {
        let value = match field.input {
            FieldInput::Date => "2026-11-30".to_owned(),
            FieldInput::Line => field_sample(&field.name, &field.label),
            FieldInput::Text => format!("{}: текст образца, который занимает целую строку.", field.label),
        };
        details.fields.insert(field.name.clone(), value);
    }
    let other = match kind.other_side {
        OtherSide::Individual => OtherParty::Individual(client()),
        OtherSide::Company | OtherSide::Any => OtherParty::Company(Box::new(side(
            (
                "ООО «Кедровая роща»",
                "Общество с ограниченной ответственностью «Кедровая роща»",
            ),
            ("9644112800", "964401001"),
            ("Томск", "ул. Сибирская", "7"),
            "Соколов Павел Андреевич",
        )?)),
    };
    Some(Paper {
        format: kind.edo_file.format(),
        number: kind.numbering.number(42),
        issued_on: Some(day),
        title: kind.name.clone(),
        currency: "643".to_owned(),
        firm: Some(side(
            (
                "ООО «Полярная звезда»",
                "Общество с ограниченной ответственностью «Полярная звезда»",
            ),
            ("9612045075", "961201001"),
            ("Мурманск", "пр. Ленина", "12"),
            "Громова Анна Викторовна",
        )?),
        other,
        assignee: Some(EmployeeBody {
            name: PersonName::from_full("Белов Игорь Петрович"),
            position: "Мастер-приёмщик".to_owned(),
            ..EmployeeBody::default()
        }),
        totals: vat::totals(&lines),
        lines,
        details,
        kind,
    })
}

fn field_sample(name: &str, label: &str) -> String {
    match name {
        "vehicle" => "Лада Веста, 2024",
        "plate" => "А123ВС 51",
        "vin" => "XTAGFK110P0000042",
        "mileage_km" => "48 200",
        "city" => "Мурманск",
        "places" => "3",
        "weight_kg" => "12,5",
        _ => label,
    }
    .to_owned()
}

fn lines() -> Option<Vec<Line>> {
    [
        ("Замена тормозных колодок", "ч", "1.5", "2400", true),
        (
            "Колодки тормозные передние, комплект",
            "компл",
            "1",
            "4890.50",
            false,
        ),
        ("Жидкость тормозная DOT-4, 1 л", "шт", "2", "640", false),
    ]
    .into_iter()
    .map(|(name, unit, quantity, price, is_service)| {
        let (quantity, price): (Decimal, Decimal) = (quantity.parse().ok()?, price.parse().ok()?);
        let rate = VatRate::Percent(22);
        let amounts = vat::line_amounts(quantity, price, &rate, PriceKind::WithoutVat)?;
        Some(Line {
            name: name.to_owned(),
            unit: unit.to_owned(),
            quantity: Some(quantity),
            price: Some(price),
            vat_rate: rate,
            vat_amount: amounts.vat,
            total: Some(amounts.total),
            details: LineDetails {
                is_service,
                ..LineDetails::default()
            },
        })
    })
    .collect()
}

fn side(
    (name, full_name): (&str, &str),
    (inn, kpp): (&str, &str),
    (city, street, house): (&str, &str, &str),
    head: &str,
) -> Option<PaperSide> {
    Some(PaperSide {
        party: Party {
            name: name.to_owned(),
            inn: inn.parse().ok()?,
            kpp: Some(kpp.parse().ok()?),
        },
        requisites: Requisites {
            full_name: full_name.to_owned(),
            address: Address {
                city: city.to_owned(),
                street: street.to_owned(),
                house: house.to_owned(),
                ..Address::default()
            },
            phone: "+7 815 200-00-42".to_owned(),
            bank: BankAccount {
                bank: "Северный банк (образец)".to_owned(),
                bic: "044525225".to_owned(),
                account: "40702810938000000001".to_owned(),
                correspondent_account: "30101810400000000225".to_owned(),
            },
            head: Signatory {
                position: "Генеральный директор".to_owned(),
                name: PersonName::from_full(head),
                grounds: "Устава".to_owned(),
            },
            accountant: PersonName::from_full("Орлова Вера Ильинична"),
            ..Requisites::default()
        },
    })
}

fn client() -> IndividualBody {
    IndividualBody {
        name: PersonName::from_full("Иванова Мария Петровна"),
        phone: "+7 916 123-45-67".parse().ok(),
        ..IndividualBody::default()
    }
}

#[cfg(test)]
mod tests {
    use domain::builtin_kinds;

    use super::of_kind;

    #[test]
    fn every_kind_that_came_with_the_program_has_a_sample_with_right_numbers() {
        for kind in builtin_kinds() {
            let has_lines = kind.has_lines;
            let paper = of_kind(kind).expect("the sample is well-formed");
            assert_eq!(paper.totals.total.is_some(), has_lines, "{}", paper.kind.name);
            let bank = &paper.firm.unwrap().requisites.bank;
            assert_eq!(bank.problems(), Vec::<String>::new());
            let filled = |name: &String| !paper.details.fields[name].is_empty();
            assert!(paper.kind.fields.iter().map(|field| &field.name).all(filled));
        }
    }
}
