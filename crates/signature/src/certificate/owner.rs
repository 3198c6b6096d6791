//! Who owns a certificate: the parts of a distinguished name that Russian certificates carry (приказ ФСБ № 795).

use der::asn1::AnyRef;
use der::oid::ObjectIdentifier;
use der::{Decode, Tag, Tagged};
use x509_cert::name::Name;

use crate::Error;

/// The facts of a name. Numbers are kept as the certificate spells them: whether their checksum fits is shown, not
/// assumed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Owner {
    /// The common name: a company, or a person where it is a person's certificate.
    pub common_name: Option<String>,
    /// Фамилия.
    pub surname: Option<String>,
    /// Имя и отчество.
    pub given_name: Option<String>,
    /// The organisation.
    pub organisation: Option<String>,
    /// Its part.
    pub organisation_part: Option<String>,
    /// Должность.
    pub position: Option<String>,
    /// ИНН of the person (1.2.643.3.131.1.1); in old certificates of companies theirs, with `00` before it.
    pub inn: Option<String>,
    /// ИНН of the company (1.2.643.100.4).
    pub inn_le: Option<String>,
    /// ОГРН of the company.
    pub ogrn: Option<String>,
    /// ОГРНИП of the entrepreneur.
    pub ogrnip: Option<String>,
    /// СНИЛС of the person.
    pub snils: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// The country's two letters.
    pub country: Option<String>,
    /// The region.
    pub region: Option<String>,
    /// The town.
    pub locality: Option<String>,
    /// The street and house.
    pub street: Option<String>,
}

impl Owner {
    /// Reads a Name (DER).
    pub(super) fn from_name(bytes: &[u8]) -> Result<Self, Error> {
        let name = Name::from_der(bytes).map_err(|_| Error::Malformed {
            what: "a name in a certificate",
        })?;
        let mut owner = Self::default();
        for part in name.iter_rdn().flat_map(|rdn| rdn.iter()) {
            if let (Some(field), Some(text)) = (owner.field(&part.oid), text((&part.value).into())) {
                // The first of several stands: later ones are often units or aliases.
                field.get_or_insert(text);
            }
        }
        Ok(owner)
    }

    fn field(&mut self, oid: &ObjectIdentifier) -> Option<&mut Option<String>> {
        Some(match oid.to_string().as_str() {
            "2.5.4.3" => &mut self.common_name,
            "2.5.4.4" => &mut self.surname,
            "2.5.4.42" => &mut self.given_name,
            "2.5.4.10" => &mut self.organisation,
            "2.5.4.11" => &mut self.organisation_part,
            "2.5.4.12" => &mut self.position,
            "2.5.4.6" => &mut self.country,
            "2.5.4.8" => &mut self.region,
            "2.5.4.7" => &mut self.locality,
            "2.5.4.9" => &mut self.street,
            "1.2.643.3.131.1.1" => &mut self.inn,
            "1.2.643.100.4" => &mut self.inn_le,
            "1.2.643.100.1" => &mut self.ogrn,
            "1.2.643.100.5" => &mut self.ogrnip,
            "1.2.643.100.3" => &mut self.snils,
            "1.2.840.113549.1.9.1" => &mut self.email,
            _ => return None,
        })
    }

    /// The name as people call it: the person where there is one, else the common name, else the organisation.
    pub fn display_name(&self) -> &str {
        [&self.common_name, &self.organisation, &self.surname]
            .into_iter()
            .find_map(Option::as_deref)
            .unwrap_or_default()
    }

    /// Фамилия, имя и отчество of the person behind the key, where the certificate names one.
    pub fn person(&self) -> Option<String> {
        match (&self.surname, &self.given_name) {
            (Some(surname), Some(given)) => Some(format!("{surname} {given}")),
            (Some(surname), None) => Some(surname.clone()),
            _ => None,
        }
    }

    /// ИНН of the company: its own field, or the old spelling `00` + ten digits.
    pub fn company_inn(&self) -> Option<&str> {
        self.inn_le.as_deref().map(strip_zeros).or_else(|| {
            let inn = self.inn.as_deref()?;
            (inn.len() == 12 && inn.starts_with("00")).then(|| strip_zeros(inn))
        })
    }

    /// ИНН of the person, twelve digits.
    pub fn personal_inn(&self) -> Option<&str> {
        self.inn.as_deref().filter(|inn| !inn.starts_with("00"))
    }
}

fn strip_zeros(inn: &str) -> &str {
    inn.strip_prefix("00")
        .filter(|rest| rest.len() == 10)
        .unwrap_or(inn)
}

/// The text of a value in any of the string types of X.520.
fn text(value: AnyRef<'_>) -> Option<String> {
    let bytes = value.value();
    let text = match value.tag() {
        Tag::Utf8String => String::from_utf8(bytes.to_vec()).ok()?,
        Tag::BmpString => {
            let units: Vec<u16> = bytes
                .chunks_exact(2)
                .map(|pair| pair.iter().fold(0, |unit, &byte| unit << 8 | u16::from(byte)))
                .collect();
            String::from_utf16(&units).ok()?
        }
        // Latin-1 in practice: T.61 proper never occurs.
        Tag::PrintableString
        | Tag::NumericString
        | Tag::Ia5String
        | Tag::VisibleString
        | Tag::TeletexString => bytes.iter().map(|&byte| char::from(byte)).collect(),
        _ => return None,
    };
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asn1::{oid, sequence, set, tlv};

    fn name(parts: &[(&str, u8, &[u8])]) -> Vec<u8> {
        let part = |(kind, tag, value): &(&str, u8, &[u8])| {
            set(&[&sequence(&[&oid(&kind.parse().unwrap()), &tlv(*tag, &[value])])])
        };
        sequence(&[&parts.iter().flat_map(part).collect::<Vec<u8>>()])
    }

    #[test]
    fn the_old_spelling_of_a_companys_number_is_understood() {
        let owner = Owner::from_name(&name(&[("1.2.643.3.131.1.1", 0x12, b"007707083893")])).unwrap();
        assert_eq!(
            (owner.company_inn(), owner.personal_inn()),
            (Some("7707083893"), None)
        );
        let owner = Owner::from_name(&name(&[
            ("1.2.643.100.4", 0x12, b"7707083893"),
            ("1.2.643.3.131.1.1", 0x12, b"500100732259"),
        ]))
        .unwrap();
        assert_eq!(
            (owner.company_inn(), owner.personal_inn()),
            (Some("7707083893"), Some("500100732259"))
        );
    }

    #[test]
    fn every_kind_of_string_is_read() {
        let bmp = [0x04, 0x10, 0x04, 0x41];
        let owner = Owner::from_name(&name(&[
            ("2.5.4.3", 0x1E, &bmp),
            ("2.5.4.10", 0x0C, "ООО «Ромашка»".as_bytes()),
            ("2.5.4.6", 0x13, b"RU"),
            ("2.5.4.12", 0x0C, b"   "),
        ]))
        .unwrap();
        assert_eq!(owner.common_name.as_deref(), Some("Ас"));
        assert_eq!(owner.organisation.as_deref(), Some("ООО «Ромашка»"));
        assert_eq!(owner.country.as_deref(), Some("RU"));
        assert_eq!(owner.position, None, "blanks are no position");
        assert_eq!(owner.display_name(), "Ас");
    }

    #[test]
    fn the_first_of_several_values_stands() {
        let owner = Owner::from_name(&name(&[("2.5.4.11", 0x0C, b"A"), ("2.5.4.11", 0x0C, b"B")])).unwrap();
        assert_eq!(owner.organisation_part.as_deref(), Some("A"));
    }
}
