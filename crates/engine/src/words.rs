//! Russian sentences for what went wrong, in one place so that they stay alike.

use connect::edo::Operator;
use domain::{Document, EdoStatus, Money, VatRate};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::error::{Code, Error};

/// What it means while a connection is being set up: there is nothing yet that would go out by itself.
pub(crate) fn trouble_at_the_door(error: &connect::Error) -> Option<&'static str> {
    match error {
        connect::Error::Offline(_) => Some(
            "До оператора не удалось дойти: нет сети, или адрес неверен. Введённое осталось в окне, ничего не сохранено. \
             Проверьте интернет и адрес и повторите.",
        ),
        connect::Error::Timeout(_) => Some(
            "Оператор не ответил вовремя. Введённое осталось в окне, ничего не сохранено. Повторите через минуту.",
        ),
        _ => None,
    }
}

/// By how much the clock of this computer is wrong, for a person. Positive: it is ahead.
pub(crate) fn clock_skew(skew: SignedDuration) -> String {
    let minutes = skew.as_mins().abs();
    let length = if minutes < 120 {
        format!("{minutes} мин.")
    } else {
        format!("{} ч.", minutes / 60)
    };
    let way = if skew.is_positive() {
        "спешат"
    } else {
        "отстают"
    };
    format!(
        "Часы этого компьютера {way} на {length} от часов оператора: вход и подписи могут не приниматься. Проверьте дату, \
         время и часовой пояс."
    )
}

/// What the operator's answer means for the clerk.
pub(crate) fn operator_trouble(error: &connect::Error) -> String {
    use connect::Error as E;
    match error {
        E::Offline(_) => {
            "Нет связи с оператором. Документы сохранены на этом компьютере и уйдут сами, когда \
                          связь появится."
                .to_owned()
        }
        E::Timeout(_) => {
            "Оператор не ответил вовремя. Ничего не потеряно: программа сама узнает, что получилось, \
                          и повторит попытку."
                .to_owned()
        }
        // The adapter tells what was refused and where to mend it.
        E::Unauthorized(why) | E::LogIn { text: why, .. } => format!("{why} Документы сохранены."),
        E::Unpaid(_) => "Подписка на обмен через API у оператора закончилась или не оформлена. Документы сохранены. \
                         Проверьте в кабинете оператора, оплачен ли доступ к API для этой организации, затем повторите."
            .to_owned(),
        E::Forbidden(text) => format!(
            "Оператор не разрешил это действие{}. Документы сохранены. Проверьте в кабинете оператора права сотрудника в \
             этом ящике, не заблокирован ли ключ доступа и не закрыт ли ящик, затем повторите.",
            quoted(text)
        ),
        E::Limited(_) => {
            "Оператор просит подождать: запросов слишком много. Ничего не потеряно, программа продолжит \
                          сама."
                .to_owned()
        }
        E::Broken(_) => "У оператора сбой. Ничего не потеряно, программа повторит попытку сама.".to_owned(),
        E::Refused { code, .. } if code == connect::METHOD_REMOVED => {
            "Оператор отключил способ обмена, которым пользуется эта версия программы. Документы сохранены. Обновите \
             программу, затем повторите."
                .to_owned()
        }
        E::Refused { text, .. } => format!(
            "Оператор отказал{}. Документ сохранён. Исправьте причину и повторите.",
            quoted(text)
        ),
        E::StillProcessing(_) => {
            "Оператор ещё обрабатывает запрос. Ничего не потеряно, программа проверит результат \
                                  сама."
                .to_owned()
        }
        E::Malformed(_) => {
            "Ответ оператора непонятен программе. Ничего не потеряно. Обновите программу, а если не \
                            поможет, обратитесь в поддержку."
                .to_owned()
        }
    }
}

/// The operator's own words where it said any, else ours: for the row of the outbox.
pub(crate) fn failure_text(error: &connect::Error) -> String {
    match error {
        connect::Error::Refused { code, .. } if code == connect::METHOD_REMOVED => operator_trouble(error),
        connect::Error::Refused { text, .. }
        | connect::Error::Forbidden(text)
        | connect::Error::Unpaid(text)
            if !text.trim().is_empty() =>
        {
            text.trim().to_owned()
        }
        other => operator_trouble(other),
    }
}

/// The operator's own words behind a colon; marks inside them are of the second level.
pub(crate) fn quoted(text: &str) -> String {
    let text = text.trim().trim_end_matches('.');
    if text.is_empty() {
        return String::new();
    }
    let inner = text.replace('«', "„").replace('»', "“");
    format!(": «{inner}»")
}

/// What an error of the database means for the clerk.
pub(crate) fn store_trouble(error: store::Error) -> Error {
    use store::Error as E;
    match error {
        E::Locked { holder } => Error::new(
            Code::DatabaseLocked,
            format!(
                "Базу документов уже открыла другая программа: {holder}. Документы целы. Закройте её и повторите."
            ),
        )
        .worth_retrying(),
        E::WrongKey => Error::new(
            Code::WrongKey,
            "Ключ из хранилища не подходит к базе документов. Документы целы и остаются зашифрованными. \
             Восстановите доступ ключом восстановления или верните папку, к которой ключ подходит.",
        ),
        E::NewerDatabase { found, known } => Error::new(
            Code::DatabaseNewer,
            format!(
                "База документов создана более новой версией программы (версия базы {found}, эта программа знает \
                 {known}). Документы целы и не изменены. Обновите программу."
            ),
        ),
        E::NotADatabase(what) => {
            tracing::error!(%what, "not a database");
            Error::new(
                Code::NotADatabase,
                "Файл базы документов повреждён или это другой файл. Программа в него ничего не записала. \
                 Верните файл из резервной копии или выберите другую папку.",
            )
        }
        E::DiskFull => Error::new(
            Code::DiskFull,
            "На диске кончилось место. Сохранённое раньше цело, последнее действие не записано. Освободите место и \
             повторите.",
        )
        .worth_retrying(),
        other => unexpected_store_trouble(&other),
    }
}

