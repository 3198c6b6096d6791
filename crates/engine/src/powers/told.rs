//! By whose leave somebody signs, as an operator is told it.

use connect::edo::{PowerFiles, PowerOfAttorneyRef, SignerPower};
use domain::PowerForm;
use store::{KeptCertificate, PowerOfAttorney, PowerOfAttorneyId, Reader, SignedByPower};

use crate::Result;

/// A power of attorney under which something is signed now.
#[derive(Debug, Clone)]
pub(crate) struct Leave {
    /// Which of the list; none where it was only kept with an earlier signature.
    pub(crate) power: Option<PowerOfAttorneyId>,
    /// As an operator is told it.
    pub(crate) told: SignerPower,
}

impl Leave {
    /// This power in the hands of the owner of this certificate.
    pub(crate) fn of(r: &Reader<'_>, power: &PowerOfAttorney, signer: &KeptCertificate) -> Result<Self> {
        let along = if power.body.goes_along {
            files(r, power.id)?
        } else {
            None
        };
        let told = match &power.body.form {
            PowerForm::Registered(number) => SignerPower::Registered {
                id: PowerOfAttorneyRef {
                    number: *number,
                    principal_inn: power.body.principal_inn.to_string(),
                    representative_inn: representative_inn(power, signer),
                },
                along,
            },
            PowerForm::Manual(told) => SignerPower::Manual {
                told: told.clone(),
                along,
            },
            PowerForm::Paper(told) => SignerPower::Paper(told.clone()),
            PowerForm::OperatorDefault => SignerPower::OperatorDefault,
        };
        Ok(Self {
            power: Some(power.id),
            told,
        })
    }

    /// As it is kept with a signature; none where an operator is told nothing beside what is signed.
    pub(crate) fn to_keep(&self) -> Option<SignedByPower> {
        match &self.told {
            SignerPower::Registered { id, along: None } => Some(SignedByPower::Numbered {
                number: id.number,
                principal_inn: id.principal_inn.clone(),
                representative_inn: id.representative_inn.clone(),
            }),
            SignerPower::Registered { .. } | SignerPower::Manual { along: Some(_), .. } => {
                self.power.map(|along| SignedByPower::Along { along })
            }
            SignerPower::OperatorDefault => self
                .power
                .map(|operator_default| SignedByPower::OperatorDefault { operator_default }),
            SignerPower::Manual { along: None, .. } | SignerPower::Paper(_) => None,
        }
    }

    /// What was kept with a signature; none where its power or the file of it is gone.
    pub(crate) fn kept(r: &Reader<'_>, kept: &SignedByPower) -> Result<Option<Self>> {
        match kept {
            SignedByPower::Numbered {
                number,
                principal_inn,
                representative_inn,
            } => Ok(Some(Self {
                power: None,
                told: SignerPower::Registered {
                    id: PowerOfAttorneyRef {
                        number: *number,
                        principal_inn: principal_inn.clone(),
                        representative_inn: representative_inn.clone(),
                    },
                    along: None,
                },
            })),
            SignedByPower::Along { along } => {
                let Some(power) = r.power_of_attorney(*along)? else {
                    return Ok(None);
                };
                let files = files(r, power.id)?;
                Ok(files.map(|files| Self {
                    power: Some(power.id),
                    told: along_of(&power, files),
                }))
            }
            SignedByPower::OperatorDefault { operator_default } => Ok(Some(Self {
                power: Some(*operator_default),
                told: SignerPower::OperatorDefault,
            })),
        }
    }
}

/// The file says what it is, whatever the list says of it now.
fn along_of(power: &PowerOfAttorney, files: PowerFiles) -> SignerPower {
    match &power.body.form {
        PowerForm::Manual(told) => SignerPower::Manual {
            told: told.clone(),
            along: Some(files),
        },
        form => SignerPower::Registered {
            id: PowerOfAttorneyRef {
                number: form.guid().unwrap_or_default(),
                principal_inn: power.body.principal_inn.to_string(),
                representative_inn: told_inn(power),
            },
            along: Some(files),
        },
    }
}

/// Both of them: one alone proves nothing.
fn files(r: &Reader<'_>, id: PowerOfAttorneyId) -> Result<Option<PowerFiles>> {
    let kept = r.power_of_attorney_files(id)?;
    Ok(kept
        .file
        .zip(kept.signature)
        .map(|(file, signature)| PowerFiles { file, signature }))
}

fn told_inn(power: &PowerOfAttorney) -> Option<String> {
    power.body.representative_inn.as_ref().map(ToString::to_string)
}

/// ИНН of who signs: that of the power, else that of the certificate.
fn representative_inn(power: &PowerOfAttorney, signer: &KeptCertificate) -> Option<String> {
    told_inn(power).or_else(|| Some(signer.seen.inn.clone()).filter(|inn| !inn.is_empty()))
}
