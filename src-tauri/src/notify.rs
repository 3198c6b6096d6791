//! Desktop notifications. A click opens the card of the document, or the window.
//!
//! No notification daemon and no bus are no errors: the program keeps the same list inside its window.

use domain::DocumentId;
use engine::ports::{Notification, Notifier};
use notify_rust::NotificationResponse;
use tauri::AppHandle;

use crate::window;

/// Shows notifications on the desktop that the program runs on.
pub struct Desktop {
    app: AppHandle,
}

impl Desktop {
    /// For this program.
    pub fn new(app: AppHandle) -> Self {
        Self { app }
    }
}

impl Notifier for Desktop {
    fn notify(&self, notification: &Notification) {
        let (app, document) = (self.app.clone(), notification.document);
        let mut message = notify_rust::Notification::new();
        message
            .appname("Сургуч")
            .summary(&notification.title)
            .body(&plain(&notification.body));
        message.icon("surguch").action("default", "Открыть");
        // Waiting for the click blocks, so each notification waits in a thread of its own.
        let thread = std::thread::Builder::new().name("notification".into());
        let started = thread.spawn(move || show_and_wait(&message, &app, document));
        if let Err(error) = started {
            tracing::warn!(%error, "no thread for a notification");
        }
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

fn show_and_wait(message: &notify_rust::Notification, app: &AppHandle, document: Option<DocumentId>) {
    let handle = match message.show() {
        Ok(handle) => handle,
        Err(error) => {
            tracing::info!(%error, "the desktop shows no notifications");
            return;
        }
    };
    let clicked = handle.wait_for_response(|response: &NotificationResponse| {
        if matches!(
            response,
            NotificationResponse::Default | NotificationResponse::Action(_)
        ) {
            match document {
                Some(document) => window::open_document(app, document),
                None => window::raise(app),
            }
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
