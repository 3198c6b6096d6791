//! An office at the start of a story: the operator's world runs, and a clerk of the polar star is connected to it.

use tempfile::TempDir;

use crate::{Authority, Clerk, Computer, POLAR_STAR, Partner};

/// The room in which everything is kept while the story lasts, the operator and the clerk.
///
/// # Panics
/// When there is no room, or no connection comes about.
pub async fn office() -> (TempDir, Partner, Clerk) {
    let room = tempfile::tempdir().expect("a room");
    let partner = Partner::start().await;
    let clerk = Clerk::opens(&room.path().join("data"), Computer::new().ports());
    clerk.connects(&partner, POLAR_STAR).await;
    (room, partner, clerk)
}

/// The same with a key of the firm's head at hand, whose authority the operator believes.
///
/// # Panics
/// As [`office`].
pub async fn office_with_keys() -> (TempDir, Partner, Clerk) {
    let room = tempfile::tempdir().expect("a room");
    let authority = Authority::found();
    let partner = Partner::start_believing(vec![authority.root()]).await;
    let data = room.path().join("data");
    let clerk = Clerk::opens(&data, Computer::new().ports_with_keys(&data));
    authority.gives(&data, POLAR_STAR);
    clerk.connects(&partner, POLAR_STAR).await;
    (room, partner, clerk)
}
