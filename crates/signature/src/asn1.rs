//! Tag, length, value: what certificates, lists and messages are read from and written with.
//!
//! The reader borrows: a signature is checked over the bytes that came, never over what a type would write back.
//! It walks forward, holds no memory of its own and never calls itself, so a hostile file costs what its length
//! costs and no more. Deliberately not here: the forgiving rules of BER; they are met once, in
//! [`crate::cms::ber`], before anything is read.

mod reader;
mod time;
mod writer;

pub(crate) use reader::{Element, Reader, place};
pub(crate) use time::{read_time, write_time};
pub(crate) use writer::{explicit, integer, length_octets, octets, oid, sequence, set, sorted_set, tlv};

/// Identifier octets that occur here.
pub(crate) mod tag {
    pub(crate) const BOOLEAN: u8 = 0x01;
    pub(crate) const INTEGER: u8 = 0x02;
    pub(crate) const BIT_STRING: u8 = 0x03;
    pub(crate) const OCTET_STRING: u8 = 0x04;
    pub(crate) const NULL: u8 = 0x05;
    pub(crate) const OID: u8 = 0x06;
    pub(crate) const ENUMERATED: u8 = 0x0A;
    pub(crate) const UTF8: u8 = 0x0C;
    pub(crate) const UTC_TIME: u8 = 0x17;
    pub(crate) const GENERALIZED_TIME: u8 = 0x18;
    pub(crate) const CONSTRUCTED_OCTETS: u8 = 0x24;
    pub(crate) const SEQUENCE: u8 = 0x30;
    pub(crate) const SET: u8 = 0x31;

    /// `[n]`, primitive.
    pub(crate) const fn context(number: u8) -> u8 {
        0x80 | number
    }

    /// `[n]`, constructed.
    pub(crate) const fn nested(number: u8) -> u8 {
        0xA0 | number
    }
}

#[cfg(test)]
mod tests;
