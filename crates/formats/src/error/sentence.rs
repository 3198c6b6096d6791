//! The Russian sentences: what happened, that the file is as it was, what to do.

use super::{Error, FieldProblem, PdfProblem, TableProblem};

const UNTOUCHED: &str = "Исходный файл остался на месте и не изменён.";

impl Error {
    /// The complete Russian text for the person: what happened, what is not lost, what to do.
    pub fn sentence(&self) -> String {
        let (happened, to_do) = self.texts();
        format!("{happened} {UNTOUCHED} {to_do}")
    }

    fn texts(&self) -> (String, String) {
        const AGAIN: &str = "Выгрузите документ из учётной программы ещё раз.";
        let (happened, to_do) = match self {
            Self::Empty => ("Файл пуст.".to_owned(), AGAIN),
            Self::TooLarge { limit_bytes } => (
                format!(
                    "Файл слишком большой: принимается не больше {}.",
                    megabytes(*limit_bytes)
                ),
                "Уменьшите файл или разделите документ на несколько.",
            ),
            Self::Unrecognised { looks_like } => (
                unrecognised(*looks_like),
                "Сохраните документ в PDF или выгрузите УПД в XML.",
            ),
            Self::Pdf(problem) => return problem.texts(),
            Self::Table(problem) => return problem.texts(),
            Self::PdfNamedXml => (
                "По имени это XML, а внутри файла PDF.".to_owned(),
                "Переименуйте файл, чтобы имя кончалось на .pdf, и добавьте его снова.",
            ),
            Self::XmlNamedPdf => (
                "По имени это PDF, а внутри файла XML.".to_owned(),
                "Переименуйте файл, чтобы имя кончалось на .xml, и добавьте его снова.",
            ),
            Self::Xml { line, column, what } => (
                format!("XML-файл повреждён: строка {line}, знак {column}: {what}."),
                AGAIN,
            ),
            Self::TooComplex { line, what } => (
                format!("XML-файл устроен слишком сложно для документа: строка {line}: {what}."),
                "Проверьте, откуда файл, и выгрузите документ из учётной программы ещё раз.",
            ),
            Self::Encoding { what } => (
                format!("Русские буквы в файле не читаются: {what}."),
                "Выгрузите документ в кодировке windows-1251.",
            ),
            Self::EntityDeclaration => (
                "В файле есть объявление DOCTYPE. В документах ФНС его не бывает, через него в программы \
                 подсовывают вредные файлы, поэтому файл не прочитан."
                    .to_owned(),
                "Не открывайте его в других программах и спросите отправителя, откуда файл.",
            ),
            Self::NotUtd { root, knd } => return not_utd(root, knd.as_deref()),
            Self::NotPowerOfAttorney { root } => return not_power_of_attorney(root),
            Self::NotServiceDocument { root } => return not_service_document(root),
            Self::UnsupportedVersion { version } => return unsupported_version(version),
            Self::UnsupportedFunction { function } => (
                format!("У документа функция «{function}». Принимаются СЧФ, ДОП и СЧФДОП."),
                "Добавьте печатную форму этого документа в PDF.",
            ),
            Self::Field { place, problem } => (
                problem.happened(place),
                "Исправьте это в учётной программе и выгрузите документ ещё раз.",
            ),
        };
        (happened, to_do.to_owned())
    }
}

impl PdfProblem {
    fn texts(self) -> (String, String) {
        let (happened, to_do) = match self {
            Self::Encrypted => (
                "PDF закрыт паролем. Контрагент не сможет его прочитать.",
                "Сохраните PDF без пароля и добавьте его снова.",
            ),
            Self::Truncated => (
                "PDF обрывается: конца файла нет. Обычно так бывает, когда файл скачан или скопирован не до конца.",
                "Скачайте или сохраните его ещё раз.",
            ),
            Self::Broken => (
                "PDF повреждён: его содержание не читается.",
                "Сохраните документ в PDF ещё раз.",
            ),
            Self::NoPages => (
                "В PDF нет ни одной страницы.",
                "Сохраните документ в PDF ещё раз.",
            ),
            Self::TooSlow => (
                "PDF устроен так, что не прочитался за отведённое время.",
                "Откройте его в программе просмотра, сохраните через печать в PDF и добавьте новый файл.",
            ),
            Self::TooMuch => (
                "PDF сжат так сильно, что в развёрнутом виде не поместится в память.",
                "Откройте его в программе просмотра, сохраните через печать в PDF и добавьте новый файл.",
            ),
        };
        (happened.to_owned(), to_do.to_owned())
    }
}

