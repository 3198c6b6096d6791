//! Numbers of PKCS#11 that the standard's header lacks: the vendor range of TC26 and what Rutoken adds.
//!
//! Sources: the numbers of TC26 as they stand in the headers of Rutoken, JaCarta and OpenSC (they agree),
//! and PKCS#11 v2.40 for the rest.

use cryptoki_sys::{CK_FLAGS, CK_MECHANISM_TYPE};

/// Where the numbers of TC26 begin: NSSCK_VENDOR_PKCS11_RU_TEAM.
const TC26: u32 = 0xD432_1000;

/// A signature over a ready digest, 512 bits. For 256 bits the standard's own number serves.
pub(super) const CKM_GOSTR3410_512: CK_MECHANISM_TYPE = (TC26 | 0x006) as CK_MECHANISM_TYPE;
/// Agreement on a key, both lengths.
pub(super) const CKM_GOSTR3410_12_DERIVE: CK_MECHANISM_TYPE = (TC26 | 0x007) as CK_MECHANISM_TYPE;
/// Diversification of the agreed key as RFC 4357, section 6.5 says.
pub(super) const CKM_KDF_4357: CK_MECHANISM_TYPE = (TC26 | 0x025) as CK_MECHANISM_TYPE;

/// Rutoken: the PIN is not the one from the factory (CK_TOKEN_INFO_EXTENDED.flags).
pub(super) const TOKEN_FLAGS_USER_PIN_NOT_DEFAULT: CK_FLAGS = 0x0000_0008;

/// What CryptoPro CSP writes as the application of its containers on a token.
pub(super) const CRYPTOPRO_APPLICATION: &[u8] = b"CryptoPro CSP";
