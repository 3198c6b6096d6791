//! Who signs a service document, as the short XML of the operator (`SignerContent`, schema «133», QUIRKS 92).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::PersonName;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, Event};

use super::Xml;
use crate::Error;
use crate::edo::PowerOfAttorneyRef;
use crate::edo::service_documents::ServiceSigner;

/// «Имеет полномочия без доверенности».
const WITHOUT_POWER: &str = "1";
/// «На основании доверенности в электронной форме».
const BY_POWER: &str = "2";
/// «Усиленная квалифицированная электронная подпись».
const QUALIFIED: &str = "1";
/// The power lies in the register, not in the package.
const IN_REGISTER: &str = "2";

/// The bytes. [`Error::Refused`] when it is not known who signs.
pub(in crate::edo::diadoc) fn write(signer: &ServiceSigner) -> Result<Vec<u8>, Error> {
    let name = &signer.signatory.name;
    check_name(name)?;
    let mut xml = Xml {
        writer: Writer::new(Vec::new()),
        fault: None,
    };
    xml.event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
    let power = signer.power_of_attorney.as_ref();
    let status = if power.is_some() { BY_POWER } else { WITHOUT_POWER };
    let attributes = [("SignerStatus", status), ("SignatureType", QUALIFIED)];
    xml.element("Signer", &attributes, |xml| {
        let certificate = STANDARD.encode(&signer.certificate);
        xml.empty("Certificate", &[("CertificateBytes", &certificate)]);
        xml.empty(
            "Fio",
            &[
                ("LastName", &name.last),
                ("FirstName", &name.first),
                ("MiddleName", &name.middle),
            ],
        );
        let position = signer.signatory.position.trim();
        if position.is_empty() {
            xml.empty("Position", &[("PositionSource", "Certificate")]);
        } else {
            xml.text("Position", &[("PositionSource", "Manual")], position);
        }
        if let Some(power) = power {
            self::power(xml, power);
        }
    });
    match xml.fault {
        None => Ok(xml.writer.into_inner()),
        Some(fault) => Err(Error::Malformed(format!("signer: {fault}"))),
    }
}

/// [`Error::Refused`] when it is not known who signs.
pub(in crate::edo::diadoc) fn check_name(name: &PersonName) -> Result<(), Error> {
    if !name.last.trim().is_empty() && !name.first.trim().is_empty() {
        return Ok(());
    }
    Err(Error::Refused {
        code: "signer_unknown".to_owned(),
        text: "В сертификате нет фамилии и имени подписанта, поэтому служебный документ не составить. Контрагенту ничего не \
               отправлено. Выберите сертификат человека."
            .to_owned(),
    })
}

fn power(xml: &mut Xml, power: &PowerOfAttorneyRef) {
    let number = power.number.to_string();
    xml.element("PowerOfAttorney", &[], |xml| {
        xml.element("Electronic", &[("MethodOfProviding", IN_REGISTER)], |xml| {
            xml.element("Storage", &[("UseDefault", "false")], |xml| {
                xml.empty(
                    "FullId",
                    &[
                        ("RegistrationNumber", &number),
                        ("IssuerInn", &power.principal_inn),
                        (
                            "RepresentativeInn",
                            power.representative_inn.as_deref().unwrap_or_default(),
                        ),
                    ],
                );
            });
        });
    });
}
