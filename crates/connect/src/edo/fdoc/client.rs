//! One method per action. Knows parameters and who has to be logged in; gives back wire types.

use std::borrow::Cow;

use domain::OperationId;
use jiff::Timestamp;

use super::auth::Sessions;
use super::errors::{self, Told, done, refused, told};
use super::wire::{
    API_KEY_HEADER, BrowserLink, Changes, Document, FailureBody, IDEMPOTENCY_HEADER, JSON, List,
    OrganizationAnswer, PAGE_LIMIT, action, code, decode, parameter, path, variant,
};
use crate::edo::persons::AccountHolder;
use crate::edo::{Exchange, Sunset};
use crate::http::{Answer, Call, Http};
use crate::{Error, Secret};

/// F.Doc, seen by one organisation with its employees.
pub(super) struct Client {
    http: Http,
    api_key: Secret,
    sessions: Sessions,
}

impl Client {
    pub fn new(http: Http, api_key: Secret, sessions: Sessions) -> Self {
        Self {
            http,
            api_key,
            sessions,
        }
    }

    /// What the service's clock says.
    pub fn service_time(&self) -> Option<Timestamp> {
        self.http.service_time()
    }

    /// The calls that were made since this was asked last.
    pub fn take_exchanges(&self) -> Vec<Exchange> {
        self.http.take_exchanges()
    }

    /// What the service announced to switch off.
    pub fn sunsets(&self) -> Vec<Sunset> {
        self.http.sunsets()
    }

    /// `POST …/sessions`, because a person asked for it.
    pub async fn log_in(&self, account: &str) -> Result<AccountHolder, Error> {
        self.sessions.log_in(&self.http, &self.api_key, account).await
    }

    /// `GET …/organization`
    pub async fn organization(&self) -> Result<OrganizationAnswer, Error> {
        let answer = self.with_key(read(path::ORGANIZATION)).await?;
        decode("organization", &done(answer)?.body)
    }

    /// `POST …/documents`
    pub async fn create(
        &self,
        account: &str,
        operation: OperationId,
        body: &[u8],
    ) -> Result<Result<Document, FailureBody>, Error> {
        self.write(account, operation, path::DOCUMENTS.to_owned(), body)
            .await
    }

    /// `POST …/documents/{id}/…`
    pub async fn act(
        &self,
        account: &str,
        operation: OperationId,
        (id, action): (&str, &str),
        body: &[u8],
    ) -> Result<Result<Answer, FailureBody>, Error> {
        let call = writing(path::action(id, action), operation, body);
        match told(self.with_session(account, call).await?)? {
            Told::Done(answer) => Ok(Ok(answer)),
            Told::Refused(body) => Ok(Err(body)),
        }
    }

    /// `GET …/documents/{id}`; `None` for what the service does not know.
    pub async fn document(&self, id: &str) -> Result<Option<Document>, Error> {
        let answer = self.as_anyone(read(path::document(id))).await?;
        if answer.status == 404 {
            return Ok(None);
        }
        decode("document", &done(answer)?.body).map(Some)
    }

    /// `GET …/documents?external_id=`
    pub async fn by_external_id(&self, name: &str) -> Result<Vec<Document>, Error> {
        let call = read(path::DOCUMENTS).query(parameter::EXTERNAL_ID, name);
        let list: List = decode("documents", &done(self.as_anyone(call).await?)?.body)?;
        Ok(list.items)
    }

    /// `GET …/documents?updated_from=`
    pub async fn changed_since(&self, since: Timestamp, page: Option<&str>) -> Result<List, Error> {
        let mut call = read(path::DOCUMENTS)
            .query(parameter::UPDATED_FROM, since.to_string())
            .query(parameter::LIMIT, PAGE_LIMIT);
        if let Some(page) = page {
            call = call.query(parameter::PAGE, page);
        }
        decode("documents", &done(self.as_anyone(call).await?)?.body)
    }

