//! «Кто подписывает»: in what position a person signs for a firm, and by whose leave, where somebody settled that.
//!
//! It belongs to the person and outlives their certificates. Our own directory of employees is told to an operator in words;
//! what stands in the operator's cabinet or in the certificate is for the operator to read.

use connect::edo::SignerPower;
use connect::edo::service_documents::PositionFrom;
use domain::{Firm, FirmId, PositionSource, Signatory, SignatureType};
use store::{CertificateId, FirmSigner, KeptCertificate, PowerOfAttorneyId, Reader, SeenCertificate};

use crate::changes::{Change, Directory};
use crate::error::{Code, Error};
use crate::powers::Leave;
use crate::{Engine, Result, answer, certificates, firms, powers};

/// Longest position, characters: the forms of the ФНС allow no more.
const POSITION_CHARS: usize = 255;

/// In what position the owner of a certificate signs for a firm, and by whose leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignerDetails {
    /// The certificate.
    pub certificate: CertificateId,
    /// Where the position is taken from.
    pub position_source: PositionSource,
    /// The position that a person typed.
    pub typed_position: String,
    /// The position as it is known here; empty where only the operator knows it, or nobody.
    pub position: String,
    /// By whose leave, where somebody settled that.
    pub power: Option<PowerOfAttorneyId>,
}

/// What is to be settled of a person who signs.
#[derive(Debug, Clone)]
pub struct SignerRequest {
    /// For which firm.
    pub firm: FirmId,
    /// Whose certificate it is.
    pub certificate: CertificateId,
    /// Where the position is to be taken from.
    pub position_source: PositionSource,
    /// The position, where it is typed.
    pub position: String,
    /// By whose leave; none leaves it to the program.
    pub power: Option<PowerOfAttorneyId>,
}

impl Engine {
    /// Settles in what position the owner of a certificate signs for a firm, and by whose leave, for every signature to come.
    /// `firm_not_found`, `certificate_not_found`, `power_not_found`, `power_of_another_firm`, `signer_position`.
    pub async fn save_firm_signer(&self, request: SignerRequest) -> Result<SignerDetails> {
        let saved = self
            .write(move |w| {
                let firm = w.firm(request.firm)?.ok_or_else(firms::not_found)?;
                let kept = certificates::known(w, request.certificate)?;
                if let Some(power) = request.power {
                    refuse_power_of_another(&powers::known(w, power)?, firm.id)?;
                }
                let position = typed(request.position_source, &request.position)?;
                w.save_firm_signer(&FirmSigner {
                    firm: firm.id,
                    person: person(&kept.seen),
                    position_source: request.position_source,
                    position,
                    power: request.power,
                })?;
                details(w, &firm, &kept)
            })
            .await?;
        self.inner
            .changes
            .tell(&Change::directory(Directory::Certificates));
        Ok(saved)
    }
}

fn refuse_power_of_another(power: &store::PowerOfAttorney, firm: FirmId) -> Result<()> {
    if power.body.firm == firm {
        return Ok(());
    }
    Err(Error::new(
        Code::Signing("power_of_another_firm"),
        "Эта доверенность записана за другой фирмой. Ничего не изменено. Выберите доверенность этой фирмы.",
    ))
}

fn typed(source: PositionSource, text: &str) -> Result<String> {
    if source != PositionSource::Manual {
        return Ok(String::new());
    }
    let text = text.trim();
    let is_whole =
        !text.is_empty() && text.chars().count() <= POSITION_CHARS && !text.chars().any(char::is_control);
    if is_whole {
        return Ok(text.to_owned());
    }
    Err(Error::new(
        Code::Signing("signer_position"),
        format!(
            "Должность не вписана или не поместится в документ. Ничего не изменено. Впишите её не длиннее {POSITION_CHARS} \
             знаков или выберите другой источник."
        ),
    ))
}

/// Who signs: their own ИНН, or their name where the certificate has none.
fn person(seen: &SeenCertificate) -> String {
    if seen.inn.is_empty() {
        certificates::name_key(&seen.name)
    } else {
        seen.inn.clone()
    }
}

