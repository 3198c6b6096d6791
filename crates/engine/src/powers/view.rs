//! A power of attorney as a list shows it.

use domain::{Firm, PowerForm};
use jiff::civil::Date;
use signature::cms::Signed;
use store::{CertificateId, KeptCertificate, PowerOfAttorney, PowerOfAttorneyBody};

use super::fits::representative;
use crate::Result;
use crate::certificates::same_person;
use crate::engine::Inner;
use crate::signature_check::{self, DocumentFact, MathematicsFact, Moment};
use crate::trust::TrustAtHand;
use crate::words;

/// A power of attorney with what is found out of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PowerView {
    /// What is known.
    pub power: PowerOfAttorney,
    /// The representative's certificate, where it was chosen.
    pub certificate: Option<CertificateId>,
    /// How a list and a sentence name it: «№ 15 от 01.02.2026, бумажная».
    pub label: String,
    /// Is it in force today?
    pub state: PowerState,
    /// What a person should mend, a sentence each.
    pub problems: Vec<String>,
}

/// Is a power of attorney in force?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PowerState {
    /// Yes, by its days. Whether it was revoked is not known here.
    Valid,
    /// Its first day is still to come.
    NotYet,
    /// Its last day is over.
    Expired,
    /// Its last day is not known.
    Unknown,
}

impl PowerState {
    pub(super) fn of(power: &PowerOfAttorneyBody, today: Date) -> Self {
        match (power.valid_from, power.valid_to) {
            (_, Some(last)) if last < today => Self::Expired,
            (Some(first), _) if first > today => Self::NotYet,
            (_, Some(_)) => Self::Valid,
            (_, None) => Self::Unknown,
        }
    }

    /// The stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::NotYet => "not_yet",
            Self::Expired => "expired",
            Self::Unknown => "unknown",
        }
    }
}

pub(super) fn of(inner: &Inner, power: PowerOfAttorney) -> Result<PowerView> {
    let today = inner.today();
    let (firm, certificate, files) = inner.read(|r| {
        let thumbprint = power.body.representative;
        let mut known = r.certificates()?.into_iter();
        Ok((
            r.firm(power.body.firm)?,
            known.find(|known| Some(known.seen.thumbprint) == thumbprint),
            r.power_of_attorney_files(power.id)?,
        ))
    })?;
    let mut problems = of_days(&power.body, today);
    problems.extend(firm.as_ref().and_then(|firm| of_firm(&power.body, firm)));
    problems.extend(of_person(&power.body, certificate.as_ref()));
    if let Some(file) = &files.file {
        problems.extend(of_file(file));
        if let Some(signature) = &files.signature {
            problems.extend(of_signature(inner, &power.body, file, signature)?);
        }
    }
    Ok(PowerView {
        label: label(&power.body.form),
        state: PowerState::of(&power.body, today),
        certificate: certificate.map(|certificate| certificate.id),
        power,
        problems,
    })
}

/// How a list and a sentence name a power.
pub(crate) fn label(form: &PowerForm) -> String {
    match form {
        PowerForm::Registered(number) => format!("№ {number}"),
        PowerForm::Manual(power) => format!("№ {} от {}", power.number, words::date(power.issued_on)),
        PowerForm::Paper(power) => {
            format!("№ {} от {}, бумажная", power.number, words::date(power.issued_on))
        }
        PowerForm::OperatorDefault => "основная в кабинете оператора".to_owned(),
    }
}

