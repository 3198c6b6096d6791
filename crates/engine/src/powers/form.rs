//! What a power of attorney is, from what a person brings of it: one on paper and one told in words must say enough.

use domain::{ManualPower, PaperPower, PersonName, PowerForm, PowerKind};
use jiff::civil::Date;
use uuid::Uuid;

use super::save::{PowerRequest, refused};
use crate::Result;

/// Longest number in the books of a principal, characters: the forms of the ФНС allow no more.
const INTERNAL_NUMBER_CHARS: usize = 50;
/// Longest name of an information system, characters.
const SYSTEM_CHARS: usize = 500;
/// Longest description of a principal, characters.
const ISSUER_CHARS: usize = 1_000;
/// Longest part of a name, characters.
const NAME_CHARS: usize = 60;

/// The form. `guid` is the number that was typed or that the file says; `has_files` where file and signature are kept.
pub(super) fn of(request: &PowerRequest, guid: &str, files: FilesKept) -> Result<PowerForm> {
    if request.goes_along && files != FilesKept::Both {
        return Err(refused(
            "power_without_file",
            "Отправлять вместе с документами нечего: нет файла доверенности или его подписи.",
            "Добавьте оба файла или снимите отметку.",
        ));
    }
    match request.kind {
        PowerKind::Registered => Ok(PowerForm::Registered(number(guid)?)),
        PowerKind::Manual => manual(request, number(guid)?).map(PowerForm::Manual),
        PowerKind::Paper => paper(request).map(PowerForm::Paper),
        PowerKind::OperatorDefault => Ok(PowerForm::OperatorDefault),
    }
}

/// What is kept of a power, or brought now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FilesKept {
    /// The file and its signature.
    Both,
    /// One of them, or none.
    NotBoth,
}

fn number(guid: &str) -> Result<Uuid> {
    Uuid::parse_str(guid.trim()).map_err(|_| {
        let happened = if guid.is_empty() {
            "Номер доверенности не указан.".to_owned()
        } else {
            format!("«{guid}» не похоже на номер доверенности в реестре ФНС.")
        };
        refused(
            "power_number",
            &happened,
            "Номер состоит из 36 знаков, например 7d1f6c3e-90ab-4b2e-8c55-2f4f0a6d1b90. Скопируйте его из реестра или добавьте \
             файл доверенности.",
        )
    })
}

fn manual(request: &PowerRequest, number: Uuid) -> Result<ManualPower> {
    let internal_number = within(
        "Внутренний номер",
        &request.internal_number,
        INTERNAL_NUMBER_CHARS,
    )?;
    let system = within("Информационная система", &request.system, SYSTEM_CHARS)?;
    if system.is_empty() && !request.goes_along {
        return Err(refused(
            "power_system",
            "Не указана информационная система, в которой хранится доверенность.",
            "Впишите её адрес или название либо отметьте, что файл доверенности отправляется вместе с документами.",
        ));
    }
    Ok(ManualPower {
        number,
        issued_on: issued_on(request.issued_on)?,
        internal_number,
        internal_on: request.internal_on,
        system,
    })
}

fn paper(request: &PowerRequest) -> Result<PaperPower> {
    let number = within("Номер доверенности", &request.number, INTERNAL_NUMBER_CHARS)?;
    if number.is_empty() {
        return Err(refused(
            "power_number",
            "Номер доверенности не указан.",
            "Впишите номер, под которым доверенность записана у доверителя.",
        ));
    }
    let issued_by = PersonName::from_full(&request.issued_by);
    for part in [&issued_by.last, &issued_by.first, &issued_by.middle] {
        within("Имя подписавшего доверенность", part, NAME_CHARS)?;
    }
    if !issued_by.is_empty() && issued_by.first.is_empty() {
        return Err(refused(
            "power_issued_by",
            "Указана только фамилия того, кто подписал доверенность.",
            "Впишите фамилию, имя и отчество или оставьте поле пустым.",
        ));
    }
    Ok(PaperPower {
        number,
        issued_on: issued_on(request.issued_on)?,
        issued_by,
        issuer: within("Сведения о доверителе", &request.issuer, ISSUER_CHARS)?,
    })
}

fn issued_on(day: Option<Date>) -> Result<Date> {
    day.filter(|day| (1800..=2099).contains(&day.year()))
        .ok_or_else(|| {
            refused(
                "power_issued_on",
                "Не указан день, когда доверенность выдана.",
                "Впишите дату выдачи: она стоит в самой доверенности.",
            )
        })
}

fn within(what: &str, text: &str, limit_chars: usize) -> Result<String> {
    let text = text.trim();
    if text.chars().count() <= limit_chars && !text.chars().any(char::is_control) {
        return Ok(text.to_owned());
    }
    Err(refused(
        "power_too_long",
        &format!("{what}: больше {limit_chars} знаков или есть непечатные знаки."),
        "Сократите текст: в документ для контрагента он не поместится.",
    ))
}