fn unexpected_store_trouble(error: &store::Error) -> Error {
    tracing::error!(%error, "the database answered with an error");
    if matches!(error, store::Error::Folder(..)) {
        return Error::new(
            Code::FolderUnavailable,
            "Папка с документами недоступна. Документы не изменены. Проверьте, что диск подключён и запись в папку \
             разрешена, затем повторите.",
        )
        .worth_retrying();
    }
    Error::new(
        Code::DatabaseFailed,
        "База документов ответила ошибкой. Последнее действие не записано, сохранённое раньше цело. Повторите, а \
         если не поможет, перезапустите программу.",
    )
    .worth_retrying()
}

/// The health line of a connection that works.
pub(crate) fn healthy(operator: Option<&Operator>) -> String {
    match operator {
        Some(operator) => format!("{}: связь есть, новости получены.", operator.title),
        None => "Связь есть, новости получены.".to_owned(),
    }
}

/// «21.11.2026»
pub(crate) fn date(date: Date) -> String {
    format!("{:02}.{:02}.{}", date.day(), date.month(), date.year())
}

/// «21.11.2026 10:15 UTC»: the program's time zone is nobody's but the clerk's, and what is said of signatures travels.
pub(crate) fn moment(at: Timestamp) -> String {
    let at = at.to_zoned(TimeZone::UTC);
    format!("{} {:02}:{:02} UTC", date(at.date()), at.hour(), at.minute())
}

/// «УПД № 15 от 21.11.2026» or the title of a paper without a number. `kind` is what the paper is called.
pub(crate) fn document_label(document: &Document, kind: &str) -> String {
    let body = &document.body;
    let mut name = if !body.number.is_empty() {
        format!("{kind} № {}", body.number)
    } else if body.title.is_empty() || body.title == kind {
        kind.to_owned()
    } else {
        format!("{kind} «{}»", body.title)
    };
    if let Some(issued_on) = body.issued_on {
        name.push_str(&format!(" от {}", date(issued_on)));
    }
    name
}

/// The same without a title, which may name people: «УПД № 15 от 21.11.2026».
pub(crate) fn bare_label(document: &Document, kind: &str) -> String {
    let body = &document.body;
    let mut name = kind.to_owned();
    if !body.number.is_empty() {
        name.push_str(&format!(" № {}", body.number));
    }
    if let Some(issued_on) = body.issued_on {
        name.push_str(&format!(" от {}", date(issued_on)));
    }
    name
}

/// The word that agrees with a number: «документ», «документа», «документов».
pub(crate) fn agreeing(count: usize, [one, few, many]: [&str; 3]) -> &str {
    match (count % 10, count % 100) {
        (_, 11..=14) => many,
        (1, _) => one,
        (2..=4, _) => few,
        _ => many,
    }
}

/// «12 345,67», with narrow no-break spaces.
pub(crate) fn amount(sum: Money) -> String {
    let kopecks = sum.kopecks().unsigned_abs();
    let whole = (kopecks / 100).to_string();
    let mut text = String::new();
    if sum.kopecks() < 0 {
        text.push('−');
    }
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text.push_str(&format!(",{:02}", kopecks % 100));
    text
}

/// «22 %», «без НДС».
pub fn rate(rate: &VatRate) -> String {
    match rate {
        VatRate::NoVat => "без НДС".to_owned(),
        VatRate::Percent(percent) => format!("{percent} %"),
        VatRate::Fraction(percent) => format!("{percent}/{}", 100 + u16::from(*percent)),
        VatRate::TaxAgent => "НДС исчисляется налоговым агентом".to_owned(),
        VatRate::Other(written) => written.clone(),
    }
}

/// The status in words that fit the middle of a sentence.
pub(crate) fn status(status: EdoStatus) -> String {
    format!("«{}»", status.label())
}

#[cfg(test)]
mod tests {
    use domain::Money;

    use super::{agreeing, amount};

    #[test]
    fn numbers_agree_with_their_words_and_sums_are_set_in_threes() {
        let forms = ["документ", "документа", "документов"];
        let said: Vec<_> = [1, 2, 5, 11, 14, 21, 22, 111, 112, 121]
            .map(|count| agreeing(count, forms))
            .into();
        let (one, few, many) = (forms[0], forms[1], forms[2]);
        assert_eq!(said, [one, few, many, many, many, one, few, many, many, one]);
        assert_eq!(
            amount(Money::from_kopecks(123_456_705)),
            "1\u{202f}234\u{202f}567,05"
        );
        assert_eq!(amount(Money::from_kopecks(-99_900)), "−999,00");
    }
}
