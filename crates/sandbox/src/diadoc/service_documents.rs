//! Papers that the operator or a person in the web cabinet makes: confirmations, receipt notices, titles, refusals.
//!
//! They follow the documented outlines (КНД, version, who to whom, which file) and are written in windows-1251 as the
//! real ones are. What [`notice`] makes is complete according to the XSDs, the others are not.

use quick_xml::escape::escape;
use uuid::Uuid;

use super::model::Part;
use crate::clock::Ticks;
use crate::world::Organization;

pub mod notice;
pub mod power;
pub mod universal;

/// A paper ready to be put into a message.
pub struct Paper {
    /// What it is.
    pub part: Part,
    /// Name of the file.
    pub file_name: String,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The same for people, where it says something.
    pub text: String,
    /// «Код итога» of a recipient's title.
    pub total_code: Option<u8>,
    /// Whoever made a title wants a receipt notice of it.
    pub need_receipt: bool,
}

/// What the operator confirms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfirmationOf {
    /// To the author: the operator received the file (`DP_PDPOL`).
    Receiving,
    /// To the other side: the operator sent the file (`DP_PDOTPR`).
    Sending,
}

const OPERATOR: &str = "2BM";

fn file_id(prefix: &str, addressee: &str, author: &str, at: Ticks) -> String {
    format!(
        "{prefix}_{addressee}_{author}_{}_{}",
        at.moscow("%Y%m%d"),
        Uuid::new_v4()
    )
}

fn paper(part: Part, id: &str, version: &str, body: &str) -> Paper {
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"windows-1251\"?>\n<Файл ИдФайл=\"{}\" ВерсПрог=\"Diadoc 1.0\" ВерсФорм=\"{version}\">\n{body}\n</Файл>\n",
        escape(id)
    );
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(&xml);
    Paper {
        part,
        file_name: format!("{id}.xml"),
        bytes: bytes.into_owned(),
        text: String::new(),
        total_code: None,
        need_receipt: false,
    }
}

fn party(organization: &Organization) -> String {
    let name = escape(&organization.full_name);
    match &organization.kpp {
        Some(kpp) => format!(
            "<ЮЛ НаимОрг=\"{name}\" ИННЮЛ=\"{}\" КПП=\"{kpp}\"/>",
            organization.inn
        ),
        None => format!("<ИП ИННФЛ=\"{}\" НаимИП=\"{name}\"/>", organization.inn),
    }
}

/// A name without its ending, as papers name files.
pub fn stem(file_name: &str) -> &str {
    file_name.strip_suffix(".xml").unwrap_or(file_name)
}

fn moment(at: Ticks, date: &str, time: &str) -> String {
    format!(
        "{date}=\"{}\" {time}=\"{}\"",
        at.moscow("%d.%m.%Y"),
        at.moscow("%H.%M.%S")
    )
}

/// The operator's confirmation to `addressee` about a file exchanged with `other`.
pub fn confirmation(
    of: ConfirmationOf,
    addressee: &Organization,
    other: &Organization,
    file_name: &str,
    at: Ticks,
) -> Paper {
    let (prefix, number) = match of {
        ConfirmationOf::Receiving => ("DP_PDPOL", "1115111"),
        ConfirmationOf::Sending => ("DP_PDOTPR", "1115112"),
    };
    let id = file_id(prefix, &addressee.participant_id(), OPERATOR, at);
    let body = format!(
        "<Документ КНД=\"{number}\">\n<ОперЭДО ИдОперЭДО=\"{OPERATOR}\"/>\n<СвПодтв {}><СведФайл ИмяФайла=\"{}\"/></СвПодтв>\n<УчастЭДО ИдУчастЭДО=\"{}\">{}</УчастЭДО>\n<КонтрЭДО ИдУчастЭДО=\"{}\">{}</КонтрЭДО>\n</Документ>",
        moment(at, "Дата", "Время"),
        escape(stem(file_name)),
        addressee.participant_id(),
        party(addressee),
        other.participant_id(),
        party(other),
    );
    paper(Part::Confirmation, &id, "1.02", &body)
}

/// The recipient's title of a УПД, with «код итога».
pub fn recipient_title(
    author: &Organization,
    addressee: &Organization,
    file: &str,
    at: Ticks,
    total_code: u8,
) -> Paper {
    let flags = "_0_0_0_0_0_00";
    let id = file_id(
        "ON_NSCHFDOPPOK",
        &addressee.participant_id(),
        &author.participant_id(),
        at,
    ) + flags;
    let body = format!(
        "<Документ КНД=\"1115132\" {} НаимЭконСубСост=\"{}\">\n<ИдИнфПрод ИдФайлИнфПр=\"{}\"/>\n<СодФХЖ4><СвПрин><КодСодОпер КодИтога=\"{total_code}\"/></СвПрин></СодФХЖ4>\n</Документ>",
        moment(at, "ДатаИнфПок", "ВремИнфПок"),
        escape(&author.full_name),
        escape(stem(file)),
    );
    Paper {
        total_code: Some(total_code),
        ..paper(Part::RecipientTitle, &id, "5.03", &body)
    }
}
