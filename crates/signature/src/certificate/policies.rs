//! Classes of protection among the policies of a certificate (приказ ФСБ России № 796).

use std::fmt;

use der::oid::ObjectIdentifier;

/// How strong the owner's means of signing is, from weakest to strongest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProtectionClass {
    /// КС1.
    Ks1,
    /// КС2.
    Ks2,
    /// КС3.
    Ks3,
    /// КВ1.
    Kv1,
    /// КВ2.
    Kv2,
    /// КА1.
    Ka1,
}

const CLASSES: [(ObjectIdentifier, ProtectionClass); 6] = [
    (
        ObjectIdentifier::new_unwrap("1.2.643.100.113.1"),
        ProtectionClass::Ks1,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.643.100.113.2"),
        ProtectionClass::Ks2,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.643.100.113.3"),
        ProtectionClass::Ks3,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.643.100.113.4"),
        ProtectionClass::Kv1,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.643.100.113.5"),
        ProtectionClass::Kv2,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.643.100.113.6"),
        ProtectionClass::Ka1,
    ),
];

pub(super) fn classes(policies: &[ObjectIdentifier]) -> Vec<ProtectionClass> {
    CLASSES
        .iter()
        .filter(|(oid, _)| policies.contains(oid))
        .map(|&(_, class)| class)
        .collect()
}

impl fmt::Display for ProtectionClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ks1 => "КС1",
            Self::Ks2 => "КС2",
            Self::Ks3 => "КС3",
            Self::Kv1 => "КВ1",
            Self::Kv2 => "КВ2",
            Self::Ka1 => "КА1",
        })
    }
}
