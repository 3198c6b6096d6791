//! What keys do: sign, agree, unwrap.

use cryptoki_sys::*;
use signature::SystemRandom;

use super::{WITH_DIGEST_256, answer, bytes, give};
use crate::objects::{Agreed, CKM_GOSTR3410_12_DERIVE, CKM_GOSTR3410_512, CKM_KDF_4357, key};
use crate::state::state;
use crate::token::Fault;

pub(super) unsafe extern "C" fn sign_init(
    handle: CK_SESSION_HANDLE,
    mechanism: *mut CK_MECHANISM,
    object: CK_OBJECT_HANDLE,
) -> CK_RV {
    // SAFETY: the client gives the structure.
    let kind = unsafe { mechanism.read_unaligned() }.mechanism;
    let mut state = state();
    let logged_in = state.logged_in;
    let (token, session) = match state.session(handle) {
        Ok(both) => both,
        Err(rv) => return rv,
    };
    let Some(key) = key(&token, object) else {
        return CKR_KEY_HANDLE_INVALID;
    };
    let long = key.public_key().curve().field_bytes() == 64;
    match (kind, logged_in) {
        (_, false) => return CKR_USER_NOT_LOGGED_IN,
        (CKM_GOSTR3410 | WITH_DIGEST_256, _) if !long => {}
        (CKM_GOSTR3410_512, _) if long => {}
        (CKM_GOSTR3410 | CKM_GOSTR3410_512 | WITH_DIGEST_256, _) => return CKR_KEY_TYPE_INCONSISTENT,
        _ => return CKR_MECHANISM_INVALID,
    }
    session.signing = Some((object, kind));
    session.to_sign.clear();
    CKR_OK
}

pub(super) unsafe extern "C" fn sign_update(
    handle: CK_SESSION_HANDLE,
    part: *mut u8,
    count: CK_ULONG,
) -> CK_RV {
    // SAFETY: the client gives `count` bytes.
    let part = unsafe { bytes(part, count) };
    answer(
        state()
            .session(handle)
            .map(|(_, session)| session.to_sign.extend_from_slice(part)),
    )
}

pub(super) unsafe extern "C" fn sign(
    handle: CK_SESSION_HANDLE,
    input: *mut u8,
    input_count: CK_ULONG,
    out: *mut u8,
    count: *mut CK_ULONG,
) -> CK_RV {
    if !out.is_null() {
        // SAFETY: as above.
        let rv = unsafe { sign_update(handle, input, input_count) };
        if rv != CKR_OK {
            return rv;
        }
    }
    // SAFETY: as above.
    unsafe { sign_final(handle, out, count) }
}

pub(super) unsafe extern "C" fn sign_final(
    handle: CK_SESSION_HANDLE,
    out: *mut u8,
    count: *mut CK_ULONG,
) -> CK_RV {
    let mut state = state();
    let (token, session) = match state.session(handle) {
        Ok(both) => both,
        Err(rv) => return rv,
    };
    let Some((object, kind)) = session.signing else {
        return CKR_OPERATION_NOT_INITIALIZED;
    };
    let Some(key) = key(&token, object) else {
        return CKR_KEY_HANDLE_INVALID;
    };
    let curve = key.public_key().curve();
    if out.is_null() {
        // SAFETY: the client asks for the length.
        unsafe { *count = 2 * curve.field_bytes() as CK_ULONG };
        return CKR_OK;
    }
    session.signing = None;
    let said = std::mem::take(&mut session.to_sign);
    let digest = if kind == WITH_DIGEST_256 {
        curve.digest().of(&said)
    } else {
        said
    };
    match token.fault {
        Some(Fault::CrashOnSign) => std::process::abort(),
        Some(Fault::HangOnSign) => loop {
            std::thread::park();
        },
        _ => {}
    }
    if digest.len() != curve.field_bytes() {
        return CKR_DATA_LEN_RANGE;
    }
    token.note("C_Sign");
    let Ok(mut value) = key.sign_digest(&digest, &mut SystemRandom) else {
        return CKR_GENERAL_ERROR;
    };
    let half = value.len() / 2;
    match token.fault {
        Some(Fault::SwappedOrder) => value.rotate_left(half),
        Some(Fault::LittleEndian) => value.chunks_mut(half).for_each(<[u8]>::reverse),
        Some(Fault::WrongSignature) => value[half] ^= 1,
        _ => {}
    }
    // SAFETY: the client gives room for `*count` bytes.
    answer(unsafe { give(&value, out, count) }.map(drop))
}

