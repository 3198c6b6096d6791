//! Who signs a service document, as the callers of the generators tell it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use crate::diadoc::refusal::Refusal;
use crate::diadoc::service_documents::notice::Signer;
use crate::diadoc::title::contract::{self, Node};

/// `Signer` of the methods without a version: the certificate, or the words themselves.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct GivenSigner {
    #[serde(rename = "signerdetails")]
    details: Option<SignerDetails>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct SignerDetails {
    surname: String,
    #[serde(rename = "firstname")]
    first_name: String,
    patronymic: String,
    #[serde(rename = "jobtitle")]
    job_title: String,
}

impl GivenSigner {
    /// What the words say; behind a certificate alone stands the person of the web cabinet.
    pub(super) fn named(self) -> Signer {
        match self.details {
            Some(details) => Signer {
                last_name: details.surname,
                first_name: details.first_name,
                middle_name: details.patronymic,
                position: details.job_title,
                power: None,
            },
            None => Signer::of_cabinet(),
        }
    }
}

/// The universal signer for service documents. What a certificate would say is not read here: the caller writes it.
pub(super) fn universal(content: &str, today: String) -> Result<Signer, Refusal> {
    let wrong = |text: String| Refusal::bad(format!("SignerContent: {text}"));
    let bytes = STANDARD
        .decode(content)
        .map_err(|_| wrong("not base64".to_owned()))?;
    let root = contract::read(&bytes).map_err(wrong)?;
    if root.name != "Signer" {
        return Err(wrong(format!("Ожидался элемент Signer, получен {}", root.name)));
    }
    let one_of = |name: &str| {
        let value = root.attribute(name);
        match value {
            "1" | "2" | "3" => Ok(value.to_owned()),
            other => Err(wrong(format!(
                "Атрибут {name} имеет недопустимое значение «{other}»"
            ))),
        }
    };
    one_of("SignatureType")?;
    let status = one_of("SignerStatus")?;
    let has_certificate = root.child("Certificate").is_some_and(|certificate| {
        ["CertificateBytes", "CertificateThumbprint"]
            .iter()
            .any(|name| !certificate.attribute(name).is_empty())
    });
    if !has_certificate {
        return Err(wrong("Нет элемента Certificate".to_owned()));
    }
    let name = root
        .child("Fio")
        .ok_or_else(|| wrong("Нет элемента Fio".to_owned()))?;
    for part in ["LastName", "FirstName"] {
        if name.attribute(part).is_empty() {
            return Err(wrong(format!("Не заполнен обязательный атрибут Fio/@{part}")));
        }
    }
    let power = root
        .child("PowerOfAttorney")
        .and_then(|power| number_of(power, today));
    if status == "2" && power.is_none() {
        return Err(wrong("Нет элемента PowerOfAttorney/Electronic".to_owned()));
    }
    Ok(Signer {
        last_name: name.attribute("LastName").to_owned(),
        first_name: name.attribute("FirstName").to_owned(),
        middle_name: name.attribute("MiddleName").to_owned(),
        position: root
            .child("Position")
            .map(|position| position.text.trim().to_owned())
            .unwrap_or_default(),
        power,
    })
}

/// Number and day of an electronic power of attorney; the register of this world was filled today.
fn number_of(power: &Node, today: String) -> Option<(String, String)> {
    let electronic = power.child("Electronic")?;
    if let Some(manual) = electronic.child("Manual") {
        let (number, day) = (
            manual.attribute("RegistrationNumber"),
            manual.attribute("RegistrationDate"),
        );
        return (!number.is_empty() && !day.is_empty()).then(|| (number.to_owned(), day.to_owned()));
    }
    let number = electronic
        .child("Storage")?
        .child("FullId")?
        .attribute("RegistrationNumber");
    (!number.is_empty()).then(|| (number.to_owned(), today))
}
