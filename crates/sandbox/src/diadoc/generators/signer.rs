//! Who signs a service document, as the callers of the generators tell it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use super::signer_schema;
use crate::diadoc::refusal::Refusal;
use crate::diadoc::service_documents::notice::Signer;
use crate::diadoc::service_documents::power::{ElectronicPower, PaperPower, Power};
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
                ..Signer::nobody()
            },
            None => Signer::of_cabinet(),
        }
    }
}

/// What the service keeps of the caller's powers of attorney.
pub(super) struct Shelf {
    /// Today, `ДД.ММ.ГГГГ`: the register of this world was filled today.
    pub(super) today: String,
    /// Number of the usual power of the employee; none where they have none.
    pub(super) usual: Option<String>,
}

/// The universal signer for service documents. What a certificate would say is not read here: the caller writes it.
pub(super) fn universal(content: &str, shelf: &Shelf) -> Result<Signer, Refusal> {
    let wrong = |text: String| Refusal::bad(format!("SignerContent: {text}"));
    let bytes = STANDARD
        .decode(content)
        .map_err(|_| wrong("not base64".to_owned()))?;
    let root = contract::read(&bytes).map_err(wrong)?;
    signer_schema::check(&root).map_err(wrong)?;
    let power = match root.child("PowerOfAttorney") {
        Some(told) => Some(power(told, shelf).map_err(wrong)?),
        None => None,
    };
    let status = root.attribute("SignerStatus");
    let needed = match &power {
        None => "1",
        Some(Power::Electronic(_)) => "2",
        Some(Power::Paper(_)) => "3",
    };
    // The forms of the ФНС want the power that the status names.
    if status != "1" && status != needed {
        let element = if status == "2" { "Electronic" } else { "Paper" };
        return Err(wrong(format!("Нет элемента PowerOfAttorney/{element}")));
    }
    Ok(Signer {
        status: status.to_owned(),
        signature_type: root.attribute("SignatureType").to_owned(),
        position: root.child("Position").map(position).unwrap_or_default(),
        power,
        ..named(root.child("Fio"))
    })
}

fn named(fio: Option<&Node>) -> Signer {
    let part = |name: &str| fio.map_or("", |fio| fio.attribute(name)).to_owned();
    Signer {
        last_name: part("LastName"),
        first_name: part("FirstName"),
        middle_name: part("MiddleName"),
        ..Signer::nobody()
    }
}

/// The text stands behind the service's own card of the employee, which knows the person of the web cabinet.
fn position(told: &Node) -> String {
    match (told.attribute("PositionSource"), told.text.trim()) {
        ("Employee", _) => Signer::of_cabinet().position,
        (_, text) => text.to_owned(),
    }
}

fn power(told: &Node, shelf: &Shelf) -> Result<Power, String> {
    let Some(electronic) = told.child("Electronic") else {
        return Ok(Power::Paper(paper(told.child("Paper"))));
    };
    let goes_along = electronic.attribute("MethodOfProviding") == "1";
    if let Some(manual) = electronic.child("Manual") {
        let own = |name: &str| manual.attribute(name).to_owned();
        return Ok(Power::Electronic(ElectronicPower {
            number: own("RegistrationNumber"),
            issued_on: own("RegistrationDate"),
            internal_number: own("InternalNumber"),
            internal_on: own("InternalDate"),
            goes_along,
            system: own("SystemId"),
        }));
    }
    let storage = electronic.child("Storage");
    let full_id = storage.and_then(|storage| storage.child("FullId"));
    let number = match full_id {
        Some(id) => id.attribute("RegistrationNumber").to_owned(),
        None => shelf
            .usual
            .clone()
            .ok_or("У сотрудника нет доверенности, используемой по умолчанию")?,
    };
    Ok(Power::Electronic(ElectronicPower {
        number,
        issued_on: shelf.today.clone(),
        goes_along,
        system: "m4d.nalog.gov.ru".to_owned(),
        ..ElectronicPower::default()
    }))
}

fn paper(told: Option<&Node>) -> PaperPower {
    let own = |name: &str| told.map_or("", |told| told.attribute(name)).to_owned();
    let person = told.and_then(|told| told.child("Person"));
    let part = |name: &str| person.map_or("", |person| person.attribute(name)).to_owned();
    PaperPower {
        number: own("InternalNumber"),
        issued_on: own("RegistrationDate"),
        issuer: own("IssuerInfo"),
        issued_by: ["LastName", "FirstName", "MiddleName"].map(part),
    }
}
