//! What an answer of the operator means for a row of the outbox. Pure: decides, changes nothing.
//!
//! The one question behind every branch: can the document be at the operator? Only where the answer is a certain
//! no may the row be `Queued` again (and thus be cancelled) or `Failed`.

use connect::Error as Answer;
use domain::{OutboxState, SendFailure};
use jiff::Timestamp;
use store::Operation;

use crate::words;

/// After so many attempts with nonsense or breakdowns for answers, and a certain «not there» from the look-up, the
/// request itself is at fault and a person has to look.
pub(crate) const HOPELESS_AFTER_ATTEMPTS: u32 = 10;

/// What was known before this attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Before {
    /// Nothing of this row ever left, or what left was surely refused.
    Clean,
    /// An earlier attempt may have arrived after all, even though the look-up has not seen it yet.
    Unsure,
}

/// What to do after a request that did not end well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Later again.
    Later(OutboxState),
    /// Never again by itself.
    Over,
    /// Refused although an earlier attempt may have arrived: look first, then believe it.
    LookThenOver,
}

/// The fate of a row after this answer to its request.
pub(crate) fn after_delivery(answer: &Answer, before: Before) -> Fate {
    match (answer, before) {
        // May have arrived: never again without a look.
        (Answer::Timeout(_) | Answer::Broken(_) | Answer::StillProcessing(_) | Answer::Malformed(_), _) => {
            Fate::Later(OutboxState::Unknown)
        }
        // Surely left nothing behind, but an earlier attempt may have.
        (
            Answer::Offline(_)
            | Answer::Limited(_)
            | Answer::Unauthorized(_)
            | Answer::LogIn { .. }
            | Answer::Unpaid(_),
            Before::Unsure,
        ) => Fate::Later(OutboxState::Unknown),
        // A subscription that ended says nothing about the document: it leaves when it is paid for.
        (
            Answer::Offline(_)
            | Answer::Limited(_)
            | Answer::Unauthorized(_)
            | Answer::LogIn { .. }
            | Answer::Unpaid(_),
            Before::Clean,
        ) => Fate::Later(OutboxState::Queued),
        // The operator said no and the same bytes will meet the same no; a right is a person's business too.
        (Answer::Refused { .. } | Answer::Forbidden(_), Before::Clean) => Fate::Over,
        (Answer::Refused { .. } | Answer::Forbidden(_), Before::Unsure) => Fate::LookThenOver,
    }
}

/// True when the trouble is with the connection, so that the next row would meet the same.
pub(crate) fn stops_the_pass(answer: &Answer) -> bool {
    matches!(
        answer,
        Answer::Offline(_)
            | Answer::Limited(_)
            | Answer::Unauthorized(_)
            | Answer::LogIn { .. }
            | Answer::Forbidden(_)
            | Answer::Unpaid(_)
    )
}

/// True when the operator surely does not have it and trying on makes no sense.
pub(crate) fn is_hopeless(attempts: u32, last: Option<&SendFailure>) -> bool {
    attempts >= HOPELESS_AFTER_ATTEMPTS
        && last.is_some_and(|failure| matches!(failure.code.as_str(), "malformed" | "broken"))
}

/// The answer, as the row keeps it.
pub(crate) fn failure(answer: &Answer) -> SendFailure {
    SendFailure {
        code: answer.code().to_owned(),
        text: words::failure_text(answer),
    }
}

/// A person may press as often as they like: where the operator asked for patience, it gets it.
pub(crate) fn must_wait(row: &Operation, now: Timestamp) -> bool {
    let asked = row
        .failure
        .as_ref()
        .is_some_and(|failure| failure.code == "limited");
    asked && row.next_attempt_at.is_some_and(|at| at > now)
}

/// The row comes out of a backup: it may have gone out since.
pub(crate) fn restored() -> SendFailure {
    SendFailure {
        code: "timeout".to_owned(),
        text: "Очередь восстановлена из резервной копии. Документ не потерян: программа узнает у оператора, ушёл ли он \
               после того, как копия была сделана, и только потом отправит."
            .to_owned(),
    }
}

/// The program ended while the request was leaving.
pub(crate) fn cut_off() -> SendFailure {
    SendFailure {
        code: "timeout".to_owned(),
        text: "Программа закрылась во время отправки. Документ не потерян: программа узнает у оператора, дошёл ли он, \
               и только потом повторит."
            .to_owned(),
    }
}
