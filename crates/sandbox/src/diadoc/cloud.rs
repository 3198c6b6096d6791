//! Signing with keys that the operator keeps: `GetMyCertificates`, `DssSign`, `DssSignResult`, and the phone on which a
//! person agrees.
//!
//! Requests live in memory and are lost with the process, as the real ones are after their time. Signatures are real:
//! made with the keys of [`crate::Options::cloud_keys`].

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use signature::certificate::Certificate;
use uuid::Uuid;

use super::answers::AsyncMethodResult;
use super::call::Call;
use super::keys::{CloudKey, Kept};
use super::refusal::Refusal;
use super::{Reply, auth, codec};
use crate::clock::Ticks;
use crate::hub::Hub;

/// How long a person may take to agree.
const PATIENCE_MS: u64 = 10 * 60 * 1_000;
/// So many wrong codes end a request.
const MOST_WRONG_CODES: u8 = 3;
const LARGEST_REQUEST_BYTES: usize = 70 * 1024 * 1024;
/// The end of everybody's phone number.
const PHONE_END: &str = "4417";

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stand {
    /// Just taken: nothing can be told yet.
    Fresh,
    /// The person has the message.
    Waiting,
    /// The person agreed.
    Agreed,
    /// Over, with this `DssOperationStatus`.
    Over(&'static str),
}

struct Request {
    id: Uuid,
    user: Uuid,
    thumbprint: String,
    files: Vec<(String, Vec<u8>)>,
    code: String,
    wrong_codes: u8,
    asked_at: Ticks,
    stand: Stand,
}

/// The keys and the requests.
#[derive(Default)]
pub struct Cloud {
    keys: Vec<Kept>,
    requests: Mutex<Vec<Request>>,
}

impl std::fmt::Debug for Cloud {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Cloud({} keys)", self.keys.len())
    }
}

/// What a person does with the phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Touch {
    /// Enters the code of the message.
    Confirm(String),
    /// Says no.
    Refuse,
}

impl Cloud {
    /// Takes the keys in.
    pub fn of(keys: &[CloudKey]) -> signature::Result<Self> {
        Ok(Self {
            keys: keys.iter().map(Kept::of).collect::<signature::Result<_>>()?,
            requests: Mutex::default(),
        })
    }

    fn requests(&self) -> MutexGuard<'_, Vec<Request>> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn key(&self, thumbprint: &str) -> Option<&Kept> {
        let is_meant = |kept: &&Kept| {
            kept.certificate()
                .thumbprint()
                .to_string()
                .eq_ignore_ascii_case(thumbprint)
        };
        self.keys.iter().find(is_meant)
    }

    fn keys_of<'a>(&'a self, inn: &'a str) -> impl Iterator<Item = &'a Kept> {
        self.keys.iter().filter(move |kept| {
            let owner = kept.certificate().owner();
            owner.company_inn().or(owner.personal_inn()) == Some(inn)
        })
    }

    /// Certificates, DER, of the organisation with this ИНН.
    pub fn certificates_of(&self, inn: &str) -> Vec<Vec<u8>> {
        self.keys_of(inn)
            .map(|kept| kept.certificate().der().to_vec())
            .collect()
    }

    /// What waits on the phone, the oldest first, for the page and for the control API.
    pub fn waiting(&self, now: Ticks) -> Vec<Value> {
        let mut requests = self.requests();
        expire(&mut requests, now);
        let open = requests.iter().filter(|one| one.is_open());
        open.map(|one| {
            json!({
                "request": one.id,
                "thumbprint": one.thumbprint,
                "files": one.files.iter().map(|(name, _)| name).collect::<Vec<_>>(),
                "code": one.code,
                "asked_at": one.asked_at.timestamp().to_string(),
            })
        })
        .collect()
    }

    /// How often a signature was ever asked for under a file of each name.
    pub fn times_asked(&self) -> BTreeMap<String, usize> {
        let mut times = BTreeMap::new();
        for (name, _) in self.requests().iter().flat_map(|one| &one.files) {
            *times.entry(name.clone()).or_default() += 1;
        }
        times
    }

    /// A person touches the phone: the request meant, else the oldest.
    pub fn touch(&self, request: Option<Uuid>, touch: &Touch, now: Ticks) -> Result<(), Refusal> {
        let mut requests = self.requests();
        expire(&mut requests, now);
        let mut open = requests.iter_mut().filter(|one| one.is_open());
        let one = open.find(|one| request.is_none_or(|id| id == one.id));
        let one = one.ok_or_else(|| Refusal::not_found("Такого запроса на телефоне нет"))?;
        match touch {
            Touch::Refuse => one.stand = Stand::Over("CanceledByUser"),
            Touch::Confirm(code) if *code == one.code => one.stand = Stand::Agreed,
            Touch::Confirm(_) => {
                one.wrong_codes += 1;
                if one.wrong_codes >= MOST_WRONG_CODES {
                    one.stand = Stand::Over("Crashed");
                }
            }
        }
        Ok(())
    }
}

