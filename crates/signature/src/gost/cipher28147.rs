//! GOST 28147-89 as RFC 4357 and RFC 5830 use it: little-endian words, chosen S-boxes, and the short MAC.
//!
//! The `magma` crate has the same rounds in the byte order of GOST R 34.12-2015 and no sixteen-round form, hence this
//! one; the tests hold the two against each other. For reading messages of others; nothing new is sealed with it
//! unless the certificate's owner can open nothing better.

use der::oid::ObjectIdentifier;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::Error;

/// The length of a key.
pub const KEY_BYTES: usize = 32;
/// The length of a block.
pub const BLOCK_BYTES: usize = 8;

type Nodes = [[u8; 16]; 8];

/// A set of S-boxes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Sbox {
    /// id-Gost28147-89-TestParamSet.
    Test,
    /// id-Gost28147-89-CryptoPro-A-ParamSet.
    CryptoProA,
    /// id-Gost28147-89-CryptoPro-B-ParamSet.
    CryptoProB,
    /// id-Gost28147-89-CryptoPro-C-ParamSet.
    CryptoProC,
    /// id-Gost28147-89-CryptoPro-D-ParamSet.
    CryptoProD,
    /// id-tc26-gost-28147-param-Z: that of «Магма».
    Z,
}

impl Sbox {
    /// Every set this program knows.
    pub const ALL: [Self; 6] = [
        Self::Test,
        Self::CryptoProA,
        Self::CryptoProB,
        Self::CryptoProC,
        Self::CryptoProD,
        Self::Z,
    ];

    /// The set with this object identifier.
    ///
    /// # Errors
    /// [`Error::Unsupported`]: none has it.
    pub fn from_oid(oid: ObjectIdentifier) -> Result<Self, Error> {
        let found = Self::ALL.into_iter().find(|sbox| sbox.oid() == oid);
        found.ok_or_else(|| Error::Unsupported {
            what: format!("parameters of the cipher {oid}"),
        })
    }

    /// Its object identifier.
    #[must_use]
    pub fn oid(self) -> ObjectIdentifier {
        ObjectIdentifier::new_unwrap(match self {
            Self::Test => "1.2.643.2.2.31.0",
            Self::CryptoProA => "1.2.643.2.2.31.1",
            Self::CryptoProB => "1.2.643.2.2.31.2",
            Self::CryptoProC => "1.2.643.2.2.31.3",
            Self::CryptoProD => "1.2.643.2.2.31.4",
            Self::Z => "1.2.643.7.1.2.5.1.1",
        })
    }

    fn table(self) -> &'static [[u32; 256]; 4] {
        match self {
            Self::Test => &TABLE_TEST,
            Self::CryptoProA => &TABLE_A,
            Self::CryptoProB => &TABLE_B,
            Self::CryptoProC => &TABLE_C,
            Self::CryptoProD => &TABLE_D,
            Self::Z => &TABLE_Z,
        }
    }
}

/// The cipher with a key.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Gost28147 {
    words: [u32; 8],
    #[zeroize(skip)]
    sbox: Sbox,
}

impl std::fmt::Debug for Gost28147 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Gost28147({:?}, …)", self.sbox)
    }
}

impl Gost28147 {
    /// The cipher with this key and these S-boxes.
    #[must_use]
    pub fn new(key: &[u8; KEY_BYTES], sbox: Sbox) -> Self {
        let mut words = [0; 8];
        for (word, bytes) in words.iter_mut().zip(key.as_chunks::<4>().0) {
            *word = u32::from_le_bytes(*bytes);
        }
        Self { words, sbox }
    }

    /// Encrypts one block.
    #[must_use]
    pub fn encrypt(&self, block: [u8; BLOCK_BYTES]) -> [u8; BLOCK_BYTES] {
        let forward = || self.words.iter();
        let order = forward().chain(forward()).chain(forward()).chain(forward().rev());
        let (low, high) = self.rounds(halves(block), order);
        joined(high, low)
    }

    /// Decrypts one block.
    #[must_use]
    pub fn decrypt(&self, block: [u8; BLOCK_BYTES]) -> [u8; BLOCK_BYTES] {
        let back = || self.words.iter().rev();
        let order = self.words.iter().chain(back()).chain(back()).chain(back());
        let (low, high) = self.rounds(halves(block), order);
        joined(high, low)
    }

