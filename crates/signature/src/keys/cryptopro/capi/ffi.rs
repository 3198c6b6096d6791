//! The unsafe corner of CryptoAPI: functions loaded at run time, with a safe face. No decisions here, only calls.
//!
//! DWORD has 32 bits and a handle the width of a pointer on every system; the structures are laid out as in wincrypt.h,
//! which CryptoPro's CSP_WinCrypt.h repeats (the sizes are tested below).
#![allow(unsafe_code)]

use std::ffi::{CStr, CString, c_char, c_void};
use std::mem::ManuallyDrop;
use std::path::Path;
use std::ptr::{null, null_mut};
use std::sync::Arc;

use libloading::Library;
use zeroize::Zeroizing;

const ENCODING: u32 = 0x0001_0001; // X509_ASN_ENCODING | PKCS_7_ASN_ENCODING
const CERT_STORE_PROV_MEMORY: usize = 2;
const CERT_STORE_PROV_SYSTEM_A: usize = 9;
const CURRENT_USER_READ_ONLY_EXISTING: u32 = 0x0001_0000 | 0x8000 | 0x4000;
const CERT_STORE_ADD_ALWAYS: u32 = 4;
const CERT_FIND_SHA1_HASH: u32 = 0x0001_0000;
const CERT_KEY_PROV_INFO_PROP_ID: u32 = 2;
const CRYPT_SILENT: u32 = 0x40;
const AT_SIGNATURE: u32 = 2;
const PP_KEYEXCHANGE_PIN: u32 = 32;
const PP_SIGNATURE_PIN: u32 = 33;
const ERROR_MORE_DATA: u32 = 234;
const CRYPT_E_NOT_FOUND: u32 = 0x8009_2004;
const CRYPT_E_NO_KEY_PROPERTY: u32 = 0x8009_200B;
const ERROR_INVALID_PARAMETER: u32 = 87;
/// CryptoPro only: no CAdES attributes of its own, ours are complete (WinCryptEx.h).
const CPCRYPT_MESSAGE_CADES_DISABLE: u32 = 0x200;

/// More certificates than any person has.
const MOST_CERTIFICATES: usize = 4096;
/// Room for a signature with its certificates; the provider says when it needs more.
const USUAL_MESSAGE_BYTES: usize = 64 * 1024;
const MOST_MESSAGE_BYTES: usize = 16 * 1024 * 1024;

#[repr(C)]
struct Blob {
    count: u32,
    bytes: *const u8,
}

#[repr(C)]
struct AlgorithmIdentifier {
    oid: *const c_char,
    parameters: Blob,
}

#[repr(C)]
struct CertContext {
    encoding: u32,
    der: *const u8,
    der_count: u32,
    facts: *const c_void,
    store: *mut c_void,
}

#[repr(C)]
struct KeyProvParam {
    parameter: u32,
    bytes: *const u8,
    count: u32,
    flags: u32,
}

#[repr(C)]
struct KeyProvInfo {
    container: *const c_void,
    provider: *const c_void,
    provider_type: u32,
    flags: u32,
    parameter_count: u32,
    parameters: *const KeyProvParam,
    key_spec: u32,
}

#[repr(C)]
struct AttributeLine {
    oid: *const c_char,
    count: u32,
    values: *const Blob,
}

#[repr(C)]
struct SignMessagePara {
    size: u32,
    encoding: u32,
    certificate: *const CertContext,
    hash: AlgorithmIdentifier,
    hash_extra: *const c_void,
    certificate_count: u32,
    certificates: *const *const CertContext,
    crl_count: u32,
    crls: *const c_void,
    signed_count: u32,
    signed: *const AttributeLine,
    unsigned_count: u32,
    unsigned: *const AttributeLine,
    flags: u32,
    inner_content_type: u32,
}

#[repr(C)]
struct DecryptMessagePara {
    size: u32,
    encoding: u32,
    store_count: u32,
    stores: *const *mut c_void,
}

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
        if !(size_of::<KeyProvInfo>()..=USUAL_MESSAGE_BYTES).contains(&length) {
            return Err(CRYPT_E_NO_KEY_PROPERTY);
        }
        let mut words = vec![0_u64; length.div_ceil(8)];
        // SAFETY: the words hold at least `count` bytes.
        self.check(unsafe { (self.functions.property)(context, id, words.as_mut_ptr().cast(), &mut count) })?;
        Ok(words)
    }
}

