//! The wire itself: tags, varints, numbers of fixed width, bytes with their length. Knows nothing of messages.

use thiserror::Error;

/// How deep groups, a relic that this service does not use, may be nested in what is skipped.
const DEEPEST_GROUP: usize = 16;
const CONTINUES: u8 = 0x80;
const PAYLOAD: u8 = 0x7f;

const VARINT: u32 = 0;
const FIXED64: u32 = 1;
const BYTES: u32 = 2;
const GROUP_START: u32 = 3;
const GROUP_END: u32 = 4;
const FIXED32: u32 = 5;

/// Bytes that are no protobuf.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Broken {
    /// Less than announced.
    #[error("the bytes end in the middle of a field")]
    CutOff,
    /// A varint has at most ten bytes.
    #[error("a number is longer than ten bytes")]
    LongNumber,
    /// Field numbers lie between 1 and 536870911.
    #[error("a field has an impossible number")]
    FieldNumber,
    /// 6 and 7 do not exist; an end without a beginning, a beginning without its end.
    #[error("a field has an impossible wire type")]
    WireType,
    /// Nested beyond reason.
    #[error("groups are nested too deeply")]
    Depth,
}

/// What stands behind a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Raw<'a> {
    /// Wire type 0.
    Varint(u64),
    /// Wire type 1.
    Fixed64([u8; 8]),
    /// Wire type 2.
    Bytes(&'a [u8]),
    /// Wire type 5.
    Fixed32([u8; 4]),
}

/// Reads field by field.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Over these bytes.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Nothing is left.
    pub fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next field, or `None` at the end. Groups are skipped.
    pub fn field(&mut self) -> Result<Option<(u32, Raw<'a>)>, Broken> {
        while !self.is_at_end() {
            let (number, wire_type) = self.tag()?;
            match self.payload(wire_type)? {
                Some(raw) => return Ok(Some((number, raw))),
                None => self.skip_group(number, wire_type)?,
            }
        }
        Ok(None)
    }

    /// A number of variable length.
    pub fn varint(&mut self) -> Result<u64, Broken> {
        let mut value = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let (byte, rest) = self.rest.split_first().ok_or(Broken::CutOff)?;
            self.rest = rest;
            value |= u64::from(byte & PAYLOAD) << shift;
            if byte & CONTINUES == 0 {
                return Ok(value);
            }
        }
        Err(Broken::LongNumber)
    }

    fn tag(&mut self) -> Result<(u32, u32), Broken> {
        let tag = u32::try_from(self.varint()?).map_err(|_| Broken::FieldNumber)?;
        match tag >> 3 {
            0 => Err(Broken::FieldNumber),
            number => Ok((number, tag & 7)),
        }
    }

    /// `None` for the two ends of a group.
    fn payload(&mut self, wire_type: u32) -> Result<Option<Raw<'a>>, Broken> {
        Ok(Some(match wire_type {
            VARINT => Raw::Varint(self.varint()?),
            FIXED64 => Raw::Fixed64(self.array()?),
            BYTES => {
                let length = usize::try_from(self.varint()?).map_err(|_| Broken::CutOff)?;
                let (bytes, rest) = self.rest.split_at_checked(length).ok_or(Broken::CutOff)?;
                self.rest = rest;
                Raw::Bytes(bytes)
            }
            FIXED32 => Raw::Fixed32(self.array()?),
            GROUP_START | GROUP_END => return Ok(None),
            _ => return Err(Broken::WireType),
        }))
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Broken> {
        let (bytes, rest) = self.rest.split_first_chunk().ok_or(Broken::CutOff)?;
        self.rest = rest;
        Ok(*bytes)
    }

    fn skip_group(&mut self, number: u32, wire_type: u32) -> Result<(), Broken> {
        if wire_type == GROUP_END {
            return Err(Broken::WireType);
        }
        let mut open = vec![number];
        while let Some(innermost) = open.last().copied() {
            if self.is_at_end() {
                return Err(Broken::CutOff);
            }
            let (number, wire_type) = self.tag()?;
            match wire_type {
                GROUP_START if open.len() == DEEPEST_GROUP => return Err(Broken::Depth),
                GROUP_START => open.push(number),
                GROUP_END if number == innermost => {
                    open.pop();
                }
                _ => {
                    self.payload(wire_type)?.ok_or(Broken::WireType)?;
                }
            }
        }
        Ok(())
    }
}

/// Writes a field with its tag.
pub fn put(out: &mut Vec<u8>, number: u32, raw: Raw<'_>) {
    let tag = |wire_type: u32| u64::from(number) << 3 | u64::from(wire_type);
    match raw {
        Raw::Varint(value) => {
            put_varint(out, tag(VARINT));
            put_varint(out, value);
        }
        Raw::Fixed64(bytes) => {
            put_varint(out, tag(FIXED64));
            out.extend_from_slice(&bytes);
        }
        Raw::Bytes(bytes) => {
            put_varint(out, tag(BYTES));
            put_varint(out, u64::try_from(bytes.len()).unwrap_or(u64::MAX));
            out.extend_from_slice(bytes);
        }
        Raw::Fixed32(bytes) => {
            put_varint(out, tag(FIXED32));
            out.extend_from_slice(&bytes);
        }
    }
}

fn put_varint(out: &mut Vec<u8>, mut value: u64) {
    loop {
        // The lowest seven bits of a little-endian number.
        let [lowest, ..] = value.to_le_bytes();
        value >>= 7;
        if value == 0 {
            out.push(lowest & PAYLOAD);
            return;
        }
        out.push(lowest | CONTINUES);
    }
}
