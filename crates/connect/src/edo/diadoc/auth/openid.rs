//! Log-in by OpenID Connect (QUIRKS 41 to 45): pages, codes and tokens of the provider.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use url::Url;

use super::{id_token, refusals};
use crate::edo::log_in::{BrowserLogIn, DeviceCode, Polled};
use crate::edo::{Credentials, diadoc};
use crate::http::{Address, Answer, Call, Http, Limits};
use crate::{Error, Secret};

/// One provider serves both environments (QUIRKS 41).
const PROVIDER: &str = "https://identity.kontur.ru";
const SCOPES: &str = "openid profile email offline_access";
/// The pause that RFC 8628 names where the provider names none.
const USUAL_INTERVAL_S: u64 = 5;
/// Where the two error pages may stand after a redirect.
const ERROR_PAGE: &str = "error";

/// What a token endpoint gives.
pub(super) struct Tokens {
    pub access: Secret,
    pub refresh: Option<Secret>,
    id: Option<Secret>,
}

/// The provider, seen by one application.
pub(in crate::edo::diadoc) struct OpenId {
    http: Http,
    client_id: Secret,
    client_secret: Secret,
    scope: String,
}

impl OpenId {
    /// `address` is that of the API.
    pub fn open(
        address: &str,
        client_id: Secret,
        client_secret: Secret,
        limits: Limits,
    ) -> Result<Self, Error> {
        let api = Address::parse(address)?;
        // What listens on this computer is its own provider: the training world, or a relay.
        let provider = if api.is_loopback() {
            api.clone()
        } else {
            Address::parse(PROVIDER)?
        };
        let is_staging = ["staging", "-test"].iter().any(|part| api.host().contains(part));
        let stage = if is_staging { ".Staging" } else { "" };
        Ok(Self {
            http: Http::open(provider, diadoc::DIALECT, limits)?,
            client_id,
            client_secret,
            scope: format!("{SCOPES} Diadoc.PublicAPI{stage}"),
        })
    }

    /// What the provider's clock says.
    pub(super) fn http(&self) -> &Http {
        &self.http
    }

