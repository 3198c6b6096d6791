//! CFB with GOST 28147-89 and key meshing: how RFC 4490 messages and many key files are encrypted.

use super::cipher28147::{BLOCK_BYTES, Gost28147, KEY_BYTES, Sbox};

/// After so many bytes the key is meshed (RFC 4357, section 2.3).
const MESHED_AFTER_BYTES: usize = 1024;

/// What the register takes over after a block: always the encrypted side.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Register {
    Out,
    In,
}

/// Encrypts in place.
pub fn encrypt(key: &[u8; KEY_BYTES], iv: [u8; BLOCK_BYTES], sbox: Sbox, bytes: &mut [u8]) {
    run(Gost28147::new(key, sbox), iv, bytes, Register::Out);
}

/// Decrypts in place.
pub fn decrypt(key: &[u8; KEY_BYTES], iv: [u8; BLOCK_BYTES], sbox: Sbox, bytes: &mut [u8]) {
    run(Gost28147::new(key, sbox), iv, bytes, Register::In);
}

fn run(mut cipher: Gost28147, mut register: [u8; BLOCK_BYTES], bytes: &mut [u8], from: Register) {
    for (number, part) in bytes.chunks_mut(MESHED_AFTER_BYTES).enumerate() {
        if number > 0 {
            cipher = cipher.meshed();
            register = cipher.encrypt(register);
        }
        for block in part.chunks_mut(BLOCK_BYTES) {
            let gamma = cipher.encrypt(register);
            for ((byte, gamma), place) in block.iter_mut().zip(gamma).zip(&mut register) {
                let incoming = *byte;
                *byte ^= gamma;
                *place = if from == Register::Out { *byte } else { incoming };
            }
        }
    }
}
