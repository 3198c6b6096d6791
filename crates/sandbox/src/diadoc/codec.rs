//! The one place where structures become bytes and bytes structures.
//!
//! Both formats have the same structures. Protobuf is the service's default, on either way: a request body is JSON and
//! an answer is JSON only if the caller said so (`Content-Type`, `Accept`). Handlers know nothing of it.

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, header};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::call::Call;
use super::lean::{self, Style};
use super::refusal::Refusal;
use super::{Reply, protobuf};

const JSON: &str = "application/json";
/// How callers name protobuf, if they say anything at all.
const PROTOBUF: [&str; 4] = [
    "application/octet-stream",
    "application/x-protobuf",
    "application/protobuf",
    "application/vnd.google.protobuf",
];

/// Is any of these types named? Separators are taken leniently: the operator's own examples forget one.
fn names(headers: &HeaderMap, name: header::HeaderName, types: &[&str]) -> bool {
    let values = headers.get_all(name);
    values
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split([',', ';', ' ']))
        .any(|part| types.iter().any(|one| one.eq_ignore_ascii_case(part.trim())))
}

fn says_nothing(headers: &HeaderMap, name: header::HeaderName) -> bool {
    headers
        .get(name)
        .is_none_or(|value| value.as_bytes().trim_ascii().is_empty())
}

/// Reads a structured request body. `type_name` is the service's name of the structure.
pub fn read<T: DeserializeOwned>(headers: &HeaderMap, body: &Bytes, type_name: &str) -> Result<T, Refusal> {
    let value = if names(headers, header::CONTENT_TYPE, &[JSON]) {
        read_json(body)?
    } else if says_nothing(headers, header::CONTENT_TYPE) || names(headers, header::CONTENT_TYPE, &PROTOBUF) {
        read_protobuf(body, type_name)?
    } else {
        let text = "Тело запроса бывает в protobuf (без Content-Type) или в JSON (Content-Type: application/json; charset=utf-8)";
        return Err(Refusal::of(StatusCode::UNSUPPORTED_MEDIA_TYPE, text));
    };
    serde_json::from_value(lower_names(value)).map_err(|error| unfit(type_name, &error.to_string()))
}

fn unfit(type_name: &str, why: &str) -> Refusal {
    tracing::debug!(why, type_name, "a request body does not fit");
    Refusal::bad(format!("Can't deserialize request body into type: {type_name}"))
}

fn read_json(body: &[u8]) -> Result<Value, Refusal> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    serde_json::from_slice(body).map_err(|_| Refusal::bad("Request body cannot be empty"))
}

fn read_protobuf(body: &[u8], type_name: &str) -> Result<Value, Refusal> {
    if body.is_empty() {
        return Err(Refusal::bad("Request body cannot be empty"));
    }
    let message = protobuf::request(type_name).ok_or_else(|| {
        Refusal::of(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            format!("Песочница понимает {type_name} только в JSON: укажите Content-Type: application/json; charset=utf-8"),
        )
    })?;
    protobuf::read(message, body).map_err(|error| {
        // The service's own words, and behind them what a developer needs.
        let mut refusal = unfit(type_name, &error.to_string());
        refusal.text = format!("{}. {error}", refusal.text);
        refusal
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

/// Writes a structured answer in JSON.
pub fn write<T: Serialize>(answer: &T) -> Result<(Vec<u8>, &'static str), Refusal> {
    let bytes = serde_json::to_vec(answer)
        .map_err(|error| Refusal::of(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()))?;
    Ok((bytes, "application/json; charset=utf-8"))
}

/// Gives a structured answer the format that the caller asked for.
pub fn as_wanted(call: &Call, reply: Reply, style: Style) -> Result<Reply, Refusal> {
    if !reply.is_structure {
        return Ok(reply);
    }
    if names(&call.headers, header::ACCEPT, &[JSON]) {
        return match style {
            Style::Full => Ok(reply),
            Style::Lean => leaned(call, reply),
        };
    }
    let message = protobuf::answer(&call.name, call.version).ok_or_else(|| {
        Refusal::of(
            StatusCode::NOT_ACCEPTABLE,
            format!(
                "Песочница отвечает на {} только в JSON: укажите Accept: application/json",
                call.path
            ),
        )
    })?;
    let broken = |text: String| {
        tracing::error!(text, path = call.path, "an answer cannot be written in protobuf");
        Refusal::of(StatusCode::INTERNAL_SERVER_ERROR, text)
    };
    let value: Value = serde_json::from_slice(&reply.body).map_err(|error| broken(error.to_string()))?;
    Ok(Reply {
        body: protobuf::write(message, &value).map_err(|error| broken(error.to_string()))?,
        content_type: "application/octet-stream",
        ..reply
    })
}

fn leaned(call: &Call, reply: Reply) -> Result<Reply, Refusal> {
    let broken = |error: serde_json::Error| Refusal::of(StatusCode::INTERNAL_SERVER_ERROR, error.to_string());
    let mut value: Value = serde_json::from_slice(&reply.body).map_err(broken)?;
    lean::lean(protobuf::answer(&call.name, call.version), &mut value);
    Ok(Reply {
        body: serde_json::to_vec(&value).map_err(broken)?,
        ..reply
    })
}
