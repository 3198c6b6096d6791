//! Public keys: reading, writing, verifying.

use der::asn1::{AnyRef, BitString, OctetString, OctetStringRef};
use der::oid::ObjectIdentifier;
use der::{Decode, Encode, Sequence};
use spki::{AlgorithmIdentifierRef, SubjectPublicKeyInfoRef};

use super::Curve;
use super::curves::AnyGroup;
use super::field::Element;
use super::group::Group;
use super::point::Affine;
use super::words::limbs_of;
use crate::{Error, Reason};

/// id-tc26-gost3410-12-256.
pub(crate) const KEY_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.7.1.1.1.1");
/// id-tc26-gost3410-12-512.
pub(crate) const KEY_512: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.7.1.1.1.2");
/// id-tc26-agreement-gost3410-12-256 and -512: the same keys, meant for agreement.
const AGREEMENT: [ObjectIdentifier; 2] = [
    ObjectIdentifier::new_unwrap("1.2.643.7.1.1.6.1"),
    ObjectIdentifier::new_unwrap("1.2.643.7.1.1.6.2"),
];

/// GostR3410-2012-PublicKeyParameters (RFC 9215, section 4.1).
#[derive(Debug, Sequence)]
struct Parameters {
    curve: ObjectIdentifier,
    #[asn1(optional = "true")]
    digest: Option<ObjectIdentifier>,
    #[asn1(optional = "true")]
    cipher: Option<ObjectIdentifier>,
}

/// The curve that an algorithm identifier of a key names.
///
/// # Errors
/// [`Error::Unsupported`]: not a key of GOST R 34.10-2012, or an unknown set; [`Error::Malformed`].
pub(crate) fn curve_of(algorithm: &AlgorithmIdentifierRef<'_>) -> Result<Curve, Error> {
    let bytes = match algorithm.oid {
        KEY_256 => 32,
        KEY_512 => 64,
        oid if Some(&oid) == AGREEMENT.first() => 32,
        oid if Some(&oid) == AGREEMENT.last() => 64,
        oid => {
            return Err(Error::Unsupported {
                what: format!("key {oid}"),
            });
        }
    };
    let parameters = algorithm.parameters.ok_or(MALFORMED)?;
    let parameters: Parameters = parameters.decode_as().map_err(|_| MALFORMED)?;
    let curve = Curve::from_oid(parameters.curve)?;
    if curve.field_bytes() == bytes {
        Ok(curve)
    } else {
        Err(MALFORMED)
    }
}

/// The algorithm identifier of keys on this curve, in DER.
pub(crate) fn algorithm_of(curve: Curve) -> der::Result<Vec<u8>> {
    let parameters = Parameters {
        curve: curve.oid(),
        digest: curve.names_digest().then(|| curve.digest().oid()),
        cipher: None,
    };
    let parameters = parameters.to_der()?;
    let algorithm = AlgorithmIdentifierRef {
        oid: if curve.field_bytes() == 32 {
            KEY_256
        } else {
            KEY_512
        },
        parameters: Some(AnyRef::from_der(&parameters)?),
    };
    algorithm.to_der()
}

const MALFORMED: Error = Error::Malformed { what: "public key" };

/// A public key: a point on the curve, checked when it was read.
#[derive(Clone)]
pub struct PublicKey {
    curve: Curve,
    /// x and y, each little-endian (RFC 9215, section 4.2).
    coordinates: Vec<u8>,
    spki: Vec<u8>,
}

/// The same point of the same curve, whatever name of the curve stands beside it.
impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.curve.is_same_curve(other.curve) && self.coordinates == other.coordinates
    }
}

impl Eq for PublicKey {}

impl std::fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PublicKey({:?})", self.curve)
    }
}

impl PublicKey {
    /// Reads a SubjectPublicKeyInfo in DER.
    ///
    /// # Errors
    /// [`Error::Unsupported`]: a key of another algorithm or unknown parameters; [`Error::Malformed`].
    pub fn from_spki(der: &[u8]) -> Result<Self, Error> {
        let spki = SubjectPublicKeyInfoRef::from_der(der).map_err(|_| MALFORMED)?;
        let curve = curve_of(&spki.algorithm)?;
        let bits = spki.subject_public_key.as_bytes().ok_or(MALFORMED)?;
        let octets = <&OctetStringRef>::from_der(bits).map_err(|_| MALFORMED)?;
        Self::from_coordinates(curve, octets.as_bytes())
    }

