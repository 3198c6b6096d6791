//! Lists of revoked certificates (RFC 5280, 5): read in place, for a national authority's list has a million entries.
//!
//! The answer has three values: not revoked, revoked since, not checked. Deliberately not here: fetching lists; lists
//! for other issuers (indirect) and differences between lists (delta), which answer nothing.

mod scope;

use std::ops::Range;

use der::oid::ObjectIdentifier;
use jiff::Timestamp;

use super::{Certificate, parse, signature};
use crate::Error;
use crate::asn1::{Element, Reader, place, read_time, tag};
use crate::cms::{armour, ber};
use scope::Scope;

const WHAT: &str = "a list of revoked certificates";
const MALFORMED: Error = Error::Malformed { what: WHAT };
/// The tag of ENUMERATED, in which the reason stands.
const REASON: u8 = tag::ENUMERATED;

/// A list that was read; whose it is and whether it is signed is asked with [`is_revoked`].
#[derive(Clone)]
pub struct RevocationList {
    signed_part: Vec<u8>,
    signature_algorithm: ObjectIdentifier,
    signature: Vec<u8>,
    issuer_der: Vec<u8>,
    /// When it was made.
    this_update: Timestamp,
    /// When the next one is due.
    next_update: Option<Timestamp>,
    /// Where the entries lie in the signed part.
    entries: Range<usize>,
    scope: Scope,
}

/// Whether a certificate was revoked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Revocation {
    /// It was not, by a list of this time.
    NotRevoked {
        /// When the list was made.
        as_of: Timestamp,
    },
    /// It was.
    RevokedSince {
        /// Since when: a signature made before that moment, proven by a trusted time, still counts.
        since: Timestamp,
        /// Why, where the list tells.
        reason: Option<RevocationReason>,
    },
    /// Nobody knows here.
    NotChecked(NotChecked),
}

/// Why revocation was not checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotChecked {
    /// No list of this issuer is at hand.
    NoList,
    /// The list at hand is overdue at that time.
    Outdated,
    /// The list at hand is not signed by the issuer.
    BadSignature,
    /// The list at hand is about other certificates, or in a form that is not read here.
    OtherScope,
    /// The certificate had ended before the list was made: such ones are dropped from lists.
    EndedBefore,
}

/// Why a certificate was revoked (RFC 5280, 5.3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RevocationReason {
    /// No reason given.
    Unspecified,
    /// The key became known to others.
    KeyCompromise,
    /// The authority's key became known to others.
    AuthorityCompromise,
    /// The owner changed: name, position, organisation.
    AffiliationChanged,
    /// Another one took its place.
    Superseded,
    /// Its owner ended his activity.
    Ceased,
    /// Suspended for a time.
    OnHold,
    /// The rights were withdrawn.
    PrivilegeWithdrawn,
    /// A number that the standard does not know, or has for other things.
    Other(u8),
}

/// Reads a list: DER, BER, PEM or base64.
///
/// # Errors
/// [`Error::Malformed`].
pub fn parse(bytes: &[u8]) -> Result<RevocationList, Error> {
    let der = ber::normalise(&armour::open(bytes))?;
    let (signed_part, algorithm, value) = parse::outer(&der).map_err(|_| MALFORMED)?;
    let mut list = Reader::new(signed_part, WHAT).enter(tag::SEQUENCE)?;
    list.optional(tag::INTEGER)?;
    if list.expect(tag::SEQUENCE)?.whole != algorithm {
        return Err(MALFORMED);
    }
    let issuer = list.expect(tag::SEQUENCE)?.whole;
    let this_update = read_time(list.next()?)?;
    let has_next = matches!(list.peek(), Some(tag::UTC_TIME | tag::GENERALIZED_TIME));
    let next_update = if has_next {
        Some(read_time(list.next()?)?)
    } else {
        None
    };
    let entries = list.optional(tag::SEQUENCE)?;
    let entries = entries.and_then(|entries| place(signed_part, entries.body));
    let extensions = list.optional(tag::nested(0))?;
    list.end()?;
    Ok(RevocationList {
        signature_algorithm: Reader::new(algorithm, WHAT).algorithm()?.0,
        signature: value.to_vec(),
        issuer_der: issuer.to_vec(),
        this_update,
        next_update,
        entries: entries.unwrap_or_default(),
        scope: extensions.map(Scope::read).transpose()?.unwrap_or_default(),
        signed_part: signed_part.to_vec(),
    })
}

impl RevocationList {
    /// When it was made.
    pub fn this_update(&self) -> Timestamp {
        self.this_update
    }

    /// When the next one is due.
    pub fn next_update(&self) -> Option<Timestamp> {
        self.next_update
    }

    /// The issuer's name as encoded: lists are kept under it.
    pub fn issuer_der(&self) -> &[u8] {
        &self.issuer_der
    }