/// A certificate store; closed when dropped.
struct Store {
    api: Arc<Api>,
    handle: *mut c_void,
}

// SAFETY: handles of CryptoAPI belong to the process, not to a thread; `&mut` and ownership keep calls apart.
unsafe impl Send for Store {}

impl Drop for Store {
    fn drop(&mut self) {
        // SAFETY: opened by us, closed once.
        unsafe { (self.api.functions.close_store)(self.handle, 0) };
    }
}

/// A certificate in a store; freed when dropped.
struct Context {
    api: Arc<Api>,
    pointer: *const CertContext,
}

// SAFETY: as for `Store`.
unsafe impl Send for Context {}

impl Drop for Context {
    fn drop(&mut self) {
        // SAFETY: ours, freed once.
        unsafe { (self.api.functions.free)(self.pointer) };
    }
}

/// A certificate of the personal store.
pub(super) struct Found {
    /// Declared before the store it lies in, hence freed before it.
    context: Context,
    _store: Store,
}

impl Found {
    pub(super) fn der(&self) -> Vec<u8> {
        der(self.context.pointer)
    }

    pub(super) fn has_key(&self) -> bool {
        self.context.api.key_facts(self.context.pointer).is_ok()
    }

    /// A private copy of the certificate that tells the provider how to come by the PIN. The personal store and what
    /// other programs see stay as they are.
    pub(super) fn with_key(&self, question: &Question) -> Result<Key, u32> {
        let api = &self.context.api;
        // SAFETY: a store in memory takes no name.
        let handle = unsafe { (api.functions.open_store)(CERT_STORE_PROV_MEMORY, ENCODING, 0, 0, null()) };
        if handle.is_null() {
            return Err(api.code());
        }
        let store = Store {
            api: Arc::clone(api),
            handle,
        };
        let mut copy = null();
        // SAFETY: both live; the copy is ours to free.
        api.check(unsafe {
            (api.functions.add)(
                store.handle,
                self.context.pointer,
                CERT_STORE_ADD_ALWAYS,
                &mut copy,
            )
        })?;
        let context = api.own(copy);
        let words = api.key_facts(self.context.pointer)?;
        // SAFETY: the provider wrote the structure to the beginning of the words, which outlive it.
        let mut facts = unsafe { words.as_ptr().cast::<KeyProvInfo>().read() };
        let parameter = if facts.key_spec == AT_SIGNATURE {
            PP_SIGNATURE_PIN
        } else {
            PP_KEYEXCHANGE_PIN
        };
        let (bytes, count) = match question {
            Question::Answered(pin) => (
                pin.as_ptr(),
                u32::try_from(pin.len()).map_err(|_| ERROR_INVALID_PARAMETER)?,
            ),
            Question::OwnWindow => (null(), 0),
        };
        let pin = KeyProvParam {
            parameter,
            bytes,
            count,
            flags: 0,
        };
        if count > 0 {
            facts.flags |= CRYPT_SILENT;
            facts.parameter_count = 1;
            facts.parameters = &raw const pin;
        } else {
            facts.flags &= !CRYPT_SILENT;
        }
        // SAFETY: the structure and all it points to live through the call, which copies them.
        api.check(unsafe {
            let facts = (&raw const facts).cast();
            (api.functions.set_property)(context.pointer, CERT_KEY_PROV_INFO_PROP_ID, 0, facts)
        })?;
        Ok(Key { context, store })
    }
}

/// A certificate whose key can be used.
pub(super) struct Key {
    context: Context,
    store: Store,
}

