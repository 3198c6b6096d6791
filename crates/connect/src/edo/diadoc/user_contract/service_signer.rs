//! Who signs a service document, as the short XML of the operator (`SignerContent`, schema «133», QUIRKS 92).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::SignatureType;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, Event};

use super::{Xml, signer_check, signer_power};
use crate::Error;
use crate::edo::service_documents::{PositionFrom, ServiceSigner};

/// The bytes. [`Error::Refused`] with every field that is to be mended, when the schema would not take them.
pub(in crate::edo::diadoc) fn write(signer: &ServiceSigner) -> Result<Vec<u8>, Error> {
    signer_check::whole(signer)?;
    let name = &signer.signatory.name;
    let mut xml = Xml {
        writer: Writer::new(Vec::new()),
        fault: None,
    };
    xml.event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
    let power = signer.power_of_attorney.as_ref();
    let attributes = [
        ("SignerStatus", signer_power::status(power)),
        ("SignatureType", signature_type(signer.signature)),
    ];
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
        position(xml, signer);
        if let Some(power) = power {
            signer_power::of_service_document(xml, power);
        }
    });
    match xml.fault {
        None => Ok(xml.writer.into_inner()),
        Some(fault) => Err(Error::Malformed(format!("signer: {fault}"))),
    }
}

fn signature_type(signature: SignatureType) -> &'static str {
    match signature {
        SignatureType::Qualified => "1",
        SignatureType::Unqualified => "3",
    }
}

/// The text stands behind the operator's own source: it is taken where that says nothing.
fn position(xml: &mut Xml, signer: &ServiceSigner) {
    let source = match signer.position {
        PositionFrom::Told => "Manual",
        PositionFrom::Certificate => "Certificate",
        PositionFrom::Card => "Employee",
    };
    let source = [("PositionSource", source)];
    match (signer.signatory.position.trim(), signer.position) {
        ("", PositionFrom::Told) => {}
        ("", _) => xml.empty("Position", &source),
        (text, _) => xml.text("Position", &source, text),
    }
}
