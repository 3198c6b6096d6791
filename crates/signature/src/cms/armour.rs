//! Files of signatures and certificates as they lie on disks: bare bytes, PEM, or base64 without any frame.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The bytes themselves: armour is taken off where there is one, everything else stays as it is.
pub fn open(bytes: &[u8]) -> Cow<'_, [u8]> {
    // A SEQUENCE begins with «0», which is also a sign of base64: only what decodes to another SEQUENCE is armour.
    text(bytes)
        .filter(|opened| opened.first() == Some(&0x30))
        .map_or(Cow::Borrowed(bytes), Cow::Owned)
}

fn text(bytes: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).ok()?.trim_start_matches('\u{FEFF}');
    let body = match text.split_once("-----BEGIN ") {
        None => text,
        Some((_, rest)) => {
            let (_, rest) = rest.split_once("-----")?;
            rest.split_once("-----END ")?.0
        }
    };
    let signs: String = body.chars().filter(|sign| !sign.is_ascii_whitespace()).collect();
    STANDARD.decode(signs).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn armour_is_taken_off_and_bytes_stay() {
        let der = [0x30, 0x03, 0x02, 0x01, 0x05];
        let text = STANDARD.encode(der);
        let pem =
            format!("Bag Attributes\n-----BEGIN CERTIFICATE-----\r\n{text}\r\n-----END CERTIFICATE-----\n");
        for armoured in [text.clone(), format!("\u{FEFF}{text}\r\n"), pem] {
            assert_eq!(open(armoured.as_bytes()).as_ref(), der);
        }
        assert_eq!(open(&der).as_ref(), der);
    }

    #[test]
    fn what_is_no_armour_stays_as_it_is() {
        for bytes in [
            &b""[..],
            b"-----BEGIN X",
            b"0",
            b"hello",
            b"-----BEGIN X-----",
            &[0x30, 0x80, 0xFF],
        ] {
            assert_eq!(open(bytes).as_ref(), bytes);
        }
    }
}
