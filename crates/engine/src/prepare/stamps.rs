//! Two files of one record that differ in nothing but when and under which number they were made.

use std::ops::Range;

/// Attributes of the format that say when the file was made and what it is called (приказ ЕД-7-26/970@).
const STAMPS: [&str; 3] = ["ИдФайл", "ДатаИнфПр", "ВремИнфПр"];

/// True when both are XML and say the same. Encodings may not differ.
pub(super) fn same_but_for_stamps(one: &[u8], other: &[u8]) -> bool {
    let is_xml = |bytes: &[u8]| bytes.starts_with(b"<?xml");
    is_xml(one) && is_xml(other) && without_stamps(one) == without_stamps(other)
}

fn without_stamps(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for stamp in STAMPS {
        for needle in [windows_1251(stamp), stamp.as_bytes().to_vec()] {
            if let Some(value) = value_of(&bytes, &needle) {
                bytes.drain(value);
            }
        }
    }
    bytes
}

/// The place of the value of the first attribute of this name.
fn value_of(bytes: &[u8], name: &[u8]) -> Option<Range<usize>> {
    let needle = [b" ", name, b"=\""].concat();
    let at = bytes.windows(needle.len()).position(|window| window == needle)?;
    let from = at + needle.len();
    let length = bytes.get(from..)?.iter().position(|byte| *byte == b'"')?;
    Some(from..from + length)
}

/// Russian letters in windows-1251; the names above have no others.
fn windows_1251(text: &str) -> Vec<u8> {
    text.chars()
        .filter_map(|letter| match u32::from(letter) {
            code @ 0x410..=0x44F => u8::try_from(code - 0x410 + 0xC0).ok(),
            code => u8::try_from(code).ok(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{same_but_for_stamps, windows_1251};

    fn file(id: &str, hour: &str, name: &str) -> String {
        format!(
            r#"<?xml version="1.0"?><Файл ИдФайл="{id}" ВерсФорм="5.03"><Документ ДатаИнфПр="21.11.2026" ВремИнфПр="{hour}"><СведТов НаимТов="{name}"/></Документ></Файл>"#
        )
    }

    #[test]
    fn only_the_number_and_the_hour_of_making_may_differ() {
        let [one, later, other] = [
            file("ON_1", "10.00.00", "Канат"),
            file("ON_22", "11.30.00", "Канат"),
            file("ON_1", "10.00.00", "Трос"),
        ];
        assert!(same_but_for_stamps(one.as_bytes(), later.as_bytes()));
        assert!(!same_but_for_stamps(one.as_bytes(), other.as_bytes()));
        assert!(!same_but_for_stamps(b"%PDF-1", b"%PDF-1"));
        assert_eq!(windows_1251("Аяё"), [0xC0, 0xFF]);
    }

    #[test]
    fn the_same_holds_in_windows_1251() {
        let [one, later] = [
            file("ON_1", "10.00.00", "Канат"),
            file("ON_22", "11.30.00", "Канат"),
        ];
        assert!(same_but_for_stamps(&windows_1251(&one), &windows_1251(&later)));
    }
}
