//! The business document in the registry.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::blob::BlobId;
use crate::ids::{CounterpartyId, DocumentId, EdoFileId, EmployeeId, FirmId, IndividualId, KindId};
use crate::money::Money;
use crate::vat::PriceKind;

/// What a УПД is used for (attribute `Функция` of the format, приказ ФНС ЕД-7-26/970@).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UtdFunction {
    /// СЧФ — an invoice only; the buyer signs nothing.
    Invoice,
    /// ДОП — a transfer document only; the buyer signs.
    Transfer,
    /// СЧФДОП — both in one.
    InvoiceAndTransfer,
}

impl UtdFunction {
    /// The value in the XML: «СЧФ», «ДОП», «СЧФДОП».
    pub fn as_format_value(self) -> &'static str {
        match self {
            Self::Invoice => "СЧФ",
            Self::Transfer => "ДОП",
            Self::InvoiceAndTransfer => "СЧФДОП",
        }
    }

    /// The function of this value of the XML, if it is one of a sale.
    pub fn from_format_value(value: &str) -> Option<Self> {
        [Self::Invoice, Self::Transfer, Self::InvoiceAndTransfer]
            .into_iter()
            .find(|function| function.as_format_value() == value)
    }
}

/// In which format a document goes to the other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "function", rename_all = "snake_case")]
pub enum EdoFormat {
    /// УПД, универсальный передаточный документ.
    Utd(UtdFunction),
    /// A file without a format of the ФНС: a PDF print form.
    Nonformalized,
}

impl EdoFormat {
    /// The stable name in the database: `utd_invoice`, `utd_transfer`, `utd_invoice_and_transfer`, `nonformalized`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Utd(UtdFunction::Invoice) => "utd_invoice",
            Self::Utd(UtdFunction::Transfer) => "utd_transfer",
            Self::Utd(UtdFunction::InvoiceAndTransfer) => "utd_invoice_and_transfer",
            Self::Nonformalized => "nonformalized",
        }
    }

    /// The format of this stable name.
    pub fn from_code(code: &str) -> Option<Self> {
        [
            Self::Utd(UtdFunction::Invoice),
            Self::Utd(UtdFunction::Transfer),
            Self::Utd(UtdFunction::InvoiceAndTransfer),
            Self::Nonformalized,
        ]
        .into_iter()
        .find(|format| format.code() == code)
    }

    /// The Russian name for the clerk.
    pub fn label(self) -> &'static str {
        match self {
            Self::Utd(UtdFunction::Invoice) => "УПД, СЧФ",
            Self::Utd(UtdFunction::Transfer) => "УПД, ДОП",
            Self::Utd(UtdFunction::InvoiceAndTransfer) => "УПД",
            Self::Nonformalized => "Документ",
        }
    }

    /// True when the other side is asked for a signature of its own.
    pub fn wants_their_signature(self) -> bool {
        self != Self::Utd(UtdFunction::Invoice)
    }
}

/// Which way a document goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// From us.
    Outbound,
    /// To us.
    Inbound,
}

/// VAT rate of a line (НК РФ ст. 164; 22 % since 01.01.2026, закон 425-ФЗ).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VatRate {
    /// «без НДС».
    NoVat,
    /// A whole number of per cent: 0, 5, 7, 10, 18, 20, 22.
    Percent(u8),
    /// A fraction rate, rate over hundred plus rate: 5/105, 7/107, 10/110, 18/118, 20/120, 22/122.
    Fraction(u8),
    /// «НДС исчисляется налоговым агентом».
    TaxAgent,
    /// A rate the program does not know, as written.
    Other(String),
}

