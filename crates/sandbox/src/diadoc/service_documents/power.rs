//! By whose leave somebody signs, as papers name it.

use quick_xml::escape::escape;

/// A power of attorney.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Power {
    /// `СвДоверЭл`
    Electronic(ElectronicPower),
    /// `СвДоверБум`
    Paper(PaperPower),
}

/// An electronic one; days are `ДД.ММ.ГГГГ`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ElectronicPower {
    /// Its number.
    pub number: String,
    /// The day on which it was given.
    pub issued_on: String,
    /// Its number in the books of the principal; empty for none.
    pub internal_number: String,
    /// The day of that number; empty for none.
    pub internal_on: String,
    /// It lies in the package.
    pub goes_along: bool,
    /// The information system that keeps it; empty for none.
    pub system: String,
}

/// One on paper; days are `ДД.ММ.ГГГГ`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PaperPower {
    /// Its number in the books of the principal.
    pub number: String,
    /// The day on which it was given.
    pub issued_on: String,
    /// The principal in words; empty for none.
    pub issuer: String,
    /// Фамилия, имя, отчество of who signed it; empty for none.
    pub issued_by: [String; 3],
}

/// How a form spells two attributes.
#[derive(Debug, Clone, Copy)]
pub struct Spelling {
    /// The information system.
    pub system: &'static str,
    /// The principal.
    pub issuer: &'static str,
}

impl Power {
    /// The element of a notice.
    pub fn xml(&self, spelling: Spelling) -> String {
        match self {
            Self::Electronic(power) => {
                let how = if power.goes_along { "1" } else { "2" };
                format!(
                    "\n<СвДоверЭл СпособПредставл=\"{how}\"{}{}{}{}{}/>",
                    attribute("НомДовер", &power.number),
                    attribute("ДатаВыдДовер", &power.issued_on),
                    attribute("ВнНомДовер", &power.internal_number),
                    attribute("ДатаВнРегДовер", &power.internal_on),
                    attribute(spelling.system, &power.system),
                )
            }
            Self::Paper(power) => power.xml(spelling),
        }
    }
}

impl PaperPower {
    fn xml(&self, spelling: Spelling) -> String {
        let own = format!(
            "{}{}{}",
            attribute("ДатаДовер", &self.issued_on),
            attribute("ВнНомДовер", &self.number),
            attribute(spelling.issuer, &self.issuer),
        );
        let [last, first, middle] = &self.issued_by;
        if last.is_empty() {
            return format!("\n<СвДоверБум{own}/>");
        }
        format!(
            "\n<СвДоверБум{own}>\n<ФИО{}{}{}/>\n</СвДоверБум>",
            attribute("Фамилия", last),
            attribute("Имя", first),
            attribute("Отчество", middle),
        )
    }
}

/// Left out where there is nothing to say.
fn attribute(name: &str, value: &str) -> String {
    match value.trim() {
        "" => String::new(),
        value => format!(" {name}=\"{}\"", escape(value)),
    }
}
