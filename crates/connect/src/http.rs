//! The one HTTP client of the program.
//!
//! Time limits, no redirects, a limit on the answer's size, the system's trust store and proxy, a log without
//! secrets, and one reading of every status as [`Error`]. Deliberately repeats nothing, waits for nothing and knows
//! no service: what differs between services is a [`Dialect`].

mod address;
mod answer;
mod call;
mod exchanges;
mod sunsets;
#[cfg(test)]
mod tests;

use std::sync::{Mutex, Once, PoisonError};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use tracing::Instrument;
use url::Url;

pub(crate) use address::Address;
pub(crate) use answer::Answer;
pub(crate) use call::Call;

use crate::Error;
use crate::edo::{Exchange, Sunset};
use exchanges::Exchanges;
use sunsets::Sunsets;

/// The name under which the program shows itself to services.
const USER_AGENT: &str = concat!("Surguch/", env!("CARGO_PKG_VERSION"));

/// How much time and room an exchange may take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Until the connection stands, TLS included.
    pub connect: Duration,
    /// From the first byte of the request to the last byte of the answer; longer for a large request.
    pub exchange: Duration,
    /// The largest answer that is read.
    pub answer_bytes: usize,
}

impl Default for Limits {
    /// 100 s is what the reference client of Diadoc allows; 100 MB is more than any operator keeps in one file.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            exchange: Duration::from_secs(100),
            answer_bytes: 100_000_000,
        }
    }
}

/// How a service names what every service tells in its own headers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dialect {
    /// Header with the machine code of a failure.
    pub error_code_header: &'static str,
    /// Header by which the service's support finds the exchange.
    pub trace_id_header: &'static str,
}

/// A client for one address.
pub(crate) struct Http {
    client: reqwest::Client,
    address: Address,
    dialect: Dialect,
    limits: Limits,
    /// What the service's clock said last, and when that was.
    clock: Mutex<Option<(Timestamp, Instant)>>,
    exchanges: Exchanges,
    sunsets: Sunsets,
}

/// Slow lines carry at least this much; a large request gets the time it needs at this speed.
const SLOWEST_LINE_BYTES_PER_SECOND: usize = 50_000;

/// A line that slept longer may be dead without anybody knowing; a new one costs less than waiting for it.
const IDLE_CONNECTION: Duration = Duration::from_secs(20);

impl Http {
    /// A client for this address. Touches no network. [`Error::Malformed`] when no client can be made, for instance
    /// when the system's list of trusted authorities cannot be read.
    pub fn open(address: Address, dialect: Dialect, limits: Limits) -> Result<Self, Error> {
        static CRYPTOGRAPHY: Once = Once::new();
        // Refused when another part of the program was first; then that choice stands, and it is the same one.
        CRYPTOGRAPHY.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
        let mut builder = reqwest::Client::builder()
            .user_agent(USER_AGENT)
            .connect_timeout(limits.connect)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .pool_idle_timeout(IDLE_CONNECTION)
            .https_only(!address.is_loopback());
        if address.is_loopback() {
            // What listens on this computer is never asked for through somebody else's.
            builder = builder.no_proxy();
        }
        let client = builder
            .build()
            .map_err(|error| Error::Malformed(format!("HTTP-клиент не создан: {}", causes(&error))))?;
        Ok(Self {
            client,
            address,
            dialect,
            limits,
            clock: Mutex::new(None),
            exchanges: Exchanges::default(),
            sunsets: Sunsets::default(),
        })
    }

    /// What the service's clock says now, if it ever told; good to a second or two.
    pub fn service_time(&self) -> Option<Timestamp> {
        let (told, at) = (*self.clock.lock().unwrap_or_else(PoisonError::into_inner))?;
        let passed = SignedDuration::try_from(at.elapsed()).ok()?;
        told.checked_add(passed).ok()
    }

    /// The calls that were made since this was asked last.
    pub fn take_exchanges(&self) -> Vec<Exchange> {
        self.exchanges.take()
    }

    /// What the service announced to switch off, of the methods that were called.
    pub fn sunsets(&self) -> Vec<Sunset> {
        self.sunsets.all()
    }

    /// The full address of a call, for a browser.
    pub fn url(&self, call: &Call) -> Url {
        let mut url = self.address.join(call.path(), call.query_pairs());
        for (name, value) in call.secret_query_pairs() {
            url.query_pairs_mut().append_pair(name, value.expose());
        }
        url
    }

    /// Does this address lie at the same service?
    pub fn is_own(&self, url: &Url) -> bool {
        self.address.origin() == url.origin()
    }

    /// One exchange. Any status is an answer; an error means that there is no whole answer: [`Error::Offline`] when
    /// the request cannot have left, [`Error::Timeout`] when it may have, [`Error::Malformed`] when the answer is
    /// too large.
    pub async fn send(&self, call: &Call) -> Result<Answer, Error> {
        let span = tracing::info_span!("http", host = self.address.host(), method = %call.method());
        self.exchange(call).instrument(span).await
    }

