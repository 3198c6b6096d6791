//! The endpoints that programs speak to: tokens, device codes, revocation.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::desk::{DEVICE_INTERVAL_S, DEVICE_LIFE_MS, DeviceWait};
use super::{
    Fields, OpenIdClient, RefreshToken, Refused, answered, encoded, json_reply, random_text, refused,
};
use crate::diadoc::books::{Books, Record, Token};
use crate::fault::Misfortune;
use crate::hub::Hub;

const ACCESS_LIFE_S: u64 = 3_600;
const DEVICE_GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
/// Letters that nobody mixes up.
const LETTERS: &[u8] = b"BCDFGHJKLMNPQRSTVWXZ";

const NO_GRANT: Refused = Refused {
    error: "invalid_grant",
    description: "",
};

pub(super) async fn token(State(hub): State<Arc<Hub>>, body: Bytes) -> Response {
    if let Some(Misfortune::Status { status, .. }) = hub
        .faults
        .strike("token", |one| matches!(one, Misfortune::Status { .. }))
    {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        return json_reply(status, &json!({}));
    }
    let fields = Fields::read(&body);
    answered(
        client(&hub, &fields).and_then(|client| match fields.text("grant_type") {
            "authorization_code" => of_code(&hub, &client, &fields),
            "refresh_token" => of_refresh_token(&hub, &client, &fields),
            DEVICE_GRANT => of_device(&hub, &client, &fields),
            _ => Err(refused("unsupported_grant_type", "")),
        }),
    )
}

/// The application, by its name and its secret.
fn client(hub: &Hub, fields: &Fields) -> Result<OpenIdClient, Refused> {
    let known = hub.with(|books| {
        let mut clients = books.state.world.openid_clients.iter();
        Ok(clients
            .find(|client| client.client_id == fields.text("client_id"))
            .cloned())
    });
    known
        .ok()
        .flatten()
        .filter(|client| client.is_enabled && client.client_secret == fields.text("client_secret"))
        .ok_or_else(|| refused("invalid_client", ""))
}

fn of_code(hub: &Hub, client: &OpenIdClient, fields: &Fields) -> Result<Value, Refused> {
    // Good once, also when what comes with it is wrong.
    let code = hub.log_ins.desk().browsers.remove(fields.text("code"));
    let code = code.ok_or(NO_GRANT)?;
    let met = encoded(&Sha256::digest(fields.text("code_verifier")));
    let is_met = code.challenge.is_empty() || code.challenge == met;
    let is_same = code.client_id == client.client_id && code.redirect == fields.text("redirect_uri");
    let given = issue(hub, client, code.user, |books| {
        is_met && is_same && code.until > books.state.now()
    })?;
    let id_token = id_token(client, code.user, &code.nonce);
    Ok(with(given, [("scope", code.scope), ("id_token", id_token)]))
}

fn of_refresh_token(hub: &Hub, client: &OpenIdClient, fields: &Fields) -> Result<Value, Refused> {
    let text = fields.text("refresh_token").to_owned();
    let spent = hub.with(|books| {
        let known = books.state.refresh_tokens.get(&text).cloned();
        if known.is_some() {
            books.commit(vec![Record::RefreshTokenSpent(text)])?;
        }
        Ok(known)
    });
    let known = spent.ok().flatten().ok_or(NO_GRANT)?;
    issue(hub, client, known.user, |_| known.client_id == client.client_id)
}

fn of_device(hub: &Hub, client: &OpenIdClient, fields: &Fields) -> Result<Value, Refused> {
    let code = fields.text("device_code");
    let now = hub.with(|books| Ok(books.state.now())).map_err(|_| NO_GRANT)?;
    let mut desk = hub.log_ins.desk();
    let wait = desk.devices.get(code).ok_or(NO_GRANT)?.clone();
    if wait.client_id != client.client_id {
        return Err(NO_GRANT);
    }
    if wait.until <= now {
        return Err(refused("expired_token", ""));
    }
    let decision = wait.decision.ok_or(refused("authorization_pending", ""))?;
    desk.devices.remove(code);
    drop(desk);
    let user = decision.map_err(|()| refused("access_denied", ""))?;
    let given = issue(hub, client, user, |_| true)?;
    let id_token = id_token(client, user, "");
    Ok(with(given, [("scope", wait.scope), ("id_token", id_token)]))
}

