//! Numbers that the state gives to companies and people: ИНН, КПП, ОГРН / ОГРНИП, СНИЛС.
//!
//! They are text, because leading zeros count. A value of these types has passed its checksum.
//! Sources: ИНН — приказ ФНС России ЕД-7-14/559@; КПП — the same order, annex; ОГРН — приказ Минфина 165н;
//! СНИЛС — постановление Правления ПФР 192п.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Why a number was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TaxIdError {
    /// Wrong number of characters, or characters that may not stand there.
    #[error("{kind} «{value}»: expected {expected}")]
    Shape {
        /// Which number: «ИНН», «КПП», «ОГРН», «СНИЛС».
        kind: &'static str,
        /// What was given.
        value: String,
        /// What would have been right, in Russian.
        expected: &'static str,
    },
    /// The check digits do not fit the other digits: most likely a slip of the pen.
    #[error("{kind} «{value}»: the check digits do not match")]
    Checksum {
        /// Which number: «ИНН», «ОГРН», «СНИЛС».
        kind: &'static str,
        /// What was given.
        value: String,
    },
}

impl TaxIdError {
    /// The complete Russian sentence for the person who typed the number.
    pub fn sentence(&self) -> String {
        match self {
            Self::Shape {
                kind,
                value,
                expected,
            } => format!("{kind} «{value}» указан неверно: нужно {expected}."),
            Self::Checksum { kind, value } => {
                format!("{kind} «{value}» указан с ошибкой: не сходится контрольное число. Проверьте цифры.")
            }
        }
    }
}

macro_rules! checked_text {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The number as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = TaxIdError;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }
    };
}

checked_text! {
    /// ИНН: 10 digits of a company or 12 of a person or entrepreneur, checksum right.
    Inn
}
checked_text! {
    /// КПП: 9 characters — four digits, two digits or Latin capitals, three digits.
    Kpp
}
checked_text! {
    /// ОГРН (13 digits) or ОГРНИП (15 digits), checksum right.
    Ogrn
}
checked_text! {
    /// СНИЛС: 11 digits, checksum right; stored without dashes and blanks.
    Snils
}

impl Inn {
    /// True for the 12-digit number of a person or entrepreneur, who has no КПП.
    pub fn is_personal(&self) -> bool {
        self.0.len() == 12
    }
}

/// The digits of a text made of ASCII digits only.
fn digits(text: &str) -> Option<Vec<u32>> {
    text.chars()
        .map(|c| if c.is_ascii() { c.to_digit(10) } else { None })
        .collect()
}

fn weighted(digits: &[u32], weights: &[u32]) -> u32 {
    digits
        .iter()
        .zip(weights)
        .map(|(digit, weight)| digit * weight)
        .sum()
}

impl FromStr for Inn {
    type Err = TaxIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const TEN: [u32; 9] = [2, 4, 10, 3, 5, 9, 4, 6, 8];
        const ELEVENTH: [u32; 10] = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
        const TWELFTH: [u32; 11] = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
        let text = text.trim();
        let shape = || TaxIdError::Shape {
            kind: "ИНН",
            value: text.to_owned(),
            expected: "10 или 12 цифр",
        };
        let digits = digits(text).ok_or_else(shape)?;
        let check = |weights: &[u32]| weighted(&digits, weights) % 11 % 10;
        let expected = match digits.len() {
            10 => vec![check(&TEN)],
            12 => vec![check(&ELEVENTH), check(&TWELFTH)],
            _ => return Err(shape()),
        };
        if !digits.ends_with(&expected) || digits.iter().all(|digit| *digit == 0) {
            return Err(TaxIdError::Checksum {
                kind: "ИНН",
                value: text.to_owned(),
            });
        }
        Ok(Self(text.to_owned()))
    }
}

impl FromStr for Kpp {
    type Err = TaxIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let fits = text.len() == 9
            && text.bytes().enumerate().all(|(index, byte)| match index {
                4 | 5 => byte.is_ascii_digit() || byte.is_ascii_uppercase(),
                _ => byte.is_ascii_digit(),
            });
        if !fits {
            let expected = "9 знаков: цифры, на пятом и шестом месте возможны латинские буквы";
            return Err(TaxIdError::Shape {
                kind: "КПП",
                value: text.to_owned(),
                expected,
            });
        }
        Ok(Self(text.to_owned()))
    }
}

