//! How a document goes out, and what an operator tells about the way before anything leaves.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::document::EdoFormat;

/// A department («подразделение») of an organisation, as its operator knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Department {
    /// The operator's name for it.
    pub id: String,
    /// For people.
    pub name: String,
}

/// What an operator tells about the owner of a box.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BoxFacts {
    /// Its departments, the head one left out.
    pub departments: Vec<Department>,
    /// The organisation is closed since that day («ликвидирована»).
    pub closed_on: Option<Date>,
    /// Somebody there has a certificate to sign with; none where the operator does not tell.
    pub can_sign: Option<bool>,
    /// Papers without legal force; none where the operator does not tell.
    pub is_test: Option<bool>,
}

/// A format that may be exchanged from a box.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptedFormat {
    /// Which.
    pub format: EdoFormat,
    /// Its version as files name it («5.03»); empty where the format has none.
    pub version: String,
    /// It may still be sent; `false` when only old papers have it.
    pub is_in_force: bool,
}

/// What an operator has against a sending that was not made yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objection {
    /// It would be refused; otherwise it is a word of warning.
    pub is_fatal: bool,
    /// The operator's own words for people.
    pub text: String,
}

/// A sending that was not made yet, as far as an operator has to know it to object.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SendingSketch {
    /// Our box.
    pub from_box: String,
    /// Our department; empty for the head one.
    pub from_department: String,
    /// The other side's box.
    pub to_box: String,
    /// Their department; empty for the head one.
    pub to_department: String,
    /// Box of an intermediate recipient; empty for none.
    #[serde(default)]
    pub via_box: String,
    /// Its department; empty for the head one.
    #[serde(default)]
    pub via_department: String,
    /// Stable name of the format.
    pub format: String,
    /// Its version; empty where it has none or the newest is meant.
    pub format_version: String,
}

/// A pair of words that stays with a document at the operator («дополнительные данные»).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    /// Name.
    pub key: String,
    /// Value.
    pub value: String,
}

/// How a document without a signature of ours leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Departure {
    /// At once where it can be signed by the operator, else left to be signed.
    #[default]
    AsPossible,
    /// Left at the operator to be signed by a person and sent then («Требуется подписать в ЭДО и отправить»).
    Deferred,
    /// Left at the operator as a draft («черновик»).
    Draft,
}

/// Who signs before the recipient gets to see a document («промежуточный получатель»).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Intermediary {
    /// Its box.
    pub box_id: String,
    /// Its name, as it was when it was chosen.
    pub name: String,
    /// Its department; none for the head one.
    pub department: Option<Department>,
}

/// Where documents go, from where and by whom.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Departments {
    /// Ours; none for the head one.
    pub ours: Option<Department>,
    /// Theirs; none for the head one.
    pub theirs: Option<Department>,
    /// Who stands between; none where documents go straight.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub via: Option<Intermediary>,
}

/// In which company a document leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Package {
    /// Our own name for it.
    pub id: Uuid,
    /// Everything done to it is done to all of its documents («закрытый пакет»).
    pub is_closed: bool,
}

/// What a person chose beside the document itself; kept with the sending.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SendingForm {
    /// A word to the other side; empty for none.
    pub comment: String,
    /// Pairs of words for programs.
    pub tags: Vec<Tag>,
    /// How it leaves.
    pub departure: Departure,
    /// From where and to where.
    pub departments: Departments,
    /// The package it leaves in; none where it leaves alone.
    pub package: Option<Package>,
}
