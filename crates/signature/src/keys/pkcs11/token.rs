//! One token: its facts, its certificates, and whether the key of each lies beside it.

use std::sync::Arc;

use cryptoki_sys::*;

use crate::certificate::{Certificate, Thumbprint};
use crate::gost::PublicKey;
use crate::keys::{KeyAddress, KeyEntry, KeyState, StoreKind, TokenFacts, TokenSeen, Tries};
use crate::{Error, Result};

use super::answers::error;
use super::ffi::{Attribute, Module, Session};
use super::numbers::{CRYPTOPRO_APPLICATION, TOKEN_FLAGS_USER_PIN_NOT_DEFAULT};

/// A token in a slot.
pub(super) struct Token {
    module: Arc<Module>,
    slot: CK_SLOT_ID,
    flags: CK_FLAGS,
    pub facts: TokenFacts,
}

/// A certificate on a token.
pub(super) struct Found {
    pub certificate: Certificate,
    /// CKA_ID: what ties a certificate to its key.
    pub id: Vec<u8>,
    pub state: KeyState,
}

impl Token {
    pub(super) fn in_slot(module: &Arc<Module>, slot: CK_SLOT_ID) -> Result<Self> {
        let raw = module.token(slot).map_err(error)?;
        let extended = module.extended(slot);
        let exact = extended.and_then(|more| u32::try_from(more.user_tries_left).ok());
        let by_flags = tries(raw.flags);
        let tries = match exact {
            Some(number) if !by_flags.is_locked() => Tries::Exactly(number),
            _ => by_flags,
        };
        let unchanged = extended.is_some_and(|more| more.flags & TOKEN_FLAGS_USER_PIN_NOT_DEFAULT == 0);
        let is_factory_pin = unchanged || raw.flags & CKF_USER_PIN_TO_BE_CHANGED != 0;
        let facts = TokenFacts {
            label: raw.label,
            serial: raw.serial,
            model: raw.model,
            tries,
            is_factory_pin,
        };
        Ok(Self {
            module: Arc::clone(module),
            slot,
            flags: raw.flags,
            facts,
        })
    }

    /// The facts as they stand now: the counter moves with every wrong PIN.
    pub(super) fn again(&self) -> Result<Self> {
        Self::in_slot(&self.module, self.slot)
    }

    pub(super) fn session(&self) -> Result<Session> {
        self.module.open(self.slot).map_err(error)
    }

    pub(super) fn asks_for_pin(&self) -> bool {
        self.flags & CKF_LOGIN_REQUIRED != 0
    }

    pub(super) fn has_keypad(&self) -> bool {
        self.flags & CKF_PROTECTED_AUTHENTICATION_PATH != 0
    }

    /// For a check of the workplace: a token with nothing on it is still a token.
    pub(super) fn seen(&self) -> Result<TokenSeen> {
        let session = self.session()?;
        let certificates = self.certificates(&session)?.len();
        let containers = KeysInSight::of(&session)?.containers;
        Ok(TokenSeen {
            facts: self.facts.clone(),
            certificates,
            containers,
        })
    }

    pub(super) fn entries(&self) -> Result<Vec<KeyEntry>> {
        let entry = |found: Found| KeyEntry {
            address: KeyAddress {
                store: StoreKind::Pkcs11,
                thumbprint: found.certificate.thumbprint(),
                place: self.facts.serial.clone(),
            },
            certificate: found.certificate.der().to_vec(),
            store: StoreKind::Pkcs11,
            has_key: found.state,
            token: Some(self.facts.clone()),
        };
        Ok(self
            .certificates(&self.session()?)?
            .into_iter()
            .map(entry)
            .collect())
    }

    pub(super) fn find(&self, session: &Session, wanted: &Thumbprint) -> Result<Option<Found>> {
        let certificates = self.certificates(session)?;
        Ok(certificates
            .into_iter()
            .find(|found| found.certificate.thumbprint() == *wanted))
    }

    fn certificates(&self, session: &Session) -> Result<Vec<Found>> {
        let keys = KeysInSight::of(session)?;
        let wanted = [
            Attribute::Number(CKA_CLASS, CKO_CERTIFICATE),
            Attribute::Number(CKA_CERTIFICATE_TYPE, CKC_X_509),
        ];
        let mut found = Vec::new();
        for object in session.find(&wanted).map_err(error)? {
            let der = session.attribute(object, CKA_VALUE).map_err(error)?;
            let id = session.attribute(object, CKA_ID).map_err(error)?;
            // What is no certificate with a GOST key stays out of the list; the others remain.
            let Ok(certificate) = Certificate::from_der(&der) else {
                continue;
            };
            if certificate.public_key().is_err() {
                continue;
            }
            let state = keys.state(&certificate, &id);
            found.push(Found {
                certificate,
                id,
                state,
            });
        }
        Ok(found)
    }
}

