//! The fields by which a rule chooses documents, and how each is compared.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Comparison, Condition};
use crate::ids::{EmployeeId, FirmId};
use crate::kind::{FieldInput, KindField};
use crate::money::Money;

/// What a field holds, which says how it is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RuleFieldType {
    /// Words; capitals make no difference, and neither does ё.
    Text,
    /// A sum of money.
    Sum,
    /// A day.
    Day,
    /// One of our firms.
    Firm,
    /// One of our employees.
    Employee,
    /// `company` or `individual`.
    OtherSide,
}

/// A field that a rule may ask about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleField {
    /// Stable name: `total`, `field.plate`.
    pub name: String,
    /// The clerk's word where the field is one of the kind; empty for those that every document has.
    pub label: String,
    /// What it holds.
    pub of: RuleFieldType,
}

/// Before the name of a field that the kind alone has.
const OF_KIND: &str = "field.";

impl RuleField {
    /// The fields of every document, then those of the kind.
    pub fn of_kind(fields: &[KindField]) -> Vec<Self> {
        use RuleFieldType::{Day, Employee, Firm, OtherSide, Sum, Text};
        let every = [
            ("firm", Firm),
            ("other_side", OtherSide),
            ("other_name", Text),
            ("other_inn", Text),
            ("other_phone", Text),
            ("total", Sum),
            ("issued_on", Day),
            ("number", Text),
            ("title", Text),
            ("assignee", Employee),
            ("comment", Text),
        ];
        let every = every.map(|(name, of)| Self {
            name: name.to_owned(),
            label: String::new(),
            of,
        });
        let of_kind = fields.iter().map(|field| Self {
            name: format!("{OF_KIND}{}", field.name),
            label: field.label.clone(),
            of: match field.input {
                FieldInput::Line | FieldInput::Text => Text,
                FieldInput::Date => Day,
            },
        });
        every.into_iter().chain(of_kind).collect()
    }
}

impl RuleFieldType {
    /// The stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Sum => "sum",
            Self::Day => "day",
            Self::Firm => "firm",
            Self::Employee => "employee",
            Self::OtherSide => "other_side",
        }
    }

    /// How such a field is compared.
    pub fn comparisons(self) -> &'static [Comparison] {
        use Comparison::{
            AtLeast, AtMost, Contains, Empty, Equals, Filled, Greater, Less, NotContains, NotEquals,
            StartsWith,
        };
        match self {
            Self::Text => &[
                Contains,
                NotContains,
                Equals,
                NotEquals,
                StartsWith,
                Filled,
                Empty,
            ],
            Self::Sum | Self::Day => &[Equals, NotEquals, Greater, AtLeast, Less, AtMost, Filled, Empty],
            Self::Firm | Self::Employee => &[Equals, NotEquals, Filled, Empty],
            Self::OtherSide => &[Equals, NotEquals, Filled, Empty],
        }
    }

    /// True when the value of a condition can be compared with such a field.
    pub(super) fn takes(self, condition: &Condition) -> bool {
        let value = condition.value.trim();
        if !condition.comparison.wants_value() {
            return true;
        }
        match self {
            Self::Text => !value.is_empty(),
            Self::Sum => value.parse::<Money>().is_ok(),
            Self::Day => value.parse::<Date>().is_ok(),
            Self::Firm | Self::Employee => value.parse::<i64>().is_ok(),
            Self::OtherSide => matches!(value, "company" | "individual"),
        }
    }
}

/// What a document says to a rule.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RuleFacts {
    /// Our firm.
    pub firm: Option<FirmId>,
    /// True when a company stands on the other side, false when a person does; none when nobody does.
    pub is_company: Option<bool>,
    /// Name of the other side.
    pub other_name: String,
    /// ИНН of the other side, if it is a company.
    pub other_inn: String,
    /// Telephone of the other side, if it is a person.
    pub other_phone: String,
    /// Sum with VAT.
    pub total: Option<Money>,
    /// Date of the document.
    pub issued_on: Option<Date>,
    /// Number.
    pub number: String,
    /// Title.
    pub title: String,
    /// Who of us is responsible.
    pub assignee: Option<EmployeeId>,
    /// Comment.
    pub comment: String,
    /// Fields of the kind by their stable names.
    pub fields: BTreeMap<String, String>,
}

