//! Turns the bytes of an XML file into text, strictly: a byte that does not fit is an error, never a «?».
//!
//! The formats of the ФНС ask for windows-1251; UTF-8 and UTF-16 are read too. The bytes themselves are
//! never changed or stored anew: what is signed is the file as it came.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251};

use crate::error::Error;

/// The text of a file.
#[derive(Debug)]
pub struct Decoded {
    /// The text, without byte order mark.
    pub text: String,
    /// What the person should know about the encoding.
    pub warning: Option<String>,
}

const UNDECLARED: &str = "В начале файла не указана кодировка. Он прочитан как windows-1251. \
    Проверьте, что русские буквы в документе видны правильно: оператор может отказать в приёме такого файла.";

/// The text of these bytes by byte order mark, then by declaration, then by trying.
pub fn decode(bytes: &[u8]) -> Result<Decoded, Error> {
    if let Some((by_mark, mark_length)) = Encoding::for_bom(bytes) {
        let body = bytes.get(mark_length..).unwrap_or_default();
        let text = strictly(by_mark, body)?;
        let declared = declared_label(text.as_bytes());
        if let Some(label) = declared.filter(|label| !agrees(label, by_mark)) {
            return Err(contradiction(&label));
        }
        return Ok(Decoded { text, warning: None });
    }
    match declared_label(bytes) {
        Some(label) => declared(bytes, &label),
        None => undeclared(bytes),
    }
}

fn declared(bytes: &[u8], label: &str) -> Result<Decoded, Error> {
    let encoding = match Encoding::for_label(label.as_bytes()) {
        Some(encoding) if encoding == UTF_8 || encoding == WINDOWS_1251 => encoding,
        Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => return Err(contradiction(label)),
        _ => {
            return Err(Error::Encoding {
                what: format!(
                    "в файле указана кодировка «{}», она не принимается",
                    crate::error::short(label)
                ),
            });
        }
    };
    // UTF-8 under the name of windows-1251 decodes without a single error into «Р¤Р°Р№Р»»; the reverse
    // mistake always fails. Russian text in windows-1251 is practically never valid UTF-8.
    let is_utf8_in_truth = encoding == WINDOWS_1251 && std::str::from_utf8(bytes).is_ok_and(has_cyrillic);
    if is_utf8_in_truth {
        return Err(contradiction(label));
    }
    let text = strictly(encoding, bytes)?;
    Ok(Decoded { text, warning: None })
}

/// Without declaration XML means UTF-8; older accounting programs write windows-1251 all the same.
fn undeclared(bytes: &[u8]) -> Result<Decoded, Error> {
    let broken = || Error::Encoding {
        what: "часть букв записана не в той кодировке, что остальные".to_owned(),
    };
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Decoded {
            text: text.to_owned(),
            warning: None,
        }),
        Err(error) => {
            let readable = bytes.get(..error.valid_up_to()).unwrap_or_default();
            if std::str::from_utf8(readable).is_ok_and(has_cyrillic) {
                return Err(broken());
            }
            let text = strictly(WINDOWS_1251, bytes)?;
            if !has_cyrillic(&text) {
                return Err(broken());
            }
            Ok(Decoded {
                text,
                warning: Some(UNDECLARED.to_owned()),
            })
        }
    }
}

fn strictly(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, Error> {
    /// The one byte that windows-1251 leaves undefined; the web's table maps it to a control character.
    const UNDEFINED_IN_1251: u8 = 0x98;
    let undefined = encoding == WINDOWS_1251 && bytes.contains(&UNDEFINED_IN_1251);
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) if !undefined => Ok(text.into_owned()),
        _ => Err(Error::Encoding {
            what: format!(
                "в файле есть байты, которых в кодировке {} не бывает",
                encoding.name()
            ),
        }),
    }
}

