//! Keys that an operator keeps for a person («облачная подпись», «сертификат без носителя»): which there are, and what
//! becomes of a request to sign with one.
//!
//! The person agrees on their phone; no code and no PIN passes through the program. Whether what comes back is a
//! signature at all is the business of whoever asked: nothing is verified here.

use jiff::Timestamp;

/// A certificate whose key the operator keeps, as the operator describes it. The certificate itself is not told: it
/// comes with the first signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloudCertificate {
    /// SHA-1 of the certificate, hexadecimal.
    pub thumbprint: String,
    /// The person.
    pub owner: String,
    /// The organisation; empty where it names none.
    pub organisation: String,
    /// ИНН of the organisation; empty where it names none.
    pub organisation_inn: String,
    /// ИНН of the person; empty where it is not told.
    pub inn: String,
    /// The first moment, where it is told.
    pub valid_from: Option<Timestamp>,
    /// The last moment, where it is told.
    pub valid_to: Option<Timestamp>,
}

/// A file that is to be signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloudFile {
    /// Its name, shown to the person who agrees.
    pub name: String,
    /// The exact bytes.
    pub content: Vec<u8>,
}

/// How the person agrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfirmationWay {
    /// By a message on the phone.
    Sms,
    /// In the application on the phone.
    App,
    /// In a menu of the SIM card.
    SimCard,
    /// The operator does not tell.
    Untold,
}

/// What the operator waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// How.
    pub way: ConfirmationWay,
    /// The last digits of the phone number; empty where they are not told.
    pub phone_end: String,
}

/// What became of a request to sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CloudOutcome {
    /// The person has not agreed yet.
    Waiting(Confirmation),
    /// It is done: a detached message (CMS) for each file in the order asked, `None` where the operator failed.
    Signed(Vec<Option<Vec<u8>>>),
    /// The person refused.
    Declined,
    /// The person did not agree in time.
    TimedOut,
    /// The operator failed; wrong codes end like this too.
    Failed,
    /// Another request of the same person waits for an answer and has to be answered first.
    OtherPending,
    /// The operator asks to try again in five minutes.
    RetryLater,
    /// New to the program, in the operator's spelling.
    Unknown(String),
}
