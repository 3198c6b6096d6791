//! `certificates.*` and `signing.*`: certificates of this computer, and who signs for which firm.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::{DocumentId, EmployeeId, FirmId, PositionSource};
use engine::ports::Secret;
use engine::{CertificateId, CertificateView, Engine, KeyFile, PowerOfAttorneyId, SignerRequest};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use zeroize::Zeroizing;

use crate::error::Failure;
use crate::incoming::FileContent;
use crate::views::Empty;

/// A certificate.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Certificate {
    pub id: i64,
    /// SHA-1, forty hexadecimal capitals.
    pub thumbprint: String,
    /// Its number, hexadecimal.
    pub serial: String,
    /// Whose it is.
    pub owner: String,
    /// Empty where it names none.
    pub organisation: String,
    /// ИНН of the person; empty where it names none.
    pub inn: String,
    /// Empty where it names none.
    pub organisation_inn: String,
    /// ОГРН or ОГРНИП; empty where it names none.
    pub ogrn: String,
    pub position: String,
    pub issuer: String,
    pub valid_from: String,
    pub valid_to: String,
    /// Whole days; negative behind the end.
    pub days_left: i64,
    /// `60`, `30`, `14`, `7`, `3`, `1`: so many days are left at most; `expired`; `not_yet`.
    pub warning: Option<String>,
    /// `software`, `token`, `cryptopro`, `csptest`, `cloud`.
    pub store: String,
    /// The same for people.
    pub store_label: String,
    /// `here`, `container_needs_csp`, `missing`.
    pub key: String,
    /// It says to be qualified; only a check of its chain tells whether it is.
    pub is_qualified_claimed: bool,
    pub fits: Vec<CertificateFit>,
    pub chosen_for: Vec<ChosenFor>,
    pub is_hidden: bool,
}

/// A firm for which a certificate can sign.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct CertificateFit {
    pub firm_id: i64,
    /// A sentence.
    pub why: String,
    /// A power of attorney belongs to the signature.
    pub needs_power_of_attorney: bool,
}

/// Whom a person chose a certificate for.
#[derive(Debug, Clone, Copy, Serialize, TS)]
pub(crate) struct ChosenFor {
    pub firm_id: i64,
    /// `null` for everybody.
    pub employee_id: Option<i64>,
}

impl From<CertificateView> for Certificate {
    fn from(view: CertificateView) -> Self {
        let seen = view.kept.seen;
        Self {
            id: view.kept.id.0,
            thumbprint: seen.thumbprint.iter().map(|byte| format!("{byte:02X}")).collect(),
            serial: view.serial,
            owner: seen.name,
            organisation: seen.organisation,
            inn: seen.inn,
            organisation_inn: seen.organisation_inn,
            ogrn: view.ogrn,
            position: seen.position,
            issuer: seen.issuer,
            valid_from: seen.valid_from.to_string(),
            valid_to: seen.valid_to.to_string(),
            days_left: view.days_left,
            warning: view.step.map(engine::EndStep::code),
            store: seen.store,
            store_label: seen.store_label,
            key: seen.key_state,
            is_qualified_claimed: view.is_qualified_claimed,
            fits: view
                .fits
                .into_iter()
                .map(|fit| CertificateFit {
                    firm_id: fit.firm.0,
                    why: fit.why,
                    needs_power_of_attorney: fit.needs_power_of_attorney,
                })
                .collect(),
            chosen_for: view
                .chosen_for
                .iter()
                .map(|choice| ChosenFor {
                    firm_id: choice.firm.0,
                    employee_id: choice.employee.map(|id| id.0),
                })
                .collect(),
            is_hidden: view.kept.is_hidden,
        }
    }
}

fn listed(views: Vec<CertificateView>) -> Vec<Certificate> {
    views.into_iter().map(Certificate::from).collect()
}

/// What the stores of keys said.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct RefreshedCertificates {
    pub certificates: Vec<Certificate>,
    pub problems: Vec<KeyStoreProblem>,
}

/// A store that could not answer; the others did.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct KeyStoreProblem {
    /// `software`, `token`, `cryptopro`, `csptest`.
    pub store: &'static str,
    /// Stable name.
    pub code: &'static str,
    pub text: String,
    /// What to do.
    pub advice: &'static str,
}

/// Which certificates.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct ListCertificates {
    /// Those that fit this firm or were chosen for it; all when absent.
    pub firm_id: Option<i64>,
}

/// Certificates, the longest valid first.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Certificates {
    pub certificates: Vec<Certificate>,
}

/// Who signs for a firm.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct ChooseCertificate {
    pub firm_id: i64,
    /// While this employee sits at the computer; for everybody when absent.
    pub employee_id: Option<i64>,
    /// The program chooses by itself when absent.
    pub certificate_id: Option<i64>,
}

/// A certificate to be taken out of the lists, or back into them.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct HideCertificate {
    pub id: i64,
    pub is_hidden: bool,
}

/// A certificate and its key as files: for test and unqualified signatures only.
#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct AddKeyFiles {
    pub files: Vec<FileContent>,
    /// That of the key, or the one under which it shall be kept.
    pub password: Option<String>,
}

impl std::fmt::Debug for AddKeyFiles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AddKeyFiles({} files)", self.files.len())
    }
}

/// A certificate that was taken in.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct OneCertificate {
    pub certificate: Certificate,
}

/// Whose signature is wanted.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct SigningChoiceFor {
    /// The firms of these documents; all our firms when absent or empty.
    pub document_ids: Option<Vec<i64>>,
    /// What is to be done with them: `confirm_receipt`. Firms of whose documents nobody signs anything then are left out.
    pub action: Option<String>,
}

