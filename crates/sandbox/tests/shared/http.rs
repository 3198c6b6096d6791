//! The client of the tests: no proxy, no redirects, never long.

use std::sync::Once;

use reqwest::Client;

pub fn http() -> Client {
    static CRYPTO: Once = Once::new();
    CRYPTO.call_once(|| {
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
    let builder = Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none());
    builder
        .timeout(std::time::Duration::from_secs(20))
        .build()
        .unwrap()
}
