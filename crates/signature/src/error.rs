//! What may go wrong with a signature, sorted by what a person can do about it, not by the module where it happened.

/// The result of everything in this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a signature was not made, not read or not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The bytes are not what they are said to be: ask for another file.
    #[error("malformed: {what}")]
    Malformed {
        /// What was being read.
        what: &'static str,
    },
    /// The bytes are right, but this program does not know the algorithm or the form.
    #[error("not supported: {what}")]
    Unsupported {
        /// What was met.
        what: String,
    },
    /// The password of a key file does not fit.
    #[error("the password does not fit")]
    WrongPassword,
    /// The PIN does not fit. Never repeated by the program itself.
    #[error("the PIN does not fit")]
    WrongPin {
        /// How often the token will still listen, where it tells.
        tries_left: Option<u32>,
    },
    /// One more wrong PIN locks the token, and nobody agreed to that risk.
    #[error("one try is left before the token locks")]
    LastTry,
    /// The token has locked itself; only its administrator PIN or its seller helps.
    #[error("the PIN is locked")]
    PinLocked,
    /// The person closed the window that asked for the PIN.
    #[error("the PIN was not entered")]
    PinCancelled,
    /// The certificate is here, its key is not.
    #[error("no private key for this certificate")]
    NoKey,
    /// The library of the token or of the provider is not installed.
    #[error("the library of the token is not installed")]
    NoModule,
    /// The token is not plugged in.
    #[error("the token is not plugged in")]
    NoToken,
    /// The key lies in a container that only its own provider opens.
    #[error("the key container {container} needs its provider")]
    ContainerNeedsCsp {
        /// The name of the container as the token shows it.
        container: String,
    },
    /// The provider's licence is over.
    #[error("the licence of the provider has expired")]
    LicenceExpired,
    /// The provider refused with a code of its own.
    #[error("the provider answered {code:#010x}")]
    Provider {
        /// The code as the provider's documentation lists it.
        code: u32,
    },
    /// The provider's library broke off; the program itself stands.
    #[error("the provider's library broke off")]
    Crashed,
    /// The provider did not answer in time.
    #[error("the provider did not answer in time")]
    TimedOut,
    /// The signature does not hold, or is not the one that was asked for.
    #[error("bad signature: {0}")]
    BadSignature(Reason),
    /// The system gave no random bytes; nothing was signed.
    #[error("no randomness")]
    Random,
}

/// Which promise of a signature is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// The document is not the one that was signed.
    #[error("the document was changed")]
    ContentChanged,
    /// The value does not belong to the digest and the key.
    #[error("the value does not verify")]
    Value,
    /// Another certificate than the chosen one.
    #[error("another certificate signed")]
    OtherCertificate,
    /// Not exactly one new signer.
    #[error("not exactly one signer")]
    SignerCount,
    /// The document lies inside where it should stand beside.
    #[error("the content is inside the signature")]
    NotDetached,
}
