//! The folder that is the provider: keys, the PIN and its counter.

use std::fs;
use std::path::PathBuf;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicPtr, Ordering};

use signature::certificate::Certificate;
use signature::gost::PrivateKey;
use signature::key_file;
use windows_sys::Win32::Security::Cryptography::CERT_CONTEXT;

const WRONG_PIN: u32 = 0x8010_006B;
const BLOCKED: u32 = 0x8010_006C;
const CANCELLED: u32 = 0x8010_006E;
const SILENT_BUT_ASKED: u32 = 0x8009_0022;
const NO_KEYSET: u32 = 0x8009_0016;

pub struct Pair {
    pub key: PrivateKey,
    pub certificate: Certificate,
}

pub struct Provider {
    folder: PathBuf,
}

impl Provider {
    pub fn here() -> Option<Self> {
        let folder = PathBuf::from(std::env::var_os("TEST_CAPI_FOLDER")?);
        folder.exists().then_some(Self { folder })
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.folder.join(name))
            .unwrap_or_default()
            .trim()
            .to_owned()
    }

    pub fn fault(&self) -> String {
        self.text("fault")
    }

    pub fn pairs(&self) -> Vec<Pair> {
        let entries = fs::read_dir(&self.folder).expect("the folder is there");
        let mut names: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        names.retain(|path| path.extension().is_some_and(|end| end == "key"));
        names.sort();
        let pair = |path: &PathBuf| {
            let key = key_file::read(&fs::read(path).ok()?, None).ok()?;
            let certificate =
                Certificate::from_pem_or_der(&fs::read(path.with_extension("cer")).ok()?).ok()?;
            Some(Pair { key, certificate })
        };
        names.iter().filter_map(pair).collect()
    }

    /// The key of a certificate, after the PIN: given with the certificate, or asked in the provider's own window.
    pub fn use_key(&self, own: &Owned) -> Result<Pair, u32> {
        self.note("use");
        if let Some(code) = u32::from_str_radix(&self.fault(), 16)
            .ok()
            .filter(|code| *code > 0xFFFF)
        {
            return Err(code);
        }
        let tries: u32 = self.text("tries").parse().unwrap_or(3);
        if tries == 0 {
            return Err(BLOCKED);
        }
        let pin = match (&own.pin, own.silent) {
            (Some(pin), _) => pin.clone(),
            (None, true) => return Err(SILENT_BUT_ASKED),
            (None, false) => {
                self.note("window");
                self.text("window").into_bytes()
            }
        };
        if pin == b"cancel" {
            return Err(CANCELLED);
        }
        let right = pin == self.text("pin").as_bytes();
        let left = if right { 3 } else { tries - 1 };
        fs::write(self.folder.join("tries"), left.to_string()).expect("the counter is kept");
        match (right, left) {
            (true, _) => self.pairs().into_iter().nth(own.index).ok_or(NO_KEYSET),
            (false, 0) => Err(BLOCKED),
            (false, _) => Err(WRONG_PIN),
        }
    }

    fn note(&self, call: &str) {
        use std::io::Write;
        let calls = fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.folder.join("calls"));
        writeln!(calls.expect("calls are noted"), "{call}").expect("calls are noted");
    }
}

/// A certificate context with what was set on it; the client sees the first field.
#[repr(C)]
pub struct Owned {
    context: CERT_CONTEXT,
    der: Vec<u8>,
    pub index: usize,
    pub pin: Option<Vec<u8>>,
    pub silent: bool,
}

static LAST_MADE: AtomicPtr<Owned> = AtomicPtr::new(null_mut());

/// The context made last, while it lives.
pub fn last_made() -> Option<&'static Owned> {
    // SAFETY: cleared when the context is freed.
    unsafe { LAST_MADE.load(Ordering::SeqCst).as_ref() }
}

impl Owned {
    pub fn make(index: usize, pair: &Pair) -> *const CERT_CONTEXT {
        let der = pair.certificate.der().to_vec();
        let context = CERT_CONTEXT {
            dwCertEncodingType: 1,
            pbCertEncoded: der.as_ptr().cast_mut(),
            cbCertEncoded: der.len() as u32,
            pCertInfo: null_mut(),
            hCertStore: null_mut(),
        };
        let own = Box::into_raw(Box::new(Self {
            context,
            der,
            index,
            pin: None,
            silent: false,
        }));
        LAST_MADE.store(own, Ordering::SeqCst);
        own.cast()
    }

    pub unsafe fn of<'a>(context: *const CERT_CONTEXT) -> &'a Self {
        // SAFETY: every context a client holds was made above.
        unsafe { &*context.cast::<Self>() }
    }

    pub unsafe fn of_mut<'a>(context: *const CERT_CONTEXT) -> &'a mut Self {
        // SAFETY: as above; a client sets properties from one thread.
        unsafe { &mut *context.cast_mut().cast::<Self>() }
    }

    pub unsafe fn free(context: *const CERT_CONTEXT) {
        let own = context.cast_mut().cast::<Self>();
        let _ = LAST_MADE.compare_exchange(own, null_mut(), Ordering::SeqCst, Ordering::SeqCst);
        // SAFETY: made above, freed once.
        drop(unsafe { Box::from_raw(own) });
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        // A client that reads a freed certificate sees zeroes, not a certificate.
        self.der.fill(0);
    }
}
