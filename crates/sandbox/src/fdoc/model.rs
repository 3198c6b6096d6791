//! What F.Doc knows: organizations, employees, clients, consents, documents, messages.

use serde::{Deserialize, Serialize};

use crate::clock::Ticks;

/// An organization with a contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organization {
    /// `org-1`
    pub id: String,
    /// Name.
    pub name: String,
    /// ИНН.
    pub inn: String,
    /// КПП; entrepreneurs have none.
    pub kpp: Option<String>,
    /// «Код доступа (API Key)», 20 characters: of a training world, so it is no secret.
    pub api_key: String,
    /// How often the key was changed.
    #[serde(default)]
    pub times_rotated: u32,
    /// Shut out by the service.
    #[serde(default)]
    pub is_blocked: bool,
}

/// Somebody who signs for an organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Employee {
    /// `emp-1`
    pub id: String,
    /// For which organization.
    pub organization: String,
    /// Ф. И. О. as registered: this is what stands in the stamp.
    pub full_name: String,
    /// Telephone, E.164.
    pub phone: String,
    /// E-mail.
    pub email: String,
    /// Login, lower case.
    pub login: String,
    /// Password: of a training world, so it is no secret.
    pub password: String,
    /// Wrong passwords in a row.
    #[serde(default)]
    pub wrong_passwords: u8,
    /// Nobody gets in until then.
    #[serde(default)]
    pub locked_until: Option<Ticks>,
}

/// A connection request («заявка на подключение»).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionRequest {
    /// `cr-1`
    pub id: String,
    /// ИНН.
    pub inn: String,
    /// КПП.
    pub kpp: Option<String>,
    /// When it came.
    pub created_at: Ticks,
}

/// Somebody is logged in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The text that proves it.
    pub bearer: String,
    /// Who.
    pub employee: String,
    /// Until when.
    pub expires_at: Ticks,
}

/// Who signs for themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Client {
    /// `+79161234567`
    pub phone: String,
    /// Фамилия.
    pub last_name: String,
    /// Имя.
    pub first_name: String,
    /// Отчество; none where the person has none.
    pub middle_name: Option<String>,
    /// E-mail.
    pub email: Option<String>,
}

impl Client {
    /// «Тестова Анна Ивановна»
    pub fn full_name(&self) -> String {
        let mut name = format!("{} {}", self.last_name, self.first_name);
        if let Some(middle) = &self.middle_name {
            name.push(' ');
            name.push_str(middle);
        }
        name
    }
}

/// A consent holds for one organization, one telephone and one name; where any of them changes, a new one is needed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ConsentKey {
    /// Whose.
    pub organization: String,
    /// Which telephone.
    pub phone: String,
    /// Which name: lower case, one space between words, «ё» as «е».
    pub name: String,
}

impl ConsentKey {
    /// The consent that this client needs.
    pub fn of(organization: &str, client: &Client) -> Self {
        let lower = client.full_name().to_lowercase().replace('ё', "е");
        Self {
            organization: organization.to_owned(),
            phone: client.phone.clone(),
            name: lower.split_whitespace().collect::<Vec<_>>().join(" "),
        }
    }
}

/// Where a consent stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentState {
    /// Nobody has asked.
    #[default]
    Required,
    /// The client was asked.
    Requested,
    /// Signed.
    Granted,
    /// Refused.
    Declined,
}

impl ConsentState {
    /// Its name on the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Requested => "requested",
            Self::Granted => "granted",
            Self::Declined => "declined",
        }
    }
}

/// A consent as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Consent {
    /// Where.
    pub state: ConsentState,
    /// Since when it holds.
    pub granted_at: Option<Ticks>,
}

/// Where a document stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// «Подготовлен»
    Prepared,
    /// «Ожидаем подписи» of the consent.
    AwaitingConsent,
    /// «Отправлен на подпись. Ожидаем подписания»
    Sent,
    /// «Подписан»
    Signed,
    /// «Аннулирован»
    Annulled,
    /// «Отказ»
    Declined,
    /// Ordered from outside: words that nobody knows.
    Other {
        /// Code.
        code: String,
        /// Words.
        name: String,
    },
}

impl Status {
    /// Its code on the wire.
    pub fn code(&self) -> &str {
        match self {
            Self::Prepared => "prepared",
            Self::AwaitingConsent => "awaiting_consent",
            Self::Sent => "sent",
            Self::Signed => "signed",
            Self::Annulled => "annulled",
            Self::Declined => "declined",
            Self::Other { code, .. } => code,
        }
    }

    /// Its words: the first four are known.
    pub fn name(&self) -> &str {
        match self {
            Self::Prepared => "Подготовлен",
            Self::AwaitingConsent => "Ожидаем подписи",
            Self::Sent => "Отправлен на подпись. Ожидаем подписания",
            Self::Signed => "Подписан",
            Self::Annulled => "Аннулирован",
            Self::Declined => "Отказ",
            Self::Other { name, .. } => name,
        }
    }

    /// Nothing more happens by itself.
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Signed | Self::Annulled | Self::Declined)
    }
}

