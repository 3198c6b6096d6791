//! Log-in by login and password (scheme `DiadocAuth`), and the one token that all calls share.

use tokio::sync::Mutex;

use super::client::JSON;
use super::wire::LoginPassword;
use crate::http::{Answer, Call, Http};
use crate::{Error, Secret};

/// What a person typed.
pub(super) struct Account {
    pub api_key: Secret,
    pub login: Secret,
    pub password: Secret,
}

enum Token {
    None,
    Valid(Secret),
    /// The operator refused key, login or password. The same ones are not sent again: repeated wrong passwords
    /// lock an account.
    Refused(Error),
}

/// The log-in of one connection.
pub(super) struct Session {
    account: Account,
    token: Mutex<Token>,
}

impl Session {
    pub fn new(account: Account) -> Self {
        Self {
            account,
            token: Mutex::new(Token::None),
        }
    }

    /// The present token; logs in when there is none. Calls that come at the same time wait for one log-in.
    pub async fn token(&self, http: &Http) -> Result<Secret, Error> {
        let mut token = self.token.lock().await;
        if let Token::Valid(valid) = &*token {
            return Ok(valid.clone());
        }
        self.log_in(http, &mut token).await
    }

    /// A token instead of this one, which the operator refused; another call may have got it already.
    pub async fn renew(&self, http: &Http, refused: &Secret) -> Result<Secret, Error> {
        let mut token = self.token.lock().await;
        match &*token {
            Token::Valid(other) if other != refused => Ok(other.clone()),
            _ => self.log_in(http, &mut token).await,
        }
    }

    /// The call with its header `Authorization`.
    pub fn authorize(&self, call: Call, token: &Secret) -> Call {
        let key = self.account.api_key.expose();
        let header = format!(
            "DiadocAuth ddauth_api_client_id={key},ddauth_token={}",
            token.expose()
        );
        self.hide(call.authorized(Secret::new(header)))
            .hiding(token.clone())
    }

    fn hide(&self, call: Call) -> Call {
        call.hiding(self.account.api_key.clone())
            .hiding(self.account.password.clone())
    }

    async fn log_in(&self, http: &Http, token: &mut Token) -> Result<Secret, Error> {
        if let Token::Refused(error) = token {
            return Err(error.clone());
        }
        *token = Token::None;
        let answer = http.send(&self.authenticate()?).await?;
        if answer.status == 401 {
            let error = Error::Unauthorized(refusal(answer.words()));
            *token = Token::Refused(error.clone());
            return Err(error);
        }
        let fresh = token_of(&answer.accepted()?)?;
        *token = Token::Valid(fresh.clone());
        Ok(fresh)
    }

    /// `POST /V3/Authenticate?type=password`
    fn authenticate(&self) -> Result<Call, Error> {
        let body = serde_json::to_vec(&LoginPassword {
            login: self.account.login.expose(),
            password: self.account.password.expose(),
        })
        .map_err(|error| Error::Malformed(format!("Authenticate: {error}")))?;
        let key = self.account.api_key.expose();
        let header = Secret::new(format!("DiadocAuth ddauth_api_client_id={key}"));
        let call = Call::post("V3/Authenticate", JSON, body).query("type", "password");
        Ok(self.hide(call.authorized(header)))
    }
}

/// The token is the body, plain text (QUIRKS 8).
fn token_of(answer: &Answer) -> Result<Secret, Error> {
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

/// What was refused, in words that help (QUIRKS 10), with the operator's own words after it.
fn refusal(words: &str) -> String {
    let sentence = if words.contains("API client id") {
        "Диадок не знает такого ключа ЭДО. Проверьте поле «Ключ ЭДО» в настройках подключения."
    } else if words.to_lowercase().contains("password") {
        "Диадок не принял логин или пароль. Введите их заново в настройках подключения."
    } else {
        "Диадок отказал во входе. Проверьте ключ ЭДО, логин и пароль в настройках подключения."
    };
    if words.is_empty() {
        sentence.to_owned()
    } else {
        format!("{sentence} Ответ оператора: «{words}».")
    }
}
