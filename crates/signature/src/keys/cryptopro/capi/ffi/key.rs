//! Stores, certificates and the use of their keys; each handle is given back when dropped.

use std::ffi::{CString, c_void};
use std::ptr::{null, null_mut};
use std::sync::Arc;

use super::layout::*;
use super::{Api, MOST_MESSAGE_BYTES, Question, der};

/// Room for a signature with its certificates; the provider says when it needs more.
const USUAL_MESSAGE_BYTES: usize = 64 * 1024;

/// A certificate store; closed when dropped.
pub(super) struct Store {
    pub(super) api: Arc<Api>,
    pub(super) handle: *mut c_void,
}

// SAFETY: handles of CryptoAPI belong to the process, not to a thread; `&mut` and ownership keep calls apart.
unsafe impl Send for Store {}

impl Drop for Store {
    fn drop(&mut self) {
        // SAFETY: opened by us, closed once.
        unsafe { (self.api.functions.close_store)(self.handle, 0) };
    }
}

/// A certificate in a store; freed when dropped.
pub(super) struct Context {
    pub(super) api: Arc<Api>,
    pub(super) pointer: *const CertContext,
}

// SAFETY: as for `Store`.
unsafe impl Send for Context {}

impl Drop for Context {
    fn drop(&mut self) {
        // SAFETY: ours, freed once.
        unsafe { (self.api.functions.free)(self.pointer) };
    }
}

/// A certificate of the personal store.
pub(in crate::keys::cryptopro::capi) struct Found {
    /// Declared before the store it lies in, hence freed before it.
    pub(super) context: Context,
    pub(super) _store: Store,
}

impl Found {
    pub(in crate::keys::cryptopro::capi) fn der(&self) -> Vec<u8> {
        der(self.context.pointer)
    }

    pub(in crate::keys::cryptopro::capi) fn has_key(&self) -> bool {
        self.context.api.key_facts(self.context.pointer).is_ok()
    }

    /// A private copy of the certificate that tells the provider how to come by the PIN. The personal store and what
    /// other programs see stay as they are.
    pub(in crate::keys::cryptopro::capi) fn with_key(&self, question: &Question) -> Result<Key, u32> {
        let api = &self.context.api;
        // SAFETY: a store in memory takes no name.
        let handle = unsafe { (api.functions.open_store)(CERT_STORE_PROV_MEMORY, ENCODING, 0, 0, null()) };
        if handle.is_null() {
            return Err(api.code());
        }
        let store = Store {
            api: Arc::clone(api),
            handle,
        };
        let mut copy = null();
        // SAFETY: both live; the copy is ours to free.
        api.check(unsafe {
            (api.functions.add)(
                store.handle,
                self.context.pointer,
                CERT_STORE_ADD_ALWAYS,
                &mut copy,
            )
        })?;
        let context = api.own(copy);
        let words = api.key_facts(self.context.pointer)?;
        // SAFETY: the provider wrote the structure to the beginning of the words, which outlive it.
        let mut facts = unsafe { words.as_ptr().cast::<KeyProvFacts>().read() };
        let parameter = if facts.key_spec == AT_SIGNATURE {
            PP_SIGNATURE_PIN
        } else {
            PP_KEYEXCHANGE_PIN
        };
        let (bytes, count) = match question {
            Question::Answered(pin) => (
                pin.as_ptr(),
                u32::try_from(pin.len()).map_err(|_| ERROR_INVALID_PARAMETER)?,
            ),
            Question::OwnWindow => (null(), 0),
        };
        let pin = KeyProvParam {
            parameter,
            bytes,
            count,
            flags: 0,
        };
        if count > 0 {
            facts.flags |= CRYPT_SILENT;
            facts.parameter_count = 1;
            facts.parameters = &raw const pin;
        } else {
            facts.flags &= !CRYPT_SILENT;
        }
        // SAFETY: the structure and all it points to live through the call, which copies them.
        api.check(unsafe {
            let facts = (&raw const facts).cast();
            (api.functions.set_property)(context.pointer, CERT_KEY_PROV_INFO_PROP_ID, 0, facts)
        })?;
        Ok(Key { context, store })
    }
}

/// A certificate whose key can be used.
pub(in crate::keys::cryptopro::capi) struct Key {
    context: Context,
    store: Store,
}

