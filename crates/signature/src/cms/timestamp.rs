//! Timestamps on a signature (CAdES-T; RFC 3161): whether the token is about this very signature and who made it.
//!
//! A token is a signed message of its own. Whether its authority is trusted is another question, asked with
//! [`crate::certificate::chain`]; tokens inside tokens are not followed. Nothing is fetched here.

use der::oid::ObjectIdentifier;
use jiff::Timestamp;

use super::algorithms::certificate_digest;
use super::read::{Signed, SignerFacts};
use super::verify::{Mathematics, verify_without_timestamps};
use crate::Error;
use crate::asn1::{Element, read_time, tag};
use crate::certificate::Certificate;

const WHAT: &str = "a timestamp";
const MALFORMED: Error = Error::Malformed { what: WHAT };
/// id-ct-TSTInfo.
const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
/// id-kp-timeStamping.
const TIME_STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");

/// What is to be said of one timestamp.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimestampVerdict {
    /// The moment that it names; `None`: it cannot be read.
    pub at: Option<Timestamp>,
    /// Does it hold?
    pub state: TimestampState,
    /// Who made it, where the certificate is at hand.
    pub authority: Option<Box<Certificate>>,
    /// The certificates that came along, for the authority's chain.
    pub certificates: Vec<Certificate>,
}

/// Whether a timestamp holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimestampState {
    /// It is about this signature, and its own signature holds.
    Holds,
    /// It is about another signature.
    OfAnother,
    /// Its own signature does not hold.
    Broken,
    /// It was made with algorithms that are not checked here.
    NotChecked,
    /// The certificate of its maker is not at hand.
    NoCertificate,
    /// Its maker's certificate is not for timestamps.
    NotAnAuthority,
    /// It cannot be read.
    Unreadable,
}

/// `TSTInfo`, as far as it decides something.
struct Token {
    digest_algorithm: ObjectIdentifier,
    digest: Vec<u8>,
    at: Timestamp,
}

impl Token {
    fn read(bytes: &[u8]) -> Result<Self, Error> {
        let element = Element::only(bytes, WHAT)?;
        if element.tag != tag::SEQUENCE {
            return Err(MALFORMED);
        }
        let mut facts = element.inside(WHAT);
        if facts.expect(tag::INTEGER)?.body != [1] {
            return Err(MALFORMED);
        }
        facts.oid()?;
        let mut imprint = facts.enter(tag::SEQUENCE)?;
        let (digest_algorithm, _) = imprint.algorithm()?;
        let digest = imprint.expect(tag::OCTET_STRING)?.body.to_vec();
        imprint.end()?;
        facts.expect(tag::INTEGER)?;
        let at = read_time(facts.expect(tag::GENERALIZED_TIME)?)?;
        // Accuracy, order, a number used once, the maker's name and extensions may follow; they decide nothing here.
        while !facts.is_empty() {
            facts.next()?;
        }
        Ok(Self {
            digest_algorithm,
            digest,
            at,
        })
    }
}

/// Looks at every timestamp of a signer. `extra` are certificates beside those of the token.
pub fn timestamps(signer: &SignerFacts, extra: &[Certificate]) -> Vec<TimestampVerdict> {
    let tokens = signer.unsigned.timestamps.iter();
    tokens
        .map(|token| one(token, &signer.signature, extra).unwrap_or_else(|_| unreadable()))
        .collect()
}

fn unreadable() -> TimestampVerdict {
    TimestampVerdict {
        at: None,
        state: TimestampState::Unreadable,
        authority: None,
        certificates: Vec::new(),
    }
}

fn one(token: &[u8], signature: &[u8], extra: &[Certificate]) -> Result<TimestampVerdict, Error> {
    let signed = Signed::read(token)?;
    let content = signed.content().ok_or(MALFORMED)?;
    let facts = Token::read(content)?;
    if signed.content_type() != TST_INFO {
        return Err(MALFORMED);
    }
    let verdicts = verify_without_timestamps(&signed, None, extra);
    let [verdict] = verdicts.as_slice() else {
        return Err(MALFORMED);
    };
    let authority = verdict.certificate();
    let is_about_this = certificate_digest(&facts.digest_algorithm, signature).map(|own| own == facts.digest);
    let state = match (is_about_this, authority, &verdict.mathematics) {
        (Some(false), ..) => TimestampState::OfAnother,
        (_, None, _) => TimestampState::NoCertificate,
        (None, ..) | (_, _, Mathematics::NotChecked(_)) => TimestampState::NotChecked,
        _ if !verdict.is_good() || !verdict.has_attributes => TimestampState::Broken,
        (_, Some(maker), _) if !maker.extended_key_usage().contains(&TIME_STAMPING) => {
            TimestampState::NotAnAuthority
        }
        _ => TimestampState::Holds,
    };
    Ok(TimestampVerdict {
        at: Some(facts.at),
        state,
        authority: authority.map(|maker| Box::new(maker.clone())),
        certificates: signed.certificates().to_vec(),
    })
}
