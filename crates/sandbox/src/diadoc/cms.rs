//! Signatures as far as the sandbox looks at them: is it a CMS SignedData at all, and the test signature.
//!
//! No mathematics is done here: see `signature_check`. The test signature names the signer
//! «Диадок Сертификат Тестовый» and carries the SHA-256 of the file in place of a signature value, so that nobody can
//! take it for a real one.

use sha2::{Digest, Sha256};

/// 1.2.840.113549.1.7.2
const SIGNED_DATA: &[u8] = &[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];
/// 1.2.840.113549.1.7.1
const PLAIN_DATA: &[u8] = &[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01];
/// 2.16.840.1.101.3.4.2.1
const SHA_256: &[u8] = &[0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];
/// 2.5.4.3
const COMMON_NAME: &[u8] = &[0x06, 0x03, 0x55, 0x04, 0x03];

const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const INTEGER: u8 = 0x02;
const OCTET_STRING: u8 = 0x04;
const UTF8_STRING: u8 = 0x0c;
const EXPLICIT_0: u8 = 0xa0;

fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let body = parts.concat();
    let length = body.len().to_be_bytes();
    let significant: Vec<u8> = length.iter().copied().skip_while(|byte| *byte == 0).collect();
    let mut out = vec![tag];
    match significant.as_slice() {
        [] => out.push(0),
        [short] if *short < 0x80 => out.push(*short),
        long => {
            out.push(0x80 | u8::try_from(long.len()).unwrap_or(8));
            out.extend_from_slice(long);
        }
    }
    out.extend(body);
    out
}

/// A detached SignedData of the operator's test certificate over these bytes.
pub fn test_signature(content: &[u8]) -> Vec<u8> {
    let algorithm = tlv(SEQUENCE, &[SHA_256]);
    let name = tlv(UTF8_STRING, &["Диадок Сертификат Тестовый".as_bytes()]);
    let issuer = tlv(SEQUENCE, &[&tlv(SET, &[&tlv(SEQUENCE, &[COMMON_NAME, &name])])]);
    let signer = tlv(
        SEQUENCE,
        &[
            &tlv(INTEGER, &[&[1]]),
            &tlv(SEQUENCE, &[&issuer, &tlv(INTEGER, &[&[1]])]),
            &algorithm,
            &algorithm,
            &tlv(OCTET_STRING, &[&Sha256::digest(content)]),
        ],
    );
    let signed = tlv(
        SEQUENCE,
        &[
            &tlv(INTEGER, &[&[1]]),
            &tlv(SET, &[&algorithm]),
            &tlv(SEQUENCE, &[PLAIN_DATA]),
            &tlv(SET, &[&signer]),
        ],
    );
    tlv(SEQUENCE, &[SIGNED_DATA, &tlv(EXPLICIT_0, &[&signed])])
}

/// Are these bytes one DER value of type CMS SignedData, nothing missing and nothing left over?
pub fn is_signed_data(bytes: &[u8]) -> bool {
    let Some((SEQUENCE, body)) = sole_value(bytes) else {
        return false;
    };
    let Some(rest) = body.strip_prefix(SIGNED_DATA) else {
        return false;
    };
    matches!(sole_value(rest), Some((EXPLICIT_0, inner)) if matches!(sole_value(inner), Some((SEQUENCE, _))))
}

/// The tag and body of the only value in these bytes.
fn sole_value(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let (tag, rest) = bytes.split_first()?;
    let (first, rest) = rest.split_first()?;
    let (length, body) = if *first < 0x80 {
        (usize::from(*first), rest)
    } else {
        let (digits, body) = rest.split_at_checked(usize::from(first & 0x7f))?;
        if digits.is_empty() || digits.len() > 4 {
            return None;
        }
        let length = digits
            .iter()
            .fold(0_usize, |sum, digit| sum << 8 | usize::from(*digit));
        (length, body)
    };
    (body.len() == length).then_some((*tag, body))
}

#[cfg(test)]
mod tests {
    use super::{is_signed_data, test_signature};

    #[test]
    fn the_test_signature_is_signed_data_and_a_damaged_one_is_not() {
        let signature = test_signature(b"%PDF-1.4 bill");
        assert!(is_signed_data(&signature));
        assert!(!is_signed_data(&signature[..signature.len() - 1]));
        assert!(!is_signed_data(&[signature.as_slice(), &[0]].concat()));
        assert!(!is_signed_data(b""));
        assert!(!is_signed_data(b"not a signature"));
        assert_ne!(signature, test_signature(b"%PDF-1.4 bilk"));
    }
}