impl RuleFacts {
    /// Whether one condition holds.
    pub(super) fn fits(&self, condition: &Condition) -> bool {
        let row = |id: Option<i64>| by_row(id, condition);
        match condition.field.as_str() {
            "firm" => row(self.firm.map(|id| id.0)),
            "assignee" => row(self.assignee.map(|id| id.0)),
            "other_side" => by_text(self.side(), condition),
            "other_name" => by_text(&self.other_name, condition),
            "other_inn" => by_text(&self.other_inn, condition),
            "other_phone" => by_text(&self.other_phone, condition),
            "number" => by_text(&self.number, condition),
            "title" => by_text(&self.title, condition),
            "comment" => by_text(&self.comment, condition),
            "total" => by_order(self.total, condition),
            "issued_on" => by_order(self.issued_on, condition),
            other => self.of_kind(other, condition),
        }
    }

    fn side(&self) -> &'static str {
        match self.is_company {
            Some(true) => "company",
            Some(false) => "individual",
            None => "",
        }
    }

    fn of_kind(&self, name: &str, condition: &Condition) -> bool {
        let Some(name) = name.strip_prefix(OF_KIND) else {
            return false;
        };
        let value = self.fields.get(name).map_or("", String::as_str);
        match condition.comparison {
            Comparison::Greater | Comparison::AtLeast | Comparison::Less | Comparison::AtMost => {
                by_order(value.parse::<Date>().ok(), condition)
            }
            _ => by_text(value, condition),
        }
    }
}

fn by_row(found: Option<i64>, condition: &Condition) -> bool {
    let wanted = condition.value.trim().parse::<i64>().ok();
    match condition.comparison {
        Comparison::Filled => found.is_some(),
        Comparison::Empty => found.is_none(),
        Comparison::Equals => found.is_some() && found == wanted,
        Comparison::NotEquals => wanted.is_some() && found != wanted,
        _ => false,
    }
}

fn by_order<T: Ord + std::str::FromStr>(found: Option<T>, condition: &Condition) -> bool {
    match condition.comparison {
        Comparison::Filled => return found.is_some(),
        Comparison::Empty => return found.is_none(),
        _ => {}
    }
    let Ok(wanted) = condition.value.trim().parse::<T>() else {
        return false;
    };
    let Some(found) = found else {
        return condition.comparison == Comparison::NotEquals;
    };
    matches!(
        (condition.comparison, found.cmp(&wanted)),
        (
            Comparison::Equals | Comparison::AtLeast | Comparison::AtMost,
            Ordering::Equal
        ) | (
            Comparison::Greater | Comparison::AtLeast | Comparison::NotEquals,
            Ordering::Greater
        ) | (
            Comparison::Less | Comparison::AtMost | Comparison::NotEquals,
            Ordering::Less
        )
    )
}

fn by_text(found: &str, condition: &Condition) -> bool {
    let (found, wanted) = (plain(found), plain(&condition.value));
    match condition.comparison {
        Comparison::Filled => !found.is_empty(),
        Comparison::Empty => found.is_empty(),
        _ if wanted.is_empty() => false,
        Comparison::Equals => found == wanted,
        Comparison::NotEquals => found != wanted,
        Comparison::Contains => found.contains(&wanted),
        Comparison::NotContains => !found.contains(&wanted),
        Comparison::StartsWith => found.starts_with(&wanted),
        Comparison::Greater | Comparison::AtLeast | Comparison::Less | Comparison::AtMost => false,
    }
}

/// Words as a person compares them.
fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase().replace('ё', "е")
}
