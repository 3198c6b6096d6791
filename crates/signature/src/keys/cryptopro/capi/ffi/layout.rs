//! The numbers and structures of wincrypt.h, as far as they are used; CryptoPro's CSP_WinCrypt.h repeats them.

use std::ffi::{c_char, c_void};

pub(super) const ENCODING: u32 = 0x0001_0001; // X509_ASN_ENCODING | PKCS_7_ASN_ENCODING
pub(super) const CERT_STORE_PROV_MEMORY: usize = 2;
pub(super) const CERT_STORE_PROV_SYSTEM_A: usize = 9;
pub(super) const CURRENT_USER_READ_ONLY_EXISTING: u32 = 0x0001_0000 | 0x8000 | 0x4000;
pub(super) const CERT_STORE_ADD_ALWAYS: u32 = 4;
pub(super) const CERT_FIND_SHA1_HASH: u32 = 0x0001_0000;
pub(super) const CERT_KEY_PROV_INFO_PROP_ID: u32 = 2;
pub(super) const CRYPT_SILENT: u32 = 0x40;
pub(super) const AT_SIGNATURE: u32 = 2;
pub(super) const PP_KEYEXCHANGE_PIN: u32 = 32;
pub(super) const PP_SIGNATURE_PIN: u32 = 33;
pub(super) const ERROR_MORE_DATA: u32 = 234;
pub(super) const CRYPT_E_NOT_FOUND: u32 = 0x8009_2004;
pub(super) const CRYPT_E_NO_KEY_PROPERTY: u32 = 0x8009_200B;
pub(super) const ERROR_INVALID_PARAMETER: u32 = 87;
/// CryptoPro only: no CAdES attributes of its own, ours are complete (WinCryptEx.h).
pub(super) const CPCRYPT_MESSAGE_CADES_DISABLE: u32 = 0x200;

#[repr(C)]
pub(super) struct Blob {
    pub(super) count: u32,
    pub(super) bytes: *const u8,
}

#[repr(C)]
pub(super) struct AlgorithmIdentifier {
    pub(super) oid: *const c_char,
    pub(super) parameters: Blob,
}

#[repr(C)]
pub(super) struct CertContext {
    pub(super) encoding: u32,
    pub(super) der: *const u8,
    pub(super) der_count: u32,
    pub(super) facts: *const c_void,
    pub(super) store: *mut c_void,
}

#[repr(C)]
pub(super) struct KeyProvParam {
    pub(super) parameter: u32,
    pub(super) bytes: *const u8,
    pub(super) count: u32,
    pub(super) flags: u32,
}

#[repr(C)]
pub(super) struct KeyProvFacts {
    pub(super) container: *const c_void,
    pub(super) provider: *const c_void,
    pub(super) provider_type: u32,
    pub(super) flags: u32,
    pub(super) parameter_count: u32,
    pub(super) parameters: *const KeyProvParam,
    pub(super) key_spec: u32,
}

#[repr(C)]
pub(super) struct AttributeLine {
    pub(super) oid: *const c_char,
    pub(super) count: u32,
    pub(super) values: *const Blob,
}

#[repr(C)]
pub(super) struct SignMessagePara {
    pub(super) size: u32,
    pub(super) encoding: u32,
    pub(super) certificate: *const CertContext,
    pub(super) hash: AlgorithmIdentifier,
    pub(super) hash_extra: *const c_void,
    pub(super) certificate_count: u32,
    pub(super) certificates: *const *const CertContext,
    pub(super) crl_count: u32,
    pub(super) crls: *const c_void,
    pub(super) signed_count: u32,
    pub(super) signed: *const AttributeLine,
    pub(super) unsigned_count: u32,
    pub(super) unsigned: *const AttributeLine,
    pub(super) flags: u32,
    pub(super) inner_content_type: u32,
}

#[repr(C)]
pub(super) struct DecryptMessagePara {
    pub(super) size: u32,
    pub(super) encoding: u32,
    pub(super) store_count: u32,
    pub(super) stores: *const *mut c_void,
}

#[allow(clippy::cast_possible_truncation, reason = "120")]
pub(super) const SIGN_PARA_BYTES: u32 = size_of::<SignMessagePara>() as u32;
#[allow(clippy::cast_possible_truncation, reason = "24")]
pub(super) const DECRYPT_PARA_BYTES: u32 = size_of::<DecryptMessagePara>() as u32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_pointer_width = "64")]
    fn the_structures_have_the_sizes_of_wincrypt() {
        assert_eq!(size_of::<SignMessagePara>(), 120);
        assert_eq!(size_of::<KeyProvFacts>(), 48);
        assert_eq!(size_of::<CertContext>(), 40);
        assert_eq!(size_of::<KeyProvParam>(), 24);
        assert_eq!(size_of::<AttributeLine>(), 24);
        assert_eq!(size_of::<DecryptMessagePara>(), 24);
    }
}
