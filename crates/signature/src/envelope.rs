//! Sealed messages (CMS EnvelopedData): opening what was encrypted for a certificate.
