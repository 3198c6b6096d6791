//! Ctrl-C and the request to end.
//!
//! Nothing can be lost at any moment: the engine writes down what it is about to do before it does it. The pause
//! here only spares the operator a request cut off in the middle, and the clerk an «unknown» for a minute.

use std::future::Future;
use std::time::Duration;

use crate::output::Output;

/// How long a request under way may take after the first Ctrl-C.
const PATIENCE: Duration = Duration::from_secs(10);

/// Waits for Ctrl-C or for the system's request to end.
pub(crate) async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    _ = tokio::signal::ctrl_c().await;
}

/// Does the work; `None` when it was interrupted and did not end in time.
pub(crate) async fn interruptible<T>(output: &Output, work: impl Future<Output = T>) -> Option<T> {
    stoppable(output, work, async {}).await
}

/// The same; at the first Ctrl-C `stop` is done, so that the work ends where it may.
pub(crate) async fn stoppable<T>(
    output: &Output,
    work: impl Future<Output = T>,
    stop: impl Future<Output = ()>,
) -> Option<T> {
    let mut work = std::pin::pin!(work);
    tokio::select! {
        done = &mut work => return Some(done),
        () = interrupted() => {}
    }
    output.note("Заканчиваю начатый запрос. Ещё раз Ctrl-C — прервать сразу; ничего не потеряется.");
    stop.await;
    tokio::select! {
        done = work => Some(done),
        () = interrupted() => None,
        () = tokio::time::sleep(PATIENCE) => None,
    }
}
