//! What parent and child say to each other.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::keys::several::StoreChoice;
use crate::keys::{KeyAddress, KeyEntry, PinQuestion, TokenSeen};
use crate::{Error, Reason};

/// An opened key in the child.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct KeyNumber(pub u32);

/// From the parent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Call {
    /// The first one: which stores.
    Begin(Vec<StoreChoice>),
    List,
    Tokens,
    Open(KeyAddress),
    /// Body: the content.
    Sign(KeyNumber, Timestamp),
    /// Body: the message.
    Decrypt(KeyNumber),
    /// Not answered.
    Close(KeyNumber),
    /// To a question. Body: the PIN, where there is one.
    Pin(PinSaid),
}

/// An answer to a question for the PIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum PinSaid {
    Given,
    GivenDespiteLastTry,
    OwnWindow,
    Cancelled,
}

/// From the child.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Told {
    Ready,
    Entries(Vec<KeyEntry>),
    Tokens(Vec<TokenSeen>),
    /// A question in between; [`Call::Pin`] answers it.
    Ask(PinQuestion),
    /// Body: the certificate.
    Opened(KeyNumber),
    /// Body: the signature, or the opened message.
    Done,
    Failed(Failure),
}

/// [`Error`] on its way out of the child.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Failure {
    Malformed(String),
    Unsupported(String),
    WrongPassword,
    WrongPin(Option<u32>),
    LastTry,
    PinLocked,
    PinCancelled,
    NoKey,
    NoModule,
    NoToken,
    ContainerNeedsCsp(String),
    LicenceExpired,
    Provider(u32),
    Crashed,
    TimedOut,
    Bad(Broken),
    Random,
}

/// [`Reason`] on its way out of the child.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Broken {
    ContentChanged,
    Value,
    OtherCertificate,
    SignerCount,
    NotDetached,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Malformed { what } => Self::Malformed(what.to_owned()),
            Error::Unsupported { what } => Self::Unsupported(what),
            Error::WrongPassword => Self::WrongPassword,
            Error::WrongPin { tries_left } => Self::WrongPin(tries_left),
            Error::LastTry => Self::LastTry,
            Error::PinLocked => Self::PinLocked,
            Error::PinCancelled => Self::PinCancelled,
            Error::NoKey => Self::NoKey,
            Error::NoModule => Self::NoModule,
            Error::NoToken => Self::NoToken,
            Error::ContainerNeedsCsp { container } => Self::ContainerNeedsCsp(container),
            Error::LicenceExpired => Self::LicenceExpired,
            Error::Provider { code } => Self::Provider(code),
            Error::Crashed => Self::Crashed,
            Error::TimedOut => Self::TimedOut,
            Error::BadSignature(Reason::ContentChanged) => Self::Bad(Broken::ContentChanged),
            Error::BadSignature(Reason::Value) => Self::Bad(Broken::Value),
            Error::BadSignature(Reason::OtherCertificate) => Self::Bad(Broken::OtherCertificate),
            Error::BadSignature(Reason::SignerCount) => Self::Bad(Broken::SignerCount),
            Error::BadSignature(Reason::NotDetached) => Self::Bad(Broken::NotDetached),
            Error::Random => Self::Random,
        }
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        match failure {
            // The child's word for it would have to live for ever; the kind is what a person acts on.
            Failure::Malformed(_) => Self::Malformed {
                what: "what the key store was given",
            },
            Failure::Unsupported(what) => Self::Unsupported { what },
            Failure::WrongPassword => Self::WrongPassword,
            Failure::WrongPin(tries_left) => Self::WrongPin { tries_left },
            Failure::LastTry => Self::LastTry,
            Failure::PinLocked => Self::PinLocked,
            Failure::PinCancelled => Self::PinCancelled,
            Failure::NoKey => Self::NoKey,
            Failure::NoModule => Self::NoModule,
            Failure::NoToken => Self::NoToken,
            Failure::ContainerNeedsCsp(container) => Self::ContainerNeedsCsp { container },
            Failure::LicenceExpired => Self::LicenceExpired,
            Failure::Provider(code) => Self::Provider { code },
            Failure::Crashed => Self::Crashed,
            Failure::TimedOut => Self::TimedOut,
            Failure::Bad(broken) => Self::BadSignature(match broken {
                Broken::ContentChanged => Reason::ContentChanged,
                Broken::Value => Reason::Value,
                Broken::OtherCertificate => Reason::OtherCertificate,
                Broken::SignerCount => Reason::SignerCount,
                Broken::NotDetached => Reason::NotDetached,
            }),
            Failure::Random => Self::Random,
        }
    }
}
