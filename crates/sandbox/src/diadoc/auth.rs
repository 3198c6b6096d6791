//! Who is calling: the header `DiadocAuth ddauth_api_client_id=…,ddauth_token=…` or `Bearer …`; and the log-in by a
//! certificate, whose token is sealed so that only the key of the certificate opens it.

use axum::http::{HeaderMap, StatusCode, header};
use uuid::Uuid;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use signature::SystemRandom;
use signature::certificate::{Certificate, chain};
use signature::envelope::{self, EnvelopeCipher};

use super::Reply;
use super::books::{Record, State, Token};
use super::call::Call;
use super::refusal::Refusal;
use crate::hub::Hub;
use crate::openid::desk::Sealed;
use crate::world::BoxId;

const TOKEN_LIFE_MS: u64 = 24 * 60 * 60 * 1_000;
/// How long a sealed token waits to be shown opened.
const SEALED_LIFE_MS: u64 = 5 * 60 * 1_000;

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
    if !state.world.developer_keys.iter().any(|known| known == key) {
        return Err(Refusal::unauthorized("Invalid API client id"));
    }
    if state.world.blocked_keys.iter().any(|known| known == key) {
        return Err(Refusal::forbidden("API client is blocked"));
    }
    Ok(())
}

/// The token of a log-in through the browser.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("Bearer").then(|| token.trim())
}

/// The person behind the token.
pub fn caller(state: &State, headers: &HeaderMap) -> Result<Uuid, Refusal> {
    let token = if let Some(token) = bearer(headers) {
        state.tokens.get(token)
    } else {
        check_developer(state, headers)?;
        state.tokens.get(value(&pairs(headers), "ddauth_token"))
    };
    let now = state.now();
    let token = token.filter(|token| token.expires_at > now);
    token
        .map(|token| token.user)
        .ok_or_else(|| Refusal::unauthorized("Invalid auth token"))
}

/// The box that a parameter names; older versions of methods name its organisation instead.
pub fn box_of(state: &State, call: &Call, parameter: &str) -> Result<BoxId, Refusal> {
    let older = match parameter {
        "boxid" => "orgid",
        "myboxid" => "myorgid",
        "counteragentboxid" => "counteragentorgid",
        _ => return call.box_id(parameter),
    };
    if call.version >= 3 || call.text(parameter).is_some() || call.text(older).is_none() {
        return call.box_id(parameter);
    }
    let id = call.id(older)?;
    let owner = state.world.organizations.iter().find(|one| one.id == id);
    let missing = || Refusal::not_found(format!("Organization {id} is not found"));
    Ok(owner.ok_or_else(missing)?.box_id)
}

/// The person behind the token, who works in the box that the parameter names, and whose API is paid for.
pub fn caller_in(state: &State, call: &Call, parameter: &str) -> Result<(Uuid, BoxId), Refusal> {
    let user = caller(state, &call.headers)?;
    let box_id = box_of(state, call, parameter)?;
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

/// A token of 24 hours for this person, as the answer.
pub fn let_in(hub: &Hub, user: Uuid) -> Result<Reply, Refusal> {
    let bytes = [Uuid::new_v4().into_bytes(), Uuid::new_v4().into_bytes()].concat();
    hub.with(|books| {
        let token = Token {
            text: BASE64.encode(bytes),
            user,
            expires_at: books.state.now().plus_ms(TOKEN_LIFE_MS),
        };
        let text = token.text.clone();
        books.commit(vec![Record::Token(token)])?;
        Ok(Reply::bytes(text.into_bytes(), "text/plain; charset=utf-8"))
    })
}

/// `POST /V3/Authenticate?type=certificate`
pub fn seal(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let certificate = Certificate::from_der(&call.body)
        .map_err(|_| Refusal::bad("Request body is not a valid X.509 certificate"))?;
    let (user, now) = hub.with(|books| {
        let now = books.state.now();
        let is_believed = chain::check(&certificate, &[], &hub.roots, now.timestamp()).is_good();
        let user = owner(&books.state, &certificate).filter(|_| is_believed);
        let user = user.ok_or_else(|| Refusal::unauthorized("Certificate is not known"))?;
        Ok((user, now))
    })?;
    let token = [Uuid::new_v4().into_bytes(), Uuid::new_v4().into_bytes()].concat();
    let sealed = envelope::seal(&token, &certificate, EnvelopeCipher::Gost28147, &mut SystemRandom);
    let sealed = sealed.map_err(|error| Refusal::bad(error.to_string()))?;
    let waiting = Sealed {
        thumbprint: certificate.thumbprint().to_string(),
        user,
        until: now.plus_ms(SEALED_LIFE_MS),
    };
    hub.log_ins.desk().sealed.insert(token, waiting);
    Ok(Reply::bytes(sealed, "application/octet-stream"))
}

/// Who works in the organisation that the certificate names.
fn owner(state: &State, certificate: &Certificate) -> Option<Uuid> {
    let owner = certificate.owner();
    let inn = owner.company_inn().or(owner.personal_inn())?;
    let mut organizations = state.world.organizations.iter();
    let camp = organizations.find(|one| one.inn.as_str() == inn)?.camp;
    let user = state.world.users.iter().find(|user| user.camp == camp)?;
    Some(user.id)
}

/// `POST /V3/AuthenticateConfirm`: the token opened, and whose certificate opened it. A thumbprint wins over a body.
pub fn confirm(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.with(|books| check_developer(&books.state, &call.headers))?;
    let wrong = || Refusal::unauthorized("Invalid confirmation token");
    let token = BASE64.decode(call.required("token")?).map_err(|_| wrong())?;
    let thumbprint = match call.text("thumbprint") {
        Some(thumbprint) => thumbprint.to_lowercase(),
        None => Certificate::from_der(&call.body)
            .map_err(|_| Refusal::bad("Missing required query param: thumbprint"))?
            .thumbprint()
            .to_string()
            .to_lowercase(),
    };
    // Good once.
    let waiting = hub.log_ins.desk().sealed.remove(&token).ok_or_else(wrong)?;
    let now = hub.with(|books| Ok(books.state.now()))?;
    if waiting.thumbprint.to_lowercase() != thumbprint || waiting.until <= now {
        return Err(wrong());
    }
    let_in(hub, waiting.user)
}
