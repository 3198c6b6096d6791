//! Who is calling: the header `DiadocAuth ddauth_api_client_id=…,ddauth_token=…`.

use axum::http::{HeaderMap, StatusCode, header};
use uuid::Uuid;

use super::books::State;
use super::call::Call;
use super::refusal::Refusal;
use crate::world::BoxId;

/// The pairs of the header.
fn pairs(headers: &HeaderMap) -> Vec<(String, String)> {
    let value = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let Some((scheme, rest)) = value.and_then(|value| value.trim().split_once(' ')) else {
        return Vec::new();
    };
    if !scheme.eq_ignore_ascii_case("DiadocAuth") {
        return Vec::new();
    }
    let pair = |part: &str| {
        let (name, value) = part.trim().split_once('=')?;
        Some((name.to_ascii_lowercase(), value.to_owned()))
    };
    rest.split(',').filter_map(pair).collect()
}

fn value<'a>(pairs: &'a [(String, String)], name: &str) -> &'a str {
    pairs
        .iter()
        .find(|(one, _)| one == name)
        .map_or("", |(_, value)| value)
}

/// Is the integrator's key known?
pub fn check_developer(state: &State, headers: &HeaderMap) -> Result<(), Refusal> {
    let pairs = pairs(headers);
    let key = value(&pairs, "ddauth_api_client_id");
    if state.world.developer_keys.iter().any(|known| known == key) {
        return Ok(());
    }
    Err(Refusal::unauthorized("Invalid API client id"))
}

/// The person behind the token.
pub fn caller(state: &State, headers: &HeaderMap) -> Result<Uuid, Refusal> {
    check_developer(state, headers)?;
    let pairs = pairs(headers);
    let token = state.tokens.get(value(&pairs, "ddauth_token"));
    let now = state.now();
    let token = token.filter(|token| token.expires_at > now);
    token
        .map(|token| token.user)
        .ok_or_else(|| Refusal::unauthorized("Invalid auth token"))
}

/// The person behind the token, who works in the box that the parameter names, and whose API is paid for.
pub fn caller_in(state: &State, call: &Call, parameter: &str) -> Result<(Uuid, BoxId), Refusal> {
    let user = caller(state, &call.headers)?;
    let box_id = call.box_id(parameter)?;
    if !state.world.may_enter(user, box_id) {
        return Err(Refusal::forbidden(format!(
            "Access to Box [{}] is denied",
            box_id.guid()
        )));
    }
    check_subscription(state, box_id)?;
    Ok((user, box_id))
}

/// Is the API of this box's organisation paid for?
pub fn check_subscription(state: &State, box_id: BoxId) -> Result<(), Refusal> {
    match state.world.by_box(box_id) {
        Some(organization) if !organization.has_subscription => Err(Refusal::of(
            StatusCode::PAYMENT_REQUIRED,
            "Закончилась подписка на API у организации ящика",
        )),
        _ => Ok(()),
    }
}