/// What was settled of the owner of this certificate; the usual where nobody settled anything.
pub(crate) fn settled(r: &Reader<'_>, firm: FirmId, kept: &KeptCertificate) -> Result<FirmSigner> {
    let person = person(&kept.seen);
    let mut all = r.firm_signers()?.into_iter();
    let found = all.find(|one| one.firm == firm && one.person == person);
    Ok(found.unwrap_or(FirmSigner {
        firm,
        person,
        position_source: PositionSource::default(),
        position: String::new(),
        power: None,
    }))
}

/// The same for a list: what is missing is told when somebody signs.
pub(crate) fn details(r: &Reader<'_>, firm: &Firm, kept: &KeptCertificate) -> Result<SignerDetails> {
    let settled = settled(r, firm.id, kept)?;
    Ok(SignerDetails {
        certificate: kept.id,
        position_source: settled.position_source,
        position: match settled.position_source {
            PositionSource::Operator => String::new(),
            _ => position(r, firm, kept, &settled)?,
        },
        typed_position: settled.position,
        power: settled.power,
    })
}

/// Who signs, and by whose leave.
#[derive(Clone, Copy)]
pub(crate) struct Who<'a> {
    /// Their certificate.
    pub(crate) certificate: &'a KeptCertificate,
    /// By whose leave, where they need one.
    pub(crate) leave: Option<&'a Leave>,
}

impl Who<'_> {
    /// The leave as an operator is told it.
    pub(crate) fn told_power(self) -> Option<SignerPower> {
        self.leave.map(|leave| leave.told.clone())
    }
}

/// Who signs, as papers tell it.
#[derive(Debug, Clone)]
pub(crate) struct SigningPerson {
    /// Name, and the position as it is known here.
    pub(crate) signatory: Signatory,
    /// Where an operator takes the position from.
    pub(crate) position: PositionFrom,
    /// What they sign with.
    pub(crate) signature: SignatureType,
}

/// The owner of this certificate as a signer for this firm. `signer_position` where the place that the position is to be taken
/// from has none.
pub(crate) fn signing_person(r: &Reader<'_>, firm: &Firm, kept: &KeptCertificate) -> Result<SigningPerson> {
    let settled = settled(r, firm.id, kept)?;
    let source = settled.position_source;
    let position = position(r, firm, kept, &settled)?;
    let signatory = Signatory {
        position,
        ..answer::signatory(kept, Some(firm))
    };
    if source == PositionSource::Employee && signatory.position.is_empty() {
        return Err(Error::new(
            Code::Signing("signer_position"),
            format!(
                "Должность подписанта берётся из карточки сотрудника, но сотрудника {} с должностью в программе нет. Документ не \
                 подписан, контрагенту ничего не отправлено. Впишите должность: «Настройки», «Сотрудники».",
                signatory.name.full()
            ),
        ));
    }
    // What is not in the certificate has to be told.
    let is_elsewhere = source == PositionSource::Certificate && signatory.position != kept.seen.position;
    Ok(SigningPerson {
        position: if is_elsewhere {
            PositionFrom::Told
        } else {
            PositionFrom::of(source)
        },
        signatory,
        signature: signature_type(&kept.seen),
    })
}

/// The position as it is known here; what the certificate says stands behind the operator's own card.
fn position(r: &Reader<'_>, firm: &Firm, kept: &KeptCertificate, settled: &FirmSigner) -> Result<String> {
    let of_certificate = answer::signatory(kept, Some(firm));
    Ok(match settled.position_source {
        PositionSource::Certificate | PositionSource::Operator => of_certificate.position,
        PositionSource::Manual => settled.position.clone(),
        PositionSource::Employee => {
            let name = of_certificate.name.full();
            let mut all = r.employees()?.into_iter().map(|employee| employee.body);
            let found = all.find(|body| {
                let works_here = body.firms.is_empty() || body.firms.contains(&firm.id);
                works_here && !body.is_former && certificates::same_person(&body.name.full(), &name)
            });
            found
                .map(|body| body.position.trim().to_owned())
                .unwrap_or_default()
        }
    })
}

/// As the certificate says; the operator checks the rest.
fn signature_type(seen: &SeenCertificate) -> SignatureType {
    if certificates::is_qualified_claimed(seen) {
        SignatureType::Qualified
    } else {
        SignatureType::Unqualified
    }
}
