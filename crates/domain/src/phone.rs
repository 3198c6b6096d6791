//! Telephone numbers as people write them, in one form.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A telephone number in the international form of ITU-T E.164: `+79161234567`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

/// The text cannot be read as one telephone number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("«{0}» is not a telephone number")]
pub struct BadPhone(String);

impl BadPhone {
    /// The complete Russian sentence for the person who typed the number.
    pub fn sentence(&self) -> String {
        format!(
            "Телефон «{}» не распознан: нужен номер вида +7 916 123-45-67.",
            self.0
        )
    }
}

impl Phone {
    /// The number as `+` and digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True for a Russian mobile number, the only kind that surely receives an SMS.
    pub fn is_russian_mobile(&self) -> bool {
        self.0.starts_with("+79") && self.0.len() == 12
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Phone {
    type Err = BadPhone;

    /// Reads `8 (916) 123-45-67`, `+7 916 1234567`, `9161234567` and foreign numbers with a plus. Two numbers
    /// in one field, letters and extensions are refused: sending an SMS to a guess is worse than asking.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = || BadPhone(text.to_owned());
        let trimmed = text.trim();
        let digits: String = trimmed.chars().filter(char::is_ascii_digit).collect();
        let only_marks = trimmed.chars().enumerate().all(|(index, c)| match c {
            '0'..='9' | ' ' | '\u{a0}' | '-' | '–' | '(' | ')' | '.' => true,
            '+' => index == 0,
            _ => false,
        });
        if !only_marks {
            return Err(bad());
        }
        if trimmed.starts_with('+') && !digits.starts_with('7') {
            let fits = (8..=15).contains(&digits.len()) && !digits.starts_with('0');
            return if fits {
                Ok(Self(format!("+{digits}")))
            } else {
                Err(bad())
            };
        }
        let national = match (digits.len(), digits.chars().next()) {
            (11, Some('7')) => digits.get(1..),
            (11, Some('8')) if !trimmed.starts_with('+') => digits.get(1..),
            (10, _) => Some(digits.as_str()),
            _ => None,
        };
        match national {
            Some(national) if national.starts_with(['3', '4', '8', '9']) => Ok(Self(format!("+7{national}"))),
            _ => Err(bad()),
        }
    }
}

impl TryFrom<String> for Phone {
    type Error = BadPhone;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> Self {
        phone.0
    }
}

#[cfg(test)]
mod tests {
    use super::Phone;

    #[test]
    fn the_usual_spellings_of_one_number_are_one_number() {
        for text in [
            "8 (916) 123-45-67",
            "+7 916 123 45 67",
            "79161234567",
            "9161234567",
            "8-916-123-45-67",
        ] {
            let phone: Phone = text.parse().unwrap();
            assert_eq!(phone.as_str(), "+79161234567", "{text}");
            assert!(phone.is_russian_mobile());
        }
        assert_eq!(
            "+375 29 123-45-67".parse::<Phone>().unwrap().as_str(),
            "+375291234567"
        );
        assert!(!"8 495 123-45-67".parse::<Phone>().unwrap().is_russian_mobile());
    }

    #[test]
    fn what_is_not_one_number_is_refused() {
        for text in [
            "",
            "12345",
            "8 916 123-45-67, 8 916 123-45-68",
            "тел. 89161234567",
            "+8 916 1234567 доб. 5",
            "+7 116 123 45 67",
            "5161234567",
            "+0123456789",
        ] {
            assert!(text.parse::<Phone>().is_err(), "{text}");
        }
    }
}
