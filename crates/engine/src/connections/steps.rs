//! What is done during one log-in, from the first question to the boxes.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use connect::Secret;
use connect::edo::log_in::{BrowserLogIn, Entrance, Polled, code};
use connect::edo::{Credentials, Operator};
use connect::redirect::{Page, Redirect, Visit};
use jiff::SignedDuration;
use store::KeptCertificate;

use super::log_ins::{Board, LOG_IN_PATH, LOG_OUT_PATH, LogInId, LogInState, LogInView, address};
use crate::certificates::log_in_trouble;
use crate::error::Error;
use crate::ports::Ports;
use crate::signing::{PinDesk, decrypted};
use crate::{Result, providers};

/// How long a browser may take: a person may have to find a phone first.
const BROWSER_PATIENCE: Duration = Duration::from_secs(10 * 60);
/// The same for a log-out.
const FAREWELL_PATIENCE: Duration = Duration::from_secs(2 * 60);
/// What `slow_down` asks for (RFC 8628, 3.5).
const SLOWER_BY: Duration = Duration::from_secs(5);

/// What is to be done.
pub(super) enum Plan {
    Certificate(Box<KeptCertificate>),
    /// Back to this port.
    Browser(u16),
    Device,
}

/// Everything that the steps need; the engine itself is not held, so that it can end.
pub(super) struct Steps {
    pub(super) id: LogInId,
    pub(super) board: Arc<Mutex<Board>>,
    pub(super) entrance: Arc<dyn Entrance>,
    pub(super) operator: &'static Operator,
    pub(super) address: String,
    pub(super) credentials: Arc<Mutex<Credentials>>,
    pub(super) ports: Ports,
    pub(super) pins: Arc<PinDesk>,
    pub(super) given_up: Arc<AtomicBool>,
}

/// The whole log-in; how it ended stands on the board.
pub(super) async fn run(steps: Steps, plan: Plan) {
    let outcome = steps.all(plan).await;
    match outcome {
        Ok(()) => tracing::info!(log_in = steps.id.0, "logged in"),
        Err(error) => {
            tracing::warn!(log_in = steps.id.0, code = error.code().as_str(), "not logged in");
            steps.tell(|view| {
                view.state = LogInState::Failed;
                view.page = None;
                view.error = Some(error);
            });
        }
    }
}

/// Shows a browser that logged out where it is.
pub(super) async fn farewell(port: u16) {
    let Ok(mut redirect) = Redirect::listen(port).await else {
        return;
    };
    let waited = tokio::time::timeout(FAREWELL_PATIENCE, async {
        while let Some(visit) = redirect.next().await {
            let is_ours = visit.path() == LOG_OUT_PATH;
            visit
                .answer(if is_ours { Page::LoggedOut } else { Page::Foreign })
                .await;
            if is_ours {
                break;
            }
        }
    });
    drop(waited.await);
}

impl Steps {
    async fn all(&self, plan: Plan) -> Result<()> {
        let brought = match plan {
            Plan::Certificate(kept) => self.by_certificate(*kept).await?,
            Plan::Browser(port) => match Redirect::listen(port).await {
                Ok(redirect) => self.by_browser(redirect).await?,
                Err(_) => {
                    self.tell(|view| view.is_port_taken = true);
                    self.by_code().await?
                }
            },
            Plan::Device => self.by_code().await?,
        };
        self.tell(|view| {
            view.state = LogInState::Checking;
            view.page = None;
            view.user_code = None;
        });
        let mut credentials = self.credentials().clone();
        credentials.extend(brought);
        self.credentials().clone_from(&credentials);
        let changing = Arc::clone(&self.credentials);
        let keep = Arc::new(move |name: &str, value: &Secret| {
            let mut credentials = changing.lock().unwrap_or_else(PoisonError::into_inner);
            credentials.insert(name.to_owned(), value.clone());
            Ok(())
        });
        let client = providers::open(self.operator, &self.address, credentials, keep)?;
        let boxes = client.my_boxes().await.map_err(|error| self.trouble(error))?;
        if boxes.is_empty() {
            return Err(super::no_boxes(self.operator));
        }
        self.tell(|view| {
            view.state = LogInState::Done;
            view.boxes = boxes;
        });
        Ok(())
    }

