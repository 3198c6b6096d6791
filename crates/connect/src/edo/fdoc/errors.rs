//! What a failure of the service means. Decided by status and machine code; words are for people.

use super::wire::{Failure, FailureBody, code, decode};
use crate::Error;
use crate::http::Answer;

/// An answer that did what was asked, or why it did not.
pub(super) enum Told {
    Done(Answer),
    /// 409, 410, 422 and the like, with the service's code.
    Refused(FailureBody),
}

/// Reads an answer. Trouble with line, key or load is an error at once.
pub(super) fn told(answer: Answer) -> Result<Told, Error> {
    match answer.status {
        200..=202 | 204 => Ok(Told::Done(answer)),
        429 => Err(Error::Limited(answer.retry_after)),
        401 => Err(Error::Unauthorized(sentence(&body(&answer)))),
        403 => Err(Error::Forbidden(sentence(&body(&answer)))),
        402 | 408 | 500..=599 => Err(answer
            .accepted()
            .err()
            .unwrap_or_else(|| Error::Malformed("ответ без ошибки".into()))),
        400..=499 => Ok(Told::Refused(named(body(&answer), answer.status))),
        status => Err(Error::Malformed(format!("неожиданный код ответа {status}"))),
    }
}

/// The answer of an action that has no refusals of its own.
pub(super) fn done(answer: Answer) -> Result<Answer, Error> {
    match told(answer)? {
        Told::Done(answer) => Ok(answer),
        Told::Refused(body) => Err(refused(body)),
    }
}

/// A refusal in the service's words; the field that it names stands behind them.
pub(super) fn refused(body: FailureBody) -> Error {
    Error::Refused {
        text: sentence(&body),
        code: body.code,
    }
}

/// The machine code of an answer, whatever its status is.
pub(super) fn code_of(answer: &Answer) -> String {
    body(answer).code
}

/// The key is wrong, or the session is over: one status for both (QUIRKS 11, 12).
pub(super) fn is_of_session(answer: &Answer) -> bool {
    answer.status == 401 && code_of(answer) != code::INVALID_API_KEY
}

/// The employee's own trouble; the connection is well.
pub(super) fn of_access(text: String) -> Error {
    Error::Refused {
        code: "access_refused".to_owned(),
        text,
    }
}

/// The words come without secrets; where they were cut, the code alone is taken from the whole body.
fn body(answer: &Answer) -> FailureBody {
    let read = |bytes: &[u8]| decode::<Failure>("failure", bytes).map(|failure| failure.error);
    read(answer.words().as_bytes())
        .or_else(|_| {
            read(&answer.body).map(|body| FailureBody {
                message: String::new(),
                ..body
            })
        })
        .unwrap_or_default()
}

fn named(mut body: FailureBody, status: u16) -> FailureBody {
    if body.code.is_empty() {
        body.code = status.to_string();
    }
    body
}

fn sentence(body: &FailureBody) -> String {
    match (body.message.trim(), body.field.trim()) {
        ("", "") => "F.Doc не объяснил причину.".to_owned(),
        ("", field) => format!("F.Doc не принял поле {field}."),
        (words, "") => format!("Ответ F.Doc: «{words}»."),
        (words, field) => format!("Ответ F.Doc: «{words}» (поле {field})."),
    }
}
