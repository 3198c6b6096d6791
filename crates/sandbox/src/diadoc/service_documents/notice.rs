//! Receipt notices (КНД 1115110) and refusals (КНД 1115113), complete according to the XSDs of the ФНС, version 1.03.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use quick_xml::escape::escape;

use super::{Paper, file_id, moment, paper, stem};
use crate::clock::Ticks;
use crate::diadoc::model::Part;
use crate::world::Organization;

/// Longest texts that the forms allow, characters.
const POSITION_CHARS: usize = 255;
const NAME_CHARS: usize = 60;

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
    /// Number of the power of attorney and the day on which it was given, `ДД.ММ.ГГГГ`.
    pub power: Option<(String, String)>,
}

impl Signer {
    /// Who presses buttons in the web cabinet.
    pub fn of_cabinet() -> Self {
        Self {
            last_name: "Ильин".into(),
            first_name: "Степан".into(),
            middle_name: "Романович".into(),
            position: "Директор".into(),
            power: None,
        }
    }

    fn xml(&self, name_of_storage: &str) -> String {
        let status = if self.power.is_some() { "2" } else { "1" };
        let position = match self.position.trim() {
            "" => String::new(),
            position => format!(" Должн=\"{}\"", cut(position, POSITION_CHARS)),
        };
        let middle = match self.middle_name.trim() {
            "" => String::new(),
            middle => format!(" Отчество=\"{}\"", cut(middle, NAME_CHARS)),
        };
        let power = self.power.as_ref().map_or_else(String::new, |(number, day)| {
            format!(
                "\n<СвДоверЭл СпособПредставл=\"2\" НомДовер=\"{}\" ДатаВыдДовер=\"{day}\" {name_of_storage}=\"m4d.nalog.gov.ru\"/>",
                escape(number)
            )
        });
        format!(
            "<Подписант ТипПодпис=\"1\" СтатПодп=\"{status}\"{position}>\n<ФИО Фамилия=\"{}\" Имя=\"{}\"{middle}/>{power}\n</Подписант>",
            cut(&self.last_name, NAME_CHARS),
            cut(&self.first_name, NAME_CHARS),
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
    let body = notice.body("1115110", "СвИзвПолуч", "", "ИдСистХран");
    paper(part, &id, "1.03", &body)
}

/// Refusal to sign, with its reason.
pub fn rejection(notice: &Notice<'_>, reason: &str) -> Paper {
    let id = notice.id("DP_UVUTOCH");
    let text = format!("\n<ТекстУведУточ>{}</ТекстУведУточ>", escape(reason));
    let body = notice.body("1115113", "СвУведУточ", &text, "СвСистХран");
    Paper {
        text: reason.to_owned(),
        ..paper(Part::Rejection, &id, "1.03", &body)
    }
}

impl Notice<'_> {
    fn id(&self, prefix: &str) -> String {
        file_id(
            prefix,
            &self.addressee.participant_id(),
            &self.author.participant_id(),
            self.at,
        )
    }

    fn body(&self, number: &str, element: &str, text: &str, name_of_storage: &str) -> String {
        format!(
            "<Документ КНД=\"{number}\">\n<УчастЭДО ИдУчастЭДО=\"{}\">\n{}\n</УчастЭДО>\n<{element} {}>\n<СведПолФайл ИмяПолФайла=\"{}\">\n<ЭППолФайл>{}</ЭППолФайл>\n</СведПолФайл>{text}\n</{element}>\n<ОтпрДок ИдУчастЭДО=\"{}\">\n{}\n</ОтпрДок>\n{}\n</Документ>",
            self.author.participant_id(),
            side(self.author),
            moment(self.at, "ДатаПол", "ВремяПол"),
            escape(stem(self.file)),
            STANDARD.encode(self.signature),
            self.addressee.participant_id(),
            side(self.addressee),
            self.signer.xml(name_of_storage),
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
