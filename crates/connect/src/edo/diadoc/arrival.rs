//! A document that came to us, out of its docflow: every event about it tells all of this again, so that the order of
//! events does not matter.

use std::str::FromStr;

use domain::{EdoFormat, ExpectedAnswer, Money, RemoteDocument, UtdFunction};
use jiff::civil::Date;

use super::letter::is_known_utd_version;
use super::wire::{DocumentDirection, DocumentInfoV3, DocumentWithDocflowV4, MessageType};
use super::{ids, proxy};
use crate::edo::Arrival;

/// Type of the operator, the nearest built-in kind, and what the paper is called where the kind does not say it.
static KINDS: [(&str, &str, &str); 22] = [
    ("UniversalTransferDocument", "utd", ""),
    ("UniversalTransferDocumentRevision", "utd", "Исправленный УПД"),
    ("UniversalCorrectionDocument", "free_form", "УКД"),
    (
        "UniversalCorrectionDocumentRevision",
        "free_form",
        "Исправленный УКД",
    ),
    ("Invoice", "free_form", "Счёт-фактура"),
    ("InvoiceRevision", "free_form", "Исправленный счёт-фактура"),
    ("InvoiceCorrection", "free_form", "Корректировочный счёт-фактура"),
    (
        "InvoiceCorrectionRevision",
        "free_form",
        "Исправленный корректировочный счёт-фактура",
    ),
    ("ProformaInvoice", "payment_invoice", ""),
    ("XmlAcceptanceCertificate", "acceptance_certificate", ""),
    ("AcceptanceCertificate", "acceptance_certificate", ""),
    ("XmlTorg12", "free_form", "ТОРГ-12"),
    ("Torg12", "free_form", "ТОРГ-12"),
    ("Torg13", "free_form", "ТОРГ-13"),
    ("Contract", "contract", ""),
    ("SupplementaryAgreement", "contract", "Дополнительное соглашение"),
    ("ReconciliationAct", "free_form", "Акт сверки"),
    ("PriceList", "free_form", "Ценовой лист"),
    ("PriceListAgreement", "free_form", "Протокол согласования цены"),
    ("CertificateRegistry", "free_form", "Реестр сертификатов"),
    ("ServiceDetails", "free_form", "Детализация"),
    ("TrustConnectionRequest", "free_form", "Приглашение к обмену"),
];

/// The document, if it came to us, be it on its way to somebody else (QUIRKS 72).
pub(super) fn arrival(docflow: &DocumentWithDocflowV4, our_box: &str) -> Option<Arrival> {
    let info = &docflow.document_info;
    let is_draft = matches!(info.message_type, MessageType::Draft | MessageType::Template);
    let is_proxy = proxy::is_us(info, our_box);
    if !(is_proxy || info.document_direction == DocumentDirection::Inbound) || is_draft {
        return None;
    }
    let type_named_id = info.full_version.type_named_id.as_str();
    let known = KINDS.iter().find(|(name, _, _)| *name == type_named_id);
    let (_, kind_code, type_label) = known.copied().unwrap_or(("", "free_form", ""));
    let id = &docflow.document_id;
    let title = &docflow.docflow.sender_title.attachment;
    let signature = title.signature.as_ref().map(|signature| &signature.cms.entity_id);
    let file_name = match title.attachment.attachment_filename.trim() {
        "" => metadata(info, "FileName"),
        name => name,
    };
    Some(Arrival {
        remote: RemoteDocument {
            message_id: id.message_id.clone(),
            entity_id: id.entity_id.clone(),
        },
        from_box: ids::box_id(&info.participants.sender.box_id),
        format: utd_function(info).map_or(EdoFormat::Nonformalized, EdoFormat::Utd),
        kind_code,
        type_label,
        number: metadata(info, "DocumentNumber").to_owned(),
        issued_on: Date::strptime("%d.%m.%Y", metadata(info, "DocumentDate")).ok(),
        total: money(metadata(info, "TotalSum")),
        vat_amount: money(metadata(info, "TotalVat")),
        file_name: file_name.to_owned(),
        package_id: info.packet_info.packet_id.clone(),
        answer: if is_proxy {
            ExpectedAnswer::Other
        } else {
            answer(info)
        },
        via_box: proxy::box_of(info).unwrap_or_default(),
        signature: signature
            .filter(|id| !id.is_empty())
            .map(|entity_id| RemoteDocument {
                message_id: id.message_id.clone(),
                entity_id: entity_id.clone(),
            }),
    })
}

fn metadata<'a>(info: &'a DocumentInfoV3, key: &str) -> &'a str {
    let found = info.metadata.iter().find(|item| item.key == key);
    found.map_or("", |item| item.value.trim())
}

/// «1250.00», «1250,5»; blanks between thousands.
fn money(text: &str) -> Option<Money> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    Money::from_str(&plain.replace(',', ".")).ok()
}

/// The function of a УПД of a sale; corrections of errors have other titles.
fn utd_function(info: &DocumentInfoV3) -> Option<UtdFunction> {
    let version = &info.full_version;
    let is_utd = version.type_named_id == "UniversalTransferDocument";
    is_utd
        .then(|| UtdFunction::from_format_value(&version.function))
        .flatten()
}

/// What the workflow asks of the recipient (the operator's table of workflows, QUIRKS 35). A workflow that is new is
/// answered in the cabinet.
fn answer(info: &DocumentInfoV3) -> ExpectedAnswer {
    match info.workflow_id {
        1 | 2 | 14 => ExpectedAnswer::Signature,
        4 | 6 | 9 | 10 | 15 | 17 => ExpectedAnswer::None,
        3 | 5 | 8 | 11 | 12 | 13 | 16 | 18 | 19
            if utd_function(info).is_some() && is_known_utd_version(&info.full_version.version) =>
        {
            ExpectedAnswer::Title
        }
        _ => ExpectedAnswer::Other,
    }
}
