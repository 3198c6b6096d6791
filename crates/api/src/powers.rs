//! `powers.*`: by whose leave people sign for our firms («машиночитаемые доверенности»).

use domain::FirmId;
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
    /// Its number in the register, a GUID.
    pub number: String,
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
        Self {
            id: view.power.id.0,
            firm_id: body.firm.0,
            number: body.number.to_string(),
            principal_inn: body.principal_inn.to_string(),
            representative_name: body.representative_name,
            representative_inn: text(body.representative_inn.as_ref()).unwrap_or_default(),
            certificate_id: view.certificate.map(|id| id.0),
            valid_from: text(body.valid_from.as_ref()),
            valid_to: text(body.valid_to.as_ref()),
            has_file: view.power.has_file,
            has_signature: view.power.has_signature,
            state: view.state.code(),
            problems: view.problems,
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
    /// A GUID; from the file when empty.
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
        number: request.number,
        principal_inn: request.principal_inn,
        representative_name: request.representative_name.unwrap_or_default(),
        representative_inn: request.representative_inn.unwrap_or_default(),
        certificate: request.certificate_id.map(CertificateId),
        valid_from: day("valid_from", request.valid_from.as_deref())?,
        valid_to: day("valid_to", request.valid_to.as_deref())?,
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

/// An empty text is no day.
fn day(place: &str, text: Option<&str>) -> Result<Option<Date>, Failure> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let read = text.parse();
    read.map(Some)
        .map_err(|_| Failure::bad_request("powers.save", place, "ожидается дата вида ГГГГ-ММ-ДД"))
}
