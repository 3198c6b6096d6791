//! Receipt notices (КНД 1115110), amendment requests and refusals (КНД 1115113), complete according to the XSDs of the ФНС,
//! version 1.03; proposals to revoke, versions 1.01 and 1.02.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use quick_xml::escape::escape;

use super::power::{Power, Spelling};
use super::{Paper, file_id, moment, paper, stem};
use crate::clock::Ticks;
use crate::diadoc::model::Part;
use crate::diadoc::reading::counteragents::{REVOCATION, REVOCATION_V2, features_of};
use crate::world::Organization;

/// Longest texts that the forms allow, characters.
const POSITION_CHARS: usize = 255;
const NAME_CHARS: usize = 60;

const OF_RECEIPT: Spelling = Spelling {
    system: "ИдСистХран",
    issuer: "СвДовер",
};
const OF_AMENDMENT: Spelling = Spelling {
    system: "СвСистХран",
    issuer: "СвИдДовер",
};

/// Who signs a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signer {
    /// Фамилия.
    pub last_name: String,
    /// Имя.
    pub first_name: String,
    /// Отчество; empty for none.
    pub middle_name: String,
    /// Должность; empty for none.
    pub position: String,
    /// `СтатПодп`
    pub status: String,
    /// `ТипПодпис`
    pub signature_type: String,
    /// By whose leave.
    pub power: Option<Power>,
}

impl Signer {
    /// Without a name, with a qualified signature and all powers.
    pub fn nobody() -> Self {
        Self {
            last_name: String::new(),
            first_name: String::new(),
            middle_name: String::new(),
            position: String::new(),
            status: "1".into(),
            signature_type: "1".into(),
            power: None,
        }
    }

    /// Who presses buttons in the web cabinet.
    pub fn of_cabinet() -> Self {
        Self {
            last_name: "Ильин".into(),
            first_name: "Степан".into(),
            middle_name: "Романович".into(),
            position: "Директор".into(),
            ..Self::nobody()
        }
    }

    /// As a proposal to revoke names a signer.
    fn short_xml(&self) -> String {
        let position = match self.position.trim() {
            "" => String::new(),
            position => format!(" Должность=\"{}\"", cut(position, POSITION_CHARS)),
        };
        format!("<Подписант{position}>\n{}\n</Подписант>", self.name_xml())
    }

    fn name_xml(&self) -> String {
        let middle = match self.middle_name.trim() {
            "" => String::new(),
            middle => format!(" Отчество=\"{}\"", cut(middle, NAME_CHARS)),
        };
        format!(
            "<ФИО Фамилия=\"{}\" Имя=\"{}\"{middle}/>",
            cut(&self.last_name, NAME_CHARS),
            cut(&self.first_name, NAME_CHARS),
        )
    }

    fn xml(&self, spelling: Spelling) -> String {
        let position = match self.position.trim() {
            "" => String::new(),
            position => format!(" Должн=\"{}\"", cut(position, POSITION_CHARS)),
        };
        let power = self.power.as_ref().map(|power| power.xml(spelling));
        format!(
            "<Подписант ТипПодпис=\"{}\" СтатПодп=\"{}\"{position}>\n{}{}\n</Подписант>",
            self.signature_type,
            self.status,
            self.name_xml(),
            power.unwrap_or_default(),
        )
    }
}

fn cut(text: &str, limit_chars: usize) -> String {
    let text: String = text.trim().chars().take(limit_chars).collect();
    escape(&text).into_owned()
}

/// What a notice is about, from whom and to whom.
pub struct Notice<'a> {
    /// Who tells.
    pub author: &'a Organization,
    /// Who is told: the author of the file.
    pub addressee: &'a Organization,
    /// Name of the file.
    pub file: &'a str,
    /// The signature of the file.
    pub signature: &'a [u8],
    /// When.
    pub at: Ticks,
    /// Who signs.
    pub signer: &'a Signer,
}

/// Receipt notice («извещение о получении»).
pub fn receipt(part: Part, notice: &Notice<'_>) -> Paper {
    let id = notice.id("DP_IZVPOL");
    let body = notice.body("1115110", "СвИзвПолуч", "", OF_RECEIPT);
    paper(part, &id, "1.03", &body)
}

/// Refusal to sign or to revoke, with its reason.
pub fn rejection(notice: &Notice<'_>, reason: &str) -> Paper {
    notice.with_text(Part::Rejection, reason)
}

/// Request for a correction («уведомление об уточнении»): the same form.
pub fn amendment(notice: &Notice<'_>, what: &str) -> Paper {
    notice.with_text(Part::AmendmentRequest, what)
}