fn issue(
    hub: &Hub,
    client: &OpenIdClient,
    user: Uuid,
    is_good: impl FnOnce(&Books) -> bool,
) -> Result<Value, Refused> {
    let (access, refresh) = (random_text(), random_text());
    let issued = hub.with(|books| {
        if !is_good(books) {
            return Ok(None);
        }
        let expires_at = books.state.now().plus_ms(ACCESS_LIFE_S * 1_000);
        books.commit(vec![
            Record::Token(Token {
                text: access.clone(),
                user,
                expires_at,
            }),
            Record::RefreshToken(RefreshToken {
                text: refresh.clone(),
                user,
                client_id: client.client_id.clone(),
            }),
        ])?;
        Ok(Some(()))
    });
    issued.ok().flatten().ok_or(NO_GRANT)?;
    Ok(json!({
        "access_token": access,
        "refresh_token": refresh,
        "token_type": "Bearer",
        "expires_in": ACCESS_LIFE_S,
    }))
}

fn with(mut answer: Value, more: impl IntoIterator<Item = (&'static str, String)>) -> Value {
    if let Some(fields) = answer.as_object_mut() {
        fields.extend(
            more.into_iter()
                .map(|(name, value)| (name.to_owned(), json!(value))),
        );
    }
    answer
}

/// HS256 with the secret of the application (RFC 7515; HMAC: RFC 2104).
fn id_token(client: &OpenIdClient, user: Uuid, nonce: &str) -> String {
    let claims = json!({"aud": client.client_id, "sub": user});
    let nonce = (!nonce.is_empty()).then(|| ("nonce", nonce.to_owned()));
    let claims = with(claims, nonce);
    let head = encoded(br#"{"alg":"HS256","typ":"JWT"}"#);
    let signed = format!("{head}.{}", encoded(claims.to_string().as_bytes()));
    let padded = |with: u8| {
        let mut block = [with; 64];
        let key = client.client_secret.as_bytes();
        block
            .iter_mut()
            .zip(key)
            .for_each(|(byte, key)| *byte = key ^ with);
        block
    };
    let inner = Sha256::new()
        .chain_update(padded(0x36))
        .chain_update(&signed)
        .finalize();
    let mac = Sha256::new()
        .chain_update(padded(0x5c))
        .chain_update(inner)
        .finalize();
    format!("{signed}.{}", encoded(&mac))
}

pub(super) async fn device(State(hub): State<Arc<Hub>>, body: Bytes) -> Response {
    let fields = Fields::read(&body);
    let begun = client(&hub, &fields).and_then(|client| {
        if !client.may_use_device {
            return Err(refused("unauthorized_client", ""));
        }
        let now = hub.with(|books| Ok(books.state.now())).map_err(|_| NO_GRANT)?;
        let device_code = random_text();
        let letters = Uuid::new_v4().into_bytes().into_iter().take(8);
        let user_code: String = letters
            .filter_map(|byte| LETTERS.get(usize::from(byte) % LETTERS.len()))
            .map(|letter| char::from(*letter))
            .collect();
        let page = format!("http://{}/device", hub.address);
        let answer = json!({
            "device_code": device_code,
            "user_code": user_code,
            "verification_uri": page,
            "verification_uri_complete": format!("{page}?user-code={user_code}"),
            "interval": DEVICE_INTERVAL_S,
            "expires_in": DEVICE_LIFE_MS / 1_000,
        });
        let wait = DeviceWait {
            user_code,
            client_id: client.client_id,
            scope: fields.text("scope").to_owned(),
            until: now.plus_ms(DEVICE_LIFE_MS),
            decision: None,
        };
        hub.log_ins.desk().devices.insert(device_code, wait);
        Ok(answer)
    });
    answered(begun)
}

/// RFC 7009: a token that is not known is no error.
pub(super) async fn revoke(State(hub): State<Arc<Hub>>, body: Bytes) -> Response {
    let fields = Fields::read(&body);
    let revoked = client(&hub, &fields).and_then(|_| {
        let token = fields.text("token").to_owned();
        hub.with(|books| Ok(books.commit(vec![Record::RefreshTokenSpent(token)])?))
            .map_err(|_| refused("server_error", ""))?;
        Ok(json!({}))
    });
    answered(revoked)
}
