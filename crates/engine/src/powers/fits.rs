//! Does a power of attorney fit a signature that is to be made?

use domain::{Party, PowerForm};
use jiff::civil::Date;
use store::{PowerOfAttorneyBody, SeenCertificate};

use crate::certificates::same_person;
use crate::error::{Code, Error};
use crate::words;

/// What is to be said before signing by a power of attorney.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PowerConcern {
    /// The other side or the operator would not take it.
    Obstacle(Error),
    /// It may be right, and nobody can tell here.
    Warning(Error),
}

/// What speaks against signing for this firm with this certificate by this power on this day.
pub(crate) fn concern(
    power: &PowerOfAttorneyBody,
    firm: &Party,
    signer: &SeenCertificate,
    today: Date,
) -> Option<PowerConcern> {
    of_days(power, today)
        .or_else(|| of_firm(power, firm))
        .or_else(|| of_person(power, signer))
}

fn of_days(power: &PowerOfAttorneyBody, today: Date) -> Option<PowerConcern> {
    if let Some(last) = power.valid_to.filter(|last| *last < today) {
        return Some(obstacle(
            "power_expired",
            &format!("{} закончилась {}.", what(power), words::date(last)),
            "Оформите новую доверенность и выберите её.",
        ));
    }
    if let Some(first) = power.valid_from.filter(|first| *first > today) {
        return Some(obstacle(
            "power_not_yet",
            &format!(
                "{} начнёт действовать только {}.",
                what(power),
                words::date(first)
            ),
            "Выберите другую доверенность или подождите этого дня.",
        ));
    }
    None
}

fn of_firm(power: &PowerOfAttorneyBody, firm: &Party) -> Option<PowerConcern> {
    if power.principal_inn == firm.inn {
        return None;
    }
    Some(obstacle(
        "power_of_another_firm",
        &format!(
            "{} выдана другой организацией: ИНН доверителя {}, а у фирмы {} ИНН {}.",
            what(power),
            power.principal_inn,
            firm.name,
            firm.inn
        ),
        "Выберите доверенность этой фирмы.",
    ))
}

/// ИНН against ИНН where both are known, else the certificate, else the name.
fn of_person(power: &PowerOfAttorneyBody, signer: &SeenCertificate) -> Option<PowerConcern> {
    let is_theirs = match &power.representative_inn {
        Some(inn) if !signer.inn.is_empty() => Some(inn.as_str() == signer.inn),
        _ if power.representative.is_some() => power
            .representative
            .map(|thumbprint| thumbprint == signer.thumbprint),
        _ if !power.representative_name.is_empty() => {
            Some(same_person(&power.representative_name, &signer.name))
        }
        _ => None,
    };
    match is_theirs {
        Some(true) => None,
        // The operator knows whose usual one it is.
        None if power.form == PowerForm::OperatorDefault => None,
        Some(false) => Some(obstacle(
            "power_of_another_person",
            &format!(
                "{} выдана не владельцу сертификата: по ней подписывает {}, а сертификат выдан на имя {}.",
                what(power),
                representative(power),
                signer.name
            ),
            "Выберите другую доверенность или другой сертификат.",
        )),
        None => Some(PowerConcern::Warning(Error::new(
            Code::Signing("power_not_compared"),
            "В доверенности не указано, кто по ней подписывает, поэтому программа не сверила её с сертификатом. Проверьте это \
             сами или укажите представителя в списке доверенностей.",
        ))),
    }
}

/// The power at the beginning of a sentence.
fn what(power: &PowerOfAttorneyBody) -> &'static str {
    match power.form {
        PowerForm::Paper(_) => "Бумажная доверенность",
        PowerForm::Registered(_) | PowerForm::Manual(_) | PowerForm::OperatorDefault => "Доверенность (МЧД)",
    }
}

/// Who signs by it, as well as it is known.
pub(super) fn representative(power: &PowerOfAttorneyBody) -> String {
    match (power.representative_name.as_str(), &power.representative_inn) {
        ("", Some(inn)) => format!("человек с ИНН {inn}"),
        ("", None) => "владелец другого сертификата".to_owned(),
        (name, _) => name.to_owned(),
    }
}

fn obstacle(code: &'static str, happened: &str, advice: &str) -> PowerConcern {
    PowerConcern::Obstacle(Error::new(
        Code::Signing(code),
        format!("{happened} Документ не подписан и не отправлен. {advice}"),
    ))
}
