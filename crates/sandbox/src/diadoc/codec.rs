//! The one place where structures become bytes and bytes structures.
//!
//! The service's own default is protobuf, JSON has to be asked for. This sandbox speaks JSON so far: whoever asks for
//! protobuf is told so. Adding it means two more arms here and nothing anywhere else.

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, header};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::refusal::Refusal;

fn names_json(headers: &HeaderMap, name: header::HeaderName) -> bool {
    let values = headers.get_all(name);
    values
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|value| {
            let value = value.to_ascii_lowercase();
            value
                .split([',', ';', ' '])
                .any(|part| part.trim() == "application/json")
        })
}

/// Reads a structured request body. `type_name` is the service's name of the structure.
pub fn read<T: DeserializeOwned>(headers: &HeaderMap, body: &Bytes, type_name: &str) -> Result<T, Refusal> {
    if !names_json(headers, header::CONTENT_TYPE) {
        let text = "Песочница пока понимает тело запроса только в JSON: укажите Content-Type: application/json; charset=utf-8";
        return Err(Refusal::of(StatusCode::UNSUPPORTED_MEDIA_TYPE, text));
    }
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let value: Value =
        serde_json::from_slice(body).map_err(|_| Refusal::bad("Request body cannot be empty"))?;
    serde_json::from_value(lower_names(value)).map_err(|error| {
        tracing::debug!(%error, type_name, "a request body does not fit");
        Refusal::bad(format!("Can't deserialize request body into type: {type_name}"))
    })
}

/// Names are matched without case, so all of them become lower case before anything is matched; what is null is
/// absent.
fn lower_names(value: Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name.to_lowercase(), lower_names(value)))
            .collect(),
        Value::Array(items) => items.into_iter().map(lower_names).collect(),
        other => other,
    }
}

/// Refuses a caller who does not want JSON back.
pub fn check_wanted(headers: &HeaderMap) -> Result<(), Refusal> {
    if names_json(headers, header::ACCEPT) {
        return Ok(());
    }
    let text = "Песочница пока отвечает только в JSON, а без заголовка Accept сервис отвечает в protobuf: укажите Accept: application/json";
    Err(Refusal::bad(text))
}

/// Writes a structured answer.
pub fn write<T: Serialize>(answer: &T) -> Result<(Vec<u8>, &'static str), Refusal> {
    let bytes = serde_json::to_vec(answer)
        .map_err(|error| Refusal::of(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()))?;
    Ok((bytes, "application/json; charset=utf-8"))
}