impl Request {
    fn is_open(&self) -> bool {
        matches!(self.stand, Stand::Fresh | Stand::Waiting)
    }
}

fn expire(requests: &mut [Request], now: Ticks) {
    for one in requests.iter_mut().filter(|one| one.is_open()) {
        if one.asked_at.plus_ms(PATIENCE_MS) <= now {
            one.stand = Stand::Over("Timeout");
        }
    }
}

/// `CertificateList`
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct CertificateList {
    certificates: Vec<CertificateInfo>,
}

/// `CertificateInfoV2`
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct CertificateInfo {
    thumbprint: String,
    r#type: &'static str,
    valid_from: Ticks,
    valid_to: Ticks,
    organization_name: String,
    inn: String,
    user_first_name: String,
    user_middle_name: String,
    user_last_name: String,
    user_short_name: String,
    is_default: bool,
    subject_type: &'static str,
}

impl CertificateInfo {
    fn of(certificate: &Certificate) -> Self {
        let owner = certificate.owner();
        let given = owner.given_name.clone().unwrap_or_default();
        let (first, middle) = given.split_once(' ').unwrap_or((&given, ""));
        let is_company = owner.company_inn().is_some();
        Self {
            thumbprint: certificate.thumbprint().to_string(),
            r#type: "Dss",
            valid_from: Ticks::from(certificate.validity().from),
            valid_to: Ticks::from(certificate.validity().to),
            organization_name: owner.organisation.clone().unwrap_or_default(),
            inn: owner
                .company_inn()
                .or(owner.personal_inn())
                .unwrap_or_default()
                .to_owned(),
            user_first_name: first.to_owned(),
            user_middle_name: middle.to_owned(),
            user_last_name: owner.surname.clone().unwrap_or_default(),
            user_short_name: owner.display_name().to_owned(),
            is_default: true,
            subject_type: if is_company {
                "LegalEntity"
            } else {
                "IndividualEntity"
            },
        }
    }
}

/// `GET /GetMyCertificates`
pub fn get_my_certificates(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let inn = hub.with(|books| {
        let (_, box_id) = auth::caller_in(&books.state, call, "boxid")?;
        let organization = books.state.world.by_box(box_id);
        Ok(organization.map(|one| one.inn.to_string()).unwrap_or_default())
    })?;
    let certificates = hub.cloud.keys_of(&inn);
    Reply::structure(&CertificateList {
        certificates: certificates
            .map(|kept| CertificateInfo::of(kept.certificate()))
            .collect(),
    })
}

/// `DssSignRequest`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct DssSignRequest {
    files: Vec<DssSignFile>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct DssSignFile {
    content: Option<ContentV3>,
    #[serde(rename = "filename")]
    file_name: String,
}

/// `Content_v3`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ContentV3 {
    content: String,
}

