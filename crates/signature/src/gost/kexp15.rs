//! KExp15 and KImp15: a key under a pair of keys (R 1323565.1.017-2018, section 5; RFC 9189, section 8.2.1).

use cmac::{Cmac, KeyInit, Mac};
use kuznyechik::Kuznyechik;
use magma::Magma;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::acpkm::{self, BlockCipher};
use super::kdf::ExportKeys;
use crate::Error;

const MALFORMED: Error = Error::Malformed { what: "exported key" };

/// Exports a key: encrypted together with its MAC.
///
/// # Errors
/// [`Error::Malformed`]: an `iv` of another length than half a block.
pub fn export(cipher: BlockCipher, keys: &ExportKeys, iv: &[u8], key: &[u8]) -> Result<Vec<u8>, Error> {
    let mut exported = key.to_vec();
    exported.extend(omac(cipher, &keys.mac, &[iv, key])?);
    counter(cipher, keys, iv, &mut exported)?;
    Ok(exported)
}

/// Imports a key.
///
/// # Errors
/// [`Error::Malformed`]: the MAC does not fit, so it is another key or the message was changed.
pub fn import(
    cipher: BlockCipher,
    keys: &ExportKeys,
    iv: &[u8],
    exported: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Error> {
    let mut opened = Zeroizing::new(exported.to_vec());
    counter(cipher, keys, iv, &mut opened)?;
    let end = opened.len().checked_sub(cipher.block_bytes()).ok_or(MALFORMED)?;
    let (key, mac) = opened.split_at_checked(end).ok_or(MALFORMED)?;
    if bool::from(omac(cipher, &keys.mac, &[iv, key])?.ct_eq(mac)) {
        Ok(Zeroizing::new(key.to_vec()))
    } else {
        Err(MALFORMED)
    }
}

/// Counter mode without changes of the key: all in one section.
fn counter(cipher: BlockCipher, keys: &ExportKeys, iv: &[u8], bytes: &mut [u8]) -> Result<(), Error> {
    let section = bytes
        .len()
        .next_multiple_of(cipher.block_bytes())
        .max(cipher.block_bytes());
    acpkm::apply_sections(cipher, &keys.cipher, iv, section, bytes)
}

/// OMAC (GOST R 34.13-2015, section 5.6), a whole block, over the parts one after another.
///
/// # Errors
/// [`Error::Malformed`]: never met with keys of 32 bytes.
pub fn omac(cipher: BlockCipher, key: &[u8; 32], parts: &[&[u8]]) -> Result<Vec<u8>, Error> {
    match cipher {
        BlockCipher::Kuznyechik => mac::<Cmac<Kuznyechik>>(key, parts),
        BlockCipher::Magma => mac::<Cmac<Magma>>(key, parts),
    }
}

fn mac<M: Mac + KeyInit>(key: &[u8; 32], parts: &[&[u8]]) -> Result<Vec<u8>, Error> {
    let mut mac = <M as KeyInit>::new_from_slice(key).map_err(|_| MALFORMED)?;
    for part in parts {
        mac.update(part);
    }
    Ok(mac.finalize().into_bytes().to_vec())
}
