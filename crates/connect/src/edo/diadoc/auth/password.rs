//! Log-in by login and password (scheme `DiadocAuth`).

use super::refusals;
use crate::edo::diadoc::client::JSON;
use crate::edo::diadoc::wire::{LoginPassword, encode};
use crate::http::{Answer, Call, Http};
use crate::{Error, Secret};

/// What a person typed.
pub(in crate::edo::diadoc) struct Account {
    pub api_key: Secret,
    pub login: Secret,
    pub password: Secret,
}

impl Account {
    /// A new token.
    pub(super) async fn log_in(&self, http: &Http) -> Result<Secret, Error> {
        let answer = http.send(&self.authenticate()?).await?;
        if answer.status == 401 {
            return Err(Error::Unauthorized(refusals::of_password(answer.words())));
        }
        token_of(&answer.accepted()?)
    }

    pub(super) fn hide(&self, call: Call) -> Call {
        call.hiding(self.api_key.clone()).hiding(self.password.clone())
    }

    /// `POST /V3/Authenticate?type=password`
    fn authenticate(&self) -> Result<Call, Error> {
        let who = LoginPassword {
            login: self.login.expose(),
            password: self.password.expose(),
        };
        let body = encode("Authenticate", &who)?;
        let call = Call::post("V3/Authenticate", JSON, body).query("type", "password");
        Ok(self.hide(call.authorized(key_header(&self.api_key))))
    }
}

/// The header of the calls that log in.
pub(super) fn key_header(api_key: &Secret) -> Secret {
    Secret::new(format!("DiadocAuth ddauth_api_client_id={}", api_key.expose()))
}

/// The header of all other calls.
pub(super) fn header(api_key: &Secret, token: &Secret) -> Secret {
    Secret::new(format!(
        "DiadocAuth ddauth_api_client_id={},ddauth_token={}",
        api_key.expose(),
        token.expose()
    ))
}

/// The token is the body, plain text (QUIRKS 8).
pub(super) fn token_of(answer: &Answer) -> Result<Secret, Error> {
    let text = str::from_utf8(&answer.body)
        .unwrap_or_default()
        .trim()
        .trim_matches('"');
    if text.is_empty() || !text.chars().all(|c| c.is_ascii_graphic()) {
        return Err(Error::Malformed(
            "Authenticate: в ответе нет ключа доступа".into(),
        ));
    }
    Ok(Secret::new(text))
}
