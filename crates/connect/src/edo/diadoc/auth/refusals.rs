//! What was refused, in words that help, with the operator's own words after it. Nothing is decided by the operator's
//! texts but which sentence a person reads (QUIRKS 10, 43).

use crate::Error;
use crate::edo::log_in::code;

fn log_in(code: &'static str, text: impl Into<String>) -> Error {
    Error::LogIn {
        code,
        text: text.into(),
    }
}

fn with_words(sentence: &str, words: &str) -> String {
    if words.is_empty() {
        sentence.to_owned()
    } else {
        format!("{sentence} Ответ оператора: «{words}».")
    }
}

/// 401 to login and password.
pub(super) fn of_password(words: &str) -> String {
    let sentence = if words.contains("API client id") {
        "Диадок не знает такого ключа ЭДО. Проверьте поле «Ключ ЭДО» в настройках подключения: ключ копируется целиком, \
         без пробелов. Если ключ отключили, обратитесь к менеджеру Диадока."
    } else if words.to_lowercase().contains("password") {
        "Диадок не принял логин или пароль. Проверьте раскладку и регистр букв и введите их заново в настройках \
         подключения."
    } else {
        "Диадок отказал во входе. Проверьте ключ ЭДО, логин и пароль в настройках подключения."
    };
    with_words(sentence, words)
}

/// A certificate was not let in.
pub(super) fn of_certificate(words: &str) -> Error {
    if words.contains("API client id") {
        return Error::Unauthorized(of_password(words));
    }
    log_in(
        code::CERTIFICATE_REFUSED,
        with_words(
            "Диадок не пускает с этим сертификатом. Проверьте, что сертификат действует, выдан вашей организации и \
             добавлен сотруднику в кабинете Диадока, или выберите другой.",
            words,
        ),
    )
}

pub(super) fn needed() -> Error {
    log_in(
        code::NEEDED,
        "Вход в Диадок закончился. Откройте «Настройки», «Подключения» и нажмите «Войти».",
    )
}

pub(super) fn needed_with_certificate() -> Error {
    log_in(
        code::NEEDED,
        "Нужен вход в Диадок по сертификату: он действует 24 часа. Откройте «Настройки», «Подключения», нажмите «Войти» \
         и введите ПИН-код.",
    )
}

pub(super) fn unknown_client() -> Error {
    log_in(
        code::UNKNOWN_CLIENT,
        "Диадок не знает приложение с таким client_id или оно выключено (Unknown client or client not enabled). \
         Проверьте поле «Имя приложения (client_id)»: оно копируется из кабинета интегратора без пробелов. Новое \
         приложение включает менеджер Диадока.",
    )
}

pub(super) fn invalid_redirect(redirect: &str) -> Error {
    log_in(
        code::INVALID_REDIRECT,
        format!(
            "Диадок не вернёт браузер в программу: адрес {redirect} не записан у приложения (Invalid redirect_uri). \
             Скопируйте этот адрес в поле redirect_uri в кабинете интегратора знак в знак, вместе с портом и без косой \
             черты в конце. Или войдите по коду."
        ),
    )
}

pub(super) fn declined() -> Error {
    log_in(
        code::DECLINED,
        "На странице Диадока во входе отказали. Начните вход ещё раз и разрешите доступ.",
    )
}

pub(super) fn expired() -> Error {
    log_in(code::EXPIRED, "Время для входа вышло. Начните вход ещё раз.")
}

pub(super) fn mismatch() -> Error {
    log_in(
        code::MISMATCH,
        "Ответ страницы Диадока относится к другому входу, поэтому он не принят. Закройте страницу и начните вход ещё \
         раз.",
    )
}

pub(super) fn way_not_allowed() -> Error {
    log_in(
        code::WAY_NOT_ALLOWED,
        "Этот способ входа для подключения не настроен. Выберите способ входа в настройках подключения.",
    )
}

/// What an endpoint of the OpenID provider answered (RFC 6749, 5.2; RFC 8628, 3.5).
pub(super) fn of_openid(error: &str, description: &str) -> Error {
    let words = if description.is_empty() {
        error
    } else {
        description
    };
    match error {
        "invalid_grant" => needed(),
        "access_denied" => declined(),
        "expired_token" => expired(),
        "invalid_client" => log_in(
            code::CLIENT_REFUSED,
            with_words(
                "Диадок не принял ключ приложения. Проверьте поля «Имя приложения (client_id)» и «Ключ приложения \
                 (client_secret)»: ключ показывают один раз, при утере выпустите новый в кабинете интегратора.",
                words,
            ),
        ),
        "unauthorized_client" => log_in(
            code::WAY_NOT_ALLOWED,
            with_words(
                "Приложению не разрешён этот способ входа. Попросите менеджера Диадока включить его или выберите другой.",
                words,
            ),
        ),
        "invalid_scope" => log_in(
            code::WAY_NOT_ALLOWED,
            with_words(
                "Приложению не разрешён доступ к API Диадока. Попросите менеджера Диадока включить Diadoc.PublicAPI.",
                words,
            ),
        ),
        _ => Error::Refused {
            code: error.to_owned(),
            text: words.to_owned(),
        },
    }
}
