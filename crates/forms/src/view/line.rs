//! Lines of a record as they are printed.

use std::collections::BTreeMap;

use domain::document::Line;
use domain::vat::PriceKind;
use domain::{Money, Paper, VatRate};
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Value, json};

use crate::figures;

/// The lines, numbered from 1.
pub fn all(paper: &Paper) -> Vec<Value> {
    let prices = paper.details.prices;
    let numbered = paper.lines.iter().enumerate();
    numbered
        .map(|(place, line)| one(place + 1, line, prices))
        .collect()
}

fn one(number: usize, line: &Line, prices: PriceKind) -> Value {
    let sum = match prices {
        PriceKind::WithVat => line.total,
        PriceKind::WithoutVat => line.net(),
    };
    json!({
        "n": number.to_string(),
        "name": line.name,
        "unit": line.unit,
        "unit_code": line.details.unit_code,
        "quantity": line.quantity.map(figures::quantity).unwrap_or_default(),
        "price": line.price.map(figures::price).unwrap_or_default(),
        "price_net": price_net(line, prices).map(figures::price).unwrap_or_default(),
        "sum": figures::money_or_blank(sum),
        "net": figures::money_or_blank(line.net()),
        "vat_rate": figures::vat_rate(&line.vat_rate),
        "vat": figures::money_or_blank(line.vat_amount),
        "total": figures::money_or_blank(line.total),
        "item_code": line.details.item_code,
        "product_kind_code": line.details.product_kind_code,
        "excise": figures::money_or_blank(line.details.excise),
        "country_code": line.details.country_code,
        "country": line.details.country,
        "customs_declaration": line.details.customs_declaration,
        "is_service": line.details.is_service,
        "performer": line.details.performer,
        // Kopecks, exact to count with: whole numbers of 64 bits hold every sum that a record may have.
        "kopecks": {
            "sum": kopecks(sum),
            "net": kopecks(line.net()),
            "vat": kopecks(line.vat_amount),
            "total": kopecks(line.total),
        },
    })
}

fn kopecks(amount: Option<Money>) -> i64 {
    amount.map_or(0, Money::kopecks)
}

/// Column 4 of the счёт-фактура: the price of one without VAT. A price with VAT in it is divided back from the sum, as
/// the form asks for a price that fits the sum without VAT.
fn price_net(line: &Line, prices: PriceKind) -> Option<Decimal> {
    match prices {
        PriceKind::WithoutVat => line.price,
        PriceKind::WithVat => {
            let quantity = line.quantity.filter(|quantity| !quantity.is_zero())?;
            let price = line.net()?.decimal().checked_div(quantity)?;
            Some(price.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
        }
    }
}

/// VAT of each rate that the lines have, the highest first: «22 %» and its sum.
pub fn vat_by_rates(paper: &Paper) -> Vec<Value> {
    let mut rates: BTreeMap<(u8, bool), Decimal> = BTreeMap::new();
    for line in &paper.lines {
        let rate = match line.vat_rate {
            VatRate::Percent(percent) => (percent, false),
            VatRate::Fraction(percent) => (percent, true),
            VatRate::NoVat | VatRate::TaxAgent | VatRate::Other(_) => continue,
        };
        let amount = line.vat_amount.unwrap_or(Money::ZERO).decimal();
        let sum = rates.entry(rate).or_default();
        *sum = sum.saturating_add(amount);
    }
    let told = rates
        .into_iter()
        .rev()
        .filter_map(|((percent, is_fraction), sum)| {
            let rate = if is_fraction {
                VatRate::Fraction(percent)
            } else {
                VatRate::Percent(percent)
            };
            let sum = Money::new(sum).ok()?;
            Some(json!({"rate": figures::vat_rate(&rate), "sum": figures::money(sum)}))
        });
    told.collect()
}
