//! `powers.*`: by whose leave people sign for our firms («доверенности»).

use domain::{FirmId, PowerForm, PowerKind};
use engine::{CertificateId, Engine, PowerOfAttorneyId, PowerRequest, PowerView};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Failure;
use crate::incoming::FileContent;
use crate::intake::decoded;
use crate::views::{Empty, Id, text};

/// A power of attorney.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Power {
    pub id: i64,
    pub firm_id: i64,
    /// In the register of the ФНС, electronic told in words, on paper, or the usual one in the operator's cabinet.
    #[ts(type = "\"registered\" | \"manual\" | \"paper\" | \"operator_default\"")]
    pub kind: &'static str,
    /// A GUID; of one on paper the number of the principal's books; empty for that of the operator's cabinet.
    pub number: String,
    /// How a sentence names it: «№ 15 от 01.02.2026, бумажная».
    pub label: String,
    pub principal_inn: String,
    /// Empty where nobody said.
    pub representative_name: String,
    /// Empty where nobody said.
    pub representative_inn: String,
    /// The representative's certificate, where it was chosen.
    pub certificate_id: Option<i64>,
    /// The first day, `YYYY-MM-DD`.
    pub valid_from: Option<String>,
    /// The last day, `YYYY-MM-DD`.
    pub valid_to: Option<String>,
    /// The day on which it was given, `YYYY-MM-DD`; of what is told in words or lies on paper.
    pub issued_on: Option<String>,
    /// Its number in the principal's books, of what is told in words.
    pub internal_number: String,
    /// The day of that number, `YYYY-MM-DD`.
    pub internal_on: Option<String>,
    /// The information system that keeps it, of what is told in words.
    pub system: String,
    /// Who signed it, of one on paper.
    pub issued_by: String,
    /// The principal in words, of one on paper.
    pub issuer: String,
    /// Its file is sent with what is signed.
    pub goes_along: bool,
    pub has_file: bool,
    pub has_signature: bool,
    /// By its days. Whether it was revoked only the register knows.
    #[ts(type = "\"valid\" | \"not_yet\" | \"expired\" | \"unknown\"")]
    pub state: &'static str,
    /// What should be mended, a sentence each.
    pub problems: Vec<String>,
}

impl From<PowerView> for Power {
    fn from(view: PowerView) -> Self {
        let body = view.power.body;
        let told = Told::of(&body.form);
        Self {
            id: view.power.id.0,
            firm_id: body.firm.0,
            kind: body.form.kind().code(),
            number: body.form.number(),
            label: view.label,
            principal_inn: body.principal_inn.to_string(),
            representative_name: body.representative_name,
            representative_inn: text(body.representative_inn.as_ref()).unwrap_or_default(),
            certificate_id: view.certificate.map(|id| id.0),
            valid_from: text(body.valid_from.as_ref()),
            valid_to: text(body.valid_to.as_ref()),
            issued_on: text(told.issued_on.as_ref()),
            internal_number: told.internal_number,
            internal_on: text(told.internal_on.as_ref()),
            system: told.system,
            issued_by: told.issued_by,
            issuer: told.issuer,
            goes_along: body.goes_along,
            has_file: view.power.has_file,
            has_signature: view.power.has_signature,
            state: view.state.code(),
            problems: view.problems,
        }
    }
}

/// What some kinds say beside their number.
#[derive(Default)]
struct Told {
    issued_on: Option<Date>,
    internal_number: String,
    internal_on: Option<Date>,
    system: String,
    issued_by: String,
    issuer: String,
}

impl Told {
    fn of(form: &PowerForm) -> Self {
        match form {
            PowerForm::Registered(_) | PowerForm::OperatorDefault => Self::default(),
            PowerForm::Manual(power) => Self {
                issued_on: Some(power.issued_on),
                internal_number: power.internal_number.clone(),
                internal_on: power.internal_on,
                system: power.system.clone(),
                ..Self::default()
            },
            PowerForm::Paper(power) => Self {
                issued_on: Some(power.issued_on),
                issued_by: power.issued_by.full(),
                issuer: power.issuer.clone(),
                ..Self::default()
            },
        }
    }
}

/// Which ones.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct ListPowers {
    /// Those of this firm; all when absent.
    pub firm_id: Option<i64>,
}

