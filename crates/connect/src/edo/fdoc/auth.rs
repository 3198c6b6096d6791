//! Sessions of employees: each account logs in by itself, when it is needed, and is let in again once (QUIRKS 11).

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::sync::Mutex;

use super::errors::{Told, of_access, told};
use super::wire::{API_KEY_HEADER, JSON, LogIn, Session, decode, encode, path};
use super::{LOGIN, PASSWORD};
use crate::edo::persons::AccountHolder;
use crate::http::{Call, Http};
use crate::{Error, Secret};

/// What is at hand for an account.
#[derive(Default)]
enum Pass {
    #[default]
    None,
    Valid(Secret),
    /// Login or password were refused. They are not tried again: repeated wrong passwords lock an employee out.
    Refused(Error),
}

#[derive(Default)]
struct Account {
    login: Option<Secret>,
    password: Option<Secret>,
    pass: Arc<Mutex<Pass>>,
}

/// The accounts of one connection.
#[derive(Default)]
pub(super) struct Sessions(BTreeMap<String, Account>);

impl Sessions {
    /// A field of an account, as it was kept.
    pub fn take(&mut self, account: &str, field: &str, value: &Secret) {
        let account = self.0.entry(account.to_owned()).or_default();
        let value = Some(value.clone()).filter(|value| !value.expose().trim().is_empty());
        match field {
            LOGIN => account.login = value,
            PASSWORD => account.password = value,
            _ => {}
        }
    }

    /// The names of the accounts.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The call with everything secret of this account hidden in texts of the service.
    pub fn hide(&self, call: Call, account: &str) -> Call {
        match self.0.get(account).and_then(|account| account.password.clone()) {
            Some(password) => call.hiding(password),
            None => call,
        }
    }

    /// The present session; logs in when there is none. Calls that come at the same time wait for one log-in.
    pub async fn session(&self, http: &Http, api_key: &Secret, account: &str) -> Result<Secret, Error> {
        let known = self.account(account)?;
        let mut pass = known.pass.lock().await;
        match &*pass {
            Pass::Valid(session) => Ok(session.clone()),
            Pass::Refused(error) => Err(error.clone()),
            Pass::None => known
                .log_in(http, api_key, &mut pass)
                .await
                .map(|(session, _)| session),
        }
    }

    /// A session instead of this one, which is over; another call may have got it already.
    pub async fn renew(
        &self,
        http: &Http,
        api_key: &Secret,
        account: &str,
        over: &Secret,
    ) -> Result<Secret, Error> {
        let known = self.account(account)?;
        let mut pass = known.pass.lock().await;
        match &*pass {
            Pass::Valid(other) if other != over => Ok(other.clone()),
            Pass::Refused(error) => Err(error.clone()),
            _ => known
                .log_in(http, api_key, &mut pass)
                .await
                .map(|(session, _)| session),
        }
    }

    /// Logs in because a person asked for it, after a refusal too.
    pub async fn log_in(&self, http: &Http, api_key: &Secret, account: &str) -> Result<AccountHolder, Error> {
        let known = self.account(account)?;
        let mut pass = known.pass.lock().await;
        known
            .log_in(http, api_key, &mut pass)
            .await
            .map(|(_, holder)| holder)
    }

    fn account(&self, account: &str) -> Result<&Account, Error> {
        self.0.get(account).ok_or_else(no_access)
    }
}

impl Account {
    async fn log_in(
        &self,
        http: &Http,
        api_key: &Secret,
        pass: &mut Pass,
    ) -> Result<(Secret, AccountHolder), Error> {
        *pass = Pass::None;
        let (Some(login), Some(password)) = (&self.login, &self.password) else {
            return Err(no_access());
        };
        let outcome = enter(http, api_key, login, password).await;
        match &outcome {
            Ok((session, _)) => *pass = Pass::Valid(session.clone()),
            Err(error @ Error::Refused { .. }) => *pass = Pass::Refused(error.clone()),
            Err(_) => {}
        }
        outcome
    }
}

/// `POST …/sessions`
async fn enter(
    http: &Http,
    api_key: &Secret,
    login: &Secret,
    password: &Secret,
) -> Result<(Secret, AccountHolder), Error> {
    let body = encode(
        "sessions",
        &LogIn {
            login: login.expose().trim(),
            password: password.expose(),
        },
    )?;
    let call = Call::post(path::SESSIONS, JSON, body)
        .accepting(JSON)
        .header(API_KEY_HEADER, api_key.clone())
        .hiding(api_key.clone())
        .hiding(password.clone());
    let answer = http.send(&call).await?;
    if super::errors::is_of_session(&answer) {
        return Err(of_access(
            "F.Doc не принял логин или пароль сотрудника. Документы не потеряны и никуда не ушли. Введите логин и пароль \
             заново: «Изменить логин и пароль»."
                .to_owned(),
        ));
    }
    match told(answer)? {
        Told::Done(answer) => {
            let session: Session = decode("sessions", &answer.body)?;
            if session.token.is_empty() || !session.token.chars().all(|c| c.is_ascii() && !c.is_control()) {
                return Err(Error::Malformed("sessions: в ответе нет сеанса".into()));
            }
            let holder = AccountHolder {
                full_name: session.employee.full_name,
            };
            Ok((Secret::new(session.token), holder))
        }
        Told::Refused(body) => Err(of_access(format!(
            "F.Doc не пускает сотрудника: «{}». Документы не потеряны и никуда не ушли. Обратитесь в поддержку F.Doc или \
             введите другой логин.",
            body.message
        ))),
    }
}

fn no_access() -> Error {
    of_access(
        "У вас нет доступа к F.Doc. Документы не потеряны и никуда не ушли. Введите логин и пароль сотрудника: \
         «Авторизоваться»."
            .to_owned(),
    )
}
