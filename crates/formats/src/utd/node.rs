//! An element together with the way to it, so that every mistake can be told with its place.

use std::rc::Rc;

use domain::Money;
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::error::{Error, FieldProblem, short};
use crate::xml::Element;

/// An element and its place.
pub struct Node<'e> {
    element: &'e Element,
    place: Rc<Place<'e>>,
}

/// The way to an element. It becomes a text when a mistake is told and not before: a table has hundreds of thousands
/// of places.
struct Place<'e> {
    parent: Option<Rc<Place<'e>>>,
    name: &'e str,
    /// Place among those of the same name, from 1; zero where it is the only one that is read.
    number: usize,
}

impl Place<'_> {
    fn text(&self) -> String {
        let own = match self.number {
            0 => self.name.to_owned(),
            number => format!("{}[{number}]", self.name),
        };
        match &self.parent {
            Some(parent) => format!("{}/{own}", parent.text()),
            None => own,
        }
    }
}

impl<'e> Node<'e> {
    /// The root.
    pub fn root(element: &'e Element) -> Self {
        Self::at(element, None, 0)
    }

    fn at(element: &'e Element, parent: Option<Rc<Place<'e>>>, number: usize) -> Self {
        let name = element.name.as_str();
        Self {
            element,
            place: Rc::new(Place { parent, name, number }),
        }
    }

    /// The element itself.
    pub fn element(&self) -> &'e Element {
        self.element
    }

    /// The first child of this name.
    pub fn child(&self, name: &str) -> Option<Self> {
        let element = self.element.children.iter().find(|child| child.name == name)?;
        Some(Self::at(element, Some(self.place.clone()), 0))
    }

    /// The first child of this name, or the error that it is missing.
    pub fn need(&self, name: &str) -> Result<Self, Error> {
        self.child(name)
            .ok_or_else(|| self.wrong(name, FieldProblem::Missing))
    }

    /// All children of this name, their places numbered from 1.
    pub fn children(&self, name: &'static str) -> impl Iterator<Item = Self> {
        let numbered = self.element.children(name).zip(1_usize..);
        numbered.map(move |(element, number)| Self::at(element, Some(self.place.clone()), number))
    }

    /// The value of an attribute without blanks around it; none when it is empty.
    pub fn attribute(&self, name: &str) -> Option<&'e str> {
        let value = self.element.attribute(name)?.trim();
        (!value.is_empty()).then_some(value)
    }

    /// The value of an attribute, or the error that it is missing.
    pub fn need_attribute(&self, name: &str) -> Result<&'e str, Error> {
        let missing = || self.wrong(&format!("@{name}"), FieldProblem::Missing);
        self.attribute(name).ok_or_else(missing)
    }

    /// The text of an attribute, empty where there is none; an error when it is longer than the format allows.
    pub fn text(&self, name: &str, limit_chars: usize) -> Result<String, Error> {
        let text = self.attribute(name).unwrap_or_default();
        if text.chars().count() > limit_chars {
            return Err(self.wrong(&format!("@{name}"), FieldProblem::TooLong { limit_chars }));
        }
        Ok(text.to_owned())
    }

    /// The same for an attribute that must be there.
    pub fn need_text(&self, name: &str, limit_chars: usize) -> Result<String, Error> {
        self.need_attribute(name)?;
        self.text(name, limit_chars)
    }

    /// A date ДД.ММ.ГГГГ in an attribute that must be there.
    pub fn need_date(&self, name: &str) -> Result<Date, Error> {
        let text = self.need_attribute(name)?;
        date(text).ok_or_else(|| self.wrong(&format!("@{name}"), FieldProblem::Date { value: short(text) }))
    }

    /// A decimal number in an attribute.
    pub fn decimal(&self, name: &str) -> Result<Option<Decimal>, Error> {
        let Some(text) = self.attribute(name) else {
            return Ok(None);
        };
        let wrong = || self.wrong(&format!("@{name}"), FieldProblem::Number { value: short(text) });
        decimal(text).map(Some).ok_or_else(wrong)
    }

    /// An amount of money in an attribute.
    pub fn money(&self, name: &str) -> Result<Option<Money>, Error> {
        let Some(text) = self.attribute(name) else {
            return Ok(None);
        };
        self.amount(text, &format!("@{name}")).map(Some)
    }

    /// An amount of money as the text of this element.
    pub fn money_text(&self) -> Result<Money, Error> {
        let text = self.element.text.trim();
        self.amount(text, "text()")
    }

    /// The error about a child or attribute of this element.
    pub fn wrong(&self, what: &str, problem: FieldProblem) -> Error {
        Error::Field {
            place: format!("{}/{what}", self.place.text()),
            problem,
        }
    }

    fn amount(&self, text: &str, what: &str) -> Result<Money, Error> {
        let amount = decimal(text).and_then(|amount| Money::new(amount).ok());
        amount.ok_or_else(|| self.wrong(what, FieldProblem::Money { value: short(text) }))
    }
}

/// `xs:decimal` as written in the format: digits with at most one point, no exponent, no blanks inside.
fn decimal(text: &str) -> Option<Decimal> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let has_digit = unsigned.bytes().any(|byte| byte.is_ascii_digit());
    let only_digits = unsigned.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if !has_digit || !only_digits {
        return None;
    }
    Decimal::from_str_exact(text).ok()
}

/// ДД.ММ.ГГГГ of the years 1900–2099, as the schema has it.
fn date(text: &str) -> Option<Date> {
    let digits = |text: &str, length: usize| {
        let is_number = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
        if is_number { text.parse::<i16>().ok() } else { None }
    };
    let mut parts = text.split('.');
    let day = digits(parts.next()?, 2)?;
    let month = digits(parts.next()?, 2)?;
    let year = digits(parts.next()?, 4).filter(|year| (1900..2100).contains(year))?;
    if parts.next().is_some() {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::{date, decimal};

    #[test]
    fn numbers_are_plain_decimals() {
        assert_eq!(
            decimal("12345678901234.12345678901").unwrap().to_string(),
            "12345678901234.12345678901"
        );
        assert_eq!(decimal("-0.50").unwrap().to_string(), "-0.50");
        for text in [
            "", "1e3", "1,5", "1 000", "1_000", ".", "-", "--1", "1.2.3", "∞", "٣", "0x10",
        ] {
            assert!(decimal(text).is_none(), "{text}");
        }
    }

    #[test]
    fn dates_are_of_the_calendar() {
        assert_eq!(date("29.02.2028").unwrap().to_string(), "2028-02-29");
        for text in [
            "29.02.2026",
            "2026-02-01",
            "1.2.2026",
            "31.04.2026",
            "01.01.1899",
            "01.01.2026.",
            "+1.01.2026",
            "01.13.2026",
        ] {
            assert!(date(text).is_none(), "{text}");
        }
    }
}