/// Which side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The organization.
    Company,
    /// The client.
    Client,
}

impl Side {
    /// Its name on the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::Client => "client",
        }
    }
}

/// A simple signature («ПЭП»).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Of which side.
    pub side: Side,
    /// Who.
    pub full_name: String,
    /// By which telephone; clients only.
    pub phone: Option<String>,
    /// When.
    pub signed_at: Ticks,
}

/// A document taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annul {
    /// Why.
    pub reason: String,
    /// By whom.
    pub employee: String,
    /// When.
    pub at: Ticks,
}

/// What is said about a file; its bytes lie apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileCard {
    /// Name.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

/// A document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// `doc-000001`
    pub id: String,
    /// The caller's own name of it.
    pub external_id: Option<String>,
    /// Title for people.
    pub title: String,
    /// What it is to the caller.
    pub kind: String,
    /// Goes out by itself («auto»).
    pub is_automatic: bool,
    /// Whose.
    pub organization: String,
    /// Who made it, and signs it for the organization.
    pub employee: String,
    /// Who is to sign.
    pub client: Client,
    /// What.
    pub file: FileCard,
    /// The document instead of which it came.
    pub replaces: Option<String>,
    /// Where it stands.
    pub status: Status,
    /// Since when.
    pub status_changed_at: Ticks,
    /// The consent as this document knows it.
    pub consent: Consent,
    /// Signatures.
    pub signatures: Vec<Signature>,
    /// Taken back.
    pub annul: Option<Annul>,
    /// The first ticket to its page.
    pub ticket: String,
    /// Was ever sent to the client.
    pub was_sent: bool,
    /// Grows by one with every change.
    pub version: u32,
    /// When it last changed.
    pub updated_at: Ticks,
    /// When it came.
    pub created_at: Ticks,
}

impl Document {
    /// The consent that it needs.
    pub fn consent_key(&self) -> ConsentKey {
        ConsentKey::of(&self.organization, &self.client)
    }

    /// The signature of this side.
    pub fn signature_of(&self, side: Side) -> Option<&Signature> {
        self.signatures.iter().find(|one| one.side == side)
    }
}

/// What a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChangeKind {
    /// `document.created`
    #[serde(rename = "document.created")]
    Created,
    /// `document.status_changed`
    #[serde(rename = "document.status_changed")]
    StatusChanged,
    /// `document.consent_changed`
    #[serde(rename = "document.consent_changed")]
    ConsentChanged,
}

/// A line of the feed: a document as it was then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What about.
    pub kind: ChangeKind,
    /// When.
    pub at: Ticks,
    /// The document since then.
    pub document: Document,
}

/// What a message is about; never told in the message itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// A consent waits.
    Consent,
    /// A document waits.
    Document,
    /// Login and password.
    Credentials,
    /// Key of an organization.
    Contract,
}

/// A text message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sms {
    /// To which telephone.
    pub to: String,
    /// When.
    pub at: Ticks,
    /// What it says.
    pub text: String,
    /// Token of the client's page and code; none where the message has no link.
    pub link: Option<(String, String)>,
    /// What about.
    pub purpose: Purpose,
    /// About which document.
    pub document: Option<String>,
}

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// To which address.
    pub to: String,
    /// When.
    pub at: Ticks,
    /// Its subject.
    pub subject: String,
    /// What it says, lines apart.
    pub text: String,
    /// What about.
    pub purpose: Purpose,
}

/// The door to a client's documents at one organization: an address, and the codes that open it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Door {
    /// Eight letters of the address.
    pub path_token: String,
    /// Of which organization.
    pub organization: String,
    /// Of which telephone.
    pub phone: String,
    /// Every code that was ever sent with this address. How long a code lives is not known; documents are said to be
    /// there «в любое время по ссылке из SMS».
    pub codes: Vec<String>,
    /// Wrong codes in a row.
    pub wrong_codes: u8,
    /// Closed until then.
    pub locked_until: Option<Ticks>,
}

/// Whether the address of a client's page stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PathTokens {
    /// One for a client at an organization.
    #[default]
    PerClient,
    /// Another one with every message.
    PerMessage,
}

/// What is not known about the real service, and can be switched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Ways {
    /// Whether the address of a client's page stays.
    pub path_tokens: PathTokens,
    /// A signed document can be annulled.
    pub may_annul_signed: bool,
    /// The beginning of the link in an SMS.
    pub sms_host: String,
    /// Ids, codes and passwords follow from it.
    pub seed: u64,
}

impl Default for Ways {
    fn default() -> Self {
        Self {
            path_tokens: PathTokens::default(),
            may_annul_signed: false,
            sms_host: "https://fdoc.ru".to_owned(),
            seed: 1,
        }
    }
}

/// The answer that a write got under its `Idempotency-Key`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// Whose key.
    pub organization: String,
    /// Which call, with the document in it.
    pub call: String,
    /// The key.
    pub key: String,
    /// SHA-256 of the request's body.
    pub request: String,
    /// Status of the answer.
    pub status: u16,
    /// Body of the answer.
    pub body: serde_json::Value,
}