/// Version of the form of a proposal to revoke. They differ in nothing but their number and the length of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RevocationForm {
    /// `revocation_request_01`
    First,
    /// `revocation_request_02`
    Second,
}

impl RevocationForm {
    /// The newest form that both sides take: between parties of this operator the second, of another operator what it can.
    /// None where it takes no proposals at all.
    pub fn newest_between(one: &Organization, other: &Organization) -> Option<Self> {
        let Some(operator) = one.roaming().or(other.roaming()) else {
            return Some(Self::Second);
        };
        let features = features_of(operator);
        if features.contains(&REVOCATION_V2) {
            Some(Self::Second)
        } else {
            features.contains(&REVOCATION).then_some(Self::First)
        }
    }
}

/// Proposal to revoke («предложение об аннулировании»).
pub fn revocation(notice: &Notice<'_>, reason: &str, form: RevocationForm) -> Paper {
    let id = notice.id("DP_PRANNUL");
    let version = match form {
        RevocationForm::First => "1.01",
        RevocationForm::Second => "1.02",
    };
    let body = format!(
        "<Документ>\n<УчастЭДО ИдУчастЭДО=\"{}\">\n{}\n</УчастЭДО>\n<СвПредАн>\n<СведАнФайл ИмяАнФайла=\"{}\">\n<ЭЦПАнФайл>{}</ЭЦПАнФайл>\n</СведАнФайл>\n<ТекстПредАн>{}</ТекстПредАн>\n</СвПредАн>\n<НапрПредАн ИдУчастЭДО=\"{}\">\n{}\n</НапрПредАн>\n{}\n</Документ>",
        notice.author.participant_id(),
        side(notice.author),
        escape(stem(notice.file)),
        STANDARD.encode(notice.signature),
        escape(reason),
        notice.addressee.participant_id(),
        side(notice.addressee),
        notice.signer.short_xml(),
    );
    Paper {
        text: reason.to_owned(),
        ..paper(Part::RevocationRequest, &id, version, &body)
    }
}

impl Notice<'_> {
    /// КНД 1115113: only its place in the exchange tells what it does.
    fn with_text(&self, part: Part, text: &str) -> Paper {
        let id = self.id("DP_UVUTOCH");
        let element = format!("\n<ТекстУведУточ>{}</ТекстУведУточ>", escape(text));
        let body = self.body("1115113", "СвУведУточ", &element, OF_AMENDMENT);
        Paper {
            text: text.to_owned(),
            ..paper(part, &id, "1.03", &body)
        }
    }

    fn id(&self, prefix: &str) -> String {
        file_id(
            prefix,
            &self.addressee.participant_id(),
            &self.author.participant_id(),
            self.at,
        )
    }

    fn body(&self, number: &str, element: &str, text: &str, spelling: Spelling) -> String {
        format!(
            "<Документ КНД=\"{number}\">\n<УчастЭДО ИдУчастЭДО=\"{}\">\n{}\n</УчастЭДО>\n<{element} {}>\n<СведПолФайл ИмяПолФайла=\"{}\">\n<ЭППолФайл>{}</ЭППолФайл>\n</СведПолФайл>{text}\n</{element}>\n<ОтпрДок ИдУчастЭДО=\"{}\">\n{}\n</ОтпрДок>\n{}\n</Документ>",
            self.author.participant_id(),
            side(self.author),
            moment(self.at, "ДатаПол", "ВремяПол"),
            escape(stem(self.file)),
            STANDARD.encode(self.signature),
            self.addressee.participant_id(),
            side(self.addressee),
            self.signer.xml(spelling),
        )
    }
}

fn side(organization: &Organization) -> String {
    if let Some(kpp) = &organization.kpp {
        return format!(
            "<ЮЛ НаимОрг=\"{}\" ИННЮЛ=\"{}\" КПП=\"{kpp}\"/>",
            escape(&organization.full_name),
            organization.inn
        );
    }
    // «ИП Снегирёва Вера Аркадьевна»: what stands before the name is dropped.
    let words: Vec<&str> = organization.full_name.split_whitespace().collect();
    let name = words.get(words.len().saturating_sub(3)..).unwrap_or_default();
    let [last, first, middle] = [0, 1, 2].map(|place| name.get(place).copied().unwrap_or("-"));
    format!(
        "<ИП ИННФЛ=\"{}\"><ФИО Фамилия=\"{}\" Имя=\"{}\" Отчество=\"{}\"/></ИП>",
        organization.inn,
        escape(last),
        escape(first),
        escape(middle)
    )
}
