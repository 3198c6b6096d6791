//! What `certmgr -list` prints: blocks of labels and values, numbered lines between them.
//!
//! English labels are asked for (`LC_ALL=C.UTF-8`); two generations of the program name the thumbprint differently.

use crate::certificate::Thumbprint;

/// One certificate of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listed {
    pub thumbprint: Thumbprint,
    /// A link to a container with the key.
    pub has_key: bool,
}

pub(super) fn read(text: &str) -> Vec<Listed> {
    let mut found: Vec<Listed> = Vec::new();
    for line in text.lines() {
        let Some((label, value)) = line.split_once(':') else {
            continue;
        };
        match (label.trim(), value.trim()) {
            ("SHA1 Thumbprint" | "SHA1 Hash", value) => {
                let value = value.strip_prefix("0x").unwrap_or(value);
                found.extend(Thumbprint::parse(value).ok().map(|thumbprint| Listed {
                    thumbprint,
                    has_key: false,
                }));
            }
            ("PrivateKey Link", value) => {
                if let Some(last) = found.last_mut() {
                    last.has_key = value.starts_with("Yes");
                }
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRINTED: &str = "\
Certmgr Ver:5.0.13000 OS:Linux CPU:AMD64 (c) \"Crypto-Pro\", 2007-2024.
Program for managing certificates, CRLs and stores.
=============================================================================
1-------
Issuer              : INN=007710568760, CN=\"УЦ «Пробный»: вторая очередь\"
Subject             : CN=\"ООО «Ромашка»\"
Serial              : 0x01A2B3
SHA1 Thumbprint     : 0123456789abcdef0123456789abcdef01234567
SubjKeyID           : aa
PrivateKey Link     : Yes
Container           : HDIMAGE\\\\romashka.000\\1234
2-------
Subject             : CN=ИП Василькова
SHA1 Hash           : 0xfedcba9876543210fedcba9876543210fedcba98
PrivateKey Link     : No
=============================================================================

[ErrorCode: 0x00000000]
";

    #[test]
    fn both_generations_of_the_list_are_read() {
        let listed = read(PRINTED);
        assert_eq!(listed.len(), 2);
        assert_eq!(
            listed[0].thumbprint.to_string(),
            "0123456789ABCDEF0123456789ABCDEF01234567"
        );
        assert!(listed[0].has_key);
        assert_eq!(
            listed[1].thumbprint.to_string(),
            "FEDCBA9876543210FEDCBA9876543210FEDCBA98"
        );
        assert!(!listed[1].has_key);
    }

    proptest::proptest! {
        #[test]
        fn any_text_gives_a_list(text: String) {
            let _ = read(&text);
        }
    }

    #[test]
    fn anything_else_is_an_empty_list() {
        assert_eq!(read("Empty certificate list\n[ErrorCode: 0x8010002c]"), []);
        assert_eq!(read("PrivateKey Link : Yes\nSHA1 Hash : zz"), []);
    }
}
