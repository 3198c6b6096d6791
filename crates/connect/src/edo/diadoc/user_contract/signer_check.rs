//! The limits that the operator's schemas of a signer set: lengths, days, numbers. Told all at once, each as the field that is
//! to be mended and where it is.

use domain::{Inn, ManualPower, PaperPower, PersonName};
use jiff::civil::Date;

use crate::Error;
use crate::edo::service_documents::ServiceSigner;
use crate::edo::{PowerOfAttorneyRef, SignerPower};

/// Longest part of a name, characters.
const NAME_CHARS: usize = 60;
/// Longest position, characters.
const POSITION_CHARS: usize = 255;
/// Longest number in the books of a principal, characters.
const INTERNAL_NUMBER_CHARS: usize = 50;
/// Longest name of an information system, characters.
const SYSTEM_CHARS: usize = 500;
/// Longest description of a principal, characters.
const ISSUER_CHARS: usize = 1_000;
/// The days that the schemas take.
const YEARS: std::ops::RangeInclusive<i16> = 1800..=2099;
/// Where powers are mended.
const AT_POWERS: &str = "Исправьте доверенность: «Настройки», «Сертификаты», «Доверенности».";
/// Where a position is mended.
const AT_SIGNERS: &str = "Исправьте должность: «Настройки», «Сертификаты», «Кто подписывает».";

/// [`Error::Refused`] where the schema would not take this signer.
pub(super) fn whole(signer: &ServiceSigner) -> Result<(), Error> {
    name(&signer.signatory.name)?;
    let mut faults = Vec::new();
    of_signatory(&signer.signatory.name, &signer.signatory.position, &mut faults);
    if let Some(power) = &signer.power_of_attorney {
        of_power(power, &mut faults);
    }
    told(&faults)
}

/// The same for the power of a title.
pub(super) fn power(power: &SignerPower) -> Result<(), Error> {
    let mut faults = Vec::new();
    of_power(power, &mut faults);
    told(&faults)
}

/// [`Error::Refused`] when it is not known who signs.
pub(in crate::edo::diadoc) fn name(name: &PersonName) -> Result<(), Error> {
    if !name.last.trim().is_empty() && !name.first.trim().is_empty() {
        return Ok(());
    }
    Err(Error::Refused {
        code: "signer_unknown".to_owned(),
        text: "В сертификате нет фамилии и имени подписанта, поэтому служебный документ не составить. Контрагенту ничего не \
               отправлено. Выберите сертификат человека."
            .to_owned(),
    })
}

fn told(faults: &[String]) -> Result<(), Error> {
    if faults.is_empty() {
        return Ok(());
    }
    Err(Error::Refused {
        code: "signer_incomplete".to_owned(),
        text: format!(
            "{} Документ не подписан, контрагенту ничего не отправлено.",
            faults.join(" ")
        ),
    })
}

fn of_signatory(name: &PersonName, position: &str, faults: &mut Vec<String>) {
    for part in [&name.last, &name.first, &name.middle] {
        if is_longer(part, NAME_CHARS) || has_control(part) {
            faults.push(format!(
                "Имя подписанта «{part}» в сертификате не поместится в документ: часть имени не длиннее {NAME_CHARS} знаков. \
                 Выберите другой сертификат."
            ));
        }
    }
    if is_longer(position, POSITION_CHARS) || has_control(position) {
        faults.push(format!(
            "Должность подписанта длиннее {POSITION_CHARS} знаков или содержит непечатные знаки. {AT_SIGNERS}"
        ));
    }
}

fn of_power(power: &SignerPower, faults: &mut Vec<String>) {
    match power {
        SignerPower::Registered { id, .. } => of_numbers(id, faults),
        SignerPower::Manual { told, along } => {
            of_words(told, faults);
            if along.is_none() && told.system.trim().is_empty() {
                faults.push(format!(
                    "У электронной доверенности № {} не указана информационная система, в которой её найти, и файл с ней не \
                     отправляется. {AT_POWERS}",
                    told.number
                ));
            }
        }
        SignerPower::Paper(told) => of_paper(told, faults),
        SignerPower::OperatorDefault => {}
    }
}

fn of_numbers(id: &PowerOfAttorneyRef, faults: &mut Vec<String>) {
    let inns = [
        ("доверителя", Some(&id.principal_inn)),
        ("представителя", id.representative_inn.as_ref()),
    ];
    for (whose, inn) in inns {
        if let Some(inn) = inn.filter(|inn| inn.parse::<Inn>().is_err()) {
            faults.push(format!(
                "В доверенности № {} указан неверный ИНН {whose}: «{inn}». {AT_POWERS}",
                id.number
            ));
        }
    }
}

fn of_words(told: &ManualPower, faults: &mut Vec<String>) {
    let number = told.number.to_string();
    day(&number, "дата выдачи", Some(told.issued_on), faults);
    day(&number, "дата внутренней регистрации", told.internal_on, faults);
    let texts = [
        ("внутренний номер", &told.internal_number, INTERNAL_NUMBER_CHARS),
        ("информационная система", &told.system, SYSTEM_CHARS),
    ];
    for (what, text, limit) in texts {
        length(&number, (what, text, limit), faults);
    }
}

fn of_paper(told: &PaperPower, faults: &mut Vec<String>) {
    if told.number.trim().is_empty() {
        faults.push(format!("У бумажной доверенности не указан номер. {AT_POWERS}"));
    }
    day(&told.number, "дата выдачи", Some(told.issued_on), faults);
    let texts = [
        ("номер", &told.number, INTERNAL_NUMBER_CHARS),
        ("сведения о доверителе", &told.issuer, ISSUER_CHARS),
        ("фамилия подписавшего", &told.issued_by.last, NAME_CHARS),
        ("имя подписавшего", &told.issued_by.first, NAME_CHARS),
        ("отчество подписавшего", &told.issued_by.middle, NAME_CHARS),
    ];
    for (what, text, limit) in texts {
        length(&told.number, (what, text, limit), faults);
    }
    if !told.issued_by.is_empty() && told.issued_by.first.trim().is_empty() {
        faults.push(format!(
            "В доверенности № {} у подписавшего её указана фамилия без имени. {AT_POWERS}",
            told.number
        ));
    }
}

fn day(number: &str, what: &str, on: Option<Date>, faults: &mut Vec<String>) {
    if on.is_some_and(|on| !YEARS.contains(&on.year())) {
        faults.push(format!(
            "В доверенности № {number} невозможная {what}. {AT_POWERS}"
        ));
    }
}

fn length(number: &str, (what, text, limit): (&str, &str, usize), faults: &mut Vec<String>) {
    if is_longer(text, limit) || has_control(text) {
        faults.push(format!(
            "В доверенности № {number} {what}: не длиннее {limit} знаков и без непечатных знаков. {AT_POWERS}"
        ));
    }
}

fn is_longer(text: &str, limit: usize) -> bool {
    text.trim().chars().count() > limit
}

/// XML has no place for them.
fn has_control(text: &str) -> bool {
    text.trim().chars().any(char::is_control)
}
