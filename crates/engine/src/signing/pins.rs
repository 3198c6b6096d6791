//! The desk where stores of keys ask a person for a PIN.
//!
//! A store asks in a thread of its own and waits; the window shows the question and brings the answer. Nobody is asked
//! for ever: an unanswered question is given up after ten minutes. Debug output shows no PIN, nothing is kept.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use signature::keys::{PinAnswer, PinQuestion, PinSource, Tries};
use store::CertificateId;
use tokio::sync::Notify;
use zeroize::Zeroizing;

use crate::changes::{Change, Directory, Hub};
use crate::error::{Code, Error};
use crate::ports::Secret;
use crate::{Engine, Result};

/// How long a question stands.
const PATIENCE: Duration = Duration::from_secs(10 * 60);
/// How soon somebody who gave up the job is noticed.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// A question as a person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PinQuestionView {
    /// Its number.
    pub id: u64,
    /// Whose key is wanted.
    pub certificate: CertificateId,
    /// The token's name or the file's.
    pub token_label: String,
    /// How often a PIN may still be wrong.
    pub tries: PinTries,
    /// The token still has the PIN it left the factory with.
    pub is_factory: bool,
    /// A wrong PIN now locks the token: it is taken only after [`Engine::consent_to_last_try`].
    pub is_last: bool,
    /// The provider can ask in a window of its own.
    pub has_own_window: bool,
}

/// How often a PIN may still be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinTries {
    /// Nobody tells.
    Unknown,
    /// No wrong PIN so far.
    Enough,
    /// Some were wrong.
    Low,
    /// One more locks the token.
    Last,
    /// So often.
    Number(u32),
}

impl From<Tries> for PinTries {
    fn from(tries: Tries) -> Self {
        match tries {
            Tries::Enough => Self::Enough,
            Tries::Low => Self::Low,
            Tries::Last => Self::Last,
            Tries::Locked => Self::Number(0),
            Tries::Exactly(number) => Self::Number(number),
            Tries::Untold => Self::Unknown,
        }
    }
}

struct Asked {
    view: PinQuestionView,
    has_consent: bool,
    answer: Option<PinAnswer>,
}

#[derive(Default)]
struct Board {
    last: u64,
    asked: Vec<Asked>,
}

/// The desk.
pub(crate) struct PinDesk {
    board: Mutex<Board>,
    answered: Condvar,
    changes: Arc<Hub>,
    wake: Arc<Notify>,
}

impl PinDesk {
    pub(crate) fn new(changes: Arc<Hub>, wake: Arc<Notify>) -> Self {
        Self {
            board: Mutex::default(),
            answered: Condvar::new(),
            changes,
            wake,
        }
    }

    /// Does a question wait for a person?
    pub(crate) fn is_anybody_asked(&self) -> bool {
        self.board().asked.iter().any(|asked| asked.answer.is_none())
    }

    fn board(&self) -> MutexGuard<'_, Board> {
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self) {
        self.changes.tell(&Change::directory(Directory::Pins));
        self.wake.notify_one();
    }

    /// Blocks until a person answered, the job was given up, or nobody came.
    fn ask(&self, certificate: CertificateId, question: &PinQuestion, given_up: &AtomicBool) -> PinAnswer {
        let until = Instant::now() + PATIENCE;
        let mut board = self.board();
        board.last += 1;
        let id = board.last;
        board.asked.push(Asked {
            view: PinQuestionView {
                id,
                certificate,
                token_label: question.label.clone(),
                tries: question.tries.into(),
                is_factory: question.is_factory,
                is_last: question.is_last,
                has_own_window: question.has_own_window,
            },
            has_consent: false,
            answer: None,
        });
        drop(board);
        self.tell();
        let mut board = self.board();
        let answer = loop {
            let is_over = given_up.load(Ordering::SeqCst) || Instant::now() >= until;
            let place = board.asked.iter().position(|asked| asked.view.id == id);
            let Some(place) = place else {
                break PinAnswer::Cancel;
            };
            let has_answer = board.asked.get(place).is_some_and(|asked| asked.answer.is_some());
            if has_answer || is_over {
                break board.asked.remove(place).answer.unwrap_or(PinAnswer::Cancel);
            }
            let waited = self.answered.wait_timeout(board, LOOK_EVERY);
            board = waited.unwrap_or_else(PoisonError::into_inner).0;
        };
        drop(board);
        self.tell();
        answer
    }

    fn with<T>(&self, id: u64, change: impl FnOnce(&mut Asked) -> Result<T>) -> Result<T> {
        let mut board = self.board();
        let asked = board
            .asked
            .iter_mut()
            .find(|asked| asked.view.id == id && asked.answer.is_none());
        let done = change(asked.ok_or_else(over)?);
        drop(board);
        self.answered.notify_all();
        done
    }
}