impl TableProblem {
    fn texts(self) -> (String, String) {
        const AGAIN: &str = "Сохраните таблицу как «Книга Excel» (.xlsx) или CSV и загрузите её снова.";
        const SPLIT: &str = "Разделите таблицу на несколько файлов.";
        let (happened, to_do) = match self {
            Self::Unrecognised => ("Это не таблица CSV и не книга Excel.", AGAIN),
            Self::OldWorkbook => ("Это книга Excel старого образца или книга под паролем.", AGAIN),
            Self::Broken => ("Таблица повреждена: её содержание не читается.", AGAIN),
            Self::NoCells => (
                "В таблице нет ни одной заполненной ячейки.",
                "Проверьте, тот ли это файл.",
            ),
            Self::TooManyRows => ("В таблице больше 200 000 строк.", SPLIT),
            Self::TooManyColumns => ("В таблице больше 200 столбцов.", "Уберите лишние столбцы."),
            Self::TooMuch => ("Таблица в развёрнутом виде не поместится в память.", SPLIT),
            Self::TooSlow => (
                "Таблица устроена так, что не прочиталась за отведённое время.",
                AGAIN,
            ),
        };
        (happened.to_owned(), to_do.to_owned())
    }
}

impl FieldProblem {
    fn happened(&self, place: &str) -> String {
        match self {
            Self::Missing => format!("В файле не заполнено обязательное поле. Место: {place}."),
            Self::TaxId { whose, error } => {
                format!(
                    "Ошибка в реквизитах {whose}. {} Место: {place}.",
                    error.sentence()
                )
            }
            Self::Date { value } => {
                format!("Вместо даты вида ДД.ММ.ГГГГ в файле «{value}». Место: {place}.")
            }
            Self::Number { value } => format!("Вместо числа в файле «{value}». Место: {place}."),
            Self::Money { value } => {
                format!("Вместо суммы в рублях и копейках в файле «{value}». Место: {place}.")
            }
            Self::TooLong { limit_chars } => {
                format!(
                    "Значение длиннее, чем позволяет формат: больше {limit_chars} знаков. Место: {place}."
                )
            }
            Self::Currency { value } => {
                format!("Вместо кода валюты из трёх цифр в файле «{value}». Место: {place}.")
            }
        }
    }
}

fn unrecognised(looks_like: Option<&'static str>) -> String {
    let accepted = "Принимаются PDF и УПД в XML";
    match looks_like {
        Some(name) => format!("Это {name}. {accepted}."),
        None => format!("Не удалось понять, что это за файл. {accepted}."),
    }
}

fn not_utd(root: &str, knd: Option<&str>) -> (String, String) {
    let happened = match (root, knd) {
        (_, Some("1115132")) => "Это ответный титул покупателя, а не сам УПД.".to_owned(),
        ("UniversalTransferDocument", _) => {
            "Это заготовка УПД для Диадока, а не сам УПД в формате ФНС.".to_owned()
        }
        (_, Some(knd)) => {
            format!("Это XML другого документа: КНД {knd}. Из XML принимается УПД, КНД 1115131.")
        }
        (root, None) => format!("Это XML другого вида: «{root}». Из XML принимается УПД в формате ФНС."),
    };
    let to_do = "Выгрузите УПД продавца в формате 5.03 или добавьте печатную форму в PDF.";
    (happened, to_do.to_owned())
}

fn not_service_document(root: &str) -> (String, String) {
    let happened = if root.is_empty() {
        "Это не служебный документ обмена.".to_owned()
    } else {
        format!("Это не служебный документ обмена, а XML другого вида: «{root}».")
    };
    let to_do = "Выберите извещение о получении, уведомление об уточнении, предложение об аннулировании или \
                 универсальное сообщение, каким его отдал оператор.";
    (happened, to_do.to_owned())
}

fn not_power_of_attorney(root: &str) -> (String, String) {
    let happened = if root.is_empty() {
        "Это не машиночитаемая доверенность: она бывает файлом XML.".to_owned()
    } else {
        format!(
            "Это XML другого вида: «{root}». Принимается машиночитаемая доверенность единого формата (003)."
        )
    };
    let to_do = "Выберите файл доверенности, который выгружен из сервиса, где её оформили, без изменений.";
    (happened, to_do.to_owned())
}

/// 5.01 of the order ММВ-7-15/820@ gave way to 5.03 of ЕД-7-26/970@: in use since 01.04.2025, the only
/// electronic one since 01.01.2026.
fn unsupported_version(version: &str) -> (String, String) {
    let happened = match version {
        "5.01" => "УПД составлен по формату 5.01 (приказ № 820). С 2026 года он не применяется.".to_owned(),
        _ => format!("УПД составлен по формату версии «{version}». Принимаются 5.03 и 5.02."),
    };
    let to_do = "Обновите учётную программу и выгрузите УПД в формате 5.03 (приказ № ЕД-7-26/970@).";
    (happened, to_do.to_owned())
}

fn megabytes(bytes: usize) -> String {
    const MEBIBYTE: usize = 1024 * 1024;
    let unit = if bytes.is_multiple_of(MEBIBYTE) {
        MEBIBYTE
    } else {
        1_000_000
    };
    format!("{} МБ", bytes / unit)
}
