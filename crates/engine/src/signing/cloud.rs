//! Signing with keys that an operator keeps: a person is asked on their phone, once for many documents.
//!
//! `board` shows what is waited for; `requests` asks the operator and follows; `takes` verifies what comes back. A row
//! of the database stands before the operator is asked, so that a program that was killed finds the request again; a
//! document stands in one request at a time. A request cannot be taken back: who does not want it refuses it on the
//! phone.
//!
//! Deliberately not here: what is signed (the action of the job says it), and codes (none passes through the program).

mod board;
mod requests;
mod takes;
mod words;

pub(crate) use board::CloudBoard;
pub use board::{CloudWaitView, ConfirmationWay};
pub(crate) use requests::{CloudKeys, Contents};
pub(crate) use takes::{Taken, taken};

use domain::ConnectionId;
use store::KeptCertificate;

/// The stable name of this kind of store.
pub(crate) const CLOUD: &str = "cloud";

/// Whether an operator keeps the key of this certificate.
pub(crate) fn is_cloud(kept: &KeptCertificate) -> bool {
    kept.seen.store == CLOUD
}

/// Where such a key is found again.
pub(crate) fn address(connection: ConnectionId) -> String {
    format!("{CLOUD}:{}", connection.0)
}

/// By which connection the operator is asked.
fn connection_of(kept: &KeptCertificate) -> Option<ConnectionId> {
    let number = kept.seen.address.strip_prefix(CLOUD)?.strip_prefix(':')?;
    number.parse().ok().map(ConnectionId)
}
