//! A whole answer and the one reading of its status.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use reqwest::header::{CONTENT_DISPOSITION, CONTENT_TYPE, DATE, HeaderMap, LOCATION, RETRY_AFTER};

use super::Dialect;
use crate::error::METHOD_REMOVED;
use crate::{Error, Secret};

/// Longer words of a service are cut: they are for people.
const LONGEST_WORDS: usize = 1_000;

/// What a service answered.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The body, whole.
    pub body: Vec<u8>,
    /// The service's machine code of a failure.
    pub error_code: Option<String>,
    /// The service's name for the exchange.
    pub trace_id: Option<String>,
    /// The method will be switched off on this day (RFC 8594).
    pub sunset: Option<String>,
    /// How long to wait before asking again; whole seconds only, a date is not read.
    pub retry_after: Option<Duration>,
    /// Type of the body.
    pub media_type: Option<String>,
    /// Header `Content-Disposition`, raw.
    pub disposition: Option<String>,
    /// Where a redirect points.
    pub location: Option<String>,
    /// What the service's clock says.
    pub date: Option<Timestamp>,
    words: String,
}

impl Answer {
    pub(super) fn read(
        status: u16,
        headers: &HeaderMap,
        body: Vec<u8>,
        dialect: Dialect,
        secrets: &[Secret],
    ) -> Self {
        let header = |name: &str| {
            let value = headers.get(name)?.as_bytes();
            Some(String::from_utf8_lossy(value).into_owned())
        };
        let retry_after = header(RETRY_AFTER.as_str())
            .and_then(|text| text.trim().parse().ok())
            .map(Duration::from_secs);
        let words = if status == 200 {
            String::new()
        } else {
            words(&body, secrets)
        };
        Self {
            status,
            error_code: header(dialect.error_code_header).filter(|code| !code.is_empty()),
            trace_id: header(dialect.trace_id_header),
            sunset: header("sunset"),
            retry_after,
            media_type: header(CONTENT_TYPE.as_str()),
            disposition: header(CONTENT_DISPOSITION.as_str()),
            location: header(LOCATION.as_str()),
            date: header(DATE.as_str())
                .and_then(|text| rfc2822::parse(&text).ok())
                .map(|date| date.timestamp()),
            words,
            body,
        }
    }

    /// The service's own words about a failure, without secrets; empty when it said nothing.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// The answer if the service did what was asked, the error otherwise.
    pub fn accepted(self) -> Result<Self, Error> {
        let said = self.said();
        Err(match self.status {
            200 => return Ok(self),
            401 => Error::Unauthorized(format!("Сервис не принял ключ доступа.{said}")),
            402 => Error::Unpaid(format!(
                "Подписка организации на обмен через API закончилась или не оформлена.{said}"
            )),
            403 => Error::Forbidden(format!("Сервис запретил действие.{said}")),
            408 => Error::Timeout(format!("Сервис не дождался конца запроса.{said}")),
            410 => Error::Refused {
                code: METHOD_REMOVED.to_owned(),
                text: self.words,
            },
            429 => Error::Limited(self.retry_after),
            400..=499 => Error::Refused {
                code: self.error_code.unwrap_or_else(|| self.status.to_string()),
                text: self.words,
            },
            500..=599 => Error::Broken(format!("Сбой на стороне сервиса, код {}.{said}", self.status)),
            status => Error::Malformed(format!("неожиданный код ответа {status}")),
        })
    }

    /// As [`Answer::accepted`], for methods that may answer «not yet»: 204, or 200 with `Retry-After` and no body.
    pub fn ready(self) -> Result<Self, Error> {
        let pending = self.status == 200 && self.retry_after.is_some() && self.body.is_empty();
        if self.status == 204 || pending {
            return Err(Error::StillProcessing(self.retry_after));
        }
        self.accepted()
    }

    fn said(&self) -> String {
        if self.words.is_empty() {
            String::new()
        } else {
            format!(" Ответ сервиса: «{}».", self.words)
        }
    }
}

fn words(body: &[u8], secrets: &[Secret]) -> String {
    let text = String::from_utf8_lossy(body);
    let mut text = text.trim().to_owned();
    for secret in secrets.iter().filter(|secret| !secret.expose().is_empty()) {
        text = text.replace(secret.expose(), "***");
    }
    text.chars()
        .filter(|c| !c.is_control() || *c == '\n')
        .take(LONGEST_WORDS)
        .collect()
}
