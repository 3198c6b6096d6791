//! Signatures that failed: the service takes so many a day.

use uuid::Uuid;

use super::{Seen, View};
use crate::diadoc::model::Part;

impl View<'_> {
    /// How many signatures of this box under this thing, or under papers of this kind about it, were found bad today, by the
    /// clock of Moscow.
    pub fn failed_today(&self, (about, part): (Uuid, Part)) -> usize {
        let today = self.state.now().moscow("%Y-%m-%d");
        let is_failure = |seen: &Seen<'_>| {
            seen.entity.signer == Some(self.viewer)
                && self.is_bad(*seen)
                && seen.entity.created_at.moscow("%Y-%m-%d") == today
        };
        match part {
            Part::Signature => self.children(about, part).filter(is_failure).count(),
            _ => self
                .all_attached(about, part)
                .filter_map(|paper| paper.signature)
                .filter(is_failure)
                .count(),
        }
    }
}
