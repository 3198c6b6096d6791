//! What a universal message is to say, as the short XML of the operator (QUIRKS 102).

use domain::{Signatory, UniversalCode};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, Event};

use super::Xml;
use crate::Error;

/// The bytes: one event with its words. Whoever signs what goes beside is named; else the operator names whom it knows.
pub(in crate::edo::diadoc) fn write(
    code: UniversalCode,
    text: &str,
    sender: Option<&Signatory>,
) -> Result<Vec<u8>, Error> {
    let mut xml = Xml {
        writer: Writer::new(Vec::new()),
        fault: None,
    };
    xml.event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
    let number = code.number().to_string();
    xml.element("UniversalMessage", &[], |xml| {
        xml.element("UniversalMessageInfos", &[], |xml| {
            let code = [("StatusCode", number.as_str())];
            if text.trim().is_empty() {
                xml.empty("UniversalMessageInfo", &code);
            } else {
                xml.element("UniversalMessageInfo", &code, |xml| {
                    xml.text("PlainText", &[], text)
                });
            }
        });
        self::sender(xml, sender);
    });
    match xml.fault {
        None => Ok(xml.writer.into_inner()),
        Some(fault) => Err(Error::Malformed(format!("universal message: {fault}"))),
    }
}

fn sender(xml: &mut Xml, signatory: Option<&Signatory>) {
    let named = signatory.filter(|person| {
        let name = &person.name;
        !name.last.trim().is_empty() && !name.first.trim().is_empty()
    });
    let Some(person) = named else {
        return xml.empty("Sender", &[("UseDefaultPersonInfo", "true")]);
    };
    let attributes = [
        ("Position", person.position.as_str()),
        ("UseDefaultPersonInfo", "false"),
    ];
    let name = &person.name;
    xml.element("Sender", &attributes, |xml| {
        xml.empty(
            "Fio",
            &[
                ("FirstName", &name.first),
                ("LastName", &name.last),
                ("MiddleName", &name.middle),
            ],
        );
    });
}

#[cfg(test)]
mod tests {
    use domain::{PersonName, Signatory, UniversalCode};

    use super::write;

    fn written(code: UniversalCode, text: &str, sender: Option<&Signatory>) -> String {
        String::from_utf8(write(code, text, sender).unwrap()).unwrap()
    }

    #[test]
    fn the_words_stand_under_their_code_and_the_sender_is_named_where_it_is_known() {
        let sender = Signatory {
            position: "Сотрудник".to_owned(),
            name: PersonName::from_full("Корнилова Ирина Львовна"),
            grounds: String::new(),
        };
        assert_eq!(
            written(UniversalCode::AmendmentRequest, " 5 < 15 & «шт» ", Some(&sender)),
            concat!(
                r#"<?xml version="1.0" encoding="utf-8"?><UniversalMessage><UniversalMessageInfos>"#,
                r#"<UniversalMessageInfo StatusCode="2999"><PlainText>5 &lt; 15 &amp; «шт»</PlainText></UniversalMessageInfo>"#,
                r#"</UniversalMessageInfos><Sender Position="Сотрудник" UseDefaultPersonInfo="false">"#,
                r#"<Fio FirstName="Ирина" LastName="Корнилова" MiddleName="Львовна"/></Sender></UniversalMessage>"#
            )
        );
    }

    #[test]
    fn a_receipt_says_nothing_but_its_code_and_nobody_is_invented() {
        assert_eq!(
            written(UniversalCode::Receipt, "", None),
            concat!(
                r#"<?xml version="1.0" encoding="utf-8"?><UniversalMessage><UniversalMessageInfos>"#,
                r#"<UniversalMessageInfo StatusCode="1999"/></UniversalMessageInfos>"#,
                r#"<Sender UseDefaultPersonInfo="true"/></UniversalMessage>"#
            )
        );
    }
}
