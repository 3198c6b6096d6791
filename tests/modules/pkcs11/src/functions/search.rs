//! Searching objects and reading their attributes.

use cryptoki_sys::*;

use super::{answer, bytes, give};
use crate::state::state;

pub(super) unsafe extern "C" fn find_objects_init(
    handle: CK_SESSION_HANDLE,
    lines: *mut CK_ATTRIBUTE,
    count: CK_ULONG,
) -> CK_RV {
    let mut wanted = Vec::new();
    for index in 0..count as usize {
        // SAFETY: the client gives `count` lines, each with its bytes.
        let line = unsafe { lines.add(index).read_unaligned() };
        wanted.push((
            line.type_,
            unsafe { bytes(line.pValue.cast(), line.ulValueLen) }.to_vec(),
        ));
    }
    let mut state = state();
    let token = match state.session(handle) {
        Ok((token, _)) => token,
        Err(rv) => return rv,
    };
    let mut objects = state.objects(&token);
    objects.retain(|object| {
        wanted
            .iter()
            .all(|(kind, value)| object.value(*kind) == Some(value))
    });
    let found = objects.iter().rev().map(|object| object.handle).collect();
    answer(state.session(handle).map(|(_, session)| session.found = found))
}

pub(super) unsafe extern "C" fn find_objects(
    handle: CK_SESSION_HANDLE,
    out: *mut CK_OBJECT_HANDLE,
    most: CK_ULONG,
    count: *mut CK_ULONG,
) -> CK_RV {
    let mut state = state();
    let Ok((_, session)) = state.session(handle) else {
        return CKR_DEVICE_REMOVED;
    };
    let mut given = 0;
    while given < most {
        let Some(object) = session.found.pop() else { break };
        // SAFETY: the client gives room for `most` handles.
        unsafe { *out.add(given as usize) = object };
        given += 1;
    }
    // SAFETY: as above.
    unsafe { *count = given };
    CKR_OK
}

pub(super) extern "C" fn find_objects_final(_handle: CK_SESSION_HANDLE) -> CK_RV {
    CKR_OK
}

pub(super) unsafe extern "C" fn get_attribute_value(
    handle: CK_SESSION_HANDLE,
    object: CK_OBJECT_HANDLE,
    lines: *mut CK_ATTRIBUTE,
    count: CK_ULONG,
) -> CK_RV {
    let mut state = state();
    let (token, secret) = match state.session(handle) {
        Ok((token, session)) => (token, session.secrets.get(&object).cloned()),
        Err(rv) => return rv,
    };
    let objects = state.objects(&token);
    let known = objects.iter().find(|known| known.handle == object);
    if known.is_none() && secret.is_none() {
        return CKR_OBJECT_HANDLE_INVALID;
    }
    let mut rv = CKR_OK;
    for index in 0..count as usize {
        // SAFETY: the client gives `count` lines; each tells its room.
        unsafe {
            let mut line = lines.add(index).read_unaligned();
            let secret = secret.as_deref().filter(|_| line.type_ == CKA_VALUE);
            let value = known.and_then(|known| known.value(line.type_)).or(secret);
            match value {
                Some(value) => {
                    let mut room = line.ulValueLen;
                    if let Err(short) = give(value, line.pValue.cast(), &raw mut room) {
                        rv = short;
                    }
                    line.ulValueLen = room;
                }
                None => {
                    line.ulValueLen = CK_UNAVAILABLE_INFORMATION;
                    rv = CKR_ATTRIBUTE_TYPE_INVALID;
                }
            }
            lines.add(index).write_unaligned(line);
        }
    }
    rv
}
