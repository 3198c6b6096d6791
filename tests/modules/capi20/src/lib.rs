//! CryptoAPI over a folder named by `TEST_CAPI_FOLDER`, as CryptoPro's libcapi20 offers it on Linux and macOS.
//!
//! Structures and their layout come from Microsoft's metadata (`windows-sys`), the codes are CryptoPro's, the messages
//! come out in BER with an indefinite length as the real provider's do. The mathematics is the `signature` crate's own:
//! what is proved here is structure and flow.
//!
//! The folder: `pin`, `tries` (left), `NAME.key` (PKCS#8) with `NAME.cer`, `window` (what a person does in the provider's
//! own window: a PIN or `cancel`), `fault` (a code in hexadecimal that every use of a key gives; `no-key`;
//! `long` for a message with very many certificates), `calls`
//! (written: one line for each use of a key and each window).
#![allow(non_snake_case, clippy::missing_safety_doc, missing_docs)]

mod message;
mod provider;
mod tlv;

use std::ffi::{CStr, c_void};
use std::ptr::{null, null_mut};
use std::sync::atomic::{AtomicU32, Ordering};

use provider::{Owned, Pair, Provider};
use windows_sys::Win32::Security::Cryptography::*;

const ERROR_FILE_NOT_FOUND: u32 = 2;
const ERROR_INVALID_PARAMETER: u32 = 87;
const ERROR_MORE_DATA: u32 = 234;
const NOT_FOUND: u32 = 0x8009_2004;
const NO_KEY_PROPERTY: u32 = 0x8009_200B;

static LAST_ERROR: AtomicU32 = AtomicU32::new(0);

fn fail(code: u32) -> i32 {
    LAST_ERROR.store(code, Ordering::SeqCst);
    0
}

fn done(result: Result<(), u32>) -> i32 {
    result.map_or_else(fail, |()| 1)
}

#[unsafe(no_mangle)]
pub extern "system" fn GetLastError() -> u32 {
    LAST_ERROR.load(Ordering::SeqCst)
}

/// Every store is the same folder: its handle only says which kind was asked for.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn CertOpenStore(
    provider: *const u8,
    _encoding: u32,
    _legacy: usize,
    flags: u32,
    name: *const c_void,
) -> *mut c_void {
    match provider as usize {
        2 => return 2 as *mut c_void,
        // SAFETY: this kind of store is opened by a name in bytes.
        9 if flags == 0x1_C000 && unsafe { CStr::from_ptr(name.cast()) } == c"MY" => {}
        _ => return code_and_null(ERROR_INVALID_PARAMETER),
    }
    if Provider::here().is_some() {
        9 as *mut c_void
    } else {
        code_and_null(ERROR_FILE_NOT_FOUND)
    }
}

fn code_and_null(code: u32) -> *mut c_void {
    fail(code);
    null_mut()
}

fn nothing(code: u32) -> *const CERT_CONTEXT {
    fail(code);
    null()
}

#[unsafe(no_mangle)]
pub extern "system" fn CertCloseStore(_store: *mut c_void, _flags: u32) -> i32 {
    1
}

fn pairs() -> Vec<Pair> {
    Provider::here()
        .map(|provider| provider.pairs())
        .unwrap_or_default()
}

#[unsafe(no_mangle)]
pub unsafe extern "system" fn CertEnumCertificatesInStore(
    _store: *mut c_void,
    previous: *const CERT_CONTEXT,
) -> *const CERT_CONTEXT {
    let next = if previous.is_null() {
        0
    } else {
        // SAFETY: a context of ours, given back by the walk.
        let index = unsafe { Owned::of(previous) }.index + 1;
        unsafe { Owned::free(previous) };
        index
    };
    pairs()
        .into_iter()
        .nth(next)
        .map_or_else(|| nothing(NOT_FOUND), |pair| Owned::make(next, &pair))
}

#[unsafe(no_mangle)]
pub unsafe extern "system" fn CertFindCertificateInStore(
    _store: *mut c_void,
    _encoding: u32,
    _flags: u32,
    kind: u32,
    wanted: *const CRYPT_INTEGER_BLOB,
    _previous: *const CERT_CONTEXT,
) -> *const CERT_CONTEXT {
    if kind != CERT_FIND_SHA1_HASH {
        return nothing(ERROR_INVALID_PARAMETER);
    }
    // SAFETY: a search by hash comes with a blob.
    let sha1 = unsafe { std::slice::from_raw_parts((*wanted).pbData, (*wanted).cbData as usize) };
    let mut found = pairs().into_iter().enumerate();
    let found = found.find(|(_, pair)| pair.certificate.thumbprint().as_bytes() == sha1);
    found.map_or_else(|| nothing(NOT_FOUND), |(index, pair)| Owned::make(index, &pair))
}

#[unsafe(no_mangle)]
pub unsafe extern "system" fn CertAddCertificateContextToStore(
    _store: *mut c_void,
    context: *const CERT_CONTEXT,
    _disposition: u32,
    out: *mut *const CERT_CONTEXT,
) -> i32 {
    // SAFETY: a context of ours, and room for one.
    unsafe {
        let index = Owned::of(context).index;
        match pairs().get(index) {
            Some(pair) => *out = Owned::make(index, pair),
            None => return fail(NOT_FOUND),
        }
    }
    1
}

