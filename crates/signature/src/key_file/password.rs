//! PBES2 (RFC 8018) with GOST algorithms: PBKDF2 over HMAC-Streebog and GOST 28147-89 in CFB (RFC 9548 keeps the
//! scheme with newer ciphers). What `openssl pkcs8 -v2 gost89` writes.

use der::asn1::{AnyRef, OctetStringRef};
use der::oid::ObjectIdentifier;
use der::{Decode, DecodeValue, Encode, Sequence};
use spki::AlgorithmIdentifierRef;
use zeroize::Zeroizing;

use crate::gost::cipher28147::Sbox;
use crate::gost::{Digest, cfb28147};
use crate::{Error, Randomness};

const MALFORMED: Error = Error::Malformed { what: "key file" };
const PBES2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.13");
const PBKDF2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.12");
/// id-Gost28147-89.
const GOST_28147: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.2.2.21");
const HMAC_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.7.1.1.4.1");
const HMAC_512: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.7.1.1.4.2");

/// How often the function is repeated in files that are written here: about a fifth of a second.
const ROUNDS: u32 = 30_000;
/// More than this is no key file but an attempt to keep the computer busy.
const MOST_ROUNDS: u32 = 10_000_000;
const SALT_BYTES: usize = 16;

/// EncryptedPrivateKeyInfo.
#[derive(Sequence)]
struct Encrypted<'a> {
    scheme: AlgorithmIdentifierRef<'a>,
    sealed: &'a OctetStringRef,
}

/// PBES2-params.
#[derive(Sequence)]
struct Scheme<'a> {
    derivation: AlgorithmIdentifierRef<'a>,
    cipher: AlgorithmIdentifierRef<'a>,
}

/// PBKDF2-params.
#[derive(Sequence)]
struct Derivation<'a> {
    salt: &'a OctetStringRef,
    rounds: u32,
    #[asn1(optional = "true")]
    key_bytes: Option<u16>,
    /// HMAC-SHA-1 where it is left out.
    #[asn1(optional = "true")]
    function: Option<AlgorithmIdentifierRef<'a>>,
}

/// Gost28147-89-Parameters (RFC 4357, section 3 of its appendix).
#[derive(Sequence)]
struct Cipher<'a> {
    iv: &'a OctetStringRef,
    sbox: ObjectIdentifier,
}

/// Opens an EncryptedPrivateKeyInfo; a wrong password gives noise.
///
/// # Errors
/// [`Error::Unsupported`]: another scheme; [`Error::Malformed`].
pub fn open(der: &[u8], password: &str) -> Result<Zeroizing<Vec<u8>>, Error> {
    let encrypted = Encrypted::from_der(der).map_err(|_| MALFORMED)?;
    let scheme: Scheme<'_> = parameters(&encrypted.scheme, PBES2)?;
    let derivation: Derivation<'_> = parameters(&scheme.derivation, PBKDF2)?;
    let cipher: Cipher<'_> = parameters(&scheme.cipher, GOST_28147)?;
    let digest = match derivation.function.map(|function| function.oid) {
        Some(HMAC_256) => Digest::Streebog256,
        Some(HMAC_512) => Digest::Streebog512,
        Some(other) => return Err(unsupported(other)),
        None => return Err(unsupported(PBKDF2)),
    };
    let sbox = Sbox::from_oid(cipher.sbox)?;
    let iv: [u8; 8] = cipher.iv.as_bytes().try_into().map_err(|_| MALFORMED)?;
    let is_meant = derivation.key_bytes.is_none_or(|bytes| bytes == 32);
    if !is_meant || derivation.rounds == 0 || derivation.rounds > MOST_ROUNDS {
        return Err(MALFORMED);
    }
    let key = digest.password_key(password.as_bytes(), derivation.salt.as_bytes(), derivation.rounds);
    let mut opened = Zeroizing::new(encrypted.sealed.as_bytes().to_vec());
    cfb28147::decrypt(&key, iv, sbox, &mut opened);
    Ok(opened)
}

fn unsupported(oid: ObjectIdentifier) -> Error {
    Error::Unsupported {
        what: format!("encryption of the key file {oid}"),
    }
}

fn parameters<'a, T: 'a + Sequence<'a> + DecodeValue<'a, Error = der::Error>>(
    algorithm: &AlgorithmIdentifierRef<'a>,
    expected: ObjectIdentifier,
) -> Result<T, Error> {
    if algorithm.oid != expected {
        return Err(unsupported(algorithm.oid));
    }
    let parameters = algorithm.parameters.ok_or(MALFORMED)?;
    parameters.decode_as().map_err(|_| MALFORMED)
}

/// Seals a PrivateKeyInfo.
///
/// # Errors
/// [`Error::Random`]; [`Error::Malformed`]: never met.
pub fn seal(plain: &[u8], password: &str, randomness: &mut dyn Randomness) -> Result<Vec<u8>, Error> {
    let (mut salt, mut iv) = ([0; SALT_BYTES], [0; 8]);
    randomness.fill(&mut salt)?;
    randomness.fill(&mut iv)?;
    let key = Digest::Streebog512.password_key(password.as_bytes(), &salt, ROUNDS);
    let mut sealed = plain.to_vec();
    cfb28147::encrypt(&key, iv, Sbox::Z, &mut sealed);
    encrypted(&salt, &iv, &sealed).map_err(|_| MALFORMED)
}

fn encrypted(salt: &[u8], iv: &[u8], sealed: &[u8]) -> der::Result<Vec<u8>> {
    let derivation = Derivation {
        salt: OctetStringRef::new(salt)?,
        rounds: ROUNDS,
        key_bytes: None,
        function: Some(AlgorithmIdentifierRef {
            oid: HMAC_512,
            parameters: Some(AnyRef::NULL),
        }),
    };
    let cipher = Cipher {
        iv: OctetStringRef::new(iv)?,
        sbox: Sbox::Z.oid(),
    };
    let (derivation, cipher) = (derivation.to_der()?, cipher.to_der()?);
    let algorithm = |oid, parameters| -> der::Result<_> {
        Ok(AlgorithmIdentifierRef {
            oid,
            parameters: Some(AnyRef::from_der(parameters)?),
        })
    };
    let scheme = Scheme {
        derivation: algorithm(PBKDF2, &derivation)?,
        cipher: algorithm(GOST_28147, &cipher)?,
    };
    let scheme = scheme.to_der()?;
    let encrypted = Encrypted {
        scheme: algorithm(PBES2, &scheme)?,
        sealed: OctetStringRef::new(sealed)?,
    };
    encrypted.to_der()
}