fn tries(flags: CK_FLAGS) -> Tries {
    if flags & CKF_USER_PIN_LOCKED != 0 {
        Tries::Locked
    } else if flags & CKF_USER_PIN_FINAL_TRY != 0 {
        Tries::Last
    } else if flags & CKF_USER_PIN_COUNT_LOW != 0 {
        Tries::Low
    } else {
        Tries::Enough
    }
}

/// What a token shows of its keys before the PIN.
struct KeysInSight {
    /// CKA_ID and CKA_VALUE of public keys.
    public: Vec<(Vec<u8>, Vec<u8>)>,
    /// CKA_ID of private keys; most tokens hide them until the PIN.
    private: Vec<Vec<u8>>,
    /// Names of CryptoPro's containers.
    containers: Vec<String>,
}

impl KeysInSight {
    fn of(session: &Session) -> Result<Self> {
        let of_class = |class| {
            session
                .find(&[Attribute::Number(CKA_CLASS, class)])
                .map_err(error)
        };
        let value = |object, kind| session.attribute(object, kind).map_err(error);
        let mut public = Vec::new();
        for object in of_class(CKO_PUBLIC_KEY)? {
            public.push((value(object, CKA_ID)?, value(object, CKA_VALUE)?));
        }
        let mut private = Vec::new();
        for object in of_class(CKO_PRIVATE_KEY)? {
            private.push(value(object, CKA_ID)?);
        }
        let mut containers = Vec::new();
        for object in of_class(CKO_DATA)? {
            if value(object, CKA_APPLICATION)?.starts_with(CRYPTOPRO_APPLICATION) {
                let label = value(object, CKA_LABEL)?;
                containers.push(String::from_utf8_lossy(&label).trim_matches('\0').to_owned());
            }
        }
        Ok(Self {
            public,
            private,
            containers,
        })
    }

    fn state(&self, certificate: &Certificate, id: &[u8]) -> KeyState {
        let point = point_of(certificate);
        let fits = |(other, value): &(Vec<u8>, Vec<u8>)| match &point {
            Some(point) if !value.is_empty() => value.ends_with(point),
            _ => !id.is_empty() && other == id,
        };
        if self.public.iter().any(fits) || (!id.is_empty() && self.private.iter().any(|other| other == id)) {
            return KeyState::Here;
        }
        if !self.containers.is_empty() {
            // The token does not say which of several it is.
            let container = self.containers.join(", ");
            KeyState::ContainerNeedsCsp { container }
        } else if self.public.is_empty() && self.private.is_empty() {
            KeyState::AfterPin
        } else {
            KeyState::Missing
        }
    }
}

/// The public point of a certificate as tokens keep it: x‖y, little-endian; some wrap it into an OCTET STRING.
fn point_of(certificate: &Certificate) -> Option<Vec<u8>> {
    point(&certificate.public_key().ok()?)
}

/// The point of a key: the end of its SubjectPublicKeyInfo.
pub(super) fn point(key: &PublicKey) -> Option<Vec<u8>> {
    let spki = key.to_spki();
    let start = spki.len().checked_sub(2 * key.curve().field_bytes())?;
    spki.get(start..).map(<[u8]>::to_vec)
}

/// A private key that belongs to this certificate, after the PIN.
pub(super) fn private_key(
    session: &Session,
    certificate: &Certificate,
    id: &[u8],
) -> Result<CK_OBJECT_HANDLE> {
    let of = |class, id: &[u8]| {
        let wanted = [
            Attribute::Number(CKA_CLASS, class),
            Attribute::Bytes(CKA_ID, id.to_vec()),
        ];
        session.find(&wanted).map_err(error)
    };
    if !id.is_empty()
        && let Some(key) = of(CKO_PRIVATE_KEY, id)?.first()
    {
        return Ok(*key);
    }
    // The certificate was written without the key's CKA_ID: the public key tells which one it is.
    let point = point_of(certificate).ok_or(Error::NoKey)?;
    for public in session
        .find(&[Attribute::Number(CKA_CLASS, CKO_PUBLIC_KEY)])
        .map_err(error)?
    {
        if session
            .attribute(public, CKA_VALUE)
            .map_err(error)?
            .ends_with(&point)
        {
            let id = session.attribute(public, CKA_ID).map_err(error)?;
            if let Some(key) = of(CKO_PRIVATE_KEY, &id)?.first() {
                return Ok(*key);
            }
        }
    }
    Err(Error::NoKey)
}
