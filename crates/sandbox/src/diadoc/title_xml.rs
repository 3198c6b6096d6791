//! A quick look into the XML of a title: well-formed, root «Файл», which function, which number, date and sum.
//!
//! No XSD is consulted: that a file passes here does not mean that the real service would take it.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// What a title says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TitleFacts {
    /// `Документ/@Функция`
    pub function: String,
    /// `СвСчФакт/@НомерДок`
    pub number: String,
    /// `СвСчФакт/@ДатаДок`
    pub date: String,
    /// `ВсегоОпл/@СтТовУчНалВсего`
    pub total: String,
    /// `ВсегоОпл/СумНалВсего/СумНал`
    pub vat: String,
    /// `@КодОКВ`
    pub currency: String,
    /// `КодСодОпер/@КодИтога`
    pub total_code: Option<u8>,
    /// `ТекстУведУточ`, `ТекстПредАн`
    pub words: String,
    /// The element that tells which service document it is: `СвИзвПолуч`, `СвУведУточ`, `СвПредАн`, `СведУС`.
    pub notice: String,
    /// `СведПолФайл/@ИмяПолФайла`, `СведАнФайл/@ИмяАнФайла`, `СведУС/@ИмяПолФайл`
    pub about: String,
    /// `СвСобытДок/@СтатусУС` with `ТекстУС`
    pub events: Vec<(String, String)>,
    /// `ОтпрУС/@ИдОтпрУС`
    pub author: String,
    /// `Файл/@ИдФайл`
    pub file_id: String,
}

/// Text of an XML file by its declared encoding (UTF-8 or windows-1251, which is what the formats allow).
fn decode(bytes: &[u8]) -> Option<String> {
    let head: Vec<u8> = bytes.iter().take(200).map(u8::to_ascii_lowercase).collect();
    let is_1251 = head.windows(12).any(|window| window == b"windows-1251");
    if is_1251 {
        let (text, _, has_errors) = encoding_rs::WINDOWS_1251.decode(bytes);
        return (!has_errors).then(|| text.into_owned());
    }
    let text = std::str::from_utf8(bytes).ok()?;
    Some(text.trim_start_matches('\u{feff}').to_owned())
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    start.attributes().flatten().find_map(|attribute| {
        let is_wanted = attribute.key.as_ref() == name;
        let value = is_wanted.then(|| attribute.normalized_value(XmlVersion::Implicit1_0).ok())??;
        Some(value.into_owned())
    })
}

/// Looks through a title; says where it is broken if it is.
pub fn look(bytes: &[u8]) -> Result<TitleFacts, String> {
    let text = decode(bytes)
        .ok_or("Location = Line: 1, Position: 1, Message = Файл не читается в объявленной кодировке")?;
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = true;
    let mut facts = TitleFacts::default();
    let mut path: Vec<String> = Vec::new();
    loop {
        let broken =
            |position: u64, message: &str| format!("Location = Position: {position}, Message = {message}");
        match reader.read_event() {
            Ok(Event::Eof) if path.is_empty() && !facts.file_id.is_empty() => return Ok(facts),
            Ok(Event::Eof) => {
                return Err(broken(
                    reader.buffer_position(),
                    "Ожидался элемент Файл с атрибутом ИдФайл",
                ));
            }
            Ok(Event::Start(start)) => {
                take(&mut facts, &path, &start);
                path.push(start.name().as_ref().to_owned());
            }
            Ok(Event::Empty(start)) => take(&mut facts, &path, &start),
            Ok(Event::End(_)) => {
                path.pop();
            }
            Ok(Event::Text(text)) => {
                take_text(&mut facts, &path, &text);
            }
            Ok(Event::GeneralRef(entity)) => {
                let resolved = quick_xml::escape::resolve_predefined_entity(&entity).unwrap_or_default();
                take_text(&mut facts, &path, resolved);
            }
            Ok(_) => {}
            Err(error) => return Err(broken(reader.error_position(), &error.to_string())),
        }
    }
}

fn take(facts: &mut TitleFacts, path: &[String], start: &BytesStart<'_>) {
    let text = |name: &str| attribute(start, name).unwrap_or_default();
    let name = start.name().as_ref().to_owned();
    match (path.len(), name.as_str()) {
        (0, "Файл") => facts.file_id = text("ИдФайл"),
        (1, "Документ") => facts.function = text("Функция"),
        (2, "СвИзвПолуч" | "СвУведУточ" | "СвПредАн") => {
            facts.notice = name.clone()
        }
        (2, "СведУС") => {
            facts.notice = name.clone();
            facts.about = text("ИмяПолФайл");
        }
        (2, "СвСобытДок") => facts.events.push((text("СтатусУС"), String::new())),
        (2, "ОтпрУС") => facts.author = text("ИдОтпрУС"),
        (3, "СведПолФайл") => facts.about = text("ИмяПолФайла"),
        (3, "СведАнФайл") => facts.about = text("ИмяАнФайла"),
        (_, "СвСчФакт") => {
            facts.number = text("НомерДок");
            facts.date = text("ДатаДок");
        }
        (_, "ВсегоОпл") => facts.total = text("СтТовУчНалВсего"),
        (_, "ДенИзм") => facts.currency = text("КодОКВ"),
        (_, "КодСодОпер") => facts.total_code = text("КодИтога").parse().ok(),
        _ => {}
    }
}

fn take_text(facts: &mut TitleFacts, path: &[String], words: &str) {
    match path {
        [.., sum, tax] if sum == "СумНалВсего" && tax == "СумНал" => {
            facts.vat.push_str(words.trim())
        }
        [.., words_of] if words_of == "ТекстУС" => {
            if let Some((_, text)) = facts.events.last_mut() {
                text.push_str(words);
            }
        }
        [.., notice] if notice == "ТекстУведУточ" || notice == "ТекстПредАн" => {
            facts.words.push_str(words);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::look;

    const TITLE: &str = "<?xml version=\"1.0\" encoding=\"windows-1251\"?><Файл ИдФайл=\"ON_NSCHFDOPPR_1\" ВерсФорм=\"5.03\">\
        <Документ Функция=\"СЧФДОП\"><СвСчФакт НомерДок=\"17\" ДатаДок=\"21.11.2026\"><ДенИзм КодОКВ=\"643\"/></СвСчФакт>\
        <ТаблСчФакт><ВсегоОпл СтТовУчНалВсего=\"1220.00\"><СумНалВсего><СумНал>220.00</СумНал></СумНалВсего></ВсегоОпл></ТаблСчФакт>\
        </Документ></Файл>";

    #[test]
    fn number_date_sum_and_function_are_read_from_both_encodings() {
        let facts = look(&encoding_rs::WINDOWS_1251.encode(TITLE).0).unwrap();
        assert_eq!((facts.function.as_str(), facts.number.as_str()), ("СЧФДОП", "17"));
        assert_eq!((facts.total.as_str(), facts.vat.as_str()), ("1220.00", "220.00"));
        assert_eq!(
            (facts.date.as_str(), facts.currency.as_str()),
            ("21.11.2026", "643")
        );
        assert_eq!(look(TITLE.replace("windows-1251", "utf-8").as_bytes()), Ok(facts));
    }

    #[test]
    fn what_is_not_a_title_is_said_to_be_broken() {
        for text in [
            "",
            "%PDF-1.4",
            "<Файл ИдФайл=\"1\">",
            "<Ящик ИдФайл=\"1\"/>",
            "<Файл ИдФайл=\"1\"></Файлы>",
        ] {
            assert!(look(text.as_bytes()).is_err(), "{text}");
        }
    }
}