    /// From x and y, each little-endian: what SubjectPublicKeyInfo and tokens hold.
    ///
    /// # Errors
    /// [`Error::Malformed`]: another length, no point of the curve, or one of the few that belong to no key.
    pub fn from_coordinates(curve: Curve, coordinates: &[u8]) -> Result<Self, Error> {
        if coordinates.len() != 2 * curve.field_bytes() {
            return Err(MALFORMED);
        }
        let key = Self {
            curve,
            coordinates: coordinates.to_vec(),
            spki: spki_of(curve, coordinates).map_err(|_| MALFORMED)?,
        };
        let is_point = match curve.group() {
            AnyGroup::Short(group) => key.is_point_of(group),
            AnyGroup::Long(group) => key.is_point_of(group),
        };
        if is_point { Ok(key) } else { Err(MALFORMED) }
    }

    /// On the curve, and not in its smallest subgroup, where everybody's keys are alike.
    fn is_point_of<const L: usize>(&self, group: &Group<L>) -> bool {
        self.point(group)
            .is_some_and(|point| !group.times_cofactor(&point).z.is_zero())
    }

    pub(super) fn point<const L: usize>(&self, group: &Group<L>) -> Option<Affine<L>> {
        let (x, y) = self.coordinates.split_at_checked(8 * L)?;
        group.point(x, y)
    }

    /// SubjectPublicKeyInfo in DER.
    #[must_use]
    pub fn to_spki(&self) -> Vec<u8> {
        self.spki.clone()
    }

    /// The set of parameters.
    #[must_use]
    pub fn curve(&self) -> Curve {
        self.curve
    }

    /// x and y, each little-endian.
    #[must_use]
    pub fn coordinates(&self) -> &[u8] {
        &self.coordinates
    }

    /// Does `signature` (s‖r, each big-endian) belong to `digest` (RFC 7091, section 6.2)?
    ///
    /// # Errors
    /// [`Error::BadSignature`] with [`Reason::Value`].
    pub fn verify_digest(&self, digest: &[u8], signature: &[u8]) -> Result<(), Error> {
        let holds = match self.curve.group() {
            AnyGroup::Short(group) => self.verifies(group, digest, signature),
            AnyGroup::Long(group) => self.verifies(group, digest, signature),
        };
        holds
            .filter(|holds| *holds)
            .map(|_| ())
            .ok_or(Error::BadSignature(Reason::Value))
    }

    fn verifies<const L: usize>(&self, group: &Group<L>, digest: &[u8], signature: &[u8]) -> Option<bool> {
        let order = &group.order;
        let (s, r) = signature.split_at_checked(8 * L)?;
        let (s, r) = (scalar::<L>(s)?, scalar::<L>(r)?);
        let is_zero = |number: &[u64; L]| number.iter().all(|limb| *limb == 0);
        if is_zero(&s) || is_zero(&r) || !order.contains(&s) || !order.contains(&r) {
            return Some(false);
        }
        let inverse = order.invert(&digest_number(group, digest)?);
        let base_number = order.multiply(&order.element(&s), &inverse);
        let number = order.negate(&order.multiply(&order.element(&r), &inverse));
        let point = self.point(group)?;
        Some(group.sum_has(&order.number(&base_number), &order.number(&number), &point, &r))
    }
}

fn spki_of(curve: Curve, coordinates: &[u8]) -> der::Result<Vec<u8>> {
    let algorithm = algorithm_of(curve)?;
    let octets = OctetString::new(coordinates)?.to_der()?;
    let spki = spki::SubjectPublicKeyInfo {
        algorithm: AlgorithmIdentifierRef::from_der(&algorithm)?,
        subject_public_key: BitString::from_bytes(&octets)?,
    };
    spki.to_der()
}

/// A number of exactly this length, the most significant byte first.
fn scalar<const L: usize>(big_endian: &[u8]) -> Option<[u64; L]> {
    (big_endian.len() == 8 * L).then(|| {
        let little_endian: Vec<u8> = big_endian.iter().rev().copied().collect();
        limbs_of(&little_endian)
    })
}

/// The digest as a number modulo the order, one in place of zero (RFC 7091, section 6.1, step 2); `None` where its
/// length is not that of the key.
pub(super) fn digest_number<const L: usize>(group: &Group<L>, digest: &[u8]) -> Option<Element<L>> {
    if digest.len() != 8 * L {
        return None;
    }
    let number = group.order.element(&limbs_of(digest));
    Some(if number.is_zero() {
        group.order.one()
    } else {
        number
    })
}