/// `POST /DssSign`
pub fn dss_sign(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let (user, now) = hub.with(|books| {
        let (user, _) = auth::caller_in(&books.state, call, "boxid")?;
        Ok((user, books.state.now()))
    })?;
    let asked: DssSignRequest = codec::read(&call.headers, &call.body, "DssSignRequest")?;
    let only = hub
        .cloud
        .keys
        .first()
        .map(|kept| kept.certificate().thumbprint().to_string());
    let thumbprint = call.text("certificatethumbprint").map(str::to_owned).or(only);
    let thumbprint = thumbprint.unwrap_or_default();
    if hub.cloud.key(&thumbprint).is_none() {
        return Err(Refusal::not_found(format!(
            "DSS certificate {thumbprint} is not found"
        )));
    }
    let files = asked.files.iter().map(bytes).collect::<Result<Vec<_>, _>>()?;
    if files.is_empty() {
        return Err(Refusal::bad("Files must not be empty"));
    }
    if files.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() > LARGEST_REQUEST_BYTES {
        return Err(Refusal::bad("Request is larger than 70 MB"));
    }
    let mut requests = hub.cloud.requests();
    expire(&mut requests, now);
    let has_open = requests.iter().any(|one| one.user == user && one.is_open());
    let id = Uuid::new_v4();
    let digits = id.as_u128() % 1_000_000;
    requests.push(Request {
        id,
        user,
        thumbprint,
        files,
        code: format!("{digits:06}"),
        wrong_codes: 0,
        asked_at: now,
        stand: if has_open {
            Stand::Over("UserHasUnconfirmedOperation")
        } else {
            Stand::Fresh
        },
    });
    Reply::structure(&AsyncMethodResult {
        task_id: id.to_string(),
    })
}

fn bytes(file: &DssSignFile) -> Result<(String, Vec<u8>), Refusal> {
    let content = file
        .content
        .as_ref()
        .ok_or_else(|| Refusal::bad("Content is required"))?;
    if content.content.is_empty() {
        return Err(Refusal::bad(
            "Песочница подписывает файлы из запроса: с полки и из сообщений она их не берёт",
        ));
    }
    let bytes = BASE64.decode(&content.content);
    let bytes = bytes.map_err(|_| Refusal::bad("Content is not base64"))?;
    Ok((file.file_name.clone(), bytes))
}

#[derive(Default, Serialize)]
#[serde(rename_all = "PascalCase")]
struct DssSignResult {
    operation_status: &'static str,
    file_signing_results: Vec<FileResult>,
    confirm_type: &'static str,
    operator: &'static str,
    phone_last_numbers: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct FileResult {
    file_signing_status: &'static str,
    signature: String,
}

/// `GET /DssSignResult`
pub fn dss_sign_result(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let (user, now) = hub.with(|books| {
        let (user, _) = auth::caller_in(&books.state, call, "boxid")?;
        Ok((user, books.state.now()))
    })?;
    let id = call.id("taskid")?;
    let mut requests = hub.cloud.requests();
    expire(&mut requests, now);
    let one = requests.iter_mut().find(|one| one.id == id && one.user == user);
    let one = one.ok_or_else(|| Refusal::not_found(format!("Task {id} is not found")))?;
    if one.stand == Stand::Fresh {
        one.stand = Stand::Waiting;
        return Err(Refusal {
            retry_after: Some(1),
            ..Refusal::of(StatusCode::NO_CONTENT, "")
        });
    }
    let mut result = DssSignResult {
        operation_status: "InProgress",
        confirm_type: "Sms",
        operator: "Kontur",
        phone_last_numbers: PHONE_END,
        ..DssSignResult::default()
    };
    match one.stand {
        Stand::Fresh | Stand::Waiting => {}
        Stand::Over(status) => result.operation_status = status,
        Stand::Agreed => {
            let missing = || Refusal::not_found("DSS certificate is not found");
            let key = hub.cloud.key(&one.thumbprint).ok_or_else(missing)?;
            result.operation_status = "Completed";
            result.file_signing_results = one
                .files
                .iter()
                .map(|file| signed(key, &file.1, now.timestamp()))
                .collect();
        }
    }
    Reply::structure(&result)
}

fn signed(key: &Kept, content: &[u8], at: Timestamp) -> FileResult {
    match key.sign(content, at) {
        Some(message) => FileResult {
            file_signing_status: "SigningCompleted",
            signature: BASE64.encode(message),
        },
        None => FileResult {
            file_signing_status: "SigningError",
            signature: String::new(),
        },
    }
}
