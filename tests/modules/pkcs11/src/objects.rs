//! The objects on the token and what they show.

use cryptoki_sys::*;
use der::Encode;
use signature::certificate::Reference;
use signature::envelope::{KeyTransport, WrappedKey};
use signature::gost::{PrivateKey, PublicKey};

use crate::token::{Fault, Pair, Token};

pub const TC26: CK_ULONG = 0xD432_1000;
pub const CKM_GOSTR3410_512: CK_MECHANISM_TYPE = TC26 | 0x006;
pub const CKM_GOSTR3410_12_DERIVE: CK_MECHANISM_TYPE = TC26 | 0x007;
pub const CKM_KDF_4357: CK_MECHANISM_TYPE = TC26 | 0x025;
const CKK_GOSTR3410_512: CK_KEY_TYPE = TC26 | 0x003;

const PER_PAIR: CK_ULONG = 3;
const CONTAINER: CK_OBJECT_HANDLE = 900;

pub struct Object {
    pub handle: CK_OBJECT_HANDLE,
    pub is_private: bool,
    pub attributes: Vec<(CK_ATTRIBUTE_TYPE, Vec<u8>)>,
}

impl Object {
    pub fn value(&self, kind: CK_ATTRIBUTE_TYPE) -> Option<&[u8]> {
        self.attributes
            .iter()
            .find(|(own, _)| *own == kind)
            .map(|(_, value)| value.as_slice())
    }
}

fn number(value: CK_ULONG) -> Vec<u8> {
    value.to_ne_bytes().to_vec()
}

/// The point of a key: the end of its SubjectPublicKeyInfo.
pub fn point(key: &PublicKey) -> Vec<u8> {
    let spki = key.to_spki();
    spki[spki.len() - 2 * key.curve().field_bytes()..].to_vec()
}

pub fn all(token: &Token) -> Vec<Object> {
    let pairs = token.pairs();
    let mut objects = Vec::new();
    for (index, pair) in pairs.iter().enumerate() {
        let first = index as CK_ULONG * PER_PAIR + 1;
        objects.push(certificate(first, pair, token.fault));
        if !matches!(token.fault, Some(Fault::ContainerOnly | Fault::CertificateOnly)) {
            let hidden = token.fault == Some(Fault::HiddenPublicKeys);
            objects.push(Object {
                is_private: hidden,
                ..public_key(first + 1, pair)
            });
            objects.push(private_key(first + 2, pair));
        }
    }
    if token.fault == Some(Fault::CertificateOnly) {
        // Another key, so that the token is seen to show its keys.
        objects.extend(pairs.last().map(|pair| {
            let mut other = public_key(800, pair);
            other
                .attributes
                .retain(|(kind, _)| !matches!(*kind, CKA_ID | CKA_VALUE));
            other
        }));
    }
    if token.fault == Some(Fault::ContainerOnly) {
        objects.push(Object {
            handle: CONTAINER,
            is_private: false,
            attributes: vec![
                (CKA_CLASS, number(CKO_DATA)),
                (CKA_APPLICATION, b"CryptoPro CSP".to_vec()),
                (CKA_LABEL, b"romashka.000".to_vec()),
            ],
        });
    }
    objects
}

/// The private key of a handle.
pub fn key(token: &Token, handle: CK_OBJECT_HANDLE) -> Option<PrivateKey> {
    let index = handle.checked_sub(1)?;
    let right = index % PER_PAIR == 2;
    let pair = token.pairs().into_iter().nth((index / PER_PAIR) as usize);
    pair.filter(|_| right).map(|pair| pair.key)
}

