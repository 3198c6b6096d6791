//! Amounts of money as exact decimals.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// An amount in the document's currency, with exactly two digits after the point (roubles and kopecks).
/// Never a float. Serialised as a string: `"12345.60"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Money(Decimal);

/// The text or number is not an amount with at most two digits after the point.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("«{0}» is not an amount of money with at most two digits after the point")]
pub struct BadMoney(String);

impl Money {
    /// Zero.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// The amount, or an error when it has parts of a kopeck or does not fit 63 bits of kopecks.
    pub fn new(amount: Decimal) -> Result<Self, BadMoney> {
        let bad = || BadMoney(amount.to_string());
        if amount.normalize().scale() > 2 {
            return Err(bad());
        }
        let mut amount = amount;
        amount.rescale(2);
        i64::try_from(amount.mantissa()).map_err(|_| bad())?;
        Ok(Self(amount))
    }

    /// The amount of this many kopecks.
    pub fn from_kopecks(kopecks: i64) -> Self {
        Self(Decimal::new(kopecks, 2))
    }

    /// The amount in kopecks: exact, fit for indexes and sorting.
    pub fn kopecks(self) -> i64 {
        let mut amount = self.0;
        amount.rescale(2);
        i64::try_from(amount.mantissa()).unwrap_or(i64::MAX)
    }

    /// The amount as a decimal number.
    pub fn decimal(self) -> Decimal {
        self.0
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut amount = self.0;
        amount.rescale(2);
        amount.fmt(f)
    }
}

impl FromStr for Money {
    type Err = BadMoney;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let amount = Decimal::from_str_exact(text.trim()).map_err(|_| BadMoney(text.to_owned()))?;
        Self::new(amount)
    }
}

impl TryFrom<String> for Money {
    type Error = BadMoney;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Money> for String {
    fn from(money: Money) -> Self {
        money.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::Money;

    #[test]
    fn an_amount_is_exact_and_has_two_digits() {
        let sum: Money = "12345.6".parse().unwrap();
        assert_eq!(sum.to_string(), "12345.60");
        assert_eq!(sum.kopecks(), 1_234_560);
        assert_eq!(Money::from_kopecks(1_234_560), sum);
        assert_eq!(
            "0.10".parse::<Money>().unwrap().kopecks() * 3,
            "0.30".parse::<Money>().unwrap().kopecks()
        );
    }

    #[test]
    fn parts_of_a_kopeck_words_and_absurd_sums_are_refused() {
        for text in ["1.005", "", "сто", "1e30", "99999999999999999999999999"] {
            assert!(text.parse::<Money>().is_err(), "{text}");
        }
    }
}
