//! The amounts of lines, and what is wrong with them.

use std::fmt::Write;

use domain::vat::{dated_rates, line_amounts, rates_on};
use domain::{Line, PriceKind, VatRate};
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::RecordProblem;
use crate::words;

/// Counts VAT and sum of every line that has a quantity and a price. A line without them keeps a sum that was typed.
pub(crate) fn count(lines: &mut [Line], prices: PriceKind) {
    for line in lines {
        let (Some(quantity), Some(price)) = (line.quantity, line.price) else {
            continue;
        };
        let amounts = line_amounts(quantity, price, &line.vat_rate, prices);
        line.vat_amount = amounts.and_then(|amounts| amounts.vat);
        line.total = amounts.map(|amounts| amounts.total);
    }
}

/// What a person should mend in the lines of a document shipped on that day.
pub(crate) fn problems(lines: &[Line], day: Option<Date>, prices: PriceKind) -> Vec<RecordProblem> {
    let rates = day.map(rates_on);
    let mut problems = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let mut found = |field: &str, sentence: String| {
            problems.push(RecordProblem::new(format!("lines[{index}].{field}"), sentence));
        };
        let row = index + 1;
        if line.name.trim().is_empty() {
            found("name", format!("Строка {row}: не заполнено наименование."));
        }
        if line.quantity.is_some_and(|quantity| quantity < Decimal::ZERO) {
            found("quantity", format!("Строка {row}: количество меньше нуля."));
        }
        if line.price.is_some_and(|price| price < Decimal::ZERO) {
            found("price", format!("Строка {row}: цена меньше нуля."));
        }
        if let (Some(rates), Some(day)) = (&rates, day)
            && !rates.contains(&line.vat_rate)
        {
            found("vat_rate", rate_sentence(row, &line.vat_rate, day));
        }
        if is_too_large(line, prices) {
            found(
                "total",
                format!("Строка {row}: сумма слишком велика, она не посчитана. Проверьте количество и цену."),
            );
        }
    }
    problems
}

fn is_too_large(line: &Line, prices: PriceKind) -> bool {
    match (line.quantity, line.price) {
        (Some(quantity), Some(price)) => line_amounts(quantity, price, &line.vat_rate, prices).is_none(),
        _ => false,
    }
}

fn rate_sentence(row: usize, rate: &VatRate, day: Date) -> String {
    let mut sentence = format!(
        "Строка {row}: ставка НДС {} на {} не действует.",
        words::rate(rate),
        words::date(day)
    );
    let dated = dated_rates().into_iter().find(|dated| dated.rate == *rate);
    // Writing into a String cannot fail.
    _ = match dated.map(|dated| (dated.from, dated.until)) {
        Some((Some(from), Some(until))) => {
            write!(
                sentence,
                " Она действует с {} по {}.",
                words::date(from),
                words::date(until)
            )
        }
        Some((Some(from), None)) => write!(sentence, " Она действует с {}.", words::date(from)),
        Some((None, Some(until))) => write!(sentence, " Она действовала по {}.", words::date(until)),
        _ => Ok(()),
    };
    sentence + " Выберите другую ставку или исправьте дату отгрузки."
}
