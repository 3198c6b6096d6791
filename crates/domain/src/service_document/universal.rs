//! Universal messages («универсальные сообщения»): one form that takes the place of receipt notices, amendment requests and
//! refusals, and carries words that ask for nothing. When it does is a date that the operator tells, per box and format.
//!
//! Codes and transition: developer.kontur.ru, «Переход на универсальные сообщения»; they are of the ФНС, not of one operator.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::ServiceDocumentKind as Kind;
use crate::document::EdoFormat;

/// What one event of a universal message says («СтатусУС»).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum UniversalCode {
    /// 1999: we have it.
    Receipt,
    /// 2007: who signed is asked to show by whose leave.
    AuthorityQuestion,
    /// 2999: it is wrong and has to be corrected.
    AmendmentRequest,
    /// 3999: it will not be signed, or not be revoked.
    Rejection,
    /// 4002: words.
    Words,
    /// 4003: words for a program, in XML.
    Structured,
    /// A code that is new to the program.
    Unknown(u32),
}

impl UniversalCode {
    /// The code of this number.
    pub fn from_number(number: u32) -> Self {
        match number {
            1999 => Self::Receipt,
            2007 => Self::AuthorityQuestion,
            2999 => Self::AmendmentRequest,
            3999 => Self::Rejection,
            4002 => Self::Words,
            4003 => Self::Structured,
            other => Self::Unknown(other),
        }
    }

    /// Its number.
    pub fn number(self) -> u32 {
        match self {
            Self::Receipt => 1999,
            Self::AuthorityQuestion => 2007,
            Self::AmendmentRequest => 2999,
            Self::Rejection => 3999,
            Self::Words => 4002,
            Self::Structured => 4003,
            Self::Unknown(number) => number,
        }
    }

    /// What a universal message has to say to do this; none where no message does.
    pub fn of(kind: Kind) -> Option<Self> {
        match kind {
            Kind::ReceiptNotice => Some(Self::Receipt),
            Kind::AmendmentRequest => Some(Self::AmendmentRequest),
            Kind::SignatureRejection | Kind::RevocationRejection => Some(Self::Rejection),
            Kind::InfoMessage => Some(Self::Words),
            Kind::RevocationRequest | Kind::RevocationAcceptance | Kind::ShipmentFixationCancellation => None,
        }
    }
}

/// Since when papers of a format are answered with universal messages alone, as an operator tells it for a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct UniversalMessagesStart {
    /// Which papers.
    pub format: EdoFormat,
    /// The first day without the former service documents.
    pub on: Date,
}

/// What a service document is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoticeForm {
    /// The former service document with our signature.
    Paper,
    /// The same, and a universal message beside it: one request, one thing told.
    PaperAndMessage,
    /// A universal message alone, which nobody signs.
    Message,
}

impl NoticeForm {
    /// How this is told on that day about a paper whose format has this first day; none where the operator tells no day.
    pub fn of(kind: Kind, start: Option<Date>, today: Date) -> Self {
        match (UniversalCode::of(kind), start) {
            (Some(UniversalCode::Words), _) => Self::Message,
            (None, _) | (Some(_), None) => Self::Paper,
            (Some(_), Some(start)) if today < start => Self::PaperAndMessage,
            (Some(_), Some(_)) => Self::Message,
        }
    }

    /// Somebody has to sign it.
    pub fn is_signed(self) -> bool {
        self != Self::Message
    }

    /// A universal message is part of it.
    pub fn has_message(self) -> bool {
        self != Self::Paper
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Kind, NoticeForm, UniversalCode};

    #[test]
    fn every_number_comes_back_and_a_new_one_is_kept() {
        for number in [1999, 2007, 2999, 3999, 4002, 4003, 5150] {
            assert_eq!(UniversalCode::from_number(number).number(), number);
        }
        assert_eq!(UniversalCode::from_number(5150), UniversalCode::Unknown(5150));
    }

    #[test]
    fn until_the_day_both_documents_go_and_from_it_on_the_message_alone() {
        let start = date(2027, 4, 1);
        let form = |start, today| NoticeForm::of(Kind::ReceiptNotice, start, today);
        assert_eq!(form(None, start), NoticeForm::Paper);
        assert_eq!(form(Some(start), date(2027, 3, 31)), NoticeForm::PaperAndMessage);
        assert_eq!(form(Some(start), start), NoticeForm::Message);
    }

    #[test]
    fn what_no_message_says_stays_a_signed_paper_and_words_are_never_one() {
        let (start, after) = (date(2027, 4, 1), date(2027, 5, 1));
        for kind in Kind::ALL {
            let form = NoticeForm::of(kind, Some(start), after);
            assert_eq!(form.is_signed(), UniversalCode::of(kind).is_none(), "{kind:?}");
        }
        assert_eq!(
            NoticeForm::of(Kind::InfoMessage, None, after),
            NoticeForm::Message
        );
    }
}
