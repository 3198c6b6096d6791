//! The unsafe corner of CryptoAPI: functions loaded at run time, with a safe face. No decisions here, only calls.
//!
//! DWORD has 32 bits and a handle the width of a pointer on every system ([`layout`]).
#![allow(unsafe_code)]

use std::ffi::{CStr, c_void};
use std::mem::ManuallyDrop;
use std::path::Path;
use std::ptr::{null, null_mut};
use std::sync::Arc;

use libloading::Library;
use zeroize::Zeroizing;

mod key;
mod layout;

use key::{Context, Store};
pub(super) use key::{Found, Key};
use layout::*;

/// More certificates than any person has.
const MOST_CERTIFICATES: usize = 4096;
/// More than the names of a provider and its container.
const MOST_FACTS_BYTES: usize = 64 * 1024;
const MOST_MESSAGE_BYTES: usize = 16 * 1024 * 1024;

macro_rules! functions {
    ($($field:ident = $name:literal: fn($($argument:ty),*) $(-> $answer:ty)?;)*) => {
        #[derive(Clone, Copy)]
        struct Functions { $($field: unsafe extern "system" fn($($argument),*) $(-> $answer)?,)* }

        impl Functions {
            fn of(libraries: &[ManuallyDrop<Library>]) -> Option<Self> {
                Some(Self { $($field: symbol(libraries, concat!($name, "\0").as_bytes())?,)* })
            }
        }
    };
}

functions! {
    open_store = "CertOpenStore": fn(usize, u32, usize, u32, *const c_void) -> *mut c_void;
    close_store = "CertCloseStore": fn(*mut c_void, u32) -> i32;
    next = "CertEnumCertificatesInStore": fn(*mut c_void, *const CertContext) -> *const CertContext;
    find = "CertFindCertificateInStore": fn(*mut c_void, u32, u32, u32, *const c_void, *const CertContext) -> *const CertContext;
    add = "CertAddCertificateContextToStore": fn(*mut c_void, *const CertContext, u32, *mut *const CertContext) -> i32;
    free = "CertFreeCertificateContext": fn(*const CertContext) -> i32;
    property = "CertGetCertificateContextProperty": fn(*const CertContext, u32, *mut c_void, *mut u32) -> i32;
    set_property = "CertSetCertificateContextProperty": fn(*const CertContext, u32, u32, *const c_void) -> i32;
    sign = "CryptSignMessage": fn(*const SignMessagePara, i32, u32, *const *const u8, *const u32, *mut u8, *mut u32) -> i32;
    decrypt = "CryptDecryptMessage": fn(*const DecryptMessagePara, *const u8, u32, *mut u8, *mut u32, *mut *const CertContext) -> i32;
}

/// The signature of the function is written where its field is declared, from wincrypt.h.
fn symbol<T: Copy>(libraries: &[ManuallyDrop<Library>], name: &[u8]) -> Option<T> {
    // SAFETY: every name is used with the one signature that wincrypt.h gives it; the libraries are never unloaded.
    libraries
        .iter()
        .find_map(|library| unsafe { library.get::<T>(name) }.ok().map(|symbol| *symbol))
}

/// The loaded library.
pub(super) struct Api {
    functions: Functions,
    /// Windows keeps the last error in kernel32, where the standard library reads it.
    last_error: Option<unsafe extern "system" fn() -> u32>,
    /// Never unloaded: a provider leaves threads behind.
    _libraries: Vec<ManuallyDrop<Library>>,
}

/// A certificate of the store.
pub(super) struct Listed {
    pub der: Vec<u8>,
    pub has_key: bool,
}

/// How the PIN comes to the provider.
pub(super) enum Question {
    /// The bytes with a zero after them; the provider then opens no window.
    Answered(Zeroizing<Vec<u8>>),
    /// The provider asks in a window of its own.
    OwnWindow,
}

impl Api {
    /// `None`: not there, or not a CryptoAPI.
    pub(super) fn load(path: &Path) -> Option<Self> {
        // SAFETY: loading runs the library's initialisers; that is what the person installed it for.
        let first = unsafe { Library::new(path) }.ok()?;
        let mut libraries = vec![ManuallyDrop::new(first)];
        let name = path.file_name()?.to_string_lossy().into_owned();
        for part in ["capi10", "rdrsup"] {
            let sibling = path.with_file_name(name.replace("capi20", part));
            if name.contains("capi20") && sibling.exists() {
                // SAFETY: as above; these are the other two parts of the same product.
                libraries.extend(unsafe { Library::new(&sibling) }.ok().map(ManuallyDrop::new));
            }
        }
        let functions = Functions::of(&libraries)?;
        let last_error = if cfg!(windows) {
            None
        } else {
            Some(symbol(&libraries, b"GetLastError\0")?)
        };
        Some(Self {
            functions,
            last_error,
            _libraries: libraries,
        })
    }

