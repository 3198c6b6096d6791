//! `phone.*`: an operator keeps the key, and a person is to agree on their phone. No code passes through the program.

use engine::{CloudRequestId, CloudWaitView, ConfirmationWay, Engine};
use serde::Serialize;
use ts_rs::TS;

use crate::error::Failure;
use crate::views::{Empty, Id};

/// What waits for a person's phone.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct PhoneWaits {
    /// The oldest first.
    pub waits: Vec<PhoneWait>,
}

/// A request to sign that waits for a person's phone.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct PhoneWait {
    pub id: i64,
    /// Whose key: `id` of a certificate.
    pub certificate: i64,
    /// How the person agrees: `sms`, `app`, `sim_card`, `unknown`.
    pub way: &'static str,
    /// The last digits of the phone number; empty where they are not told.
    pub phone_end: String,
    /// How many files are to be signed.
    pub files: u32,
    /// RFC 3339.
    pub asked_at: String,
    /// Until when the program waits for an answer, RFC 3339.
    pub waits_until: String,
}

impl From<CloudWaitView> for PhoneWait {
    fn from(view: CloudWaitView) -> Self {
        Self {
            id: view.id.0,
            certificate: view.certificate.0,
            way: match view.way {
                ConfirmationWay::Sms => "sms",
                ConfirmationWay::App => "app",
                ConfirmationWay::SimCard => "sim_card",
                ConfirmationWay::Untold => "unknown",
            },
            phone_end: view.phone_end,
            files: view.files,
            asked_at: view.asked_at.to_string(),
            waits_until: view.waits_until.to_string(),
        }
    }
}

#[allow(clippy::unused_async, reason = "all handlers have one form")]
pub(crate) async fn waits(engine: &Engine, _: Empty) -> Result<PhoneWaits, Failure> {
    let waits = engine.cloud_waits();
    Ok(PhoneWaits {
        waits: waits.into_iter().map(PhoneWait::from).collect(),
    })
}

#[allow(clippy::unused_async, reason = "all handlers have one form")]
pub(crate) async fn leave(engine: &Engine, request: Id) -> Result<Empty, Failure> {
    engine.leave_cloud_wait(CloudRequestId(request.id))?;
    Ok(Empty {})
}
