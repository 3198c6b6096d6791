//! By whose leave somebody signs, as the element `PowerOfAttorney` of the operator's contracts: the one of service documents
//! (QUIRKS 92) and the one of titles.

use domain::{ManualPower, PaperPower};

use super::{Attributes, Xml, date};
use crate::edo::{PowerFiles, PowerOfAttorneyRef, SignerPower};

/// «Способ представления»: in the package of documents.
const IN_PACKAGE: &str = "1";
/// «Способ представления»: in some other way.
const OTHERWISE: &str = "2";

/// `SignerStatus` of a service document: it follows from the power and from nothing else.
pub(super) fn status(power: Option<&SignerPower>) -> &'static str {
    match power {
        None => "1",
        Some(SignerPower::Paper(_)) => "3",
        Some(SignerPower::Registered { .. } | SignerPower::Manual { .. } | SignerPower::OperatorDefault) => {
            "2"
        }
    }
}

/// `SignerPowersConfirmationMethod` of a title («СпосПодтПолном»).
pub(super) fn confirmation(power: Option<&SignerPower>) -> &'static str {
    match power {
        None => "1",
        Some(SignerPower::Registered { along: Some(_), .. } | SignerPower::Manual { along: Some(_), .. }) => {
            "2"
        }
        // The title itself says where to ask.
        Some(SignerPower::Manual { along: None, .. }) => "3",
        // The numbers go beside the title.
        Some(SignerPower::Registered { along: None, .. } | SignerPower::OperatorDefault) => "4",
        Some(SignerPower::Paper(_)) => "5",
    }
}

/// The element of a service document.
pub(super) fn of_service_document(xml: &mut Xml, power: &SignerPower) {
    match power {
        SignerPower::Paper(told) => paper(xml, told),
        SignerPower::Registered { id, along } => {
            electronic(xml, &[method(along.as_ref())], |xml| numbered(xml, id));
        }
        SignerPower::Manual { told, along } => {
            electronic(xml, &[method(along.as_ref())], |xml| manual(xml, told));
        }
        SignerPower::OperatorDefault => electronic(xml, &[method(None)], |xml| {
            xml.empty("Storage", &[("UseDefault", "true")]);
        }),
    }
}

fn method(along: Option<&PowerFiles>) -> (&'static str, &'static str) {
    let how = if along.is_some() { IN_PACKAGE } else { OTHERWISE };
    ("MethodOfProviding", how)
}

/// The element of a title: only what stands in the title itself.
pub(super) fn of_title(xml: &mut Xml, power: &SignerPower) {
    match power {
        SignerPower::Paper(told) => paper(xml, told),
        SignerPower::Manual { told, along: None } => electronic(xml, &[], |xml| manual(xml, told)),
        SignerPower::Manual { .. } | SignerPower::Registered { .. } | SignerPower::OperatorDefault => {}
    }
}

fn electronic(xml: &mut Xml, attributes: Attributes<'_>, inside: impl FnOnce(&mut Xml)) {
    xml.element("PowerOfAttorney", &[], |xml| {
        xml.element("Electronic", attributes, inside);
    });
}

fn numbered(xml: &mut Xml, id: &PowerOfAttorneyRef) {
    let number = id.number.to_string();
    xml.element("Storage", &[("UseDefault", "false")], |xml| {
        xml.empty(
            "FullId",
            &[
                ("RegistrationNumber", &number),
                ("IssuerInn", &id.principal_inn),
                (
                    "RepresentativeInn",
                    id.representative_inn.as_deref().unwrap_or_default(),
                ),
            ],
        );
    });
}

fn manual(xml: &mut Xml, told: &ManualPower) {
    xml.empty(
        "Manual",
        &[
            ("RegistrationNumber", &told.number.to_string()),
            ("RegistrationDate", &date(told.issued_on)),
            ("InternalNumber", &told.internal_number),
            ("InternalDate", &told.internal_on.map(date).unwrap_or_default()),
            ("SystemId", &told.system),
        ],
    );
}

fn paper(xml: &mut Xml, told: &PaperPower) {
    let issued_on = date(told.issued_on);
    let attributes = [
        ("InternalNumber", told.number.as_str()),
        ("RegistrationDate", &issued_on),
        ("IssuerInfo", &told.issuer),
    ];
    let name = &told.issued_by;
    xml.element("PowerOfAttorney", &[], |xml| {
        if name.is_empty() {
            return xml.empty("Paper", &attributes);
        }
        xml.element("Paper", &attributes, |xml| {
            xml.empty(
                "Person",
                &[
                    ("LastName", &name.last),
                    ("FirstName", &name.first),
                    ("MiddleName", &name.middle),
                ],
            );
        });
    });
}