/// The value of `encoding` in the XML declaration, which is ASCII in all encodings read without a mark.
fn declared_label(bytes: &[u8]) -> Option<String> {
    const DECLARATION_WITHIN_BYTES: usize = 512;
    let head = bytes.get(..DECLARATION_WITHIN_BYTES).unwrap_or(bytes);
    let head = head.strip_prefix(b"<?xml")?;
    let end = head.windows(2).position(|window| window == b"?>")?;
    let declaration = String::from_utf8_lossy(head.get(..end)?).into_owned();
    let (_, rest) = declaration.split_once("encoding")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (label, _) = rest.strip_prefix(quote)?.split_once(quote)?;
    Some(label.trim().to_owned())
}

fn agrees(label: &str, by_mark: &'static Encoding) -> bool {
    let is_utf16 = by_mark == UTF_16LE || by_mark == UTF_16BE;
    Encoding::for_label(label.as_bytes()).is_some_and(|named| {
        let names_utf16 = named == UTF_16LE || named == UTF_16BE;
        named == by_mark || (is_utf16 && names_utf16)
    })
}

fn contradiction(label: &str) -> Error {
    Error::Encoding {
        what: format!(
            "в начале файла указана кодировка «{}», а записан он в другой",
            crate::error::short(label)
        ),
    }
}

fn has_cyrillic(text: &str) -> bool {
    text.chars().any(|c| ('\u{400}'..='\u{4ff}').contains(&c))
}

#[cfg(test)]
mod tests {
    use super::decode;
    use encoding_rs::WINDOWS_1251;

    fn in_1251(text: &str) -> Vec<u8> {
        WINDOWS_1251.encode(text).0.into_owned()
    }

    #[test]
    fn the_declared_encoding_is_believed_and_needs_no_warning() {
        let text = "<?xml version=\"1.0\" encoding='windows-1251' ?><Файл/>";
        let decoded = decode(&in_1251(text)).unwrap();
        assert_eq!(decoded.text, text);
        assert_eq!(decoded.warning, None);
        let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Файл/>";
        assert_eq!(decode(text.as_bytes()).unwrap().text, text);
    }

    #[test]
    fn a_byte_order_mark_decides_and_is_not_part_of_the_text() {
        let mut utf8 = b"\xEF\xBB\xBF".to_vec();
        utf8.extend_from_slice("<Файл/>".as_bytes());
        assert_eq!(decode(&utf8).unwrap().text, "<Файл/>");
        let wide = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><Файл/>";
        let little: Vec<u8> = [0xFEFF_u16]
            .into_iter()
            .chain(wide.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(decode(&little).unwrap().text, wide);
        let big: Vec<u8> = [0xFEFF_u16]
            .into_iter()
            .chain(wide.encode_utf16())
            .flat_map(u16::to_be_bytes)
            .collect();
        assert_eq!(decode(&big).unwrap().text, wide);
    }

    #[test]
    fn undeclared_windows_1251_is_read_with_a_warning() {
        let decoded = decode(&in_1251("<?xml version=\"1.0\"?><Файл/>")).unwrap();
        assert!(decoded.text.contains("Файл"));
        assert!(decoded.warning.unwrap().contains("windows-1251"));
    }

    #[test]
    fn a_lie_about_the_encoding_is_found_both_ways() {
        let utf8_named_1251 = "<?xml version=\"1.0\" encoding=\"windows-1251\"?><Файл/>";
        assert!(decode(utf8_named_1251.as_bytes()).is_err());
        assert!(decode(&in_1251("<?xml version=\"1.0\" encoding=\"utf-8\"?><Файл/>")).is_err());
        assert!(decode(b"\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"windows-1251\"?><a/>").is_err());
    }

    #[test]
    fn undefined_bytes_half_surrogates_and_foreign_encodings_are_refused() {
        assert!(decode(b"<?xml version=\"1.0\" encoding=\"windows-1251\"?><a b=\"\x98\"/>").is_err());
        assert!(decode(b"\xFF\xFE<\0\x00\xD8>\0").is_err());
        assert!(decode(b"<?xml version=\"1.0\" encoding=\"koi8-r\"?><a/>").is_err());
        let mut torn = "<Файл a=\"".as_bytes().to_vec();
        torn.extend_from_slice(b"\xD0\"/>");
        assert!(decode(&torn).is_err());
    }
}
