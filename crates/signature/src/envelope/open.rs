//! Opening a sealed message.

use std::borrow::Cow;

use subtle::ConstantTimeEq;

use super::names::{self, Protection};
use super::transport::KeyTransport;
use crate::asn1::{Element, Reader, tag};
use crate::certificate::Reference;
use crate::cms::algorithms::ENVELOPED_DATA;
use crate::cms::{armour, ber};
use crate::gost::acpkm::{self, BlockCipher};
use crate::gost::cipher28147::Sbox;
use crate::gost::{cfb28147, kdf, kexp15};
use crate::keys::KeyUnwrap;
use crate::{Error, Result};

const WHAT: &str = "a sealed message";
const MALFORMED: Error = Error::Malformed { what: WHAT };
/// More recipients than any honest message has.
const MOST_RECIPIENTS: usize = 256;

/// Opens a message (DER, BER, PEM or base64) that was sealed for the certificate of `key`.
///
/// # Errors
/// [`Error::NoKey`]: it was sealed for other certificates; [`Error::Malformed`]; [`Error::Unsupported`]; whatever
/// the key says.
pub fn open(message: &[u8], key: &mut dyn KeyUnwrap) -> Result<Vec<u8>> {
    let der = ber::normalise(&armour::open(message))?;
    let sealed = Sealed::read(&der)?;
    let content = sealed.content()?;
    let transport = sealed
        .transport(|name| name.names(key.certificate()))?
        .ok_or(Error::NoKey)?;
    let content_key = key.unwrap(&transport)?;
    let content_key: &[u8; 32] = content_key.as_slice().try_into().map_err(|_| MALFORMED)?;
    let mut bytes = content.bytes.into_owned();
    match content.cipher {
        ContentCipher::Gost28147 { iv, sbox } => cfb28147::decrypt(content_key, iv, sbox, &mut bytes),
        ContentCipher::CtrAcpkm { cipher, ukm } => {
            acpkm::apply(cipher, content_key, iv(cipher, &ukm)?, &mut bytes)?
        }
        ContentCipher::CtrAcpkmOmac { cipher, ukm, mac } => {
            bytes.extend(mac);
            open_protected(cipher, content_key, &ukm, &mut bytes)?;
        }
    }
    Ok(bytes)
}

/// CTR-ACPKM-OMAC (Р 1323565.1.025-2019, 6.1): two keys from one; the MAC is encrypted behind the content, and cut off.
fn open_protected(
    cipher: BlockCipher,
    content_key: &[u8; 32],
    ukm: &[u8],
    bytes: &mut Vec<u8>,
) -> Result<()> {
    let seed = ukm.get(cipher.iv_bytes()..).ok_or(MALFORMED)?;
    let keys = kdf::kdf_tree(content_key, b"kdf tree", seed, kdf::Counter::One, 2)?;
    let [cipher_key, mac_key] = keys.as_chunks::<32>().0 else {
        return Err(MALFORMED);
    };
    acpkm::apply(cipher, cipher_key, iv(cipher, ukm)?, bytes)?;
    let end = bytes.len().checked_sub(cipher.block_bytes()).ok_or(MALFORMED)?;
    let (content, mac) = bytes.split_at_checked(end).ok_or(MALFORMED)?;
    if !bool::from(kexp15::omac(cipher, mac_key, &[content])?.ct_eq(mac)) {
        return Err(MALFORMED);
    }
    bytes.truncate(end);
    Ok(())
}

fn iv(cipher: BlockCipher, ukm: &[u8]) -> Result<&[u8]> {
    ukm.get(..cipher.iv_bytes()).ok_or(MALFORMED)
}

/// For whom a message was sealed, so that the right key can be looked for.
///
/// # Errors
/// [`Error::Malformed`].
pub fn recipients(message: &[u8]) -> Result<Vec<Reference>> {
    let der = ber::normalise(&armour::open(message))?;
    let sealed = Sealed::read(&der)?;
    let named = sealed.recipients()?.into_iter();
    Ok(named.map(|(name, _)| name).collect())
}

struct Sealed<'a> {
    recipients: Element<'a>,
    content: Reader<'a>,
    /// What stands behind the content unprotected.
    attributes: Option<Element<'a>>,
}

struct Content<'a> {
    cipher: ContentCipher,
    bytes: Cow<'a, [u8]>,
}

enum ContentCipher {
    Gost28147 {
        iv: [u8; 8],
        sbox: Sbox,
    },
    CtrAcpkm {
        cipher: BlockCipher,
        ukm: Vec<u8>,
    },
    CtrAcpkmOmac {
        cipher: BlockCipher,
        ukm: Vec<u8>,
        mac: Vec<u8>,
    },
}