fn of_days(power: &PowerOfAttorneyBody, today: Date) -> Vec<String> {
    match (PowerState::of(power, today), power.valid_from, power.valid_to) {
        (PowerState::Expired, _, Some(last)) => vec![format!(
            "Доверенность закончилась {}: подписывать по ней нельзя. Оформите новую.",
            words::date(last)
        )],
        (PowerState::NotYet, Some(first), _) => {
            vec![format!("Доверенность начнёт действовать {}.", words::date(first))]
        }
        (PowerState::Unknown, ..) => match power.form {
            // The operator knows it.
            PowerForm::OperatorDefault => Vec::new(),
            PowerForm::Paper(_) => vec![
                "Срок доверенности не указан: программа не предупредит о его конце. Впишите срок.".to_owned(),
            ],
            PowerForm::Registered(_) | PowerForm::Manual(_) => vec![
            "Срок доверенности не указан: программа не предупредит о его конце. Добавьте файл доверенности или впишите \
             срок."
                .to_owned(),
            ],
        },
        _ => Vec::new(),
    }
}

fn of_firm(power: &PowerOfAttorneyBody, firm: &Firm) -> Option<String> {
    (power.principal_inn != firm.party.inn).then(|| {
        format!(
            "Доверитель в доверенности — организация с ИНН {}, а у фирмы {} ИНН {}. Выберите другую фирму или другую \
             доверенность.",
            power.principal_inn, firm.party.name, firm.party.inn
        )
    })
}

fn of_person(power: &PowerOfAttorneyBody, certificate: Option<&KeptCertificate>) -> Option<String> {
    let Some(certificate) = certificate else {
        let is_known = power.representative_inn.is_some() || !power.representative_name.is_empty();
        let is_checked_here = power.form != PowerForm::OperatorDefault;
        return (!is_known && is_checked_here).then(|| {
            "Не указано, кто подписывает по доверенности: программа не сверит её с сертификатом. Добавьте файл \
             доверенности или впишите представителя."
                .to_owned()
        });
    };
    let seen = &certificate.seen;
    let is_other = match &power.representative_inn {
        Some(inn) if !seen.inn.is_empty() => inn.as_str() != seen.inn,
        _ => !power.representative_name.is_empty() && !same_person(&power.representative_name, &seen.name),
    };
    is_other.then(|| {
        format!(
            "Представитель в доверенности — {}, а выбранный сертификат выдан на имя {}. Выберите сертификат представителя.",
            representative(power),
            seen.name
        )
    })
}

fn of_file(file: &[u8]) -> Option<String> {
    let read = formats::power_of_attorney::read(file).ok()?;
    (!read.is_known_version).then(|| {
        let version = if read.version.is_empty() {
            "не назван".to_owned()
        } else {
            format!("«{}»", read.version)
        };
        format!(
            "Формат доверенности {version}, программа его не знает. Для обмена с контрагентами нужен единый формат 003 \
             (EMCHD_1); доверенность для налоговой службы подойдёт не всем."
        )
    })
}

/// The file is to be signed by its principal, and unchanged since.
fn of_signature(
    inner: &Inner,
    power: &PowerOfAttorneyBody,
    file: &[u8],
    signature: &[u8],
) -> Result<Option<String>> {
    let Ok(signed) = Signed::read(signature) else {
        return Ok(Some(
            "Подпись файла доверенности не читается. Добавьте файл подписи заново.".to_owned(),
        ));
    };
    let trust = TrustAtHand::load(inner)?;
    let checks = signature_check::check(inner, &trust, &signed, Some(file), Moment::Claimed)?;
    let is_broken = checks
        .iter()
        .any(|check| check.document == DocumentFact::Changed || check.signature == MathematicsFact::Invalid);
    if is_broken {
        return Ok(Some(
            "Подпись не сходится с файлом доверенности: один из них изменён или они от разных доверенностей. Добавьте оба \
             файла заново."
                .to_owned(),
        ));
    }
    let is_principals = checks.iter().any(|check| {
        let inns = [&check.signer.organisation_inn, &check.signer.inn];
        inns.into_iter()
            .flatten()
            .any(|inn| inn == power.principal_inn.as_str())
    });
    Ok((!is_principals).then(|| {
        "Файл доверенности подписал не доверитель: в сертификате подписи другой ИНН. Проверьте, та ли это подпись."
            .to_owned()
    }))
}