/// The desk in the hands of a store that opens one key.
pub(super) struct AtDesk {
    pub(super) desk: Arc<PinDesk>,
    pub(super) certificate: CertificateId,
    pub(super) given_up: Arc<AtomicBool>,
}

impl PinSource for AtDesk {
    fn ask(&mut self, question: &PinQuestion) -> signature::Result<PinAnswer> {
        Ok(self.desk.ask(self.certificate, question, &self.given_up))
    }
}

impl Engine {
    /// The question that waits for a person, if there is one: the oldest.
    #[must_use]
    pub fn pin_question(&self) -> Option<PinQuestionView> {
        let board = self.inner.pins.board();
        let mut asked = board.asked.iter();
        asked
            .find(|asked| asked.answer.is_none())
            .map(|asked| asked.view.clone())
    }

    /// The PIN. `pin_question_over`, `pin_needs_consent` before the last try.
    pub fn answer_pin(&self, id: u64, pin: &Secret) -> Result<()> {
        self.inner.pins.with(id, |asked| {
            let pin = Zeroizing::new(pin.expose().to_owned());
            asked.answer = Some(match (asked.view.is_last, asked.has_consent) {
                (false, _) => PinAnswer::Pin(pin),
                (true, true) => PinAnswer::PinDespiteLastTry(pin),
                (true, false) => return Err(needs_consent()),
            });
            Ok(())
        })
    }

    /// A person agreed that a wrong PIN locks the token. `pin_question_over`.
    pub fn consent_to_last_try(&self, id: u64) -> Result<()> {
        self.inner.pins.with(id, |asked| {
            asked.has_consent = true;
            Ok(())
        })
    }

    /// The provider shall ask in its own window. `pin_question_over`.
    pub fn ask_pin_elsewhere(&self, id: u64) -> Result<()> {
        self.inner.pins.with(id, |asked| {
            asked.answer = Some(PinAnswer::OwnWindow);
            Ok(())
        })
    }

    /// A person does not want to sign now. `pin_question_over`.
    pub fn cancel_pin(&self, id: u64) -> Result<()> {
        self.inner.pins.with(id, |asked| {
            asked.answer = Some(PinAnswer::Cancel);
            Ok(())
        })
    }
}

fn over() -> Error {
    Error::new(
        Code::Signing("pin_question_over"),
        "Этот вопрос о ПИН-коде уже закрыт. Ничего не подписано заново. Продолжите операцию, если она остановлена.",
    )
}

fn needs_consent() -> Error {
    Error::new(
        Code::Signing("pin_needs_consent"),
        "Осталась последняя попытка: неверный ПИН-код заблокирует токен. ПИН-код не передан. Подтвердите, что вводите его \
         в последний раз, и повторите.",
    )
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    use signature::keys::{PinAnswer, PinQuestion, PinSource, Tries};
    use store::CertificateId;

    use super::{AtDesk, PinDesk};

    fn question() -> PinQuestion {
        PinQuestion {
            label: "Рутокен".into(),
            tries: Tries::Enough,
            is_last: false,
            is_factory: false,
            has_own_window: false,
        }
    }

    #[test]
    fn a_question_whose_job_was_given_up_is_answered_with_a_refusal_and_leaves_the_desk() {
        let desk = Arc::new(PinDesk::new(Arc::default(), Arc::default()));
        let given_up = Arc::new(AtomicBool::new(true));
        let mut source = AtDesk {
            desk: Arc::clone(&desk),
            certificate: CertificateId(1),
            given_up,
        };
        assert!(matches!(source.ask(&question()), Ok(PinAnswer::Cancel)));
        assert!(!desk.is_anybody_asked());
    }
}