/// Newest first.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Powers {
    pub powers: Vec<Power>,
}

/// A power of attorney as a person brings it. What the file says may be left empty; what is typed must agree with it.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct SavePower {
    /// The one to be changed; a new one when absent.
    pub id: Option<i64>,
    pub firm_id: i64,
    /// One that the register has when absent.
    #[ts(type = "\"registered\" | \"manual\" | \"paper\" | \"operator_default\" | null")]
    pub kind: Option<String>,
    /// A GUID, from the file when empty; of one on paper the number of the principal's books.
    pub number: String,
    /// From the file when empty.
    pub principal_inn: String,
    pub representative_name: Option<String>,
    pub representative_inn: Option<String>,
    pub certificate_id: Option<i64>,
    /// `YYYY-MM-DD`.
    pub valid_from: Option<String>,
    /// `YYYY-MM-DD`.
    pub valid_to: Option<String>,
    /// The day on which it was given, `YYYY-MM-DD`: must be there for what is told in words or lies on paper.
    pub issued_on: Option<String>,
    /// Its number in the principal's books, of what is told in words.
    pub internal_number: Option<String>,
    /// The day of that number, `YYYY-MM-DD`.
    pub internal_on: Option<String>,
    /// The information system that keeps it, of what is told in words.
    pub system: Option<String>,
    /// Who signed it, full name, of one on paper.
    pub issued_by: Option<String>,
    /// The principal in words, of one on paper.
    pub issuer: Option<String>,
    /// Its file and the signature of it are to be sent with what is signed.
    pub goes_along: Option<bool>,
    /// XML; the kept one stays when absent.
    pub file: Option<FileContent>,
    /// The signature of the file; the kept one stays when absent.
    pub signature: Option<FileContent>,
}

/// What was noted.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct OnePower {
    pub power: Power,
}

pub(crate) async fn list(engine: &Engine, request: ListPowers) -> Result<Powers, Failure> {
    let views = engine.powers(request.firm_id.map(FirmId)).await?;
    Ok(Powers {
        powers: views.into_iter().map(Power::from).collect(),
    })
}

pub(crate) async fn save(engine: &Engine, request: SavePower) -> Result<OnePower, Failure> {
    let wanted = PowerRequest {
        id: request.id.map(PowerOfAttorneyId),
        firm: FirmId(request.firm_id),
        kind: kind(request.kind.as_deref())?,
        number: request.number,
        principal_inn: request.principal_inn,
        representative_name: request.representative_name.unwrap_or_default(),
        representative_inn: request.representative_inn.unwrap_or_default(),
        certificate: request.certificate_id.map(CertificateId),
        valid_from: day("valid_from", request.valid_from.as_deref())?,
        valid_to: day("valid_to", request.valid_to.as_deref())?,
        issued_on: day("issued_on", request.issued_on.as_deref())?,
        internal_number: request.internal_number.unwrap_or_default(),
        internal_on: day("internal_on", request.internal_on.as_deref())?,
        system: request.system.unwrap_or_default(),
        issued_by: request.issued_by.unwrap_or_default(),
        issuer: request.issuer.unwrap_or_default(),
        goes_along: request.goes_along.unwrap_or_default(),
        file: request.file.map(decoded).transpose()?,
        signature: request.signature.map(decoded).transpose()?,
    };
    Ok(OnePower {
        power: engine.save_power(wanted).await?.into(),
    })
}

pub(crate) async fn remove(engine: &Engine, request: Id) -> Result<Empty, Failure> {
    engine.remove_power(PowerOfAttorneyId(request.id)).await?;
    Ok(Empty {})
}

fn kind(code: Option<&str>) -> Result<PowerKind, Failure> {
    code.map_or(Some(PowerKind::Registered), PowerKind::from_code)
        .ok_or_else(|| Failure::bad_request("powers.save", "kind", "такого вида доверенности нет"))
}

/// An empty text is no day.
fn day(place: &str, text: Option<&str>) -> Result<Option<Date>, Failure> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let read = text.parse();
    read.map(Some)
        .map_err(|_| Failure::bad_request("powers.save", place, "ожидается дата вида ГГГГ-ММ-ДД"))
}
