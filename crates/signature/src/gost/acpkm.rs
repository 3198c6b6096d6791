//! CTR-ACPKM: counter mode that changes its key after every section (R 1323565.1.017-2018, RFC 8645, section 6.2.2).

use cipher::{Array, BlockCipherEncrypt, BlockSizeUser, KeyInit, KeySizeUser};
use kuznyechik::Kuznyechik;
use magma::Magma;
use zeroize::{Zeroize, Zeroizing};

use crate::Error;

/// A cipher of GOST R 34.12-2015 (RFC 7801, RFC 8891).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockCipher {
    /// «Кузнечик»: blocks of 16 bytes.
    Kuznyechik,
    /// «Магма»: blocks of 8 bytes.
    Magma,
}

impl BlockCipher {
    /// The length of a block.
    #[must_use]
    pub fn block_bytes(self) -> usize {
        match self {
            Self::Kuznyechik => 16,
            Self::Magma => 8,
        }
    }

    /// The length of the initial value of the counter: half a block.
    #[must_use]
    pub fn iv_bytes(self) -> usize {
        self.block_bytes() / 2
    }

    /// After so many bytes a message changes the key (R 1323565.1.025-2019: 256 KB and 8 KB).
    #[must_use]
    pub fn message_section_bytes(self) -> usize {
        match self {
            Self::Kuznyechik => 256 * 1024,
            Self::Magma => 8 * 1024,
        }
    }
}

/// Encrypts or decrypts in place, sections as in messages.
///
/// # Errors
/// [`Error::Malformed`]: an `iv` of another length than half a block.
pub fn apply(cipher: BlockCipher, key: &[u8; 32], iv: &[u8], bytes: &mut [u8]) -> Result<(), Error> {
    apply_sections(cipher, key, iv, cipher.message_section_bytes(), bytes)
}

/// Encrypts or decrypts in place with sections of `section_bytes`, a multiple of the block.
///
/// # Errors
/// [`Error::Malformed`]: an `iv` of another length than half a block, or a section that ends inside a block.
pub fn apply_sections(
    cipher: BlockCipher,
    key: &[u8; 32],
    iv: &[u8],
    section_bytes: usize,
    bytes: &mut [u8],
) -> Result<(), Error> {
    let is_whole = section_bytes > 0 && section_bytes.is_multiple_of(cipher.block_bytes());
    if iv.len() != cipher.iv_bytes() || !is_whole {
        return Err(Error::Malformed {
            what: "initial value",
        });
    }
    match cipher {
        BlockCipher::Kuznyechik => run::<Kuznyechik>(key, iv, section_bytes, bytes),
        BlockCipher::Magma => run::<Magma>(key, iv, section_bytes, bytes),
    }
    Ok(())
}

fn run<C>(key: &[u8; 32], iv: &[u8], section_bytes: usize, bytes: &mut [u8])
where
    C: BlockCipherEncrypt + BlockSizeUser + KeyInit + KeySizeUser<KeySize = cipher::consts::U32>,
{
    let mut cipher = C::new(&Array::from(*key));
    let mut counter = Array::<u8, C::BlockSize>::default();
    for (place, byte) in counter.iter_mut().zip(iv) {
        *place = *byte;
    }
    let mut gamma = counter.clone();
    for (number, section) in bytes.chunks_mut(section_bytes).enumerate() {
        if number > 0 {
            cipher = next(&cipher);
        }
        for block in section.chunks_mut(C::block_size()) {
            gamma.clone_from(&counter);
            cipher.encrypt_block(&mut gamma);
            for (byte, gamma) in block.iter_mut().zip(&gamma) {
                *byte ^= gamma;
            }
            for byte in counter.iter_mut().rev() {
                *byte = byte.wrapping_add(1);
                if *byte != 0 {
                    break;
                }
            }
        }
    }
    gamma.zeroize();
}

/// The cipher with the key of the next section: the constant 0x80…0x9F, encrypted block by block.
fn next<C>(cipher: &C) -> C
where
    C: BlockCipherEncrypt + BlockSizeUser + KeyInit + KeySizeUser<KeySize = cipher::consts::U32>,
{
    let mut key = Zeroizing::new([0u8; 32]);
    for (place, byte) in key.iter_mut().zip(0x80..=0x9F) {
        *place = byte;
    }
    for block in key.chunks_mut(C::block_size()) {
        if let Ok(block) = <&mut Array<u8, C::BlockSize>>::try_from(block) {
            cipher.encrypt_block(block);
        }
    }
    C::new(&Array::from(*key))
}
