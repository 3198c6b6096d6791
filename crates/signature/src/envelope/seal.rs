//! Sealing a message for one certificate: what an operator's emulator and the tests need.

use zeroize::Zeroizing;

use super::names;
use super::transport::{iv, old_kek};
use crate::asn1::{explicit, integer, octets, oid, sequence, set, tag, tlv};
use crate::certificate::Certificate;
use crate::cms::algorithms::{DATA, ENVELOPED_DATA, Spelling};
use crate::gost::acpkm::{self, BlockCipher};
use crate::gost::cipher28147::Sbox;
use crate::gost::{Digest, PrivateKey, PublicKey, cfb28147, kdf, kexp15, wrap28147};
use crate::{Error, Randomness, Result};

/// How the content is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EnvelopeCipher {
    /// GOST 28147-89 in CFB with key meshing, as RFC 4490 has it; the S-box is that of ТК 26.
    Gost28147,
    /// CTR-ACPKM with a block of GOST R 34.12-2015, as Р 1323565.1.025 has it.
    CtrAcpkm(BlockCipher),
}

impl EnvelopeCipher {
    /// All that are read and written.
    pub const ALL: [Self; 3] = [
        Self::Gost28147,
        Self::CtrAcpkm(BlockCipher::Kuznyechik),
        Self::CtrAcpkm(BlockCipher::Magma),
    ];
}

/// Seals a message (DER) so that only the key of `recipient` opens it.
///
/// # Errors
/// [`Error::Unsupported`]: not a GOST R 34.10-2012 certificate; [`Error::Random`].
pub fn seal(
    plaintext: &[u8],
    recipient: &Certificate,
    cipher: EnvelopeCipher,
    randomness: &mut dyn Randomness,
) -> Result<Vec<u8>> {
    let peer = recipient.public_key()?;
    let own = PrivateKey::generate(peer.curve(), randomness)?;
    let mut content_key = Zeroizing::new([0; 32]);
    randomness.fill(content_key.as_mut())?;
    let mut bytes = plaintext.to_vec();
    let (transport, content) = match cipher {
        EnvelopeCipher::Gost28147 => {
            let transport = wrap_old(&own, &peer, &content_key, randomness)?;
            (transport, encrypt_old(&content_key, &mut bytes, randomness)?)
        }
        EnvelopeCipher::CtrAcpkm(block) => {
            let transport = wrap_new(&own, &peer, block, &content_key, randomness)?;
            (
                transport,
                encrypt_new(block, &content_key, &mut bytes, randomness)?,
            )
        }
    };
    let name = sequence(&[recipient.issuer_der(), &tlv(tag::INTEGER, &[recipient.serial()])]);
    let info = sequence(&[&integer(0), &name, &transport.algorithm, &octets(&transport.key)]);
    let encrypted = sequence(&[&oid(&DATA), &content, &tlv(tag::context(0), &[&bytes])]);
    let enveloped = sequence(&[&integer(0), &set(&[&info]), &encrypted]);
    Ok(sequence(&[&oid(&ENVELOPED_DATA), &explicit(0, &[&enveloped])]))
}

struct Transport {
    algorithm: Vec<u8>,
    key: Vec<u8>,
}

fn random<const N: usize>(randomness: &mut dyn Randomness) -> Result<[u8; N]> {
    let mut bytes = [0; N];
    randomness.fill(&mut bytes)?;
    Ok(bytes)
}

/// `GostR3410-KeyTransport` of RFC 4490.
fn wrap_old(
    own: &PrivateKey,
    peer: &PublicKey,
    content_key: &[u8; 32],
    randomness: &mut dyn Randomness,
) -> Result<Transport> {
    let ukm = random(randomness)?;
    let wrapped = wrap28147::wrap(&*old_kek(own, peer, ukm)?, ukm, Sbox::Z, content_key);
    let ephemeral = own.public_key().to_spki();
    let ephemeral = crate::asn1::Element::only(&ephemeral, "a public key")?;
    let key = sequence(&[&octets(&wrapped.key), &octets(&wrapped.mac)]);
    let parameters = explicit(
        0,
        &[
            &oid(&Sbox::Z.oid()),
            &explicit(0, &[ephemeral.body]),
            &octets(&ukm),
        ],
    );
    Ok(Transport {
        algorithm: algorithm_of_key(&peer.to_spki())?,
        key: sequence(&[&key, &parameters]),
    })
}

/// The algorithm of a public key with its parameters, as it stands in SubjectPublicKeyInfo.
fn algorithm_of_key(spki: &[u8]) -> Result<Vec<u8>> {
    let mut spki = crate::asn1::Reader::new(spki, "a public key").enter(tag::SEQUENCE)?;
    Ok(spki.expect(tag::SEQUENCE)?.whole.to_vec())
}

fn encrypt_old(content_key: &[u8; 32], bytes: &mut [u8], randomness: &mut dyn Randomness) -> Result<Vec<u8>> {
    let start = random(randomness)?;
    cfb28147::encrypt(content_key, start, Sbox::Z, bytes);
    let parameters = sequence(&[&octets(&start), &oid(&Sbox::Z.oid())]);
    Ok(sequence(&[&oid(&names::GOST_28147), &parameters]))
}

/// `GostR3410-KeyTransport` of Р 1323565.1.025.
fn wrap_new(
    own: &PrivateKey,
    peer: &PublicKey,
    cipher: BlockCipher,
    content_key: &[u8; 32],
    randomness: &mut dyn Randomness,
) -> Result<Transport> {
    let ukm = random(randomness)?;
    let keys = kdf::keg(own, peer, &ukm)?;
    let exported = kexp15::export(cipher, &keys, iv(cipher, &ukm)?, content_key)?;
    let agreement = match peer.curve().digest() {
        Digest::Streebog256 => names::AGREEMENT_256,
        Digest::Streebog512 => names::AGREEMENT_512,
    };
    Ok(Transport {
        algorithm: sequence(&[
            &oid(&names::wrap(cipher)),
            &Spelling::default().identifier(&agreement),
        ]),
        key: sequence(&[&octets(&exported), &own.public_key().to_spki(), &octets(&ukm)]),
    })
}

fn encrypt_new(
    cipher: BlockCipher,
    content_key: &[u8; 32],
    bytes: &mut [u8],
    randomness: &mut dyn Randomness,
) -> Result<Vec<u8>> {
    let ukm: [u8; 16] = random(randomness)?;
    let ukm = ukm.get(..cipher.iv_bytes() + 8).ok_or(Error::Random)?;
    let start = ukm.get(..cipher.iv_bytes()).ok_or(Error::Random)?;
    acpkm::apply(cipher, content_key, start, bytes)?;
    Ok(sequence(&[
        &oid(&names::content(cipher)),
        &sequence(&[&octets(ukm)]),
    ]))
}
