//! Names of algorithms in sealed messages (RFC 4357, RFC 4490, Р 1323565.1.025-2019).

use der::oid::ObjectIdentifier;

use crate::gost::acpkm::BlockCipher;

pub(super) const GOST_28147: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.2.2.21");

const MAGMA_CTR_ACPKM: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.7.1.1.5.1.1");
const KUZNYECHIK_CTR_ACPKM: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.7.1.1.5.2.1");
const MAGMA_CTR_ACPKM_OMAC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.7.1.1.5.1.2");
const KUZNYECHIK_CTR_ACPKM_OMAC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.7.1.1.5.2.2");
const MAGMA_KEXP15: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.7.1.1.7.1.1");
const KUZNYECHIK_KEXP15: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.7.1.1.7.2.1");

/// The attribute that carries the MAC of the content.
pub(super) const CONTENT_MAC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.7.1.0.6.1.1");

pub(super) const AGREEMENT_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.7.1.1.6.1");
pub(super) const AGREEMENT_512: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.7.1.1.6.2");

const CIPHERS: [BlockCipher; 2] = [BlockCipher::Kuznyechik, BlockCipher::Magma];

/// The name of the content's encryption with this block.
pub(super) fn content(cipher: BlockCipher) -> ObjectIdentifier {
    match cipher {
        BlockCipher::Kuznyechik => KUZNYECHIK_CTR_ACPKM,
        BlockCipher::Magma => MAGMA_CTR_ACPKM,
    }
}

/// The name of the key's wrap with this block.
pub(super) fn wrap(cipher: BlockCipher) -> ObjectIdentifier {
    match cipher {
        BlockCipher::Kuznyechik => KUZNYECHIK_KEXP15,
        BlockCipher::Magma => MAGMA_KEXP15,
    }
}

/// Of the content's encryption: the block, and whether a MAC protects it.
pub(super) fn cipher_of_content(oid: &ObjectIdentifier) -> Option<(BlockCipher, Protection)> {
    Some(match *oid {
        KUZNYECHIK_CTR_ACPKM => (BlockCipher::Kuznyechik, Protection::None),
        MAGMA_CTR_ACPKM => (BlockCipher::Magma, Protection::None),
        KUZNYECHIK_CTR_ACPKM_OMAC => (BlockCipher::Kuznyechik, Protection::Mac),
        MAGMA_CTR_ACPKM_OMAC => (BlockCipher::Magma, Protection::Mac),
        _ => return None,
    })
}

/// What protects the content against change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Protection {
    /// Nothing.
    None,
    /// A MAC beside it.
    Mac,
}

pub(super) fn cipher_of_wrap(oid: &ObjectIdentifier) -> Option<BlockCipher> {
    CIPHERS.into_iter().find(|cipher| wrap(*cipher) == *oid)
}
