//! States of jobs and rows, and what rows are shown as.

macro_rules! names {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $code:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$of])* $variant,)+
        }

        impl $name {
            /// Every state there is.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable name.
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }

            /// The state of this stable name.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|state| state.code() == code)
            }
        }
    };
}

names! {
    /// How far a job is.
    BulkState {
        /// Its documents are looked at; nothing is done yet.
        Checking = "checking",
        /// A person may start it.
        Planned = "planned",
        /// At work.
        Running = "running",
        /// A person stopped it for a while, or it stopped by itself.
        Paused = "paused",
        /// Over.
        Done = "done",
        /// Ended by a person before its end.
        Cancelled = "cancelled",
    }
}

names! {
    /// How far a row is.
    BulkRowState {
        /// Not looked at.
        Waiting = "waiting",
        /// Nothing stands in the way.
        Ready = "ready",
        /// It can be done, and a person should know something.
        Warned = "warned",
        /// It cannot be done.
        Blocked = "blocked",
        /// In a file that is not finished.
        Running = "running",
        /// Done.
        Done = "done",
        /// Tried in vain.
        Failed = "failed",
        /// Not tried, and never will be.
        Skipped = "skipped",
        /// Tried in vain, and a person let it be.
        Dismissed = "dismissed",
    }
}

impl BulkState {
    /// What a row that was written as `row` is, in a job of this state.
    pub fn shown(self, row: BulkRowState) -> BulkRowState {
        use BulkRowState::{Blocked, Done, Ready, Running, Skipped, Waiting, Warned};
        match (self, row) {
            (Self::Cancelled, Waiting | Ready | Warned | Blocked | Running)
            | (Self::Done, Waiting | Ready | Warned | Blocked) => Skipped,
            (Self::Done, Running) => Done,
            (_, row) => row,
        }
    }

    /// True when nothing more will happen by itself.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Cancelled)
    }
}
