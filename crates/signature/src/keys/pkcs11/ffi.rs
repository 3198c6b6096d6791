//! The unsafe corner of PKCS#11: a module loaded at run time, with a safe face. No decisions here, only calls.
//!
//! Types come from `cryptoki-sys`: packed structures and a `CK_ULONG` of 32 bits on Windows, natural alignment and
//! 64 bits elsewhere. The `cryptoki` crate is not used: it hides every GOST mechanism and knows no extensions.
#![allow(unsafe_code)]

use std::ffi::c_void;
use std::mem::ManuallyDrop;
use std::path::Path;
use std::ptr::{null, null_mut};
use std::sync::Arc;

use cryptoki_sys::*;
use libloading::Library;

/// An answer that is not CKR_OK.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rv(pub CK_RV);

pub(super) type Answer<T> = Result<T, Rv>;

/// More than any token holds; a module that never ends its list is stopped here.
const MOST_OBJECTS: usize = 1024;
/// Longer than any certificate.
const MOST_ATTRIBUTE_BYTES: usize = 256 * 1024;
const MOST_SLOTS: usize = 64;
/// Two numbers of a 512-bit curve, with room to spare.
const MOST_SIGNATURE_BYTES: usize = 512;

/// One line of a template.
#[derive(Debug, Clone)]
pub(super) enum Attribute {
    Number(CK_ATTRIBUTE_TYPE, CK_ULONG),
    Flag(CK_ATTRIBUTE_TYPE, CK_BBOOL),
    Bytes(CK_ATTRIBUTE_TYPE, Vec<u8>),
}

/// What C_GetTokenInfo tells, as text.
#[derive(Debug, Clone)]
pub(super) struct RawToken {
    pub label: String,
    pub model: String,
    pub serial: String,
    pub flags: CK_FLAGS,
}

/// Rutoken's CK_TOKEN_INFO_EXTENDED (rtpkcs11t.h). It grew with the years, so its first field tells the module how
/// much of it the caller has; the fields read here are the old ones.
#[cfg_attr(windows, repr(C, packed))]
#[cfg_attr(not(windows), repr(C))]
#[derive(Clone, Copy)]
pub(super) struct ExtendedToken {
    size: CK_ULONG,
    kind_protocol_microcode_order: [CK_ULONG; 4],
    pub flags: CK_FLAGS,
    lengths_and_admin: [CK_ULONG; 6],
    most_user_tries: CK_ULONG,
    pub user_tries_left: CK_ULONG,
    serial: [CK_BYTE; 8],
    memory: [CK_ULONG; 2],
    atr: [CK_BYTE; 64],
    atr_length_class_voltage_colour_checksum: [CK_ULONG; 5],
    battery: [CK_ULONG; 2],
}

type GetTokenExtended = unsafe extern "C" fn(CK_SLOT_ID, *mut ExtendedToken) -> CK_RV;

/// A loaded module.
pub(super) struct Module {
    functions: CK_FUNCTION_LIST,
    extended: Option<GetTokenExtended>,
    initialised_here: bool,
    /// Never unloaded: modules leave threads and exit handlers behind, and the process is short-lived.
    _library: ManuallyDrop<Library>,
}

/// An open session; closed when dropped.
pub(super) struct Session {
    module: Arc<Module>,
    handle: CK_SESSION_HANDLE,
}

macro_rules! call {
    ($functions:expr, $name:ident, $($argument:expr),*) => {{
        let functions = $functions;
        // Copied out first: the list is packed on Windows.
        let function = functions.$name;
        match function {
            // SAFETY: the pointer comes from the module's own list; every pointer among the arguments lives through
            // the call and carries its true length beside it, as PKCS#11 v2.40 asks.
            Some(function) => check(unsafe { function($($argument),*) }),
            None => Err(Rv(CKR_FUNCTION_NOT_SUPPORTED)),
        }
    }};
}

fn check(rv: CK_RV) -> Answer<()> {
    if rv == CKR_OK { Ok(()) } else { Err(Rv(rv)) }
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "lengths here are bounded far below 32 bits"
)]
fn ulong(length: usize) -> CK_ULONG {
    length as CK_ULONG
}

#[allow(clippy::unnecessary_cast, reason = "CK_ULONG has 32 bits on Windows")]
fn length(number: CK_ULONG) -> usize {
    usize::try_from(number as u64).unwrap_or(usize::MAX)
}

impl Module {
    /// Loads and starts a module. `None`: the file is not there, or is not a PKCS#11 module.
    pub(super) fn load(path: &Path) -> Option<Answer<Self>> {
        // SAFETY: loading runs the module's initialisers; that is what the person chose it for, and it happens in a
        // process of its own.
        let library = ManuallyDrop::new(unsafe { Library::new(path) }.ok()?);
        type GetFunctionList = unsafe extern "C" fn(*mut *mut CK_FUNCTION_LIST) -> CK_RV;
        // SAFETY: the name and its signature are fixed by PKCS#11; the library is never unloaded.
        let get = unsafe { library.get::<GetFunctionList>(b"C_GetFunctionList\0") }.ok()?;
        let mut list: *mut CK_FUNCTION_LIST = null_mut();
        // SAFETY: `list` lives through the call.
        let rv = unsafe { get(&mut list) };
        if rv != CKR_OK || list.is_null() {
            return Some(Err(Rv(rv)));
        }
        // SAFETY: the module answered with its own static list; read without asking for alignment.
        let functions = unsafe { list.read_unaligned() };
        // SAFETY: Rutoken's extension, by the signature of its header; other modules lack the name.
        let extended = unsafe { library.get::<GetTokenExtended>(b"C_EX_GetTokenInfoExtended\0") }.ok();
        let extended = extended.map(|symbol| *symbol);
        let mut module = Self {
            functions,
            extended,
            initialised_here: false,
            _library: library,
        };
        Some(module.initialise().map(|()| module))
    }