    /// `GET /connect/authorize`, looked at before a person is.
    pub(super) async fn page(&self, asked: &BrowserLogIn) -> Result<String, Error> {
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(asked.verifier.expose()));
        let call = Call::get("connect/authorize")
            .query("response_type", "code")
            .query("client_id", self.client_id.expose())
            .query("scope", self.scope.as_str())
            .query("redirect_uri", asked.redirect.as_str())
            .secret_query("state", asked.state.clone())
            .secret_query("nonce", asked.nonce.clone())
            .secret_query("code_challenge", Secret::new(challenge))
            .query("code_challenge_method", "S256");
        let page = self.http.url(&call);
        let mut answer = self.http.send(&call).await?;
        if let Some(next) = self.error_page(&page, &answer) {
            answer = self.http.send(&next).await?;
        }
        if answer.status >= 500 {
            answer.accepted()?;
            return Err(Error::Malformed("authorize".into()));
        }
        let text = String::from_utf8_lossy(&answer.body).to_lowercase();
        if text.contains("unknown client") || text.contains("client not enabled") {
            return Err(refusals::unknown_client());
        }
        if text.contains("invalid redirect_uri") {
            return Err(refusals::invalid_redirect(&asked.redirect));
        }
        Ok(page.into())
    }

    /// A redirect to a page of errors of the provider itself; one to the log-in is a good sign.
    fn error_page(&self, page: &Url, answer: &Answer) -> Option<Call> {
        if !matches!(answer.status, 301..=308) {
            return None;
        }
        let next = page.join(answer.location.as_deref()?).ok()?;
        let is_error = self.http.is_own(&next) && next.path().to_lowercase().contains(ERROR_PAGE);
        let id = next
            .query_pairs()
            .find(|(name, _)| name == "errorId")?
            .1
            .into_owned();
        is_error.then(|| Call::get("home/error").query("errorId", id))
    }

    /// The code of a browser for tokens.
    pub(super) async fn exchange(&self, asked: &BrowserLogIn, code: &Secret) -> Result<Credentials, Error> {
        let (grant, redirect) = (
            Secret::new("authorization_code"),
            Secret::new(asked.redirect.as_str()),
        );
        let tokens = self
            .tokens(&[
                ("grant_type", &grant),
                ("code", code),
                ("redirect_uri", &redirect),
                ("code_verifier", &asked.verifier),
            ])
            .await
            // A code that is not taken is another story than a refresh token that is not.
            .map_err(|error| match error {
                Error::LogIn { code, .. } if code == crate::edo::log_in::code::NEEDED => refusals::expired(),
                other => other,
            })?;
        let is_of_other = |token: &Secret| !id_token::belongs_to(token, &asked.nonce);
        if tokens.id.as_ref().is_some_and(is_of_other) {
            return Err(refusals::mismatch());
        }
        Ok(brought(tokens))
    }

    /// A new pair for a refresh token, which is worthless then.
    pub(super) async fn refresh(&self, refresh: &Secret) -> Result<Tokens, Error> {
        let grant = Secret::new("refresh_token");
        self.tokens(&[("grant_type", &grant), ("refresh_token", refresh)])
            .await
    }

    /// `POST /connect/deviceauthorization`
    pub(super) async fn device(&self) -> Result<DeviceCode, Error> {
        #[derive(Deserialize)]
        struct Given {
            device_code: String,
            user_code: String,
            verification_uri: String,
            verification_uri_complete: Option<String>,
            interval: Option<u64>,
            expires_in: u64,
        }
        let scope = Secret::new(self.scope.as_str());
        let answer = self
            .post("connect/deviceauthorization", &[("scope", &scope)])
            .await?;
        let given: Given = read("deviceauthorization", &answer)?;
        Ok(DeviceCode {
            page: self.own_page(&given.verification_uri)?,
            page_with_code: given
                .verification_uri_complete
                .map(|page| self.own_page(&page))
                .transpose()?,
            user_code: given.user_code,
            interval: Duration::from_secs(given.interval.unwrap_or(USUAL_INTERVAL_S).clamp(1, 60)),
            expires_in: Duration::from_secs(given.expires_in.clamp(30, 1_800)),
            device_code: Secret::new(given.device_code),
        })
    }

    /// Only a page of the provider is shown to a person.
    fn own_page(&self, page: &str) -> Result<String, Error> {
        let page = Url::parse(page).ok().filter(|page| self.http.is_own(page));
        page.map(String::from)
            .ok_or_else(|| Error::Malformed("deviceauthorization: verification_uri".into()))
    }

    pub(super) async fn poll(&self, asked: &DeviceCode) -> Result<Polled, Error> {
        let grant = Secret::new("urn:ietf:params:oauth:grant-type:device_code");
        let fields = [("grant_type", &grant), ("device_code", &asked.device_code)];
        match self.tokens(&fields).await {
            Ok(tokens) => Ok(Polled::Done(brought(tokens))),
            Err(Error::Refused { code, .. }) if code == "authorization_pending" => Ok(Polled::Pending),
            Err(Error::Refused { code, .. }) if code == "slow_down" => Ok(Polled::SlowDown),
            Err(Error::LogIn { code, .. }) if code == crate::edo::log_in::code::NEEDED => {
                Err(refusals::expired())
            }
            Err(error) => Err(error),
        }
    }

    /// `POST /connect/revocation` (RFC 7009), and the page that ends the log-in of the browser.
    pub(super) async fn leave(&self, refresh: Option<&Secret>, back: &str) -> Result<Option<String>, Error> {
        if let Some(refresh) = refresh {
            let hint = Secret::new("refresh_token");
            self.post(
                "connect/revocation",
                &[("token", refresh), ("token_type_hint", &hint)],
            )
            .await?;
        }
        let end = Call::get("connect/endsession").query("post_logout_redirect_uri", back);
        Ok(Some(self.http.url(&end).into()))
    }

    async fn tokens(&self, fields: &[(&str, &Secret)]) -> Result<Tokens, Error> {
        #[derive(Deserialize)]
        struct Given {
            access_token: String,
            refresh_token: Option<String>,
            id_token: Option<String>,
        }
        let answer = self.post("connect/token", fields).await?;
        let given: Given = read("token", &answer)?;
        if given.access_token.is_empty() || !given.access_token.chars().all(|c| c.is_ascii_graphic()) {
            return Err(Error::Malformed("token: в ответе нет ключа доступа".into()));
        }
        let present = |token: Option<String>| token.filter(|token| !token.is_empty()).map(Secret::new);
        Ok(Tokens {
            access: Secret::new(given.access_token),
            refresh: present(given.refresh_token),
            id: present(given.id_token),
        })
    }

    async fn post(&self, path: &'static str, fields: &[(&str, &Secret)]) -> Result<Answer, Error> {
        #[derive(Deserialize)]
        struct Refused {
            error: String,
            #[serde(default)]
            error_description: Option<String>,
        }
        let client = [
            ("client_id", &self.client_id),
            ("client_secret", &self.client_secret),
        ];
        let all: Vec<_> = client.into_iter().chain(fields.iter().copied()).collect();
        let call = Call::form(path, &all).accepting("application/json");
        let answer = self.http.send(&call).await?;
        if matches!(answer.status, 400 | 401)
            && let Ok(refused) = serde_json::from_slice::<Refused>(&answer.body)
        {
            let description = refused.error_description.unwrap_or_default();
            return Err(refusals::of_openid(&refused.error, &description));
        }
        answer.accepted()
    }
}

fn brought(tokens: Tokens) -> Credentials {
    let refresh = tokens
        .refresh
        .map(|refresh| (super::REFRESH_TOKEN.to_owned(), refresh));
    std::iter::once((super::TOKEN.to_owned(), tokens.access))
        .chain(refresh)
        .collect()
}

/// The reason is not told: it may repeat a value.
fn read<T: serde::de::DeserializeOwned>(place: &str, answer: &Answer) -> Result<T, Error> {
    serde_json::from_slice(&answer.body).map_err(|_| Error::Malformed(format!("{place}: не тот ответ")))
}
