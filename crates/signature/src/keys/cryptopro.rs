//! CryptoPro CSP.
