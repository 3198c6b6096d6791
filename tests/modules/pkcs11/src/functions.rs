//! The functions of the module, as far as clients use them.

use cryptoki_sys::*;

use crate::objects::{CKM_GOSTR3410_12_DERIVE, CKM_GOSTR3410_512};
use crate::state::{Session, state};
use crate::token::{Fault, Token};

mod key_use;
mod search;

use key_use::*;
use search::*;

const SLOT: CK_SLOT_ID = 0;
const MECHANISMS: [CK_MECHANISM_TYPE; 5] = [
    CKM_GOSTR3410,
    CKM_GOSTR3410_512,
    WITH_DIGEST_256,
    CKM_GOSTR3410_12_DERIVE,
    CKM_GOST28147_KEY_WRAP,
];
/// CKM_GOSTR3410_WITH_GOSTR3411_12_256.
const WITH_DIGEST_256: CK_MECHANISM_TYPE = crate::objects::TC26 | 0x008;

pub static LIST: CK_FUNCTION_LIST = CK_FUNCTION_LIST {
    version: CK_VERSION { major: 2, minor: 40 },
    C_Initialize: Some(initialize),
    C_Finalize: Some(finalize),
    C_GetInfo: Some(get_info),
    C_GetFunctionList: Some(crate::C_GetFunctionList),
    C_GetSlotList: Some(get_slot_list),
    C_GetSlotInfo: Some(get_slot_info),
    C_GetTokenInfo: Some(get_token_info),
    C_GetMechanismList: Some(get_mechanism_list),
    C_GetMechanismInfo: Some(get_mechanism_info),
    C_OpenSession: Some(open_session),
    C_CloseSession: Some(close_session),
    C_CloseAllSessions: Some(close_all_sessions),
    C_GetSessionInfo: Some(get_session_info),
    C_Login: Some(login),
    C_Logout: Some(logout),
    C_FindObjectsInit: Some(find_objects_init),
    C_FindObjects: Some(find_objects),
    C_FindObjectsFinal: Some(find_objects_final),
    C_GetAttributeValue: Some(get_attribute_value),
    C_SignInit: Some(sign_init),
    C_Sign: Some(sign),
    C_SignUpdate: Some(sign_update),
    C_SignFinal: Some(sign_final),
    C_DeriveKey: Some(derive_key),
    C_UnwrapKey: Some(unwrap_key),
    C_DestroyObject: Some(destroy_object),
    ..NOTHING
};

/// Functions the token lacks.
const NOTHING: CK_FUNCTION_LIST = {
    // SAFETY: every field but the version is an optional function; zeroes are `None`.
    unsafe { std::mem::zeroed() }
};

fn answer(result: Result<(), CK_RV>) -> CK_RV {
    result.err().unwrap_or(CKR_OK)
}

unsafe fn bytes<'a>(start: *const u8, count: CK_ULONG) -> &'a [u8] {
    if start.is_null() || count == 0 {
        return &[];
    }
    // SAFETY: the client gives `count` bytes, as PKCS#11 asks.
    unsafe { std::slice::from_raw_parts(start, count as usize) }
}

/// Gives bytes the way PKCS#11 does: the length alone where no room was given.
unsafe fn give(value: &[u8], out: *mut u8, count: *mut CK_ULONG) -> Result<bool, CK_RV> {
    // SAFETY: the client gives room for `*count` bytes, or none.
    unsafe {
        let room = *count as usize;
        *count = value.len() as CK_ULONG;
        if out.is_null() {
            return Ok(false);
        }
        if room < value.len() {
            return Err(CKR_BUFFER_TOO_SMALL);
        }
        std::ptr::copy_nonoverlapping(value.as_ptr(), out, value.len());
    }
    Ok(true)
}

fn padded<const N: usize>(text: &str) -> [u8; N] {
    let mut field = [b' '; N];
    field[..text.len()].copy_from_slice(text.as_bytes());
    field
}

extern "C" fn initialize(_arguments: *mut std::ffi::c_void) -> CK_RV {
    let mut state = state();
    if std::mem::replace(&mut state.started, true) {
        CKR_CRYPTOKI_ALREADY_INITIALIZED
    } else {
        CKR_OK
    }
}

extern "C" fn finalize(_reserved: *mut std::ffi::c_void) -> CK_RV {
    *state() = crate::state::State::default();
    CKR_OK
}

unsafe extern "C" fn get_info(facts: *mut CK_INFO) -> CK_RV {
    let told = CK_INFO {
        cryptokiVersion: CK_VERSION { major: 2, minor: 40 },
        manufacturerID: padded("Surguch tests"),
        flags: 0,
        libraryDescription: padded("Token in a folder"),
        libraryVersion: CK_VERSION { major: 1, minor: 0 },
    };
    // SAFETY: the client gives room for the structure.
    unsafe { facts.write_unaligned(told) };
    CKR_OK
}

unsafe extern "C" fn get_slot_list(_present: CK_BBOOL, out: *mut CK_SLOT_ID, count: *mut CK_ULONG) -> CK_RV {
    // As the standard has it: tokens are looked for only where no room for the answer is given.
    let mut state = state();
    if out.is_null() {
        state.seen = match Token::here() {
            Ok(token) if token.fault == Some(Fault::CrashOnList) => std::process::abort(),
            Ok(token) if token.fault == Some(Fault::HangOnList) => loop {
                std::thread::park();
            },
            token => token.is_ok(),
        };
    }
    let here = state.seen;
    // SAFETY: the client gives room for `*count` numbers, or none.
    unsafe {
        if here && !out.is_null() {
            *out = SLOT;
        }
        *count = CK_ULONG::from(here);
    }
    CKR_OK
}