    /// `GET …/changes`; `None` when the place is too old (QUIRKS 18).
    pub async fn changes(&self, after: Option<&str>) -> Result<Option<Changes>, Error> {
        let mut call = read(path::CHANGES).query(parameter::LIMIT, PAGE_LIMIT);
        if let Some(after) = after {
            call = call.query(parameter::AFTER, after);
        }
        match told(self.with_key(call).await?)? {
            Told::Done(answer) => decode("changes", &answer.body).map(Some),
            Told::Refused(body) if body.code == code::CURSOR_EXPIRED => Ok(None),
            Told::Refused(body) => Err(refused(body)),
        }
    }

    /// `POST …/documents/{id}/browser-link`
    pub async fn browser_link(&self, account: &str, id: &str) -> Result<BrowserLink, Error> {
        let call = Call::post(path::action(id, action::BROWSER_LINK), JSON, b"{}".to_vec()).accepting(JSON);
        decode(
            "browser-link",
            &done(self.with_session(account, call).await?)?.body,
        )
    }

    /// `GET …/documents/{id}/file?variant=`; [`Error::StillProcessing`] until it is signed.
    pub async fn file(&self, id: &str, wanted: &'static str) -> Result<Answer, Error> {
        let call = Call::get(path::action(id, action::FILE)).query(parameter::VARIANT, wanted);
        match told(self.as_anyone(call).await?)? {
            Told::Done(answer) => Ok(answer),
            Told::Refused(body) if body.code == code::NOT_SIGNED_YET && wanted != variant::SOURCE => {
                Err(Error::StillProcessing(None))
            }
            Told::Refused(body) => Err(refused(body)),
        }
    }

    async fn write(
        &self,
        account: &str,
        operation: OperationId,
        path: String,
        body: &[u8],
    ) -> Result<Result<Document, FailureBody>, Error> {
        let call = writing(path, operation, body);
        match told(self.with_session(account, call).await?)? {
            Told::Done(answer) => decode("documents", &answer.body).map(Ok),
            Told::Refused(body) => Ok(Err(body)),
        }
    }

    async fn with_key(&self, call: Call) -> Result<Answer, Error> {
        self.http.send(&self.keyed(call)).await
    }

    fn keyed(&self, call: Call) -> Call {
        call.header(API_KEY_HEADER, self.api_key.clone())
            .hiding(self.api_key.clone())
    }

    /// One exchange in this employee's session: one that is over is renewed once (QUIRKS 11).
    async fn with_session(&self, account: &str, call: Call) -> Result<Answer, Error> {
        let call = self.sessions.hide(self.keyed(call), account);
        let session = self.sessions.session(&self.http, &self.api_key, account).await?;
        let answer = self.http.send(&in_session(call.clone(), &session)).await?;
        if !errors::is_of_session(&answer) {
            return Ok(answer);
        }
        let session = self
            .sessions
            .renew(&self.http, &self.api_key, account, &session)
            .await?;
        let answer = self.http.send(&in_session(call, &session)).await?;
        if errors::is_of_session(&answer) {
            return Err(errors::of_access(
                "F.Doc не принял новый сеанс сотрудника. Документы не потеряны. Введите логин и пароль заново."
                    .to_owned(),
            ));
        }
        Ok(answer)
    }

    /// Reading is the same for everybody of the organisation: the first who is let in reads.
    async fn as_anyone(&self, call: Call) -> Result<Answer, Error> {
        let mut last = None;
        for account in self.sessions.names() {
            match self.with_session(account, call.clone()).await {
                Err(refusal @ Error::Refused { .. }) => last = Some(refusal),
                outcome => return outcome,
            }
        }
        Err(last.unwrap_or_else(|| {
            errors::of_access(
                "Ни один сотрудник не вошёл в F.Doc, поэтому спросить о документах некому. Документы не потеряны. Введите \
                 логин и пароль сотрудника."
                    .to_owned(),
            )
        }))
    }
}

fn in_session(call: Call, session: &Secret) -> Call {
    call.authorized(Secret::new(format!("Bearer {}", session.expose())))
        .hiding(session.clone())
}

fn read(path: impl Into<Cow<'static, str>>) -> Call {
    Call::get(path).accepting(JSON)
}

fn writing(path: String, operation: OperationId, body: &[u8]) -> Call {
    Call::post(path, JSON, body.to_vec())
        .accepting(JSON)
        .header(IDEMPOTENCY_HEADER, Secret::new(operation.to_string()))
}
