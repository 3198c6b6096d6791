//! One status that two sides see differently: whoever received a paper asks for its correction, and whoever sent it mends it.

use super::{ActionBy, EdoStatus};
use crate::document::Direction;

impl EdoStatus {
    /// The Russian words for a paper that went this way.
    pub fn label_of(self, direction: Direction) -> &'static str {
        match (self, direction) {
            (Self::AmendmentRequested, Direction::Inbound) => "Мы запросили уточнение",
            _ => self.label(),
        }
    }

    /// Who has to act next on a paper that went this way.
    pub fn needs_action_of(self, direction: Direction) -> ActionBy {
        match (self, direction) {
            (Self::AmendmentRequested, Direction::Inbound) => ActionBy::Them,
            _ => self.needs_action_by(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ActionBy, EdoStatus};
    use crate::document::Direction::{Inbound, Outbound};

    #[test]
    fn who_asked_for_a_correction_is_told_by_the_way_of_the_paper() {
        let asked = EdoStatus::AmendmentRequested;
        assert_eq!(asked.label_of(Outbound), "Запрошено уточнение");
        assert_eq!(asked.needs_action_of(Outbound), ActionBy::Us);
        assert_eq!(asked.label_of(Inbound), "Мы запросили уточнение");
        assert_eq!(asked.needs_action_of(Inbound), ActionBy::Them);
    }

    #[test]
    fn every_other_status_is_the_same_both_ways() {
        for status in EdoStatus::ALL {
            if *status == EdoStatus::AmendmentRequested {
                continue;
            }
            for way in [Outbound, Inbound] {
                assert_eq!(status.label_of(way), status.label());
                assert_eq!(status.needs_action_of(way), status.needs_action_by());
            }
        }
    }
}
