//! Codes of Windows and CryptoPro, as both CryptoAPI and the command line give them, and what they mean to a person.
//!
//! Sources: winerror.h; CryptoPro's own use of 0x8007065B for an expired licence. Any other code is told as it is, so
//! that support finds it in the provider's documentation.

use crate::Error;

const ERROR_CANCELLED: u32 = 0x0000_04C7;
const CANCELLED_AS_RESULT: u32 = 0x8007_04C7;
/// «Срок действия лицензии истёк».
const LICENCE_EXPIRED: u32 = 0x8007_065B;
const NTE_BAD_DATA: u32 = 0x8009_0005;
const NTE_NO_KEY: u32 = 0x8009_000D;
const NTE_BAD_KEYSET: u32 = 0x8009_0016;
const NTE_PROV_TYPE_NOT_DEF: u32 = 0x8009_0017;
const NTE_KEYSET_NOT_DEF: u32 = 0x8009_0019;
const CRYPT_E_MSG_ERROR: u32 = 0x8009_1001;
const CRYPT_E_INVALID_MSG_TYPE: u32 = 0x8009_1004;
const CRYPT_E_NOT_FOUND: u32 = 0x8009_2004;
const CRYPT_E_NO_KEY_PROPERTY: u32 = 0x8009_200B;
const CRYPT_E_NO_DECRYPT_CERT: u32 = 0x8009_200C;
/// CRYPT_E_ASN1_ERROR and what follows it.
const ASN1: std::ops::RangeInclusive<u32> = 0x8009_3100..=0x8009_31FF;
const SCARD_E_NO_SMARTCARD: u32 = 0x8010_000C;
const SCARD_E_NO_SERVICE: u32 = 0x8010_001D;
const SCARD_E_NO_READERS: u32 = 0x8010_002E;
const SCARD_W_REMOVED_CARD: u32 = 0x8010_0069;
const SCARD_W_WRONG_CHV: u32 = 0x8010_006B;
const SCARD_W_CHV_BLOCKED: u32 = 0x8010_006C;
const SCARD_W_CANCELLED_BY_USER: u32 = 0x8010_006E;

/// What the code means. The provider never tells how many tries are left.
pub(super) fn error(code: u32) -> Error {
    match code {
        SCARD_W_WRONG_CHV => Error::WrongPin { tries_left: None },
        SCARD_W_CHV_BLOCKED => Error::PinLocked,
        SCARD_W_CANCELLED_BY_USER | ERROR_CANCELLED | CANCELLED_AS_RESULT => Error::PinCancelled,
        NTE_BAD_KEYSET
        | NTE_NO_KEY
        | CRYPT_E_NO_KEY_PROPERTY
        | CRYPT_E_NOT_FOUND
        | CRYPT_E_NO_DECRYPT_CERT => Error::NoKey,
        NTE_PROV_TYPE_NOT_DEF | NTE_KEYSET_NOT_DEF => Error::NoModule,
        SCARD_E_NO_SMARTCARD | SCARD_W_REMOVED_CARD | SCARD_E_NO_SERVICE | SCARD_E_NO_READERS => {
            Error::NoToken
        }
        LICENCE_EXPIRED => Error::LicenceExpired,
        NTE_BAD_DATA | CRYPT_E_MSG_ERROR | CRYPT_E_INVALID_MSG_TYPE => Error::Malformed { what: "message" },
        code if ASN1.contains(&code) => Error::Malformed { what: "message" },
        code => Error::Provider { code },
    }
}

/// May a key be tried again after this error, within the same opening? After a PIN that did not fit it may not: a
/// second use would count as a second wrong PIN.
pub(super) fn is_final(error: &Error) -> bool {
    matches!(
        error,
        Error::WrongPin { .. } | Error::PinLocked | Error::PinCancelled
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_the_provider_becomes_what_a_person_can_do() {
        let cases = [
            (0x8010_006B, Error::WrongPin { tries_left: None }),
            (0x8010_006C, Error::PinLocked),
            (0x8010_006E, Error::PinCancelled),
            (0x0000_04C7, Error::PinCancelled),
            (0x8009_0016, Error::NoKey),
            (0x8009_200B, Error::NoKey),
            (0x8009_2004, Error::NoKey),
            (0x8010_000C, Error::NoToken),
            (0x8010_0069, Error::NoToken),
            (0x8007_065B, Error::LicenceExpired),
            (0x8009_310B, Error::Malformed { what: "message" }),
            (0x8009_0022, Error::Provider { code: 0x8009_0022 }),
            (0x800B_010A, Error::Provider { code: 0x800B_010A }),
        ];
        for (code, expected) in cases {
            assert_eq!(error(code), expected, "{code:#010x}");
        }
    }
}
