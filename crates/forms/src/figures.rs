//! Figures as papers print them: «12 345,67», thousands parted by narrow no-break spaces.

use domain::{Money, VatRate};
use rust_decimal::Decimal;

const NARROW_SPACE: char = '\u{202f}';

/// A sum with two digits: «12 345,67».
pub fn money(amount: Money) -> String {
    grouped(&amount.to_string())
}

/// A sum, or nothing.
pub fn money_or_blank(amount: Option<Money>) -> String {
    amount.map(money).unwrap_or_default()
}

/// A quantity without needless zeros: «1,5».
pub fn quantity(quantity: Decimal) -> String {
    grouped(&quantity.normalize().to_string())
}

/// A price with at least two digits: «1 250,00», «0,333».
pub fn price(price: Decimal) -> String {
    let mut price = price.normalize();
    if price.scale() < 2 {
        price.rescale(2);
    }
    grouped(&price.to_string())
}

fn grouped(text: &str) -> String {
    let (sign, text) = text.strip_prefix('-').map_or(("", text), |rest| ("−", rest));
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let mut grouped = String::from(sign);
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            grouped.push(NARROW_SPACE);
        }
        grouped.push(digit);
    }
    if !part.is_empty() {
        grouped.push(',');
        grouped.push_str(part);
    }
    grouped
}

/// A rate as the column «Налоговая ставка» has it: «22 %», «22/122», «без НДС».
pub fn vat_rate(rate: &VatRate) -> String {
    match rate {
        VatRate::NoVat => "без НДС".to_owned(),
        VatRate::Percent(percent) => format!("{percent}\u{a0}%"),
        VatRate::Fraction(percent) => format!("{percent}/{}", u32::from(*percent) + 100),
        VatRate::TaxAgent => "НДС исчисляется налоговым агентом".to_owned(),
        VatRate::Other(text) => text.clone(),
    }
}

#[cfg(test)]
mod tests {
    use domain::{Money, VatRate};

    use super::{money, price, quantity, vat_rate};

    #[test]
    fn figures_have_a_comma_and_narrow_spaces_between_thousands() {
        let spaced = |text: &str| text.replace('\u{202f}', " ");
        let sum = |text: &str| spaced(&money(text.parse::<Money>().unwrap()));
        assert_eq!(sum("12345.67"), "12 345,67");
        assert_eq!(sum("999"), "999,00");
        assert_eq!(sum("-1234567.80"), "−1 234 567,80");
        assert_eq!(spaced(&quantity("1500.500".parse().unwrap())), "1 500,5");
        assert_eq!(spaced(&quantity("10".parse().unwrap())), "10");
        assert_eq!(spaced(&price("1250".parse().unwrap())), "1 250,00");
        assert_eq!(spaced(&price("0.333".parse().unwrap())), "0,333");
        assert_eq!(vat_rate(&VatRate::Fraction(22)), "22/122");
        assert_eq!(vat_rate(&VatRate::Percent(22)), "22\u{a0}%");
    }
}