/// A line of a document: one product or service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What is sold.
    pub name: String,
    /// Unit as written («шт», «кг»), or its ОКЕИ code where no name is given.
    pub unit: String,
    /// How many; up to 11 digits after the point.
    pub quantity: Option<Decimal>,
    /// Price of one, with or without VAT as [`DocumentDetails::prices`] says; up to 11 digits after the point.
    pub price: Option<Decimal>,
    /// VAT rate.
    pub vat_rate: VatRate,
    /// VAT of the line; absent where there is none.
    pub vat_amount: Option<Money>,
    /// Sum of the line with VAT.
    pub total: Option<Money>,
    /// What the official forms ask beyond that.
    pub details: LineDetails,
}

impl Line {
    /// Sum of the line without VAT.
    pub fn net(&self) -> Option<Money> {
        let vat = self.vat_amount.unwrap_or(Money::ZERO);
        Money::new(self.total?.decimal().checked_sub(vat.decimal())?).ok()
    }

    /// Price of one without VAT, as the official forms want it: where prices have VAT in them it is the sum without VAT
    /// over the quantity, to eleven digits after the point.
    pub fn net_price(&self, prices: PriceKind) -> Option<Decimal> {
        if prices == PriceKind::WithoutVat && !matches!(self.vat_rate, VatRate::Fraction(_)) {
            return self.price;
        }
        let quantity = self.quantity.filter(|quantity| !quantity.is_zero())?;
        Some(
            self.net()?
                .decimal()
                .checked_div(quantity)?
                .round_dp(11)
                .normalize(),
        )
    }
}

/// Columns of the УПД that most lines leave empty (приказ ФНС ЕД-7-26/970@; ПП РФ 1137).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LineDetails {
    /// Код товара, работ, услуг (column Б); an article number.
    pub item_code: String,
    /// Код вида товара, ТН ВЭД (column 1б).
    pub product_kind_code: String,
    /// Код единицы измерения by ОКЕИ (column 2): «796».
    pub unit_code: String,
    /// Акциз (column 6); absent for «без акциза».
    pub excise: Option<Money>,
    /// Страна происхождения, digits of ОКСМ (column 10).
    pub country_code: String,
    /// Её краткое наименование (column 10а).
    pub country: String,
    /// Регистрационный номер декларации на товары или партии товара (column 11).
    pub customs_declaration: String,
    /// A work or service, not goods: papers leave out unit and country.
    pub is_service: bool,
    /// Who did the work, for an order of works; empty when nobody is named.
    pub performer: String,
}

/// A file kept with us, by address; its bytes never change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredFile {
    /// Address of the bytes.
    pub blob: BlobId,
    /// Name as it came, without folders.
    pub name: String,
    /// Length in bytes.
    pub size: u64,
}

/// A paper that a document refers to: a contract, an order, a payment.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Reference {
    /// What it is: «Договор поставки».
    pub name: String,
    /// Its number; empty for «б/н».
    pub number: String,
    /// Its date.
    pub issued_on: Option<Date>,
}

/// What documents tell beyond the columns of the registry. All of it may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DocumentDetails {
    /// Date of the shipment; says which VAT rates there are. That of the document when absent.
    pub shipped_on: Option<Date>,
    /// Whether prices have VAT in them.
    pub prices: PriceKind,
    /// Основания: contracts and orders on which the document rests.
    pub grounds: Vec<Reference>,
    /// Платёжно-расчётные документы (line 5 of the счёт-фактура).
    pub payments: Vec<Reference>,
    /// Грузоотправитель, as printed; empty for «он же».
    pub shipper: String,
    /// Грузополучатель, as printed; empty for the buyer.
    pub consignee: String,
    /// Данные о транспортировке и грузе.
    pub transport: String,
    /// Идентификатор государственного контракта.
    pub state_contract: String,
    /// A word for ourselves or for the paper: «Комментарий».
    pub comment: String,
    /// Fields of the kind by their stable names.
    pub fields: BTreeMap<String, String>,
    /// The number was typed by a person, so it stays when firm, kind or year change.
    pub number_by_hand: bool,
}

