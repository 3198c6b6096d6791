//! What an answer of a module means to a person.

use cryptoki_sys::*;

use crate::Error;

use super::ffi::Rv;

/// Everything but the answers to a PIN, which need the token's counter ([`super::login`]).
pub(super) fn error(Rv(rv): Rv) -> Error {
    match rv {
        CKR_DEVICE_REMOVED
        | CKR_TOKEN_NOT_PRESENT
        | CKR_TOKEN_NOT_RECOGNIZED
        | CKR_SLOT_ID_INVALID
        | CKR_SESSION_CLOSED
        | CKR_SESSION_HANDLE_INVALID => Error::NoToken,
        CKR_PIN_LOCKED => Error::PinLocked,
        CKR_FUNCTION_CANCELED | CKR_CANCEL | CKR_FUNCTION_REJECTED => Error::PinCancelled,
        CKR_OBJECT_HANDLE_INVALID | CKR_KEY_HANDLE_INVALID => Error::NoKey,
        CKR_MECHANISM_INVALID | CKR_MECHANISM_PARAM_INVALID | CKR_KEY_TYPE_INCONSISTENT => {
            Error::Unsupported {
                what: "this operation on the token".to_owned(),
            }
        }
        CKR_WRAPPED_KEY_INVALID | CKR_WRAPPED_KEY_LEN_RANGE => Error::Malformed { what: "wrapped key" },
        other => Error::Provider {
            code: u32::try_from(other).unwrap_or(u32::MAX),
        },
    }
}
