//! Private keys: making, signing, agreeing. For test keys and unqualified signatures alone: see [`crate::gost`].

use zeroize::Zeroizing;

use super::curves::AnyGroup;
use super::field::Element;
use super::group::Group;
use super::nonce::Nonces;
use super::point::Point;
use super::public_key::digest_number;
use super::words::{bytes_of, limbs_of};
use super::{Curve, Digest, PublicKey};
use crate::{Error, Randomness};

const MALFORMED: Error = Error::Malformed { what: "private key" };

/// A private key; its bytes are wiped when it goes.
#[derive(Clone)]
pub struct PrivateKey {
    curve: Curve,
    /// Little-endian, from one to the order, exclusive.
    number: Zeroizing<Vec<u8>>,
    public: PublicKey,
}

impl std::fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PrivateKey({:?}, …)", self.curve)
    }
}

impl PrivateKey {
    /// A new key.
    ///
    /// # Errors
    /// [`Error::Random`].
    pub fn generate(curve: Curve, randomness: &mut dyn Randomness) -> Result<Self, Error> {
        // A source that gives nothing but refused numbers is broken: one in four is taken on every curve.
        for _ in 0..256 {
            let mut number = Zeroizing::new(vec![0; curve.field_bytes()]);
            randomness.fill(&mut number)?;
            if let Ok(key) = Self::from_bytes(curve, &number) {
                return Ok(key);
            }
        }
        Err(Error::Random)
    }

    /// From the number of the key, little-endian.
    ///
    /// # Errors
    /// [`Error::Malformed`]: another length, zero, or not below the order.
    pub fn from_bytes(curve: Curve, little_endian: &[u8]) -> Result<Self, Error> {
        if little_endian.len() != curve.field_bytes() {
            return Err(MALFORMED);
        }
        let point = match curve.group() {
            AnyGroup::Short(group) => public_coordinates(group, little_endian),
            AnyGroup::Long(group) => public_coordinates(group, little_endian),
        };
        Ok(Self {
            curve,
            number: Zeroizing::new(little_endian.to_vec()),
            public: PublicKey::from_coordinates(curve, &point.ok_or(MALFORMED)?)?,
        })
    }

    /// The set of parameters.
    #[must_use]
    pub fn curve(&self) -> Curve {
        self.curve
    }

    /// The number of the key, little-endian. For writing it into a file under a password.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.number
    }

    /// The public key that belongs to it.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        self.public.clone()
    }

    /// Signs a digest (RFC 7091, section 6.1): s‖r, each big-endian.
    ///
    /// # Errors
    /// [`Error::Random`]; [`Error::Malformed`] where the digest is not as long as the key.
    pub fn sign_digest(&self, digest: &[u8], randomness: &mut dyn Randomness) -> Result<Vec<u8>, Error> {
        let mut nonces = Nonces::new(&self.number, digest, self.curve.digest(), randomness)?;
        let signature = match self.curve.group() {
            AnyGroup::Short(group) => self.sign(group, digest, &mut nonces),
            AnyGroup::Long(group) => self.sign(group, digest, &mut nonces),
        };
        signature.ok_or(Error::Malformed { what: "digest" })
    }

    fn sign<const L: usize>(
        &self,
        group: &Group<L>,
        digest: &[u8],
        nonces: &mut Nonces<'_>,
    ) -> Option<Vec<u8>> {
        let digest = digest_number(group, digest)?;
        loop {
            let nonce = nonces.next(&group.order);
            if let Some(signature) = self.sign_with(group, &digest, &nonce) {
                return Some(signature);
            }
        }
    }

    /// Signs with this very nonce; `None` where another has to be taken (RFC 7091, section 6.1, steps 4 and 5).
    pub(super) fn sign_with<const L: usize>(
        &self,
        group: &Group<L>,
        digest: &Element<L>,
        nonce: &[u64; L],
    ) -> Option<Vec<u8>> {
        let order = &group.order;
        let (x, _) = group.coordinates(&group.multiply_base(nonce))?;
        let r = order.element(&x);
        let secret = Zeroizing::new(order.element(&Zeroizing::new(limbs_of(&self.number))));
        let own = Zeroizing::new(order.multiply(&r, &secret));
        let hidden = Zeroizing::new(order.multiply(&Zeroizing::new(order.element(nonce)), digest));
        let s = order.add(&own, &hidden);
        if r.is_zero() || s.is_zero() {
            return None;
        }
        // The whole number s‖r, big-endian, is r‖s, little-endian, turned round.
        let mut signature = bytes_of(&order.number(&r));
        signature.extend(bytes_of(&order.number(&s)));
        signature.reverse();
        Some(signature)
    }

    /// The key agreed with `peer` (VKO, RFC 7836, section 4.3): `ukm` is the number both sides know, little-endian.
    ///
    /// # Errors
    /// [`Error::Malformed`]: keys of different curves, a `ukm` longer than the key, or no key comes of it.
    pub fn vko(&self, peer: &PublicKey, ukm: &[u8], digest: Digest) -> Result<Zeroizing<Vec<u8>>, Error> {
        if !self.curve.is_same_curve(peer.curve()) || ukm.len() > self.curve.field_bytes() {
            return Err(Error::Malformed {
                what: "key agreement",
            });
        }
        let agreed = match self.curve.group() {
            AnyGroup::Short(group) => self.agree(group, peer, ukm),
            AnyGroup::Long(group) => self.agree(group, peer, ukm),
        };
        let agreed = Zeroizing::new(agreed.ok_or(Error::Malformed {
            what: "key agreement",
        })?);
        Ok(Zeroizing::new(digest.of(&agreed)))
    }

    fn agree<const L: usize>(&self, group: &Group<L>, peer: &PublicKey, ukm: &[u8]) -> Option<Vec<u8>> {
        let order = &group.order;
        let ukm = order.element(&limbs_of(ukm));
        let ukm = if ukm.is_zero() { order.one() } else { ukm };
        let secret = Zeroizing::new(order.element(&Zeroizing::new(limbs_of(&self.number))));
        let product = Zeroizing::new(order.multiply(&secret, &ukm));
        // The cofactor goes to the point, not to the number: a point outside the subgroup then tells nothing.
        let point = group.times_cofactor(&peer.point(group)?);
        let number = Zeroizing::new(order.number(&product));
        coordinates(group, &group.multiply(&number, &point))
    }
}

/// The public point of a number from one to the order, exclusive; `None` for other numbers.
fn public_coordinates<const L: usize>(group: &Group<L>, little_endian: &[u8]) -> Option<Vec<u8>> {
    let number = Zeroizing::new(limbs_of::<L>(little_endian));
    let is_in_range = group.order.contains(&number) && number.iter().fold(0, |seen, limb| seen | limb) != 0;
    is_in_range.then(|| coordinates(group, &group.multiply_base(&number)))?
}

/// x and y, each little-endian; `None` for the neutral point.
fn coordinates<const L: usize>(group: &Group<L>, point: &Point<L>) -> Option<Vec<u8>> {
    let (x, y) = group.coordinates(point)?;
    let mut bytes = bytes_of(&x);
    bytes.extend(bytes_of(&y));
    Some(bytes)
}