impl<'a> Sealed<'a> {
    fn read(der: &'a [u8]) -> Result<Self> {
        let mut message = Element::only(der, WHAT)?.inside(WHAT);
        if message.oid()? != ENVELOPED_DATA {
            return Err(MALFORMED);
        }
        let mut enveloped = message.enter(tag::nested(0))?.enter(tag::SEQUENCE)?;
        enveloped.expect(tag::INTEGER)?;
        enveloped.optional(tag::nested(0))?;
        let recipients = enveloped.expect(tag::SET)?;
        let mut content = enveloped.enter(tag::SEQUENCE)?;
        content.oid()?;
        let attributes = enveloped.optional(tag::nested(1))?;
        enveloped.end()?;
        message.end()?;
        Ok(Self {
            recipients,
            content,
            attributes,
        })
    }

    /// The recipients by key transport, each with what follows its name; others are passed over.
    fn recipients(&self) -> Result<Vec<(Reference, Reader<'a>)>> {
        let mut list = self.recipients.inside(WHAT);
        let mut recipients = Vec::new();
        while !list.is_empty() {
            if recipients.len() >= MOST_RECIPIENTS {
                return Err(MALFORMED);
            }
            let recipient = list.next()?;
            if recipient.tag == tag::SEQUENCE {
                let mut info = recipient.inside(WHAT);
                info.expect(tag::INTEGER)?;
                recipients.push((Reference::read(&mut info)?, info));
            }
        }
        Ok(recipients)
    }

    fn transport(&self, is_ours: impl Fn(&Reference) -> bool) -> Result<Option<KeyTransport>> {
        let ours = self.recipients()?.into_iter().find(|(name, _)| is_ours(name));
        ours.map(|(name, mut info)| KeyTransport::read(name, &mut info))
            .transpose()
    }

    /// The rest of `EncryptedContentInfo` after the type of the content.
    fn content(&self) -> Result<Content<'a>> {
        let mut content = self.content;
        let (algorithm, parameters) = content.algorithm()?;
        let parameters = parameters
            .filter(|parameters| parameters.tag == tag::SEQUENCE)
            .ok_or(MALFORMED)?;
        let mut parameters = parameters.inside(WHAT);
        let cipher = if algorithm == names::GOST_28147 {
            ContentCipher::Gost28147 {
                iv: parameters
                    .expect(tag::OCTET_STRING)?
                    .body
                    .try_into()
                    .map_err(|_| MALFORMED)?,
                sbox: Sbox::from_oid(parameters.oid()?)?,
            }
        } else if let Some((cipher, protection)) = names::cipher_of_content(&algorithm) {
            let ukm = parameters.expect(tag::OCTET_STRING)?.body.to_vec();
            // Half a block for the counter, eight bytes for the keys of the protected mode.
            if ukm.len() != cipher.iv_bytes() + 8 {
                return Err(MALFORMED);
            }
            match protection {
                Protection::None => ContentCipher::CtrAcpkm { cipher, ukm },
                Protection::Mac => ContentCipher::CtrAcpkmOmac {
                    cipher,
                    ukm,
                    mac: self.mac()?.to_vec(),
                },
            }
        } else {
            let what = format!("the cipher {algorithm}");
            return Err(Error::Unsupported { what });
        };
        parameters.end()?;
        let bytes = encrypted(content.next()?)?;
        content.end()?;
        Ok(Content { cipher, bytes })
    }

    /// The MAC of the content among the attributes.
    fn mac(&self) -> Result<&'a [u8]> {
        let mut attributes = self.attributes.ok_or(MALFORMED)?.inside(WHAT);
        while !attributes.is_empty() {
            let mut attribute = attributes.enter(tag::SEQUENCE)?;
            if attribute.oid()? == names::CONTENT_MAC {
                return Ok(attribute.enter(tag::SET)?.expect(tag::OCTET_STRING)?.body);
            }
        }
        Err(MALFORMED)
    }
}

/// `[0] IMPLICIT OCTET STRING`, whole or in pieces: BER may cut it, and its tag does not tell that to [`ber`].
fn encrypted(element: Element<'_>) -> Result<Cow<'_, [u8]>> {
    if element.tag == tag::context(0) {
        return Ok(Cow::Borrowed(element.body));
    }
    if element.tag != tag::nested(0) {
        return Err(MALFORMED);
    }
    let mut pieces = element.inside(WHAT);
    let mut bytes = Vec::with_capacity(element.body.len());
    while !pieces.is_empty() {
        bytes.extend_from_slice(pieces.expect(tag::OCTET_STRING)?.body);
    }
    Ok(Cow::Owned(bytes))
}
