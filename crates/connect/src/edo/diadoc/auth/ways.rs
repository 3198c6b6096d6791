//! The ways into Diadoc, as data.

use crate::edo::CredentialField;
use crate::edo::log_in::{LogIn, LogInKind};

/// What a log-in brought and the program sends with every call; ends by itself.
pub(in crate::edo::diadoc) const TOKEN: &str = "token";
/// What renews it; good once.
pub(in crate::edo::diadoc) const REFRESH_TOKEN: &str = "refresh_token";
pub(in crate::edo::diadoc) const BROUGHT: &[&str] = &[TOKEN, REFRESH_TOKEN];

const API_KEY: CredentialField = CredentialField {
    id: "api_key",
    label: "Ключ ЭДО",
    hint: "Ключ разработчика, который Диадок выдал вашей организации для обмена через API.",
    is_secret: true,
    is_optional: false,
};
const CLIENT_ID: CredentialField = CredentialField {
    id: "client_id",
    label: "Имя приложения (client_id)",
    hint: "Из кабинета интегратора integrations.kontur.ru, поле «Имя приложения».",
    is_secret: false,
    is_optional: false,
};
const CLIENT_SECRET: CredentialField = CredentialField {
    id: "client_secret",
    label: "Ключ приложения (client_secret)",
    hint: "Кабинет интегратора показывает его один раз, после кнопки «Выпустить ключ».",
    is_secret: true,
    is_optional: false,
};

pub(in crate::edo::diadoc) const LOG_INS: &[LogIn] = &[
    LogIn {
        id: "password",
        kind: LogInKind::Typed,
        title: "Логин и пароль",
        explanation: "Программа входит сама и ничего больше не спрашивает. Нужен ключ ЭДО.",
        fields: &[
            API_KEY,
            CredentialField {
                id: "login",
                label: "Логин",
                hint: "Адрес почты, с которым вы входите в кабинет Диадока.",
                is_secret: false,
                is_optional: false,
            },
            CredentialField {
                id: "password",
                label: "Пароль",
                hint: "Пароль от кабинета Диадока.",
                is_secret: true,
                is_optional: false,
            },
        ],
    },
    LogIn {
        id: "certificate",
        kind: LogInKind::Certificate,
        title: "Сертификат",
        explanation: "Вход ключом электронной подписи. Действует 24 часа, потом программа попросит войти снова. Нужен \
                      ключ ЭДО.",
        fields: &[API_KEY],
    },
    LogIn {
        id: "browser",
        kind: LogInKind::Browser,
        title: "Через браузер",
        explanation: "Вы входите на странице Диадока в своём браузере, пароль программе не нужен. Нужно приложение в \
                      кабинете интегратора.",
        fields: &[CLIENT_ID, CLIENT_SECRET],
    },
    LogIn {
        id: "device",
        kind: LogInKind::Device,
        title: "По коду",
        explanation: "Вы вводите короткий код на странице Диадока, хоть на телефоне. Подходит, когда браузер не может \
                      вернуться в программу.",
        fields: &[CLIENT_ID, CLIENT_SECRET],
    },
];