/// Who would sign.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct SigningChoices {
    pub firms: Vec<FirmSigning>,
}

/// Who would sign for a firm.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct FirmSigning {
    pub firm_id: i64,
    pub firm_name: String,
    /// `null` where nothing fits.
    pub certificate: Option<Certificate>,
    /// Why this one, or why none: sentences.
    pub why: String,
    /// A power of attorney belongs to the signature.
    pub needs_power_of_attorney: bool,
    /// What may be chosen instead, the fitting ones first.
    pub others: Vec<Certificate>,
    /// In what position the owner of each of them signs for the firm, and by whose leave.
    pub signers: Vec<SignerDetails>,
}

/// In what position the owner of a certificate signs for a firm, and by whose leave.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct SignerDetails {
    pub certificate_id: i64,
    /// What the certificate says, what our directory of employees says, what the operator's cabinet says, or what was typed.
    #[ts(type = "\"certificate\" | \"employee\" | \"operator\" | \"manual\"")]
    pub position_source: &'static str,
    /// What was typed; empty for the other sources.
    pub typed_position: String,
    /// The position as it is known here; empty where nobody knows it here.
    pub position: String,
    /// By whose leave, where that was settled; `null` leaves it to the program.
    pub power_of_attorney_id: Option<i64>,
}

impl From<engine::SignerDetails> for SignerDetails {
    fn from(details: engine::SignerDetails) -> Self {
        Self {
            certificate_id: details.certificate.0,
            position_source: details.position_source.code(),
            typed_position: details.typed_position,
            position: details.position,
            power_of_attorney_id: details.power.map(|power| power.0),
        }
    }
}

/// What is to be settled of the owner of a certificate as a signer for a firm.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct SaveSigner {
    pub firm_id: i64,
    pub certificate_id: i64,
    #[ts(type = "\"certificate\" | \"employee\" | \"operator\" | \"manual\"")]
    pub position_source: String,
    /// Only where it is typed.
    pub position: Option<String>,
    /// By whose leave; absent leaves it to the program.
    pub power_of_attorney_id: Option<i64>,
}

pub(crate) async fn refresh(engine: &Engine, _: Empty) -> Result<RefreshedCertificates, Failure> {
    let refreshed = engine.refresh_certificates().await?;
    Ok(RefreshedCertificates {
        certificates: listed(refreshed.certificates),
        problems: refreshed
            .problems
            .into_iter()
            .map(|problem| KeyStoreProblem {
                store: problem.store,
                code: problem.code,
                text: problem.text,
                advice: problem.advice,
            })
            .collect(),
    })
}

pub(crate) async fn list(engine: &Engine, request: ListCertificates) -> Result<Certificates, Failure> {
    let views = engine.certificates(request.firm_id.map(FirmId)).await?;
    Ok(Certificates {
        certificates: listed(views),
    })
}

pub(crate) async fn choose(engine: &Engine, request: ChooseCertificate) -> Result<Empty, Failure> {
    engine
        .choose_certificate(
            FirmId(request.firm_id),
            request.employee_id.map(EmployeeId),
            request.certificate_id.map(CertificateId),
        )
        .await?;
    Ok(Empty {})
}

pub(crate) async fn hide(engine: &Engine, request: HideCertificate) -> Result<Empty, Failure> {
    engine
        .hide_certificate(CertificateId(request.id), request.is_hidden)
        .await?;
    Ok(Empty {})
}

pub(crate) async fn add_file(engine: &Engine, request: AddKeyFiles) -> Result<OneCertificate, Failure> {
    let mut files = Vec::with_capacity(request.files.len());
    for file in request.files {
        let bytes = STANDARD
            .decode(file.content_base64.trim())
            .map_err(|_| Failure::bad_request("certificates.add_file", "content_base64", "это не base64"))?;
        files.push(KeyFile {
            name: file.name,
            bytes: Zeroizing::new(bytes),
        });
    }
    let view = engine
        .add_key_files(files, request.password.map(Secret::new))
        .await?;
    Ok(OneCertificate {
        certificate: view.into(),
    })
}

pub(crate) async fn choice(engine: &Engine, request: SigningChoiceFor) -> Result<SigningChoices, Failure> {
    let documents = request.document_ids.unwrap_or_default();
    let documents: Vec<DocumentId> = documents.into_iter().map(DocumentId).collect();
    let picks = match request.action {
        Some(action) => engine.signing_picks_for(documents, action).await?,
        None => engine.signing_picks(documents).await?,
    };
    Ok(SigningChoices {
        firms: picks
            .into_iter()
            .map(|pick| FirmSigning {
                firm_id: pick.firm.id.0,
                firm_name: pick.firm.party.name,
                certificate: pick.certificate.map(Certificate::from),
                why: pick.why,
                needs_power_of_attorney: pick.needs_power_of_attorney,
                others: listed(pick.others),
                signers: pick.signers.into_iter().map(SignerDetails::from).collect(),
            })
            .collect(),
    })
}

pub(crate) async fn save_signer(engine: &Engine, request: SaveSigner) -> Result<SignerDetails, Failure> {
    let source = PositionSource::from_code(&request.position_source).ok_or_else(|| {
        Failure::bad_request(
            "signing.save_signer",
            "position_source",
            "такого источника должности нет",
        )
    })?;
    let saved = engine
        .save_firm_signer(SignerRequest {
            firm: FirmId(request.firm_id),
            certificate: CertificateId(request.certificate_id),
            position_source: source,
            position: request.position.unwrap_or_default(),
            power: request.power_of_attorney_id.map(PowerOfAttorneyId),
        })
        .await?;
    Ok(SignerDetails::from(saved))
}
