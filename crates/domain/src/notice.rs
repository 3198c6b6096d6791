//! Notices: which of them a person wants to hear, when, and in how many windows. Decides; keeps nothing and shows nothing.

mod quiet;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::document::Direction;
use crate::ids::{EmployeeId, FirmId};
use crate::status::EdoStatus;

pub use quiet::QuietHours;

/// So many windows at once at most: after weeks away nobody wants three hundred.
pub const SHOWN_AT_ONCE: usize = 3;
/// So many notices of one kind become one.
pub const GATHERED_FROM: usize = 3;

/// What a notice tells of: what a person switches on or off as a whole. In the order in which they are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// The exchange with an operator stopped and a person has to help.
    Connection,
    /// A document of ours did not go out or was not delivered, or something is wrong with a signature.
    Failed,
    /// The other side refused, wants something changed, or does not agree with all of it.
    Refused,
    /// A document was revoked, or the other side asks for it.
    Revoked,
    /// A document came to us.
    Incoming,
    /// A rule of automatic sending could not send a document.
    Rule,
    /// A certificate or a power of attorney ends.
    Ending,
    /// Somebody wants to exchange documents with us.
    Invitation,
    /// The other side signed.
    Signed,
}

impl NoticeKind {
    /// Every kind, in the order in which they are told.
    pub const ALL: [Self; 9] = [
        Self::Connection,
        Self::Failed,
        Self::Refused,
        Self::Revoked,
        Self::Incoming,
        Self::Rule,
        Self::Ending,
        Self::Invitation,
        Self::Signed,
    ];

    /// The stable name in the database and the contract with the window.
    pub fn code(self) -> &'static str {
        match self {
            Self::Connection => "connection",
            Self::Failed => "failed",
            Self::Refused => "refused",
            Self::Revoked => "revoked",
            Self::Incoming => "incoming",
            Self::Rule => "rule",
            Self::Ending => "ending",
            Self::Invitation => "invitation",
            Self::Signed => "signed",
        }
    }

    /// The kind of this stable name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// What a status of a document is news of; `None` where it is none, as our own answers are not.
    pub fn of_status(direction: Direction, status: EdoStatus) -> Option<Self> {
        use EdoStatus as S;
        match status {
            S::SendFailed | S::SignatureInvalid | S::Unknown => Some(Self::Failed),
            S::Revoked | S::RevocationRequestedByThem => Some(Self::Revoked),
            S::OurSignatureRequired | S::ReceiptRequired | S::Delivered
                if direction == Direction::Inbound =>
            {
                Some(Self::Incoming)
            }
            _ if direction == Direction::Inbound => None,
            S::RoamingFailed | S::MarkingFailed => Some(Self::Failed),
            S::Rejected | S::AmendmentRequested | S::SignedWithDiscrepancies => Some(Self::Refused),
            S::SignedByThem | S::Completed => Some(Self::Signed),
            _ => None,
        }
    }

    /// The kind of a status that was told. Nothing tells of one status as of two kinds.
    pub fn of_told(status: EdoStatus) -> Option<Self> {
        let ways = [Direction::Outbound, Direction::Inbound];
        ways.into_iter().find_map(|way| Self::of_status(way, status))
    }

    /// Statuses of which it tells, whichever way the documents go. Empty for what is not about documents.
    pub fn statuses(self) -> Vec<EdoStatus> {
        let tells = |status: &EdoStatus| Self::of_told(*status) == Some(self);
        EdoStatus::ALL.iter().copied().filter(tells).collect()
    }
}

/// Whose documents a person wants to hear about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    /// Everybody's.
    #[default]
    Everybodys,
    /// Those for which whoever sits at this computer is responsible, and those for which nobody is.
    Mine,
}

/// Whether several notices of one kind become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grouping {
    /// «12 документов подписано».
    #[default]
    Gathered,
    /// Each by itself, as long as there are few.
    OneByOne,
}

/// What the desktop may read: a locked screen shows it to whoever passes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeWording {
    /// Neither names nor sums.
    #[default]
    Bare,
    /// Names and sums too.
    Named,
}

/// What a person chose to hear.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NoticeSettings {
    /// Kinds that are not told at all.
    pub silent: BTreeSet<NoticeKind>,
    /// Only what is about these firms; everything when empty.
    pub firms: BTreeSet<FirmId>,
    /// Whose documents.
    pub whose: Whose,
    /// When the desktop keeps quiet.
    pub quiet: Option<QuietHours>,
    /// Whether several become one.
    pub grouping: Grouping,
    /// What the desktop may read.
    pub wording: NoticeWording,
}

/// What a notice is about, as far as it matters for whether it is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoticeSubject {
    /// What it tells of.
    pub kind: NoticeKind,
    /// Whose firm; none where it is about none, or about several.
    pub firm: Option<FirmId>,
    /// Who of us is responsible for the document.
    pub assignee: Option<EmployeeId>,
}

impl NoticeSettings {
    /// True when it belongs into the list. What is about no firm and nobody is always told: rather once too often than
    /// never.
    pub fn wants(&self, subject: &NoticeSubject, me: Option<EmployeeId>) -> bool {
        if self.silent.contains(&subject.kind) {
            return false;
        }
        let of_other_firm =
            !self.firms.is_empty() && subject.firm.is_some_and(|firm| !self.firms.contains(&firm));
        let of_somebody_else = self.whose == Whose::Mine
            && me.is_some_and(|me| subject.assignee.is_some_and(|assignee| assignee != me));
        !of_other_firm && !of_somebody_else
    }
}

/// One window of the desktop. Rows are told by their places in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Announcement {
    /// A notice by itself.
    One(usize),
    /// Several of one kind.
    Gathered(NoticeKind, Vec<usize>),
    /// Everything for which there is no room.
    Rest(Vec<usize>),
}

/// How these notices, the oldest first, are told: each in one window, and in few of them.
pub fn announcements(kinds: &[NoticeKind], grouping: Grouping) -> Vec<Announcement> {
    let mut by_kind: BTreeMap<NoticeKind, Vec<usize>> = BTreeMap::new();
    for (place, kind) in kinds.iter().enumerate() {
        by_kind.entry(*kind).or_default().push(place);
    }
    let mut shown = Vec::new();
    for (kind, places) in by_kind {
        if grouping == Grouping::Gathered && places.len() >= GATHERED_FROM {
            shown.push(Announcement::Gathered(kind, places));
        } else {
            shown.extend(places.into_iter().map(Announcement::One));
        }
    }
    if shown.len() > SHOWN_AT_ONCE {
        let rest = shown.split_off(SHOWN_AT_ONCE - 1);
        let mut places: Vec<usize> = rest.into_iter().flat_map(Announcement::into_places).collect();
        places.sort_unstable();
        shown.push(Announcement::Rest(places));
    }
    shown
}

impl Announcement {
    /// The places of its rows.
    pub fn into_places(self) -> Vec<usize> {
        match self {
            Self::One(place) => vec![place],
            Self::Gathered(_, places) | Self::Rest(places) => places,
        }
    }
}

#[cfg(test)]
mod tests;