fn certificate(handle: CK_OBJECT_HANDLE, pair: &Pair, fault: Option<Fault>) -> Object {
    let id = if fault == Some(Fault::CertificateWithoutId) {
        Vec::new()
    } else {
        pair.name.clone().into_bytes()
    };
    let serial = [
        &[2, pair.certificate.serial().len() as u8],
        pair.certificate.serial(),
    ]
    .concat();
    let attributes = vec![
        (CKA_CLASS, number(CKO_CERTIFICATE)),
        (CKA_CERTIFICATE_TYPE, number(CKC_X_509)),
        (CKA_TOKEN, vec![CK_TRUE]),
        (CKA_PRIVATE, vec![CK_FALSE]),
        (CKA_LABEL, pair.name.clone().into_bytes()),
        (CKA_ID, id),
        (CKA_SUBJECT, pair.certificate.subject_der().to_vec()),
        (CKA_ISSUER, pair.certificate.issuer_der().to_vec()),
        (CKA_SERIAL_NUMBER, serial),
        (CKA_VALUE, pair.certificate.der().to_vec()),
    ];
    Object {
        handle,
        is_private: false,
        attributes,
    }
}

fn of_key(pair: &Pair, class: CK_OBJECT_CLASS) -> Vec<(CK_ATTRIBUTE_TYPE, Vec<u8>)> {
    let curve = pair.key.public_key().curve();
    let kind = if curve.field_bytes() == 64 {
        CKK_GOSTR3410_512
    } else {
        CKK_GOSTR3410
    };
    vec![
        (CKA_CLASS, number(class)),
        (CKA_KEY_TYPE, number(kind)),
        (CKA_TOKEN, vec![CK_TRUE]),
        (CKA_LABEL, pair.name.clone().into_bytes()),
        (CKA_ID, pair.name.clone().into_bytes()),
        (CKA_GOSTR3410_PARAMS, curve.oid().to_der().expect("an identifier")),
        (
            CKA_GOSTR3411_PARAMS,
            curve.digest().oid().to_der().expect("an identifier"),
        ),
    ]
}

fn public_key(handle: CK_OBJECT_HANDLE, pair: &Pair) -> Object {
    let mut attributes = of_key(pair, CKO_PUBLIC_KEY);
    attributes.extend([
        (CKA_PRIVATE, vec![CK_FALSE]),
        (CKA_VERIFY, vec![CK_TRUE]),
        (CKA_VALUE, point(&pair.key.public_key())),
    ]);
    Object {
        handle,
        is_private: false,
        attributes,
    }
}

fn private_key(handle: CK_OBJECT_HANDLE, pair: &Pair) -> Object {
    let mut attributes = of_key(pair, CKO_PRIVATE_KEY);
    attributes.extend([
        (CKA_PRIVATE, vec![CK_TRUE]),
        (CKA_SENSITIVE, vec![CK_TRUE]),
        (CKA_EXTRACTABLE, vec![CK_FALSE]),
        (CKA_SIGN, vec![CK_TRUE]),
        (CKA_DERIVE, vec![CK_TRUE]),
        (CKA_ALWAYS_AUTHENTICATE, vec![CK_FALSE]),
    ]);
    Object {
        handle,
        is_private: true,
        attributes,
    }
}

/// A key agreed with a sender: its parts, until something is unwrapped with it.
#[derive(Clone)]
pub struct Agreed {
    pub key: CK_OBJECT_HANDLE,
    pub peer: Vec<u8>,
    pub ukm: Vec<u8>,
    pub parameters: Vec<u8>,
}

impl Agreed {
    /// Agreement, diversification and unwrapping in one: the structure is the token's, the mathematics the crate's.
    pub fn unwrap(&self, token: &Token, wrapped: &[u8]) -> Option<Vec<u8>> {
        let key = key(token, self.key)?;
        let mut spki = key.public_key().to_spki();
        let start = spki.len().checked_sub(self.peer.len())?;
        spki[start..].copy_from_slice(&self.peer);
        let transport = KeyTransport {
            recipient: Reference::KeyId(Vec::new()),
            ephemeral_key: PublicKey::from_spki(&spki).ok()?,
            ukm: self.ukm.clone(),
            wrapped: WrappedKey::Gost28147 {
                encrypted: wrapped.get(..32)?.try_into().ok()?,
                mac: wrapped.get(32..)?.try_into().ok()?,
                parameters: der::Decode::from_der(&self.parameters).ok()?,
            },
        };
        transport.unwrap_with(&key).ok().map(|key| key.to_vec())
    }
}
