//! The seller's title of a УПД, КНД 1115131: versions 5.03 and 5.02 of приказ ФНС ЕД-7-26/970@.
//!
//! 5.03 differs from 5.02, for what is read here, in the list of VAT rates and in the place of the country's name; all
//! differences are told in the module that writes. Read are the facts of the registry; deliberately not read are addresses, bank accounts, marks, signers and information fields, and
//! the schema is not checked as a whole.

use domain::{EdoFormat, UtdFunction};

use crate::error::{Error, FieldProblem, short};
use crate::facts::Facts;
use crate::xml::Element;

mod lines;
mod node;
mod party;
mod write;

pub use write::{Gap, NamedFile, Powers, UtdFile, VERSION, write};

use node::Node;

const KND_SELLER: &str = "1115131";

/// The elements whose content is read.
pub(crate) fn is_of_interest(name: &str) -> bool {
    matches!(
        name,
        "Файл"
            | "Документ"
            | "СвСчФакт"
            | "ИспрДок"
            | "СвПрод"
            | "СвПокуп"
            | "ИдСв"
            | "СвИП"
            | "СвЮЛУч"
            | "СвИнНеУч"
            | "СвФЛУч"
            | "ФИО"
            | "ДенИзм"
            | "ТаблСчФакт"
            | "СведТов"
            | "СумНал"
            | "Акциз"
            | "СумАкциз"
            | "СвДТ"
            | "ДопСведТов"
            | "КрНаимСтрПр"
            | "БезНДС"
            | "ВсегоОпл"
            | "СумНалВсего"
    )
}

/// The facts of a УПД; `name` is the file's name without folders.
pub(crate) fn read(name: &str, root: &Element, encoding_warning: Option<String>) -> Result<Facts, Error> {
    let mut warnings: Vec<String> = encoding_warning.into_iter().collect();
    let file = Node::root(root);
    let document = document(&file)?;
    let version = version(&file, &mut warnings)?;
    let function = function(&document)?;
    let invoice = document.need("СвСчФакт")?;
    let currency = currency(&invoice)?;
    let number = invoice.need_text("НомерДок", 1000)?;
    let issued_on = invoice.need_date("ДатаДок")?;
    check_name(name, &file, &mut warnings);
    check_correction(&invoice, &mut warnings);
    let seller = party::read(&invoice, party::SELLER, &mut warnings)?;
    let buyer = party::read(&invoice, party::BUYER, &mut warnings)?;
    let table = lines::read(&document, &mut warnings)?;
    Ok(Facts {
        format: EdoFormat::Utd(function),
        format_version: Some(version),
        number,
        issued_on: Some(issued_on),
        total: table.total,
        vat_amount: table.vat_amount,
        currency,
        seller,
        buyer,
        lines: table.lines,
        guess: None,
        warnings,
    })
}

/// The document inside, once it is certain that it is a seller's title of a УПД.
fn document<'e>(file: &Node<'e>) -> Result<Node<'e>, Error> {
    let root = &file.element().name;
    let document = file.child("Документ");
    let knd = document.as_ref().and_then(|document| document.attribute("КНД"));
    match document {
        Some(document) if root == "Файл" && knd == Some(KND_SELLER) => Ok(document),
        _ => Err(Error::NotUtd {
            root: short(root),
            knd: knd.map(short),
        }),
    }
}

fn version(file: &Node<'_>, warnings: &mut Vec<String>) -> Result<String, Error> {
    let version = file.need_attribute("ВерсФорм")?;
    match version {
        "5.03" => {}
        "5.02" => warnings.push(
            "УПД составлен по прежней версии формата 5.02. Оператор может отказать в приёме: \
             действующая версия 5.03."
                .to_owned(),
        ),
        version => {
            return Err(Error::UnsupportedVersion {
                version: short(version),
            });
        }
    }
    Ok(version.to_owned())
}

fn function(document: &Node<'_>) -> Result<UtdFunction, Error> {
    let function = document.need_attribute("Функция")?;
    UtdFunction::from_format_value(function).ok_or_else(|| Error::UnsupportedFunction {
        function: short(function),
    })
}

fn currency(invoice: &Node<'_>) -> Result<String, Error> {
    let unit = invoice.need("ДенИзм")?;
    let code = unit.need_attribute("КодОКВ")?;
    if code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(unit.wrong("@КодОКВ", FieldProblem::Currency { value: short(code) }));
    }
    Ok(code.to_owned())
}

/// The order asks that the file be named as it names itself; operators send it under that name.
fn check_name(name: &str, file: &Node<'_>, warnings: &mut Vec<String>) {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let differs = |id: &&str| !id.eq_ignore_ascii_case(stem) && !id.eq_ignore_ascii_case(name);
    match file.attribute("ИдФайл") {
        None => warnings
            .push("В файле не указан его идентификатор (ИдФайл). Оператор откажет в приёме.".to_owned()),
        Some(id) if differs(&id) => warnings.push(format!(
            "Имя файла «{}» отличается от имени, записанного внутри него: «{}».",
            short(name),
            short(id)
        )),
        Some(_) => {}
    }
}

fn check_correction(invoice: &Node<'_>, warnings: &mut Vec<String>) {
    if let Some(correction) = invoice.child("ИспрДок") {
        let number = correction.attribute("НомИспр").unwrap_or("без номера");
        let date = correction.attribute("ДатаИспр").unwrap_or("без даты");
        warnings.push(format!(
            "Это исправленный документ: исправление № {} от {}.",
            short(number),
            short(date)
        ));
    }
}
