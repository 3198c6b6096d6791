//! A certificate that a person names: by its number in the list, or by its thumbprint.

use serde::Deserialize;
use serde_json::json;

use crate::fault::Fault;
use crate::session::Session;

#[derive(Deserialize)]
struct Seen {
    certificates: Vec<Certificate>,
}

#[derive(Deserialize)]
struct Certificate {
    id: i64,
    thumbprint: String,
}

/// Hexadecimal digits of SHA-1; shorter words are numbers of the list.
const THUMBPRINT_DIGITS: usize = 40;

/// The number of this certificate, once every store was asked what it holds now. A thumbprint may be written with
/// blanks, colons and small letters, and with the marks that come along when it is copied from a window.
pub(in crate::commands) async fn named(
    session: &Session,
    typed: &str,
    left_undone: &str,
) -> Result<i64, Fault> {
    let seen: Seen = session.read("certificates.refresh", json!({})).await?;
    let digits: String = typed.chars().filter(char::is_ascii_hexdigit).collect();
    let found = seen.certificates.iter().find(|one| {
        if digits.len() < THUMBPRINT_DIGITS {
            typed.trim().parse() == Ok(one.id)
        } else {
            one.thumbprint.eq_ignore_ascii_case(&digits)
        }
    });
    found.map(|one| one.id).ok_or_else(|| {
        Fault::new(
            "certificate_not_found",
            format!(
                "Сертификата «{}» на этом компьютере нет. {left_undone} Вставьте токен и повторите; номера показывает \
                 команда certificates.",
                typed.trim()
            ),
        )
    })
}
