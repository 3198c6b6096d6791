//! Parts of the window that show one answer at a time: a newer question ends the older one of the same part, because
//! nobody waits for its answer any more. Deliberately not for anything that changes something.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use store::{Reader, Stop};

use crate::error::{Code, Error};
use crate::{Engine, Result};

/// The questions that the parts of the window wait for.
#[derive(Default)]
pub(crate) struct Panes(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    /// Questions so far.
    turns: u64,
    asked: HashMap<String, (u64, Stop)>,
}

/// A question of a part of the window, until it is answered or given up.
pub(crate) struct Asked<'p> {
    panes: &'p Panes,
    pane: String,
    turn: u64,
}

impl Panes {
    /// This part of the window asks anew; whatever it asked before ends.
    pub(crate) fn ask(&self, pane: &str, stop: &Stop) -> Asked<'_> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.turns += 1;
        let turn = waiting.turns;
        if let Some((_, before)) = waiting.asked.insert(pane.to_owned(), (turn, stop.clone())) {
            before.ask();
        }
        Asked {
            panes: self,
            pane: pane.to_owned(),
            turn,
        }
    }
}

impl Engine {
    /// Answers a part of the window. A newer question of the same part ends this one: `work_cancelled`.
    pub(crate) async fn read_for<T: Send + 'static>(
        &self,
        pane: Option<&str>,
        look: impl FnOnce(&Reader<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let stop = Stop::default();
        let _asked = pane.map(|pane| self.inner.panes.ask(pane, &stop));
        match self.read_until(stop.clone(), look).await {
            Err(_) if stop.is_asked() => Err(Error::new(
                Code::WorkCancelled,
                "Вопрос сменился новым, ответ на прежний уже не нужен. Документы не затронуты.",
            )),
            answer => answer,
        }
    }
}

impl Drop for Asked<'_> {
    fn drop(&mut self) {
        let mut waiting = self.panes.0.lock().unwrap_or_else(PoisonError::into_inner);
        let newest = waiting.asked.get(&self.pane).map(|(turn, _)| *turn);
        if newest == Some(self.turn) {
            waiting.asked.remove(&self.pane);
        }
    }
}

#[cfg(test)]
mod tests {
    use store::Stop;

    use super::Panes;

    #[test]
    fn a_newer_question_of_the_same_part_ends_the_older_one_and_no_other() {
        let panes = Panes::default();
        let [list, search, again, last] = [(); 4].map(|()| Stop::default());
        let older = panes.ask("registry", &list);
        let _beside = panes.ask("palette", &search);
        let newer = panes.ask("registry", &again);
        assert_eq!(
            (list.is_asked(), search.is_asked(), again.is_asked()),
            (true, false, false)
        );
        // The older one leaves late and takes nothing of the newer one with it.
        drop(older);
        let _third = panes.ask("registry", &last);
        assert!(again.is_asked() && !last.is_asked());
        drop(newer);
    }

    #[test]
    fn an_answered_question_is_forgotten() {
        let panes = Panes::default();
        let stop = Stop::default();
        drop(panes.ask("registry", &stop));
        let _next = panes.ask("registry", &Stop::default());
        assert!(!stop.is_asked());
    }
}
