//! Makes the seller's file of a УПД: КНД 1115131, format 5.03 of приказ ФНС ЕД-7-26/970@.
//!
//! A record that lacks something gives every gap at once, each a sentence for the clerk, and no file. What the record
//! says is written as it is: nothing is computed anew, but sums that do not agree with each other are gaps.
//!
//! # 5.02 and 5.03
//! 5.03 took the place of 5.02 without another order. Differences of the seller's file:
//! - VAT rates: 5.02 has 0, 10, 20, 10/110, 20/120; 5.03 adds 5, 7, 18, 22, their fractions, «9,09%», «16,67%», «18,03%»;
//! - `ДопСведТов/КрНаимСтрПр` is an attribute in 5.02 and a repeated first child in 5.03;
//! - `КодТовОКДП2` became `КодТовОКПД2`, `ИнфПродЗаГосКазн` became `ИнфПродЗаГоскКазн` (written so in the schema);
//! - `ЦенаТов` may be zero; `СтТовБезНДСПрослеж` has kopecks; `НомТовПрослеж` may be 25 characters long;
//! - `НаимРегион` up to 51 characters, `НомерСчета` and `КорСчет` up to 34.
//!
//! # Letters outside windows-1251
//! The format asks for windows-1251. A letter that it does not have («Ё» it has, «№» it has, emoji and Kazakh «қ» it
//! has not) is written as a numeric character reference, which every reader of XML turns back: nothing is lost.
//!
//! Deliberately not written: marking codes, traceability, factoring, treasury accounts and free information fields.

use domain::{Paper, Signatory, UtdFunction};
use encoding_rs::WINDOWS_1251;
use jiff::civil::{Date, DateTime};

mod gap;
mod side;
mod sums;
mod table;
mod transfer;
mod xml;

pub use gap::Gap;

use gap::Gaps;
use xml::Xml;

/// A record on its way to become a file.
#[derive(Debug, Clone, Copy)]
pub struct UtdFile<'a> {
    /// The record; our firm sells.
    pub paper: &'a Paper,
    /// What the УПД is used for.
    pub function: UtdFunction,
    /// Идентификатор участника ЭДО of our firm: `2BM-…`.
    pub sender_participant_id: &'a str,
    /// That of the buyer.
    pub recipient_participant_id: &'a str,
    /// Who signs.
    pub signer: &'a Signatory,
    /// On what the right to sign rests.
    pub powers: &'a Powers,
    /// Unique part of the name: a GUID, 36 characters.
    pub file_guid: &'a str,
    /// When the file is made, in the time of the office.
    pub made_at: DateTime,
}

/// How the right to sign is proved («способ подтверждения полномочий»).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Powers {
    /// By the signature itself: its certificate names the firm and its head (1).
    #[default]
    Signature,
    /// By a machine-readable power of attorney, МЧД (3).
    ElectronicAuthority {
        /// Единый регистрационный номер: a GUID.
        number: String,
        /// When it was given.
        issued_on: Date,
        /// Where it is kept: a URL of the ФНС or the operator.
        kept_at: String,
    },
    /// By a power of attorney on paper (5).
    PaperAuthority {
        /// Its number.
        number: String,
        /// When it was given.
        issued_on: Date,
    },
}

/// A file with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedFile {
    /// Name with its ending; the operator takes no other.
    pub name: String,
    /// The bytes, windows-1251.
    pub bytes: Vec<u8>,
}

/// Version of the format that is written.
pub const VERSION: &str = "5.03";

const PROGRAM: &str = concat!("Surguch ", env!("CARGO_PKG_VERSION"));
const TRANSFER_FACT: &str = "Документ об отгрузке товаров (выполнении работ), передаче имущественных прав (документ об оказании услуг)";
const TRANSFER_NAME: &str = TRANSFER_FACT;
const BOTH_NAME: &str = "Счет-фактура и документ об отгрузке товаров (выполнении работ), передаче имущественных прав \
                         (документ об оказании услуг)";