unsafe extern "C" fn get_slot_info(_slot: CK_SLOT_ID, facts: *mut CK_SLOT_INFO) -> CK_RV {
    let told = CK_SLOT_INFO {
        slotDescription: padded("A folder"),
        manufacturerID: padded("Surguch tests"),
        flags: CKF_TOKEN_PRESENT | CKF_REMOVABLE_DEVICE,
        hardwareVersion: CK_VERSION { major: 1, minor: 0 },
        firmwareVersion: CK_VERSION { major: 1, minor: 0 },
    };
    // SAFETY: as above.
    unsafe { facts.write_unaligned(told) };
    CKR_OK
}

unsafe extern "C" fn get_token_info(slot: CK_SLOT_ID, facts: *mut CK_TOKEN_INFO) -> CK_RV {
    let token = match Token::here() {
        Ok(token) if slot == SLOT => token,
        Ok(_) => return CKR_SLOT_ID_INVALID,
        Err(rv) => return rv,
    };
    let told = CK_TOKEN_INFO {
        label: padded("Token of Romashka"),
        manufacturerID: padded("Surguch tests"),
        model: padded("Folder ECP"),
        serialNumber: padded("3a7f00c1"),
        flags: token.flags(),
        ulMaxPinLen: 32,
        ulMinPinLen: 4,
        ..CK_TOKEN_INFO::default()
    };
    // SAFETY: as above.
    unsafe { facts.write_unaligned(told) };
    CKR_OK
}

unsafe extern "C" fn get_mechanism_list(
    _slot: CK_SLOT_ID,
    out: *mut CK_MECHANISM_TYPE,
    count: *mut CK_ULONG,
) -> CK_RV {
    // SAFETY: as above.
    unsafe {
        if !out.is_null() {
            if (*count as usize) < MECHANISMS.len() {
                return CKR_BUFFER_TOO_SMALL;
            }
            std::ptr::copy_nonoverlapping(MECHANISMS.as_ptr(), out, MECHANISMS.len());
        }
        *count = MECHANISMS.len() as CK_ULONG;
    }
    CKR_OK
}

unsafe extern "C" fn get_mechanism_info(
    _slot: CK_SLOT_ID,
    kind: CK_MECHANISM_TYPE,
    facts: *mut CK_MECHANISM_INFO,
) -> CK_RV {
    let flags = match kind {
        CKM_GOSTR3410 | CKM_GOSTR3410_512 | WITH_DIGEST_256 => CKF_SIGN,
        CKM_GOSTR3410_12_DERIVE => CKF_DERIVE,
        CKM_GOST28147_KEY_WRAP => CKF_UNWRAP,
        _ => return CKR_MECHANISM_INVALID,
    };
    // SAFETY: as above.
    unsafe {
        facts.write_unaligned(CK_MECHANISM_INFO {
            ulMinKeySize: 256,
            ulMaxKeySize: 512,
            flags: flags | CKF_HW,
        })
    };
    CKR_OK
}

unsafe extern "C" fn open_session(
    _slot: CK_SLOT_ID,
    flags: CK_FLAGS,
    _application: *mut std::ffi::c_void,
    _notify: CK_NOTIFY,
    out: *mut CK_SESSION_HANDLE,
) -> CK_RV {
    if flags & CKF_SERIAL_SESSION == 0 {
        return CKR_SESSION_PARALLEL_NOT_SUPPORTED;
    }
    if let Err(rv) = Token::here() {
        return rv;
    }
    let mut state = state();
    let handle = state.new_handle();
    state.sessions.insert(handle, Session::default());
    // SAFETY: as above.
    unsafe { *out = handle };
    CKR_OK
}

extern "C" fn close_session(handle: CK_SESSION_HANDLE) -> CK_RV {
    let mut state = state();
    let gone = state.sessions.remove(&handle).is_none();
    if state.sessions.is_empty() {
        state.logged_in = false;
    }
    if gone { CKR_SESSION_HANDLE_INVALID } else { CKR_OK }
}

extern "C" fn close_all_sessions(_slot: CK_SLOT_ID) -> CK_RV {
    let mut state = state();
    state.sessions.clear();
    state.logged_in = false;
    CKR_OK
}

unsafe extern "C" fn get_session_info(_handle: CK_SESSION_HANDLE, facts: *mut CK_SESSION_INFO) -> CK_RV {
    let here = if state().logged_in {
        CKS_RO_USER_FUNCTIONS
    } else {
        CKS_RO_PUBLIC_SESSION
    };
    let told = CK_SESSION_INFO {
        slotID: SLOT,
        state: here,
        flags: CKF_SERIAL_SESSION,
        ulDeviceError: 0,
    };
    // SAFETY: as above.
    unsafe { facts.write_unaligned(told) };
    CKR_OK
}

unsafe extern "C" fn login(
    handle: CK_SESSION_HANDLE,
    user: CK_USER_TYPE,
    pin: *mut CK_UTF8CHAR,
    count: CK_ULONG,
) -> CK_RV {
    let mut state = state();
    if state.logged_in {
        return CKR_USER_ALREADY_LOGGED_IN;
    }
    let token = match state.session(handle) {
        Ok((token, _)) if user == CKU_USER => token,
        Ok(_) => return CKR_USER_TYPE_INVALID,
        Err(rv) => return rv,
    };
    // SAFETY: the client gives `count` bytes.
    let rv = token.login(unsafe { bytes(pin, count) });
    state.logged_in = rv == CKR_OK;
    rv
}

extern "C" fn logout(_handle: CK_SESSION_HANDLE) -> CK_RV {
    if std::mem::take(&mut state().logged_in) {
        CKR_OK
    } else {
        CKR_USER_NOT_LOGGED_IN
    }
}