    /// Called at once after a function that failed.
    fn code(&self) -> u32 {
        match self.last_error {
            // SAFETY: takes nothing, reads a variable of this thread.
            Some(last_error) => unsafe { last_error() },
            None => std::io::Error::last_os_error()
                .raw_os_error()
                .map_or(0, |code| u32::from_ne_bytes(code.to_ne_bytes())),
        }
    }

    fn check(&self, answer: i32) -> Result<(), u32> {
        if answer != 0 { Ok(()) } else { Err(self.code()) }
    }

    fn personal(self: &Arc<Self>) -> Result<Store, u32> {
        let name: &CStr = c"MY";
        // SAFETY: the store's name is a C string, as this kind of store asks.
        let handle = unsafe {
            let flags = CURRENT_USER_READ_ONLY_EXISTING;
            (self.functions.open_store)(CERT_STORE_PROV_SYSTEM_A, 0, 0, flags, name.as_ptr().cast())
        };
        if handle.is_null() {
            Err(self.code())
        } else {
            Ok(Store {
                api: Arc::clone(self),
                handle,
            })
        }
    }

    /// The certificates of the current user. No such store yet means none.
    pub(super) fn certificates(self: &Arc<Self>) -> Result<Vec<Listed>, u32> {
        const ERROR_FILE_NOT_FOUND: u32 = 2;
        let store = match self.personal() {
            Ok(store) => store,
            Err(ERROR_FILE_NOT_FOUND | CRYPT_E_NOT_FOUND) => return Ok(Vec::new()),
            Err(code) => return Err(code),
        };
        let (mut listed, mut context) = (Vec::new(), null());
        while listed.len() < MOST_CERTIFICATES {
            // SAFETY: the store is open; the previous context is freed by this very call.
            context = unsafe { (self.functions.next)(store.handle, context) };
            if context.is_null() {
                return Ok(listed);
            }
            let has_key = self.key_facts(context).is_ok();
            listed.push(Listed {
                der: der(context),
                has_key,
            });
        }
        // SAFETY: the walk was broken off, so the last context is still ours.
        unsafe { (self.functions.free)(context) };
        Ok(listed)
    }

    /// The certificate with this SHA-1.
    pub(super) fn find(self: &Arc<Self>, sha1: &[u8; 20]) -> Result<Found, u32> {
        let store = self.personal()?;
        let wanted = Blob {
            count: 20,
            bytes: sha1.as_ptr(),
        };
        // SAFETY: the store is open and the blob lives through the call.
        let context = unsafe {
            let wanted = (&raw const wanted).cast();
            (self.functions.find)(store.handle, ENCODING, 0, CERT_FIND_SHA1_HASH, wanted, null())
        };
        if context.is_null() {
            Err(self.code())
        } else {
            Ok(Found {
                _store: store,
                context: self.own(context),
            })
        }
    }

    fn own(self: &Arc<Self>, pointer: *const CertContext) -> Context {
        Context {
            api: Arc::clone(self),
            pointer,
        }
    }

    /// The provider and container of a certificate's key, in words so that the structure lies aligned.
    fn key_facts(&self, context: *const CertContext) -> Result<Vec<u64>, u32> {
        let mut count = 0_u32;
        let id = CERT_KEY_PROV_INFO_PROP_ID;
        // SAFETY: asks for the length alone.
        self.check(unsafe { (self.functions.property)(context, id, null_mut(), &mut count) })?;
        let length = usize::try_from(count).map_err(|_| CRYPT_E_NO_KEY_PROPERTY)?;
        if !(size_of::<KeyProvFacts>()..=MOST_FACTS_BYTES).contains(&length) {
            return Err(CRYPT_E_NO_KEY_PROPERTY);
        }
        let mut words = vec![0_u64; length.div_ceil(8)];
        // SAFETY: the words hold at least `count` bytes.
        self.check(unsafe { (self.functions.property)(context, id, words.as_mut_ptr().cast(), &mut count) })?;
        Ok(words)
    }
}

fn der(context: *const CertContext) -> Vec<u8> {
    // SAFETY: the context is alive while its owner is; it says itself where its bytes are and how many.
    let context = unsafe { &*context };
    let count = usize::try_from(context.der_count).unwrap_or(0);
    if context.der.is_null() || count > MOST_MESSAGE_BYTES {
        return Vec::new();
    }
    // SAFETY: as above.
    unsafe { std::slice::from_raw_parts(context.der, count) }.to_vec()
}
