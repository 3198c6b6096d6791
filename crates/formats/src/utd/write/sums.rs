//! Whether the numbers of a record agree with each other.

use domain::{Line, Money, PriceKind, VatRate, vat};
use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};

use super::UtdFile;
use super::gap::Gaps;

/// Two kopecks: what roundings of honest programs come to in one line.
const SLACK: Decimal = Decimal::from_parts(2, 0, 0, false, 2);

/// Digits after the point that the format allows.
const DIGITS: u32 = 11;

/// Checks a line's own arithmetic.
pub fn check_line(line: &Line, number: usize, file: &UtdFile<'_>, gaps: &mut Gaps) {
    let (Some(net), Some(total)) = (line.net(), line.total) else {
        return;
    };
    if net < Money::ZERO || total < Money::ZERO {
        gaps.add(
            "line_sum",
            format!("Строка {number}: сумма не может быть отрицательной."),
        );
    }
    let vat = line.vat_amount.unwrap_or(Money::ZERO);
    if let Some(expected) = expected_vat(line, net, total)
        && (expected - vat.decimal()).abs() > SLACK
    {
        let sentence = format!(
            "Строка {number}: НДС {vat} не соответствует ставке {} от суммы {total}. Пересчитайте строку.",
            super::table::rate_text(&line.vat_rate)
        );
        gaps.add("line_vat", sentence);
    }
    if file.paper.details.prices == PriceKind::WithoutVat
        && let (Some(quantity), Some(price)) = (line.quantity, line.price)
        && !price_fits(quantity, price, net)
        && !price_fits(quantity, price, total)
    {
        let sentence = format!(
            "Строка {number}: количество {quantity} на цену {price} не даёт сумму без НДС {net}. Пересчитайте строку."
        );
        gaps.add("line_sum", sentence);
    }
    if let Some(day) = shipped_on(file) {
        check_rate(line, number, day, gaps);
    }
}

fn check_rate(line: &Line, number: usize, day: Date, gaps: &mut Gaps) {
    let is_known = !matches!(line.vat_rate, VatRate::Other(_));
    if is_known && !vat::rates_on(day).contains(&line.vat_rate) {
        let sentence = format!(
            "Строка {number}: ставка {} не действует на дату отгрузки {}. Выберите другую ставку.",
            super::table::rate_text(&line.vat_rate),
            super::date(day)
        );
        gaps.add("line_rate", sentence);
    }
}

/// The day that decides about rates.
pub fn shipped_on(file: &UtdFile<'_>) -> Option<Date> {
    file.paper.details.shipped_on.or(file.paper.issued_on)
}

fn expected_vat(line: &Line, net: Money, total: Money) -> Option<Decimal> {
    let hundred = Decimal::ONE_HUNDRED;
    match &line.vat_rate {
        VatRate::Percent(percent) => net
            .decimal()
            .checked_mul(Decimal::from(*percent))?
            .checked_div(hundred),
        VatRate::Fraction(percent) => {
            let percent = Decimal::from(*percent);
            total
                .decimal()
                .checked_mul(percent)?
                .checked_div(hundred + percent)
        }
        VatRate::NoVat => Some(Decimal::ZERO),
        VatRate::TaxAgent | VatRate::Other(_) => None,
    }
}

/// A price with two digits stands for a sum exact to half a kopeck of each piece.
fn price_fits(quantity: Decimal, price: Decimal, sum: Money) -> bool {
    let half_a_kopeck = Decimal::new(5, 3);
    let slack = quantity
        .abs()
        .checked_mul(half_a_kopeck)
        .map(|slack| slack + SLACK);
    let product = quantity.checked_mul(price);
    match (product, slack) {
        (Some(product), Some(slack)) => (product - sum.decimal()).abs() <= slack,
        _ => false,
    }
}

/// The price without VAT, as column 4 has it: the price itself, or, where prices have VAT in them, the sum without VAT
/// by the quantity.
pub fn price_without_vat(line: &Line, prices: PriceKind) -> Option<Decimal> {
    let price = line.price?;
    let (Some(quantity), Some(net)) = (line.quantity, line.net()) else {
        return Some(price);
    };
    if prices == PriceKind::WithoutVat && price_fits(quantity, price, net) {
        return Some(price);
    }
    net.decimal().checked_div(quantity).map(at_most_digits)
}

/// With no more digits after the point than the format allows, without zeros at the end.
pub fn at_most_digits(number: Decimal) -> Decimal {
    number
        .round_dp_with_strategy(DIGITS, RoundingStrategy::MidpointAwayFromZero)
        .normalize()
}

/// The sums over the lines; the sums of the record must be the same.
pub fn totals(file: &UtdFile<'_>, gaps: &mut Gaps) -> vat::Totals {
    let computed = vat::totals(&file.paper.lines);
    let claimed = file.paper.totals;
    let pairs = [
        ("Сумма без НДС", claimed.net, computed.net),
        ("НДС", claimed.vat, computed.vat),
        ("Сумма с НДС", claimed.total, computed.total),
    ];
    for (what, claimed, computed) in pairs {
        if let (Some(claimed), Some(computed)) = (claimed, computed)
            && claimed != computed
        {
            let sentence = format!(
                "{what} документа {claimed} не равна сумме по строкам {computed}. Пересчитайте документ."
            );
            gaps.add("totals", sentence);
        }
    }
    computed
}
