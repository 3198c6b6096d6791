//! A store whose work is done in a child.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;

use crate::certificate::Certificate;
use crate::keys::several::StoreChoice;
use crate::keys::{KeyAddress, KeyEntry, KeyStore, PinAnswer, PinQuestion, PinSource, Signer, TokenSeen};
use crate::{Result, cms};

use super::link::{Asking, Link};
use super::message::{Call, KeyNumber, Told};

/// How the child is started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Launch {
    /// Our own executable.
    pub program: PathBuf,
    /// The hidden argument.
    pub arguments: Vec<OsString>,
    /// Variables beside those of this process, for tests. Never a secret: other processes can read them.
    pub environment: Vec<(OsString, OsString)>,
}

/// How long the child may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// For an answer that needs no person: a token signs within a second, a reader wakes within ten.
    pub answer: Duration,
    /// For an answer while the provider's own window may stand open.
    pub own_window: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            answer: Duration::from_secs(60),
            own_window: Duration::from_secs(10 * 60),
        }
    }
}

/// A store whose work is done in a child: started when first needed, started anew after it broke off.
pub struct HelperStore {
    launch: Launch,
    choices: Vec<StoreChoice>,
    limits: Limits,
    link: Option<Arc<Mutex<Link>>>,
}

impl HelperStore {
    /// Nothing is started yet. Stores that should not fall together get a `HelperStore` each.
    #[must_use]
    pub fn new(launch: Launch, choices: Vec<StoreChoice>, limits: Limits) -> Self {
        Self {
            launch,
            choices,
            limits,
            link: None,
        }
    }

    /// The child's process id, while it runs.
    #[must_use]
    pub fn process_id(&self) -> Option<u32> {
        self.link.as_ref().and_then(|link| lock(link).id())
    }

    fn link(&mut self) -> Result<Arc<Mutex<Link>>> {
        if let Some(link) = &self.link
            && lock(link).stands()
        {
            return Ok(Arc::clone(link));
        }
        let link = Link::start(&self.launch, &self.choices, self.limits.answer)?;
        let link = Arc::new(Mutex::new(link));
        self.link = Some(Arc::clone(&link));
        Ok(link)
    }
}

impl KeyStore for HelperStore {
    fn list(&mut self) -> Result<Vec<KeyEntry>> {
        let link = self.link()?;
        let mut link = lock(&link);
        match link.call(Call::List, &[], self.limits.answer, None)? {
            (Told::Entries(entries), _) => Ok(entries),
            _ => Err(link.nonsense()),
        }
    }

    fn tokens(&mut self) -> Result<Vec<TokenSeen>> {
        let link = self.link()?;
        let mut link = lock(&link);
        match link.call(Call::Tokens, &[], self.limits.answer, None)? {
            (Told::Tokens(tokens), _) => Ok(tokens),
            _ => Err(link.nonsense()),
        }
    }

    fn open(&mut self, address: &KeyAddress, pin: &mut dyn PinSource) -> Result<Box<dyn Signer>> {
        let shared = self.link()?;
        let mut pin = Watched {
            pin,
            own_window: false,
        };
        let mut link = lock(&shared);
        let asking = Asking {
            pin: &mut pin,
            own_window: self.limits.own_window,
        };
        let answer = link.call(Call::Open(address.clone()), &[], self.limits.answer, Some(asking))?;
        let (Told::Opened(key), der) = answer else {
            return Err(link.nonsense());
        };
        let certificate = Certificate::from_der(&der)?;
        if certificate.thumbprint() != address.thumbprint {
            return Err(link.nonsense());
        }
        drop(link);
        let limit = if pin.own_window {
            self.limits.own_window
        } else {
            self.limits.answer
        };
        Ok(Box::new(HelperSigner {
            link: shared,
            key,
            certificate,
            limit,
        }))
    }
}

/// Notes whether the provider will ask in a window of its own later on.
struct Watched<'a> {
    pin: &'a mut dyn PinSource,
    own_window: bool,
}

impl PinSource for Watched<'_> {
    fn ask(&mut self, question: &PinQuestion) -> Result<PinAnswer> {
        let answer = self.pin.ask(question)?;
        self.own_window = matches!(answer, PinAnswer::OwnWindow);
        Ok(answer)
    }
}

/// A key opened in a child; closed there when dropped.
struct HelperSigner {
    link: Arc<Mutex<Link>>,
    key: KeyNumber,
    certificate: Certificate,
    limit: Duration,
}

impl HelperSigner {
    fn done(&self, call: Call, body: &[u8]) -> Result<Vec<u8>> {
        let mut link = lock(&self.link);
        match link.call(call, body, self.limit, None)? {
            (Told::Done, body) => Ok(body.to_vec()),
            _ => Err(link.nonsense()),
        }
    }
}

impl Signer for HelperSigner {
    fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// The gate is passed here once more: what a child says is not believed.
    fn sign_detached(&mut self, content: &[u8], signed_at: Timestamp) -> Result<Vec<u8>> {
        let der = self.done(Call::Sign(self.key, signed_at), content)?;
        cms::gate(&der, &self.certificate, content)
    }

    fn decrypt(&mut self, message: &[u8]) -> Result<Vec<u8>> {
        self.done(Call::Decrypt(self.key), message)
    }
}

impl Drop for HelperSigner {
    fn drop(&mut self) {
        lock(&self.link).say(Call::Close(self.key), &[]);
    }
}

/// A thread that panicked in the middle of a call left a talk out of step at worst; the next answer shows it.
fn lock(link: &Mutex<Link>) -> std::sync::MutexGuard<'_, Link> {
    link.lock().unwrap_or_else(PoisonError::into_inner)
}
