//! What lives for minutes and may be lost with the process: codes of browsers and devices, sealed tokens.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use uuid::Uuid;

use crate::clock::Ticks;

/// How long a code of a browser is good.
pub const CODE_LIFE_MS: u64 = 5 * 60 * 1_000;
/// The same for a device.
pub const DEVICE_LIFE_MS: u64 = 300 * 1_000;
/// The pause that a device is asked for.
pub const DEVICE_INTERVAL_S: u64 = 3;

/// A log-in that came back from the page and waits to be changed for tokens.
#[derive(Debug, Clone)]
pub struct BrowserCode {
    /// The application.
    pub client_id: String,
    /// Who logged in.
    pub user: Uuid,
    /// Where the browser was sent back to.
    pub redirect: String,
    /// What the ID token has to bear.
    pub nonce: String,
    /// What the verifier has to meet; empty where none was sent.
    pub challenge: String,
    /// What was asked for.
    pub scope: String,
    /// Until when.
    pub until: Ticks,
}

/// A device that waits for a person.
#[derive(Debug, Clone)]
pub struct DeviceWait {
    /// What the person types.
    pub user_code: String,
    /// The application.
    pub client_id: String,
    /// What was asked for.
    pub scope: String,
    /// Until when.
    pub until: Ticks,
    /// Who said yes, or that somebody said no.
    pub decision: Option<Result<Uuid, ()>>,
}

/// A token that was sealed for a certificate and not shown again yet.
#[derive(Debug, Clone)]
pub struct Sealed {
    /// Of the certificate.
    pub thumbprint: String,
    /// Who is let in.
    pub user: Uuid,
    /// Until when.
    pub until: Ticks,
}

/// Everything under way.
#[derive(Debug, Default)]
pub struct Desk {
    /// By code.
    pub browsers: HashMap<String, BrowserCode>,
    /// By the device's side of the code.
    pub devices: HashMap<String, DeviceWait>,
    /// By the token.
    pub sealed: HashMap<Vec<u8>, Sealed>,
}

/// The desk behind its lock.
#[derive(Debug, Default)]
pub struct LogIns(Mutex<Desk>);

impl LogIns {
    /// Never held across an await.
    pub fn desk(&self) -> MutexGuard<'_, Desk> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