#[unsafe(no_mangle)]
pub unsafe extern "system" fn CertFreeCertificateContext(context: *const CERT_CONTEXT) -> i32 {
    // SAFETY: a context of ours.
    unsafe { Owned::free(context) };
    1
}

#[unsafe(no_mangle)]
pub unsafe extern "system" fn CertGetCertificateContextProperty(
    _context: *const CERT_CONTEXT,
    kind: u32,
    out: *mut c_void,
    count: *mut u32,
) -> i32 {
    let has_key = Provider::here().is_some_and(|provider| provider.fault() != "no-key");
    if kind != CERT_KEY_PROV_INFO_PROP_ID || !has_key {
        return fail(NO_KEY_PROPERTY);
    }
    let size = size_of::<CRYPT_KEY_PROV_INFO>() as u32;
    // SAFETY: the client gives room for `*count` bytes, or asks for the number.
    unsafe {
        if !out.is_null() {
            if *count < size {
                return fail(ERROR_MORE_DATA);
            }
            let facts = CRYPT_KEY_PROV_INFO {
                dwProvType: 80,
                dwKeySpec: 1,
                ..std::mem::zeroed()
            };
            out.cast::<CRYPT_KEY_PROV_INFO>().write_unaligned(facts);
        }
        *count = size;
    }
    1
}

#[unsafe(no_mangle)]
pub unsafe extern "system" fn CertSetCertificateContextProperty(
    context: *const CERT_CONTEXT,
    kind: u32,
    _flags: u32,
    facts: *const c_void,
) -> i32 {
    if kind != CERT_KEY_PROV_INFO_PROP_ID || facts.is_null() {
        return fail(ERROR_INVALID_PARAMETER);
    }
    // SAFETY: a context of ours; this property comes with this structure, whose parameters tell their number.
    unsafe {
        let facts = facts.cast::<CRYPT_KEY_PROV_INFO>().read_unaligned();
        let own = Owned::of_mut(context);
        own.silent = facts.dwFlags & CRYPT_SILENT != 0;
        own.pin = None;
        for index in 0..facts.cProvParam as usize {
            let parameter = facts.rgProvParam.add(index).read_unaligned();
            if parameter.dwParam == PP_KEYEXCHANGE_PIN {
                let bytes = std::slice::from_raw_parts(parameter.pbData, parameter.cbData as usize);
                own.pin = bytes.strip_suffix(&[0]).map(<[u8]>::to_vec);
            }
        }
    }
    1
}

#[unsafe(no_mangle)]
pub unsafe extern "system" fn CryptSignMessage(
    parameters: *const CRYPT_SIGN_MESSAGE_PARA,
    detached: i32,
    count: u32,
    pieces: *const *const u8,
    lengths: *const u32,
    out: *mut u8,
    room: *mut u32,
) -> i32 {
    // SAFETY: the client gives the structure and pieces that carry their lengths.
    let result = unsafe {
        let parameters = &*parameters;
        if parameters.cbSize as usize != size_of::<CRYPT_SIGN_MESSAGE_PARA>() || detached != 1 || count != 1 {
            return fail(ERROR_INVALID_PARAMETER);
        }
        let content = std::slice::from_raw_parts(*pieces, *lengths as usize);
        let own = Owned::of(parameters.pSigningCert);
        let key = Provider::here()
            .ok_or(ERROR_FILE_NOT_FOUND)
            .and_then(|provider| provider.use_key(own));
        let copies = if Provider::here().is_some_and(|provider| provider.fault() == "long") {
            100
        } else {
            1
        };
        key.and_then(|pair| message::sign(&pair, parameters, content, copies))
    };
    // SAFETY: the client gives room for `*room` bytes.
    done(result.and_then(|message| unsafe { give(&message, out, room) }))
}

#[unsafe(no_mangle)]
pub unsafe extern "system" fn CryptDecryptMessage(
    parameters: *const CRYPT_DECRYPT_MESSAGE_PARA,
    message: *const u8,
    count: u32,
    out: *mut u8,
    room: *mut u32,
    _used: *mut *const CERT_CONTEXT,
) -> i32 {
    // SAFETY: the client gives the structure and the message.
    let message = unsafe {
        if (*parameters).cCertStore != 1 || (*parameters).rghCertStore.is_null() {
            return fail(ERROR_INVALID_PARAMETER);
        }
        std::slice::from_raw_parts(message, count as usize)
    };
    let opened = Provider::here().ok_or(ERROR_FILE_NOT_FOUND).and_then(|provider| {
        // A store in memory holds the one certificate that the client put there last.
        let own = provider::last_made().ok_or(NOT_FOUND)?;
        let pair = provider.use_key(own)?;
        message::open(&pair, message)
    });
    // SAFETY: the client gives room for `*room` bytes.
    done(opened.and_then(|plain| unsafe { give(&plain, out, room) }))
}

unsafe fn give(bytes: &[u8], out: *mut u8, room: *mut u32) -> Result<(), u32> {
    // SAFETY: the caller's promise.
    unsafe {
        let given = *room as usize;
        *room = bytes.len() as u32;
        if out.is_null() {
            return Ok(());
        }
        if given < bytes.len() {
            return Err(ERROR_MORE_DATA);
        }
        std::ptr::copy_nonoverlapping(bytes.as_ptr(), out, bytes.len());
    }
    Ok(())
}