    /// Did the owner of `issuer` make this list? The names, the right to sign lists and the signature are looked at.
    ///
    /// # Errors
    /// [`Error::BadSignature`]: no; [`Error::Unsupported`]: another algorithm than GOST R 34.10-2012.
    pub fn check_issuer(&self, issuer: &Certificate) -> Result<(), Error> {
        let may_sign_lists = issuer.key_usage().is_none_or(|usage| usage.crl_signing);
        if self.issuer_der != issuer.subject_der || !may_sign_lists {
            return Err(Error::BadSignature(crate::Reason::OtherCertificate));
        }
        signature::check(
            &self.signed_part,
            &self.signature_algorithm,
            &self.signature,
            issuer,
        )
    }

    /// How many certificates it names.
    ///
    /// # Errors
    /// [`Error::Malformed`]: the entries cannot be walked.
    pub fn count(&self) -> Result<usize, Error> {
        let mut entries = Reader::new(self.entries(), WHAT);
        let mut count = 0;
        while !entries.is_empty() {
            entries.next()?;
            count += 1;
        }
        Ok(count)
    }

    fn entries(&self) -> &[u8] {
        self.signed_part.get(self.entries.clone()).unwrap_or_default()
    }

    /// The entry of this number.
    fn entry(&self, serial: &[u8]) -> Result<Option<(Timestamp, Option<RevocationReason>)>, Error> {
        let mut entries = Reader::new(self.entries(), WHAT);
        while !entries.is_empty() {
            let mut entry = entries.enter(tag::SEQUENCE)?;
            if entry.expect(tag::INTEGER)?.body == serial {
                let since = read_time(entry.next()?)?;
                let reason = entry.optional(tag::SEQUENCE)?.map(reason).transpose()?.flatten();
                return Ok(Some((since, reason)));
            }
        }
        Ok(None)
    }

    fn answer(&self, certificate: &Certificate, issuer: &Certificate, at: Timestamp) -> Revocation {
        let not_checked = Revocation::NotChecked;
        if !self.scope.covers(certificate) {
            return not_checked(NotChecked::OtherScope);
        }
        if self.check_issuer(issuer).is_err() {
            return not_checked(NotChecked::BadSignature);
        }
        match self.entry(certificate.serial()) {
            Ok(Some((since, reason))) => Revocation::RevokedSince { since, reason },
            Ok(None) if self.next_update.is_some_and(|next| next < at) => not_checked(NotChecked::Outdated),
            Ok(None) if certificate.validity().to < self.this_update => not_checked(NotChecked::EndedBefore),
            Ok(None) => Revocation::NotRevoked {
                as_of: self.this_update,
            },
            Err(_) => not_checked(NotChecked::OtherScope),
        }
    }
}

impl std::fmt::Debug for RevocationList {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RevocationList")
            .field("this_update", &self.this_update)
            .field("next_update", &self.next_update)
            .finish_non_exhaustive()
    }
}

/// Was the certificate, given by `issuer`, revoked? Asks every list of that issuer as of `at`; a list that says
/// «revoked» outweighs one that does not, the newest of those that do not is told.
pub fn is_revoked(
    certificate: &Certificate,
    issuer: &Certificate,
    lists: &[RevocationList],
    at: Timestamp,
) -> Revocation {
    let own = lists.iter().filter(|list| list.issuer_der == issuer.subject_der);
    let answers = own.map(|list| list.answer(certificate, issuer, at));
    answers
        .max_by_key(weight)
        .unwrap_or(Revocation::NotChecked(NotChecked::NoList))
}

pub(super) fn weight(answer: &Revocation) -> (u8, Option<Timestamp>) {
    match answer {
        Revocation::RevokedSince { .. } => (2, None),
        Revocation::NotRevoked { as_of } => (1, Some(*as_of)),
        Revocation::NotChecked(_) => (0, None),
    }
}

/// The reason among the extensions of an entry.
fn reason(extensions: Element<'_>) -> Result<Option<RevocationReason>, Error> {
    const REASON_CODE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.21");
    let mut list = extensions.inside(WHAT);
    while !list.is_empty() {
        let mut extension = list.enter(tag::SEQUENCE)?;
        let kind = extension.oid()?;
        extension.optional(tag::BOOLEAN)?;
        let value = extension.expect(tag::OCTET_STRING)?.body;
        if kind == REASON_CODE {
            let code = Element::only(value, WHAT)?;
            return match code.body {
                [code_number] if code.tag == REASON => Ok(Some(named(*code_number))),
                _ => Err(MALFORMED),
            };
        }
    }
    Ok(None)
}

pub(super) fn named(code: u8) -> RevocationReason {
    match code {
        0 => RevocationReason::Unspecified,
        1 => RevocationReason::KeyCompromise,
        2 => RevocationReason::AuthorityCompromise,
        3 => RevocationReason::AffiliationChanged,
        4 => RevocationReason::Superseded,
        5 => RevocationReason::Ceased,
        6 => RevocationReason::OnHold,
        9 => RevocationReason::PrivilegeWithdrawn,
        other => RevocationReason::Other(other),
    }
}
