//! The extensions of a certificate that decide something here.

use der::Decode;
use der::oid::ObjectIdentifier;
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};
use x509_cert::ext::pkix::{
    AuthorityInfoAccessSyntax, AuthorityKeyIdentifier, BasicConstraints as BasicConstraintsExtension,
    CertificatePolicies, CrlDistributionPoints, ExtendedKeyUsage, KeyUsage as KeyUsageExtension,
    SubjectKeyIdentifier,
};

use crate::Error;
use crate::asn1::{Element, Reader, tag};

/// What a key may be used for (RFC 5280, 4.2.1.3).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct KeyUsage {
    /// Signatures of any kind.
    pub digital_signature: bool,
    /// Signatures that their owner cannot deny.
    pub non_repudiation: bool,
    /// Encrypting keys.
    pub key_encipherment: bool,
    /// Encrypting content at once.
    pub data_encipherment: bool,
    /// Agreeing on keys.
    pub key_agreement: bool,
    /// Signing certificates.
    pub certificate_signing: bool,
    /// Signing lists of revoked certificates.
    pub crl_signing: bool,
}

/// Whether an owner gives certificates to others (RFC 5280, 4.2.1.9).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BasicConstraints {
    /// It is an authority.
    pub is_authority: bool,
    /// How many authorities may stand between it and an owner.
    pub path_length: Option<u8>,
}

/// What was read; unknown extensions that claim to be critical are remembered.
#[derive(Debug, Clone, Default)]
pub(super) struct Extensions {
    pub(super) key_usage: Option<KeyUsage>,
    pub(super) extended_key_usage: Vec<ObjectIdentifier>,
    pub(super) basic_constraints: Option<BasicConstraints>,
    pub(super) policies: Vec<ObjectIdentifier>,
    pub(super) subject_key_id: Option<Vec<u8>>,
    pub(super) authority_key_id: Option<Vec<u8>>,
    pub(super) issuer_addresses: Vec<String>,
    pub(super) ocsp_addresses: Vec<String>,
    pub(super) crl_addresses: Vec<String>,
    pub(super) signing_tool: Option<String>,
    pub(super) unknown_critical: Option<ObjectIdentifier>,
}

const WHAT: &str = "an extension of a certificate";
const MALFORMED: Error = Error::Malformed { what: WHAT };

impl Extensions {
    /// Reads the SEQUENCE OF Extension.
    pub(super) fn read(list: Reader<'_>) -> Result<Self, Error> {
        let mut extensions = Self::default();
        let mut seen = Vec::new();
        let mut list = list;
        while !list.is_empty() {
            let mut extension = list.enter(tag::SEQUENCE)?;
            let oid = extension.oid()?;
            let is_critical = extension
                .optional(tag::BOOLEAN)?
                .is_some_and(|flag| flag.body != [0]);
            let value = extension.expect(tag::OCTET_STRING)?.body;
            extension.end()?;
            if seen.contains(&oid) || seen.len() >= MOST_EXTENSIONS {
                return Err(MALFORMED);
            }
            seen.push(oid);
            if !extensions.take(&oid, value)? && is_critical {
                extensions.unknown_critical.get_or_insert(oid);
            }
        }
        Ok(extensions)
    }

    /// Reads one; `false` when it is of a kind that decides nothing here.
    fn take(&mut self, oid: &ObjectIdentifier, value: &[u8]) -> Result<bool, Error> {
        match oid.to_string().as_str() {
            "2.5.29.15" => self.key_usage = Some(key_usage(value)?),
            "2.5.29.19" => self.basic_constraints = Some(basic_constraints(value)?),
            "2.5.29.37" => self.extended_key_usage = decode::<ExtendedKeyUsage>(value)?.0,
            "2.5.29.32" => {
                let policies = decode::<CertificatePolicies>(value)?;
                self.policies = policies.0.iter().map(|policy| policy.policy_identifier).collect();
            }
            "2.5.29.14" => {
                self.subject_key_id = Some(decode::<SubjectKeyIdentifier>(value)?.0.as_bytes().to_vec())
            }
            "2.5.29.35" => {
                let identifier = decode::<AuthorityKeyIdentifier>(value)?.key_identifier;
                self.authority_key_id = identifier.map(|identifier| identifier.as_bytes().to_vec());
            }
            "1.3.6.1.5.5.7.1.1" => self.authority_access(value)?,
            "2.5.29.31" => self.crl_addresses = list_addresses(value)?,
            "1.2.643.100.111" => self.signing_tool = signing_tool(value),
            // Names of other kinds, periods of the key, the issuer's tools, the way of identification: shown by nobody
            // here and restricting nothing.
            "2.5.29.17" | "2.5.29.18" | "2.5.29.9" | "2.5.29.16" | "1.2.643.100.112" | "1.2.643.100.114" => {}
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn authority_access(&mut self, value: &[u8]) -> Result<(), Error> {
        for access in decode::<AuthorityInfoAccessSyntax>(value)?.0 {
            let addresses = match access.access_method.to_string().as_str() {
                "1.3.6.1.5.5.7.48.2" => &mut self.issuer_addresses,
                "1.3.6.1.5.5.7.48.1" => &mut self.ocsp_addresses,
                _ => continue,
            };
            addresses.extend(address(&access.access_location));
        }
        Ok(())
    }
}

/// No honest certificate has more.
const MOST_EXTENSIONS: usize = 64;

fn decode<'a, T: Decode<'a>>(value: &'a [u8]) -> Result<T, Error> {
    T::from_der(value).map_err(|_| MALFORMED)
}

fn key_usage(value: &[u8]) -> Result<KeyUsage, Error> {
    let usage = decode::<KeyUsageExtension>(value)?;
    Ok(KeyUsage {
        digital_signature: usage.digital_signature(),
        non_repudiation: usage.non_repudiation(),
        key_encipherment: usage.key_encipherment(),
        data_encipherment: usage.data_encipherment(),
        key_agreement: usage.key_agreement(),
        certificate_signing: usage.key_cert_sign(),
        crl_signing: usage.crl_sign(),
    })
}

fn basic_constraints(value: &[u8]) -> Result<BasicConstraints, Error> {
    let constraints = decode::<BasicConstraintsExtension>(value)?;
    Ok(BasicConstraints {
        is_authority: constraints.ca,
        path_length: constraints.path_len_constraint,
    })
}

fn list_addresses(value: &[u8]) -> Result<Vec<String>, Error> {
    let points = decode::<CrlDistributionPoints>(value)?;
    Ok(points
        .0
        .iter()
        .filter_map(|point| point.distribution_point.as_ref())
        .filter_map(|name| match name {
            DistributionPointName::FullName(names) => Some(names),
            DistributionPointName::NameRelativeToCRLIssuer(_) => None,
        })
        .flatten()
        .filter_map(address)
        .collect())
}

fn address(name: &GeneralName) -> Option<String> {
    match name {
        GeneralName::UniformResourceIdentifier(address) => Some(address.as_str().to_owned()),
        _ => None,
    }
}

fn signing_tool(value: &[u8]) -> Option<String> {
    let element = Element::only(value, WHAT)
        .ok()
        .filter(|element| element.tag == tag::UTF8)?;
    String::from_utf8(element.body.to_vec()).ok()
}
