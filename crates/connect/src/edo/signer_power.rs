//! By whose leave somebody signs, as an operator is told it.

use domain::{ManualPower, PaperPower};
use uuid::Uuid;

/// An electronic power of attorney («МЧД») by its numbers in the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PowerOfAttorneyRef {
    /// Its number.
    pub number: Uuid,
    /// ИНН of the principal.
    pub principal_inn: String,
    /// ИНН of the representative, where it is known.
    pub representative_inn: Option<String>,
}

/// The file of an electronic power of attorney, which goes along with what is signed.
#[derive(Clone, PartialEq, Eq)]
pub struct PowerFiles {
    /// The file.
    pub file: Vec<u8>,
    /// Its detached signature (CMS), DER.
    pub signature: Vec<u8>,
}

impl std::fmt::Debug for PowerFiles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PowerFiles")
            .field("file_bytes", &self.file.len())
            .field("signature_bytes", &self.signature.len())
            .finish()
    }
}

/// By whose leave somebody signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignerPower {
    /// In the register: the operator takes the rest from there, or from the file that goes along.
    Registered {
        /// Its numbers.
        id: PowerOfAttorneyRef,
        /// Its file, where it goes along.
        along: Option<PowerFiles>,
    },
    /// Electronic, told in all words.
    Manual {
        /// What it says of itself.
        told: ManualPower,
        /// Its file, where it goes along.
        along: Option<PowerFiles>,
    },
    /// On paper: no operator sees it.
    Paper(PaperPower),
    /// Whichever the operator keeps as the usual one of the employee.
    OperatorDefault,
}
