//! A key on a token, opened for one action of a person.

use cryptoki_sys::*;
use der::Encode;
use der::oid::ObjectIdentifier;
use zeroize::Zeroizing;

use crate::certificate::Certificate;
use crate::envelope::{KeyTransport, WrappedKey};
use crate::gost::PublicKey;
use crate::keys::{KeyUnwrap, RawSigner};
use crate::{Error, Result, cms};

use super::answers::error;
use super::ffi::Attribute;
use super::login::LoggedIn;
use super::numbers::{CKM_GOSTR3410_12_DERIVE, CKM_GOSTR3410_512, CKM_KDF_4357};
use super::token;

/// A private key of a token that has been logged in to.
pub(super) struct TokenSigner {
    logged_in: LoggedIn,
    key: CK_OBJECT_HANDLE,
    certificate: Certificate,
    public_key: PublicKey,
}

impl TokenSigner {
    /// Finds the key of this certificate.
    pub(super) fn find_key(logged_in: LoggedIn, certificate: Certificate, id: &[u8]) -> Result<Self> {
        let key = token::private_key(&logged_in.session, &certificate, id)?;
        let public_key = certificate.public_key()?;
        Ok(Self {
            logged_in,
            key,
            certificate,
            public_key,
        })
    }

    fn unwrap_gost28147(
        &self,
        transport: &KeyTransport,
        wrapped: &[u8],
        parameters: ObjectIdentifier,
    ) -> Result<Zeroizing<Vec<u8>>> {
        let parameters = parameters.to_der().map_err(|_| Error::Malformed {
            what: "parameters of the wrap",
        })?;
        let secret = [
            Attribute::Number(CKA_CLASS, CKO_SECRET_KEY),
            Attribute::Number(CKA_KEY_TYPE, CKK_GOST28147),
            Attribute::Flag(CKA_TOKEN, CK_FALSE),
            Attribute::Bytes(CKA_GOST28147_PARAMS, parameters),
        ];
        let mut readable = secret.to_vec();
        readable.push(Attribute::Flag(CKA_SENSITIVE, CK_FALSE));
        readable.push(Attribute::Flag(CKA_EXTRACTABLE, CK_TRUE));
        let peer = token::point(&transport.ephemeral_key).ok_or(Error::Malformed {
            what: "ephemeral key",
        })?;
        let parts = (peer.as_slice(), transport.ukm.as_slice());
        let derived =
            self.logged_in
                .session
                .derive(CKM_GOSTR3410_12_DERIVE, CKM_KDF_4357, self.key, parts, &secret);
        let derived = derived.map_err(error)?;
        let parts = (transport.ukm.as_slice(), wrapped);
        let unwrapped = self
            .logged_in
            .session
            .unwrap(CKM_GOST28147_KEY_WRAP, derived, parts, &readable);
        self.logged_in.session.forget(derived);
        let unwrapped = unwrapped.map_err(error)?;
        let value = self
            .logged_in
            .session
            .attribute(unwrapped, CKA_VALUE)
            .map_err(error);
        self.logged_in.session.forget(unwrapped);
        let value = Zeroizing::new(value?);
        if value.len() == 32 {
            Ok(value)
        } else {
            Err(Error::Malformed {
                what: "unwrapped key",
            })
        }
    }
}

impl RawSigner for TokenSigner {
    fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    fn sign_digest(&mut self, digest: &[u8]) -> Result<Vec<u8>> {
        let how = if self.public_key.curve().field_bytes() == 64 {
            CKM_GOSTR3410_512
        } else {
            CKM_GOSTR3410
        };
        let value = self
            .logged_in
            .session
            .sign(how, self.key, digest)
            .map_err(error)?;
        cms::normalise_order(&value, &self.public_key, digest)
    }
}

impl KeyUnwrap for TokenSigner {
    fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    fn unwrap(&mut self, transport: &KeyTransport) -> Result<Zeroizing<Vec<u8>>> {
        match &transport.wrapped {
            WrappedKey::Gost28147 {
                encrypted,
                mac,
                parameters,
            } => {
                let wrapped = [encrypted.as_slice(), mac.as_slice()].concat();
                self.unwrap_gost28147(transport, &wrapped, *parameters)
            }
            WrappedKey::Kexp15 { .. } => Err(Error::Unsupported {
                what: "KExp15 on a token".to_owned(),
            }),
        }
    }
}
