//! From wire bytes to a JSON value, with the limits that a door open to strangers needs.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map, Value};
use thiserror::Error;

use super::schema::{Field, Kind, Message, Rule};
use super::wire::{Broken, Raw, Reader};

/// Fields in one request, all levels together: forty documents with everything have some thousands.
const MOST_FIELDS: usize = 100_000;
/// Structures within structures; the deepest request has five.
const DEEPEST: usize = 32;

/// Bytes that do not hold the structure they should.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{place}: {what}")]
pub struct Unreadable {
    /// `MessageToPost.DocumentAttachments.SignedContent`
    pub place: String,
    /// What is wrong there.
    pub what: Fault,
}

/// What is wrong with a field or a structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Fault {
    /// The bytes themselves.
    #[error(transparent)]
    Wire(#[from] Broken),
    /// Not there.
    #[error("a required field is absent")]
    Absent,
    /// A number where a text should be, and so on.
    #[error("the wire type of the field is wrong")]
    WireType,
    /// A text that is none.
    #[error("the text is not UTF-8")]
    Text,
    /// Somebody plays with us.
    #[error("there are too many fields or levels")]
    Size,
}

impl Unreadable {
    fn within(mut self, name: &str) -> Self {
        self.place = if self.place.is_empty() {
            name.to_owned()
        } else {
            format!("{name}.{}", self.place)
        };
        self
    }
}

impl From<Fault> for Unreadable {
    fn from(what: Fault) -> Self {
        let place = String::new();
        Self { place, what }
    }
}

impl From<Broken> for Unreadable {
    fn from(broken: Broken) -> Self {
        Fault::Wire(broken).into()
    }
}

/// Reads a structure: unknown fields are passed over, required ones must be there, of a field that comes twice the last
/// value counts, and structures that come twice are one.
pub fn read(message: &Message, bytes: &[u8]) -> Result<Value, Unreadable> {
    let mut fields_left = MOST_FIELDS;
    structure(message, &[bytes], DEEPEST, &mut fields_left).map_err(|error| error.within(message.name))
}

/// `parts` are the occurrences of one structure: to join their bytes is to merge them.
fn structure(
    message: &Message,
    parts: &[&[u8]],
    levels_left: usize,
    fields_left: &mut usize,
) -> Result<Value, Unreadable> {
    let levels_left = levels_left.checked_sub(1).ok_or(Fault::Size)?;
    let mut found: BTreeMap<u32, Vec<Raw<'_>>> = BTreeMap::new();
    for part in parts {
        let mut reader = Reader::new(part);
        while let Some((number, raw)) = reader.field()? {
            *fields_left = fields_left.checked_sub(1).ok_or(Fault::Size)?;
            if message.field(number).is_some() {
                found.entry(number).or_default().push(raw);
            }
        }
    }
    let mut value = Map::new();
    for field in message.fields {
        match (found.get(&field.number), field.rule) {
            (Some(raws), _) => {
                let read = occurrences(field, raws, levels_left, fields_left);
                value.insert(
                    field.name.to_owned(),
                    read.map_err(|error| error.within(field.name))?,
                );
            }
            (None, Rule::Required) => return Err(Unreadable::from(Fault::Absent).within(field.name)),
            (None, Rule::Optional | Rule::Repeated) => {}
        }
    }
    Ok(Value::Object(value))
}

fn occurrences(
    field: &Field,
    raws: &[Raw<'_>],
    levels_left: usize,
    fields_left: &mut usize,
) -> Result<Value, Unreadable> {
    if field.rule == Rule::Repeated {
        let mut items = Vec::new();
        for raw in raws {
            match (field.kind, raw) {
                (Kind::Message(inner), Raw::Bytes(bytes)) => {
                    items.push(structure(inner, &[bytes], levels_left, fields_left)?);
                }
                (Kind::Flag | Kind::Int32 | Kind::Number(_), Raw::Bytes(packed)) => {
                    let mut reader = Reader::new(packed);
                    while !reader.is_at_end() {
                        *fields_left = fields_left.checked_sub(1).ok_or(Fault::Size)?;
                        items.push(scalar(field.kind, Raw::Varint(reader.varint()?))?);
                    }
                }
                (kind, raw) => items.push(scalar(kind, *raw)?),
            }
        }
        return Ok(Value::Array(items));
    }
    if let Kind::Message(inner) = field.kind {
        let mut parts = Vec::new();
        for raw in raws {
            match raw {
                Raw::Bytes(bytes) => parts.push(*bytes),
                _ => return Err(Fault::WireType.into()),
            }
        }
        return structure(inner, &parts, levels_left, fields_left);
    }
    let last = raws.last().ok_or(Fault::Absent)?;
    Ok(scalar(field.kind, *last)?)
}

fn scalar(kind: Kind, raw: Raw<'_>) -> Result<Value, Fault> {
    Ok(match (kind, raw) {
        (Kind::Text, Raw::Bytes(bytes)) => {
            let text = std::str::from_utf8(bytes).map_err(|_| Fault::Text)?;
            Value::from(text)
        }
        (Kind::Bytes, Raw::Bytes(bytes)) => Value::from(BASE64.encode(bytes)),
        (Kind::Unread, Raw::Bytes(_)) => Value::Object(Map::new()),
        (Kind::Flag, Raw::Varint(value)) => Value::from(value != 0),
        (Kind::Int32, Raw::Varint(value)) => Value::from(int32(value)),
        (Kind::Number(numbers), Raw::Varint(value)) => {
            let number = int32(value);
            numbers
                .name_of(number)
                .map_or_else(|| Value::from(number), Value::from)
        }
        (Kind::Fixed64, Raw::Fixed64(bytes)) => Value::from(i64::from_le_bytes(bytes)),
        (Kind::Fixed32, Raw::Fixed32(bytes)) => Value::from(i32::from_le_bytes(bytes)),
        _ => return Err(Fault::WireType),
    })
}

/// Negative numbers come as ten bytes; whatever stands above the lowest 32 bits is sign.
fn int32(varint: u64) -> i32 {
    let [a, b, c, d, ..] = varint.to_le_bytes();
    i32::from_le_bytes([a, b, c, d])
}
