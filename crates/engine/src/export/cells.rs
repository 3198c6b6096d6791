//! The columns that can be exported, and what each of them says of a document.

use std::collections::BTreeSet;

use domain::{Direction, Document, Money};
use jiff::SignedDuration;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use store::DocumentRow;

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell {
    Empty,
    Text(String),
    Money(Money),
    Day(Date),
    Moment(DateTime),
}

impl Cell {
    fn text(text: &str) -> Self {
        let text = text.trim();
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text.to_owned())
        }
    }
}

macro_rules! columns {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $heading:literal, $width:literal;)+) => {
        /// A column of the registry.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum ExportColumn {
            $($(#[$doc])* $name,)+
        }

        impl ExportColumn {
            /// All of them, in the order in which tables usually have them.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The stable name.
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)+
                }
            }

            /// What stands above the column.
            pub fn heading(self) -> &'static str {
                match self {
                    $(Self::$name => $heading,)+
                }
            }

            /// Its width on a sheet, letters.
            pub(super) fn width_letters(self) -> u8 {
                match self {
                    $(Self::$name => $width,)+
                }
            }
        }
    };
}

columns! {
    /// Date of the document.
    Date = "date", "Дата", 11;
    /// Number as printed.
    Number = "number", "Номер", 16;
    /// The other side: a company or a person.
    Counterparty = "counterparty", "Контрагент", 38;
    /// Its ИНН, as text: it may begin with a zero.
    Inn = "inn", "ИНН", 14;
    /// The kind.
    Kind = "kind", "Вид", 22;
    /// Our firm.
    Firm = "firm", "Организация", 30;
    /// Sum with VAT.
    Total = "total", "Сумма", 16;
    /// Letters of the currency.
    Currency = "currency", "Валюта", 9;
    /// VAT in the sum.
    Vat = "vat", "НДС", 14;
    /// «Статус ЭДО».
    Status = "status", "Статус ЭДО", 24;
    /// Since when it holds, by the clock on the wall.
    Since = "since", "Статус с", 17;
    /// Who of us is responsible.
    Assignee = "assignee", "Ответственный", 20;
    /// Which way it goes.
    Direction = "direction", "Направление", 13;
    /// «Комментарий».
    Comment = "comment", "Комментарий", 36;
    /// The operator's own words.
    OperatorText = "operator_text", "Ответ оператора", 36;
}

impl ExportColumn {
    /// The column of this stable name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|column| column.code() == code)
    }

    /// True when the row of the registry does not know it.
    pub(super) fn is_of_record(self) -> bool {
        matches!(self, Self::Vat | Self::Comment)
    }
}

/// A document on its way into a row.
pub(super) struct Exported<'d> {
    pub(super) row: &'d DocumentRow,
    /// Read only where a column asks for it.
    pub(super) document: Option<&'d Document>,
    /// How far the clock on the wall is from UTC.
    pub(super) offset: SignedDuration,
}

impl Exported<'_> {
    pub(super) fn cell(&self, column: ExportColumn) -> Cell {
        let row = self.row;
        let text = |text: Option<&str>| text.map_or(Cell::Empty, Cell::text);
        match column {
            ExportColumn::Date => row.issued_on.map_or(Cell::Empty, Cell::Day),
            ExportColumn::Number => Cell::text(&row.number),
            ExportColumn::Counterparty => {
                let side = row.counterparty_name.as_deref();
                text(side.or(row.individual_name.as_deref()))
            }
            ExportColumn::Inn => text(row.counterparty_inn.as_ref().map(domain::Inn::as_str)),
            ExportColumn::Kind => Cell::text(&row.kind_name),
            ExportColumn::Firm => text(row.firm_name.as_deref()),
            ExportColumn::Total => row.total.map_or(Cell::Empty, Cell::Money),
            ExportColumn::Currency => Cell::text(currency(&row.currency)),
            ExportColumn::Vat => self
                .document
                .and_then(|document| document.body.vat_amount)
                .map_or(Cell::Empty, Cell::Money),
            ExportColumn::Status => Cell::text(row.status.label_of(row.direction)),
            ExportColumn::Since => Cell::Moment(self.since()),
            ExportColumn::Assignee => text(row.assignee_name.as_deref()),
            ExportColumn::Direction => Cell::text(match row.direction {
                Direction::Outbound => "Исходящий",
                Direction::Inbound => "Входящий",
            }),
            ExportColumn::Comment => text(
                self.document
                    .map(|document| document.body.details.comment.as_str()),
            ),
            ExportColumn::OperatorText => Cell::text(&row.operator_status_text),
        }
    }

    fn since(&self) -> DateTime {
        let utc = self.row.status_since.to_zoned(TimeZone::UTC).datetime();
        utc.saturating_add(self.offset)
    }
}

/// The letters of a currency of ОКВ; its digits where they are rarer.
fn currency(digits: &str) -> &str {
    match digits {
        "643" => "RUB",
        "840" => "USD",
        "978" => "EUR",
        "156" => "CNY",
        "398" => "KZT",
        "933" => "BYN",
        other => other,
    }
}

/// Letters of these texts that windows-1251 lacks, each once.
pub(super) fn unwritable(text: &str) -> BTreeSet<char> {
    let lacks = |letter: &char| {
        let mut bytes = [0; 4];
        encoding_rs::WINDOWS_1251.encode(letter.encode_utf8(&mut bytes)).2
    };
    text.chars().filter(lacks).collect()
}
