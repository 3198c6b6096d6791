//! A record with everything it refers to: what a print form shows and what an XML of the ФНС is made of.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::document::{DocumentDetails, EdoFormat, Line};
use crate::kind::KindBody;
use crate::party::Party;
use crate::person::{EmployeeBody, IndividualBody};
use crate::requisites::Requisites;
use crate::vat::Totals;

/// A company as papers print it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperSide {
    /// Name and numbers.
    pub party: Party,
    /// Everything beside them.
    pub requisites: Requisites,
}

/// Who stands on the other side of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum OtherParty {
    /// A company or an entrepreneur.
    Company(Box<PaperSide>),
    /// A person.
    Individual(IndividualBody),
    /// Nobody is named yet.
    Unknown,
}

impl OtherParty {
    /// Name for people; empty while nobody is named.
    pub fn name(&self) -> String {
        match self {
            Self::Company(side) => side.party.name.clone(),
            Self::Individual(person) => person.name.full(),
            Self::Unknown => String::new(),
        }
    }
}

/// A record with everything it refers to. Ours is the selling, sending or performing side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// The kind of the paper.
    pub kind: KindBody,
    /// In which format it goes to the other side.
    pub format: EdoFormat,
    /// Number; may be empty.
    pub number: String,
    /// Date of the document.
    pub issued_on: Option<Date>,
    /// Title for people.
    pub title: String,
    /// Currency, three digits of ОКВ.
    pub currency: String,
    /// Our firm; absent while none is chosen.
    pub firm: Option<PaperSide>,
    /// The other side.
    pub other: OtherParty,
    /// Who of us is responsible.
    pub assignee: Option<EmployeeBody>,
    /// Lines.
    pub lines: Vec<Line>,
    /// Sums over the lines.
    pub totals: Totals,
    /// Everything else.
    pub details: DocumentDetails,
}
