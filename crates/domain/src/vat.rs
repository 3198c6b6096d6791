//! VAT: which rates a date allows, and the amounts of a line.
//!
//! Rates are dated data (НК РФ ст. 164): 22 % since 01.01.2026 (закон 425-ФЗ), 20 % from 2019 to 2025, 18 % before;
//! 5 % and 7 % of the simplified system since 2025 (закон 176-ФЗ). The date that counts is that of the shipment.

use jiff::civil::{Date, date};
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use crate::document::{Line, VatRate};
use crate::money::Money;

/// A rate and the days on which it may be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedRate {
    /// The rate.
    pub rate: VatRate,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
}

/// Every rate known to the program with its days, in the order in which it is offered.
pub fn dated_rates() -> Vec<DatedRate> {
    let since = |rate, from| DatedRate {
        rate,
        from: Some(from),
        until: None,
    };
    let always = |rate| DatedRate {
        rate,
        from: None,
        until: None,
    };
    let between = |rate, from, until| DatedRate {
        rate,
        from,
        until: Some(until),
    };
    let (y2019, y2025, y2026) = (date(2019, 1, 1), date(2025, 1, 1), date(2026, 1, 1));
    let (end2018, end2025) = (date(2018, 12, 31), date(2025, 12, 31));
    vec![
        since(VatRate::Percent(22), y2026),
        between(VatRate::Percent(20), Some(y2019), end2025),
        between(VatRate::Percent(18), None, end2018),
        always(VatRate::Percent(10)),
        since(VatRate::Percent(7), y2025),
        since(VatRate::Percent(5), y2025),
        always(VatRate::Percent(0)),
        always(VatRate::NoVat),
        since(VatRate::Fraction(22), y2026),
        // An advance of 2025 at 20/120 is still set off after the change, so the fraction outlives the rate.
        since(VatRate::Fraction(20), y2019),
        between(VatRate::Fraction(18), None, end2018),
        always(VatRate::Fraction(10)),
        since(VatRate::Fraction(7), y2025),
        since(VatRate::Fraction(5), y2025),
        always(VatRate::TaxAgent),
    ]
}

/// The rates that a shipment on that day may carry.
pub fn rates_on(day: Date) -> Vec<VatRate> {
    dated_rates()
        .into_iter()
        .filter(|dated| {
            dated.from.is_none_or(|from| from <= day) && dated.until.is_none_or(|until| day <= until)
        })
        .map(|dated| dated.rate)
        .collect()
}

/// Whether the price of a line has VAT in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PriceKind {
    /// VAT comes on top («НДС сверху»).
    #[default]
    WithoutVat,
    /// VAT is inside («НДС в сумме»).
    WithVat,
}

/// The amounts of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineAmounts {
    /// Стоимость без НДС.
    pub net: Money,
    /// Сумма НДС; absent where the rate has none.
    pub vat: Option<Money>,
    /// Стоимость с НДС.
    pub total: Money,
}

/// The amounts of a line by its quantity, price and rate, each rounded to kopecks half away from zero; `None` when the
/// sum does not fit. A fraction rate takes the price with VAT in it, whatever `prices` says: that is its meaning.
pub fn line_amounts(
    quantity: Decimal,
    price: Decimal,
    rate: &VatRate,
    prices: PriceKind,
) -> Option<LineAmounts> {
    let sum = kopecks(quantity.checked_mul(price)?)?;
    let (percent, inside) = match rate {
        VatRate::Percent(percent) => (Decimal::from(*percent), prices == PriceKind::WithVat),
        VatRate::Fraction(percent) => (Decimal::from(*percent), true),
        VatRate::NoVat | VatRate::TaxAgent | VatRate::Other(_) => {
            return Some(LineAmounts {
                net: sum,
                vat: None,
                total: sum,
            });
        }
    };
    let hundred = Decimal::ONE_HUNDRED;
    Some(if inside {
        let vat = kopecks(
            sum.decimal()
                .checked_mul(percent)?
                .checked_div(hundred + percent)?,
        )?;
        LineAmounts {
            net: Money::new(sum.decimal() - vat.decimal()).ok()?,
            vat: Some(vat),
            total: sum,
        }
    } else {
        let vat = kopecks(sum.decimal().checked_mul(percent)?.checked_div(hundred)?)?;
        LineAmounts {
            net: sum,
            vat: Some(vat),
            total: Money::new(sum.decimal().checked_add(vat.decimal())?).ok()?,
        }
    })
}

