//! The one claim of an ID token that is needed: which log-in it belongs to.
//!
//! Its signature is not checked: it comes straight from the token endpoint over TLS (OpenID Connect Core, 3.1.3.7, 6),
//! and nothing is believed because of it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

use crate::Secret;

#[derive(Deserialize)]
struct Claims {
    nonce: Option<String>,
}

/// Does the token belong to the log-in with this nonce? A token that cannot be read does not.
pub(super) fn belongs_to(id_token: &Secret, nonce: &Secret) -> bool {
    let claims = id_token.expose().split('.').nth(1);
    let claims = claims.and_then(|part| URL_SAFE_NO_PAD.decode(part.trim_end_matches('=')).ok());
    let claims = claims.and_then(|bytes| serde_json::from_slice::<Claims>(&bytes).ok());
    claims.is_some_and(|claims| claims.nonce.as_deref() == Some(nonce.expose()))
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::belongs_to;
    use crate::Secret;

    #[test]
    fn a_token_belongs_to_the_log_in_whose_nonce_it_bears_and_to_no_other() {
        let claims = URL_SAFE_NO_PAD.encode(r#"{"sub":"marta","nonce":"n-1"}"#);
        let token = Secret::new(format!("e30.{claims}.c2ln"));
        assert!(belongs_to(&token, &Secret::new("n-1")));
        assert!(!belongs_to(&token, &Secret::new("n-2")));
        for broken in ["", "e30", "e30.!.x", "e30.e30.x"] {
            assert!(!belongs_to(&Secret::new(broken), &Secret::new("n-1")), "{broken}");
        }
    }
}
