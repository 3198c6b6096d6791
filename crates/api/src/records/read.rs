//! A record on its way in. What cannot be read as a number or a date is told beside its field, and the rest is saved:
//! a slip in one cell must not cost a person the other thousand.

use domain::{
    CounterpartyId, DocumentDetails, EmployeeId, FirmId, IndividualId, KindId, Line, LineDetails, Money,
    Reference, VatRate,
};
use engine::Record;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{DocumentRecord, FieldProblem, PaperReference, RecordDetails, RecordLine};
use crate::error::Failure;

/// Digits after the point in quantities and prices (приказ ЕД-7-26/970@: 26.11).
const SCALE_AT_MOST: u32 = 11;

pub(super) fn record(
    command: &str,
    record: DocumentRecord,
    slips: &mut Vec<FieldProblem>,
) -> Result<Record, Failure> {
    Ok(Record {
        firm: record.firm_id.map(FirmId),
        counterparty: record.counterparty_id.map(CounterpartyId),
        individual: record.individual_id.map(IndividualId),
        assignee: record.assignee_id.map(EmployeeId),
        kind: record.kind_id.map(KindId),
        number: record.number,
        issued_on: day(record.issued_on.as_deref(), "issued_on", slips),
        total: money(record.total.as_deref(), "total", slips),
        title: record.title,
        lines: lines(command, record.lines, slips)?,
        details: details(record.details, slips),
    })
}

pub(super) fn lines(
    command: &str,
    lines: Vec<RecordLine>,
    slips: &mut Vec<FieldProblem>,
) -> Result<Vec<Line>, Failure> {
    let lines = lines.into_iter().enumerate().map(|(index, typed)| {
        let place = |field: &str| format!("lines[{index}].{field}");
        Ok(Line {
            quantity: number(typed.quantity.as_deref(), &place("quantity"), slips),
            price: number(typed.price.as_deref(), &place("price"), slips),
            vat_rate: rate(&typed.vat_rate)
                .ok_or_else(|| Failure::bad_request(command, &place("vat_rate"), "такой ставки нет"))?,
            vat_amount: money(typed.vat_amount.as_deref(), &place("vat_amount"), slips),
            total: money(typed.total.as_deref(), &place("total"), slips),
            name: typed.name,
            unit: typed.unit,
            details: LineDetails {
                item_code: typed.item_code,
                product_kind_code: typed.product_kind_code,
                unit_code: typed.unit_code,
                excise: money(typed.excise.as_deref(), &place("excise"), slips),
                country_code: typed.country_code,
                country: typed.country,
                customs_declaration: typed.customs_declaration,
                is_service: typed.is_service,
                performer: typed.performer,
            },
        })
    });
    lines.collect()
}

fn details(typed: RecordDetails, slips: &mut Vec<FieldProblem>) -> DocumentDetails {
    DocumentDetails {
        shipped_on: day(typed.shipped_on.as_deref(), "details.shipped_on", slips),
        prices: typed.prices.into(),
        grounds: references(typed.grounds, "details.grounds", slips),
        payments: references(typed.payments, "details.payments", slips),
        shipper: typed.shipper,
        consignee: typed.consignee,
        transport: typed.transport,
        state_contract: typed.state_contract,
        comment: typed.comment,
        fields: typed.fields,
        number_by_hand: false,
    }
}

fn references(typed: Vec<PaperReference>, place: &str, slips: &mut Vec<FieldProblem>) -> Vec<Reference> {
    let references = typed.into_iter().enumerate().map(|(index, typed)| Reference {
        issued_on: day(
            typed.issued_on.as_deref(),
            &format!("{place}[{index}].issued_on"),
            slips,
        ),
        name: typed.name,
        number: typed.number,
    });
    references.collect()
}

/// `YYYY-MM-DD`, or what people type: `21.11.2026`.
pub(super) fn day(typed: Option<&str>, field: &str, slips: &mut Vec<FieldProblem>) -> Option<Date> {
    let typed = typed.map(str::trim).filter(|typed| !typed.is_empty())?;
    let spoken = || Date::strptime("%d.%m.%Y", typed);
    let day = typed.parse().or_else(|_| spoken()).ok();
    if day.is_none() {
        slip(
            slips,
            field,
            &format!("Дата «{typed}» не распознана: нужна дата вида 21.11.2026."),
        );
    }
    day
}

