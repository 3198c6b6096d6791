//! Which certificates a list speaks of (RFC 5280, 5.2): its critical extensions.

use der::oid::ObjectIdentifier;

use super::WHAT;
use crate::Error;
use crate::asn1::{Element, Reader, tag};
use crate::certificate::Certificate;

const DISTRIBUTION_POINT: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.28");

/// What a list says of itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope {
    /// A form that is not read here: a delta, an indirect list, only some reasons, an unknown critical extension.
    is_foreign: bool,
    only_owners: bool,
    only_authorities: bool,
    /// Where it is published; certificates name the same address.
    addresses: Vec<String>,
}

impl Scope {
    /// Reads `crlExtensions`.
    pub(super) fn read(extensions: Element<'_>) -> Result<Self, Error> {
        let mut scope = Self::default();
        let mut list = extensions.inside(WHAT).enter(tag::SEQUENCE)?;
        while !list.is_empty() {
            let mut extension = list.enter(tag::SEQUENCE)?;
            let kind = extension.oid()?;
            let is_critical = extension
                .optional(tag::BOOLEAN)?
                .is_some_and(|flag| flag.body != [0]);
            let value = extension.expect(tag::OCTET_STRING)?.body;
            if kind == DISTRIBUTION_POINT {
                scope.distribution_point(value)?;
            } else if is_critical {
                scope.is_foreign = true;
            }
        }
        Ok(scope)
    }

    /// `IssuingDistributionPoint`.
    fn distribution_point(&mut self, value: &[u8]) -> Result<(), Error> {
        let mut point = Reader::new(value, WHAT).enter(tag::SEQUENCE)?;
        while !point.is_empty() {
            let part = point.next()?;
            match part.tag {
                // fullName alone; a name relative to the issuer is not used.
                0xA0 => {
                    if let Some(names) = part.inside(WHAT).optional(tag::nested(0))? {
                        self.read_addresses(names)?;
                    }
                }
                0x81 => self.only_owners = part.body != [0],
                0x82 => self.only_authorities = part.body != [0],
                0x84 if part.body == [0] => {}
                _ => self.is_foreign = true,
            }
        }
        Ok(())
    }

    fn read_addresses(&mut self, names: Element<'_>) -> Result<(), Error> {
        let mut names = names.inside(WHAT);
        while !names.is_empty() {
            let name = names.next()?;
            if name.tag == tag::context(6) {
                self.addresses
                    .push(String::from_utf8_lossy(name.body).into_owned());
            }
        }
        Ok(())
    }

    /// Does it speak of this certificate?
    pub(super) fn covers(&self, certificate: &Certificate) -> bool {
        let is_authority = certificate
            .basic_constraints()
            .is_some_and(|constraints| constraints.is_authority);
        let points = certificate.crl_addresses();
        let has_common_address = self.addresses.is_empty()
            || points.is_empty()
            || points.iter().any(|point| self.addresses.contains(point));
        !(self.is_foreign
            || (self.only_owners && is_authority)
            || (self.only_authorities && !is_authority)
            || !has_common_address)
    }
}
