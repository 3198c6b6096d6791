//! A session with a token: searches, attributes, and what a key does.

use std::ffi::c_void;
use std::ptr::{null, null_mut};
use std::sync::Arc;

use cryptoki_sys::*;

use super::{Answer, Attribute, Module, Rv, check, length, ulong};

/// More than any token holds; a module that never ends its list is stopped here.
const MOST_OBJECTS: usize = 1024;
/// Longer than any certificate.
const MOST_ATTRIBUTE_BYTES: usize = 256 * 1024;
/// Two numbers of a 512-bit curve, with room to spare.
const MOST_SIGNATURE_BYTES: usize = 512;

/// An open session; closed when dropped.
pub(in crate::keys::pkcs11) struct Session {
    pub(super) module: Arc<Module>,
    pub(super) handle: CK_SESSION_HANDLE,
}

impl Session {
    fn functions(&self) -> &CK_FUNCTION_LIST {
        &self.module.functions
    }

    /// `None`: the token has a keypad of its own.
    pub(in crate::keys::pkcs11) fn login(&self, pin: Option<&[u8]>) -> Answer<()> {
        let (bytes, count) = pin.map_or((null(), 0), |pin| (pin.as_ptr(), ulong(pin.len())));
        call!(
            self.functions(),
            C_Login,
            self.handle,
            CKU_USER,
            bytes.cast_mut(),
            count
        )
    }

    pub(in crate::keys::pkcs11) fn logout(&self) -> Answer<()> {
        call!(self.functions(), C_Logout, self.handle)
    }

    /// Has somebody in this process logged in to the token?
    pub(in crate::keys::pkcs11) fn is_logged_in(&self) -> bool {
        let mut facts = CK_SESSION_INFO::default();
        let asked = call!(self.functions(), C_GetSessionInfo, self.handle, &mut facts);
        let state = facts.state;
        asked.is_ok() && matches!(state, CKS_RO_USER_FUNCTIONS | CKS_RW_USER_FUNCTIONS)
    }

    pub(in crate::keys::pkcs11) fn find(&self, wanted: &[Attribute]) -> Answer<Vec<CK_OBJECT_HANDLE>> {
        let mut template = template(wanted);
        let count = ulong(template.len());
        call!(
            self.functions(),
            C_FindObjectsInit,
            self.handle,
            template.as_mut_ptr(),
            count
        )?;
        let found = self.found();
        let ended = call!(self.functions(), C_FindObjectsFinal, self.handle);
        found.and_then(|found| ended.map(|()| found))
    }

    fn found(&self) -> Answer<Vec<CK_OBJECT_HANDLE>> {
        let mut found = Vec::new();
        while found.len() < MOST_OBJECTS {
            let mut some = [0; 32];
            let mut count = 0;
            call!(
                self.functions(),
                C_FindObjects,
                self.handle,
                some.as_mut_ptr(),
                ulong(some.len()),
                &mut count
            )?;
            found.extend(some.into_iter().take(length(count)));
            if count == 0 {
                break;
            }
        }
        Ok(found)
    }

    /// The value of an attribute; empty where the token does not show it.
    pub(in crate::keys::pkcs11) fn attribute(
        &self,
        object: CK_OBJECT_HANDLE,
        kind: CK_ATTRIBUTE_TYPE,
    ) -> Answer<Vec<u8>> {
        let mut line = CK_ATTRIBUTE {
            type_: kind,
            pValue: null_mut(),
            ulValueLen: 0,
        };
        let asked = call!(
            self.functions(),
            C_GetAttributeValue,
            self.handle,
            object,
            &mut line,
            1
        );
        let (needed, absent) = (
            length(line.ulValueLen),
            line.ulValueLen == CK_UNAVAILABLE_INFORMATION,
        );
        match asked {
            Ok(()) if absent || needed == 0 || needed > MOST_ATTRIBUTE_BYTES => return Ok(Vec::new()),
            Ok(()) => {}
            Err(Rv(CKR_ATTRIBUTE_TYPE_INVALID | CKR_ATTRIBUTE_SENSITIVE)) => return Ok(Vec::new()),
            Err(other) => return Err(other),
        }
        let mut value = vec![0_u8; needed];
        let mut line = CK_ATTRIBUTE {
            type_: kind,
            pValue: value.as_mut_ptr().cast(),
            ulValueLen: ulong(needed),
        };
        call!(
            self.functions(),
            C_GetAttributeValue,
            self.handle,
            object,
            &mut line,
            1
        )?;
        value.truncate(length(line.ulValueLen));
        Ok(value)
    }

