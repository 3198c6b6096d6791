//! Why a file was not read. Each error has a stable code and the sentence for the person: what happened,
//! that the file is as it was, what to do.

use domain::TaxIdError;

mod sentence;

/// Why a file was not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No bytes, or blanks only.
    #[error("the file is empty")]
    Empty,
    /// More bytes than are read of this kind.
    #[error("the file is larger than {limit_bytes} bytes")]
    TooLarge {
        /// How many bytes would have been read.
        limit_bytes: usize,
    },
    /// Neither a PDF nor an XML.
    #[error("the content is not recognised: {looks_like:?}")]
    Unrecognised {
        /// What it looks like, in Russian, where that can be told.
        looks_like: Option<&'static str>,
    },
    /// A PDF that cannot be used.
    #[error("the PDF cannot be used: {0:?}")]
    Pdf(PdfProblem),
    /// A table that cannot be used.
    #[error("the table cannot be used: {0:?}")]
    Table(TableProblem),
    /// The name ends in `.xml`, the content is a PDF.
    #[error("a PDF is named .xml")]
    PdfNamedXml,
    /// The name ends in `.pdf`, the content is XML.
    #[error("an XML is named .pdf")]
    XmlNamedPdf,
    /// The XML is not well-formed.
    #[error("line {line}, column {column}: {what}")]
    Xml {
        /// Line, from 1.
        line: usize,
        /// Character in the line, from 1.
        column: usize,
        /// What is wrong, in Russian.
        what: String,
    },
    /// The XML is deeper, longer or more numerous in its parts than any honest document.
    #[error("line {line}: {what}")]
    TooComplex {
        /// Line, from 1.
        line: usize,
        /// What is too much, in Russian.
        what: &'static str,
    },
    /// The letters cannot be read.
    #[error("encoding: {what}")]
    Encoding {
        /// What is wrong, in Russian.
        what: String,
    },
    /// A document type declaration: the place where entities are declared. No format of the ФНС has one.
    #[error("the XML has a document type declaration")]
    EntityDeclaration,
    /// An XML of another format.
    #[error("not a УПД: root «{root}», КНД {knd:?}")]
    NotUtd {
        /// Name of the root element, shortened.
        root: String,
        /// КНД, if the file names one.
        knd: Option<String>,
    },
    /// No machine-readable power of attorney.
    #[error("not a power of attorney: root «{root}»")]
    NotPowerOfAttorney {
        /// Name of the root element, shortened; empty where the file is no XML.
        root: String,
    },
    /// No service document of an exchange.
    #[error("not a service document: root «{root}»")]
    NotServiceDocument {
        /// Name of the root element, shortened; empty where the file is no XML.
        root: String,
    },
    /// A УПД of a version of the format that is not read.
    #[error("version «{version}» of the format is not read")]
    UnsupportedVersion {
        /// `ВерсФорм` as written, shortened.
        version: String,
    },
    /// A УПД used for something else than a sale.
    #[error("function «{function}» is not read")]
    UnsupportedFunction {
        /// `Функция` as written, shortened.
        function: String,
    },
    /// A field is missing or has an impossible value.
    #[error("{place}: {problem:?}")]
    Field {
        /// Where: `Файл/Документ/СвСчФакт/@ДатаДок`.
        place: String,
        /// What is wrong with it.
        problem: FieldProblem,
    },
}

/// Why a PDF cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PdfProblem {
    /// It opens with a password only.
    Encrypted,
    /// Its end is missing.
    Truncated,
    /// Its structure cannot be read.
    Broken,
    /// It has no pages.
    NoPages,
    /// Reading it takes longer than any honest file needs.
    TooSlow,
    /// Unpacked it would be larger than any honest file.
    TooMuch,
}