impl FromStr for Ogrn {
    type Err = TaxIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let shape = || TaxIdError::Shape {
            kind: "ОГРН",
            value: text.to_owned(),
            expected: "13 или 15 цифр",
        };
        let digits = digits(text).ok_or_else(shape)?;
        let modulus = match digits.len() {
            13 => 11,
            15 => 13,
            _ => return Err(shape()),
        };
        let (check, body) = digits.split_last().ok_or_else(shape)?;
        let number = body
            .iter()
            .fold(0_u64, |number, digit| number * 10 + u64::from(*digit));
        if number % modulus % 10 != u64::from(*check) {
            return Err(TaxIdError::Checksum {
                kind: "ОГРН",
                value: text.to_owned(),
            });
        }
        Ok(Self(text.to_owned()))
    }
}

impl FromStr for Snils {
    type Err = TaxIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        /// Numbers up to 001-001-998 were given out before the checksum existed.
        const FIRST_CHECKED: u32 = 1_001_998;
        let bare: String = text
            .chars()
            .filter(|c| !matches!(c, ' ' | '-' | '\u{a0}'))
            .collect();
        let shape = || TaxIdError::Shape {
            kind: "СНИЛС",
            value: text.to_owned(),
            expected: "11 цифр",
        };
        let digits = digits(&bare).ok_or_else(shape)?;
        if digits.len() != 11 {
            return Err(shape());
        }
        let (body, check) = digits.split_at(9);
        let number = body.iter().fold(0, |number, digit| number * 10 + digit);
        let sum = weighted(body, &[9, 8, 7, 6, 5, 4, 3, 2, 1]);
        let given = check.iter().fold(0, |number, digit| number * 10 + digit);
        if number > FIRST_CHECKED && sum % 101 % 100 != given {
            return Err(TaxIdError::Checksum {
                kind: "СНИЛС",
                value: text.to_owned(),
            });
        }
        Ok(Self(bare))
    }
}

#[cfg(test)]
mod tests {
    use super::{Inn, Kpp, Ogrn, Snils, TaxIdError};

    #[test]
    fn right_numbers_of_companies_and_people_are_accepted() {
        for inn in ["7707083893", "500100732259", " 7830002293 "] {
            assert!(inn.parse::<Inn>().is_ok(), "{inn}");
        }
        assert!("500100732259".parse::<Inn>().unwrap().is_personal());
        assert!("773601001".parse::<Kpp>().is_ok());
        assert!("7736AB001".parse::<Kpp>().is_ok());
        assert!("1027700132195".parse::<Ogrn>().is_ok());
        assert!("304500116000157".parse::<Ogrn>().is_ok());
        assert_eq!("112-233-445 95".parse::<Snils>().unwrap().as_str(), "11223344595");
        assert!("001-001-998 00".parse::<Snils>().is_ok());
    }

    #[test]
    fn a_swapped_digit_is_found() {
        for inn in ["7707083839", "500100732295", "0000000000"] {
            assert!(
                matches!(inn.parse::<Inn>(), Err(TaxIdError::Checksum { .. })),
                "{inn}"
            );
        }
        assert!(matches!(
            "1027700132159".parse::<Ogrn>(),
            Err(TaxIdError::Checksum { .. })
        ));
        assert!(matches!(
            "11223344596".parse::<Snils>(),
            Err(TaxIdError::Checksum { .. })
        ));
    }

    #[test]
    fn other_lengths_letters_and_foreign_digits_are_refused() {
        for inn in ["", "770708389", "77070838930", "77O7083893", "٧٧٠٧٠٨٣٨٩٣"] {
            assert!(
                matches!(inn.parse::<Inn>(), Err(TaxIdError::Shape { .. })),
                "{inn}"
            );
        }
        for kpp in ["", "77360100", "7736аб001", "A73601001", "7736ab001"] {
            assert!(kpp.parse::<Kpp>().is_err(), "{kpp}");
        }
    }

    #[test]
    fn every_single_wrong_digit_of_a_company_number_is_found() {
        let right = "7707083893";
        for place in 0..right.len() {
            for digit in '0'..='9' {
                let wrong: String = right
                    .chars()
                    .enumerate()
                    .map(|(i, c)| if i == place { digit } else { c })
                    .collect();
                assert_eq!(wrong.parse::<Inn>().is_ok(), wrong == right, "{wrong}");
            }
        }
    }
}