    fn rounds<'k>(
        &self,
        (mut low, mut high): (u32, u32),
        order: impl Iterator<Item = &'k u32>,
    ) -> (u32, u32) {
        let table = self.sbox.table();
        for word in order {
            (low, high) = (high ^ substitute(table, low.wrapping_add(*word)), low);
        }
        (low, high)
    }

    /// The first four bytes of the MAC («имитовставка») over the bytes, padded with zeros (RFC 5830, section 8); at
    /// least two blocks, as the standard asks.
    #[must_use]
    pub fn mac(&self, start: [u8; BLOCK_BYTES], bytes: &[u8]) -> [u8; 4] {
        let mut state = halves(start);
        let blocks = bytes.len().div_ceil(BLOCK_BYTES).max(2);
        let mut rest = bytes.chunks(BLOCK_BYTES);
        for _ in 0..blocks {
            let mut block = [0; BLOCK_BYTES];
            for (place, byte) in block.iter_mut().zip(rest.next().unwrap_or_default()) {
                *place = *byte;
            }
            let (low, high) = halves(block);
            let order = self.words.iter().chain(self.words.iter());
            state = self.rounds((state.0 ^ low, state.1 ^ high), order);
        }
        state.0.to_le_bytes()
    }

    /// The cipher with the next key (CryptoPro key meshing, RFC 4357, section 2.3.2).
    #[must_use]
    pub fn meshed(&self) -> Self {
        let mut key = Zeroizing::new([0; KEY_BYTES]);
        for (place, block) in key
            .as_chunks_mut::<8>()
            .0
            .iter_mut()
            .zip(MESHING.as_chunks::<8>().0)
        {
            *place = self.decrypt(*block);
        }
        Self::new(&key, self.sbox)
    }
}

fn halves(block: [u8; BLOCK_BYTES]) -> (u32, u32) {
    let whole = u64::from_le_bytes(block);
    (whole as u32, (whole >> 32) as u32)
}

fn joined(low: u32, high: u32) -> [u8; BLOCK_BYTES] {
    (u64::from(low) | u64::from(high) << 32).to_le_bytes()
}

/// Four look-ups that substitute and rotate by eleven bits at once.
#[allow(
    clippy::indexing_slicing,
    reason = "a byte cannot pass the end of 256 entries"
)]
fn substitute(table: &[[u32; 256]; 4], word: u32) -> u32 {
    let [first, second, third, fourth] = word.to_le_bytes();
    table[0][usize::from(first)]
        | table[1][usize::from(second)]
        | table[2][usize::from(third)]
        | table[3][usize::from(fourth)]
}

#[allow(clippy::indexing_slicing, reason = "runs in the compiler alone")]
const fn table(nodes: &Nodes) -> [[u32; 256]; 4] {
    let mut table = [[0; 256]; 4];
    let mut byte = 0;
    while byte < 4 {
        let mut value = 0;
        while value < 256 {
            let low = nodes[2 * byte][value & 15] as u32;
            let high = nodes[2 * byte + 1][value >> 4] as u32;
            table[byte][value] = ((low | high << 4) << (8 * byte)).rotate_left(11);
            value += 1;
        }
        byte += 1;
    }
    table
}

static TABLE_TEST: [[u32; 256]; 4] = table(&TEST);
static TABLE_A: [[u32; 256]; 4] = table(&CRYPTOPRO_A);
static TABLE_B: [[u32; 256]; 4] = table(&CRYPTOPRO_B);
static TABLE_C: [[u32; 256]; 4] = table(&CRYPTOPRO_C);
static TABLE_D: [[u32; 256]; 4] = table(&CRYPTOPRO_D);
static TABLE_Z: [[u32; 256]; 4] = table(&PARAM_Z);

