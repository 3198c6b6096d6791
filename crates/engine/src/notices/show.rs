//! Telling the desktop what is in the list and was not told yet.

use std::sync::PoisonError;
use std::time::Duration;

use domain::{Announcement, NoticeId, NoticeKind, NoticeSettings};
use store::{Notice, NoticeAbout, Reader};

use super::{settings, wording};
use crate::engine::Inner;
use crate::ports::Notification;
use crate::sync::Stop;
use crate::{Engine, Result};

/// Quiet hours end by the clock of the wall, and nobody else may be awake then.
const LOOK_EVERY: Duration = Duration::from_secs(30);

impl Engine {
    /// Shows on the desktop what was not shown yet, unless these are quiet hours.
    pub(crate) async fn show_notices(&self) -> Result<()> {
        self.blocking(Inner::show_notices).await
    }

    /// The background that tells what quiet hours held back.
    pub(crate) async fn tell_after_quiet(&self, mut stop: Stop) {
        while !stop.is_asked() {
            if let Err(error) = self.show_notices().await {
                tracing::error!(%error, "notices wait in their list");
            }
            tokio::select! {
                () = stop.asked() => {}
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
        }
    }
}

impl Inner {
    /// Marked afterwards: cut off between, a notice is shown twice rather than never.
    pub(crate) fn show_notices(&self) -> Result<()> {
        let _alone = self.showing.lock().unwrap_or_else(PoisonError::into_inner);
        let (unshown, windows) = self.read(|r| due(self, r))?;
        if unshown.is_empty() {
            return Ok(());
        }
        for window in &windows {
            self.ports.notifier.notify(window);
        }
        self.write(|w| unshown.iter().try_for_each(|id| Ok(w.mark_shown(*id)?)))?;
        self.tell_notices(unshown);
        Ok(())
    }
}

fn due(inner: &Inner, r: &Reader<'_>) -> Result<(Vec<NoticeId>, Vec<Notification>)> {
    let unshown = r.unshown_notices()?;
    if unshown.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    let settings = settings(r)?;
    if settings
        .quiet
        .is_some_and(|quiet| quiet.holds(inner.ports.clock.local()))
    {
        return Ok((Vec::new(), Vec::new()));
    }
    let windows = windows(inner, r, &unshown, &settings)?;
    Ok((unshown.iter().map(|notice| notice.id).collect(), windows))
}

fn windows(
    inner: &Inner,
    r: &Reader<'_>,
    unshown: &[Notice],
    settings: &NoticeSettings,
) -> Result<Vec<Notification>> {
    let kinds: Vec<NoticeKind> = unshown.iter().map(kind).collect();
    let zone = inner.ports.clock.zone();
    let at = |places: &[usize]| -> Vec<Notice> {
        let rows = places.iter().filter_map(|place| unshown.get(*place));
        rows.cloned().collect()
    };
    let mut windows = Vec::new();
    for announcement in domain::announcements(&kinds, settings.grouping) {
        match announcement {
            Announcement::One(place) => {
                if let Some(notice) = unshown.get(place) {
                    windows.push(wording::one(r, notice, settings.wording)?);
                }
            }
            Announcement::Gathered(kind, places) => {
                windows.push(wording::gathered(r, kind, &at(&places), settings.wording, &zone)?);
            }
            Announcement::Rest(places) => windows.push(wording::rest(&at(&places))),
        }
    }
    Ok(windows)
}

/// What a row tells of.
pub(super) fn kind(notice: &Notice) -> NoticeKind {
    match &notice.about {
        // A status that an older program told and this one does not is nobody's joy.
        NoticeAbout::Sending { status, .. } => NoticeKind::of_told(*status).unwrap_or(NoticeKind::Failed),
        NoticeAbout::Program(news) => news.kind,
    }
}
