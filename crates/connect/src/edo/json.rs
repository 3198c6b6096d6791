//! JSON of operators, as all of their folders read and write it, and the text of a place in a feed.
//!
//! Reading is lenient: an absent value may come as `null` or not at all.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::Error;

/// Reads an answer; `place` names the method for [`Error::Malformed`].
pub(super) fn decode<T: DeserializeOwned>(place: &str, body: &[u8]) -> Result<T, Error> {
    let malformed = |error: serde_json::Error| Error::Malformed(format!("{place}: {error}"));
    let mut value: Value = serde_json::from_slice(body).map_err(malformed)?;
    drop_nulls(&mut value);
    serde_json::from_value(value).map_err(malformed)
}

/// Writes a request; `place` names the method for [`Error::Malformed`].
pub(super) fn encode<T: Serialize>(place: &str, request: &T) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(request).map_err(|error| Error::Malformed(format!("{place}: {error}")))
}

fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, field| !field.is_null());
            fields.values_mut().for_each(drop_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}

/// Reads our own text of a place in a feed back; the beginning where there is none.
pub(super) fn feed_place<P: DeserializeOwned + Default>(text: Option<&str>) -> Result<P, Error> {
    let unreadable = |error| Error::Malformed(format!("место в ленте: {error}"));
    text.map_or_else(
        || Ok(P::default()),
        |text| serde_json::from_str(text).map_err(unreadable),
    )
}

/// The text of a place in a feed, to be kept; `None` for the beginning, where nothing was read at all.
pub(super) fn feed_place_text<P: Serialize + Default + PartialEq>(
    place: &P,
) -> Result<Option<String>, Error> {
    if *place == P::default() {
        return Ok(None);
    }
    let unwritable = |error| Error::Malformed(format!("место в ленте: {error}"));
    serde_json::to_string(place).map(Some).map_err(unwritable)
}