// The rows of RFC 4357, section 11.2, and for Z of RFC 7836, appendix C: K1 (the lowest four bits) first.
const TEST: Nodes = [
    [4, 2, 15, 5, 9, 1, 0, 8, 14, 3, 11, 12, 13, 7, 10, 6],
    [12, 9, 15, 14, 8, 1, 3, 10, 2, 7, 4, 13, 6, 0, 11, 5],
    [13, 8, 14, 12, 7, 3, 9, 10, 1, 5, 2, 4, 6, 15, 0, 11],
    [14, 9, 11, 2, 5, 15, 7, 1, 0, 13, 12, 6, 10, 4, 3, 8],
    [3, 14, 5, 9, 6, 8, 0, 13, 10, 11, 7, 12, 2, 1, 15, 4],
    [8, 15, 6, 11, 1, 9, 12, 5, 13, 3, 7, 10, 0, 14, 2, 4],
    [9, 11, 12, 0, 3, 6, 7, 5, 4, 8, 14, 15, 1, 10, 2, 13],
    [12, 6, 5, 2, 11, 0, 9, 13, 3, 14, 7, 10, 15, 4, 1, 8],
];
const CRYPTOPRO_A: Nodes = [
    [9, 6, 3, 2, 8, 11, 1, 7, 10, 4, 14, 15, 12, 0, 13, 5],
    [3, 7, 14, 9, 8, 10, 15, 0, 5, 2, 6, 12, 11, 4, 13, 1],
    [14, 4, 6, 2, 11, 3, 13, 8, 12, 15, 5, 10, 0, 7, 1, 9],
    [14, 7, 10, 12, 13, 1, 3, 9, 0, 2, 11, 4, 15, 8, 5, 6],
    [11, 5, 1, 9, 8, 13, 15, 0, 14, 4, 2, 3, 12, 7, 10, 6],
    [3, 10, 13, 12, 1, 2, 0, 11, 7, 5, 9, 4, 8, 15, 14, 6],
    [1, 13, 2, 9, 7, 10, 6, 0, 8, 12, 4, 5, 15, 3, 11, 14],
    [11, 10, 15, 5, 0, 12, 14, 8, 6, 2, 3, 9, 1, 7, 13, 4],
];
const CRYPTOPRO_B: Nodes = [
    [8, 4, 11, 1, 3, 5, 0, 9, 2, 14, 10, 12, 13, 6, 7, 15],
    [0, 1, 2, 10, 4, 13, 5, 12, 9, 7, 3, 15, 11, 8, 6, 14],
    [14, 12, 0, 10, 9, 2, 13, 11, 7, 5, 8, 15, 3, 6, 1, 4],
    [7, 5, 0, 13, 11, 6, 1, 2, 3, 10, 12, 15, 4, 14, 9, 8],
    [2, 7, 12, 15, 9, 5, 10, 11, 1, 4, 0, 13, 6, 8, 14, 3],
    [8, 3, 2, 6, 4, 13, 14, 11, 12, 1, 7, 15, 10, 0, 9, 5],
    [5, 2, 10, 11, 9, 1, 12, 3, 7, 4, 13, 0, 6, 15, 8, 14],
    [0, 4, 11, 14, 8, 3, 7, 1, 10, 2, 9, 6, 15, 13, 5, 12],
];
const CRYPTOPRO_C: Nodes = [
    [1, 11, 12, 2, 9, 13, 0, 15, 4, 5, 8, 14, 10, 7, 6, 3],
    [0, 1, 7, 13, 11, 4, 5, 2, 8, 14, 15, 12, 9, 10, 6, 3],
    [8, 2, 5, 0, 4, 9, 15, 10, 3, 7, 12, 13, 6, 14, 1, 11],
    [3, 6, 0, 1, 5, 13, 10, 8, 11, 2, 9, 7, 14, 15, 12, 4],
    [8, 13, 11, 0, 4, 5, 1, 2, 9, 3, 12, 14, 6, 15, 10, 7],
    [12, 9, 11, 1, 8, 14, 2, 4, 7, 3, 6, 5, 10, 0, 15, 13],
    [10, 9, 6, 8, 13, 14, 2, 0, 15, 3, 5, 11, 4, 1, 12, 7],
    [7, 4, 0, 5, 10, 2, 15, 14, 12, 6, 1, 11, 13, 9, 3, 8],
];
const CRYPTOPRO_D: Nodes = [
    [15, 12, 2, 10, 6, 4, 5, 0, 7, 9, 14, 13, 1, 11, 8, 3],
    [11, 6, 3, 4, 12, 15, 14, 2, 7, 13, 8, 0, 5, 10, 9, 1],
    [1, 12, 11, 0, 15, 14, 6, 5, 10, 13, 4, 8, 9, 3, 7, 2],
    [1, 5, 14, 12, 10, 7, 0, 13, 6, 2, 11, 4, 9, 3, 15, 8],
    [0, 12, 8, 9, 13, 2, 10, 11, 7, 3, 6, 5, 4, 14, 15, 1],
    [8, 0, 15, 3, 2, 5, 14, 11, 1, 10, 4, 7, 12, 9, 13, 6],
    [3, 0, 6, 15, 1, 14, 9, 2, 13, 8, 12, 4, 11, 10, 5, 7],
    [1, 10, 6, 8, 15, 11, 0, 4, 12, 3, 5, 9, 7, 13, 2, 14],
];
const PARAM_Z: Nodes = [
    [12, 4, 6, 2, 10, 5, 11, 9, 14, 8, 13, 7, 0, 3, 15, 1],
    [6, 8, 2, 3, 9, 10, 5, 12, 1, 14, 4, 7, 11, 13, 0, 15],
    [11, 3, 5, 8, 2, 15, 10, 13, 14, 1, 7, 4, 12, 9, 6, 0],
    [12, 8, 2, 1, 13, 4, 15, 6, 7, 0, 10, 5, 3, 14, 9, 11],
    [7, 15, 5, 10, 8, 1, 6, 13, 0, 9, 3, 14, 11, 4, 2, 12],
    [5, 13, 15, 6, 9, 2, 12, 10, 11, 7, 8, 1, 4, 3, 14, 0],
    [8, 14, 2, 5, 6, 9, 1, 12, 15, 4, 11, 0, 13, 10, 3, 7],
    [1, 7, 14, 13, 0, 5, 8, 3, 4, 15, 10, 6, 9, 12, 11, 2],
];

/// The constant C of key meshing (RFC 4357, section 2.3.2).
const MESHING: [u8; KEY_BYTES] = [
    0x69, 0x00, 0x72, 0x22, 0x64, 0xC9, 0x04, 0x23, 0x8D, 0x3A, 0xDB, 0x96, 0x46, 0xE9, 0x2A, 0xC4, 0x18,
    0xFE, 0xAC, 0x94, 0x00, 0xED, 0x07, 0x12, 0xC0, 0x86, 0xDC, 0xC2, 0xEF, 0x4C, 0xA9, 0x2B,
];
