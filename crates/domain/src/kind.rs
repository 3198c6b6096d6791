//! Kinds of business documents («виды документов»): a directory that the clerk extends. A kind is also the binding of
//! documents to electronic exchange: which print form, which firms and which other side take part, and what file is
//! made. One binding serves every operator.

pub mod builtin;

use serde::{Deserialize, Serialize};

use crate::document::{EdoFormat, UtdFunction};
use crate::edo::OperatorKind;
use crate::ids::{FirmId, KindId};

/// Who may stand on the other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OtherSide {
    /// Companies and entrepreneurs only.
    Company,
    /// Persons only.
    Individual,
    /// Either.
    Any,
}

/// How numbers of a kind are given: one row of numbers per firm, and per year where it says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbering {
    /// What stands before the number: «ЗН-».
    pub prefix: String,
    /// At least so many digits, filled with zeros from the left.
    pub digits: u8,
    /// When the row begins again.
    pub restart: NumberingRestart,
}

/// When a row of numbers begins again at 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberingRestart {
    /// Each year, by the date of the document.
    Yearly,
    /// Never.
    Never,
}

impl Numbering {
    /// The number with this place in the row: «ЗН-00042».
    pub fn number(&self, place: u32) -> String {
        format!("{}{place:0width$}", self.prefix, width = usize::from(self.digits))
    }

    /// The place in the row of a number written so; `None` when it is of another row.
    pub fn place(&self, number: &str) -> Option<u32> {
        let digits = number.strip_prefix(self.prefix.as_str())?;
        let all_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        all_digits.then(|| digits.parse().ok()).flatten()
    }
}

/// What file is made of a record to be signed («Файл ЭДО»).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum EdoFileRule {
    /// The print form as PDF/A.
    PrintForm,
    /// XML of the УПД in the format 5.03 with this function.
    Utd {
        /// Which function.
        function: UtdFunction,
    },
    /// Documents of the kind are never exchanged electronically.
    Never,
}

impl EdoFileRule {
    /// The format of the file that the rule makes.
    pub fn format(&self) -> EdoFormat {
        match self {
            Self::Utd { function } => EdoFormat::Utd(*function),
            Self::PrintForm | Self::Never => EdoFormat::Nonformalized,
        }
    }
}

/// A field that documents of a kind have beyond those of every document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindField {
    /// Stable name, used by templates: `plate`.
    pub name: String,
    /// For the clerk: «Госномер».
    pub label: String,
    /// How it is typed.
    pub input: FieldInput,
}

/// How a field of a kind is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldInput {
    /// One line.
    Line,
    /// Many lines.
    Text,
    /// A day, kept as `YYYY-MM-DD`.
    Date,
}

/// Everything about a kind but its identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindBody {
    /// Stable name of a kind that came with the program: `work_order`; empty for a kind of the clerk's own.
    pub code: String,
    /// For people: «Заказ-наряд».
    pub name: String,
    /// How numbers are given.
    pub numbering: Numbering,
    /// What our firm is called in the paper: «Исполнитель».
    pub firm_role: String,
    /// What the other side is called: «Заказчик».
    pub other_role: String,
    /// Who may stand on the other side.
    pub other_side: OtherSide,
    /// True when documents have lines of goods and services.
    pub has_lines: bool,
    /// Fields of its own.
    pub fields: Vec<KindField>,
    /// Print forms by the names of their templates; the first is the one that is used unless the clerk chooses.
    pub print_forms: Vec<String>,
    /// What file is signed.
    pub edo_file: EdoFileRule,
    /// Operator for companies; `None` takes whichever reaches the counterparty.
    pub company_operator: Option<OperatorKind>,
    /// Operator for persons; `None` while none is connected.
    pub individual_operator: Option<OperatorKind>,
    /// Firms whose documents of this kind take part in electronic exchange; empty for all.
    pub firms: Vec<FirmId>,
    /// Taken out of use: stays in old documents, is not offered for new ones.
    pub is_hidden: bool,
}

/// A kind of documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kind {
    /// Identity in the database.
    pub id: KindId,
    /// Everything else.
    pub body: KindBody,
}

#[cfg(test)]
mod tests {
    use super::builtin::builtin_kinds;
    use super::{Numbering, NumberingRestart};

    #[test]
    fn numbers_are_written_and_read_back() {
        let numbering = Numbering {
            prefix: "ЗН-".into(),
            digits: 5,
            restart: NumberingRestart::Yearly,
        };
        assert_eq!(numbering.number(42), "ЗН-00042");
        assert_eq!(numbering.number(123_456), "ЗН-123456");
        assert_eq!(numbering.place("ЗН-00042"), Some(42));
        assert_eq!(numbering.place("РТ-00042"), None);
        assert_eq!(numbering.place("ЗН-"), None);
        assert_eq!(numbering.place("ЗН-4а"), None);
    }

    #[test]
    fn every_built_in_kind_has_its_own_code_and_name_and_a_print_form() {
        let kinds = builtin_kinds();
        let mut codes: Vec<_> = kinds.iter().map(|kind| kind.code.as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), 11);
        assert!(
            kinds
                .iter()
                .all(|kind| !kind.print_forms.is_empty() && !kind.name.is_empty())
        );
    }
}
