//! How alike two papers are, and the words for it. A paper of somebody else is never alike, whatever its number.

use std::cmp::Reverse;

use domain::{Document, Inn, NewDocument};
use forms::money;

use crate::words;

/// Something in which two papers agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    /// The number.
    Number,
    /// The date.
    Date,
    /// The sum.
    Sum,
    /// ИНН of the other side.
    Inn,
}

impl Agreement {
    /// The stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Date => "date",
            Self::Sum => "sum",
            Self::Inn => "inn",
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Number => "номер",
            Self::Date => "дата",
            Self::Sum => "сумма",
            Self::Inn => "ИНН",
        }
    }
}

/// What a comparison found.
pub(super) struct Compared {
    pub(super) agrees: Vec<Agreement>,
    /// Told by both, and not the same.
    differs: Vec<Agreement>,
}

/// Compares what came with one of ours; `None` when they are not alike enough to be offered: of number, date and sum two
/// must agree together with ИНН, or all three where ours does not say whose it is.
pub(super) fn compare(
    (came, their_inn): (&NewDocument, Option<Inn>),
    (ours, our_inn): (&NewDocument, Option<Inn>),
) -> Option<Compared> {
    let numbers = [&came.number, &ours.number].map(|number| plain(number));
    let signs = [
        (
            Agreement::Number,
            told(
                numbers
                    .each_ref()
                    .map(|number| (!number.is_empty()).then_some(number)),
            ),
        ),
        (Agreement::Date, told([came.issued_on, ours.issued_on])),
        (
            Agreement::Sum,
            told([came.total, ours.total].map(|sum| sum.map(|sum| sum.kopecks()))),
        ),
        (Agreement::Inn, told([their_inn, our_inn])),
    ];
    let of = |wanted: bool| -> Vec<Agreement> {
        let found = signs.iter().filter(|(_, is_same)| *is_same == Some(wanted));
        found.map(|(sign, _)| *sign).collect()
    };
    let compared = Compared {
        agrees: of(true),
        differs: of(false),
    };
    compared.is_enough().then_some(compared)
}

/// Whether both say the same; nothing where one of them says nothing.
fn told<T: PartialEq>([one, other]: [Option<T>; 2]) -> Option<bool> {
    Some(one? == other?)
}

/// «№ 0015», «15» are one number.
fn plain(number: &str) -> String {
    let kept: String = number
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    kept.trim_start_matches('0').to_owned()
}

impl Compared {
    fn is_enough(&self) -> bool {
        let is_same_side = self.agrees.contains(&Agreement::Inn);
        let signs = self.agrees.iter().filter(|sign| **sign != Agreement::Inn).count();
        !self.differs.contains(&Agreement::Inn) && (signs == 3 || (is_same_side && signs == 2))
    }

    pub(super) fn is_sure(&self) -> bool {
        self.agrees.len() == 4
    }

    /// The most alike has the greatest: what contradicts weighs more than what is not told.
    pub(super) fn weight(&self) -> (usize, Reverse<usize>) {
        (self.agrees.len(), Reverse(self.differs.len()))
    }

    pub(super) fn sentence(&self, ours: &Document) -> String {
        let names: Vec<&str> = self.agrees.iter().map(|sign| sign.word()).collect();
        let mut sentence = match names.split_last() {
            Some((last, rest)) if !rest.is_empty() => {
                format!("Совпадают {} и {last}.", rest.join(", "))
            }
            _ => String::new(),
        };
        for sign in &self.differs {
            let (label, value) = match sign {
                Agreement::Number => ("Номер другой", ours.body.number.clone()),
                Agreement::Date => (
                    "Дата другая",
                    ours.body.issued_on.map(words::date).unwrap_or_default(),
                ),
                Agreement::Sum => ("Сумма другая", ours.body.total.map(money).unwrap_or_default()),
                Agreement::Inn => continue,
            };
            sentence.push_str(&format!(" {label}: {value}."));
        }
        if !self.agrees.contains(&Agreement::Inn) {
            sentence.push_str(" Контрагент в нашем документе не указан.");
        }
        sentence
    }
}

#[cfg(test)]
mod tests;
