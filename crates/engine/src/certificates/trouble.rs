//! What a store of keys or a signer says, as a code and sentences for a person.

use signature::Error as Cause;

use crate::error::{Code, Error};

/// The stable name of what went wrong.
pub(crate) fn code(cause: &Cause) -> &'static str {
    match cause {
        Cause::Malformed { .. } => "key_unreadable",
        Cause::Unsupported { .. } => "key_not_supported",
        Cause::WrongPassword => "wrong_password",
        Cause::WrongPin { .. } => "wrong_pin",
        Cause::LastTry => "pin_last_try",
        Cause::PinLocked => "pin_locked",
        Cause::PinCancelled => "pin_cancelled",
        Cause::NoKey => "no_key",
        Cause::NoModule => "no_module",
        Cause::NoToken => "no_token",
        Cause::ContainerNeedsCsp { .. } => "container_needs_csp",
        Cause::LicenceExpired => "licence_expired",
        Cause::Provider { .. } => "provider_refused",
        Cause::Crashed => "provider_crashed",
        Cause::TimedOut => "provider_silent",
        Cause::BadSignature(_) => "signature_not_made",
        Cause::Random => "no_randomness",
        _ => "signing_failed",
    }
}

/// What happened, and what to do.
pub(crate) fn words(cause: &Cause) -> (String, &'static str) {
    match cause {
        Cause::WrongPin {
            tries_left: Some(left),
        } => (
            format!("ПИН-код не подошёл. Осталось попыток: {left}."),
            "Проверьте раскладку и регистр букв и введите ПИН-код ещё раз.",
        ),
        Cause::ContainerNeedsCsp { container } => (
            format!("Ключ «{container}» лежит в контейнере КриптоПро: без КриптоПро CSP он не открывается."),
            "Установите КриптоПро CSP и обновите список сертификатов.",
        ),
        Cause::Provider { code } => (
            format!("Криптопровайдер отказал с кодом 0x{code:08X}."),
            "Повторите. Если не поможет, назовите этот код поддержке криптопровайдера.",
        ),
        plain => {
            let (text, advice) = plain_words(plain);
            (text.to_owned(), advice)
        }
    }
}

/// The same where the sentence names no number and no name.
fn plain_words(cause: &Cause) -> (&'static str, &'static str) {
    match cause {
        Cause::WrongPin { tries_left: None } => (
            "ПИН-код не подошёл. Сколько попыток осталось, токен не сообщает.",
            "Проверьте раскладку и регистр букв и введите ПИН-код ещё раз.",
        ),
        Cause::WrongPassword => (
            "Пароль к файлу ключа не подошёл.",
            "Проверьте раскладку и регистр букв и введите пароль ещё раз.",
        ),
        Cause::LastTry => (
            "Осталась последняя попытка: после ещё одной ошибки токен заблокируется.",
            "Вспомните ПИН-код и подтвердите, что вводите его в последний раз.",
        ),
        Cause::PinLocked => (
            "ПИН-код токена заблокирован.",
            "Разблокируйте токен ПИН-кодом администратора или обратитесь туда, где его выдали.",
        ),
        Cause::PinCancelled => ("ПИН-код не введён.", "Продолжите операцию и введите ПИН-код."),
        Cause::NoKey => (
            "Закрытый ключ этого сертификата не найден.",
            "Вставьте токен с ключом или выберите другой сертификат.",
        ),
        Cause::NoModule => (
            "Программа для токенов или криптопровайдер не установлены.",
            "Установите драйвер токена или КриптоПро CSP, если ваш ключ лежит там.",
        ),
        Cause::NoToken => ("Токен не вставлен.", "Вставьте токен и повторите."),
        Cause::LicenceExpired => (
            "Лицензия КриптоПро CSP закончилась.",
            "Введите новую лицензию в КриптоПро CSP и повторите.",
        ),
        Cause::Crashed => (
            "Библиотека токена или криптопровайдера аварийно завершилась. Программа работает дальше.",
            "Выньте и снова вставьте токен, затем повторите.",
        ),
        Cause::TimedOut => (
            "Токен или криптопровайдер не ответил вовремя.",
            "Выньте и снова вставьте токен, закройте другие программы с подписью и повторите.",
        ),
        Cause::BadSignature(_) => (
            "Подпись получилась негодной и не прошла проверку программы.",
            "Повторите. Если не поможет, выберите другой сертификат.",
        ),
        Cause::Malformed { .. } => (
            "Ключ или сертификат не читается.",
            "Выберите другой файл или выпустите сертификат заново.",
        ),
        Cause::Unsupported { .. } => (
            "Алгоритм этого ключа программа не знает: нужен ГОСТ Р 34.10-2012.",
            "Выберите другой сертификат.",
        ),
        Cause::Random => (
            "Система не дала случайных чисел, без них подписывать нельзя.",
            "Перезагрузите компьютер и повторите.",
        ),
        _ => (
            "Подпись не получилась.",
            "Повторите или выберите другой сертификат.",
        ),
    }
}

/// Nothing was signed because of it.
pub(crate) fn trouble(cause: &Cause) -> Error {
    tracing::warn!(%cause, "a key did not sign");
    let (text, advice) = words(cause);
    Error::new(
        Code::Signing(code(cause)),
        format!("{text} Неподписанные документы не отправлены и не потеряны. {advice}"),
    )
}

/// The same where the key should have let us in.
pub(crate) fn log_in_trouble(cause: &Cause) -> Error {
    tracing::warn!(%cause, "a key did not open a message");
    let (text, advice) = words(cause);
    Error::new(
        Code::Signing(code(cause)),
        format!("{text} Вход не выполнен, документы целы. {advice}"),
    )
}