    fn credentials(&self) -> std::sync::MutexGuard<'_, Credentials> {
        self.credentials.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, change: impl FnOnce(&mut LogInView)) {
        let mut board = self.board.lock().unwrap_or_else(PoisonError::into_inner);
        board.change(self.id, change);
    }

    /// The operator's answer, and whether the clocks may be why.
    fn trouble(&self, answer: connect::Error) -> Error {
        let told = self.entrance.service_time();
        let skew = told.and_then(|told| super::door::skew(self.ports.clock.now(), told));
        Error::at_the_door(answer, skew)
    }

    async fn by_certificate(&self, kept: KeptCertificate) -> Result<Credentials> {
        let trouble = |error| self.trouble(error);
        let sealed = self.entrance.sealed_for(&kept.seen.der).await.map_err(trouble)?;
        self.tell(|view| view.state = LogInState::OpeningKey);
        let (keys, desk) = (Arc::clone(&self.ports.keys), Arc::clone(&self.pins));
        let given_up = Arc::clone(&self.given_up);
        let thumbprint = kept.seen.thumbprint;
        let opened =
            tokio::task::spawn_blocking(move || decrypted(keys.as_ref(), &kept, &sealed, desk, given_up));
        let opened = opened
            .await
            .map_err(Error::internal)?
            .map_err(|cause| log_in_trouble(&cause))?;
        self.tell(|view| view.state = LogInState::Preparing);
        self.entrance.confirm(&opened, thumbprint).await.map_err(trouble)
    }

    async fn by_browser(&self, mut redirect: Redirect) -> Result<Credentials> {
        let chance = || Secret::new(URL_SAFE_NO_PAD.encode(self.ports.randomness.key_bytes()));
        let asked = BrowserLogIn {
            redirect: address(redirect.port(), LOG_IN_PATH),
            state: chance(),
            nonce: chance(),
            verifier: chance(),
        };
        let page = self
            .entrance
            .page(&asked)
            .await
            .map_err(|error| self.trouble(error))?;
        self.wait(LogInState::WaitingForBrowser, page, BROWSER_PATIENCE);
        let came = tokio::time::timeout(BROWSER_PATIENCE, async {
            while let Some(visit) = redirect.next().await {
                if is_of(&visit, &asked) {
                    return Some(visit);
                }
                // Somebody else's page, or an old one: the log-in under way goes on.
                visit.answer(Page::Foreign).await;
            }
            None
        });
        let visit = came.await.ok().flatten().ok_or_else(expired)?;
        let outcome = match (visit.field("code"), visit.field("error")) {
            (Some(code), None) => self.entrance.exchange(&asked, &code).await,
            (_, Some(error)) if error.expose() == "access_denied" => Err(declined()),
            (_, error) => Err(connect::Error::Refused {
                code: "browser".to_owned(),
                text: error.map(|error| error.expose().to_owned()).unwrap_or_default(),
            }),
        };
        let shown = if outcome.is_ok() {
            Page::BackToProgram
        } else {
            Page::NotLoggedIn
        };
        visit.answer(shown).await;
        outcome.map_err(|error| self.trouble(error))
    }

    async fn by_code(&self) -> Result<Credentials> {
        let asked = self
            .entrance
            .device()
            .await
            .map_err(|error| self.trouble(error))?;
        let page = asked.page_with_code.clone().unwrap_or_else(|| asked.page.clone());
        self.tell(|view| view.user_code = Some(asked.user_code.clone()));
        self.wait(LogInState::WaitingForCode, page, asked.expires_in);
        let mut interval = asked.interval;
        let polling = tokio::time::timeout(asked.expires_in, async {
            loop {
                tokio::time::sleep(interval).await;
                match self.entrance.poll(&asked).await {
                    Ok(Polled::Done(brought)) => return Ok(brought),
                    Ok(Polled::Pending) => {}
                    Ok(Polled::SlowDown) => interval += SLOWER_BY,
                    Err(error) if error.retryable() => interval += SLOWER_BY,
                    Err(error) => return Err(self.trouble(error)),
                }
            }
        });
        polling.await.unwrap_or_else(|_| Err(expired()))
    }

    fn wait(&self, state: LogInState, page: String, patience: Duration) {
        let patience = SignedDuration::try_from(patience).unwrap_or_default();
        let until = self.ports.clock.now().checked_add(patience).ok();
        self.tell(|view| {
            view.state = state;
            view.page = Some(page);
            view.until = until;
        });
    }
}

fn is_of(visit: &Visit, asked: &BrowserLogIn) -> bool {
    visit.path() == LOG_IN_PATH && visit.field("state").as_ref() == Some(&asked.state)
}

fn expired() -> Error {
    Error::from(connect::Error::LogIn {
        code: code::EXPIRED,
        text: "Время для входа вышло. Начните вход ещё раз.".to_owned(),
    })
}

fn declined() -> connect::Error {
    connect::Error::LogIn {
        code: code::DECLINED,
        text: "На странице оператора во входе отказали. Начните вход ещё раз и разрешите доступ.".to_owned(),
    }
}