/// The file of this record.
///
/// # Errors
/// Everything that is missing or does not agree, each with a stable code and a Russian sentence.
pub fn write(file: &UtdFile<'_>) -> Result<NamedFile, Vec<Gap>> {
    let mut gaps = Gaps::default();
    let id = file_id(file, &mut gaps);
    let mut xml = Xml::new();
    xml.open(
        "Файл",
        &[("ИдФайл", &id), ("ВерсФорм", VERSION), ("ВерсПрог", PROGRAM)],
    );
    document(&mut xml, file, &mut gaps);
    xml.close("Файл");
    gaps.none_or_all()?;
    let (bytes, _, _) = WINDOWS_1251.encode(xml.text());
    Ok(NamedFile {
        name: format!("{id}.xml"),
        bytes: bytes.into_owned(),
    })
}

/// `ON_NSCHFDOPPR_<recipient>_<sender>_<year month day>_<guid>_<N2>_…_<N7>`; the six signs at the end tell that there
/// are no goods with marking, traceability and their like inside.
fn file_id(file: &UtdFile<'_>, gaps: &mut Gaps) -> String {
    let sides = [
        (
            "seller_participant",
            file.sender_participant_id,
            "Наша фирма не подключена",
        ),
        (
            "buyer_participant",
            file.recipient_participant_id,
            "Контрагент не найден",
        ),
    ];
    for (code, id, problem) in sides {
        let fits = (4..=46).contains(&id.len())
            && id
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && id.chars().nth(3) == Some('-');
        if !fits {
            let known = if id.is_empty() {
                "не известен".to_owned()
            } else {
                format!("«{id}» записан неверно")
            };
            let sentence = format!("{problem} у оператора ЭДО: идентификатор участника {known}.");
            gaps.add(code, sentence);
        }
    }
    let guid = file.file_guid;
    if guid.len() != 36 || !guid.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-') {
        gaps.add(
            "file_guid",
            "Не удалось составить имя файла. Создайте документ ЭДО ещё раз.".to_owned(),
        );
    }
    let made_on = file.made_at.date().strftime("%Y%m%d");
    let (to, from) = (file.recipient_participant_id, file.sender_participant_id);
    format!("ON_NSCHFDOPPR_{to}_{from}_{made_on}_{guid}_0_0_0_0_0_00")
}

fn document(xml: &mut Xml, file: &UtdFile<'_>, gaps: &mut Gaps) {
    let maker = file.paper.firm.as_ref().map(side::maker).unwrap_or_default();
    let (fact, name) = match file.function {
        UtdFunction::Invoice => ("", ""),
        UtdFunction::Transfer => (TRANSFER_FACT, TRANSFER_NAME),
        UtdFunction::InvoiceAndTransfer => (TRANSFER_FACT, BOTH_NAME),
    };
    xml.open(
        "Документ",
        &[
            ("КНД", super::KND_SELLER),
            ("Функция", file.function.as_format_value()),
            ("ПоФактХЖ", fact),
            ("НаимДокОпр", name),
            ("ДатаИнфПр", &date(file.made_at.date())),
            ("ВремИнфПр", &file.made_at.strftime("%H.%M.%S").to_string()),
            ("НаимЭконСубСост", &maker),
        ],
    );
    invoice(xml, file, gaps);
    table::write(xml, file, gaps);
    if file.function != UtdFunction::Invoice {
        transfer::write(xml, file, gaps);
    }
    transfer::signer(xml, file, gaps);
    xml.close("Документ");
}

