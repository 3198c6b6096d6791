//! Operators are asked beside the runner, so that a slow line holds up no other job.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::runtime::Handle;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::ahead::{self, Answered, Asked};

/// Questions under way. Dropped, nobody waits for the answers any more.
pub(super) struct Asking {
    answers: Arc<Mutex<Option<Vec<Answered>>>>,
    task: Option<JoinHandle<()>>,
}

impl Asking {
    /// Asks; who waits is woken when it is over. Without questions it is over at once.
    pub(super) fn begin(asked: Asked, wake: Arc<Notify>) -> Self {
        if asked.is_empty() {
            return Self {
                answers: Arc::new(Mutex::new(Some(Vec::new()))),
                task: None,
            };
        }
        let answers = Arc::new(Mutex::new(None));
        let slot = Arc::clone(&answers);
        let task = Handle::current().spawn(async move {
            let told = ahead::ask(asked).await;
            *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(told);
            wake.notify_one();
        });
        Self {
            answers,
            task: Some(task),
        }
    }

    /// The answers, once.
    pub(super) fn answers(&mut self) -> Option<Vec<Answered>> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}
