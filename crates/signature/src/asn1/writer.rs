//! Writing DER: each function gives the bytes of one element.

use der::oid::ObjectIdentifier;

use super::tag;

/// An element of this tag around these parts.
pub(crate) fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length = parts.iter().map(|part| part.len()).sum::<usize>();
    let mut bytes = Vec::with_capacity(length + 6);
    bytes.push(tag);
    bytes.extend(length_octets(length));
    for part in parts {
        bytes.extend_from_slice(part);
    }
    bytes
}

/// The shortest octets of a length.
pub(crate) fn length_octets(length: usize) -> Vec<u8> {
    match u8::try_from(length) {
        Ok(short @ 0..0x80) => vec![short],
        _ => {
            let octets: Vec<u8> = length
                .to_be_bytes()
                .into_iter()
                .skip_while(|&byte| byte == 0)
                .collect();
            let count = u8::try_from(octets.len()).unwrap_or(u8::MAX);
            std::iter::once(0x80 | count).chain(octets).collect()
        }
    }
}

pub(crate) fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    tlv(tag::SEQUENCE, parts)
}

/// A SET whose elements are already in order.
pub(crate) fn set(parts: &[&[u8]]) -> Vec<u8> {
    tlv(tag::SET, parts)
}

/// The elements of a SET OF in the order of DER (X.690, 11.6), one after another.
pub(crate) fn sorted_set(mut elements: Vec<Vec<u8>>) -> Vec<u8> {
    elements.sort();
    elements.concat()
}

pub(crate) fn explicit(number: u8, parts: &[&[u8]]) -> Vec<u8> {
    tlv(tag::nested(number), parts)
}

pub(crate) fn oid(oid: &ObjectIdentifier) -> Vec<u8> {
    tlv(tag::OID, &[oid.as_bytes()])
}

pub(crate) fn octets(bytes: &[u8]) -> Vec<u8> {
    tlv(tag::OCTET_STRING, &[bytes])
}

/// A small number.
pub(crate) fn integer(value: u8) -> Vec<u8> {
    if value < 0x80 {
        tlv(tag::INTEGER, &[&[value]])
    } else {
        tlv(tag::INTEGER, &[&[0, value]])
    }
}
