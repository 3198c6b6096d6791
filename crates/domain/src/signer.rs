//! Who signs: in what position, with what kind of signature, and by whose leave («доверенность»).

use jiff::civil::Date;
use uuid::Uuid;

use crate::person::PersonName;

/// The kind of a signature that is made with a certificate. A simple one has none and signs no service document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureType {
    /// «Усиленная квалифицированная».
    Qualified,
    /// «Усиленная неквалифицированная».
    Unqualified,
}

/// Where the position («должность») of a signer is taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PositionSource {
    /// What the certificate says.
    #[default]
    Certificate,
    /// What our own directory of employees says of the owner of the certificate.
    Employee,
    /// What the operator's cabinet says of them.
    Operator,
    /// What a person typed.
    Manual,
}

impl PositionSource {
    /// Every one, the usual one first.
    pub const ALL: [Self; 4] = [Self::Certificate, Self::Employee, Self::Operator, Self::Manual];

    /// Stable name: `certificate`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::Employee => "employee",
            Self::Operator => "operator",
            Self::Manual => "manual",
        }
    }

    /// The one of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.code() == code)
    }
}

/// What a power of attorney is, and what names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PowerForm {
    /// Electronic, in the register of the ФНС: its number says the rest.
    Registered(Uuid),
    /// Electronic, told in all words: the register does not know it, or not yet.
    Manual(ManualPower),
    /// On paper.
    Paper(PaperPower),
    /// Whichever electronic one the operator keeps as the usual one of the employee.
    OperatorDefault,
}

/// The kinds of [`PowerForm`], by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PowerKind {
    /// [`PowerForm::Registered`]
    #[default]
    Registered,
    /// [`PowerForm::Manual`]
    Manual,
    /// [`PowerForm::Paper`]
    Paper,
    /// [`PowerForm::OperatorDefault`]
    OperatorDefault,
}

impl PowerKind {
    /// Every one, the usual one first.
    pub const ALL: [Self; 4] = [Self::Registered, Self::Manual, Self::Paper, Self::OperatorDefault];

    /// Stable name: `registered`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Manual => "manual",
            Self::Paper => "paper",
            Self::OperatorDefault => "operator_default",
        }
    }

    /// The one of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// An electronic power of attorney in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManualPower {
    /// Its number, a GUID.
    pub number: Uuid,
    /// The day on which it was given.
    pub issued_on: Date,
    /// Its number in the books of the principal; empty for none.
    pub internal_number: String,
    /// The day of that number.
    pub internal_on: Option<Date>,
    /// The information system that keeps it; empty where its file goes along.
    pub system: String,
}

/// A power of attorney on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperPower {
    /// Its number in the books of the principal.
    pub number: String,
    /// The day on which it was given.
    pub issued_on: Date,
    /// Who signed it; empty where nobody said.
    pub issued_by: PersonName,
    /// The principal, in words; empty where nobody said.
    pub issuer: String,
}

impl PowerForm {
    /// Which of the four.
    pub fn kind(&self) -> PowerKind {
        match self {
            Self::Registered(_) => PowerKind::Registered,
            Self::Manual(_) => PowerKind::Manual,
            Self::Paper(_) => PowerKind::Paper,
            Self::OperatorDefault => PowerKind::OperatorDefault,
        }
    }

    /// The GUID, where it has one.
    pub fn guid(&self) -> Option<Uuid> {
        match self {
            Self::Registered(number) => Some(*number),
            Self::Manual(power) => Some(power.number),
            Self::Paper(_) | Self::OperatorDefault => None,
        }
    }

    /// Its number as people name it; empty where it has none of its own.
    pub fn number(&self) -> String {
        match self {
            Self::Registered(number) => number.to_string(),
            Self::Manual(power) => power.number.to_string(),
            Self::Paper(power) => power.number.clone(),
            Self::OperatorDefault => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{PositionSource, PowerForm, PowerKind};

    #[test]
    fn names_lead_back_to_what_they_name() {
        for source in PositionSource::ALL {
            assert_eq!(PositionSource::from_code(source.code()), Some(source));
        }
        for kind in PowerKind::ALL {
            assert_eq!(PowerKind::from_code(kind.code()), Some(kind));
        }
        assert_eq!(PositionSource::from_code("Employee"), None);
        assert_eq!(PowerKind::from_code(""), None);
    }

    #[test]
    fn only_what_is_electronic_and_named_has_a_number_of_its_own() {
        assert_eq!(PowerForm::OperatorDefault.guid(), None);
        assert_eq!(PowerForm::OperatorDefault.number(), "");
        let number = uuid::Uuid::from_u128(7);
        assert_eq!(PowerForm::Registered(number).guid(), Some(number));
        assert_eq!(PowerForm::Registered(number).kind(), PowerKind::Registered);
    }
}
