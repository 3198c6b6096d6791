//! GOST R 34.11-2012 («Стрибог»), its keyed form and their identifiers.

use der::oid::ObjectIdentifier;
use hmac::{Hmac, KeyInit, Mac};
use streebog::{Digest as _, Streebog256, Streebog512};
use zeroize::Zeroizing;

use crate::Error;

/// GOST R 34.11-2012 of either length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Digest {
    /// 32 bytes.
    Streebog256,
    /// 64 bytes.
    Streebog512,
}

impl Digest {
    /// The digest with this object identifier.
    ///
    /// # Errors
    /// [`Error::Unsupported`]: none of the two.
    pub fn from_oid(oid: ObjectIdentifier) -> Result<Self, Error> {
        let found = [Self::Streebog256, Self::Streebog512]
            .into_iter()
            .find(|digest| digest.oid() == oid);
        found.ok_or_else(|| Error::Unsupported {
            what: format!("digest {oid}"),
        })
    }

    /// Its object identifier.
    #[must_use]
    pub fn oid(self) -> ObjectIdentifier {
        ObjectIdentifier::new_unwrap(match self {
            Self::Streebog256 => "1.2.643.7.1.1.2.2",
            Self::Streebog512 => "1.2.643.7.1.1.2.3",
        })
    }

    /// Its length: 32 or 64.
    #[must_use]
    pub fn bytes(self) -> usize {
        match self {
            Self::Streebog256 => 32,
            Self::Streebog512 => 64,
        }
    }

    /// The digest of these bytes, in the order in which CMS and certificates carry it.
    #[must_use]
    pub fn of(self, bytes: &[u8]) -> Vec<u8> {
        let mut hasher = self.hasher();
        hasher.update(bytes);
        hasher.finish()
    }

    /// A digest in the making, for what does not fit into memory at once.
    #[must_use]
    pub fn hasher(self) -> Hasher {
        Hasher(match self {
            Self::Streebog256 => Inner::Short(Streebog256::new()),
            Self::Streebog512 => Inner::Long(Streebog512::new()),
        })
    }

    /// HMAC_GOSTR3411_2012 (RFC 7836, section 4.1) over the parts one after another.
    #[must_use]
    pub fn keyed(self, key: &[u8], parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
        match self {
            Self::Streebog256 => keyed::<Hmac<Streebog256>>(key, parts),
            Self::Streebog512 => keyed::<Hmac<Streebog512>>(key, parts),
        }
    }

    /// PBKDF2 (RFC 8018) with the keyed form above, as R 50.1.111-2016 lays it down.
    #[must_use]
    pub fn password_key(self, password: &[u8], salt: &[u8], rounds: u32) -> Zeroizing<[u8; 32]> {
        let mut key = Zeroizing::new([0; 32]);
        match self {
            Self::Streebog256 => pbkdf2::pbkdf2_hmac::<Streebog256>(password, salt, rounds, key.as_mut()),
            Self::Streebog512 => pbkdf2::pbkdf2_hmac::<Streebog512>(password, salt, rounds, key.as_mut()),
        }
        key
    }
}

fn keyed<M: Mac + KeyInit>(key: &[u8], parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    // HMAC takes keys of every length (RFC 2104): the other arm is never met.
    let Ok(mut mac) = <M as KeyInit>::new_from_slice(key) else {
        return Zeroizing::default();
    };
    for part in parts {
        mac.update(part);
    }
    Zeroizing::new(mac.finalize().into_bytes().to_vec())
}

/// A digest in the making.
#[derive(Clone)]
pub struct Hasher(Inner);

#[derive(Clone)]
enum Inner {
    Short(Streebog256),
    Long(Streebog512),
}

impl Hasher {
    /// More bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        match &mut self.0 {
            Inner::Short(hasher) => hasher.update(bytes),
            Inner::Long(hasher) => hasher.update(bytes),
        }
    }

    /// The digest of everything so far.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        match self.0 {
            Inner::Short(hasher) => hasher.finalize().to_vec(),
            Inner::Long(hasher) => hasher.finalize().to_vec(),
        }
    }
}

impl std::fmt::Debug for Hasher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hasher")
    }
}