/// «Содержание факта хозяйственной жизни 1»: who, to whom, in which currency and on what grounds.
fn invoice(xml: &mut Xml, file: &UtdFile<'_>, gaps: &mut Gaps) {
    let paper = file.paper;
    let number = gaps.text("number", "Номер документа", &paper.number, 1000);
    if number.is_empty() {
        gaps.add("number", "Не указан номер документа.".to_owned());
    }
    if paper.issued_on.is_none() {
        gaps.add("issued_on", "Не указана дата документа.".to_owned());
    }
    let issued_on = paper.issued_on.map(date).unwrap_or_default();
    xml.open("СвСчФакт", &[("НомерДок", &number), ("ДатаДок", &issued_on)]);
    side::seller(xml, file, gaps);
    side::shipper_and_consignee(xml, file, gaps);
    for payment in &paper.details.payments {
        let number = gaps.text("payment", "Номер платёжного документа", &payment.number, 30);
        let paid_on = payment.issued_on.map(date).unwrap_or_default();
        if number.is_empty() || paid_on.is_empty() {
            let sentence = "У платёжного документа нужны и номер, и дата: дополните или уберите его.";
            gaps.add("payment", sentence.to_owned());
        }
        xml.empty("СвПРД", &[("НомерПРД", &number), ("ДатаПРД", &paid_on)]);
    }
    shipment_papers(xml, file, gaps);
    side::buyer(xml, file, gaps);
    let currency = currency_name(&paper.currency).unwrap_or_default();
    if currency.is_empty() {
        let sentence = format!(
            "Валюта с кодом «{}» в УПД пока не поддерживается.",
            paper.currency
        );
        gaps.add("currency", sentence);
    }
    xml.empty("ДенИзм", &[("КодОКВ", &paper.currency), ("НаимОКВ", currency)]);
    special(xml, file, gaps);
    xml.close("СвСчФакт");
}

/// Line 5а of the счёт-фактура: by which paper the goods went. Of a УПД of both functions it is the paper itself; of an
/// invoice alone the grounds name it; an advance has none.
fn shipment_papers(xml: &mut Xml, file: &UtdFile<'_>, gaps: &mut Gaps) {
    let paper = file.paper;
    match file.function {
        UtdFunction::Transfer => {}
        UtdFunction::InvoiceAndTransfer => {
            let issued_on = paper.issued_on.map(date).unwrap_or_default();
            let number = xml::clean(&paper.number).chars().take(255).collect::<String>();
            let attributes = [
                ("РеквНаимДок", "Универсальный передаточный документ"),
                ("РеквНомерДок", number.as_str()),
                ("РеквДатаДок", &issued_on),
            ];
            xml.empty("ДокПодтвОтгрНом", &attributes);
        }
        UtdFunction::Invoice if table::is_advance(paper) => {}
        UtdFunction::Invoice => {
            if paper.details.grounds.is_empty() {
                let sentence = "Для счёта-фактуры без передаточного документа укажите в основаниях документ об отгрузке \
                                с номером и датой.";
                gaps.add("shipment_paper", sentence.to_owned());
            }
            for grounds in &paper.details.grounds {
                transfer::reference(xml, "ДокПодтвОтгрНом", grounds, gaps);
            }
        }
    }
}

/// State contract and the mark of an advance.
fn special(xml: &mut Xml, file: &UtdFile<'_>, gaps: &mut Gaps) {
    let contract = xml::clean(&file.paper.details.state_contract);
    if !contract.is_empty() && !(20..=25).contains(&contract.chars().count()) {
        let sentence =
            format!("Идентификатор госконтракта «{contract}» указан неверно: нужно от 20 до 25 знаков.");
        gaps.add("state_contract", sentence);
    }
    const ADVANCE: &str = "2";
    let is_advance = file.function == UtdFunction::Invoice && table::is_advance(file.paper);
    let mark = if is_advance { ADVANCE } else { "" };
    if !contract.is_empty() || is_advance {
        xml.empty("ДопСвФХЖ1", &[("ИдГосКон", &contract), ("СпОбстФСЧФ", mark)]);
    }
}

/// ДД.ММ.ГГГГ.
fn date(day: Date) -> String {
    day.strftime("%d.%m.%Y").to_string()
}

/// Name by ОКВ.
fn currency_name(code: &str) -> Option<&'static str> {
    Some(match code {
        "643" => "Российский рубль",
        "840" => "Доллар США",
        "978" => "Евро",
        "156" => "Юань",
        "398" => "Тенге",
        "933" => "Белорусский рубль",
        "051" => "Армянский драм",
        "417" => "Сом",
        "860" => "Узбекский сум",
        "949" => "Турецкая лира",
        "784" => "Дирхам (ОАЭ)",
        _ => return None,
    })
}
