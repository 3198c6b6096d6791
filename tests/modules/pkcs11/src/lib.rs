//! A PKCS#11 module with one slot and one token: a folder named by `TEST_TOKEN_FOLDER`.
//!
//! It has Rutoken's numbers and structures, a PIN with a counter that outlives the process, and faults chosen by a file.
//! The mathematics is the `signature` crate's own, so the module proves structure and flow, not mathematics; that it is
//! a module at all is judged by a foreign client (OpenSC's pkcs11-tool).
//!
//! The folder: `pin` (text), `tries` (left) and `most` (at first), `NAME.key` (PKCS#8) with `NAME.cer`, `fault` (one word,
//! see [`token::Fault`], or `pulled-out-after-12`: gone once so many signatures were made), `calls` (written: one line for each log-in and signature).
#![allow(non_snake_case, clippy::missing_safety_doc, missing_docs)]

mod functions;
mod objects;
mod state;
mod token;

use cryptoki_sys::*;

/// The one entrance of every module.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn C_GetFunctionList(list: *mut *mut CK_FUNCTION_LIST) -> CK_RV {
    if list.is_null() {
        return CKR_ARGUMENTS_BAD;
    }
    // SAFETY: the caller gives room for one pointer; the list is never changed through it.
    unsafe { *list = (&raw const functions::LIST).cast_mut() };
    CKR_OK
}

/// Rutoken's extension, exported by name as its library does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn C_EX_GetTokenInfoExtended(_slot: CK_SLOT_ID, facts: *mut CK_ULONG) -> CK_RV {
    let token = match token::Token::here() {
        Ok(token) => token,
        Err(rv) => return rv,
    };
    if token.fault == Some(token::Fault::NoExtension) {
        return CKR_FUNCTION_NOT_SUPPORTED;
    }
    // SAFETY: the caller's first field tells the size of what it gave; fields 5 and 13 are flags and tries (rtpkcs11t.h).
    unsafe {
        if facts.is_null() || facts.read_unaligned() < (14 * size_of::<CK_ULONG>()) as CK_ULONG {
            return CKR_ARGUMENTS_BAD;
        }
        let factory = token.fault == Some(token::Fault::FactoryPin);
        facts.add(5).write_unaligned(if factory { 0 } else { 0x08 });
        facts.add(12).write_unaligned(token.most as CK_ULONG);
        facts.add(13).write_unaligned(token.tries as CK_ULONG);
    }
    CKR_OK
}
