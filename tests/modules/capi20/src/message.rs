//! The messages the provider makes and opens.

use std::ffi::CStr;

use signature::certificate::Certificate;
use signature::envelope::{self, KeyTransport};
use signature::keys::KeyUnwrap;
use signature::{Error, SystemRandom};
use windows_sys::Win32::Security::Cryptography::{CRYPT_ATTRIBUTE, CRYPT_SIGN_MESSAGE_PARA};
use zeroize::Zeroizing;

use crate::provider::Pair;
use crate::tlv::{element, indefinite, oid};

const ERROR_INVALID_PARAMETER: u32 = 87;
const BAD_ALGORITHM: u32 = 0x8009_0008;
const BAD_DATA: u32 = 0x8009_0005;
const DATA: &str = "1.2.840.113549.1.7.1";

/// A detached signed message with the attributes that the client gave, beside the provider's own two.
pub unsafe fn sign(
    pair: &Pair,
    parameters: &CRYPT_SIGN_MESSAGE_PARA,
    content: &[u8],
    copies: usize,
) -> Result<Vec<u8>, u32> {
    let key = pair.key.public_key();
    let digest = key.curve().digest();
    // SAFETY: the client gives an identifier as text.
    let asked = unsafe { CStr::from_ptr(parameters.HashAlgorithm.pszObjId.cast()) }
        .to_str()
        .unwrap_or_default();
    if asked != digest.oid().to_string() {
        return Err(BAD_ALGORITHM);
    }
    let attribute = |name: &str, value: &[u8]| element(0x30, &[&oid(name), &element(0x31, &[value])]);
    let mut attributes = vec![
        attribute("1.2.840.113549.1.9.3", &oid(DATA)),
        attribute("1.2.840.113549.1.9.4", &element(4, &[&digest.of(content)])),
    ];
    for index in 0..parameters.cAuthAttr as usize {
        // SAFETY: the client gives this number of attributes, each with its values.
        let (name, value) = unsafe { given(&*parameters.rgAuthAttr.add(index))? };
        attributes.push(attribute(&name, &value));
    }
    attributes.sort();
    let attributes = attributes.concat();
    let signed = element(0x31, &[&attributes]);
    let value = pair
        .key
        .sign_digest(&digest.of(&signed), &mut SystemRandom)
        .map_err(|_| BAD_DATA)?;
    let certificate = &pair.certificate;
    let sid = element(
        0x30,
        &[certificate.issuer_der(), &element(2, &[certificate.serial()])],
    );
    let algorithm = element(0x30, &[&oid(asked)]);
    let of_key = if key.curve().field_bytes() == 64 {
        "1.2.643.7.1.1.1.2"
    } else {
        "1.2.643.7.1.1.1.1"
    };
    let signer = element(
        0x30,
        &[
            &[2, 1, 1],
            &sid,
            &algorithm,
            &element(0xA0, &[&attributes]),
            &element(0x30, &[&oid(of_key)]),
            &element(4, &[&value]),
        ],
    );
    let body = indefinite(
        0x30,
        &[
            &[2, 1, 1],
            &element(0x31, &[&algorithm]),
            &element(0x30, &[&oid(DATA)]),
            &element(0xA0, &[&certificate.der().repeat(copies)]),
            &element(0x31, &[&signer]),
        ],
    );
    Ok(indefinite(
        0x30,
        &[&oid("1.2.840.113549.1.7.2"), &indefinite(0xA0, &[&body])],
    ))
}

unsafe fn given(attribute: &CRYPT_ATTRIBUTE) -> Result<(String, Vec<u8>), u32> {
    if attribute.cValue != 1 {
        return Err(ERROR_INVALID_PARAMETER);
    }
    // SAFETY: the caller's promise.
    unsafe {
        let name = CStr::from_ptr(attribute.pszObjId.cast())
            .to_str()
            .map_err(|_| ERROR_INVALID_PARAMETER)?;
        let value = &*attribute.rgValue;
        Ok((
            name.to_owned(),
            std::slice::from_raw_parts(value.pbData, value.cbData as usize).to_vec(),
        ))
    }
}

/// Opens a sealed message.
pub fn open(pair: &Pair, message: &[u8]) -> Result<Vec<u8>, u32> {
    let mut key = Unwrapping { pair };
    envelope::open(message, &mut key).map_err(|error| match error {
        Error::NoKey => 0x8009_200C,
        _ => BAD_DATA,
    })
}

struct Unwrapping<'a> {
    pair: &'a Pair,
}

impl KeyUnwrap for Unwrapping<'_> {
    fn certificate(&self) -> &Certificate {
        &self.pair.certificate
    }

    fn unwrap(&mut self, transport: &KeyTransport) -> signature::Result<Zeroizing<Vec<u8>>> {
        transport.unwrap_with(&self.pair.key)
    }
}
