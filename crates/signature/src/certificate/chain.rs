//! From a certificate up to a root that is trusted: by names, key identifiers and signatures, offline
//! (RFC 5280, 6.1, as far as Russian certificates use it).
//!
//! Trust is an argument: only a certificate among `roots` ends a chain. Deliberately not here: name constraints and
//! policy mapping (a critical extension that is not known speaks against the chain), revocation (see [`super::crl`]).

use der::oid::ObjectIdentifier;
use jiff::Timestamp;

use super::Certificate;
use crate::Error;

/// Chains in practice have two or three authorities.
const LONGEST: usize = 8;
/// Signatures checked in search of a chain: a message full of namesakes shall not keep the program busy.
const MOST_CHECKS: usize = 64;

/// What is to be said of a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainVerdict {
    /// The chain, the certificate itself first, as far up as it could be followed.
    pub path: Vec<Certificate>,
    /// What speaks against it; empty for a good one.
    pub problems: Vec<ChainProblem>,
}

impl ChainVerdict {
    /// Does it end at a trusted root, and does nothing speak against it?
    pub fn is_good(&self) -> bool {
        self.problems.is_empty()
    }
}

/// What speaks against a chain. `place` counts from the certificate itself (0) upwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChainProblem {
    /// The certificate of the issuer is not at hand.
    NoIssuer {
        /// Whose issuer is missing.
        place: usize,
    },
    /// The chain ends at a root that nobody here trusts.
    UntrustedRoot,
    /// The issuer's signature does not hold: a forgery, or another key of the same name.
    BadSignature {
        /// Whose signature.
        place: usize,
    },
    /// Signed with an algorithm that is not checked here.
    NotChecked {
        /// Whose signature.
        place: usize,
    },
    /// Not valid yet at that time.
    NotYetValid {
        /// Which.
        place: usize,
    },
    /// No longer valid at that time.
    Expired {
        /// Which.
        place: usize,
    },
    /// Its owner may not give certificates.
    NotAnAuthority {
        /// Which.
        place: usize,
    },
    /// More authorities below it than it allows.
    TooLong {
        /// Which.
        place: usize,
    },
    /// Its key may not sign documents.
    MayNotSign,
    /// An extension says it must be understood, and it is not.
    UnknownExtension {
        /// Which.
        place: usize,
        /// The extension.
        extension: ObjectIdentifier,
    },
}

/// Follows a certificate up to one of `roots`, with `others` in between, and checks everything as of `at`.
pub fn check(
    leaf: &Certificate,
    others: &[Certificate],
    roots: &[Certificate],
    at: Timestamp,
) -> ChainVerdict {
    let mut search = Search {
        others,
        roots,
        checks_left: MOST_CHECKS,
        best: vec![leaf.clone()],
        best_end: End::NoIssuer,
    };
    let mut path = vec![leaf.clone()];
    search.climb(&mut path);
    let Search { best, best_end, .. } = search;
    let problems = problems(&best, best_end, at);
    ChainVerdict { path: best, problems }
}

/// How a path ends, from worst to best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    NoIssuer,
    BadSignature,
    NotChecked,
    UntrustedRoot,
    Trusted,
}

struct Search<'a> {
    others: &'a [Certificate],
    roots: &'a [Certificate],
    checks_left: usize,
    best: Vec<Certificate>,
    best_end: End,
}

impl Search<'_> {
    /// Depth first, at most [`LONGEST`] deep; true when a trusted root was reached.
    fn climb(&mut self, path: &mut Vec<Certificate>) -> bool {
        let Some(top) = path.last().cloned() else {
            return false;
        };
        if self.roots.contains(&top) {
            self.keep(path, End::Trusted);
            return true;
        }
        if top.is_self_issued() && top.check_signature(&top).is_ok() {
            self.keep(path, End::UntrustedRoot);
            return false;
        }
        let candidates: Vec<Certificate> = self
            .roots
            .iter()
            .chain(self.others)
            .filter(|issuer| may_be_issuer(&top, issuer))
            .cloned()
            .collect();
        for issuer in candidates {
            if path.len() >= LONGEST || path.contains(&issuer) || self.checks_left == 0 {
                continue;
            }
            self.checks_left -= 1;
            match top.check_signature(&issuer) {
                Ok(()) => {
                    path.push(issuer);
                    if self.climb(path) {
                        return true;
                    }
                    path.pop();
                }
                Err(Error::Unsupported { .. }) => self.keep(path, End::NotChecked),
                Err(_) => self.keep(path, End::BadSignature),
            }
        }
        self.keep(path, End::NoIssuer);
        false
    }

    fn keep(&mut self, path: &[Certificate], end: End) {
        if (end, path.len()) > (self.best_end, self.best.len()) {
            self.best = path.to_vec();
            self.best_end = end;
        }
    }
}

/// The names fit, and the identifiers of the key where both are there.
fn may_be_issuer(certificate: &Certificate, issuer: &Certificate) -> bool {
    let ids_fit = match (certificate.authority_key_id(), issuer.subject_key_id()) {
        (Some(wanted), Some(found)) => wanted == found,
        _ => true,
    };
    certificate.issuer_der() == issuer.subject_der() && ids_fit
}

fn problems(path: &[Certificate], end: End, at: Timestamp) -> Vec<ChainProblem> {
    let place = path.len().saturating_sub(1);
    let mut problems: Vec<ChainProblem> = match end {
        End::NoIssuer => vec![ChainProblem::NoIssuer { place }],
        End::BadSignature => vec![ChainProblem::BadSignature { place }],
        End::NotChecked => vec![ChainProblem::NotChecked { place }],
        End::UntrustedRoot => vec![ChainProblem::UntrustedRoot],
        End::Trusted => Vec::new(),
    };
    if path.first().is_some_and(|leaf| !leaf.may_sign()) {
        problems.push(ChainProblem::MayNotSign);
    }
    for (place, certificate) in path.iter().enumerate() {
        problems.extend(problems_of(path, place, certificate, at));
    }
    problems
}

fn problems_of(
    path: &[Certificate],
    place: usize,
    certificate: &Certificate,
    at: Timestamp,
) -> Vec<ChainProblem> {
    let mut problems = Vec::new();
    if at < certificate.validity().from {
        problems.push(ChainProblem::NotYetValid { place });
    }
    if at > certificate.validity().to {
        problems.push(ChainProblem::Expired { place });
    }
    if let Some(extension) = certificate.extensions.unknown_critical {
        problems.push(ChainProblem::UnknownExtension { place, extension });
    }
    if place == 0 {
        return problems;
    }
    let constraints = certificate.basic_constraints();
    let may_sign_certificates = certificate
        .key_usage()
        .is_none_or(|usage| usage.certificate_signing);
    if !constraints.is_some_and(|constraints| constraints.is_authority) || !may_sign_certificates {
        problems.push(ChainProblem::NotAnAuthority { place });
    }
    // Between it and the owner: authorities that do not issue for themselves (RFC 5280, 4.2.1.9).
    let below = path
        .iter()
        .take(place)
        .skip(1)
        .filter(|authority| !authority.is_self_issued())
        .count();
    let allowed = constraints.and_then(|constraints| constraints.path_length);
    if allowed.is_some_and(|allowed| below > usize::from(allowed)) {
        problems.push(ChainProblem::TooLong { place });
    }
    problems
}
