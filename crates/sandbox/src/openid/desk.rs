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
    pub client_id: String,
    pub user: Uuid,
    pub redirect: String,
    pub nonce: String,
    pub challenge: String,
    pub scope: String,
    pub until: Ticks,
}

/// A device that waits for a person.
#[derive(Debug, Clone)]
pub struct DeviceWait {
    pub user_code: String,
    pub client_id: String,
    pub scope: String,
    pub until: Ticks,
    /// Who said yes, or that somebody said no.
    pub decision: Option<Result<Uuid, ()>>,
}

/// A token that was sealed for a certificate and not shown again yet.
#[derive(Debug, Clone)]
pub struct Sealed {
    pub thumbprint: String,
    pub user: Uuid,
    pub until: Ticks,
}

#[derive(Debug, Default)]
pub struct Desk {
    pub browsers: HashMap<String, BrowserCode>,
    pub devices: HashMap<String, DeviceWait>,
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
