//! Tokens behind PKCS#11 modules.
