//! The answering title («титул покупателя») of a УПД, as the user contract `UniversalTransferDocumentBuyerTitle` of the
//! format 970: everything is accepted. What is not accepted whole is answered in the operator's cabinet.

use domain::Party;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, Event};

use super::{Xml, date, signer, signer_check};
use crate::Error;
use crate::edo::AnswerTitleRequest;

/// «КодИтога» 1: accepted without discrepancies.
const ACCEPTED: &str = "1";

/// The bytes of the contract. [`Error::Refused`] when it is not known who signs.
pub(in crate::edo::diadoc) fn write(request: &AnswerTitleRequest) -> Result<Vec<u8>, Error> {
    let name = &request.signer.name;
    if name.last.trim().is_empty() || name.first.trim().is_empty() {
        return Err(Error::Refused {
            code: "title_incomplete".to_owned(),
            text: "В сертификате нет фамилии и имени подписанта, поэтому титул покупателя не составить. Документ не подписан, \
                   оператору ничего не отправлено. Выберите сертификат человека."
                .to_owned(),
        });
    }
    if let Some(power) = &request.power_of_attorney {
        signer_check::power(power)?;
    }
    let mut xml = Xml {
        writer: Writer::new(Vec::new()),
        fault: None,
    };
    xml.event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
    let accepted_on = date(request.accepted_on);
    let attributes = [
        ("DocumentCreator", creator(&request.firm)),
        (
            "OperationContent",
            "Товары (работы, услуги, права) приняты без расхождений".to_owned(),
        ),
        ("AcceptanceDate", accepted_on),
    ];
    let attributes: Vec<(&str, &str)> = attributes
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    xml.element("UniversalTransferDocumentBuyerTitle", &attributes, |xml| {
        xml.empty("ContentOperCode", &[("TotalCode", ACCEPTED)]);
        xml.element("Signers", &[], |xml| {
            signer(xml, &request.signer, request.power_of_attorney.as_ref());
        });
    });
    match xml.fault {
        None => Ok(xml.writer.into_inner()),
        Some(fault) => Err(Error::Malformed(format!("user contract: {fault}"))),
    }
}

fn creator(party: &Party) -> String {
    match &party.kpp {
        Some(kpp) => format!("{}, ИНН/КПП {}/{kpp}", party.name, party.inn),
        None => format!("{}, ИНН {}", party.name, party.inn),
    }
}