fn kopecks(amount: Decimal) -> Option<Money> {
    Money::new(amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)).ok()
}

/// Sums over the lines of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Totals {
    /// Without VAT; absent when a line does not tell.
    pub net: Option<Money>,
    /// VAT; absent where no line has any.
    pub vat: Option<Money>,
    /// With VAT; absent when a line does not tell, or without lines.
    pub total: Option<Money>,
}

/// The sums of these lines.
pub fn totals(lines: &[Line]) -> Totals {
    if lines.is_empty() {
        return Totals::default();
    }
    let sum = |amounts: Vec<Option<Money>>| {
        amounts
            .into_iter()
            .try_fold(Decimal::ZERO, |sum, amount| sum.checked_add(amount?.decimal()))
            .and_then(|sum| Money::new(sum).ok())
    };
    let vats: Vec<Option<Money>> = lines
        .iter()
        .map(|line| line.vat_amount)
        .filter(Option::is_some)
        .collect();
    Totals {
        net: sum(lines.iter().map(Line::net).collect()),
        vat: if vats.is_empty() { None } else { sum(vats) },
        total: sum(lines.iter().map(|line| line.total).collect()),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use rust_decimal::Decimal;

    use super::{LineAmounts, PriceKind, line_amounts, rates_on};
    use crate::document::VatRate;
    use crate::money::Money;

    #[test]
    fn the_day_of_the_shipment_says_which_rates_there_are() {
        let on = |day| rates_on(day);
        assert!(on(date(2025, 12, 31)).contains(&VatRate::Percent(20)));
        assert!(!on(date(2025, 12, 31)).contains(&VatRate::Percent(22)));
        assert!(on(date(2026, 1, 1)).contains(&VatRate::Percent(22)));
        assert!(!on(date(2026, 1, 1)).contains(&VatRate::Percent(20)));
        assert!(on(date(2026, 1, 1)).contains(&VatRate::Fraction(20)));
        assert!(!on(date(2024, 6, 1)).contains(&VatRate::Percent(5)));
    }

    #[test]
    fn vat_on_top_and_vat_inside_are_exact_to_the_kopeck() {
        let money = |text: &str| text.parse::<Money>().unwrap();
        let amounts = |quantity: &str, price: &str, rate, prices| {
            line_amounts(quantity.parse().unwrap(), price.parse().unwrap(), &rate, prices).unwrap()
        };
        assert_eq!(
            amounts("3", "33.335", VatRate::Percent(22), PriceKind::WithoutVat),
            LineAmounts {
                net: money("100.01"),
                vat: Some(money("22.00")),
                total: money("122.01")
            }
        );
        assert_eq!(
            amounts("1", "122", VatRate::Percent(22), PriceKind::WithVat),
            LineAmounts {
                net: money("100"),
                vat: Some(money("22")),
                total: money("122")
            }
        );
        assert_eq!(
            amounts("1", "120", VatRate::Fraction(20), PriceKind::WithoutVat).vat,
            Some(money("20"))
        );
        assert_eq!(amounts("2", "5", VatRate::NoVat, PriceKind::WithVat).vat, None);
        assert_eq!(
            line_amounts(Decimal::MAX, Decimal::TWO, &VatRate::NoVat, PriceKind::WithVat),
            None
        );
    }
}
