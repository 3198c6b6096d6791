//! People: clients who sign for themselves, and employees of our firms.

use serde::{Deserialize, Serialize};

use crate::ids::{EmployeeId, FirmId, IndividualId};
use crate::phone::Phone;

/// A full name in its three parts («Ф. И. О.»). Empty parts are unknown or do not exist.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct PersonName {
    /// Фамилия.
    pub last: String,
    /// Имя.
    pub first: String,
    /// Отчество; many people have none.
    pub middle: String,
}

impl PersonName {
    /// «Иванова Мария Петровна».
    pub fn full(&self) -> String {
        let parts = [self.last.trim(), self.first.trim(), self.middle.trim()];
        let known: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        known.join(" ")
    }

    /// «Иванова М. П.», with no-break spaces, as it stands beside a signature.
    pub fn short(&self) -> String {
        let mut short = self.last.trim().to_owned();
        for part in [&self.first, &self.middle] {
            if let Some(initial) = part.trim().chars().next() {
                if !short.is_empty() {
                    short.push('\u{a0}');
                }
                short.extend(initial.to_uppercase());
                short.push('.');
            }
        }
        short
    }

    /// Reads «Фамилия Имя Отчество»; everything after the second word is the patronymic.
    pub fn from_full(text: &str) -> Self {
        let mut words = text.split_whitespace();
        let mut next = || words.next().unwrap_or_default().to_owned();
        Self {
            last: next(),
            first: next(),
            middle: words.collect::<Vec<_>>().join(" "),
        }
    }

    /// The same name gives the same text, however it is spelled: by it a consent is known again.
    pub fn key(&self) -> String {
        let full = self.full().to_lowercase().replace('ё', "е");
        let words: Vec<&str> = full.split_whitespace().collect();
        words.join(" ")
    }

    /// True when nothing is known.
    pub fn is_empty(&self) -> bool {
        self.full().is_empty()
    }
}

/// A client who is a person («физлицо»): signs with a simple signature by SMS, so phone and name count.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct IndividualBody {
    /// Full name.
    pub name: PersonName,
    /// Where the SMS goes.
    pub phone: Option<Phone>,
    /// E-mail as written; empty when unknown.
    pub email: String,
    /// A word for ourselves.
    pub note: String,
}

/// A person of the directory «Физлица».
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Individual {
    /// Identity in the database.
    pub id: IndividualId,
    /// What is known.
    pub body: IndividualBody,
}

/// Whom a paper is for, as a person checked it before sending: these words go into the stamp of the signature. The card of
/// the individual may say something else by then.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PersonRecord {
    /// Full name.
    pub name: PersonName,
    /// The person has no patronymic, and that is known.
    pub has_no_middle_name: bool,
    /// Where the SMS goes.
    pub phone: Option<Phone>,
    /// E-mail as written; empty when unknown.
    pub email: String,
}

impl From<&IndividualBody> for PersonRecord {
    fn from(body: &IndividualBody) -> Self {
        Self {
            name: body.name.clone(),
            has_no_middle_name: false,
            phone: body.phone.clone(),
            email: body.email.clone(),
        }
    }
}

/// Somebody who works in a firm of ours.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct EmployeeBody {
    /// Full name.
    pub name: PersonName,
    /// Должность.
    pub position: String,
    /// Telephone.
    pub phone: Option<Phone>,
    /// E-mail as written; empty when unknown.
    pub email: String,
    /// The firms for which they work; empty for every firm.
    pub firms: Vec<FirmId>,
    /// Does not work with us any more: stays in old documents, is not offered for new ones.
    pub is_former: bool,
}

/// A person of the directory «Сотрудники».
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Employee {
    /// Identity in the database.
    pub id: EmployeeId,
    /// What is known.
    pub body: EmployeeBody,
}

#[cfg(test)]
mod tests {
    use super::PersonName;

    #[test]
    fn a_name_is_read_and_written_in_full_and_in_short() {
        let name = PersonName::from_full("  Иванова  Мария Петровна ");
        assert_eq!(name.full(), "Иванова Мария Петровна");
        assert_eq!(name.short(), "Иванова\u{a0}М.\u{a0}П.");
        let ali = PersonName::from_full("Алиев Рашид Мамед оглы");
        assert_eq!(ali.middle, "Мамед оглы");
        assert_eq!(PersonName::from_full("Ли").short(), "Ли");
        assert!(PersonName::from_full(" ").is_empty());
        assert_eq!(
            PersonName::from_full("Артёмова  МАРИЯ Петровна").key(),
            PersonName::from_full("Артемова Мария Петровна ").key()
        );
    }
}
