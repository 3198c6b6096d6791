//! The keys of one job: opened before its first row, shut when it ends, pauses or fails.
//!
//! Stores answer when they like and ask a person in between, so they are opened in a thread beside; the job waits
//! without holding up others.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use signature::certificate::Certificate;
use signature::cms;
use signature::keys::{KeyAddress, PinAnswer, PinQuestion, PinSource, Signer};
use store::{CertificateId, KeptCertificate};
use zeroize::Zeroizing;

use super::cloud::is_cloud;
use super::pins::{AtDesk, PinDesk};
use crate::Result;
use crate::bulk::Readiness;
use crate::certificates::trouble;
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::ports::SigningKeys;
use crate::send::OurSignature;

type Signers = BTreeMap<CertificateId, Box<dyn Signer>>;
type Opened = std::result::Result<Signers, signature::Error>;

/// The keys of a job.
pub(crate) struct Keys {
    wanted: Vec<KeptCertificate>,
    state: State,
}

enum State {
    Shut,
    Opening(Opening),
    Open(Signers),
}

/// A thread at work on it. Dropped, it takes its question back.
struct Opening {
    opened: Arc<Mutex<Option<Opened>>>,
    given_up: Arc<AtomicBool>,
}

impl Drop for Opening {
    fn drop(&mut self) {
        self.given_up.store(true, Ordering::SeqCst);
    }
}

/// Stands where a person would: says no to every question, and remembers that there was one.
#[derive(Default)]
struct NobodyThere {
    was_asked: Arc<AtomicBool>,
}

impl PinSource for NobodyThere {
    fn ask(&mut self, _: &PinQuestion) -> signature::Result<PinAnswer> {
        self.was_asked.store(true, Ordering::SeqCst);
        Ok(PinAnswer::Cancel)
    }
}

impl Keys {
    /// Of these certificates, each once. Nothing is opened yet. Keys that an operator keeps are not opened at all.
    pub(crate) fn of(mut wanted: Vec<KeptCertificate>) -> Self {
        wanted.retain(|kept| !is_cloud(kept));
        Self {
            wanted,
            state: State::Shut,
        }
    }

    /// Opens them, all or none. An error is what the first store said that would not.
    pub(crate) fn ready(&mut self, inner: &Inner) -> Result<Readiness> {
        if self.wanted.is_empty() {
            return Ok(Readiness::Now);
        }
        match &self.state {
            State::Open(_) => Ok(Readiness::Now),
            State::Shut => {
                self.state = State::Opening(self.begin(inner)?);
                Ok(Readiness::Later)
            }
            State::Opening(opening) => {
                let opened = opening
                    .opened
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .take();
                match opened {
                    None => Ok(Readiness::Later),
                    Some(Ok(signers)) => {
                        self.state = State::Open(signers);
                        Ok(Readiness::Now)
                    }
                    Some(Err(cause)) => {
                        self.state = State::Shut;
                        Err(trouble(&cause))
                    }
                }
            }
        }
    }

    /// Opens them where no PIN is wanted for that, and asks nobody. Blocks while the stores answer. `key_needs_pin` where a
    /// person would have to be asked.
    pub(crate) fn open_unattended(&mut self, inner: &Inner) -> Result<()> {
        let was_asked = Arc::<AtomicBool>::default();
        let nobody = |_| NobodyThere {
            was_asked: Arc::clone(&was_asked),
        };
        match opened_by(inner.ports.keys.as_ref(), &self.wanted, nobody) {
            Ok(signers) => {
                self.state = State::Open(signers);
                Ok(())
            }
            Err(_) if was_asked.load(Ordering::SeqCst) => Err(needs_pin()),
            Err(cause) => Err(trouble(&cause)),
        }
    }

    fn signer(&mut self, id: CertificateId) -> signature::Result<&mut Box<dyn Signer>> {
        let signer = match &mut self.state {
            State::Open(signers) => signers.get_mut(&id),
            State::Shut | State::Opening(_) => None,
        };
        signer.ok_or(signature::Error::NoKey)
    }

    fn begin(&self, inner: &Inner) -> Result<Opening> {
        let opening = Opening {
            opened: Arc::default(),
            given_up: Arc::default(),
        };
        let (wanted, keys) = (self.wanted.clone(), Arc::clone(&inner.ports.keys));
        let (desk, wake) = (Arc::clone(&inner.pins), Arc::clone(&inner.bulk.wake));
        let (opened, given_up) = (Arc::clone(&opening.opened), Arc::clone(&opening.given_up));
        let work = move || {
            let at_desk = |certificate| AtDesk {
                desk: Arc::clone(&desk),
                certificate,
                given_up: Arc::clone(&given_up),
            };
            let result = opened_by(keys.as_ref(), &wanted, at_desk);
            *opened.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
            wake.notify_one();
        };
        let thread = std::thread::Builder::new().name("keys".to_owned());
        thread.spawn(work).map_err(Error::internal)?;
        Ok(opening)
    }
}

fn needs_pin() -> Error {
    Error::new(
        Code::Signing("key_needs_pin"),
        "Ключ просит ПИН-код, а без человека программа его не спрашивает. Ничего не подписано. Подпишите сами или выберите \
         ключ, который открывается без ПИН-кода.",
    )
}

fn opened_by<P: PinSource>(
    keys: &dyn SigningKeys,
    wanted: &[KeptCertificate],
    at_desk: impl Fn(CertificateId) -> P,
) -> Opened {
    let mut places = keys.stores();
    let mut signers = Signers::new();
    for kept in wanted {
        let address: KeyAddress = kept.seen.address.parse()?;
        let mut place = places.iter_mut().filter(|place| place.kind == address.store);
        let store = place.next().ok_or(signature::Error::NoModule)?;
        let signer = store.store.open(&address, &mut at_desk(kept.id))?;
        signers.insert(kept.id, signer);
    }
    Ok(signers)
}

/// Opens a message that was sealed for a certificate. Blocks while a person is asked for the PIN.
pub(crate) fn decrypted(
    keys: &dyn SigningKeys,
    kept: &KeptCertificate,
    message: &[u8],
    desk: Arc<PinDesk>,
    given_up: Arc<AtomicBool>,
) -> signature::Result<Zeroizing<Vec<u8>>> {
    let mut pin = AtDesk {
        desk,
        certificate: kept.id,
        given_up,
    };
    let address: KeyAddress = kept.seen.address.parse()?;
    let mut places = keys.stores();
    let mut place = places.iter_mut().filter(|place| place.kind == address.store);
    let store = place.next().ok_or(signature::Error::NoModule)?;
    let mut signer = store.store.open(&address, &mut pin)?;
    signer.decrypt(message).map(Zeroizing::new)
}

/// A signature of this file that has passed the gate, durable already. The error is one of the job: the next document
/// would meet the same.
pub(crate) fn signed(
    inner: &Inner,
    keys: &mut Keys,
    kept: &KeptCertificate,
    content: &[u8],
) -> Result<OurSignature> {
    let signed_at = inner.now();
    let made = Certificate::from_der(&kept.seen.der).and_then(|chosen| {
        let der = keys.signer(kept.id)?.sign_detached(content, signed_at)?;
        // Whatever made it: only what is whole, ours and of this very file may leave.
        cms::gate(&der, &chosen, content)
    });
    let cms = made.map_err(|cause| trouble(&cause))?;
    Ok(OurSignature {
        blob: inner.store.put_blob(&cms)?,
        cms,
        thumbprint: kept.seen.thumbprint,
        signer_name: kept.seen.name.clone(),
        signed_at,
        power_of_attorney: None,
    })
}
