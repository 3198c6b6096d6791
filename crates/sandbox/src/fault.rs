//! Misfortunes to order: what a network and a busy service do to a client, at a moment of the tester's choosing.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::line::Line;

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Misfortune {
    /// The call takes effect, but its answer never arrives: the line hangs for `hang_ms` and is cut.
    AcceptedThenTimeout {
        /// How long it hangs, real milliseconds.
        #[serde(default)]
        hang_ms: u64,
    },
    /// The line is cut before anything happens.
    Drop,
    /// This status instead of any effect.
    Status {
        /// 401, 402, 429, 500…
        status: u16,
        /// `Retry-After`, seconds.
        retry_after: Option<u32>,
        /// The body; a usual one if absent.
        text: Option<String>,
    },
    /// The call works, but late.
    Slow {
        /// How late, real milliseconds.
        ms: u64,
    },
    /// The call takes effect, but the answer is cut in the middle and ends in rubbish.
    Garbled,
    /// Feed: events around the edge of the next full page bear one instant, and the cursor of the page's last event
    /// steps over the rest of them.
    EqualTimestamps {
        /// Events on the page at most, so that an edge comes about; the caller's limit if absent.
        page: Option<u16>,
        /// How many events behind the edge are stepped over.
        #[serde(default = "one")]
        neighbours: u16,
    },
    /// The call works, and its answer announces that the method will be switched off.
    Sunset {
        /// Header `Sunset`, as it is sent: `Sat, 03 Apr 2027 00:00:00 GMT`.
        date: String,
        /// Header `Link`, to what is said about it.
        link: Option<String>,
    },
    /// The next posted message is found to bear a bad signature.
    BadSignature,
    /// F.Doc: the cursor of the next page of changes is refused as too old.
    CursorExpired,
    /// F.Doc: the next page of changes comes in the wrong order.
    OutOfOrder,
    /// F.Doc: every change of the next page comes twice.
    Duplicated,
    /// The next posted message is good and does not reach its recipient all the same.
    NotDelivered {
        /// Why, in the operator's words.
        #[serde(default = "closed_box")]
        text: String,
    },
}

/// What a call meets instead of an answer.
#[derive(Debug)]
pub enum Instead {
    /// The line is cut.
    Cut,
    /// A status.
    Status {
        /// 401, 402, 429, 500…
        status: u16,
        /// `Retry-After`, seconds.
        retry_after: Option<u32>,
        /// The body; a usual one if absent.
        text: Option<String>,
    },
}

impl Misfortune {
    /// Lives through what comes before anything is done; what the call meets instead of that, if anything.
    pub async fn before(&self, line: &Line) -> Option<Instead> {
        match self {
            Self::Slow { ms } => tokio::time::sleep(Duration::from_millis(*ms)).await,
            Self::Drop => {
                line.cut();
                return Some(Instead::Cut);
            }
            Self::Status {
                status,
                retry_after,
                text,
            } => {
                return Some(Instead::Status {
                    status: *status,
                    retry_after: *retry_after,
                    text: text.clone(),
                });
            }
            _ => {}
        }
        None
    }

    /// Lives through what comes after it was done; `body` is that of the answer.
    pub async fn after(&self, line: &Line, body: Option<&mut Vec<u8>>) {
        match (self, body) {
            (Self::AcceptedThenTimeout { hang_ms }, _) => {
                tokio::time::sleep(Duration::from_millis(*hang_ms)).await;
                line.cut();
            }
            (Self::Garbled, Some(body)) => {
                body.truncate(body.len() / 2);
                body.extend_from_slice(b"\x00<html>");
            }
            _ => {}
        }
    }
}

fn closed_box() -> String {
    "ящик получателя закрыт.".to_owned()
}

fn one() -> u16 {
    1
}

fn once() -> u32 {
    1
}

/// An order of a misfortune.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Name of the method without its version (`PostMessage`), or `*` for any.
    pub method: String,
    /// How many calls it strikes.
    #[serde(default = "once")]
    pub count: u32,
    /// What goes wrong.
    #[serde(flatten)]
    pub misfortune: Misfortune,
}

/// The orders that have not struck yet, in order.
#[derive(Debug, Default)]
pub struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    fn orders(&self) -> std::sync::MutexGuard<'_, Vec<Fault>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds an order.
    pub fn order(&self, fault: Fault) {
        self.orders().push(fault);
    }

    /// Takes all orders back.
    pub fn clear(&self) {
        self.orders().clear();
    }

    /// What is still to come.
    pub fn waiting(&self) -> Vec<Fault> {
        self.orders().clone()
    }

    /// Takes the first order for this method that `fits`, if any.
    pub fn strike(&self, method: &str, fits: impl Fn(&Misfortune) -> bool) -> Option<Misfortune> {
        let mut orders = self.orders();
        let place = orders.iter().position(|fault| {
            let is_meant = fault.method == "*" || fault.method.eq_ignore_ascii_case(method);
            is_meant && fault.count > 0 && fits(&fault.misfortune)
        })?;
        let fault = orders.get_mut(place)?;
        fault.count -= 1;
        let misfortune = fault.misfortune.clone();
        if fault.count == 0 {
            orders.remove(place);
        }
        Some(misfortune)
    }
}

impl Misfortune {
    /// Strikes on the way, whatever the call does; the others strike inside a particular call.
    pub fn is_on_the_way(&self) -> bool {
        !matches!(
            self,
            Self::EqualTimestamps { .. }
                | Self::BadSignature
                | Self::NotDelivered { .. }
                | Self::CursorExpired
                | Self::OutOfOrder
                | Self::Duplicated
        )
    }
}