/// Why a table cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableProblem {
    /// Neither CSV nor XLSX.
    Unrecognised,
    /// A workbook of Excel 97–2003, or one behind a password.
    OldWorkbook,
    /// Its structure cannot be read.
    Broken,
    /// No cell has anything in it.
    NoCells,
    /// More rows than are taken at once.
    TooManyRows,
    /// More columns than any honest table has.
    TooManyColumns,
    /// Unpacked it would be larger than any honest file.
    TooMuch,
    /// Reading it takes longer than any honest file needs.
    TooSlow,
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldProblem {
    /// It must be there.
    Missing,
    /// A wrong ИНН or КПП, and whose: «продавца», «покупателя».
    TaxId {
        /// Whose number, in the genitive.
        whose: &'static str,
        /// What is wrong with it.
        error: TaxIdError,
    },
    /// Not a date ДД.ММ.ГГГГ.
    Date {
        /// As written, shortened.
        value: String,
    },
    /// Not a decimal number, or one with too many digits.
    Number {
        /// As written, shortened.
        value: String,
    },
    /// Not an amount with at most two digits after the point.
    Money {
        /// As written, shortened.
        value: String,
    },
    /// Longer than the format allows.
    TooLong {
        /// How many characters it allows.
        limit_chars: usize,
    },
    /// Not a code of three digits.
    Currency {
        /// As written, shortened.
        value: String,
    },
}

impl Error {
    /// The stable name of the error, for logs, tests and the table of texts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "file_empty",
            Self::TooLarge { .. } => "file_too_large",
            Self::Unrecognised { .. } => "file_unrecognised",
            Self::Pdf(PdfProblem::Encrypted) => "pdf_encrypted",
            Self::Pdf(PdfProblem::Truncated) => "pdf_truncated",
            Self::Pdf(PdfProblem::Broken) => "pdf_broken",
            Self::Pdf(PdfProblem::NoPages) => "pdf_no_pages",
            Self::Pdf(PdfProblem::TooSlow) => "pdf_too_slow",
            Self::Pdf(PdfProblem::TooMuch) => "pdf_too_much",
            Self::Table(problem) => problem.code(),
            Self::PdfNamedXml => "pdf_named_xml",
            Self::XmlNamedPdf => "xml_named_pdf",
            Self::Xml { .. } => "xml_malformed",
            Self::TooComplex { .. } => "xml_too_complex",
            Self::Encoding { .. } => "xml_encoding",
            Self::EntityDeclaration => "xml_entity_declaration",
            Self::NotUtd { .. } => "utd_other_format",
            Self::NotPowerOfAttorney { .. } => "not_power_of_attorney",
            Self::NotServiceDocument { .. } => "not_service_document",
            Self::UnsupportedVersion { .. } => "utd_version",
            Self::UnsupportedFunction { .. } => "utd_function",
            Self::Field { problem, .. } => problem.code(),
        }
    }
}

impl TableProblem {
    fn code(self) -> &'static str {
        match self {
            Self::Unrecognised => "table_unrecognised",
            Self::OldWorkbook => "table_old_workbook",
            Self::Broken => "table_broken",
            Self::NoCells => "table_empty",
            Self::TooManyRows => "table_too_many_rows",
            Self::TooManyColumns => "table_too_many_columns",
            Self::TooMuch => "table_too_much",
            Self::TooSlow => "table_too_slow",
        }
    }
}

impl FieldProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing => "field_missing",
            Self::TaxId { .. } => "field_tax_id",
            Self::Date { .. } => "field_date",
            Self::Number { .. } => "field_number",
            Self::Money { .. } => "field_money",
            Self::Currency { .. } => "field_currency",
            Self::TooLong { .. } => "field_too_long",
        }
    }
}

/// A value of a hostile file made fit for a sentence: at most 60 characters, none of them invisible.
pub(crate) fn short(value: &str) -> String {
    const SHOWN: usize = 60;
    let mut shown: String = value.chars().filter(|c| !is_invisible(*c)).take(SHOWN).collect();
    if value.chars().count() > SHOWN {
        shown.push('…');
    }
    shown
}

/// Control characters and those that turn the direction of writing.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests;
