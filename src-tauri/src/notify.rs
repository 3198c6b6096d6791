//! Desktop notifications. A click opens what the news is about.
//!
//! No notification daemon and no bus are no errors: the program keeps the same list inside its window.

use std::sync::mpsc::{self, Sender};
use std::time::Duration;

use api::NewsPlace;
use engine::ports::{Notification, Notifier, NotifierError};
use notify_rust::NotificationResponse;
use tauri::AppHandle;

use crate::window;

/// A desktop that says nothing for so long shows nothing either.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the desktop said to a notification.
type Taken = Result<(), NotifierError>;

/// Shows notifications on the desktop that the program runs on.
pub struct Desktop {
    app: AppHandle,
}

impl Desktop {
    /// For this program.
    pub fn new(app: AppHandle) -> Self {
        Self { app }
    }

    /// Tells the answer of the desktop to whoever listens.
    fn show(&self, notification: &Notification, told: Sender<Taken>) {
        let app = self.app.clone();
        let place = NewsPlace::from(&notification.opens);
        let mut message = notify_rust::Notification::new();
        message
            .appname("Сургуч")
            .summary(&notification.title)
            .body(&plain(&notification.body));
        message.icon("surguch").action("default", "Открыть");
        // Waiting for the click blocks, so each notification waits in a thread of its own.
        let thread = std::thread::Builder::new().name("notification".into());
        let unheard = told.clone();
        let started = thread.spawn(move || show_and_wait(&message, &app, &place, &told));
        if let Err(error) = started {
            tracing::warn!(%error, "no thread for a notification");
            drop(unheard.send(Err(NotifierError::Refused(error.to_string()))));
        }
    }
}

impl Notifier for Desktop {
    fn notify(&self, notification: &Notification) {
        let (told, _) = mpsc::channel();
        self.show(notification, told);
    }

    fn try_notify(&self, notification: &Notification) -> Taken {
        let (told, answer) = mpsc::channel();
        self.show(notification, told);
        let silent = |error: mpsc::RecvTimeoutError| Err(NotifierError::Refused(error.to_string()));
        answer.recv_timeout(PATIENCE).unwrap_or_else(silent)
    }
}

/// Linux desktops read the body as markup, and names of companies and files are other people's text.
fn plain(text: &str) -> String {
    if cfg!(target_os = "linux") {
        text.replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
    } else {
        text.to_owned()
    }
}

fn show_and_wait(
    message: &notify_rust::Notification,
    app: &AppHandle,
    place: &NewsPlace,
    told: &Sender<Taken>,
) {
    // Nobody listens but to a test.
    let tell = |taken: Taken| drop(told.send(taken));
    let handle = match message.show() {
        Ok(handle) => handle,
        Err(error) => {
            tracing::info!(%error, "the desktop shows no notifications");
            tell(Err(NotifierError::Refused(error.to_string())));
            return;
        }
    };
    tell(Ok(()));
    let clicked = handle.wait_for_response(|response: &NotificationResponse| {
        if matches!(
            response,
            NotificationResponse::Default | NotificationResponse::Action(_)
        ) {
            window::open_news(app, place);
        }
    });
    if let Err(error) = clicked {
        tracing::debug!(%error, "the notification was not followed");
    }
}

#[cfg(test)]
mod tests {
    #[test]
    #[cfg(target_os = "linux")]
    fn a_company_cannot_write_markup_into_a_notification() {
        assert_eq!(
            super::plain("ООО «Рога & <b>копыта</b>»"),
            "ООО «Рога &amp; &lt;b&gt;копыта&lt;/b&gt;»"
        );
    }
}
