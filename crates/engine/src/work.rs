//! Work that takes a while and that a person may watch and end: printing a pile, reading or writing a table.
//!
//! Nothing here does anything: it counts steps and passes on the wish to stop. Work that nobody waits for any more
//! leaves the list by itself.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::Engine;
use crate::Result;
use crate::changes::{Change, Hub};
use crate::error::{Code, Error};

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Documents are printed.
    Print,
    /// Rows of a table are taken in.
    Table,
    /// Files are looked at or taken in.
    Files,
    /// Rows are written into a table.
    Export,
    /// An archive of documents is checked.
    ArchiveCheck,
}

/// Work as a list shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkView {
    /// Its number, new at every start of the program.
    pub id: u64,
    /// What is being done.
    pub task: Task,
    /// Steps done.
    pub done: usize,
    /// Steps in all.
    pub total: usize,
}

struct Running {
    task: Task,
    total: AtomicUsize,
    done: AtomicUsize,
    is_cancelled: AtomicBool,
}

/// All work under way.
#[derive(Default)]
pub(crate) struct Works {
    running: Mutex<BTreeMap<u64, Arc<Running>>>,
    last: AtomicUsize,
}

/// One piece of work; it leaves the list when dropped.
pub(crate) struct Work {
    id: u64,
    running: Arc<Running>,
    works: Arc<Works>,
    changes: Arc<Hub>,
}

impl Engine {
    /// The work under way.
    pub fn works(&self) -> Vec<WorkView> {
        let running = self.inner.works.lock();
        let view = |(id, work): (&u64, &Arc<Running>)| WorkView {
            id: *id,
            task: work.task,
            done: work.done.load(Ordering::Relaxed),
            total: work.total.load(Ordering::Relaxed),
        };
        running.iter().map(view).collect()
    }

    /// Asks work to end after the step under way. What was done stays done. No error when it is over already.
    pub fn cancel_work(&self, id: u64) {
        if let Some(work) = self.inner.works.lock().get(&id) {
            work.is_cancelled.store(true, Ordering::Relaxed);
        }
    }

    /// Begins work of so many steps.
    pub(crate) fn begin_work(&self, task: Task, total: usize) -> Work {
        let works = Arc::clone(&self.inner.works);
        let id = works.last.fetch_add(1, Ordering::Relaxed) as u64 + 1;
        let running = Arc::new(Running {
            task,
            total: AtomicUsize::new(total),
            done: AtomicUsize::new(0),
            is_cancelled: AtomicBool::new(false),
        });
        works.lock().insert(id, Arc::clone(&running));
        Work {
            id,
            running,
            works,
            changes: Arc::clone(&self.inner.changes),
        }
    }
}

impl Works {
    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<u64, Arc<Running>>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Work {
    /// `work_cancelled` when a person asked to end it.
    pub(crate) fn check(&self) -> Result<()> {
        if self.running.is_cancelled.load(Ordering::Relaxed) {
            return Err(Error::new(
                Code::WorkCancelled,
                "Работа остановлена по вашей просьбе. Сделанное до этого сохранено.",
            ));
        }
        Ok(())
    }

    /// How many steps there are, where that is found out on the way.
    pub(crate) fn expect(&self, total: usize) {
        self.running.total.store(total, Ordering::Relaxed);
        self.changes.tell(&Change::work(self.id));
    }

    /// One step is done.
    pub(crate) fn step(&self) {
        self.steps(1);
    }

    /// So many steps are done. Whoever listens is told at most four times a second.
    pub(crate) fn steps(&self, steps: usize) {
        self.running.done.fetch_add(steps, Ordering::Relaxed);
        self.changes.tell(&Change::work(self.id));
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.works.lock().remove(&self.id);
        self.changes.tell(&Change::work(self.id));
    }
}
