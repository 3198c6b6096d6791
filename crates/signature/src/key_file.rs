//! Key files: PKCS#8 (RFC 5958), plain or under a password, PEM or DER.
//!
//! Read are the forms in which GOST keys are met: the number itself, in an OCTET STRING, in an INTEGER; written is the
//! one that OpenSSL reads back. Not read: PKCS#12 and the containers of providers, which belong to their providers,
//! and masked keys.

mod password;
#[cfg(test)]
mod tests;

use der::asn1::{IntRef, OctetStringRef};
use der::pem::{self, LineEnding};
use der::{Decode, Encode, Reader, SliceReader, Tag, Tagged};
use spki::AlgorithmIdentifierRef;
use zeroize::Zeroizing;

use crate::gost::public_key::{algorithm_of, curve_of};
use crate::gost::{Curve, PrivateKey};
use crate::{Error, Randomness};

const MALFORMED: Error = Error::Malformed { what: "key file" };
const PLAIN: &str = "PRIVATE KEY";
const ENCRYPTED: &str = "ENCRYPTED PRIVATE KEY";
/// No key of these algorithms takes more, whatever stands around it.
const LARGEST_FILE_BYTES: usize = 64 * 1024;

/// Reads a key file.
///
/// # Errors
/// [`Error::WrongPassword`]: it does not fit, or one is needed and none was given; [`Error::Unsupported`]: another
/// algorithm or another cipher; [`Error::Malformed`].
pub fn read(bytes: &[u8], password: Option<&str>) -> Result<PrivateKey, Error> {
    if bytes.len() > LARGEST_FILE_BYTES {
        return Err(MALFORMED);
    }
    let der = der_of(bytes)?;
    if is_encrypted(&der)? {
        let password = password.ok_or(Error::WrongPassword)?;
        let opened = password::open(&der, password)?;
        // A wrong password makes noise of the whole; only what looks like a key is told apart further.
        return match read_plain(&opened) {
            Err(Error::Malformed { .. }) => Err(Error::WrongPassword),
            other => other,
        };
    }
    read_plain(&der)
}

/// Writes a key file under a password, as PEM.
///
/// # Errors
/// [`Error::Random`]; [`Error::Malformed`]: never met with a key that was read or made here.
pub fn write(key: &PrivateKey, password: &str, randomness: &mut dyn Randomness) -> Result<Vec<u8>, Error> {
    let plain = plain(key).map_err(|_| MALFORMED)?;
    let sealed = password::seal(&plain, password, randomness)?;
    let text = pem::encode_string(ENCRYPTED, LineEnding::LF, &sealed).map_err(|_| MALFORMED)?;
    Ok(text.into_bytes())
}

/// Writes a key file that whoever reads it can use, as PEM: for keys of the training world and of tests, which protect
/// nothing.
///
/// # Errors
/// [`Error::Malformed`]: never met with a key that was read or made here.
pub fn write_plain(key: &PrivateKey) -> Result<Zeroizing<Vec<u8>>, Error> {
    let plain = plain(key).map_err(|_| MALFORMED)?;
    let text = pem::encode_string(PLAIN, LineEnding::LF, &plain).map_err(|_| MALFORMED)?;
    Ok(Zeroizing::new(text.into_bytes()))
}

/// Is a password needed to read this file?
///
/// # Errors
/// [`Error::Malformed`]: no key file at all.
pub fn needs_password(bytes: &[u8]) -> Result<bool, Error> {
    if bytes.len() > LARGEST_FILE_BYTES {
        return Err(MALFORMED);
    }
    is_encrypted(&der_of(bytes)?)
}

fn der_of(bytes: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
    // DER begins with the tag of a SEQUENCE, which is the digit «0» of ASCII: no letter of a PEM frame.
    if bytes.first() == Some(&0x30) {
        return Ok(Zeroizing::new(bytes.to_vec()));
    }
    let (label, der) = pem::decode_vec(bytes).map_err(|_| MALFORMED)?;
    let der = Zeroizing::new(der);
    match label {
        PLAIN | ENCRYPTED => Ok(der),
        _ => Err(MALFORMED),
    }
}