pub(super) unsafe extern "C" fn derive_key(
    handle: CK_SESSION_HANDLE,
    mechanism: *mut CK_MECHANISM,
    base: CK_OBJECT_HANDLE,
    lines: *mut CK_ATTRIBUTE,
    count: CK_ULONG,
    out: *mut CK_OBJECT_HANDLE,
) -> CK_RV {
    let mut state = state();
    if !state.logged_in {
        return CKR_USER_NOT_LOGGED_IN;
    }
    // SAFETY: the client gives the structures, whose pointers carry their lengths.
    let (kind, parameters) = unsafe {
        let mechanism = mechanism.read_unaligned();
        if mechanism.ulParameterLen as usize != size_of::<CK_GOSTR3410_DERIVE_PARAMS>() {
            return CKR_MECHANISM_PARAM_INVALID;
        }
        (
            mechanism.mechanism,
            mechanism
                .pParameter
                .cast::<CK_GOSTR3410_DERIVE_PARAMS>()
                .read_unaligned(),
        )
    };
    if kind != CKM_GOSTR3410_12_DERIVE || parameters.kdf != CKM_KDF_4357 {
        return CKR_MECHANISM_INVALID;
    }
    let mut attributes = Vec::new();
    for index in 0..count as usize {
        // SAFETY: as above.
        let line = unsafe { lines.add(index).read_unaligned() };
        attributes.push((
            line.type_,
            unsafe { bytes(line.pValue.cast(), line.ulValueLen) }.to_vec(),
        ));
    }
    let parameter_set = attributes
        .into_iter()
        .find(|(kind, _)| *kind == CKA_GOST28147_PARAMS);
    let Some((_, parameter_set)) = parameter_set else {
        return CKR_TEMPLATE_INCOMPLETE;
    };
    // SAFETY: as above.
    let (peer, ukm) = unsafe {
        let peer = bytes(parameters.pPublicData, parameters.ulPublicDataLen).to_vec();
        (peer, bytes(parameters.pUKM, parameters.ulUKMLen).to_vec())
    };
    let handle_of_key = state.new_handle();
    let agreed = Agreed {
        key: base,
        peer,
        ukm,
        parameters: parameter_set,
    };
    // SAFETY: room for one handle.
    unsafe { *out = handle_of_key };
    answer(
        state
            .session(handle)
            .map(|(_, session)| drop(session.agreed.insert(handle_of_key, agreed))),
    )
}

pub(super) unsafe extern "C" fn unwrap_key(
    handle: CK_SESSION_HANDLE,
    mechanism: *mut CK_MECHANISM,
    unwrapping: CK_OBJECT_HANDLE,
    wrapped: *mut u8,
    wrapped_count: CK_ULONG,
    _lines: *mut CK_ATTRIBUTE,
    _count: CK_ULONG,
    out: *mut CK_OBJECT_HANDLE,
) -> CK_RV {
    let mut state = state();
    let handle_of_key = state.new_handle();
    // SAFETY: the client gives the structures, whose pointers carry their lengths.
    let (kind, ukm, wrapped) = unsafe {
        let mechanism = mechanism.read_unaligned();
        let ukm = bytes(mechanism.pParameter.cast(), mechanism.ulParameterLen);
        (mechanism.mechanism, ukm, bytes(wrapped, wrapped_count))
    };
    let (token, session) = match state.session(handle) {
        Ok(both) => both,
        Err(rv) => return rv,
    };
    let Some(agreed) = session.agreed.get(&unwrapping) else {
        return CKR_UNWRAPPING_KEY_HANDLE_INVALID;
    };
    if kind != CKM_GOST28147_KEY_WRAP || ukm != agreed.ukm {
        return CKR_MECHANISM_PARAM_INVALID;
    }
    let Some(key) = agreed.unwrap(&token, wrapped) else {
        return CKR_WRAPPED_KEY_INVALID;
    };
    session.secrets.insert(handle_of_key, key);
    // SAFETY: room for one handle.
    unsafe { *out = handle_of_key };
    CKR_OK
}

pub(super) extern "C" fn destroy_object(handle: CK_SESSION_HANDLE, object: CK_OBJECT_HANDLE) -> CK_RV {
    let mut state = state();
    let Ok((_, session)) = state.session(handle) else {
        return CKR_SESSION_HANDLE_INVALID;
    };
    let known = session.agreed.remove(&object).is_some() | session.secrets.remove(&object).is_some();
    if known { CKR_OK } else { CKR_OBJECT_HANDLE_INVALID }
}
