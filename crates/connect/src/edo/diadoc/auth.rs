//! The log-in of one connection and the one token that all its calls share.
//!
//! `password` types login and password for itself, `openid` renews by a refresh token, `certificate` can do nothing
//! without a person; `entrance` is the door for the person, `ways` the list of ways as data, `refusals` the words.
//!
//! A refresh token is good once (QUIRKS 42). So there is one renewal at a time, it is finished even when nobody waits
//! for it any more, and the new token is kept before the old one is forgotten.

mod certificate;
mod entrance;
mod id_token;
mod openid;
mod password;
mod refusals;
mod ways;

use std::sync::Arc;

use tokio::sync::{Mutex, OwnedMutexGuard};

pub(super) use entrance::open as entrance;
pub(super) use openid::OpenId;
pub(super) use password::Account;
pub(super) use ways::{BROUGHT, LOG_INS, REFRESH_TOKEN, TOKEN};

use crate::edo::log_in::Keep;
use crate::http::{Call, Http};
use crate::{Error, Secret};

/// How the connection gets in.
pub(super) enum Way {
    /// By itself, with what a person typed.
    Password(Account),
    /// A person opened the key; until the token ends.
    Certificate {
        /// The key of the integrator.
        api_key: Secret,
    },
    /// By a refresh token.
    OpenId(Arc<OpenId>),
}

enum Token {
    None,
    Valid(Secret),
    /// The operator refused. The same is not sent again: repeated wrong passwords lock an account.
    Refused(Error),
}

struct Held {
    token: Token,
    refresh: Option<Secret>,
    /// What the keeper would not take; offered again before the next renewal.
    owed: Vec<(&'static str, Secret)>,
}

/// The log-in of one connection.
pub(super) struct Session {
    way: Way,
    held: Arc<Mutex<Held>>,
    keep: Keep,
}

impl Session {
    /// `token` and `refresh` are what was kept from before.
    pub fn new(way: Way, token: Option<Secret>, refresh: Option<Secret>, keep: Keep) -> Self {
        let held = Held {
            token: token.map_or(Token::None, Token::Valid),
            refresh,
            owed: Vec::new(),
        };
        Self {
            way,
            held: Arc::new(Mutex::new(held)),
            keep,
        }
    }

    /// The present token; logs in when there is none. Calls that come at the same time wait for one log-in.
    pub async fn token(&self, http: &Http) -> Result<Secret, Error> {
        let held = Arc::clone(&self.held).lock_owned().await;
        match &held.token {
            Token::Valid(valid) => Ok(valid.clone()),
            Token::None | Token::Refused(_) => self.log_in(http, held).await,
        }
    }

    /// A token instead of this one, which the operator refused; another call may have got it already.
    pub async fn renew(&self, http: &Http, refused: &Secret) -> Result<Secret, Error> {
        let held = Arc::clone(&self.held).lock_owned().await;
        match &held.token {
            Token::Valid(other) if other != refused => Ok(other.clone()),
            _ => self.log_in(http, held).await,
        }
    }

    /// The call with its header `Authorization`.
    pub fn authorize(&self, call: Call, token: &Secret) -> Call {
        let header = match &self.way {
            Way::Password(account) => password::header(&account.api_key, token),
            Way::Certificate { api_key } => password::header(api_key, token),
            Way::OpenId(_) => Secret::new(format!("Bearer {}", token.expose())),
        };
        self.hide(call.authorized(header)).hiding(token.clone())
    }

    fn hide(&self, call: Call) -> Call {
        match &self.way {
            Way::Password(account) => account.hide(call),
            Way::Certificate { api_key } => call.hiding(api_key.clone()),
            Way::OpenId(_) => call,
        }
    }

    async fn log_in(&self, http: &Http, mut held: OwnedMutexGuard<Held>) -> Result<Secret, Error> {
        if let Token::Refused(error) = &held.token {
            return Err(error.clone());
        }
        held.token = Token::None;
        match &self.way {
            Way::Password(account) => held.settle(account.log_in(http).await),
            Way::Certificate { .. } => held.settle(Err(refusals::needed_with_certificate())),
            Way::OpenId(provider) => {
                let (provider, keep) = (Arc::clone(provider), Arc::clone(&self.keep));
                // In a task of its own: who waits may give up, what the operator has changed may not be lost.
                let renewal = tokio::spawn(renewed(provider, keep, held));
                renewal
                    .await
                    .unwrap_or_else(|error| Err(Error::Timeout(error.to_string())))
            }
        }
    }
}

impl Held {
    fn settle(&mut self, outcome: Result<Secret, Error>) -> Result<Secret, Error> {
        match &outcome {
            Ok(fresh) => self.token = Token::Valid(fresh.clone()),
            Err(error @ (Error::Unauthorized(_) | Error::LogIn { .. })) if is_final(error) => {
                self.token = Token::Refused(error.clone());
            }
            Err(_) => {}
        }
        outcome
    }

    /// Offers what is owed to the keeper; the first that it will not take stays with those behind it.
    async fn pay(&mut self, keep: &Keep) {
        let owed = std::mem::take(&mut self.owed);
        let keep = Arc::clone(keep);
        let paid = tokio::task::spawn_blocking(move || {
            let mut left = owed.into_iter();
            while let Some((name, value)) = left.next() {
                if let Err(error) = keep(name, &value) {
                    tracing::error!(name, %error, "a token that came by itself is not kept yet");
                    return std::iter::once((name, value)).chain(left).collect();
                }
            }
            Vec::new()
        });
        match paid.await {
            Ok(left) => self.owed = left,
            Err(error) => tracing::error!(%error, "a token that came by itself is not kept"),
        }
    }
}

/// A wrong clock and a line that broke pass; a refusal stays.
fn is_final(error: &Error) -> bool {
    match error {
        Error::LogIn { code, .. } => crate::edo::log_in::code::SHUT.contains(code),
        _ => true,
    }
}

async fn renewed(
    provider: Arc<OpenId>,
    keep: Keep,
    mut held: OwnedMutexGuard<Held>,
) -> Result<Secret, Error> {
    held.pay(&keep).await;
    let Some(refresh) = held.refresh.clone() else {
        return held.settle(Err(refusals::needed()));
    };
    let outcome = provider.refresh(&refresh).await;
    let outcome = match outcome {
        Ok(tokens) => {
            if let Some(next) = tokens.refresh {
                held.refresh = Some(next.clone());
                held.owed.retain(|(name, _)| *name != REFRESH_TOKEN);
                held.owed.push((REFRESH_TOKEN, next));
            }
            held.owed.retain(|(name, _)| *name != TOKEN);
            held.owed.push((TOKEN, tokens.access.clone()));
            held.pay(&keep).await;
            Ok(tokens.access)
        }
        Err(error) => Err(error),
    };
    held.settle(outcome)
}
