//! A record as the user contract `utd970_05_03_01` of Diadoc: the short XML from which the operator makes the title of
//! a УПД (`GenerateTitleXml`, QUIRKS 34). Attributes and elements are named as in the operator's schema.
//!
//! Sums are taken from the record as they are: the operator does not calculate, and neither does this file.

pub(super) mod answer;
#[cfg(test)]
mod golden;
mod parties;
pub(super) mod service_signer;
pub(super) mod signer_check;
mod signer_power;
#[cfg(test)]
mod signer_tests;
mod table;
pub(super) mod universal_message;

use domain::{OtherParty, Paper, PaperSide, Reference, Signatory, UtdFunction};
use jiff::civil::Date;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::Error;
use crate::edo::{SignerPower, TitleRequest};

/// Elements one after another; every attribute without a value is left out.
struct Xml {
    writer: Writer<Vec<u8>>,
    fault: Option<String>,
}

type Attributes<'a> = &'a [(&'a str, &'a str)];

impl Xml {
    fn event(&mut self, event: Event<'_>) {
        if let Err(fault) = self.writer.write_event(event) {
            self.fault = Some(fault.to_string());
        }
    }

    fn start(name: &str, attributes: Attributes<'_>) -> BytesStart<'static> {
        let mut start = BytesStart::new(name.to_owned());
        for (name, value) in attributes.iter().filter(|(_, value)| !value.trim().is_empty()) {
            start.push_attribute((*name, value.trim()));
        }
        start
    }

    fn empty(&mut self, name: &str, attributes: Attributes<'_>) {
        self.event(Event::Empty(Self::start(name, attributes)));
    }

    fn text(&mut self, name: &str, attributes: Attributes<'_>, text: &str) {
        self.element(name, attributes, |xml| {
            xml.event(Event::Text(BytesText::new(text.trim())))
        });
    }

    fn element(&mut self, name: &str, attributes: Attributes<'_>, inside: impl FnOnce(&mut Self)) {
        self.event(Event::Start(Self::start(name, attributes)));
        inside(self);
        self.event(Event::End(BytesEnd::new(name.to_owned())));
    }
}

/// The bytes of the contract. [`Error::Refused`] with all gaps at once when the record does not say enough.
pub(super) fn write(request: &TitleRequest) -> Result<Vec<u8>, Error> {
    let (firm, buyer) = complete(request)?;
    let mut xml = Xml {
        writer: Writer::new(Vec::new()),
        fault: None,
    };
    xml.event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
    document(&mut xml, request, firm, buyer);
    match xml.fault {
        None => Ok(xml.writer.into_inner()),
        Some(fault) => Err(Error::Malformed(format!("user contract: {fault}"))),
    }
}

fn document(xml: &mut Xml, request: &TitleRequest, firm: &PaperSide, buyer: &PaperSide) {
    let paper = &request.paper;
    let issued_on = paper.issued_on.map(date).unwrap_or_default();
    let attributes = [
        ("Function", request.function.as_format_value()),
        ("DocumentDate", issued_on.as_str()),
        ("DocumentNumber", &paper.number),
        ("Currency", &paper.currency),
        ("DocumentName", document_name(request.function)),
        ("DocumentCreator", &creator(firm)),
        ("GovernmentContractInfo", &paper.details.state_contract),
    ];
    xml.element("UniversalTransferDocument", &attributes, |xml| {
        xml.element("Sellers", &[], |xml| {
            parties::organization(xml, "Seller", firm, &request.from_box);
        });
        xml.element("Buyers", &[], |xml| {
            parties::organization(xml, "Buyer", buyer, &request.to_box)
        });
        xml.element("Signers", &[], |xml| signer(xml, &request.signer, None));
        payments(xml, paper);
        table::write(xml, paper);
        transfer(xml, paper);
        if request.function != UtdFunction::Transfer {
            let itself = Reference {
                name: "Универсальный передаточный документ".to_owned(),
                number: paper.number.clone(),
                issued_on: paper.issued_on,
            };
            xml.element("DocumentShipments", &[], |xml| {
                reference(xml, "DocumentShipment", &itself)
            });
        }
    });
}

/// What must be known before the operator is asked, told all at once.
fn complete(request: &TitleRequest) -> Result<(&PaperSide, &PaperSide), Error> {
    let paper = &request.paper;
    let buyer = match &paper.other {
        OtherParty::Company(side) => Some(side.as_ref()),
        OtherParty::Individual(_) | OtherParty::Unknown => None,
    };
    let gaps = [
        (paper.firm.is_none(), "Не указана наша фирма."),
        (
            buyer.is_none(),
            "Не указан покупатель: УПД отправляют организации или предпринимателю.",
        ),
        (paper.number.trim().is_empty(), "Не указан номер документа."),
        (paper.issued_on.is_none(), "Не указана дата документа."),
        (paper.lines.is_empty(), "В документе нет ни одной строки."),
        (paper.totals.total.is_none(), "Не у всех строк посчитана сумма."),
        (
            request.signer.name.last.trim().is_empty() || request.signer.name.first.trim().is_empty(),
            "Не указаны фамилия и имя подписанта: заполните руководителя в карточке фирмы.",
        ),
    ];
    let told: Vec<&str> = gaps
        .iter()
        .filter(|(is_open, _)| *is_open)
        .map(|(_, words)| *words)
        .collect();
    match (&paper.firm, buyer) {
        (Some(firm), Some(buyer)) if told.is_empty() => Ok((firm, buyer)),
        _ => Err(Error::Refused {
            code: "title_incomplete".to_owned(),
            text: format!(
                "{} Запись сохранена, оператору ничего не отправлено.",
                told.join(" ")
            ),
        }),
    }
}

fn document_name(function: UtdFunction) -> &'static str {
    match function {
        UtdFunction::Invoice => "Счет-фактура",
        UtdFunction::Transfer => {
            "Документ об отгрузке товаров (передаче результатов работ), передаче имущественных прав"
        }
        UtdFunction::InvoiceAndTransfer => {
            "Счет-фактура и документ об отгрузке товаров (выполнении работ), передаче имущественных прав \
             (документ об оказании услуг)"
        }
    }
}