/// A file frozen to be signed («Файл ЭДО»): one row for each that was taken in or made. Its bytes never change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EdoFile {
    /// Identity in the database.
    pub id: EdoFileId,
    /// Of which document.
    pub document: DocumentId,
    /// The file.
    pub file: StoredFile,
    /// In which format it is.
    pub format: EdoFormat,
    /// From which revision of the record it was made.
    pub revision: u32,
    /// When.
    pub made_at: Timestamp,
    /// The print form that it shows, where it stands beside the record's own file as a message of its own; empty for
    /// the record's own file.
    #[serde(default)]
    pub print_form: String,
}

/// A document before it has an identity: what an import or a form gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDocument {
    /// The firm of ours that takes part; unknown for a bare file until the clerk chooses.
    pub firm: Option<FirmId>,
    /// The other side, if it is a company and known.
    pub counterparty: Option<CounterpartyId>,
    /// The other side, if it is a person. Never together with a counterparty.
    pub individual: Option<IndividualId>,
    /// Who of us is responsible.
    pub assignee: Option<EmployeeId>,
    /// Which way it goes.
    pub direction: Direction,
    /// The kind of the directory; absent for papers older than the directory.
    pub kind: Option<KindId>,
    /// In which format it goes to the other side.
    pub format: EdoFormat,
    /// Number as printed; empty when the file does not say.
    pub number: String,
    /// Date of the document («дата документа»), not of any event.
    pub issued_on: Option<Date>,
    /// Sum with VAT.
    pub total: Option<Money>,
    /// VAT in the sum.
    pub vat_amount: Option<Money>,
    /// Currency, three digits of ОКВ: «643» is the rouble.
    pub currency: String,
    /// Title for people when there is no number: the file name without its ending.
    pub title: String,
    /// The file that will be signed («Файл ЭДО»): the one that was imported, or the one made last of the record.
    /// Absent until one is made.
    pub file: Option<StoredFile>,
    /// Where the record came from.
    pub origin: Origin,
    /// Lines, if they are known.
    pub lines: Vec<Line>,
    /// Everything else.
    pub details: DocumentDetails,
}

/// Where a record came from: says who owns its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// From a file that is signed as it came.
    Imported,
    /// Written in the program: its file is made from it.
    Composed,
}

impl Origin {
    /// The stable name in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Imported => "imported",
            Self::Composed => "composed",
        }
    }

    /// The origin of this stable name.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Imported, Self::Composed]
            .into_iter()
            .find(|origin| origin.code() == code)
    }
}

/// A business document in the registry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Identity in the database; never used again after removal.
    pub id: DocumentId,
    /// Everything else.
    pub body: NewDocument,
    /// When it came into the registry.
    pub created_at: Timestamp,
    /// Grows by one with every change of the content; 1 at first.
    pub revision: u32,
    /// The revision from which the present file was made; absent without a file. Smaller than `revision` when the
    /// record was changed after its file was made.
    pub file_revision: Option<u32>,
}

impl Document {
    /// True when the file still says what the record says.
    pub fn file_is_current(&self) -> bool {
        self.file_revision == Some(self.revision)
    }
}

#[cfg(test)]
mod tests {
    use super::{EdoFormat, UtdFunction};

    #[test]
    fn names_of_kinds_and_functions_lead_back_to_them() {
        for function in [
            UtdFunction::Invoice,
            UtdFunction::Transfer,
            UtdFunction::InvoiceAndTransfer,
        ] {
            assert_eq!(
                UtdFunction::from_format_value(function.as_format_value()),
                Some(function)
            );
            assert_eq!(
                EdoFormat::from_code(EdoFormat::Utd(function).code()),
                Some(EdoFormat::Utd(function))
            );
        }
        assert_eq!(UtdFunction::from_format_value("СвРК"), None);
        assert_eq!(
            EdoFormat::from_code("nonformalized"),
            Some(EdoFormat::Nonformalized)
        );
    }
}