    pub(in crate::keys::pkcs11) fn sign(
        &self,
        how: CK_MECHANISM_TYPE,
        key: CK_OBJECT_HANDLE,
        digest: &[u8],
    ) -> Answer<Vec<u8>> {
        let mut mechanism = CK_MECHANISM {
            mechanism: how,
            pParameter: null_mut(),
            ulParameterLen: 0,
        };
        call!(self.functions(), C_SignInit, self.handle, &mut mechanism, key)?;
        let mut value = vec![0_u8; MOST_SIGNATURE_BYTES];
        let mut count = ulong(value.len());
        let (bytes, digest_count) = (digest.as_ptr().cast_mut(), ulong(digest.len()));
        call!(
            self.functions(),
            C_Sign,
            self.handle,
            bytes,
            digest_count,
            value.as_mut_ptr(),
            &mut count
        )?;
        value.truncate(length(count));
        Ok(value)
    }

    /// A session key agreed with `peer` (the point, x‖y little-endian).
    pub(in crate::keys::pkcs11) fn derive(
        &self,
        how: CK_MECHANISM_TYPE,
        diversification: CK_MECHANISM_TYPE,
        key: CK_OBJECT_HANDLE,
        (peer, ukm): (&[u8], &[u8]),
        wanted: &[Attribute],
    ) -> Answer<CK_OBJECT_HANDLE> {
        let mut parameters = CK_GOSTR3410_DERIVE_PARAMS {
            kdf: diversification,
            pPublicData: peer.as_ptr().cast_mut(),
            ulPublicDataLen: ulong(peer.len()),
            pUKM: ukm.as_ptr().cast_mut(),
            ulUKMLen: ulong(ukm.len()),
        };
        let mut mechanism = CK_MECHANISM {
            mechanism: how,
            pParameter: (&raw mut parameters).cast::<c_void>(),
            ulParameterLen: ulong(size_of::<CK_GOSTR3410_DERIVE_PARAMS>()),
        };
        let (mut template, mut derived) = (template(wanted), 0);
        let count = ulong(template.len());
        let lines = template.as_mut_ptr();
        call!(
            self.functions(),
            C_DeriveKey,
            self.handle,
            &mut mechanism,
            key,
            lines,
            count,
            &mut derived
        )?;
        Ok(derived)
    }

    pub(in crate::keys::pkcs11) fn unwrap(
        &self,
        how: CK_MECHANISM_TYPE,
        key: CK_OBJECT_HANDLE,
        (ukm, wrapped): (&[u8], &[u8]),
        wanted: &[Attribute],
    ) -> Answer<CK_OBJECT_HANDLE> {
        let mut mechanism = CK_MECHANISM {
            mechanism: how,
            pParameter: ukm.as_ptr().cast_mut().cast(),
            ulParameterLen: ulong(ukm.len()),
        };
        let (mut template, mut unwrapped) = (template(wanted), 0);
        let (lines, count) = (template.as_mut_ptr(), ulong(template.len()));
        let (bytes, bytes_count) = (wrapped.as_ptr().cast_mut(), ulong(wrapped.len()));
        let out = &mut unwrapped;
        call!(
            self.functions(),
            C_UnwrapKey,
            self.handle,
            &mut mechanism,
            key,
            bytes,
            bytes_count,
            lines,
            count,
            out
        )?;
        Ok(unwrapped)
    }

    /// Forgets a session object; a failure costs nothing, the session takes it along when it closes.
    pub(in crate::keys::pkcs11) fn forget(&self, object: CK_OBJECT_HANDLE) {
        let _ = call!(self.functions(), C_DestroyObject, self.handle, object);
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = call!(self.functions(), C_CloseSession, self.handle);
    }
}

/// The lines point into `wanted`, which the caller keeps through the call; modules only read them.
fn template(wanted: &[Attribute]) -> Vec<CK_ATTRIBUTE> {
    let line = |attribute: &Attribute| match attribute {
        Attribute::Number(kind, value) => (
            *kind,
            std::ptr::from_ref(value).cast::<c_void>(),
            size_of::<CK_ULONG>(),
        ),
        Attribute::Flag(kind, value) => (
            *kind,
            std::ptr::from_ref(value).cast::<c_void>(),
            size_of::<CK_BBOOL>(),
        ),
        Attribute::Bytes(kind, value) => (*kind, value.as_ptr().cast::<c_void>(), value.len()),
    };
    let packed = |(kind, value, count): (CK_ATTRIBUTE_TYPE, *const c_void, usize)| CK_ATTRIBUTE {
        type_: kind,
        pValue: value.cast_mut(),
        ulValueLen: ulong(count),
    };
    wanted.iter().map(line).map(packed).collect()
}