/// Наименование экономического субъекта — составителя файла, with its numbers.
fn creator(firm: &PaperSide) -> String {
    let party = &firm.party;
    match &party.kpp {
        Some(kpp) => format!("{}, ИНН/КПП {}/{kpp}", party.name, party.inn),
        None => format!("{}, ИНН {}", party.name, party.inn),
    }
}

fn signer(xml: &mut Xml, signer: &Signatory, power: Option<&SignerPower>) {
    let position = match signer.position.trim() {
        "" => "Руководитель",
        position => position,
    };
    let method = signer_power::confirmation(power);
    xml.element("Signer", &[("SignerPowersConfirmationMethod", method)], |xml| {
        let name = &signer.name;
        let parts = [
            ("LastName", name.last.as_str()),
            ("FirstName", &name.first),
            ("MiddleName", &name.middle),
        ];
        xml.empty("Fio", &parts);
        xml.text("Position", &[("PositionSource", "Manual")], position);
        if let Some(power) = power {
            signer_power::of_title(xml, power);
        }
    });
}

fn payments(xml: &mut Xml, paper: &Paper) {
    if paper.details.payments.is_empty() {
        return;
    }
    xml.element("PaymentDocuments", &[], |xml| {
        for payment in &paper.details.payments {
            let on = payment.issued_on.map(date).unwrap_or_default();
            xml.empty("Document", &[("Date", on.as_str()), ("Number", &payment.number)]);
        }
    });
}

fn transfer(xml: &mut Xml, paper: &Paper) {
    let details = &paper.details;
    let on = details
        .shipped_on
        .or(paper.issued_on)
        .map(date)
        .unwrap_or_default();
    let services = paper.lines.iter().filter(|line| line.details.is_service).count();
    let operation = match services {
        0 => "Товары переданы",
        all if all == paper.lines.len() => "Работы выполнены, услуги оказаны",
        _ => "Товары переданы, работы выполнены, услуги оказаны",
    };
    let attributes = [
        ("OperationInfo", operation),
        ("TransferDate", on.as_str()),
        ("TransferTextInfo", &details.transport),
    ];
    // The schema takes only papers with a date; «без документа-основания» is what the operator writes without any.
    let grounds: Vec<&Reference> = details
        .grounds
        .iter()
        .filter(|paper| paper.issued_on.is_some())
        .collect();
    xml.element("TransferInfo", &attributes, |xml| {
        if !grounds.is_empty() {
            xml.element("TransferBases", &[], |xml| {
                for ground in grounds {
                    reference(xml, "TransferBase", ground);
                }
            });
        }
    });
}

fn reference(xml: &mut Xml, element: &str, paper: &Reference) {
    let name = or(&paper.name, "Документ");
    let number = or(&paper.number, "Без номера");
    let on = paper.issued_on.map(date).unwrap_or_default();
    let attributes = [
        ("DocumentName", name),
        ("DocumentNumber", number),
        ("DocumentDate", &on),
    ];
    xml.empty(element, &attributes);
}

fn or<'a>(text: &'a str, instead: &'a str) -> &'a str {
    if text.trim().is_empty() { instead } else { text }
}

fn date(date: Date) -> String {
    date.strftime("%d.%m.%Y").to_string()
}
