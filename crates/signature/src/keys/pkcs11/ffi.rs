//! The unsafe corner of PKCS#11: a module loaded at run time, with a safe face. No decisions here, only calls.
//!
//! Types come from `cryptoki-sys`: packed structures and a `CK_ULONG` of 32 bits on Windows, natural alignment and
//! 64 bits elsewhere. The `cryptoki` crate is not used: it hides every GOST mechanism and knows no extensions.
#![allow(unsafe_code)]

use std::mem::ManuallyDrop;
use std::path::Path;
use std::ptr::null_mut;
use std::sync::Arc;

use cryptoki_sys::*;
use libloading::Library;

/// An answer that is not CKR_OK.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rv(pub CK_RV);

pub(super) type Answer<T> = Result<T, Rv>;

const MOST_SLOTS: usize = 64;

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

mod session;

pub(super) use session::Session;

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
        let mut count = 0;
        // Modules look for new and removed tokens only where no room for the answer is given (PKCS#11 v2.40, 5.5).
        call!(&self.functions, C_GetSlotList, CK_TRUE, null_mut(), &mut count)?;
        let mut slots = vec![0; length(count).min(MOST_SLOTS)];
        count = ulong(slots.len());
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
