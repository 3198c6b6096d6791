//! What a person is to agree to on their phone, for whoever shows it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use connect::edo::cloud::Confirmation;
pub use connect::edo::cloud::ConfirmationWay;
use jiff::Timestamp;
use store::{CertificateId, CloudRequest, CloudRequestId};
use tokio::sync::Notify;

use super::requests::PATIENCE;
use super::words;
use crate::changes::{Change, Directory, Hub};
use crate::{Engine, Result};

/// A request that waits for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloudWaitView {
    /// Its number.
    pub id: CloudRequestId,
    /// Whose key.
    pub certificate: CertificateId,
    /// How the person agrees.
    pub way: ConfirmationWay,
    /// The last digits of the phone number; empty where they are not told.
    pub phone_end: String,
    /// How many files are to be signed.
    pub files: u32,
    /// Since when.
    pub asked_at: Timestamp,
    /// Until when the program waits; a request that is answered later can still be taken up.
    pub waits_until: Timestamp,
}

struct Shown {
    view: CloudWaitView,
    is_left: bool,
}

/// The board.
pub(crate) struct CloudBoard {
    shown: Mutex<Vec<Shown>>,
    changes: Arc<Hub>,
    wake: Arc<Notify>,
}

impl CloudBoard {
    pub(crate) fn new(changes: Arc<Hub>, wake: Arc<Notify>) -> Self {
        Self {
            shown: Mutex::default(),
            changes,
            wake,
        }
    }

    /// Is a person waited for?
    pub(crate) fn is_anybody_waited_for(&self) -> bool {
        !self.shown().is_empty()
    }

    fn shown(&self) -> MutexGuard<'_, Vec<Shown>> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self) {
        self.changes.tell(&Change::directory(Directory::Pins));
    }

    /// Shows a request, or how it stands now.
    pub(super) fn show(&self, request: &CloudRequest, how: Confirmation) {
        let view = CloudWaitView {
            id: request.id,
            certificate: request.certificate,
            way: how.way,
            phone_end: how.phone_end,
            files: request.files,
            asked_at: request.asked_at,
            waits_until: request.asked_at.checked_add(PATIENCE).unwrap_or(request.asked_at),
        };
        let mut shown = self.shown();
        if let Some(known) = shown.iter_mut().find(|one| one.view.id == view.id) {
            if known.view == view || view.way == ConfirmationWay::Untold {
                return;
            }
            known.view = view;
        } else {
            shown.push(Shown { view, is_left: false });
        }
        drop(shown);
        self.tell();
    }

    /// Whether a person does not want to wait for it any more.
    pub(super) fn is_left(&self, id: CloudRequestId) -> bool {
        self.shown().iter().any(|one| one.view.id == id && one.is_left)
    }

    /// Nobody is waited for by it any more.
    pub(super) fn clear(&self, id: CloudRequestId) {
        let mut shown = self.shown();
        let before = shown.len();
        shown.retain(|one| one.view.id != id);
        let is_gone = shown.len() < before;
        drop(shown);
        if is_gone {
            self.tell();
        }
    }

    fn leave(&self, id: CloudRequestId) -> Result<()> {
        let mut shown = self.shown();
        let one = shown.iter_mut().find(|one| one.view.id == id && !one.is_left);
        one.ok_or_else(words::wait_over)?.is_left = true;
        drop(shown);
        self.wake.notify_one();
        Ok(())
    }
}

impl Engine {
    /// What waits for a person's phone, the oldest first.
    #[must_use]
    pub fn cloud_waits(&self) -> Vec<CloudWaitView> {
        let shown = self.inner.clouds.shown();
        let open = shown.iter().filter(|one| !one.is_left);
        open.map(|one| one.view.clone()).collect()
    }

    /// A person does not want to wait any more: the job stops. The request stays open at the operator until it is
    /// refused on the phone or ends by itself. `cloud_wait_over`.
    pub fn leave_cloud_wait(&self, id: CloudRequestId) -> Result<()> {
        self.inner.clouds.leave(id)
    }
}