fn money(typed: Option<&str>, field: &str, slips: &mut Vec<FieldProblem>) -> Option<Money> {
    let typed = typed.map(str::trim).filter(|typed| !typed.is_empty())?;
    let money = plain(typed).parse().ok();
    if money.is_none() {
        slip(
            slips,
            field,
            &format!("Сумма «{typed}» не распознана: нужны рубли и не больше двух цифр копеек."),
        );
    }
    money
}

fn number(typed: Option<&str>, field: &str, slips: &mut Vec<FieldProblem>) -> Option<Decimal> {
    let typed = typed.map(str::trim).filter(|typed| !typed.is_empty())?;
    let number = Decimal::from_str_exact(&plain(typed)).ok();
    let number = number
        .map(|number| number.normalize())
        .filter(|number| number.scale() <= SCALE_AT_MOST);
    if number.is_none() {
        slip(
            slips,
            field,
            &format!("Число «{typed}» не распознано: нужны цифры, после запятой не больше 11."),
        );
    }
    number
}

/// «1 234,50» as machines write it.
fn plain(typed: &str) -> String {
    let kept = typed.chars().filter(|letter| !letter.is_whitespace());
    kept.map(|letter| if letter == ',' { '.' } else { letter })
        .collect()
}

fn rate(code: &str) -> Option<VatRate> {
    if let Some(written) = code.strip_prefix("other:") {
        return Some(VatRate::Other(written.to_owned()));
    }
    match code {
        "no_vat" => Some(VatRate::NoVat),
        "tax_agent" => Some(VatRate::TaxAgent),
        percent => match percent.split_once('/') {
            None => percent.parse().ok().map(VatRate::Percent),
            Some((percent, whole)) => {
                let percent: u8 = percent.parse().ok()?;
                (whole == (100 + u16::from(percent)).to_string()).then_some(VatRate::Fraction(percent))
            }
        },
    }
}

fn slip(slips: &mut Vec<FieldProblem>, field: &str, sentence: &str) {
    slips.push(FieldProblem {
        field: field.to_owned(),
        sentence: format!("{sentence} Поле пока сохранено пустым."),
    });
}

#[cfg(test)]
mod tests {
    use domain::VatRate;

    use super::{day, money, number, rate};

    #[test]
    fn numbers_are_read_as_people_type_them_and_slips_are_told() {
        let mut slips = Vec::new();
        assert_eq!(
            number(Some("1 234,50"), "a", &mut slips).unwrap().to_string(),
            "1234.5"
        );
        assert_eq!(
            money(Some("1\u{a0}234,5"), "b", &mut slips).unwrap().to_string(),
            "1234.50"
        );
        assert_eq!(
            day(Some("21.11.2026"), "c", &mut slips),
            day(Some("2026-11-21"), "c", &mut slips)
        );
        assert_eq!(number(Some(" "), "d", &mut slips), None);
        assert!(slips.is_empty());
        assert_eq!(number(Some("двенадцать"), "lines[1].price", &mut slips), None);
        assert_eq!(number(Some("0.123456789012"), "lines[2].price", &mut slips), None);
        assert_eq!(money(Some("1.005"), "total", &mut slips), None);
        assert_eq!(day(Some("31.02.2026"), "issued_on", &mut slips), None);
        let fields: Vec<_> = slips.iter().map(|slip| slip.field.as_str()).collect();
        assert_eq!(fields, ["lines[1].price", "lines[2].price", "total", "issued_on"]);
    }

    #[test]
    fn rates_are_read_by_their_codes() {
        assert_eq!(rate("22"), Some(VatRate::Percent(22)));
        assert_eq!(rate("20/120"), Some(VatRate::Fraction(20)));
        assert_eq!(rate("no_vat"), Some(VatRate::NoVat));
        assert_eq!(rate("other:13%"), Some(VatRate::Other("13%".into())));
        assert_eq!((rate("20/122"), rate("двадцать")), (None, None));
    }
}