impl Key {
    /// A signed message with the content outside and the certificate inside.
    pub(super) fn sign_detached(
        &self,
        content: &[u8],
        digest_oid: &str,
        attributes: &[(&'static str, Vec<u8>)],
    ) -> Result<Vec<u8>, u32> {
        let text = |oid: &str| CString::new(oid).map_err(|_| ERROR_INVALID_PARAMETER);
        let count = |bytes: &[u8]| u32::try_from(bytes.len()).map_err(|_| ERROR_INVALID_PARAMETER);
        let digest = text(digest_oid)?;
        let mut names = Vec::new();
        let mut values = Vec::new();
        for (oid, value) in attributes {
            names.push(text(oid)?);
            values.push(Blob {
                count: count(value)?,
                bytes: value.as_ptr(),
            });
        }
        let line = |(name, value): (&CString, &Blob)| AttributeLine {
            oid: name.as_ptr(),
            count: 1,
            values: value,
        };
        let lines: Vec<AttributeLine> = names.iter().zip(&values).map(line).collect();
        let parameters = SignMessagePara {
            size: SIGN_PARA_BYTES,
            encoding: ENCODING,
            certificate: self.context.pointer,
            hash: AlgorithmIdentifier {
                oid: digest.as_ptr(),
                parameters: Blob {
                    count: 0,
                    bytes: null(),
                },
            },
            hash_extra: null(),
            certificate_count: 1,
            certificates: &raw const self.context.pointer,
            crl_count: 0,
            crls: null(),
            signed_count: u32::try_from(lines.len()).map_err(|_| ERROR_INVALID_PARAMETER)?,
            signed: lines.as_ptr(),
            unsigned_count: 0,
            unsigned: null(),
            flags: if cfg!(windows) {
                0
            } else {
                CPCRYPT_MESSAGE_CADES_DISABLE
            },
            inner_content_type: 0,
        };
        let (pieces, lengths) = ([content.as_ptr()], [count(content)?]);
        // The room is guessed first, not asked for: asking may already use the key.
        filled(USUAL_MESSAGE_BYTES, |out, room| {
            let functions = &self.context.api.functions;
            // SAFETY: the parameters and all they point to live through the call; `room` is the length of `out`.
            let answer = unsafe {
                (functions.sign)(
                    &raw const parameters,
                    1,
                    1,
                    pieces.as_ptr(),
                    lengths.as_ptr(),
                    out,
                    room,
                )
            };
            self.context.api.check(answer)
        })
    }

    /// Opens a message sealed for this certificate.
    pub(super) fn decrypt(&self, message: &[u8]) -> Result<Vec<u8>, u32> {
        let count = u32::try_from(message.len()).map_err(|_| ERROR_INVALID_PARAMETER)?;
        let stores = [self.store.handle];
        let parameters = DecryptMessagePara {
            size: DECRYPT_PARA_BYTES,
            encoding: ENCODING,
            store_count: 1,
            stores: stores.as_ptr(),
        };
        filled(message.len() + 64, |out, room| {
            let functions = &self.context.api.functions;
            // SAFETY: as above.
            let answer = unsafe {
                (functions.decrypt)(
                    &raw const parameters,
                    message.as_ptr(),
                    count,
                    out,
                    room,
                    null_mut(),
                )
            };
            self.context.api.check(answer)
        })
    }
}

#[allow(clippy::cast_possible_truncation, reason = "120")]
const SIGN_PARA_BYTES: u32 = size_of::<SignMessagePara>() as u32;
#[allow(clippy::cast_possible_truncation, reason = "24")]
const DECRYPT_PARA_BYTES: u32 = size_of::<DecryptMessagePara>() as u32;

/// Calls with a buffer, and once more where the provider asks for a longer one.
fn filled(room: usize, call: impl Fn(*mut u8, *mut u32) -> Result<(), u32>) -> Result<Vec<u8>, u32> {
    let mut room = room;
    for _ in 0..2 {
        let mut out = vec![0_u8; room];
        let mut count = u32::try_from(room).map_err(|_| ERROR_INVALID_PARAMETER)?;
        let answer = call(out.as_mut_ptr(), &raw mut count);
        let needed = usize::try_from(count).map_err(|_| ERROR_INVALID_PARAMETER)?;
        match answer {
            Ok(()) => {
                out.truncate(needed);
                return Ok(out);
            }
            Err(ERROR_MORE_DATA) if (room..=MOST_MESSAGE_BYTES).contains(&needed) => room = needed,
            Err(code) => return Err(code),
        }
    }
    Err(ERROR_MORE_DATA)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_pointer_width = "64")]
    fn the_structures_have_the_sizes_of_wincrypt() {
        assert_eq!(size_of::<SignMessagePara>(), 120);
        assert_eq!(size_of::<KeyProvInfo>(), 48);
        assert_eq!(size_of::<CertContext>(), 40);
        assert_eq!(size_of::<KeyProvParam>(), 24);
        assert_eq!(size_of::<AttributeLine>(), 24);
        assert_eq!(size_of::<DecryptMessagePara>(), 24);
    }
}