    fn initialise(&mut self) -> Answer<()> {
        let mut arguments = CK_C_INITIALIZE_ARGS {
            CreateMutex: None,
            DestroyMutex: None,
            LockMutex: None,
            UnlockMutex: None,
            flags: CKF_OS_LOCKING_OK,
            pReserved: null_mut(),
        };
        let mut answer = call!(&self.functions, C_Initialize, (&raw mut arguments).cast());
        if matches!(answer, Err(Rv(CKR_CANT_LOCK | CKR_ARGUMENTS_BAD))) {
            answer = call!(&self.functions, C_Initialize, null_mut());
        }
        match answer {
            Ok(()) => self.initialised_here = true,
            Err(Rv(CKR_CRYPTOKI_ALREADY_INITIALIZED)) => {}
            Err(other) => return Err(other),
        }
        Ok(())
    }

    /// Slots with a token in them.
    pub(super) fn slots(&self) -> Answer<Vec<CK_SLOT_ID>> {
        let mut slots = vec![0; MOST_SLOTS];
        let mut count = ulong(slots.len());
        call!(
            &self.functions,
            C_GetSlotList,
            CK_TRUE,
            slots.as_mut_ptr(),
            &mut count
        )?;
        slots.truncate(length(count));
        Ok(slots)
    }

    pub(super) fn token(&self, slot: CK_SLOT_ID) -> Answer<RawToken> {
        let mut facts = CK_TOKEN_INFO::default();
        call!(&self.functions, C_GetTokenInfo, slot, &mut facts)?;
        let (label, model, serial, flags) = (facts.label, facts.model, facts.serialNumber, facts.flags);
        Ok(RawToken {
            label: text(&label),
            model: text(&model),
            serial: text(&serial),
            flags,
        })
    }

    /// Rutoken's own view of the token, where the module has it.
    pub(super) fn extended(&self, slot: CK_SLOT_ID) -> Option<ExtendedToken> {
        let function = self.extended?;
        // SAFETY: numbers and bytes only; all zeroes are a value of it.
        let mut facts: ExtendedToken = unsafe { std::mem::zeroed() };
        facts.size = ulong(size_of::<ExtendedToken>());
        // SAFETY: `facts` lives through the call and tells its own size.
        let rv = unsafe { function(slot, &raw mut facts) };
        (rv == CKR_OK).then_some(facts)
    }

    pub(super) fn open(self: &Arc<Self>, slot: CK_SLOT_ID) -> Answer<Session> {
        let mut handle = 0;
        call!(
            &self.functions,
            C_OpenSession,
            slot,
            CKF_SERIAL_SESSION,
            null_mut(),
            None,
            &mut handle
        )?;
        Ok(Session {
            module: Arc::clone(self),
            handle,
        })
    }
}

impl Drop for Module {
    fn drop(&mut self) {
        if self.initialised_here {
            let _ = call!(&self.functions, C_Finalize, null_mut());
        }
    }
}

impl Session {
    fn functions(&self) -> &CK_FUNCTION_LIST {
        &self.module.functions
    }

    /// `None`: the token has a keypad of its own.
    pub(super) fn login(&self, pin: Option<&[u8]>) -> Answer<()> {
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

    pub(super) fn logout(&self) -> Answer<()> {
        call!(self.functions(), C_Logout, self.handle)
    }

    pub(super) fn find(&self, wanted: &[Attribute]) -> Answer<Vec<CK_OBJECT_HANDLE>> {
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
    pub(super) fn attribute(&self, object: CK_OBJECT_HANDLE, kind: CK_ATTRIBUTE_TYPE) -> Answer<Vec<u8>> {
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

    pub(super) fn sign(
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
    pub(super) fn derive(
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

    pub(super) fn unwrap(
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
    pub(super) fn forget(&self, object: CK_OBJECT_HANDLE) {
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

/// Fixed-width text, padded with blanks; some modules pad with zeroes.
fn text(bytes: &[u8]) -> String {
    let whole = String::from_utf8_lossy(bytes);
    whole
        .trim_matches(|letter: char| letter.is_whitespace() || letter == '\0')
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(not(windows))]
    fn the_extended_facts_of_rutoken_lie_as_in_its_header() {
        assert_eq!(std::mem::offset_of!(ExtendedToken, flags), 5 * 8);
        assert_eq!(std::mem::offset_of!(ExtendedToken, user_tries_left), 13 * 8);
        assert_eq!(size_of::<ExtendedToken>(), 14 * 8 + 8 + 2 * 8 + 64 + 7 * 8);
    }

    #[test]
    fn padded_text_of_a_token_is_trimmed() {
        assert_eq!(text(b"Rutoken ECP     \0\0"), "Rutoken ECP");
    }
}
