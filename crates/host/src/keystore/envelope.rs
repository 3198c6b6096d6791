//! How a value lies in the entries of a keystore: in one, or in a head and numbered parts.
//!
//! `1:<base64>` is a whole value. `2:<generation>:<count>:<name>` is a head whose value lies in the entries
//! `<name>#<generation>#0` … The generation is new at each writing, so parts of two writings never mix.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use engine::ports::Secret;
use keyring_core::Error;
use zeroize::Zeroizing;

use crate::randomness::random_bytes;

/// Below the 2,560 bytes of Windows, on every system: the path of long values is then the same everywhere.
pub(super) const ENTRY_BYTES: usize = 2_400;

const WHOLE: &str = "1:";
const PARTED: &str = "2:";

/// A value made ready for the keystore.
pub(super) struct Sealed {
    /// The entry under the name itself.
    pub head: Zeroizing<String>,
    /// Names and texts of the further entries.
    pub parts: Vec<(String, Zeroizing<String>)>,
}

/// Lays a value out in entries.
pub(super) fn seal(name: &str, value: &Secret) -> Sealed {
    let text = Zeroizing::new(STANDARD.encode(value.expose()));
    if WHOLE.len() + text.len() <= ENTRY_BYTES {
        let head = Zeroizing::new(format!("{WHOLE}{}", *text));
        return Sealed {
            head,
            parts: Vec::new(),
        };
    }
    let generation = u64::from_le_bytes(random_bytes());
    // Base64 is ASCII, so every cut falls between characters.
    let texts = text
        .as_bytes()
        .chunks(ENTRY_BYTES)
        .map(|part| Zeroizing::new(String::from_utf8_lossy(part).into_owned()));
    let head = Zeroizing::new(format!("{PARTED}{generation:016x}:{}:{name}", texts.len()));
    let parts = part_names(&head).into_iter().zip(texts).collect();
    Sealed { head, parts }
}

/// The value behind a head.
pub(super) fn open(head: &str, read: impl Fn(&str) -> Result<String, Error>) -> Result<Secret, Error> {
    let mut text = Zeroizing::new(String::new());
    if let Some(whole) = head.strip_prefix(WHOLE) {
        text.push_str(whole);
    } else {
        let names = part_names(head);
        if names.is_empty() {
            return Err(damaged("an entry of an unknown form"));
        }
        for name in names {
            let part = Zeroizing::new(read(&name).map_err(|error| match error {
                Error::NoEntry => damaged("a part is missing"),
                other => other,
            })?);
            text.push_str(&part);
        }
    }
    let bytes = STANDARD
        .decode(text.as_bytes())
        .map_err(|_| damaged("not base64"))?;
    String::from_utf8(bytes)
        .map(Secret::new)
        .map_err(|_| damaged("not UTF-8"))
}

/// The further entries that a head names; none for a whole value.
pub(super) fn part_names(head: &str) -> Vec<String> {
    let Some((generation, rest)) = head
        .strip_prefix(PARTED)
        .and_then(|fields| fields.split_once(':'))
    else {
        return Vec::new();
    };
    let Some((count, name)) = rest.split_once(':') else {
        return Vec::new();
    };
    let count: u16 = count.parse().unwrap_or_default();
    (0..count)
        .map(|index| format!("{name}#{generation}#{index}"))
        .collect()
}

fn damaged(reason: &str) -> Error {
    Error::BadStoreFormat(reason.to_owned())
}