impl Key {
    /// A signed message with the content outside and the certificate inside.
    pub(in crate::keys::cryptopro::capi) fn sign_detached(
        &self,
        content: &[u8],
        digest_oid: &str,
        attributes: &[(&'static str, Vec<u8>)],
    ) -> Result<Vec<u8>, u32> {
        let text = |oid: &str| CString::new(oid).map_err(|_| ERROR_INVALID_PARAMETER);
        let count = |bytes: &[u8]| u32::try_from(bytes.len()).map_err(|_| ERROR_INVALID_PARAMETER);
        let digest = text(digest_oid)?;
        let mut names = Vec::new();
        let mut values = Vec::new();
        for (oid, value) in attributes {
            names.push(text(oid)?);
            values.push(Blob {
                count: count(value)?,
                bytes: value.as_ptr(),
            });
        }
        let line = |(name, value): (&CString, &Blob)| AttributeLine {
            oid: name.as_ptr(),
            count: 1,
            values: value,
        };
        let lines: Vec<AttributeLine> = names.iter().zip(&values).map(line).collect();
        let parameters = SignMessagePara {
            size: SIGN_PARA_BYTES,
            encoding: ENCODING,
            certificate: self.context.pointer,
            hash: AlgorithmIdentifier {
                oid: digest.as_ptr(),
                parameters: Blob {
                    count: 0,
                    bytes: null(),
                },
            },
            hash_extra: null(),
            certificate_count: 1,
            certificates: &raw const self.context.pointer,
            crl_count: 0,
            crls: null(),
            signed_count: u32::try_from(lines.len()).map_err(|_| ERROR_INVALID_PARAMETER)?,
            signed: lines.as_ptr(),
            unsigned_count: 0,
            unsigned: null(),
            flags: if cfg!(windows) {
                0
            } else {
                CPCRYPT_MESSAGE_CADES_DISABLE
            },
            inner_content_type: 0,
        };
        let (pieces, lengths) = ([content.as_ptr()], [count(content)?]);
        // The room is guessed first, not asked for: asking may already use the key.
        filled(USUAL_MESSAGE_BYTES, |out, room| {
            let functions = &self.context.api.functions;
            // SAFETY: the parameters and all they point to live through the call; `room` is the length of `out`.
            let answer = unsafe {
                (functions.sign)(
                    &raw const parameters,
                    1,
                    1,
                    pieces.as_ptr(),
                    lengths.as_ptr(),
                    out,
                    room,
                )
            };
            self.context.api.check(answer)
        })
    }

    /// Opens a message sealed for this certificate.
    pub(in crate::keys::cryptopro::capi) fn decrypt(&self, message: &[u8]) -> Result<Vec<u8>, u32> {
        let count = u32::try_from(message.len()).map_err(|_| ERROR_INVALID_PARAMETER)?;
        let stores = [self.store.handle];
        let parameters = DecryptMessagePara {
            size: DECRYPT_PARA_BYTES,
            encoding: ENCODING,
            store_count: 1,
            stores: stores.as_ptr(),
        };
        filled(message.len() + 64, |out, room| {
            let functions = &self.context.api.functions;
            // SAFETY: as above.
            let answer = unsafe {
                (functions.decrypt)(
                    &raw const parameters,
                    message.as_ptr(),
                    count,
                    out,
                    room,
                    null_mut(),
                )
            };
            self.context.api.check(answer)
        })
    }
}

/// Calls with a buffer, and once more where the provider asks for a longer one.
fn filled(room: usize, call: impl Fn(*mut u8, *mut u32) -> Result<(), u32>) -> Result<Vec<u8>, u32> {
    let mut room = room;
    for _ in 0..2 {
        let mut out = vec![0_u8; room];
        let mut count = u32::try_from(room).map_err(|_| ERROR_INVALID_PARAMETER)?;
        let answer = call(out.as_mut_ptr(), &raw mut count);
        let needed = usize::try_from(count).map_err(|_| ERROR_INVALID_PARAMETER)?;
        match answer {
            Ok(()) => {
                out.truncate(needed);
                return Ok(out);
            }
            Err(ERROR_MORE_DATA) if (room..=MOST_MESSAGE_BYTES).contains(&needed) => room = needed,
            Err(code) => return Err(code),
        }
    }
    Err(ERROR_MORE_DATA)
}