    async fn exchange(&self, call: &Call) -> Result<Answer, Error> {
        let request = self.request(call)?;
        let started = Instant::now();
        let outcome = self.whole_answer(request, call).await;
        self.exchanges.note(told(call, &outcome, started));
        let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        let asked = call.for_log();
        match &outcome {
            Ok(answer) => tracing::info!(
                %asked,
                status = answer.status,
                ms,
                bytes = answer.body.len(),
                trace_id = answer.trace_id.as_deref(),
                error_code = answer.error_code.as_deref(),
                "answered"
            ),
            Err(error) => tracing::warn!(%asked, ms, code = error.code(), %error, "not answered"),
        }
        if let Ok(Answer {
            sunset: Some(day), ..
        }) = &outcome
        {
            tracing::warn!(%asked, day, "the service will switch this method off");
            self.sunsets
                .note(format!("{} /{}", call.method(), call.path()), day);
        }
        outcome
    }

    fn request(&self, call: &Call) -> Result<reqwest::Request, Error> {
        let mut headers = HeaderMap::new();
        if let Some(accept) = call.accept() {
            headers.insert(ACCEPT, HeaderValue::from_static(accept));
        }
        if let Some(authorization) = call.authorization() {
            let mut value = HeaderValue::from_str(authorization.expose()).map_err(|_| {
                Error::Unauthorized("Ключ или пароль содержит недопустимые знаки. Введите его заново.".into())
            })?;
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        for (name, secret) in call.headers() {
            let mut value = HeaderValue::from_str(secret.expose()).map_err(|_| {
                Error::Unauthorized("Код доступа содержит недопустимые знаки. Введите его заново.".into())
            })?;
            value.set_sensitive(true);
            headers.insert(*name, value);
        }
        let url = self.url(call);
        let mut request = self.client.request(call.method().clone(), url).headers(headers);
        let mut time = self.limits.exchange;
        if let Some((media_type, body)) = call.body() {
            let seconds = body.len() / SLOWEST_LINE_BYTES_PER_SECOND;
            time += Duration::from_secs(u64::try_from(seconds).unwrap_or(0));
            request = request
                .header(CONTENT_TYPE, HeaderValue::from_static(media_type))
                .body(body.to_vec());
        }
        request
            .timeout(time)
            .build()
            .map_err(|error| Error::Malformed(format!("запрос не составлен: {}", causes(&error))))
    }

    async fn whole_answer(&self, request: reqwest::Request, call: &Call) -> Result<Answer, Error> {
        let failed = |error: reqwest::Error| self.no_answer(&error);
        let mut response = self.client.execute(request).await.map_err(failed)?;
        let mut body = Vec::new();
        let announced = response.content_length().unwrap_or(0);
        if usize::try_from(announced).map_or(true, |bytes| bytes > self.limits.answer_bytes) {
            return Err(self.too_large());
        }
        while let Some(chunk) = response.chunk().await.map_err(failed)? {
            if body.len() + chunk.len() > self.limits.answer_bytes {
                return Err(self.too_large());
            }
            body.extend_from_slice(&chunk);
        }
        let answer = Answer::read(
            response.status().as_u16(),
            response.headers(),
            body,
            self.dialect,
            call.secrets(),
        );
        if let Some(date) = answer.date {
            *self.clock.lock().unwrap_or_else(PoisonError::into_inner) = Some((date, Instant::now()));
        }
        Ok(answer)
    }

    fn no_answer(&self, error: &reqwest::Error) -> Error {
        let host = self.address.host();
        let causes_of_clock = || {
            let causes = causes(error).to_lowercase();
            causes.contains("expired") || causes.contains("not valid yet") || causes.contains("notvalidyet")
        };
        if error.is_connect() && causes_of_clock() {
            Error::LogIn {
                code: crate::edo::log_in::code::CLOCK_SKEWED,
                text: format!(
                    "Защищённая связь с {host} не установлена: по часам этого компьютера сертификат сервиса не \
                     действует. Проверьте дату, время и часовой пояс компьютера."
                ),
            }
        } else if error.is_connect() {
            Error::Offline(format!("соединение с {host} не установлено: {}", causes(error)))
        } else if error.is_timeout() {
            Error::Timeout(format!("{host} не ответил вовремя"))
        } else {
            Error::Timeout(format!("связь с {host} оборвалась: {}", causes(error)))
        }
    }

    fn too_large(&self) -> Error {
        let bytes = self.limits.answer_bytes;
        Error::Malformed(format!("ответ больше допустимых {bytes} байт"))
    }
}

/// A call for the log that a person reads.
fn told(call: &Call, outcome: &Result<Answer, Error>, started: Instant) -> Exchange {
    let (outcome, is_failure, answer_bytes) = match outcome {
        Ok(answer) => (answer.status.to_string(), answer.status >= 400, answer.body.len()),
        Err(error) => (error.code().to_owned(), true, 0),
    };
    Exchange {
        call: call.for_people(),
        outcome,
        is_failure,
        duration: started.elapsed(),
        answer_bytes,
        ended: Instant::now(),
    }
}

/// The chain of causes without the address, which may hold what does not belong into a log.
fn causes(error: &dyn std::error::Error) -> String {
    let mut texts = Vec::new();
    let mut cause = error.source();
    while let Some(inner) = cause {
        texts.push(inner.to_string());
        cause = inner.source();
    }
    if texts.is_empty() {
        "причина неизвестна".to_owned()
    } else {
        texts.join(": ")
    }
}
