//! Notifications where there is no desktop.

use engine::ports::{Notification, Notifier, NotifierError};

/// Shows nothing: the list of notices inside the program is enough on the command line.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoNotifier;

impl Notifier for NoNotifier {
    fn notify(&self, notification: &Notification) {
        // Title and body name documents and firms: they stay out of the log.
        tracing::debug!(notice = ?notification.notice, opens = ?notification.opens, "no desktop to notify");
    }

    fn try_notify(&self, _: &Notification) -> Result<(), NotifierError> {
        Err(NotifierError::NoDesktop)
    }
}
