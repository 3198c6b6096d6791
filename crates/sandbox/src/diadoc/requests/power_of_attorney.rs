//! By whose leave something was signed, as callers tell it.

use serde::Deserialize;

/// `PowerOfAttorneyToPost`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PowerOfAttorneyToPost {
    /// By its numbers.
    #[serde(rename = "fullid")]
    pub full_id: Option<PowerOfAttorneyFullId>,
    /// That of the employee's profile.
    #[serde(rename = "usedefault", deserialize_with = "super::lenient")]
    pub use_default: bool,
    /// Its files, with those of the chain that leads to it.
    pub contents: Vec<PowerOfAttorneySignedContent>,
}

/// `PowerOfAttorneySignedContent`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PowerOfAttorneySignedContent {
    /// The file.
    pub content: InlineContent,
    /// Its signature.
    pub signature: InlineContent,
}

/// `Content_v3`, as far as it is taken here.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct InlineContent {
    /// The bytes, base64.
    pub content: String,
}

/// `PowerOfAttorneyFullId`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PowerOfAttorneyFullId {
    /// Its number.
    #[serde(rename = "registrationnumber")]
    pub registration_number: String,
    /// ИНН of the principal.
    #[serde(rename = "issuerinn")]
    pub issuer_inn: String,
}
