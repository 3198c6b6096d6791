//! From a JSON value to wire bytes. Whatever a message requires must be in the value: what is missing is a mistake of
//! this sandbox, and a client that could not read the answer would only say so less clearly.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::Value;
use thiserror::Error;

use super::schema::{Field, Kind, Message, Rule};
use super::wire::{self, Raw};

/// A value that does not fit its message.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{place} does not fit the description of the message")]
pub struct Unwritable {
    /// `BoxEventList.TotalCountType`
    pub place: String,
}

impl Unwritable {
    fn at(name: &str) -> Self {
        Self {
            place: name.to_owned(),
        }
    }

    fn within(self, name: &str) -> Self {
        Self {
            place: format!("{name}.{}", self.place),
        }
    }
}

/// Writes a structure, fields in the order of their numbers. Optional texts that are empty are absent; names that the
/// message does not know (JSON has some of its own) are passed over.
pub fn write(message: &Message, value: &Value) -> Result<Vec<u8>, Unwritable> {
    let mut out = Vec::new();
    structure(&mut out, message, value).map_err(|error| error.within(message.name))?;
    Ok(out)
}

fn structure(out: &mut Vec<u8>, message: &Message, value: &Value) -> Result<(), Unwritable> {
    for field in message.fields {
        let mistake = || Unwritable::at(field.name);
        let given = value.get(field.name).filter(|value| !value.is_null());
        match (given, field.rule) {
            (None, Rule::Required) => return Err(mistake()),
            (None, Rule::Optional | Rule::Repeated) => {}
            (Some(value), Rule::Repeated) => {
                for item in value.as_array().ok_or_else(mistake)? {
                    put(out, field, item)?;
                }
            }
            (Some(Value::String(text)), Rule::Optional) if text.is_empty() => {}
            (Some(value), _) => put(out, field, value)?,
        }
    }
    Ok(())
}

fn put(out: &mut Vec<u8>, field: &Field, value: &Value) -> Result<(), Unwritable> {
    if let Kind::Message(inner) = field.kind {
        let mut bytes = Vec::new();
        structure(&mut bytes, inner, value).map_err(|error| error.within(field.name))?;
        wire::put(out, field.number, Raw::Bytes(&bytes));
        return Ok(());
    }
    let written = scalar(out, field, value);
    written.ok_or_else(|| Unwritable::at(field.name))
}

fn scalar(out: &mut Vec<u8>, field: &Field, value: &Value) -> Option<()> {
    let decoded;
    let raw = match field.kind {
        Kind::Text => Raw::Bytes(value.as_str()?.as_bytes()),
        Kind::Bytes => {
            decoded = BASE64.decode(value.as_str()?).ok()?;
            Raw::Bytes(&decoded)
        }
        Kind::Flag => Raw::Varint(value.as_bool()?.into()),
        Kind::Int32 => varint(value.as_i64()?.try_into().ok()?),
        Kind::Number(numbers) => varint(numbers.number_of(value.as_str()?)?),
        // A size that does not fit is unknown: -1.
        Kind::Fixed32 => Raw::Fixed32(i32::try_from(value.as_i64()?).unwrap_or(-1).to_le_bytes()),
        Kind::Fixed64 => Raw::Fixed64(value.as_i64()?.to_le_bytes()),
        Kind::Message(_) | Kind::Unread => return None,
    };
    wire::put(out, field.number, raw);
    Some(())
}

/// Negative numbers take ten bytes.
fn varint(number: i32) -> Raw<'static> {
    Raw::Varint(u64::from_ne_bytes(i64::from(number).to_ne_bytes()))
}