/// PrivateKeyInfo begins with a version, EncryptedPrivateKeyInfo with an algorithm.
fn is_encrypted(der: &[u8]) -> Result<bool, Error> {
    let first = |reader: &mut SliceReader<'_>| -> der::Result<Tag> {
        reader.sequence(|reader: &mut SliceReader<'_>| -> der::Result<Tag> {
            let tag = Tag::peek(reader)?;
            reader.drain(reader.remaining_len())?;
            Ok(tag)
        })
    };
    let mut reader = SliceReader::new(der).map_err(|_| MALFORMED)?;
    let tag = first(&mut reader).and_then(|tag| reader.finish().map(|()| tag));
    match tag.map_err(|_| MALFORMED)? {
        Tag::Integer => Ok(false),
        Tag::Sequence => Ok(true),
        _ => Err(MALFORMED),
    }
}

fn read_plain(der: &[u8]) -> Result<PrivateKey, Error> {
    let parts = |reader: &mut SliceReader<'_>| -> der::Result<(Vec<u8>, Zeroizing<Vec<u8>>)> {
        reader.sequence(|reader: &mut SliceReader<'_>| {
            let _version: u8 = reader.decode()?;
            let algorithm: der::AnyRef<'_> = reader.decode()?;
            let key: &OctetStringRef = reader.decode()?;
            // Attributes and the public key may follow (RFC 5958, section 2); neither is needed.
            reader.drain(reader.remaining_len())?;
            Ok((algorithm.to_der()?, Zeroizing::new(key.as_bytes().to_vec())))
        })
    };
    let mut reader = SliceReader::new(der).map_err(|_| MALFORMED)?;
    let (algorithm, key) = parts(&mut reader)
        .and_then(|parts| reader.finish().map(|()| parts))
        .map_err(|_| MALFORMED)?;
    let algorithm = AlgorithmIdentifierRef::from_der(&algorithm).map_err(|_| MALFORMED)?;
    let curve = curve_of(&algorithm)?;
    PrivateKey::from_bytes(curve, &number_of(&key, curve)?)
}

/// The number of the key, little-endian, from the forms it is met in.
fn number_of(key: &[u8], curve: Curve) -> Result<Zeroizing<Vec<u8>>, Error> {
    let bytes = curve.field_bytes();
    if key.len() == bytes {
        return Ok(Zeroizing::new(key.to_vec()));
    }
    if key.len() > bytes && key.len().is_multiple_of(bytes) {
        return Err(Error::Unsupported {
            what: "masked private key".to_owned(),
        });
    }
    let wrapped = der::AnyRef::from_der(key).map_err(|_| MALFORMED)?;
    match wrapped.tag() {
        Tag::OctetString if wrapped.value().len() == bytes => Ok(Zeroizing::new(wrapped.value().to_vec())),
        Tag::Integer => {
            let number = IntRef::from_der(key).map_err(|_| MALFORMED)?;
            let mut number: Zeroizing<Vec<u8>> =
                Zeroizing::new(number.as_bytes().iter().rev().copied().collect());
            // A leading zero byte keeps a large number positive.
            while number.len() > bytes && number.last() == Some(&0) {
                number.pop();
            }
            if number.len() < bytes {
                let mut whole = Zeroizing::new(vec![0; bytes]);
                for (place, byte) in whole.iter_mut().zip(number.iter()) {
                    *place = *byte;
                }
                return Ok(whole);
            }
            Ok(number)
        }
        _ => Err(MALFORMED),
    }
}

/// PrivateKeyInfo with the number itself, as OpenSSL writes it.
fn plain(key: &PrivateKey) -> der::Result<Zeroizing<Vec<u8>>> {
    let algorithm = algorithm_of(key.curve())?;
    let octets = OctetStringRef::new(key.bytes())?;
    let info = PlainKey {
        version: 0,
        algorithm: AlgorithmIdentifierRef::from_der(&algorithm)?,
        key: octets,
    };
    info.to_der().map(Zeroizing::new)
}

#[derive(der::Sequence)]
struct PlainKey<'a> {
    version: u8,
    algorithm: AlgorithmIdentifierRef<'a>,
    key: &'a OctetStringRef,
}
